//! Payloads that are declared secret are never shown.

use netlink_core::policy::{AttrPolicy, Check, Kind, Name, Policy};
use netlink_core::{ErrorKind, Input, Level, MessageId, ParseError, RawMessage};
use netlink_tests::bytes::{attr, attr_u32, message, nest};

const KEY: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(4, 8).optional().secret();

static INNER: Policy = Policy::new(
    "Inner",
    &[
        AttrPolicy::new(Kind::Binary).named(1, "text"),
        AttrPolicy::new(Kind::U32).with_check(Check::Range(0, 9)).optional().named(2, "number"),
    ],
);

static KEYS: Policy = Policy::new(
    "Keys",
    &[
        AttrPolicy::new(Kind::U32).optional().named(1, "index"),
        KEY.named(2, "private_key"),
        AttrPolicy::nested(|| &INNER).optional().secret().named(3, "secrets"),
        AttrPolicy::array(|| &KEY).optional().named(4, "keys"),
        AttrPolicy::new(Kind::U32)
            .with_check(Check::Range(0, 9))
            .optional()
            .secret()
            .named(5, "pin"),
        AttrPolicy::new(Kind::U8)
            .with_names(&[Name { value: 1, name: "ONE" }])
            .closed()
            .optional()
            .secret()
            .named(6, "mode"),
    ],
);

const MESSAGES: &[(MessageId, &Policy)] = &[(MessageId::Type(64), &KEYS)];

/// In every style: line, tree, bytes, explanation of the error, and of every offset.
fn forms(attrs: &[Vec<u8>], level: Level) -> Vec<String> {
    let bytes = message(64, 1, &attrs.concat());
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let display = message.display_as(MESSAGES);
    let mut forms = vec![display.to_string(), format!("{display:#}"), display.hex().to_string()];
    if let Err(error) = KEYS.validate(message.payload().with_level(level)) {
        forms.push(error.to_string());
        forms.push(format!("{error:?}"));
        forms.push(display.explain(&error).to_string());
    }
    for offset in 0..bytes.len() {
        forms.push(display.explain_at(offset, &"here").to_string());
        let error = ParseError::new(ErrorKind::Length, offset);
        forms.push(display.explain(&error).to_string());
    }
    forms
}

#[track_caller]
fn hides(attrs: &[Vec<u8>]) {
    for level in [Level::LIBERAL, Level::STRICT] {
        for form in forms(attrs, level) {
            for shown in ["a7 a7", "a7a7", "167", "2812782503", "§"] {
                assert!(!form.contains(shown), "{shown}: {form}");
            }
        }
    }
}

#[test]
fn secret_payloads_are_not_shown_wherever_they_are() {
    let secret = [0xa7; 8];
    hides(&[attr_u32(1, 7), attr(2, &secret)]);
    hides(&[nest(3, &[attr(1, &secret)])]);
    hides(&[nest(3, &[attr(1, &secret), attr_u32(2, 0xa7a7_a7a7)])]);
    hides(&[nest(4, &[attr(0, &secret), attr(1, &secret)])]);
    // Too short, too long, out of range, without a name, and cut.
    hides(&[attr(2, &[0xa7; 3])]);
    hides(&[attr(2, &[0xa7; 40])]);
    hides(&[attr_u32(5, 0xa7a7_a7a7)]);
    hides(&[attr(6, &[0xa7])]);
    let mut cut = attr(2, &secret);
    cut.truncate(10);
    hides(&[attr_u32(1, 7), cut]);
    hides(&[attr(2, &secret), vec![0xa7; 3]]);
}

#[test]
fn secrets_are_counted() {
    let bytes = message(64, 1, &[attr_u32(1, 7), attr(2, &[0xa7; 8])].concat());
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let display = message.display_as(MESSAGES);
    let tree = format!("{display:#}");
    assert!(tree.ends_with("\n  index: 7\n  private_key: 8 bytes, secret"), "{tree}");
    let bytes = display.hex().to_string();
    assert!(bytes.contains("** ** ** ** ** ** ** **    secret"), "{bytes}");
    let short = attr(2, &[0xa7; 3]);
    let error = KEYS.validate(Input::new(&short)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Keys.private_key at offset 0: expected binary of 4 to 8 bytes, found 3 bytes (binary \
         attribute size out of range)"
    );
    let pin = attr_u32(5, 0xa7a7);
    let error = KEYS.validate(Input::new(&pin)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Keys.pin at offset 0: expected u32 up to 9, found a secret value (integer out of range)"
    );
}
