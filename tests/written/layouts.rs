//! Sizes and offsets of all C structures, against the system's headers.

use netlink_tests::{layouts, same_as_headers};

/// As `layouts!`, without the sizes: structures that have grown since these headers, or end in an array.
macro_rules! offsets {
    ($($ours:ty = $theirs:literal { $($field:ident: $member:literal),* $(,)? })*) => {
        &[$($((
            concat!("offsetof(struct ", $theirs, ", ", $member, ")"),
            ::core::mem::offset_of!($ours, $field) as i128,
        ),)*)*]
    };
}

#[test]
fn inet_diag_is_laid_out_as_in_the_headers() {
    use netlink_families::inet_diag::*;
    same_as_headers!(
        &["netinet/in.h", "linux/inet_diag.h", "linux/sock_diag.h", "linux/tcp.h"],
        layouts! {
            SocketId = "inet_diag_sockid" { sport: "idiag_sport", dport: "idiag_dport", src: "idiag_src", dst: "idiag_dst", if_: "idiag_if", cookie: "idiag_cookie" }
            RequestHeader = "inet_diag_req_v2" { family: "sdiag_family", protocol: "sdiag_protocol", ext: "idiag_ext", states: "idiag_states", id: "id" }
            SocketHeader = "inet_diag_msg" { family: "idiag_family", state: "idiag_state", timer: "idiag_timer", retrans: "idiag_retrans", id: "id", expires: "idiag_expires", rqueue: "idiag_rqueue", wqueue: "idiag_wqueue", uid: "idiag_uid", inode: "idiag_inode" }
            FilterStep = "inet_diag_bc_op" { code: "code", yes: "yes", no: "no" }
            HostCondition = "inet_diag_hostcond" { family: "family", prefix_len: "prefix_len", port: "port" }
            MarkCondition = "inet_diag_markcond" { mark: "mark", mask: "mask" }
            MemInfo = "inet_diag_meminfo" { rmem: "idiag_rmem", wmem: "idiag_wmem", fmem: "idiag_fmem", tmem: "idiag_tmem" }
            VegasInfo = "tcpvegas_info" { enabled: "tcpv_enabled", rttcnt: "tcpv_rttcnt", rtt: "tcpv_rtt", minrtt: "tcpv_minrtt" }
            DctcpInfo = "tcp_dctcp_info" { enabled: "dctcp_enabled", ce_state: "dctcp_ce_state", alpha: "dctcp_alpha", ab_ecn: "dctcp_ab_ecn", ab_tot: "dctcp_ab_tot" }
            BbrInfo = "tcp_bbr_info" { bw_lo: "bbr_bw_lo", bw_hi: "bbr_bw_hi", min_rtt: "bbr_min_rtt", pacing_gain: "bbr_pacing_gain", cwnd_gain: "bbr_cwnd_gain" }
            Md5Signature = "tcp_diag_md5sig" { family: "tcpm_family", prefixlen: "tcpm_prefixlen", keylen: "tcpm_keylen", addr: "tcpm_addr", key: "tcpm_key" }
            SocketOptions = "inet_diag_sockopt" {  }
        }
    );
    same_as_headers!(
        &["netinet/in.h", "linux/inet_diag.h", "linux/sock_diag.h", "linux/tcp.h"],
        offsets! {
            TcpInfo = "tcp_info" { state: "tcpi_state", ca_state: "tcpi_ca_state", retransmits: "tcpi_retransmits", probes: "tcpi_probes", backoff: "tcpi_backoff", options: "tcpi_options", rto: "tcpi_rto", ato: "tcpi_ato", snd_mss: "tcpi_snd_mss", rcv_mss: "tcpi_rcv_mss", unacked: "tcpi_unacked", sacked: "tcpi_sacked", lost: "tcpi_lost", retrans: "tcpi_retrans", fackets: "tcpi_fackets", last_data_sent: "tcpi_last_data_sent", last_ack_sent: "tcpi_last_ack_sent", last_data_recv: "tcpi_last_data_recv", last_ack_recv: "tcpi_last_ack_recv", pmtu: "tcpi_pmtu", rcv_ssthresh: "tcpi_rcv_ssthresh", rtt: "tcpi_rtt", rttvar: "tcpi_rttvar", snd_ssthresh: "tcpi_snd_ssthresh", snd_cwnd: "tcpi_snd_cwnd", advmss: "tcpi_advmss", reordering: "tcpi_reordering", rcv_rtt: "tcpi_rcv_rtt", rcv_space: "tcpi_rcv_space", total_retrans: "tcpi_total_retrans", pacing_rate: "tcpi_pacing_rate", max_pacing_rate: "tcpi_max_pacing_rate", bytes_acked: "tcpi_bytes_acked", bytes_received: "tcpi_bytes_received", segs_out: "tcpi_segs_out", segs_in: "tcpi_segs_in", notsent_bytes: "tcpi_notsent_bytes", min_rtt: "tcpi_min_rtt", data_segs_in: "tcpi_data_segs_in", data_segs_out: "tcpi_data_segs_out", delivery_rate: "tcpi_delivery_rate", busy_time: "tcpi_busy_time", rwnd_limited: "tcpi_rwnd_limited", sndbuf_limited: "tcpi_sndbuf_limited", delivered: "tcpi_delivered", delivered_ce: "tcpi_delivered_ce", bytes_sent: "tcpi_bytes_sent", bytes_retrans: "tcpi_bytes_retrans", dsack_dups: "tcpi_dsack_dups", reord_seen: "tcpi_reord_seen", rcv_ooopack: "tcpi_rcv_ooopack", snd_wnd: "tcpi_snd_wnd", rcv_wnd: "tcpi_rcv_wnd", rehash: "tcpi_rehash", total_rto: "tcpi_total_rto", total_rto_recoveries: "tcpi_total_rto_recoveries", total_rto_time: "tcpi_total_rto_time", received_ce: "tcpi_received_ce", delivered_e1_bytes: "tcpi_delivered_e1_bytes", delivered_e0_bytes: "tcpi_delivered_e0_bytes", delivered_ce_bytes: "tcpi_delivered_ce_bytes", received_e1_bytes: "tcpi_received_e1_bytes", received_e0_bytes: "tcpi_received_e0_bytes", received_ce_bytes: "tcpi_received_ce_bytes", accecn_fail_mode: "tcpi_accecn_fail_mode", accecn_opt_seen: "tcpi_accecn_opt_seen" }
        }
    );
}

#[test]
fn unix_diag_is_laid_out_as_in_the_headers() {
    use netlink_families::unix_diag::*;
    same_as_headers!(
        &["linux/unix_diag.h"],
        layouts! {
            RequestHeader = "unix_diag_req" { family: "sdiag_family", protocol: "sdiag_protocol", states: "udiag_states", ino: "udiag_ino", show: "udiag_show", cookie: "udiag_cookie" }
            SocketHeader = "unix_diag_msg" { family: "udiag_family", ty: "udiag_type", state: "udiag_state", ino: "udiag_ino", cookie: "udiag_cookie" }
            Vfs = "unix_diag_vfs" { ino: "udiag_vfs_ino", dev: "udiag_vfs_dev" }
            QueueLen = "unix_diag_rqlen" { rqueue: "udiag_rqueue", wqueue: "udiag_wqueue" }
        }
    );
}

#[test]
fn netlink_diag_is_laid_out_as_in_the_headers() {
    use netlink_families::netlink_diag::*;
    same_as_headers!(
        &["linux/netlink_diag.h"],
        layouts! {
            RequestHeader = "netlink_diag_req" { family: "sdiag_family", protocol: "sdiag_protocol", ino: "ndiag_ino", show: "ndiag_show", cookie: "ndiag_cookie" }
            SocketHeader = "netlink_diag_msg" { family: "ndiag_family", ty: "ndiag_type", protocol: "ndiag_protocol", state: "ndiag_state", portid: "ndiag_portid", dst_portid: "ndiag_dst_portid", dst_group: "ndiag_dst_group", ino: "ndiag_ino", cookie: "ndiag_cookie" }
            Ring = "netlink_diag_ring" { block_size: "ndr_block_size", block_nr: "ndr_block_nr", frame_size: "ndr_frame_size", frame_nr: "ndr_frame_nr" }
        }
    );
}

#[test]
fn packet_diag_is_laid_out_as_in_the_headers() {
    use netlink_families::packet_diag::*;
    same_as_headers!(
        &["linux/packet_diag.h", "linux/filter.h"],
        layouts! {
            RequestHeader = "packet_diag_req" { family: "sdiag_family", protocol: "sdiag_protocol", ino: "pdiag_ino", show: "pdiag_show", cookie: "pdiag_cookie" }
            SocketHeader = "packet_diag_msg" { family: "pdiag_family", ty: "pdiag_type", num: "pdiag_num", ino: "pdiag_ino", cookie: "pdiag_cookie" }
            Info = "packet_diag_info" { index: "pdi_index", version: "pdi_version", reserve: "pdi_reserve", copy_thresh: "pdi_copy_thresh", tstamp: "pdi_tstamp", flags: "pdi_flags" }
            Membership = "packet_diag_mclist" { index: "pdmc_index", count: "pdmc_count", ty: "pdmc_type", alen: "pdmc_alen", addr: "pdmc_addr" }
            Ring = "packet_diag_ring" { block_size: "pdr_block_size", block_nr: "pdr_block_nr", frame_size: "pdr_frame_size", frame_nr: "pdr_frame_nr", retire_tmo: "pdr_retire_tmo", sizeof_priv: "pdr_sizeof_priv", features: "pdr_features" }
            FilterStep = "sock_filter" { code: "code", jt: "jt", jf: "jf", k: "k" }
        }
    );
}

#[test]
fn xfrm_is_laid_out_as_in_the_headers() {
    use netlink_families::xfrm::*;
    same_as_headers!(
        &["linux/xfrm.h"],
        layouts! {
            Id = "xfrm_id" { daddr: "daddr", spi: "spi", proto: "proto" }
            Selector = "xfrm_selector" { daddr: "daddr", saddr: "saddr", dport: "dport", dport_mask: "dport_mask", sport: "sport", sport_mask: "sport_mask", family: "family", prefixlen_d: "prefixlen_d", prefixlen_s: "prefixlen_s", proto: "proto", ifindex: "ifindex", user: "user" }
            LifetimeCfg = "xfrm_lifetime_cfg" { soft_byte_limit: "soft_byte_limit", hard_byte_limit: "hard_byte_limit", soft_packet_limit: "soft_packet_limit", hard_packet_limit: "hard_packet_limit", soft_add_expires_seconds: "soft_add_expires_seconds", hard_add_expires_seconds: "hard_add_expires_seconds", soft_use_expires_seconds: "soft_use_expires_seconds", hard_use_expires_seconds: "hard_use_expires_seconds" }
            LifetimeCur = "xfrm_lifetime_cur" { bytes: "bytes", packets: "packets", add_time: "add_time", use_time: "use_time" }
            ReplayState = "xfrm_replay_state" { oseq: "oseq", seq: "seq", bitmap: "bitmap" }
            ReplayStateEsn = "xfrm_replay_state_esn" { bmp_len: "bmp_len", oseq: "oseq", seq: "seq", oseq_hi: "oseq_hi", seq_hi: "seq_hi", replay_window: "replay_window" }
            Algo = "xfrm_algo" { alg_name: "alg_name", alg_key_len: "alg_key_len" }
            AlgoAuth = "xfrm_algo_auth" { alg_name: "alg_name", alg_key_len: "alg_key_len", alg_trunc_len: "alg_trunc_len" }
            AlgoAead = "xfrm_algo_aead" { alg_name: "alg_name", alg_key_len: "alg_key_len", alg_icv_len: "alg_icv_len" }
            Stats = "xfrm_stats" { replay_window: "replay_window", replay: "replay", integrity_failed: "integrity_failed" }
            SecCtx = "xfrm_user_sec_ctx" { len: "len", exttype: "exttype", ctx_alg: "ctx_alg", ctx_doi: "ctx_doi", ctx_len: "ctx_len" }
            Template = "xfrm_user_tmpl" { id: "id", family: "family", saddr: "saddr", reqid: "reqid", mode: "mode", share: "share", optional: "optional", aalgos: "aalgos", ealgos: "ealgos", calgos: "calgos" }
            Encap = "xfrm_encap_tmpl" { encap_type: "encap_type", encap_sport: "encap_sport", encap_dport: "encap_dport", encap_oa: "encap_oa" }
            PolicyType = "xfrm_userpolicy_type" { ty: "type", reserved1: "reserved1", reserved2: "reserved2" }
            Mark = "xfrm_mark" { v: "v", m: "m" }
            SadHashInfo = "xfrmu_sadhinfo" { sadhcnt: "sadhcnt", sadhmcnt: "sadhmcnt" }
            SpdCounts = "xfrmu_spdinfo" { incnt: "incnt", outcnt: "outcnt", fwdcnt: "fwdcnt", inscnt: "inscnt", outscnt: "outscnt", fwdscnt: "fwdscnt" }
            SpdHashInfo = "xfrmu_spdhinfo" { spdhcnt: "spdhcnt", spdhmcnt: "spdhmcnt" }
            HashThreshold = "xfrmu_spdhthresh" { lbits: "lbits", rbits: "rbits" }
            SaInfo = "xfrm_usersa_info" { sel: "sel", id: "id", saddr: "saddr", lft: "lft", curlft: "curlft", stats: "stats", seq: "seq", reqid: "reqid", family: "family", mode: "mode", replay_window: "replay_window", flags: "flags" }
            SaId = "xfrm_usersa_id" { daddr: "daddr", spi: "spi", family: "family", proto: "proto" }
            AeHeader = "xfrm_aevent_id" { sa_id: "sa_id", saddr: "saddr", flags: "flags", reqid: "reqid" }
            SpiHeader = "xfrm_userspi_info" { info: "info", min: "min", max: "max" }
            PolicyInfo = "xfrm_userpolicy_info" { sel: "sel", lft: "lft", curlft: "curlft", priority: "priority", index: "index", dir: "dir", action: "action", flags: "flags", share: "share" }
            PolicyId = "xfrm_userpolicy_id" { sel: "sel", index: "index", dir: "dir" }
            AcquireHeader = "xfrm_user_acquire" { id: "id", saddr: "saddr", sel: "sel", policy: "policy", aalgos: "aalgos", ealgos: "ealgos", calgos: "calgos", seq: "seq" }
            ExpireHeader = "xfrm_user_expire" { state: "state", hard: "hard" }
            PolExpireHeader = "xfrm_user_polexpire" { pol: "pol", hard: "hard" }
            FlushSaHeader = "xfrm_usersa_flush" { proto: "proto" }
            ReportHeader = "xfrm_user_report" { proto: "proto", sel: "sel" }
            KmAddress = "xfrm_user_kmaddress" { local: "local", remote: "remote", reserved: "reserved", family: "family" }
            MigrateEntry = "xfrm_user_migrate" { old_daddr: "old_daddr", old_saddr: "old_saddr", new_daddr: "new_daddr", new_saddr: "new_saddr", proto: "proto", mode: "mode", reserved: "reserved", reqid: "reqid", old_family: "old_family", new_family: "new_family" }
            MappingHeader = "xfrm_user_mapping" { id: "id", reqid: "reqid", old_saddr: "old_saddr", new_saddr: "new_saddr", old_sport: "old_sport", new_sport: "new_sport" }
            AddressFilter = "xfrm_address_filter" { saddr: "saddr", daddr: "daddr", family: "family", splen: "splen", dplen: "dplen" }
            Offload = "xfrm_user_offload" { ifindex: "ifindex", flags: "flags" }
            DefaultPolicyHeader = "xfrm_userpolicy_default" { in_: "in", fwd: "fwd", out: "out" }
        }
    );
}

#[test]
fn rt_nexthop_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_nexthop::*;
    same_as_headers!(
        &["linux/nexthop.h"],
        layouts! {
            NexthopHeader = "nhmsg" { family: "nh_family", scope: "nh_scope", protocol: "nh_protocol", resvd: "resvd", flags: "nh_flags" }
            GroupEntry = "nexthop_grp" { id: "id", weight: "weight", weight_high: "resvd1" }
        }
    );
}

#[test]
fn rt_mdb_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_mdb::*;
    same_as_headers!(
        &["linux/if_ether.h", "linux/in6.h", "linux/if_bridge.h"],
        layouts! {
            PortHeader = "br_port_msg" { family: "family", ifindex: "ifindex" }
            Entry = "br_mdb_entry" { ifindex: "ifindex", state: "state", flags: "flags", vid: "vid", addr: "addr", proto: "addr.proto" }
        }
    );
}

#[test]
fn rt_netconf_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_netconf::*;
    same_as_headers!(
        &["linux/netconf.h"],
        layouts! {
            NetconfHeader = "netconfmsg" { family: "ncm_family" }
        }
    );
}

#[test]
fn rt_addrlabel_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_addrlabel::*;
    same_as_headers!(
        &["linux/if_addrlabel.h"],
        layouts! {
            LabelHeader = "ifaddrlblmsg" { family: "ifal_family", reserved: "__ifal_reserved", prefixlen: "ifal_prefixlen", flags: "ifal_flags", index: "ifal_index", seq: "ifal_seq" }
        }
    );
}

#[test]
fn rt_nsid_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_nsid::*;
    same_as_headers!(
        &["linux/rtnetlink.h"],
        layouts! {
            NsidHeader = "rtgenmsg" { family: "rtgen_family" }
        }
    );
}

#[test]
fn rt_prefix_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_prefix::*;
    same_as_headers!(
        &["linux/rtnetlink.h"],
        layouts! {
            PrefixHeader = "prefixmsg" { family: "prefix_family", ifindex: "prefix_ifindex", ty: "prefix_type", len: "prefix_len", flags: "prefix_flags" }
            PrefixCacheInfo = "prefix_cacheinfo" { preferred_time: "preferred_time", valid_time: "valid_time" }
            UserOptionHeader = "nduseroptmsg" { family: "nduseropt_family", opts_len: "nduseropt_opts_len", ifindex: "nduseropt_ifindex", icmp_type: "nduseropt_icmp_type", icmp_code: "nduseropt_icmp_code" }
        }
    );
}

#[test]
fn rt_vlan_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_vlan::*;
    same_as_headers!(
        &["linux/if_ether.h", "linux/in6.h", "linux/if_bridge.h"],
        layouts! {
            VlanHeader = "br_vlan_msg" { family: "family", reserved1: "reserved1", reserved2: "reserved2", ifindex: "ifindex" }
            VlanInfo = "bridge_vlan_info" { flags: "flags", vid: "vid" }
        }
    );
}

#[test]
fn rt_stats_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_stats::*;
    same_as_headers!(
        &[
            "linux/if_ether.h",
            "linux/in6.h",
            "linux/if_link.h",
            "linux/if_bridge.h",
            "linux/mpls.h"
        ],
        layouts! {
            StatsHeader = "if_stats_msg" { family: "family", ifindex: "ifindex", filter_mask: "filter_mask" }
            LinkStats64 = "rtnl_link_stats64" { rx_packets: "rx_packets", tx_packets: "tx_packets", rx_bytes: "rx_bytes", tx_bytes: "tx_bytes", rx_errors: "rx_errors", tx_errors: "tx_errors", rx_dropped: "rx_dropped", tx_dropped: "tx_dropped", multicast: "multicast", collisions: "collisions", rx_length_errors: "rx_length_errors", rx_over_errors: "rx_over_errors", rx_crc_errors: "rx_crc_errors", rx_frame_errors: "rx_frame_errors", rx_fifo_errors: "rx_fifo_errors", rx_missed_errors: "rx_missed_errors", tx_aborted_errors: "tx_aborted_errors", tx_carrier_errors: "tx_carrier_errors", tx_fifo_errors: "tx_fifo_errors", tx_heartbeat_errors: "tx_heartbeat_errors", tx_window_errors: "tx_window_errors", rx_compressed: "rx_compressed", tx_compressed: "tx_compressed", rx_nohandler: "rx_nohandler", rx_otherhost_dropped: "rx_otherhost_dropped" }
            HwStats64 = "rtnl_hw_stats64" { rx_packets: "rx_packets", tx_packets: "tx_packets", rx_bytes: "rx_bytes", tx_bytes: "tx_bytes", rx_errors: "rx_errors", tx_errors: "tx_errors", rx_dropped: "rx_dropped", tx_dropped: "tx_dropped", multicast: "multicast" }
            VlanXstats = "bridge_vlan_xstats" { rx_bytes: "rx_bytes", rx_packets: "rx_packets", tx_bytes: "tx_bytes", tx_packets: "tx_packets", vid: "vid", flags: "flags" }
            McastStats = "br_mcast_stats" { igmp_v1queries: "igmp_v1queries", igmp_v2queries: "igmp_v2queries", igmp_v3queries: "igmp_v3queries", igmp_leaves: "igmp_leaves", igmp_v1reports: "igmp_v1reports", igmp_v2reports: "igmp_v2reports", igmp_v3reports: "igmp_v3reports", igmp_parse_errors: "igmp_parse_errors", mld_v1queries: "mld_v1queries", mld_v2queries: "mld_v2queries", mld_leaves: "mld_leaves", mld_v1reports: "mld_v1reports", mld_v2reports: "mld_v2reports", mld_parse_errors: "mld_parse_errors", mcast_bytes: "mcast_bytes", mcast_packets: "mcast_packets" }
            StpXstats = "bridge_stp_xstats" { transition_blk: "transition_blk", transition_fwd: "transition_fwd", rx_bpdu: "rx_bpdu", tx_bpdu: "tx_bpdu", rx_tcn: "rx_tcn", tx_tcn: "tx_tcn" }
            MplsLinkStats = "mpls_link_stats" { rx_packets: "rx_packets", tx_packets: "tx_packets", rx_bytes: "rx_bytes", tx_bytes: "tx_bytes", rx_errors: "rx_errors", tx_errors: "tx_errors", rx_dropped: "rx_dropped", tx_dropped: "tx_dropped", rx_noroute: "rx_noroute" }
        }
    );
}

#[test]
fn rt_tunnel_is_laid_out_as_in_the_headers() {
    use netlink_families::rt_tunnel::*;
    same_as_headers!(
        &["linux/if_link.h"],
        layouts! {
            TunnelHeader = "tunnel_msg" { family: "family", flags: "flags", reserved2: "reserved2", ifindex: "ifindex" }
        }
    );
}

#[test]
fn nflog_is_laid_out_as_in_the_headers() {
    use netlink_families::nflog::*;
    same_as_headers!(
        &["linux/netfilter/nfnetlink_log.h"],
        layouts! {
            PacketHeader = "nfulnl_msg_packet_hdr" { hw_protocol: "hw_protocol", hook: "hook" }
            HwAddr = "nfulnl_msg_packet_hw" { hw_addrlen: "hw_addrlen", hw_addr: "hw_addr" }
            Timestamp = "nfulnl_msg_packet_timestamp" { sec: "sec", usec: "usec" }
            ConfigCommand = "nfulnl_msg_config_cmd" { command: "command" }
            ConfigMode = "nfulnl_msg_config_mode" { copy_range: "copy_range", copy_mode: "copy_mode" }
        }
    );
}

#[test]
fn nfqueue_is_laid_out_as_in_the_headers() {
    use netlink_families::nfqueue::*;
    same_as_headers!(
        &["linux/netfilter/nfnetlink_queue.h"],
        layouts! {
            PacketHeader = "nfqnl_msg_packet_hdr" { packet_id: "packet_id", hw_protocol: "hw_protocol", hook: "hook" }
            HwAddr = "nfqnl_msg_packet_hw" { hw_addrlen: "hw_addrlen", hw_addr: "hw_addr" }
            Timestamp = "nfqnl_msg_packet_timestamp" { sec: "sec", usec: "usec" }
            VerdictHeader = "nfqnl_msg_verdict_hdr" { verdict: "verdict", id: "id" }
            ConfigCommand = "nfqnl_msg_config_cmd" { command: "command", pf: "pf" }
            ConfigParams = "nfqnl_msg_config_params" { copy_range: "copy_range", copy_mode: "copy_mode" }
        }
    );
}

#[test]
fn ipset_is_laid_out_as_in_the_headers() {
    use netlink_families::ipset::*;
    same_as_headers!(
        &["linux/netfilter/nfnetlink.h"],
        layouts! {
            NfHeader = "nfgenmsg" { family: "nfgen_family", version: "version", res_id: "res_id" }
        }
    );
}

#[test]
fn taskstats_is_laid_out_as_in_the_headers() {
    use netlink_families::taskstats::*;
    same_as_headers!(
        &["linux/taskstats.h"],
        offsets! {
            TaskStats = "taskstats" { version: "version", ac_exitcode: "ac_exitcode", ac_flag: "ac_flag", ac_nice: "ac_nice", cpu_count: "cpu_count", cpu_delay_total: "cpu_delay_total", blkio_count: "blkio_count", blkio_delay_total: "blkio_delay_total", swapin_count: "swapin_count", swapin_delay_total: "swapin_delay_total", cpu_run_real_total: "cpu_run_real_total", cpu_run_virtual_total: "cpu_run_virtual_total", ac_comm: "ac_comm", ac_sched: "ac_sched", ac_pad: "ac_pad", ac_uid: "ac_uid", ac_gid: "ac_gid", ac_pid: "ac_pid", ac_ppid: "ac_ppid", ac_btime: "ac_btime", ac_etime: "ac_etime", ac_utime: "ac_utime", ac_stime: "ac_stime", ac_minflt: "ac_minflt", ac_majflt: "ac_majflt", coremem: "coremem", virtmem: "virtmem", hiwater_rss: "hiwater_rss", hiwater_vm: "hiwater_vm", read_char: "read_char", write_char: "write_char", read_syscalls: "read_syscalls", write_syscalls: "write_syscalls", read_bytes: "read_bytes", write_bytes: "write_bytes", cancelled_write_bytes: "cancelled_write_bytes", nvcsw: "nvcsw", nivcsw: "nivcsw", ac_utimescaled: "ac_utimescaled", ac_stimescaled: "ac_stimescaled", cpu_scaled_run_real_total: "cpu_scaled_run_real_total", freepages_count: "freepages_count", freepages_delay_total: "freepages_delay_total", thrashing_count: "thrashing_count", thrashing_delay_total: "thrashing_delay_total", ac_btime64: "ac_btime64", compact_count: "compact_count", compact_delay_total: "compact_delay_total", ac_tgid: "ac_tgid", ac_tgetime: "ac_tgetime", ac_exe_dev: "ac_exe_dev", ac_exe_inode: "ac_exe_inode", wpcopy_count: "wpcopy_count", wpcopy_delay_total: "wpcopy_delay_total", irq_count: "irq_count", irq_delay_total: "irq_delay_total", cpu_delay_max: "cpu_delay_max", cpu_delay_min: "cpu_delay_min", blkio_delay_max: "blkio_delay_max", blkio_delay_min: "blkio_delay_min", swapin_delay_max: "swapin_delay_max", swapin_delay_min: "swapin_delay_min", freepages_delay_max: "freepages_delay_max", freepages_delay_min: "freepages_delay_min", thrashing_delay_max: "thrashing_delay_max", thrashing_delay_min: "thrashing_delay_min", compact_delay_max: "compact_delay_max", compact_delay_min: "compact_delay_min", wpcopy_delay_max: "wpcopy_delay_max", wpcopy_delay_min: "wpcopy_delay_min", irq_delay_max: "irq_delay_max", irq_delay_min: "irq_delay_min" }
        }
    );
}

#[test]
fn audit_is_laid_out_as_in_the_headers() {
    use netlink_families::audit::*;
    same_as_headers!(
        &["linux/audit.h"],
        layouts! {
            StatusFields = "audit_status" { mask: "mask", enabled: "enabled", failure: "failure", pid: "pid", rate_limit: "rate_limit", backlog_limit: "backlog_limit", lost: "lost", backlog: "backlog", feature_bitmap: "feature_bitmap", backlog_wait_time: "backlog_wait_time", backlog_wait_time_actual: "backlog_wait_time_actual" }
            FeatureFields = "audit_features" { vers: "vers", mask: "mask", features: "features", lock: "lock" }
            TtyFields = "audit_tty_status" { enabled: "enabled", log_passwd: "log_passwd" }
            RuleFields = "audit_rule_data" { flags: "flags", action: "action", field_count: "field_count", mask: "mask", fields: "fields", values: "values", fieldflags: "fieldflags", buflen: "buflen" }
        }
    );
}

#[test]
fn proc_connector_is_laid_out_as_in_the_headers() {
    use netlink_families::proc_connector::*;
    same_as_headers!(
        &["linux/connector.h", "linux/cn_proc.h"],
        layouts! {
            ConnectorHeader = "cn_msg" { idx: "id.idx", val: "id.val", seq: "seq", ack: "ack", len: "len", flags: "flags" }
            Fork = "fork_proc_event" { parent_pid: "parent_pid", parent_tgid: "parent_tgid", child_pid: "child_pid", child_tgid: "child_tgid" }
            Exec = "exec_proc_event" { process_pid: "process_pid", process_tgid: "process_tgid" }
            Id = "id_proc_event" { process_pid: "process_pid", process_tgid: "process_tgid", real: "r", effective: "e" }
            Sid = "sid_proc_event" { process_pid: "process_pid", process_tgid: "process_tgid" }
            Ptrace = "ptrace_proc_event" { process_pid: "process_pid", process_tgid: "process_tgid", tracer_pid: "tracer_pid", tracer_tgid: "tracer_tgid" }
            Comm = "comm_proc_event" { process_pid: "process_pid", process_tgid: "process_tgid", comm: "comm" }
            Coredump = "coredump_proc_event" { process_pid: "process_pid", process_tgid: "process_tgid", parent_pid: "parent_pid", parent_tgid: "parent_tgid" }
            Exit = "exit_proc_event" { process_pid: "process_pid", process_tgid: "process_tgid", exit_code: "exit_code", exit_signal: "exit_signal", parent_pid: "parent_pid", parent_tgid: "parent_tgid" }
        }
    );
}

#[test]
fn vsock_smc_and_xdp_diag_are_laid_out_as_in_the_headers() {
    {
        use netlink_families::vsock_diag::*;
        same_as_headers!(
            &["linux/vm_sockets_diag.h"],
            layouts! {
                RequestHeader = "vsock_diag_req" { family: "sdiag_family", protocol: "sdiag_protocol", states: "vdiag_states", ino: "vdiag_ino", show: "vdiag_show", cookie: "vdiag_cookie" }
                SocketHeader = "vsock_diag_msg" { family: "vdiag_family", ty: "vdiag_type", state: "vdiag_state", shutdown: "vdiag_shutdown", src_cid: "vdiag_src_cid", src_port: "vdiag_src_port", dst_cid: "vdiag_dst_cid", dst_port: "vdiag_dst_port", ino: "vdiag_ino", cookie: "vdiag_cookie" }
            }
        );
    }
    {
        use netlink_families::smc_diag::*;
        same_as_headers!(
            &["linux/smc_diag.h"],
            layouts! {
                RequestHeader = "smc_diag_req" { family: "diag_family", ext: "diag_ext", id: "id" }
                SocketHeader = "smc_diag_msg" { family: "diag_family", state: "diag_state", mode: "diag_mode", shutdown: "diag_shutdown", id: "id", uid: "diag_uid", inode: "diag_inode" }
                Cursor = "smc_diag_cursor" { wrap: "wrap", count: "count" }
                ConnInfo = "smc_diag_conninfo" { token: "token", sndbuf_size: "sndbuf_size", rmbe_size: "rmbe_size", peer_rmbe_size: "peer_rmbe_size", rx_prod: "rx_prod", rx_cons: "rx_cons", tx_prod: "tx_prod", tx_cons: "tx_cons", rx_prod_flags: "rx_prod_flags", rx_conn_state_flags: "rx_conn_state_flags", tx_prod_flags: "tx_prod_flags", tx_conn_state_flags: "tx_conn_state_flags", tx_prep: "tx_prep", tx_sent: "tx_sent", tx_fin: "tx_fin" }
                LinkInfo = "smc_diag_linkinfo" { link_id: "link_id", ibname: "ibname", ibport: "ibport", gid: "gid", peer_gid: "peer_gid" }
                LinkGroupInfo = "smc_diag_lgrinfo" { lnk: "lnk", role: "role" }
                Fallback = "smc_diag_fallback" { reason: "reason", peer_diagnosis: "peer_diagnosis" }
                DmbInfo = "smcd_diag_dmbinfo" { linkid: "linkid", peer_gid: "peer_gid", my_gid: "my_gid", token: "token", peer_token: "peer_token" }
            }
        );
    }
    {
        use netlink_families::xdp_diag::*;
        same_as_headers!(
            &["linux/xdp_diag.h"],
            layouts! {
                RequestHeader = "xdp_diag_req" { family: "sdiag_family", protocol: "sdiag_protocol", ino: "xdiag_ino", show: "xdiag_show", cookie: "xdiag_cookie" }
                SocketHeader = "xdp_diag_msg" { family: "xdiag_family", ty: "xdiag_type", ino: "xdiag_ino", cookie: "xdiag_cookie" }
                Info = "xdp_diag_info" { ifindex: "ifindex", queue_id: "queue_id" }
                Ring = "xdp_diag_ring" { entries: "entries" }
                Umem = "xdp_diag_umem" { size: "size", id: "id", num_pages: "num_pages", chunk_size: "chunk_size", headroom: "headroom", ifindex: "ifindex", queue_id: "queue_id", flags: "flags", refs: "refs" }
                Stats = "xdp_diag_stats" { n_rx_dropped: "n_rx_dropped", n_rx_invalid: "n_rx_invalid", n_rx_full: "n_rx_full", n_fill_ring_empty: "n_fill_ring_empty", n_tx_invalid: "n_tx_invalid", n_tx_ring_empty: "n_tx_ring_empty" }
            }
        );
    }
}

#[test]
fn dcb_is_laid_out_as_in_the_headers() {
    use netlink_families::dcb::*;
    same_as_headers!(
        &["linux/dcbnl.h"],
        layouts! {
            DcbHeader = "dcbmsg" { family: "dcb_family", cmd: "cmd", pad: "dcb_pad" }
            Ets = "ieee_ets" { willing: "willing", ets_cap: "ets_cap", cbs: "cbs", tc_tx_bw: "tc_tx_bw", tc_rx_bw: "tc_rx_bw", tc_tsa: "tc_tsa", prio_tc: "prio_tc", tc_reco_bw: "tc_reco_bw", tc_reco_tsa: "tc_reco_tsa", reco_prio_tc: "reco_prio_tc" }
            Pfc = "ieee_pfc" { pfc_cap: "pfc_cap", pfc_en: "pfc_en", mbc: "mbc", delay: "delay", requests: "requests", indications: "indications" }
            MaxRate = "ieee_maxrate" { tc_maxrate: "tc_maxrate" }
            Buffer = "dcbnl_buffer" { prio2buffer: "prio2buffer", buffer_size: "buffer_size", total_size: "total_size" }
            App = "dcb_app" { selector: "selector", priority: "priority", protocol: "protocol" }
        }
    );
}
