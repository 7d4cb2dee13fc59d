//! Lists routes, as a table or with `--json`; adds and deletes them.
//!
//! ```text
//! routes [-4 | -6] [--table NUMBER] [--dev NAME] [--json]
//! routes (--add | --del) (PREFIX | default) [--via ADDRESS] [--dev NAME] [--metric N] [--table N]
//! ```
//!
//! What a list is filtered by is part of the request: the kernel sends only what matches.

mod args;
mod show;

use std::collections::HashMap;
use std::process::ExitCode;

use netlink_core::MessageFlags;
use netlink_families::rt_link::GetLink;
use netlink_families::rt_route::{DelRoute, GetRoute, RouteHeader};
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Protocol};

use args::{Action, Args};
use show::Row;

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
    let links = netlink.collect_with(&GetLink::default(), MessageFlags::NONE, |link| {
        (link.header.index as u32, link.ifname.unwrap_or_default().to_string())
    })?;
    let links: HashMap<u32, String> = links.into_iter().collect();
    let device = match &args.device {
        Some(name) => match links.iter().find(|(_, known)| *known == name) {
            Some((index, _)) => Some(*index),
            None => return Err(format!("there is no link {name}").into()),
        },
        None => None,
    };
    let route = args.route(device);
    let ack = match args.action {
        Action::List => {
            return Ok(show::print(&list(&mut netlink, args, device)?, &links, args.json)?);
        }
        Action::Add => netlink.execute(&route, MessageFlags::CREATE | MessageFlags::EXCL)?,
        Action::Delete => netlink.execute(&DelRoute(route), MessageFlags::NONE)?,
    };
    if let Some(warning) = ack.extended().message {
        eprintln!("routes: {}", warning.to_string_lossy());
    }
    Ok(())
}

fn list(netlink: &mut Connection, args: &Args, oif: Option<u32>) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for family in args.families() {
        let header = RouteHeader { family, ..Default::default() };
        let request =
            GetRoute { header: header.into(), table: args.table, oif, ..Default::default() };
        // A list that changed while it was read is requested again.
        let list = netlink.collect_with(&request, MessageFlags::NONE, Row::new)?;
        if list.interrupted {
            eprintln!("routes changed each time they were listed: the list may be incomplete");
        }
        rows.extend(list);
    }
    Ok(rows)
}
