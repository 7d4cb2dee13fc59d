//! Reading and writing bytes, without a kernel.

mod by_hand;
mod checked_link;
mod complete;
mod complete_link;
mod complete_route;
mod dynamic;
mod emit_link;
mod emit_route;
mod growth;
pub(crate) mod parse_link;
pub(crate) mod parse_route;
mod same_puts;
mod same_struct;
mod stream;
mod validate;

use crate::bench::Bench;

/// All of them, in the order in which they are shown.
pub(crate) fn all() -> Vec<Bench> {
    let mut all = Vec::new();
    all.extend(parse_route::all());
    all.extend(parse_link::all());
    all.extend(same_struct::all());
    all.extend(complete::all());
    all.extend(stream::all());
    all.extend(dynamic::all());
    all.extend(validate::all());
    all.extend(emit_route::all());
    all.extend(emit_link::all());
    all.extend(same_puts::all());
    all
}

/// The same work on more and more.
pub(crate) use growth::all as growing;
