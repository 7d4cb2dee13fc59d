//! One module: what has been named and what is still to be written.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{At as _, Error};
use crate::messages::Messages;
use crate::names::{Names, pascal, words};
use crate::overlay::Overlay;
use crate::select::Select;
use crate::spec::{Attr, Set, Spec};

/// An enum or flags, with the integer that it is on the wire.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EnumUse {
    pub definition: String,
    pub wire: String,
    pub form: EnumForm,
    pub rust: String,
}

/// How named values are declared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EnumForm {
    /// An enum of values.
    Values,
    /// A newtype with constants, for members of structures.
    Member,
    /// Bits with names.
    Flags,
}

/// The state of writing one module.
#[derive(Debug)]
pub struct Module<'s> {
    pub spec: &'s Spec,
    pub overlay: &'s Overlay,
    pub select: &'s Select,
    pub names: Names,
    /// Sets to be written, with the fixed header of a variant of a sub-message.
    pub sets: Vec<(String, Option<String>)>,
    pub structs: Vec<String>,
    /// Structures that are fixed headers.
    pub headers: BTreeSet<String>,
    /// Structures that are elements of arrays.
    pub packed: BTreeSet<String>,
    pub sub_messages: Vec<String>,
    pub enums: Vec<EnumUse>,
    /// The structures that were declared, in order.
    pub written_structs: Vec<String>,
    /// Whether it is for another crate than `netlink-families`.
    pub is_foreign: bool,
}

impl<'s> Module<'s> {
    pub fn new(spec: &'s Spec, overlay: &'s Overlay, select: &'s Select) -> Self {
        let mut names = Names::new(overlay.names.iter().cloned());
        for name in overlay.written.iter().flat_map(|(_, names)| names) {
            names.of(&format!("written {name}"), std::slice::from_ref(name));
        }
        Self {
            spec,
            overlay,
            select,
            names,
            sets: Vec::new(),
            structs: Vec::new(),
            headers: BTreeSet::new(),
            packed: BTreeSet::new(),
            sub_messages: Vec::new(),
            enums: Vec::new(),
            written_structs: Vec::new(),
            is_foreign: false,
        }
    }

    /// Returns the text of the module.
    pub fn generate(&mut self) -> Result<String, Error> {
        let unknown = self.select.unknown(&self.spec.sets);
        if !unknown.is_empty() {
            return Err(Error::new(format!("no such attributes: {}", unknown.join(", "))));
        }
        let messages = Messages::of(self.spec).at("operations")?;
        let mut body = self.write_messages(&messages)?;
        // Those that only hand-written types use.
        for set in self.spec.sets.iter().filter(|set| set.is_needed && self.select.is_all()) {
            self.need_set(&set.name, None)?;
        }
        let (mut sets, mut sub_messages) = (0, 0);
        let mut forms = String::new();
        loop {
            if let Some((set, header)) = self.sets.get(sets).cloned() {
                body += &self.write_set(&set, header.as_deref()).at(&set)?;
                sets += 1;
            } else if let Some(name) = self.sub_messages.get(sub_messages).cloned() {
                forms += &self.write_sub_message(&name).at(&name)?;
                sub_messages += 1;
            } else {
                break;
            }
        }
        // Structures first: their members have enums too.
        let structs = self.write_structs()?;
        let enums = self.write_enums()?;
        let table = self.write_table(&messages);
        let unused = self.names.unused();
        if self.select.is_all() && !unused.is_empty() {
            return Err(Error::new(format!("names of nothing: {}", unused.join(", "))));
        }
        let constants = self.write_constants()?;
        let text = [body, forms, enums, structs].concat();
        Ok([self.head(&(text.clone() + &table)), constants, text, table].concat())
    }

    /// Returns the Rust name of a type, without what the overlay leaves out at the beginning of its name.
    pub fn type_name(&self, name: &str) -> String {
        let rest = self.overlay.strip.iter().find_map(|prefix| name.strip_prefix(prefix.as_str()));
        let name =
            rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())).unwrap_or(name);
        let apart = words(name).map(|word| {
            let known = self.overlay.split.iter().find(|(known, _)| known == word);
            known.map_or(word, |(_, apart)| apart)
        });
        pascal(&apart.collect::<Vec<_>>().join("-"))
    }

    /// Returns the Rust name of a set.
    pub fn set_name(&mut self, set: &str, header: Option<&str>) -> String {
        let base = set.strip_suffix("-attrs").or_else(|| set.strip_suffix("-attr")).unwrap_or(set);
        let family = format!("{}-", self.spec.name);
        let name = self.type_name(base.strip_prefix(&family).unwrap_or(base));
        match header {
            Some(header) => self.names.of(
                &format!("set {set} {header}"),
                &[format!("{name}Options"), format!("{name}Message")],
            ),
            None => self.names.of(
                &format!("set {set}"),
                &[name.clone(), format!("{name}Attrs"), format!("{name}Set")],
            ),
        }
    }

    pub fn struct_name(&mut self, name: &str) -> String {
        let base = self.type_name(name);
        self.names.of(
            &format!("struct {name}"),
            &[base.clone(), format!("{base}Data"), format!("{base}Struct")],
        )
    }

    /// Makes sure that a set is written.
    pub fn need_set(&mut self, name: &str, header: Option<&str>) -> Result<String, Error> {
        let set = self.spec.set(name)?;
        let header = header.map(str::to_owned).or_else(|| set.header.clone());
        let own = set.header == header;
        let key = (name.to_owned(), header.clone());
        if !self.sets.contains(&key) {
            self.sets.push(key);
        }
        let rust = self.set_name(name, if own { None } else { header.as_deref() });
        Ok(if set.stream { format!("Stream<'a, {rust}<'a>>") } else { format!("{rust}<'a>") })
    }

    pub fn need_struct(&mut self, name: &str) -> Result<String, Error> {
        self.spec.structure(name)?;
        if !self.structs.iter().any(|known| known == name) {
            self.structs.push(name.to_owned());
        }
        Ok(self.struct_name(name))
    }

    /// Makes sure that a structure is written that can be borrowed from anywhere in a message.
    pub fn need_packed(&mut self, name: &str) -> Result<String, Error> {
        self.packed.insert(name.to_owned());
        self.need_struct(name)
    }

    pub fn need_header(&mut self, name: &str) -> Result<String, Error> {
        self.headers.insert(name.to_owned());
        self.need_struct(name)
    }

    pub fn need_sub_message(&mut self, name: &str) -> Result<String, Error> {
        self.spec.formats(name)?;
        if !self.sub_messages.iter().any(|known| known == name) {
            self.sub_messages.push(name.to_owned());
        }
        let base = self.type_name(name.strip_suffix("-msg").unwrap_or(name));
        Ok(self.names.of(
            &format!("sub-message {name}"),
            &[base.clone(), format!("{base}Message"), format!("{base}Kind")],
        ))
    }

    /// Returns the attributes of a set that a message lists, in order, with the selectors that they need.
    pub fn listed(&self, set: &'s Set, names: &[String]) -> Result<Vec<&'s Attr>, Error> {
        let mut wanted: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        if let Some(unknown) = wanted.iter().find(|name| set.attr(name).is_none()) {
            return Err(Error::new(format!("no attribute `{unknown}` in `{}`", set.name)));
        }
        if !self.select.is_all() {
            wanted.retain(|name| self.select.has(&set.name, name));
        }
        for attr in
            set.attrs.iter().filter(|attr| wanted.contains(attr.name.as_str())).collect::<Vec<_>>()
        {
            if let Some(selector) = self.selector_in(attr, set)? {
                wanted.insert(selector);
            }
        }
        let is_listed = |attr: &&Attr| {
            wanted.contains(attr.name.as_str()) && !matches!(attr.ty.as_str(), "pad" | "unused")
        };
        Ok(set.attrs.iter().filter(is_listed).collect())
    }

    /// Returns true if nothing is selected of a sub-message: its attribute is a payload of which nothing is known.
    pub fn is_opaque(&self, attr: &Attr) -> Result<bool, Error> {
        let Some(name) = attr.text("sub-message").filter(|_| attr.ty == "sub-message") else {
            return Ok(false);
        };
        Ok(!self.spec.formats(name)?.iter().any(|format| self.select.has_format(format)))
    }

    /// Returns the selector that the attribute of a sub-message names, if anything of the sub-message is selected.
    fn named_selector(&self, attr: &'s Attr) -> Result<Option<&'s str>, Error> {
        Ok(if self.is_opaque(attr)? { None } else { attr.text("selector") })
    }

    /// Returns the selector of an attribute, if it is in the same set.
    fn selector_in(&self, attr: &'s Attr, set: &'s Set) -> Result<Option<&'s str>, Error> {
        let selector = match attr.ty.as_str() {
            "sub-message" => self.named_selector(attr)?,
            _ => self.passes_on(attr)?,
        };
        Ok(selector.filter(|name| set.attr(name).is_some()))
    }

    /// Returns the selector that the set in a nest looks for in the sets around it.
    pub fn passes_on(&self, attr: &Attr) -> Result<Option<&'s str>, Error> {
        let Some(nested) = attr.nested() else { return Ok(None) };
        self.outer_selector(nested, &mut BTreeSet::new())
    }

    fn outer_selector(
        &self,
        name: &str,
        seen: &mut BTreeSet<String>,
    ) -> Result<Option<&'s str>, Error> {
        if !seen.insert(name.to_owned()) {
            return Ok(None);
        }
        let set = self.spec.set(name)?;
        for attr in set.attrs.iter().filter(|attr| self.select.has(name, &attr.name)) {
            let selector = match attr.ty.as_str() {
                "sub-message" => self.named_selector(attr)?,
                _ => match attr.nested() {
                    Some(nested) if !self.spec.set(nested)?.stream => {
                        self.outer_selector(nested, seen)?
                    }
                    _ => None,
                },
            };
            // `header.member` is in the set itself.
            if let Some(selector) =
                selector.filter(|name| set.attr(name).is_none() && !name.contains('.'))
            {
                return Ok(Some(selector));
            }
        }
        Ok(None)
    }

    /// Returns true if a nest contains itself without a list between.
    pub fn is_recursive(&self, attr: &Attr, set: &str) -> Result<bool, Error> {
        if attr.is("lazy") {
            return Ok(true);
        }
        let Some(nested) = attr.nested().filter(|_| attr.ty == "nest" && !attr.is("multi-attr"))
        else {
            return Ok(false);
        };
        if self.spec.set(nested)?.stream {
            return Ok(false);
        }
        let mut seen = BTreeMap::new();
        self.reach(nested, &mut seen)?;
        Ok(seen.contains_key(set))
    }

    fn reach(&self, name: &str, seen: &mut BTreeMap<String, ()>) -> Result<(), Error> {
        if seen.insert(name.to_owned(), ()).is_some() {
            return Ok(());
        }
        for attr in &self.spec.set(name)?.attrs {
            match (attr.ty.as_str(), attr.nested(), attr.text("sub-message")) {
                ("nest", Some(nested), _)
                    if !attr.is("multi-attr") && !self.spec.set(nested)?.stream =>
                {
                    self.reach(nested, seen)?;
                }
                ("sub-message", _, Some(message)) => {
                    for set in
                        self.spec.formats(message)?.iter().filter_map(|format| format.set.as_ref())
                    {
                        self.reach(set, seen)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
