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
        RTM_NEWROUTE = 24;
        RTM_DELROUTE = 25;
        RTM_GETROUTE = 26;

        RTA_DST = 1;
        RTA_SRC = 2;
        RTA_IIF = 3;
        RTA_OIF = 4;
        RTA_GATEWAY = 5;
        RTA_PRIORITY = 6;
        RTA_PREFSRC = 7;
        RTA_METRICS = 8;
        RTA_MULTIPATH = 9;
        RTA_FLOW = 11;
        RTA_CACHEINFO = 12;
        RTA_TABLE = 15;
        RTA_MARK = 16;
        RTA_MFC_STATS = 17;
        RTA_VIA = 18;
        RTA_NEWDST = 19;
        RTA_PREF = 20;
        RTA_ENCAP_TYPE = 21;
        RTA_ENCAP = 22;
        RTA_EXPIRES = 23;
        RTA_PAD = 24;
        RTA_UID = 25;
        RTA_TTL_PROPAGATE = 26;
        RTA_IP_PROTO = 27;
        RTA_SPORT = 28;
        RTA_DPORT = 29;
        RTA_NH_ID = 30;
        RTA_FLOWLABEL = 31;

        RTAX_LOCK = 1;
        RTAX_MTU = 2;
        RTAX_WINDOW = 3;
        RTAX_RTT = 4;
        RTAX_RTTVAR = 5;
        RTAX_SSTHRESH = 6;
        RTAX_CWND = 7;
        RTAX_ADVMSS = 8;
        RTAX_REORDERING = 9;
        RTAX_HOPLIMIT = 10;
        RTAX_INITCWND = 11;
        RTAX_FEATURES = 12;
        RTAX_RTO_MIN = 13;
        RTAX_INITRWND = 14;
        RTAX_QUICKACK = 15;
        RTAX_CC_ALGO = 16;
        RTAX_FASTOPEN_NO_COOKIE = 17;

        LWTUNNEL_ENCAP_NONE = 0;
        LWTUNNEL_ENCAP_MPLS = 1;
        LWTUNNEL_ENCAP_IP = 2;
        LWTUNNEL_ENCAP_ILA = 3;
        LWTUNNEL_ENCAP_IP6 = 4;
        LWTUNNEL_ENCAP_SEG6 = 5;
        LWTUNNEL_ENCAP_BPF = 6;
        LWTUNNEL_ENCAP_SEG6_LOCAL = 7;
        LWTUNNEL_ENCAP_RPL = 8;
        LWTUNNEL_ENCAP_IOAM6 = 9;
        LWTUNNEL_ENCAP_XFRM = 10;

        LWTUNNEL_IP_ID = 1;
        LWTUNNEL_IP_DST = 2;
        LWTUNNEL_IP_SRC = 3;
        LWTUNNEL_IP_TTL = 4;
        LWTUNNEL_IP_TOS = 5;
        LWTUNNEL_IP_FLAGS = 6;
        LWTUNNEL_IP_OPTS = 8;

        LWTUNNEL_IP6_ID = 1;
        LWTUNNEL_IP6_DST = 2;
        LWTUNNEL_IP6_SRC = 3;
        LWTUNNEL_IP6_HOPLIMIT = 4;
        LWTUNNEL_IP6_TC = 5;
        LWTUNNEL_IP6_FLAGS = 6;
        LWTUNNEL_IP6_OPTS = 8;

        LWTUNNEL_IP_OPTS_GENEVE = 1;
        LWTUNNEL_IP_OPTS_VXLAN = 2;
        LWTUNNEL_IP_OPTS_ERSPAN = 3;
        LWTUNNEL_IP_OPT_GENEVE_CLASS = 1;
        LWTUNNEL_IP_OPT_GENEVE_TYPE = 2;
        LWTUNNEL_IP_OPT_GENEVE_DATA = 3;
        LWTUNNEL_IP_OPT_VXLAN_GBP = 1;
        LWTUNNEL_IP_OPT_ERSPAN_VER = 1;
        LWTUNNEL_IP_OPT_ERSPAN_INDEX = 2;
        LWTUNNEL_IP_OPT_ERSPAN_DIR = 3;
        LWTUNNEL_IP_OPT_ERSPAN_HWID = 4;

        MPLS_IPTUNNEL_DST = 1;
        MPLS_IPTUNNEL_TTL = 2;

        SEG6_IPTUNNEL_SRH = 1;
    }
    u8 {
        AF_UNSPEC = 0;
        AF_INET = 2;
        AF_INET6 = 10;
        AF_MPLS = 28;

        RTN_UNSPEC = 0;
        RTN_UNICAST = 1;
        RTN_LOCAL = 2;
        RTN_BROADCAST = 3;
        RTN_ANYCAST = 4;
        RTN_MULTICAST = 5;
        RTN_BLACKHOLE = 6;
        RTN_UNREACHABLE = 7;
        RTN_PROHIBIT = 8;
        RTN_THROW = 9;
        RTN_NAT = 10;
        RTN_XRESOLVE = 11;

        RTPROT_UNSPEC = 0;
        RTPROT_REDIRECT = 1;
        RTPROT_KERNEL = 2;
        RTPROT_BOOT = 3;
        RTPROT_STATIC = 4;
        RTPROT_RA = 9;
        RTPROT_ZEBRA = 11;
        RTPROT_BIRD = 12;
        RTPROT_DHCP = 16;
        RTPROT_BABEL = 42;
        RTPROT_BGP = 186;
        RTPROT_ISIS = 187;
        RTPROT_OSPF = 188;

        RT_SCOPE_UNIVERSE = 0;
        RT_SCOPE_SITE = 200;
        RT_SCOPE_LINK = 253;
        RT_SCOPE_HOST = 254;
        RT_SCOPE_NOWHERE = 255;

        RTNH_F_DEAD = 1;
        RTNH_F_PERVASIVE = 2;
        RTNH_F_ONLINK = 4;
        RTNH_F_OFFLOAD = 8;
        RTNH_F_LINKDOWN = 16;
        RTNH_F_UNRESOLVED = 32;
        RTNH_F_TRAP = 64;

        ICMPV6_ROUTER_PREF_LOW = 3;
        ICMPV6_ROUTER_PREF_MEDIUM = 0;
        ICMPV6_ROUTER_PREF_HIGH = 1;
        ICMPV6_ROUTER_PREF_INVALID = 2;
    }
    u32 {
        RT_TABLE_UNSPEC = 0;
        RT_TABLE_COMPAT = 252;
        RT_TABLE_DEFAULT = 253;
        RT_TABLE_MAIN = 254;
        RT_TABLE_LOCAL = 255;

        RTM_F_NOTIFY = 0x100;
        RTM_F_CLONED = 0x200;
        RTM_F_EQUALIZE = 0x400;
        RTM_F_PREFIX = 0x800;
        RTM_F_LOOKUP_TABLE = 0x1000;
        RTM_F_FIB_MATCH = 0x2000;
        RTM_F_OFFLOAD = 0x4000;
        RTM_F_TRAP = 0x8000;
        RTM_F_OFFLOAD_FAILED = 0x2000_0000;

        RTAX_FEATURE_ECN = 1;
        RTAX_FEATURE_SACK = 2;
        RTAX_FEATURE_TIMESTAMP = 4;
        RTAX_FEATURE_ALLFRAG = 8;
        RTAX_FEATURE_TCP_USEC_TS = 16;

        RTNLGRP_IPV4_ROUTE = 7;
        RTNLGRP_IPV6_ROUTE = 11;
    }
}
