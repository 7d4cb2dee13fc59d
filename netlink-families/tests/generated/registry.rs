//! The registry: which family and which message it is.

use core::fmt::Debug;

use netlink_core::emit_message;
use netlink_core::{
    EmitMessage, MessageFlags, MessageHeader, ParseMessage, RawMessage, View, Writer,
};
use netlink_families::{FAMILIES, Family, Visitor, proc_connector};

/// Collects the messages whose protocol is not that of their family.
#[derive(Default)]
struct Protocols(Vec<String>);

impl Protocols {
    fn check<T>(&mut self, family: &Family, protocol: Option<i32>) {
        if protocol != Some(family.protocol) {
            self.0.push(format!("{}: {protocol:?}", core::any::type_name::<T>()));
        }
    }
}

impl Visitor for Protocols {
    fn request<T: View>(&mut self, family: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.check::<T>(family, <T::Of<'static> as EmitMessage>::EMIT_PROTOCOL);
        self.check::<T>(family, <T::Of<'static> as ParseMessage<'static>>::PARSE_PROTOCOL);
    }

    fn received<T: View>(&mut self, family: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.request::<T>(family);
    }
}

#[test]
fn every_message_declares_the_protocol_of_its_family() {
    let mut protocols = Protocols::default();
    netlink_families::visit(&mut protocols);
    assert!(protocols.0.is_empty(), "{}", protocols.0.join("\n"));
}

#[test]
fn families_of_sockets_are_distinguished_by_the_address_family() {
    let of_sockets = || FAMILIES.iter().filter(|family| family.protocol == 4);
    assert!(of_sockets().count() > 3);
    for family in [1_u8, 2, 10, 16, 17, 40, 43, 44] {
        let mut bytes = Vec::new();
        let header = MessageHeader::new(20, MessageFlags::NONE);
        Writer::growing(&mut bytes)
            .message(header, |body| body.bytes(&[family, 0, 0, 0]))
            .expect("fits");
        let (message, _) = RawMessage::split(&bytes).expect("a message");
        let found = of_sockets().filter(|of| of.id_of(&message).is_some()).count();
        assert_eq!(found, 1, "address family {family}");
    }
}

#[test]
fn event_of_a_process_is_not_displayed_as_the_end_of_a_dump() {
    let mut bytes = Vec::new();
    let header = MessageHeader::new(3, MessageFlags::NONE);
    let event = proc_connector::ProcEvent::default();
    emit_message(&mut Writer::growing(&mut bytes), header, &event).expect("fits");
    let (message, _) = RawMessage::split(&bytes).expect("a message");
    let family = &proc_connector::FAMILY;
    let text = message.display_as(family.notifications).to_string();
    assert!(text.starts_with("ProcEvent type=3 "), "{text}");
    let end = message.display_as(&[]).to_string();
    assert!(end.starts_with("DONE "), "{end}");
}
