//! Structs that are emitted, beside the same attributes put one by one into the same writer.

use core::ffi::CStr;
use std::hint::black_box;

use netlink_core::{Emit, EmitError, Writer};

use crate::bench::{Bench, mapped};

#[derive(Clone, Debug, Emit)]
struct Required<'a> {
    #[nla(1)]
    index: u32,
    #[nla(2)]
    name: &'a CStr,
    #[nla(3)]
    mtu: u32,
    #[nla(4)]
    bytes: u64,
    #[nla(5)]
    state: u16,
    #[nla(6)]
    master: u32,
}

impl Required<'_> {
    const EXAMPLE: Self =
        Self { index: 2, name: c"uplink.100", mtu: 1496, bytes: 1 << 40, state: 6, master: 9 };

    #[inline(always)]
    fn put(&self, writer: &mut Writer<'_>) -> Result<(), EmitError> {
        writer.put(1, &self.index)?;
        writer.put(2, self.name)?;
        writer.put(3, &self.mtu)?;
        writer.put(4, &self.bytes)?;
        writer.put(5, &self.state)?;
        writer.put(6, &self.master)
    }
}

#[derive(Clone, Debug, Emit)]
struct Optional<'a> {
    #[nla(1)]
    index: Option<u32>,
    #[nla(2)]
    name: Option<&'a CStr>,
    #[nla(3)]
    mtu: Option<u32>,
    #[nla(4)]
    bytes: Option<u64>,
    #[nla(5)]
    state: Option<u16>,
    #[nla(6)]
    master: Option<u32>,
}

impl Optional<'_> {
    const EXAMPLE: Self = Self {
        index: Some(2),
        name: Some(c"uplink.100"),
        mtu: None,
        bytes: Some(1 << 40),
        state: None,
        master: Some(9),
    };

    #[inline(always)]
    fn put(&self, writer: &mut Writer<'_>) -> Result<(), EmitError> {
        if let Some(index) = &self.index {
            writer.put(1, index)?;
        }
        if let Some(name) = self.name {
            writer.put(2, name)?;
        }
        if let Some(mtu) = &self.mtu {
            writer.put(3, mtu)?;
        }
        if let Some(bytes) = &self.bytes {
            writer.put(4, bytes)?;
        }
        if let Some(state) = &self.state {
            writer.put(5, state)?;
        }
        if let Some(master) = &self.master {
            writer.put(6, master)?;
        }
        Ok(())
    }
}

pub(super) fn all() -> [Bench; 3] {
    let (required, optional) = (Required::EXAMPLE, Optional::EXAMPLE);
    let (hand_required, hand_optional) = (required.clone(), optional.clone());
    let [required_slice, optional_slice] = [
        Bench::writing(
            "emit required members, beside puts, slice",
            slice(move |writer| writer.emit(black_box(&required))),
            slice(move |writer| black_box(&hand_required).put(writer)),
        )
        .goal(1.1),
        Bench::writing(
            "emit optional members, beside puts, slice",
            slice(move |writer| writer.emit(black_box(&optional))),
            slice(move |writer| black_box(&hand_optional).put(writer)),
        )
        .goal(1.5),
    ];
    // Both in one: which of them has the growing of the vector inlined depends on where they are compiled.
    let (required, optional) = (Required::EXAMPLE, Optional::EXAMPLE);
    let (hand_required, hand_optional) = (required.clone(), optional.clone());
    let vectors = Bench::writing(
        "emit required and optional members, beside puts, vector",
        vectors(
            move |writer| writer.emit(black_box(&required)),
            move |writer| writer.emit(black_box(&optional)),
        ),
        vectors(
            move |writer| black_box(&hand_required).put(writer),
            move |writer| black_box(&hand_optional).put(writer),
        ),
    );
    [required_slice, optional_slice, vectors.goal(1.1)]
}

/// Writes into the same slice each time.
fn slice(emit: impl Fn(&mut Writer<'_>) -> Result<(), EmitError>) -> impl FnMut() -> Option<u64> {
    let mut bytes = [0; 256];
    move || {
        let mut writer = Writer::new(black_box(&mut bytes));
        emit(&mut writer).ok()?;
        let len = writer.len();
        black_box(&bytes);
        Some(len as u64)
    }
}

/// Writes both into the same vector each time.
fn vectors(
    first: impl Fn(&mut Writer<'_>) -> Result<(), EmitError>,
    second: impl Fn(&mut Writer<'_>) -> Result<(), EmitError>,
) -> impl FnMut() -> Option<u64> {
    let mut bytes = mapped();
    move || {
        bytes.clear();
        first(&mut Writer::growing(black_box(&mut bytes))).ok()?;
        let len = black_box(&bytes).len();
        bytes.clear();
        second(&mut Writer::growing(black_box(&mut bytes))).ok()?;
        Some((len + black_box(&bytes).len()) as u64)
    }
}
