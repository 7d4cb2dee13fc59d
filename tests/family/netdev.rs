//! The family `netdev`.

mod devices;

use netlink_core::{EmitMessage, MessageHeader, Uint, Unknown, Writer, emit_message};
use netlink_families::netdev::*;

use crate::support::*;

fn emitted(message: &impl EmitMessage) -> Vec<u8> {
    let mut bytes = Vec::new();
    emit_message(&mut Writer::growing(&mut bytes), MessageHeader::default(), message).unwrap();
    bytes
}

#[test]
fn devices_and_queues_survive() {
    let device = Dev {
        ifindex: Some(7),
        xdp_features: Some(XdpAct::BASIC | XdpAct::RX_SG),
        xsk_features: Some(XskFlags::TX_CHECKSUM),
        ..Dev::default()
    };
    let messages = [emitted(&device)];
    survive_as::<Dev<'_>>(&messages);

    let id = QueueId { id: Some(3), ty: Some(QueueType::Tx), rest: Unknown::NONE };
    let queue = Queue {
        id: Some(2),
        ifindex: Some(7),
        ty: Some(QueueType::Other(9)),
        napi_id: Some(8193),
        dmabuf: None,
        io_uring: Some(IoUringProviderInfo {
            rx_buf_len: Some(Uint(1 << 33)),
            rest: Unknown::NONE,
        }),
        xsk: Some(XskInfo::default()),
        lease: Some(Lease { queue: Some(id), netns_id: Some(0), ..Lease::default() }),
        rest: Unknown::NONE,
    };
    let messages = [emitted(&queue)];
    survive_as::<Queue<'_>>(&messages);
}

#[test]
fn counters_take_four_bytes_or_eight_as_they_need() {
    for (count, len) in [(0, 4), (u32::MAX.into(), 4), (u64::from(u32::MAX) + 1, 8)] {
        let pool =
            PagePool { id: Some(Uint(1)), inflight: Some(Uint(count)), ..PagePool::default() };
        let bytes = emitted(&pool);
        assert_eq!(bytes.len(), 20 + 8 + 4 + len);
        survive_as::<PagePool<'_>>(&[bytes]);
        let info = Some(PagePoolInfo { id: Some(Uint(1)), ..PagePoolInfo::default() });
        let stats =
            PagePoolStats { info, alloc_fast: Some(Uint(count)), ..PagePoolStats::default() };
        survive_as::<PagePoolStats<'_>>(&[emitted(&stats)]);
        let stats = Qstats { rx_packets: Some(Uint(count)), ..Qstats::default() };
        survive_as::<Qstats<'_>>(&[emitted(&stats)]);
    }
}

#[test]
fn every_event_is_known_by_its_command() {
    let device = || Dev { ifindex: Some(1), ..Dev::default() };
    let pool = || PagePool { id: Some(Uint(1)), ..PagePool::default() };
    // NETDEV_CMD_DEV_*_NTF and NETDEV_CMD_PAGE_POOL_*_NTF.
    let events = [
        (Event::DevAdd(device()), 2),
        (Event::DevDel(device()), 3),
        (Event::DevChange(device()), 4),
        (Event::PagePoolAdd(pool()), 6),
        (Event::PagePoolDel(pool()), 7),
        (Event::PagePoolChange(pool()), 8),
    ];
    for (event, command) in events {
        let bytes = emitted(&event);
        assert_eq!(message(&bytes).command(), Some(command));
        let read: Event<'_> = message(&bytes).parse().unwrap();
        assert_eq!(core::mem::discriminant(&read), core::mem::discriminant(&event));
    }
}

/// The error of a message that must not be sent.
fn not_emitted(message: &impl EmitMessage) -> String {
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let error = emit_message(&mut writer, MessageHeader::default(), message).unwrap_err();
    assert!(bytes.is_empty(), "it took back what it had written");
    error.to_string()
}

#[test]
fn a_value_that_no_kernel_takes_is_not_sent() {
    let device = GetDev { ifindex: Some(0), ..GetDev::default() };
    let pools = [0, u64::from(u32::MAX) + 1]
        .map(|id| GetPagePool { id: Some(Uint(id)), ..GetPagePool::default() });
    let napi = SetNapi { id: Some(1), defer_hard_irqs: Some(1 << 31), ..SetNapi::default() };
    let errors = [
        (not_emitted(&device), "GetDev.ifindex"),
        (not_emitted(&pools[0]), "GetPagePool.id"),
        (not_emitted(&pools[1]), "GetPagePool.id"),
        (not_emitted(&napi), "SetNapi.defer_hard_irqs"),
    ];
    for (error, field) in errors {
        assert!(error.contains(field), "{error}");
    }
}
