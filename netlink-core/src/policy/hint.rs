//! How a payload is displayed, if its kind does not say it.

use core::any::type_name;
use core::fmt;

use zerocopy::FromBytes;

use crate::wire::text::Text;

/// How a payload is displayed, beyond its kind.
///
/// Hints are not rules. They are `display-hint` and `struct` in the kernel's specifications.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub enum Hint {
    /// As its kind says.
    #[default]
    None,
    /// An IP address, in network byte order: of 4 bytes version 4, of 16 bytes version 6.
    Ip,
    /// A hardware address.
    Mac,
    /// A C structure, or its beginning.
    Layout(Layout),
    /// C structures without gaps between them.
    Array(Layout),
}

impl Hint {
    /// An array of this type, if its elements are more than bytes.
    pub(crate) const fn array_of<T>() -> Self {
        if size_of::<T>() > 1 { Self::Array(Layout::of::<T>()) } else { Self::None }
    }
}

/// A C structure: its name and size, and how to display it if that is known.
#[derive(Clone, Copy, Debug)]
pub struct Layout(&'static Structure);

#[derive(Debug)]
struct Structure {
    name: fn() -> &'static str,
    size: usize,
    /// Whether kernels send it shorter and longer.
    grows: bool,
    show: Option<fn(&[u8], &mut fmt::Formatter<'_>) -> fmt::Result>,
}

impl Layout {
    /// Returns the layout of a type.
    #[must_use]
    pub const fn of<T>() -> Self {
        Self(
            const { &Structure { name: type_name::<T>, size: size_of::<T>(), grows: false, show: None } },
        )
    }

    /// Returns the layout of a type that is displayed with its `Debug`: member by member, if derived.
    #[must_use]
    pub const fn printable<T: FromBytes + fmt::Debug>() -> Self {
        Self(
            const {
                &Structure {
                    name: type_name::<T>,
                    size: size_of::<T>(),
                    grows: false,
                    show: Some(show::<T>),
                }
            },
        )
    }

    /// Returns the layout of a type that kernels send shorter or longer, which `show` fills with zeros.
    #[must_use]
    pub(crate) const fn growing_as<T: Shorter>() -> Self {
        Self(
            const {
                &Structure {
                    name: type_name::<T>,
                    size: size_of::<T>(),
                    grows: true,
                    show: Some(T::show),
                }
            },
        )
    }

    /// Returns the layout of text of any length.
    #[must_use]
    pub const fn text() -> Self {
        const { Self(&Structure { name: || "text", size: 0, grows: true, show: Some(show_text) }) }
    }

    /// Returns the layout of bytes of any length.
    #[must_use]
    pub const fn bytes() -> Self {
        const { Self(&Structure { name: || "bytes", size: 0, grows: true, show: None }) }
    }

    /// Returns true if the structure may be shorter or longer.
    #[must_use]
    pub const fn grows(&self) -> bool {
        self.0.grows
    }

    /// Returns the type's name, without the modules it is in.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let whole = (self.0.name)();
        let own = whole.split('<').next().unwrap_or(whole);
        own.rsplit("::").next().unwrap_or(own)
    }

    /// Returns the type's name as [`type_name`] has it, with the modules it is in: which type it is.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        (self.0.name)()
    }

    /// Returns its size in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.0.size
    }

    /// Returns the structure in these bytes, on one line, if it is complete or may be shorter, and can be
    /// printed.
    pub(crate) fn display<'b>(&self, bytes: &'b [u8]) -> Option<impl fmt::Display + use<'b>> {
        let own = match bytes.get(..self.0.size) {
            Some(own) if self.0.size > 0 => own,
            None if !self.0.grows => return None,
            _ => bytes,
        };
        Some(Shown { bytes: own, show: self.0.show? })
    }
}

/// A C structure of which a part is enough to display it.
pub(crate) trait Shorter {
    fn show(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

fn show<T: FromBytes + fmt::Debug>(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match T::read_from_bytes(bytes) {
        Ok(value) => write!(f, "{value:?}"),
        Err(_) => Err(fmt::Error),
    }
}

fn show_text(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\"{}\"", Text(bytes))
}

struct Shown<'b> {
    bytes: &'b [u8],
    show: fn(&[u8], &mut fmt::Formatter<'_>) -> fmt::Result,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.show)(self.bytes, f)
    }
}
