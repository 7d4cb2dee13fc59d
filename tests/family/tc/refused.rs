//! Requests that are not sent, and requests that the kernel refuses.

use netlink_core::{Errno, Indexed, MessageFlags, Unknown, Writer};
use netlink_tests::{
    family::tc::{actions::Action, *},
    namespace::in_namespace,
    or_skip,
    tool::tool,
};

use super::made::{filter, qdisc};
use crate::support::{connect, not_sent, refusal};

const LOOPBACK: u32 = 1;
const INGRESS: Handle = Handle::new(0xffff, 0);

#[test]
fn what_our_rules_refuse_is_not_sent() {
    in_namespace(|| {
        let mut netlink = connect();
        let table = [0; TC_RTAB_SIZE + 1];
        let tbf = Tbf { rate_table: Some(&table), ..Tbf::default() };
        let header = TcMsg { parent: Handle::ROOT, ..TcMsg::on(LOOPBACK) };
        let request = qdisc(header, c"tbf", Some(Options::Tbf(tbf.clone())));
        let error = not_sent(netlink.execute(&request, MessageFlags::CREATE));
        assert!(error.contains("Qdisc.options<tbf>.rate_table"), "{error}");

        let request = qdisc(header, c"htb", Some(Options::Tbf(Tbf { rate_table: None, ..tbf })));
        let error = not_sent(netlink.execute(&request, MessageFlags::CREATE));
        assert!(error.contains("Qdisc.options"), "{error}");

        // A selector that says that there are more keys than there are.
        let mut selector = U32Selector::terminal(&[]);
        selector.head.nkeys = 1;
        let u32 = U32 { selector: Some(selector), ..U32::default() };
        let request = filter(LOOPBACK, INGRESS, 1, u32);
        let error = not_sent(netlink.execute(&request, MessageFlags::CREATE));
        assert!(error.contains("Filter.options<u32>.selector"), "{error}");

        let cookie = [0; TC_COOKIE_MAX_SIZE + 1];
        let action = [Action { kind: Some(c"mirred"), cookie: Some(&cookie), ..Action::default() }];
        let u32 = U32 { actions: Some(Indexed::of(&action)), ..U32::default() };
        let request = filter(LOOPBACK, INGRESS, 1, u32);
        let error = not_sent(netlink.execute(&request, MessageFlags::CREATE));
        assert!(error.contains("Filter.options<u32>.actions[0].cookie"), "{error}");
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
        Writer::growing(&mut short).put(TCA_U32_SEL, &[1_u8, 2]).unwrap();
        let u32 = U32 { rest: Unknown::of(&short), ..U32::default() };
        let request = filter(LOOPBACK, INGRESS, 1, u32);
        let error = refusal(netlink.execute(&request, MessageFlags::CREATE));
        assert_eq!(error.errno(), Errno::ERANGE);
        assert_eq!(error.field().as_deref(), Some("Filter.options<u32>.selector"), "{error}");
    });
}

#[test]
fn what_the_kernel_refuses_is_named_inside_of_an_action() {
    in_namespace(|| {
        let tc = or_skip!(tool("tc"));
        or_skip!(tc.run_where_supported("qdisc add dev lo ingress"));
        let mut netlink = connect();
        let mut short = Vec::new();
        Writer::growing(&mut short).put(TCA_MIRRED_PARMS, &[1_u8, 2]).unwrap();
        let mirred = Mirred { rest: Unknown::of(&short), ..Mirred::default() };
        let action = [Action {
            kind: Some(c"mirred"),
            options: Some(ActionOptions::Mirred(mirred)),
            ..Action::default()
        }];
        let keys = [U32Key::default()];
        let u32 = U32 {
            selector: Some(U32Selector::terminal(&keys)),
            actions: Some(Indexed::of(&action)),
            ..U32::default()
        };
        let request = filter(LOOPBACK, INGRESS, 1, u32);
        let error = refusal(netlink.execute(&request, MessageFlags::CREATE));
        assert_eq!(
            error.field().as_deref(),
            Some("Filter.options<u32>.actions[0].options<mirred>.parms"),
            "{error}"
        );
    });
}

#[test]
fn kind_that_does_not_exist_is_rejected_with_the_kernels_text() {
    in_namespace(|| {
        let header = TcMsg { parent: Handle::ROOT, ..TcMsg::on(LOOPBACK) };
        let request = qdisc(header, c"nosuchkind", None);
        let error = refusal(connect().execute(&request, MessageFlags::CREATE));
        assert_eq!(error.errno(), Errno::ENOENT);
        assert_eq!(error.message(), Some("Specified qdisc kind is unknown"), "{error}");
    });
}
