//! Text as the kernel's `NLA_STRING` has it: with or without a NUL, of any bytes.

use core::cmp::Ordering;
use core::ffi::CStr;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::Utf8Error;

use crate::emit::{Emit, EmitSet};
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::{Parse, ParseSet, View, parse_inline};
use crate::policy::{AttrPolicy, Kind, Layout, Policy};
use crate::wire::text::Text;

/// Text as kernels and tools send it: with or without a NUL at its end, in any encoding.
///
/// Header: `linux/netlink.h`.
///
/// The text ends at the first NUL, or where the payload ends: that is how kernels and iproute2 read it. Every
/// payload is accepted, so that one unusual name does not end a list. The payload is kept: what was received is
/// emitted exactly as it was received. Text of your own is emitted with a NUL.
///
/// | from | emitted |
/// |---|---|
/// | a received payload, [`NlaStr::from_payload`] | unchanged |
/// | `&str`, `&CStr`, [`NlaStr::new`] | with one NUL at its end |
/// | [`NlaStr::unterminated`] | without a NUL |
///
/// Equality, order and hash are those of the text, so that `"veth"` with and without NUL are equal.
/// [`Display`](fmt::Display) escapes what is not printable.
///
/// ```
/// use netlink_core::{Emit, Input, NlaStr, Parse, Writer};
///
/// #[derive(Debug, Parse, Emit)]
/// struct LinkInfo<'a> {
///     #[nla(1)]
///     kind: NlaStr<'a>,
/// }
///
/// // iproute2 sends the kind without NUL.
/// let mut sent = Vec::new();
/// Writer::growing(&mut sent).put(1, &b"veth"[..])?;
/// let info = LinkInfo::parse(Input::new(&sent))?;
/// assert_eq!(info.kind, "veth");
/// let mut again = Vec::new();
/// Writer::growing(&mut again).emit(&info)?;
/// assert_eq!(again, sent);
///
/// // Your own text has one.
/// let info = LinkInfo { kind: "veth".into() };
/// assert_eq!(info.payload_len(), 4 + 5 + 3);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// Use [`&CStr`](CStr) if the kernel requires the NUL (`NLA_NUL_STRING`), and `&str` if the text must be UTF-8.
#[doc(alias = "NLA_STRING")]
#[doc(alias = "nla_strscpy")]
#[derive(Clone, Copy)]
pub struct NlaStr<'a> {
    bytes: &'a [u8],
    /// Whether a NUL is emitted behind the bytes.
    adds_nul: bool,
}

impl<'a> NlaStr<'a> {
    /// Returns this text, to be emitted with a NUL at its end.
    #[must_use]
    pub const fn new(text: &'a [u8]) -> Self {
        Self { bytes: text, adds_nul: !matches!(text, [.., 0]) }
    }

    /// Returns the text in a payload, which is emitted unchanged.
    #[inline]
    #[must_use]
    pub const fn from_payload(payload: &'a [u8]) -> Self {
        Self { bytes: payload, adds_nul: false }
    }

    /// Returns the same text, to be emitted without a NUL.
    #[must_use]
    pub fn unterminated(self) -> Self {
        Self::from_payload(self.as_bytes())
    }

    /// Returns the text: all bytes before the first NUL.
    #[must_use]
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes.split(|&byte| byte == 0).next().unwrap_or(self.bytes)
    }

    /// Returns all bytes of the payload, without the NUL that will be added to text of your own.
    #[must_use]
    pub const fn payload(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the text if it is UTF-8.
    ///
    /// # Errors
    /// If it is not.
    pub fn to_str(&self) -> Result<&'a str, Utf8Error> {
        core::str::from_utf8(self.as_bytes())
    }

    /// Returns true if the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }
}

impl<'a> Parse<'a> for NlaStr<'a> {
    parse_inline! {
        AttrPolicy::new(Kind::String).or_empty();
        Some(Self::from_payload(&[]));
        |payload| Ok(Self::from_payload(payload))
    }
}

impl Emit for NlaStr<'_> {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::String);

    #[inline]
    fn payload_len(&self) -> usize {
        self.bytes.len().saturating_add(self.adds_nul.into())
    }

    #[inline(never)]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let out = out.bytes(self.bytes, cx)?;
        if self.adds_nul { out.array([0], cx) } else { Ok(out) }
    }
}

/// For messages that are text.
#[diagnostic::do_not_recommend]
impl<'a> ParseSet<'a> for NlaStr<'a> {
    const PARSE_POLICY: &'static Policy = POLICY;
}

#[diagnostic::do_not_recommend]
impl EmitSet for NlaStr<'_> {
    const EMIT_POLICY: &'static Policy = POLICY;
}

const POLICY: &Policy = &Policy::new("", &[]).with_header_layout(Layout::text());

#[diagnostic::do_not_recommend]
impl View for NlaStr<'_> {
    type Of<'a> = NlaStr<'a>;
}

/// An empty text.
impl Default for NlaStr<'_> {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl<'a> From<&'a str> for NlaStr<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text.as_bytes())
    }
}

impl<'a> From<&'a CStr> for NlaStr<'a> {
    fn from(text: &'a CStr) -> Self {
        Self::new(text.to_bytes_with_nul())
    }
}

impl AsRef<[u8]> for NlaStr<'_> {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl PartialEq for NlaStr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for NlaStr<'_> {}

impl PartialOrd for NlaStr<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for NlaStr<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for NlaStr<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

macro_rules! equal_to {
    ($($other:ty, |$text:ident| $bytes:expr;)*) => {$(
        impl PartialEq<$other> for NlaStr<'_> {
            fn eq(&self, $text: &$other) -> bool {
                *self.as_bytes() == *$bytes
            }
        }

        impl PartialEq<NlaStr<'_>> for $other {
            fn eq(&self, other: &NlaStr<'_>) -> bool {
                other == self
            }
        }
    )*};
}

equal_to! {
    str, |text| text.as_bytes();
    &str, |text| text.as_bytes();
    CStr, |text| text.to_bytes();
    &CStr, |text| text.to_bytes();
    [u8], |text| text;
    &[u8], |text| *text;
}

impl fmt::Display for NlaStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Text(self.as_bytes()).fmt(f)
    }
}

impl fmt::Debug for NlaStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// As a string if it is UTF-8, else as bytes.
#[cfg(feature = "serde")]
impl serde::Serialize for NlaStr<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.to_str() {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.serialize_bytes(self.as_bytes()),
        }
    }
}

#[cfg(feature = "serde")]
impl<'de: 'a, 'a> serde::Deserialize<'de> for NlaStr<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowed;

        impl<'de> serde::de::Visitor<'de> for Borrowed {
            type Value = NlaStr<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string that can be borrowed")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<NlaStr<'de>, E> {
                Ok(text.into())
            }

            fn visit_borrowed_bytes<E>(self, text: &'de [u8]) -> Result<NlaStr<'de>, E> {
                Ok(NlaStr::new(text))
            }
        }

        deserializer.deserialize_any(Borrowed)
    }
}
