//! Captured messages with what is known of them.

use netlink_core::protocol::{GENERIC, NETFILTER, ROUTE, SOCK_DIAG};
use netlink_core::{Messages, RawMessage, display::MessageDisplay};
use netlink_tests::capture::Capture;
use netlink_tests::known;

/// What a capture is of.
pub struct Source {
    pub name: String,
    protocol: i32,
    family: Option<&'static str>,
    known: known::Messages,
    capture: Capture,
}

impl Source {
    pub fn load(name: &str) -> Self {
        Self::of(Capture::load(name))
    }

    pub fn load_all() -> Vec<Self> {
        Capture::load_all().into_iter().map(Self::of).collect()
    }

    fn of(capture: Capture) -> Self {
        let (protocol, family) = match capture.name() {
            "addr" | "link" | "neigh" | "route4" => (ROUTE, None),
            "inet-diag" => (SOCK_DIAG, None),
            "nlctrl" => (GENERIC, Some("nlctrl")),
            name if name.starts_with("ethtool-") => (GENERIC, Some("ethtool")),
            name if name.starts_with("nft-") => (NETFILTER, None),
            name => panic!("a capture of which protocol is {name}?"),
        };
        let known = known::messages(protocol);
        Self { name: capture.name().to_owned(), protocol, family, known, capture }
    }

    pub fn messages(&self) -> impl Iterator<Item = RawMessage<'_>> {
        let messages = self.capture.datagrams().flat_map(Messages::new);
        messages.map(|message| message.expect("a kernel's message"))
    }

    pub fn display<'a>(&'a self, message: &RawMessage<'a>) -> MessageDisplay<'a> {
        let display = message.display_as(&self.known).protocol(self.protocol);
        self.family.map_or(display, |family| display.family(family))
    }
}
