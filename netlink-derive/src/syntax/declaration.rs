//! A declaration with all of its directives.

use syn::{
    Attribute, Data, DataEnum, DeriveInput, Field, Fields, FieldsUnnamed, Path, Token, Variant,
    parse_quote,
};

use super::container::ContainerDirectives;
use super::roles::Role;
use super::symbols;
use crate::ctxt::Ctxt;

/// A declaration with all of its directives.
pub(crate) struct Declaration<'i> {
    pub(crate) input: &'i DeriveInput,
    pub(crate) directives: ContainerDirectives,
    pub(crate) body: Body<'i>,
}

/// The fields or variants of a declaration.
pub(crate) enum Body<'i> {
    /// A C structure.
    Layout,
    /// Named fields or none, each with its role unless an error has been recorded.
    Fields(Vec<(&'i Field, Option<Role>)>),
    /// Fields without names.
    Unnamed(&'i FieldsUnnamed),
    /// Variants.
    Variants(Vec<VariantRole<'i>>),
    /// A union.
    Union(Token![union]),
}

/// A variant and its role: none if it has no directive.
pub(crate) struct VariantRole<'i> {
    pub(crate) variant: &'i Variant,
    /// `Err` if an error has been recorded.
    pub(crate) role: Result<Option<Role>, ()>,
}

impl<'i> Declaration<'i> {
    /// Reads all directives of a declaration.
    pub(crate) fn read(ctxt: &Ctxt, input: &'i DeriveInput) -> Self {
        let directives = ContainerDirectives::read(ctxt, &input.attrs);
        let body = match &input.data {
            Data::Struct(data) if directives.layout.is_some() => {
                for field in &data.fields {
                    refuse_directives(
                        ctxt,
                        &field.attrs,
                        "the fields of a C structure are not attributes; remove `layout` if this \
                         is an attribute set",
                    );
                }
                Body::Layout
            }
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => Body::Fields(
                    fields
                        .named
                        .iter()
                        .map(|field| (field, Role::of_field(ctxt, &field.attrs, &field.ident)))
                        .collect(),
                ),
                Fields::Unit => Body::Fields(Vec::new()),
                Fields::Unnamed(fields) => {
                    if fields.unnamed.len() == 1 {
                        refuse_directives(
                            ctxt,
                            fields.unnamed.first().map_or(&[], |field| &field.attrs),
                            "the directives of a newtype belong on the struct: \
                             `#[netlink(range = …)]`; its attribute type belongs where it is used",
                        );
                    }
                    Body::Unnamed(fields)
                }
            },
            Data::Enum(data) => {
                if let Some(layout) = &directives.layout {
                    ctxt.error(layout, "a C structure is a struct");
                }
                Body::Variants(VariantRole::read_all(ctxt, data))
            }
            Data::Union(data) => Body::Union(data.union_token),
        };
        Self { input, directives, body }
    }

    /// Returns the path of the crate that defines the traits.
    pub(crate) fn krate(&self) -> Path {
        self.directives.krate.clone().unwrap_or_else(|| parse_quote!(::netlink_core))
    }
}

impl<'i> VariantRole<'i> {
    fn read_all(ctxt: &Ctxt, data: &'i DataEnum) -> Vec<Self> {
        let mut all = Vec::new();
        for variant in &data.variants {
            let mut good = true;
            for field in &variant.fields {
                good &= refuse_directives(
                    ctxt,
                    &field.attrs,
                    "the directives of a variant belong on the variant, not on its field",
                );
            }
            let role = Role::of_variant(ctxt, &variant.attrs);
            all.push(Self { variant, role: if good { role } else { Err(()) } });
        }
        all
    }
}

/// Records an error for each directive. Returns whether there are none.
fn refuse_directives(ctxt: &Ctxt, attrs: &[Attribute], message: &str) -> bool {
    let ours = |attr: &&Attribute| {
        attr.path().is_ident(symbols::NLA) || attr.path().is_ident(symbols::NETLINK)
    };
    attrs.iter().filter(ours).map(|attr| ctxt.error(attr, message)).count() == 0
}
