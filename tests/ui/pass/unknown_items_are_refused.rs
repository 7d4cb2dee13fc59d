//! A stream that knows all of its items.

use netlink_core::{Emit, ErrorKind, Input, Parse, Stream};

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(unknown = refuse)]
enum Item {
    #[nla(1)]
    One(u8),
}

fn main() {
    let bytes = [5, 0, 1, 0, 7, 0, 0, 0, 4, 0, 2, 0];
    let stream = Stream::<Item>::parse(Input::new(&bytes)).unwrap();
    let mut items = stream.iter();
    assert_eq!(items.next(), Some(Ok(Item::One(7))));
    let error = items.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::UnknownType, 8));
    assert_eq!(items.next(), None);
}
