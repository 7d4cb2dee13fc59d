//! What is wrong with a message, pointed at.

use netlink_core::{Ack, Emit, Level, Parse, RawMessage};
use netlink_families::rt_link::Link;
use netlink_tests::bytes::{attr, attr_u32, message, nest};

#[derive(Debug, Parse, Emit)]
#[netlink(message = 64, unknown = refuse)]
struct Port {
    #[nla(1)]
    index: u32,
    #[nla(2, range = 1..=9)]
    cost: Option<u16>,
    #[nla(3)]
    limits: Option<Limits>,
}

#[derive(Debug, Parse, Emit)]
struct Limits {
    #[nla(1)]
    rate: u64,
    #[nla(2, mask = 0x3)]
    flags: Option<u32>,
}

fn port(attrs: &[Vec<u8>]) -> Vec<u8> {
    message(64, 1, &attrs.concat())
}

fn check(bytes: &[u8], level: Level, expected: &str) {
    let (message, _) = RawMessage::split(bytes).unwrap();
    let error = message.parse_at::<Port>(level).unwrap_err();
    let found = message.display::<Port>().explain(&error).to_string();
    assert_eq!(found, expected, "\n{found}");
}

#[test]
fn value_that_breaks_a_rule_is_underlined() {
    check(
        &port(&[attr_u32(1, 7), attr(2, &10_u16.to_ne_bytes()), nest(3, &[])]),
        Level::LIBERAL,
        "\
Port.cost at offset 24: expected u16 in 1..=9, found 10 (integer out of range)
Port type=64 len=36 flags=REQUEST seq=7 port=9
  … 1 attribute
  cost: 10
  ^^^^ expected u16 in 1..=9, found 10 (integer out of range)
  at offset 0024: 06 00 02 00 0a 00
                              ^^^^^
  … 1 attribute",
    );
}

#[test]
fn nested_value_is_underlined_with_the_way_to_it() {
    check(
        &port(&[attr_u32(1, 7), nest(3, &[attr(1, &[0; 8]), attr_u32(2, 4), attr(9, &[])])]),
        Level::LIBERAL,
        "\
Port.limits.flags at offset 40: expected u32 with no bits but 0x3, found 0x4 (reserved bit set)
Port type=64 len=52 flags=REQUEST seq=7 port=9
  … 1 attribute
  limits:
    … 1 attribute
    flags: 4
    ^^^^^ expected u32 with no bits but 0x3, found 0x4 (reserved bit set)
    at offset 0040: 08 00 02 00 04 00 00 00
                                ^^^^^^^^^^^
    … 1 attribute",
    );
}

#[test]
fn payload_that_is_not_there_is_a_length_that_is_wrong() {
    check(
        &port(&[attr(1, &[])]),
        Level::LIBERAL,
        "\
Port.index at offset 16: expected u32 of 4 bytes, found 0 bytes (Attribute failed policy validation)
Port type=64 len=20 flags=REQUEST seq=7 port=9
  index: 0 bytes
  ^^^^^ expected u32 of 4 bytes, found 0 bytes (Attribute failed policy validation)
  at offset 0016: 04 00 01 00
                  ^^^^^",
    );
}

#[test]
fn undeclared_type_is_underlined() {
    check(
        &port(&[attr_u32(1, 7), attr(8, &[1])]),
        Level::LIBERAL,
        "\
Port.8 at offset 24: Unknown attribute type: 8
Port type=64 len=32 flags=REQUEST seq=7 port=9
  … 1 attribute
  8 unknown: 1 byte: 01
  ^ Unknown attribute type: 8
  at offset 0024: 05 00 08 00 01
                        ^^^^^",
    );
}

#[test]
fn what_is_missing_is_shown_where_it_should_be() {
    check(
        &port(&[attr(2, &[1, 0])]),
        Level::LIBERAL,
        "\
Port.index at offset 16: required attribute is missing
Port type=64 len=24 flags=REQUEST seq=7 port=9
  ^ required attribute is missing: index, u32 of 4 bytes
  … 1 attribute",
    );
    check(
        &port(&[attr_u32(1, 7), nest(3, &[])]),
        Level::LIBERAL,
        "\
Port.limits.rate at offset 28: required attribute is missing
Port type=64 len=28 flags=REQUEST seq=7 port=9
  … 1 attribute
  limits: empty
    ^ required attribute is missing: rate, u64 of 8 bytes",
    );
}

#[test]
fn flag_that_is_missing_is_underlined_and_what_is_in_the_nest_left_out() {
    check(
        &port(&[attr_u32(1, 7), attr(3, &attr(1, &[0; 8]))]),
        Level::STRICT,
        "\
Port.limits at offset 24: NLA_F_NESTED is missing
Port type=64 len=40 flags=REQUEST seq=7 port=9
  … 1 attribute
  limits:
  ^^^^^^ NLA_F_NESTED is missing
  at offset 0024: 10 00 03 00 0c 00 01 00 00 00 00 00 00 00 00 00
                        ^^^^^",
    );
}

#[test]
fn bytes_that_make_no_attribute_are_pointed_at() {
    check(
        &port(&[attr_u32(1, 7), vec![1, 2, 3]]),
        Level::STRICT,
        "\
Port at offset 24: bytes leftover after parsing attributes: 3 bytes
Port type=64 len=27 flags=REQUEST seq=7 port=9
  … 1 attribute
  ! 3 bytes left over: 01 02 03
  ^ bytes leftover after parsing attributes: 3 bytes",
    );
}

#[test]
fn known_parts_of_a_message_of_another_type_are_shown() {
    check(
        &message(65, 0, &attr_u32(1, 7)),
        Level::LIBERAL,
        "\
at offset 4: message of another type: expected 64, found 65
type=65 len=24 flags=0 seq=7 port=9
  payload, 8 bytes: 08 00 01 00 07 00 00 00",
    );
}

/// A request to make a link, and what a kernel answers to it.
fn refused(errno: i32, extended: &[Vec<u8>]) -> (Vec<u8>, Vec<u8>) {
    let info = nest(18, &[attr(1, b"vxlan\0"), nest(2, &[attr_u32(1, 1 << 24), attr(5, &[64])])]);
    let name = attr(3, b"vx0\0");
    let request = message(16, 0x605, &[&[0; 16], &name[..], &info, &attr_u32(27, 1)].concat());
    let ack = message(2, 0x200, &[&errno.to_ne_bytes(), &request[..], &extended.concat()].concat());
    (request, ack)
}

fn check_refusal(errno: i32, extended: &[Vec<u8>], expected: &str) {
    assert_eq!(explained(errno, extended), expected, "\n{}", explained(errno, extended));
}

fn explained(errno: i32, extended: &[Vec<u8>]) -> String {
    let (request, answer) = refused(errno, extended);
    let (request, _) = RawMessage::split(&request).unwrap();
    let (answer, _) = RawMessage::split(&answer).unwrap();
    let ack = Ack::parse(&answer).unwrap();
    request.display_request::<Link<'_>>().explain_refusal(&ack).to_string()
}

#[test]
fn attribute_that_a_kernel_refuses_is_underlined_in_the_request() {
    check_refusal(
        -34,
        &[attr(1, b"VXLAN ID must be lower than 16777216\0"), attr_u32(2, 60)],
        "\
ERANGE (out of range): VXLAN ID must be lower than 16777216, in Link.linkinfo.data<vxlan>.id
Link type=16 len=84 flags=REQUEST|ACK|EXCL|CREATE seq=7 port=9
  LinkHeader { family: 0, pad: [0], ty: 0, index: 0, flags: 0, change: 0 }
  … 1 attribute
  linkinfo:
    … 1 attribute
    data <vxlan>:
      id: 16777216
      ^^ VXLAN ID must be lower than 16777216
      at offset 0060: 08 00 01 00 00 00 00 01
                      ^^^^^^^^^^^^^^^^^^^^^^^
      … 1 attribute
  … 1 attribute",
    );
}

#[test]
fn readme_shows_what_is_printed() {
    const README: &str = include_str!("../../README.md");
    let extended = [attr(1, b"VXLAN ID must be lower than 16777216\0"), attr_u32(2, 60)];
    let shown = explained(-34, &extended);
    assert!(README.contains(&format!("```text\n{shown}\n```")), "{shown}");
}

#[test]
fn attribute_that_a_kernel_misses_is_named() {
    check_refusal(
        -22,
        &[attr_u32(5, 17), attr_u32(6, 56)],
        "\
EINVAL (invalid argument), in Link.linkinfo.data<vxlan>.local6
Link type=16 len=84 flags=REQUEST|ACK|EXCL|CREATE seq=7 port=9
  LinkHeader { family: 0, pad: [0], ty: 0, index: 0, flags: 0, change: 0 }
  … 1 attribute
  linkinfo:
    … 1 attribute
    data <vxlan>:
      ^ required attribute is missing: local6, binary of 16 bytes
      … 2 attributes
  … 1 attribute",
    );
}

#[test]
fn refusal_without_an_offset_shows_the_request() {
    check_refusal(
        -1,
        &[],
        "\
EPERM (operation not permitted)
Link type=16 len=84 flags=REQUEST|ACK|EXCL|CREATE seq=7 port=9
  LinkHeader { family: 0, pad: [0], ty: 0, index: 0, flags: 0, change: 0 }
  ifname: \"vx0\"
  linkinfo:
    kind: \"vxlan\"
    data <vxlan>:
      id: 16777216
      ttl: 64
  group: 1",
    );
}

#[test]
fn answer_with_the_request_in_it_points_at_the_attribute() {
    let (_, answer) = refused(-34, &[attr(1, b"too large\0"), attr_u32(2, 60)]);
    let (answer, _) = RawMessage::split(&answer).unwrap();
    let found = format!("{:#}", answer.display_request::<Link<'_>>());
    assert_eq!(
        found,
        "\
ERROR type=2 len=128 flags=ACK_TLVS seq=7 port=9: ERANGE (out of range): too large, at offset 60
  request: Link type=16 len=84 flags=REQUEST|ACK|EXCL|CREATE seq=7 port=9
    LinkHeader { family: 0, pad: [0], ty: 0, index: 0, flags: 0, change: 0 }
    ifname: \"vx0\"
    linkinfo:
      kind: \"vxlan\"
      data <vxlan>:
        id: 16777216
        ^^ too large
        at offset 0060: 08 00 01 00 00 00 00 01
                        ^^^^^^^^^^^^^^^^^^^^^^^
        ttl: 64
    group: 1
  message: \"too large\"
  offset: 60"
    );
}

#[test]
fn reason_from_elsewhere_is_shown_at_its_offset() {
    let bytes = port(&[attr_u32(1, 7)]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    assert_eq!(
        message.display::<Port>().explain_at(16, &"too many ports").to_string(),
        "\
too many ports
Port type=64 len=24 flags=REQUEST seq=7 port=9
  index: 7
  ^^^^^ too many ports
  at offset 0016: 08 00 01 00 07 00 00 00
                  ^^^^^^^^^^^^^^^^^^^^^^^"
    );
}

#[test]
fn attribute_that_a_kernel_misses_in_the_request_itself_is_named_there() {
    let found = explained(-22, &[attr_u32(5, 3)]);
    assert!(
        found.contains("change: 0 }\n  ^ required attribute is missing: ifname, ")
            || found.contains("port=9\n  ^ required attribute is missing: ifname, "),
        "{found}"
    );
}

#[test]
fn a_request_that_came_back_cut_is_not_said_to_miss_anything() {
    // If the kernel sends the header alone, the rest of the request is unknown.
    let request = message(64, 5, &[]);
    let answer = [&(-22_i32).to_ne_bytes()[..], &request, &attr_u32(5, 1)].concat();
    let bytes = message(2, 0x300, &answer);
    let (answer, _) = RawMessage::split(&bytes).unwrap();
    let found = format!("{:#}", answer.display_request::<Port>());
    assert!(found.contains("request: Port type=64"), "{found}");
    assert!(!found.contains('^'), "{found}");
}

#[test]
fn attribute_that_a_kernel_rejects_without_text_is_underlined_with_the_error_number() {
    let found = explained(-34, &[attr_u32(2, 60)]);
    let expected = "\
      id: 16777216
      ^^ ERANGE (out of range)";
    assert!(found.contains(expected), "{found}");
}

#[test]
fn of_a_nest_that_a_kernel_refuses_it_is_not_said_what_is_allowed() {
    let found = explained(-22, &[attr(1, b"not now\0"), attr_u32(2, 40)]);
    assert!(found.contains("  ^^^^^^^^ not now\n"), "{found}");
}

#[test]
fn a_reason_within_an_attribute_is_underlined_from_there_to_the_end() {
    let bytes = port(&[attr_u32(1, 7)]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = message.display::<Port>().explain_at(21, &"this").to_string();
    let expected = "
  at offset 0016: 08 00 01 00 07 00 00 00
                                 ^^^^^^^^";
    assert!(found.ends_with(expected), "{found}");
}

#[test]
fn a_reason_beyond_the_bytes_that_are_shown_has_no_line_under_them() {
    let bytes = port(&[attr_u32(1, 7), attr(9, &[5; 60])]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let under = |offset| {
        let found = message.display::<Port>().explain_at(offset, &"this").to_string();
        found.lines().last().unwrap().trim_start().to_owned()
    };
    assert_eq!(under(24 + 31), "^^");
    assert!(under(24 + 32).ends_with("05 …"), "{}", under(24 + 32));
}

/// A message of a family, which has a header of generic netlink.
#[derive(Debug, Parse, Emit)]
#[netlink(family = "own", command = 1, version = 1)]
struct Command {
    #[nla(1)]
    index: u32,
}

#[test]
fn a_reason_in_a_header_shows_the_header() {
    let bytes = message(21, 1, &[vec![1, 1, 0, 0], attr_u32(1, 7)].concat());
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let found = message.display::<Command>().explain_at(17, &"another version").to_string();
    assert!(
        found.contains("\n  generic header, 4 bytes: 01 01 00 00\n  ^ another version"),
        "{found}"
    );
    let found = message.display::<Command>().explain_at(20, &"too large").to_string();
    assert!(!found.contains("generic header"), "{found}");
}

#[test]
fn leftover_bytes_are_left_out_where_something_else_is_explained() {
    let bytes = port(&[attr_u32(1, 7), vec![1, 2, 3]]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let shown = |offset| message.display::<Port>().explain_at(offset, &"this").to_string();
    assert!(!shown(16).contains("left over"), "{}", shown(16));
    assert!(shown(24).contains("left over"), "{}", shown(24));
    assert!(format!("{:#}", message.display::<Port>()).contains("left over"));
}

#[test]
fn answers_to_commands_point_behind_both_headers() {
    let request = message(21, 5, &[1, 1, 0, 0]);
    let answer = [&(-22_i32).to_ne_bytes()[..], &request, &attr_u32(5, 1)].concat();
    let bytes = message(2, 0x200, &answer);
    let (answer, _) = RawMessage::split(&bytes).unwrap();
    let found = format!("{:#}", answer.display_request::<Command>());
    assert!(found.contains("^ required attribute is missing: index, u32 of 4 bytes"), "{found}");
}

#[test]
fn what_is_allowed_is_what_the_kernel_says_and_not_what_the_sender_declares() {
    // NL_POLICY_TYPE_ATTR_TYPE, _MIN_VALUE_U and _MAX_VALUE_U.
    let range = [attr_u32(1, 4), attr(4, &1_u64.to_ne_bytes()), attr(5, &9_u64.to_ne_bytes())];
    let found = explained(-34, &[attr(1, b"no\0"), attr_u32(2, 60), nest(4, &range)]);
    assert!(found.contains("  ^^ no, allowed: u32 in 1..=9\n"), "{found}");
    let found = explained(-34, &[attr(1, b"no\0"), attr_u32(2, 60)]);
    assert!(found.contains("  ^^ no\n"), "{found}");
}

#[test]
fn rules_are_read_as_kernels_report_them() {
    use netlink_core::{AttrPolicy, policy::Check};

    let reported = |attrs: &[Vec<u8>]| AttrPolicy::reported(&attrs.concat()).unwrap();
    let u64 = |ty, value: u64| attr(ty, &value.to_ne_bytes());
    let mask = reported(&[attr_u32(1, 3), u64(12, 0xf0)]);
    assert_eq!(mask.to_string(), "u16 with no bits but 0xf0");
    assert_eq!(reported(&[attr_u32(1, 15), attr_u32(10, 7)]).check(), Check::Mask(7));
    assert_eq!(reported(&[attr_u32(1, 12), attr_u32(7, 15)]).len(), (0, 15));
    assert_eq!(reported(&[attr_u32(1, 10), attr_u32(6, 6), attr_u32(7, 6)]).len(), (6, 6));
    let signed = [attr_u32(1, 8), attr(2, &(-5_i64).to_ne_bytes()), attr(3, &5_i64.to_ne_bytes())];
    assert_eq!(reported(&signed).check(), Check::Range(-5, 5));
    let whole = [attr_u32(1, 2), u64(4, 0), u64(5, 255)];
    assert_eq!(reported(&whole).check(), Check::None);
    assert_eq!(reported(&[attr_u32(1, 13), attr_u32(8, 3)]).set_number(), Some(3));
    assert!(AttrPolicy::reported(&attr_u32(8, 3)).is_none());
}
