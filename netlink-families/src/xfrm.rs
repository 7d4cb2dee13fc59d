//! `xfrm`: IPsec security associations (states) and policies.
//!
//! Netlink protocol `NETLINK_XFRM`, tool `ip xfrm`, kernel option `CONFIG_XFRM_USER`. Header `linux/xfrm.h`.
//!
//! An address is 16 bytes in network byte order; of IPv4 it is the first 4. The `family` beside it says which. Keys follow their
//! structure in the payload and are not shown when a message is displayed.
//!
//! ```
//! use netlink_families::xfrm::{ListPolicies, PolicyInfo};
//!
//! // The request of `ip xfrm policy`: a dump, whose replies are `Policy`.
//! let request = ListPolicies::default();
//! assert_eq!(netlink_core::message_len(&request), 16);
//! assert_eq!(size_of::<PolicyInfo>(), 168);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Unknown};
use crate::Struct;
use netlink_core::zerocopy::big_endian as be;

/// No limit, in [`LifetimeCfg`] (`XFRM_INF`).
pub const INF: u64 = u64::MAX;

/// A state, or the request to add one (`XFRM_MSG_NEWSA`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x10, protocol = 6)]
pub struct Sa<'a> {
    #[netlink(header)] pub header: SaInfo,
    #[nla(1, secret)] pub alg_auth: Option<Struct<'a, Algo>>,
    #[nla(2, secret)] pub alg_crypt: Option<Struct<'a, Algo>>,
    #[nla(3)] pub alg_comp: Option<Struct<'a, Algo>>,
    #[nla(4)] pub encap: Option<Struct<'a, Encap>>,
    #[nla(8)] pub sec_ctx: Option<Struct<'a, SecCtx>>,
    #[nla(9)] pub ltime_val: Option<Struct<'a, LifetimeCur>>,
    #[nla(10)] pub replay_val: Option<Struct<'a, ReplayState>>,
    #[nla(11)] pub replay_thresh: Option<u32>,
    #[nla(12)] pub etimer_thresh: Option<u32>,
    #[nla(13)] pub srcaddr: Option<[u8; 16]>,
    #[nla(14)] pub coaddr: Option<[u8; 16]>,
    #[nla(15)] pub lastused: Option<u64>,
    #[nla(18, secret)] pub alg_aead: Option<Struct<'a, AlgoAead>>,
    #[nla(20, secret)] pub alg_auth_trunc: Option<Struct<'a, AlgoAuth>>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(22)] pub tfcpad: Option<u32>,
    #[nla(23)] pub replay_esn_val: Option<Struct<'a, ReplayStateEsn>>,
    #[nla(24)] pub sa_extra_flags: Option<SaXflag>,
    #[nla(25)] pub proto: Option<u8>,
    #[nla(28)] pub offload_dev: Option<Struct<'a, Offload>>,
    #[nla(29)] pub set_mark: Option<u32>,
    #[nla(30)] pub set_mark_mask: Option<u32>,
    #[nla(31)] pub if_id: Option<u32>,
    #[nla(32)] pub mtimer_thresh: Option<u32>,
    #[nla(33)] pub sa_dir: Option<SaDir>,
    #[nla(34)] pub nat_keepalive_interval: Option<u32>,
    #[nla(35)] pub sa_pcpu: Option<u32>,
    #[nla(36)] pub iptfs_drop_time: Option<u32>,
    #[nla(37)] pub iptfs_reorder_window: Option<u16>,
    #[nla(38)] pub iptfs_dont_frag: bool,
    #[nla(39)] pub iptfs_init_delay: Option<u32>,
    #[nla(40)] pub iptfs_max_qsize: Option<u32>,
    #[nla(41)] pub iptfs_pkt_size: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Changes a state (`XFRM_MSG_UPDSA`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x1a, protocol = 6)]
pub struct UpdSa<'a>(pub Sa<'a>);

/// Deletes a state, or reports that it is deleted (`XFRM_MSG_DELSA`). A request has `mark` and `srcaddr` at most; a notification
/// has the whole state in `sa` and the other attributes.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x11, protocol = 6)]
pub struct DelSa<'a> {
    #[netlink(header)] pub header: SaId,
    #[nla(1, secret)] pub alg_auth: Option<Struct<'a, Algo>>,
    #[nla(2, secret)] pub alg_crypt: Option<Struct<'a, Algo>>,
    #[nla(3)] pub alg_comp: Option<Struct<'a, Algo>>,
    #[nla(4)] pub encap: Option<Struct<'a, Encap>>,
    #[nla(6)] pub sa: Option<Struct<'a, SaInfo>>,
    #[nla(8)] pub sec_ctx: Option<Struct<'a, SecCtx>>,
    #[nla(9)] pub ltime_val: Option<Struct<'a, LifetimeCur>>,
    #[nla(10)] pub replay_val: Option<Struct<'a, ReplayState>>,
    #[nla(11)] pub replay_thresh: Option<u32>,
    #[nla(12)] pub etimer_thresh: Option<u32>,
    #[nla(13)] pub srcaddr: Option<[u8; 16]>,
    #[nla(14)] pub coaddr: Option<[u8; 16]>,
    #[nla(15)] pub lastused: Option<u64>,
    #[nla(18, secret)] pub alg_aead: Option<Struct<'a, AlgoAead>>,
    #[nla(20, secret)] pub alg_auth_trunc: Option<Struct<'a, AlgoAuth>>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(22)] pub tfcpad: Option<u32>,
    #[nla(23)] pub replay_esn_val: Option<Struct<'a, ReplayStateEsn>>,
    #[nla(24)] pub sa_extra_flags: Option<SaXflag>,
    #[nla(25)] pub proto: Option<u8>,
    #[nla(28)] pub offload_dev: Option<Struct<'a, Offload>>,
    #[nla(29)] pub set_mark: Option<u32>,
    #[nla(30)] pub set_mark_mask: Option<u32>,
    #[nla(31)] pub if_id: Option<u32>,
    #[nla(32)] pub mtimer_thresh: Option<u32>,
    #[nla(33)] pub sa_dir: Option<SaDir>,
    #[nla(34)] pub nat_keepalive_interval: Option<u32>,
    #[nla(35)] pub sa_pcpu: Option<u32>,
    #[nla(36)] pub iptfs_drop_time: Option<u32>,
    #[nla(37)] pub iptfs_reorder_window: Option<u16>,
    #[nla(38)] pub iptfs_dont_frag: bool,
    #[nla(39)] pub iptfs_init_delay: Option<u32>,
    #[nla(40)] pub iptfs_max_qsize: Option<u32>,
    #[nla(41)] pub iptfs_pkt_size: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a state (`XFRM_MSG_GETSA`). To list states, use [`ListSas`].
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x12, protocol = 6, reply = Sa<'_>)]
pub struct GetSa<'a> {
    #[netlink(header)] pub header: SaId,
    #[nla(13)] pub srcaddr: Option<[u8; 16]>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a dump of states (`XFRM_MSG_GETSA`). It has no fixed header.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x12, protocol = 6, reply = Sa<'_>)]
pub struct ListSas<'a> {
    #[nla(25)] pub proto: Option<u8>,
    #[nla(26)] pub address_filter: Option<Struct<'a, AddressFilter>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A policy, or the request to add one (`XFRM_MSG_NEWPOLICY`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x13, protocol = 6)]
pub struct Policy<'a> {
    #[netlink(header)] pub header: PolicyInfo,
    #[nla(5)] pub tmpl: Option<&'a [Template]>,
    #[nla(8)] pub sec_ctx: Option<Struct<'a, SecCtx>>,
    #[nla(16)] pub policy_type: Option<Struct<'a, PolicyType>>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(28)] pub offload_dev: Option<Struct<'a, Offload>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Changes a policy (`XFRM_MSG_UPDPOLICY`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x19, protocol = 6)]
pub struct UpdPolicy<'a>(pub Policy<'a>);

/// Deletes a policy, or reports that it is deleted (`XFRM_MSG_DELPOLICY`). A notification has the whole policy in `policy` and
/// `tmpl`.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x14, protocol = 6)]
pub struct DelPolicy<'a> {
    #[netlink(header)] pub header: PolicyId,
    #[nla(5)] pub tmpl: Option<&'a [Template]>,
    #[nla(7)] pub policy: Option<Struct<'a, PolicyInfo>>,
    #[nla(8)] pub sec_ctx: Option<Struct<'a, SecCtx>>,
    #[nla(16)] pub policy_type: Option<Struct<'a, PolicyType>>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(28)] pub offload_dev: Option<Struct<'a, Offload>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a policy by selector or index (`XFRM_MSG_GETPOLICY`). To list policies, use [`ListPolicies`].
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x15, protocol = 6, reply = Policy<'_>)]
pub struct GetPolicy<'a> {
    #[netlink(header)] pub header: PolicyId,
    #[nla(8)] pub sec_ctx: Option<Struct<'a, SecCtx>>,
    #[nla(16)] pub policy_type: Option<Struct<'a, PolicyType>>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a dump of policies (`XFRM_MSG_GETPOLICY`). It has no fixed header.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x15, protocol = 6, reply = Policy<'_>)]
pub struct ListPolicies<'a> {
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a new SPI within a range (`XFRM_MSG_ALLOCSPI`). The reply is the state that has it.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x16, protocol = 6, reply = Sa<'_>)]
pub struct AllocSpi<'a> {
    #[netlink(header)] pub header: SpiHeader,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[nla(33)] pub sa_dir: Option<SaDir>,
    #[nla(35)] pub sa_pcpu: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A state is needed and does not exist (`XFRM_MSG_ACQUIRE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x17, protocol = 6)]
pub struct Acquire<'a> {
    #[netlink(header)] pub header: AcquireHeader,
    #[nla(5)] pub tmpl: Option<&'a [Template]>,
    #[nla(8)] pub sec_ctx: Option<Struct<'a, SecCtx>>,
    #[nla(16)] pub policy_type: Option<Struct<'a, PolicyType>>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[nla(35)] pub sa_pcpu: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A state reached a limit, or the request to expire it (`XFRM_MSG_EXPIRE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x18, protocol = 6)]
pub struct Expire<'a> {
    #[netlink(header)] pub header: ExpireHeader,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[nla(33)] pub sa_dir: Option<SaDir>,
    #[nla(35)] pub sa_pcpu: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A policy reached a limit, or the request to expire it (`XFRM_MSG_POLEXPIRE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x1b, protocol = 6)]
pub struct PolExpire<'a> {
    #[netlink(header)] pub header: PolExpireHeader,
    #[nla(5)] pub tmpl: Option<&'a [Template]>,
    #[nla(8)] pub sec_ctx: Option<Struct<'a, SecCtx>>,
    #[nla(16)] pub policy_type: Option<Struct<'a, PolicyType>>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes all states of a protocol, or reports that (`XFRM_MSG_FLUSHSA`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x1c, protocol = 6)]
pub struct FlushSa<'a> {
    #[netlink(header)] pub header: FlushSaHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes all policies, or reports that (`XFRM_MSG_FLUSHPOLICY`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x1d, protocol = 6)]
pub struct FlushPolicy<'a> {
    #[nla(16)] pub policy_type: Option<Struct<'a, PolicyType>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Replay counters and lifetimes of a state (`XFRM_MSG_NEWAE`): set, read, or reported.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x1e, protocol = 6)]
pub struct Ae<'a> {
    #[netlink(header)] pub header: AeHeader,
    #[nla(9)] pub ltime_val: Option<Struct<'a, LifetimeCur>>,
    #[nla(10)] pub replay_val: Option<Struct<'a, ReplayState>>,
    #[nla(11)] pub replay_thresh: Option<u32>,
    #[nla(12)] pub etimer_thresh: Option<u32>,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[nla(23)] pub replay_esn_val: Option<Struct<'a, ReplayStateEsn>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[nla(33)] pub sa_dir: Option<SaDir>,
    #[nla(35)] pub sa_pcpu: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests replay counters and lifetimes of a state (`XFRM_MSG_GETAE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x1f, protocol = 6, reply = Ae<'_>)]
pub struct GetAe<'a> {
    #[netlink(header)] pub header: AeHeader,
    #[nla(21)] pub mark: Option<Struct<'a, Mark>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A packet that no policy allows (`XFRM_MSG_REPORT`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x20, protocol = 6)]
pub struct Report<'a> {
    #[netlink(header)] pub header: ReportHeader,
    #[nla(14)] pub coaddr: Option<[u8; 16]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Moves policies and states to other addresses, or reports that (`XFRM_MSG_MIGRATE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x21, protocol = 6)]
pub struct Migrate<'a> {
    #[netlink(header)] pub header: PolicyId,
    #[nla(4)] pub encap: Option<Struct<'a, Encap>>,
    #[nla(16)] pub policy_type: Option<Struct<'a, PolicyType>>,
    #[nla(17)] pub migrate: Option<&'a [MigrateEntry]>,
    #[nla(19)] pub kmaddress: Option<Struct<'a, KmAddress>>,
    #[nla(28)] pub offload_dev: Option<Struct<'a, Offload>>,
    #[nla(31)] pub if_id: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Statistics of the table of states (`XFRM_MSG_NEWSADINFO`, attributes `XFRMA_SAD_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x22, protocol = 6)]
pub struct SadInfo<'a> {
    #[netlink(header)] pub header: InfoHeader,
    #[nla(1)] pub cnt: Option<u32>,
    #[nla(2)] pub hinfo: Option<Struct<'a, SadHashInfo>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests statistics of the table of states (`XFRM_MSG_GETSADINFO`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x23, protocol = 6, reply = SadInfo<'_>)]
pub struct GetSadInfo<'a> {
    #[netlink(header)] pub header: InfoHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Statistics of the table of policies, or the request to set its hash thresholds (`XFRM_MSG_NEWSPDINFO`, attributes
/// `XFRMA_SPD_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x24, protocol = 6)]
pub struct SpdInfo<'a> {
    #[netlink(header)] pub header: InfoHeader,
    #[nla(1)] pub info: Option<Struct<'a, SpdCounts>>,
    #[nla(2)] pub hinfo: Option<Struct<'a, SpdHashInfo>>,
    #[nla(3)] pub ipv4_hthresh: Option<Struct<'a, HashThreshold>>,
    #[nla(4)] pub ipv6_hthresh: Option<Struct<'a, HashThreshold>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests statistics of the table of policies (`XFRM_MSG_GETSPDINFO`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x25, protocol = 6, reply = SpdInfo<'_>)]
pub struct GetSpdInfo<'a> {
    #[netlink(header)] pub header: InfoHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The peer's address behind a NAT changed (`XFRM_MSG_MAPPING`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x26, protocol = 6)]
pub struct Mapping<'a> {
    #[netlink(header)] pub header: MappingHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Sets what happens to packets without a policy (`XFRM_MSG_SETDEFAULT`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x27, protocol = 6)]
pub struct SetDefault<'a> {
    #[netlink(header)] pub header: DefaultPolicyHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What happens to packets without a policy: the request and the reply (`XFRM_MSG_GETDEFAULT`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x28, protocol = 6, reply = DefaultPolicy<'_>)]
pub struct DefaultPolicy<'a> {
    #[netlink(header)] pub header: DefaultPolicyHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What the multicast groups report.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 6)]
pub enum Event<'a> {
    #[netlink(message = 0x10)] NewSa(Sa<'a>),
    #[netlink(message = 0x1a)] UpdSa(Sa<'a>),
    #[netlink(message = 0x11)] DelSa(DelSa<'a>),
    #[netlink(message = 0x13)] NewPolicy(Policy<'a>),
    #[netlink(message = 0x19)] UpdPolicy(Policy<'a>),
    #[netlink(message = 0x14)] DelPolicy(DelPolicy<'a>),
    #[netlink(message = 0x17)] Acquire(Acquire<'a>),
    #[netlink(message = 0x18)] Expire(Expire<'a>),
    #[netlink(message = 0x1b)] PolExpire(PolExpire<'a>),
    #[netlink(message = 0x1c)] FlushSa(FlushSa<'a>),
    #[netlink(message = 0x1d)] FlushPolicy(FlushPolicy<'a>),
    #[netlink(message = 0x1e)] Ae(Ae<'a>),
    #[netlink(message = 0x20)] Report(Report<'a>),
    #[netlink(message = 0x21)] Migrate(Migrate<'a>),
    #[netlink(message = 0x26)] Mapping(Mapping<'a>),
    #[netlink(message = 0x27)] SetDefault(SetDefault<'a>),
    #[netlink(message = 0x28)] Default(DefaultPolicy<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

/// The direction a state is for (`XFRM_SA_DIR_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum SaDir {
    In = 1, Out,
    #[netlink(other)] Other(u8),
}

values! {
    /// The direction of a policy (`XFRM_POLICY_*`).
    PolicyDir: u8 { IN = 0, OUT = 1, FWD = 2, }

    /// What a policy does (`XFRM_POLICY_ALLOW`, `XFRM_POLICY_BLOCK`).
    PolicyAction: u8 { ALLOW = 0, BLOCK = 1, }

    /// Which kind of policy (`XFRM_POLICY_TYPE_*`).
    PolicyKind: u8 { MAIN = 0, SUB = 1, ANY = 255, }

    /// Which users may share a state (`XFRM_SHARE_*`).
    Share: u8 { ANY = 0, SESSION = 1, USER = 2, UNIQUE = 3, }

    /// How packets are transformed (`XFRM_MODE_*`).
    Mode: u8 { TRANSPORT = 0, TUNNEL = 1, ROUTEOPTIMIZATION = 2, IN_TRIGGER = 3, BEET = 4, IPTFS = 5, }

    /// What happens to packets without a policy (`XFRM_USERPOLICY_*`).
    DefaultAction: u8 { UNSPEC = 0, BLOCK = 1, ACCEPT = 2, }
}

flags! {
    /// Flags of a state (`XFRM_STATE_*`).
    StateFlags: u8 {
        NOECN = 1, DECAP_DSCP = 2, NOPMTUDISC = 4, WILDRECV = 8, ICMP = 0x10, AF_UNSPEC = 0x20, ALIGN4 = 0x40, ESN = 0x80,
    }
}

flags! {
    /// More flags of a state (`XFRM_SA_XFLAG_*`).
    SaXflag: u32 {
        DONT_ENCAP_DSCP = 1, OSEQ_MAY_WRAP = 2,
    }
}

flags! {
    /// Flags of a policy (`XFRM_POLICY_LOCALOK`, …).
    PolicyFlags: u8 {
        LOCALOK = 1, ICMP = 2, CPU_ACQUIRE = 4,
    }
}

flags! {
    /// What an [`Ae`] is about, and its cause (`XFRM_AE_*`).
    AeFlags: u32 {
        RTHR = 1, RVAL = 2, LVAL = 4, ETHR = 8, CR = 0x10, CE = 0x20, CU = 0x40,
    }
}

flags! {
    /// How hardware is used (`XFRM_OFFLOAD_*`).
    OffloadFlags: u8 {
        IPV6 = 1, INBOUND = 2, PACKET = 4,
    }
}

packed_structs! {
    /// `struct xfrm_user_migrate`
    MigrateEntry ["xfrm_user_migrate"] {
        old_daddr: [u8; 16], old_saddr: [u8; 16], new_daddr: [u8; 16], new_saddr: [u8; 16], proto: u8, mode: Mode, reserved: u16,
        reqid: u32, old_family: u16, new_family: u16,
    }

    /// `struct xfrm_user_tmpl`: the state that a policy requires.
    Template ["xfrm_user_tmpl"] {
        id: Id, family: u16, gap: [u8; 2], saddr: [u8; 16], reqid: u32, mode: Mode, share: Share, optional: u8, gap2: u8,
        aalgos: u32, ealgos: u32, calgos: u32,
    }
}

structs! {
    /// `struct xfrm_id`
    Id ["xfrm_id"] {
        daddr: [u8; 16], spi: be::U32, proto: u8, gap: [u8; 3],
    }

    /// `struct xfrm_selector`: which packets. Ports and masks in network byte order.
    Selector ["xfrm_selector"] {
        daddr: [u8; 16], saddr: [u8; 16], dport: be::U16, dport_mask: be::U16, sport: be::U16, sport_mask: be::U16, family: u16,
        prefixlen_d: u8, prefixlen_s: u8, proto: u8, gap: [u8; 3], ifindex: i32, user: u32,
    }

    /// `struct xfrm_lifetime_cfg`: limits in bytes, packets and seconds.
    LifetimeCfg ["xfrm_lifetime_cfg"] {
        soft_byte_limit: u64, hard_byte_limit: u64, soft_packet_limit: u64, hard_packet_limit: u64, soft_add_expires_seconds: u64,
        hard_add_expires_seconds: u64, soft_use_expires_seconds: u64, hard_use_expires_seconds: u64,
    }

    /// `struct xfrm_lifetime_cur`: bytes, packets, and seconds since 1970.
    LifetimeCur ["xfrm_lifetime_cur"] {
        bytes: u64, packets: u64, add_time: u64, use_time: u64,
    }

    /// `struct xfrm_replay_state`
    ReplayState ["xfrm_replay_state"] {
        oseq: u32, seq: u32, bitmap: u32,
    }

    /// `struct xfrm_replay_state_esn`, which is followed by a bitmap of `bmp_len` 32-bit integers.
    ReplayStateEsn ["xfrm_replay_state_esn"] {
        bmp_len: u32, oseq: u32, seq: u32, oseq_hi: u32, seq_hi: u32, replay_window: u32,
    }

    /// `struct xfrm_algo`, which the key follows. Lengths are in bits.
    Algo ["xfrm_algo"] {
        alg_name: [u8; 64], alg_key_len: u32,
    }

    /// `struct xfrm_algo_auth`, which the key follows. Lengths are in bits.
    AlgoAuth ["xfrm_algo_auth"] {
        alg_name: [u8; 64], alg_key_len: u32, alg_trunc_len: u32,
    }

    /// `struct xfrm_algo_aead`, which the key follows. Lengths are in bits.
    AlgoAead ["xfrm_algo_aead"] {
        alg_name: [u8; 64], alg_key_len: u32, alg_icv_len: u32,
    }

    /// `struct xfrm_stats`
    Stats ["xfrm_stats"] {
        replay_window: u32, replay: u32, integrity_failed: u32,
    }

    /// `struct xfrm_user_sec_ctx`, which the security context follows.
    SecCtx ["xfrm_user_sec_ctx"] {
        len: u16, exttype: u16, ctx_alg: u8, ctx_doi: u8, ctx_len: u16,
    }

    /// `struct xfrm_encap_tmpl`
    Encap ["xfrm_encap_tmpl"] {
        encap_type: u16, encap_sport: be::U16, encap_dport: be::U16, gap: [u8; 2], encap_oa: [u8; 16],
    }

    /// `struct xfrm_userpolicy_type`
    PolicyType ["xfrm_userpolicy_type"] {
        ty: PolicyKind, gap: u8, reserved1: u16, reserved2: u8, gap2: u8,
    }

    /// `struct xfrm_mark`
    Mark ["xfrm_mark"] {
        v: u32, m: u32,
    }

    /// The header of [`SadInfo`] and [`SpdInfo`]: which parts are requested.
    InfoHeader {
        flags: u32,
    }

    /// `struct xfrmu_sadhinfo`
    SadHashInfo ["xfrmu_sadhinfo"] {
        sadhcnt: u32, sadhmcnt: u32,
    }

    /// `struct xfrmu_spdinfo`
    SpdCounts ["xfrmu_spdinfo"] {
        incnt: u32, outcnt: u32, fwdcnt: u32, inscnt: u32, outscnt: u32, fwdscnt: u32,
    }

    /// `struct xfrmu_spdhinfo`
    SpdHashInfo ["xfrmu_spdhinfo"] {
        spdhcnt: u32, spdhmcnt: u32,
    }

    /// `struct xfrmu_spdhthresh`
    HashThreshold ["xfrmu_spdhthresh"] {
        lbits: u8, rbits: u8,
    }

    /// `struct xfrm_usersa_info`
    SaInfo ["xfrm_usersa_info"] {
        sel: Selector, id: Id, saddr: [u8; 16], lft: LifetimeCfg, curlft: LifetimeCur, stats: Stats, seq: u32, reqid: u32,
        family: u16, mode: Mode, replay_window: u8, flags: StateFlags, gap: [u8; 7],
    }

    /// `struct xfrm_usersa_id`
    SaId ["xfrm_usersa_id"] {
        daddr: [u8; 16], spi: be::U32, family: u16, proto: u8, gap: u8,
    }

    /// `struct xfrm_aevent_id`
    AeHeader ["xfrm_aevent_id"] {
        sa_id: SaId, saddr: [u8; 16], flags: AeFlags, reqid: u32,
    }

    /// `struct xfrm_userspi_info`
    SpiHeader ["xfrm_userspi_info"] {
        info: SaInfo, min: u32, max: u32,
    }

    /// `struct xfrm_userpolicy_info`
    PolicyInfo ["xfrm_userpolicy_info"] {
        sel: Selector, lft: LifetimeCfg, curlft: LifetimeCur, priority: u32, index: u32, dir: PolicyDir, action: PolicyAction,
        flags: PolicyFlags, share: Share, gap: [u8; 4],
    }

    /// `struct xfrm_userpolicy_id`
    PolicyId ["xfrm_userpolicy_id"] {
        sel: Selector, index: u32, dir: PolicyDir, gap: [u8; 3],
    }

    /// `struct xfrm_user_acquire`
    AcquireHeader ["xfrm_user_acquire"] {
        id: Id, saddr: [u8; 16], sel: Selector, policy: PolicyInfo, aalgos: u32, ealgos: u32, calgos: u32, seq: u32,
    }

    /// `struct xfrm_user_expire`
    ExpireHeader ["xfrm_user_expire"] {
        state: SaInfo, hard: u8, gap: [u8; 7],
    }

    /// `struct xfrm_user_polexpire`
    PolExpireHeader ["xfrm_user_polexpire"] {
        pol: PolicyInfo, hard: u8, gap: [u8; 7],
    }

    /// `struct xfrm_usersa_flush`
    FlushSaHeader ["xfrm_usersa_flush"] {
        proto: u8,
    }

    /// `struct xfrm_user_report`
    ReportHeader ["xfrm_user_report"] {
        proto: u8, gap: [u8; 3], sel: Selector,
    }

    /// `struct xfrm_user_kmaddress`
    KmAddress ["xfrm_user_kmaddress"] {
        local: [u8; 16], remote: [u8; 16], reserved: u32, family: u16, gap: [u8; 2],
    }

    /// `struct xfrm_user_mapping`
    MappingHeader ["xfrm_user_mapping"] {
        id: SaId, reqid: u32, old_saddr: [u8; 16], new_saddr: [u8; 16], old_sport: be::U16, new_sport: be::U16,
    }

    /// `struct xfrm_address_filter`
    AddressFilter ["xfrm_address_filter"] {
        saddr: [u8; 16], daddr: [u8; 16], family: u16, splen: u8, dplen: u8,
    }

    /// `struct xfrm_user_offload`
    Offload ["xfrm_user_offload"] {
        ifindex: i32, flags: OffloadFlags, gap: [u8; 3],
    }

    /// `struct xfrm_userpolicy_default`
    DefaultPolicyHeader ["xfrm_userpolicy_default"] {
        in_: DefaultAction, fwd: DefaultAction, out: DefaultAction,
    }
}

family! {
    "xfrm", protocol 6;
    operations {
        "new-sa" Do Sa<'_>,
        "upd-sa" Do UpdSa<'_>,
        "del-sa" Do DelSa<'_>,
        "get-sa" Do GetSa<'_> => Sa<'_>,
        "list-sas" Dump ListSas<'_> => Sa<'_>,
        "flush-sa" Do FlushSa<'_>,
        "alloc-spi" Do AllocSpi<'_> => Sa<'_>,
        "new-policy" Do Policy<'_>,
        "upd-policy" Do UpdPolicy<'_>,
        "del-policy" Do DelPolicy<'_>,
        "get-policy" Do GetPolicy<'_> => Policy<'_>,
        "list-policies" Dump ListPolicies<'_> => Policy<'_>,
        "flush-policy" Do FlushPolicy<'_>,
        "acquire" Do Acquire<'_>,
        "expire" Do Expire<'_>,
        "pol-expire" Do PolExpire<'_>,
        "new-ae" Do Ae<'_>,
        "get-ae" Do GetAe<'_> => Ae<'_>,
        "migrate" Do Migrate<'_>,
        "get-sad-info" Do GetSadInfo<'_> => SadInfo<'_>,
        "new-spd-info" Do SpdInfo<'_>,
        "get-spd-info" Do GetSpdInfo<'_> => SpdInfo<'_>,
        "set-default" Do SetDefault<'_>,
        "get-default" Do DefaultPolicy<'_> => DefaultPolicy<'_>,
    }
    notifications { Event<'_>, }
    groups {
        "acquire" = 1, "expire" = 2, "sa" = 3, "policy" = 4, "aevents" = 5, "report" = 6, "migrate" = 7, "mapping" = 8,
    }
}
