//! The messages of a family: requests, replies and notifications, merged where they are the same.

use crate::error::{At as _, Error};
use crate::spec::{Operation, Spec};
use crate::value::Value;

/// Replies that share a set with at most this many have the whole set: lists of replies have holes.
const SHARED_BY: usize = 4;

/// The whole set is not for replies that list much less of it.
const LISTED_WITHOUT: usize = 16;

/// What a message is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    Request,
    Reply,
    Notification,
}

/// One message type.
#[derive(Clone, Debug)]
pub struct Message {
    pub kind: Kind,
    /// The operations that have it. The first one names it.
    pub operations: Vec<String>,
    /// Requests with the number of this reply.
    pub requests: Vec<String>,
    pub attrs: Vec<String>,
    /// From the overlay: attributes that this message requires, and those that it does not require of its set.
    pub required: Vec<String>,
    pub optional: Vec<String>,
    pub number: u64,
    /// Its other numbers: some kernels reply to dumps with that of the request, and openvswitch with that of the operation.
    pub other_numbers: Vec<u64>,
    pub header: Option<String>,
    pub set: Option<String>,
    /// The index of the reply.
    pub reply: Option<usize>,
}

/// A notification: the name, the number and the index of its message.
#[derive(Clone, Debug)]
pub struct Event {
    pub name: String,
    pub number: u64,
    pub message: usize,
}

/// An operation in the table: its name, its modes and the indices of its messages.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: String,
    pub modes: &'static str,
    pub request: usize,
    pub reply: Option<usize>,
}

/// All messages of a family.
#[derive(Debug, Default)]
pub struct Messages {
    pub all: Vec<Message>,
    pub events: Vec<Event>,
    pub table: Vec<Entry>,
}

/// An operation with its numbers.
struct Numbered<'s> {
    operation: &'s Operation,
    request: u64,
    reply: u64,
    /// Other numbers of the reply: that to a dump, if the specification has one, and those of the overlay.
    other_replies: Vec<u64>,
    header: Option<String>,
}

impl Numbered<'_> {
    fn set(&self) -> Option<String> {
        self.operation.entry.text("attribute-set").map(str::to_owned)
    }

    fn is_told(&self) -> bool {
        self.operation.entry.get("notify").is_some() || self.is_event()
    }

    fn is_event(&self) -> bool {
        self.operation.entry.get("event").is_some()
    }

    fn modes(&self) -> impl Iterator<Item = &Value> {
        ["do", "dump"].into_iter().filter_map(|mode| self.operation.entry.get(mode))
    }

    fn has(&self, side: &str) -> bool {
        self.modes().any(|mode| mode.get(side).is_some())
    }

    /// Returns the attributes of both modes.
    fn attrs(&self, side: &str) -> Vec<String> {
        let mut attrs = Vec::new();
        for mode in self.modes() {
            if let Some(side) = mode.get(side) {
                extend(&mut attrs, side.texts("attributes"));
            }
        }
        attrs
    }
}

fn extend(list: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    for name in more {
        if !list.contains(&name) {
            list.push(name);
        }
    }
}

impl Messages {
    pub fn of(spec: &Spec) -> Result<Self, Error> {
        let operations = numbered(spec)?;
        let mut messages = Self::default();
        messages.add_replies(spec, &operations);
        messages.add_requests(spec, &operations)?;
        messages.add_events(spec, &operations)?;
        messages.complete(spec)?;
        Ok(messages)
    }

    fn add_replies(&mut self, spec: &Spec, operations: &[Numbered<'_>]) {
        for operation in
            operations.iter().filter(|operation| !operation.is_told() && operation.has("reply"))
        {
            let index = match self.reply_of(spec, operation) {
                Some(index) => index,
                None => self.push(Kind::Reply, operation, operation.reply),
            };
            if let Some(reply) = self.all.get_mut(index) {
                extend(&mut reply.operations, [operation.operation.name.clone()]);
                extend(&mut reply.attrs, operation.attrs("reply"));
                for number in &operation.other_replies {
                    if *number != reply.number && !reply.other_numbers.contains(number) {
                        reply.other_numbers.push(*number);
                    }
                }
            }
        }
    }

    fn push(&mut self, kind: Kind, operation: &Numbered<'_>, number: u64) -> usize {
        self.all.push(Message {
            kind,
            operations: vec![operation.operation.name.clone()],
            requests: Vec::new(),
            attrs: Vec::new(),
            required: Vec::new(),
            optional: Vec::new(),
            number,
            other_numbers: Vec::new(),
            header: operation.header.clone(),
            set: operation.set(),
            reply: None,
        });
        self.all.len() - 1
    }

    /// Returns the reply of an operation. In raw families all operations with its number share it.
    fn reply_of(&self, spec: &Spec, operation: &Numbered<'_>) -> Option<usize> {
        if spec.raw {
            return self.with_number(operation, operation.reply);
        }
        let name = &operation.operation.name;
        self.all
            .iter()
            .position(|message| message.kind == Kind::Reply && message.operations.contains(name))
    }

    fn with_number(&self, operation: &Numbered<'_>, number: u64) -> Option<usize> {
        self.all.iter().position(|message| {
            message.kind == Kind::Reply
                && message.number == number
                && message.header == operation.header
                && message.set == operation.set()
        })
    }

    fn add_requests(&mut self, spec: &Spec, operations: &[Numbered<'_>]) -> Result<(), Error> {
        for operation in operations.iter().filter(|operation| !operation.is_told()) {
            let name = &operation.operation.name;
            let reply = if operation.has("reply") { self.reply_of(spec, operation) } else { None };
            // In raw families a request with the number of a reply is the same thing: RTM_NEWLINK.
            let same = if spec.raw { self.with_number(operation, operation.request) } else { None };
            let attrs = operation.attrs("request");
            let required = operation.operation.entry.texts("required");
            let index = match same.filter(|same| Some(*same) != reply) {
                Some(index) => {
                    if let Some(message) = self.all.get_mut(index) {
                        extend(&mut message.attrs, attrs);
                        message.requests.push(name.clone());
                    }
                    index
                }
                None => {
                    let index = self.push(Kind::Request, operation, operation.request);
                    if let Some(message) = self.all.get_mut(index) {
                        message.attrs = attrs;
                        message.required = required;
                        message.optional = operation.operation.entry.texts("optional");
                        message.reply = reply;
                    }
                    index
                }
            };
            let modes = (
                operation.operation.entry.get("do").is_some(),
                operation.operation.entry.get("dump").is_some(),
            );
            let modes = match modes {
                (true, true) => "Both",
                (false, true) => "Dump",
                _ => "Do",
            };
            self.table.push(Entry { name: name.clone(), modes, request: index, reply });
        }
        Ok(())
    }

    fn add_events(&mut self, spec: &Spec, operations: &[Numbered<'_>]) -> Result<(), Error> {
        for operation in operations.iter().filter(|operation| operation.is_told()) {
            let name = &operation.operation.name;
            let index = match operation.operation.entry.text("notify") {
                Some(target) => {
                    let target = operations.iter().find(|other| other.operation.name == target);
                    let target =
                        target.ok_or_else(|| Error::new("`notify` names no operation")).at(name)?;
                    self.notified(spec, target, operation.reply)?
                }
                None => {
                    let index = self.push(Kind::Notification, operation, operation.reply);
                    if let (Some(message), Some(event)) =
                        (self.all.get_mut(index), operation.operation.entry.get("event"))
                    {
                        message.attrs = event.texts("attributes");
                    }
                    index
                }
            };
            if self.events.iter().all(|event| event.number != operation.reply) {
                self.events.push(Event {
                    name: name.clone(),
                    number: operation.reply,
                    message: index,
                });
            }
        }
        Ok(())
    }

    /// Returns the message of a notification about what an operation gets, or that has the attributes of its request.
    fn notified(
        &mut self,
        spec: &Spec,
        target: &Numbered<'_>,
        number: u64,
    ) -> Result<usize, Error> {
        let known = if target.has("reply") { self.reply_of(spec, target) } else { None };
        if let Some(index) = known.or_else(|| {
            self.all.iter().position(|message| {
                message.kind == Kind::Notification
                    && message.operations.contains(&target.operation.name)
            })
        }) {
            return Ok(index);
        }
        let index = self.push(Kind::Notification, target, number);
        let set = target.set();
        if let Some(message) = self.all.get_mut(index) {
            message.attrs = target.attrs("request");
            if let (true, Some(set)) = (message.attrs.is_empty(), set) {
                message.attrs =
                    spec.set(&set)?.attrs.iter().map(|attr| attr.name.clone()).collect();
            }
        }
        Ok(index)
    }

    /// Gives replies their whole set, where few share it.
    fn complete(&mut self, spec: &Spec) -> Result<(), Error> {
        let answers: Vec<_> = self
            .all
            .iter()
            .filter(|message| message.kind != Kind::Request)
            .map(|message| (message.set.clone(), message.number))
            .collect();
        for message in self.all.iter_mut().filter(|message| message.kind != Kind::Request) {
            let Some(name) = &message.set else { continue };
            let mut numbers: Vec<_> = answers
                .iter()
                .filter(|(set, _)| set.as_ref() == Some(name))
                .map(|(_, number)| number)
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            let set = spec.set(name)?;
            if numbers.len() <= SHARED_BY
                && set.attrs.len() - message.attrs.len().min(set.attrs.len()) <= LISTED_WITHOUT
            {
                extend(&mut message.attrs, set.attrs.iter().map(|attr| attr.name.clone()));
            }
        }
        Ok(())
    }
}

/// Gives each operation its numbers.
fn numbered(spec: &Spec) -> Result<Vec<Numbered<'_>>, Error> {
    let (mut request, mut reply) = (1, 1);
    let mut all = Vec::new();
    for operation in &spec.operations {
        let entry = &operation.entry;
        let value = number(entry, &operation.name)?;
        let mode = entry.get("do").or_else(|| entry.get("dump"));
        let told = entry.get("notify").is_some() || entry.get("event").is_some();
        let numbers = if !spec.directional {
            request = value.unwrap_or(request);
            (request, request)
        } else if told {
            reply = value.unwrap_or(reply);
            (0, reply)
        } else {
            let of = |side| {
                mode.and_then(|mode| mode.get(side))
                    .map_or(Ok(None), |side| number(side, &operation.name))
            };
            request = of("request")?.unwrap_or(request);
            reply = of("reply")?.unwrap_or(reply);
            (request, reply)
        };
        if !(spec.directional && told) {
            request += 1;
        }
        if spec.directional && (told || mode.is_some_and(|mode| mode.get("reply").is_some())) {
            reply += 1;
        }
        let mut other_replies = Vec::new();
        let dump_reply = entry.get("dump").and_then(|mode| mode.get("reply"));
        if let Some(reply) = dump_reply.filter(|_| spec.directional) {
            other_replies.extend(number(reply, &operation.name)?);
        }
        for other in entry.list("reply-also") {
            let other = match other {
                Value::Int(other) => u64::try_from(*other).ok(),
                _ => None,
            };
            let other = other.ok_or_else(|| Error::new("`reply-also` lists no numbers"));
            other_replies.push(other.at(&operation.name)?);
        }
        let header = entry.text("fixed-header").or(spec.header.as_deref()).map(str::to_owned);
        all.push(Numbered {
            operation,
            request: numbers.0,
            reply: numbers.1,
            other_replies,
            header,
        });
    }
    Ok(all)
}

fn number(entry: &Value, name: &str) -> Result<Option<u64>, Error> {
    entry
        .int("value")
        .map(u64::try_from)
        .transpose()
        .map_err(|_| Error::new("negative `value`"))
        .at(name)
}
