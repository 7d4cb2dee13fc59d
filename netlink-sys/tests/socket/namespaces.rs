//! Sockets in other network namespaces, each made for the test and gone after it.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};

use netlink_sys::{Group, NetworkNamespace, Protocol, ReceiveBuffer, Socket};

use crate::support::{
    ACK, DUMP, LONG, Lack, REQUEST, RTM_NEWLINK, RTM_NEWNSID, errno, interface, message, messages,
    or_skip, route, skip,
};

/// A process that does nothing, in a network namespace of its own.
struct Elsewhere {
    process: Child,
}

impl Elsewhere {
    fn new() -> Option<Self> {
        // It writes a byte once it is there, and lives until its standard input closes.
        let process = Command::new("unshare")
            .args(["--net", "sh", "-c", "echo; exec cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = match process {
            Ok(process) => process,
            Err(error) => {
                skip(Lack::Supply, format_args!("unshare: {error}"));
                return None;
            }
        };
        let arrived = process.stdout.as_mut().is_some_and(|out| out.read_exact(&mut [0]).is_ok());
        let elsewhere = Self { process };
        if !arrived {
            skip(Lack::Supply, "unshare --net is refused");
            return None;
        }
        Some(elsewhere)
    }

    fn pid(&self) -> u32 {
        self.process.id()
    }

    fn path(&self) -> String {
        format!("/proc/{}/ns/net", self.pid())
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// The namespace of this thread, as /proc names it.
fn here() -> String {
    std::fs::read_link("/proc/thread-self/ns/net").unwrap().display().to_string()
}

#[test]
fn a_socket_is_opened_by_process_path_and_descriptor() {
    let Some(elsewhere) = Elsewhere::new() else {
        return;
    };
    let before = here();
    let home = route();
    let namespaces = [
        NetworkNamespace::of_process(elsewhere.pid()).unwrap(),
        NetworkNamespace::open(elsewhere.path()).unwrap(),
        NetworkNamespace::from(OwnedFd::from(File::open(elsewhere.path()).unwrap())),
    ];
    let mut cookies = Vec::new();
    for namespace in namespaces {
        let Some(socket) = or_skip(Socket::open_in(&namespace, Protocol::ROUTE)) else {
            return;
        };
        assert_ne!(socket.local_addr().unwrap().port_id(), 0);
        let Some(cookie) = or_skip(socket.namespace_cookie()) else {
            return;
        };
        cookies.push(cookie);

        // Port ids are free there that are taken here.
        let taken = home.local_addr().unwrap();
        let second = namespace.run(|| Socket::unbound(Protocol::ROUTE).unwrap()).unwrap();
        if socket.local_addr().unwrap() != taken {
            second.bind(taken).unwrap();
        }
        assert_eq!(second.namespace_cookie(), socket.namespace_cookie());
    }
    assert!(cookies.iter().all(|cookie| *cookie == cookies[0]));
    assert_ne!(cookies[0], home.namespace_cookie().unwrap());
    assert_eq!(here(), before, "the calling thread was left where it was");
    assert_eq!(route().namespace_cookie(), home.namespace_cookie());
}

#[test]
fn the_current_namespace_is_one_to_come_back_to() {
    let namespace = NetworkNamespace::current().unwrap();
    let Some(socket) = or_skip(Socket::open_in(&namespace, Protocol::ROUTE)) else {
        return;
    };
    assert_eq!(socket.namespace_cookie(), route().namespace_cookie());
}

#[test]
fn files_that_are_not_namespaces_are_rejected() {
    assert_eq!(errno(NetworkNamespace::open("/nowhere/at/all")), libc::ENOENT);
    assert_eq!(errno(NetworkNamespace::open("with\0nul")), libc::EINVAL);
    assert_eq!(errno(NetworkNamespace::of_process(0)), libc::ENOENT);
    let file = NetworkNamespace::open("/proc/self/status").unwrap();
    let error = Socket::open_in(&file, Protocol::ROUTE).unwrap_err();
    let expected = ("enter network namespace", libc::EINVAL);
    assert_eq!((error.operation(), error.raw_os_error()), expected);
}

#[test]
#[should_panic(expected = "on the other side")]
fn a_panic_inside_is_propagated() {
    let namespace = NetworkNamespace::current().unwrap();
    let Err(error) = namespace.run(|| -> () { panic!("on the other side") }) else {
        return;
    };
    skip(Lack::Supply, error);
    panic!("nobody went on the other side");
}

#[test]
fn a_multicast_from_another_namespace_tells_which() {
    const ID: i32 = 42;
    let (Some(listening), Some(changing)) = (Elsewhere::new(), Elsewhere::new()) else {
        return;
    };
    let listening_in = NetworkNamespace::of_process(listening.pid()).unwrap();
    let Some(listener) = or_skip(Socket::open_in(&listening_in, Protocol::ROUTE)) else {
        return;
    };
    listener.set_recv_timeout(Some(LONG)).unwrap();

    // Gives the other namespace an id in the listener's: NETNSA_NSID, NETNSA_PID.
    let mut request = vec![0; 4];
    for (kind, value) in [(1u16, ID.to_ne_bytes()), (2u16, changing.pid().to_ne_bytes())] {
        request.extend(8u16.to_ne_bytes());
        request.extend(kind.to_ne_bytes());
        request.extend(value);
    }
    acknowledged(&listener, RTM_NEWNSID, &request);

    let Some(()) = or_skip(listener.set_listen_all_namespaces(true)) else {
        return;
    };
    listener.set_packet_info(true).unwrap();
    let links = Group::new(1).unwrap();
    listener.join(links).unwrap();

    // Brings loopback up over there, then here.
    const UP: u32 = 1;
    let changing_in = NetworkNamespace::of_process(changing.pid()).unwrap();
    let changer = Socket::open_in(&changing_in, Protocol::ROUTE).unwrap();
    let mut buffer = ReceiveBuffer::new().unwrap();
    acknowledged(&changer, RTM_NEWLINK, &interface(1, UP, UP));
    let received = listener.recv_into(&mut buffer).unwrap();
    assert_eq!(messages(buffer.datagram().unwrap())[0].0, RTM_NEWLINK);
    assert_eq!(received.namespace_id(), Some(ID));
    assert_eq!(received.group(), Some(links));
    assert!(received.sender().is_kernel());

    let changer = Socket::open_in(&listening_in, Protocol::ROUTE).unwrap();
    acknowledged(&changer, RTM_NEWLINK, &interface(1, UP, UP));
    let received = listener.recv_into(&mut buffer).unwrap();
    assert_eq!(received.namespace_id(), None, "its own has no id");
    assert_eq!(received.group(), Some(links));
}

#[test]
fn a_dump_is_received_in_datagrams_as_large_as_the_kernel_sends() {
    const ADDRESSES: u32 = 2000;
    const RTM_NEWADDR: u16 = 20;
    const RTM_GETADDR: u16 = 22;
    let Some(elsewhere) = Elsewhere::new() else {
        return;
    };
    let namespace = NetworkNamespace::of_process(elsewhere.pid()).unwrap();
    let Some(socket) = or_skip(Socket::open_in(&namespace, Protocol::ROUTE)) else {
        return;
    };
    socket.set_recv_timeout(Some(LONG)).unwrap();

    // `struct ifaddrmsg` for 10.x.x.x/32 on loopback, with IFA_LOCAL; many in one send.
    let mut batch = Vec::new();
    for number in 1..=ADDRESSES {
        let mut payload = vec![2, 32, 0, 0];
        payload.extend(1u32.to_ne_bytes());
        payload.extend(8u16.to_ne_bytes());
        payload.extend(2u16.to_ne_bytes());
        payload.extend((0x0a00_0000 | number).to_be_bytes());
        batch.extend(message(RTM_NEWADDR, REQUEST, number, &payload));
    }
    for part in batch.chunks(32 * 1000) {
        socket.send(part).unwrap();
    }

    socket.send(&message(RTM_GETADDR, REQUEST | DUMP, 1, &[0; 8])).unwrap();
    let mut buffer = ReceiveBuffer::new().unwrap();
    let (mut addresses, mut datagrams, mut largest) = (0, 0, 0);
    'dump: loop {
        let len = socket.recv_into(&mut buffer).unwrap().complete().unwrap();
        datagrams += 1;
        largest = largest.max(len);
        for (kind, _) in messages(buffer.datagram().unwrap()) {
            match kind {
                RTM_NEWADDR => addresses += 1,
                3 => break 'dump, // NLMSG_DONE
                other => panic!("message of type {other}"),
            }
        }
    }
    assert_eq!(addresses, ADDRESSES);
    assert!(largest > 32_000, "{largest} in {datagrams} datagrams");
    println!("{addresses} addresses in {datagrams} datagrams, the largest {largest} bytes");
}

/// Sends a request to the kernel, which must say yes.
fn acknowledged(socket: &Socket, kind: u16, payload: &[u8]) {
    socket.send(&message(kind, REQUEST | ACK, 1, payload)).unwrap();
    let mut buffer = vec![0; 8192];
    let received = socket.recv(&mut buffer).unwrap();
    let bytes = received.bytes(&buffer).unwrap();
    assert_eq!(messages(bytes), [(2, 1)]);
    assert_eq!(i32::from_ne_bytes(bytes[16..20].try_into().unwrap()), 0, "refused");
}
