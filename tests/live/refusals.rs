//! Contents of a kernel's refusal: errno, the kernel's text, and the field of our request.

use core::ffi::CStr;

use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};
use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::connection::{Error, KernelError};
use netlink_sys::{Connection, Protocol};
use netlink_tests::namespace::in_namespace;

/// `struct ifinfomsg`
#[derive(Clone, Copy, Debug, Default, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(C)]
struct IfInfoMsg {
    family: u8,
    padding: u8,
    device_type: u16,
    index: i32,
    flags: u32,
    change: u32,
}

#[derive(Debug, Parse)]
#[netlink(message = 16)] // RTM_NEWLINK
struct Link<'a> {
    #[netlink(header)]
    info: IfInfoMsg,
    #[nla(3)] // IFLA_IFNAME
    name: &'a CStr,
}

/// Has no rule on the name's length: the kernel's is what is tested.
#[derive(Debug, Default, Emit)]
#[netlink(message = 18, reply = Link<'_>)] // RTM_GETLINK
struct GetLink<'a> {
    #[netlink(header)]
    info: IfInfoMsg,
    #[nla(3)] // IFLA_IFNAME
    name: Option<&'a CStr>,
}

#[derive(Debug, Emit)]
#[netlink(message = 16)] // RTM_NEWLINK
struct NewLink<'a> {
    #[netlink(header)]
    info: IfInfoMsg,
    #[nla(18)] // IFLA_LINKINFO
    linkinfo: NewLinkInfo<'a>,
}

#[derive(Debug, Emit)]
struct NewLinkInfo<'a> {
    #[nla(1)] // IFLA_INFO_KIND
    kind: &'a CStr,
    #[nla(2, select = kind)] // IFLA_INFO_DATA
    data: Option<NewLinkData>,
}

#[derive(Debug, Emit)]
enum NewLinkData {
    #[netlink(key = "vxlan")]
    Vxlan(NewVxlan),
}

#[derive(Debug, Emit)]
struct NewVxlan {
    #[nla(1)] // IFLA_VXLAN_ID
    id: u32,
}

fn connect() -> Connection {
    Connection::open(Protocol::ROUTE).expect("a route socket")
}

fn kernel_error(error: Error) -> KernelError {
    match error {
        Error::Kernel(error) => *error,
        other => panic!("no refusal by the kernel: {other:?}"),
    }
}

fn by_name(name: &CStr) -> GetLink<'_> {
    GetLink { name: Some(name), ..Default::default() }
}

#[test]
fn a_link_that_does_not_exist_is_refused_with_the_errno_that_the_kernel_gives() {
    in_namespace(|| {
        let error = connect().request(&by_name(c"nosuchlink")).unwrap_err();
        let error = kernel_error(error);
        assert_eq!(error.errno(), Errno::ENODEV);
        // The kernel says no more than that here, and nothing is made up.
        assert_eq!((error.message(), error.field()), (None, None));
        assert_eq!(error.to_string(), "ENODEV (no such device), in GetLink");
    });
}

#[test]
fn a_name_that_is_too_long_is_refused_with_errno_message_and_field() {
    in_namespace(|| {
        let error = connect().request(&by_name(c"a-name-that-is-too-long")).unwrap_err();
        let error = kernel_error(error);
        assert_eq!(error.errno(), Errno::ERANGE);
        assert_eq!(error.message(), Some("Attribute failed policy validation"));
        assert_eq!(error.field().as_deref(), Some("GetLink.name"));
        assert_eq!(error.offset(), Some(32));
        assert_eq!(
            error.to_string(),
            "ERANGE (out of range): Attribute failed policy validation, in GetLink.name, \
             allowed: string of at most 15 bytes",
        );
    });
}

#[test]
fn the_field_is_found_inside_of_a_sub_message() {
    in_namespace(|| {
        let id = 1 << 24;
        let data = Some(NewLinkData::Vxlan(NewVxlan { id }));
        let linkinfo = NewLinkInfo { kind: c"vxlan", data };
        let request = NewLink { info: IfInfoMsg::default(), linkinfo };
        let flags = MessageFlags::CREATE | MessageFlags::EXCL;
        let error = kernel_error(connect().execute(&request, flags).unwrap_err());
        if error.errno() == Errno::EOPNOTSUPP {
            netlink_tests::skip!(netlink_tests::skip::Skip::kernel("it has no vxlan links"));
        }
        assert_eq!(error.errno(), Errno::ERANGE);
        assert_eq!(error.field().as_deref(), Some("NewLink.linkinfo.data<vxlan>.id"));
        assert_eq!(
            error.to_string(),
            "ERANGE (out of range): VXLAN ID must be lower than 16777216, in \
             NewLink.linkinfo.data<vxlan>.id",
        );
    });
}

#[test]
fn the_connection_stays_usable_after_a_refusal() {
    in_namespace(|| {
        let mut netlink = connect();
        for _ in 0..3 {
            netlink.request(&by_name(c"nosuchlink")).unwrap_err();
            let loopback = netlink.request(&by_name(c"lo")).expect("lo");
            assert_eq!((loopback.info.index, loopback.name), (1, c"lo"));
        }
    });
}

/// `AUDIT_GET`
#[derive(Debug, netlink_core::Emit)]
#[netlink(message = 1000, reply = netlink_core::RawMessage<'_>)]
struct GetAuditStatus;

#[test]
fn audit_replies_after_it_has_acknowledged() {
    let netlink = Connection::open(Protocol::AUDIT)
        .map_err(|error| netlink_tests::skip::Skip::kernel(format!("no audit: {error}")));
    let mut netlink = netlink_tests::or_skip!(netlink);
    for flags in [MessageFlags::NONE, MessageFlags::ACK].repeat(20) {
        let status = match netlink.request_with(&GetAuditStatus, flags) {
            // An ordinary user, or a container.
            Err(error)
                if error
                    .errno()
                    .is_some_and(|errno| [libc::EPERM, libc::ECONNREFUSED].contains(&errno.0)) =>
            {
                let skip = netlink_tests::skip::Skip::kernel(format!("no audit here: {error}"));
                return netlink_tests::or_skip!(Err(skip));
            }
            status => status.expect("the status"),
        };
        assert_eq!(status.header().ty, 1000);
    }
}
