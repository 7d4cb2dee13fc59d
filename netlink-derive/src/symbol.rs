//! Every word of the attribute language, once.

/// Attribute of containers, variants and special fields.
pub(crate) const NETLINK: &str = "netlink";
/// Attribute of fields that are netlink attributes.
pub(crate) const NLA: &str = "nla";

/// Container: the path under which the crate of the traits is found.
pub(crate) const CRATE: &str = "crate";
/// Container: the message type.
pub(crate) const MESSAGE: &str = "message";
/// Container: the generic netlink family's name.
pub(crate) const FAMILY: &str = "family";
/// Container: the generic netlink command.
pub(crate) const COMMAND: &str = "command";
/// Container: the version of the generic netlink family.
pub(crate) const VERSION: &str = "version";
/// Container: the type of the answer.
pub(crate) const REPLY: &str = "reply";
/// Container: a C structure.
pub(crate) const LAYOUT: &str = "layout";
/// Container: a C structure that is shorter is filled up with zeros.
pub(crate) const ZERO_FILL: &str = "zero_fill";
/// Container: what happens to attributes that no field names. Field: what keeps them.
pub(crate) const UNKNOWN: &str = "unknown";
/// Value of `unknown` on a container.
pub(crate) const REFUSE: &str = "refuse";
/// Container: the integer that a value enum is on the wire.
pub(crate) const WIRE: &str = "wire";
/// Container: which lifetime is that of the bytes.
pub(crate) const LIFETIME: &str = "lifetime";
/// Field: all attributes, as a typed stream.
pub(crate) const STREAM: &str = "stream";
/// Field: the fixed header.
pub(crate) const HEADER: &str = "header";
/// Variant: the key that chooses it.
pub(crate) const KEY: &str = "key";
/// Variant: what is chosen by any other key.
pub(crate) const OTHER: &str = "other";

/// Rule: a length in bytes.
pub(crate) const LEN: &str = "len";
/// Rule: a range of integers.
pub(crate) const RANGE: &str = "range";
/// Rule: the bits that may be set.
pub(crate) const MASK: &str = "mask";
/// Where the key of a sub-message stands.
pub(crate) const SELECT: &str = "select";
/// What never comes, or is never sent.
pub(crate) const REJECT: &str = "reject";
/// The codec of a value.
pub(crate) const WITH: &str = "with";
/// What stands for an attribute that does not come.
pub(crate) const DEFAULT: &str = "default";
/// Rules for reading only.
pub(crate) const PARSE: &str = "parse";
/// Rules for writing only.
pub(crate) const EMIT: &str = "emit";

/// Which of the two traits is derived.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    Parse,
    Emit,
}

/// A list of words for an error message: `a`, `b` or `c`.
pub(crate) fn any_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", most.join(", "))
        }
    }
}
