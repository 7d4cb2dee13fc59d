//! Prints members of keys with their masks.

use netlink_core::value::Struct;
use netlink_core::zerocopy::{Immutable, IntoBytes};
use netlink_families::ovs_flow::Key;

use crate::form::hex;
use crate::layout::{Layout, show};

/// What is printed of a key, in the order in which the kernel reports it.
pub(crate) struct Printer<'k> {
    pub(crate) mask: Option<&'k Key<'k>>,
    /// Also print what does not count.
    pub(crate) all: bool,
    pub(crate) out: Vec<String>,
}

impl<'k> Printer<'k> {
    /// Prints an integer, `mask` of which counts.
    pub(crate) fn value<T: Copy + Into<u64> + PartialEq>(
        &mut self,
        name: &str,
        value: Option<T>,
        mask: impl Fn(&Key<'k>) -> Option<T>,
        form: impl Fn(u64) -> String,
    ) {
        let Some(value) = value else { return };
        let full = u64::MAX >> (64 - 8 * size_of::<T>());
        let bits = self.mask.map_or(full, |all| mask(all).map_or(0, Into::into));
        if bits == full {
            self.out.push(format!("{name}({})", form(value.into())));
        } else if bits != 0 || self.all {
            self.out.push(format!("{name}({}/{})", form(value.into()), hex(bits)));
        }
    }

    /// Prints the fields of a header.
    pub(crate) fn header<T: IntoBytes + Immutable>(
        &mut self,
        name: &str,
        layout: Layout,
        key: &Key<'k>,
        of: impl for<'a> Fn(&'a Key<'k>) -> &'a Option<Struct<'k, T>>,
    ) {
        let Some(value) = of(key) else { return };
        let wild = vec![0; size_of::<T>()];
        let mask =
            self.mask.map(|mask| of(mask).as_ref().map_or(&wild[..], |mask| (**mask).as_bytes()));
        let shown = show(layout, (**value).as_bytes(), mask, self.all);
        // That a packet has an Ethernet header always counts.
        if mask.is_none_or(|mask| self.all || mask.iter().any(|byte| *byte != 0)) || name == "eth" {
            self.out.push(format!("{name}({shown})"));
        }
    }
}
