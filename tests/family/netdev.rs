//! The family `netdev`.

mod devices;

use netlink_core::{EmitMessage, MessageHeader, Repeated, Uint, Unknown, Writer, emit_message};
use netlink_tests::{family::netdev::*, same_as_headers, skip, skip::Skip, uapi};

use crate::support::*;

#[test]
fn constants_are_those_of_the_headers() {
    // Where the kernel's other headers are, only an old release lacks this one.
    if uapi::values(&["linux/netlink.h"], &[]).is_ok()
        && uapi::values(&["linux/netdev.h"], &[]).is_err()
    {
        skip!(Skip::header("the installed headers do not have linux/netdev.h"));
    }
    same_as_headers!(&["linux/netdev.h"], ALL);
}

fn emitted(message: &impl EmitMessage) -> Vec<u8> {
    let mut bytes = Vec::new();
    emit_message(&mut Writer::growing(&mut bytes), MessageHeader::default(), message).unwrap();
    bytes
}

#[test]
fn devices_and_queues_survive() {
    let device = Device {
        ifindex: 7,
        xdp_features: Some(NETDEV_XDP_ACT_BASIC | NETDEV_XDP_ACT_RX_SG),
        xsk_features: Some(NETDEV_XSK_FLAGS_TX_CHECKSUM),
        ..Device::default()
    };
    let messages = [emitted(&device)];
    survive_as::<Device<'_>>(&messages);
    survive_as_stream!(&messages, DeviceStream);

    let id = QueueId { id: Some(3), ty: Some(QueueType::Send), rest: Unknown::NONE };
    let queue = Queue {
        id: 2,
        ifindex: 7,
        ty: QueueType::Other(9),
        napi_id: Some(8193),
        dmabuf: None,
        io_uring: Some(IoUring { rx_buf_len: Some(Uint(1 << 33)), rest: Unknown::NONE }),
        xsk: Some(Xsk::default()),
        lease: Some(Lease { queue: Some(id), netns_id: Some(0), ..Lease::default() }),
        rest: Unknown::NONE,
    };
    let messages = [emitted(&queue)];
    survive_as::<Queue<'_>>(&messages);
    survive_as_stream!(&messages, QueueStream);
}

#[test]
fn counters_take_four_bytes_or_eight_as_they_need() {
    for (count, len) in [(0, 4), (u32::MAX.into(), 4), (u64::from(u32::MAX) + 1, 8)] {
        let pool = PagePool { id: Uint(1), inflight: Some(Uint(count)), ..PagePool::default() };
        let bytes = emitted(&pool);
        assert_eq!(bytes.len(), 20 + 8 + 4 + len);
        survive_as::<PagePool<'_>>(&[bytes]);
        let info = Some(PagePoolInfo { id: Some(Uint(1)), ..PagePoolInfo::default() });
        let stats =
            PagePoolStats { info, alloc_fast: Some(Uint(count)), ..PagePoolStats::default() };
        survive_as::<PagePoolStats<'_>>(&[emitted(&stats)]);
        let stats = QueueStats { rx_packets: Some(Uint(count)), ..QueueStats::default() };
        survive_as::<QueueStats<'_>>(&[emitted(&stats)]);
    }
}

#[test]
fn every_event_is_known_by_its_command() {
    let device = || Device { ifindex: 1, ..Device::default() };
    let pool = || PagePool { id: Uint(1), ..PagePool::default() };
    let events = [
        (Event::NewDevice(device()), NETDEV_CMD_DEV_ADD_NTF),
        (Event::DeletedDevice(device()), NETDEV_CMD_DEV_DEL_NTF),
        (Event::ChangedDevice(device()), NETDEV_CMD_DEV_CHANGE_NTF),
        (Event::NewPagePool(pool()), NETDEV_CMD_PAGE_POOL_ADD_NTF),
        (Event::DeletedPagePool(pool()), NETDEV_CMD_PAGE_POOL_DEL_NTF),
        (Event::ChangedPagePool(pool()), NETDEV_CMD_PAGE_POOL_CHANGE_NTF),
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
    let device = GetDevice { ifindex: Some(0), ..GetDevice::default() };
    let pools = [0, u64::from(u32::MAX) + 1]
        .map(|id| GetPagePool { id: Some(Uint(id)), ..GetPagePool::default() });
    let napis = [
        SetNapi { id: 1, threaded: Some(Threaded::Other(3)), ..SetNapi::default() },
        SetNapi { id: 1, defer_hard_irqs: Some(1 << 31), ..SetNapi::default() },
    ];
    let queues = [QueueId { ty: Some(QueueType::Other(2)), ..QueueId::default() }];
    let binding = BindReceive { ifindex: 1, queues: Repeated::of(&queues), ..Default::default() };
    let stats = GetQueueStats { scope: Some(Uint(2)), ..GetQueueStats::default() };
    let errors = [
        (not_emitted(&device), "GetDevice.ifindex"),
        (not_emitted(&pools[0]), "GetPagePool.id"),
        (not_emitted(&pools[1]), "GetPagePool.id"),
        (not_emitted(&napis[0]), "SetNapi.threaded"),
        (not_emitted(&napis[1]), "SetNapi.defer_hard_irqs"),
        (not_emitted(&binding), "BindReceive.queues"),
        (not_emitted(&stats), "GetQueueStats.scope"),
    ];
    for (error, field) in errors {
        assert!(error.contains(field), "{error}");
    }
}
