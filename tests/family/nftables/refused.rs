//! Requests that are not sent, and requests that the kernel refuses.

use netlink_core::{Be, EmitMessage, Errno, MessageFlags, MessageHeader, Writer, emit_message};
use netlink_families::nftables::*;
use netlink_tests::namespace::in_namespace;

use super::{made, open};
use crate::support::{not_sent, refusal};

/// What is said when a message is to be emitted that breaks a rule of ours.
fn refused(message: &impl EmitMessage) -> String {
    let mut bytes = vec![7];
    let error = emit_message(
        &mut Writer::growing(&mut bytes),
        MessageHeader::new(0, MessageFlags::NONE),
        message,
    )
    .expect_err("a rule is broken");
    assert_eq!(bytes, [7], "nothing is left written");
    error.to_string()
}

#[test]
fn what_our_rules_refuse_is_not_sent() {
    let flags = Table { flags: Some(TableFlags(Be(8))), ..made::table("ours") };
    let error = refused(&flags);
    assert!(error.contains("Table.flags") && error.contains("0x7"), "{error}");
    let error = refused(&made::table(""));
    assert!(error.contains("Table.name"), "{error}");

    let value = [0; 65];
    let too_long = [made::meta(MetaKeys::Mark), made::cmp(&value)];
    let error = refused(&made::rule("in", &too_long));
    assert!(error.contains("data<cmp>.data.value"), "{error}");
    let too_far = [made::payload(PayloadBase::NetworkHeader, 0, 256)];
    let error = refused(&made::rule("in", &too_far));
    assert!(error.contains("data<payload>.len") && error.contains("255"), "{error}");
}

#[test]
fn data_that_its_name_does_not_choose_are_not_sent() {
    let cmp = Cmp {
        sreg: Some(Registers::Reg1),
        op: Some(CmpOps::Eq),
        data: Some(made::value(&[1])),
        ..Cmp::default()
    };
    let other = Expr { name: "meta".into(), data: Some(ExprData::Cmp(cmp)), ..Expr::default() };
    let error = refused(&made::rule("in", &[other]));
    assert!(error.contains("data"), "{error}");
}

#[test]
fn connection_does_not_send_what_our_rules_refuse() {
    in_namespace(|| {
        let name = "n".repeat(256);
        let mut netlink = open();
        let request = GetTable { name: Some(name.as_str().into()), ..GetTable::default() };
        let error = not_sent(netlink.request(&request));
        assert!(error.contains("GetTable.name"), "{error}");
        assert_eq!(netlink.counters().sent, 0);
    });
}

#[test]
fn what_the_kernel_refuses_is_named() {
    in_namespace(|| {
        let request = GetTable { name: Some("nosuchtable".into()), ..GetTable::default() };
        let error = refusal(open().request(&request));
        assert_eq!(error.errno(), Errno::ENOENT);
        assert_eq!(error.field().as_deref(), Some("GetTable.name"), "{error}");
    });
}

#[test]
fn expression_that_the_kernel_refuses_is_named_and_undoes_the_whole_batch() {
    in_namespace(|| {
        let expressions = [
            made::meta(MetaKeys::Mark),
            made::lookup("nosuchset"),
            made::verdict(VerdictCode::Drop),
        ];
        let mut batch = made::Batch::begin();
        let refusals = batch
            .create(&made::table("ours"))
            .create(&made::chain("ours", "in"))
            .create(&made::rule("in", &expressions))
            .end();
        let [refusal] = &refusals[..] else { panic!("{refusals:?}") };
        assert_eq!((refusal.number, refusal.errno), (2, Errno::ENOENT));
        assert_eq!(refusal.field.as_deref(), Some("Rule.expressions.elem[1]"));
        let mut tables = 0;
        let mut netlink = open();
        let mut dump = netlink.dump(&GetTable::default()).unwrap();
        while dump.next().unwrap().is_some() {
            tables += 1;
        }
        assert_eq!(tables, 0);
    });
}
