//! Reads `#[netlink(…)]` and `#[nla(…)]`: the directives and their values, without their meaning.

mod bounds;
mod container;
mod declaration;
mod directives;
mod nla;
mod roles;
mod rules;
mod suggest;
mod symbols;
mod values;

pub(crate) use self::bounds::{Bounds, Inclusive};
pub(crate) use self::container::{ContainerDirectives, Flag};
pub(crate) use self::declaration::{Body, Declaration, VariantRole};
pub(crate) use self::directives::Directive;
pub(crate) use self::nla::{Nla, Select};
pub(crate) use self::roles::Role;
pub(crate) use self::rules::Rules;
pub(crate) use self::suggest::one_of;
pub(crate) use self::values::as_string;
