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
        RTM_NEWADDR = 20;
        RTM_DELADDR = 21;
        RTM_GETADDR = 22;
        RTM_GETMULTICAST = 58;

        IFA_ADDRESS = 1;
        IFA_LOCAL = 2;
        IFA_LABEL = 3;
        IFA_BROADCAST = 4;
        IFA_ANYCAST = 5;
        IFA_CACHEINFO = 6;
        IFA_MULTICAST = 7;
        IFA_FLAGS = 8;
        IFA_RT_PRIORITY = 9;
        IFA_TARGET_NETNSID = 10;
        IFA_PROTO = 11;
    }
    u8 {
        AF_UNSPEC = 0;
        AF_INET = 2;
        AF_INET6 = 10;

        RT_SCOPE_UNIVERSE = 0;
        RT_SCOPE_SITE = 200;
        RT_SCOPE_LINK = 253;
        RT_SCOPE_HOST = 254;
        RT_SCOPE_NOWHERE = 255;

        IFAPROT_UNSPEC = 0;
        IFAPROT_KERNEL_LO = 1;
        IFAPROT_KERNEL_RA = 2;
        IFAPROT_KERNEL_LL = 3;
    }
    u32 {
        IFA_F_SECONDARY = 0x01;
        IFA_F_NODAD = 0x02;
        IFA_F_OPTIMISTIC = 0x04;
        IFA_F_DADFAILED = 0x08;
        IFA_F_HOMEADDRESS = 0x10;
        IFA_F_DEPRECATED = 0x20;
        IFA_F_TENTATIVE = 0x40;
        IFA_F_PERMANENT = 0x80;
        IFA_F_MANAGETEMPADDR = 0x100;
        IFA_F_NOPREFIXROUTE = 0x200;
        IFA_F_MCAUTOJOIN = 0x400;
        IFA_F_STABLE_PRIVACY = 0x800;

        RTNLGRP_IPV4_IFADDR = 5;
        RTNLGRP_IPV6_IFADDR = 9;
    }
}
