//! Multicast groups, counted from 1.

use core::fmt;
use core::num::NonZeroU32;

/// The number of a multicast group; 0 is not a group.
///
/// Groups are counted from 1 within their [`Protocol`](crate::Protocol). The old interface names
/// them by a mask of 32 bits (`RTMGRP_LINK`), which the newer groups do not fit in: this type is
/// the number (`RTNLGRP_LINK`), for any group.
///
/// # Examples
///
/// ```
/// use netlink_sys::Group;
///
/// const RTNLGRP_LINK: Group = Group::new(1).unwrap();
/// assert_eq!(RTNLGRP_LINK.mask(), Some(1));
/// assert_eq!(Group::new(33).unwrap().mask(), None);
/// assert_eq!(Group::new(0), None);
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Group(NonZeroU32);

impl Group {
    /// Returns the group with this number, or `None` for 0.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }

    /// Returns the number of the group, from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0.get()
    }

    /// Returns the bit of this group in the mask of a [`SocketAddr`](crate::SocketAddr), or `None`
    /// if the group is above 32.
    #[must_use]
    pub const fn mask(self) -> Option<u32> {
        1u32.checked_shl(self.0.get().saturating_sub(1))
    }
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Group").field(&self.0).finish()
    }
}

impl From<NonZeroU32> for Group {
    fn from(number: NonZeroU32) -> Self {
        Self(number)
    }
}

impl From<Group> for u32 {
    fn from(group: Group) -> Self {
        group.number()
    }
}
