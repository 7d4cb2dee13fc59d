//! Attributes as JSON, by their policy.

use core::net::{Ipv4Addr, Ipv6Addr};

use netlink_core::policy::{AttrPolicy, FoundKey, Hint, Kind, Layout, Occurs, Policy, Selector};
use netlink_core::{Attr, Input, value::Mac};
use netlink_families::layout::{Content, Structure};
use netlink_families::structure;
use serde_json::{Map, Value, json};

use crate::names::spec_name;

/// What nothing is known of: attributes are keys by their types.
pub(crate) static NOTHING: Policy = Policy::new("", &[]);

/// A set, with the members of its fixed header. `outer` is the key that an enclosing attribute declares.
pub(crate) fn set(policy: &'static Policy, bytes: &[u8], outer: Option<FoundKey<'_>>) -> Value {
    let Ok((header, attrs)) = Input::new(bytes).split_fixed_header(policy.header_len()) else {
        return hex(bytes);
    };
    let mut map = Map::new();
    match policy.header_layout().as_ref().and_then(structure) {
        Some(known) => members(known, header, &mut map),
        None if header.is_empty() => {}
        None => drop(map.insert("header".into(), hex(header))),
    }
    let all = || attrs.attrs();
    for attr in all() {
        let Some(known) = policy.attr(attr.ty()) else {
            map.insert(attr.ty().to_string(), unknown(&attr));
            continue;
        };
        let key = match known.selector() {
            Selector::Attr(ty) => all()
                .filter(|attr| attr.ty() == ty)
                .last()
                .and_then(|found| Some(FoundKey::new(policy.attr(ty)?.kind(), found.payload()))),
            selector => key_in_header(selector, header, outer),
        };
        let (name, value) = (spec_name(known.name()), payload(known, attr.payload(), key));
        match map.get_mut(&name) {
            Some(Value::Array(values)) if known.occurs() == Occurs::Repeated => values.push(value),
            _ if known.occurs() == Occurs::Repeated => drop(map.insert(name, json!([value]))),
            _ => drop(map.insert(name, value)),
        }
    }
    Value::Object(map)
}

/// The key of a sub-message that no attribute of its own set has.
pub(crate) fn key_in_header<'a>(
    selector: Selector,
    header: &'a [u8],
    outer: Option<FoundKey<'a>>,
) -> Option<FoundKey<'a>> {
    match selector {
        Selector::Header { offset, kind } => {
            let member = header.get(offset..)?.get(..kind.size()?)?;
            Some(FoundKey::new(kind, member))
        }
        _ => outer,
    }
}

/// The payload of an attribute.
fn payload(policy: &AttrPolicy, bytes: &[u8], key: Option<FoundKey<'_>>) -> Value {
    if !policy.variants().is_empty() {
        let selected = |key: FoundKey<'_>| policy.variants().iter().find(|v| key.selects(v.key()));
        return match key.and_then(selected) {
            Some(variant) => payload(&variant.policy(), bytes, key),
            None => hex(bytes),
        };
    }
    match (policy.kind(), policy.hint()) {
        (Kind::Flag, _) => json!(true),
        (Kind::String | Kind::NulString, _) => {
            let text = bytes.split(|&byte| byte == 0).next().unwrap_or(bytes);
            json!(String::from_utf8_lossy(text))
        }
        (Kind::Nested, _) => set(policy.set().unwrap_or(&NOTHING), bytes, key),
        (Kind::NestedArray, _) => {
            let elements = Input::new(bytes).attrs();
            let element = |attr: Attr<'_>| match policy.element() {
                Some(element) => payload(element, attr.payload(), key),
                None => hex(attr.payload()),
            };
            elements.map(element).collect()
        }
        (Kind::Bitfield32, _) => match bytes.split_at_checked(4) {
            Some((value, selector)) => {
                let number = |bytes| Kind::U32.integer(bytes).unwrap_or(0);
                json!({
                    "value": named(policy, number(value)), "selector": named(policy, number(selector)),
                })
            }
            None => hex(bytes),
        },
        (kind, hint) => match kind.integer_at_own_width(bytes) {
            Some(number) => named(policy, number),
            None => hinted(hint, bytes),
        },
    }
}

fn hinted(hint: Hint, bytes: &[u8]) -> Value {
    match (hint, bytes.len()) {
        (Hint::Ip, 4) => bytes.first_chunk::<4>().map(|ip| json!(Ipv4Addr::from(*ip))),
        (Hint::Ip, 16) => bytes.first_chunk::<16>().map(|ip| json!(Ipv6Addr::from(*ip))),
        (Hint::Mac, 6) => bytes.first_chunk().map(|mac| json!(Mac(*mac).to_string())),
        (Hint::Layout(layout), _) => structure(&layout).map(|known| {
            let mut map = Map::new();
            members(known, bytes, &mut map);
            Value::Object(map)
        }),
        (Hint::Array(layout), _) => element(&layout).map(|element| {
            bytes.chunks(element.size().max(1)).map(|bytes| content(&element, bytes)).collect()
        }),
        _ => None,
    }
    .unwrap_or_else(|| hex(bytes))
}

/// What an array of this type consists of.
pub(crate) fn element(layout: &Layout) -> Option<Content> {
    structure(layout).map(Content::Structure).or_else(|| Content::of_number(layout))
}

/// The members of a structure; kernels may send less of it, or more.
fn members(structure: &Structure, bytes: &[u8], map: &mut Map<String, Value>) {
    for member in structure.members().iter().filter(|member| !member.is_gap()) {
        let bytes = bytes.get(member.offset..).and_then(|rest| rest.get(..member.content.size()));
        if let Some(bytes) = bytes {
            map.insert(spec_name(member.name), content(&member.content, bytes));
        }
    }
}

fn content(content: &Content, bytes: &[u8]) -> Value {
    match content {
        Content::Number(policy) => match policy.kind().integer(bytes) {
            Some(number) => named(policy, number),
            None => hex(bytes),
        },
        Content::Bytes(_) => hex(bytes),
        Content::Array(element, _) => {
            bytes.chunks(element.size().max(1)).map(|bytes| self::content(element, bytes)).collect()
        }
        Content::Structure(known) => {
            let mut map = Map::new();
            members(known, bytes, &mut map);
            Value::Object(map)
        }
    }
}

/// A number by its name: the flags that are set as an array, where the names are those of bits.
fn named(policy: &AttrPolicy, number: i128) -> Value {
    let names = policy.names();
    if policy.names_are_bits() {
        let mut rest = number;
        let mut flags = Vec::new();
        for flag in names {
            if flag.value != 0 && rest & flag.value == flag.value {
                flags.push(json!(spec_name(flag.name)));
                rest &= !flag.value;
            }
        }
        if rest != 0 {
            flags.push(integer(rest));
        }
        return Value::Array(flags);
    }
    match names.iter().find(|name| name.value == number) {
        Some(name) => json!(spec_name(name.name)),
        None => integer(number),
    }
}

fn integer(number: i128) -> Value {
    match (i64::try_from(number), u64::try_from(number)) {
        (Ok(number), _) => json!(number),
        (_, Ok(number)) => json!(number),
        _ => json!(number.to_string()),
    }
}

/// An attribute that the policy does not name.
fn unknown(attr: &Attr<'_>) -> Value {
    match attr.has_nested_flag() {
        true => set(&NOTHING, attr.payload(), None),
        false => hex(attr.payload()),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> Value {
    json!(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":"))
}
