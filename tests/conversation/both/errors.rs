//! What errors say when they are printed: alone, and by reports that walk their sources.

use netlink_core::{Emit, Errno, Parse};
use netlink_sys::connection::Error;
use netlink_sys::stand_in::{Fault, FaultPoint};

use super::connect;
use crate::support::{LinkHeader, NONE, get, info, kernel, link, once};

/// Prints an error and its sources, as `{:#}` of `anyhow` does.
fn report(error: &dyn core::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", report(source)),
        None => error.to_string(),
    }
}

#[test]
fn an_error_displays_its_cause_once_alone_and_in_a_chain() {
    fn assert_says(error: &Error, text: &str) {
        assert_eq!(error.to_string(), text);
        assert_eq!(report(error), text);
    }

    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Send(0), Fault::Fail(Errno::EPERM));
    let error = wait!(netlink.execute(&link(2), NONE)).unwrap_err();
    assert_says(&error, "request not sent: send: Operation not permitted (os error 1)");
    assert_eq!(error.explain().to_string(), error.to_string());
    assert_eq!(std::io::Error::from(error).raw_os_error(), Some(libc::EPERM));

    once(&kernel, FaultPoint::Receive(0), Fault::Fail(Errno::ENOMEM));
    let error = wait!(netlink.request(&get(1))).unwrap_err();
    assert_says(
        &error,
        "no reply received, outcome unknown: receive: Cannot allocate memory (os error 12)",
    );

    let error = wait!(netlink.request(&get(9))).unwrap_err();
    assert!(report(&error).starts_with("ENODEV (no such device)"), "{error}");
    assert_says(&error, &report(&error));
    assert!(error.is_not_found());
    assert_eq!(std::io::Error::from(error).raw_os_error(), Some(libc::ENODEV));
}

#[test]
fn an_error_of_a_value_or_of_a_reply_displays_its_field_once() {
    /// A link with an attribute that no kernel sends.
    #[derive(Debug, Parse)]
    #[netlink(message = 16)]
    struct Unlikely {
        #[nla(200)]
        _n: u32,
    }

    #[derive(Debug, Emit)]
    #[netlink(message = 18, reply = Unlikely)]
    struct GetUnlikely {
        #[netlink(header)]
        info: LinkHeader,
        #[nla(4, range = 68..)]
        mtu: Option<u32>,
    }

    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.request(&GetUnlikely { info: info(1), mtu: Some(1) })).unwrap_err();
    assert_eq!(error.to_string(), report(&error));
    assert!(error.to_string().starts_with("request not sent: "), "{error}");
    assert_eq!(error.to_string().matches("mtu").count(), 1, "{error}");

    let error = wait!(netlink.request(&GetUnlikely { info: info(1), mtu: None })).unwrap_err();
    assert_eq!(error.to_string(), report(&error));
    assert!(error.to_string().starts_with("unexpected reply: Unlikely"), "{error}");
}
