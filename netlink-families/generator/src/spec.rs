//! A specification as data: sets, definitions and operations with their types.

use std::collections::BTreeMap;

use crate::error::{At as _, Error};
use crate::value::Value;

/// An attribute of a set.
#[derive(Clone, Debug)]
pub struct Attr {
    pub name: String,
    pub number: u64,
    pub ty: String,
    /// The specification's entry, with what the overlay and the set that this one is a subset of say.
    pub entry: Value,
}

impl Attr {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.entry.text(key)
    }

    pub fn is(&self, key: &str) -> bool {
        self.entry.is_true(key)
    }

    pub fn check(&self, key: &str) -> Option<&Value> {
        self.entry.get("checks")?.get(key)
    }

    /// Returns the set in this nest.
    pub fn nested(&self) -> Option<&str> {
        self.text("nested-attributes")
    }
}

/// An attribute set.
#[derive(Clone, Debug)]
pub struct Set {
    pub name: String,
    /// Whether C headers have other numbers for its attributes.
    pub not_in_c: bool,
    /// The C prefix of its attributes, upper case.
    pub prefix: Option<String>,
    pub attrs: Vec<Attr>,
    /// From the overlay: the order of attributes matters.
    pub stream: bool,
    /// From the overlay: the set starts with this fixed header.
    pub header: Option<String>,
    /// Its attributes are those of another set.
    pub is_subset: bool,
    /// From the overlay: declared even if no message has it.
    pub is_needed: bool,
}

impl Set {
    pub fn attr(&self, name: &str) -> Option<&Attr> {
        self.attrs.iter().find(|attr| attr.name == name)
    }
}

/// An enum, flags, a structure or a constant.
#[derive(Clone, Debug)]
pub struct Definition {
    pub name: String,
    pub kind: String,
    pub entry: Value,
}

impl Definition {
    /// Returns the names and values of an enum; of flags the bit numbers.
    pub fn entries(&self) -> Vec<(String, u64)> {
        let mut next = self.entry.int("value-start").unwrap_or(0);
        let mut entries = Vec::new();
        for entry in self.entry.list("entries") {
            next = entry.int("value").unwrap_or(next);
            let name = entry.as_text().or_else(|| entry.text("name")).unwrap_or_default();
            // Names that YAML takes for something else.
            let name = match entry {
                Value::Int(int) => int.to_string(),
                Value::Bool(bool) => bool.to_string(),
                _ => name.to_owned(),
            };
            entries.push((name, u64::try_from(next).unwrap_or_default()));
            next += 1;
        }
        entries
    }

    /// Returns all bits of flags, or of the flags with the values of an enum.
    pub fn mask(&self) -> u64 {
        self.entries().iter().fold(0, |mask, (_, bit)| {
            mask | 1_u64.checked_shl(u32::try_from(*bit).unwrap_or(64)).unwrap_or(0)
        })
    }

    pub fn is_struct(&self) -> bool {
        self.kind == "struct"
    }

    /// Returns the name in C.
    pub fn c_name(&self) -> String {
        self.entry
            .text("c-name")
            .map_or_else(|| self.name.replace('-', "_").trim_matches('_').to_owned(), str::to_owned)
    }
}

/// A variant of a sub-message.
#[derive(Clone, Debug)]
pub struct Format {
    pub value: String,
    pub header: Option<String>,
    pub set: Option<String>,
    /// From the overlay: a Rust type.
    pub rust: Option<String>,
    /// From the overlay: the name of the variant.
    pub variant: Option<String>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    pub name: String,
    pub doc: String,
    pub entry: Value,
}

/// A specification.
#[derive(Debug)]
pub struct Spec {
    pub name: String,
    /// `netlink-raw`: messages have types of their own, not commands.
    pub raw: bool,
    pub protocol: i128,
    pub version: i128,
    pub doc: String,
    pub definitions: Vec<Definition>,
    pub sets: Vec<Set>,
    pub sub_messages: BTreeMap<String, Vec<Format>>,
    pub operations: Vec<Operation>,
    pub directional: bool,
    pub header: Option<String>,
    /// Names with numbers, if they are constant.
    pub groups: Vec<(String, Option<i128>)>,
    /// The C headers that define all this, from the specification or the overlay.
    pub headers: Vec<String>,
    /// From the overlay: the kernel's policy has `NLA_STRING` where the specification says `string`.
    pub any_string: bool,
}

impl Spec {
    pub fn read(entry: &Value) -> Result<Self, Error> {
        let name = entry
            .text("name")
            .ok_or_else(|| Error::new("no `name`: is this a family?"))?
            .to_owned();
        let operations = entry
            .get("operations")
            .ok_or_else(|| Error::new("no `operations`: is this a family?"))?;
        let mut spec = Self {
            raw: entry.text("protocol") == Some("netlink-raw"),
            protocol: entry.int("protonum").unwrap_or(16),
            version: entry.int("version").unwrap_or(1),
            doc: entry.text("doc").unwrap_or_default().to_owned(),
            definitions: entry
                .list("definitions")
                .iter()
                .map(definition)
                .collect::<Result<_, _>>()?,
            sets: Vec::new(),
            sub_messages: BTreeMap::new(),
            operations: operations.list("list").iter().map(operation).collect::<Result<_, _>>()?,
            directional: operations.text("enum-model") == Some("directional"),
            header: operations.text("fixed-header").map(str::to_owned),
            groups: groups(entry),
            headers: headers(entry),
            any_string: entry.is_true("any-string"),
            name,
        };
        for definition in &mut spec.definitions {
            // From the overlay: members that are behind the structure.
            let without = definition.entry.texts("without");
            if !without.is_empty() {
                let named = |member: &Value| {
                    member
                        .text("name")
                        .is_some_and(|name| without.iter().any(|other| other == name))
                };
                definition.entry.list_mut("members").retain(|member| !named(member));
            }
        }
        for set in entry.list("attribute-sets") {
            let set = spec.read_set(set)?;
            spec.sets.push(set);
        }
        for message in entry.list("sub-messages") {
            let formats = message.list("formats").iter().map(format).collect::<Result<_, _>>()?;
            spec.sub_messages.insert(required(message, "name")?, formats);
        }
        Ok(spec)
    }

    fn read_set(&self, entry: &Value) -> Result<Set, Error> {
        let name = required(entry, "name")?;
        let base = entry.text("subset-of").map(|base| self.set(base)).transpose().at(&name)?;
        let mut attrs = Vec::new();
        let mut next = 1;
        for attr in entry.list("attributes") {
            let attr_name = required(attr, "name").at(&name)?;
            let mut merged = attr.clone();
            let number = match base {
                Some(base) => {
                    let known = base
                        .attr(&attr_name)
                        .ok_or_else(|| Error::new("not in the set that this is a subset of"));
                    let known = known.at(&attr_name).at(&name)?;
                    merged = known.entry.clone();
                    merged.merge(attr);
                    known.number
                }
                None => attr
                    .int("value")
                    .map_or(Ok(next), u64::try_from)
                    .map_err(|_| Error::new("negative `value`"))?,
            };
            next = number + 1;
            // Some subsets list a name twice.
            if attrs.iter().any(|known: &Attr| known.name == attr_name) {
                continue;
            }
            attrs.push(Attr {
                ty: merged.text("type").unwrap_or("unused").to_owned(),
                name: attr_name,
                number,
                entry: merged,
            });
        }
        let prefix = entry
            .text("name-prefix")
            .map(crate::names::upper)
            .or_else(|| base.and_then(|base| base.prefix.clone()));
        let header = entry.text("fixed-header").map(str::to_owned);
        let is_needed = entry.is_true("needed");
        Ok(Set {
            name,
            prefix,
            not_in_c: entry.is_true("not-in-c"),
            attrs,
            stream: entry.is_true("stream"),
            header,
            is_subset: base.is_some(),
            is_needed,
        })
    }

    pub fn set(&self, name: &str) -> Result<&Set, Error> {
        self.sets
            .iter()
            .find(|set| set.name == name)
            .ok_or_else(|| Error::new(format!("no attribute set `{name}`")))
    }

    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.name == name)
    }

    pub fn structure(&self, name: &str) -> Result<&Definition, Error> {
        self.definition(name)
            .filter(|definition| definition.is_struct())
            .ok_or_else(|| Error::new(format!("no structure `{name}`")))
    }

    pub fn formats(&self, name: &str) -> Result<&[Format], Error> {
        self.sub_messages
            .get(name)
            .map(Vec::as_slice)
            .ok_or_else(|| Error::new(format!("no sub-message `{name}`")))
    }

    /// Returns the number that a check, a length or a constant says: literally, by name, or as `name - 1`.
    pub fn number(&self, value: &Value) -> Result<i128, Error> {
        let text = match value {
            Value::Int(int) => return Ok(*int),
            Value::Text(text) => text.trim(),
            other => return Err(Error::new(format!("expected a number, found {other:?}"))),
        };
        if let Some(limit) = limit(text) {
            return Ok(limit);
        }
        let constant = self.definitions.iter().find(|definition| {
            let prefixed = definition.entry.text("name-prefix").unwrap_or_default().to_owned()
                + &definition.name;
            definition.kind == "const" && (definition.name == text || prefixed == text)
        });
        if let Some(value) = constant.and_then(|constant| constant.entry.get("value")) {
            return self.number(value);
        }
        if let Some(mask) = text.strip_suffix("-mask").and_then(|name| self.definition(name)) {
            return Ok(mask.mask().into());
        }
        if let Some(hex) = text.strip_prefix("0x") {
            return i128::from_str_radix(hex, 16).map_err(|error| Error::new(error.to_string()));
        }
        if let Ok(number) = text.parse() {
            return Ok(number);
        }
        for (sign, operator) in [(-1, '-'), (1, '+')] {
            if let Some((left, right)) = text.rsplit_once(operator) {
                if let Ok(right) = right.trim().parse::<i128>() {
                    return Ok(self.number(&Value::Text(left.trim().to_owned()))? + sign * right);
                }
            }
        }
        Err(Error::new(format!("unknown constant `{text}`")))
    }
}

/// `u16-max` and the like.
fn limit(text: &str) -> Option<i128> {
    let (kind, end) = text.split_once('-')?;
    let bits: u32 = kind.get(1..)?.parse().ok()?;
    let signed = match kind.get(..1)? {
        "u" => false,
        "s" => true,
        _ => return None,
    };
    let power = 1_i128.checked_shl(if signed { bits - 1 } else { bits })?;
    match (signed, end) {
        (_, "max") => Some(power - 1),
        (true, "min") => Some(-power),
        (false, "min") => Some(0),
        _ => None,
    }
}

fn required(entry: &Value, key: &str) -> Result<String, Error> {
    match entry.get(key) {
        Some(Value::Text(text)) => Ok(text.clone()),
        Some(Value::Int(int)) => Ok(int.to_string()),
        _ => Err(Error::new(format!("no `{key}` in {entry:?}"))),
    }
}

fn definition(entry: &Value) -> Result<Definition, Error> {
    Ok(Definition {
        name: required(entry, "name")?,
        kind: required(entry, "type")?,
        entry: entry.clone(),
    })
}

fn operation(entry: &Value) -> Result<Operation, Error> {
    let doc = entry.text("doc").unwrap_or_default().to_owned();
    Ok(Operation { name: required(entry, "name")?, doc, entry: entry.clone() })
}

fn format(entry: &Value) -> Result<Format, Error> {
    let text = |key| entry.text(key).map(str::to_owned);
    Ok(Format {
        value: required(entry, "value")?,
        header: text("fixed-header"),
        set: text("attribute-set"),
        rust: text("rust"),
        variant: text("variant"),
    })
}

fn headers(entry: &Value) -> Vec<String> {
    let of_overlay = entry.texts("headers");
    if !of_overlay.is_empty() {
        return of_overlay;
    }
    let mut headers: Vec<_> = entry.text("uapi-header").into_iter().map(str::to_owned).collect();
    if headers.is_empty() {
        headers
            .push(format!("linux/{}.h", entry.text("name").unwrap_or_default().replace('-', "_")));
    }
    headers
}

fn groups(entry: &Value) -> Vec<(String, Option<i128>)> {
    let Some(groups) = entry.get("mcast-groups") else { return Vec::new() };
    groups
        .list("list")
        .iter()
        .filter_map(|group| Some((group.text("name")?.to_owned(), group.int("value"))))
        .collect()
}
