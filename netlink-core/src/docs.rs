//! The [guide], the [reference](attribute) of all directives, and [how parsing works](parsing).

#[doc = include_str!("../docs/attribute.md")]
pub mod attribute {}

#[doc = include_str!("../docs/parsing.md")]
pub mod parsing {}

#[doc = include_str!("../docs/guide/guide.md")]
pub mod guide {
    #[doc = include_str!("../docs/guide/first_type.md")]
    pub mod first_type {}

    #[doc = include_str!("../docs/guide/nesting.md")]
    pub mod nesting {}

    #[doc = include_str!("../docs/guide/sub_messages.md")]
    pub mod sub_messages {}

    #[doc = include_str!("../docs/guide/requests.md")]
    pub mod requests {}

    #[doc = include_str!("../docs/guide/dumps.md")]
    pub mod dumps {}

    #[doc = include_str!("../docs/guide/events.md")]
    pub mod events {}

    #[doc = include_str!("../docs/guide/errors.md")]
    pub mod errors {}

    #[doc = include_str!("../docs/guide/testing.md")]
    pub mod testing {}

    #[doc = include_str!("../docs/guide/fuzzing.md")]
    pub mod fuzzing {}

    #[doc = include_str!("../docs/guide/no_std.md")]
    pub mod no_std {}

    #[doc = include_str!("../docs/guide/performance.md")]
    pub mod performance {}

    #[doc = include_str!("../docs/guide/glossary.md")]
    pub mod glossary {}
}
