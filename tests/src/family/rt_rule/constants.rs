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
        RTM_NEWRULE = 32;
        RTM_DELRULE = 33;
        RTM_GETRULE = 34;

        FRA_DST = 1;
        FRA_SRC = 2;
        FRA_IIFNAME = 3;
        FRA_GOTO = 4;
        FRA_PRIORITY = 6;
        FRA_FWMARK = 10;
        FRA_FLOW = 11;
        FRA_TUN_ID = 12;
        FRA_SUPPRESS_IFGROUP = 13;
        FRA_SUPPRESS_PREFIXLEN = 14;
        FRA_TABLE = 15;
        FRA_FWMASK = 16;
        FRA_OIFNAME = 17;
        FRA_PAD = 18;
        FRA_L3MDEV = 19;
        FRA_UID_RANGE = 20;
        FRA_PROTOCOL = 21;
        FRA_IP_PROTO = 22;
        FRA_SPORT_RANGE = 23;
        FRA_DPORT_RANGE = 24;
        FRA_DSCP = 25;
        FRA_FLOWLABEL = 26;
        FRA_FLOWLABEL_MASK = 27;
        FRA_SPORT_MASK = 28;
        FRA_DPORT_MASK = 29;
        FRA_DSCP_MASK = 30;
    }
    u8 {
        AF_UNSPEC = 0;
        AF_INET = 2;
        AF_INET6 = 10;

        FR_ACT_UNSPEC = 0;
        FR_ACT_TO_TBL = 1;
        FR_ACT_GOTO = 2;
        FR_ACT_NOP = 3;
        FR_ACT_RES3 = 4;
        FR_ACT_RES4 = 5;
        FR_ACT_BLACKHOLE = 6;
        FR_ACT_UNREACHABLE = 7;
        FR_ACT_PROHIBIT = 8;

        RTPROT_UNSPEC = 0;
        RTPROT_KERNEL = 2;
    }
    u32 {
        FIB_RULE_PERMANENT = 0x01;
        FIB_RULE_INVERT = 0x02;
        FIB_RULE_UNRESOLVED = 0x04;
        FIB_RULE_IIF_DETACHED = 0x08;
        FIB_RULE_OIF_DETACHED = 0x10;
        FIB_RULE_FIND_SADDR = 0x1_0000;

        RTNLGRP_IPV4_RULE = 8;
        RTNLGRP_IPV6_RULE = 19;
    }
}
