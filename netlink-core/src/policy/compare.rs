//! What we believe of a set compared with what a kernel says of it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{AttrPolicy, Check, Kind, Policy, PolicyTable};

/// How deep nested sets are compared.
const MAX_DEPTH: u8 = 16;

/// One thing in which a type's policy and a kernel's differ.
///
/// Displayed in words: `SetRings.header.dev_index: wider: u32, but the kernel takes u32 from 1`.
#[derive(Clone, Eq, PartialEq)]
pub struct Difference {
    /// The way to the attribute, by the type's names.
    pub path: String,
    /// What differs.
    pub kind: DifferenceKind,
    /// What the type allows, in words.
    pub ours: String,
    /// What the kernel allows, in words; empty where it knows nothing of it.
    pub theirs: String,
}

/// What differs between two policies of an attribute.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The kernel does not know the attribute.
    Unknown,
    /// The type refuses to send some of what the kernel takes.
    Narrower,
    /// The type sends some of what the kernel refuses.
    Wider,
    /// The kernel takes it for something else.
    OtherKind,
}

impl fmt::Debug for Difference {
    /// As it is displayed: an assertion that there are none shows this.
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
    /// In what this policy, that of a type which is sent, differs from set number `set` of a
    /// kernel's.
    ///
    /// What a type does not name is no difference: it never sends it. Nor is what a kernel does not
    /// tell: byte order, and attributes that its dump leaves out although it may know them, which
    /// are integers in network byte order and those without a kind.
    #[must_use]
    pub fn differences(&'static self, theirs: &PolicyTable, set: u16) -> Vec<Difference> {
        let mut comparison = Comparison { table: theirs, differences: Vec::new() };
        comparison.sets(self, set, self.name(), 0);
        comparison.differences
    }
}

struct Comparison<'t> {
    table: &'t PolicyTable,
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
                None if is_hidden(attr) && attr.ty() <= self.table.max_type(theirs) => {}
                None => self.differences.push(Difference {
                    path,
                    kind: DifferenceKind::Unknown,
                    ours: attr.to_string(),
                    theirs: String::new(),
                }),
            }
        }
    }

    fn attrs(&mut self, ours: &'static AttrPolicy, theirs: &AttrPolicy, path: String, depth: u8) {
        let found = if !same_kind(ours, theirs) {
            Some(DifferenceKind::OtherKind)
        } else if let (Some(set), Some(number)) = (nested(ours), theirs.set_number()) {
            self.sets(set, number, &path, depth.saturating_add(1));
            None
        } else {
            compare(ours, theirs)
        };
        if let Some(kind) = found {
            let (ours, theirs) = (ours.to_string(), theirs.to_string());
            self.differences.push(Difference { path, kind, ours, theirs });
        }
    }
}

/// The set in an attribute, or in each element of an array.
fn nested(attr: &AttrPolicy) -> Option<&'static Policy> {
    attr.set().or_else(|| attr.element().and_then(AttrPolicy::set))
}

/// Whether a kernel leaves such attributes out of what it tells: integers in network byte order, as
/// which addresses can be declared too, and attributes without a kind.
fn is_hidden(attr: &AttrPolicy) -> bool {
    match attr.kind() {
        Kind::Be16 | Kind::Be32 | Kind::Unspec | Kind::Reject => true,
        Kind::Binary => matches!(attr.len(), (2, 2) | (4, 4)),
        _ => false,
    }
}

/// Whether both are the same on the wire, as far as kernels tell them apart.
fn same_kind(ours: &AttrPolicy, theirs: &AttrPolicy) -> bool {
    let size = |attr: &AttrPolicy| match (attr.kind().size(), attr.len()) {
        (Some(size), _) => Some(size),
        (None, (min, max)) if min == max => Some(min),
        _ => None,
    };
    match (ours.kind(), theirs.kind()) {
        (ours, theirs) if ours == theirs => true,
        (Kind::String | Kind::NulString, Kind::String | Kind::NulString) => true,
        // Kernels tell milliseconds as an integer of either width.
        (Kind::Msecs | Kind::U64, Kind::Uint) => true,
        // Byte order is not told, and addresses are integers to some families.
        (Kind::Be16 | Kind::Le16 | Kind::Binary, Kind::U16)
        | (Kind::Be32 | Kind::Le32 | Kind::Binary, Kind::U32)
        | (Kind::Be64 | Kind::Le64 | Kind::Binary, Kind::U64)
        | (Kind::Be16 | Kind::Be32 | Kind::Be64, Kind::Binary) => size(ours) == size(theirs),
        // What we take for bytes or choose by a key, the kernel may know more of.
        (Kind::Unspec, _) => true,
        _ => false,
    }
}

/// Compares the rules of two attributes of one kind.
fn compare(ours: &AttrPolicy, theirs: &AttrPolicy) -> Option<DifferenceKind> {
    let lengths = if ours.kind().has_length() && theirs.kind().has_length() {
        match (ours.len(), theirs.len()) {
            // A bound on one side only is not told of binary data.
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
