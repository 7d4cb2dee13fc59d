//! Compares the policy of a type with the one that a kernel reports.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{AttrPolicy, Check, Kind, Policy, PolicyTable};

/// How deep nested sets are compared.
const MAX_DEPTH: u8 = 16;

/// A difference between the policy of a type and a kernel's.
///
/// Displayed as `SetRings.header.dev_index: wider: u32, but the kernel takes u32 from 1`.
#[derive(Clone, Eq, PartialEq)]
pub struct Difference {
    /// The path to the attribute, with the type's names.
    pub path: String,
    /// What differs.
    pub kind: DifferenceKind,
    /// What the type allows, as text.
    pub ours: String,
    /// What the kernel allows, as text; empty if it does not know the attribute.
    pub theirs: String,
}

/// What differs between two policies of an attribute.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The kernel does not know the attribute.
    Unknown,
    /// The type rejects some of what the kernel accepts.
    Narrower,
    /// The type accepts some of what the kernel rejects.
    Wider,
    /// For the kernel it is of another kind.
    OtherKind,
}

impl fmt::Debug for Difference {
    /// Writes what is displayed: this is what a failed assertion shows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Difference").field(&format_args!("{self}")).finish()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, kind, ours, theirs } = self;
        match kind {
            DifferenceKind::Unknown => write!(f, "{path}: unknown to the kernel: {ours}"),
            DifferenceKind::Narrower => {
                write!(f, "{path}: narrower: {ours}, but the kernel takes {theirs}")
            }
            DifferenceKind::Wider => {
                write!(f, "{path}: wider: {ours}, but the kernel takes {theirs}")
            }
            DifferenceKind::OtherKind => {
                write!(f, "{path}: of another kind: {ours}, but the kernel takes {theirs}")
            }
        }
    }
}

impl Policy {
    /// Returns how this policy, that of a request, differs from set number `set` of a kernel's.
    ///
    /// Not differences are: attributes that the type does not name, since it never sends them; what kernels
    /// do not report, such as byte order, attributes in network byte order and those without a kind; arrays
    /// that are reported as nests; and what an attribute [expects](AttrPolicy::expecting).
    #[must_use]
    pub fn differences(&'static self, theirs: &PolicyTable, set: u16) -> Vec<Difference> {
        self.compare(theirs, set, Direction::Request)
    }

    /// Returns how this policy, that of a reply, differs from set number `set` of a kernel's, which is what
    /// it accepts in requests.
    ///
    /// Reported are attributes of another kind, and those of which the type rejects some of what the kernel
    /// accepts, and so may send. Attributes that requests do not have are not compared.
    #[must_use]
    pub fn differences_of_reply(&'static self, theirs: &PolicyTable, set: u16) -> Vec<Difference> {
        self.compare(theirs, set, Direction::Reply)
    }

    fn compare(
        &'static self,
        theirs: &PolicyTable,
        set: u16,
        direction: Direction,
    ) -> Vec<Difference> {
        let mut comparison = Comparison { table: theirs, direction, differences: Vec::new() };
        comparison.sets(self, set, self.name(), 0);
        comparison.differences
    }
}

/// The sender of values of the type.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Direction {
    Request,
    Reply,
}

struct Comparison<'t> {
    table: &'t PolicyTable,
    direction: Direction,
    differences: Vec<Difference>,
}

impl Comparison<'_> {
    fn sets(&mut self, ours: &'static Policy, theirs: u16, path: &str, depth: u8) {
        if depth >= MAX_DEPTH {
            return;
        }
        for attr in ours.attrs() {
            let path = format!("{path}.{}", attr.name());
            match self.table.attr(theirs, attr.ty()) {
                Some(&their) => self.attrs(attr, &their, path, depth),
                None if self.direction == Direction::Reply => {}
                None if is_hidden(attr) && self.table.may_know(theirs, attr.ty()) => {}
                None => self.report(attr, None, path, DifferenceKind::Unknown),
            }
        }
    }

    fn attrs(&mut self, ours: &'static AttrPolicy, theirs: &AttrPolicy, path: String, depth: u8) {
        let deeper = depth.saturating_add(1);
        if ours.kind() == Kind::NestedArray && theirs.kind() == Kind::Nested {
            // Kernels report some arrays as nests, whose attributes are the elements.
            let elements = theirs.set_number().map_or(&[][..], |set| self.table.attrs(set));
            let number = elements.iter().find_map(AttrPolicy::set_number);
            if let (Some(set), Some(number)) = (nested(ours), number) {
                self.sets(set, number, &path, deeper);
            }
            return;
        }
        let found = if !same_kind(ours, theirs) {
            Some(DifferenceKind::OtherKind)
        } else if let (Some(set), Some(number)) = (nested(ours), theirs.set_number()) {
            self.sets(set, number, &path, deeper);
            None
        } else {
            compare(ours, theirs)
        };
        match found {
            // It reads more than the kernel accepts.
            Some(DifferenceKind::Wider) if self.direction == Direction::Reply => {}
            Some(kind) => self.report(ours, Some(theirs), path, kind),
            None => {}
        }
    }

    fn report(
        &mut self,
        ours: &AttrPolicy,
        theirs: Option<&AttrPolicy>,
        path: String,
        kind: DifferenceKind,
    ) {
        if !ours.expects(kind) {
            let theirs = theirs.map(ToString::to_string).unwrap_or_default();
            self.differences.push(Difference { path, kind, ours: ours.to_string(), theirs });
        }
    }
}

/// The set in an attribute, or in each element of an array.
fn nested(attr: &AttrPolicy) -> Option<&'static Policy> {
    attr.set().or_else(|| attr.element().and_then(AttrPolicy::set))
}

/// Whether a kernel leaves such attributes out of what it reports, wherever they are: integers in network
/// byte order, as which addresses can be declared too, and attributes without a kind.
fn is_hidden(attr: &AttrPolicy) -> bool {
    match attr.kind() {
        Kind::Be16 | Kind::Be32 | Kind::BeI16 | Kind::BeI32 | Kind::Unspec | Kind::Reject => true,
        Kind::Binary => matches!(attr.len(), (2, 2) | (4, 4)),
        _ => false,
    }
}

/// Whether both are the same on the wire, as far as kernels distinguish them.
fn same_kind(ours: &AttrPolicy, theirs: &AttrPolicy) -> bool {
    let size = |attr: &AttrPolicy| match (attr.kind().size(), attr.len()) {
        (Some(size), _) => Some(size),
        (None, (min, max)) if min == max => Some(min),
        _ => None,
    };
    match (ours.kind(), theirs.kind()) {
        (ours, theirs) if ours == theirs => true,
        (Kind::String | Kind::NulString, Kind::String | Kind::NulString) => true,
        // Kernels report milliseconds as an integer of either width.
        (Kind::Msecs | Kind::U64, Kind::Uint) => true,
        // Byte order is not reported, and addresses are integers in some families.
        (Kind::Be16 | Kind::Le16 | Kind::Binary, Kind::U16)
        | (Kind::Be32 | Kind::Le32 | Kind::Binary, Kind::U32)
        | (Kind::Be64 | Kind::Le64 | Kind::Binary, Kind::U64)
        | (Kind::Be16 | Kind::Be32 | Kind::Be64, Kind::Binary) => size(ours) == size(theirs),
        // The kernel may know more about bytes and sub-messages.
        (Kind::Unspec, _) => true,
        _ => false,
    }
}

/// Compares the rules of two attributes of one kind.
fn compare(ours: &AttrPolicy, theirs: &AttrPolicy) -> Option<DifferenceKind> {
    let lengths = if ours.kind().has_length() && theirs.kind().has_length() {
        match (ours.len(), theirs.len()) {
            // A length that may be longer at lax levels is reported as exact.
            ((_, _), (their_min, their_max))
                if ours.is_long_when_lax() && their_min == their_max =>
            {
                None
            }
            // A bound on one side only is not reported of binary data.
            (_, (0, usize::MAX)) if theirs.kind() == Kind::Binary => None,
            ((our_min, our_max), (their_min, their_max)) => {
                within((len(our_min), len(our_max)), (len(their_min), len(their_max)))
            }
        }
    } else {
        None
    };
    lengths.or_else(|| match (ours.check(), theirs.check()) {
        (Check::Mask(ours), Check::Mask(theirs)) if ours == theirs => None,
        (Check::Mask(ours), Check::Mask(theirs)) if ours & !theirs == 0 => {
            Some(DifferenceKind::Narrower)
        }
        (_, Check::Mask(mask)) if ours.is_closed() => {
            let allowed = |value: i128| value & !i128::from(mask) == 0;
            let all = ours.names().iter().all(|name| allowed(name.value));
            Some(if all { DifferenceKind::Narrower } else { DifferenceKind::Wider })
        }
        (_, Check::Mask(mask)) => match bounds(ours) {
            // All values that there are must have no other bits.
            (_, max) if max >= 0 && smear(max) & !i128::from(mask) == 0 => None,
            _ => Some(DifferenceKind::Wider),
        },
        (Check::Reject, _) => Some(DifferenceKind::Narrower),
        _ if ours.kind().is_integer() && theirs.kind().is_integer() => {
            within(bounds(ours), bounds(theirs))
        }
        _ => None,
    })
}

fn within(ours: (i128, i128), theirs: (i128, i128)) -> Option<DifferenceKind> {
    if ours == theirs {
        None
    } else if ours.0 >= theirs.0 && ours.1 <= theirs.1 {
        Some(DifferenceKind::Narrower)
    } else {
        Some(DifferenceKind::Wider)
    }
}

fn len(len: usize) -> i128 {
    // A kernel's bounds are 16 bits wide: beyond that there is none.
    i128::try_from(len).unwrap_or(i128::MAX).min(i128::from(u16::MAX))
}

/// The smallest and the largest value that a policy allows.
fn bounds(attr: &AttrPolicy) -> (i128, i128) {
    let (min, max) = match attr.check() {
        Check::Range(min, max) => (min, max),
        Check::Mask(mask) => (0, i128::from(mask)),
        Check::None | Check::Reject => attr.kind().limits().unwrap_or((0, 0)),
    };
    let named = attr.names().iter().filter(|_| attr.is_closed()).map(|name| name.value);
    let (first, last) = (named.clone().min().unwrap_or(min), named.max().unwrap_or(max));
    (min.max(first), max.min(last))
}

/// All bits up to the highest one of a number that is not negative.
fn smear(value: i128) -> i128 {
    match value.checked_ilog2() {
        Some(highest) => i128::MAX.checked_shr(126_u32.saturating_sub(highest)).unwrap_or(0),
        None => 0,
    }
}
