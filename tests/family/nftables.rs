//! The family `nftables`.

mod made;
mod reader;
mod refused;
mod show;

use netlink_core::{EmitMessage, Stream, Writer, emit_message};
use netlink_sys::{Connection, Protocol};
use netlink_tests::{family::nftables::*, layouts, oracle, same_as_headers};

use crate::support::{captured, message, survive_as};

const HEADERS: &[&str] = &[
    "netinet/in.h",
    "linux/netlink.h",
    "linux/netfilter.h",
    "linux/netfilter/nfnetlink.h",
    "linux/netfilter/nf_tables.h",
    "linux/netfilter/nf_tables_compat.h",
    "linux/netfilter/nf_nat.h",
    "linux/netfilter/nf_log.h",
    "linux/netfilter/nf_conntrack_tuple_common.h",
];

fn open() -> Connection {
    Connection::open(Protocol::NETFILTER).expect("a netfilter socket")
}

#[test]
fn constants_and_structs_are_those_of_the_headers() {
    same_as_headers!(HEADERS, CONSTANTS);
    same_as_headers!(
        HEADERS,
        layouts! {
            NfGenMsg = "nfgenmsg" {
                family: "nfgen_family",
                version: "version",
                res_id: "res_id",
            }
        }
    );
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
    survive_as::<Object<'_>>(&objects);
    survive_as::<Rule<'_>>(&rules);
}

#[test]
fn every_captured_rule_is_emitted_without_loss_by_a_stream_and_in_its_order() {
    let rules = captured("nft-rule");
    survive_as::<RuleStream<'_>>(&rules);
    for bytes in &rules {
        let message = message(bytes);
        let rule: RuleStream<'_> = message.parse().unwrap();
        let items: Vec<RuleItem<'_>> = rule.attrs.iter().map(Result::unwrap).collect();
        let expressions: Vec<Vec<ExpressionItem<'_>>> = items.iter().map(expressions_of).collect();
        // From values alone, without the bytes they came from.
        let again: Vec<RuleItem<'_>> = items
            .iter()
            .zip(&expressions)
            .map(|(item, expressions)| match item {
                RuleItem::Expressions(_) => RuleItem::Expressions(Stream::of(expressions)),
                other => other.clone(),
            })
            .collect();
        let again = RuleStream { attrs: Stream::of(&again), ..rule.clone() };
        let mut emitted = Vec::new();
        emit_message(&mut Writer::growing(&mut emitted), message.header(), &again).unwrap();
        let emitted = self::message(&emitted);
        oracle::same::<RuleStream<'_>>(&message, &emitted)
            .unwrap_or_else(|difference| panic!("{difference}"));
        let again: RuleStream<'_> = emitted.parse().unwrap();
        assert_eq!(format!("{:?}", again.attrs), format!("{:?}", rule.attrs));
    }
}

fn expressions_of<'a>(item: &RuleItem<'a>) -> Vec<ExpressionItem<'a>> {
    match item {
        RuleItem::Expressions(expressions) => expressions.iter().map(Result::unwrap).collect(),
        _ => Vec::new(),
    }
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
            for expression in rule.expressions.iter().flat_map(|list| list.expressions.iter()) {
                let expression = expression.unwrap();
                let known = !matches!(expression.data, None | Some(ExpressionData::Other(_)));
                assert!(known, "{expression:?}");
                *names.entry(expression.name.to_owned()).or_default() += 1;
            }
        }
    }
    let names: Vec<&str> = names.keys().map(|name| name.to_str().unwrap()).collect();
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
