//! `inet_diag`, `unix_diag`, `netlink_diag` and `packet_diag`, compared with `ss`.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    os::{
        fd::{FromRawFd, OwnedFd},
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr as UnixAddr, UnixListener, UnixStream},
    },
};

use netlink_core::{Errno, MessageFlags};
use netlink_families::{inet_diag, netlink_diag, packet_diag, unix_diag};
use netlink_sys::{Connection, Group, Protocol, connection::Error};
use netlink_tests::{namespace::in_namespace, or_skip, skip::Skip, tool::tool};

use crate::support::*;

const BY_FAMILY: u16 = 20;

/// A listener, and both ends of a connection to it over which bytes went.
fn connected(address: &str) -> (TcpListener, TcpStream, TcpStream) {
    let listener = TcpListener::bind(address).expect("an address of the loopback interface");
    let mut near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut far, _) = listener.accept().unwrap();
    near.write_all(&[7; 3000]).unwrap();
    far.read_exact(&mut [0; 3000]).unwrap();
    far.write_all(&[8; 10]).unwrap();
    near.read_exact(&mut [0; 4]).unwrap();
    (listener, near, far)
}

fn tcp(family: u8) -> inet_diag::GetSocket<'static> {
    use inet_diag::*;
    let header = RequestHeader {
        family,
        protocol: 6,
        ext: Extensions(0xff),
        states: States::ALL,
        ..RequestHeader::default()
    };
    GetSocket { header, ..GetSocket::default() }
}

fn end(family: u8, address: [u8; 16], port: u16) -> SocketAddr {
    match family {
        2 => (Ipv4Addr::from(*address.first_chunk().unwrap()), port).into(),
        _ => (Ipv6Addr::from(address), port).into(),
    }
}

#[test]
fn internet_sockets_are_those_that_ss_shows() {
    in_namespace(|| {
        let ss = or_skip!(tool("ss"));
        let _four = connected("127.0.0.1:0");
        let _six = connected("[::1]:0");
        let mut netlink = Connection::open(Protocol::SOCK_DIAG).unwrap();
        let mut ours = Vec::new();
        for family in [2, 10] {
            let mut sockets = netlink.dump(&tcp(family)).unwrap();
            while let Some(socket) = sockets.next().unwrap() {
                let header = socket.header;
                let state = match header.state {
                    1 => "ESTAB",
                    10 => "LISTEN",
                    other => panic!("no socket of the test is in state {other}"),
                };
                let info = socket.info.expect("the state of TCP");
                let memory = socket.skmeminfo.expect("memory");
                assert_eq!(info.state, header.state);
                assert!({ memory.rcvbuf } > 0 && socket.cong.is_some());
                let id = header.id;
                let peer = end(family, id.dst, id.dport.get());
                ours.push([
                    state.to_owned(),
                    { header.rqueue }.to_string(),
                    { header.wqueue }.to_string(),
                    end(family, id.src, id.sport.get()).to_string(),
                    if peer.port() == 0 {
                        peer.to_string().replace(":0", ":*")
                    } else {
                        peer.to_string()
                    },
                ]);
            }
        }
        let shown = ss.run("-tnaH");
        let mut theirs: Vec<[String; 5]> = shown
            .lines()
            .map(|line| {
                let mut fields = line.split_whitespace().map(str::to_owned);
                [(); 5].map(|()| fields.next().expect("a field of ss"))
            })
            .collect();
        for fields in &mut theirs {
            fields[4] = fields[4].replace("[::]:*]", "[::]:*");
        }
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs);
        assert_eq!(ours.len(), 6);
        for family in [2, 10] {
            let bytes = dumped(Protocol::SOCK_DIAG, BY_FAMILY, &tcp(family));
            assert_eq!(bytes.len(), 3);
            survive_as::<inet_diag::Socket<'_>>(&bytes);
        }
    });
}

#[test]
fn an_internet_socket_that_we_destroy_is_gone() {
    in_namespace(|| {
        let (_listener, mut near, _far) = connected("127.0.0.1:0");
        let mut netlink = Connection::open(Protocol::SOCK_DIAG).unwrap();
        let mut request = tcp(2);
        let octets = |address: SocketAddr| match address {
            SocketAddr::V4(v4) => v4.ip().octets(),
            SocketAddr::V6(_) => unreachable!("IPv4 it is"),
        };
        let (source, destination) = (near.local_addr().unwrap(), near.peer_addr().unwrap());
        let mut id = inet_diag::SocketId {
            sport: source.port().into(),
            dport: destination.port().into(),
            cookie: [inet_diag::NOCOOKIE; 2],
            ..inet_diag::SocketId::default()
        };
        id.src[..4].copy_from_slice(&octets(source));
        id.dst[..4].copy_from_slice(&octets(destination));
        request.header.id = id;
        let found = netlink.request(&request).unwrap();
        assert_eq!((found.header.state, { found.header.rqueue }), (1, 6));

        let destroy = inet_diag::DestroySocket { header: request.header, ..Default::default() };
        match netlink.execute(&destroy, MessageFlags::NONE) {
            Ok(_) => {}
            Err(error) if error.errno() == Some(Errno::EOPNOTSUPP) => {
                netlink_tests::skip!(Skip::kernel("it destroys no sockets"));
            }
            Err(error) => panic!("{error}"),
        }
        assert_eq!(near.read(&mut [0; 16]).unwrap(), 6);
        let error = near.read(&mut [0; 16]).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionAborted);
    });
}

#[test]
fn unix_sockets_have_the_names_that_ss_shows_abstract_ones_included() {
    in_namespace(|| {
        let ss = or_skip!(tool("ss"));
        let name = UnixAddr::from_abstract_name(b"netlink-families").unwrap();
        let listener = UnixListener::bind_addr(&name).unwrap();
        let _near = UnixStream::connect_addr(&name).unwrap();
        let _far = listener.accept().unwrap();
        use unix_diag::*;
        let header = RequestHeader {
            family: 1,
            states: !0,
            show: Show(0x7f),
            cookie: [!0; 2],
            ..RequestHeader::default()
        };
        let request = GetSocket { header, ..GetSocket::default() };
        let mut netlink = Connection::open(Protocol::SOCK_DIAG).unwrap();
        let mut ours = BTreeMap::new();
        let mut names = Vec::new();
        let mut sockets = match netlink.dump(&request) {
            Ok(sockets) => sockets,
            Err(error) => panic!("{error}"),
        };
        loop {
            let socket = match sockets.next() {
                Ok(Some(socket)) => socket,
                Ok(None) => break,
                Err(Error::Kernel(error)) if error.errno() == Errno::ENOENT => {
                    netlink_tests::skip!(Skip::kernel("built without unix_diag"));
                }
                Err(error) => panic!("{error}"),
            };
            let peer = socket.peer.unwrap_or(0);
            ours.insert(socket.header.ino, peer);
            names.extend(socket.name.map(<[u8]>::to_vec));
        }
        assert!(names.contains(&b"\0netlink-families".to_vec()), "{names:?}");

        // Netid, state, queues, name, inode, name of the peer, inode of the peer.
        let shown = ss.run("-xaH");
        let theirs: BTreeMap<u32, u32> = shown
            .lines()
            .map(|line| {
                let fields: Vec<&str> = line.split_whitespace().collect();
                let numbers: Vec<u32> =
                    fields.iter().skip(4).filter_map(|f| f.parse().ok()).collect();
                (numbers[0], numbers.get(1).copied().unwrap_or(0))
            })
            .collect();
        assert_eq!(ours, theirs);
        assert!(shown.contains("@netlink-families"), "{shown}");
        let bytes = dumped(Protocol::SOCK_DIAG, BY_FAMILY, &request);
        assert_eq!(bytes.len(), ours.len());
        survive_as::<Socket<'_>>(&bytes);

        // A name may have any bytes.
        let odd = UnixAddr::from_abstract_name(b"odd \xff\0 name").unwrap();
        let _odd = UnixListener::bind_addr(&odd).unwrap();
        let bytes = dumped(Protocol::SOCK_DIAG, BY_FAMILY, &request);
        survive_as::<Socket<'_>>(&bytes);
        let named = |bytes: &Vec<u8>| {
            let socket: Socket<'_> = message(bytes).parse().unwrap();
            socket.name == Some(b"\0odd \xff\0 name")
        };
        assert!(bytes.iter().any(named));
    });
}

#[test]
fn a_netlink_socket_of_ours_is_listed_with_its_group() {
    in_namespace(|| {
        use netlink_diag::*;
        let socket = netlink_sys::Socket::open(Protocol::ROUTE).unwrap();
        socket.join(Group::new(9).unwrap()).unwrap();
        let port = socket.local_addr().unwrap().port_id();
        let header = RequestHeader {
            family: 16,
            protocol: PROTO_ALL,
            show: Show(0xf),
            ..RequestHeader::default()
        };
        let request = GetSocket { header, ..GetSocket::default() };
        let bytes = match answers(Protocol::SOCK_DIAG, BY_FAMILY, MessageFlags::DUMP, &request) {
            Ok(bytes) => bytes,
            Err(2) => netlink_tests::skip!(Skip::kernel("built without netlink_diag")),
            Err(number) => panic!("refused with {number}"),
        };
        survive_as::<Socket<'_>>(&bytes);
        let ours = bytes.iter().find_map(|bytes| {
            let socket: Socket<'_> = message(bytes).parse().unwrap();
            (u64::from(socket.header.portid) == u64::from(port) && socket.header.protocol == 0)
                .then(|| socket.groups.map(<[u8]>::to_vec))
        });
        let groups = ours.expect("our socket").expect("its groups");
        assert_eq!(u64::from_ne_bytes(*groups.first_chunk().unwrap()), 1 << 8);
    });
}

#[test]
fn packet_sockets_are_those_that_ss_shows() {
    in_namespace(|| {
        use packet_diag::*;
        let ss = or_skip!(tool("ss"));
        // SAFETY: without pointers; the descriptor is new and ours.
        let _socket = unsafe {
            let raw = libc::socket(libc::AF_PACKET, libc::SOCK_RAW, 0x0003_u16.to_be().into());
            assert!(raw >= 0, "a packet socket");
            OwnedFd::from_raw_fd(raw)
        };
        let header = RequestHeader { family: 17, show: Show(0x3f), ..RequestHeader::default() };
        let request = GetSocket { header, ..GetSocket::default() };
        let bytes = match answers(Protocol::SOCK_DIAG, BY_FAMILY, MessageFlags::DUMP, &request) {
            Ok(bytes) => bytes,
            Err(2) => netlink_tests::skip!(Skip::kernel("built without packet_diag")),
            Err(number) => panic!("refused with {number}"),
        };
        survive_as::<Socket<'_>>(&bytes);
        assert_eq!(bytes.len(), ss.run("-0aH").lines().count());
        let socket: Socket<'_> = message(&bytes[0]).parse().unwrap();
        assert_eq!((socket.header.ty, { socket.header.num }), (3, 3));
        assert!(socket.info.expect("what it is bound to").flags.contains(InfoFlags::RUNNING));
    });
}
