//! Payloads and nests of which nothing is known, with the flags of their types.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::attr::{Attrs, NESTED, TYPE_MASK};
use crate::context::{Context, Refusal};
use crate::emit::Emit;
use crate::error::ParseError;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::{Parse, View};
use crate::policy::{AttrPolicy, Kind, OPAQUE_NEST, copy_received};
use crate::wire::flagged::Flagged;

/// A payload of which nothing is known, with the flags of its attribute's type.
///
/// Use it in the `other` variant of a sub-message, and for attributes that may be anything. It is emitted as it
/// was received: with [`NESTED`] and [`NET_BYTEORDER`](crate::attr::NET_BYTEORDER) if it had them, which `&[u8]` does
/// not keep. Padding inside a flagged nest is emitted as zeros.
///
/// ```
/// use netlink_core::value::Payload;
/// use netlink_core::{Emit, Input, Parse, Writer};
///
/// #[derive(Debug, Parse, Emit)]
/// struct Route<'a> {
///     #[nla(21)]
///     encap_type: u16,
///     #[nla(22, select = encap_type)]
///     encap: Encap<'a>,
/// }
///
/// #[derive(Debug, Parse, Emit)]
/// enum Encap<'a> {
///     #[netlink(key = 1)]
///     Mpls(&'a [u8]),
///     #[netlink(other)]
///     Other(Payload<'a>),
/// }
///
/// let mut bytes = Vec::new();
/// let mut writer = Writer::growing(&mut bytes);
/// writer.put(21, &7_u16)?;
/// writer.nest(22, |encap| encap.put(1, &3_u32))?;
/// let route = Route::parse(Input::new(&bytes))?;
/// assert!(matches!(&route.encap, Encap::Other(other) if other.is_nest()));
/// let mut again = Vec::new();
/// Writer::growing(&mut again).emit(&route)?;
/// assert_eq!(again, bytes);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct Payload<'a>(Kept<'a>);

/// A nest of which only that is known: its bytes, with the flags of its attribute's type.
///
/// Use it for sets that you pass on, or parse yourself. A received nest is emitted with the flags that it had; a
/// nest of your own is flagged as [`NESTED`]. The attributes in it are displayed by their types. Padding in it
/// is emitted as zeros.
///
/// ```
/// use netlink_core::value::Nest;
/// use netlink_core::{Emit, Parse, Writer};
///
/// #[derive(Debug, Parse, Emit)]
/// struct Link<'a> {
///     #[nla(26)] // IFLA_AF_SPEC
///     af_spec: Option<Nest<'a>>,
/// }
///
/// let mut inner = Vec::new();
/// Writer::growing(&mut inner).put(10, &1_u32)?;
/// let link = Link { af_spec: Some(Nest::new(&inner)) };
/// let types = link.af_spec.iter().flat_map(|nest| nest.attrs()).map(|attr| attr.ty());
/// assert_eq!(types.collect::<Vec<_>>(), [10]);
/// # Ok::<(), netlink_core::EmitError>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct Nest<'a>(Kept<'a>);

/// Bytes, the flags of their attribute's type, and where they were.
#[derive(Clone, Copy, Default)]
struct Kept<'a> {
    bytes: &'a [u8],
    offset: u32,
    flags: Flagged,
    depth: u8,
}

impl<'a> Kept<'a> {
    const fn new(bytes: &'a [u8], flags: u16) -> Self {
        Self { bytes, offset: 0, flags: Flagged::declared(flags), depth: 0 }
    }

    fn read(cx: &Context<'a>, payload: &'a [u8]) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a message is shorter")]
        let offset = cx.offset_of(payload) as u32;
        let depth = cx.depth().saturating_add(1);
        Self { bytes: payload, offset, flags: cx.flags_of(payload), depth }
    }

    fn of(input: Input<'a>) -> Self {
        let offset = u32::try_from(input.offset()).unwrap_or(u32::MAX);
        let flags = Flagged::default();
        Self { bytes: input.bytes(), offset, flags, depth: input.depth() }
    }

    fn input(&self) -> Input<'a> {
        let offset = usize::try_from(self.offset).unwrap_or(usize::MAX);
        Input::new(self.bytes).at(offset).with_depth(self.depth)
    }

    fn emit<'b>(&self, is_nest: bool, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        if is_nest {
            OPAQUE_NEST.copy(self.input(), out, cx)
        } else {
            copy_received(self.flags.bits(), self.input(), out, cx)
        }
    }

    fn identity(&self) -> (u16, &'a [u8]) {
        (self.flags.bits(), self.bytes)
    }
}

macro_rules! kept {
    ($ty:ident, $is_nest:expr, $flag:expr, $attr:expr) => {
        impl<'a> $ty<'a> {
            /// Returns a value with these bytes, to be emitted.
            #[must_use]
            pub const fn new(bytes: &'a [u8]) -> Self {
                Self(Kept::new(bytes, $flag))
            }

            /// Returns the same bytes, to be emitted with these flags: [`NESTED`],
            /// [`NET_BYTEORDER`](crate::attr::NET_BYTEORDER), both or none.
            #[must_use]
            pub const fn with_flags(mut self, flags: u16) -> Self {
                self.0.flags = Flagged::exactly(flags & !TYPE_MASK);
                self
            }

            /// Returns the bytes.
            #[must_use]
            pub const fn bytes(&self) -> &'a [u8] {
                self.0.bytes
            }

            /// Returns the flags of the type field that it was received with, or will be emitted with.
            #[must_use]
            pub const fn flags(&self) -> u16 {
                self.0.flags.bits()
            }

            /// Returns the attributes in it, if it consists of attributes.
            #[must_use]
            pub fn attrs(&self) -> Attrs<'a> {
                self.0.input().attrs()
            }

            /// Parses it as a value of another type.
            ///
            /// # Errors
            /// As [`Parse::parse`] of that type.
            pub fn parse<T: Parse<'a>>(&self) -> Result<T, ParseError> {
                T::parse(self.0.input())
            }
        }

        impl<'a> Parse<'a> for $ty<'a> {
            const PARSE_ATTR: AttrPolicy = $attr;

            #[inline]
            fn parse(input: Input<'a>) -> Result<Self, ParseError> {
                if input.validation().is_due() {
                    Self::PARSE_ATTR.validate_alone(input)?;
                }
                Ok(Self(Kept::of(input)))
            }

            fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
                Ok(Self(Kept::read(cx, payload)))
            }

            #[inline]
            fn filler() -> Option<Self> {
                Some(Self::default())
            }
        }

        impl Emit for $ty<'_> {
            const EMIT_ATTR: AttrPolicy = $attr;
            const KEEPS_FLAGS: bool = true;

            #[inline]
            fn payload_len(&self) -> usize {
                self.0.bytes.len()
            }

            fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                self.0.emit($is_nest, out, cx)
            }

            fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                out.attr(self.0.flags.with_type(ty, 0), cx, |out, cx| self.emit(out, cx))
            }
        }

        #[diagnostic::do_not_recommend]
        impl View for $ty<'_> {
            type Of<'a> = $ty<'a>;
        }

        /// Equal if bytes and flags are.
        impl PartialEq for $ty<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.0.identity() == other.0.identity()
            }
        }

        impl Eq for $ty<'_> {}

        impl Hash for $ty<'_> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.identity().hash(state);
            }
        }

        impl fmt::Debug for $ty<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($ty))
                    .field("bytes", &self.0.bytes)
                    .field("flags", &self.0.flags.bits())
                    .finish()
            }
        }
    };
}

kept!(Payload, false, 0, AttrPolicy::new(Kind::Binary).isolated());
kept!(Nest, true, NESTED, OPAQUE_NEST);

impl Payload<'_> {
    /// Returns true if the sender flagged it as a nest.
    #[must_use]
    pub const fn is_nest(&self) -> bool {
        self.flags() & NESTED != 0
    }
}

impl<'a> From<&'a [u8]> for Payload<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::new(bytes)
    }
}
