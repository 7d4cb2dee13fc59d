//! Messages that libraries read wrongly: each is parsed as its type, emitted, and compared.

use core::any::type_name;
use core::fmt::Debug;

use netlink_core::{EmitMessage, ParseMessage, RawMessage, View};
use netlink_families::{Family, Visitor};
use netlink_tests::oracle;

/// Finds the type with this name, and lets it make the round trip.
struct Case<'m> {
    /// `rt_link::Link`.
    ty: &'m str,
    message: RawMessage<'m>,
    result: Option<Result<(), String>>,
}

impl Case<'_> {
    fn attempt<T: View>(&mut self)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage,
    {
        let name = type_name::<T::Of<'static>>();
        let name = name.split('<').next().unwrap_or_default();
        if name.strip_prefix("netlink_families::") == Some(self.ty) && self.result.is_none() {
            let result = oracle::message_round_trip::<T>(&self.message);
            self.result = Some(result.map_err(|difference| difference.to_string()));
        }
    }
}

impl Visitor for Case<'_> {
    fn request<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.attempt::<T>();
    }

    fn received<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.attempt::<T>();
    }
}

fn decode(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2).map(|pair| core::str::from_utf8(pair).expect("ASCII"));
    digits.map(|pair| u8::from_str_radix(pair, 16).expect("two hexadecimal digits")).collect()
}

#[cfg(target_endian = "little")]
#[test]
fn messages_that_are_read_wrongly_elsewhere_survive() {
    let mut failures = Vec::new();
    for line in include_str!("bytes.txt").lines().filter(|line| !line.is_empty()) {
        if line.starts_with('#') {
            continue;
        }
        let mut columns = line.split(" | ");
        let (name, ty) = (columns.next().unwrap_or_default(), columns.next().expect("a type"));
        let bytes = decode(columns.next().expect("bytes"));
        let (message, _) =
            RawMessage::split(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut case = Case { ty, message, result: None };
        crate::visit(ty.split(':').next().unwrap_or_default(), &mut case);
        let lost = columns.next().and_then(|why| why.split(':').next());
        match (case.result, lost) {
            (None, _) => failures.push(format!("{name}: no type {ty}")),
            (Some(Ok(())), None) => {}
            (Some(Ok(())), Some(_)) => failures.push(format!("{name}: kept now")),
            (Some(Err(error)), Some(lost)) if error.contains(lost) => {}
            (Some(Err(error)), _) => failures.push(format!("{name}: {error}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
