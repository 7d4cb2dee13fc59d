//! Trees and bytes, as they are to look.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_core::{
    AttrPolicy, Bitfield32, Emit, Indexed, Input, Level, Mac, Parse, ParseSet, RawMessage,
    Repeated, Uint, Writer,
    policy::{Kind, PolicyTable},
};
use netlink_families::rt_link::Link;
use netlink_tests::bytes::{attr, attr_u32, message, nest};

use crate::support::Source;

fn tree(bytes: &[u8]) -> String {
    let (message, _) = RawMessage::split(bytes).unwrap();
    format!("{:#}", message.display::<Everything<'_>>())
}

/// One attribute of each kind.
#[derive(Parse, Emit)]
#[netlink(message = 64)]
struct Everything<'a> {
    #[nla(1)]
    flag: bool,
    #[nla(2)]
    signed: Option<i16>,
    #[nla(3)]
    any_width: Option<Uint>,
    #[nla(4)]
    state: Option<State>,
    #[nla(5)]
    address: Option<IpAddr>,
    #[nla(6)]
    mac: Option<Mac>,
    #[nla(7)]
    text: Option<&'a str>,
    #[nla(8)]
    bits: Option<Bitfield32>,
    #[nla(9)]
    sizes: Option<&'a [[u8; 2]]>,
    #[nla(10)]
    inner: Option<Indexed<'a, Inner>>,
    #[nla(11)]
    again: Repeated<'a, u32>,
    #[nla(12)]
    rights: Option<Rights>,
    #[nla(13)]
    bytes: Option<&'a [u8]>,
}

#[derive(Clone, Copy, Parse, Emit)]
#[repr(u8)]
enum State {
    Down = 1,
    Up = 2,
}

#[derive(Clone, Parse, Emit)]
struct Inner {
    #[nla(1)]
    id: u32,
}

#[derive(Clone, Copy, Parse, Emit)]
#[netlink(flags(ALL = 0x70, READ = 1, WRITE = 2, OWN = 0x10))]
struct Rights(u8);

#[test]
fn values_are_shown_by_what_they_are() {
    let everything = Everything {
        flag: true,
        signed: Some(-5),
        any_width: Some(Uint(1 << 40)),
        state: Some(State::Up),
        address: Some(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        mac: Some(Mac([2, 0, 0, 0, 0, 0xff])),
        text: Some("it's \"ünïcode\""),
        bits: Some(Bitfield32 { value: 1, selector: 3 }),
        sizes: Some(&[[1, 2], [3, 4]]),
        inner: Some(Indexed::numbered(&[(1, Inner { id: 7 }), (9, Inner { id: 8 })])),
        again: Repeated::of(&[1, 2]),
        rights: Some(Rights(0x83)),
        bytes: Some(&[0; 40]),
    };
    let mut body = Vec::new();
    Writer::growing(&mut body).emit(&everything).unwrap();
    let found = tree(&message(64, 0, &body));
    assert_eq!(
        found,
        "\
Everything type=64 len=220 flags=0 seq=7 port=9
  flag: yes
  signed: -5
  any_width: 1099511627776
  state: Up (2)
  address: ::1
  mac: 02:00:00:00:00:ff
  text: \"it's \\\"ünïcode\\\"\"
  bits: 0x1 of 0x3
  sizes: 2 of [u8; 2], 4 bytes: 01 02 03 04
  inner:
    [0]:
      id: 7
    [1] type 9:
      id: 8
  again: 1
  again: 2
  rights: READ|WRITE|0x80
  bytes: 40 bytes: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 …",
        "\n{found}"
    );
}

#[test]
fn what_is_malformed_or_unknown_is_marked() {
    let body = [
        attr(1, &[1]),
        attr(2, &[1]),
        attr(3, &[1, 2, 3, 4, 5]),
        attr(4, &[7]),
        attr(5, &Ipv4Addr::new(10, 0, 0, 1).octets()),
        attr(5, &[10, 0, 0, 1, 9]),
        attr(7, b"a\0bc"),
        attr(8, &[1, 0, 0, 0, 0, 0, 0, 0]),
        nest(10, &[attr(0, &[]), attr(1, &[1, 2, 3])]),
        attr_u32(11, 5),
        attr(11, &5_u64.to_ne_bytes()),
        attr(99, &[1, 2]),
        nest(98, &[attr_u32(1, 2)]),
        vec![8, 0],
    ];
    let found = tree(&message(64, 0, &body.concat()));
    assert_eq!(
        found,
        "\
Everything type=64 len=150 flags=0 seq=7 port=9
  flag: 1 byte: 01 ! expected flag of 0 bytes (Attribute failed policy validation)
  signed: 1 in 1 byte ! expected s16 of 2 bytes (Attribute failed policy validation)
  any_width: 5 bytes: 01 02 03 04 05 ! expected uint (invalid attribute length)
  state: 7 ! expected u8: 1 (Down), 2 (Up) (value is not in the enum)
  address: 10.0.0.1
  address: 5 bytes: 0a 00 00 01 09
  text: \"a\" and 2 bytes behind its end
  bits: 0x1 of 0
  inner:
    [0]: empty
    [1]:
      ! 3 bytes left over: 01 02 03
  again: 5
  again: 5 in 8 bytes
  99 unknown: 2 bytes: 01 02
  98 unknown:
    1 unknown: 4 bytes: 02 00 00 00
  ! 2 bytes left over: 08 00",
        "\n{found}"
    );
}

#[test]
fn set_without_a_message_is_shown_alone() {
    let mut body = Vec::new();
    Writer::growing(&mut body).emit(&Inner { id: 7 }).unwrap();
    assert_eq!(Inner::PARSE_POLICY.display(Input::new(&body)).to_string(), "Inner\n  id: 7");
    assert_eq!(
        Inner::PARSE_POLICY.display(Input::new(&body)).color(true).to_string(),
        "\x1b[36mInner\x1b[0m\n  \x1b[36mid\x1b[0m: 7"
    );
}

#[test]
fn colour_is_all_that_colours_add() {
    let source = Source::load("nlctrl");
    for message in source.messages() {
        let display = source.display(&message);
        for (plain, coloured) in [
            (format!("{display}"), format!("{}", display.color(true))),
            (format!("{display:#}"), format!("{:#}", display.color(true))),
            (format!("{}", display.hex()), format!("{}", display.color(true).hex())),
        ] {
            assert!(coloured.len() > plain.len());
            let mut stripped = coloured;
            for sequence in ["\x1b[36m", "\x1b[2m", "\x1b[1;31m", "\x1b[0m"] {
                stripped = stripped.replace(sequence, "");
            }
            assert_eq!(stripped, plain);
        }
    }
}

/// What kernels tell of their policies: numbers and rules.
#[test]
fn message_is_shown_by_a_table_made_at_run_time() {
    let mut table = PolicyTable::default();
    table.insert(0, AttrPolicy::nested_number(1).named(1, ""));
    table.insert(0, AttrPolicy::array_of_number(1).named(3, ""));
    table.insert(1, AttrPolicy::new(Kind::NulString).named(2, ""));
    let body = [
        vec![17, 1, 0, 0],
        nest(1, &[attr(2, b"eth0\0"), attr_u32(9, 1)]),
        nest(3, &[nest(0, &[attr(2, b"eth1\0")])]),
    ];
    let bytes = message(21, 0x301, &body.concat());
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = format!("{:#}", message.display_by_table(&table, 0).family("ethtool"));
    assert_eq!(
        found,
        "\
type=21 family=ethtool cmd=17 version=1 len=64 flags=REQUEST|DUMP seq=7 port=9
  1:
    2: \"eth0\"
    9 unknown: 4 bytes: 01 00 00 00
  3:
    [0]:
      2: \"eth1\"",
        "\n{found}"
    );
}

#[test]
fn captured_rule_is_a_tree_of_expressions() {
    let source = Source::load("nft-rule");
    let first = source.messages().next().unwrap();
    let found = format!("{:#}", source.display(&first));
    assert!(
        found.starts_with(
            "\
Rule type=2566 len=260 flags=MULTI|APPEND seq=1 port=20310
  NfHeader { nfgen_family: 1, version: 0, res_id: U16(2) }
  table: \"bench\"
  chain: \"input\"
  handle: 5
  expressions:
    elem:
      name: \"ct\"
      data <ct>:
        dreg: Reg1 (1)
        key: State (0)
"
        ),
        "\n{found}"
    );
}

#[test]
fn bytes_are_shown_with_what_they_are() {
    let name = attr(3, b"vp0\0");
    let body = [&[0; 16][..], &name, &nest(18, &[attr(1, b"veth\0")]), &attr(250, &[])].concat();
    let bytes = message(16, 2, &body);
    let (link, _) = RawMessage::split(&bytes).unwrap();
    let found = link.display::<Link<'_>>().hex().to_string();
    assert_eq!(
        found,
        "\
0000  3c 00 00 00 10 00 02 00  Link type=16 len=60 flags=MULTI seq=7 port=9
0008  07 00 00 00 09 00 00 00
0016  00 00 00 00 00 00 00 00  LinkHeader { family: 0, pad: [0], ty: 0, index: 0, flags: 0, change: 0 }
0024  00 00 00 00 00 00 00 00
0032  08 00 03 00              ifname: length 8, type 3
0036  76 70 30 00                \"vp0\"
0040  10 00 12 80              linkinfo: length 16, type 18|NESTED
0044  09 00 01 00                kind: length 9, type 1
0048  76 65 74 68 00               \"veth\"
0053  00 00 00                   padding
0056  04 00 fa 00              250: length 4, type 250",
        "\n{found}"
    );
}

#[test]
fn levels_of_parsing_do_not_matter_to_what_is_shown() {
    let body = attr_u32(1, 7);
    let strict = Input::new(&body).with_level(Level::STRICT);
    let (strict, liberal) =
        (Inner::PARSE_POLICY.display(strict), Inner::PARSE_POLICY.display(Input::new(&body)));
    assert_eq!(strict.to_string(), liberal.to_string());
}

/// What a table of a kernel's says, for one attribute of type 1.
fn by_kind(kind: Kind, payload: &[u8]) -> String {
    let mut table = PolicyTable::default();
    table.insert(0, AttrPolicy::new(kind).named(1, ""));
    let bytes = message(21, 0, &[vec![17, 1, 0, 0], attr(1, payload)].concat());
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = format!("{:#}", message.display_by_table(&table, 0));
    found.split_once("  1: ").unwrap().1.to_owned()
}

#[test]
fn milliseconds_say_so() {
    assert_eq!(by_kind(Kind::Msecs, &1500_u64.to_ne_bytes()), "1500 ms");
    assert_eq!(
        by_kind(Kind::Msecs, &[&1500_u64.to_ne_bytes()[..], &[0; 4]].concat()),
        "1500 ms and 4 bytes more"
    );
    assert_eq!(by_kind(Kind::U64, &1500_u64.to_ne_bytes()), "1500");
}

#[test]
fn bits_have_names_as_far_as_they_are_set() {
    let rights = |value| {
        let found = tree(&message(64, 0, &[attr(1, &[]), attr(12, &[value])].concat()));
        found.split_once("rights: ").unwrap().1.to_owned()
    };
    assert_eq!(rights(0), "0");
    assert_eq!(rights(1), "READ");
    assert_eq!(rights(3), "READ|WRITE");
    assert_eq!(rights(0x82), "WRITE|0x80");
    assert_eq!(rights(0x80), "0x80");
}

#[derive(
    Clone,
    Copy,
    Debug,
    zerocopy::FromBytes,
    zerocopy::Immutable,
    zerocopy::IntoBytes,
    zerocopy::KnownLayout,
    Parse,
    Emit,
)]
#[netlink(layout)]
#[repr(C)]
struct Counts {
    packets: [u8; 2],
    bytes: [u8; 2],
}

/// A structure, text of a bounded length, and a header in front.
#[derive(Parse, Emit)]
#[netlink(message = 66)]
struct Bounded<'a> {
    #[netlink(header)]
    head: Counts,
    #[nla(1)]
    counts: Option<Counts>,
    #[nla(2, len = ..=2)]
    text: Option<&'a str>,
}

fn bounded(attrs: &[Vec<u8>]) -> String {
    let bytes = message(66, 0, &[vec![1, 2, 3, 4], attrs.concat()].concat());
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = format!("{:#}", message.display::<Bounded<'_>>());
    let (first, rest) = found.split_once('\n').unwrap();
    assert!(first.starts_with("Bounded type=66 "), "{first}");
    rest.to_owned()
}

#[test]
fn structures_are_shown_by_their_members() {
    assert_eq!(
        bounded(&[attr(1, &[5, 6, 7, 8])]),
        "  Counts { packets: [1, 2], bytes: [3, 4] }\n  counts: Counts { packets: [5, 6], bytes: [7, 8] }"
    );
    let found = bounded(&[attr(1, &[5, 6, 7, 8, 9])]);
    assert!(found.ends_with("counts: Counts { packets: [5, 6], bytes: [7, 8] } and 1 byte more"));
    let found = bounded(&[attr(1, &[5, 6])]);
    assert!(found.contains("\n  counts: Counts, 2 bytes: 05 06"), "{found}");
}

#[test]
fn text_that_is_too_long_is_marked_and_text_that_is_empty_is_not() {
    assert!(bounded(&[attr(2, b"")]).ends_with("text: \"\""));
    assert!(bounded(&[attr(2, b"ab")]).ends_with("text: \"ab\""));
    let found = bounded(&[attr(2, b"abc")]);
    assert!(found.contains("text: \"abc\" ! "), "{found}");
}

#[test]
fn bytes_are_cut_only_where_there_are_more() {
    let shown = |len| {
        let found = tree(&message(64, 0, &attr(13, &vec![7; len])));
        (found.ends_with(" 07 …"), found.matches("07").count())
    };
    assert_eq!(shown(31), (false, 31));
    assert_eq!(shown(32), (false, 32));
    assert_eq!(shown(33), (true, 32));
}

#[test]
fn undeclared_nests_are_followed_if_they_are_flagged_and_all_attributes() {
    let stream = [attr_u32(1, 2), attr_u32(3, 4)].concat();
    let shown = |attr: Vec<u8>| {
        let found = tree(&message(64, 0, &attr));
        found.split_once("99 unknown:").unwrap().1.to_owned()
    };
    assert_eq!(
        shown(nest(99, std::slice::from_ref(&stream))),
        "\n    1 unknown: 4 bytes: 02 00 00 00\n    3 unknown: 4 bytes: 04 00 00 00"
    );
    let as_bytes = " 16 bytes: 08 00 01 00 02 00 00 00 08 00 03 00 04 00 00 00";
    assert_eq!(shown(attr(99, &stream)), as_bytes, "without the flag");
    assert_eq!(shown(nest(99, &[])), " 0 bytes");
    assert_eq!(
        shown(nest(99, &[attr_u32(1, 2), vec![1, 2]])),
        " 10 bytes: 08 00 01 00 02 00 00 00 01 02"
    );
}

#[test]
fn undeclared_commands_are_shown_by_their_attributes_if_they_have_some() {
    let shown = |body: &[u8]| {
        let bytes = message(21, 0, &[&[17, 1, 0, 0], body].concat());
        let (message, _) = RawMessage::split(&bytes).unwrap();
        let found = format!("{:#}", message.display_as(&[]).family("own"));
        found.split_once('\n').map(|(_, rest)| rest.to_owned())
    };
    assert_eq!(shown(&attr_u32(1, 2)).as_deref(), Some("  1 unknown: 4 bytes: 02 00 00 00"));
    assert_eq!(shown(&[1, 2, 3]).as_deref(), Some("  payload, 3 bytes: 01 02 03"));
    let leftover = [attr_u32(1, 2), vec![9]].concat();
    let found = shown(&leftover).unwrap();
    assert_eq!(found, "  payload, 9 bytes: 08 00 01 00 02 00 00 00 09");
    assert_eq!(shown(&[]), None);
}

/// Two sub-messages, each with a key of its own.
#[derive(Parse, Emit)]
#[netlink(message = 67)]
struct Pair<'a> {
    #[nla(1)]
    first_kind: u8,
    #[nla(2)]
    second_kind: u8,
    #[nla(3, select = first_kind)]
    first: Option<Form<'a>>,
    #[nla(4, select = second_kind)]
    second: Option<Form<'a>>,
}

#[derive(Parse, Emit)]
enum Form<'a> {
    #[netlink(key = 1)]
    Number(u32),
    #[netlink(key = 2)]
    Text(&'a str),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[test]
fn each_sub_message_is_shown_as_the_variant_that_its_own_key_selects() {
    let body = [attr(1, &[1]), attr(2, &[2]), attr_u32(3, 7), attr(4, b"text")].concat();
    let bytes = message(67, 0, &body);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = format!("{:#}", message.display::<Pair<'_>>());
    assert!(found.ends_with("\n  first: 7\n  second: \"text\""), "{found}");
}

#[test]
fn bytes_without_a_type_are_counted_beside_themselves() {
    let body = [attr(1, &[]), attr(13, &[1, 2, 3, 4])].concat();
    let bytes = message(64, 0, &body);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = message.display::<Everything<'_>>().hex().to_string();
    assert!(found.ends_with("0024  01 02 03 04                4 bytes"), "{found}");
}

#[test]
fn ends_of_dumps_and_answers_are_trees_too() {
    let shown = |bytes: &[u8]| {
        let (message, _) = RawMessage::split(bytes).unwrap();
        format!("{:#}", message.display::<Everything<'_>>())
    };
    let refused = [&(-22_i32).to_ne_bytes()[..], &attr(1, b"no\0")].concat();
    assert_eq!(
        shown(&message(3, 0x202, &refused)),
        "DONE type=3 len=28 flags=MULTI|ACK_TLVS seq=7 port=9: EINVAL (invalid argument): no\n  message: \"no\""
    );
    assert_eq!(shown(&message(1, 0, &[])), "NOOP type=1 len=16 flags=0 seq=7 port=9");
    // After a success, the acknowledgement has the header of the request only.
    let request = message(64, 5, &attr(1, &[]));
    let success = [&0_i32.to_ne_bytes()[..], &request[..16]].concat();
    assert_eq!(
        shown(&message(2, 0x100, &success)),
        "ERROR type=2 len=36 flags=CAPPED seq=7 port=9: success\n  request: Everything type=64 len=20 \
         flags=REQUEST|ACK seq=7 port=9"
    );
}

#[test]
fn bytes_of_an_answer_begin_again_with_the_request_and_go_on_behind_it() {
    let request = message(64, 5, &attr(1, &[]));
    let answer = [&(-22_i32).to_ne_bytes()[..], &request, &attr(1, b"no!\0")].concat();
    let bytes = message(2, 0x200, &answer);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = message.display::<Everything<'_>>().hex().to_string();
    let offsets: Vec<&str> = found.lines().map(|line| &line[..4]).collect();
    assert_eq!(
        offsets,
        ["0000", "0008", "0016", "0020", "0028", "0036", "0040", "0044"],
        "{found}"
    );
    assert!(found.lines().last().unwrap().ends_with("\"no!\""), "{found}");
}
