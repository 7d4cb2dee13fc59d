//! Enums, flags, C structures and constants.

use crate::error::{At as _, Error};
use crate::layout::{Part, int_size, len, parts};
use crate::module::{EnumForm, EnumUse, Module};
use crate::names::{literal, pascal, snake, upper};
use crate::spec::Definition;
use crate::types::int;
use crate::value::Value;

/// The width of generated lines.
const WIDTH: usize = 110;

/// Puts short items into lines, as in a table.
pub fn fill(items: &[String], indent: &str) -> String {
    let (mut out, mut line) = (String::new(), indent.to_owned());
    for item in items {
        if line.len() + item.len() + 2 > WIDTH && !line.trim().is_empty() {
            out += line.trim_end();
            out.push('\n');
            line = indent.to_owned();
        }
        line += &format!("{item}, ");
    }
    if !line.trim().is_empty() {
        out += line.trim_end();
        out.push('\n');
    }
    out
}

impl<'s> Module<'s> {
    /// Returns the members of a structure with their Rust names; what all of them start with is left out.
    pub fn member_names(&self, structure: &'s Definition) -> Vec<(&'s Value, String)> {
        let members: Vec<_> = structure.entry.list("members").iter().collect();
        let named: Vec<_> = members
            .iter()
            .filter(|member| member.text("type") != Some("pad"))
            .filter_map(|member| member.text("name"))
            .collect();
        let prefix = named
            .first()
            .and_then(|name| name.split_once('-'))
            .map(|(prefix, _)| format!("{prefix}-"));
        let prefix = prefix.filter(|prefix| {
            let rest = |name: &&str| {
                name.strip_prefix(prefix.as_str())
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
            };
            named.len() > 1 && named.iter().all(rest)
        });
        let rust = |member: &Value| match (
            member.text("field"),
            member.text("name").unwrap_or_default(),
        ) {
            (Some(field), _) => field.to_owned(),
            (None, name) => snake(
                prefix.as_deref().and_then(|prefix| name.strip_prefix(prefix)).unwrap_or(name),
            ),
        };
        members.into_iter().map(|member| (member, rust(member))).collect()
    }

    /// Returns the declarations of the structures that are used.
    pub fn write_structs(&mut self) -> Result<String, Error> {
        let mut order = Vec::new();
        for name in self.structs.clone() {
            self.visit(&name, &mut order)?;
        }
        self.written_structs.clone_from(&order);
        let (mut headers, mut packed, mut others) = (String::new(), String::new(), String::new());
        for name in order {
            let text = self.write_struct(self.spec.structure(&name)?).at(&name)?;
            if self.headers.contains(&name) {
                headers += &text;
            } else if self.packed.contains(&name) {
                packed += &text;
            } else {
                others += &text;
            }
        }
        let wrap = |name, text: String| {
            if text.is_empty() { text } else { format!("\n{name}! {{{text}}}\n") }
        };
        Ok(wrap("headers", headers) + &wrap("packed_structs", packed) + &wrap("structs", others))
    }

    /// Structures in structures are declared before them.
    fn visit(&self, name: &str, order: &mut Vec<String>) -> Result<(), Error> {
        for inner in self
            .spec
            .structure(name)?
            .entry
            .list("members")
            .iter()
            .filter_map(|member| member.text("struct"))
        {
            self.visit(inner, order)?;
        }
        if !order.iter().any(|known| known == name) {
            order.push(name.to_owned());
        }
        Ok(())
    }

    fn write_struct(&mut self, structure: &'s Definition) -> Result<String, Error> {
        let names = self.member_names(structure);
        let mut items = Vec::new();
        let (mut gaps, mut members) = (0, names.into_iter());
        for part in parts(self.spec, structure)? {
            match part {
                Part::Gap(len) => {
                    items.push(format!("gap{}: [u8; {len}]", number_suffix(gaps)));
                    gaps += 1;
                }
                Part::Member(member) => {
                    let name = members.next().map(|(_, name)| name).unwrap_or_default();
                    items.push(format!("{name}: {}", self.member_type(member).at(&name)?));
                }
            }
        }
        let c_name = structure.c_name();
        let rust = self.struct_name(&structure.name);
        Ok(format!(
            "\n    /// `struct {c_name}`.\n    {rust} [\"{c_name}\"] {{\n{}    }}\n",
            fill(&items, "        ")
        ))
    }

    fn member_type(&mut self, member: &Value) -> Result<String, Error> {
        let ty = member.text("type").unwrap_or_default();
        if let Some(structure) = member.text("struct") {
            return Ok(self.struct_name(structure));
        }
        let (Some(rust), Some(size)) = (int(ty), int_size(ty)) else {
            return Ok(format!("[u8; {}]", len(self.spec, member)?));
        };
        match member.text("byte-order") {
            Some("big-endian") if size > 1 => return Ok(format!("be::{}", rust.to_uppercase())),
            Some("little-endian") if size > 1 => return Ok(format!("le::{}", rust.to_uppercase())),
            _ => {}
        }
        let named = member
            .text("enum")
            .map(|name| self.named_values(name, rust, member.is_true("enum-as-flags"), true));
        Ok(named.transpose()?.flatten().map_or_else(|| rust.to_owned(), |(rust, _)| rust))
    }

    /// Returns the declarations of the enums and flags that are used.
    pub fn write_enums(&mut self) -> Result<String, Error> {
        let mut out = String::new();
        for used in self.enums.clone() {
            let definition = self
                .spec
                .definition(&used.definition)
                .ok_or_else(|| Error::new("no such enum"))
                .at(&used.definition)?;
            out += &match used.form {
                EnumForm::Flags => write_flags(definition, &used),
                EnumForm::Member => write_member(definition, &used),
                EnumForm::Values => write_enum(definition, &used),
            };
        }
        Ok(out)
    }

    /// Returns the constants of the specification.
    pub fn write_constants(&self) -> Result<String, Error> {
        let mut out = String::new();
        for constant in self.spec.definitions.iter().filter(|definition| definition.kind == "const")
        {
            let name = upper(constant.entry.text("rust-name").unwrap_or(&constant.name));
            let Some(value) = constant.entry.get("value") else { continue };
            out += &match self.spec.number(value) {
                Ok(number) if number > i128::from(u32::MAX) => {
                    format!("pub const {name}: u64 = {number:#x};\n")
                }
                Ok(number) => format!("pub const {name}: u32 = {number};\n"),
                Err(_) => format!(
                    "pub const {name}: &str = \"{}\";\n",
                    value.as_text().unwrap_or_default()
                ),
            };
        }
        for (name, number) in &self.spec.groups {
            let name = upper(name);
            let name = ["RTNLGRP_", "NFNLGRP_"]
                .iter()
                .find_map(|prefix| name.strip_prefix(prefix))
                .unwrap_or(&name)
                .to_owned();
            out += &match number {
                Some(number) => format!("pub const GROUP_{name}: u32 = {number};\n"),
                None => format!("pub const GROUP_{name}: &str = \"{}\";\n", self.group(&name)),
            };
        }
        Ok(if out.is_empty() { out } else { format!("\n{out}") })
    }

    fn group(&self, name: &str) -> String {
        self.spec
            .groups
            .iter()
            .find(|(known, _)| upper(known) == name)
            .map(|(known, _)| known.clone())
            .unwrap_or_default()
    }
}

fn number_suffix(number: u32) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

/// Returns the name of an enum or flags, and what C names begin with.
fn documentation(definition: &Definition) -> String {
    let name = format!("`{}`", definition.name);
    match definition.entry.text("name-prefix").map(upper) {
        Some(prefix) if !prefix.is_empty() => format!("{name} (`{prefix}_*`)"),
        _ => name,
    }
}

fn write_flags(definition: &Definition, used: &EnumUse) -> String {
    let bits = match used.wire.trim_start_matches("Be<").trim_end_matches('>') {
        "u8" => 8,
        "u16" => 16,
        "u32" | "Bitfield32" => 32,
        _ => 64,
    };
    let entries = definition.entries();
    let named = entries
        .iter()
        .filter(|(_, bit)| *bit < bits)
        .map(|(name, bit)| format!("{} = {}", upper(name), literal(1 << bit)));
    let named: Vec<_> = named.collect();
    format!(
        "\nflags! {{\n    /// {}.\n    {}: {} {{\n{}    }}\n}}\n",
        documentation(definition),
        used.rust,
        used.wire,
        fill(&named, "        ")
    )
}

/// Returns names and values, each value once.
fn values(definition: &Definition) -> Vec<(String, u64)> {
    let mut values: Vec<(String, u64)> = Vec::new();
    for (name, value) in definition.entries() {
        if values.iter().all(|(_, known)| *known != value) {
            values.push((name, value));
        }
    }
    values
}

fn write_member(definition: &Definition, used: &EnumUse) -> String {
    let named: Vec<_> = values(definition)
        .iter()
        .map(|(name, value)| format!("{} = {}", upper(name), literal(*value)))
        .collect();
    format!(
        "\nvalues! {{\n    /// {}.\n    {}: {} {{\n{}    }}\n}}\n",
        documentation(definition),
        used.rust,
        used.wire,
        fill(&named, "        ")
    )
}

fn write_enum(definition: &Definition, used: &EnumUse) -> String {
    let repr = match used.wire.as_str() {
        "Uint" => "u64",
        "Sint" => "i64",
        wire => wire.trim_start_matches("Be<").trim_start_matches("Le<").trim_end_matches('>'),
    };
    let mut items: Vec<String> = Vec::new();
    let mut names = Vec::new();
    let mut next = Some(0);
    for (name, value) in values(definition) {
        let mut rust = pascal(&name);
        if rust == "Other" || rust == "Self" {
            rust += "Value";
        }
        while names.contains(&rust) {
            rust.push('_');
        }
        items.push(if next == Some(value) {
            rust.clone()
        } else {
            format!("{rust} = {}", literal(value))
        });
        next = value.checked_add(1);
        names.push(rust);
    }
    let wire = if used.wire == repr {
        String::new()
    } else {
        format!("#[netlink(wire = {})]\n", used.wire)
    };
    format!(
        "\n/// {}.\n#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]\n#[repr({repr})]\n{wire}pub enum {} {{\n{}    #[netlink(other)] Other({repr}),\n}}\n",
        documentation(definition),
        used.rust,
        fill(&items, "    ")
    )
}
