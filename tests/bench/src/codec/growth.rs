//! The same work on more and more: ten times as much must cost ten times as much.

use core::iter;

use crate::family::rt_route::RTM_NEWROUTE;
use netlink_core::{Emit, Input, Messages, Parse, Repeated, Unknown, Writer};

use super::parse_route::{RouteFields, fields_by_hand};
use crate::{bench::Bench, floor, messages::messages};

/// A set with a repeated attribute, between undeclared ones.
#[derive(Debug, Parse, Emit)]
struct Numbers<'a> {
    #[nla(1)]
    numbers: Repeated<'a, u32>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

/// Work whose cost for one unit should not depend on how many there are.
pub(crate) fn all() -> Vec<Bench> {
    let messages = [1_000, 10_000, 100_000, 1_000_000].map(routes);
    let attributes = [1, 10, 100, 1000].map(numbers);
    let values = [1, 10, 100, 1000].map(values);
    messages.into_iter().chain(attributes).chain(values).collect()
}

/// A datagram of so many routes.
fn routes(count: usize) -> Bench {
    let routes = messages("route4", RTM_NEWROUTE);
    let datagram = || -> Vec<u8> { routes.iter().cycle().take(count).flatten().copied().collect() };
    let (ours, by_hand) = (datagram(), datagram());
    Bench::new(
        "parse routes, one after the other",
        count,
        Box::new(move || {
            Messages::new(&ours).fold(0, |sum: u64, message| {
                let route = message.and_then(|message| message.parse::<RouteFields>());
                sum.wrapping_add(route.map_or(1 << 63, |route| route.sum()))
            })
        }),
        Box::new(move || {
            let mut rest = by_hand.as_slice();
            let routes = iter::from_fn(|| {
                let len = floor::u32_at(rest)? as usize;
                let route = rest.get(..len)?;
                rest = rest.get((len + 3) & !3..).unwrap_or(&[]);
                Some(route)
            });
            routes.fold(0, |sum: u64, route| {
                sum.wrapping_add(fields_by_hand(route).unwrap_or(1 << 63))
            })
        }),
    )
}

/// A set of so many attributes, half of them named.
fn numbers(count: usize) -> Bench {
    let set = || -> Vec<u8> {
        let types = iter::repeat([1, 2]).flatten().take(count);
        let mut bytes = Vec::new();
        let mut writer = Writer::growing(&mut bytes);
        for (ty, number) in types.zip(0_u32..) {
            writer.put(ty, &number).expect("a vector grows");
        }
        bytes
    };
    let (ours, by_hand) = (set(), set());
    Bench::new(
        "parse a set, all values of one attribute",
        count,
        Box::new(move || {
            let Ok(set) = Numbers::parse(Input::new(&ours)) else { return 1 << 63 };
            let numbers = set.numbers.iter().flatten().map(u64::from).sum::<u64>();
            numbers + set.rest.iter().count() as u64
        }),
        Box::new(move || {
            floor::Attrs(&by_hand).fold(0, |sum, (ty, payload)| {
                sum + match (ty, floor::u32_at(payload)) {
                    (1, Some(number)) => number.into(),
                    _ => 1,
                }
            })
        }),
    )
}

/// A set of so many attributes to be written.
fn values(count: usize) -> Bench {
    let values: &[u32] = (0..).take(count).collect::<Vec<_>>().leak();
    let mut ours = vec![0; count * 8];
    let mut by_hand = ours.clone();
    Bench::new(
        "emit a set, all values of one attribute",
        count,
        Box::new(move || {
            let numbers = Numbers { numbers: Repeated::of(values), rest: Unknown::NONE };
            let mut writer = Writer::new(&mut ours);
            if writer.emit(&numbers).is_err() {
                return 1 << 63;
            }
            sum_of_bytes(writer.written())
        }),
        Box::new(move || {
            let mut out = floor::Out(&mut by_hand);
            for value in values {
                if out.put4(1, value.to_ne_bytes()).is_none() {
                    return 1 << 63;
                }
            }
            sum_of_bytes(&by_hand)
        }),
    )
}

fn sum_of_bytes(bytes: &[u8]) -> u64 {
    bytes.len() as u64 + bytes.last().map_or(0, |&byte| byte.into())
}
