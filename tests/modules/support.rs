//! What the tests share.

use core::ffi::CStr;
use std::path::PathBuf;

use netlink_core::{Emit, Errno, MessageFlags, Writer};
use netlink_families::NlaStr;
use netlink_families::rt_link::{GetLink, Link, LinkInfo};
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Protocol};
use netlink_tests::skip::Skip;
use netlink_tests::tool::{Tool, tool};

pub fn route() -> Connection {
    Connection::open(Protocol::ROUTE).expect("a route socket")
}

/// A generic netlink socket, if the kernel has the family: a request for it loads its module.
pub fn generic(family: &str) -> Result<Connection, Skip> {
    let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic netlink socket");
    match netlink.family(family) {
        Ok(_) => Ok(netlink),
        Err(error @ Error::NoFamily(_)) => Err(Skip::kernel(error.to_string())),
        Err(error) => panic!("{error}"),
    }
}

/// Adds a link, if the kernel knows its kind.
pub fn add_link(name: &str, kind: &str) -> Result<u32, Skip> {
    let mut netlink = route();
    let linkinfo = Some(LinkInfo { kind: Some(kind.into()), ..Default::default() });
    let link = Link { ifname: Some(name.into()), linkinfo, ..Default::default() };
    match netlink.execute(&link, MessageFlags::CREATE | MessageFlags::EXCL) {
        Ok(_) => Ok(index(name)),
        Err(error) if error.errno() == Some(Errno::EOPNOTSUPP) => {
            Err(Skip::kernel(format!("it has no links of the kind {kind}")))
        }
        Err(error) => panic!("{kind}: {error}"),
    }
}

pub fn index(name: &str) -> u32 {
    let request = GetLink { ifname: Some(NlaStr::from(name)), ..Default::default() };
    let link = route().request(&request).map(|link| link.header.index);
    link.unwrap_or_else(|error| panic!("{name}: {error}")).try_into().expect("an index")
}

/// The bytes of an attribute set.
pub fn bytes<T: Emit>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).unwrap_or_else(|error| panic!("{error}"));
    bytes
}

/// A program that is not installed but unpacked, by `tests/vm/tools` for virtual machines.
pub fn unpacked(name: &str) -> Result<Tool, Skip> {
    let Some(root) = std::env::var_os("NETLINK_TESTS_TOOLS") else { return tool(name) };
    for directory in ["usr/bin", "usr/sbin", "sbin", "bin"] {
        let path = PathBuf::from(&root).join(directory).join(name);
        if path.exists() {
            return Ok(Tool::at(path));
        }
    }
    tool(name)
}

/// A C string that lives as long as the tests.
pub fn c(text: &str) -> &'static CStr {
    Box::leak(std::ffi::CString::new(text).expect("no NUL").into_boxed_c_str())
}
