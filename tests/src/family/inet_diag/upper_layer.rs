//! Upper layers of TCP within the kernel.

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Unknown};

use super::constants::*;

/// The protocol on top.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct UpperLayer<'a> {
    #[nla(INET_ULP_INFO_NAME)]
    pub name: Option<&'a CStr>,
    #[nla(INET_ULP_INFO_TLS)]
    pub tls: Option<Tls<'a>>,
    #[nla(INET_ULP_INFO_MPTCP)]
    pub mptcp: Option<Mptcp<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// How a connection is encrypted.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Tls<'a> {
    #[nla(TLS_INFO_VERSION)]
    pub version: Option<u16>,
    #[nla(TLS_INFO_CIPHER)]
    pub cipher: Option<u16>,
    #[nla(TLS_INFO_TXCONF)]
    pub send: Option<u16>,
    #[nla(TLS_INFO_RXCONF)]
    pub receive: Option<u16>,
    #[nla(TLS_INFO_ZC_RO_TX)]
    pub zero_copy: bool,
    #[nla(TLS_INFO_RX_NO_PAD)]
    pub no_padding: bool,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Where a connection is a part of one over several paths.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Mptcp<'a> {
    #[nla(MPTCP_SUBFLOW_ATTR_TOKEN_REM)]
    pub remote_token: Option<u32>,
    #[nla(MPTCP_SUBFLOW_ATTR_TOKEN_LOC)]
    pub local_token: Option<u32>,
    #[nla(MPTCP_SUBFLOW_ATTR_RELWRITE_SEQ)]
    pub relative_write: Option<u32>,
    #[nla(MPTCP_SUBFLOW_ATTR_MAP_SEQ)]
    pub map_sequence: Option<u64>,
    #[nla(MPTCP_SUBFLOW_ATTR_MAP_SFSEQ)]
    pub map_subflow_sequence: Option<u32>,
    #[nla(MPTCP_SUBFLOW_ATTR_SSN_OFFSET)]
    pub subflow_offset: Option<u32>,
    #[nla(MPTCP_SUBFLOW_ATTR_MAP_DATALEN)]
    pub map_len: Option<u16>,
    #[nla(MPTCP_SUBFLOW_ATTR_FLAGS)]
    pub flags: Option<u32>,
    #[nla(MPTCP_SUBFLOW_ATTR_ID_REM)]
    pub remote_id: Option<u8>,
    #[nla(MPTCP_SUBFLOW_ATTR_ID_LOC)]
    pub local_id: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
