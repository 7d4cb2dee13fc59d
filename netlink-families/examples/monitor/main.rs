//! Prints what families report, as it arrives, and says where events were lost:
//!
//! ```text
//! monitor [--line | --hex] [--async] FAMILY [GROUP…] [FAMILY [GROUP…]…]
//!
//! monitor rt-link                         all groups of links
//! monitor rt-route rtnlgrp-ipv4-route     one group
//! monitor rt-link rt-addr rt-neigh        several families of one protocol
//! monitor ethtool monitor                 generic netlink: one family
//! ```
//!
//! With `--async` the events are awaited on tokio.

use core::convert::Infallible;
use std::io::{self, Write as _};
use std::process::ExitCode;

use netlink_core::{MessageId, Policy, RawMessage};
use netlink_families::{FAMILIES, Family, Group};
use netlink_sys::connection::{Error, Events, Notification};
use netlink_sys::{Protocol, Socket, tokio};

/// What is listened to.
#[derive(Default)]
struct Args {
    form: Form,
    is_async: bool,
    families: Vec<(&'static Family, Vec<&'static Group>)>,
}

#[derive(Default)]
enum Form {
    Line,
    #[default]
    Tree,
    Hex,
}

fn main() -> ExitCode {
    let args = match Args::parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(why) => {
            eprintln!("monitor: {why}");
            eprintln!("usage: monitor [--line | --hex] [--async] FAMILY [GROUP…]…");
            return ExitCode::from(2);
        }
    };
    let Err(error) = if args.is_async {
        ::tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .and_then(|runtime| runtime.block_on(monitor_async(&args)))
    } else {
        monitor(&args)
    };
    // A reader that closes the pipe has seen enough.
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    eprintln!("monitor: {error}");
    ExitCode::FAILURE
}

impl Args {
    fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut args = Self::default();
        for word in words {
            let family = FAMILIES.iter().find(|family| family.name == word);
            match (word.as_str(), family, args.families.last_mut()) {
                ("--line", ..) => args.form = Form::Line,
                ("--hex", ..) => args.form = Form::Hex,
                ("--async", ..) => args.is_async = true,
                // Some families have a group of the same name as another family.
                (_, _, Some((last, groups)))
                    if last.groups.iter().any(|group| group.name == word) =>
                {
                    groups.extend(last.groups.iter().filter(|group| group.name == word));
                }
                (_, Some(family), _) => args.families.push((family, Vec::new())),
                (_, None, _) => return Err(format!("there is no family or group {word}")),
            }
        }
        for (family, groups) in &mut args.families {
            if groups.is_empty() {
                groups.extend(family.groups);
            }
        }
        match args.families.as_slice() {
            [] => Err("no family".into()),
            [(first, _), rest @ ..] if rest.iter().all(|(f, _)| f.protocol == first.protocol) => {
                match Protocol::from(first.protocol) == Protocol::GENERIC && !rest.is_empty() {
                    true => Err("generic netlink: one family".into()),
                    false => Ok(args),
                }
            }
            _ => Err("these families have different protocols".into()),
        }
    }

    fn protocol(&self) -> Protocol {
        self.families.first().map_or(0, |(family, _)| family.protocol).into()
    }

    /// A socket that has joined the groups that have numbers of their own.
    fn subscribe(&self) -> Result<Socket, Error> {
        let socket = Socket::open(self.protocol())?;
        let groups = self.families.iter().flat_map(|(_, groups)| groups);
        for group in groups.filter_map(|group| netlink_sys::Group::new(group.number?)) {
            match socket.join(group) {
                // An older kernel does not have it.
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                    eprintln!("monitor: the kernel has no group {}", group.number());
                }
                result => result?,
            }
        }
        Ok(socket)
    }

    /// The family of generic netlink, with the names of its groups, whose numbers the kernel knows.
    fn generic(&self) -> Option<(&'static str, Vec<&'static str>)> {
        let (family, groups) = self.families.first()?;
        let names = groups.iter().filter(|group| group.number.is_none()).map(|group| group.name);
        (self.protocol() == Protocol::GENERIC).then(|| (family.name, names.collect()))
    }

    /// Prints an event, and flushes: the next one may be far away.
    fn print(&self, event: &Notification<RawMessage<'_>>) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match event {
            Notification::Lost => writeln!(out, "lost: the receive buffer was full")?,
            Notification::Message(message) => {
                let known = FAMILIES.iter().filter(|family| match self.generic() {
                    Some((name, _)) => family.name == name,
                    None => Protocol::from(family.protocol) == self.protocol(),
                });
                let known: Vec<_> = known.filter_map(|family| find(family, message)).collect();
                let shown = message.display_as(&known).protocol(self.protocol());
                match self.form {
                    Form::Line => writeln!(out, "{shown}")?,
                    Form::Tree => writeln!(out, "{shown:#}")?,
                    Form::Hex => writeln!(out, "{}", shown.hex())?,
                }
            }
        }
        out.flush()
    }
}

/// Which message of the family it is: what the kernel sends, else what it is sent.
fn find(family: &Family, message: &RawMessage<'_>) -> Option<(MessageId, &'static Policy)> {
    let id = family.id_of(message)?;
    Some((id, family.received(&id).or_else(|| family.sent(&id))?))
}

/// The events are taken raw: no type names them.
fn monitor(args: &Args) -> io::Result<Infallible> {
    let socket = args.subscribe()?;
    let mut events = Events::<RawMessage<'_>>::over(socket)?;
    if let Some((family, groups)) = args.generic() {
        events.join_family(family, &groups)?;
    }
    loop {
        args.print(&events.next()?)?;
    }
}

async fn monitor_async(args: &Args) -> io::Result<Infallible> {
    let socket = tokio::Socket::new(args.subscribe()?)?;
    let mut events = tokio::Events::<RawMessage<'_>>::over(socket).await?;
    if let Some((family, groups)) = args.generic() {
        events.join_family(family, &groups).await?;
    }
    loop {
        args.print(&events.next().await?)?;
    }
}
