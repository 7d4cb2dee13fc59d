//! Prints netlink traffic of any family, as trees with names:
//!
//! ```text
//! ip link add nlmon0 type nlmon && ip link set nlmon0 up && tcpdump -i nlmon0 -w netlink.pcap
//! decode netlink.pcap
//!
//! strace -yy -o netlink.strace -e trace=%net,read,write -e read=all -e write=all ip address
//! decode netlink.strace
//! ```
//!
//! Usage: `decode [--hex | --line] [--protocol NUMBER] FILE`. A file that is neither is read as datagrams, each
//! behind its length as a little-endian u32, of the given protocol.

mod capture;
mod known;
mod strace;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use netlink_core::Messages;
use netlink_sys::Protocol;

use capture::Capture;
use known::Known;

/// One datagram of a file.
struct Datagram<'a> {
    protocol: Protocol,
    bytes: std::borrow::Cow<'a, [u8]>,
}

fn main() -> ExitCode {
    let Some(args) = Args::parse(std::env::args().skip(1)) else {
        eprintln!("usage: decode [--hex | --line] [--protocol NUMBER] FILE");
        return ExitCode::from(2);
    };
    match decode(&args, &mut io::stdout().lock()) {
        // A reader that closes the pipe has seen enough.
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

fn decode(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let file = std::fs::read(&args.file)?;
    let mut known = Known::default();
    if let Some(text) = strace::text(&file) {
        strace::datagrams(text).try_for_each(|datagram| print(args, out, &mut known, &datagram))
    } else {
        let mut capture = Capture::new(&file, args.protocol)?;
        capture.try_for_each(|datagram| print(args, out, &mut known, &datagram?))
    }
}

fn print(
    args: &Args,
    out: &mut impl Write,
    known: &mut Known,
    datagram: &Datagram<'_>,
) -> io::Result<()> {
    for message in Messages::new(&datagram.bytes) {
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                writeln!(out, "no message: {error}")?;
                continue;
            }
        };
        if datagram.protocol == Protocol::GENERIC {
            known.learn(&message);
        }
        let (family, messages) = known.candidates(datagram.protocol, &message);
        let display = message.display_as(&messages).protocol(datagram.protocol);
        let display = display.color(io::stdout().is_terminal());
        let display = family.map_or(display, |family| display.family(family));
        match args.form {
            Form::Line => writeln!(out, "{display}")?,
            Form::Tree => writeln!(out, "{display:#}")?,
            Form::Hex => writeln!(out, "{}", display.hex())?,
        }
    }
    Ok(())
}
