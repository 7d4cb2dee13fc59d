//! What is not written, and what is written instead: the wrong terms, and the patterns of stilted English.

/// A phrase that is not used.
pub(super) struct Rule {
    /// Words with alternatives: `is|are no`. `*` is any word, `.` the end of a clause.
    pub(super) phrase: &'static str,
    pub(super) instead: &'static str,
    /// Phrases that contain it and are used.
    pub(super) but: &'static [&'static str],
}

const fn rule(phrase: &'static str, instead: &'static str, but: &'static [&'static str]) -> Rule {
    Rule { phrase, instead, but }
}

pub(super) const RULES: &[Rule] = &[
    // Patterns.
    rule("is|are|was|were none", "say what is absent", &["there is|are|was|were none"]),
    rule(
        "is|are|was|were no",
        "\"is not a …\"",
        &["there is|are|was|were no", "is|are|was|were no longer|more"],
    ),
    rule("be it", "name the cases", &[]),
    rule("anew", "\"again\"", &[]),
    rule("whoever", "name who it is: a process, you, the caller", &[]),
    rule("for|of|to|by who", "\"for a caller that …\"", &[]),
    rule(". who", "\"if you …\", \"a process that …\"", &[]),
    rule("not to have again", "\"regression tests\"", &[]),
    rule("nobody", "\"not\", \"no process\", \"no caller\"", &[]),
    rule(
        "as it is|was",
        "say how it is",
        &["as it is|was received|declared|sent|called|parsed", "as soon as it is|was"],
    ),
    rule("comes", "\"is present\", \"arrives\", \"follows\"", &["comes from"]),
    rule("stands", "\"is\", \"represents\"", &[]),
    rule("goes", "\"is\", \"continues\", \"is removed\"", &["goes down|wrong|up"]),
    rule("for ever", "\"forever\"", &[]),
    rule("of a loss", "\"a loss is …\"", &[]),
    rule("meanwhile", "\"in the meantime\", \"while …\"", &[]),
    rule("has it so", "\"if supported\"", &[]),
    rule("is|are meant", "\"is intended\", \"refers to\"", &["is|are meant for|to"]),
    rule("thereby|therein|thereof|hereby|herein|whereby", "rewrite the sentence", &[]),
    // Terms.
    rule(
        "form|forms",
        "\"variant\", \"syntax\", \"format\"",
        &["of the form", "in the form of", "form a"],
    ),
    rule("shape|shapes", "\"variant\", \"kind\", \"structure\"", &[]),
    rule(
        "word|words",
        "\"directive\", \"text\", \"name\"",
        &["in other words", "machine word|words", "* words apart", "word count", "one word"],
    ),
    rule("on the|its|their way", "\"path\", \"while …\"", &[]),
    rule("half|every|any way", "\"path\", \"partly\"", &["halfway"]),
    rule("way|ways into|through|out|back|down", "\"path\"", &[]),
    rule(
        "place|places",
        "\"index\", \"position\", \"offset\"",
        &["in place", "take|takes|took place", "in the first place"],
    ),
    rule("attribute number|numbers", "\"attribute type\"", &[]),
    rule(
        "number|numbers of an|the|its|their attribute|attributes",
        "\"attribute type\"",
        &["number of attributes"],
    ),
    rule("offence|offences|offender|offenders", "\"violation\"", &[]),
    rule("scrap|scraps", "\"truncated attribute\"", &[]),
    rule("set aside", "\"deferred\"", &[]),
    rule("told", "\"reported\"", &[]),
    rule("asked for", "\"requested\"", &[]),
];

/// What a heading does not begin with: a reader searches for nouns, or for what to do.
pub(super) const HEADINGS: &[&str] = &[
    "what", "who", "it", "was", "were", "is", "are", "have", "has", "of", "if", "and", "that",
    "when", "where",
];

/// Text that breaks a rule for a reason: the file, what is excused, and the reason.
pub(super) const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "tests/bench/README.md",
    "places",
    "benchmarks are called \"at three places\" in instructions.txt as well",
)];
