//! The registry of families has the members of every structure that a policy refers to: programs that know no
//! types name and set them by that.

use std::collections::BTreeSet;

use netlink_core::policy::{AttrPolicy, Hint, Layout, Policy};
use netlink_families::layout::{Content, Structure};
use netlink_families::{FAMILIES, structure};

/// What has been seen: policies refer to themselves.
#[derive(Default)]
struct Seen {
    policies: BTreeSet<usize>,
    structures: usize,
    missing: BTreeSet<String>,
}

impl Seen {
    fn set(&mut self, policy: &'static Policy) {
        if !self.policies.insert(std::ptr::from_ref(policy) as usize) {
            return;
        }
        if let Some(layout) = policy.header_layout() {
            self.layout(policy.name(), &layout);
        }
        policy.attrs().for_each(|attr| self.attr(policy.name(), attr));
    }

    fn attr(&mut self, set: &str, attr: &AttrPolicy) {
        match attr.hint() {
            Hint::Layout(layout) => self.layout(set, &layout),
            Hint::Array(layout) if Content::of_number(&layout).is_none() => {
                self.layout(set, &layout)
            }
            _ => {}
        }
        attr.variants().iter().for_each(|variant| self.attr(set, &variant.policy()));
        attr.set().into_iter().for_each(|policy| self.set(policy));
        attr.element().into_iter().for_each(|element| self.attr(set, element));
    }

    fn layout(&mut self, set: &str, layout: &Layout) {
        self.structures += 1;
        match structure(layout) {
            Some(known) => check(known, layout),
            None if layout.type_name().starts_with("[u8; ") => {} // bytes
            None => drop(self.missing.insert(format!("{set}: {}", layout.type_name()))),
        }
    }
}

/// The members follow one another, and fill the structure.
fn check(structure: &Structure, layout: &Layout) {
    let mut end = 0;
    for member in structure.members() {
        assert!(member.offset >= end, "{}.{}", layout.name(), member.name);
        end = member.offset + member.content.size();
    }
    assert_eq!((structure.size(), layout.size()), (end, end), "{}", layout.name());
}

#[test]
fn every_structure_has_members() {
    let mut seen = Seen::default();
    for family in FAMILIES {
        let lists = family.operations.iter().flat_map(|o| [o.request, o.reply]);
        let messages = lists.chain([family.notifications]).flatten();
        messages.for_each(|(_, policy)| seen.set(policy));
    }
    assert!(seen.policies.len() > 500 && seen.structures > 300, "{}", seen.structures);
    assert_eq!(seen.missing, BTreeSet::new());
}
