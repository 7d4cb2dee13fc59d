//! What types say they send, compared with what the running kernel says it accepts.

use core::cmp::Ordering;
use core::ffi::CStr;
use core::net::{Ipv4Addr, Ipv6Addr};

use netlink_core::policy::{Difference, DifferenceKind};
use netlink_core::{Be, Emit, Parse};
use netlink_families::{ethtool, netdev, nlctrl};
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Protocol};
use netlink_tests::kernel;
use netlink_tests::namespace::in_namespace;
use netlink_tests::skip::Skip;

/// The release of the kernel that the types are written for. An older one accepts less, and a newer one more.
const WRITTEN_FOR: (u32, u32) = (6, 18);

type Compare = fn(&mut Connection) -> Result<Vec<Difference>, Error>;

fn differences(compare: Compare) -> Result<Vec<Difference>, Skip> {
    let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic socket");
    match compare(&mut netlink) {
        Ok(differences) => Ok(differences),
        Err(error @ Error::NoFamily(_)) => Err(Skip::kernel(error.to_string())),
        // An operation that an older kernel does not have.
        Err(error @ Error::NotCompared { .. }) if kernel::release() < WRITTEN_FOR => {
            Err(Skip::kernel(error.to_string()))
        }
        Err(error) => panic!("{error}"),
    }
}

/// The differences as text.
fn said(compare: Compare) -> Result<Vec<String>, Skip> {
    Ok(differences(compare)?.iter().map(ToString::to_string).collect())
}

/// Requires that the kernel says the same; reports how a kernel of another age differs.
fn conforms(compare: Compare) -> Result<(), Skip> {
    judge(differences(compare)?)
}

fn judge(differences: Vec<Difference>) -> Result<(), Skip> {
    let excused = |it: &Difference| match kernel::release().cmp(&WRITTEN_FOR) {
        Ordering::Equal => false,
        Ordering::Less => it.kind != DifferenceKind::OtherKind,
        Ordering::Greater => it.kind == DifferenceKind::Narrower,
    };
    assert!(differences.iter().all(excused), "{differences:#?}");
    if differences.is_empty() {
        return Ok(());
    }
    Err(Skip::kernel(format!("its release is not that of the types: {differences:?}")))
}

/// One line a type: what it says of requests, of dumps, or of its reply, is what the kernel says.
macro_rules! conform {
    ($judge:ident($compare:ident): $($ty:ty),* $(,)?) => {$(
        if let Err(skip) = $judge(Connection::$compare::<$ty>) {
            netlink_tests::partly_skip!(skip);
        }
    )*};
    ($compare:ident: $($ty:ty),* $(,)?) => { conform!(conforms($compare): $($ty),*) };
    ($($ty:ty),* $(,)?) => { conform!(differences: $($ty),*) };
}

/// What the kernel takes of the header of ethtool's requests is another thing for each of them.
fn is_of_header(difference: &Difference) -> bool {
    [".header.flags", ".header.phy_index"].iter().any(|end| difference.path.ends_with(end))
}

/// As [`conforms`], of requests with enums: the kernel refuses the values that have no name.
fn conforms_but_for_values(compare: Compare) -> Result<(), Skip> {
    let mut differences = differences(compare)?;
    differences.retain(|difference| difference.kind != DifferenceKind::Wider);
    judge(differences)
}

/// As [`conforms`], of requests of ethtool.
fn conforms_but_for_the_header(compare: Compare) -> Result<(), Skip> {
    let mut differences = differences(compare)?;
    assert!(differences.iter().any(is_of_header), "{differences:#?}");
    differences.retain(|difference| !is_of_header(difference));
    judge(differences)
}

#[test]
fn requests_of_ethtool_are_what_the_kernel_accepts() {
    in_namespace(|| {
        conform!(conforms_but_for_the_header(differences):
            ethtool::GetLinkinfo<'_>,
            ethtool::GetLinkmodes<'_>,
            ethtool::GetLinkstate<'_>,
            ethtool::GetFeatures<'_>,
            ethtool::GetRings<'_>,
            ethtool::GetChannels<'_>,
            ethtool::GetStrset<'_>,
        );
    });
}

#[test]
fn requests_for_dumps_are_what_the_kernel_accepts() {
    in_namespace(|| {
        conform!(conforms_but_for_the_header(differences_of_dump):
            ethtool::GetLinkinfo<'_>,
            ethtool::GetRings<'_>,
            ethtool::GetChannels<'_>,
        );
        // The request for one instance names it, and the request for all of them must not.
        let said = netlink_tests::or_skip!(said(Connection::differences_of_dump::<GetNapi>));
        assert_eq!(said, ["GetNapi.id: unknown to the kernel: u32 of 4 bytes"]);
        let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic socket");
        let no_dump = netlink.differences_of_dump::<ethtool::SetRings<'_>>();
        assert!(matches!(no_dump, Err(Error::NotCompared { .. })), "{no_dump:?}");
    });
}

/// The request for one instance alone.
#[derive(Debug, Emit)]
#[netlink(family = "netdev", command = 11)] // NETDEV_CMD_NAPI_GET
struct GetNapi {
    #[nla(2)] // NETDEV_A_NAPI_ID
    id: u32,
}

/// One type for one instance and for a dump: kernels take `id` for the first only, `ifindex` for the second.
#[derive(Debug, Emit)]
#[netlink(family = "netdev", command = 11)] // NETDEV_CMD_NAPI_GET
struct GetAnyNapi {
    #[nla(1, range = 1..)] // NETDEV_A_NAPI_IFINDEX
    ifindex: Option<u32>,
    #[nla(2)] // NETDEV_A_NAPI_ID
    id: Option<u32>,
    #[nla(77)]
    mistake: Option<u32>,
}

#[test]
fn an_attribute_of_requests_for_one_object_is_not_a_difference_in_a_request_for_a_dump() {
    in_namespace(|| {
        let mistake = "GetAnyNapi.mistake: unknown to the kernel: u32 of 4 bytes";
        let said = netlink_tests::or_skip!(said(Connection::differences_of_dump::<GetAnyNapi>));
        assert_eq!(said, [mistake]);
    });
}

#[test]
fn an_asynchronous_connection_compares_as_a_blocking_one_does() {
    in_namespace(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime
            .expect("a runtime")
            .block_on(async {
                let mut netlink = netlink_sys::tokio::Connection::open(Protocol::GENERIC)?;
                let mut blocking = Connection::open(Protocol::GENERIC)?;
                let policies = netlink.policies("nlctrl").await?;
                assert!(policies.set_of(3).is_some(), "CTRL_CMD_GETFAMILY has a policy");
                assert_eq!(policies.operations(), blocking.policies("nlctrl")?.operations());

                let differences = netlink.differences::<WrongGetRings<'_>>().await;
                if let Err(error @ Error::NoFamily(_)) = differences {
                    netlink_tests::partly_skip!(Skip::kernel(error.to_string()));
                    return Ok(());
                }
                let differences = differences?;
                assert!(!differences.is_empty());
                assert_eq!(differences, blocking.differences::<WrongGetRings<'_>>()?);
                assert_eq!(
                    netlink.differences_of_dump::<WrongGetRings<'_>>().await?,
                    blocking.differences_of_dump::<WrongGetRings<'_>>()?,
                );
                assert_eq!(
                    netlink.differences_of_reply::<nlctrl::GetFamily<'_>>().await?,
                    blocking.differences_of_reply::<nlctrl::GetFamily<'_>>()?,
                );
                Ok::<(), Error>(())
            })
            .expect("comparisons");
    });
}

#[test]
fn replies_can_hold_what_the_kernel_accepts_in_the_request() {
    in_namespace(|| {
        conform!(differences_of_reply:
            ethtool::GetLinkinfo<'_>,
            ethtool::GetRings<'_>,
            ethtool::GetFeatures<'_>,
            nlctrl::GetFamily<'_>,
            netdev::GetQueue<'_>,
            netdev::GetNapi<'_>,
        );
        let said = netlink_tests::or_skip!(said(Connection::differences_of_reply::<GetNarrow>));
        assert_eq!(
            said,
            [
                "NarrowReply.version: of another kind: u64 of 8 bytes, but the kernel takes u32 of 4 bytes"
            ]
        );
    });
}

#[derive(Debug, Emit)]
#[netlink(family = "mptcp_pm", command = 5, reply = NarrowReply)] // MPTCP_PM_CMD_SET_LIMITS
struct GetNarrow {}

#[derive(Debug, Parse)]
#[netlink(family = "mptcp_pm", command = 5)]
struct NarrowReply {
    #[nla(2, name = "version")] // MPTCP_PM_ATTR_RCV_ADD_ADDRS
    _received: Option<u64>,
    #[nla(200)] // requests do not have it
    _state: Option<u32>,
}

#[test]
fn requests_of_nlctrl_are_what_the_kernel_accepts() {
    in_namespace(|| {
        conform!(nlctrl::GetFamily<'_>, nlctrl::GetPolicy<'_>);
    });
}

/// `MPTCP_PM_ATTR_*` and `MPTCP_PM_ADDR_ATTR_*` of linux/mptcp_pm.h
#[derive(Debug, Default, Emit)]
#[netlink(family = "mptcp_pm", command = 1)] // MPTCP_PM_CMD_ADD_ADDR
struct AddEndpoint {
    #[nla(1)]
    endpoint: Option<Endpoint>,
}

#[derive(Debug, Default, Emit)]
struct Endpoint {
    #[nla(1)]
    family: u16,
    #[nla(2)]
    id: Option<u8>,
    #[nla(3)]
    addr4: Option<Ipv4Addr>,
    #[nla(4)]
    addr6: Option<Ipv6Addr>,
    #[nla(5)]
    port: Option<u16>,
    #[nla(6)]
    flags: Option<u32>,
    #[nla(7)]
    index: Option<i32>,
}

#[derive(Debug, Default, Emit)]
#[netlink(family = "mptcp_pm", command = 5)] // MPTCP_PM_CMD_SET_LIMITS
struct SetLimits {
    #[nla(2)]
    received_addresses: Option<u32>,
    #[nla(3)]
    subflows: Option<u32>,
}

#[test]
fn requests_of_mptcp_pm_are_what_the_kernel_accepts() {
    in_namespace(|| {
        conform!(AddEndpoint, SetLimits);
    });
}

/// `TCP_METRICS_ATTR_*` of linux/tcp_metrics.h
#[derive(Debug, Default, Emit)]
#[netlink(family = "tcp_metrics", command = 1)] // TCP_METRICS_CMD_GET
struct GetMetrics {
    #[nla(1)]
    addr4: Option<Ipv4Addr>,
    #[nla(2)]
    addr6: Option<Ipv6Addr>,
    #[nla(11)]
    source4: Option<Be<u32>>,
    #[nla(12)]
    source6: Option<Ipv6Addr>,
}

#[test]
fn requests_of_tcp_metrics_are_what_the_kernel_accepts() {
    in_namespace(|| {
        conform!(GetMetrics);
    });
}

#[test]
fn requests_of_netdev_are_what_the_kernel_accepts() {
    in_namespace(|| {
        conform!(conforms_but_for_values(differences):
            netdev::GetDev<'_>,
            netdev::GetQueue<'_>,
            netdev::BindRx<'_>,
            netdev::GetQstats<'_>,
        );
        // The last of the ways to poll is younger than Linux 6.18.
        let compare = Connection::differences::<netdev::SetNapi<'_>>;
        let differences = netlink_tests::or_skip!(differences(compare));
        let expected = |it: &Difference| {
            kernel::release() != WRITTEN_FOR
                || (&*it.path, it.kind) == ("SetNapi.threaded", DifferenceKind::Wider)
        };
        assert!(differences.iter().all(expected), "{differences:#?}");
    });
}

/// ethtool's `RINGS_GET`, with three mistakes.
#[derive(Debug, Emit)]
#[netlink(family = "ethtool", command = 15)] // ETHTOOL_MSG_RINGS_GET
struct WrongGetRings<'a> {
    #[nla(1)]
    header: WrongHeader<'a>,
    #[nla(99)]
    invented: Option<u32>,
}

#[derive(Debug, Emit)]
struct WrongHeader<'a> {
    #[nla(1)]
    index: Option<u64>,
    #[nla(2)]
    name: Option<&'a CStr>,
}

#[test]
fn a_wrong_type_is_reported_with_its_three_mistakes() {
    in_namespace(|| {
        let said = netlink_tests::or_skip!(said(Connection::differences::<WrongGetRings<'_>>));
        assert_eq!(
            said,
            [
                "WrongGetRings.header.index: of another kind: u64 of 8 bytes, but the kernel takes u32 \
             of 4 bytes",
                "WrongGetRings.header.name: wider: NUL-terminated string, but the kernel takes \
             NUL-terminated string of at most 127 bytes",
                "WrongGetRings.invented: unknown to the kernel: u32 of 4 bytes",
            ]
        );
    });
}

#[derive(Debug, Emit)]
#[netlink(family = "ethtool", command = 200)]
struct NoSuchCommand;

#[derive(Debug, Emit)]
#[netlink(message = 18)] // RTM_GETLINK
struct NotGeneric;

#[test]
fn what_cannot_be_compared_is_an_error_and_not_an_agreement() {
    in_namespace(|| {
        let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic socket");
        for (result, message) in [
            (netlink.differences::<NoSuchCommand>(), "NoSuchCommand"),
            (netlink.differences::<NotGeneric>(), "NotGeneric"),
        ] {
            match result {
                Err(Error::NotCompared { message: named, .. }) => assert_eq!(named, message),
                other => panic!("{other:?}"),
            }
        }
    });
}

#[test]
fn requests_of_generic_netlink_are_not_sent_where_they_mean_something_else() {
    in_namespace(|| {
        let mut netlink = Connection::open(Protocol::ROUTE).expect("a route socket");
        let error = netlink.execute(&AddEndpoint::default(), netlink_core::MessageFlags::NONE);
        let error = error.map(|_| ()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "AddEndpoint belongs to protocol GENERIC, and this is a ROUTE socket",
        );
        assert_eq!(netlink.counters().sent, 0);
    });
}
