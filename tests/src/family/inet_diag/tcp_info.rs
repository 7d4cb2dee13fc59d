//! What a socket of TCP says of itself.

use netlink_core::{Emit, Parse};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// `struct tcp_info`, whose members in C have `tcpi_` before these names.
///
/// It has grown with many a kernel, and will grow. What an older one does not send is 0 here, and
/// what a newer one sends beyond it is ignored. Use `Raw<TcpInfo>` to keep all of it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
    Parse,
    Emit,
)]
#[netlink(layout, zero_fill)]
#[repr(C)]
pub struct TcpInfo {
    pub state: u8,
    pub ca_state: u8,
    pub retransmits: u8,
    pub probes: u8,
    pub backoff: u8,
    pub options: u8,
    /// The shifts of both windows: ours in the low half.
    pub wscale: u8,
    /// Bits about the delivery rate and fast open.
    pub flags: u8,
    pub rto: u32,
    pub ato: u32,
    pub snd_mss: u32,
    pub rcv_mss: u32,
    pub unacked: u32,
    pub sacked: u32,
    pub lost: u32,
    pub retrans: u32,
    pub fackets: u32,
    pub last_data_sent: u32,
    pub last_ack_sent: u32,
    pub last_data_recv: u32,
    pub last_ack_recv: u32,
    pub pmtu: u32,
    pub rcv_ssthresh: u32,
    pub rtt: u32,
    pub rttvar: u32,
    pub snd_ssthresh: u32,
    pub snd_cwnd: u32,
    pub advmss: u32,
    pub reordering: u32,
    pub rcv_rtt: u32,
    pub rcv_space: u32,
    pub total_retrans: u32,
    pub pacing_rate: u64,
    pub max_pacing_rate: u64,
    pub bytes_acked: u64,
    pub bytes_received: u64,
    pub segs_out: u32,
    pub segs_in: u32,
    pub notsent_bytes: u32,
    pub min_rtt: u32,
    pub data_segs_in: u32,
    pub data_segs_out: u32,
    pub delivery_rate: u64,
    pub busy_time: u64,
    pub rwnd_limited: u64,
    pub sndbuf_limited: u64,
    pub delivered: u32,
    pub delivered_ce: u32,
    pub bytes_sent: u64,
    pub bytes_retrans: u64,
    pub dsack_dups: u32,
    pub reord_seen: u32,
    pub rcv_ooopack: u32,
    pub snd_wnd: u32,
    pub rcv_wnd: u32,
    pub rehash: u32,
    pub total_rto: u16,
    pub total_rto_recoveries: u16,
    pub total_rto_time: u32,
    pub received_ce: u32,
    pub delivered_e1_bytes: u32,
    pub delivered_e0_bytes: u32,
    pub delivered_ce_bytes: u32,
    pub received_e1_bytes: u32,
    pub received_e0_bytes: u32,
    pub received_ce_bytes: u32,
    pub accecn_fail_mode: u16,
    pub accecn_opt_seen: u16,
}

/// Members by the names that the headers have, with their offsets; those in bits of a byte have no
/// offset in C.
pub const TCP_INFO: &[(&str, i128)] = &[
    ("offsetof(struct tcp_info, tcpi_state)", core::mem::offset_of!(TcpInfo, state) as i128),
    ("offsetof(struct tcp_info, tcpi_ca_state)", core::mem::offset_of!(TcpInfo, ca_state) as i128),
    (
        "offsetof(struct tcp_info, tcpi_retransmits)",
        core::mem::offset_of!(TcpInfo, retransmits) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_probes)", core::mem::offset_of!(TcpInfo, probes) as i128),
    ("offsetof(struct tcp_info, tcpi_backoff)", core::mem::offset_of!(TcpInfo, backoff) as i128),
    ("offsetof(struct tcp_info, tcpi_options)", core::mem::offset_of!(TcpInfo, options) as i128),
    ("offsetof(struct tcp_info, tcpi_rto)", core::mem::offset_of!(TcpInfo, rto) as i128),
    ("offsetof(struct tcp_info, tcpi_ato)", core::mem::offset_of!(TcpInfo, ato) as i128),
    ("offsetof(struct tcp_info, tcpi_snd_mss)", core::mem::offset_of!(TcpInfo, snd_mss) as i128),
    ("offsetof(struct tcp_info, tcpi_rcv_mss)", core::mem::offset_of!(TcpInfo, rcv_mss) as i128),
    ("offsetof(struct tcp_info, tcpi_unacked)", core::mem::offset_of!(TcpInfo, unacked) as i128),
    ("offsetof(struct tcp_info, tcpi_sacked)", core::mem::offset_of!(TcpInfo, sacked) as i128),
    ("offsetof(struct tcp_info, tcpi_lost)", core::mem::offset_of!(TcpInfo, lost) as i128),
    ("offsetof(struct tcp_info, tcpi_retrans)", core::mem::offset_of!(TcpInfo, retrans) as i128),
    ("offsetof(struct tcp_info, tcpi_fackets)", core::mem::offset_of!(TcpInfo, fackets) as i128),
    (
        "offsetof(struct tcp_info, tcpi_last_data_sent)",
        core::mem::offset_of!(TcpInfo, last_data_sent) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_last_ack_sent)",
        core::mem::offset_of!(TcpInfo, last_ack_sent) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_last_data_recv)",
        core::mem::offset_of!(TcpInfo, last_data_recv) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_last_ack_recv)",
        core::mem::offset_of!(TcpInfo, last_ack_recv) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_pmtu)", core::mem::offset_of!(TcpInfo, pmtu) as i128),
    (
        "offsetof(struct tcp_info, tcpi_rcv_ssthresh)",
        core::mem::offset_of!(TcpInfo, rcv_ssthresh) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_rtt)", core::mem::offset_of!(TcpInfo, rtt) as i128),
    ("offsetof(struct tcp_info, tcpi_rttvar)", core::mem::offset_of!(TcpInfo, rttvar) as i128),
    (
        "offsetof(struct tcp_info, tcpi_snd_ssthresh)",
        core::mem::offset_of!(TcpInfo, snd_ssthresh) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_snd_cwnd)", core::mem::offset_of!(TcpInfo, snd_cwnd) as i128),
    ("offsetof(struct tcp_info, tcpi_advmss)", core::mem::offset_of!(TcpInfo, advmss) as i128),
    (
        "offsetof(struct tcp_info, tcpi_reordering)",
        core::mem::offset_of!(TcpInfo, reordering) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_rcv_rtt)", core::mem::offset_of!(TcpInfo, rcv_rtt) as i128),
    (
        "offsetof(struct tcp_info, tcpi_rcv_space)",
        core::mem::offset_of!(TcpInfo, rcv_space) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_total_retrans)",
        core::mem::offset_of!(TcpInfo, total_retrans) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_pacing_rate)",
        core::mem::offset_of!(TcpInfo, pacing_rate) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_max_pacing_rate)",
        core::mem::offset_of!(TcpInfo, max_pacing_rate) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_bytes_acked)",
        core::mem::offset_of!(TcpInfo, bytes_acked) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_bytes_received)",
        core::mem::offset_of!(TcpInfo, bytes_received) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_segs_out)", core::mem::offset_of!(TcpInfo, segs_out) as i128),
    ("offsetof(struct tcp_info, tcpi_segs_in)", core::mem::offset_of!(TcpInfo, segs_in) as i128),
    (
        "offsetof(struct tcp_info, tcpi_notsent_bytes)",
        core::mem::offset_of!(TcpInfo, notsent_bytes) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_min_rtt)", core::mem::offset_of!(TcpInfo, min_rtt) as i128),
    (
        "offsetof(struct tcp_info, tcpi_data_segs_in)",
        core::mem::offset_of!(TcpInfo, data_segs_in) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_data_segs_out)",
        core::mem::offset_of!(TcpInfo, data_segs_out) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_delivery_rate)",
        core::mem::offset_of!(TcpInfo, delivery_rate) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_busy_time)",
        core::mem::offset_of!(TcpInfo, busy_time) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_rwnd_limited)",
        core::mem::offset_of!(TcpInfo, rwnd_limited) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_sndbuf_limited)",
        core::mem::offset_of!(TcpInfo, sndbuf_limited) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_delivered)",
        core::mem::offset_of!(TcpInfo, delivered) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_delivered_ce)",
        core::mem::offset_of!(TcpInfo, delivered_ce) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_bytes_sent)",
        core::mem::offset_of!(TcpInfo, bytes_sent) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_bytes_retrans)",
        core::mem::offset_of!(TcpInfo, bytes_retrans) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_dsack_dups)",
        core::mem::offset_of!(TcpInfo, dsack_dups) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_reord_seen)",
        core::mem::offset_of!(TcpInfo, reord_seen) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_rcv_ooopack)",
        core::mem::offset_of!(TcpInfo, rcv_ooopack) as i128,
    ),
    ("offsetof(struct tcp_info, tcpi_snd_wnd)", core::mem::offset_of!(TcpInfo, snd_wnd) as i128),
    ("offsetof(struct tcp_info, tcpi_rcv_wnd)", core::mem::offset_of!(TcpInfo, rcv_wnd) as i128),
    ("offsetof(struct tcp_info, tcpi_rehash)", core::mem::offset_of!(TcpInfo, rehash) as i128),
    (
        "offsetof(struct tcp_info, tcpi_total_rto)",
        core::mem::offset_of!(TcpInfo, total_rto) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_total_rto_recoveries)",
        core::mem::offset_of!(TcpInfo, total_rto_recoveries) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_total_rto_time)",
        core::mem::offset_of!(TcpInfo, total_rto_time) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_received_ce)",
        core::mem::offset_of!(TcpInfo, received_ce) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_delivered_e1_bytes)",
        core::mem::offset_of!(TcpInfo, delivered_e1_bytes) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_delivered_e0_bytes)",
        core::mem::offset_of!(TcpInfo, delivered_e0_bytes) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_delivered_ce_bytes)",
        core::mem::offset_of!(TcpInfo, delivered_ce_bytes) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_received_e1_bytes)",
        core::mem::offset_of!(TcpInfo, received_e1_bytes) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_received_e0_bytes)",
        core::mem::offset_of!(TcpInfo, received_e0_bytes) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_received_ce_bytes)",
        core::mem::offset_of!(TcpInfo, received_ce_bytes) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_accecn_fail_mode)",
        core::mem::offset_of!(TcpInfo, accecn_fail_mode) as i128,
    ),
    (
        "offsetof(struct tcp_info, tcpi_accecn_opt_seen)",
        core::mem::offset_of!(TcpInfo, accecn_opt_seen) as i128,
    ),
];

impl TcpInfo {
    /// By how many bits the window that we are offered is shifted.
    pub const fn snd_wscale(&self) -> u8 {
        self.wscale & 0xf
    }

    /// By how many bits the window that we offer is shifted.
    pub const fn rcv_wscale(&self) -> u8 {
        self.wscale >> 4
    }
}
