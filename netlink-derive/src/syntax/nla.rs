//! `#[nla(TYPE, …)]` on a field or variant.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, LitStr, Token, Type};

use super::directives::{Directive, in_list, set, set_flag, set_value};
use super::rules::Rules;
use super::symbols;
use super::values::{as_number, code, code_with, literal_text, value};
use crate::ctxt::Ctxt;
use crate::side::Side;

/// The directives of an attribute.
pub(crate) struct Nla {
    /// The attribute type.
    pub(crate) ty: Expr,
    /// The rules for both sides.
    pub(crate) both: Rules,
    /// The rules for parsing only.
    pub(crate) parse: Rules,
    /// The rules for emitting only.
    pub(crate) emit: Rules,
    pub(crate) select: Option<Select>,
    /// The codec of the value.
    pub(crate) with: Option<Directive<Type>>,
    /// `default`, or `default = value`
    pub(crate) default: Option<Directive<Option<Expr>>>,
    /// The name to display instead of the field's or variant's own.
    pub(crate) name: Option<Directive<LitStr>>,
    /// The value must not be displayed.
    pub(crate) secret: Option<Ident>,
    /// `NLA_F_NET_BYTEORDER` is set on the attribute.
    pub(crate) net_byteorder: Option<Ident>,
}

/// `select = kind`, `select = header.family`, or `select = super`.
pub(crate) struct Select {
    /// The directive itself, for errors about it.
    pub(crate) name: Ident,
    pub(crate) path: Punctuated<Ident, Token![.]>,
}

impl Select {
    /// Returns whether the key is in an enclosing set.
    pub(crate) fn is_outer(&self) -> bool {
        self.sibling().is_some_and(|name| name == symbols::SUPER)
    }

    /// Returns the name if it is a single one: a sibling's, or `super`.
    pub(crate) fn sibling(&self) -> Option<&Ident> {
        self.path.first().filter(|_| self.path.len() == 1)
    }
}

impl Nla {
    /// Returns the rules of one side: those for both sides first.
    pub(crate) fn rules(&self, side: Side) -> [&Rules; 2] {
        match side {
            Side::Parse => [&self.both, &self.parse],
            Side::Emit => [&self.both, &self.emit],
        }
    }

    /// Returns whether any rule applies to this side.
    pub(crate) fn has_rules(&self, side: Side) -> bool {
        self.rules(side).iter().any(|rules| !rules.is_empty())
    }

    /// Returns every rule directive, for either side or both.
    pub(crate) fn rule_directives(&self) -> impl Iterator<Item = &Ident> {
        [&self.both, &self.parse, &self.emit].into_iter().flat_map(Rules::directives).flatten()
    }

    pub(super) fn read(ctxt: &Ctxt, input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            let message = "the attribute type is missing: `#[nla(TYPE)]`";
            return Err(syn::Error::new(input.span(), message));
        }
        if let Some(name) = directive_in_place_of_type(input) {
            return Err(syn::Error::new(
                name.span(),
                format!("the attribute type must be first: `#[nla(TYPE, {name} …)]`"),
            ));
        }
        let mut nla = Self {
            ty: as_number(ctxt, input.parse()?),
            both: Rules::default(),
            parse: Rules::default(),
            emit: Rules::default(),
            select: None,
            with: None,
            default: None,
            name: None,
            secret: None,
            net_byteorder: None,
        };
        if input.is_empty() {
            return Ok(nla);
        }
        input.parse::<Token![,]>()?;
        in_list(ctxt, input, symbols::ATTRIBUTE, |name, input| {
            nla.read_directive(ctxt, name, input)
        })?;
        Ok(nla)
    }

    fn read_directive(
        &mut self,
        ctxt: &Ctxt,
        name: Ident,
        input: ParseStream<'_>,
    ) -> syn::Result<bool> {
        match name.unraw().to_string().as_str() {
            symbols::SELECT => {
                let path = code_with(&name, input, |input| {
                    Punctuated::parse_separated_nonempty_with(input, Ident::parse_any)
                })?;
                let select = Select { name: name.clone(), path };
                set(ctxt, &mut self.select, &name, select);
            }
            symbols::WITH => set_value(ctxt, &mut self.with, name, |name| code(name, input))?,
            symbols::DEFAULT => set_value(ctxt, &mut self.default, name, |name| {
                input.peek(Token![=]).then(|| value(name, input)).transpose()
            })?,
            symbols::NAME => {
                set_value(ctxt, &mut self.name, name, |name| literal_text(name, input))?;
            }
            symbols::SECRET => set_flag(ctxt, &mut self.secret, name),
            symbols::NET_BYTEORDER => set_flag(ctxt, &mut self.net_byteorder, name),
            symbols::PARSE => self.parse.read_group(ctxt, &name, input)?,
            symbols::EMIT => self.emit.read_group(ctxt, &name, input)?,
            _ => return self.both.read_rule(ctxt, name, input),
        }
        Ok(true)
    }
}

/// Returns the directive that is written where the attribute type belongs.
fn directive_in_place_of_type(input: ParseStream<'_>) -> Option<Ident> {
    let fork = input.fork();
    let name = fork.call(Ident::parse_any).ok()?;
    let is_directive = symbols::ATTRIBUTE.iter().any(|directive| name == directive);
    let is_alone = fork.is_empty() || fork.peek(Token![,]);
    let has_value = fork.peek(Token![=]) && !fork.peek(Token![==]);
    (is_directive && (is_alone || has_value)).then_some(name)
}
