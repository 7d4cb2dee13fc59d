//! Parsing and emitting: values, how often they occur, sets of attributes, messages.

pub(crate) mod context;
pub(crate) mod emit;
pub(crate) mod emit_field;
pub(crate) mod emit_set;
pub(crate) mod input;
pub(crate) mod item;
pub(crate) mod level;
pub(crate) mod message;
pub(crate) mod output;
#[cfg(feature = "alloc")]
pub(crate) mod owned;
pub(crate) mod parse;
pub(crate) mod parse_field;
pub(crate) mod request;
pub(crate) mod rule;
pub(crate) mod seen;
pub(crate) mod set;
pub(crate) mod set_output;
pub(crate) mod split;
pub(crate) mod stream;
pub(crate) mod with;
pub(crate) mod with_header;
pub(crate) mod writer;
