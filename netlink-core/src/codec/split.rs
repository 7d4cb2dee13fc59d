//! Lists that do not fit into one message.

use super::message::{EmitMessage, message_len};
use crate::error::{EmitError, ErrorKind};

/// Splits a list into messages of at most `max_len` bytes each.
///
/// An attribute has a 16-bit length field, so a list in one attribute ends at 64 KiB: beyond that, emitting it is
/// [`ErrorKind::TooLong`]. Kernels take such lists in several messages: `WGDEVICE_A_PEERS`, set elements of nftables.
/// `message` makes the message of a part of the list. With a `max_len` of at most 65535, every list in it fits.
///
/// Each message has as many values as fit. The list is not copied. An empty list is one message.
///
/// ```
/// use netlink_core::{Emit, Indexed, split_list};
///
/// #[derive(Emit)]
/// #[netlink(family = "wireguard", command = 1)] // WG_CMD_SET_DEVICE
/// struct SetDevice<'a> {
///     #[nla(1)]
///     index: u32,
///     #[nla(8)]
///     peers: Indexed<'a, Peer>,
/// }
///
/// #[derive(Emit)]
/// struct Peer {
///     #[nla(1)]
///     public_key: [u8; 32],
/// }
///
/// let peers: Vec<Peer> = (0..5000).map(|_| Peer { public_key: [7; 32] }).collect();
/// let of = |peers| SetDevice { index: 3, peers: Indexed::of(peers) };
/// let messages = split_list(&peers, 32 * 1024, of).collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(messages.len(), 7);
/// # Ok::<(), netlink_core::EmitError>(())
/// ```
///
/// # Errors
/// The iterator yields [`ErrorKind::TooLong`], and ends, if a message with one value is longer than `max_len`.
pub fn split_list<'v, T, M: EmitMessage>(
    values: &'v [T],
    max_len: usize,
    message: impl Fn(&'v [T]) -> M,
) -> impl Iterator<Item = Result<M, EmitError>> {
    let mut rest = Some(values);
    // How many values the last message had: the next one has about as many.
    let mut guess = 1_usize;
    core::iter::from_fn(move || {
        let values = rest.take()?;
        let fits = |count: usize| {
            let part = values.get(..count)?;
            let message = message(part);
            (message_len(&message) <= max_len).then_some(message)
        };
        if values.is_empty() {
            return Some(fits(0).ok_or_else(|| too_long(&message(values))));
        }
        // Between what fits and what does not, or is more than there is.
        let (mut low, mut high) = (0_usize, guess);
        let mut best = None;
        while let Some(message) = fits(high) {
            best = Some(message);
            low = high;
            high = high.saturating_mul(2);
        }
        high = high.min(values.len().saturating_add(1));
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            match fits(middle) {
                Some(message) => {
                    best = Some(message);
                    low = middle;
                }
                None => high = middle,
            }
        }
        let Some(best) = best else {
            return Some(Err(too_long(&message(values.get(..1).unwrap_or(values)))));
        };
        guess = low;
        rest = values.get(low..).filter(|rest| !rest.is_empty());
        Some(Ok(best))
    })
}

#[cold]
fn too_long<M: EmitMessage>(message: &M) -> EmitError {
    EmitError::new(ErrorKind::TooLong, 0).with_found(message_len(message))
}
