//! Values that outlive the buffer they were received in.

use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;

use crate::codec::message::ParseMessage;
use crate::error::ParseError;
use crate::input::Input;
use crate::message::RawMessage;
use crate::parse::{Parse, View};

/// A borrowing type together with the bytes it borrows: the payload, copied.
///
/// ```
/// use netlink_core::{Emit, Input, Owned, Parse, Writer};
///
/// #[derive(Debug, Parse, Emit)]
/// struct Name<'a> {
///     #[nla(1)]
///     name: &'a str,
/// }
///
/// let owned: Owned<Name<'_>> = {
///     let mut bytes = Vec::new();
///     Writer::growing(&mut bytes).emit(&Name { name: "eth0" })?;
///     Owned::parse(Input::new(&bytes))?
/// };
/// assert_eq!(owned.get()?.name, "eth0");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Owned<T> {
    bytes: Box<[u8]>,
    offset: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Owned<T>
where
    T: for<'a> View<Of<'a>: Parse<'a>>,
{
    /// Parses the bytes, and copies them if they are good.
    ///
    /// # Errors
    /// As [`Parse::parse`].
    pub fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        <T::Of<'_>>::parse(input)?;
        Ok(Self { bytes: input.bytes().into(), offset: input.offset(), of: PhantomData })
    }

    /// Parses the value again.
    ///
    /// # Errors
    /// As [`Parse::parse`]. The bytes were good before: only a type that parses the same bytes
    /// differently each time can fail.
    pub fn get(&self) -> Result<T::Of<'_>, ParseError> {
        <T::Of<'_>>::parse(Input::new(&self.bytes).at(self.offset))
    }
}

impl<T> Clone for Owned<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), offset: self.offset, of: PhantomData }
    }
}

impl<T> fmt::Debug for Owned<T>
where
    T: for<'a> View<Of<'a>: Parse<'a> + fmt::Debug>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<T> PartialEq for Owned<T> {
    /// Equal if the bytes are.
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for Owned<T> {}

/// A whole message of a borrowing type together with its bytes, copied.
///
/// Use it to keep the items of a dump.
///
/// ```
/// use netlink_core::{Emit, MessageFlags, MessageHeader, OwnedMessage, Parse, RawMessage, Writer};
///
/// #[derive(Debug, Parse, Emit)]
/// #[netlink(message = 16)]
/// struct Name<'a> {
///     #[nla(3)]
///     name: &'a str,
/// }
///
/// let owned: OwnedMessage<Name<'_>> = {
///     let mut bytes = Vec::new();
///     let header = MessageHeader::new(16, MessageFlags::NONE);
///     let message = Name { name: "eth0" };
///     netlink_core::emit_message(&mut Writer::growing(&mut bytes), header, &message)?;
///     OwnedMessage::parse(&RawMessage::split(&bytes)?.0)?
/// };
/// assert_eq!(owned.get()?.name, "eth0");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct OwnedMessage<T> {
    bytes: Box<[u8]>,
    of: PhantomData<fn() -> T>,
}

impl<T> OwnedMessage<T>
where
    T: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// Parses a message, and copies it if it is good.
    ///
    /// # Errors
    /// As [`RawMessage::parse`].
    pub fn parse(message: &RawMessage<'_>) -> Result<Self, ParseError> {
        message.parse::<T::Of<'_>>()?;
        Ok(Self { bytes: message.bytes().into(), of: PhantomData })
    }

    /// Copies a message without parsing it.
    ///
    /// Use this for messages that were parsed before, perhaps at another level.
    #[must_use]
    pub fn unparsed(message: &RawMessage<'_>) -> Self {
        Self { bytes: message.bytes().into(), of: PhantomData }
    }

    /// Parses the message again.
    ///
    /// # Errors
    /// As [`RawMessage::parse`]. The bytes were good before: only a type that parses the same bytes
    /// differently each time can fail.
    pub fn get(&self) -> Result<T::Of<'_>, ParseError> {
        RawMessage::split(&self.bytes)?.0.parse()
    }
}

impl<T> OwnedMessage<T> {
    /// Returns the message with its header, to display or forward it.
    ///
    /// # Errors
    /// As [`RawMessage::split`].
    pub fn message(&self) -> Result<RawMessage<'_>, ParseError> {
        Ok(RawMessage::split(&self.bytes)?.0)
    }
}

impl<T> Clone for OwnedMessage<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for OwnedMessage<T>
where
    T: for<'a> View<Of<'a>: ParseMessage<'a> + fmt::Debug>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<T> PartialEq for OwnedMessage<T> {
    /// Equal if type and payload are: the sequence number says which request was answered, and not
    /// what.
    fn eq(&self, other: &Self) -> bool {
        content(&self.bytes) == content(&other.bytes)
    }
}

impl<T> Eq for OwnedMessage<T> {}

fn content(message: &[u8]) -> Option<(u16, &[u8])> {
    let (message, _) = RawMessage::split(message).ok()?;
    Some((message.header().ty, message.payload().bytes()))
}
