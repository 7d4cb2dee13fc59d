//! The family `inet_diag`.

mod sockets;

use core::mem::offset_of;

use netlink_core::{
    EmitMessage, Level, MessageFlags, MessageHeader, Raw, Repeated, Writer, emit_message,
};
use netlink_tests::{family::inet_diag::*, layouts, same_as_headers};
use zerocopy::{FromZeros, IntoBytes};

use crate::support::*;

const HEADERS: &[&str] = &[
    "sys/socket.h",
    // Before what includes it or the kernel's own: those give way then.
    "netinet/in.h",
    "linux/inet_diag.h",
    "linux/sock_diag.h",
    "linux/tcp.h",
    "linux/tls.h",
    "linux/mptcp.h",
];

#[test]
fn constants_are_those_of_the_headers() {
    // The states are not in the kernel's own headers, and the library's do not go with those.
    let (states, others): (Vec<_>, Vec<_>) =
        ALL.iter().copied().partition(|(name, _)| name.starts_with("TCP_"));
    assert!(!states.is_empty());
    same_as_headers!(HEADERS, &others);
    same_as_headers!(&["netinet/tcp.h"], &states);
}

#[test]
fn structs_are_laid_out_as_in_the_headers() {
    same_as_headers!(
        HEADERS,
        layouts! {
            SockId = "inet_diag_sockid" {
                sport: "idiag_sport",
                dport: "idiag_dport",
                src: "idiag_src",
                dst: "idiag_dst",
                interface: "idiag_if",
                cookie: "idiag_cookie",
            }
            Request = "inet_diag_req_v2" {
                family: "sdiag_family",
                protocol: "sdiag_protocol",
                extensions: "idiag_ext",
                states: "idiag_states",
                id: "id",
            }
            Message = "inet_diag_msg" {
                family: "idiag_family",
                state: "idiag_state",
                timer: "idiag_timer",
                retransmits: "idiag_retrans",
                id: "id",
                expires: "idiag_expires",
                receive_queue: "idiag_rqueue",
                send_queue: "idiag_wqueue",
                uid: "idiag_uid",
                inode: "idiag_inode",
            }
            MemInfo = "inet_diag_meminfo" {
                rmem: "idiag_rmem",
                wmem: "idiag_wmem",
                fmem: "idiag_fmem",
                tmem: "idiag_tmem",
            }
            VegasInfo = "tcpvegas_info" {
                enabled: "tcpv_enabled",
                rttcnt: "tcpv_rttcnt",
                rtt: "tcpv_rtt",
                minrtt: "tcpv_minrtt",
            }
            DctcpInfo = "tcp_dctcp_info" {
                enabled: "dctcp_enabled",
                ce_state: "dctcp_ce_state",
                alpha: "dctcp_alpha",
                ab_ecn: "dctcp_ab_ecn",
                ab_tot: "dctcp_ab_tot",
            }
            BbrInfo = "tcp_bbr_info" {
                bw_lo: "bbr_bw_lo",
                bw_hi: "bbr_bw_hi",
                min_rtt: "bbr_min_rtt",
                pacing_gain: "bbr_pacing_gain",
                cwnd_gain: "bbr_cwnd_gain",
            }
            Md5Sig = "tcp_diag_md5sig" {
                family: "tcpm_family",
                prefixlen: "tcpm_prefixlen",
                keylen: "tcpm_keylen",
                addr: "tcpm_addr",
                key: "tcpm_key",
            }
            SockOpt = "inet_diag_sockopt" {}
            BytecodeOp = "inet_diag_bc_op" { code: "code", yes: "yes", no: "no" }
        }
    );
}

#[test]
fn tcp_info_is_laid_out_as_in_the_headers_as_far_as_those_go() {
    same_as_headers!(HEADERS, TCP_INFO);
    // The array of which we make a structure has as many elements as that has members.
    let drops = i128::try_from(offset_of!(SkMemInfo, drops) / 4).unwrap();
    let elements = i128::try_from(size_of::<SkMemInfo>() / 4).unwrap();
    same_as_headers!(HEADERS, &[("SK_MEMINFO_DROPS", drops), ("SK_MEMINFO_VARS", elements)]);
}

#[test]
fn every_captured_socket_is_emitted_without_loss() {
    let messages = captured("inet-diag");
    assert_eq!(messages.len(), 291);
    survive_as::<Socket<'_>>(&messages);
    survive_as_stream!(&messages, SocketStream);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let socket: Socket<'_> = message(bytes).parse().unwrap();
        assert!(socket.rest.is_empty(), "{:?}", socket.rest);
        assert!(socket.message.source().unwrap().ip().is_loopback(), "{socket:?}");
    }
}

fn emitted(message: &impl EmitMessage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let header = MessageHeader::new(SOCK_DIAG_BY_FAMILY, MessageFlags::NONE);
    emit_message(&mut Writer::growing(&mut bytes), header, message).unwrap();
    bytes
}

#[test]
fn an_older_kernels_tcp_info_is_filled_up_and_a_newer_ones_cut_but_both_are_kept() {
    let mut whole = vec![0; size_of::<TcpInfo>() + 12];
    for (at, byte) in whole.iter_mut().enumerate() {
        *byte = u8::try_from(at % 251).unwrap() | 1;
    }
    // The first structure that was ever sent, that of Debian 12's headers, ours, and a longer one.
    for len in [104, 232, size_of::<TcpInfo>(), whole.len()] {
        let bytes = &whole[..len];
        let info = Some(Raw::new(TcpInfo::new_zeroed(), bytes));
        let messages = [emitted(&Socket { info, ..Socket::default() })];
        survive_as::<Socket<'_>>(&messages);
        survive_as_stream!(&messages, SocketStream);
        let socket: Socket<'_> = message(&messages[0]).parse_at(Level::STRICT).unwrap();
        let info = socket.info.unwrap();
        assert_eq!(info.bytes, bytes);
        let common = len.min(size_of::<TcpInfo>());
        assert_eq!(info.value.as_bytes()[..common], bytes[..common]);
        assert!(info.value.as_bytes()[common..].iter().all(|&byte| byte == 0));
        assert_eq!(info.value.total_retrans, u32::from_ne_bytes([101, 101, 103, 103]));
    }
}

#[test]
fn upper_layers_of_a_socket_survive() {
    let storages = [
        Storage { map: Some(1), value: Some(b"12345"), ..Storage::default() },
        Storage { map: Some(2), ..Storage::default() },
    ];
    let tls = Tls { version: Some(0x304), zero_copy: true, ..Tls::default() };
    let mptcp = Mptcp { map_sequence: Some(u64::MAX), ..Mptcp::default() };
    let signatures = [Md5Sig::new_zeroed(), Md5Sig::new_zeroed()];
    let socket = Socket {
        congestion_control: Some(c"cubic"),
        upper_layer: Some(UpperLayer {
            name: Some(c"tls"),
            tls: Some(tls),
            mptcp: Some(mptcp),
            ..UpperLayer::default()
        }),
        storages: Some(Storages { storages: Repeated::of(&storages), ..Storages::default() }),
        signatures: Some(&signatures),
        ..Socket::default()
    };
    let messages = [emitted(&socket)];
    survive_as::<Socket<'_>>(&messages);
    survive_as_stream!(&messages, SocketStream);
}

#[test]
fn a_filter_without_any_step_is_not_sent() {
    let empty = GetSocket { bytecode: Some(&[]), ..GetSocket::default() };
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let error = emit_message(&mut writer, MessageHeader::default(), &empty).unwrap_err();
    assert!(error.to_string().contains("GetSocket.bytecode"), "{error}");
    assert!(bytes.is_empty());
}
