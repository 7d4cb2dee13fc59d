//! What the tests of several families do alike.

use std::{collections::BTreeMap, time::Duration};

use core::ffi::CStr;

use netlink_core::{
    EmitMessage, MessageFlags, MessageHeader, Messages, ParseMessage, ParseSet, RawMessage,
    Request, View, Writer, emit_message, header, message_len,
};
use netlink_families::nlctrl::GetFamily;
use netlink_families::rt_link::GetLink;
use netlink_sys::{
    Connection, Group, Protocol, ReceiveBuffer, Socket,
    connection::{Error, KernelError},
};
use netlink_tests::{alloc::allocations, capture::Capture, oracle, tool::Tool};
use serde_json::{Map, Value};

/// The messages of a capture, without the end of the dump.
pub fn captured(name: &str) -> Vec<Vec<u8>> {
    let capture = Capture::load(name);
    let messages = capture.datagrams().flat_map(Messages::new);
    let messages = messages.map(|message| message.expect("a kernel's message"));
    messages
        .filter(|message| message.header().ty != header::DONE)
        .map(|message| message.bytes().to_vec())
        .collect()
}

/// A message that is known to be whole.
pub fn message(bytes: &[u8]) -> RawMessage<'_> {
    RawMessage::split(bytes).expect("a whole message").0
}

/// A message with the header of another one.
pub fn emitted<M: EmitMessage>(of: &RawMessage<'_>, value: &M) -> Vec<u8> {
    let mut bytes = Vec::new();
    emit_message(&mut Writer::growing(&mut bytes), of.header(), value)
        .unwrap_or_else(|error| panic!("{error}"));
    bytes
}

/// All messages are `T`, are emitted again without loss, and neither needs an allocation.
pub fn survive_as<T>(messages: &[Vec<u8>])
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + ParseSet<'a> + EmitMessage,
{
    for bytes in messages {
        oracle::round_trip::<T>(&message(bytes))
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
    let mut buffer = vec![0; 8192];
    let count = allocations(|| {
        for bytes in messages {
            let message = message(bytes);
            let value: T::Of<'_> = message.parse().expect("parsed before");
            let mut writer = Writer::new(&mut buffer);
            emit_message(&mut writer, message.header(), &value).expect("emitted before");
            assert_eq!(writer.len(), message_len(&value));
        }
    });
    assert_eq!(count, 0);
}

/// All messages are the given struct around a stream, and both the stream as it came and its
/// attributes one by one are emitted again without loss and without an allocation.
macro_rules! survive_as_stream {
    ($messages:expr, $stream:ident) => {{
        $crate::support::survive_as::<$stream<'_>>($messages);
        $crate::support::survive_item_by_item!($messages, $stream);
    }};
}
pub(crate) use survive_as_stream;

/// The attributes of all messages are read one by one, and written again without loss, in their
/// order, and without an allocation. Other than the stream as it came, they are flagged where they
/// are nests.
macro_rules! survive_item_by_item {
    ($messages:expr, $stream:ident) => {{
        let messages: &[Vec<u8>] = $messages;
        let mut items = Vec::with_capacity(64);
        let mut buffer = vec![0; 8192];
        for bytes in messages {
            let message = $crate::support::message(bytes);
            items.clear();
            let mut len = 0;
            let count = netlink_tests::alloc::allocations(|| {
                let stream: $stream<'_> = message.parse().unwrap();
                items.extend(stream.attrs.iter().map(Result::unwrap));
                let mut again = stream.clone();
                again.attrs = netlink_core::Stream::of(&items);
                let mut writer = netlink_core::Writer::new(&mut buffer);
                netlink_core::emit_message(&mut writer, message.header(), &again).unwrap();
                len = writer.len();
            });
            assert_eq!(count, 0);
            let again = $crate::support::message(&buffer[..len]);
            netlink_tests::oracle::same::<$stream<'_>>(&message, &again)
                .unwrap_or_else(|difference| panic!("{difference}"));
            let stream: $stream<'_> = again.parse().unwrap();
            let order = stream.attrs.iter().map(|item| core::mem::discriminant(&item.unwrap()));
            assert!(order.eq(items.iter().map(core::mem::discriminant)), "another order");
        }
    }};
}
pub(crate) use survive_item_by_item;

/// `AF_INET`.
pub const AF_INET: u8 = 2;
/// `AF_INET6`.
pub const AF_INET6: u8 = 10;

pub fn connect() -> Connection {
    Connection::open(Protocol::ROUTE).expect("a route socket")
}

pub fn connect_generic() -> Connection {
    Connection::open(Protocol::GENERIC).expect("a generic netlink socket")
}

/// The message type that the running kernel gave to a family of generic netlink, if it has it.
pub fn family_type(name: &CStr) -> Option<u16> {
    let mut netlink = connect_generic();
    let family = netlink.request(&GetFamily { family_name: Some(name), ..GetFamily::default() });
    family.ok().map(|family| family.family_id.expect("a number"))
}

/// What the running kernel answers to a dump, as bytes.
pub fn dumped_bytes<R: EmitMessage>(protocol: Protocol, ty: u16, request: &R) -> Vec<Vec<u8>> {
    let socket = Socket::open(protocol).expect("a socket");
    let flags = MessageFlags::REQUEST | MessageFlags::DUMP;
    let mut sent = Vec::new();
    emit_message(&mut Writer::growing(&mut sent), MessageHeader::new(ty, flags), request).unwrap();
    socket.send(&sent).expect("sent");
    let mut buffer = ReceiveBuffer::new().expect("memory");
    let mut messages = Vec::new();
    loop {
        assert!(socket.recv_into(&mut buffer).expect("an answer").sender().is_kernel());
        for message in Messages::new(buffer.datagram().expect("all of it")) {
            let message = message.expect("a kernel's message");
            match message.header().ty {
                header::DONE => return messages,
                header::ERROR => panic!("{:?}", netlink_core::Ack::parse(&message)),
                _ => messages.push(message.bytes().to_vec()),
            }
        }
    }
}

/// What the kernel tells a group of routing sockets while something happens, as bytes.
pub fn events(group: u32, happens: impl FnOnce()) -> Vec<Vec<u8>> {
    let socket = Socket::open(Protocol::ROUTE).expect("a socket");
    socket.join(Group::new(group).expect("a group")).expect("joined");
    happens();
    let mut buffer = ReceiveBuffer::new().expect("memory");
    let mut messages = Vec::new();
    // A change is reported before it is acknowledged.
    while socket.wait_readable(Some(Duration::ZERO)).expect("a socket") {
        assert!(socket.recv_into(&mut buffer).expect("an event").sender().is_kernel());
        let datagram = Messages::new(buffer.datagram().expect("all of it"));
        messages.extend(datagram.map(|message| message.expect("whole").bytes().to_vec()));
    }
    messages
}

/// What the kernel says against a request.
pub fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> KernelError {
    match result.expect_err("the kernel should refuse this") {
        Error::Kernel(error) => *error,
        other => panic!("no refusal by the kernel: {other:?}"),
    }
}

/// What is said against a request that is not even sent.
pub fn not_sent<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result.expect_err("our rules should refuse this") {
        Error::Request(error) => error.to_string(),
        other => panic!("this was sent: {other:?}"),
    }
}

/// What `show` makes of every answer to a request.
pub fn dumped<R>(
    netlink: &mut Connection,
    request: &R,
    mut show: impl for<'a> FnMut(<R::Reply as View>::Of<'a>) -> Option<Value>,
) -> Vec<Value>
where
    R: Request,
{
    let mut all = Vec::new();
    let mut dump = netlink.dump(request).expect("a dump");
    while let Some(message) = dump.next().expect("a message of the dump") {
        all.extend(show(message));
    }
    all
}

/// The links' names by their indices.
pub struct LinkNames(BTreeMap<u32, String>);

impl LinkNames {
    pub fn read(netlink: &mut Connection) -> Self {
        let mut names = BTreeMap::new();
        let mut links = netlink.dump(&GetLink::default()).expect("a dump");
        while let Some(link) = links.next().expect("a link") {
            let index = u32::try_from(link.header.index).expect("an index");
            names.insert(index, link.ifname.expect("a name").to_string());
        }
        Self(names)
    }

    pub fn index(&self, name: &str) -> u32 {
        let found = self.0.iter().find(|(_, known)| *known == name);
        *found.unwrap_or_else(|| panic!("no link {name}")).0
    }

    pub fn name(&self, index: u32) -> &str {
        self.0.get(&index).unwrap_or_else(|| panic!("no link {index}"))
    }
}

/// What `ip` displays and what we read at the same time: repeats both until nothing changes between them.
pub fn at_one_moment<T>(ip: &Tool, arguments: &str, mut ours: impl FnMut() -> T) -> (Value, T) {
    for _ in 0..100 {
        let before = ip.json(arguments);
        let ours = ours();
        if ip.json(arguments) == before {
            return (before, ours);
        }
    }
    panic!("what `ip {arguments}` shows never stood still");
}

/// Compares without regard to order.
pub fn same_in_any_order(ours: Vec<Value>, theirs: &Value) {
    let mut theirs = theirs.as_array().expect("an array").clone();
    let only_ours: Vec<Value> = ours
        .into_iter()
        .filter(|value| match theirs.iter().position(|other| other == value) {
            Some(found) => {
                theirs.swap_remove(found);
                false
            }
            None => true,
        })
        .collect();
    assert!(
        only_ours.is_empty() && theirs.is_empty(),
        "only ours: {only_ours:#?}\nonly theirs: {theirs:#?}"
    );
}

/// A JSON object, filled field by field.
#[derive(Default)]
pub struct Object(Map<String, Value>);

impl Object {
    /// Adds a field, if there is something to add.
    pub fn field(&mut self, name: &str, value: impl Into<Option<Value>>) {
        if let Some(value) = value.into() {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// Adds a field that says that it is so, as `ip` does it.
    pub fn flag(&mut self, name: &str, is_set: bool, value: Value) {
        self.field(name, is_set.then_some(value));
    }

    pub fn done(self) -> Value {
        Value::Object(self.0)
    }
}
