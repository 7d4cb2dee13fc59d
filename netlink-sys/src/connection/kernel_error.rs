//! A kernel's refusal of a request.

use core::fmt::{self, Write as _};

use netlink_core::{Ack, AttrPolicy, Errno, Path, RawMessage};

use super::by_fn::ByFn;
use super::outbox::Sent;

/// A kernel's refusal: the error number, what it says beyond that, and the field of the
/// request that it means.
///
/// Displayed in one line, such as `RTM_GETLINK` for a name of 20 characters:
/// `ERANGE (out of range): Attribute failed policy validation, in GetLink.name, allowed: string of at
/// most 15 bytes`.
#[derive(Clone)]
pub struct KernelError {
    errno: Errno,
    message: Option<Box<str>>,
    offset: Option<u32>,
    is_missing: bool,
    allowed: Option<AttrPolicy>,
    path: Option<Path>,
    sent: Sent,
    request: Box<[u8]>,
    answer: Box<[u8]>,
}

impl KernelError {
    /// Understands an answer that is an error: `ack`, which was read from `answer`, for a request that
    /// was sent as these bytes.
    pub(super) fn new(ack: &Ack<'_>, answer: &RawMessage<'_>, sent: Sent, bytes: &[u8]) -> Self {
        let extended = ack.extended();
        Self {
            errno: ack.errno().unwrap_or_default(),
            message: extended.message.map(|text| text.to_string_lossy().into()),
            offset: extended.offset,
            is_missing: extended.missing_type.is_some(),
            allowed: extended.policy.and_then(AttrPolicy::reported),
            path: sent.policy.locate_fault(sent.body(bytes), &extended),
            sent,
            request: bytes.into(),
            answer: answer.bytes().into(),
        }
    }

    /// Returns the error number.
    #[must_use]
    pub const fn errno(&self) -> Errno {
        self.errno
    }

    /// Returns the kernel's message in English, if there is one.
    #[doc(alias = "NLMSGERR_ATTR_MSG")]
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the offset in bytes, from the start of the request, at which the attribute in
    /// question begins.
    #[doc(alias = "NLMSGERR_ATTR_OFFS")]
    #[must_use]
    pub const fn offset(&self) -> Option<u32> {
        self.offset
    }

    /// Returns what the kernel's policy allows for the attribute in question, if the kernel reports
    /// it.
    #[doc(alias = "NLMSGERR_ATTR_POLICY")]
    #[must_use]
    pub const fn allowed(&self) -> Option<&AttrPolicy> {
        self.allowed.as_ref()
    }

    /// Returns true if the attribute in question is one that the request lacks.
    #[doc(alias = "NLMSGERR_ATTR_MISS_TYPE")]
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        self.is_missing
    }

    /// Returns the path to the attribute in question, in the request's type.
    #[must_use]
    pub const fn path(&self) -> Option<&Path> {
        self.path.as_ref()
    }

    /// Returns the request as it was sent, or `None` if a transaction was refused as a whole.
    #[must_use]
    pub fn request(&self) -> Option<RawMessage<'_>> {
        RawMessage::split(&self.request).ok().map(|(message, _)| message)
    }

    /// Returns the kernel's answer as it was received.
    #[must_use]
    pub fn answer(&self) -> Option<RawMessage<'_>> {
        RawMessage::split(&self.answer).ok().map(|(message, _)| message)
    }

    /// Displays the request, with what the kernel refuses underlined; what [`Error::explain`](super::Error::explain) shows.
    #[must_use]
    pub fn explain(&self) -> impl fmt::Display {
        ByFn(|f: &mut fmt::Formatter<'_>| self.fmt_explained(f))
    }

    pub(super) fn fmt_explained(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ack = self.answer().and_then(|answer| Ack::parse(&answer).ok());
        match self.request().zip(ack) {
            Some((request, ack)) => {
                let known = [(self.sent.id, self.sent.policy)];
                let request = request.display_as(&known);
                fmt::Display::fmt(&request.explain_refusal(&ack).with_title(self), f)
            }
            None => fmt::Display::fmt(self, f),
        }
    }

    /// Returns the path to the field in question as text: `GetLink.name`.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        self.path.as_ref().map(|path| path.with_names(Some(self.sent.policy)).to_string())
    }
}

impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.errno, f)?;
        if let Some(message) = &self.message {
            write!(f, ": {}", Escaped(message))?;
        }
        match &self.path {
            Some(path) if self.is_missing => {
                write!(f, ": {} is missing", path.with_names(Some(self.sent.policy)))
            }
            Some(path) => write!(f, ", in {}", path.with_names(Some(self.sent.policy))),
            None => write!(f, ", in {}", self.sent.policy.name()),
        }?;
        match &self.allowed {
            Some(allowed) => write!(f, ", allowed: {allowed}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for KernelError {
    /// What is displayed: the policies behind it would fill pages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KernelError").field(&format_args!("{self}")).finish()
    }
}

impl core::error::Error for KernelError {}

/// Text without control characters, which can have been copied from the name of a device.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char.is_control() {
            true => char.escape_default().fmt(f),
            false => f.write_char(char),
        })
    }
}
