//! What C headers can say of the declarations, for tests: numbers of attributes, values of enums, and layouts.

use crate::error::{At as _, Error};
use crate::layout::{Part, parts};
use crate::module::Module;
use crate::names::upper;
use crate::values::fill;

impl Module<'_> {
    /// Returns the entry of the family in the list that tests compare with the headers. Call it after `generate`.
    pub fn facts(&mut self) -> Result<String, Error> {
        let mut items = self.numbers();
        items.extend(self.layouts()?);
        let headers: Vec<_> =
            self.spec.headers.iter().map(|header| format!("{header:?}")).collect();
        Ok(format!(
            "    Facts {{\n        name: \"{}\",\n        headers: &[\n{}        ],\n        values: &[\n{}        ],\n    }},\n",
            self.spec.name,
            fill(&headers, "            "),
            fill(&items, "            "),
        ))
    }

    /// Returns the constants of attributes, enums and flags.
    fn numbers(&self) -> Vec<String> {
        let mut items = Vec::new();
        for set in &self.spec.sets {
            let default = format!("{}-a-{}-", self.spec.name, set.name);
            for attr in set.attrs.iter().filter(|_| !set.is_subset && !set.not_in_c) {
                let prefix = attr.text("name-prefix").map(upper).or_else(|| set.prefix.clone());
                let prefix = prefix.unwrap_or_else(|| upper(&default));
                match attr.text("c-name") {
                    Some(name) => items.push(format!("(\"{name}\", {})", attr.number)),
                    None => items.push(constant(&prefix, &attr.name, attr.number.into())),
                }
            }
        }
        let named = self.spec.definitions.iter();
        for definition in named.filter(|definition| !definition.entry.is_true("not-in-c")) {
            let default = format!("{}-{}-", self.spec.name, definition.name);
            let prefix = upper(definition.entry.text("name-prefix").unwrap_or(&default));
            for (name, value) in definition.entries() {
                let entry = definition.entry.list("entries").iter();
                let c_name = entry
                    .filter(|entry| entry.text("name") == Some(&name))
                    .find_map(|entry| entry.text("c-name"));
                let (prefix, name) = c_name.map_or((prefix.as_str(), name.as_str()), |c| ("", c));
                match definition.kind.as_str() {
                    "enum" => items.push(constant(prefix, name, value.into())),
                    "flags" => items.push(constant(
                        prefix,
                        name,
                        1_i128.checked_shl(u32::try_from(value).unwrap_or(127)).unwrap_or(0),
                    )),
                    _ => {}
                }
            }
        }
        items
    }

    /// Returns sizes of structures and offsets of their members.
    fn layouts(&mut self) -> Result<Vec<String>, Error> {
        let mut items = Vec::new();
        let module = self.module_name();
        for name in self.written_structs.clone() {
            let structure = self.spec.structure(&name)?;
            let c_name = structure.c_name();
            let rust = format!("families::{module}::{}", self.struct_name(&name));
            items.push(format!("(\"sizeof(struct {c_name})\", size_of::<{rust}>() as i128)"));
            let mut members = self.member_names(structure).into_iter();
            for part in parts(self.spec, structure).at(&name)? {
                let Part::Member(_) = part else { continue };
                let Some((member, field)) = members.next() else { continue };
                let prefix = structure.entry.text("name-prefix").map(|prefix| format!("{prefix}_"));
                let c_member = match (member.text("c-name"), prefix) {
                    (Some(name), _) => name.to_owned(),
                    (None, prefix) => {
                        prefix.unwrap_or_default() + member.text("name").unwrap_or_default()
                    }
                };
                let c_member = c_member.replace('-', "_");
                if member.text("type") == Some("pad") {
                    continue;
                }
                items.push(format!("(\"offsetof(struct {c_name}, {c_member})\", offset_of!({rust}, {field}) as i128)"));
            }
        }
        Ok(items)
    }
}

fn constant(prefix: &str, name: &str, value: i128) -> String {
    let separator = if prefix.is_empty() || prefix.ends_with('_') { "" } else { "_" };
    format!("(\"{prefix}{separator}{}\", {value})", plain(name))
}

/// A name in capitals, also if it begins with a digit.
fn plain(name: &str) -> String {
    name.to_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}
