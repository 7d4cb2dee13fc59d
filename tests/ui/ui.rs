//! Declarations as a user writes them, compiled one by one: see README.md.

#[test]
fn right_declarations_compile_and_wrong_ones_say_what_would_be_right() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    cases.compile_fail("fail/*/*.rs");
}
