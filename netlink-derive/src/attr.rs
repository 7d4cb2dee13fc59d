//! Reads `#[netlink(…)]` and `#[nla(…)]` into raw values: words known, nothing understood yet.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Lifetime, Lit, LitStr, Path, Token, Type, parenthesized, token};

use crate::ctxt::Ctxt;
use crate::symbol::{self, Side};
use crate::words::{
    as_literal, as_number, check_key, code, code_with, each_word, is_at_end, lifetime, number, set,
    set_word, text, value, value_with, words,
};

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
    /// The names of a newtype's bits.
    pub(crate) flags: Option<Word<Vec<Flag>>>,
}

/// A word with its value.
pub(crate) struct Word<T> {
    pub(crate) word: Ident,
    pub(crate) value: T,
}

/// `NAME = value`, or `NAME` alone: the type's own constant of this name.
pub(crate) struct Flag {
    pub(crate) name: Ident,
    pub(crate) value: Option<Expr>,
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
        let mut all = Self::default();
        for attr in attrs {
            if attr.path().is_ident(symbol::NLA) {
                ctxt.error(
                    attr,
                    "`nla` belongs on a field or variant: it says which attribute that is",
                );
            }
            if !attr.path().is_ident(symbol::NETLINK) {
                continue;
            }
            each_word(ctxt, attr, symbol::CONTAINER, |word, input| {
                let name = word.unraw().to_string();
                match name.as_str() {
                    symbol::CRATE => set(ctxt, &mut all.krate, &word, code(&word, input)?),
                    symbol::MESSAGE => {
                        set_word(ctxt, &mut all.message, word, |word| number(ctxt, word, input))?
                    }
                    symbol::FAMILY => {
                        set_word(ctxt, &mut all.family, word, |word| text(ctxt, word, input))?
                    }
                    symbol::COMMAND => {
                        set_word(ctxt, &mut all.command, word, |word| number(ctxt, word, input))?
                    }
                    symbol::VERSION => {
                        set_word(ctxt, &mut all.version, word, |word| number(ctxt, word, input))?
                    }
                    symbol::REPLY => {
                        set_word(ctxt, &mut all.reply, word, |word| code(word, input))?
                    }
                    symbol::UNKNOWN => {
                        set_word(ctxt, &mut all.unknown, word, |word| code(word, input))?
                    }
                    symbol::LAYOUT => set(ctxt, &mut all.layout, &word.clone(), word),
                    symbol::ZERO_FILL => set(ctxt, &mut all.zero_fill, &word.clone(), word),
                    symbol::WIRE => set_word(ctxt, &mut all.wire, word, |word| code(word, input))?,
                    symbol::LIFETIME => {
                        set_word(ctxt, &mut all.lifetime, word, |word| lifetime(word, input))?
                    }
                    symbol::FLAGS => set_word(ctxt, &mut all.flags, word, |word| {
                        Flag::read_all(ctxt, word, input)
                    })?,
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

impl Flag {
    /// `(NAME = value, NAME, …)`
    fn read_all(ctxt: &Ctxt, word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Self>> {
        let content;
        if !input.peek(token::Paren) || {
            parenthesized!(content in input);
            content.is_empty()
        } {
            let message = "the names of the bits stand in parentheses: `flags(UP = 0x1, …)`";
            return Err(syn::Error::new(word.span(), message));
        }
        let mut flags = Vec::new();
        while !content.is_empty() {
            if let Ok(text) = content.fork().parse::<LitStr>() {
                let message = format!("a name is written without quotes: `{}`", text.value());
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

/// Attributes where none mean anything: on fields whose type says all.
///
/// Says whether there are none.
pub(crate) fn no_words(ctxt: &Ctxt, attrs: &[Attribute], message: &str) -> bool {
    let ours = |attr: &&Attribute| {
        attr.path().is_ident(symbol::NLA) || attr.path().is_ident(symbol::NETLINK)
    };
    attrs.iter().filter(ours).map(|attr| ctxt.error(attr, message)).count() == 0
}

impl Role {
    /// Reads what a field is: exactly one of the roles.
    pub(crate) fn of_field(ctxt: &Ctxt, attrs: &[Attribute], field: impl ToTokens) -> Option<Self> {
        let role = Self::read(ctxt, attrs, symbol::FIELD, |word, _| {
            match word.unraw().to_string().as_str() {
                symbol::HEADER => Ok(Some(Self::Header(word))),
                symbol::UNKNOWN => Ok(Some(Self::Unknown(word))),
                symbol::STREAM => Ok(Some(Self::Stream(word))),
                _ => Ok(None),
            }
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
        Self::read(ctxt, attrs, symbol::VARIANT, |word, input| {
            Ok(Some(match word.unraw().to_string().as_str() {
                symbol::KEY => {
                    let key = value(&word, input)?;
                    check_key(ctxt, &key);
                    Self::Key(word, key)
                }
                symbol::OTHER => Self::Other(word),
                symbol::UNKNOWN => Self::Unknown(word),
                symbol::MESSAGE => {
                    let ty = number(ctxt, &word, input)?;
                    Self::Message(word, ty)
                }
                symbol::COMMAND => {
                    let command = number(ctxt, &word, input)?;
                    Self::Command(word, command)
                }
                _ => return Ok(None),
            }))
        })
    }

    /// `Err` where an error has been recorded.
    fn read(
        ctxt: &Ctxt,
        attrs: &[Attribute],
        words: &[&'static str],
        mut special: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<Option<Self>>,
    ) -> Result<Option<Self>, ()> {
        let mut role = None;
        let mut failed = false;
        for attr in attrs {
            let mut again = role.is_some();
            if attr.path().is_ident(symbol::NLA) {
                match ctxt.ok(attr.parse_args_with(|input: ParseStream<'_>| Nla::read(ctxt, input)))
                {
                    Some(nla) => role = Some(Self::Attribute(Box::new(nla))),
                    None => failed = true,
                }
            } else if attr.path().is_ident(symbol::NETLINK) {
                failed |= !each_word(ctxt, attr, words, |word, input| {
                    let at = word.clone();
                    let Some(found) = special(word, input)? else { return Ok(false) };
                    if !again && role.is_some() {
                        ctxt.error(at, "this says a second time what it is: one of them must go");
                    }
                    role = Some(found);
                    Ok(true)
                });
            } else {
                continue;
            }
            again &= !failed;
            if again {
                ctxt.error(attr, "this says a second time what it is: one of them must go");
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
        if input.is_empty() {
            return Err(syn::Error::new(
                input.span(),
                "the attribute's type is missing: `#[nla(TYPE)]`",
            ));
        }
        if let Some(word) = rule_in_place_of_type(input) {
            return Err(syn::Error::new(
                word.span(),
                format!("the attribute's type stands first: `#[nla(TYPE, {word} …)]`"),
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
        };
        if input.is_empty() {
            return Ok(nla);
        }
        input.parse::<Token![,]>()?;
        words(ctxt, input, symbol::ATTRIBUTE, |word, input| {
            match word.unraw().to_string().as_str() {
                symbol::SELECT => {
                    let path = code_with(&word, input, |input| {
                        Punctuated::parse_separated_nonempty_with(input, Ident::parse_any)
                    })?;
                    let select = Select { word: word.clone(), path };
                    set(ctxt, &mut nla.select, &word, select);
                }
                symbol::WITH => set_word(ctxt, &mut nla.with, word, |word| code(word, input))?,
                symbol::DEFAULT => set_word(ctxt, &mut nla.default, word, |word| {
                    input.peek(Token![=]).then(|| value(word, input)).transpose()
                })?,
                symbol::PARSE => nla.parse.read_group(ctxt, &word, input)?,
                symbol::EMIT => nla.emit.read_group(ctxt, &word, input)?,
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

    /// The tokens of all values.
    pub(crate) fn values(&self) -> TokenStream {
        let mut values = TokenStream::new();
        for bounds in [&self.len, &self.range].into_iter().flatten() {
            values.extend(bounds.value.tokens.clone());
        }
        self.mask.as_ref().map(|mask| &mask.value).to_tokens(&mut values);
        values
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

    fn read_group(&mut self, ctxt: &Ctxt, word: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(token::Paren) {
            return Err(syn::Error::new(
                input.span(),
                format!("the rules for one side stand in parentheses: `{word}(…)`"),
            ));
        }
        let content;
        parenthesized!(content in input);
        words(ctxt, &content, symbol::ONE_SIDE, |word, input| self.read_word(ctxt, word, input))
    }

    fn read_word(&mut self, ctxt: &Ctxt, word: Ident, input: ParseStream<'_>) -> syn::Result<bool> {
        match word.unraw().to_string().as_str() {
            symbol::LEN => set_word(ctxt, &mut self.len, word, |word| {
                value_with(word, input, |input| Bounds::read(ctxt, input))
            })?,
            symbol::RANGE => set_word(ctxt, &mut self.range, word, |word| {
                value_with(word, input, |input| Bounds::read(ctxt, input))
            })?,
            symbol::MASK => set_word(ctxt, &mut self.mask, word, |word| number(ctxt, word, input))?,
            symbol::REJECT => set(ctxt, &mut self.reject, &word.clone(), word),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Bounds {
    /// From integers.
    fn read(ctxt: &Ctxt, input: ParseStream<'_>) -> syn::Result<Self> {
        let end = |input: ParseStream<'_>| Ok::<_, syn::Error>(as_number(ctxt, bound(input)?));
        let min = if input.peek(Token![..]) { None } else { Some(end(input)?) };
        if is_at_end(input) {
            let tokens = min.to_token_stream();
            let max = min.clone().map(|max| (max, Inclusive(true)));
            return Ok(Self { min, max, tokens });
        }
        let (dots, inclusive) = if input.peek(Token![..=]) {
            (input.parse::<Token![..=]>()?.to_token_stream(), true)
        } else {
            (input.parse::<Token![..]>()?.to_token_stream(), false)
        };
        if inclusive && is_at_end(input) {
            let message = "`..=` needs an end; a range without one is `a..`";
            return Err(syn::Error::new_spanned(dots, message));
        }
        let max = if is_at_end(input) { None } else { Some((end(input)?, Inclusive(inclusive))) };
        let mut tokens = min.to_token_stream();
        tokens.extend(dots);
        if let Some((max, _)) = &max {
            max.to_tokens(&mut tokens);
        }
        Ok(Self { min, max, tokens })
    }
}

/// One end of a range.
///
/// Where another crate of the same build turns on syn's feature `full`, syn takes `1..` for one
/// expression. So what stands before the dots is cut out, and parsed alone.
fn bound(input: ParseStream<'_>) -> syn::Result<Expr> {
    let whole = input.fork();
    let mut tokens = TokenStream::new();
    let mut brackets = 0usize;
    while !input.is_empty() && (brackets > 0 || !(input.peek(Token![..]) || input.peek(Token![,])))
    {
        if brackets == 0 && (input.peek(Token![<<]) || input.peek(Token![>>])) {
            tokens.extend([input.parse::<TokenTree>()?]);
        } else if input.peek(Token![<]) {
            brackets = brackets.saturating_add(1);
        } else if input.peek(Token![>]) {
            brackets = brackets.saturating_sub(1);
        }
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    // The whole knows better where something is missing.
    syn::parse2(tokens).map_err(|error| whole.parse::<Expr>().err().unwrap_or(error))
}

/// The literal string that an expression is, if it is one.
pub(crate) fn as_string(expr: &Expr) -> Option<&LitStr> {
    match as_literal(expr) {
        Some(Lit::Str(text)) => Some(text),
        _ => None,
    }
}

/// The word of a rule where the attribute's type should stand.
fn rule_in_place_of_type(input: ParseStream<'_>) -> Option<Ident> {
    let fork = input.fork();
    let word = fork.call(Ident::parse_any).ok()?;
    let is_rule = symbol::ATTRIBUTE.iter().any(|rule| word == rule);
    let is_alone = fork.is_empty() || fork.peek(Token![,]);
    let has_value = fork.peek(Token![=]) && !fork.peek(Token![==]);
    (is_rule && (is_alone || has_value)).then_some(word)
}
