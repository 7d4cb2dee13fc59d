//! What the short programs share: arguments, and errors that are printed for people.

#![allow(dead_code, reason = "each program uses some of it")]

use core::error::Error;
use core::fmt;
use core::net::IpAddr;

use netlink_families::rt_link::GetLink;
use netlink_sys::Connection;

/// What `main` returns.
pub(crate) type Result<T = ()> = core::result::Result<T, Failure>;

/// Why a program failed. `main` prints its `Debug`: the error and its causes, as text.
pub(crate) struct Failure(Box<dyn Error>);

impl<E: Into<Box<dyn Error>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

/// Returns the arguments, if there are as many as `usage` names.
pub(crate) fn args<const N: usize>(usage: &str) -> Result<[String; N]> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    args.try_into().map_err(|_| format!("usage: {usage}").into())
}

/// Parses `10.0.0.0/8`.
pub(crate) fn prefix(text: &str) -> Result<(IpAddr, u8)> {
    let (address, len) = text.split_once('/').ok_or("expected ADDRESS/LENGTH")?;
    Ok((address.parse()?, len.parse()?))
}

/// Requests the index of a link. In some headers it is signed.
pub(crate) fn link_index<I: TryFrom<i32, Error: Error + 'static>>(
    netlink: &mut Connection,
    name: &str,
) -> Result<I> {
    let request = GetLink { ifname: Some(name.into()), ..Default::default() };
    Ok(netlink.request(&request)?.header.index.try_into()?)
}
