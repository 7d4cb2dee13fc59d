//! The constants of netlink-core are those of the headers.

use netlink_core::{
    Level, MessageFlags, ack, align,
    attr::{self, NESTED, NET_BYTEORDER, TYPE_MASK},
    genl, header, protocol,
};
use netlink_tests::{or_skip, partly_skip, uapi};

fn compare(headers: &[&str], ours: &[(&str, usize)]) {
    let names: Vec<&str> = ours.iter().map(|(name, _)| *name).collect();
    let values = or_skip!(uapi::values(headers, &names));
    for (name, ours) in ours {
        if let Some(theirs) = values.get(name) {
            assert_eq!(i128::try_from(*ours).unwrap(), theirs, "{name}");
        }
    }
    if let Err(skip) = values.all_present() {
        partly_skip!(skip);
    }
}

#[test]
fn headers_and_alignment_are_as_in_linux_netlink_h() {
    compare(
        &["linux/netlink.h"],
        &[
            ("sizeof(struct nlmsghdr)", header::HEADER_LEN),
            ("NLMSG_HDRLEN", header::HEADER_LEN),
            ("offsetof(struct nlmsghdr, nlmsg_len)", 0),
            ("offsetof(struct nlmsghdr, nlmsg_type)", 4),
            ("offsetof(struct nlmsghdr, nlmsg_flags)", 6),
            ("offsetof(struct nlmsghdr, nlmsg_seq)", 8),
            ("offsetof(struct nlmsghdr, nlmsg_pid)", 12),
            ("sizeof(struct nlattr)", attr::HEADER_LEN),
            ("NLA_HDRLEN", attr::HEADER_LEN),
            ("NLA_ALIGNTO", align::ALIGN_TO),
            ("NLMSG_ALIGNTO", align::ALIGN_TO),
            ("NLA_F_NESTED", NESTED.into()),
            ("NLA_F_NET_BYTEORDER", NET_BYTEORDER.into()),
            ("NLA_TYPE_MASK & 0xffff", TYPE_MASK.into()),
        ],
    );
}

#[test]
fn message_types_are_as_in_linux_netlink_h() {
    compare(
        &["linux/netlink.h"],
        &[
            ("NLMSG_NOOP", header::NOOP.into()),
            ("NLMSG_ERROR", header::ERROR.into()),
            ("NLMSG_DONE", header::DONE.into()),
            ("NLMSG_OVERRUN", header::OVERRUN.into()),
            ("NLMSG_MIN_TYPE", header::MIN_TYPE.into()),
        ],
    );
}

#[test]
fn protocols_are_as_in_linux_netlink_h() {
    let protocols = [
        ("NETLINK_ROUTE", protocol::ROUTE),
        ("NETLINK_USERSOCK", protocol::USERSOCK),
        ("NETLINK_SOCK_DIAG", protocol::SOCK_DIAG),
        ("NETLINK_XFRM", protocol::XFRM),
        ("NETLINK_SELINUX", protocol::SELINUX),
        ("NETLINK_ISCSI", protocol::ISCSI),
        ("NETLINK_AUDIT", protocol::AUDIT),
        ("NETLINK_FIB_LOOKUP", protocol::FIB_LOOKUP),
        ("NETLINK_CONNECTOR", protocol::CONNECTOR),
        ("NETLINK_NETFILTER", protocol::NETFILTER),
        ("NETLINK_KOBJECT_UEVENT", protocol::KOBJECT_UEVENT),
        ("NETLINK_GENERIC", protocol::GENERIC),
        ("NETLINK_SCSITRANSPORT", protocol::SCSITRANSPORT),
        ("NETLINK_ECRYPTFS", protocol::ECRYPTFS),
        ("NETLINK_RDMA", protocol::RDMA),
        ("NETLINK_CRYPTO", protocol::CRYPTO),
        ("NETLINK_SMC", protocol::SMC),
        ("MAX_LINKS - 1", protocol::MAX),
    ];
    compare(
        &["linux/netlink.h"],
        &protocols.map(|(name, number)| (name, usize::try_from(number).unwrap())),
    );
}

#[test]
fn message_flags_are_as_in_linux_netlink_h() {
    let flags = [
        ("NLM_F_REQUEST", MessageFlags::REQUEST),
        ("NLM_F_MULTI", MessageFlags::MULTI),
        ("NLM_F_ACK", MessageFlags::ACK),
        ("NLM_F_ECHO", MessageFlags::ECHO),
        ("NLM_F_DUMP_INTR", MessageFlags::DUMP_INTR),
        ("NLM_F_DUMP_FILTERED", MessageFlags::DUMP_FILTERED),
        ("NLM_F_ROOT", MessageFlags::ROOT),
        ("NLM_F_MATCH", MessageFlags::MATCH),
        ("NLM_F_ATOMIC", MessageFlags::ATOMIC),
        ("NLM_F_DUMP", MessageFlags::DUMP),
        ("NLM_F_REPLACE", MessageFlags::REPLACE),
        ("NLM_F_EXCL", MessageFlags::EXCL),
        ("NLM_F_CREATE", MessageFlags::CREATE),
        ("NLM_F_APPEND", MessageFlags::APPEND),
        ("NLM_F_NONREC", MessageFlags::NONREC),
        ("NLM_F_BULK", MessageFlags::BULK),
        ("NLM_F_CAPPED", MessageFlags::CAPPED),
        ("NLM_F_ACK_TLVS", MessageFlags::ACK_TLVS),
    ];
    compare(&["linux/netlink.h"], &flags.map(|(name, flag)| (name, flag.0.into())));
}

#[test]
fn attributes_of_acknowledgements_are_as_in_linux_netlink_h() {
    compare(
        &["linux/netlink.h"],
        &[
            ("sizeof(struct nlmsgerr)", 4 + header::HEADER_LEN),
            ("NLMSGERR_ATTR_MSG", ack::ATTR_MSG.into()),
            ("NLMSGERR_ATTR_OFFS", ack::ATTR_OFFS.into()),
            ("NLMSGERR_ATTR_COOKIE", ack::ATTR_COOKIE.into()),
            ("NLMSGERR_ATTR_POLICY", ack::ATTR_POLICY.into()),
            ("NLMSGERR_ATTR_MISS_TYPE", ack::ATTR_MISS_TYPE.into()),
            ("NLMSGERR_ATTR_MISS_NEST", ack::ATTR_MISS_NEST.into()),
        ],
    );
}

#[test]
fn generic_netlink_header_is_as_in_linux_genetlink_h() {
    compare(
        &["linux/genetlink.h"],
        &[
            ("GENL_HDRLEN", genl::HEADER_LEN),
            ("offsetof(struct genlmsghdr, cmd)", 0),
            ("offsetof(struct genlmsghdr, version)", 1),
        ],
    );
}

#[test]
fn strict_is_every_level_together() {
    // The kernel keeps these to itself, so there is no header to ask.
    let bits = [Level::TRAILING, Level::MAXTYPE, Level::UNSPEC, Level::STRICT_ATTRS, Level::NESTED];
    assert_eq!(bits.into_iter().fold(Level::LIBERAL, Level::with), Level::STRICT);
    assert_eq!(Level::TRAILING.with(Level::MAXTYPE), Level::DEPRECATED_STRICT);
}
