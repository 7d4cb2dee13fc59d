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
        NFNL_SUBSYS_NFTABLES = 10;

        NFNL_MSG_BATCH_BEGIN = 16;

        NFNL_BATCH_GENID = 1;

        NFNL_MSG_BATCH_END = 17;

        NFT_MSG_NEWTABLE = 0;
        NFT_MSG_DELTABLE = 2;
        NFT_MSG_GETTABLE = 1;
        NFT_MSG_NEWCHAIN = 3;
        NFT_MSG_DELCHAIN = 5;
        NFT_MSG_GETCHAIN = 4;
        NFT_MSG_NEWRULE = 6;
        NFT_MSG_DELRULE = 8;
        NFT_MSG_GETRULE = 7;
        NFT_MSG_NEWGEN = 15;
        NFT_MSG_GETGEN = 16;
        NFT_MSG_NEWFLOWTABLE = 22;
        NFT_MSG_GETFLOWTABLE = 23;
        NFT_MSG_NEWSET = 9;
        NFT_MSG_DELSET = 11;
        NFT_MSG_NEWSETELEM = 12;
        NFT_MSG_DELSETELEM = 14;
        NFT_MSG_NEWOBJ = 18;
        NFT_MSG_DELOBJ = 20;
        NFT_MSG_GETSET = 10;
        NFT_MSG_GETSETELEM = 13;
        NFT_MSG_GETOBJ = 19;

        NFTA_TABLE_NAME = 1;
        NFTA_TABLE_FLAGS = 2;
        NFTA_TABLE_USE = 3;
        NFTA_TABLE_HANDLE = 4;
        NFTA_TABLE_USERDATA = 6;
        NFTA_TABLE_OWNER = 7;

        NFTA_CHAIN_TABLE = 1;
        NFTA_CHAIN_HANDLE = 2;
        NFTA_CHAIN_NAME = 3;
        NFTA_CHAIN_HOOK = 4;
        NFTA_CHAIN_POLICY = 5;
        NFTA_CHAIN_USE = 6;
        NFTA_CHAIN_TYPE = 7;
        NFTA_CHAIN_COUNTERS = 8;
        NFTA_CHAIN_FLAGS = 10;
        NFTA_CHAIN_ID = 11;
        NFTA_CHAIN_USERDATA = 12;

        NFTA_HOOK_HOOKNUM = 1;
        NFTA_HOOK_PRIORITY = 2;
        NFTA_HOOK_DEV = 3;
        NFTA_HOOK_DEVS = 4;

        NFTA_DEVICE_NAME = 1;

        NFTA_RULE_TABLE = 1;
        NFTA_RULE_CHAIN = 2;
        NFTA_RULE_HANDLE = 3;
        NFTA_RULE_EXPRESSIONS = 4;
        NFTA_RULE_COMPAT = 5;
        NFTA_RULE_POSITION = 6;
        NFTA_RULE_USERDATA = 7;
        NFTA_RULE_ID = 9;
        NFTA_RULE_POSITION_ID = 10;
        NFTA_RULE_CHAIN_ID = 11;

        NFTA_LIST_ELEM = 1;

        NFTA_RULE_COMPAT_PROTO = 1;
        NFTA_RULE_COMPAT_FLAGS = 2;

        NFTA_GEN_ID = 1;
        NFTA_GEN_PROC_PID = 2;
        NFTA_GEN_PROC_NAME = 3;

        NFTA_FLOWTABLE_TABLE = 1;
        NFTA_FLOWTABLE_NAME = 2;
        NFTA_FLOWTABLE_HOOK = 3;
        NFTA_FLOWTABLE_USE = 4;
        NFTA_FLOWTABLE_HANDLE = 5;
        NFTA_FLOWTABLE_FLAGS = 7;
        NFTA_FLOWTABLE_HOOK_NUM = 1;
        NFTA_FLOWTABLE_HOOK_PRIORITY = 2;
        NFTA_FLOWTABLE_HOOK_DEVS = 3;

        NFTA_SET_TABLE = 1;
        NFTA_SET_NAME = 2;
        NFTA_SET_FLAGS = 3;
        NFTA_SET_KEY_TYPE = 4;
        NFTA_SET_KEY_LEN = 5;
        NFTA_SET_DATA_TYPE = 6;
        NFTA_SET_DATA_LEN = 7;
        NFTA_SET_POLICY = 8;
        NFTA_SET_DESC = 9;
        NFTA_SET_ID = 10;
        NFTA_SET_TIMEOUT = 11;
        NFTA_SET_GC_INTERVAL = 12;
        NFTA_SET_USERDATA = 13;
        NFTA_SET_OBJ_TYPE = 15;
        NFTA_SET_HANDLE = 16;
        NFTA_SET_EXPR = 17;
        NFTA_SET_EXPRESSIONS = 18;
        NFTA_SET_TYPE = 19;
        NFTA_SET_COUNT = 20;
        NFTA_SET_DESC_SIZE = 1;
        NFTA_SET_DESC_CONCAT = 2;
        NFTA_SET_FIELD_LEN = 1;
        NFTA_SET_ELEM_LIST_TABLE = 1;
        NFTA_SET_ELEM_LIST_SET = 2;
        NFTA_SET_ELEM_LIST_ELEMENTS = 3;
        NFTA_SET_ELEM_LIST_SET_ID = 4;
        NFTA_SET_ELEM_KEY = 1;
        NFTA_SET_ELEM_DATA = 2;
        NFTA_SET_ELEM_FLAGS = 3;
        NFTA_SET_ELEM_TIMEOUT = 4;
        NFTA_SET_ELEM_EXPIRATION = 5;
        NFTA_SET_ELEM_USERDATA = 6;
        NFTA_SET_ELEM_EXPR = 7;
        NFTA_SET_ELEM_OBJREF = 9;
        NFTA_SET_ELEM_KEY_END = 10;
        NFTA_SET_ELEM_EXPRESSIONS = 11;

        NFTA_OBJ_TABLE = 1;
        NFTA_OBJ_NAME = 2;
        NFTA_OBJ_TYPE = 3;
        NFTA_OBJ_DATA = 4;
        NFTA_OBJ_USE = 5;
        NFTA_OBJ_HANDLE = 6;
        NFTA_OBJ_USERDATA = 8;

        NFTA_CT_HELPER_NAME = 1;
        NFTA_CT_HELPER_L3PROTO = 2;
        NFTA_CT_HELPER_L4PROTO = 3;

        NFTA_SECMARK_CTX = 1;

        NFTA_CT_EXPECT_L3PROTO = 1;
        NFTA_CT_EXPECT_L4PROTO = 2;
        NFTA_CT_EXPECT_DPORT = 3;
        NFTA_CT_EXPECT_TIMEOUT = 4;
        NFTA_CT_EXPECT_SIZE = 5;

        NFTA_EXPR_NAME = 1;
        NFTA_EXPR_DATA = 2;

        NFTA_DATA_VALUE = 1;
        NFTA_DATA_VERDICT = 2;

        NFTA_VERDICT_CODE = 1;
        NFTA_VERDICT_CHAIN = 2;
        NFTA_VERDICT_CHAIN_ID = 3;

        NFTA_BITWISE_SREG = 1;
        NFTA_BITWISE_DREG = 2;
        NFTA_BITWISE_LEN = 3;
        NFTA_BITWISE_MASK = 4;
        NFTA_BITWISE_XOR = 5;
        NFTA_BITWISE_OP = 6;
        NFTA_BITWISE_DATA = 7;

        NFTA_BYTEORDER_SREG = 1;
        NFTA_BYTEORDER_DREG = 2;
        NFTA_BYTEORDER_OP = 3;
        NFTA_BYTEORDER_LEN = 4;
        NFTA_BYTEORDER_SIZE = 5;

        NFTA_CMP_SREG = 1;
        NFTA_CMP_OP = 2;
        NFTA_CMP_DATA = 3;

        NFTA_CONNLIMIT_COUNT = 1;
        NFTA_CONNLIMIT_FLAGS = 2;

        NFTA_COUNTER_BYTES = 1;
        NFTA_COUNTER_PACKETS = 2;

        NFTA_CT_DREG = 1;
        NFTA_CT_KEY = 2;
        NFTA_CT_DIRECTION = 3;
        NFTA_CT_SREG = 4;

        NFTA_DUP_SREG_ADDR = 1;
        NFTA_DUP_SREG_DEV = 2;

        NFTA_DYNSET_SET_NAME = 1;
        NFTA_DYNSET_SET_ID = 2;
        NFTA_DYNSET_OP = 3;
        NFTA_DYNSET_SREG_KEY = 4;
        NFTA_DYNSET_SREG_DATA = 5;
        NFTA_DYNSET_TIMEOUT = 6;
        NFTA_DYNSET_EXPR = 7;
        NFTA_DYNSET_FLAGS = 9;
        NFTA_DYNSET_EXPRESSIONS = 10;

        NFTA_EXTHDR_DREG = 1;
        NFTA_EXTHDR_TYPE = 2;
        NFTA_EXTHDR_OFFSET = 3;
        NFTA_EXTHDR_LEN = 4;
        NFTA_EXTHDR_FLAGS = 5;
        NFTA_EXTHDR_OP = 6;
        NFTA_EXTHDR_SREG = 7;

        NFTA_FIB_DREG = 1;
        NFTA_FIB_RESULT = 2;
        NFTA_FIB_FLAGS = 3;

        NFTA_FLOW_TABLE_NAME = 1;

        NFTA_FWD_SREG_DEV = 1;
        NFTA_FWD_SREG_ADDR = 2;
        NFTA_FWD_NFPROTO = 3;

        NFTA_HASH_SREG = 1;
        NFTA_HASH_DREG = 2;
        NFTA_HASH_LEN = 3;
        NFTA_HASH_MODULUS = 4;
        NFTA_HASH_SEED = 5;
        NFTA_HASH_OFFSET = 6;
        NFTA_HASH_TYPE = 7;
        NFTA_HASH_SET_NAME = 8;
        NFTA_HASH_SET_ID = 9;

        NFTA_IMMEDIATE_DREG = 1;
        NFTA_IMMEDIATE_DATA = 2;

        NFTA_LAST_SET = 1;
        NFTA_LAST_MSECS = 2;

        NFTA_LIMIT_RATE = 1;
        NFTA_LIMIT_UNIT = 2;
        NFTA_LIMIT_BURST = 3;
        NFTA_LIMIT_TYPE = 4;
        NFTA_LIMIT_FLAGS = 5;

        NFTA_LOG_GROUP = 1;
        NFTA_LOG_PREFIX = 2;
        NFTA_LOG_SNAPLEN = 3;
        NFTA_LOG_QTHRESHOLD = 4;
        NFTA_LOG_LEVEL = 5;
        NFTA_LOG_FLAGS = 6;

        NFTA_LOOKUP_SET = 1;
        NFTA_LOOKUP_SREG = 2;
        NFTA_LOOKUP_DREG = 3;
        NFTA_LOOKUP_SET_ID = 4;
        NFTA_LOOKUP_FLAGS = 5;

        NFTA_MASQ_FLAGS = 1;
        NFTA_MASQ_REG_PROTO_MIN = 2;
        NFTA_MASQ_REG_PROTO_MAX = 3;

        NFTA_MATCH_NAME = 1;
        NFTA_MATCH_REV = 2;
        NFTA_MATCH_INFO = 3;

        NFTA_META_DREG = 1;
        NFTA_META_KEY = 2;
        NFTA_META_SREG = 3;

        NFTA_NAT_TYPE = 1;
        NFTA_NAT_FAMILY = 2;
        NFTA_NAT_REG_ADDR_MIN = 3;
        NFTA_NAT_REG_ADDR_MAX = 4;
        NFTA_NAT_REG_PROTO_MIN = 5;
        NFTA_NAT_REG_PROTO_MAX = 6;
        NFTA_NAT_FLAGS = 7;

        NFTA_NG_DREG = 1;
        NFTA_NG_MODULUS = 2;
        NFTA_NG_TYPE = 3;
        NFTA_NG_OFFSET = 4;

        NFTA_OBJREF_IMM_TYPE = 1;
        NFTA_OBJREF_IMM_NAME = 2;
        NFTA_OBJREF_SET_SREG = 3;
        NFTA_OBJREF_SET_NAME = 4;
        NFTA_OBJREF_SET_ID = 5;

        NFTA_PAYLOAD_DREG = 1;
        NFTA_PAYLOAD_BASE = 2;
        NFTA_PAYLOAD_OFFSET = 3;
        NFTA_PAYLOAD_LEN = 4;
        NFTA_PAYLOAD_SREG = 5;
        NFTA_PAYLOAD_CSUM_TYPE = 6;
        NFTA_PAYLOAD_CSUM_OFFSET = 7;
        NFTA_PAYLOAD_CSUM_FLAGS = 8;

        NFTA_QUEUE_NUM = 1;
        NFTA_QUEUE_TOTAL = 2;
        NFTA_QUEUE_FLAGS = 3;
        NFTA_QUEUE_SREG_QNUM = 4;

        NFTA_QUOTA_BYTES = 1;
        NFTA_QUOTA_FLAGS = 2;
        NFTA_QUOTA_CONSUMED = 4;

        NFTA_RANGE_SREG = 1;
        NFTA_RANGE_OP = 2;
        NFTA_RANGE_FROM_DATA = 3;
        NFTA_RANGE_TO_DATA = 4;

        NFTA_REDIR_REG_PROTO_MIN = 1;
        NFTA_REDIR_REG_PROTO_MAX = 2;
        NFTA_REDIR_FLAGS = 3;

        NFTA_REJECT_TYPE = 1;
        NFTA_REJECT_ICMP_CODE = 2;

        NFTA_RT_DREG = 1;
        NFTA_RT_KEY = 2;

        NFTA_SOCKET_KEY = 1;
        NFTA_SOCKET_DREG = 2;
        NFTA_SOCKET_LEVEL = 3;

        NFTA_SYNPROXY_MSS = 1;
        NFTA_SYNPROXY_WSCALE = 2;
        NFTA_SYNPROXY_FLAGS = 3;

        NFTA_TARGET_NAME = 1;
        NFTA_TARGET_REV = 2;
        NFTA_TARGET_INFO = 3;

        NFTA_TPROXY_FAMILY = 1;
        NFTA_TPROXY_REG_ADDR = 2;
        NFTA_TPROXY_REG_PORT = 3;
    }
    u32 {
        NFT_REG_VERDICT = 0;
        NFT_REG_1 = 1;
        NFT_REG_2 = 2;
        NFT_REG_3 = 3;
        NFT_REG_4 = 4;

        NFT_BITWISE_MASK_XOR = 0;
        NFT_BITWISE_LSHIFT = 1;
        NFT_BITWISE_RSHIFT = 2;

        NFT_BYTEORDER_NTOH = 0;
        NFT_BYTEORDER_HTON = 1;

        NFT_CMP_EQ = 0;
        NFT_CMP_NEQ = 1;
        NFT_CMP_LT = 2;
        NFT_CMP_LTE = 3;
        NFT_CMP_GT = 4;
        NFT_CMP_GTE = 5;

        NFT_RANGE_EQ = 0;
        NFT_RANGE_NEQ = 1;

        NFT_PAYLOAD_LL_HEADER = 0;
        NFT_PAYLOAD_NETWORK_HEADER = 1;
        NFT_PAYLOAD_TRANSPORT_HEADER = 2;
        NFT_PAYLOAD_INNER_HEADER = 3;

        NFT_META_LEN = 0;
        NFT_META_PROTOCOL = 1;
        NFT_META_PRIORITY = 2;
        NFT_META_MARK = 3;
        NFT_META_IIF = 4;
        NFT_META_OIF = 5;
        NFT_META_IIFNAME = 6;
        NFT_META_OIFNAME = 7;
        NFT_META_IFTYPE = 8;
        NFT_META_OIFTYPE = 9;
        NFT_META_SKUID = 10;
        NFT_META_SKGID = 11;
        NFT_META_NFTRACE = 12;
        NFT_META_RTCLASSID = 13;
        NFT_META_SECMARK = 14;
        NFT_META_NFPROTO = 15;
        NFT_META_L4PROTO = 16;
        NFT_META_BRI_IIFNAME = 17;
        NFT_META_BRI_OIFNAME = 18;
        NFT_META_PKTTYPE = 19;
        NFT_META_CPU = 20;
        NFT_META_IIFGROUP = 21;
        NFT_META_OIFGROUP = 22;
        NFT_META_CGROUP = 23;
        NFT_META_PRANDOM = 24;
        NFT_META_SECPATH = 25;
        NFT_META_IIFKIND = 26;
        NFT_META_OIFKIND = 27;
        NFT_META_BRI_IIFPVID = 28;
        NFT_META_BRI_IIFVPROTO = 29;
        NFT_META_TIME_NS = 30;
        NFT_META_TIME_DAY = 31;
        NFT_META_TIME_HOUR = 32;
        NFT_META_SDIF = 33;
        NFT_META_SDIFNAME = 34;

        NFT_CT_STATE = 0;
        NFT_CT_DIRECTION = 1;
        NFT_CT_STATUS = 2;
        NFT_CT_MARK = 3;
        NFT_CT_SECMARK = 4;
        NFT_CT_EXPIRATION = 5;
        NFT_CT_HELPER = 6;
        NFT_CT_L3PROTOCOL = 7;
        NFT_CT_SRC = 8;
        NFT_CT_DST = 9;
        NFT_CT_PROTOCOL = 10;
        NFT_CT_PROTO_SRC = 11;
        NFT_CT_PROTO_DST = 12;
        NFT_CT_LABELS = 13;
        NFT_CT_PKTS = 14;
        NFT_CT_BYTES = 15;
        NFT_CT_AVGPKT = 16;
        NFT_CT_ZONE = 17;
        NFT_CT_EVENTMASK = 18;
        NFT_CT_SRC_IP = 19;
        NFT_CT_DST_IP = 20;
        NFT_CT_SRC_IP6 = 21;
        NFT_CT_DST_IP6 = 22;
        NFT_CT_ID = 23;

        NFT_DYNSET_OP_ADD = 0;
        NFT_DYNSET_OP_UPDATE = 1;
        NFT_DYNSET_OP_DELETE = 2;

        NFT_EXTHDR_OP_IPV6 = 0;
        NFT_EXTHDR_OP_TCPOPT = 1;
        NFT_EXTHDR_OP_IPV4 = 2;
        NFT_EXTHDR_OP_SCTP = 3;
        NFT_EXTHDR_OP_DCCP = 4;

        NFT_FIB_RESULT_UNSPEC = 0;
        NFT_FIB_RESULT_OIF = 1;
        NFT_FIB_RESULT_OIFNAME = 2;
        NFT_FIB_RESULT_ADDRTYPE = 3;

        NFT_HASH_JENKINS = 0;
        NFT_HASH_SYM = 1;

        NFT_LIMIT_PKTS = 0;
        NFT_LIMIT_PKT_BYTES = 1;

        NFT_LOGLEVEL_EMERG = 0;
        NFT_LOGLEVEL_ALERT = 1;
        NFT_LOGLEVEL_CRIT = 2;
        NFT_LOGLEVEL_ERR = 3;
        NFT_LOGLEVEL_WARNING = 4;
        NFT_LOGLEVEL_NOTICE = 5;
        NFT_LOGLEVEL_INFO = 6;
        NFT_LOGLEVEL_DEBUG = 7;
        NFT_LOGLEVEL_AUDIT = 8;

        NFT_NAT_SNAT = 0;
        NFT_NAT_DNAT = 1;

        NFT_NG_INCREMENTAL = 0;
        NFT_NG_RANDOM = 1;

        NFT_REJECT_ICMP_UNREACH = 0;
        NFT_REJECT_TCP_RST = 1;
        NFT_REJECT_ICMPX_UNREACH = 2;

        NFT_RT_CLASSID = 0;
        NFT_RT_NEXTHOP4 = 1;
        NFT_RT_NEXTHOP6 = 2;
        NFT_RT_TCPMSS = 3;
        NFT_RT_XFRM = 4;

        NFT_SOCKET_TRANSPARENT = 0;
        NFT_SOCKET_MARK = 1;
        NFT_SOCKET_WILDCARD = 2;
        NFT_SOCKET_CGROUPV2 = 3;

        NFT_SET_POL_PERFORMANCE = 0;
        NFT_SET_POL_MEMORY = 1;

        NFT_OBJECT_UNSPEC = 0;
        NFT_OBJECT_COUNTER = 1;
        NFT_OBJECT_QUOTA = 2;
        NFT_OBJECT_CT_HELPER = 3;
        NFT_OBJECT_LIMIT = 4;
        NFT_OBJECT_CONNLIMIT = 5;
        NFT_OBJECT_TUNNEL = 6;
        NFT_OBJECT_CT_TIMEOUT = 7;
        NFT_OBJECT_SECMARK = 8;
        NFT_OBJECT_CT_EXPECT = 9;
        NFT_OBJECT_SYNPROXY = 10;

        NFT_TABLE_F_DORMANT = 0x1;
        NFT_TABLE_F_OWNER = 0x2;

        NFT_CHAIN_BASE = 0x1;
        NFT_CHAIN_HW_OFFLOAD = 0x2;
        NFT_CHAIN_BINDING = 0x4;

        NFT_SET_ANONYMOUS = 0x1;
        NFT_SET_CONSTANT = 0x2;
        NFT_SET_INTERVAL = 0x4;
        NFT_SET_MAP = 0x8;
        NFT_SET_TIMEOUT = 0x10;
        NFT_SET_EVAL = 0x20;
        NFT_SET_OBJECT = 0x40;
        NFT_SET_CONCAT = 0x80;
        NFT_SET_EXPR = 0x100;
        NFT_SET_ELEM_INTERVAL_END = 0x1;
        NFT_SET_ELEM_CATCHALL = 0x2;

        NFT_RULE_COMPAT_F_MASK = 0x2;

        NFT_FLOWTABLE_MASK = 0x3;

        NFT_CONNLIMIT_F_INV = 0x1;

        NFT_LIMIT_F_INV = 0x1;

        NFT_LOOKUP_F_INV = 0x1;

        NF_LOG_TCPSEQ = 0x1;
        NF_LOG_TCPOPT = 0x2;
        NF_LOG_IPOPT = 0x4;
        NF_LOG_UID = 0x8;
        NF_LOG_MACDECODE = 0x20;
        NF_LOG_MASK = 0x2f;

        NF_NAT_RANGE_MASK = 0x7f;

        NFT_QUOTA_F_INV = 0x1;
        NFT_QUOTA_F_DEPLETED = 0x2;

        NFTA_FIB_F_SADDR = 0x1;
        NFTA_FIB_F_IIF = 0x8;

        NFT_DATA_VERDICT = 0xffffff00;

        NF_INET_LOCAL_IN = 1;
    }
    i32 {
        NFT_CONTINUE = -1;
        NFT_BREAK = -2;
        NFT_JUMP = -3;
        NFT_GOTO = -4;
        NFT_RETURN = -5;
        NF_DROP = 0;
        NF_ACCEPT = 1;
        NF_STOLEN = 2;
        NF_QUEUE = 3;
        NF_REPEAT = 4;
    }
    u8 {
        IP_CT_DIR_ORIGINAL = 0;
        IP_CT_DIR_REPLY = 1;
        NFPROTO_UNSPEC = 0;
        NFPROTO_INET = 1;
        NFPROTO_IPV4 = 2;
        NFPROTO_ARP = 3;
        NFPROTO_NETDEV = 5;
        NFPROTO_BRIDGE = 7;
        NFPROTO_IPV6 = 10;
    }
    usize {
        NFT_USERDATA_MAXLEN = 256;
        NFT_DATA_VALUE_MAXLEN = 64;
        NFT_SECMARK_CTX_MAXLEN = 4096;
        NFT_NAME_MAXLEN = 256;
    }
}

/// All flags of a table. The last one, which keeps a table without its owner, is younger than many
/// headers.
pub const NFT_TABLE_F_MASK: u32 = NFT_TABLE_F_DORMANT | NFT_TABLE_F_OWNER | 0x4;

/// All flags of a chain.
pub const NFT_CHAIN_FLAGS: u32 = NFT_CHAIN_BASE | NFT_CHAIN_HW_OFFLOAD | NFT_CHAIN_BINDING;

/// All flags of a set.
pub const NFT_SET_FLAGS: u32 = NFT_SET_ANONYMOUS
    | NFT_SET_CONSTANT
    | NFT_SET_INTERVAL
    | NFT_SET_MAP
    | NFT_SET_TIMEOUT
    | NFT_SET_EVAL
    | NFT_SET_OBJECT
    | NFT_SET_CONCAT
    | NFT_SET_EXPR;

/// All flags of an element.
pub const NFT_SET_ELEM_FLAGS: u32 = NFT_SET_ELEM_INTERVAL_END | NFT_SET_ELEM_CATCHALL;

/// All flags of a quota.
pub const NFT_QUOTA_F_MASK: u32 = NFT_QUOTA_F_INV | NFT_QUOTA_F_DEPLETED;
