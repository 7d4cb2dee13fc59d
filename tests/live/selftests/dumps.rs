//! `netlink-dumps`: dumps into a full receive buffer, refusals at their end, sockets closed early.

use netlink_core::{Ack, Emit, Errno, MessageFlags, Messages, RawMessage, header};
use netlink_families::nlctrl;
use netlink_families::rt_neigh::{NeighHeader, NtfFlags, NudState, RouteType};
use netlink_sys::{Connection, Protocol, ReceiveBuffer, Socket};
use netlink_tests::{kernel, namespace::in_namespace, partly_skip};

use crate::support::{bytes, descriptors, loopback};

/// Asks for neighbours in a way that strict checking refuses.
#[derive(Debug, Emit)]
#[netlink(message = 30, reply = RawMessage<'_>)] // RTM_GETNEIGH
struct BadNeighbours {
    #[netlink(header)]
    header: NeighHeader,
    #[nla(15)] // NDA_FLAGS_EXT
    reserved_bits: u32,
}

const BAD: BadNeighbours = BadNeighbours {
    header: NeighHeader {
        family: 123,
        pad: [0; 3],
        ifindex: 0,
        state: NudState(0),
        flags: NtfFlags(0),
        ty: RouteType(0),
    },
    reserved_bits: u32::MAX,
};

const REQUESTS: u32 = 80;

fn strict_socket() -> Socket {
    let socket = Socket::open(Protocol::ROUTE).expect("a route socket");
    socket.set_capped_ack(true).expect("an option");
    socket.set_extended_ack(true).expect("an option");
    socket.set_strict_check(true).expect("an option");
    // About 80 answers have no room in it, whatever the default of the machine is.
    socket.set_recv_buffer_size(16 << 10).expect("an option");
    socket
}

#[test]
fn refused_dumps_into_a_full_buffer_end_in_an_overrun_refusals_and_one_complete_end() {
    in_namespace(|| {
        let socket = strict_socket();
        let flags = MessageFlags::REQUEST | MessageFlags::ACK | MessageFlags::DUMP;
        for sequence in 1..=REQUESTS {
            socket.send(&bytes(&BAD, flags, sequence)).expect("sent");
        }
        let mut buffer = ReceiveBuffer::new().expect("memory");
        let error = socket.recv_into(&mut buffer).expect_err("an overrun");
        assert!(error.is_overrun(), "{error}");

        let (mut ends, mut busy, mut complete) = (0, 0, false);
        loop {
            let received = socket.recv_into_with(&mut buffer, netlink_sys::RecvFlags::DONT_WAIT);
            match received {
                Err(error) if error.is_would_block() => break,
                Err(error) if error.is_overrun() => continue,
                received => assert!(received.expect("an answer").sender().is_kernel()),
            }
            for message in Messages::new(buffer.datagram().expect("whole")) {
                let message = message.expect("a message");
                let ack = Ack::parse(&message).expect("the end of a request");
                if message.header().ty == header::ERROR {
                    let errno = ack.errno().expect("a refusal");
                    assert!([Errno::EBUSY, Errno::ENOBUFS].contains(&errno), "{ack:?}");
                    busy += 1;
                    complete = false;
                } else {
                    assert_eq!(ack.errno(), Some(Errno::EINVAL), "{ack:?}");
                    complete = ack.extended().message.is_some();
                    ends += 1;
                    match (ack.extended().offset, kernel::since(6, 2)) {
                        (None, Err(skip)) => partly_skip!(skip),
                        // Behind both headers, where the attribute is.
                        (offset, _) => assert_eq!(offset, Some(16 + 12), "{ack:?}"),
                    }
                }
            }
        }
        assert!(ends > 0 && complete, "{ends} ends, {busy} refusals");

        // A connection takes over the socket as if nothing had been.
        let mut netlink = Connection::over(socket).expect("memory");
        assert_eq!(netlink.request(&loopback()).expect("lo").ifname, Some("lo".into()));
        let error = netlink.collect(&BAD, MessageFlags::NONE).expect_err("a refusal");
        assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
    });
}

#[test]
fn sockets_are_closed_while_a_dump_is_in_progress() {
    in_namespace(|| {
        let request = nlctrl::GetPolicy { family_name: Some(c"nlctrl"), ..Default::default() };
        let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic socket");
        // The dump takes several datagrams, or closing would prove nothing.
        let all = netlink.collect(&request, MessageFlags::NONE).expect("policies").items.len();
        let before = descriptors();
        for _ in 0..200 {
            let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic socket");
            let mut dump = netlink.dump(&request).expect("sent");
            dump.next().expect("a policy").expect("a first part");
        }
        assert_eq!(descriptors(), before);
        assert_eq!(
            netlink.collect(&request, MessageFlags::NONE).expect("policies").items.len(),
            all
        );
        assert!(all > 1);
    });
}
