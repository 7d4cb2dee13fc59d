//! WireGuard, like `wg`.
//!
//! ```text
//! wg show LINK
//! wg set LINK [listen-port PORT] [fwmark MARK] [private-key KEY] [peer KEY [remove] [preshared-key KEY]
//!     [endpoint ADDRESS:PORT] [persistent-keepalive SECONDS] [allowed-ips ADDRESS/LENGTH,…]]…
//! ```
//!
//! `show` prints the lines of `wg show LINK dump`. Other than with `wg`, keys are arguments and not files.

mod endpoint;
mod key;
mod set;
mod show;

use std::error::Error;
use std::process::ExitCode;

use netlink_core::MessageFlags;
use netlink_sys::{Connection, Protocol};

const USAGE: &str = "\
usage: wg show LINK
       wg set LINK [listen-port PORT] [fwmark MARK] [private-key KEY] [peer KEY [remove] [preshared-key KEY]
           [endpoint ADDRESS:PORT] [persistent-keepalive SECONDS] [allowed-ips ADDRESS/LENGTH,…]]…";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["show", link] => show::device(link),
        ["set", link, words @ ..] => set(link, words),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wg: {error}");
            ExitCode::FAILURE
        }
    }
}

fn set(link: &str, words: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut netlink = Connection::open(Protocol::GENERIC)?;
    let device = set::Device::parse(words)?;
    for request in device.requests(&std::ffi::CString::new(link)?) {
        netlink.execute(&request, MessageFlags::NONE)?;
    }
    Ok(())
}
