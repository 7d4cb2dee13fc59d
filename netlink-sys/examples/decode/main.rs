//! Prints the netlink messages of a packet capture, as trees with names:
//!
//! ```text
//! ip link add nlmon0 type nlmon && ip link set nlmon0 up && tcpdump -i nlmon0 -w netlink.pcap
//! decode [--hex | --line] [--protocol NUMBER] netlink.pcap
//! ```
//!
//! A file that is not a packet capture is read as datagrams of the given protocol, each preceded by its
//! length as a little-endian u32. Links, addresses, routes and families are known by name, and everything
//! else by its number.

mod capture;
mod messages;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use netlink_core::{Messages, RawMessage};
use netlink_sys::Protocol;

use capture::{Capture, Datagram};
use messages::{Generic, Route};

fn main() -> ExitCode {
    let Some(args) = Args::parse(std::env::args().skip(1)) else {
        eprintln!("usage: decode [--hex | --line] [--protocol NUMBER] FILE");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{}: {error}", args.file);
            return ExitCode::FAILURE;
        }
    };
    let decoded = Capture::new(&bytes, args.protocol)
        .and_then(|capture| decode(&mut io::stdout().lock(), &args, capture));
    match decoded {
        // A closed pipe is not an error: the reader has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("{}: {error}", args.file);
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

struct Args {
    form: Form,
    protocol: i32,
    file: String,
}

enum Form {
    Line,
    Tree,
    Hex,
}

impl Args {
    fn parse(mut args: impl Iterator<Item = String>) -> Option<Self> {
        let (mut form, mut protocol, mut file) = (Form::Tree, 0, None);
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--hex" => form = Form::Hex,
                "--line" => form = Form::Line,
                "--protocol" => protocol = args.next()?.parse().ok()?,
                _ if arg.starts_with('-') || file.is_some() => return None,
                _ => file = Some(arg),
            }
        }
        Some(Self { form, protocol, file: file? })
    }
}

fn decode(out: &mut impl Write, args: &Args, capture: Capture<'_>) -> io::Result<()> {
    // Kernels number families as they load; the capture itself may tell which number is whose.
    let mut families = BTreeMap::from([(0x10, String::from("nlctrl"))]);
    for datagram in capture {
        let Datagram { protocol, bytes } = datagram?;
        for message in Messages::new(bytes) {
            let message = match message {
                Ok(message) => message,
                Err(error) => {
                    writeln!(out, "no message: {error}")?;
                    continue;
                }
            };
            if protocol == Protocol::GENERIC {
                learn(&mut families, &message);
            }
            print(out, &args.form, protocol, &families, &message)?;
        }
    }
    Ok(())
}

/// Takes down the number of a family, if that is what the message is about.
fn learn(families: &mut BTreeMap<u16, String>, message: &RawMessage<'_>) {
    if let (0x10, Ok(Generic::NewFamily(family))) = (message.header().ty, message.parse()) {
        families.insert(family.id, family.name.to_string_lossy().into_owned());
    }
}

fn print(
    out: &mut impl Write,
    form: &Form,
    protocol: Protocol,
    families: &BTreeMap<u16, String>,
    message: &RawMessage<'_>,
) -> io::Result<()> {
    let display = match protocol {
        Protocol::ROUTE => message.display::<Route<'_>>(),
        Protocol::GENERIC => message.display::<Generic<'_>>(),
        _ => message.display_as(&[]),
    };
    let display = display.protocol(protocol).color(io::stdout().is_terminal());
    let display = match families.get(&message.header().ty) {
        Some(family) if protocol == Protocol::GENERIC => display.family(family),
        _ => display,
    };
    match form {
        Form::Line => writeln!(out, "{display}"),
        Form::Tree => writeln!(out, "{display:#}"),
        Form::Hex => writeln!(out, "{}", display.hex()),
    }
}
