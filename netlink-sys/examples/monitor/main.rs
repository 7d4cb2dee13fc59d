//! Prints every change that rtnetlink reports, and says where some were lost.
//!
//! ```text
//! monitor [--hex] [--async]
//! ```
//!
//! With `--hex` the bytes of each message follow it; with `--async` the events are awaited on tokio.

mod messages;
mod show;

use std::io;
use std::process::ExitCode;

use netlink_core::{Errno, RawMessage};
use netlink_sys::connection::Events;
use netlink_sys::{Group, Protocol, Socket, tokio};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg != "--hex" && arg != "--async") {
        eprintln!("usage: monitor [--hex] [--async]");
        return ExitCode::from(2);
    }
    let has = |wanted: &str| args.iter().any(|arg| arg == wanted);
    let Err(error) = if has("--async") {
        ::tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .and_then(|runtime| runtime.block_on(monitor_async(has("--hex"))))
    } else {
        monitor(has("--hex"))
    };
    // A closed pipe is not an error: the reader has seen enough.
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    eprintln!("monitor: {error}");
    ExitCode::FAILURE
}

/// The events are taken raw: their bytes are wanted too, and what no type names is printed all the
/// same.
fn monitor(hex: bool) -> io::Result<core::convert::Infallible> {
    let mut events = Events::<RawMessage<'_>>::over(subscribe()?)?;
    loop {
        show::event(&events.next()?, hex)?;
    }
}

async fn monitor_async(hex: bool) -> io::Result<core::convert::Infallible> {
    let socket = tokio::Socket::new(subscribe()?)?;
    let mut events = tokio::Events::<RawMessage<'_>>::over(socket).await?;
    loop {
        show::event(&events.next().await?, hex)?;
    }
}

/// A socket that has joined every group of rtnetlink.
fn subscribe() -> netlink_sys::Result<Socket> {
    let socket = Socket::open(Protocol::ROUTE)?;
    for group in (1..).map_while(Group::new) {
        match socket.join(group) {
            // There is none of this number.
            Err(error) if error.raw_os_error() == Errno::EINVAL.0 => break,
            result => result?,
        }
    }
    Ok(socket)
}
