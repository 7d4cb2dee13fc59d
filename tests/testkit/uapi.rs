use netlink_tests::{or_skip, skip::Lack, uapi};

#[test]
fn values_come_back_with_sign_and_full_width() {
    let values = or_skip!(uapi::values(
        &["stdint.h", "linux/netlink.h"],
        &["-1", "INT64_MIN", "UINT64_MAX", "sizeof(struct nlmsghdr)", "NLM_F_DUMP"],
    ));
    let expected =
        [-1, i128::from(i64::MIN), i128::from(u64::MAX), 16, 0x300].map(|value: i128| Some(value));
    assert!(values.iter().map(|(_, value)| value).eq(expected), "{values:?}");
    values.all_present().unwrap();
}

#[test]
fn missing_macros_enumerators_fields_and_structs_are_distinguished() {
    let values = or_skip!(uapi::values(
        &["linux/rtnetlink.h", "linux/if_link.h"],
        &[
            "NO_SUCH_CONSTANT",
            "IFLA_IFNAME",
            "offsetof(struct ifinfomsg, ifi_index)",
            "offsetof(struct ifinfomsg, no_such_field)",
            "offsetof(struct no_such_struct, field)",
            "sizeof(struct no_such_struct)",
            "NO_SUCH_CONSTANT",
            "RTM_NEWLINK",
            "sizeof(((struct ifinfomsg *)0)->no_such_field)",
        ],
    ));
    let values_alone: Vec<Option<i128>> = values.iter().map(|(_, value)| value).collect();
    assert_eq!(
        values_alone,
        [None, Some(3), Some(4), None, None, None, None, Some(16), None],
        "{values:?}"
    );
    assert_eq!(values.get("RTM_NEWLINK"), Some(16));
    assert_eq!(values.get("NO_SUCH_CONSTANT"), None);

    let skip = values.all_present().unwrap_err();
    assert_eq!(skip.lack(), Lack::Header);
    assert!(
        skip.to_string().contains("NO_SUCH_CONSTANT, offsetof(struct ifinfomsg, no_such_field)")
    );
}

#[test]
fn header_that_is_not_installed_is_a_reason_to_skip() {
    or_skip!(uapi::values(&[], &["1"]));
    let skip = uapi::values(&["linux/no_such_header.h"], &["1"]).unwrap_err();
    assert_eq!(skip.lack(), Lack::Tool);
    assert!(skip.to_string().contains("linux/no_such_header.h"), "{skip}");
}
