//! Types of the standard library that have no wire format.

use syn::Type;

use crate::ctxt::Ctxt;
use crate::model::types::is_named;

/// Each type, and why it has no wire format.
const WITHOUT: &[(&[&str], &str)] = &[
    (
        &["String", "CString"],
        "a parsed string borrows from the message: write `&'a CStr` if it ends with NUL, otherwise \
         `&'a str`",
    ),
    (
        &["OsString", "PathBuf"],
        "a parsed string borrows from the message: write `&'a CStr` if it ends with NUL, otherwise \
         `&'a [u8]`",
    ),
    (
        &["usize", "isize"],
        "an integer on the wire has a fixed width: write one such as `u32` or `u64`",
    ),
    (
        &["SocketAddr", "SocketAddrV4", "SocketAddrV6"],
        "an address and a port are usually two attributes: write `IpAddr` for one and `Be<u16>` for \
         the other; a `struct sockaddr` in one attribute needs a codec: `with = …`",
    ),
];

/// Checks that a type is not one that users often write and that has no wire format.
pub(super) fn has_wire_format(ctxt: &Ctxt, ty: &Type) {
    for (names, message) in WITHOUT {
        if names.iter().any(|name| is_named(ty, name)) {
            ctxt.error(ty, message);
        }
    }
}
