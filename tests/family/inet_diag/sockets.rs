//! Sockets made by the tests, as we and as `ss` see them.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};

use netlink_core::{Errno, MessageFlags};
use netlink_families::inet_diag::*;
use netlink_sys::{Connection, Protocol};
use netlink_tests::{
    namespace::in_namespace,
    or_skip,
    skip::Skip,
    tool::{Tool, tool},
};

use crate::support::*;

const ALL_STATES: States = States(0xfff);
const ALL_EXTENSIONS: Extensions = Extensions(0xff);

/// `ESTABLISHED`.
const ESTABLISHED: u8 = 1;
/// `LISTEN`.
const LISTEN: u8 = 10;
/// `INET_DIAG_BC_JMP`.
const JUMP: u8 = 1;
/// `INET_DIAG_BC_S_EQ`.
const SOURCE_PORT_IS: u8 = 11;
/// `INET_DIAG_BC_D_EQ`.
const DESTINATION_PORT_IS: u8 = 12;

fn diag() -> Connection {
    Connection::open(Protocol::SOCK_DIAG).expect("a socket about sockets")
}

/// A listener, and both ends of a connection to it over which bytes went both ways.
fn connected(address: &str) -> (TcpListener, TcpStream, TcpStream) {
    let listener = TcpListener::bind(address).expect("an address of the loopback interface");
    let mut near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut far, _) = listener.accept().unwrap();
    near.write_all(&[7; 3000]).unwrap();
    far.read_exact(&mut [0; 3000]).unwrap();
    far.write_all(&[8; 10]).unwrap();
    // Something is left to be read, and all is acknowledged once it has come.
    near.read_exact(&mut [0; 4]).unwrap();
    (listener, near, far)
}

fn request(family: u8, states: States) -> GetSocket<'static> {
    let header = RequestHeader {
        family,
        protocol: libc::IPPROTO_TCP as u8,
        ext: ALL_EXTENSIONS,
        states,
        ..RequestHeader::default()
    };
    GetSocket { header, ..GetSocket::default() }
}

/// One line of `ss`: the state, both queues, both addresses, and then what is known, by name.
struct Shown {
    line: String,
    fields: Vec<String>,
}

impl Shown {
    fn all(ss: &Tool) -> Vec<Self> {
        let text = ss.run("-tinemaOH");
        let shown = |line: &str| Self {
            line: line.to_owned(),
            fields: line.split_whitespace().map(str::to_owned).collect(),
        };
        text.lines().map(shown).collect()
    }

    /// The value after `name:`, or `None` if `ss` omits it because it is 0.
    fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find_map(|field| field.strip_prefix(name)?.strip_prefix(':'))
    }

    fn number(&self, name: &str) -> u64 {
        self.value(name).map_or(0, |value| {
            value.parse().unwrap_or_else(|_| panic!("{name}:{value} in {}", self.line))
        })
    }
}

#[test]
fn sockets_are_those_that_ss_shows() {
    in_namespace(|| {
        let ss = or_skip!(tool("ss"));
        let _four = connected("127.0.0.1:0");
        let _six = connected("[::1]:0");
        let (ours, theirs) = while_nothing_changes(&ss);
        assert_eq!((ours.len(), theirs.len()), (6, 6));
        for socket in ours {
            let theirs = &theirs[&socket.ends[..]];
            assert_eq!(theirs.fields[0], socket.state, "{}", theirs.line);
            assert_eq!(theirs.fields[1..3], socket.queues, "{}", theirs.line);
            for (name, ours) in &socket.numbers {
                assert_eq!(theirs.number(name), *ours, "{name}: {}", theirs.line);
            }
            for (name, ours) in &socket.texts {
                assert_eq!(theirs.value(name), Some(ours.as_str()), "{name}: {}", theirs.line);
            }
            assert!(theirs.fields.contains(&socket.congestion_control), "{}", theirs.line);
        }
    });
}

/// What we read and what `ss` shows, without a pending acknowledgement in between.
fn while_nothing_changes(ss: &Tool) -> (Vec<Described>, BTreeMap<Vec<String>, Shown>) {
    let mut netlink = diag();
    let mut read = || {
        let mut ours = Vec::new();
        for family in [AF_INET, AF_INET6] {
            let mut sockets = netlink.dump(&request(family, ALL_STATES)).unwrap();
            while let Some(socket) = sockets.next().unwrap() {
                assert!(socket.rest.is_empty(), "{socket:?}");
                ours.push(describe(&socket));
            }
        }
        ours
    };
    for _ in 0..100 {
        let before = read();
        let shown = Shown::all(ss);
        if read() == before {
            let by_ends = |shown: Shown| (shown.fields[3..5].to_vec(), shown);
            return (before, shown.into_iter().map(by_ends).collect());
        }
    }
    panic!("the sockets never stood still");
}

/// What we read of a socket, in the format of `ss`.
#[derive(PartialEq)]
struct Described {
    state: &'static str,
    queues: [String; 2],
    ends: [String; 2],
    numbers: Vec<(&'static str, u64)>,
    texts: Vec<(&'static str, String)>,
    congestion_control: String,
}

fn describe(socket: &Socket<'_>) -> Described {
    let header = &socket.header;
    let state = match header.state {
        ESTABLISHED => "ESTAB",
        LISTEN => "LISTEN",
        other => panic!("no socket of the test is in state {other}"),
    };
    let memory = socket.skmeminfo.expect("memory");
    let memory = format!(
        "(r{},rb{},t{},tb{},f{},w{},o{},bl{},d{})",
        memory.rmem_alloc,
        memory.rcvbuf,
        memory.wmem_alloc,
        memory.sndbuf,
        memory.fwd_alloc,
        memory.wmem_queued,
        memory.optmem,
        memory.backlog,
        memory.drops,
    );
    let [low, high] = header.id.cookie.map(u64::from);
    let mut texts = vec![("skmem", memory), ("sk", format!("{:x}", high << 32 | low))];
    let info = socket.info.expect("TCP's own");
    let mut numbers = vec![
        ("uid", header.uid.into()),
        ("ino", header.inode.into()),
        ("cwnd", info.snd_cwnd.into()),
        ("bytes_sent", info.bytes_sent),
        ("bytes_acked", info.bytes_acked),
        ("bytes_received", info.bytes_received),
        ("segs_out", info.segs_out.into()),
        ("segs_in", info.segs_in.into()),
        ("data_segs_out", info.data_segs_out.into()),
        ("data_segs_in", info.data_segs_in.into()),
    ];
    if header.state == ESTABLISHED {
        numbers.extend([
            ("mss", u64::from(info.snd_mss)),
            ("pmtu", info.pmtu.into()),
            ("rcvmss", info.rcv_mss.into()),
            ("advmss", info.advmss.into()),
            ("delivered", info.delivered.into()),
            ("rcv_space", info.rcv_space.into()),
            ("rcv_ssthresh", info.rcv_ssthresh.into()),
            ("snd_wnd", info.snd_wnd.into()),
        ]);
        texts.push(("wscale", wscale(info.wscale)));
        texts.push(("rto", ms(info.rto)));
        if info.ato != 0 {
            texts.push(("ato", ms(info.ato)));
        }
        texts.push(("rtt", format!("{}/{}", ms(info.rtt), ms(info.rttvar))));
        texts.push(("minrtt", ms(info.min_rtt)));
    }
    Described {
        state,
        queues: [header.rqueue.to_string(), header.wqueue.to_string()],
        ends: [source(socket), destination(socket)].map(end),
        numbers,
        texts,
        congestion_control: socket.cong.unwrap().to_string(),
    }
}

/// The address of this side.
pub fn source(socket: &Socket<'_>) -> SocketAddr {
    address(socket, socket.header.id.src, socket.header.id.sport.get())
}

/// The address of the other side.
fn destination(socket: &Socket<'_>) -> SocketAddr {
    address(socket, socket.header.id.dst, socket.header.id.dport.get())
}

fn address(socket: &Socket<'_>, ip: [u8; 16], port: u16) -> SocketAddr {
    let ip = match (socket.header.family, ip) {
        (AF_INET, [a, b, c, d, ..]) => IpAddr::from([a, b, c, d]),
        (_, ip) => IpAddr::from(ip),
    };
    (ip, port).into()
}

/// Both window scales, which share a byte of `struct tcp_info`: bit fields begin at the lower end on little-endian.
fn wscale(byte: u8) -> String {
    let (low, high) = (byte & 0xf, byte >> 4);
    let (sent, received) = if cfg!(target_endian = "little") { (low, high) } else { (high, low) };
    format!("{sent},{received}")
}

/// An address, with asterisks where `ss` has them.
fn end(address: SocketAddr) -> String {
    if address.port() == 0 { address.to_string().replace(":0", ":*") } else { address.to_string() }
        .replace("::]:*]", "::]:*")
}

/// Microseconds, as C's `%g` shows milliseconds.
fn ms(us: u32) -> String {
    (f64::from(us) / 1000.0).to_string()
}

#[test]
fn a_kernels_answers_are_emitted_again_without_loss() {
    in_namespace(|| {
        let _four = connected("127.0.0.1:0");
        let _six = connected("[::1]:0");
        for family in [AF_INET, AF_INET6] {
            let request = request(family, ALL_STATES);
            let messages = dumped_bytes(Protocol::SOCK_DIAG, 20, &request);
            assert_eq!(messages.len(), 3);
            survive_as::<Socket<'_>>(&messages);
        }
    });
}

/// The ports of the answers to a request.
fn ports(netlink: &mut Connection, request: &GetSocket<'_>) -> Vec<u16> {
    let mut ports = Vec::new();
    let mut sockets = netlink.dump(request).unwrap();
    while let Some(socket) = sockets.next().unwrap() {
        ports.push(socket.header.id.sport.get());
    }
    ports.sort_unstable();
    ports
}

#[test]
fn a_filter_of_ours_chooses_as_the_kernel_understands_it() {
    in_namespace(|| {
        let (listener, near, _far) = connected("127.0.0.1:0");
        let (server, client) =
            (listener.local_addr().unwrap().port(), near.local_addr().unwrap().port());
        let mut netlink = diag();
        let mut all = [server, server, client];
        all.sort_unstable();
        assert_eq!(ports(&mut netlink, &request(AF_INET, ALL_STATES)), all);
        assert_eq!(ports(&mut netlink, &request(AF_INET, States::LISTEN)), [server]);

        // The port is in the next unit, and 8 is just behind; 12 is beyond, which means no.
        for (code, expected) in
            [(SOURCE_PORT_IS, vec![server, server]), (DESTINATION_PORT_IS, vec![client])]
        {
            let filter =
                [FilterStep { code, yes: 8, no: 12 }, FilterStep { code: 0, yes: 0, no: server }];
            let request = GetSocket { bytecode: Some(&filter), ..request(AF_INET, ALL_STATES) };
            assert_eq!(ports(&mut netlink, &request), expected);
        }
    });
}

/// The socket of the end `near`, which is at the address `local`.
fn one(near: &TcpStream) -> GetSocket<'static> {
    let [from, to] = [near.local_addr().unwrap(), near.peer_addr().unwrap()];
    let ip = |address: SocketAddr| {
        let IpAddr::V4(ip) = address.ip() else { panic!("not IPv4") };
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&ip.octets());
        bytes
    };
    let mut one = request(AF_INET, ALL_STATES);
    one.header.id = SocketId {
        sport: from.port().into(),
        dport: to.port().into(),
        src: ip(from),
        dst: ip(to),
        if_: 0,
        cookie: [NOCOOKIE; 2],
    };
    one
}

#[test]
fn one_socket_is_found_by_its_ends() {
    in_namespace(|| {
        let (_listener, near, _far) = connected("127.0.0.1:0");
        let mut netlink = diag();
        let socket = netlink.request(&one(&near)).unwrap();
        assert_eq!(source(&socket), near.local_addr().unwrap());
        assert_eq!(destination(&socket), near.peer_addr().unwrap());
        assert_eq!((socket.header.state, socket.header.rqueue), (ESTABLISHED, 6));
    });
}

#[test]
fn a_socket_that_we_destroy_is_gone_for_ss_and_for_its_owner() {
    in_namespace(|| {
        let ss = or_skip!(tool("ss"));
        let (_listener, mut near, _far) = connected("127.0.0.1:0");
        let destroy = DestroySocket { header: one(&near).header, ..DestroySocket::default() };
        let source = near.local_addr().unwrap().to_string();
        let is_shown = || Shown::all(&ss).iter().any(|shown| shown.fields[3] == source);
        assert!(is_shown());
        match diag().execute(&destroy, MessageFlags::NONE) {
            Ok(_) => {}
            Err(error) if error.errno() == Some(Errno::EOPNOTSUPP) => {
                netlink_tests::skip!(Skip::kernel("it destroys no sockets"));
            }
            Err(error) => panic!("{error}"),
        }
        assert!(!is_shown());
        // What had come before can still be read.
        assert_eq!(near.read(&mut [0; 16]).unwrap(), 6);
        let error = near.read(&mut [0; 16]).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionAborted);
    });
}

#[test]
fn the_kernel_refuses_what_it_does_not_know_without_naming_a_field() {
    in_namespace(|| {
        let mut netlink = diag();
        // There is no such connection.
        let (listener, near, far) = connected("127.0.0.1:0");
        let gone = one(&near);
        drop((listener, near, far));
        let mut nowhere = gone.clone();
        nowhere.header.id.dport = 1.into();
        let error = refusal(netlink.request(&nowhere));
        assert_eq!((error.errno(), error.field()), (Errno::ENOENT, None));

        // A step beyond the end of the filter; the kernel does not say more.
        let filter = [FilterStep { code: JUMP, yes: 4, no: 400 }];
        let request = GetSocket { bytecode: Some(&filter), ..request(AF_INET, ALL_STATES) };
        let error = refusal(netlink.dump(&request).unwrap().next().map(|_| ()));
        assert_eq!((error.errno(), error.field()), (Errno::EINVAL, None));
    });
}
