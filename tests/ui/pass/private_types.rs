//! Types that cannot be named outside their module, in types that can.
#![deny(warnings, private_interfaces, private_bounds)]
#![allow(dead_code)]

mod family {
    use netlink_core::{Emit, Parse, Stream};

    mod inner {
        use netlink_core::{Emit, Parse};

        #[derive(Debug, Parse, Emit)]
        pub(super) struct Hidden {
            #[nla(1)]
            pub(super) value: Value,
        }

        #[derive(Clone, Debug, Parse, Emit)]
        #[repr(u8)]
        pub(in crate::family) enum Value {
            One = 1,
        }
    }

    #[derive(Debug, Parse, Emit)]
    #[netlink(message = 1, reply = Answer<'_>)]
    pub struct Public<'a> {
        #[nla(1)]
        hidden: Option<inner::Hidden>,
        #[nla(2, range = MIN..)]
        number: Option<u32>,
        #[nla(3)]
        stream: Stream<'a, Item>,
    }

    const MIN: u32 = 1;

    #[derive(Debug, Parse, Emit)]
    #[netlink(message = 2)]
    pub struct Answer<'a> {
        #[nla(3)]
        stream: Stream<'a, Item>,
    }

    #[derive(Clone, Debug, Parse, Emit)]
    enum Item {
        #[nla(1)]
        One(inner::Value),
    }
}

fn main() {}
