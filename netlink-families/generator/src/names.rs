//! Rust names for the names of a specification.

use std::collections::{HashMap, HashSet};

/// Names that generated code uses for something else.
const RESERVED: &[&str] = &[
    "Attr",
    "Be",
    "Bitfield32",
    "Box",
    "CStr",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Emit",
    "Err",
    "Event",
    "Family",
    "Flexible",
    "Fn",
    "From",
    "Indexed",
    "Into",
    "Ip",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "Iterator",
    "Lazy",
    "Le",
    "Mac",
    "Nest",
    "NlaStr",
    "None",
    "Ok",
    "Option",
    "Parse",
    "Payload",
    "RawMessage",
    "Repeated",
    "Result",
    "Send",
    "Sint",
    "Sized",
    "Some",
    "Stream",
    "String",
    "Struct",
    "Sync",
    "Uint",
    "Unknown",
    "Vec",
    "Self",
];

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Splits a name at everything but letters and digits.
pub fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// `link-attrs` as `LinkAttrs`.
pub fn pascal(name: &str) -> String {
    let lower;
    let name = if name.chars().any(|c| c.is_ascii_lowercase()) {
        name
    } else {
        lower = name.to_lowercase();
        &lower
    };
    let mut out = String::new();
    for word in words(name) {
        // Digits on both sides would run together: `1-2` as `1_2`.
        if out.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            out.push('_');
        }
        let mut chars = word.chars();
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    not_a_number(out, 'N')
}

/// `rx-max` as `rx_max`; keywords change.
pub fn snake(name: &str) -> String {
    let out = words(name).map(str::to_lowercase).collect::<Vec<_>>().join("_");
    let out = not_a_number(out, 'n');
    match out.as_str() {
        "type" => "ty".to_owned(),
        keyword if KEYWORDS.contains(&keyword) => format!("{keyword}_"),
        _ => out,
    }
}

/// `rx-max` as `RX_MAX`.
pub fn upper(name: &str) -> String {
    not_a_number(words(name).map(str::to_uppercase).collect::<Vec<_>>().join("_"), 'N')
}

fn not_a_number(name: String, prefix: char) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("{prefix}{name}") } else { name }
}

/// A number as people write it.
pub fn literal(number: u64) -> String {
    if number > 255 { format!("{number:#x}") } else { number.to_string() }
}

/// The names of one module: each is given once.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
    given: HashMap<String, String>,
    /// From the overlay.
    renames: HashMap<String, String>,
}

impl Names {
    pub fn new(renames: impl IntoIterator<Item = (String, String)>) -> Self {
        let renames: HashMap<_, _> = renames.into_iter().collect();
        // A name from the overlay is not given to anything else.
        let taken = RESERVED
            .iter()
            .map(|name| (*name).to_owned())
            .chain(renames.values().cloned())
            .collect();
        Self { taken, given: HashMap::new(), renames }
    }

    /// Returns the name of something, the same each time: that of the overlay, or the first free one.
    pub fn of(&mut self, thing: &str, choices: &[String]) -> String {
        if let Some(name) = self.given.get(thing) {
            return name.clone();
        }
        let first = choices.first().cloned().unwrap_or_default();
        let numbered = (2..).map(|number| format!("{first}{number}"));
        let name = match self.renames.remove(thing) {
            Some(name) => name,
            None => choices
                .iter()
                .cloned()
                .chain(numbered)
                .find(|name| !self.taken.contains(name))
                .unwrap_or_default(),
        };
        self.taken.insert(name.clone());
        self.given.insert(thing.to_owned(), name.clone());
        name
    }

    /// Returns the renames of the overlay that name nothing.
    pub fn unused(&self) -> Vec<&str> {
        let mut unused: Vec<_> = self.renames.keys().map(String::as_str).collect();
        unused.sort_unstable();
        unused
    }
}
