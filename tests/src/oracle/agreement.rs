//! The generated parser and the interpreter of its policy, about the same bytes.

use netlink_core::{
    ErrorKind, Input, Level, Parse, ParseError, ParseMessage, ParseSet, Policy, Step, View,
    header::HEADER_LEN,
};

use super::payload::{Scratch, message_of};

/// Reads bytes as a `T` and validates them against its policy, at liberal and at strict level.
///
/// # Panics
///
/// If one accepts what the other refuses, rules aside that only parsing knows: what is required,
/// UTF-8, lengths that are a multiple of something, keys that no sub-message has, that a nest with a fixed
/// header is not empty, what a codec reads out of a payload that is bytes to the policy, and integers of
/// another width than declared: kernels take any longer ones and no shorter ones, and the parser those that
/// are an integer and fit.
pub fn agree<'a, T: Parse<'a> + ParseSet<'a>>(bytes: &'a [u8]) {
    for level in LEVELS {
        let input = input(bytes, level);
        compare(T::PARSE_POLICY, input, T::parse(input).err());
    }
}

/// As [`agree`], of the body of a message. Of an enum of messages, the first byte says which of them it is.
///
/// # Panics
///
/// As [`agree`].
pub fn agree_on_message<T>(bytes: &[u8])
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a>,
{
    let ids = <T::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
    let mut buffer = Scratch::new();
    let Some((message, id, policy)) = message_of(ids, bytes, &mut buffer) else { return };
    let body = message.body(id).expect("it is that message");
    for level in LEVELS {
        let parsed = message.parse_at::<T::Of<'_>>(level).err();
        compare(policy, body.with_level(level), parsed);
    }
}

/// As [`agree`], of a stream, whose first error is given by `walk`. It has no opinion on attributes that
/// have no item, nor on what is left behind the last one; what is in a stream within it shows when that
/// is walked over.
///
/// # Panics
///
/// As [`agree`].
#[cfg(feature = "families")]
pub fn agree_on_stream<'a, T: Parse<'a> + ParseSet<'a>>(
    bytes: &'a [u8],
    walk: impl Fn(T) -> Option<ParseError>,
) {
    for level in LEVELS {
        let input = input(bytes, level);
        let parsed = T::parse(input).map_or_else(Some, &walk);
        match T::PARSE_POLICY.validate(input) {
            Err(error) if is_passed_by(&error, parsed.is_none()) => {}
            _ => compare(T::PARSE_POLICY, input, parsed),
        }
    }
}

const LEVELS: [Level; 3] = [Level::LIBERAL, Level::DEPRECATED_STRICT, Level::STRICT];

fn input(bytes: &[u8], level: Level) -> Input<'_> {
    Input::new(bytes).at(HEADER_LEN).with_level(level)
}

fn compare(policy: &'static Policy, input: Input<'_>, parsed: Option<ParseError>) {
    let (name, level, bytes) = (policy.name(), input.level(), input.bytes());
    match (parsed, policy.validate(input).err()) {
        (None, None) => {}
        (Some(parsed), None) => assert!(
            only_parsing_knows(&parsed)
                || is_of_other_width(input, &parsed)
                || is_within_a_payload(policy, &parsed),
            "{name}: refused by the parser alone at {level:?}: {parsed}: {bytes:02x?}",
        ),
        (None, Some(validated))
            if level == Level::LIBERAL && is_of_other_width(input, &validated) => {}
        (None, Some(validated)) => {
            panic!("{name}: refused by the policy alone at {level:?}: {validated}: {bytes:02x?}")
        }
        (Some(parsed), Some(validated)) => {
            // Each says the first mistake that it meets, and does not meet them in one order:
            // the parser looks into sub-messages last, and at what is missing behind that.
            // Of several integers of other widths each refuses another one.
            let place = |error: &ParseError| (error.kind(), error.offset());
            let widths = is_of_other_width(input, &parsed) || is_of_other_width(input, &validated);
            if parsed.path() == validated.path() && !only_parsing_knows(&parsed) && !widths {
                assert_eq!(
                    place(&parsed),
                    place(&validated),
                    "{name}: the parser and the policy at {level:?}: {bytes:02x?}",
                );
            }
        }
    }
}

/// Whether a stream passes by what this error is about.
#[cfg(feature = "families")]
fn is_passed_by(error: &ParseError, walked_to_the_end: bool) -> bool {
    match (error.path().steps().count(), error.kind()) {
        (0, kind) => kind == ErrorKind::TrailingBytes,
        (1, ErrorKind::UnknownType | ErrorKind::Unsupported) => true,
        (1, _) => false,
        _ => walked_to_the_end,
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

/// Whether the error is about an integer of another width than declared. Kernels read as much of it as
/// they know, and the parser reads all.
fn is_of_other_width(input: Input<'_>, error: &ParseError) -> bool {
    let Some(size) =
        error.rule().filter(|rule| rule.kind().is_integer()).map(|rule| rule.kind().size())
    else {
        return false;
    };
    let at = error.offset().checked_sub(input.offset());
    let header = at.and_then(|at| input.bytes().get(at..)?.first_chunk());
    // An error about what is missing is not at a header.
    let len = header.and_then(|len| usize::from(u16::from_ne_bytes(*len)).checked_sub(4));
    len.is_some() && len != size
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
