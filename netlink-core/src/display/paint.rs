//! Colours, on request.

use core::fmt;

/// Whether and how text is coloured.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paint {
    pub(super) on: bool,
}

/// What a piece of text is, as far as it has a colour.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// The name of a message, attribute or element.
    Name,
    /// Additional information: offsets, bytes, what is left out.
    Aside,
    /// What is wrong.
    Wrong,
}

impl Role {
    /// The escape sequence of ANSI terminals.
    const fn sequence(self) -> &'static str {
        match self {
            Self::Name => "\x1b[36m",
            Self::Aside => "\x1b[2m",
            Self::Wrong => "\x1b[1;31m",
        }
    }
}

impl Paint {
    /// Writes text in the colour of its role.
    pub(super) fn write(
        self,
        f: &mut fmt::Formatter<'_>,
        role: Role,
        text: fmt::Arguments<'_>,
    ) -> fmt::Result {
        if !self.on {
            return f.write_fmt(text);
        }
        f.write_str(role.sequence())?;
        f.write_fmt(text)?;
        f.write_str("\x1b[0m")
    }
}
