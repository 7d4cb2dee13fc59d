//! The generated parser and the interpreter of its policy, about the same bytes.

use netlink_core::{ErrorKind, Input, Level, Parse, ParseError, ParseSet};

/// Reads bytes as a `T` and validates them against its policy, at liberal and at strict level.
///
/// # Panics
///
/// If one accepts what the other refuses, rules aside that only parsing knows: what is required,
/// UTF-8, lengths that are a multiple of something, keys that no sub-message has.
pub fn agree<'a, T: Parse<'a> + ParseSet<'a>>(bytes: &'a [u8]) {
    for level in [Level::LIBERAL, Level::DEPRECATED_STRICT, Level::STRICT] {
        let input = Input::new(bytes).at(16).level(level);
        let parsed = T::parse(input).err();
        let validated = T::POLICY.validate(input).err();
        match (parsed, validated) {
            (None, None) => {}
            (Some(parsed), None) => assert!(
                only_parsing_knows(parsed.kind()),
                "{}: refused by the parser alone at {level:?}: {parsed}: {bytes:02x?}",
                T::POLICY.name(),
            ),
            (None, Some(validated)) => panic!(
                "{}: refused by the policy alone at {level:?}: {validated}: {bytes:02x?}",
                T::POLICY.name(),
            ),
            (Some(parsed), Some(validated)) => {
                // Each says the first mistake that it meets, and does not meet them in one order:
                // the parser looks into sub-messages last, and at what is missing behind that.
                let place = |error: &ParseError| (error.kind(), error.offset());
                if parsed.path() == validated.path() && !only_parsing_knows(parsed.kind()) {
                    assert_eq!(
                        place(&parsed),
                        place(&validated),
                        "{}: the parser and the policy at {level:?}: {bytes:02x?}",
                        T::POLICY.name(),
                    );
                }
            }
        }
    }
}

const fn only_parsing_knows(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Missing
            | ErrorKind::Size
            | ErrorKind::Utf8
            | ErrorKind::Selector
            | ErrorKind::Depth
    )
}
