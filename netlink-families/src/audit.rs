//! `audit`: the kernel's audit subsystem: its status, its rules, and the records of events.
//!
//! Netlink protocol `NETLINK_AUDIT`, tools `auditctl` and `auditd`, kernel option `CONFIG_AUDIT`. Header `linux/audit.h`.
//!
//! A message is one C structure or a text; there are no attributes. The acknowledgement of a request is received before its reply.
//! Kernels leave the message header out of the length of the records that they send to the audit daemon: read its datagrams
//! with [`Record`].
//!
//! ```
//! use netlink_families::audit::{SetStatus, StatusFields, StatusMask};
//!
//! // The request that limits the backlog to 1000 records.
//! let fields = StatusFields { mask: StatusMask::BACKLOG_LIMIT, backlog_limit: 1000, ..Default::default() };
//! let request = SetStatus(fields.into());
//! assert_eq!(netlink_core::message_len(&request), 16 + 44);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Unknown};
use crate::{Struct, Text};

/// Requests the [`Status`] (`AUDIT_GET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 1000, protocol = 9, reply = Status<'_>)]
pub struct GetStatus<'a> {
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The status of the subsystem (`AUDIT_GET`). Older kernels send fewer members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1000, protocol = 9)]
pub struct Status<'a>(pub Struct<'a, StatusFields>);

/// Sets what `mask` names (`AUDIT_SET`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1001, protocol = 9)]
pub struct SetStatus<'a>(pub Struct<'a, StatusFields>);

/// Requests who sent the last signal to the audit daemon (`AUDIT_SIGNAL_INFO`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 1010, protocol = 9, reply = SignalInfo<'_>)]
pub struct GetSignalInfo<'a> {
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The process that sent the last signal to the audit daemon; the security context follows the structure (`AUDIT_SIGNAL_INFO`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1010, protocol = 9)]
pub struct SignalInfo<'a>(pub Struct<'a, Signal>);

/// Adds a rule (`AUDIT_ADD_RULE`). The strings of its fields follow the structure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1011, protocol = 9)]
pub struct AddRule<'a>(pub Struct<'a, RuleFields>);

/// Deletes a rule (`AUDIT_DEL_RULE`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1012, protocol = 9)]
pub struct DelRule<'a>(pub Struct<'a, RuleFields>);

/// Requests all rules (`AUDIT_LIST_RULES`). The replies end with `NLMSG_DONE`.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 1013, protocol = 9, reply = Rule<'_>)]
pub struct GetRules<'a> {
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A rule (`AUDIT_LIST_RULES`). The strings of its fields follow the structure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1013, protocol = 9)]
pub struct Rule<'a>(pub Struct<'a, RuleFields>);

/// Removes watches of directories that no rule needs (`AUDIT_TRIM`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 1014, protocol = 9)]
pub struct Trim<'a> {
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Watches a mount as a part of a watched directory (`AUDIT_MAKE_EQUIV`). Both paths follow the structure, without NUL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1015, protocol = 9)]
pub struct MakeEquiv<'a>(pub Struct<'a, PathLens>);

/// Requests whether terminal input is recorded (`AUDIT_TTY_GET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 1016, protocol = 9, reply = TtyStatus<'_>)]
pub struct GetTtyStatus<'a> {
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Whether terminal input is recorded (`AUDIT_TTY_GET`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1016, protocol = 9)]
pub struct TtyStatus<'a>(pub Struct<'a, TtyFields>);

/// Sets whether terminal input is recorded (`AUDIT_TTY_SET`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1017, protocol = 9)]
pub struct SetTtyStatus<'a>(pub Struct<'a, TtyFields>);

/// Enables, disables or locks features (`AUDIT_SET_FEATURE`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1018, protocol = 9)]
pub struct SetFeatures<'a>(pub Struct<'a, FeatureFields>);

/// Requests the features (`AUDIT_GET_FEATURE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 1019, protocol = 9, reply = Features<'_>)]
pub struct GetFeatures<'a> {
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The features (`AUDIT_GET_FEATURE`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1019, protocol = 9)]
pub struct Features<'a>(pub Struct<'a, FeatureFields>);

/// A record of a trusted program (`AUDIT_FIRST_USER_MSG`). Programs use the types from 1100 to 1199 and from 2100 to 2999.
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 1100, protocol = 9)]
pub struct User<'a>(pub Text<'a>);

/// A record in a datagram of its own, with its type (`AUDIT_SYSCALL` is 1300). The audit daemon receives all records in this way.
///
/// The length in the message header is ignored. Kernels leave the header out of it when they send a record to the daemon, and
/// include it when they send the record to the multicast group.
///
/// ```
/// use netlink_families::audit::Record;
///
/// let text = b"audit(1690000000.123:456): pid=1";
/// let header = [&32_u32.to_ne_bytes()[..], &1300_u16.to_ne_bytes(), &[0; 10]].concat();
/// let datagram = [&header[..], text].concat();
/// let record = Record::from_datagram(&datagram).ok_or("no record")?;
/// assert_eq!((record.ty, &*record.text), (1300, &text[..]));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Record<'a> { pub ty: u16, pub text: Text<'a> }

impl<'a> Record<'a> {
    /// Returns the record in a datagram, or `None` if it is shorter than a message header.
    #[inline]
    #[must_use]
    pub fn from_datagram(datagram: &'a [u8]) -> Option<Self> {
        let (header, text) = datagram.split_first_chunk::<16>()?;
        Some(Self { ty: u16::from_ne_bytes([header[4], header[5]]), text: Text(text) })
    }
}

/// Records, as the daemon and the multicast group receive them. The text is `audit(TIME:SERIAL): key=value …`. Records of programs
/// that have no variant are [`Other`](Self::Other).
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 9)]
pub enum Event<'a> {
    #[netlink(message = 1006)] Login(Text<'a>),
    #[netlink(message = 1100)] User(Text<'a>),
    #[netlink(message = 1107)] UserAvc(Text<'a>),
    #[netlink(message = 1124)] UserTty(Text<'a>),
    #[netlink(message = 1200)] DaemonStart(Text<'a>),
    #[netlink(message = 1201)] DaemonEnd(Text<'a>),
    #[netlink(message = 1202)] DaemonAbort(Text<'a>),
    #[netlink(message = 1203)] DaemonConfig(Text<'a>),
    #[netlink(message = 1300)] Syscall(Text<'a>),
    #[netlink(message = 1302)] Path(Text<'a>),
    #[netlink(message = 1303)] Ipc(Text<'a>),
    #[netlink(message = 1304)] Socketcall(Text<'a>),
    #[netlink(message = 1305)] ConfigChange(Text<'a>),
    #[netlink(message = 1306)] Sockaddr(Text<'a>),
    #[netlink(message = 1307)] Cwd(Text<'a>),
    #[netlink(message = 1309)] Execve(Text<'a>),
    #[netlink(message = 1311)] IpcSetPerm(Text<'a>),
    #[netlink(message = 1312)] MqOpen(Text<'a>),
    #[netlink(message = 1313)] MqSendrecv(Text<'a>),
    #[netlink(message = 1314)] MqNotify(Text<'a>),
    #[netlink(message = 1315)] MqGetsetattr(Text<'a>),
    #[netlink(message = 1316)] KernelOther(Text<'a>),
    #[netlink(message = 1317)] FdPair(Text<'a>),
    #[netlink(message = 1318)] ObjPid(Text<'a>),
    #[netlink(message = 1319)] Tty(Text<'a>),
    #[netlink(message = 1320)] Eoe(Text<'a>),
    #[netlink(message = 1321)] BprmFcaps(Text<'a>),
    #[netlink(message = 1322)] Capset(Text<'a>),
    #[netlink(message = 1323)] Mmap(Text<'a>),
    #[netlink(message = 1324)] NetfilterPkt(Text<'a>),
    #[netlink(message = 1325)] NetfilterCfg(Text<'a>),
    #[netlink(message = 1326)] Seccomp(Text<'a>),
    #[netlink(message = 1327)] Proctitle(Text<'a>),
    #[netlink(message = 1328)] FeatureChange(Text<'a>),
    #[netlink(message = 1329)] Replace(Text<'a>),
    #[netlink(message = 1330)] KernModule(Text<'a>),
    #[netlink(message = 1331)] Fanotify(Text<'a>),
    #[netlink(message = 1332)] TimeInjoffset(Text<'a>),
    #[netlink(message = 1333)] TimeAdjntpval(Text<'a>),
    #[netlink(message = 1334)] Bpf(Text<'a>),
    #[netlink(message = 1335)] EventListener(Text<'a>),
    #[netlink(message = 1336)] Uringop(Text<'a>),
    #[netlink(message = 1337)] Openat2(Text<'a>),
    #[netlink(message = 1338)] DmCtrl(Text<'a>),
    #[netlink(message = 1339)] DmEvent(Text<'a>),
    #[netlink(message = 1400)] Avc(Text<'a>),
    #[netlink(message = 1401)] SelinuxErr(Text<'a>),
    #[netlink(message = 1402)] AvcPath(Text<'a>),
    #[netlink(message = 1403)] MacPolicyLoad(Text<'a>),
    #[netlink(message = 1404)] MacStatus(Text<'a>),
    #[netlink(message = 1405)] MacConfigChange(Text<'a>),
    #[netlink(message = 1406)] MacUnlblAllow(Text<'a>),
    #[netlink(message = 1407)] MacCipsov4Add(Text<'a>),
    #[netlink(message = 1408)] MacCipsov4Del(Text<'a>),
    #[netlink(message = 1409)] MacMapAdd(Text<'a>),
    #[netlink(message = 1410)] MacMapDel(Text<'a>),
    #[netlink(message = 1415)] MacIpsecEvent(Text<'a>),
    #[netlink(message = 1416)] MacUnlblStcadd(Text<'a>),
    #[netlink(message = 1417)] MacUnlblStcdel(Text<'a>),
    #[netlink(message = 1418)] MacCalipsoAdd(Text<'a>),
    #[netlink(message = 1419)] MacCalipsoDel(Text<'a>),
    #[netlink(message = 1700)] AnomPromiscuous(Text<'a>),
    #[netlink(message = 1701)] AnomAbend(Text<'a>),
    #[netlink(message = 1702)] AnomLink(Text<'a>),
    #[netlink(message = 1703)] AnomCreat(Text<'a>),
    #[netlink(message = 1800)] IntegrityData(Text<'a>),
    #[netlink(message = 1801)] IntegrityMetadata(Text<'a>),
    #[netlink(message = 1802)] IntegrityStatus(Text<'a>),
    #[netlink(message = 1803)] IntegrityHash(Text<'a>),
    #[netlink(message = 1804)] IntegrityPcr(Text<'a>),
    #[netlink(message = 1805)] IntegrityRule(Text<'a>),
    #[netlink(message = 1806)] IntegrityEvmXattr(Text<'a>),
    #[netlink(message = 1807)] IntegrityPolicyRule(Text<'a>),
    #[netlink(message = 2000)] Kernel(Text<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// What a status has or sets (`AUDIT_STATUS_*`).
    StatusMask: u32 {
        ENABLED = 1, FAILURE = 2, PID = 4, RATE_LIMIT = 8, BACKLOG_LIMIT = 0x10, BACKLOG_WAIT_TIME = 0x20, LOST = 0x40,
        BACKLOG_WAIT_TIME_ACTUAL = 0x80,
    }
}

flags! {
    /// What the kernel's audit subsystem can do (`AUDIT_FEATURE_BITMAP_*`).
    FeatureBitmap: u32 {
        BACKLOG_LIMIT = 1, BACKLOG_WAIT_TIME = 2, EXECUTABLE_PATH = 4, EXCLUDE_EXTEND = 8, SESSIONID_FILTER = 0x10,
        LOST_RESET = 0x20, FILTER_FS = 0x40,
    }
}

flags! {
    /// Features that can be switched (`AUDIT_FEATURE_TO_MASK(AUDIT_FEATURE_*)`).
    FeatureMask: u32 { ONLY_UNSET_LOGINUID = 1, LOGINUID_IMMUTABLE = 2, }
}

values! {
    /// What happens if a record cannot be kept (`AUDIT_FAIL_*`).
    Failure: u32 { SILENT = 0, PRINTK = 1, PANIC = 2, }

    /// Where a rule applies (`AUDIT_FILTER_*`); `0x10` more puts it in front of the others.
    Filter: u32 { USER = 0, TASK = 1, ENTRY = 2, WATCH = 3, EXIT = 4, EXCLUDE = 5, FS = 6, URING_EXIT = 7, }

    /// What a rule does (`AUDIT_NEVER`, …).
    Action: u32 { NEVER = 0, POSSIBLE = 1, ALWAYS = 2, }
}

/// Puts a rule in front of the others, with [`Filter`] (`AUDIT_FILTER_PREPEND`).
pub const FILTER_PREPEND: u32 = 0x10;

structs! {
    /// The status. `pid` is that of the daemon, `rate_limit` in records a second, `backlog_wait_time` in clock ticks of the kernel.
    StatusFields ["audit_status"] {
        mask: StatusMask, enabled: u32, failure: Failure, pid: u32, rate_limit: u32, backlog_limit: u32, lost: u32, backlog: u32,
        feature_bitmap: FeatureBitmap, backlog_wait_time: u32, backlog_wait_time_actual: u32,
    }

    /// Features: `mask` says which ones are set or reported.
    FeatureFields ["audit_features"] { vers: u32, mask: FeatureMask, features: FeatureMask, lock: FeatureMask, }

    /// Whether terminal input is recorded, and whether passwords are.
    TtyFields ["audit_tty_status"] { enabled: u32, log_passwd: u32, }

    /// A rule: `field_count` fields `AUDIT_*` with their values, and their operators in `fieldflags`. `mask` has a bit for each
    /// system call. The values of strings are their lengths; the strings follow the structure.
    RuleFields ["audit_rule_data"] {
        flags: Filter, action: Action, field_count: u32, mask: [u32; 64], fields: [u32; 64], values: [u32; 64],
        fieldflags: [u32; 64], buflen: u32,
    }

    /// The process that sent a signal.
    Signal { uid: u32, pid: i32, }

    /// Lengths of two paths.
    PathLens { first: u32, second: u32, }
}

family! {
    "audit", protocol 9;
    operations {
        "get" Do GetStatus<'_> => Status<'_>,
        "set" Do SetStatus<'_>,
        "signal-info" Do GetSignalInfo<'_> => SignalInfo<'_>,
        "add-rule" Do AddRule<'_>,
        "del-rule" Do DelRule<'_>,
        "list-rules" Do GetRules<'_> => Rule<'_>,
        "trim" Do Trim<'_>,
        "make-equiv" Do MakeEquiv<'_>,
        "tty-get" Do GetTtyStatus<'_> => TtyStatus<'_>,
        "tty-set" Do SetTtyStatus<'_>,
        "set-feature" Do SetFeatures<'_>,
        "get-feature" Do GetFeatures<'_> => Features<'_>,
        "user" Do User<'_>,
    }
    notifications { Event<'_>, }
    groups { "readlog" = 1, }
}
