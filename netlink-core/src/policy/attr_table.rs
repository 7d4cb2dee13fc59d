//! Finds the attributes of a set by type, for policies known only at run time.

use super::validate::{Fault, Validate};
use super::walk::{self, Glance, Item, Node, Scope, SetView, Span, Visitor};
use super::{AttrPolicy, Occurs, Policy};
use crate::attr::Attr;
use crate::error::{ErrorKind, ParseError, Step};
use crate::input::Input;
use crate::level::Level;
use crate::parse::Parse;

/// Finds the attributes of a set with types below `N`: of several with the same type, the last one.
///
/// C libraries call this parsing by a policy. Returned by [`Policy::table`]; takes `4 * N` bytes and does not
/// allocate.
///
/// ```
/// use netlink_core::policy::{AttrPolicy, Kind, Policy};
/// use netlink_core::{Input, Writer};
///
/// const POLICY: &Policy = &Policy::new("Port", &[
///     AttrPolicy::new(Kind::NulString).with_len(0, 15).named(1, "name"),
///     AttrPolicy::new(Kind::U32).optional().named(2, "mtu"),
/// ]);
///
/// let mut bytes = [0; 64];
/// let mut writer = Writer::new(&mut bytes);
/// writer.put(1, &c"p0")?;
/// let table = POLICY.table::<3>(Input::new(writer.written()))?;
/// assert_eq!(table.require::<&core::ffi::CStr>(1)?, c"p0");
/// assert_eq!(table.get::<u32>(2)?, None);
///
/// // A required attribute that is missing is an error of the whole.
/// let error = POLICY.table::<3>(Input::new(&[])).unwrap_err();
/// assert_eq!(error.to_string(), "Port.name at offset 0: required attribute is missing");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[doc(alias = "nla_parse")]
#[doc(alias = "nl_policy_parse")]
#[derive(Clone, Copy, Debug)]
pub struct AttrTable<'a, const N: usize> {
    set: Input<'a>,
    policy: &'static Policy,
    /// How many bytes of the set there are from each attribute's header on; 0 if it is absent.
    tails: [u32; N],
}

impl Policy {
    /// Validates a set at the input's level, behind its fixed header if it has one, and returns its
    /// attributes by type.
    ///
    /// `N` is one more than the highest type that is looked up.
    ///
    /// # Errors
    /// As [`Policy::validate`], and [`ErrorKind::Missing`] for a required attribute of the set itself.
    pub fn table<'a, const N: usize>(
        &'static self,
        input: Input<'a>,
    ) -> Result<AttrTable<'a, N>, ParseError> {
        let (_, set) = self.split_header(input).unwrap_or((&[], input));
        let mut table = AttrTable { set, policy: self, tails: [0; N] };
        self.fill(input, &mut table.tails)?;
        let required = |attr: &AttrPolicy| attr.occurs() == Occurs::Required;
        let comes = |ty: u16| match usize::from(ty) < N {
            true => table.has(ty),
            false => set.attrs().any(|attr| attr.ty() == ty),
        };
        match self.attrs().filter(|attr| required(attr)).find(|attr| !comes(attr.ty())) {
            Some(attr) => Err(table.missing(attr.ty())),
            None => Ok(table),
        }
    }

    /// Apart from [`Policy::table`], of which a program has an instance for each size.
    #[inline(never)]
    fn fill(&'static self, input: Input<'_>, tails: &mut [u32]) -> Result<(), ParseError> {
        walk::set(self.into(), input, &mut Fill { tails, depth: input.depth() })
            .map_err(|fault| SetView::from(self).explain(input, fault))
    }
}

/// Validates, and notes where the attributes of the outermost set are.
struct Fill<'t> {
    tails: &'t mut [u32],
    depth: u8,
}

impl Fill<'_> {
    #[inline(always)]
    fn note(&mut self, item: &Item<'_>, set: &Scope<'_, '_>) {
        if set.inside.depth() == self.depth {
            if let Some(tail) = self.tails.get_mut(usize::from(item.ty())) {
                // What is longer than four GiB cannot be a message.
                *tail = u32::try_from(item.tail_len()).unwrap_or(u32::MAX);
            }
        }
    }
}

impl<'m> Visitor<'m> for Fill<'_> {
    type Stop = Fault;
    const AS_KERNEL: bool = true;

    #[inline(always)]
    fn set(&mut self, set: &Scope<'_, 'm>) -> Result<(), Fault> {
        Validate.set(set)
    }

    #[cold]
    fn short_set(&mut self, of: SetView<'_>, whole: Span<'m>) -> Result<(), Fault> {
        Validate.short_set(of, whole)
    }

    #[inline(always)]
    fn glance(
        &mut self,
        declared: Option<&AttrPolicy>,
        item: &Item<'m>,
        level: Level,
        set: &Scope<'_, 'm>,
    ) -> Glance {
        self.note(item, set);
        Validate.glance(declared, item, level, set)
    }

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Fault> {
        Validate.attr(node)
    }

    #[inline(always)]
    fn end_of_set(&mut self, set: &Scope<'_, 'm>, leftover: Span<'m>) -> Result<(), Fault> {
        Validate.end_of_set(set, leftover)
    }
}

impl<'a, const N: usize> AttrTable<'a, N> {
    /// Returns the attribute of this type, or `None` if it is absent or the type is not below `N`.
    #[must_use]
    pub fn attr(&self, ty: u16) -> Option<Attr<'a>> {
        let tail = usize::try_from(*self.tails.get(usize::from(ty))?).ok()?;
        let start = self.set.bytes().len().checked_sub(tail)?;
        let tail = self.set.bytes().get(start..)?;
        // The position is that of an attribute's header, and an empty tail has none.
        self.set.with_tail(tail).attrs().next()
    }

    /// Returns the value of the attribute of this type, if it is present.
    ///
    /// # Errors
    /// As [`Parse::parse`] of the value's type.
    pub fn get<T: Parse<'a>>(&self, ty: u16) -> Result<Option<T>, ParseError> {
        let Some(attr) = self.attr(ty) else { return Ok(None) };
        match T::parse(attr.input()) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.in_attr(ty, attr.offset(), self.policy)),
        }
    }

    /// Returns the value of the attribute of this type, which is required.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`]; else as [`AttrTable::get`].
    pub fn require<T: Parse<'a>>(&self, ty: u16) -> Result<T, ParseError> {
        self.get(ty)?.ok_or_else(|| self.missing(ty))
    }

    /// Returns true if there is an attribute of this type.
    #[must_use]
    pub fn has(&self, ty: u16) -> bool {
        self.attr(ty).is_some()
    }

    fn missing(&self, ty: u16) -> ParseError {
        ParseError::new(ErrorKind::Missing, self.set.offset()).within(Step::Attr(ty), self.policy)
    }
}
