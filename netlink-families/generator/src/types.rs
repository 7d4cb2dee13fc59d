//! The Rust type of an attribute, and its rules.

use crate::error::{At as _, Error};
use crate::module::{EnumForm, EnumUse, Module};
use crate::names::{literal, pascal};
use crate::spec::Attr;
use crate::value::Value;

/// The type of one occurrence of an attribute.
#[derive(Clone, Debug)]
pub struct Type {
    pub rust: String,
    pub rules: Rules,
    /// The directive `select`, if the type needs one that the specification does not say.
    pub select: Option<String>,
}

/// Which rules an attribute can have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rules {
    None,
    Len,
    /// An integer of so many bits.
    Int(u32),
    /// Flags: a mask alone.
    Mask,
}

impl Type {
    fn plain(rust: impl Into<String>) -> Self {
        Self { rust: rust.into(), rules: Rules::None, select: None }
    }

    fn with(rust: impl Into<String>, rules: Rules) -> Self {
        Self { rust: rust.into(), rules, select: None }
    }
}

/// Returns Rust's name of an integer type.
pub fn int(ty: &str) -> Option<&'static str> {
    Some(match ty {
        "u8" => "u8",
        "u16" => "u16",
        "u32" => "u32",
        "u64" => "u64",
        "s8" => "i8",
        "s16" => "i16",
        "s32" => "i32",
        "s64" => "i64",
        _ => return None,
    })
}

fn bits(ty: &str) -> u32 {
    ty.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap_or(64)
}

impl Module<'_> {
    /// Returns the type of an attribute. `family` is the member of the fixed header that says which addresses are in it.
    pub fn ty(&mut self, attr: &Attr, family: Option<&str>) -> Result<Type, Error> {
        if let Some(rust) = attr.text("rust") {
            return Ok(Type::plain(rust));
        }
        if let Some(integer) = self.integer(attr)? {
            return Ok(integer);
        }
        match attr.ty.as_str() {
            "flag" => Ok(Type::plain("bool")),
            "string" => {
                let any = (self.spec.any_string && !attr.is("nul"))
                    || attr.check("unterminated-ok").is_some();
                Ok(Type::with(if any { "NlaStr<'a>" } else { "&'a CStr" }, Rules::Len))
            }
            "binary" => self.binary(attr, family),
            "nest" => self.nest(attr).map(Type::plain),
            "indexed-array" => {
                let inner = match attr.text("sub-type") {
                    Some("nest") => self.nest(attr)?,
                    Some(sub_type) => self.element(attr, sub_type)?,
                    None => return Err(Error::new("an array without `sub-type`")),
                };
                Ok(Type::plain(format!("Indexed<'a, {inner}>")))
            }
            "nest-type-value" => {
                let levels = attr.entry.list("type-value").len();
                let nest = self.nest(attr)?;
                Ok(Type::plain((0..levels).fold(nest, |inner, _| format!("Indexed<'a, {inner}>"))))
            }
            "sub-message" => {
                let name =
                    attr.text("sub-message").ok_or_else(|| Error::new("no `sub-message`"))?;
                if self.is_opaque(attr)? {
                    return Ok(Type::plain("Payload<'a>"));
                }
                Ok(Type::plain(format!("{}<'a>", self.need_sub_message(name)?)))
            }
            other => Err(Error::new(format!("unknown type `{other}`"))),
        }
        .at(&attr.name)
    }

    /// Returns the type of an element: the attribute's, with another kind.
    fn element(&mut self, attr: &Attr, ty: &str) -> Result<String, Error> {
        let mut element = attr.clone();
        element.ty = ty.to_owned();
        if let Value::Map(entries) = &mut element.entry {
            entries.retain(|(key, _)| !matches!(key.as_str(), "sub-type" | "multi-attr"));
        }
        Ok(self.ty(&element, None)?.rust)
    }

    fn integer(&mut self, attr: &Attr) -> Result<Option<Type>, Error> {
        let ordered = |int: &str| match attr.text("byte-order") {
            Some("big-endian") if bits(int) > 8 => format!("Be<{int}>"),
            Some("little-endian") if bits(int) > 8 => format!("Le<{int}>"),
            _ => int.to_owned(),
        };
        let (wire, rules) = match (int(&attr.ty), attr.ty.as_str()) {
            (Some("u32"), _) if attr.text("display-hint") == Some("ipv4") => {
                return Ok(Some(Type::plain("Ipv4Addr")));
            }
            (Some(int), _) => (ordered(int), Rules::Int(bits(int))),
            (None, "uint") => ("Uint".to_owned(), Rules::Int(64)),
            (None, "sint") => ("Sint".to_owned(), Rules::Int(64)),
            (None, "bitfield32") => ("Bitfield32".to_owned(), Rules::Mask),
            _ => return Ok(None),
        };
        let named = attr
            .text("enum")
            .map(|name| self.named_values(name, &wire, attr.is("enum-as-flags"), false))
            .transpose()?;
        Ok(Some(match named.flatten() {
            Some((rust, EnumForm::Flags)) => Type::with(rust, Rules::Mask),
            Some((rust, _)) => Type::plain(rust),
            None => Type::with(wire, rules),
        }))
    }

    /// Returns the Rust type for an enum or flags of this kind of integer.
    pub fn named_values(
        &mut self,
        name: &str,
        wire: &str,
        as_flags: bool,
        member: bool,
    ) -> Result<Option<(String, EnumForm)>, Error> {
        let Some(definition) = self.spec.definition(name) else { return Ok(None) };
        let form = match definition.kind.as_str() {
            "flags" => EnumForm::Flags,
            "enum" if as_flags => EnumForm::Flags,
            "enum" if wire == "Bitfield32" => return Ok(None),
            "enum" if member => EnumForm::Member,
            "enum" => EnumForm::Values,
            _ => return Ok(None),
        };
        let known = self
            .enums
            .iter()
            .find(|known| known.definition == name && known.wire == wire && known.form == form);
        if let Some(known) = known {
            return Ok(Some((known.rust.clone(), form)));
        }
        let mut base = self.type_name(name.strip_suffix("-enum").unwrap_or(name));
        if form == EnumForm::Flags && definition.kind != "flags" {
            base += "Flags";
        }
        let key = format!("{} {name}", if form == EnumForm::Flags { "flags" } else { "enum" });
        let is_first = !self.enums.iter().any(|known| {
            known.definition == name && (known.form == EnumForm::Flags) == (form == EnumForm::Flags)
        });
        let suffix = match wire {
            "Bitfield32" => "Change".to_owned(),
            wire if wire.starts_with("Be<") => "Be".to_owned(),
            wire => pascal(wire),
        };
        let rust = if is_first {
            self.names.of(&key, &[base.clone(), format!("{base}Value")])
        } else {
            self.names.of(
                &format!("{key} {wire} {form:?}"),
                &[format!("{base}{suffix}"), format!("{base}Value{suffix}")],
            )
        };
        self.enums.push(EnumUse {
            definition: name.to_owned(),
            wire: wire.to_owned(),
            form,
            rust: rust.clone(),
        });
        Ok(Some((rust, form)))
    }

    fn binary(&mut self, attr: &Attr, family: Option<&str>) -> Result<Type, Error> {
        if let Some(structure) = attr.text("struct") {
            let rust = self.need_struct(structure)?;
            if let Some(items) = attr.text("items") {
                let items = match int(items) {
                    Some(int) => format!("ne::{}", int.to_uppercase()),
                    None => self.need_packed(items)?,
                };
                return Ok(Type::plain(format!("Flexible<'a, {rust}, {items}>")));
            }
            if attr.is("array") {
                self.need_packed(structure)?;
            }
            return Ok(Type::plain(if attr.is("array") {
                format!("&'a [{rust}]")
            } else {
                format!("Struct<'a, {rust}>")
            }));
        }
        if let Some(element) = attr.text("sub-type").and_then(int).filter(|int| bits(int) > 8) {
            let order = if attr.text("byte-order") == Some("big-endian") { "be" } else { "ne" };
            return Ok(Type::with(
                format!("&'a [{order}::{}]", element.to_uppercase()),
                Rules::Len,
            ));
        }
        let exact = attr.check("exact-len").map(|len| self.spec.number(len)).transpose()?;
        match (attr.text("display-hint"), exact) {
            (Some("ipv6"), _) => return Ok(Type::plain("Ipv6Addr")),
            (Some("ipv4"), _) => return Ok(Type::plain("Ipv4Addr")),
            (Some("ipv4-or-v6"), _) => {
                return Ok(match family {
                    Some(member) => {
                        Type { select: Some(format!("header.{member}")), ..Type::plain("Ip<'a>") }
                    }
                    None => Type::plain("IpAddr"),
                });
            }
            (Some("mac"), Some(6)) => return Ok(Type::plain("Mac")),
            (Some("uuid"), _) => return Ok(Type::plain("[u8; 16]")),
            (_, Some(len @ 1..=32)) => return Ok(Type::plain(format!("[u8; {len}]"))),
            _ => {}
        }
        Ok(Type::with("&'a [u8]", Rules::Len))
    }

    fn nest(&mut self, attr: &Attr) -> Result<String, Error> {
        match attr.nested() {
            Some(set) => self.need_set(set, None),
            None => Ok("Nest<'a>".to_owned()),
        }
    }

    /// Returns the rules of an attribute, as directives: `, emit(len = ..=15)`.
    pub fn rules(&self, attr: &Attr, rules: Rules) -> Result<String, Error> {
        if let Some(text) = attr.text("rules") {
            return Ok(format!(", {text}"));
        }
        let number = |key: &str| {
            attr.check(key).map(|value| self.spec.number(value)).transpose().at(&attr.name)
        };
        let mut directives = Vec::new();
        match rules {
            Rules::None => {}
            Rules::Len => {
                if let Some(exact) = number("exact-len")? {
                    directives.push(format!("len = {exact}"));
                } else if let Some(range) =
                    range(number("min-len")?, number("max-len")?, |len| len.to_string())
                {
                    directives.push(format!("len = {range}"));
                }
            }
            Rules::Int(bits) => {
                let widest = 1_i128.checked_shl(bits).unwrap_or(i128::MAX) - 1;
                let max = number("max")?.filter(|max| *max < widest);
                if let Some(range) = range(number("min")?, max, decimal_or_hex) {
                    directives.push(format!("range = {range}"));
                }
            }
            Rules::Mask => {}
        }
        if let (Rules::Int(_) | Rules::Mask, Some(mask)) = (rules, attr.check("flags-mask")) {
            let mask = match mask.as_text().and_then(|name| self.spec.definition(name)) {
                Some(flags) => flags.mask().into(),
                None => self.spec.number(mask)?,
            };
            directives.push(format!("mask = {mask:#x}"));
        }
        let directives = directives.join(", ");
        Ok(match (directives.is_empty(), attr.is("both-sides")) {
            (true, _) => String::new(),
            (false, true) => format!(", {directives}"),
            (false, false) => format!(", emit({directives})"),
        })
    }
}

fn range(min: Option<i128>, max: Option<i128>, show: impl Fn(i128) -> String) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(min), Some(max)) if min == max => Some(show(min)),
        (min, max) => Some(format!(
            "{}..{}",
            min.map(&show).unwrap_or_default(),
            max.map(|max| format!("={}", show(max))).unwrap_or_default()
        )),
    }
}

fn decimal_or_hex(number: i128) -> String {
    u64::try_from(number).map_or_else(|_| number.to_string(), literal)
}
