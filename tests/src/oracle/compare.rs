//! Comparing two streams of attributes, through the policy that says which of them are nests.

use core::fmt;

use netlink_core::{
    Attr, AttrPolicy, Attrs, Input, Policy,
    align::align,
    attr::{HEADER_LEN, NET_BYTEORDER},
    policy::{Key, Kind, Selector},
};

/// What is different about an attribute, and which one it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mismatch {
    /// From the outside in, with the names of the policy: `Link.link_info.kind`.
    pub path: String,
    pub what: &'static str,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

fn differ(what: &'static str) -> Result<(), Mismatch> {
    let path = String::new();
    Err(Mismatch { path, what })
}

impl Mismatch {
    fn within(mut self, step: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path = format!("{step}{dot}{}", self.path);
        self
    }
}

/// Compares two sets, fixed header included.
pub(super) fn sets(
    policy: &'static Policy,
    before: Input<'_>,
    after: Input<'_>,
) -> Result<(), Mismatch> {
    let result = match (policy.split_header(before), policy.split_header(after)) {
        (Ok((head_before, before)), Ok((head_after, after))) => {
            if head_before == head_after {
                streams(policy, before.attrs(), after.attrs())
            } else {
                differ("another fixed header")
            }
        }
        _ => differ("no fixed header"),
    };
    result.map_err(|mismatch| mismatch.within(policy.name()))
}

/// Compares two streams without regard to order, except among attributes of one type.
fn streams(policy: &'static Policy, before: Attrs<'_>, after: Attrs<'_>) -> Result<(), Mismatch> {
    let (Some(sorted_before), Some(sorted_after)) = (by_type(before), by_type(after)) else {
        return differ("bytes that make no attribute");
    };
    let mut rest = sorted_after.iter();
    for attr in &sorted_before {
        match rest.next() {
            Some(other) if other.ty() == attr.ty() => {
                attributes(policy, *attr, *other, before, after)
                    .map_err(|mismatch| mismatch.within(&step(policy, attr)))?;
            }
            Some(other) if other.ty() < attr.ty() => return one_too_many(policy, other),
            _ => return differ("got lost").map_err(|m| m.within(&step(policy, attr))),
        }
    }
    rest.next().map_or(Ok(()), |other| one_too_many(policy, other))
}

fn one_too_many(policy: &'static Policy, attr: &Attr<'_>) -> Result<(), Mismatch> {
    differ("is one too many").map_err(|mismatch| mismatch.within(&step(policy, attr)))
}

fn step(policy: &'static Policy, attr: &Attr<'_>) -> String {
    let rule = policy.attr(attr.ty());
    rule.map_or_else(|| attr.ty().to_string(), |rule| rule.name().to_owned())
}

/// The attributes in the order of their types; nothing if there are other bytes besides.
fn by_type<'a>(mut attrs: Attrs<'a>) -> Option<Vec<Attr<'a>>> {
    let mut sorted: Vec<Attr<'a>> = attrs.by_ref().collect();
    // Stable: it keeps the order among equals.
    sorted.sort_by_key(Attr::ty);
    attrs.leftover().is_empty().then_some(sorted)
}

/// Compares two attributes of one type.
fn attributes(
    policy: &'static Policy,
    before: Attr<'_>,
    after: Attr<'_>,
    set_before: Attrs<'_>,
    set_after: Attrs<'_>,
) -> Result<(), Mismatch> {
    if padding(after).iter().any(|&byte| byte != 0) {
        return differ("padding that is not zero");
    }
    let Some(rule) = policy.attr(before.ty()) else {
        return bytes(before, after);
    };
    if rule.variants().is_empty() {
        return payloads(rule, before, after);
    }
    match rule.selector() {
        Selector::Attr(key) => {
            match (form(policy, rule, key, set_before), form(policy, rule, key, set_after)) {
                (Some(form), Some(other)) if form == other => {
                    let variant = &rule.variants()[form];
                    payloads(&variant.policy(), before, after)
                        .map_err(|mismatch| mismatch.within(&format!("<{}>", variant.key())))
                }
                (None, None) => bytes(before, after),
                _ => differ("another form of sub-message"),
            }
        }
        // The policy does not say where the key is, so it may be any variant, or none of them.
        _ => bytes(before, after).or_else(|mismatch| {
            let mut forms = rule.variants().iter();
            let same = forms.any(|form| payloads(&form.policy(), before, after).is_ok());
            if same { Ok(()) } else { Err(mismatch) }
        }),
    }
}

/// The variant of a sub-message that the key in a set selects.
fn form(
    policy: &'static Policy,
    rule: &'static AttrPolicy,
    key_type: u16,
    set: Attrs<'_>,
) -> Option<usize> {
    let kind = policy.attr(key_type)?.kind();
    let key = set.filter(|attr| attr.ty() == key_type).last()?.payload();
    rule.variants().iter().position(|variant| match variant.key() {
        Key::Text(text) => key.split(|&byte| byte == 0).next() == Some(text.as_bytes()),
        Key::Number(number) => kind.integer(key) == Some(number.into()),
    })
}

fn payloads(rule: &AttrPolicy, before: Attr<'_>, after: Attr<'_>) -> Result<(), Mismatch> {
    if rule.kind().is_nested() && !rule.is_unflagged() && !after.has_nested_flag() {
        return differ("a nest that is not flagged as one");
    }
    if rule.is_unflagged() && after.has_nested_flag() && !before.has_nested_flag() {
        return differ("a flag that no nest with a fixed header has");
    }
    match (rule.kind(), rule.set(), rule.element()) {
        (Kind::NestedArray, _, Some(element)) => elements(element, before, after),
        (Kind::Nested, Some(set), _) => sets(set, before.input(), after.input()),
        _ => known_bytes(before, after),
    }
}

/// Compares two arrays, in which order counts and types are numbers.
fn elements(element: &AttrPolicy, before: Attr<'_>, after: Attr<'_>) -> Result<(), Mismatch> {
    let (mut items, mut others) = (before.input().attrs(), after.input().attrs());
    for (index, item) in items.by_ref().enumerate() {
        let result = match others.next() {
            Some(other) if other.ty() == item.ty() => payloads(element, item, other),
            _ => differ("got lost"),
        };
        result.map_err(|mismatch| mismatch.within(&format!("[{index}]")))?;
    }
    if items.leftover().is_empty() && others.leftover().is_empty() {
        Ok(())
    } else {
        differ("another number of elements")
    }
}

/// Compares attributes that the policy knows: where `net_byteorder` is declared, the flag is set when emitting, which
/// kernels do not do reliably.
fn known_bytes(before: Attr<'_>, after: Attr<'_>) -> Result<(), Mismatch> {
    if before.payload() == after.payload() && before.raw_type() | NET_BYTEORDER == after.raw_type()
    {
        return Ok(());
    }
    bytes(before, after)
}

fn bytes(before: Attr<'_>, after: Attr<'_>) -> Result<(), Mismatch> {
    if before.raw_type() != after.raw_type() {
        differ("other flags")
    } else if before.payload() != after.payload() {
        differ("other payload")
    } else {
        Ok(())
    }
}

/// The bytes behind an attribute, up to the next one.
fn padding<'a>(attr: Attr<'a>) -> &'a [u8] {
    let tail = attr.stream().leftover();
    let end = HEADER_LEN + attr.payload().len();
    tail.get(end..align(end)).unwrap_or_default()
}
