//! Lists routes, as a table or with `--json`; adds and deletes them.
//!
//! ```text
//! routes [-4 | -6] [--table NUMBER] [--dev NAME] [--json]
//! routes (--add | --del) (PREFIX | default) [--via ADDRESS] [--dev NAME] [--metric N] [--table N]
//! ```
//!
//! What a list is filtered by is part of the request: the kernel sends only what matches.

mod args;
mod messages;
mod show;

use std::collections::HashMap;
use std::process::ExitCode;

use netlink_core::MessageFlags;
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Protocol};

use args::{Action, Args};
use messages::{Change, GetLinks, GetRoutes, Route, RtMsg};

fn main() -> ExitCode {
    let Some(args) = Args::parse(std::env::args().skip(1)) else {
        eprintln!("{}", args::USAGE);
        return ExitCode::from(2);
    };
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("routes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn core::error::Error>> {
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let links = netlink.collect_with(&GetLinks { info: [0; 4] }, MessageFlags::NONE, |link| {
        (link.info[1], link.name.to_string_lossy().into_owned())
    })?;
    let links: HashMap<u32, String> = links.into_iter().collect();
    let device = match &args.device {
        Some(name) => match links.iter().find(|(_, known)| *known == name) {
            Some((index, _)) => Some(*index),
            None => return Err(format!("there is no link {name}").into()),
        },
        None => None,
    };
    let (change, flags) = match args.action {
        Action::List => {
            return Ok(show::print(&list(&mut netlink, args, device)?, &links, args.json)?);
        }
        Action::Add => (Change::Add(args.route(device)), MessageFlags::CREATE | MessageFlags::EXCL),
        Action::Delete => (Change::Delete(args.route(device)), MessageFlags::NONE),
    };
    if let Some(warning) = netlink.execute(&change, flags)?.extended().message {
        eprintln!("routes: {}", warning.to_string_lossy());
    }
    Ok(())
}

fn list(netlink: &mut Connection, args: &Args, device: Option<u32>) -> Result<Vec<Route>, Error> {
    let mut routes = Vec::new();
    for family in args.families() {
        let header = RtMsg { family, ..RtMsg::default() };
        let request = GetRoutes { header, table: args.table, device };
        // A route borrows nothing, so a list of them can be kept. One that changed is requested again.
        let list = netlink.collect_with(&request, MessageFlags::NONE, |route| route)?;
        if list.interrupted {
            eprintln!("routes changed each time they were asked for: the list may be incomplete");
        }
        routes.extend(list);
    }
    Ok(routes)
}
