//! From what an extended acknowledgement says of a request to the path of the request's own type.

use super::{AttrPolicy, Kind, Policy};
use crate::ack::ExtendedAck;
use crate::attr::{Attr, Attrs};
use crate::error::{Path, Step};
use crate::input::{Input, MAX_DEPTH};

/// Where a way leads.
struct At {
    /// To the attribute whose header is there.
    offset: usize,
    /// Into it: then of a sub-message the form belongs to the way.
    inside: bool,
}

impl Policy {
    /// The way to the attribute whose header is at `offset`, in a set that was emitted by this
    /// policy.
    ///
    /// Offsets are counted from the start of the message, as the input's are. Nothing if no
    /// attribute begins there, or it is the fixed header that is meant.
    #[doc(alias = "NLMSGERR_ATTR_OFFS")]
    #[must_use]
    pub fn locate(&'static self, set: Input<'_>, offset: usize) -> Option<Path> {
        self.walk(set, &At { offset, inside: false }, 0)
    }

    /// The way to the attribute that the kernel says is wrong or missing.
    #[must_use]
    pub fn locate_fault(&'static self, set: Input<'_>, fault: &ExtendedAck<'_>) -> Option<Path> {
        if let Some(offset) = fault.offset {
            return self.locate(set, usize::try_from(offset).ok()?);
        }
        let missing = Step::Attr(u16::try_from(fault.missing_type?).ok()?);
        let mut path = Path::to(missing);
        if let Some(nest) = fault.missing_nest {
            let nest = At { offset: usize::try_from(nest).ok()?, inside: true };
            path.append_outer(&self.walk(set, &nest, 0)?);
        }
        Some(path)
    }

    fn walk(&'static self, set: Input<'_>, to: &At, depth: u8) -> Option<Path> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let deeper = depth.saturating_add(1);
        let (header, set) = set.split_fixed_header(self.header_len()).ok()?;
        set.attrs().find_map(|attr| {
            let is_it = attr.offset() == to.offset;
            if is_it && !to.inside {
                return Some(Path::to(Step::Attr(attr.ty())));
            }
            let policy = self.attr(attr.ty());
            let form = policy.and_then(|it| it.choose(|ty| self.attr(ty), header, set.attrs()));
            let mut path = match (policy, form) {
                _ if is_it => Path::default(),
                (Some(policy), None) => policy.walk_into(attr, to, deeper)?,
                (_, Some((_, variant))) => variant.policy().walk_into(attr, to, deeper)?,
                _ => return None,
            };
            if let Some((number, _)) = form {
                path.push_outer(Step::Variant(number));
            }
            path.push_outer(Step::Attr(attr.ty()));
            Some(path)
        })
    }
}

impl AttrPolicy {
    fn walk_into(&self, attr: Attr<'_>, to: &At, depth: u8) -> Option<Path> {
        match self.kind() {
            Kind::NestedArray => {
                self.walk_elements(attr.input().attrs(), to, depth.saturating_add(1))
            }
            _ => self.set()?.walk(attr.input(), to, depth),
        }
    }

    fn walk_elements(&self, elements: Attrs<'_>, to: &At, depth: u8) -> Option<Path> {
        let policy = self.element()?;
        (0..=u16::MAX).zip(elements).find_map(|(index, element)| {
            let mut path = if element.offset() == to.offset {
                Path::default()
            } else {
                policy.walk_into(element, to, depth)?
            };
            path.push_outer(Step::Index(index));
            Some(path)
        })
    }
}
