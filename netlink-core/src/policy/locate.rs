//! From what an extended acknowledgement says of a request to the path in the request's own type.

use super::Policy;
use super::walk::{self, Node, Visitor};
use crate::ack::ExtendedAck;
use crate::error::{Path, Step};
use crate::input::Input;

impl Policy {
    /// Returns the path to the attribute whose header is at `offset`, in a set that was emitted with this
    /// policy.
    ///
    /// Offsets are counted from the start of the message, as the input's are. Returns `None` if no
    /// attribute begins there, and if the offset is in the fixed header.
    #[doc(alias = "NLMSGERR_ATTR_OFFS")]
    #[must_use]
    pub fn locate(&'static self, set: Input<'_>, offset: usize) -> Option<Path> {
        self.path_to(set, offset, false)
    }

    /// Returns the path to the attribute that the kernel says is wrong or missing.
    #[must_use]
    pub fn locate_fault(&'static self, set: Input<'_>, fault: &ExtendedAck<'_>) -> Option<Path> {
        if let Some(offset) = fault.offset {
            return self.locate(set, usize::try_from(offset).ok()?);
        }
        let missing = Step::Attr(u16::try_from(fault.missing_type?).ok()?);
        let mut path = Path::to(missing);
        if let Some(nest) = fault.missing_nest {
            path.append_outer(&self.path_to(set, usize::try_from(nest).ok()?, true)?);
        }
        Some(path)
    }

    fn path_to(&'static self, set: Input<'_>, offset: usize, inside: bool) -> Option<Path> {
        let mut locate = Locate { offset, inside, path: Path::default() };
        walk::set(self.into(), set, &mut locate).err().map(|Found| locate.path)
    }
}

/// Looks for the attribute whose header is at an offset.
struct Locate {
    offset: usize,
    /// Whether the path leads into it: then the variant of a sub-message is part of the path.
    inside: bool,
    path: Path,
}

struct Found;

impl<'m> Visitor<'m> for Locate {
    type Stop = Found;

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Found> {
        if node.item.offset() == self.offset {
            return Err(Found);
        }
        Ok(node.is_nest() && node.item.contains(self.offset))
    }

    fn stopped(&mut self, node: &Node<'_, 'm>) {
        if let (Some((number, _)), true) =
            (node.variant, self.inside || node.item.offset() != self.offset)
        {
            self.path.push_outer(Step::Variant(number));
        }
        let (step, occurrence) = node.steps();
        if let Some(occurrence) = occurrence {
            self.path.push_outer(occurrence);
        }
        self.path.push_outer(step);
    }
}
