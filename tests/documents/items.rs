//! What the documentation of public items says, item by item, read from the sources: rustc looks only
//! whether there is any, and clippy whether functions that return a `Result` have a section of errors.
//!
//! Every `pub` item counts: `unreachable_pub` is denied, so all of them can be reached.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, Expr, Fields, File, ImplItem, Item, Lit, Meta, ReturnType, Signature, TraitItem,
    Type, Visibility,
};

use crate::{read, root};

/// A public item.
struct Public {
    /// File and path.
    name: String,
    docs: String,
    aliases: Vec<String>,
    what: What,
    /// The documentation of its file.
    file: String,
}

enum What {
    Function {
        returns: String,
    },
    /// A constant or a member of a structure, of this type.
    Value {
        ty: String,
        is_const: bool,
    },
    Structure {
        is_c: bool,
    },
    Other,
}

/// All public items of both crates that have some.
fn public_items() -> Vec<Public> {
    let mut all = Vec::new();
    for name in ["netlink-core", "netlink-sys"] {
        let source = root().join(name).join("src");
        Walk { all: &mut all, file: source.join("lib.rs"), docs: String::new() }.file(&source);
    }
    all
}

struct Walk<'w> {
    all: &'w mut Vec<Public>,
    file: PathBuf,
    /// The documentation of the file.
    docs: String,
}

impl Walk<'_> {
    /// Reads a file whose modules are in this directory.
    fn file(&mut self, directory: &Path) {
        let parsed: File = syn::parse_file(&read(&self.file)).expect("a source file");
        self.docs = docs(&parsed.attrs);
        self.items(&parsed.items, directory);
    }

    fn items(&mut self, items: &[Item], directory: &Path) {
        for item in items {
            self.item(item, directory);
        }
    }

    fn item(&mut self, item: &Item, directory: &Path) {
        match item {
            Item::Mod(module) if is_hidden(&module.attrs) || is_test(&module.attrs) => {}
            Item::Mod(module) => {
                let directory = directory.join(module.ident.to_string());
                if let Some((_, items)) = &module.content {
                    // What is sealed is public in name only.
                    return if is_public(&module.vis) {
                        self.items(items, &directory)
                    };
                }
                let (flat, nested) = (directory.with_extension("rs"), directory.join("mod.rs"));
                let file = if flat.exists() { flat } else { nested };
                Walk { all: self.all, file, docs: String::new() }.file(&directory);
            }
            Item::Fn(function) if is_public(&function.vis) => {
                self.function(&function.attrs, "", &function.sig);
            }
            Item::Const(constant) if is_public(&constant.vis) => {
                let what = value(&constant.ty, true);
                self.push(&constant.attrs, constant.ident.to_string(), what);
            }
            Item::Struct(item) if is_public(&item.vis) => {
                let is_c = item
                    .attrs
                    .iter()
                    .any(|attr| attr.path().is_ident("repr") && tokens(&attr.meta).contains('C'));
                self.push(&item.attrs, item.ident.to_string(), What::Structure { is_c });
                self.fields(&item.ident.to_string(), &item.fields);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                self.push(&item.attrs, item.ident.to_string(), What::Other);
                for variant in &item.variants {
                    let name = format!("{}::{}", item.ident, variant.ident);
                    self.push(&variant.attrs, name, What::Other);
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                self.push(&item.attrs, item.ident.to_string(), What::Other);
            }
            Item::Trait(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                self.push(&item.attrs, item.ident.to_string(), What::Other);
                for member in &item.items {
                    match member {
                        TraitItem::Fn(function) => {
                            self.function(&function.attrs, &item.ident.to_string(), &function.sig);
                        }
                        TraitItem::Const(constant) => {
                            let name = format!("{}::{}", item.ident, constant.ident);
                            self.push(&constant.attrs, name, What::Other);
                        }
                        TraitItem::Type(ty) => {
                            let name = format!("{}::{}", item.ident, ty.ident);
                            self.push(&ty.attrs, name, What::Other);
                        }
                        _ => {}
                    }
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let of = tokens(&item.self_ty);
                for member in &item.items {
                    match member {
                        ImplItem::Fn(function) if is_public(&function.vis) => {
                            self.function(&function.attrs, &of, &function.sig);
                        }
                        ImplItem::Const(constant) if is_public(&constant.vis) => {
                            let name = format!("{of}::{}", constant.ident);
                            self.push(&constant.attrs, name, value(&constant.ty, true));
                        }
                        _ => {}
                    }
                }
            }
            // Its rules are not known here, but what is documented in it is an item.
            Item::Macro(item) if item.ident.is_none() => self.documented(item.mac.tokens.clone()),
            _ => {}
        }
    }

    /// Whatever has documentation among the tokens of a macro.
    fn documented(&mut self, tokens: TokenStream) {
        let mut before = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match (token, tokens.peek()) {
                (TokenTree::Punct(mark), Some(TokenTree::Group(attr))) if mark.as_char() == '#' => {
                    let attr: Attribute = syn::parse_quote!(#mark #attr);
                    before.push(attr);
                    tokens.next();
                }
                (TokenTree::Group(group), _) => {
                    before.clear();
                    self.documented(group.stream());
                }
                (token, _) if !before.is_empty() => {
                    let attrs = core::mem::take(&mut before);
                    if !docs(&attrs).is_empty() {
                        self.push(&attrs, token.to_string(), What::Other);
                    }
                }
                _ => {}
            }
        }
    }

    fn function(&mut self, attrs: &[Attribute], of: &str, signature: &Signature) {
        let returns = match &signature.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, ty) => tokens(ty),
        };
        self.push(attrs, format!("{of}::{}", signature.ident), What::Function { returns });
    }

    fn fields(&mut self, of: &str, fields: &Fields) {
        // That of a newtype is what the type's documentation is about.
        let Fields::Named(fields) = fields else { return };
        for field in &fields.named {
            if let (true, Some(ident)) = (is_public(&field.vis), &field.ident) {
                self.push(&field.attrs, format!("{of}::{ident}"), value(&field.ty, false));
            }
        }
    }

    fn push(&mut self, attrs: &[Attribute], name: String, what: What) {
        if is_hidden(attrs) || is_test(attrs) {
            return;
        }
        let file = self.file.strip_prefix(root()).expect("a file of ours").display();
        self.all.push(Public {
            name: format!("{file}: {name}"),
            docs: docs(attrs),
            aliases: aliases(attrs),
            what,
            file: self.docs.clone(),
        });
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("doc") && tokens(&attr.meta).contains("hidden"))
}

fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("cfg") && tokens(&attr.meta).contains("(test)"))
}

/// The documentation, unchanged from the source.
fn docs(attrs: &[Attribute]) -> String {
    let lines = attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> =
        lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
    lines.join("\n")
}

fn aliases(attrs: &[Attribute]) -> Vec<String> {
    let written = attrs.iter().filter(|attr| attr.path().is_ident("doc"));
    let texts = written.filter_map(|attr| match &attr.meta {
        Meta::List(list) => Some(list.tokens.to_string()),
        _ => None,
    });
    let alias =
        |text: String| text.strip_prefix("alias = ").map(|it| it.trim_matches('"').to_owned());
    texts.filter_map(alias).collect()
}

fn tokens(tree: &impl quote::ToTokens) -> String {
    tree.to_token_stream().to_string().replace(' ', "")
}

fn value(ty: &Type, is_const: bool) -> What {
    What::Value { ty: tokens(ty), is_const }
}

/// Holds for all of them, or says for which not.
fn holds_for_all(holds: impl Fn(&Public) -> bool) {
    let all = public_items();
    assert!(all.len() > 700, "{}", all.len());
    let wrong: Vec<&str> =
        all.iter().filter(|item| !holds(item)).map(|item| item.name.as_str()).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

fn first_paragraph(docs: &str) -> String {
    docs.lines().take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_first_paragraph_of_every_item_is_one_sentence() {
    holds_for_all(|item| {
        let first = first_paragraph(&item.docs);
        let starts = first
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || "`[".contains(c));
        let chars: Vec<char> = first.chars().collect();
        let goes_on = chars.windows(3).any(|w| w[0] == '.' && w[1] == ' ' && w[2].is_uppercase());
        starts && !goes_on && (first.ends_with('.') || first.ends_with(".)"))
    });
}

#[test]
fn whatever_can_fail_says_when() {
    holds_for_all(|item| match &item.what {
        What::Function { returns } if returns.contains("Result<") => {
            item.docs.contains("# Errors\n")
        }
        _ => true,
    });
}

const INTEGERS: [&str; 12] =
    ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize", "i128", "Duration"];

/// What a number may be of, or which number it is.
const UNITS: &[&str] = &[
    "byte",
    "millisecond",
    "second",
    "bit",
    "flag",
    "mask",
    "how many",
    "how often",
    "number",
    "count",
    "index",
    "type",
    "version",
    "command",
    "port",
    "group",
    "value",
    "errno",
    "level",
    "deep",
    "time",
];

#[test]
fn every_number_says_of_what_it_is() {
    holds_for_all(|item| {
        let ty = match &item.what {
            What::Function { returns } => returns.trim_start_matches("->"),
            What::Value { ty, .. } => ty,
            _ => return true,
        };
        let inner = ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty);
        let docs = item.docs.to_lowercase();
        !INTEGERS.contains(&inner) || UNITS.iter().any(|unit| docs.contains(unit))
    });
}

/// Constants of ours, which no header has.
const OURS: &[&str] = &[
    ": MAX_PAYLOAD",
    ": PATH_LEN",
    ": MAX_DEPTH",
    ": Level::DUPLICATES",
    ": MessageFlags::NONE",
    ": Level::DUPLICATES",
    ": Unknown<'a>::NONE",
    ": SocketAddr::KERNEL",
    ": ReceiveBuffer::DEFAULT_RESERVE",
    ": ReceiveBurst::CAPACITY",
    ": ReceiveBurst::ROOM",
    ": Options::SAFE_ATTEMPTS",
    ": Connection::DEFAULT_TIMEOUT",
];

#[test]
fn what_the_kernel_has_a_name_for_is_found_by_it() {
    holds_for_all(|item| {
        let needs = match &item.what {
            What::Value { is_const, .. } => *is_const,
            What::Structure { is_c } => *is_c,
            _ => false,
        };
        let is_ours = OURS.iter().any(|ours| item.name.ends_with(ours));
        !needs || is_ours || !item.aliases.is_empty()
    });
}

#[test]
fn what_has_a_name_of_the_kernel_says_its_header() {
    holds_for_all(|item| {
        // Functions are found by those of the C libraries, and some types by terms of specifications.
        let is_function = matches!(item.what, What::Function { .. });
        let is_kernels = |alias: &String| {
            ["NLM", "NLA_", "NL_", "NETLINK_", "CTRL_", "AF_", "SO_"]
                .iter()
                .any(|prefix| alias.starts_with(prefix))
        };
        let is_c = matches!(item.what, What::Structure { is_c: true });
        let names_header = |docs: &str| docs.contains(".h`");
        is_function
            || !is_c && !item.aliases.iter().any(is_kernels)
            || names_header(&item.docs)
            || names_header(&item.file)
    });
}
