//! Bytes as text: escaped where they are some, in hexadecimal where not.

use core::fmt;

pub(super) use crate::wire::text::Text;

/// Bytes in hexadecimal, with a space between them: `08 00 04 00`.
#[derive(Clone, Copy)]
pub(super) struct Hex<'a>(pub(super) &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { " " };
            write!(f, "{separator}{byte:02x}")?;
        }
        Ok(())
    }
}

/// So many bytes, which are not shown: `** **`.
pub(super) struct Hidden(pub(super) usize);

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..self.0).try_for_each(|index| f.write_str(if index == 0 { "**" } else { " **" }))
    }
}

/// How many bytes [`Cut`] shows.
pub(super) const CUT: usize = 32;

/// The same, of which no more than the first [`CUT`] are shown.
#[derive(Clone, Copy)]
pub(super) struct Cut<'a>(pub(super) &'a [u8]);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.get(..CUT) {
            Some(start) if start.len() < self.0.len() => write!(f, "{} …", Hex(start)),
            _ => write!(f, "{}", Hex(self.0)),
        }
    }
}

/// `1 byte`, `2 bytes`.
pub(super) struct Count(pub(super) usize, pub(super) &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.0, self.1)
    }
}
