//! The generated parser and the interpreter of its policy, about the same bytes.

use netlink_core::{ErrorKind, Input, Level, Parse, ParseError, ParseSet, Policy, Step};

/// Reads bytes as a `T` and validates them against its policy, at liberal and at strict level.
///
/// # Panics
///
/// If one accepts what the other refuses, rules aside that only parsing knows: what is required,
/// UTF-8, lengths that are a multiple of something, keys that no sub-message has, that a nest with a fixed
/// header is not empty, and what a codec reads out of a payload that is bytes to the policy.
pub fn agree<'a, T: Parse<'a> + ParseSet<'a>>(bytes: &'a [u8]) {
    for level in [Level::LIBERAL, Level::DEPRECATED_STRICT, Level::STRICT] {
        let input = Input::new(bytes).at(16).level(level);
        let parsed = T::parse(input).err();
        let validated = T::POLICY.validate(input).err();
        match (parsed, validated) {
            (None, None) => {}
            (Some(parsed), None) => assert!(
                only_parsing_knows(&parsed) || is_within_a_payload(T::POLICY, &parsed),
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
                if parsed.path() == validated.path() && !only_parsing_knows(&parsed) {
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

fn only_parsing_knows(error: &ParseError) -> bool {
    match error.kind() {
        ErrorKind::Missing
        | ErrorKind::Size
        | ErrorKind::Utf8
        | ErrorKind::Selector
        | ErrorKind::Depth => true,
        // Kernels let an empty nest pass unseen.
        ErrorKind::ShortHeader => error.found() == 0,
        _ => false,
    }
}

/// Whether the error is deeper than what the policy knows of: in what it takes for bytes.
fn is_within_a_payload(policy: &'static Policy, error: &ParseError) -> bool {
    let mut set = Some(policy);
    let mut steps = error.path().steps().peekable();
    while let Some(step) = steps.next() {
        let (Step::Attr(ty), Some(known)) = (step, set) else { return false };
        let Some(rule) = known.attr(ty) else { return false };
        if !rule.kind().is_nested() && rule.variants().is_empty() && steps.peek().is_some() {
            return true;
        }
        set = rule.set();
    }
    false
}
