//! What the tests of several families do alike.

use std::time::Duration;

use netlink_core::{
    EmitMessage, MessageFlags, MessageHeader, Messages, ParseMessage, ParseSet, RawMessage, View,
    Writer, emit_message, header,
};
use netlink_sys::{Group, Protocol, ReceiveBuffer, Socket};
use netlink_tests::oracle;

/// A message that is known to be whole.
pub fn message(bytes: &[u8]) -> RawMessage<'_> {
    RawMessage::split(bytes).expect("a whole message").0
}

/// A request as bytes.
pub fn emitted<M: EmitMessage>(ty: u16, flags: MessageFlags, request: &M) -> Vec<u8> {
    let mut bytes = Vec::new();
    let header = MessageHeader::new(ty, MessageFlags::REQUEST | flags);
    emit_message(&mut Writer::growing(&mut bytes), header, request)
        .unwrap_or_else(|error| panic!("{error}"));
    bytes
}

/// All messages of `T` are parsed and emitted again without loss, and nothing in them is unknown.
pub fn survive_as<T>(messages: &[Vec<u8>])
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + ParseSet<'a> + EmitMessage,
{
    for bytes in messages {
        let message = message(bytes);
        let body = <T::Of<'_> as ParseMessage<'_>>::PARSE_MESSAGES
            .iter()
            .find_map(|(id, _)| message.body(*id).ok())
            .expect("one of these messages");
        let shown = <T::Of<'_> as ParseSet<'_>>::PARSE_POLICY.display(body).to_string();
        oracle::round_trip::<T>(&message)
            .unwrap_or_else(|difference| panic!("{difference}\n{shown}"));
        let odd = [" unknown:", "left over", " ! "].into_iter().find(|odd| shown.contains(odd));
        assert_eq!(odd, None, "{shown}");
    }
}

/// What the running kernel answers to a request, as bytes. A dump ends with `NLMSG_DONE`, anything else with the
/// acknowledgement.
///
/// # Errors
///
/// The error number of a refusal.
pub fn answers<R: EmitMessage>(
    protocol: Protocol,
    ty: u16,
    flags: MessageFlags,
    request: &R,
) -> Result<Vec<Vec<u8>>, i32> {
    let socket = Socket::open(protocol).expect("a socket");
    socket.send(&emitted(ty, flags, request)).expect("sent");
    let mut messages = Vec::new();
    let mut buffer = ReceiveBuffer::new().expect("memory");
    loop {
        assert!(socket.recv_into(&mut buffer).expect("an answer").sender().is_kernel());
        for message in Messages::new(buffer.datagram().expect("all of it")) {
            let message = message.expect("a kernel's message");
            match message.header().ty {
                header::DONE => return Ok(messages),
                header::ERROR => match error_number(&message) {
                    0 => return Ok(messages),
                    number => return Err(-number),
                },
                _ => messages.push(message.bytes().to_vec()),
            }
        }
    }
}

/// The answers to a dump.
pub fn dumped<R: EmitMessage>(protocol: Protocol, ty: u16, request: &R) -> Vec<Vec<u8>> {
    answers(protocol, ty, MessageFlags::DUMP, request)
        .unwrap_or_else(|number| panic!("refused with {number}"))
}

fn error_number(message: &RawMessage<'_>) -> i32 {
    let payload = message.payload().bytes();
    i32::from_ne_bytes(*payload.first_chunk().expect("an error number"))
}

/// A socket that hears a group.
pub fn listener(protocol: Protocol, group: u32) -> Socket {
    let socket = Socket::open(protocol).expect("a socket");
    socket.join(Group::new(group).expect("a group")).expect("joined");
    socket
}

/// The datagrams that wait in a socket; the first may take a moment.
pub fn heard(socket: &Socket, wait: Duration) -> Vec<Vec<u8>> {
    let mut buffer = ReceiveBuffer::new().expect("memory");
    let mut datagrams = Vec::new();
    let mut wait = wait;
    while socket.wait_readable(Some(wait)).expect("a socket") {
        let _ = socket.recv_into(&mut buffer).expect("a datagram");
        datagrams.push(buffer.datagram().expect("all of it").to_vec());
        wait = Duration::from_millis(20);
    }
    datagrams
}

/// The messages in datagrams.
pub fn messages(datagrams: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let messages = datagrams.iter().flat_map(|datagram| Messages::new(datagram));
    messages.map(|message| message.expect("whole").bytes().to_vec()).collect()
}
