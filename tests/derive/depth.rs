//! Types that nest themselves: the input says how deep, up to a bound.

use core::ffi::CStr;
use std::thread;

use netlink_core::{
    Emit, ErrorKind, Indexed, Input, Level, MAX_DEPTH, PATH_LEN, Parse, ParseError, Repeated,
    attr::NESTED,
};
use netlink_tests::bytes::attr;

use crate::ways::{emit, parse};

#[derive(Clone, Debug, Parse, Emit)]
struct Node<'a> {
    #[nla(1)]
    name: Option<&'a CStr>,
    #[nla(2)]
    children: Repeated<'a, Node<'a>>,
}

/// As many nodes as these, each in the one before.
fn chain(depth: usize) -> Vec<u8> {
    let mut bytes = attr(1, b"innermost\0");
    for _ in 0..depth {
        bytes = attr(2 | NESTED, &bytes);
    }
    bytes
}

fn deepest(node: &Node<'_>) -> usize {
    let children = node.children.iter().map(|child| 1 + deepest(&child.unwrap()));
    children.max().unwrap_or(0)
}

#[test]
fn nests_are_read_as_deep_as_the_bound() {
    for depth in [0, 1, 10, 11, usize::from(MAX_DEPTH)] {
        let bytes = chain(depth);
        let node: Node<'_> = parse(&bytes).unwrap();
        assert_eq!(deepest(&node), depth);
        assert_eq!(emit(&node).unwrap(), bytes);
    }
}

#[test]
fn deeper_nests_are_an_error_and_not_a_stack_overflow() {
    // On a stack that unbounded recursion would soon run through.
    let small_stack = thread::Builder::new().stack_size(1 << 20);
    let read = || {
        for depth in [usize::from(MAX_DEPTH) + 1, 1000, 16_000] {
            let bytes = chain(depth);
            for level in [Level::LIBERAL, Level::STRICT] {
                let error = Node::parse(Input::new(&bytes).with_level(level)).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Depth);
            }
        }
    };
    small_stack.spawn(read).unwrap().join().unwrap();
}

#[test]
fn a_truncated_attribute_in_the_deepest_set_is_ignored_and_one_set_more_is_too_deep() {
    let scrap_in = |depth: usize| {
        let innermost = attr(2 | NESTED, &[0; 3]);
        let bytes = (1..depth).fold(innermost, |inner, _| attr(2 | NESTED, &inner));
        parse::<Node<'_>>(&bytes).map(drop).map_err(|error| error.kind())
    };
    for depth in [1, 2, usize::from(MAX_DEPTH) - 1, usize::from(MAX_DEPTH)] {
        assert_eq!(scrap_in(depth), Err(ErrorKind::Length), "{depth} deep");
    }
    assert_eq!(scrap_in(usize::from(MAX_DEPTH) + 1), Err(ErrorKind::Depth));
}

/// A chain whose failure is its own.
#[derive(Debug, Parse)]
struct Isolated<'a> {
    #[nla(2)]
    node: Result<Node<'a>, ParseError>,
}

/// A chain that may be missing, but may also be broken.
#[derive(Debug, Parse)]
struct Perhaps<'a> {
    #[nla(2)]
    node: Option<Result<Node<'a>, ParseError>>,
}

#[test]
fn what_fails_by_itself_is_read_as_deep_as_the_bound() {
    for depth in [1, 11, 12, usize::from(MAX_DEPTH)] {
        let bytes = chain(depth);
        let isolated: Isolated<'_> = parse(&bytes).unwrap();
        assert_eq!(isolated.node.map(|node| deepest(&node)), Ok(depth - 1));
        let perhaps: Perhaps<'_> = parse(&bytes).unwrap();
        assert_eq!(perhaps.node.map(|node| node.map(|node| deepest(&node))), Some(Ok(depth - 1)));
    }
    let bytes = chain(usize::from(MAX_DEPTH) + 1);
    let isolated: Isolated<'_> = parse(&bytes).unwrap();
    assert_eq!(isolated.node.map(drop).map_err(|error| error.kind()), Err(ErrorKind::Depth));
    assert!(parse::<Perhaps<'_>>(&[]).unwrap().node.is_none());
}

/// A set with an array of such sets.
#[derive(Clone, Debug, Parse)]
struct Branch<'a> {
    #[nla(1)]
    twigs: Option<Indexed<'a, Branch<'a>>>,
}

#[derive(Debug, Parse)]
struct Trunk<'a> {
    #[nla(1)]
    branch: Option<Branch<'a>>,
}

#[test]
fn arrays_are_read_as_deep_as_the_bound_too() {
    let nested = |inner: Vec<u8>| attr(1 | NESTED, &inner);
    // Of this many arrays the innermost is empty; between two of them there is a set.
    let arrays = |number| (1..number).fold(nested(Vec::new()), |inner, _| nested(nested(inner)));
    let half = usize::from(MAX_DEPTH) / 2;
    let read = |error: ParseError| error.kind();

    // The innermost is one level less deep than twice their number, and behind a nest just as deep.
    let bytes = nested(arrays(half));
    assert_eq!(parse::<Trunk<'_>>(&bytes).map(|trunk| trunk.branch.is_some()), Ok(true));
    let bytes = arrays(half + 1);
    assert_eq!(parse::<Branch<'_>>(&bytes).map(drop).map_err(read), Err(ErrorKind::Depth));
    let bytes = nested(arrays(half + 1));
    assert_eq!(parse::<Trunk<'_>>(&bytes).map(drop).map_err(read), Err(ErrorKind::Depth));
}

#[test]
fn path_of_a_deep_error_keeps_its_innermost_steps() {
    let mut bytes = attr(1, b"no NUL");
    for _ in 0..20 {
        bytes = attr(2 | NESTED, &bytes);
    }
    let error = parse::<Node<'_>>(&bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unterminated);
    assert_eq!(error.offset(), 80);
    // Each child is a type and an index.
    assert_eq!(error.path().steps().count(), PATH_LEN);
    assert_eq!(error.path().types().count(), PATH_LEN / 2);
    assert_eq!(error.path().types().last(), Some(1));
}

/// One more set around the deep one, with other names.
#[derive(Debug, Parse)]
struct Around<'a> {
    #[nla(2)]
    something_else: Option<Node<'a>>,
}

#[test]
fn names_of_a_path_are_those_of_its_sets() {
    let mut bytes = attr(1, b"no NUL");
    for _ in 0..5 {
        bytes = attr(2 | NESTED, &bytes);
    }
    let error = parse::<Around<'_>>(&bytes).unwrap_err();
    let expected = format!("Around.something_else{}.name at", ".children[0]".repeat(4));
    assert!(error.to_string().starts_with(&expected), "{error}");

    // Two steps too many for the path: the outermost are dropped, and the output shows it.
    let bytes = attr(2 | NESTED, &bytes);
    let error = parse::<Around<'_>>(&bytes).unwrap_err();
    let expected = format!("…Node{}.name at", ".children[0]".repeat(4));
    assert!(error.to_string().starts_with(&expected), "{error}");
}
