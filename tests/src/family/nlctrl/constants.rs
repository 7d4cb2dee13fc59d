//! Numbers, by the names that the kernel's headers give them.

/// Defines constants, and lists them.
macro_rules! constants {
    ($($ty:ident { $($name:ident = $value:literal;)* })*) => {
        $($(pub const $name: $ty = $value;)*)*

        /// All constants of this module that the headers know, with their names.
        pub const ALL: &[(&str, i128)] = &[$($((stringify!($name), $value)),*),*];
    };
}

constants! {
    u8 {
        CTRL_CMD_NEWFAMILY = 1;
        CTRL_CMD_DELFAMILY = 2;
        CTRL_CMD_GETFAMILY = 3;
        CTRL_CMD_NEWMCAST_GRP = 7;
        CTRL_CMD_DELMCAST_GRP = 8;
        CTRL_CMD_GETPOLICY = 10;
    }
    u16 {
        GENL_ID_CTRL = 16;

        CTRL_ATTR_FAMILY_ID = 1;
        CTRL_ATTR_FAMILY_NAME = 2;
        CTRL_ATTR_VERSION = 3;
        CTRL_ATTR_HDRSIZE = 4;
        CTRL_ATTR_MAXATTR = 5;
        CTRL_ATTR_OPS = 6;
        CTRL_ATTR_MCAST_GROUPS = 7;
        CTRL_ATTR_POLICY = 8;
        CTRL_ATTR_OP_POLICY = 9;
        CTRL_ATTR_OP = 10;

        CTRL_ATTR_OP_ID = 1;
        CTRL_ATTR_OP_FLAGS = 2;

        CTRL_ATTR_MCAST_GRP_NAME = 1;
        CTRL_ATTR_MCAST_GRP_ID = 2;

        CTRL_ATTR_POLICY_DO = 1;
        CTRL_ATTR_POLICY_DUMP = 2;

        NL_POLICY_TYPE_ATTR_TYPE = 1;
        NL_POLICY_TYPE_ATTR_MIN_VALUE_S = 2;
        NL_POLICY_TYPE_ATTR_MAX_VALUE_S = 3;
        NL_POLICY_TYPE_ATTR_MIN_VALUE_U = 4;
        NL_POLICY_TYPE_ATTR_MAX_VALUE_U = 5;
        NL_POLICY_TYPE_ATTR_MIN_LENGTH = 6;
        NL_POLICY_TYPE_ATTR_MAX_LENGTH = 7;
        NL_POLICY_TYPE_ATTR_POLICY_IDX = 8;
        NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE = 9;
        NL_POLICY_TYPE_ATTR_BITFIELD32_MASK = 10;
        NL_POLICY_TYPE_ATTR_PAD = 11;
        NL_POLICY_TYPE_ATTR_MASK = 12;
    }
    u32 {
        GENL_ADMIN_PERM = 1;
        GENL_CMD_CAP_DO = 2;
        GENL_CMD_CAP_DUMP = 4;
        GENL_CMD_CAP_HASPOL = 8;
        GENL_UNS_ADMIN_PERM = 16;

        NL_ATTR_TYPE_INVALID = 0;
        NL_ATTR_TYPE_FLAG = 1;
        NL_ATTR_TYPE_U8 = 2;
        NL_ATTR_TYPE_U16 = 3;
        NL_ATTR_TYPE_U32 = 4;
        NL_ATTR_TYPE_U64 = 5;
        NL_ATTR_TYPE_S8 = 6;
        NL_ATTR_TYPE_S16 = 7;
        NL_ATTR_TYPE_S32 = 8;
        NL_ATTR_TYPE_S64 = 9;
        NL_ATTR_TYPE_BINARY = 10;
        NL_ATTR_TYPE_STRING = 11;
        NL_ATTR_TYPE_NUL_STRING = 12;
        NL_ATTR_TYPE_NESTED = 13;
        NL_ATTR_TYPE_NESTED_ARRAY = 14;
        NL_ATTR_TYPE_BITFIELD32 = 15;
        NL_ATTR_TYPE_SINT = 16;
        NL_ATTR_TYPE_UINT = 17;
    }
    usize {
        GENL_NAMSIZ = 16;
    }
}

/// The family's name.
pub const NLCTRL: &str = "nlctrl";
/// The version of the family's interface.
pub const VERSION: u8 = 2;
