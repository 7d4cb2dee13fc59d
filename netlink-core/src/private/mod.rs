//! What generated code calls. Nothing here is meant for people: it changes in any release.

#[expect(clippy::panic, reason = "evaluated in constants only: a panic is a compile error")]
mod check;
mod headers;
mod parts;
mod types;

pub use check::*;
pub use headers::*;
pub use parts::*;
pub use types::*;

pub use crate::codec::context::{Context, Refusal, Verdict};
pub use crate::codec::emit::{Derived, EmitBy, EmitRef};
pub use crate::codec::emit_field::emit_flag;
pub use crate::codec::emit_set::{emit_called, emit_keyed, fixed_len, len_called};
pub use crate::codec::item::{EmitItem, ParseItem, RawAttr};
pub use crate::codec::message::{no_message, parse_as};
pub use crate::codec::parse::parse_value;
pub use crate::codec::parse_field::{Found, Start, check_empty};
pub use crate::codec::rule::{FieldRule, Rule};
pub use crate::codec::seen::{Seen, SeenBits, SeenWithin, required};
pub use crate::codec::set::{
    Members, assign_set, insert_set, key_of_attr, key_of_header, parse_set, read_set,
    start_flattened,
};
pub use crate::codec::set_output::SetOutput;
pub use crate::value::binary::Bytes;
pub use crate::value::isolated::Isolated;
pub use crate::value::number::{FromRepr, Number, ToRepr};
pub use crate::wire::flagged::Flagged;
