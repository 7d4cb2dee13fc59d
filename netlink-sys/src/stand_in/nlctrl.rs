//! The nlctrl of a stand-in, which knows its generic netlink families.

use std::ffi::CString;

use netlink_core::{Errno, Indexed, Level};

use super::answer::Response;
use super::family::Families;
use super::refusal::Refusal;
use crate::Group;
use crate::connection::family::{GENL_ID_CTRL, GetFamily, NamedGroup, NewFamily};

/// Answers for nlctrl, and for families that do not exist.
pub(super) fn answer(
    families: &Families,
    answer: &mut Response<'_>,
) -> Option<Result<(), Refusal>> {
    match answer.request().header().ty {
        GENL_ID_CTRL => Some(get_family(families, answer)),
        ty if families.iter().any(|known| known.id == ty) => None,
        _ => Some(Err(Errno::ENOENT.into())),
    }
}

fn get_family(families: &Families, answer: &mut Response<'_>) -> Result<(), Refusal> {
    let request = answer.request();
    let asked = request.parse_at::<GetFamily<'_>>(Level::STRICT)?;
    let known = families.iter().find(|known| known.name.as_c_str() == asked.name);
    let known = known.ok_or(Errno::ENOENT)?;
    let group = |(name, group): &(CString, Group)| (name.clone(), group.number());
    let groups: Vec<_> = known.groups.iter().map(group).collect();
    let groups: Vec<_> = groups.iter().map(|(name, id)| NamedGroup { name, id: *id }).collect();
    answer.reply(&NewFamily {
        id: known.id,
        name: &known.name,
        version: Some(1),
        header_len: Some(0),
        max_attr: None,
        operations: None,
        groups: Some(Indexed::of(&groups)),
    })?;
    Ok(())
}
