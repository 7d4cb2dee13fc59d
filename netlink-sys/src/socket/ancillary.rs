//! Control messages beside a received datagram: the group, the network namespace and the sender's
//! credentials.
//!
//! ```text
//!  0        size_t   +4      +8       aligned to size_t
//! +--------+--------+--------+----------+-----+
//! | length | level  |  type  |   data   | pad |   struct cmsghdr, repeated
//! +--------+--------+--------+----------+-----+
//! ```
//!
//! The length counts header and data. Anything that does not add up ends the walk.

use core::ffi::c_int;

use crate::Group;

/// What the control messages say of a datagram.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Ancillary {
    pub(crate) group: Option<Group>,
    pub(crate) namespace_id: Option<i32>,
    pub(crate) credentials: Option<Credentials>,
}

/// The process that sent a datagram, as the kernel vouches for it: `struct ucred` of `linux/socket.h`.
///
/// The kernel itself is process 0 with user and group 0.
#[doc(alias = "ucred")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Credentials {
    /// The id number of the process, as seen from the receiver's process id namespace; 0 if it is not visible there.
    pub process: i32,
    /// The id number of the user, as seen from the receiver's user namespace.
    pub user: u32,
    /// The group id, as seen from the receiver's user namespace.
    pub group: u32,
}

impl Credentials {
    fn decode(data: &[u8]) -> Option<Self> {
        let (process, data) = data.split_first_chunk()?;
        let (user, data) = data.split_first_chunk()?;
        Some(Self {
            process: i32::from_ne_bytes(*process),
            user: u32::from_ne_bytes(*user),
            group: u32::from_ne_bytes(*data.first_chunk()?),
        })
    }
}

impl Ancillary {
    /// Reads the control messages the kernel wrote; unknown kinds are skipped.
    pub(crate) fn decode(bytes: &[u8]) -> Self {
        let mut ancillary = Self::default();
        for message in (ControlMessages { rest: bytes }) {
            if (message.level, message.kind) == (libc::SOL_SOCKET, libc::SCM_CREDENTIALS) {
                ancillary.credentials = Credentials::decode(message.data);
            }
            if message.level != libc::SOL_NETLINK {
                continue;
            }
            match (message.kind, message.data.first_chunk()) {
                // `struct nl_pktinfo { __u32 group; }`, with 0 for a message to this socket alone.
                (libc::NETLINK_PKTINFO, Some(data)) => {
                    ancillary.group = Group::new(u32::from_ne_bytes(*data));
                }
                // Old kernels give their own namespace as -1, newer ones say nothing.
                (libc::NETLINK_LISTEN_ALL_NSID, Some(data)) => {
                    let id = i32::from_ne_bytes(*data);
                    ancillary.namespace_id = (id >= 0).then_some(id);
                }
                _ => {}
            }
        }
        ancillary
    }
}

#[derive(Clone, Copy, Debug)]
struct ControlMessage<'a> {
    level: c_int,
    kind: c_int,
    data: &'a [u8],
}

#[derive(Clone, Debug)]
struct ControlMessages<'a> {
    rest: &'a [u8],
}

impl<'a> ControlMessages<'a> {
    /// The message at the start of `rest`, and where the next one starts.
    fn first(&self) -> Option<(ControlMessage<'a>, usize)> {
        let (len, _) = self.rest.split_first_chunk()?;
        let len = usize::from_ne_bytes(*len);
        let (_, body) = self.rest.get(..len)?.split_at_checked(size_of::<usize>())?;
        let (level, body) = body.split_first_chunk()?;
        let (kind, data) = body.split_first_chunk()?;
        let message = ControlMessage {
            level: c_int::from_ne_bytes(*level),
            kind: c_int::from_ne_bytes(*kind),
            data,
        };
        Some((message, len.checked_next_multiple_of(size_of::<usize>())?))
    }
}

impl<'a> Iterator for ControlMessages<'a> {
    type Item = ControlMessage<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.first();
        self.rest = first.and_then(|(_, next)| self.rest.get(next..)).unwrap_or(&[]);
        first.map(|(message, _)| message)
    }
}

#[cfg(test)]
mod tests {
    use core::mem::offset_of;

    use super::*;

    fn message(len: usize, level: c_int, kind: c_int, data: &[u8]) -> Vec<u8> {
        let mut bytes = len.to_ne_bytes().to_vec();
        bytes.extend(level.to_ne_bytes());
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(size_of::<usize>()), 0xa5);
        bytes
    }

    const HEADER: usize = size_of::<usize>() + 8;

    #[test]
    fn the_header_has_the_layout_of_cmsghdr() {
        assert_eq!(size_of::<libc::cmsghdr>(), HEADER);
        assert_eq!(offset_of!(libc::cmsghdr, cmsg_len), 0);
        assert_eq!(offset_of!(libc::cmsghdr, cmsg_level), size_of::<usize>());
        assert_eq!(offset_of!(libc::cmsghdr, cmsg_type), HEADER.abs_diff(4));
    }

    #[test]
    fn reads_group_and_namespace_and_skips_the_rest() {
        let mut bytes = message(HEADER + 5, libc::SOL_SOCKET, libc::SCM_RIGHTS, &[1, 2, 3, 4, 5]);
        let group = 33u32.to_ne_bytes();
        bytes.extend(message(HEADER + 4, libc::SOL_NETLINK, libc::NETLINK_PKTINFO, &group));
        bytes.extend(message(HEADER, libc::SOL_NETLINK, 99, &[]));
        let id = 7i32.to_ne_bytes();
        let raw: Vec<u8> = [4u32, 5, 6].iter().flat_map(|word| word.to_ne_bytes()).collect();
        bytes.extend(message(HEADER + 4, libc::SOL_NETLINK, libc::NETLINK_LISTEN_ALL_NSID, &id));
        let credentials = Credentials { process: 4, user: 5, group: 6 };
        bytes.extend(message(HEADER + 12, libc::SOL_SOCKET, libc::SCM_CREDENTIALS, &raw));
        let expected = Ancillary {
            group: Group::new(33),
            namespace_id: Some(7),
            credentials: Some(credentials),
        };
        assert_eq!(Ancillary::decode(&bytes), expected);
    }

    #[test]
    fn the_own_namespace_has_no_id_even_if_an_old_kernel_sends_minus_one() {
        let id = (-1i32).to_ne_bytes();
        let bytes = message(HEADER + 4, libc::SOL_NETLINK, libc::NETLINK_LISTEN_ALL_NSID, &id);
        assert_eq!(Ancillary::decode(&bytes), Ancillary::default());
    }

    #[test]
    fn truncated_credentials_are_ignored() {
        for len in 0..12 {
            let bytes =
                message(HEADER + len, libc::SOL_SOCKET, libc::SCM_CREDENTIALS, &[1; 12][..len]);
            assert_eq!(Ancillary::decode(&bytes), Ancillary::default(), "{len}");
        }
    }

    #[test]
    fn group_zero_is_ignored() {
        let bytes = message(HEADER + 4, libc::SOL_NETLINK, libc::NETLINK_PKTINFO, &[0; 4]);
        assert_eq!(Ancillary::decode(&bytes), Ancillary::default());
    }

    #[test]
    fn lengths_that_do_not_add_up_end_the_walk() {
        let data = 5u32.to_ne_bytes();
        for len in [0, 1, HEADER - 1, HEADER + 3, HEADER + 100, usize::MAX - 3, usize::MAX] {
            let bytes = message(len, libc::SOL_NETLINK, libc::NETLINK_PKTINFO, &data);
            assert_eq!(Ancillary::decode(&bytes), Ancillary::default(), "{len}");
        }
        let bytes = message(HEADER + 4, libc::SOL_NETLINK, libc::NETLINK_PKTINFO, &data);
        for cut in 0..HEADER + 4 {
            assert_eq!(Ancillary::decode(&bytes[..cut]), Ancillary::default(), "{cut}");
        }
    }
}
