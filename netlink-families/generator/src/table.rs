//! Sets, structures and sub-messages that an overlay adds, as tables: one line for each attribute.
//!
//! ```text
//! id u32
//! group u32 be hint=ipv4
//! entries=7 nest nested=entry-attrs multi
//! ```
//!
//! A line is a name, perhaps with its number, a type, and keys of the specification. Short keys are in [`SHORT`].

use crate::error::{At as _, Error};
use crate::value::Value;

/// Short for keys of the specification.
const SHORT: &[(&str, &str)] = &[
    ("hint", "display-hint"),
    ("nested", "nested-attributes"),
    ("sub", "sub-type"),
    ("message", "sub-message"),
    ("select", "selector"),
    ("set", "attribute-set"),
    ("header", "fixed-header"),
];

/// Short for a key with its value.
const WORDS: &[(&str, &str, &str)] =
    &[("be", "byte-order", "big-endian"), ("le", "byte-order", "little-endian")];

/// Reads the addition of an overlay as the list of the specification it belongs to, and its item.
pub fn addition(entry: &Value) -> Result<(&'static str, Value), Error> {
    let name = entry.text("name").ok_or_else(|| Error::new("an addition without `name`"))?;
    let kind = entry.text("kind").unwrap_or("set");
    let (list, items) = match kind {
        "set" => ("attribute-sets", "attributes"),
        "struct" => ("definitions", "members"),
        "enum" | "flags" => ("definitions", "entries"),
        "sub-message" => ("sub-messages", "formats"),
        // An operation has no table: its keys are those of the specification.
        "operation" => ("operations.list", ""),
        other => return Err(Error::new(format!("unknown kind `{other}`"))).at(name),
    };
    let mut item = entry.clone();
    if let Value::Map(entries) = &mut item {
        entries.retain(|(key, _)| !matches!(key.as_str(), "kind" | "why" | "table"));
    }
    if list == "definitions" {
        item.set("type", Value::Text(kind.to_owned()));
    }
    if items.is_empty() {
        return Ok((list, item));
    }
    let has_types = matches!(items, "attributes" | "members") && entry.get("subset-of").is_none();
    let lines = entry.text("table").unwrap_or_default().lines();
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    let rows = lines
        .map(|line| row(line, items, has_types).at(line))
        .collect::<Result<Vec<_>, _>>()
        .at(name)?;
    item.set(items, Value::List(rows));
    Ok((list, item))
}

fn row(line: &str, items: &str, has_types: bool) -> Result<Value, Error> {
    let mut words = line.split_whitespace();
    let name = words.next().unwrap_or_default();
    let mut row = Value::Map(Vec::new());
    let key = if items == "formats" { "value" } else { "name" };
    match name.split_once('=') {
        Some((name, number)) => {
            row.set(key, Value::Text(name.to_owned()));
            row.set("value", value(number));
        }
        None => row.set(key, Value::Text(name.to_owned())),
    }
    if has_types {
        let ty = words.next().ok_or_else(|| Error::new("no type"))?;
        row.set("type", Value::Text(ty.to_owned()));
    }
    for word in words {
        if let Some((_, key, value)) = WORDS.iter().find(|(short, ..)| *short == word) {
            row.set(key, Value::Text((*value).to_owned()));
            continue;
        }
        match word.split_once('=') {
            None if word == "multi" => row.set("multi-attr", Value::Bool(true)),
            None => row.set(word, Value::Bool(true)),
            Some(("exact-len" | "min-len" | "max-len" | "min" | "max" | "flags-mask", number)) => {
                let check = word.split('=').next().unwrap_or_default();
                let mut checks = row.get("checks").cloned().unwrap_or(Value::Map(Vec::new()));
                checks.set(check, value(number));
                row.set("checks", checks);
            }
            Some((short, text)) => {
                let key =
                    SHORT.iter().find(|(known, _)| *known == short).map_or(short, |(_, key)| key);
                row.set(key, value(text));
            }
        }
    }
    Ok(row)
}

fn value(text: &str) -> Value {
    let hex = text.strip_prefix("0x").and_then(|hex| i128::from_str_radix(hex, 16).ok());
    hex.or_else(|| text.parse().ok()).map_or_else(|| Value::Text(text.to_owned()), Value::Int)
}
