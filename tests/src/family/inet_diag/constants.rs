//! Numbers, by the names that the kernel's headers give them.

/// Defines constants, and lists them.
macro_rules! constants {
    ($($ty:ident { $($name:ident = $value:literal;)* })*) => {
        $($(pub const $name: $ty = $value;)*)*

        /// All constants of this module, with the names that the headers have for them.
        pub const ALL: &[(&str, i128)] = &[$($((stringify!($name), $value)),*),*];
    };
}

constants! {
    u16 {
        SOCK_DIAG_BY_FAMILY = 20;
        SOCK_DESTROY = 21;

        INET_DIAG_REQ_BYTECODE = 1;
        INET_DIAG_REQ_SK_BPF_STORAGES = 2;
        INET_DIAG_REQ_PROTOCOL = 3;

        INET_DIAG_MEMINFO = 1;
        INET_DIAG_INFO = 2;
        INET_DIAG_VEGASINFO = 3;
        INET_DIAG_CONG = 4;
        INET_DIAG_TOS = 5;
        INET_DIAG_TCLASS = 6;
        INET_DIAG_SKMEMINFO = 7;
        INET_DIAG_SHUTDOWN = 8;
        INET_DIAG_DCTCPINFO = 9;
        INET_DIAG_PROTOCOL = 10;
        INET_DIAG_SKV6ONLY = 11;
        INET_DIAG_LOCALS = 12;
        INET_DIAG_PEERS = 13;
        INET_DIAG_MARK = 15;
        INET_DIAG_BBRINFO = 16;
        INET_DIAG_CLASS_ID = 17;
        INET_DIAG_MD5SIG = 18;
        INET_DIAG_ULP_INFO = 19;
        INET_DIAG_SK_BPF_STORAGES = 20;
        INET_DIAG_CGROUP_ID = 21;
        INET_DIAG_SOCKOPT = 22;

        INET_ULP_INFO_NAME = 1;
        INET_ULP_INFO_TLS = 2;
        INET_ULP_INFO_MPTCP = 3;

        TLS_INFO_VERSION = 1;
        TLS_INFO_CIPHER = 2;
        TLS_INFO_TXCONF = 3;
        TLS_INFO_RXCONF = 4;
        TLS_INFO_ZC_RO_TX = 5;
        TLS_INFO_RX_NO_PAD = 6;

        MPTCP_SUBFLOW_ATTR_TOKEN_REM = 1;
        MPTCP_SUBFLOW_ATTR_TOKEN_LOC = 2;
        MPTCP_SUBFLOW_ATTR_RELWRITE_SEQ = 3;
        MPTCP_SUBFLOW_ATTR_MAP_SEQ = 4;
        MPTCP_SUBFLOW_ATTR_MAP_SFSEQ = 5;
        MPTCP_SUBFLOW_ATTR_SSN_OFFSET = 6;
        MPTCP_SUBFLOW_ATTR_MAP_DATALEN = 7;
        MPTCP_SUBFLOW_ATTR_FLAGS = 8;
        MPTCP_SUBFLOW_ATTR_ID_REM = 9;
        MPTCP_SUBFLOW_ATTR_ID_LOC = 10;

        SK_DIAG_BPF_STORAGE_REQ_MAP_FD = 1;
        SK_DIAG_BPF_STORAGE = 1;
        SK_DIAG_BPF_STORAGE_MAP_ID = 2;
        SK_DIAG_BPF_STORAGE_MAP_VALUE = 3;
    }
    u8 {
        AF_INET = 2;
        AF_INET6 = 10;

        IPPROTO_TCP = 6;
        IPPROTO_UDP = 17;

        TCP_ESTABLISHED = 1;
        TCP_SYN_SENT = 2;
        TCP_SYN_RECV = 3;
        TCP_FIN_WAIT1 = 4;
        TCP_FIN_WAIT2 = 5;
        TCP_TIME_WAIT = 6;
        TCP_CLOSE = 7;
        TCP_CLOSE_WAIT = 8;
        TCP_LAST_ACK = 9;
        TCP_LISTEN = 10;
        TCP_CLOSING = 11;

        INET_DIAG_BC_NOP = 0;
        INET_DIAG_BC_JMP = 1;
        INET_DIAG_BC_S_GE = 2;
        INET_DIAG_BC_S_LE = 3;
        INET_DIAG_BC_D_GE = 4;
        INET_DIAG_BC_D_LE = 5;
        INET_DIAG_BC_S_EQ = 11;
        INET_DIAG_BC_D_EQ = 12;
    }
    u32 {
        INET_DIAG_NOCOOKIE = 0xffff_ffff;
    }
}

/// The bit of `ext` that asks for an attribute of the answer.
pub const fn extension(attribute: u16) -> u8 {
    assert!(attribute >= 1 && attribute <= 8, "the others cannot be asked for");
    1 << (attribute - 1)
}
