//! Every name of the attribute language, once.

/// Attribute of containers, variants and special fields.
pub(crate) const NETLINK: &str = "netlink";
/// Attribute of fields that are netlink attributes.
pub(crate) const NLA: &str = "nla";

/// Container: the path of the crate that defines the traits.
pub(crate) const CRATE: &str = "crate";
/// Container and variant: the message types.
pub(crate) const MESSAGE: &str = "message";
/// Container: the netlink protocol of the message types.
pub(crate) const PROTOCOL: &str = "protocol";
/// Container: the generic netlink family's name.
pub(crate) const FAMILY: &str = "family";
/// Container and variant: the generic netlink commands.
pub(crate) const COMMAND: &str = "command";
/// Container: the version of the generic netlink family. Field: that of the message.
pub(crate) const VERSION: &str = "version";
/// Container: the type of the reply.
pub(crate) const REPLY: &str = "reply";
/// Container: a C structure.
pub(crate) const LAYOUT: &str = "layout";
/// Container: a C structure that is too short is filled with zeros.
pub(crate) const ZERO_FILL: &str = "zero_fill";
/// Container: what happens to unknown attributes. Field and variant: what keeps them.
pub(crate) const UNKNOWN: &str = "unknown";
/// Value of `unknown` on a container.
pub(crate) const REFUSE: &str = "refuse";
/// Container: the integer that a value enum is on the wire.
pub(crate) const WIRE: &str = "wire";
/// Container: the lifetime of the bytes.
pub(crate) const LIFETIME: &str = "lifetime";
/// Container: the names of a newtype's bits.
pub(crate) const FLAGS: &str = "flags";
/// Container: fields of which at least one is required.
pub(crate) const ANY_OF: &str = "any_of";
/// Container and attribute: the attribute is marked as being in network byte order.
pub(crate) const NET_BYTEORDER: &str = "net_byteorder";

/// Field: the fixed header.
pub(crate) const HEADER: &str = "header";
/// Field: all attributes, as a typed stream.
pub(crate) const STREAM: &str = "stream";
/// Field: a set whose members are members of this one.
pub(crate) const FLATTEN: &str = "flatten";

/// Variant: the keys that select it.
pub(crate) const KEY: &str = "key";
/// Variant: selected by every other key.
pub(crate) const OTHER: &str = "other";

/// Rule: a length in bytes.
pub(crate) const LEN: &str = "len";
/// Rule: a range of integers.
pub(crate) const RANGE: &str = "range";
/// Rule: the bits that may be set.
pub(crate) const MASK: &str = "mask";
/// Rule: the attribute must be absent.
pub(crate) const REJECT: &str = "reject";
/// Attribute: the selector of a sub-message.
pub(crate) const SELECT: &str = "select";
/// Value of `select`: the selector is in an enclosing set.
pub(crate) const SUPER: &str = "super";
/// Attribute: the codec of the value.
pub(crate) const WITH: &str = "with";
/// Attribute: the value to use if the attribute is absent.
pub(crate) const DEFAULT: &str = "default";
/// Attribute: the name to display.
pub(crate) const NAME: &str = "name";
/// Attribute: the value is never displayed.
pub(crate) const SECRET: &str = "secret";
/// Attribute: rules for parsing only.
pub(crate) const PARSE: &str = "parse";
/// Attribute: rules for emitting only.
pub(crate) const EMIT: &str = "emit";

/// Directives of a container.
pub(crate) const CONTAINER: &[&str] = &[
    MESSAGE,
    PROTOCOL,
    FAMILY,
    COMMAND,
    VERSION,
    REPLY,
    LAYOUT,
    ZERO_FILL,
    UNKNOWN,
    ANY_OF,
    NET_BYTEORDER,
    WIRE,
    LIFETIME,
    LEN,
    RANGE,
    MASK,
    FLAGS,
    CRATE,
];
/// Directives of a field that is not an attribute.
pub(crate) const FIELD: &[&str] = &[HEADER, VERSION, UNKNOWN, STREAM, FLATTEN];
/// Directives of a variant that is not an attribute.
pub(crate) const VARIANT: &[&str] = &[KEY, OTHER, UNKNOWN, MESSAGE, COMMAND];
/// Directives of an attribute.
pub(crate) const ATTRIBUTE: &[&str] =
    &[LEN, RANGE, MASK, SELECT, WITH, DEFAULT, REJECT, NAME, SECRET, NET_BYTEORDER, PARSE, EMIT];
/// Directives in `parse(…)` and `emit(…)`.
pub(crate) const ONE_SIDE: &[&str] = &[LEN, RANGE, MASK, REJECT];
