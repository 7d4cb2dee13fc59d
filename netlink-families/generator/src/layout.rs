//! The layout of C structures: specifications leave out what a compiler puts between members.

use crate::error::{At as _, Error};
use crate::spec::{Definition, Spec};
use crate::value::Value;

/// A member or a gap.
#[derive(Clone, Debug)]
pub enum Part<'s> {
    Member(&'s Value),
    /// Bytes that the specification does not mention.
    Gap(u64),
}

/// Returns the size and alignment of an integer type.
pub fn int_size(ty: &str) -> Option<u64> {
    match ty {
        "u8" | "s8" => Some(1),
        "u16" | "s16" => Some(2),
        "u32" | "s32" => Some(4),
        "u64" | "s64" => Some(8),
        _ => None,
    }
}

/// Returns the members of a structure with the gaps between them and at its end.
pub fn parts<'s>(spec: &'s Spec, structure: &'s Definition) -> Result<Vec<Part<'s>>, Error> {
    let (mut offset, mut align) = (0, 1);
    let mut parts = Vec::new();
    for member in structure.entry.list("members") {
        let (size, member_align) = member_layout(spec, member).at(&structure.name)?;
        offset = gap(&mut parts, offset, member_align);
        parts.push(Part::Member(member));
        offset += size;
        align = align.max(member_align);
    }
    gap(&mut parts, offset, align);
    Ok(parts)
}

fn gap(parts: &mut Vec<Part<'_>>, offset: u64, align: u64) -> u64 {
    let aligned = offset.next_multiple_of(align);
    if aligned > offset {
        parts.push(Part::Gap(aligned - offset));
    }
    aligned
}

/// Returns the size and the alignment of a structure.
pub fn layout(spec: &Spec, structure: &Definition) -> Result<(u64, u64), Error> {
    let (mut offset, mut align) = (0_u64, 1);
    for member in structure.entry.list("members") {
        let (size, member_align) = member_layout(spec, member).at(&structure.name)?;
        offset = offset.next_multiple_of(member_align) + size;
        align = align.max(member_align);
    }
    Ok((offset.next_multiple_of(align), align))
}

fn member_layout(spec: &Spec, member: &Value) -> Result<(u64, u64), Error> {
    if let Some(size) = member.text("type").and_then(int_size) {
        return Ok((size, size));
    }
    if let Some(structure) = member.text("struct") {
        return layout(spec, spec.structure(structure)?);
    }
    let align = member.int("align").and_then(|align| u64::try_from(align).ok()).unwrap_or(1);
    Ok((len(spec, member)?, align))
}

/// Returns the `len` of a member.
pub fn len(spec: &Spec, member: &Value) -> Result<u64, Error> {
    let name = member.text("name").unwrap_or_default();
    let len = member.get("len").ok_or_else(|| Error::new("a member of unknown length")).at(name)?;
    u64::try_from(spec.number(len).at(name)?).map_err(|_| Error::new("a negative length")).at(name)
}
