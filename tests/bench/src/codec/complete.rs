//! Routes and links as structs of all that they have, by value and in place, with three call sites each. The
//! floor is a hand-written loop that fills the same struct, at the same three call sites.

use std::hint::black_box;

use crate::family::{
    rt_link::{Link, RTM_NEWLINK},
    rt_route::{RTM_NEWROUTE, Route},
};
use netlink_core::{Input, Messages, RawMessage, parse_into};

use super::complete_link::fill_link;
use super::complete_route::fill_route;
use super::parse_route::used;
use super::same_struct::at_three_places;
use crate::{bench::Bench, messages::messages};

pub(super) fn all() -> [Bench; 4] {
    let (routes, links) = (messages("route4", RTM_NEWROUTE), messages("link", RTM_NEWLINK));
    [
        Bench::reading(
            "parse a route, complete, at three places",
            routes,
            routes_at_three,
            routes_by_hand,
        )
        .goal(1.1),
        Bench::reading(
            "parse a route, complete, in place, at three places",
            routes,
            routes_in_place,
            routes_in_place_by_hand,
        )
        .goal(1.1),
        Bench::reading(
            "parse a link, complete, at three places",
            links,
            links_at_three,
            links_by_hand,
        )
        .goal(1.1),
        Bench::reading(
            "parse a link, complete, in place, at three places",
            links,
            links_in_place,
            links_in_place_by_hand,
        )
        .goal(1.1),
    ]
}

/// Uses what was sent.
trait Sum {
    fn sum(&self) -> u64;
}

impl Sum for Route<'_> {
    #[inline(always)]
    fn sum(&self) -> u64 {
        used(self).sum()
    }
}

impl Sum for Link<'_> {
    #[inline(always)]
    fn sum(&self) -> u64 {
        let int = |int: Option<u32>| u64::from(int.unwrap_or(0));
        let len = |bytes: Option<&[u8]>| bytes.map_or(0, |bytes| bytes.len() as u64);
        let stats = self.stats64.as_deref().map_or(0, |stats| stats.rx_packets + stats.tx_bytes);
        let info = self.link_info.as_ref();
        let kind = info.and_then(|info| info.kind).map_or(0, |kind| kind.count_bytes() as u64);
        len(Some(self.name.to_bytes()))
            + int(self.mtu)
            + int(self.max_mtu)
            + int(self.num_rx_queues)
            + len(self.address)
            + len(self.broadcast)
            + stats
            + kind
            + u64::from(self.af_spec.is_some())
            + u64::from(info.is_some_and(|info| info.slave_data.is_some()))
    }
}

#[inline]
fn route_value(message: RawMessage<'_>) -> Option<Route<'_>> {
    let mut route = Route::default();
    fill_route(&mut route, of_type(message, RTM_NEWROUTE)?.bytes())?;
    Some(route)
}

#[inline]
fn link_value(message: RawMessage<'_>) -> Option<Link<'_>> {
    let mut link = Link::default();
    fill_link(&mut link, of_type(message, RTM_NEWLINK)?.bytes())?;
    Some(link)
}

#[inline(always)]
fn of_type(message: RawMessage<'_>, ty: u16) -> Option<Input<'_>> {
    (message.header().ty == ty).then(|| message.payload())
}

at_three_places!(routes_at_three, routes_by_hand, Route<'_>, route_value, Route<'_>);
at_three_places!(links_at_three, links_by_hand, Link<'_>, link_value, Link<'_>);

/// The three call sites of a type that is filled in place.
macro_rules! in_place {
    ($name:ident, $by_hand:ident, $type:ident, $fill:ident, $ty:ident) => {
        #[inline(never)]
        fn $name(bytes: &[u8]) -> Option<u64> {
            let (mut slot, mut sum) = (None, 0_u64);
            for message in Messages::new(black_box(bytes)) {
                let value =
                    parse_into::<$type<'_>>(&mut slot, of_type(message.ok()?, $ty)?).ok()?;
                sum = sum.wrapping_add(black_box(&*value).sum());
            }
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            let value = parse_into::<$type<'_>>(&mut slot, of_type(message, $ty)?).ok()?;
            sum = sum.wrapping_add(black_box(&*value).sum());
            let mut slot = Box::new(None);
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            let value = parse_into::<$type<'_>>(&mut slot, of_type(message, $ty)?).ok()?;
            Some(sum.wrapping_add(black_box(&*value).sum()))
        }

        #[inline(never)]
        fn $by_hand(bytes: &[u8]) -> Option<u64> {
            let (mut value, mut sum);
            sum = 0_u64;
            for message in Messages::new(black_box(bytes)) {
                value = $type::default();
                $fill(&mut value, of_type(message.ok()?, $ty)?.bytes())?;
                sum = sum.wrapping_add(black_box(&value).sum());
            }
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            value = $type::default();
            $fill(&mut value, of_type(message, $ty)?.bytes())?;
            sum = sum.wrapping_add(black_box(&value).sum());
            let mut value = Box::new($type::default());
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            $fill(&mut value, of_type(message, $ty)?.bytes())?;
            Some(sum.wrapping_add(black_box(&*value).sum()))
        }
    };
}

in_place!(routes_in_place, routes_in_place_by_hand, Route, fill_route, RTM_NEWROUTE);
in_place!(links_in_place, links_in_place_by_hand, Link, fill_link, RTM_NEWLINK);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_fills_the_same_struct() {
        for bytes in messages("route4", RTM_NEWROUTE) {
            let (message, _) = RawMessage::split(bytes).unwrap();
            let route: Route<'_> = message.parse().unwrap();
            assert_eq!(format!("{:?}", route_value(message).unwrap()), format!("{route:?}"));
        }
        for bytes in messages("link", RTM_NEWLINK) {
            let (message, _) = RawMessage::split(bytes).unwrap();
            let link: Link<'_> = message.parse().unwrap();
            assert_eq!(format!("{:?}", link_value(message).unwrap()), format!("{link:?}"));
        }
    }
}
