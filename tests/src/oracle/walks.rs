//! What all that walks over a policy says about the same bytes.

use netlink_core::{ErrorKind, Input, Level, ParseError, Path, Policy};

use crate::known;

/// Validates, locates and displays bytes by the policy of a message, which the first two bytes choose.
///
/// # Panics
///
/// If two of them disagree; see [`walks_of`].
pub fn walks(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first_chunk() else { return };
    let which = usize::from(u16::from_le_bytes(*which));
    if let Some((_, policy)) = known::ALL.get(which % known::ALL.len().max(1)) {
        walks_of(policy, bytes);
    }
}

/// Validates, locates and displays bytes by a policy, and returns the errors at each of several levels.
///
/// # Panics
///
/// If a table accepts what validation rejects or the other way round, if an error has another path than the
/// attribute at its offset, if a stricter level accepts more, or if a tree does not show what is wrong.
pub fn walks_of(policy: &'static Policy, bytes: &[u8]) -> [Option<ParseError>; 3] {
    let name = policy.name();
    let input = Input::new(bytes).at(16);
    let levels = [Level::LIBERAL, Level::STRICT, Level::STRICT.with(Level::DUPLICATES)];
    let errors = levels.map(|level| policy.validate(input.with_level(level)).err());
    let tree = policy.display(input).to_string();
    if let Some(error) = errors[0] {
        assert_eq!(policy.table::<128>(input).err(), Some(error), "{name}: {bytes:02x?}");
        let is_shown = ["!", "left over"].iter().any(|mark| tree.contains(mark));
        // An empty string, and a truncated attribute that is not a nest, are not marked.
        assert!(is_shown || error.found() < 4, "{name}: {error}: {tree}: {bytes:02x?}");
    } else if let Err(error) = policy.table::<128>(input) {
        assert_eq!(error.kind(), ErrorKind::Missing, "{name}: {error}: {bytes:02x?}");
    }
    for pair in errors.windows(2) {
        assert!(pair[0].is_none() || pair[1].is_some(), "{name}: {pair:?}: {bytes:02x?}");
    }
    for error in errors.into_iter().flatten() {
        let types = |path: &Path| path.types().collect::<Vec<_>>();
        match (error.kind(), policy.locate(input, error.offset())) {
            (ErrorKind::TrailingBytes | ErrorKind::ShortHeader, _) => {}
            (_, Some(located)) => {
                assert_eq!(types(&located), types(error.path()), "{name}: {error}: {bytes:02x?}");
            }
            (_, None) => panic!("{name}: nothing is at the offset of {error}: {bytes:02x?}"),
        }
    }
    errors
}
