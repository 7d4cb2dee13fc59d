//! What a field or variant is.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Ident};

use super::directives::in_attribute;
use super::nla::Nla;
use super::symbols;
use super::values::{keys, numbers};
use crate::ctxt::Ctxt;

/// What a field or variant is.
pub(crate) enum Role {
    /// `#[nla(TYPE, …)]`
    Attribute(Box<Nla>),
    /// `#[netlink(header)]`
    Header(Ident),
    /// `#[netlink(version)]`
    Version(Ident),
    /// `#[netlink(unknown)]`
    Unknown(Ident),
    /// `#[netlink(stream)]`
    Stream(Ident),
    /// `#[netlink(flatten)]`
    Flatten,
    /// `#[netlink(key = …)]`
    Key(Ident, Vec<Expr>),
    /// `#[netlink(other)]`
    Other(Ident),
    /// `#[netlink(message = …)]`
    Message(Ident, Vec<Expr>),
    /// `#[netlink(command = …)]`
    Command(Ident, Vec<Expr>),
}

impl Role {
    /// Reads what a field is. Returns nothing if an error has been recorded.
    pub(super) fn of_field(ctxt: &Ctxt, attrs: &[Attribute], field: impl ToTokens) -> Option<Self> {
        let role = Self::read(ctxt, attrs, symbols::FIELD, |name, _| {
            match name.unraw().to_string().as_str() {
                symbols::HEADER => Ok(Some(Self::Header(name))),
                symbols::VERSION => Ok(Some(Self::Version(name))),
                symbols::UNKNOWN => Ok(Some(Self::Unknown(name))),
                symbols::STREAM => Ok(Some(Self::Stream(name))),
                symbols::FLATTEN => Ok(Some(Self::Flatten)),
                _ => Ok(None),
            }
        });
        if let Ok(None) = role {
            ctxt.error(
                field,
                "this field needs an attribute type: `#[nla(TYPE)]`; the fixed header is \
                 `#[netlink(header)]`, `#[netlink(flatten)]` includes another set's members, and \
                 `#[netlink(unknown)]` keeps unknown attributes",
            );
        }
        role.ok().flatten()
    }

    /// Reads what a variant is: nothing if it has no directive, `Err` if an error has been recorded.
    pub(super) fn of_variant(ctxt: &Ctxt, attrs: &[Attribute]) -> Result<Option<Self>, ()> {
        Self::read(ctxt, attrs, symbols::VARIANT, |name, input| {
            Ok(Some(match name.unraw().to_string().as_str() {
                symbols::KEY => {
                    let keys = keys(ctxt, &name, input)?;
                    Self::Key(name, keys)
                }
                symbols::OTHER => Self::Other(name),
                symbols::UNKNOWN => Self::Unknown(name),
                symbols::MESSAGE => {
                    let types = numbers(ctxt, &name, input)?;
                    Self::Message(name, types)
                }
                symbols::COMMAND => {
                    let commands = numbers(ctxt, &name, input)?;
                    Self::Command(name, commands)
                }
                _ => return Ok(None),
            }))
        })
    }

    /// Reads the one role in these attributes: `Err` if an error has been recorded.
    fn read(
        ctxt: &Ctxt,
        attrs: &[Attribute],
        accepted: &[&'static str],
        mut special: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<Option<Self>>,
    ) -> Result<Option<Self>, ()> {
        const SECOND: &str = "this contradicts the directive before it: remove one of them";
        let mut role = None;
        let mut failed = false;
        for attr in attrs {
            let mut again = role.is_some();
            if attr.path().is_ident(symbols::NLA) {
                match ctxt.ok(attr.parse_args_with(|input: ParseStream<'_>| Nla::read(ctxt, input)))
                {
                    Some(nla) => role = Some(Self::Attribute(Box::new(nla))),
                    None => failed = true,
                }
            } else if attr.path().is_ident(symbols::NETLINK) {
                failed |= !in_attribute(ctxt, attr, accepted, |name, input| {
                    let at = name.clone();
                    let Some(found) = special(name, input)? else { return Ok(false) };
                    if !again && role.is_some() {
                        ctxt.error(at, SECOND);
                    }
                    role = Some(found);
                    Ok(true)
                });
            } else {
                continue;
            }
            again &= !failed;
            if again {
                ctxt.error(attr, SECOND);
            }
        }
        if failed { Err(()) } else { Ok(role) }
    }
}
