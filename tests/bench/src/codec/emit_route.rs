//! A route with a nest of metrics: 80 bytes.

use core::net::Ipv4Addr;
use std::hint::black_box;

use crate::family::rt_route::{
    Ip, Metrics, RTA_DST, RTA_GATEWAY, RTA_METRICS, RTA_OIF, RTA_PREFSRC, RTA_PRIORITY, RTA_TABLE,
    RTAX_MTU, RTM_NEWROUTE, Route, RtMsg,
};
use netlink_core::{MessageFlags, MessageHeader, Writer, attr::NESTED, emit_message, message_len};
use zerocopy::IntoBytes;

use super::parse_route::{MetricFields, RouteFields};
use crate::{
    bench::{Bench, mapped, repeated},
    contender,
    floor::{Out, attr_header, message_header},
};

const HEADER: MessageHeader = MessageHeader::new(RTM_NEWROUTE, MessageFlags::REQUEST);
const LEN: usize = 80;

const TABLE: u32 = 254;
const DST: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 0);
const PRIORITY: u32 = 5;
const GATEWAY: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
const OUTPUT_INTERFACE: u32 = 3;
const MTU: u32 = 1400;

fn fields() -> RouteFields {
    RouteFields {
        header: RtMsg { family: 2, dst_len: 24, table: 254, ..RtMsg::default() },
        table: Some(TABLE),
        dst: Some(DST),
        priority: Some(PRIORITY),
        gateway: Some(GATEWAY),
        output_interface: Some(OUTPUT_INTERFACE),
        preferred_src: None,
        metrics: Some(MetricFields { mtu: Some(MTU) }),
    }
}

fn complete() -> Route<'static> {
    let fields = fields();
    Route {
        header: fields.header,
        table: fields.table,
        dst: fields.dst.map(Ip::V4),
        priority: fields.priority,
        gateway: fields.gateway.map(Ip::V4),
        output_interface: fields.output_interface,
        metrics: Some(Metrics { mtu: Some(MTU), ..Metrics::default() }),
        ..Route::default()
    }
}

pub(super) fn all() -> [Bench; 4] {
    let (route, by_hand) = (fields(), fields());
    let into_slice = Bench::writing(
        "emit a route, into a slice",
        slice(move |out| emit(&route, out)),
        slice(move |out| emit_by_hand(&by_hand, out)),
    );

    let (route, by_hand) = (fields(), fields());
    let mut bytes = mapped();
    let reused = Bench::writing(
        "emit a route, into a vector used again",
        move || {
            bytes.clear();
            emit_growing(&route, &mut bytes)?;
            Some(black_box(&bytes).len() as u64)
        },
        {
            let mut bytes = mapped();
            move || {
                bytes.clear();
                bytes.resize(LEN, 0);
                let len = emit_by_hand(&by_hand, &mut bytes)?;
                Some(black_box(&bytes).len().min(len) as u64)
            }
        },
    );

    let (route, by_hand) = (fields(), fields());
    let fresh = Bench::writing(
        "emit a route, into a new vector",
        move || {
            let mut bytes = Vec::with_capacity(message_len(black_box(&route)));
            emit_growing(&route, &mut bytes)?;
            Some(black_box(&bytes).len() as u64)
        },
        move || {
            let mut bytes = vec![0; LEN];
            let len = emit_by_hand(black_box(&by_hand), &mut bytes)?;
            black_box(&bytes);
            Some(len as u64)
        },
    );

    let (route, by_hand) = (complete(), fields());
    let complete = Bench::writing(
        "emit a route, complete, into a slice",
        slice(move |out| emit_complete(&route, out)),
        slice(move |out| emit_by_hand(&by_hand, out)),
    );
    [
        into_slice.goal(1.5).contender(repeated(contender::emit_route())),
        reused.goal(1.5),
        fresh,
        complete,
    ]
}

/// Writes into the same slice each time.
fn slice(emit: impl Fn(&mut [u8]) -> Option<usize>) -> impl FnMut() -> Option<u64> {
    let mut bytes = [0; 256];
    move || {
        let len = emit(black_box(&mut bytes))?;
        black_box(&bytes);
        Some(len as u64)
    }
}

#[inline(always)]
fn emit(route: &RouteFields, bytes: &mut [u8]) -> Option<usize> {
    let mut writer = Writer::new(bytes);
    emit_message(&mut writer, HEADER, black_box(route)).ok()?;
    Some(writer.len())
}

#[inline(always)]
fn emit_growing(route: &RouteFields, bytes: &mut Vec<u8>) -> Option<usize> {
    let mut writer = Writer::growing(bytes);
    emit_message(&mut writer, HEADER, black_box(route)).ok()?;
    Some(writer.len())
}

#[inline(always)]
fn emit_complete(route: &Route<'_>, bytes: &mut [u8]) -> Option<usize> {
    let mut writer = Writer::new(bytes);
    emit_message(&mut writer, HEADER, black_box(route)).ok()?;
    Some(writer.len())
}

#[inline(always)]
fn emit_by_hand(route: &RouteFields, bytes: &mut [u8]) -> Option<usize> {
    let route = black_box(route);
    let room = bytes.len();
    let mut out = Out(bytes);
    let head = out.split()?;
    out.put::<12>(route.header.as_bytes().try_into().ok()?)?;
    if let Some(table) = route.table {
        out.put4(RTA_TABLE, table.to_ne_bytes())?;
    }
    if let Some(dst) = route.dst {
        out.put4(RTA_DST, dst.octets())?;
    }
    if let Some(priority) = route.priority {
        out.put4(RTA_PRIORITY, priority.to_ne_bytes())?;
    }
    if let Some(gateway) = route.gateway {
        out.put4(RTA_GATEWAY, gateway.octets())?;
    }
    if let Some(interface) = route.output_interface {
        out.put4(RTA_OIF, interface.to_ne_bytes())?;
    }
    if let Some(src) = route.preferred_src {
        out.put4(RTA_PREFSRC, src.octets())?;
    }
    if let Some(metrics) = &route.metrics {
        let room = out.0.len();
        let nest = out.split()?;
        if let Some(mtu) = metrics.mtu {
            out.put4(RTAX_MTU, mtu.to_ne_bytes())?;
        }
        *nest = attr_header(room - out.0.len(), RTA_METRICS | NESTED)?;
    }
    let len = room - out.0.len();
    *head = message_header(len, RTM_NEWROUTE)?;
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_write_the_same_attributes() {
        let (mut ours, mut by_hand) = ([0xa5; 256], [0xa5; 256]);
        assert_eq!(emit(&fields(), &mut ours), Some(LEN));
        assert_eq!(emit_by_hand(&fields(), &mut by_hand), Some(LEN));
        assert_eq!(ours, by_hand);
        assert_eq!(emit_complete(&complete(), &mut ours), Some(LEN));
        let mut growing = Vec::new();
        assert_eq!(emit_growing(&fields(), &mut growing), Some(LEN));
        assert_eq!(growing, by_hand[..LEN]);
    }
}
