//! Common traits of public types: values can be compared and hashed, and all types can be sent to other
//! threads. With feature `serde`, values and headers can be serialized.

use core::fmt::Debug;
use core::hash::Hash;

use netlink_core::conversation::{Answer, Exchange, Window};
use netlink_core::genl::GenlHeader;
use netlink_core::policy::{AttrTable, Difference, DifferenceKind, Kind, Occurs, PolicyTable};
use netlink_core::{
    Ack, Attr, AttrPolicy, Attrs, Be, Bitfield32, EmitError, Errno, ErrorKind, ExtendedAck,
    Indexed, Input, Le, Level, Mac, MessageFlags, MessageHeader, MessageId, Messages, Owned,
    ParseError, Path, Policy, RawMessage, Reject, Repeated, Sint, Step, Stream, Uint, Unknown,
};
use netlink_sys::connection::{
    Batch, Collected, Counters, Error, KernelError, Notification, Options,
};
use netlink_sys::{
    Connection, Group, NetworkNamespace, Protocol, ReceiveBuffer, Socket, SocketAddr, Waker,
};
use serde_json::{from_value, json, to_value};

fn value<T: Copy + Debug + Eq + Hash + Send + Sync + Unpin + 'static>() {}
fn number<T: Copy + Debug + Default + Ord + Hash + Send + Sync + 'static>() {}
fn shared<T: Debug + Send + Sync + Unpin>() {}
fn error<T: core::error::Error + Send + Sync + Unpin + 'static>() {}

#[test]
fn types_have_the_traits_that_one_expects() {
    number::<Be<u32>>();
    number::<Le<u16>>();
    number::<Uint>();
    number::<Sint>();
    number::<Mac>();
    number::<Errno>();
    value::<Bitfield32>();
    value::<MessageFlags>();
    value::<MessageHeader>();
    value::<GenlHeader>();
    value::<MessageId>();
    value::<ErrorKind>();
    value::<Level>();
    value::<Path>();
    value::<Step>();
    value::<Reject>();
    value::<Kind>();
    value::<Occurs>();
    value::<DifferenceKind>();
    value::<Answer>();
    value::<Group>();
    value::<Protocol>();
    value::<SocketAddr>();

    shared::<Ack<'_>>();
    shared::<ExtendedAck<'_>>();
    shared::<Attr<'_>>();
    shared::<Attrs<'_>>();
    shared::<AttrPolicy>();
    shared::<AttrTable<'_, 4>>();
    shared::<Difference>();
    shared::<Exchange>();
    shared::<Indexed<'_, u32>>();
    shared::<Input<'_>>();
    shared::<Messages<'_>>();
    shared::<Policy>();
    shared::<PolicyTable>();
    shared::<RawMessage<'_>>();
    shared::<Repeated<'_, u32>>();
    shared::<Unknown<'_>>();
    shared::<Window>();
    shared::<Batch>();
    shared::<Collected<u32>>();
    shared::<Counters>();
    shared::<Notification<u32>>();
    shared::<Options>();
    shared::<Connection>();
    shared::<NetworkNamespace>();
    shared::<ReceiveBuffer>();
    shared::<Socket>();
    shared::<Waker>();
    error::<ParseError>();
    error::<EmitError>();
    error::<KernelError>();
    error::<Error>();
    error::<netlink_sys::SocketError>();

    fn send<T: Send + Sync>() {}
    send::<Owned<RawMessage<'_>>>();
    send::<Stream<'_, ()>>();
}

#[test]
fn values_are_printed_as_what_they_are() {
    let header =
        MessageHeader { len: 20, sequence: 7, ..MessageHeader::new(16, MessageFlags::ACK) };
    let printed = [
        (to_value(Be(5_u16)), json!(5)),
        (to_value(Le(5_u32)), json!(5)),
        (to_value(Uint(u64::MAX)), json!(u64::MAX)),
        (to_value(Sint(-1)), json!(-1)),
        (to_value(Errno::EPERM), json!(1)),
        (to_value(MessageFlags::DUMP), json!(0x300)),
        (to_value(Bitfield32 { value: 1, selector: 3 }), json!({ "value": 1, "selector": 3 })),
        (to_value(Mac([2, 0, 0, 0, 0, 0xff])), json!("02:00:00:00:00:ff")),
        (to_value(GenlHeader { command: 3, version: 1 }), json!({ "command": 3, "version": 1 })),
        (to_value(header), json!({ "len": 20, "ty": 16, "flags": 4, "sequence": 7, "port": 0 })),
    ];
    for (ours, expected) in printed {
        assert_eq!(ours.unwrap(), expected);
    }
    assert_eq!(from_value::<MessageHeader>(to_value(header).unwrap()).unwrap(), header);
    assert_eq!(from_value::<Be<u16>>(json!(5)).unwrap(), Be(5));
    assert_eq!(from_value::<Mac>(json!("02:00:00:00:00:FF")).unwrap(), Mac([2, 0, 0, 0, 0, 0xff]));
    assert!(from_value::<Mac>(json!("02:00")).is_err());
}

#[test]
fn hardware_addresses_are_read_as_they_are_displayed() {
    let mac = Mac([0, 1, 0x20, 0xff, 0xab, 9]);
    assert_eq!(mac.to_string().parse(), Ok(mac));
    for wrong in
        ["", "00:01:20:ff:ab", "00:01:20:ff:ab:09:00", "0:1:20:ff:ab:9", "00:01:20:ff:ab:+9"]
    {
        let error = wrong.parse::<Mac>().unwrap_err();
        assert_eq!(error.to_string(), "no hardware address of six bytes", "{wrong}");
    }
    let error = from_value::<Mac>(json!(5)).unwrap_err().to_string();
    assert!(error.contains("expected six bytes in hexadecimal"), "{error}");
}
