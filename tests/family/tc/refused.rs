//! Requests that are not sent, and requests that the kernel refuses.

use netlink_core::{Errno, Indexed, MessageFlags, Unknown, Writer};
use netlink_families::tc::*;
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};

use super::made::{filter, qdisc, terminal};
use super::{TABLE_LEN, on};
use crate::support::{connect, not_sent, refusal};

const LOOPBACK: u32 = 1;
const INGRESS: u32 = handle(0xffff, 0);

#[test]
fn what_our_rules_refuse_is_not_sent() {
    in_namespace(|| {
        let mut netlink = connect();
        let table = [0; TABLE_LEN + 1];
        let tbf = Tbf { rtab: Some(&table), ..Tbf::default() };
        let header = TcHeader { parent: HANDLE_ROOT, ..on(LOOPBACK) };
        let request = qdisc(header, "tbf", Some(Options::Tbf(tbf.clone())));
        let error = not_sent(netlink.execute(&request, MessageFlags::CREATE));
        assert!(error.contains("Qdisc.options<tbf>.rtab"), "{error}");

        let request = qdisc(header, "htb", Some(Options::Tbf(Tbf { rtab: None, ..tbf })));
        let error = not_sent(netlink.execute(&request, MessageFlags::CREATE));
        assert!(error.contains("Qdisc.options"), "{error}");

        let cookie = [0; 17];
        let action =
            [Action { kind: Some("mirred".into()), cookie: Some(&cookie), ..Action::default() }];
        let u32 = U32 { act: Some(Indexed::of(&action)), ..U32::default() };
        let request = filter(LOOPBACK, INGRESS, 1, u32);
        let error = not_sent(netlink.execute(&request, MessageFlags::CREATE));
        assert!(error.contains("Qdisc.options<u32>.act[0].cookie"), "{error}");
        assert_eq!(netlink.counters().sent, 0);
    });
}

#[test]
fn what_the_kernel_refuses_is_named_inside_of_a_sub_message() {
    in_namespace(|| {
        let tc = or_skip!(tool("tc"));
        or_skip!(tc.run_where_supported("qdisc add dev lo ingress"));
        let mut netlink = connect();
        // Past our rules: a selector that is too short.
        let mut short = Vec::new();
        Writer::growing(&mut short).put(5, &[1_u8, 2]).unwrap();
        let u32 = U32 { rest: Unknown::of(&short), ..U32::default() };
        let request = filter(LOOPBACK, INGRESS, 1, u32);
        let error = refusal(netlink.execute(&request, MessageFlags::CREATE));
        assert_eq!(error.errno(), Errno::ERANGE);
        assert_eq!(error.field().as_deref(), Some("Qdisc.options<u32>.sel"), "{error}");

        // A selector that says that there are more keys than there are.
        let mut selector = terminal(&[]);
        selector.head.nkeys = 1;
        let u32 = U32 { sel: Some(selector), ..U32::default() };
        let error = netlink.execute(&filter(LOOPBACK, INGRESS, 1, u32), MessageFlags::CREATE);
        assert_eq!(refusal(error).errno(), Errno::EINVAL);
    });
}

#[test]
fn what_the_kernel_refuses_is_named_inside_of_an_action() {
    in_namespace(|| {
        let tc = or_skip!(tool("tc"));
        or_skip!(tc.run_where_supported("qdisc add dev lo ingress"));
        let mut netlink = connect();
        let mut short = Vec::new();
        Writer::growing(&mut short).put(2, &[1_u8, 2]).unwrap();
        let mirred = ActMirred { rest: Unknown::of(&short), ..ActMirred::default() };
        let action = [Action {
            kind: Some("mirred".into()),
            options: Some(ActionOptions::Mirred(mirred)),
            ..Action::default()
        }];
        let keys = [U32Key::default()];
        let u32 =
            U32 { sel: Some(terminal(&keys)), act: Some(Indexed::of(&action)), ..U32::default() };
        let request = filter(LOOPBACK, INGRESS, 1, u32);
        let error = refusal(netlink.execute(&request, MessageFlags::CREATE));
        assert_eq!(
            error.field().as_deref(),
            Some("Qdisc.options<u32>.act[0].options<mirred>.parms"),
            "{error}"
        );
    });
}

#[test]
fn kind_that_does_not_exist_is_rejected_with_the_kernels_text() {
    in_namespace(|| {
        let header = TcHeader { parent: HANDLE_ROOT, ..on(LOOPBACK) };
        let request = qdisc(header, "nosuchkind", None);
        let error = refusal(connect().execute(&request, MessageFlags::CREATE));
        assert_eq!(error.errno(), Errno::ENOENT);
        assert_eq!(error.message(), Some("Specified qdisc kind is unknown"), "{error}");
    });
}
