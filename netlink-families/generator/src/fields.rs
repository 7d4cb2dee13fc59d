//! The fields of a struct, one line for each attribute.

use crate::error::{At as _, Error};
use crate::module::Module;
use crate::names::{pascal, snake};
use crate::spec::{Attr, Set};

/// What the fields of one struct have in common.
#[derive(Debug)]
pub struct Body<'b, 's> {
    pub set: &'s Set,
    pub header: Option<&'b str>,
    /// Whether the header may be shorter than its structure.
    pub short: bool,
    pub attrs: Vec<&'s Attr>,
    pub required: &'b [String],
    pub optional: &'b [String],
}

impl<'s> Module<'s> {
    /// Returns the fields of a struct.
    pub fn fields(&mut self, body: &Body<'_, 's>) -> Result<String, Error> {
        let mut out = self.header_field(body.header, body.short)?;
        let family = match body.header {
            Some(header) => self.family_member(header)?,
            None => None,
        };
        for attr in &body.attrs {
            out += &self.field(attr, body, family.as_deref()).at(&attr.name)?;
        }
        out += "    #[netlink(unknown)] pub rest: Unknown<'a>,\n";
        Ok(out)
    }

    pub fn header_field(&mut self, header: Option<&str>, short: bool) -> Result<String, Error> {
        let Some(header) = header else { return Ok(String::new()) };
        let mut ty = self.need_header(header)?;
        if short {
            ty = format!("Struct<'a, {ty}>");
        }
        Ok(format!("    #[netlink(header)] pub header: {ty},\n"))
    }

    /// Returns the member of a fixed header that has the address family.
    fn family_member(&self, header: &str) -> Result<Option<String>, Error> {
        let header = self.spec.structure(header)?;
        let members = self.member_names(header);
        Ok(members.into_iter().map(|(_, rust)| rust).find(|rust| rust == "family"))
    }

    fn field(
        &mut self,
        attr: &Attr,
        body: &Body<'_, 's>,
        family: Option<&str>,
    ) -> Result<String, Error> {
        let ty = self.ty(attr, family)?;
        let mut directives = self.rules(attr, ty.rules)?;
        if let Some(select) = self.select_of(attr, body.set, ty.select.as_deref())? {
            directives += &format!(", select = {select}");
        }
        let name = field_name(attr, body.header.is_some());
        if name.replace('_', "-") != attr.name.to_lowercase().replace('_', "-") {
            directives += &format!(", name = \"{}\"", attr.name);
        }
        for word in ["secret", "net_byteorder"] {
            if attr.is(word) {
                directives += &format!(", {word}");
            }
        }
        let mut rust = ty.rust;
        if self.is_recursive(attr, &body.set.name)? {
            rust = format!("Lazy<'a, {rust}>");
        }
        let is_required = body.required.contains(&attr.name)
            || (attr.is("required") && !body.optional.contains(&attr.name));
        let rust = match rust.as_str() {
            "bool" => rust,
            // A list of bytes would be one payload.
            "u8" if attr.is("multi-attr") => "Repeated<'a, [u8; 1]>".to_owned(),
            _ if attr.is("multi-attr") => format!("Repeated<'a, {rust}>"),
            _ if is_required => rust,
            _ => format!("Option<{rust}>"),
        };
        Ok(format!("    #[nla({}{directives})] pub {name}: {rust},\n", attr.number))
    }

    /// Returns where the selector of a sub-message, or of one inside of this nest, is.
    fn select_of(
        &self,
        attr: &Attr,
        set: &Set,
        default: Option<&str>,
    ) -> Result<Option<String>, Error> {
        let selector = match attr.ty.as_str() {
            "sub-message" if self.is_opaque(attr)? => None,
            "nest" | "indexed-array" => self.passes_on(attr)?,
            _ => attr.text("selector").or(default),
        };
        Ok(selector.map(|name| match set.attr(name) {
            Some(selector) => field_name(selector, false),
            None if name.contains('.') => name.to_owned(),
            None => "super".to_owned(),
        }))
    }

    /// Returns a variant of a stream's item.
    pub fn variant(&mut self, attr: &Attr, set: &Set) -> Result<String, Error> {
        let ty = self.ty(attr, None)?;
        let mut directives = self.rules(attr, ty.rules)?;
        let name = attr.text("field").map_or_else(|| pascal(&attr.name), pascal);
        if attr.ty == "sub-message" && !self.is_opaque(attr)? {
            let selector = attr.text("selector").filter(|name| set.attr(name).is_some());
            directives +=
                &format!(", select = {}", selector.map_or_else(|| "super".to_owned(), pascal));
        }
        let payload = if ty.rust == "bool" { String::new() } else { format!("({})", ty.rust) };
        Ok(format!("    #[nla({}{directives})] {name}{payload},\n", attr.number))
    }
}

/// Returns the name of the field of an attribute.
pub fn field_name(attr: &Attr, has_header: bool) -> String {
    let name = attr.text("field").map_or_else(|| snake(&attr.name), str::to_owned);
    match name.as_str() {
        "rest" => "rest_".to_owned(),
        "header" if has_header => "header_".to_owned(),
        _ => name,
    }
}
