//! The errors of declarations that are wrong, without a compiler.

use syn::DeriveInput;

use crate::ctxt::Ctxt;
use crate::model::{Container, check};
use crate::side::Side;
use crate::syntax::Declaration;

/// Returns the errors of a declaration.
fn errors(declaration: &str) -> Vec<String> {
    let input: DeriveInput = syn::parse_str(declaration).unwrap();
    let ctxt = Ctxt::new();
    let declaration = Declaration::read(&ctxt, &input);
    if let Some(container) = Container::new(&ctxt, declaration) {
        check(&ctxt, &container, Side::Parse);
    }
    let Err(errors) = ctxt.check() else { return Vec::new() };
    errors.into_iter().map(|error| error.to_string()).collect()
}

/// Returns what an error about the type of a field says to write.
fn advice(ty: &str) -> Option<String> {
    let errors = errors(&format!("struct Set<'a> {{ #[nla(1)] field: {ty} }}"));
    assert!(errors.len() < 2, "{errors:?}");
    let error = errors.first()?;
    let (_, advice) = error.rsplit_once("write ")?;
    Some(advice.to_owned())
}

#[test]
fn a_type_that_loses_occurrences_is_an_error_that_says_what_to_write() {
    for (wrong, right) in [
        ("Vec<u8>", "&'a [u8]"),
        ("Repeated<'a, u8>", "&'a [u8]"),
        ("Option<bool>", "bool"),
        ("Option<()>", "bool"),
        ("Option<Vec<u16>>", "Vec<u16>"),
        ("Option<Vec<u8>>", "Option<&'a [u8]>"),
        ("Option<Repeated<'a, Hop<'a>>>", "Repeated<'a, Hop<'a>>"),
        ("Option<Option<u16>>", "Option<u16>"),
        ("Vec<Option<u16>>", "Vec<u16>"),
        ("alloc::vec::Vec<core::option::Option<u16>>", "Vec<u16>"),
        ("Repeated<'a, Option<&'a CStr>>", "Repeated<'a, &'a CStr>"),
        ("Box<Vec<u16>>", "Vec<u16>"),
        ("Box<Option<Set<'a>>>", "Option<Box<Set<'a>>>"),
        ("Lazy<'a, Vec<Set<'a>>>", "Vec<Lazy<'a, Set<'a>>>"),
        ("Raw<'a, Repeated<'a, u32>>", "Repeated<'a, Raw<'a, u32>>"),
        ("Result<Option<u32>, ParseError>", "Option<Result<u32, ParseError>>"),
        ("Option<Box<Vec<u8>>>", "&'a [u8]"),
        ("String", "`&'a CStr` if it ends with NUL, otherwise `&'a str`"),
        ("Option<std::string::String>", "`&'a CStr` if it ends with NUL, otherwise `&'a str`"),
        ("usize", "one such as `u32` or `u64`"),
        (
            "Vec<std::net::SocketAddr>",
            "`IpAddr` for one and `Be<u16>` for the other; a `struct sockaddr` in one attribute \
             needs a codec: `with = …`",
        ),
    ] {
        let advice = advice(wrong).unwrap_or_default();
        assert!(advice == format!("`{right}`") || advice == right, "{wrong}: {advice}");
    }
}

#[test]
fn a_type_that_keeps_every_occurrence_is_accepted() {
    for ty in [
        "u32",
        "bool",
        "()",
        "&'a [u8]",
        "[u8; 6]",
        "Option<&'a [u8]>",
        "Vec<u16>",
        "Vec<&'a [u8]>",
        "Repeated<'a, Hop<'a>>",
        "Option<Box<Set<'a>>>",
        "Vec<Lazy<'a, Set<'a>>>",
        "Repeated<'a, Raw<'a, u32>>",
        "Option<Result<u32, ParseError>>",
        "Option<Indexed<'a, u8>>",
        "Indexed<'a, Hop<'a>>",
        "User<Vec<u8>>",
    ] {
        assert_eq!(advice(ty), None, "{ty}");
    }
}

#[test]
fn a_codec_may_be_for_any_type() {
    let accepted = "struct Set { #[nla(1, with = Bytes)] field: Vec<u8> }";
    assert_eq!(errors(accepted), [""; 0]);
}

#[test]
fn the_whole_language_is_accepted() {
    for declaration in [
        "#[netlink(message = [16, RTM_NEWLINK], net_byteorder)] #[netlink(any_of(index, name))]
         #[netlink(any_of(index, r#type))]
         struct Link<'a> {
             #[netlink(header)] header: Header,
             #[nla(1, name = \"ifindex\")] index: Option<u32>,
             #[nla(2, secret)] name: Option<&'a CStr>,
             #[nla(3, select = super)] r#type: Option<Type>,
             #[nla(4, select = r#index)] data: Option<Type>,
             #[netlink(flatten)] common: Common<'a>,
             #[netlink(flatten)] more: More<'a>,
             #[netlink(unknown)] rest: Unknown<'a>,
         }",
        "#[netlink(family = \"ethtool\", command = [1, 3,], reply = Reply)] struct Request(Set);",
        "#[netlink(message = TYPES[0])] struct Request;",
        "#[netlink(message = 1300)] struct Audit<'a>(&'a [u8]);",
        "struct Ports(Vec<u16>);",
        "enum Qdisc<'a> {
            #[netlink(key = [\"pfifo\", \"bfifo\"])] Fifo(Fifo),
            #[netlink(key = \"mq\")] Mq,
            #[netlink(other)] Other(&'a [u8]),
        }",
        "enum Item { #[nla(1)] Kind(u32), #[nla(2, select = Kind)] Data(Data), #[nla(3)] Flag,
            #[nla(4, select = super, name = \"outer-data\", net_byteorder)] Outer(Data) }",
        "#[netlink(family = \"x\")] enum Event { #[netlink(command = [1, 2])] Changed(Set) }",
        "#[non_exhaustive] #[deprecated] #[must_use] #[repr(u8)]
         enum Mode { #[deprecated] A = 1, #[cfg(all())] B }",
        "#[non_exhaustive] #[deprecated(note = \"old\")]
         struct Set { #[deprecated] #[doc = \"\"] #[nla(1)] a: u32 }",
    ] {
        assert_eq!(errors(declaration), [""; 0], "{declaration}");
    }
}

#[test]
fn each_mistake_is_one_error() {
    for (declaration, expected) in [
        ("#[netlink(message = [])] struct S;", "at least one element"),
        ("#[netlink(message = [1, 1])] struct S;", "listed twice"),
        ("#[netlink(any_of(a, b))] struct S { #[nla(1)] a: u8, #[nla(2)] c: u8 }", "`a` or `c`"),
        ("#[netlink(any_of(a, a))] struct S { #[nla(1)] a: u8 }", "listed twice"),
        ("#[netlink(any_of(a))] struct S { #[nla(1)] a: u8 }", "at least two"),
        ("#[netlink(any_of)] struct S { #[nla(1)] a: u8 }", "any_of(a, b)"),
        ("#[netlink(any_of(a, b))] struct S(u32);", "attribute set"),
        ("#[netlink(net_byteorder)] struct S(u32);", "`net_byteorder` is for"),
        ("#[netlink(net_byteorder)] struct S { #[nla(1, net_byteorder)] a: u8 }", "already"),
        ("struct S { #[nla(1, name = 3)] a: u8 }", "literal string"),
        ("struct S { #[nla(1, name = \"\")] a: u8 }", "must not be empty"),
        ("struct S { #[nla(1, name = \"b\")] a: u8, #[nla(2)] b: u8 }", "the same name"),
        ("struct S { #[netlink(flatten)] a: A, #[netlink(stream)] b: B }", "flattened"),
        (
            "struct S { #[nla(1, select = b)] a: A, #[nla(2, select = super)] b: B }",
            "cannot be a key",
        ),
        ("enum S { #[netlink(key = [1, \"a\"])] A(A) }", "all strings or all numbers"),
        ("enum S { #[netlink(key = [1, 2])] A(A), #[netlink(key = 2)] B }", "already"),
        ("enum S { #[netlink(key = [])] A(A) }", "at least one element"),
        ("enum S { #[nla(1, len = 4)] A }", "is a flag"),
        ("enum S { #[nla(1)] A, #[nla(2, select = A)] B(B) }", "a flag has no value"),
        ("enum S { #[nla(1)] A(u8), #[nla(2, select = C)] B(B) }", "expected `A`, or `super`"),
        ("enum S { #[nla(1, select = A)] A(u8) }", "its own variant"),
        ("enum S { #[nla(1, select = a.b)] A(u8) }", "select = Kind"),
        ("enum S { #[nla(1)] A(bool) }", "if it is a flag"),
        ("enum S { #[nla(1)] A(Vec<u32>) }", "write `u32`"),
        ("enum S { #[netlink(message = 1)] A }", "exactly one unnamed field"),
        ("#[netlink(message = 1)] struct S(Vec<u32>);", "one payload"),
        ("struct S(Option<u32>);", "write `u32` here"),
        ("#[netlink(flags(A = 1))] struct S(Vec<u32>);", "repeated"),
    ] {
        let mut errors = errors(declaration);
        errors.retain(|error| error != "first used here");
        let [error] = errors.as_slice() else { panic!("{declaration}: {errors:?}") };
        assert!(error.contains(expected), "{declaration}: {error}");
    }
}

#[test]
fn the_value_of_an_implicit_discriminant_does_not_grow() {
    let variants: String = (0..100).map(|number| format!("V{number},")).collect();
    let input: DeriveInput =
        syn::parse_str(&format!("#[repr(u32)] enum E {{ First = BASE, {variants} }}")).unwrap();
    let ctxt = Ctxt::new();
    let container = Container::new(&ctxt, Declaration::read(&ctxt, &input)).unwrap();
    ctxt.check().unwrap();
    let crate::model::Shape::Values(values) = &container.shape else { panic!("values expected") };
    assert_eq!(values.values.last().unwrap().expr().to_string(), "(BASE) + 100");
}
