//! What a declaration means: containers, fields and variants, with the tokens they came from.

mod any_of;
mod check;
mod container;
mod fields;
mod message;
mod newtype;
mod set;
mod shape;
mod types;
mod variants;

pub(crate) use self::check::check;
pub(crate) use self::container::Container;
pub(crate) use self::fields::{AttrField, Plain};
pub(crate) use self::message::{Command, Message};
pub(crate) use self::newtype::Newtype;
pub(crate) use self::set::Set;
pub(crate) use self::shape::Shape;
pub(crate) use self::types::mentions;
pub(crate) use self::variants::{
    Item, Items, KeyKind, MessageVariant, Messages, SubMessage, Value, Values,
};
