//! Reads `#[netlink(…)]` and `#[nla(…)]` into raw values: words known, nothing understood yet.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Lifetime, LitStr, Path, Token, Type, parenthesized, token};

use crate::ctxt::Ctxt;
use crate::symbol::{self, Side, any_of};

/// `#[netlink(…)]` of a container.
#[derive(Default)]
pub(crate) struct ContainerAttrs {
    pub(crate) krate: Option<Path>,
    pub(crate) message: Option<Word<Expr>>,
    pub(crate) family: Option<Word<Expr>>,
    pub(crate) command: Option<Word<Expr>>,
    pub(crate) version: Option<Word<Expr>>,
    pub(crate) reply: Option<Word<Type>>,
    pub(crate) layout: Option<Ident>,
    pub(crate) zero_fill: Option<Ident>,
    pub(crate) unknown: Option<Word<Ident>>,
    pub(crate) wire: Option<Word<Type>>,
    pub(crate) lifetime: Option<Word<Lifetime>>,
    /// Rules of a newtype.
    pub(crate) rules: Rules,
}

/// A word with its value.
pub(crate) struct Word<T> {
    pub(crate) word: Ident,
    pub(crate) value: T,
}

/// What a field or variant is said to be.
pub(crate) enum Role {
    /// `#[nla(TYPE, …)]`
    Attribute(Box<Nla>),
    /// `#[netlink(header)]`
    Header(Ident),
    /// `#[netlink(unknown)]`
    Unknown(Ident),
    /// `#[netlink(key = …)]`
    Key(Ident, Expr),
    /// `#[netlink(other)]`
    Other(Ident),
    /// `#[netlink(stream)]`
    Stream(Ident),
    /// `#[netlink(message = …)]`
    Message(Ident, Expr),
    /// `#[netlink(command = …)]`
    Command(Ident, Expr),
}

/// `#[nla(TYPE, rules…)]`
pub(crate) struct Nla {
    pub(crate) ty: Expr,
    pub(crate) both: Rules,
    pub(crate) parse: Rules,
    pub(crate) emit: Rules,
    pub(crate) select: Option<Select>,
    pub(crate) with: Option<Word<Type>>,
    /// `default`, or `default = value`
    pub(crate) default: Option<Word<Option<Expr>>>,
}

/// Rules on one attribute.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) len: Option<Word<Bounds>>,
    pub(crate) range: Option<Word<Bounds>>,
    pub(crate) mask: Option<Word<Expr>>,
    pub(crate) reject: Option<Ident>,
}

/// `select = kind`, or `select = header.family`.
///
/// `select = super` where the key comes from a set around this one.
pub(crate) struct Select {
    pub(crate) word: Ident,
    pub(crate) path: Punctuated<Ident, Token![.]>,
}

impl Select {
    /// Whether the key comes from a set around this one.
    pub(crate) fn is_outer(&self) -> bool {
        self.path.len() == 1 && self.path.first().is_some_and(|name| name == "super")
    }
}

/// `a..=b`, `a..b`, `a..`, `..=b`, `..b`, or a value alone.
pub(crate) struct Bounds {
    pub(crate) min: Option<Expr>,
    pub(crate) max: Option<(Expr, Inclusive)>,
    pub(crate) tokens: TokenStream,
}

/// Whether the end of a range belongs to it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Inclusive(pub(crate) bool);

impl ContainerAttrs {
    pub(crate) fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        const WORDS: &[&str] = &[
            symbol::MESSAGE,
            symbol::FAMILY,
            symbol::COMMAND,
            symbol::VERSION,
            symbol::REPLY,
            symbol::LAYOUT,
            symbol::ZERO_FILL,
            symbol::UNKNOWN,
            symbol::WIRE,
            symbol::LIFETIME,
            symbol::LEN,
            symbol::RANGE,
            symbol::MASK,
            symbol::CRATE,
        ];
        let mut all = Self::default();
        for attr in attrs {
            if attr.path().is_ident(symbol::NLA) {
                ctxt.error(attr, "`nla` belongs on a field: it names the attribute that it is");
            }
            if !attr.path().is_ident(symbol::NETLINK) {
                continue;
            }
            each_word(ctxt, attr, WORDS, |word, input| {
                let name = word.unraw().to_string();
                match name.as_str() {
                    symbol::CRATE => set(ctxt, &mut all.krate, &word, value(input)?),
                    symbol::MESSAGE => set_word(ctxt, &mut all.message, word, value(input)?),
                    symbol::FAMILY => set_word(ctxt, &mut all.family, word, value(input)?),
                    symbol::COMMAND => set_word(ctxt, &mut all.command, word, value(input)?),
                    symbol::VERSION => set_word(ctxt, &mut all.version, word, value(input)?),
                    symbol::REPLY => set_word(ctxt, &mut all.reply, word, value(input)?),
                    symbol::UNKNOWN => set_word(ctxt, &mut all.unknown, word, value(input)?),
                    symbol::LAYOUT => set(ctxt, &mut all.layout, &word.clone(), word),
                    symbol::ZERO_FILL => set(ctxt, &mut all.zero_fill, &word.clone(), word),
                    symbol::WIRE => set_word(ctxt, &mut all.wire, word, value(input)?),
                    symbol::LIFETIME => set_word(ctxt, &mut all.lifetime, word, value(input)?),
                    symbol::LEN | symbol::RANGE | symbol::MASK => {
                        return all.rules.read_word(ctxt, word, input);
                    }
                    _ => return Ok(false),
                }
                Ok(true)
            });
        }
        if let Some(unknown) = &all.unknown {
            if unknown.value != symbol::REFUSE {
                ctxt.error(
                    &unknown.value,
                    "`unknown = refuse` refuses attributes that no field names; to keep them, add \
                     a field with `#[netlink(unknown)]`; to skip them, say nothing",
                );
            }
        }
        all
    }
}

impl Role {
    /// Reads what a field is: exactly one of the roles.
    pub(crate) fn of_field(ctxt: &Ctxt, attrs: &[Attribute], field: impl ToTokens) -> Option<Self> {
        const WORDS: &[&str] = &[symbol::HEADER, symbol::UNKNOWN, symbol::STREAM];
        let role =
            Self::read(ctxt, attrs, WORDS, |word, _| match word.unraw().to_string().as_str() {
                symbol::HEADER => Ok(Some(Self::Header(word))),
                symbol::UNKNOWN => Ok(Some(Self::Unknown(word))),
                symbol::STREAM => Ok(Some(Self::Stream(word))),
                _ => Ok(None),
            });
        if let Ok(None) = role {
            ctxt.error(
                field,
                "which attribute is this field? Say `#[nla(TYPE)]`; the fixed header is \
                 `#[netlink(header)]`, and `#[netlink(unknown)]` keeps what no field names",
            );
        }
        role.ok().flatten()
    }

    /// Reads what a variant is; nothing if it does not say, or an error has been recorded.
    pub(crate) fn of_variant(ctxt: &Ctxt, attrs: &[Attribute]) -> Result<Option<Self>, ()> {
        const WORDS: &[&str] =
            &[symbol::KEY, symbol::OTHER, symbol::UNKNOWN, symbol::MESSAGE, symbol::COMMAND];
        Self::read(ctxt, attrs, WORDS, |word, input| match word.unraw().to_string().as_str() {
            symbol::KEY => Ok(Some(Self::Key(word, value(input)?))),
            symbol::OTHER => Ok(Some(Self::Other(word))),
            symbol::UNKNOWN => Ok(Some(Self::Unknown(word))),
            symbol::MESSAGE => Ok(Some(Self::Message(word, value(input)?))),
            symbol::COMMAND => Ok(Some(Self::Command(word, value(input)?))),
            _ => Ok(None),
        })
    }

    /// `Err` where an error has been recorded.
    fn read(
        ctxt: &Ctxt,
        attrs: &[Attribute],
        words: &[&str],
        mut special: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<Option<Self>>,
    ) -> Result<Option<Self>, ()> {
        let mut role = None;
        let mut failed = false;
        for attr in attrs {
            let before = role.is_some();
            if attr.path().is_ident(symbol::NLA) {
                match ctxt.ok(attr.parse_args_with(|input: ParseStream<'_>| Nla::read(ctxt, input)))
                {
                    Some(nla) => role = Some(Self::Attribute(Box::new(nla))),
                    None => failed = true,
                }
            } else if attr.path().is_ident(symbol::NETLINK) {
                failed |= !each_word(ctxt, attr, words, |word, input| {
                    let found = special(word, input)?;
                    let known = found.is_some();
                    role = found.or(role.take());
                    Ok(known)
                });
            } else {
                continue;
            }
            if before {
                ctxt.error(attr, "this says a second time what the field is: one of them must go");
            }
        }
        if failed { Err(()) } else { Ok(role) }
    }
}

impl Nla {
    /// The rules of one side: those for both first.
    pub(crate) fn rules(&self, side: Side) -> [&Rules; 2] {
        match side {
            Side::Parse => [&self.both, &self.parse],
            Side::Emit => [&self.both, &self.emit],
        }
    }

    pub(crate) fn has_rules(&self, side: Side) -> bool {
        self.rules(side).iter().any(|rules| !rules.is_empty())
    }

    fn read(ctxt: &Ctxt, input: ParseStream<'_>) -> syn::Result<Self> {
        const WORDS: &[&str] = &[
            symbol::LEN,
            symbol::RANGE,
            symbol::MASK,
            symbol::SELECT,
            symbol::WITH,
            symbol::DEFAULT,
            symbol::REJECT,
            symbol::PARSE,
            symbol::EMIT,
        ];
        if input.is_empty() {
            return Err(input.error("the attribute's type is missing: `#[nla(TYPE)]`"));
        }
        let mut nla = Self {
            ty: input.parse()?,
            both: Rules::default(),
            parse: Rules::default(),
            emit: Rules::default(),
            select: None,
            with: None,
            default: None,
        };
        if input.is_empty() {
            return Ok(nla);
        }
        input.parse::<Token![,]>()?;
        words(ctxt, input, WORDS, |word, input| {
            match word.unraw().to_string().as_str() {
                symbol::SELECT => {
                    let path = value_with(input, |input| {
                        Punctuated::parse_separated_nonempty_with(input, Ident::parse_any)
                    })?;
                    let select = Select { word: word.clone(), path };
                    set(ctxt, &mut nla.select, &word, select);
                }
                symbol::WITH => set_word(ctxt, &mut nla.with, word, value(input)?),
                symbol::DEFAULT => {
                    let value = if input.peek(Token![=]) { Some(value(input)?) } else { None };
                    set_word(ctxt, &mut nla.default, word, value);
                }
                symbol::PARSE => nla.parse.read_group(ctxt, input)?,
                symbol::EMIT => nla.emit.read_group(ctxt, input)?,
                _ => return nla.both.read_word(ctxt, word, input),
            }
            Ok(true)
        })?;
        Ok(nla)
    }
}

impl Rules {
    pub(crate) fn is_empty(&self) -> bool {
        self.words().iter().all(Option::is_none)
    }

    /// The words that are there, each at a place of its own.
    pub(crate) fn words(&self) -> [Option<&Ident>; 4] {
        [
            self.len.as_ref().map(|rule| &rule.word),
            self.range.as_ref().map(|rule| &rule.word),
            self.mask.as_ref().map(|rule| &rule.word),
            self.reject.as_ref(),
        ]
    }

    fn read_group(&mut self, ctxt: &Ctxt, input: ParseStream<'_>) -> syn::Result<()> {
        const WORDS: &[&str] = &[symbol::LEN, symbol::RANGE, symbol::MASK, symbol::REJECT];
        let content;
        parenthesized!(content in input);
        words(ctxt, &content, WORDS, |word, input| self.read_word(ctxt, word, input))
    }

    fn read_word(&mut self, ctxt: &Ctxt, word: Ident, input: ParseStream<'_>) -> syn::Result<bool> {
        match word.unraw().to_string().as_str() {
            symbol::LEN => set_word(ctxt, &mut self.len, word, value(input)?),
            symbol::RANGE => set_word(ctxt, &mut self.range, word, value(input)?),
            symbol::MASK => set_word(ctxt, &mut self.mask, word, value(input)?),
            symbol::REJECT => set(ctxt, &mut self.reject, &word.clone(), word),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Parse for Bounds {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let min: Option<Expr> =
            if input.peek(Token![..]) { None } else { Some(input.parse::<Expr>()?) };
        if input.is_empty() || input.peek(Token![,]) {
            let tokens = min.to_token_stream();
            let max = min.clone().map(|max| (max, Inclusive(true)));
            return Ok(Self { min, max, tokens });
        }
        let (dots, inclusive) = if input.peek(Token![..=]) {
            (input.parse::<Token![..=]>()?.to_token_stream(), true)
        } else {
            (input.parse::<Token![..]>()?.to_token_stream(), false)
        };
        let end = !(input.is_empty() || input.peek(Token![,]));
        if inclusive && !end {
            return Err(input.error("`..=` needs an end; a range without one is `a..`"));
        }
        let max = if end { Some((input.parse::<Expr>()?, Inclusive(inclusive))) } else { None };
        let mut tokens = min.to_token_stream();
        tokens.extend(dots);
        if let Some((max, _)) = &max {
            max.to_tokens(&mut tokens);
        }
        Ok(Self { min, max, tokens })
    }
}

/// Reads the words in one attribute's parentheses; says whether all were good.
fn each_word(
    ctxt: &Ctxt,
    attr: &Attribute,
    accepted: &[&str],
    read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> bool {
    let result =
        attr.parse_args_with(|input: ParseStream<'_>| words_all_good(ctxt, input, accepted, read));
    ctxt.ok(result).unwrap_or(false)
}

/// Reads words separated by commas. An unknown word is recorded with those that are accepted, and
/// skipped with its value.
fn words(
    ctxt: &Ctxt,
    input: ParseStream<'_>,
    accepted: &[&str],
    read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> syn::Result<()> {
    words_all_good(ctxt, input, accepted, read).map(|_| ())
}

fn words_all_good(
    ctxt: &Ctxt,
    input: ParseStream<'_>,
    accepted: &[&str],
    mut read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> syn::Result<bool> {
    let mut good = true;
    while !input.is_empty() {
        let word = input.call(Ident::parse_any)?;
        let span = word.span();
        if !read(word.clone(), input)? {
            good = false;
            ctxt.push(unknown_word(&word, span, accepted));
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<proc_macro2::TokenTree>()?;
            }
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(good)
}

fn unknown_word(word: &Ident, span: Span, accepted: &[&str]) -> syn::Error {
    syn::Error::new(span, format!("`{word}` means nothing here; expected {}", any_of(accepted)))
}

/// `= value`
fn value<T: Parse>(input: ParseStream<'_>) -> syn::Result<T> {
    value_with(input, T::parse)
}

fn value_with<T>(
    input: ParseStream<'_>,
    parse: fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if input.peek(token::Paren) {
        return Err(input.error("expected `=` and a value"));
    }
    input.parse::<Token![=]>()?;
    parse(input)
}

fn set_word<T>(ctxt: &Ctxt, slot: &mut Option<Word<T>>, word: Ident, value: T) {
    let at = word.clone();
    set(ctxt, slot, &at, Word { word, value });
}

fn set<T>(ctxt: &Ctxt, slot: &mut Option<T>, word: &Ident, value: T) {
    if slot.is_some() {
        ctxt.error(word, format!("`{word}` is said twice"));
    }
    *slot = Some(value);
}

/// The literal string that an expression is, if it is one.
pub(crate) fn as_string(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}
