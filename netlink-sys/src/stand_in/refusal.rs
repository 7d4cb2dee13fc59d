//! Why a stand-in refuses a request.

use std::ffi::CString;

use netlink_core::{EmitError, Errno, ErrorKind, ParseError, RawMessage, Writer, ack};

use super::family::Families;

/// Why a stand-in refuses a request: an error number, and what a kernel says beyond that.
///
/// ```
/// use netlink_core::Errno;
/// use netlink_sys::stand_in::Refusal;
///
/// // The attribute that begins 20 bytes from the start of the request.
/// let refusal = Refusal::from(Errno::ERANGE).because("integer out of range").at(20);
/// # let _ = refusal;
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    pub(super) errno: Errno,
    message: Option<String>,
    offset: Option<u32>,
    missing: Option<u16>,
    missing_nest: Option<u32>,
}

impl From<Errno> for Refusal {
    fn from(errno: Errno) -> Self {
        Self { errno, message: None, offset: None, missing: None, missing_nest: None }
    }
}

/// A request that breaks a rule of its type, refused as a kernel does.
impl From<ParseError> for Refusal {
    fn from(error: ParseError) -> Self {
        let refusal = Self::from(error.errno());
        let offset = u32::try_from(error.offset()).ok();
        let mut types = error.path().types().rev();
        match (error.kind(), types.next()) {
            (ErrorKind::Missing, Some(ty)) => {
                // Where the set begins that lacks it: behind the header of its attribute.
                let nest = types.next().and(offset).map(|set| set.saturating_sub(4));
                Self { missing: Some(ty), missing_nest: nest, ..refusal }
            }
            (kind, _) => Self { offset, ..refusal.because(kind.message()) },
        }
    }
}

/// A reply of the test's own that breaks a rule of its type.
impl From<EmitError> for Refusal {
    fn from(error: EmitError) -> Self {
        Self::from(error.errno()).because(error.to_string())
    }
}

impl Refusal {
    /// Sets the text that says why.
    #[doc(alias = "NLMSGERR_ATTR_MSG")]
    #[must_use]
    pub fn because(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Says where: the offset in bytes of the offending attribute from the start of the request.
    #[doc(alias = "NLMSGERR_ATTR_OFFS")]
    #[must_use]
    pub const fn at(mut self, offset: u32) -> Self {
        self.offset = Some(offset);
        self
    }

    /// Says which attribute the request lacks.
    #[doc(alias = "NLMSGERR_ATTR_MISS_TYPE")]
    #[must_use]
    pub const fn missing(mut self, ty: u16) -> Self {
        self.missing = Some(ty);
        self
    }

    /// Why a request is refused that no function of the test handles.
    pub(super) fn unhandled(request: &RawMessage<'_>, families: &Families) -> Self {
        let ty = request.header().ty;
        let family = families.iter().find(|family| family.id == ty);
        let command = request.payload().bytes().first();
        let message = match family.zip(command) {
            Some((family, command)) => {
                format!("no function handles command {command} of family {:?}", family.name)
            }
            None => format!("no function handles message type {ty}"),
        };
        Self::from(Errno::EOPNOTSUPP).because(message)
    }

    /// The attributes of the extended acknowledgement.
    pub(super) fn write_extended(&self, writer: &mut Writer<'_>) -> Result<(), EmitError> {
        if let Some(message) = &self.message {
            write_message(writer, message)?;
        }
        let numbers = [
            (ack::ATTR_OFFS, self.offset),
            (ack::ATTR_MISS_TYPE, self.missing.map(u32::from)),
            (ack::ATTR_MISS_NEST, self.missing_nest),
        ];
        for (ty, number) in numbers {
            if let Some(number) = number {
                writer.put(ty, &number)?;
            }
        }
        Ok(())
    }
}

/// The text of an extended ack.
pub(super) fn write_message(writer: &mut Writer<'_>, message: &str) -> Result<(), EmitError> {
    let message = CString::new(message.replace('\0', " ")).unwrap_or_default();
    writer.put(ack::ATTR_MSG, &message.as_c_str())
}
