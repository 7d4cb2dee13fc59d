//! Payloads that kernels and tools sent, and other libraries were reported to read wrongly: each is parsed as its
//! type, emitted, and compared.

use core::fmt::Debug;

use netlink_core::attr::{NESTED, NET_BYTEORDER};
use netlink_core::{
    EmitMessage, ErrorKind, Input, Level, Parse, ParseMessage, RawMessage, View, Writer,
};
use netlink_families::{audit, ipset, rt_addr, rt_link, rt_neigh, rt_route, rt_rule, tc, uevent};
use netlink_tests::bytes::{attr, attr_u32, header, message, nest, unpadded};
use netlink_tests::oracle;

/// What must become of a message.
#[derive(Clone, Copy, Debug)]
enum Expected {
    /// It is emitted as it was received, apart from padding.
    Same,
    /// Its value is emitted in the declared width.
    Width,
    /// It is refused, with this in the text of the error.
    Refused(&'static str),
}
use Expected::{Refused, Same, Width};

/// Tries messages of one type, each with a name and the text that the value shows.
#[derive(Default)]
struct Trial {
    failures: Vec<String>,
}

impl Trial {
    fn of<T: View>(&mut self, name: &str, bytes: &[u8], expected: Expected, shown: &str)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        let bytes = [bytes, &[0; 3]].concat();
        let (message, _) = RawMessage::split(&bytes).expect("a message");
        let found = match (message.parse::<T::Of<'_>>(), expected) {
            (Err(error), Refused(text)) if error.to_string().contains(text) => return,
            (Err(error), _) => error.to_string(),
            (Ok(value), Refused(_)) => format!("{value:?}"),
            (Ok(value), _) => {
                let text = format!("{value:?}");
                let result = oracle::message_round_trip::<T>(&message);
                let difference = result.err().map(|error| error.to_string());
                match (difference, expected) {
                    (None, Same) if text.contains(shown) => return,
                    (Some(difference), Width)
                        if difference.ends_with("other payload") && text.contains(shown) =>
                    {
                        return;
                    }
                    (difference, _) => format!("{difference:?} {text}"),
                }
            }
        };
        self.failures.push(format!("{name}: expected {expected:?} {shown}, found {found}"));
    }

    fn end(self) {
        assert!(self.failures.is_empty(), "{}", self.failures.join("\n"));
    }
}

fn if_info(family: u8) -> Vec<u8> {
    [&[family, 0, 1, 0, 2, 0, 0, 0][..], &[0; 8]].concat()
}

fn link_of(family: u8, attrs: &[Vec<u8>]) -> Vec<u8> {
    message(16, 2, &[if_info(family), attr(3, b"eth0\0"), attrs.concat()].concat())
}

fn link(attrs: &[Vec<u8>]) -> Vec<u8> {
    link_of(0, attrs)
}

type Link = rt_link::Link<'static>;

#[cfg(target_endian = "little")]
#[test]
fn structures_of_links_have_any_length() {
    let mut trial = Trial::default();
    for len in [0, 4, 96, 184, 192, 200, 208] {
        trial.of::<Link>("stats64", &link(&[attr(23, &vec![1; len])]), Same, "stats64: Some");
    }
    for len in [0, 4, 92, 96, 100] {
        trial.of::<Link>("stats", &link(&[attr(7, &vec![1; len])]), Same, "stats: Some");
    }
    for len in [24, 28, 32, 36] {
        trial.of::<Link>("map", &link(&[attr(14, &vec![0; len])]), Same, "map: Some");
    }
    let function = |ty, payload: &[u8]| link(&[nest(22, &[nest(1, &[attr(ty, payload)])])]);
    for len in [4, 32, 36, 40] {
        trial.of::<Link>("a function's mac", &function(1, &vec![0; len]), Same, "mac: Some");
    }
    for len in [14, 16, 20] {
        let vlans = attr(1, &vec![0; len]);
        trial.of::<Link>("a function's vlans", &function(12 | NESTED, &vlans), Same, "vlan");
    }
    trial.end();
}

#[cfg(target_endian = "little")]
#[test]
fn nests_of_links_may_be_empty_unflagged_or_of_another_kind() {
    let mut trial = Trial::default();
    for ty in [18, 22, 24, 25, 26, 43, 52, 55, 62, 65] {
        trial.of::<Link>("an empty nest", &link(&[attr(ty, &[])]), Same, "");
        trial.of::<Link>("an empty nest, flagged", &link(&[attr(ty | NESTED, &[])]), Same, "");
    }
    let info = |attrs: &[Vec<u8>]| link(&[attr(18, &attrs.concat())]);
    let flagged = |attrs: &[Vec<u8>]| link(&[nest(18, attrs)]);
    let id = attr(1, &[5, 0]);
    let with_id = "Vlan(Vlan { id: Some(5)";
    for (name, bytes, shown) in [
        ("no data", info(&[attr(1, b"vlan\0"), attr(2, &[])]), "Vlan(Vlan { id: None"),
        ("data before the kind", info(&[attr(2, &id), attr(1, b"vlan\0")]), with_id),
        ("a kind without NUL", info(&[attr(1, b"vlan"), attr(2, &id)]), with_id),
        ("data without a kind", info(&[attr(2, &id)]), "kind: None, data: Some(Other("),
        ("the same, flagged", flagged(&[nest(2, &[id])]), "kind: None, data: Some(Other("),
        (
            "an unknown kind whose data is no nest",
            info(&[attr(1, b"foo\0"), attr(2 | NESTED, &[1, 2, 3])]),
            "Other(",
        ),
        ("a port", info(&[attr(4, b"bridge\0"), attr(5, &attr(1, &[3]))]), "Bridge"),
    ] {
        trial.of::<Link>(name, &bytes, Same, shown);
    }
    for (family, shown) in [(7, "Bridge("), (2, "af_spec: Some"), (10, "Some"), (28, "Some")] {
        for flag in [0, NESTED] {
            let spec = [attr(0, &[1, 0]), attr(2, &[1, 0, 5, 0]), attr(2, &[0, 0, 6, 0])].concat();
            let port = if family == 10 { attr_u32(1, 3) } else { attr(1, &[3]) };
            let attrs = [attr(26 | flag, &spec), attr(12 | flag, &port)];
            let name = format!("family {family} flag {flag:x}");
            trial.of::<Link>(&name, &link_of(family, &attrs), Same, shown);
        }
    }
    trial.end();
}

#[cfg(target_endian = "little")]
#[test]
fn texts_of_links_are_any_bytes() {
    let mut trial = Trial::default();
    for ty in [3, 6, 20, 38, 53] {
        for text in [
            &b"p0"[..],
            b"p0\0",
            b"p0\0x\0",
            b"",
            b"\0",
            b"caf\xe9\0",
            b"caf\xe9",
            b"p0\0\0\0\0\0\0",
        ] {
            let name = format!("{ty} {}", text.escape_ascii());
            let bytes = message(16, 2, &[if_info(0), attr(ty, text)].concat());
            trial.of::<Link>(&name, &bytes, Same, "");
        }
    }
    let padded = |ty, payload: &[u8], padding: &[u8]| [&unpadded(ty, payload), padding].concat();
    trial.of::<Link>("padding", &link(&[padded(38, b"p0", &[0xaa, 0xbb])]), Same, "\"p0\"");
    trial.of::<Link>("unknown", &link(&[padded(990, b"p", &[1, 2, 3])]), Same, "");
    let flags = [attr(NET_BYTEORDER | 99, &[1; 4]), attr(NET_BYTEORDER | NESTED | 100, &[1; 3])];
    trial.of::<Link>("unknown flags", &link(&flags), Same, "");
    trial.end();
}

#[cfg(target_endian = "little")]
#[test]
fn integers_have_the_value_that_they_were_sent_with_or_are_refused() {
    let mut trial = Trial::default();
    let mtu = |payload: &[u8]| link(&[attr(4, payload)]);
    let mode = |payload: &[u8]| link(&[attr(17, payload)]);
    trial.of::<Link>("u32 of 1 byte", &mtu(&[7]), Width, "mtu: Some(7)");
    trial.of::<Link>("u32 of 2 bytes", &mtu(&[7, 1]), Width, "mtu: Some(263)");
    trial.of::<Link>("u32 of 8 bytes", &mtu(&44_u64.to_ne_bytes()), Width, "mtu: Some(44)");
    trial.of::<Link>("u32 of 3 bytes", &mtu(&[1; 3]), Refused("mtu"), "");
    trial.of::<Link>("u8 of 8 bytes", &mode(&44_u64.to_ne_bytes()), Width, "linkmode: Some(44)");
    for payload in [&300_u32.to_ne_bytes()[..], &300_u16.to_ne_bytes()] {
        trial.of::<Link>("u8 of 300", &mode(payload), Refused("does not fit"), "");
    }
    let vlan =
        |protocol: &[u8]| link(&[nest(18, &[attr(1, b"vlan\0"), nest(2, &[attr(5, protocol)])])]);
    for protocol in [&0x8100_u16.to_be_bytes()[..], &0x8100_u32.to_be_bytes()] {
        let expected = if protocol.len() == 2 { Same } else { Width };
        let name = "a big-endian protocol";
        trial.of::<Link>(name, &vlan(protocol), expected, "protocol: Some(N8021q)");
    }
    let wide = vlan(&0x1_8100_u32.to_be_bytes());
    trial.of::<Link>("one that is too large", &wide, Refused("does not fit"), "");
    trial.end();
}

fn route_of(family: u8, attrs: &[Vec<u8>]) -> Vec<u8> {
    let header = [family, 24, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0];
    message(24, 2, &[&header[..], &attrs.concat()].concat())
}

type Route = rt_route::Route<'static>;

#[cfg(target_endian = "little")]
#[test]
fn routes_have_the_addresses_of_their_family_and_any_width() {
    let mut trial = Trial::default();
    let route = |attrs: &[Vec<u8>]| route_of(2, attrs);
    trial.of::<Route>("table u8", &route(&[attr(15, &[254])]), Width, "table: Some(254)");
    for (payload, expected) in [
        (&77_u64.to_ne_bytes()[..], Same),
        (&77_u32.to_ne_bytes(), Same),
        (&(1_u64 << 40).to_ne_bytes(), Same),
    ] {
        trial.of::<Route>("expires", &route(&[attr(23, payload)]), expected, "expires: Some");
    }
    for text in [&b"cubic\0"[..], b"cubic"] {
        trial.of::<Route>("cc", &route(&[nest(8, &[attr(16, text)])]), Same, "\"cubic\"");
    }
    for len in [24, 32, 40] {
        trial.of::<Route>("cacheinfo", &route(&[attr(12, &vec![0; len])]), Same, "cacheinfo: Some");
    }
    let label = |label: u32| (label << 12 | 1 << 8).to_be_bytes();
    let mpls = [attr(1, &label(100)), attr_u32(4, 3), attr(19, &label(200))];
    trial.of::<Route>("MPLS", &route_of(28, &mpls), Same, "Other([0, 6, 65, 0])");
    trial.of::<Route>("MCTP", &route_of(45, &[attr(1, &[9])]), Same, "[9]");
    let via6 = [&10_u16.to_ne_bytes()[..], &[0xfd; 16]].concat();
    let via17 = [&17_u16.to_ne_bytes()[..], &[1; 6]].concat();
    for (name, payload, expected) in [
        ("v6", &via6[..], Same),
        ("v4", &[2, 0, 10, 0, 0, 1], Same),
        ("link", &via17, Same),
        ("no address", &[2, 0], Same),
        ("1 byte", &[2], Refused("via")),
    ] {
        trial.of::<Route>(name, &route(&[attr(18, payload)]), expected, "via: Some");
    }
    trial.end();
}

#[cfg(target_endian = "little")]
#[test]
fn next_hops_end_where_their_lengths_say() {
    let mut trial = Trial::default();
    let hop = |len: u16, index: i32, attrs: &[u8]| {
        [&len.to_ne_bytes()[..], &[0, 0], &index.to_ne_bytes(), attrs].concat()
    };
    let gateways = [attr(5, &[192, 0, 2, 1]), attr(5, &[192, 0, 2, 2])];
    let two = [hop(16, 3, &gateways[0]), hop(16, 4, &gateways[1])].concat();
    let label = attr(22, &attr(1, &[0, 6, 0x41, 0]));
    let encap = hop(28, 3, &[label, attr(21, &[1, 0])].concat());
    let unknown = hop(16, 3, &attr(99 | NESTED, &[1, 2, 3, 4]));
    for (name, payload, expected) in [
        ("two", two.clone(), Same),
        ("none", vec![], Same),
        ("an unknown attribute", unknown, Same),
        ("labels", encap, Same),
        ("zeros behind them", [&two[..], &[0; 8]].concat(), Refused("multipath[2]")),
        ("length 0", hop(0, 3, &[]), Refused("multipath[0]")),
        ("length 7", hop(7, 3, &[]), Refused("expected 8 bytes, found 7")),
        ("beyond the end", hop(24, 3, &gateways[0]), Refused("expected 24 bytes, found 16")),
        ("two bytes behind", [&two[..16], &[0, 0]].concat(), Refused("multipath[1]")),
    ] {
        trial.of::<Route>(name, &route_of(2, &[attr(9, &payload)]), expected, "multipath: Some");
    }
    trial.end();
}

#[cfg(target_endian = "little")]
#[test]
fn neighbours_and_addresses_have_the_addresses_of_their_family() {
    type Neigh = rt_neigh::Neigh<'static>;
    type Addr = rt_addr::Addr<'static>;
    let mut trial = Trial::default();
    let neigh = |family: u8, attrs: &[Vec<u8>]| {
        let header = [family, 0, 0, 0, 3, 0, 0, 0, 64, 0, 0, 1];
        message(28, 2, &[&header[..], &attrs.concat()].concat())
    };
    for len in [0, 4, 6, 8, 16, 20, 32] {
        let attrs = [attr(1, &[10, 0, 0, 1]), attr(2, &vec![9; len])];
        trial.of::<Neigh>("lladdr", &neigh(2, &attrs), Same, "lladdr: Some");
    }
    // MAX_ADDR_LEN
    trial.of::<Neigh>("lladdr", &neigh(2, &[attr(2, &[9; 40])]), Refused("lladdr"), "");
    let addr = |family: u8, len: usize| {
        let header = [family, 8, 0, 0, 2, 0, 0, 0];
        message(20, 2, &[&header[..], &attr(1, &vec![9; len])].concat())
    };
    // Of unspecified, IPv4, bridge, IPv6, MPLS and MCTP.
    for family in [0, 2, 7, 10, 28, 45] {
        for len in [1, 4, 5, 6, 16] {
            let fits = match family {
                2 => len == 4,
                7 => matches!(len, 4 | 16),
                10 => len == 16,
                _ => true,
            };
            let (name, bytes) = (format!("family {family} of {len}"), vec![1; len]);
            let expected = if fits { Same } else { Refused("dst") };
            trial.of::<Neigh>(&name, &neigh(family, &[attr(1, &bytes)]), expected, "dst: Some");
            if family != 7 {
                let expected = if fits { Same } else { Refused("address") };
                trial.of::<Addr>(&name, &addr(family, len), expected, "address: Some");
            }
        }
    }
    trial.end();
}

#[cfg(target_endian = "little")]
#[test]
fn dump_requests_have_the_header_of_any_family() {
    let mut trial = Trial::default();
    // Nothing, struct rtgenmsg without and with padding, and struct ifinfomsg without and with attributes.
    let headers =
        [vec![], vec![2], vec![2, 0, 0, 0], if_info(2), [if_info(2), attr_u32(29, 1)].concat()];
    for header in &headers {
        let name = format!("header of {} bytes", header.len());
        trial.of::<rt_link::GetLink<'_>>(&name, &message(18, 0x301, header), Same, "");
        trial.of::<rt_addr::GetAddr<'_>>(&name, &message(22, 0x301, header), Same, "");
        trial.of::<rt_route::GetRoute<'_>>(&name, &message(26, 0x301, header), Same, "");
        trial.of::<rt_neigh::GetNeigh<'_>>(&name, &message(30, 0x301, header), Same, "");
        trial.of::<rt_rule::GetRule<'_>>(&name, &message(34, 0x301, header), Same, "");
        trial.of::<tc::GetQdisc<'_>>(&name, &message(38, 0x301, header), Same, "");
    }
    trial.end();
}

#[cfg(target_endian = "little")]
#[test]
fn options_of_queueing_disciplines_are_structures_nests_or_both() {
    let mut trial = Trial::default();
    let qdisc = |kind: &[u8], options: &[u8]| {
        let header = [&[0; 4][..], &2_i32.to_ne_bytes(), &[0; 12]].concat();
        message(36, 2, &[header, attr(1, kind), attr(2, options)].concat())
    };
    let burst = attr_u32(1, 5);
    for (kind, options) in [
        ("sfq\0", vec![1; 72]),
        ("sfq\0", vec![1; 20]),
        ("pfifo\0", vec![5, 0, 0, 0]),
        ("bfifo\0", vec![5, 0, 0, 0, 9, 9, 9, 9]),
        ("pfifo_head_drop\0", vec![5, 0, 0, 0]),
        ("pfifo_fast\0", vec![1; 20]),
        ("prio\0", vec![1; 20]),
        ("prio\0", [&[1; 20][..], &attr(1, &[])].concat()),
        ("tbf\0", attr(1, &[1; 36])),
        ("htb\0", attr(2, &[1; 20])),
        ("netem\0", vec![0; 24]),
        ("netem\0", [&[0; 24][..], &attr(1, &[1; 16]), &attr(5, &attr(1, &[0; 20]))].concat()),
        ("mqprio\0", [&[0; 84][..], &attr(1, &[1, 0])].concat()),
        ("red\0", attr(1, &[0; 16])),
        ("choke\0", attr(1, &[0; 16])),
        ("taprio\0", attr(1, &[0; 82])),
        ("dualpi2\0", attr(1, &[1, 0, 0, 0])),
        ("cake\0", attr(2, &5_u64.to_ne_bytes())),
        ("plug\0", vec![0; 8]),
        ("fq_codel\0", burst.clone()),
        ("fq_codel", burst),
        ("gred\0", vec![]),
        ("drr\0", vec![]),
        ("noqueue\0", vec![]),
        ("mq\0", vec![]),
        ("clsact\0", vec![]),
        ("ingress\0", vec![]),
        ("another\0", vec![1, 2, 3]),
    ] {
        let name = format!("{kind:?} {}", options.len());
        trial.of::<tc::Qdisc<'_>>(&name, &qdisc(kind.as_bytes(), &options), Same, "options: Some");
    }
    trial.end();
}

/// The length field of an attribute has 16 bits. Kernels that list 230 virtual functions let it wrap.
#[cfg(target_endian = "little")]
#[test]
fn a_nest_whose_length_wrapped_ends_there_and_strict_parsing_says_so() {
    let function = attr(1, &attr(1, &[0; 288]));
    let functions = function.repeat(230);
    let wrapped = u16::try_from((functions.len() + 4) & 0xffff).unwrap();
    let list = [&header(wrapped, 22)[..], &functions].concat();
    let bytes = link(&[attr_u32(4, 1500), list, attr_u32(27, 0)]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let error = message.parse_at::<rt_link::Link<'_>>(Level::TRAILING).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TrailingBytes);
    // Liberal parsing ignores what is behind, as kernels do; connections count it.
    let mut leftover = None;
    let noted = message.parse_noting_leftover(|error| leftover = Some(error.kind()));
    let link: rt_link::Link<'_> = noted.unwrap();
    assert_eq!(leftover, Some(ErrorKind::TrailingBytes));
    let functions = link.vfinfo_list.map(|list| list.info.iter().count());
    assert_eq!((link.mtu, functions, link.group), (Some(1500), Some(8), None));
}

#[test]
fn timeouts_of_sets_are_emitted_with_the_flag_that_they_need() {
    let bytes = attr(6 | NET_BYTEORDER, &3600_u32.to_be_bytes());
    let entry = ipset::Element::parse(Input::new(&bytes)).unwrap();
    assert_eq!(entry.timeout.map(|timeout| timeout.0), Some(3600));
    let mut emitted = Vec::new();
    Writer::growing(&mut emitted).emit(&entry).unwrap();
    assert_eq!(emitted, bytes);
}

#[test]
fn a_record_of_the_audit_daemon_is_whole_whatever_its_length_says() {
    let text = b"audit(1690000000.123:456): pid=1 uid=0 auid=4294967295 msg='op=x res=success'";
    for len in [text.len(), 16 + text.len(), 3] {
        let header = [&u32::try_from(len).unwrap().to_ne_bytes()[..], &1112_u16.to_ne_bytes()];
        let datagram = [&header.concat()[..], &[0; 10], text].concat();
        let record = audit::Record::from_datagram(&datagram).unwrap();
        assert_eq!((record.ty, &*record.text), (1112, &text[..]));
    }
    assert_eq!(audit::Record::from_datagram(&[0; 15]), None);
}

#[test]
fn an_event_of_a_device_has_its_properties() {
    let datagram = b"add@/devices/virtual/net/d0\0ACTION=add\0SUBSYSTEM=net\0INTERFACE=d0\0";
    let event = uevent::Uevent::from_datagram(datagram).unwrap();
    assert_eq!(event.head(), b"add@/devices/virtual/net/d0");
    assert_eq!((event.action(), event.get("INTERFACE")), (Some(&b"add"[..]), Some(&b"d0"[..])));
}
