//! Numbers, by the names that the kernel's headers give them.

/// Defines constants, and lists them.
macro_rules! constants {
    ($($ty:ty { $($name:ident = $value:literal;)* })*) => {
        $($(pub const $name: $ty = $value;)*)*

        /// All constants of this module, with the names that the headers have for them.
        pub const CONSTANTS: &[(&str, i128)] = &[$($((stringify!($name), $name as i128),)*)*];
    };
}

constants! {
    u16 {
        RTM_NEWQDISC = 36;
        RTM_DELQDISC = 37;
        RTM_GETQDISC = 38;
        RTM_NEWTCLASS = 40;
        RTM_DELTCLASS = 41;
        RTM_GETTCLASS = 42;
        RTM_NEWTFILTER = 44;
        RTM_DELTFILTER = 45;
        RTM_GETTFILTER = 46;
        RTM_NEWCHAIN = 100;
        RTM_GETCHAIN = 102;
        RTM_NEWACTION = 48;
        RTM_GETACTION = 50;

        TCA_KIND = 1;
        TCA_OPTIONS = 2;
        TCA_STATS = 3;
        TCA_XSTATS = 4;
        TCA_RATE = 5;
        TCA_FCNT = 6;
        TCA_STATS2 = 7;
        TCA_STAB = 8;
        TCA_DUMP_INVISIBLE = 10;
        TCA_CHAIN = 11;
        TCA_HW_OFFLOAD = 12;
        TCA_INGRESS_BLOCK = 13;
        TCA_EGRESS_BLOCK = 14;
        TCA_EXT_WARN_MSG = 16;
        TCA_DUMP_FLAGS = 15;

        TCA_ROOT_TAB = 1;
        TCA_ROOT_FLAGS = 2;
        TCA_ROOT_COUNT = 3;
        TCA_ROOT_TIME_DELTA = 4;
        TCA_ROOT_EXT_WARN_MSG = 5;

        TCA_ACT_KIND = 1;
        TCA_ACT_OPTIONS = 2;
        TCA_ACT_INDEX = 3;
        TCA_ACT_STATS = 4;
        TCA_ACT_COOKIE = 6;
        TCA_ACT_FLAGS = 7;
        TCA_ACT_HW_STATS = 8;
        TCA_ACT_USED_HW_STATS = 9;
        TCA_ACT_IN_HW_COUNT = 10;

        TCA_MIRRED_TM = 1;
        TCA_MIRRED_PARMS = 2;
        TCA_MIRRED_BLOCKID = 4;

        TCA_GACT_TM = 1;
        TCA_GACT_PARMS = 2;
        TCA_GACT_PROB = 3;

        TCA_STATS_BASIC = 1;
        TCA_STATS_RATE_EST = 2;
        TCA_STATS_QUEUE = 3;
        TCA_STATS_APP = 4;
        TCA_STATS_RATE_EST64 = 5;
        TCA_STATS_BASIC_HW = 7;
        TCA_STATS_PKT64 = 8;

        TCA_HTB_PARMS = 1;
        TCA_HTB_INIT = 2;
        TCA_HTB_CTAB = 3;
        TCA_HTB_RTAB = 4;
        TCA_HTB_DIRECT_QLEN = 5;
        TCA_HTB_RATE64 = 6;
        TCA_HTB_CEIL64 = 7;
        TCA_HTB_OFFLOAD = 9;

        TCA_TBF_PARMS = 1;
        TCA_TBF_RTAB = 2;
        TCA_TBF_PTAB = 3;
        TCA_TBF_RATE64 = 4;
        TCA_TBF_PRATE64 = 5;
        TCA_TBF_BURST = 6;
        TCA_TBF_PBURST = 7;

        TCA_STAB_BASE = 1;
        TCA_STAB_DATA = 2;

        TCA_U32_CLASSID = 1;
        TCA_U32_HASH = 2;
        TCA_U32_LINK = 3;
        TCA_U32_DIVISOR = 4;
        TCA_U32_SEL = 5;
        TCA_U32_POLICE = 6;
        TCA_U32_ACT = 7;
        TCA_U32_INDEV = 8;
        TCA_U32_PCNT = 9;
        TCA_U32_MARK = 10;
        TCA_U32_FLAGS = 11;

        TCA_MATCHALL_CLASSID = 1;
        TCA_MATCHALL_ACT = 2;
        TCA_MATCHALL_FLAGS = 3;
        TCA_MATCHALL_PCNT = 4;

        ETH_P_ALL = 3;
        ETH_P_IP = 2048;
    }
    u32 {
        TC_H_ROOT = 0xffffffff;
        TC_H_INGRESS = 0xfffffff1;
        TC_H_MIN_MASK = 65535;
        TC_U32_ROOT = 0xfff00000;
        TCA_CLS_FLAGS_SKIP_HW = 1;
        TCA_CLS_FLAGS_SKIP_SW = 2;
        TCA_CLS_FLAGS_IN_HW = 4;
        TCA_CLS_FLAGS_NOT_IN_HW = 8;
        TCA_CLS_FLAGS_VERBOSE = 16;
        TCA_ACT_FLAGS_NO_PERCPU_STATS = 1;
        TCA_ACT_FLAGS_SKIP_HW = 2;
        TCA_ACT_FLAGS_SKIP_SW = 4;
        TCA_ACT_HW_STATS_IMMEDIATE = 1;
        TCA_ACT_HW_STATS_DELAYED = 2;
        TCA_DUMP_FLAGS_TERSE = 1;
        TCA_FLAG_LARGE_DUMP_ON = 1;
        TCA_ACT_FLAG_TERSE_DUMP = 2;
    }
    i32 {
        TC_ACT_UNSPEC = -1;
        TC_ACT_OK = 0;
        TC_ACT_SHOT = 2;
        TC_ACT_PIPE = 3;
        TC_ACT_STOLEN = 4;
        TCA_EGRESS_REDIR = 1;
        TCA_EGRESS_MIRROR = 2;
        TCA_INGRESS_REDIR = 3;
        TCA_INGRESS_MIRROR = 4;
    }
    u8 {
        TC_LINKLAYER_UNAWARE = 0;
        TC_LINKLAYER_ETHERNET = 1;
        TC_LINKLAYER_ATM = 2;
        TC_U32_TERMINAL = 1;
    }
    usize {
        TC_RTAB_SIZE = 1024;
        TC_COOKIE_MAX_SIZE = 16;
    }
}

/// The flags of a filter: those that may be set, and those that kernels report.
pub const TCA_CLS_FLAGS_MASK: u32 = TCA_CLS_FLAGS_SKIP_HW
    | TCA_CLS_FLAGS_SKIP_SW
    | TCA_CLS_FLAGS_IN_HW
    | TCA_CLS_FLAGS_NOT_IN_HW
    | TCA_CLS_FLAGS_VERBOSE;

/// The flags of an action.
pub const TCA_ACT_FLAGS_MASK: u32 =
    TCA_ACT_FLAGS_NO_PERCPU_STATS | TCA_ACT_FLAGS_SKIP_HW | TCA_ACT_FLAGS_SKIP_SW;

/// The ways in which counters of devices are had.
pub const TCA_ACT_HW_STATS_ANY: u32 = TCA_ACT_HW_STATS_IMMEDIATE | TCA_ACT_HW_STATS_DELAYED;

/// The flags of a dump of actions.
pub const TCA_ROOT_FLAGS_MASK: u32 = TCA_FLAG_LARGE_DUMP_ON | TCA_ACT_FLAG_TERSE_DUMP;
