//! Attributes from JSON, by their policy.

use core::error::Error;
use core::fmt;
use core::net::IpAddr;

use netlink_core::attr::NESTED;
use netlink_core::policy::{AttrPolicy, FoundKey, Hint, Kind, Occurs, Policy, Selector};
use netlink_core::{EmitError, Writer, align};
use netlink_families::layout::{Content, Structure};
use netlink_families::structure;
use serde_json::{Map, Value};

use crate::names::{same, spec_name};
use crate::to_json::{NOTHING, element, key_in_header};

/// What cannot be sent, with the way to it.
#[derive(Debug)]
pub(crate) struct Wrong {
    path: Vec<String>,
    why: Why,
}

#[derive(Debug)]
enum Why {
    NoSuchName(Vec<String>),
    Expected(String, Value),
    NoKey,
    TooLong(EmitError),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path: Vec<_> = self.path.iter().rev().map(String::as_str).collect();
        write!(f, "{}: ", path.join("."))?;
        match &self.why {
            Why::NoSuchName(names) => write!(f, "no such name, only {}", names.join(", ")),
            Why::Expected(expected, found) => write!(f, "expected {expected}, found {found}"),
            Why::NoKey => {
                f.write_str("the attribute that selects its variant is missing or unknown")
            }
            Why::TooLong(error) => write!(f, "{error}"),
        }
    }
}

impl Error for Wrong {}

impl Wrong {
    const fn new(why: Why) -> Self {
        Self { path: Vec::new(), why }
    }

    fn expected(what: impl fmt::Display, found: &Value) -> Self {
        Self::new(Why::Expected(what.to_string(), found.clone()))
    }

    fn within(mut self, step: impl fmt::Display) -> Self {
        self.path.push(step.to_string());
        self
    }
}

type Result<T> = core::result::Result<T, Wrong>;

/// Appends a set, with the members of its fixed header. `outer` is the key that an enclosing attribute declares.
pub(crate) fn set(
    policy: &'static Policy,
    json: &Map<String, Value>,
    outer: Option<FoundKey<'_>>,
    out: &mut Vec<u8>,
) -> Result<()> {
    let layout = policy.header_layout().as_ref().and_then(structure);
    let mut header = vec![0; policy.header_len()];
    let mut attrs = Vec::new();
    for (name, value) in json {
        let attr = policy.attrs().find(|attr| same(attr.name(), name));
        if let Some(attr) = attr {
            attrs.push((attr.ty(), Some(attr), name, value));
        } else if let Ok(ty) = name.parse() {
            attrs.push((ty, policy.attr(ty), name, value));
        } else if !layout.is_some_and(|known| is_member(known, name)) {
            let members = layout.map_or(&[][..], Structure::members).iter().map(|known| known.name);
            let names = members.chain(policy.attrs().map(AttrPolicy::name)).map(spec_name);
            return Err(Wrong::new(Why::NoSuchName(names.collect())).within(name));
        } else if let Some(known) = layout {
            member(known, name, value, &mut header)?;
        }
    }
    out.extend(&header);
    out.resize(align::align(out.len()), 0);
    // Those that select a variant come before those that have variants.
    attrs.sort_by_key(|(_, attr, ..)| {
        attr.is_some_and(|a| matches!(a.selector(), Selector::Attr(_)))
    });
    let mut written: Vec<(u16, Vec<u8>)> = Vec::new();
    for (ty, attr, name, value) in attrs {
        let one = [value];
        let (values, whole): (Vec<&Value>, _) = match (attr.map(AttrPolicy::occurs), value) {
            (Some(Occurs::Repeated), Value::Array(values)) => (values.iter().collect(), None),
            _ => (one.to_vec(), Some(value)),
        };
        if attr.is_some_and(|attr| attr.kind() == Kind::Flag) {
            match whole {
                Some(Value::Bool(false) | Value::Null) => continue,
                Some(Value::Bool(true)) => {}
                _ => return Err(Wrong::expected("true or false", value).within(name)),
            }
        }
        let sibling;
        let key = match attr.map_or(Selector::None, AttrPolicy::selector) {
            Selector::Attr(ty) => {
                sibling =
                    written.iter().find(|(other, _)| *other == ty).map(|found| found.1.clone());
                sibling
                    .as_ref()
                    .and_then(|bytes| Some(FoundKey::new(policy.attr(ty)?.kind(), bytes)))
            }
            selector => key_in_header(selector, &header, outer),
        };
        for value in values {
            let (flag, bytes) = payload(attr.unwrap_or(&UNKNOWN), value, key)
                .map_err(|wrong| wrong.within(name))?;
            Writer::growing(out)
                .attr(ty | flag, |writer| writer.bytes(&bytes))
                .map_err(|error| Wrong::new(Why::TooLong(error)).within(name))?;
            written.push((ty, bytes));
        }
    }
    Ok(())
}

static UNKNOWN: AttrPolicy = AttrPolicy::new(Kind::Unspec);

/// The payload of an attribute, and its nested flag.
fn payload(policy: &AttrPolicy, json: &Value, key: Option<FoundKey<'_>>) -> Result<(u16, Vec<u8>)> {
    if !policy.variants().is_empty() {
        let selected = |key: FoundKey<'_>| policy.variants().iter().find(|v| key.selects(v.key()));
        return match (key.and_then(selected), json) {
            (Some(variant), _) => payload(&variant.policy(), json, key),
            (None, Value::String(_)) => payload(&UNKNOWN, json, key),
            (None, _) => Err(Wrong::new(Why::NoKey)),
        };
    }
    let mut bytes = Vec::new();
    match (policy.kind(), json) {
        (Kind::Flag, _) => {}
        (Kind::String, Value::String(text)) => bytes.extend(text.as_bytes()),
        (Kind::NulString, Value::String(text)) => bytes.extend(text.bytes().chain([0])),
        (Kind::Nested, Value::Object(map)) => {
            set(policy.set().unwrap_or(&NOTHING), map, key, &mut bytes)?;
        }
        (Kind::Unspec, Value::Object(map)) => {
            set(&NOTHING, map, None, &mut bytes)?;
            return Ok((NESTED, bytes));
        }
        (Kind::NestedArray, Value::Array(values)) => {
            for (ty, value) in (1_u16..).zip(values) {
                let (flag, element) = payload(policy.element().unwrap_or(&UNKNOWN), value, key)
                    .map_err(|wrong| wrong.within(ty.saturating_sub(1)))?;
                Writer::growing(&mut bytes)
                    .attr(ty | flag, |writer| writer.bytes(&element))
                    .map_err(|error| Wrong::new(Why::TooLong(error)).within(ty))?;
            }
        }
        (Kind::Bitfield32, Value::Object(map)) => {
            for half in ["value", "selector"] {
                let json = map.get(half).unwrap_or(&Value::Null);
                let number = number(policy, json).and_then(|number| u32::try_from(number).ok());
                let number = number.ok_or_else(|| Wrong::expected("flags", json).within(half))?;
                bytes.extend(number.to_ne_bytes());
            }
        }
        (kind, _) if kind.is_integer() => bytes = integer(policy, json)?,
        (Kind::Unspec | Kind::Binary, _) => bytes = hinted(policy, json)?,
        _ => return Err(Wrong::expected(policy, json)),
    }
    Ok((policy.nested_flag(), bytes))
}

/// Bytes that have a meaning: addresses as text, structures as objects, else hexadecimal digits.
fn hinted(policy: &AttrPolicy, json: &Value) -> Result<Vec<u8>> {
    match (policy.hint(), json) {
        (Hint::Ip, Value::String(text)) => match text.parse() {
            Ok(IpAddr::V4(ip)) => Ok(ip.octets().into()),
            Ok(IpAddr::V6(ip)) => Ok(ip.octets().into()),
            Err(_) => Err(Wrong::expected("an IP address", json)),
        },
        (Hint::Layout(layout), Value::Object(map)) => match structure(&layout) {
            Some(known) => object(known, map),
            None => Err(Wrong::expected("hexadecimal digits", json)),
        },
        (Hint::Array(layout), Value::Array(values)) => match element(&layout) {
            Some(element) => array(&element, values),
            None => Err(Wrong::expected("hexadecimal digits", json)),
        },
        (_, Value::String(text)) => {
            let digits: Vec<u8> =
                text.bytes().filter(|byte| !matches!(byte, b':' | b' ')).collect();
            let byte = |pair: &[u8]| {
                let pair = core::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
                u8::from_str_radix(pair, 16).ok()
            };
            let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
            bytes.ok_or_else(|| Wrong::expected("hexadecimal digits", json))
        }
        _ => Err(Wrong::expected(policy, json)),
    }
}

/// Whether this is the name of a member. Specifications repeat the structure's name in it: `ifi-index`.
fn is_member(structure: &Structure, name: &str) -> bool {
    structure.members().iter().any(|member| is_name_of(member.name, name))
}

fn is_name_of(member: &str, name: &str) -> bool {
    same(member, name) || name.split_once(['-', '_']).is_some_and(|(_, rest)| same(member, rest))
}

/// Sets a member of a structure.
fn member(structure: &Structure, name: &str, json: &Value, bytes: &mut [u8]) -> Result<()> {
    let exact = structure.members().iter().find(|member| same(member.name, name));
    let member = exact.or_else(|| structure.members().iter().find(|m| is_name_of(m.name, name)));
    let Some(member) = member else {
        let names = structure.members().iter().map(|member| spec_name(member.name)).collect();
        return Err(Wrong::new(Why::NoSuchName(names)).within(name));
    };
    let value = content(&member.content, json).map_err(|wrong| wrong.within(name))?;
    if let Some(place) = bytes.get_mut(member.offset..).and_then(|rest| rest.get_mut(..value.len()))
    {
        place.copy_from_slice(&value);
    }
    Ok(())
}

fn object(structure: &Structure, map: &Map<String, Value>) -> Result<Vec<u8>> {
    let mut bytes = vec![0; structure.size()];
    map.iter().try_for_each(|(name, value)| member(structure, name, value, &mut bytes))?;
    Ok(bytes)
}

fn array(element: &Content, values: &[Value]) -> Result<Vec<u8>> {
    let elements = values
        .iter()
        .enumerate()
        .map(|(index, value)| content(element, value).map_err(|wrong| wrong.within(index)));
    Ok(elements.collect::<Result<Vec<_>>>()?.concat())
}

/// A member: always as many bytes as it has.
fn content(content: &Content, json: &Value) -> Result<Vec<u8>> {
    let bytes = match (content, json) {
        (Content::Number(policy), _) => integer(policy, json)?,
        (Content::Bytes(_), _) => hinted(&UNKNOWN, json)?,
        (Content::Array(element, _), Value::Array(values)) => array(element, values)?,
        (Content::Structure(known), Value::Object(map)) => object(known, map)?,
        (Content::Array(..), _) => return Err(Wrong::expected("an array", json)),
        (Content::Structure(_), _) => return Err(Wrong::expected("an object", json)),
    };
    if bytes.len() > content.size() {
        return Err(Wrong::expected(format_args!("at most {} bytes", content.size()), json));
    }
    Ok(bytes)
}

fn integer(policy: &AttrPolicy, json: &Value) -> Result<Vec<u8>> {
    let wrong = || Wrong::expected(policy, json);
    let number = number(policy, json).ok_or_else(wrong)?;
    let fits = |kind: Kind, len: usize| {
        let (mut low, all) = (number.to_le_bytes(), number.to_le_bytes());
        let little = low.get(..len)?.to_vec();
        low.reverse();
        let big = low.get(all.len().checked_sub(len)?..)?.to_vec();
        // Whatever is read as that number again: in its byte order, and nothing cut off.
        [little, big].into_iter().find(|bytes| kind.integer(bytes) == Some(number))
    };
    let lens: &[usize] = match policy.kind() {
        Kind::Uint | Kind::Sint => &[4, 8],
        _ => &[policy.kind().size().unwrap_or(8)],
    };
    lens.iter().find_map(|len| fits(policy.kind(), *len)).ok_or_else(wrong)
}

/// A number, by its name or the names of its bits.
fn number(policy: &AttrPolicy, json: &Value) -> Option<i128> {
    match json {
        Value::Number(number) => {
            number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
        }
        Value::Bool(value) => Some(i128::from(*value)),
        Value::String(text) => {
            let named = policy.names().iter().find(|name| same(name.name, text));
            named.map(|name| name.value).or_else(|| match text.strip_prefix("0x") {
                Some(digits) => i128::from_str_radix(digits, 16).ok(),
                None => text.parse().ok(),
            })
        }
        Value::Array(flags) if policy.names_are_bits() => {
            flags.iter().try_fold(0, |all, flag| Some(all | number(policy, flag)?))
        }
        _ => None,
    }
}
