//! Declares a generic netlink family, and talks to it: endpoints and limits of multipath TCP.
//!
//! ```text
//! own_family [--stand-in] [--add ADDRESS]... [--subflows N]
//! ```
//!
//! The family is declared in `family.rs` and nowhere else. What is done with it is written once, for
//! any transport: the running kernel's socket, or with `--stand-in` the kernel in `stand_in.rs`, by
//! which a program is tested where there is neither such a kernel nor a privilege.

mod family;
mod stand_in;

use core::net::IpAddr;
use std::process::ExitCode;

use netlink_core::MessageFlags;
use netlink_sys::connection::{Error, Transport};
use netlink_sys::{Connection, Protocol};

use family::{AddEndpoint, Address, GetEndpoints, GetLimits, Limits, LimitsMessage};

#[derive(Default)]
struct Args {
    stand_in: bool,
    add: Vec<IpAddr>,
    subflows: Option<u32>,
}

fn main() -> ExitCode {
    let Some(args) = parse(std::env::args().skip(1)) else {
        eprintln!("usage: own_family [--stand-in] [--add ADDRESS]... [--subflows N]");
        return ExitCode::from(2);
    };
    let result = if args.stand_in {
        Connection::over(stand_in::kernel()).and_then(|mut netlink| run(&mut netlink, &args))
    } else {
        Connection::open(Protocol::GENERIC).and_then(|mut netlink| run(&mut netlink, &args))
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("own_family: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut args: impl Iterator<Item = String>) -> Option<Args> {
    let mut parsed = Args::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--stand-in" => parsed.stand_in = true,
            "--add" => parsed.add.push(args.next()?.parse().ok()?),
            "--subflows" => parsed.subflows = Some(args.next()?.parse().ok()?),
            _ => return None,
        }
    }
    Some(parsed)
}

/// The job, over whatever carries the messages.
fn run<T: Transport>(netlink: &mut Connection<T>, args: &Args) -> Result<(), Error> {
    for ip in &args.add {
        let address = Address::of(*ip);
        netlink.execute(&AddEndpoint { address }, MessageFlags::NONE)?;
    }
    if let Some(subflows) = args.subflows {
        let limits = Limits { subflows, ..limits(netlink)? };
        netlink.execute(&LimitsMessage::Set(limits), MessageFlags::NONE)?;
    }

    let Limits { accepted_addresses, subflows } = limits(netlink)?;
    println!("accepted addresses {accepted_addresses}, subflows {subflows}");
    let mut endpoints = netlink.dump(&GetEndpoints {})?;
    while let Some(endpoint) = endpoints.next()? {
        let Address { id, flags, .. } = endpoint.address;
        match endpoint.address.ip() {
            Some(ip) => print!("{ip}"),
            None => print!("?"),
        }
        println!(" id {} flags {:#x}", id.unwrap_or(0), flags.unwrap_or(0));
    }
    Ok(())
}

fn limits<T: Transport>(netlink: &mut Connection<T>) -> Result<Limits, Error> {
    let (LimitsMessage::Are(limits) | LimitsMessage::Set(limits)) =
        netlink.request(&GetLimits {})?;
    Ok(limits)
}
