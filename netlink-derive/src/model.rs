//! What a declaration means: containers, fields and variants, with the tokens they came from.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Fields, Ident, Index, Member, Path, Type};

use crate::attr::{ContainerAttrs, Nla, Role, Rules, Select, as_string};
use crate::ctxt::Ctxt;
use crate::symbol::Side;

/// A type with its annotations.
pub(crate) struct Container<'i> {
    pub(crate) input: &'i DeriveInput,
    /// Where the traits are found.
    pub(crate) krate: Path,
    pub(crate) shape: Shape<'i>,
    pub(crate) message: Option<Message>,
    pub(crate) reply: Option<Type>,
}

/// What a type is on the wire.
pub(crate) enum Shape<'i> {
    Set(Set<'i>),
    SubMessage(SubMessage<'i>),
    Layout,
}

/// A struct with named fields: a set of attributes.
pub(crate) struct Set<'i> {
    pub(crate) header: Option<Plain<'i>>,
    pub(crate) attrs: Vec<AttrField<'i>>,
    pub(crate) unknown: Option<Plain<'i>>,
    /// Attributes that no field names are refused.
    pub(crate) refuses_unknown: bool,
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
    /// The rules of one side, outermost last.
    pub(crate) fn rules(&self, side: Side) -> [&Rules; 2] {
        match side {
            Side::Parse => [&self.nla.both, &self.nla.parse],
            Side::Emit => [&self.nla.both, &self.nla.emit],
        }
    }

    pub(crate) fn has_rules(&self, side: Side) -> bool {
        self.rules(side)
            .iter()
            .any(|rules| rules.len.is_some() || rules.range.is_some() || rules.mask.is_some())
    }

    pub(crate) fn select(&self) -> Option<&Select> {
        self.nla.select.as_ref()
    }

    /// The field's name as it is shown to people.
    pub(crate) fn name(&self) -> String {
        member_name(&self.member)
    }
}

/// An enum of which one variant is chosen by a key elsewhere.
pub(crate) struct SubMessage<'i> {
    pub(crate) keys: KeyKind,
    pub(crate) variants: Vec<Variant<'i>>,
    /// The variant for all other keys.
    pub(crate) other: Option<(&'i Ident, &'i Type)>,
}

pub(crate) struct Variant<'i> {
    pub(crate) ident: &'i Ident,
    pub(crate) ty: &'i Type,
    pub(crate) key: Expr,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum KeyKind {
    Text,
    Number,
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
        let attrs = ContainerAttrs::read(ctxt, &input.attrs);
        let krate = attrs.krate.clone().unwrap_or_else(|| syn::parse_quote!(::netlink_core));
        let shape = match &input.data {
            Data::Struct(_) if attrs.layout.is_some() => Shape::Layout,
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => Shape::Set(Set::read(ctxt, &attrs, fields)),
                Fields::Unit => Shape::Set(Set::read_unit(&attrs)),
                Fields::Unnamed(fields) => {
                    ctxt.error(
                        fields,
                        "a set of attributes has named fields: the names appear in errors",
                    );
                    return None;
                }
            },
            Data::Enum(data) => Shape::SubMessage(SubMessage::read(ctxt, data)?),
            Data::Union(data) => {
                ctxt.error(data.union_token, "a union has no form on the wire; use an enum");
                return None;
            }
        };
        let message = Message::read(ctxt, &attrs);
        if let (Some(reply), None) = (&attrs.reply, &message) {
            ctxt.error(
                &reply.word,
                "only a message has a reply: say `message = …`, or `family = …, command = …`",
            );
        }
        if let (Shape::SubMessage(_) | Shape::Layout, Some(word)) =
            (&shape, attrs.message.as_ref().or(attrs.command.as_ref()))
        {
            ctxt.error(&word.word, "a message is a struct of attributes");
        }
        let reply = attrs.reply.map(|reply| reply.value);
        Some(Self { input, krate, shape, message, reply })
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
                        ctxt.error(word, "the fixed header stands before the attributes");
                    }
                    set.header = Some(plain);
                }
                Some(Role::Unknown(word)) => {
                    if set.unknown.is_some() {
                        ctxt.error(word, "one field keeps all unknown attributes");
                    }
                    set.unknown = Some(plain);
                }
                Some(Role::Key(word, _) | Role::Other(word)) => {
                    ctxt.error(word, "this belongs on the variants of a sub-message");
                }
                None => {}
            }
        }
        set
    }

    fn read_unit(attrs: &ContainerAttrs) -> Self {
        let refuses_unknown = attrs.unknown.is_some();
        Self { header: None, attrs: Vec::new(), unknown: None, refuses_unknown }
    }
}

impl<'i> SubMessage<'i> {
    fn read(ctxt: &Ctxt, data: &'i syn::DataEnum) -> Option<Self> {
        let mut variants = Vec::new();
        let mut other = None;
        let mut keys = None;
        for variant in &data.variants {
            let ty = match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    fields.unnamed.first().map(|field| &field.ty)
                }
                _ => None,
            };
            let Some(ty) = ty else {
                ctxt.error(
                    variant,
                    "a variant of a sub-message holds one value: `Name(Type)`, where `Type` says \
                     what stands in the attribute",
                );
                continue;
            };
            let ident = &variant.ident;
            match Role::of_variant(ctxt, &variant.attrs, ident) {
                Some(Role::Key(_, key)) => {
                    let kind =
                        if as_string(&key).is_some() { KeyKind::Text } else { KeyKind::Number };
                    if *keys.get_or_insert(kind) != kind {
                        ctxt.error(
                            &key,
                            "the keys of one sub-message are all strings or all numbers",
                        );
                    }
                    variants.push(Variant { ident, ty, key });
                }
                Some(Role::Other(word)) => {
                    if other.is_some() {
                        ctxt.error(word, "one variant takes all other keys");
                    }
                    other = Some((ident, ty));
                }
                Some(Role::Attribute(nla)) => {
                    ctxt.error(nla.ty, "a variant is chosen by a key: `#[netlink(key = …)]`");
                }
                Some(Role::Header(word) | Role::Unknown(word)) => {
                    ctxt.error(word, "this belongs on a field of a struct");
                }
                None => {}
            }
        }
        let keys = keys.unwrap_or(KeyKind::Text);
        Some(Self { keys, variants, other })
    }
}

impl Message {
    fn read(ctxt: &Ctxt, attrs: &ContainerAttrs) -> Option<Self> {
        match (&attrs.message, &attrs.family, &attrs.command) {
            (Some(message), None, None) => Some(Self::Type(message.value.clone())),
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
                    ctxt.error(&version.word, "this goes with `family = …, command = …`");
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

/// A local name for something that belongs to the field with this number.
pub(crate) fn numbered(what: &str, number: usize, span: proc_macro2::Span) -> Ident {
    Ident::new(&format!("__nl_{what}{number}"), span)
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
