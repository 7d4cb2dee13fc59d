//! The family `inet_diag`.

mod sockets;

use netlink_core::{
    EmitMessage, Level, MessageFlags, MessageHeader, Repeated, Writer, emit_message, value::Struct,
};
use netlink_families::inet_diag::*;
use zerocopy::{FromZeros, IntoBytes};

use crate::support::*;

#[test]
fn every_captured_socket_is_emitted_without_loss() {
    let messages = captured("inet-diag");
    assert_eq!(messages.len(), 291);
    survive_as::<Socket<'_>>(&messages);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let socket: Socket<'_> = message(bytes).parse().unwrap();
        assert!(socket.rest.is_empty(), "{:?}", socket.rest);
        assert!(sockets::source(&socket).ip().is_loopback(), "{socket:?}");
    }
}

fn emitted(message: &impl EmitMessage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let header = MessageHeader::new(20, MessageFlags::NONE);
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
        let info = Some(Struct::<TcpInfo>::from_bytes(bytes));
        let messages = [emitted(&Socket { info, ..Socket::default() })];
        survive_as::<Socket<'_>>(&messages);
        let socket: Socket<'_> = message(&messages[0]).parse_at(Level::STRICT).unwrap();
        let info = socket.info.unwrap();
        assert_eq!(messages[0][16 + 72 + 4..][..len], *bytes);
        let common = len.min(size_of::<TcpInfo>());
        assert_eq!(info.as_bytes()[..common], bytes[..common]);
        assert!(info.as_bytes()[common..].iter().all(|&byte| byte == 0));
        assert_eq!(info.total_retrans, u32::from_ne_bytes([101, 101, 103, 103]));
    }
}

#[test]
fn upper_layers_of_a_socket_survive() {
    let storages = [
        Storage { map_id: Some(1), map_value: Some(b"12345"), ..Storage::default() },
        Storage { map_id: Some(2), ..Storage::default() },
    ];
    let tls = TlsInfo { version: Some(0x304), zc_ro_tx: true, ..TlsInfo::default() };
    let mptcp = MptcpSubflow { map_seq: Some(u64::MAX), ..MptcpSubflow::default() };
    let signatures = [Md5Signature::new_zeroed(), Md5Signature::new_zeroed()];
    let socket = Socket {
        cong: Some("cubic".into()),
        ulp_info: Some(UlpInfo {
            name: Some("tls".into()),
            tls: Some(tls),
            mptcp: Some(mptcp),
            ..UlpInfo::default()
        }),
        sk_bpf_storages: Some(Storages { storage: Repeated::of(&storages), ..Storages::default() }),
        md5sig: Some(&signatures),
        ..Socket::default()
    };
    let messages = [emitted(&socket)];
    survive_as::<Socket<'_>>(&messages);
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
