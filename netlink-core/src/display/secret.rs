//! Whether bytes contain something secret.

use crate::policy::AttrPolicy;
use crate::policy::walk::{self, Content, Node, Scope, SetView, Span};

/// Whether an attribute is secret, or something in it may be.
pub(super) fn holds_secret(node: &Node<'_, '_>) -> bool {
    node.is_secret()
        || matches!(node.content, Content::TooDeep)
        || walk::content(node, &mut Finder).is_err()
}

/// Whether a set has secret attributes.
pub(super) fn has_secret(of: SetView<'_>) -> bool {
    of.policy().is_some_and(|policy| policy.attrs().any(AttrPolicy::is_secret))
}

/// Ends the walk at something secret.
struct Finder;

struct Secret;

impl<'m> walk::Visitor<'m> for Finder {
    type Stop = Secret;

    fn short_set(&mut self, of: SetView<'_>, _: Span<'m>) -> Result<(), Secret> {
        if has_secret(of) { Err(Secret) } else { Ok(()) }
    }

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Secret> {
        if node.is_secret() || matches!(node.content, Content::TooDeep) {
            return Err(Secret);
        }
        Ok(node.is_nest())
    }

    fn end_of_set(&mut self, set: &Scope<'_, 'm>, leftover: Span<'m>) -> Result<(), Secret> {
        if !leftover.bytes.is_empty() && set.of.is_some_and(has_secret) {
            return Err(Secret);
        }
        Ok(())
    }
}
