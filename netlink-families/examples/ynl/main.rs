//! Runs any operation of any family, with JSON for input and output:
//!
//! ```text
//! ynl                                            lists the families
//! ynl ethtool                                    lists the operations and groups of a family
//! ynl ethtool rings-get --dump
//! ynl rt-link newlink --create --json '{"ifname": "br0", "linkinfo": {"kind": "bridge"}}'
//! ynl rt-link --subscribe rtnlgrp-link
//! ```
//!
//! No message type is named here: the registry of families has the policies, which have the names. Names are
//! those of the kernel's specifications; `_` and `-` are the same, and so are capital and small letters.

mod args;
mod from_json;
mod names;
mod request;
mod to_json;

use core::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use netlink_core::{Level, MessageFlags, RawMessage, header};
use netlink_families::{FAMILIES, Family, Operation};
use netlink_sys::connection::{Batch, Events, Notification, Outcome};
use netlink_sys::{Connection, Group, Protocol};
use serde_json::{Value, json};

use args::{Args, Task};
use request::Dynamic;

type Result<T> = core::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let Some(args) = Args::parse(std::env::args().skip(1)) else {
        eprintln!("{}", args::USAGE);
        return ExitCode::from(2);
    };
    let Err(error) = run(&args) else { return ExitCode::SUCCESS };
    eprint!("ynl: {error}");
    let mut source = error.source();
    while let Some(error) = source {
        eprint!(": {error}");
        source = error.source();
    }
    eprintln!();
    ExitCode::FAILURE
}

fn run(args: &Args) -> Result<()> {
    let find = |name: &str| {
        let family = FAMILIES.iter().find(|family| names::same(family.name, name));
        family.copied().ok_or_else(|| format!("there is no family {name}"))
    };
    match &args.task {
        Task::Families => FAMILIES.iter().for_each(|family| println!("{}", family.name)),
        Task::Describe { family } => describe(find(family)?),
        Task::Subscribe { family, group } => subscribe(find(family)?, group)?,
        Task::Operate { family, operation } => {
            let family = find(family)?;
            let mut known = family.operations.iter();
            let operation = known
                .find(|known| names::same(known.name, operation))
                .ok_or_else(|| format!("{} has no operation {operation}", family.name))?;
            match operate(family, operation, args)? {
                // Acknowledged.
                Value::Null => {}
                replies => println!("{replies:#}"),
            }
        }
    }
    Ok(())
}

fn describe(family: &Family) {
    for operation in family.operations {
        let names = operation.request.iter().flat_map(|(_, policy)| policy.attrs());
        let names: Vec<_> = names.map(|attr| names::spec_name(attr.name())).collect();
        println!("{} ({:?}): {}", operation.name, operation.modes, names.join(", "));
    }
    family.groups.iter().for_each(|group| println!("group {}", group.name));
}

/// Sends the request, and returns all replies.
fn operate(family: &Family, operation: &Operation, args: &Args) -> Result<Value> {
    let &(id, policy) = operation.request.first().ok_or("the operation has no request")?;
    let mut body = Vec::new();
    from_json::set(policy, &args.json, None, &mut body)?;
    // The rules of the policy, before the kernel has the same to say.
    policy.validate(netlink_core::Input::new(&body).with_level(Level::STRICT))?;
    let request = Dynamic { id, policy, body };

    let mut netlink = Connection::open(family.protocol.into())?;
    let is_dump = args.dump || !operation.modes.can_do();
    let mut replies = Vec::new();
    if operation.reply.is_empty() && Protocol::from(family.protocol) == Protocol::NETFILTER {
        // Rulesets are changed in transactions only.
        let mut batch = Batch::new();
        batch.push(&request, args.flags)?;
        netlink.commit(&mut batch)?;
        return match batch.outcomes().next() {
            Some(Outcome::Failed(error)) => Err(error),
            Some(Outcome::Unsendable(error)) => Err(error),
            _ => Ok(Value::Null),
        };
    } else if operation.reply.is_empty() {
        netlink.execute(&request, args.flags)?;
        return Ok(Value::Null);
    }
    let mut answers = match is_dump {
        true => netlink.dump_with(&request, args.flags)?,
        false => netlink.replies(&request, args.flags)?,
    };
    while let Some(message) = answers.next()? {
        replies.push(content(family, &message));
    }
    if answers.is_interrupted() {
        eprintln!("ynl: there were changes meanwhile: the list may be incomplete");
    }
    Ok(match replies.pop() {
        Some(only) if !is_dump && replies.is_empty() => only,
        last => replies.into_iter().chain(last).collect(),
    })
}

/// Prints each event as one line.
fn subscribe(family: &Family, group: &str) -> Result<()> {
    let known = family.groups.iter().find(|known| names::same(known.name, group));
    let mut events = match known.and_then(|group| group.number).and_then(Group::new) {
        Some(group) => Events::<RawMessage<'_>>::subscribe(family.protocol.into(), &[group])?,
        None if Protocol::from(family.protocol) == Protocol::GENERIC => {
            Events::subscribe_family(family.name, &[known.map_or(group, |group| group.name)])?
        }
        None => return Err(format!("{} has no group {group}", family.name).into()),
    };
    loop {
        let line = match events.next()? {
            Notification::Lost => json!({ "lost": true }),
            Notification::Message(message) => {
                let name = family.id_of(&message).and_then(|id| family.received(&id));
                let name = name.map(|policy| names::spec_name(policy.name()));
                json!({
                    "name": name, "type": message.header().ty, "msg": content(family, &message),
                })
            }
        };
        writeln!(io::stdout().lock(), "{line}")?;
    }
}

fn content(family: &Family, message: &RawMessage<'_>) -> Value {
    let known = family.id_of(message).and_then(|id| Some((id, family.received(&id)?)));
    let body = known.and_then(|(id, policy)| Some((message.body(id).ok()?, policy)));
    match body {
        Some((body, policy)) => to_json::set(policy, body.bytes(), None),
        None => to_json::hex(message.bytes().get(header::HEADER_LEN..).unwrap_or_default()),
    }
}

/// The flags of requests that have an option.
const FLAGS: [(&str, MessageFlags); 4] = [
    ("--create", MessageFlags::CREATE),
    ("--excl", MessageFlags::EXCL),
    ("--replace", MessageFlags::REPLACE),
    ("--append", MessageFlags::APPEND),
];
