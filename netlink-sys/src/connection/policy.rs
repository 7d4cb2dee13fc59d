//! What a generic netlink family accepts, as the running kernel says it (`CTRL_CMD_GETPOLICY`).
//!
//! Kernels answer with one attribute a message, and say neither everything nor all of it right:
//! integers in network byte order, and attributes without a kind, are left out; milliseconds look
//! like an integer of either width; a length bounded on one side only looks unbounded; up to Linux
//! 6.18 operations that can only be dumped appear as number 0. Header: `linux/netlink.h`,
//! `linux/genetlink.h`.

use netlink_core::policy::{Difference, PolicyTable, ReportedPolicy};
use netlink_core::{Emit, EmitMessage, Indexed, Parse, Request};

use super::drive::drive;
use super::family::{CTRL_ATTR_FAMILY_ID, NLCTRL};
use super::{Connection, Error, Transport};

const CTRL_CMD_GETPOLICY: u8 = 10;
const CTRL_ATTR_POLICY: u16 = 8;
const CTRL_ATTR_OP_POLICY: u16 = 9;
const CTRL_ATTR_POLICY_DO: u16 = 1;
const CTRL_ATTR_POLICY_DUMP: u16 = 2;

/// Asks for all policies of a family.
#[derive(Debug, Emit)]
#[netlink(
    family = NLCTRL,
    command = CTRL_CMD_GETPOLICY,
    version = 2,
    reply = PolicyPart<'_>
)]
pub(super) struct GetPolicy {
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub(super) family: u16,
}

/// One message of the answer: an operation, or an attribute of a set.
#[derive(Debug, Parse)]
#[netlink(family = NLCTRL, command = CTRL_CMD_GETPOLICY)]
pub(super) struct PolicyPart<'a> {
    #[nla(CTRL_ATTR_OP_POLICY)]
    operations: Option<Indexed<'a, OperationPart>>,
    /// By number of the set, then by type.
    #[nla(CTRL_ATTR_POLICY)]
    sets: Option<Indexed<'a, Indexed<'a, ReportedPolicy>>>,
}

#[derive(Clone, Debug, Parse)]
struct OperationPart {
    #[nla(CTRL_ATTR_POLICY_DO)]
    request: Option<u32>,
    #[nla(CTRL_ATTR_POLICY_DUMP)]
    dump: Option<u32>,
}

/// What a family accepts: its operations, and the sets of attributes that they take.
#[derive(Clone, Debug, Default)]
pub struct FamilyPolicies {
    operations: Vec<OperationPolicies>,
    sets: PolicyTable,
}

/// Which sets an operation takes, by their numbers in [`FamilyPolicies::sets`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OperationPolicies {
    /// The command; 0 for those that can only be dumped, on kernels up to 6.18.
    pub command: u16,
    /// The number of the set that a request takes; nothing if there is none.
    pub request: Option<u16>,
    /// The number of the set that the request for a dump takes; nothing if there is none.
    pub dump: Option<u16>,
}

impl FamilyPolicies {
    /// Returns the operations that have a policy.
    #[must_use]
    pub fn operations(&self) -> &[OperationPolicies] {
        &self.operations
    }

    /// Returns the sets of attributes, nested ones included.
    #[must_use]
    pub const fn sets(&self) -> &PolicyTable {
        &self.sets
    }

    /// Returns the sets of attributes, to add what is known besides: a kernel does not report from
    /// which type on a set is strict, nor the highest type of an operation's own set.
    pub const fn sets_mut(&mut self) -> &mut PolicyTable {
        &mut self.sets
    }

    /// Returns the number of the set that a command takes: of a request, or if there is none of a dump.
    ///
    /// A command that is not listed is the one under number 0, if there is just one there: that is how
    /// kernels up to 6.18 list those that can only be dumped.
    #[must_use]
    pub fn set_of(&self, command: u8) -> Option<u16> {
        let listed = self.listed(command)?;
        listed.request.or(listed.dump)
    }

    /// Returns the number of the set that the request for a dump takes.
    ///
    /// A command that is not listed is found as by [`FamilyPolicies::set_of`].
    #[must_use]
    pub fn dump_set_of(&self, command: u8) -> Option<u16> {
        self.listed(command)?.dump
    }

    fn listed(&self, command: u8) -> Option<&OperationPolicies> {
        let with = |command: u16| self.operations.iter().filter(move |it| it.command == command);
        let mut unnamed = with(0);
        match (with(command.into()).next(), unnamed.next(), unnamed.next()) {
            (Some(listed), ..) | (None, Some(listed), None) => Some(listed),
            (None, ..) => None,
        }
    }

    pub(super) fn take(&mut self, part: &PolicyPart<'_>) -> Result<(), Error> {
        for entry in part.operations.iter().flat_map(Indexed::entries) {
            let (command, operation) = entry?;
            let number = |set: Option<u32>| set.and_then(|set| u16::try_from(set).ok());
            let (request, dump) = (number(operation.request), number(operation.dump));
            self.operations.push(OperationPolicies { command, request, dump });
        }
        for entry in part.sets.iter().flat_map(Indexed::entries) {
            let (set, attrs) = entry?;
            for entry in attrs.entries() {
                let (ty, attr) = entry?;
                self.sets.insert(set, attr.policy.named(ty, ""));
                if let (Some(nested), Some(max)) = (attr.set, attr.max_type) {
                    self.sets.raise_max_type(nested, max);
                }
            }
        }
        Ok(())
    }
}

impl<T: Transport> Connection<T> {
    /// Asks the kernel what a generic netlink family accepts.
    ///
    /// # Errors
    /// [`Error::NoFamily`]; [`Error::Kernel`] with `ENODATA` if the family has no policies, or on
    /// kernels before 5.7, which cannot tell, with `EOPNOTSUPP`.
    #[doc(alias = "CTRL_CMD_GETPOLICY")]
    pub fn policies(&mut self, family: &str) -> Result<FamilyPolicies, Error> {
        drive(self.engine.policies(family))
    }

    /// Compares a request with what the running kernel accepts, and returns the differences.
    ///
    /// Use it in the tests of your own types:
    /// `assert_eq!(netlink.differences::<SetRings<'_>>()?, [])`. The type is compared with what the kernel
    /// takes in a request, or where it takes none, in a request for a dump. What kernels do not report is
    /// not a difference, and neither is a difference that an attribute
    /// [expects](netlink_core::AttrPolicy::expecting). A message that cannot be compared is an error.
    ///
    /// ```
    /// use core::ffi::CStr;
    /// use netlink_core::Emit;
    /// use netlink_sys::{Connection, Protocol};
    ///
    /// #[derive(Emit)]
    /// #[netlink(family = "nlctrl", command = 3)] // CTRL_CMD_GETFAMILY
    /// struct GetFamily<'a> {
    ///     #[nla(2)] // CTRL_ATTR_FAMILY_NAME
    ///     name: &'a CStr,
    ///     #[nla(77)]
    ///     mistake: Option<u32>,
    /// }
    ///
    /// let mut netlink = Connection::open(Protocol::GENERIC)?;
    /// let differences = netlink.differences::<GetFamily<'_>>()?;
    /// let said: Vec<String> = differences.iter().map(ToString::to_string).collect();
    /// assert_eq!(said, [
    ///     "GetFamily.name: wider: NUL-terminated string, but the kernel takes \
    ///      NUL-terminated string of at most 15 bytes",
    ///     "GetFamily.mistake: unknown to the kernel: u32 of 4 bytes",
    /// ]);
    /// # Ok::<(), netlink_sys::connection::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NotCompared`] if a message is not a generic netlink command, or if the kernel lists no policy
    /// for it; otherwise the same as [`Connection::policies`].
    pub fn differences<R: EmitMessage>(&mut self) -> Result<Vec<Difference>, Error> {
        drive(self.engine.differences::<R>())
    }

    /// Compares a request for a dump with what the running kernel accepts, and returns the differences.
    ///
    /// Some commands accept other attributes in a request for a dump than in a request for one object. One
    /// type can serve for both: an optional attribute that the kernel takes only in a request for one object
    /// is not a difference. A required one is, as no dump can be requested with this type. This is otherwise
    /// the same as [`Connection::differences`].
    ///
    /// # Errors
    /// The same as [`Connection::differences`]. [`Error::NotCompared`] also if the command cannot be dumped.
    pub fn differences_of_dump<R: EmitMessage>(&mut self) -> Result<Vec<Difference>, Error> {
        drive(self.engine.differences_of_dump::<R>())
    }

    /// Compares the reply of a request with what the running kernel accepts in that request, and returns
    /// the differences.
    ///
    /// Kernels report what they accept, and not what they send. An attribute that is in both must be of the
    /// same kind, and the reply must not reject values that the request may set. See
    /// [`Policy::differences_of_reply`](netlink_core::Policy::differences_of_reply).
    ///
    /// ```
    /// use core::ffi::CStr;
    /// use netlink_core::{Emit, Parse};
    /// use netlink_sys::{Connection, Protocol};
    ///
    /// #[derive(Emit)]
    /// #[netlink(family = "nlctrl", command = 3, reply = NewFamily<'_>)] // CTRL_CMD_GETFAMILY
    /// struct GetFamily<'a> {
    ///     #[nla(2, len = ..=15)] // CTRL_ATTR_FAMILY_NAME
    ///     name: &'a CStr,
    /// }
    ///
    /// #[derive(Parse)]
    /// #[netlink(family = "nlctrl", command = 1)] // CTRL_CMD_NEWFAMILY
    /// struct NewFamily<'a> {
    ///     #[nla(1)] // CTRL_ATTR_FAMILY_ID
    ///     id: u16,
    ///     #[nla(2, len = ..=15)] // CTRL_ATTR_FAMILY_NAME
    ///     name: &'a CStr,
    /// }
    ///
    /// let mut netlink = Connection::open(Protocol::GENERIC)?;
    /// assert_eq!(netlink.differences_of_reply::<GetFamily<'_>>()?, []);
    /// # Ok::<(), netlink_sys::connection::Error>(())
    /// ```
    ///
    /// # Errors
    /// The same as [`Connection::differences`], about the request.
    pub fn differences_of_reply<R: Request>(&mut self) -> Result<Vec<Difference>, Error> {
        drive(self.engine.differences_of_reply::<R>())
    }
}
