//! The overlay of a family: what its specification lacks or has wrong, with the reasons.
//!
//! ```toml
//! purpose = "Network interfaces."           # for the documentation of the module
//! tool = "`ip link`"
//! option = "always present"
//! header = "linux/if_link.h"
//! example = '''…'''                         # Rust
//!
//! [names]                                   # Rust names of types
//! "struct ifinfomsg" = "LinkHeader"
//!
//! strip = ["ifla-"]                         # what names of types do not start with
//!
//! [split]                                   # names that the specification runs together
//! linkinfo = "link-info"
//!
//! [c-names]                                 # how C headers name what the specification has no prefix for
//! "enum rt-scope" = "RT_SCOPE_* of linux/rtnetlink.h"
//! "flags ifinfo-flags.no-arp" = "IFF_NOARP of linux/if.h"
//!
//! [[fact]]
//! why = "a nest on the wire: net/core/rtnetlink.c"
//! attributes = ["link-attrs.devlink-port"]  # or members, definitions, operations
//! set = { type = "nest" }
//!
//! [[add]]                                   # see `table`
//! why = "linux/if_link.h"
//! name = "linkinfo-veth-attrs"
//! table = """
//! peer nest nested=veth-peer-attrs
//! """
//! ```

use crate::error::{At as _, Error};
use crate::table;
use crate::value::Value;

/// An overlay.
#[derive(Debug)]
pub struct Overlay {
    pub purpose: String,
    pub tool: String,
    pub option: String,
    pub header: String,
    pub example: String,
    /// A module of hand-written types, with their names.
    pub written: Vec<(String, Vec<String>)>,
    pub names: Vec<(String, String)>,
    /// What names of types do not start with.
    pub strip: Vec<String>,
    /// C prefixes of attributes and values, which the specification lacks, and the headers that have them.
    c_names: Vec<(String, String)>,
    /// Names that the specification runs together, and how they are split.
    pub split: Vec<(String, String)>,
    /// Keys of the specification itself.
    spec: Value,
    additions: Vec<Value>,
    facts: Vec<Value>,
}

impl Overlay {
    pub fn read(text: &str) -> Result<Self, Error> {
        let toml = Value::from_toml(text)?;
        let text_of = |key| toml.text(key).unwrap_or_default().trim().to_owned();
        let pairs = |key: &str| match toml.get(key) {
            Some(Value::Map(entries)) => entries.clone(),
            _ => Vec::new(),
        };
        let written = pairs("written").into_iter().map(|(module, types)| {
            let list = Value::Map(vec![("types".to_owned(), types)]);
            (module, list.texts("types"))
        });
        let texts = |key: &str| {
            pairs(key)
                .into_iter()
                .filter_map(|(thing, name)| Some((thing, name.as_text()?.to_owned())))
                .collect()
        };
        Ok(Self {
            purpose: text_of("purpose"),
            tool: text_of("tool"),
            option: text_of("option"),
            header: text_of("header"),
            example: text_of("example"),
            written: written.collect(),
            names: texts("names"),
            strip: toml.texts("strip"),
            split: texts("split"),
            c_names: texts("c-names"),
            spec: toml.get("spec").cloned().unwrap_or(Value::Null),
            additions: toml.list("add").to_vec(),
            facts: toml.list("fact").to_vec(),
        })
    }

    /// Changes the specification as the facts say.
    pub fn apply(&self, spec: &mut Value) -> Result<(), Error> {
        spec.merge(&self.spec);
        for addition in &self.additions {
            let (list, item) = table::addition(addition)?;
            add(spec, list, &[item])?;
        }
        for (thing, name) in &self.c_names {
            name_in_c(spec, thing, name).at(thing)?;
        }
        for fact in &self.facts {
            let why = fact
                .text("why")
                .ok_or_else(|| Error::new(format!("a fact without `why`: {fact:?}")))?;
            apply(fact, spec).at(why)?;
        }
        Ok(())
    }
}

/// Sets the C prefix of a set, an enum, flags, or the members of a structure, or the C name of one entry, and adds the header that has
/// them to those of the family; or says why C has no such numbers.
fn name_in_c(spec: &mut Value, thing: &str, name: &str) -> Result<(), Error> {
    let (kind, target) = thing
        .split_once(' ')
        .ok_or_else(|| Error::new("expected `set NAME`, `enum NAME.ENTRY` …"))?;
    let (target, inner) = match target.split_once('.') {
        Some((target, inner)) => (target, Some(inner)),
        None => (target, None),
    };
    let (list, inner_list) = match kind {
        "set" => ("attribute-sets", "attributes"),
        "struct" => ("definitions", "members"),
        _ => ("definitions", "entries"),
    };
    let entry = spec.named_mut(list, target).ok_or_else(|| Error::new("no such name"))?;
    if name.starts_with("not in C: ") {
        entry.set("not-in-c", Value::Bool(true));
        return Ok(());
    }
    let (name, header) = name
        .split_once(" of ")
        .ok_or_else(|| Error::new("expected `PREFIX_* of HEADER` or `not in C: …`"))?;
    match inner {
        None => {
            let prefix = name.strip_suffix('*').ok_or_else(|| Error::new("expected `PREFIX_*`"))?;
            let prefix = prefix.trim_end_matches('_').to_lowercase();
            entry.set("name-prefix", Value::Text(prefix));
        }
        Some(inner) => {
            let entries = entry.list_mut(inner_list);
            let is_it =
                |entry: &&mut Value| entry.as_text().or_else(|| entry.text("name")) == Some(inner);
            let entry =
                entries.iter_mut().find(is_it).ok_or_else(|| Error::new("no such entry"))?;
            if entry.as_text().is_some() {
                *entry = Value::Map(vec![("name".to_owned(), Value::Text(inner.to_owned()))]);
            }
            entry.set("c-name", Value::Text(name.to_owned()));
        }
    }
    if !spec.texts("headers").iter().any(|known| known == header) {
        let of_name =
            format!("linux/{}.h", spec.text("name").unwrap_or_default().replace('-', "_"));
        let of_spec = Some(spec.text("uapi-header").map_or(of_name, str::to_owned));
        let headers = spec.list_mut("headers");
        let first = of_spec.filter(|_| headers.is_empty());
        headers.extend(first.into_iter().filter(|first| first != header).map(Value::Text));
        headers.push(Value::Text(header.to_owned()));
    }
    Ok(())
}

fn apply(fact: &Value, spec: &mut Value) -> Result<(), Error> {
    if let Some(Value::Map(additions)) = fact.get("add") {
        for (list, items) in additions {
            let Value::List(items) = items else {
                return Err(Error::new(format!("`add.{list}` is not a list")));
            };
            add(spec, list, items)?;
        }
    }
    let nothing = Value::Map(Vec::new());
    let set = fact.get("set").unwrap_or(&nothing);
    for target in fact.texts("attributes") {
        each(spec, "attribute-sets", "attributes", &target, set).at(&target)?;
    }
    for target in fact.texts("members") {
        each(spec, "definitions", "members", &target, set).at(&target)?;
    }
    for target in fact.texts("definitions") {
        let found = spec.named_mut("definitions", &target);
        found.ok_or_else(|| Error::new("no such definition")).at(&target)?.merge(set);
    }
    for target in fact.texts("sets") {
        let found = spec.named_mut("attribute-sets", &target);
        found.ok_or_else(|| Error::new("no such set")).at(&target)?.merge(set);
    }
    for target in fact.texts("operations") {
        let operations = spec.get_mut("operations").ok_or_else(|| Error::new("no operations"))?;
        let found = operations.named_mut("list", &target);
        operation(found.ok_or_else(|| Error::new("no such operation")).at(&target)?, fact)
            .at(&target)?;
    }
    Ok(())
}

/// Adds items to a list of the specification; `attribute-sets` with the name of a set there extend it.
fn add(spec: &mut Value, list: &str, items: &[Value]) -> Result<(), Error> {
    let (outer, list) = match list.split_once('.') {
        Some((outer, list)) => (Some(outer), list),
        None => (None, list),
    };
    let spec = match outer {
        Some(outer) => {
            if spec.get(outer).is_none() {
                spec.set(outer, Value::Map(Vec::new()));
            }
            spec.get_mut(outer).ok_or_else(|| Error::new("cannot be added to"))?
        }
        None => spec,
    };
    for item in items {
        let known =
            item.text("name").map(str::to_owned).and_then(|name| spec.named_mut(list, &name));
        match known {
            Some(known) => {
                for inner in ["attributes", "formats", "entries", "members"] {
                    known.list_mut_if(item, inner);
                }
            }
            None => spec.list_mut(list).push(item.clone()),
        }
    }
    Ok(())
}

impl Value {
    /// Adds the items of the other one's list, if there is one.
    fn list_mut_if(&mut self, other: &Self, key: &str) {
        if other.get(key).is_some() {
            self.list_mut(key).extend(other.list(key).iter().cloned());
        }
    }
}

/// Changes `set.attribute`, or with `set.*` all attributes of the set.
fn each(
    spec: &mut Value,
    outer: &str,
    inner: &str,
    target: &str,
    change: &Value,
) -> Result<(), Error> {
    let (set, name) = target.split_once('.').ok_or_else(|| Error::new("expected `set.name`"))?;
    let set = spec.named_mut(outer, set).ok_or_else(|| Error::new("no such set"))?;
    if name == "*" {
        for item in set.list_mut(inner) {
            item.merge(change);
        }
        return Ok(());
    }
    set.named_mut(inner, name).ok_or_else(|| Error::new("no such name in the set"))?.merge(change);
    Ok(())
}

/// Changes the attributes of an operation: `request`, `drop-request` and `reply` are lists of names, `set` its keys.
fn operation(operation: &mut Value, fact: &Value) -> Result<(), Error> {
    if let Some(set) = fact.get("set") {
        operation.merge(set);
    }
    for mode in ["do", "dump"] {
        let Some(mode) = operation.get_mut(mode) else { continue };
        for side in ["request", "reply"] {
            let dropped = fact.texts(&format!("drop-{side}"));
            if let (false, Some(side)) = (dropped.is_empty(), mode.get_mut(side)) {
                side.list_mut("attributes")
                    .retain(|name| !dropped.iter().any(|dropped| name.as_text() == Some(dropped)));
            }
        }
    }
    for side in ["request", "reply"] {
        let added = fact.list(side);
        if added.is_empty() {
            continue;
        }
        let mode = if operation.get("do").is_some() { "do" } else { "dump" };
        if operation.get(mode).is_none() {
            operation.set(mode, Value::Map(Vec::new()));
        }
        let Some(mode) = operation.get_mut(mode) else { continue };
        if mode.get(side).is_none() {
            mode.set(side, Value::Map(Vec::new()));
        }
        if let Some(side) = mode.get_mut(side) {
            side.list_mut("attributes").extend(added.iter().cloned());
        }
    }
    for key in ["required", "optional"] {
        if !fact.list(key).is_empty() {
            operation.list_mut(key).extend(fact.list(key).iter().cloned());
        }
    }
    Ok(())
}
