//! What a generic netlink family accepts, as the running kernel says it (`CTRL_CMD_GETPOLICY`).
//!
//! Kernels answer with one attribute a message, and say neither everything nor all of it right:
//! integers in network byte order, and attributes without a kind, are left out; milliseconds look
//! like an integer of either width; a length bounded on one side only looks unbounded; up to Linux
//! 6.18 operations that can only be dumped appear as number 0. Header: `linux/netlink.h`,
//! `linux/genetlink.h`.

use netlink_core::policy::{AttrPolicy, Check, Difference, Kind, PolicyTable};
use netlink_core::{Emit, EmitMessage, Indexed, Input, MessageId, Parse};

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
struct GetPolicy {
    #[nla(CTRL_ATTR_FAMILY_ID)]
    family: u16,
}

/// One message of the answer: an operation, or an attribute of a set.
#[derive(Debug, Parse)]
#[netlink(family = NLCTRL, command = CTRL_CMD_GETPOLICY)]
struct PolicyPart<'a> {
    #[nla(CTRL_ATTR_OP_POLICY)]
    operations: Option<Indexed<'a, OperationPart>>,
    /// By number of the set, then by type.
    #[nla(CTRL_ATTR_POLICY)]
    sets: Option<Indexed<'a, Indexed<'a, AttrPart>>>,
}

#[derive(Clone, Debug, Parse)]
struct OperationPart {
    #[nla(CTRL_ATTR_POLICY_DO)]
    request: Option<u32>,
    #[nla(CTRL_ATTR_POLICY_DUMP)]
    dump: Option<u32>,
}

/// `NL_POLICY_TYPE_ATTR_*`
#[derive(Clone, Debug, Parse)]
struct AttrPart {
    #[nla(1)] // NL_POLICY_TYPE_ATTR_TYPE
    kind: u32,
    #[nla(2)] // NL_POLICY_TYPE_ATTR_MIN_VALUE_S
    min_signed: Option<i64>,
    #[nla(3)] // NL_POLICY_TYPE_ATTR_MAX_VALUE_S
    max_signed: Option<i64>,
    #[nla(4)] // NL_POLICY_TYPE_ATTR_MIN_VALUE_U
    min: Option<u64>,
    #[nla(5)] // NL_POLICY_TYPE_ATTR_MAX_VALUE_U
    max: Option<u64>,
    #[nla(6)] // NL_POLICY_TYPE_ATTR_MIN_LENGTH
    min_len: Option<u32>,
    #[nla(7)] // NL_POLICY_TYPE_ATTR_MAX_LENGTH
    max_len: Option<u32>,
    #[nla(8)] // NL_POLICY_TYPE_ATTR_POLICY_IDX
    set: Option<u32>,
    #[nla(9)] // NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE
    max_type: Option<u32>,
    #[nla(10)] // NL_POLICY_TYPE_ATTR_BITFIELD32_MASK
    bitfield_mask: Option<u32>,
    #[nla(12)] // NL_POLICY_TYPE_ATTR_MASK
    mask: Option<u64>,
}

/// The policy of an attribute as an extended acknowledgement tells it (`NLMSGERR_ATTR_POLICY`).
pub(super) fn told(policy: &[u8]) -> Option<AttrPolicy> {
    AttrPart::parse(Input::new(policy)).ok().map(|part| part.policy())
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
    /// The operations that have a policy.
    #[must_use]
    pub fn operations(&self) -> &[OperationPolicies] {
        &self.operations
    }

    /// The sets of attributes, nested ones included.
    #[must_use]
    pub const fn sets(&self) -> &PolicyTable {
        &self.sets
    }

    /// The sets of attributes, to add what is known besides: a kernel does not tell from which type on
    /// a set is strict, nor the highest type of an operation's own set.
    pub const fn sets_mut(&mut self) -> &mut PolicyTable {
        &mut self.sets
    }

    /// The set that a command takes: of a request, or if there is none of a dump.
    ///
    /// A command that is not listed is the one under number 0, if there is just one there: that is how
    /// kernels up to 6.18 list those that can only be dumped.
    #[must_use]
    pub fn set_of(&self, command: u8) -> Option<u16> {
        let with = |command: u16| self.operations.iter().filter(move |it| it.command == command);
        let mut unnamed = with(0);
        let listed = match (with(command.into()).next(), unnamed.next(), unnamed.next()) {
            (Some(listed), ..) | (None, Some(listed), None) => listed,
            (None, ..) => return None,
        };
        listed.request.or(listed.dump)
    }

    fn take(&mut self, part: &PolicyPart<'_>) -> Result<(), Error> {
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
                self.sets.insert(set, attr.policy().named(ty, ""));
                if let (Some(nested), Some(max)) = (attr.nested(), attr.max_type) {
                    self.sets.raise_max_type(nested, u16::try_from(max).unwrap_or(u16::MAX));
                }
            }
        }
        Ok(())
    }
}

impl AttrPart {
    fn nested(&self) -> Option<u16> {
        self.set.and_then(|set| u16::try_from(set).ok())
    }

    fn policy(&self) -> AttrPolicy {
        let policy = match (self.kind(), self.nested()) {
            (Kind::Nested, Some(set)) => AttrPolicy::nested_number(set),
            (Kind::NestedArray, Some(set)) => AttrPolicy::array_of_number(set),
            (kind, _) => AttrPolicy::new(kind),
        };
        let len = |len: Option<u32>| len.and_then(|len| usize::try_from(len).ok());
        let (min, max) = (len(self.min_len), len(self.max_len));
        policy.with_len(min.unwrap_or(0), max.unwrap_or(usize::MAX)).with_check(self.check())
    }

    /// `NL_ATTR_TYPE_*`
    fn kind(&self) -> Kind {
        match self.kind {
            1 => Kind::Flag,
            2 => Kind::U8,
            3 => Kind::U16,
            4 => Kind::U32,
            5 => Kind::U64,
            6 => Kind::I8,
            7 => Kind::I16,
            8 => Kind::I32,
            9 => Kind::I64,
            10 => Kind::Binary,
            11 => Kind::String,
            12 => Kind::NulString,
            13 => Kind::Nested,
            14 => Kind::NestedArray,
            15 => Kind::Bitfield32,
            16 => Kind::Sint,
            17 => Kind::Uint,
            _ => Kind::Unspec,
        }
    }

    fn check(&self) -> Check {
        let mask = self.mask.or(self.bitfield_mask.map(u64::from));
        if let Some(mask) = mask {
            return Check::Mask(mask);
        }
        let Some((lowest, highest)) = self.kind().limits() else { return Check::None };
        let min = self.min.map(i128::from).or(self.min_signed.map(i128::from)).unwrap_or(lowest);
        let max = self.max.map(i128::from).or(self.max_signed.map(i128::from)).unwrap_or(highest);
        if (min, max) == (lowest, highest) { Check::None } else { Check::Range(min, max) }
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
        let family = self.family(family)?.id();
        let mut policies = FamilyPolicies::default();
        let mut parts = self.dump(&GetPolicy { family })?;
        while let Some(part) = parts.next()? {
            policies.take(&part)?;
        }
        Ok(policies)
    }

    /// Compares what a type says it sends with what the running kernel says it accepts.
    ///
    /// For the tests of one's own types: nothing is what one wants to see. The type is compared with
    /// what the kernel takes in a request, or where it takes none, for a dump. What cannot be
    /// compared is an error, so that no difference means what it says.
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
    /// [`Error::NotCompared`] if a message is no generic netlink command, or the kernel lists no policy
    /// for it; else as [`Connection::policies`].
    pub fn differences<R: EmitMessage>(&mut self) -> Result<Vec<Difference>, Error> {
        let mut differences = Vec::new();
        let mut asked: Option<(&str, FamilyPolicies)> = None;
        for (id, policy) in R::EMIT_MESSAGES {
            let message = policy.name();
            let MessageId::Command { family, header } = id else {
                let why = "only generic netlink tells its policies";
                return Err(Error::NotCompared { message, why });
            };
            // As a rule all commands are of one family: its policies are dumped once.
            let policies = match asked.take().filter(|(name, _)| name == family) {
                Some((_, policies)) => policies,
                None => self.policies(family)?,
            };
            let has = self.family(family)?.has(header.command);
            let listed = policies.set_of(header.command).filter(|_| has);
            let Some(set) = listed else {
                let why = "the kernel lists no policy for this command";
                return Err(Error::NotCompared { message, why });
            };
            differences.extend(policy.differences(policies.sets(), set));
            asked = Some((family, policies));
        }
        Ok(differences)
    }
}
