//! Names as the kernel's specifications have them.

/// Returns a Rust name in the form of the specifications: `rt_priority`, `RtPriority` and `RT_PRIORITY` are all
/// `rt-priority`. Keywords are written differently in Rust.
pub(crate) fn spec_name(name: &str) -> String {
    if name == "ty" {
        return "type".into();
    }
    let mut spec = String::new();
    let mut was_small = false;
    for character in name.trim_end_matches('_').chars() {
        if character.is_uppercase() && was_small {
            spec.push('-');
        }
        was_small = character.is_lowercase() || character.is_ascii_digit();
        match character {
            '_' => spec.push('-'),
            _ => spec.extend(character.to_lowercase()),
        }
    }
    spec
}

/// Returns true if two names differ only in case and separators.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let letters = |name: &str| {
        let name = if name == "ty" { "type" } else { name };
        let letters = name.chars().filter(|character| !matches!(character, '-' | '_'));
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(one) == letters(other)
}
