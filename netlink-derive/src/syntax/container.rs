//! `#[netlink(…)]` on a struct or enum.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Ident, Lifetime, LitStr, Path, Token, Type, parenthesized, token};

use super::directives::{Directive, in_attribute, set, set_flag, set_value};
use super::rules::Rules;
use super::symbols;
use super::values::{code, lifetime, names, number, numbers, text};
use crate::ctxt::Ctxt;

/// The directives of a container.
#[derive(Default)]
pub(crate) struct ContainerDirectives {
    pub(crate) krate: Option<Path>,
    /// `message = TYPE`, or `message = [A, B]`
    pub(crate) message: Option<Directive<Vec<Expr>>>,
    pub(crate) protocol: Option<Directive<Expr>>,
    pub(crate) family: Option<Directive<Expr>>,
    /// `command = COMMAND`, or `command = [A, B]`
    pub(crate) command: Option<Directive<Vec<Expr>>>,
    pub(crate) version: Option<Directive<Expr>>,
    pub(crate) reply: Option<Directive<Type>>,
    pub(crate) layout: Option<Ident>,
    pub(crate) zero_fill: Option<Ident>,
    /// `unknown = refuse`
    pub(crate) unknown: Option<Directive<Ident>>,
    /// `any_of(a, b)`, any number of times
    pub(crate) any_of: Vec<Directive<Vec<Ident>>>,
    pub(crate) net_byteorder: Option<Ident>,
    pub(crate) wire: Option<Directive<Type>>,
    pub(crate) lifetime: Option<Directive<Lifetime>>,
    /// The rules of a newtype.
    pub(crate) rules: Rules,
    /// The names of a newtype's bits.
    pub(crate) flags: Option<Directive<Vec<Flag>>>,
}

/// `NAME = value`, or `NAME` alone: the type's own constant of this name.
pub(crate) struct Flag {
    pub(crate) name: Ident,
    pub(crate) value: Option<Expr>,
}

impl ContainerDirectives {
    /// Reads the directives of a container.
    pub(super) fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut all = Self::default();
        for attr in attrs {
            if attr.path().is_ident(symbols::NLA) {
                ctxt.error(
                    attr,
                    "`nla` belongs on a field or variant, and says its attribute type",
                );
            }
            if attr.path().is_ident(symbols::NETLINK) {
                in_attribute(ctxt, attr, symbols::CONTAINER, |name, input| {
                    all.read_directive(ctxt, name, input)
                });
            }
        }
        if let Some(unknown) = &all.unknown {
            if unknown.value != symbols::REFUSE {
                ctxt.error(
                    &unknown.value,
                    "write `unknown = refuse` to refuse unknown attributes; to keep them, add a \
                     field with `#[netlink(unknown)]`; they are skipped by default",
                );
            }
        }
        all
    }

    fn read_directive(
        &mut self,
        ctxt: &Ctxt,
        name: Ident,
        input: ParseStream<'_>,
    ) -> syn::Result<bool> {
        match name.unraw().to_string().as_str() {
            symbols::CRATE => set(ctxt, &mut self.krate, &name, code(&name, input)?),
            symbols::MESSAGE => {
                set_value(ctxt, &mut self.message, name, |name| numbers(ctxt, name, input))?;
            }
            symbols::PROTOCOL => {
                set_value(ctxt, &mut self.protocol, name, |name| number(ctxt, name, input))?;
            }
            symbols::FAMILY => {
                set_value(ctxt, &mut self.family, name, |name| text(ctxt, name, input))?;
            }
            symbols::COMMAND => {
                set_value(ctxt, &mut self.command, name, |name| numbers(ctxt, name, input))?;
            }
            symbols::VERSION => {
                set_value(ctxt, &mut self.version, name, |name| number(ctxt, name, input))?;
            }
            symbols::REPLY => set_value(ctxt, &mut self.reply, name, |name| code(name, input))?,
            symbols::UNKNOWN => set_value(ctxt, &mut self.unknown, name, |name| code(name, input))?,
            symbols::ANY_OF => {
                let value = names(&name, input)?;
                self.any_of.push(Directive { name, value });
            }
            symbols::NET_BYTEORDER => set_flag(ctxt, &mut self.net_byteorder, name),
            symbols::LAYOUT => set_flag(ctxt, &mut self.layout, name),
            symbols::ZERO_FILL => set_flag(ctxt, &mut self.zero_fill, name),
            symbols::WIRE => set_value(ctxt, &mut self.wire, name, |name| code(name, input))?,
            symbols::LIFETIME => {
                set_value(ctxt, &mut self.lifetime, name, |name| lifetime(name, input))?;
            }
            symbols::FLAGS => {
                set_value(ctxt, &mut self.flags, name, |name| Flag::read_all(ctxt, name, input))?;
            }
            symbols::LEN | symbols::RANGE | symbols::MASK => {
                return self.rules.read_rule(ctxt, name, input);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Flag {
    /// Reads `(NAME = value, NAME, …)`.
    fn read_all(ctxt: &Ctxt, directive: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Self>> {
        let content;
        if !input.peek(token::Paren) || {
            parenthesized!(content in input);
            content.is_empty()
        } {
            let message = "`flags` takes the names of the bits: `flags(UP = 0x1, …)`";
            return Err(syn::Error::new(directive.span(), message));
        }
        let mut flags = Vec::new();
        while !content.is_empty() {
            if let Ok(text) = content.fork().parse::<LitStr>() {
                let message = format!("write this name without quotes: `{}`", text.value());
                return Err(syn::Error::new(text.span(), message));
            }
            let name = content.call(Ident::parse_any)?;
            let value =
                content.peek(Token![=]).then(|| number(ctxt, &name, &content)).transpose()?;
            flags.push(Self { name, value });
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        Ok(flags)
    }
}
