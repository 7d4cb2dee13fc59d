//! The family `nftables`.

mod made;
mod reader;
mod refused;
mod show;

use netlink_core::{EmitMessage, Writer, emit_message};
use netlink_families::nftables::*;
use netlink_sys::{Connection, Protocol};

use crate::support::{captured, message, survive_as};

/// `NFPROTO_INET`.
const INET: u8 = 1;
/// `NFPROTO_IPV4`.
const IPV4: u8 = 2;

fn open() -> Connection {
    Connection::open(Protocol::NETFILTER).expect("a netfilter socket")
}

#[test]
fn every_captured_message_is_emitted_without_loss() {
    let [tables, chains, sets] = ["nft-table", "nft-chain", "nft-set"].map(captured);
    let [objects, rules] = ["nft-obj", "nft-rule"].map(captured);
    assert_eq!(
        [&tables, &chains, &sets, &objects, &rules].map(|messages| messages.len()),
        [1, 2, 1, 1, 134]
    );
    survive_as::<Table<'_>>(&tables);
    survive_as::<Chain<'_>>(&chains);
    survive_as::<Set<'_>>(&sets);
    survive_as::<Obj<'_>>(&objects);
    survive_as::<Rule<'_>>(&rules);
}

#[test]
fn every_attribute_and_every_expression_that_was_captured_has_a_name() {
    // Otherwise the round trip would only show that bytes can be copied.
    let mut names = std::collections::BTreeMap::<_, usize>::new();
    for name in ["nft-table", "nft-chain", "nft-set", "nft-obj", "nft-rule"] {
        for bytes in &captured(name) {
            let event: Event<'_> = message(bytes).parse().unwrap();
            assert!(!matches!(event, Event::Other(_)), "{event:?}");
            let shown = format!("{event:?}");
            // What `rest` shows is empty everywhere, however deep.
            assert_eq!(shown.matches("rest: {}").count(), shown.matches("rest: ").count());
            let Event::NewRule(rule) = event else { continue };
            for expression in rule.expressions.iter().flat_map(|list| list.elem.iter()) {
                let expression = expression.unwrap();
                let known = !matches!(expression.data, None | Some(ExprData::Other(_)));
                assert!(known, "{expression:?}");
                *names.entry(expression.name.to_string()).or_default() += 1;
            }
        }
    }
    let names: Vec<&str> = names.keys().map(String::as_str).collect();
    let expected = ["bitwise", "cmp", "counter", "ct", "immediate", "lookup", "meta", "payload"];
    assert_eq!(names, expected);
}

#[test]
fn a_message_of_any_type_is_emitted_as_what_it_is() {
    for name in ["nft-table", "nft-chain", "nft-set", "nft-obj", "nft-rule"] {
        for bytes in &captured(name) {
            let message = message(bytes);
            let event: Event<'_> = message.parse().unwrap();
            let mut emitted = Vec::new();
            emit_message(&mut Writer::growing(&mut emitted), message.header(), &event).unwrap();
            assert_eq!(emitted.len(), bytes.len());
            assert_eq!(event.id(), netlink_core::MessageId::Type(message.header().ty));
        }
    }
}
