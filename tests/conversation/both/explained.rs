//! Errors of a connection show the message that they are about.

use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::Protocol;
use netlink_sys::connection::{Batch, Error};
use netlink_sys::stand_in::{Kernel, Refusal};

use super::connect;
use crate::support::{GetLink, Link, NONE, all, get, info, kernel, link};

/// A link with an MTU that does not parse.
fn unreadable() -> Link<'static> {
    Link { mtu: Some(1 << 17), ..link(1) }
}

/// What a refusal of a link's MTU looks like, without the header's line.
const REFUSED: &str = concat!(
    "  LinkHeader { family: 0, pad: [0], ty: 0, index: 1, flags: 0, change: 0 }\n",
    "  … 1 attribute\n",
    "  mtu: 10\n",
    "  ^^^ too small\n",
    "  at offset 0040: 08 00 04 00 0a 00 00 00\n",
    "                  ^^^^^^^^^^^^^^^^^^^^^^^",
);

fn refusing() -> Kernel {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<Link<'_>>(|_, _| Err(Refusal::from(Errno::EINVAL).because("too small").at(40)));
    kernel
}

fn small() -> Link<'static> {
    Link { mtu: Some(10), ..link(1) }
}

/// All but the second line, which has the sequence number.
fn without_header(explained: &str) -> (&str, &str) {
    let (first, rest) = explained.split_once('\n').expect("several lines");
    let (header, rest) = rest.split_once('\n').expect("several lines");
    assert!(header.starts_with("Link type=16 "), "{explained}");
    (first, rest)
}

#[test]
#[cfg(target_endian = "little")]
fn a_refused_request_is_shown_as_it_was_sent() {
    let mut netlink = connect(&refusing());
    let error = wait!(netlink.execute(&small(), NONE)).unwrap_err();
    let shown = error.explain().to_string();
    assert_eq!(
        without_header(&shown),
        ("EINVAL (invalid argument): too small, in Link.mtu", REFUSED)
    );
    let Error::Kernel(refusal) = error else { panic!("{error}") };
    assert_eq!(refusal.request().expect("it was sent").header().ty, 16);
    assert_eq!(refusal.answer().expect("it was answered").header().ty, 2);
}

#[test]
#[cfg(target_endian = "little")]
fn so_is_each_one_of_a_batch() {
    let mut netlink = connect(&refusing());
    let mut batch = Batch::new();
    for _ in 0..3 {
        batch.push(&small(), MessageFlags::NONE).expect("a good request");
    }
    wait!(netlink.run(&mut batch)).expect("answers");
    assert_eq!(batch.failures().count(), 3);
    for (_, refusal) in batch.failures() {
        assert_eq!(without_header(&refusal.explain().to_string()).1, REFUSED);
    }
}

#[test]
fn a_reply_that_is_not_understood_is_shown_as_it_came() {
    let kernel = kernel(1);
    /// The same message, without the rule.
    #[derive(Parse, Emit)]
    #[netlink(message = 16)]
    struct AnyLink {
        #[netlink(header)]
        info: netlink_families::rt_link::LinkHeader,
        #[nla(4)]
        mtu: u32,
    }
    kernel.on::<GetLink>(|_, answer| {
        Ok(answer.reply(&AnyLink { info: info(1), mtu: unreadable().mtu.expect("it has one") })?)
    });
    let mut netlink = connect(&kernel);
    let expected = "^^^ expected u32 up to 65536, found 131072 (integer out of range)";
    let in_a_request = wait!(netlink.request(&get(1))).unwrap_err();
    let collected = wait!(netlink.collect(&all(), NONE)).unwrap_err();
    let mut dump = wait!(netlink.dump(&all())).expect("it is sent");
    let in_a_dump = wait!(dump.next()).unwrap_err();
    for error in [in_a_request, collected, in_a_dump] {
        let shown = error.explain().to_string();
        assert!(shown.contains(expected) && shown.contains("mtu: 131072"), "{shown}");
        assert_eq!(shown.lines().next(), Some(&*error.to_string()));
        assert!(shown.starts_with("unexpected reply: Link.mtu at offset "), "{shown}");
        let Error::Reply(error) = error else { panic!("{error}") };
        assert_eq!(error.message().expect("it came").header().ty, 16);
    }
}

#[test]
fn an_error_that_is_about_no_message_is_one_line() {
    let kernel = kernel(1);
    kernel.send(&[1, 2, 3]);
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.request(&get(1))).unwrap_err();
    let Error::Reply(about) = &error else { panic!("{error}") };
    assert!(about.message().is_none());
    assert_eq!(error.explain().to_string(), error.to_string());
}

#[test]
fn an_explanation_begins_with_the_error_also_if_the_kernel_names_no_field() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<Link<'_>>(|_, _| Err(Refusal::from(Errno::EPERM)));
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.execute(&small(), NONE)).unwrap_err();
    assert_eq!(error.to_string(), "EPERM (operation not permitted), in Link");
    assert_eq!(error.explain().to_string().lines().next(), Some(&*error.to_string()));
}

#[test]
fn the_explanation_of_a_request_that_was_not_sent_names_the_field() {
    #[derive(Emit)]
    #[netlink(message = 16)]
    struct SetMtu {
        #[netlink(header)]
        info: netlink_families::rt_link::LinkHeader,
        #[nla(4, range = 68..)]
        mtu: u32,
    }
    let mut netlink = connect(&refusing());
    let error = wait!(netlink.execute(&SetMtu { info: info(1), mtu: 10 }, NONE)).unwrap_err();
    let expected = "request not sent: SetMtu.mtu at offset 32: expected u32 from 68, found 10 (integer out of range)";
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.explain().to_string(), error.to_string());
}

#[test]
fn text_of_a_kernel_has_no_control_characters_when_it_is_displayed() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<Link<'_>>(|_, _| Err(Refusal::from(Errno::EINVAL).because("no \u{1b}[31mred")));
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.execute(&small(), NONE)).unwrap_err();
    let shown = [error.to_string(), error.explain().to_string()];
    for text in shown {
        assert!(
            text.starts_with(r"EINVAL (invalid argument): no \u{1b}[31mred, in Link"),
            "{text}"
        );
    }
}
