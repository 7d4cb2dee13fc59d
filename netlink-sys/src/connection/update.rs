//! What a view of the kernel's state reports.

/// What a [`Watch`](super::Watch) reports.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Update<L, E> {
    /// Forget everything: the list begins, for the first time or again.
    Reset,
    /// An object of the list.
    Listed(L),
    /// The list is complete: the view is what the kernel has, as soon as the changes that arrived
    /// during it are applied.
    Complete {
        /// Whether the list was interrupted by changes each time it was requested, so that objects may
        /// be missing or listed twice.
        interrupted: bool,
    },
    /// A change.
    Changed(E),
}
