//! Messages, attribute sets and sub-messages.

use crate::error::{At as _, Error};
use crate::fields::Body;
use crate::messages::{Kind, Message, Messages};
use crate::module::Module;
use crate::names::{literal, pascal, words};

const VERBS: &[&str] = &[
    "get", "set", "new", "del", "delete", "destroy", "add", "remove", "act", "dump", "flush",
    "create", "bind",
];

/// `NETLINK_ROUTE`.
const ROUTE: i128 = 0;

/// Messages with fewer attributes are declared again rather than wrapped.
const WORTH_WRAPPING: usize = 4;

const SET: &str = "#[derive(Clone, Debug, Default, Parse, Emit)]\n";
const ENUM: &str = "#[derive(Clone, Debug, Parse, Emit)]\n";

impl Module<'_> {
    /// Returns the declarations of all messages.
    pub fn write_messages(&mut self, messages: &Messages) -> Result<String, Error> {
        let mut out = String::new();
        // Replies have the better claim to a name.
        for message in messages.all.iter().filter(|message| message.kind != Kind::Request) {
            self.message_name(message);
        }
        for message in &messages.all {
            out += &self.write_message(message, messages).at(message.operations.join(", "))?;
        }
        out += &self.write_events(messages);
        Ok(out)
    }

    fn write_message(&mut self, message: &Message, messages: &Messages) -> Result<String, Error> {
        let name = self.message_name(message);
        let reply = message
            .reply
            .and_then(|reply| messages.all.get(reply))
            .map(|reply| self.message_name(reply));
        let mut out = format!(
            "\n/// {}\n{SET}{}\n",
            self.describe(message),
            self.directive(message, reply.as_deref())
        );
        if let Some(wrapped) = self.wraps(message, messages) {
            out += &format!("pub struct {name}<'a>(pub {}<'a>);\n", self.message_name(wrapped));
            return Ok(out);
        }
        out += &format!("pub struct {name}<'a> {{\n");
        // Tools ask rtnetlink with `struct rtgenmsg`, the first byte of every header.
        let short = message.kind == Kind::Request && reply.is_some() && self.spec.protocol == ROUTE;
        match &message.set {
            Some(set) => {
                let set = self.spec.set(set)?;
                let attrs = self.listed(set, &message.attrs)?;
                let body = Body {
                    set,
                    header: message.header.as_deref(),
                    short,
                    attrs,
                    required: &message.required,
                    optional: &message.optional,
                };
                out += &self.fields(&body)?;
            }
            None => {
                out += &self.header_field(message.header.as_deref(), short)?;
                out += "    #[netlink(unknown)] pub rest: Unknown<'a>,\n";
            }
        }
        Ok(out + "}\n")
    }

    /// Returns the message that has the same attributes under another number, if it is declared before this one.
    fn wraps<'m>(&self, message: &Message, messages: &'m Messages) -> Option<&'m Message> {
        let before = messages.all.iter().take_while(|other| !std::ptr::eq(*other, message));
        let mut before = before.filter(|other| {
            other.set == message.set && other.header == message.header && other.set.is_some()
        });
        let same = |other: &&Message| {
            let all = message.attrs.len() == other.attrs.len()
                && message.attrs.iter().all(|name| other.attrs.contains(name));
            // RTM_SETLINK takes what RTM_NEWLINK takes, except for a few attributes that only the kernel sends.
            let most = self.spec.raw
                && !other.requests.is_empty()
                && message.attrs.len() * 3 >= other.attrs.len() * 2
                && message.attrs.iter().all(|name| other.attrs.contains(name));
            (all || most)
                && (&message.required, &message.optional) == (&other.required, &other.optional)
                && message.attrs.len() >= WORTH_WRAPPING
        };
        // A newtype of a newtype would hide the fields twice.
        before.find(same).map(|found| self.wraps(found, messages).unwrap_or(found))
    }

    /// Returns the first line of a message's documentation.
    fn describe(&self, message: &Message) -> String {
        let quoted = |names: &[String]| {
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let operations = quoted(&message.operations);
        let doc = |name: Option<&String>| {
            let operation =
                self.spec.operations.iter().find(|operation| Some(&operation.name) == name);
            let doc = operation
                .map(|operation| operation.doc.split_whitespace().collect::<Vec<_>>().join(" "));
            let first = doc
                .as_deref()
                .and_then(|doc| doc.split(". ").next())
                .unwrap_or_default()
                .trim_end_matches('.')
                .to_owned();
            if first.is_empty() { String::new() } else { format!(": {}", escape(&first)) }
        };
        match message.kind {
            Kind::Request => format!("Request {operations}{}.", doc(message.operations.first())),
            Kind::Reply if message.requests.is_empty() => format!("Reply to {operations}."),
            Kind::Reply => format!(
                "Reply to {operations}, and request {}{}.",
                quoted(&message.requests),
                doc(message.requests.first())
            ),
            Kind::Notification => {
                format!("Notification {operations}{}.", doc(message.operations.first()))
            }
        }
    }

    fn directive(&self, message: &Message, reply: Option<&str>) -> String {
        let numbers = match message.other_numbers.as_slice() {
            [] => literal(message.number),
            others => {
                let all = [message.number].into_iter().chain(others.iter().copied());
                format!("[{}]", all.map(literal).collect::<Vec<_>>().join(", "))
            }
        };
        let mut directive = if self.spec.raw {
            format!("message = {numbers}, protocol = {}", self.spec.protocol)
        } else {
            let version = if self.spec.version == 1 {
                String::new()
            } else {
                format!(", version = {}", self.spec.version)
            };
            format!("family = \"{}\", command = {numbers}{version}", self.spec.name)
        };
        if let Some(reply) = reply {
            directive += &format!(", reply = {reply}<'_>");
        }
        format!("#[netlink({directive})]")
    }

    /// Returns the verb and the object in the name of an operation.
    fn split_verb(&self, operation: &str) -> (Option<String>, String) {
        let all: Vec<_> = words(operation).collect();
        match all.as_slice() {
            [object @ .., verb] if !object.is_empty() && VERBS.contains(verb) => {
                (Some((*verb).to_owned()), object.join("-"))
            }
            [verb, object @ ..] if !object.is_empty() && VERBS.contains(verb) => {
                (Some((*verb).to_owned()), object.join("-"))
            }
            [verb] if VERBS.contains(verb) => {
                let family = words(&self.spec.name).last().unwrap_or_default().to_owned();
                (Some((*verb).to_owned()), family)
            }
            _ => {
                // `getlink`, `destroytable`.
                let glued = VERBS.iter().find_map(|verb| {
                    let object = operation.strip_prefix(verb)?;
                    (object.len() > 2 && (self.spec.raw || self.spec.name == "nlctrl"))
                        .then(|| ((*verb).to_owned(), object.to_owned()))
                });
                match glued {
                    Some((verb, object)) => (Some(verb), object),
                    None => (None, operation.to_owned()),
                }
            }
        }
    }

    pub fn message_name(&mut self, message: &Message) -> String {
        let operation = message.operations.first().cloned().unwrap_or_default();
        let (verb, object) = self.split_verb(&operation);
        let object = self.type_name(&object);
        let verb = verb.map(|verb| pascal(&verb)).unwrap_or_default();
        match message.kind {
            Kind::Request => {
                let name = format!("{verb}{object}");
                self.names
                    .of(&format!("request {operation}"), &[name.clone(), format!("{name}Request")])
            }
            Kind::Reply => match verb.as_str() {
                "" | "Get" | "Dump" => self
                    .names
                    .of(&format!("reply {operation}"), &[object.clone(), format!("{object}Reply")]),
                _ => {
                    self.names.of(&format!("reply {operation}"), &[format!("{verb}{object}Reply")])
                }
            },
            Kind::Notification => {
                let name = pascal(operation.strip_suffix("-ntf").unwrap_or(&operation));
                self.names
                    .of(&format!("event {operation}"), &[name.clone(), format!("{name}Event")])
            }
        }
    }

    fn write_events(&mut self, messages: &Messages) -> String {
        if messages.events.is_empty() {
            return String::new();
        }
        let mut out = format!("\n/// Notifications of the multicast groups.\n{ENUM}");
        if self.spec.raw {
            out += &format!("#[netlink(protocol = {})]\n", self.spec.protocol);
        } else {
            let version = if self.spec.version == 1 {
                String::new()
            } else {
                format!(", version = {}", self.spec.version)
            };
            out += &format!("#[netlink(family = \"{}\"{version})]\n", self.spec.name);
        }
        out += "pub enum Event<'a> {\n";
        let word = if self.spec.raw { "message" } else { "command" };
        for event in &messages.events {
            let name = event.name.strip_suffix("-ntf").unwrap_or(&event.name);
            let variant = match self.split_verb(name) {
                (Some(verb), object) if self.spec.raw => pascal(&verb) + &pascal(&object),
                _ => pascal(name),
            };
            if let Some(message) = messages.all.get(event.message) {
                let ty = self.message_name(message);
                out += &format!(
                    "    #[netlink({word} = {})] {variant}({ty}<'a>),\n",
                    literal(event.number)
                );
            }
        }
        out + "    #[netlink(other)] Other(RawMessage<'a>),\n}\n"
    }

    /// Returns the declaration of a set that is in nests.
    pub fn write_set(&mut self, name: &str, header: Option<&str>) -> Result<String, Error> {
        let set = self.spec.set(name)?;
        let all: Vec<_> = set.attrs.iter().map(|attr| attr.name.clone()).collect();
        let attrs = self.listed(set, &all)?;
        let prefix =
            set.prefix.as_ref().map(|prefix| format!(" (`{prefix}_*`)")).unwrap_or_default();
        let own = set.header.as_deref() == header;
        let rust = self.set_name(name, if own { None } else { header });
        if set.stream {
            let mut out = format!(
                "\n/// One of the attributes `{name}`{prefix}, whose order matters.\n{ENUM}pub enum {rust}<'a> {{\n"
            );
            for attr in attrs {
                out += &self.variant(attr, set).at(&attr.name)?;
            }
            return Ok(out + "    #[netlink(unknown)] Other(Attr<'a>),\n}\n");
        }
        let mut out =
            format!("\n/// Attributes `{name}`{prefix}.\n{SET}pub struct {rust}<'a> {{\n");
        out += &self.fields(&Body {
            set,
            header,
            short: false,
            attrs,
            required: &[],
            optional: &[],
        })?;
        Ok(out + "}\n")
    }

    /// Returns the declaration of a sub-message.
    pub fn write_sub_message(&mut self, name: &str) -> Result<String, Error> {
        let rust = self.need_sub_message(name)?;
        let numbers = self.selector_values(name);
        let mut out = format!("\n/// Sub-message `{name}`.\n{ENUM}pub enum {rust}<'a> {{\n");
        for format in self.spec.formats(name)? {
            if !self.select.has_format(format) {
                continue;
            }
            let key = match &numbers {
                Some(numbers) => {
                    let number = numbers
                        .iter()
                        .find(|(value, _)| *value == format.value)
                        .map(|(_, number)| number.to_string());
                    number
                        .ok_or_else(|| Error::new("not a value of the selector"))
                        .at(&format.value)?
                }
                None if format.value.parse::<u64>().is_ok() => format.value.clone(),
                None => format!("\"{}\"", format.value),
            };
            let ty = match (&format.rust, &format.set, &format.header) {
                (Some(rust), _, _) => format!("({rust})"),
                (None, Some(set), header) => {
                    format!("({})", self.need_set(set, header.as_deref())?)
                }
                (None, None, Some(header)) => {
                    format!("(Struct<'a, {}>)", self.need_struct(header)?)
                }
                (None, None, None) => String::new(),
            };
            let variant = pascal(format.variant.as_ref().unwrap_or(&format.value));
            out += &format!("    #[netlink(key = {key})] {variant}{ty},\n");
        }
        Ok(out + "    #[netlink(other)] Other(Payload<'a>),\n}\n")
    }

    /// Returns the values of the enum that selects a sub-message.
    fn selector_values(&self, message: &str) -> Option<Vec<(String, u64)>> {
        let selectors = self.spec.sets.iter().flat_map(|set| {
            let users = set.attrs.iter().filter(|attr| attr.text("sub-message") == Some(message));
            users.filter_map(|attr| set.attr(attr.text("selector")?))
        });
        let mut enums =
            selectors.filter_map(|selector| self.spec.definition(selector.text("enum")?));
        enums.next().map(|values| values.entries())
    }
}

fn escape(text: &str) -> String {
    text.replace('<', "\\<").replace('[', "\\[")
}
