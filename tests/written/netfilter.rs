//! `ipset`, `nflog`, `nfqueue` and `conntrack-exp`, compared with the system's tools.

use std::{
    ffi::CStr,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
    time::Duration,
};

use netlink_core::{Be, Errno, MessageFlags, Repeated};
use netlink_families::{conntrack_exp, ipset, ipset::*, nflog, nfqueue};
use netlink_sys::{Connection, Protocol, Socket, connection};
use netlink_tests::{
    namespace::in_namespace,
    or_skip, skip,
    skip::Skip,
    tool::{Tool, tool},
};

use crate::support::*;

const IPV4: u8 = 2;
const IPV6: u8 = 10;

fn header(family: u8) -> NfHeader {
    NfHeader { family, ..NfHeader::default() }
}

fn connect() -> Connection {
    Connection::open(Protocol::NETFILTER).expect("a netfilter socket")
}

/// The tool, if the kernel has what it is for.
fn ipset_tool() -> Result<Tool, Skip> {
    let tool = tool("ipset")?;
    let request = ipset::Protocol { protocol: Some(PROTOCOL), ..Default::default() };
    match connect().request(&request) {
        Ok(_) => Ok(tool),
        Err(error) => Err(Skip::kernel(format!("it has no ipset: {error}"))),
    }
}

fn create(netlink: &mut Connection, name: &CStr, typename: &CStr, family: u8, data: Options<'_>) {
    let request = Create {
        header: header(family),
        protocol: Some(PROTOCOL),
        setname: Some(name),
        typename: Some(typename),
        revision: Some(revision(netlink, typename, family)),
        family: Some(family),
        data: Some(data),
        ..Default::default()
    };
    netlink.execute(&request, MessageFlags::CREATE | MessageFlags::EXCL).unwrap();
}

/// The newest revision of a type that the kernel has.
fn revision(netlink: &mut Connection, typename: &CStr, family: u8) -> u8 {
    let request = Type {
        header: header(family),
        protocol: Some(PROTOCOL),
        typename: Some(typename),
        family: Some(family),
        ..Default::default()
    };
    netlink.request(&request).unwrap().revision.unwrap()
}

fn add<'a>(name: &'a CStr, family: u8, element: Element<'a>) -> Add<'a> {
    Add {
        header: header(family),
        protocol: Some(PROTOCOL),
        setname: Some(name),
        data: Some(element),
        ..Default::default()
    }
}

fn test<'a>(name: &'a CStr, element: Element<'a>) -> Test<'a> {
    Test {
        header: header(IPV4),
        protocol: Some(PROTOCOL),
        setname: Some(name),
        data: Some(element),
        ..Default::default()
    }
}

fn list(name: Option<&CStr>) -> Set<'_> {
    Set { protocol: Some(PROTOCOL), setname: name, ..Default::default() }
}

/// The elements of a set, by `show`.
fn elements<T>(
    netlink: &mut Connection,
    name: &CStr,
    mut show: impl FnMut(&Element<'_>) -> T,
) -> Vec<T> {
    let mut all = Vec::new();
    let request = list(Some(name));
    let mut sets = netlink.dump(&request).unwrap();
    while let Some(set) = sets.next().unwrap() {
        assert_eq!(set.setname, Some(name));
        for element in set.adt.iter().flat_map(|adt| adt.data.iter()) {
            all.push(show(&element.unwrap()));
        }
    }
    all
}

/// The error number of a refusal.
fn refused<T: std::fmt::Debug>(result: Result<T, connection::Error>) -> i32 {
    match result.expect_err("this should be refused") {
        connection::Error::Kernel(error) => error.errno().0,
        other => panic!("no refusal by the kernel: {other:?}"),
    }
}

#[test]
fn a_set_that_we_create_and_fill_is_what_ipset_lists() {
    in_namespace(|| {
        let tool = or_skip!(ipset_tool());
        let mut netlink = connect();
        let options = Options {
            timeout: Some(Be(600)),
            maxelem: Some(Be(100)),
            cadt_flags: Some(CadtFlags::WITH_COMMENT | CadtFlags::WITH_COUNTERS),
            ..Default::default()
        };
        create(&mut netlink, c"four", c"hash:ip", IPV4, options);
        let element = Element {
            ip: Some(Ipv4Addr::new(10, 0, 0, 1).into()),
            timeout: Some(Be(60)),
            comment: Some(c"the first"),
            bytes: Some(Be(7)),
            ..Default::default()
        };
        netlink.execute(&add(c"four", IPV4, element.clone()), MessageFlags::NONE).unwrap();

        let shown = tool.run("list four");
        for expected in ["Type: hash:ip", "maxelem 100", "timeout 600", "Number of entries: 1"] {
            assert!(shown.contains(expected), "{expected}: {shown}");
        }
        let expected = "bytes 7 comment \"the first\"";
        assert!(shown.contains("10.0.0.1 timeout ") && shown.contains(expected), "{shown}");

        // What the tool adds, we list.
        tool.run("add four 10.0.0.2 timeout 0");
        let mut ours = elements(&mut netlink, c"four", |element| {
            (element.ip.as_ref().and_then(IpAddress::ip), element.comment.map(CStr::to_owned))
        });
        ours.sort();
        let ip = |last| Some(IpAddr::from([10, 0, 0, last]));
        assert_eq!(ours, [(ip(1), Some(c"the first".to_owned())), (ip(2), None)]);

        // Adding it again is an error, unless the flag says that it may be there.
        let again = add(c"four", IPV4, element.clone());
        assert_eq!(refused(netlink.execute(&again, MessageFlags::EXCL)), Error::EXIST.0);
        netlink.execute(&again, MessageFlags::NONE).unwrap();

        let plain = Element { ip: element.ip.clone(), ..Default::default() };
        netlink.execute(&test(c"four", plain.clone()), MessageFlags::NONE).unwrap();
        netlink.execute(&Del(add(c"four", IPV4, plain.clone())), MessageFlags::EXCL).unwrap();
        let missing = netlink.execute(&test(c"four", plain.clone()), MessageFlags::NONE);
        assert_eq!(refused(missing), Error::EXIST.0);
        let missing = netlink.execute(&Del(add(c"four", IPV4, plain)), MessageFlags::EXCL);
        assert_eq!(refused(missing), Error::EXIST.0);
        assert!(tool.run("list four").contains("Number of entries: 1"));

        let flush =
            Flush { protocol: Some(PROTOCOL), setname: Some(c"four"), ..Default::default() };
        netlink.execute(&flush, MessageFlags::NONE).unwrap();
        assert!(tool.run("list four").contains("Number of entries: 0"));
        let destroy =
            Destroy { protocol: Some(PROTOCOL), setname: Some(c"four"), ..Default::default() };
        netlink.execute(&destroy, MessageFlags::NONE).unwrap();
        assert_eq!(tool.run("list"), "");
    });
}

#[test]
fn several_elements_are_added_at_once_and_the_one_refused_is_named() {
    in_namespace(|| {
        let tool = or_skip!(ipset_tool());
        let mut netlink = connect();
        create(&mut netlink, c"six", c"hash:net", IPV6, Options::default());
        let net = |last: u16, cidr| Element {
            ip: Some(Ipv6Addr::new(0x2001, 0xdb8, last, 0, 0, 0, 0, 0).into()),
            cidr: Some(cidr),
            ..Default::default()
        };
        let with = |elements: &[Element<'_>], netlink: &mut Connection| {
            let request = Add {
                header: header(IPV6),
                protocol: Some(PROTOCOL),
                setname: Some(c"six"),
                adt: Some(Elements { data: Repeated::of(elements), ..Default::default() }),
                lineno: Some(Be(0)),
                ..Default::default()
            };
            netlink.execute(&request, MessageFlags::EXCL).map(|_| ())
        };
        with(&[net(1, 48), net(2, 48), net(3, 64)], &mut netlink).unwrap();
        let mut lines: Vec<String> =
            tool.run("save six").lines().skip(1).map(str::to_owned).collect();
        lines.sort();
        assert_eq!(
            lines,
            ["add six 2001:db8:1::/48", "add six 2001:db8:2::/48", "add six 2001:db8:3::/64"]
        );
        assert_eq!(refused(with(&[net(9, 200)], &mut netlink)), Error::INVALID_CIDR.0);
    });
}

#[test]
fn sets_are_renamed_swapped_and_found_by_name_and_index() {
    in_namespace(|| {
        let tool = or_skip!(ipset_tool());
        let mut netlink = connect();
        tool.run("create one hash:ip");
        tool.run("create two hash:ip");
        tool.run("add one 10.0.0.1");
        let swap = Swap {
            protocol: Some(PROTOCOL),
            setname: Some(c"one"),
            setname2: Some(c"two"),
            ..Default::default()
        };
        netlink.execute(&swap, MessageFlags::NONE).unwrap();
        assert!(tool.run("list two").contains("10.0.0.1"));
        let rename = Rename {
            protocol: Some(PROTOCOL),
            setname: Some(c"two"),
            setname2: Some(c"three"),
            ..Default::default()
        };
        netlink.execute(&rename, MessageFlags::NONE).unwrap();
        assert_eq!(tool.run("list -n"), "one\nthree\n");

        let by_name =
            GetByName { protocol: Some(PROTOCOL), setname: Some(c"three"), ..Default::default() };
        let index = netlink.request(&by_name).unwrap().index;
        let by_index = GetByIndex { protocol: Some(PROTOCOL), index, ..Default::default() };
        assert_eq!(netlink.request(&by_index).unwrap().setname, Some(c"three"));
        let request =
            Header { protocol: Some(PROTOCOL), setname: Some(c"three"), ..Default::default() };
        let found = netlink.request(&request).unwrap();
        assert_eq!((found.typename, found.family), (Some(c"hash:ip"), Some(IPV4)));
    });
}

#[test]
fn all_types_of_sets_are_listed_and_emitted_again_without_loss() {
    in_namespace(|| {
        let tool = or_skip!(ipset_tool());
        let sets = [
            (
                "hash:ip counters comment skbinfo timeout 100",
                "10.0.0.1 skbmark 0x1/0xff skbprio 1:2 skbqueue 3",
            ),
            ("hash:ip,port", "10.0.0.1,udp:53"),
            ("hash:ip,port,ip", "10.0.0.1,80,10.0.0.2"),
            ("hash:ip,port,net", "10.0.0.1,80,10.1.0.0/16"),
            ("hash:ip,mac", "10.0.0.1,02:00:00:00:00:01"),
            ("hash:ip,mark", "10.0.0.1,0x55"),
            ("hash:mac", "02:00:00:00:00:01"),
            ("hash:net", "10.0.0.0/8 nomatch"),
            ("hash:net,iface", "10.0.0.0/8,eth0"),
            ("hash:net,net", "10.0.0.0/8,11.0.0.0/8"),
            ("hash:net,port", "10.0.0.0/8,tcp:22"),
            ("hash:net,port,net", "10.0.0.0/8,22,11.0.0.0/8"),
            ("bitmap:ip range 10.0.0.0-10.0.0.255", "10.0.0.3"),
            ("bitmap:ip,mac range 10.0.0.0/24", "10.0.0.3,02:00:00:00:00:01"),
            ("bitmap:port range 0-1023", "80"),
            ("hash:ip family inet6 netmask 64", "2001:db8::"),
            ("list:set size 8", "t0"),
        ];
        let mut made = 0;
        for (number, (options, element)) in sets.iter().enumerate() {
            let words = format!("create t{number} {options}");
            let words: Vec<&str> = words.split(' ').collect();
            if let Err(failure) = tool.attempt(&words, "") {
                // The tool's text for a type that the kernel does not have.
                assert!(
                    failure.stderr.contains("Kernel") || failure.stderr.contains("kernel"),
                    "{failure}"
                );
                netlink_tests::partly_skip!(Skip::kernel(failure.to_string()));
                continue;
            }
            tool.run(&format!("add t{number} {element}"));
            made += 1;
        }
        assert!(made > 0);
        let bytes = dumped(Protocol::NETFILTER, 0x607, &list(None));
        survive_as::<Set<'_>>(&bytes);
        let listed = bytes.iter().filter(|bytes| {
            let set: Set<'_> = message(bytes).parse().unwrap();
            set.adt.is_some_and(|adt| adt.data.iter().count() == 1)
        });
        assert_eq!(listed.count(), made);
    });
}

/// Adds rules of a kind that the kernel may not have.
fn rules_where_supported(nft: &Tool, rules: &str) -> Result<(), Skip> {
    let Err(failure) = nft.attempt(&["-f", "-"], rules) else { return Ok(()) };
    let words = ["Could not process rule: No such file", "Could not process rule: Operation not"];
    assert!(words.iter().any(|words| failure.stderr.contains(words)), "{failure}");
    Err(Skip::kernel(failure.to_string()))
}

/// Sends a datagram to the loopback interface.
fn send(payload: &[u8]) -> (UdpSocket, UdpSocket) {
    let receiver = UdpSocket::bind("127.0.0.1:0").unwrap();
    let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
    receiver.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    sender.send_to(payload, receiver.local_addr().unwrap()).unwrap();
    (sender, receiver)
}

#[test]
fn a_rule_logs_packets_to_our_group() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let rules = "table inet t { chain c { type filter hook output priority 0; \
                     meta l4proto udp log prefix \"seen: \" group 5; }; }";
        or_skip!(rules_where_supported(&nft, rules));
        let socket = Socket::open(Protocol::NETFILTER).unwrap();
        let request = nflog::Config {
            header: NfHeader { res_id: 5.into(), ..Default::default() },
            cmd: Some(nflog::ConfigCommand { command: nflog::Command::BIND }.into()),
            mode: Some(
                nflog::ConfigMode {
                    copy_range: 0xffff.into(),
                    copy_mode: nflog::CopyMode::PACKET,
                    pad: 0,
                }
                .into(),
            ),
            flags: Some(nflog::ConfigFlags::SEQ),
            ..Default::default()
        };
        socket.send(&emitted(0x401, MessageFlags::ACK, &request)).unwrap();
        let answer = &messages(&heard(&socket, Duration::from_secs(2)))[0];
        let ack = netlink_core::Ack::parse(&message(answer)).unwrap();
        if let Some(error) = ack.errno() {
            skip!(Skip::kernel(format!("it does not log to groups: {error:?}")));
        }
        let _sockets = send(b"hello, group");
        let packets = messages(&heard(&socket, Duration::from_secs(5)));
        survive_as::<nflog::Packet<'_>>(&packets);
        let packet: nflog::Packet<'_> = message(&packets[0]).parse().unwrap();
        assert_eq!((packet.header.res_id.get(), packet.header.family), (5, 2));
        assert_eq!(packet.prefix, Some(c"seen: "));
        assert_eq!((packet.seq, packet.ifindex_outdev), (Some(Be(0)), Some(Be(1))));
        assert!(packet.payload.unwrap().ends_with(b"hello, group"));
        let head = packet.packet_hdr.unwrap();
        assert_eq!((head.hw_protocol.get(), head.hook), (0x800, 3));
    });
}

#[test]
fn a_packet_waits_for_our_verdict() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let rules = "table inet t { chain c { type filter hook output priority 0; \
                     meta l4proto udp queue num 3; }; }";
        or_skip!(rules_where_supported(&nft, rules));
        let socket = Socket::open(Protocol::NETFILTER).unwrap();
        let head = NfHeader { res_id: 3.into(), ..Default::default() };
        let request = nfqueue::Config {
            header: head,
            cmd: Some(
                nfqueue::ConfigCommand { command: nfqueue::Command::BIND, ..Default::default() }
                    .into(),
            ),
            params: Some(
                nfqueue::ConfigParams {
                    copy_range: 0xffff.into(),
                    copy_mode: nfqueue::CopyMode::PACKET,
                }
                .into(),
            ),
            ..Default::default()
        };
        socket.send(&emitted(0x302, MessageFlags::ACK, &request)).unwrap();
        let answer = &messages(&heard(&socket, Duration::from_secs(2)))[0];
        let ack = netlink_core::Ack::parse(&message(answer)).unwrap();
        if let Some(error) = ack.errno() {
            skip!(Skip::kernel(format!("it has no queues: {error:?}")));
        }
        let (_sender, receiver) = send(b"hello, queue");
        let packets = messages(&heard(&socket, Duration::from_secs(5)));
        survive_as::<nfqueue::Packet<'_>>(&packets);
        let packet: nfqueue::Packet<'_> = message(&packets[0]).parse().unwrap();
        assert!(packet.payload.unwrap().ends_with(b"hello, queue"));
        let id = packet.packet_hdr.unwrap().packet_id;
        let verdict = nfqueue::VerdictHeader { verdict: nfqueue::Verdict::ACCEPT, id };
        let verdict = nfqueue::SetVerdict {
            header: head,
            verdict_hdr: Some(verdict.into()),
            ..Default::default()
        };
        socket.send(&emitted(0x301, MessageFlags::NONE, &verdict)).unwrap();
        let mut received = [0; 64];
        let len = receiver.recv(&mut received).unwrap();
        assert_eq!(&received[..len], b"hello, queue");
    });
}

#[test]
fn no_connection_is_expected_in_a_new_namespace() {
    in_namespace(|| {
        let request = conntrack_exp::GetExpectation { header: header(IPV4), ..Default::default() };
        match answers(Protocol::NETFILTER, 0x201, MessageFlags::DUMP, &request) {
            Ok(bytes) => assert_eq!(bytes.len(), 0),
            Err(number) => skip!(Skip::kernel(format!("it expects no connections: {number}"))),
        }
        let request = conntrack_exp::Stats { header: header(IPV4), ..Default::default() };
        let bytes = dumped(Protocol::NETFILTER, 0x203, &request);
        assert!(!bytes.is_empty());
        survive_as::<conntrack_exp::Stats<'_>>(&bytes);
        let mut netlink = connect();
        let gone = conntrack_exp::GetExpectation { id: Some(Be(77)), ..request_of(IPV4) };
        let number = refused(netlink.request(&gone).map(|_| ()));
        assert!([Errno::EINVAL, Errno::ENOENT].map(|errno| errno.0).contains(&number));
    });
}

fn request_of(family: u8) -> conntrack_exp::GetExpectation<'static> {
    conntrack_exp::GetExpectation { header: header(family), ..Default::default() }
}
