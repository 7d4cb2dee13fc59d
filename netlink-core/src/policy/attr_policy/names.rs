//! What the values of an attribute are called, and how they are displayed.

use super::{AttrPolicy, More};
use crate::policy::Hint;

/// The name of a value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Name {
    /// The value.
    pub value: i128,
    /// Its name.
    pub name: &'static str,
}

/// A [`Hint`] without its layout.
#[derive(Clone, Copy, Debug)]
pub(super) enum HintKind {
    None,
    Ip,
    Mac,
    Layout,
    Array,
}

impl AttrPolicy {
    /// Sets the names of its values.
    #[must_use]
    pub const fn with_names(mut self, names: &'static [Name]) -> Self {
        let selector = self.place();
        let (closed, are_bits) = (self.is_closed(), self.names_are_bits());
        self.more = More::Names { selector, closed, are_bits, names };
        self
    }

    /// Sets the names of its bits: the values are masks.
    ///
    /// For codecs and hand-written types; a newtype has the directive [`flags`](crate::docs::attribute#flags).
    ///
    /// ```
    /// use netlink_core::{AttrPolicy, Input, Parse, ParseError, ParseSet, ParseWith, policy::Name};
    ///
    /// /// The flags of a port, displayed by name.
    /// struct PortFlags;
    ///
    /// impl ParseWith<'_, u32> for PortFlags {
    ///     const PARSE_ATTR: AttrPolicy = <u32 as Parse>::PARSE_ATTR
    ///         .with_flags(&[Name { value: 1, name: "UP" }, Name { value: 4, name: "LEARNING" }]);
    ///
    ///     fn decode(input: Input<'_>) -> Result<u32, ParseError> {
    ///         u32::parse(input)
    ///     }
    /// }
    ///
    /// #[derive(Parse)]
    /// struct Port {
    ///     #[nla(1, with = PortFlags)]
    ///     flags: u32,
    /// }
    ///
    /// # #[cfg(target_endian = "little")] {
    /// let port = [8, 0, 1, 0, 0x15, 0, 0, 0];
    /// assert_eq!(
    ///     Port::PARSE_POLICY.display(Input::new(&port)).to_string(),
    ///     "Port\n  flags: UP|LEARNING|0x10"
    /// );
    /// # }
    /// ```
    #[must_use]
    pub const fn with_flags(self, names: &'static [Name]) -> Self {
        let mut policy = self.with_names(names);
        if let More::Names { are_bits, .. } = &mut policy.more {
            *are_bits = true;
        }
        policy
    }

    /// Sets how its value is displayed, if nothing else says so.
    #[must_use]
    pub const fn with_hint(mut self, hint: Hint) -> Self {
        if let More::Value { selector, .. } = self.more {
            let (hint, layout) = match hint {
                Hint::None => (HintKind::None, None),
                Hint::Ip => (HintKind::Ip, None),
                Hint::Mac => (HintKind::Mac, None),
                Hint::Layout(layout) => (HintKind::Layout, Some(layout)),
                Hint::Array(layout) => (HintKind::Array, Some(layout)),
            };
            self.more = More::Value { selector, hint, layout };
        }
        self
    }

    /// Declares that it has only values with names.
    #[must_use]
    pub const fn closed(self) -> Self {
        let mut policy = match self.more {
            More::Names { .. } => self,
            _ => self.with_names(&[]),
        };
        if let More::Names { closed, .. } = &mut policy.more {
            *closed = true;
        }
        policy.settled()
    }

    /// Returns the names of its values, in the order of declaration.
    #[must_use]
    pub const fn names(&self) -> &'static [Name] {
        match self.more {
            More::Names { names, .. } => names,
            _ => &[],
        }
    }

    /// Returns true if the names are those of bits, of which several may be set.
    #[must_use]
    pub const fn names_are_bits(&self) -> bool {
        matches!(self.more, More::Names { are_bits: true, .. })
    }

    /// Returns how its value is displayed.
    #[must_use]
    pub const fn hint(&self) -> Hint {
        let More::Value { hint, layout, .. } = self.more else { return Hint::None };
        match (hint, layout) {
            (HintKind::Ip, _) => Hint::Ip,
            (HintKind::Mac, _) => Hint::Mac,
            (HintKind::Layout, Some(layout)) => Hint::Layout(layout),
            (HintKind::Array, Some(layout)) => Hint::Array(layout),
            (HintKind::None | HintKind::Layout | HintKind::Array, _) => Hint::None,
        }
    }

    /// Returns true if it has only values with names.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.more, More::Names { closed: true, .. })
    }
}
