//! What a declaration means: containers, fields and variants, with the tokens they came from.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Fields, Ident, Index, Lifetime, Member, Path, Type};

use crate::attr::{ContainerAttrs, Flag, Nla, Role, Rules, Select, Word, no_words};
use crate::ctxt::Ctxt;
use crate::variants::{self, Items, Messages, SubMessage, Values};

/// A type with its annotations.
pub(crate) struct Container<'i> {
    pub(crate) input: &'i DeriveInput,
    /// Where the traits are found.
    pub(crate) krate: Path,
    pub(crate) shape: Shape<'i>,
    pub(crate) message: Option<Message>,
    pub(crate) reply: Option<Type>,
    /// A C structure that is shorter is filled up with zeros.
    pub(crate) zero_filled: bool,
    /// The lifetime of the bytes, where the type has several.
    pub(crate) lifetime: Option<Lifetime>,
}

/// What a type is on the wire.
pub(crate) enum Shape<'i> {
    /// A struct with named fields.
    Set(Set<'i>),
    /// A struct of one field without a name: what that is.
    Newtype(Newtype<'i>),
    /// A C structure.
    Layout,
    /// An enum of values.
    Values(Values<'i>),
    /// An enum of attributes: the item of a stream.
    Items(Items<'i>),
    /// An enum chosen by a key elsewhere.
    SubMessage(SubMessage<'i>),
    /// An enum of messages.
    Messages(Messages<'i>),
}

/// A struct with named fields: a set of attributes.
pub(crate) struct Set<'i> {
    pub(crate) header: Option<Plain<'i>>,
    pub(crate) attrs: Vec<AttrField<'i>>,
    pub(crate) unknown: Option<Plain<'i>>,
    /// All attributes, in place of fields.
    pub(crate) stream: Option<Plain<'i>>,
    /// Attributes that no field names are refused.
    pub(crate) refuses_unknown: bool,
}

impl Set<'_> {
    /// Whether a sub-message in it is chosen in a set around it.
    pub(crate) fn has_outer_key(&self) -> bool {
        self.attrs.iter().any(AttrField::has_outer_key)
    }
}

/// A field that is no attribute.
pub(crate) struct Plain<'i> {
    pub(crate) member: Member,
    pub(crate) ty: &'i Type,
}

/// A field that is an attribute.
pub(crate) struct AttrField<'i> {
    pub(crate) member: Member,
    pub(crate) ty: &'i Type,
    pub(crate) nla: Box<Nla>,
}

impl AttrField<'_> {
    /// Whether its form is chosen in a set around this one.
    pub(crate) fn has_outer_key(&self) -> bool {
        self.select().is_some_and(Select::is_outer)
    }

    /// Whether its type alone says how it is read and written.
    pub(crate) fn is_plain(&self) -> bool {
        self.nla.select.is_none() && self.nla.with.is_none()
    }

    pub(crate) fn codec(&self) -> Option<&Type> {
        self.nla.with.as_ref().map(|with| &with.value)
    }

    /// What stands for an attribute that does not come.
    pub(crate) fn default(&self) -> Option<TokenStream> {
        let default = self.nla.default.as_ref()?;
        Some(match &default.value {
            Some(value) => quote!(#value),
            None => quote_spanned! {default.word.span()=>
                ::core::default::Default::default()
            },
        })
    }

    pub(crate) fn select(&self) -> Option<&Select> {
        self.nla.select.as_ref()
    }

    /// The field's name as it is shown to people.
    pub(crate) fn name(&self) -> String {
        member_name(&self.member)
    }
}

/// A struct of one field without a name.
pub(crate) struct Newtype<'i> {
    pub(crate) ty: &'i Type,
    pub(crate) rules: Box<Rules>,
    /// The names of its bits.
    pub(crate) flags: Option<Word<Vec<Flag>>>,
}

impl<'i> Newtype<'i> {
    fn read(
        ctxt: &Ctxt,
        fields: &'i syn::FieldsUnnamed,
        attrs: &mut ContainerAttrs,
    ) -> Option<Self> {
        let (rules, flags) = (core::mem::take(&mut attrs.rules), attrs.flags.take());
        match fields.unnamed.first() {
            Some(field) if fields.unnamed.len() == 1 => {
                let _ = no_words(
                    ctxt,
                    &field.attrs,
                    "a struct of one field is a value; which attribute it is, is said where it is \
                     used, and its rules are on the struct: `#[netlink(range = …)]`",
                );
                Some(Self { ty: &field.ty, rules: Box::new(rules), flags })
            }
            _ => {
                ctxt.error(
                    fields,
                    "a set of attributes has named fields, which appear in errors; a struct \
                     without names holds one value",
                );
                None
            }
        }
    }
}

/// A command of generic netlink.
pub(crate) struct Command {
    pub(crate) family: Expr,
    pub(crate) command: Expr,
    pub(crate) version: Option<Expr>,
}

/// Which message a type is.
pub(crate) enum Message {
    Type(Expr),
    Command(Box<Command>),
}

impl<'i> Container<'i> {
    /// Understands a declaration; nothing where errors leave no sense to be made of it.
    pub(crate) fn read(ctxt: &Ctxt, input: &'i DeriveInput) -> Option<Self> {
        let mut attrs = ContainerAttrs::read(ctxt, &input.attrs);
        let krate = attrs.krate.clone().unwrap_or_else(|| syn::parse_quote!(::netlink_core));
        if let (Some(word), Data::Enum(_)) = (&attrs.layout, &input.data) {
            ctxt.error(word, "a C structure is a struct");
        }
        let shape = match &input.data {
            Data::Struct(data) if attrs.layout.is_some() => {
                for field in &data.fields {
                    let _ = no_words(
                        ctxt,
                        &field.attrs,
                        "the fields of a C structure are not attributes; a set of attributes has \
                         no `layout`",
                    );
                }
                Shape::Layout
            }
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => Shape::Set(Set::read(ctxt, &attrs, fields)),
                Fields::Unit => Shape::Set(Set::read_unit(&attrs)),
                Fields::Unnamed(fields) => Shape::Newtype(Newtype::read(ctxt, fields, &mut attrs)?),
            },
            Data::Enum(data) => variants::read(ctxt, input, &attrs, data)?,
            Data::Union(data) => {
                ctxt.error(data.union_token, "a union has no form on the wire; use an enum");
                return None;
            }
        };
        words_fit_the_shape(ctxt, &attrs, &shape);
        let message = match &shape {
            Shape::Messages(_) => {
                for word in [&attrs.message, &attrs.command].into_iter().flatten() {
                    ctxt.error(&word.word, "which message it is stands on each variant");
                }
                if let (Some(version), None) = (&attrs.version, &attrs.family) {
                    ctxt.error(&version.word, "the version of which family? Add `family = \"…\"`");
                }
                None
            }
            _ => Message::read(ctxt, &attrs),
        };
        if let (Some(reply), None) = (&attrs.reply, &message) {
            ctxt.error(
                &reply.word,
                "only a message has a reply: say `message = …`, or `family = …, command = …`",
            );
        }
        let zero_filled = attrs.zero_fill.is_some();
        let reply = attrs.reply.map(|reply| reply.value);
        let lifetime = attrs.lifetime.map(|lifetime| lifetime.value);
        Some(Self { input, krate, shape, message, reply, zero_filled, lifetime })
    }
}

/// Words of the container that go with one shape only.
fn words_fit_the_shape(ctxt: &Ctxt, attrs: &ContainerAttrs, shape: &Shape<'_>) {
    if let (Some(word), false) = (&attrs.zero_fill, matches!(shape, Shape::Layout)) {
        ctxt.error(word, "only a C structure can be filled up: say `layout, zero_fill`");
    }
    if let (Some(wire), false) = (&attrs.wire, matches!(shape, Shape::Values(_))) {
        ctxt.error(
            &wire.word,
            "only an enum of values says which integer it is on the wire; the field of a struct \
             has the type that it has there",
        );
    }
    for word in attrs.rules.words().into_iter().flatten() {
        ctxt.error(
            word,
            "a rule stands on a field, in `#[nla(TYPE, …)]`, or on a struct of one field without \
             a name",
        );
    }
    if let Some(flags) = &attrs.flags {
        ctxt.error(
            &flags.word,
            "flags are a struct of one field without a name, as wide as on the wire: \
             `struct Flags(u32);`",
        );
    }
    let is_set = matches!(shape, Shape::Set(_));
    if let (Some(unknown), false) = (&attrs.unknown, is_set || matches!(shape, Shape::Items(_))) {
        ctxt.error(&unknown.word, "only a set of attributes can have unknown ones");
    }
    if is_set || matches!(shape, Shape::Messages(_)) {
        return;
    }
    let words = [&attrs.message, &attrs.command, &attrs.family, &attrs.version];
    if let Some(word) = words.into_iter().flatten().next() {
        ctxt.error(
            &word.word,
            "a message is a struct of attributes, or an enum with `#[netlink(message = …)]` or \
             `#[netlink(command = …)]` on its variants",
        );
    }
}

impl<'i> Set<'i> {
    fn read(ctxt: &Ctxt, attrs: &ContainerAttrs, fields: &'i syn::FieldsNamed) -> Self {
        let mut set = Self::read_unit(attrs);
        for (index, field) in fields.named.iter().enumerate() {
            let member = match &field.ident {
                Some(ident) => Member::Named(ident.clone()),
                None => Member::Unnamed(Index::from(index)),
            };
            let plain = Plain { member: member.clone(), ty: &field.ty };
            match Role::of_field(ctxt, &field.attrs, &field.ident) {
                Some(Role::Attribute(nla)) => {
                    set.attrs.push(AttrField { member, ty: &field.ty, nla });
                }
                Some(Role::Header(word)) => {
                    if set.header.is_some() {
                        ctxt.error(word, "a set has one fixed header");
                    } else if !set.attrs.is_empty() {
                        ctxt.error(
                            word,
                            "the fixed header stands before the attributes: move it up",
                        );
                    }
                    set.header = Some(plain);
                }
                Some(Role::Unknown(word)) => {
                    if set.unknown.is_some() {
                        ctxt.error(word, "one field keeps all unknown attributes");
                    }
                    set.unknown = Some(plain);
                }
                Some(Role::Stream(word)) => {
                    if set.stream.is_some() {
                        ctxt.error(word, "one field is the stream of all attributes");
                    }
                    set.stream = Some(plain);
                }
                Some(
                    Role::Key(word, _)
                    | Role::Other(word)
                    | Role::Message(word, _)
                    | Role::Command(word, _),
                ) => {
                    ctxt.error(word, "this belongs on the variant of an enum");
                }
                None => {}
            }
        }
        if let (Some(stream), false) = (&set.stream, set.attrs.is_empty() && set.unknown.is_none())
        {
            ctxt.error(
                &stream.member,
                "a stream is all attributes: there can be no field for one of them beside it",
            );
        }
        if let (Some(refuse), Some(unknown)) = (&attrs.unknown, &set.unknown) {
            ctxt.error(&refuse.word, "unknown attributes are either kept or refused");
            ctxt.error(&unknown.member, "this field keeps them");
        }
        if let (Some(refuse), Some(_)) = (&attrs.unknown, &set.stream) {
            ctxt.error(
                &refuse.word,
                "what a stream does with unknown attributes stands on the enum of its items",
            );
        }
        set
    }

    fn read_unit(attrs: &ContainerAttrs) -> Self {
        let refuses_unknown = attrs.unknown.is_some();
        Self { header: None, attrs: Vec::new(), unknown: None, stream: None, refuses_unknown }
    }
}

impl Message {
    fn read(ctxt: &Ctxt, attrs: &ContainerAttrs) -> Option<Self> {
        match (&attrs.message, &attrs.family, &attrs.command) {
            (Some(message), None, None) => {
                if let Some(version) = &attrs.version {
                    ctxt.error(
                        &version.word,
                        "only a generic netlink message has a version: `family = …, command = …`",
                    );
                }
                Some(Self::Type(message.value.clone()))
            }
            (None, Some(family), Some(command)) => Some(Self::Command(Box::new(Command {
                family: family.value.clone(),
                command: command.value.clone(),
                version: attrs.version.as_ref().map(|version| version.value.clone()),
            }))),
            (Some(message), Some(_), _) | (Some(message), _, Some(_)) => {
                ctxt.error(
                    &message.word,
                    "a message is known by its type, or by family and command, not by both",
                );
                None
            }
            (None, Some(family), None) => {
                ctxt.error(&family.word, "which command of the family? Add `command = …`");
                None
            }
            (None, None, Some(command)) => {
                ctxt.error(&command.word, "a command of which family? Add `family = \"…\"`");
                None
            }
            (None, None, None) => {
                if let Some(version) = &attrs.version {
                    ctxt.error(&version.word, "`version` goes with `family = …, command = …`");
                }
                None
            }
        }
    }
}

/// A member's name without `r#`.
pub(crate) fn member_name(member: &Member) -> String {
    match member {
        Member::Named(ident) => syn::ext::IdentExt::unraw(ident).to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// A place in the user's code for a local name of ours: errors show it, and the name is still ours.
///
/// The span of the user's tokens alone would not do: what comes out of a macro of theirs sees neither
/// our local names nor `self`. So these never stand inside a `quote_spanned!` at such a span; only paths
/// of items do, which are seen from everywhere.
fn here(span: proc_macro2::Span) -> proc_macro2::Span {
    proc_macro2::Span::call_site().located_at(span)
}

/// A local name for something that belongs to the field with this number.
pub(crate) fn numbered(what: &str, number: usize, span: proc_macro2::Span) -> Ident {
    Ident::new(&format!("__nl_{what}{number}"), here(span))
}

impl Plain<'_> {
    pub(crate) fn access(&self) -> TokenStream {
        let member = &self.member;
        quote!(self.#member)
    }
}

impl AttrField<'_> {
    pub(crate) fn span(&self) -> proc_macro2::Span {
        self.ty.span()
    }
}
