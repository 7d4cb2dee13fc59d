//! The command line.

use netlink_core::MessageFlags;
use serde_json::{Map, Value};

pub(crate) const USAGE: &str = "\
usage: ynl [FAMILY]
       ynl FAMILY OPERATION [--dump] [--json TEXT] [--create] [--excl] [--replace] [--append]
       ynl FAMILY --subscribe GROUP";

pub(crate) struct Args {
    pub(crate) task: Task,
    pub(crate) json: Map<String, Value>,
    pub(crate) flags: MessageFlags,
    pub(crate) dump: bool,
}

pub(crate) enum Task {
    Families,
    Describe { family: String },
    Operate { family: String, operation: String },
    Subscribe { family: String, group: String },
}

impl Args {
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Option<Self> {
        let (mut words, mut group) = (Vec::new(), None);
        let mut parsed =
            Self { task: Task::Families, json: Map::new(), flags: MessageFlags::NONE, dump: false };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--dump" => parsed.dump = true,
                "--subscribe" => group = Some(args.next()?),
                "--json" => match serde_json::from_str(&args.next()?) {
                    Ok(Value::Object(json)) => parsed.json = json,
                    Ok(_) => return complain("--json takes an object"),
                    Err(error) => return complain(&format!("--json: {error}")),
                },
                flag if flag.starts_with('-') => {
                    let known = crate::FLAGS.iter().find(|(name, _)| *name == flag);
                    parsed.flags |= known?.1;
                }
                _ => words.push(arg),
            }
        }
        let mut words = words.into_iter();
        parsed.task = match (words.next(), words.next(), group, words.next()) {
            (None, None, None, None) => Task::Families,
            (Some(family), None, None, None) => Task::Describe { family },
            (Some(family), None, Some(group), None) => Task::Subscribe { family, group },
            (Some(family), Some(operation), None, None) => Task::Operate { family, operation },
            _ => return None,
        };
        Some(parsed)
    }
}

fn complain<T>(why: &str) -> Option<T> {
    eprintln!("ynl: {why}");
    None
}
