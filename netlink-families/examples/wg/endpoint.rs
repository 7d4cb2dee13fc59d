//! Endpoints: `struct sockaddr_in` and `struct sockaddr_in6`, of which the port and the address are in network byte order.

use core::net::{Ipv6Addr, SocketAddr, SocketAddrV6};

const AF_INET: u16 = 2;
const AF_INET6: u16 = 10;

pub(crate) fn parse(bytes: &[u8]) -> Option<SocketAddr> {
    let field = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let port = field(2)?;
    match u16::from_ne_bytes(bytes.get(..2)?.try_into().ok()?) {
        AF_INET => {
            let address: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
            Some((address, port).into())
        }
        AF_INET6 => {
            let address: [u8; 16] = bytes.get(8..24)?.try_into().ok()?;
            let scope = u32::from_ne_bytes(bytes.get(24..28)?.try_into().ok()?);
            Some(SocketAddrV6::new(Ipv6Addr::from(address), port, 0, scope).into())
        }
        _ => None,
    }
}

pub(crate) fn bytes(endpoint: SocketAddr) -> Vec<u8> {
    let port = endpoint.port().to_be_bytes();
    match endpoint {
        SocketAddr::V4(endpoint) => {
            [&AF_INET.to_ne_bytes()[..], &port, &endpoint.ip().octets(), &[0; 8]].concat()
        }
        SocketAddr::V6(endpoint) => {
            let scope = endpoint.scope_id().to_ne_bytes();
            let address = endpoint.ip().octets();
            [&AF_INET6.to_ne_bytes()[..], &port, &[0; 4], &address, &scope].concat()
        }
    }
}
