//! Captured messages: all of them are a type of their family, every attribute has a name, and nothing is lost.

use core::fmt::Debug;

use netlink_core::{EmitMessage, Messages, ParseMessage, Policy, RawMessage, View, genl, header};
use netlink_families::{Family, Visitor};
use netlink_tests::{capture::Capture, oracle};

/// Each capture with its family.
const CAPTURES: &[(&str, &str)] = &[
    ("addr", "rt-addr"),
    ("ethtool-channels", "ethtool"),
    ("ethtool-linkinfo", "ethtool"),
    ("ethtool-linkmodes", "ethtool"),
    ("ethtool-linkstate", "ethtool"),
    ("inet-diag", "inet-diag"),
    ("link", "rt-link"),
    ("neigh", "rt-neigh"),
    ("nft-chain", "nftables"),
    ("nft-obj", "nftables"),
    ("nft-rule", "nftables"),
    ("nft-set", "nftables"),
    ("nft-table", "nftables"),
    ("nlctrl", "nlctrl"),
    ("route4", "rt-route"),
];

/// Parses one message as the type of it, emits it, and compares.
struct RoundTrip<'m> {
    message: RawMessage<'m>,
    /// The first type of the message, or what is wrong.
    result: Option<Result<&'static Policy, String>>,
}

impl RoundTrip<'_> {
    fn attempt<T: View>(&mut self)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage,
    {
        let messages = <T::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
        let Some((_, policy)) = messages.iter().find(|(id, _)| self.message.is(*id)) else {
            return;
        };
        self.result.get_or_insert_with(|| {
            let result = oracle::message_round_trip::<T>(&self.message);
            result.map(|()| *policy).map_err(|difference| difference.to_string())
        });
    }
}

impl Visitor for RoundTrip<'_> {
    fn request<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        // Kernels do not send requests.
    }

    fn received<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.attempt::<T>();
    }
}

/// Returns the lines of a tree whose attribute has a number and no name.
fn unnamed(tree: &str) -> Vec<&str> {
    let is_number = |line: &&str| {
        let name = line.trim_start().split_once(':').map(|(name, _)| name);
        name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_digit()))
    };
    tree.lines().filter(is_number).collect()
}

#[test]
fn every_captured_message_is_named_in_full_and_survives() {
    let mut failures = Vec::new();
    for (name, family) in CAPTURES {
        let capture = Capture::load(name);
        let mut count = 0;
        for message in capture.datagrams().flat_map(Messages::new) {
            let message = message.expect("a kernel's message");
            if message.header().ty == header::DONE {
                continue;
            }
            count += 1;
            let mut round_trip = RoundTrip { message, result: None };
            crate::visit(family, &mut round_trip);
            match round_trip.result {
                None => failures.push(format!("{name}: no type for {:?}", message.header())),
                Some(Err(error)) => failures.push(format!("{name}: {error}")),
                Some(Ok(policy)) => {
                    let behind = match *family {
                        "ethtool" | "nlctrl" => genl::HEADER_LEN,
                        _ => 0,
                    };
                    let (_, body) = message.payload().split(behind).expect("the header");
                    let tree = policy.display(body).to_string();
                    failures.extend(
                        unnamed(&tree).iter().map(|line| format!("{name}: no name for {line}")),
                    );
                }
            }
        }
        assert!(count > 0, "{name} is empty");
    }
    failures.sort_unstable();
    failures.dedup();
    assert!(failures.is_empty(), "{} kinds of failures\n{}", failures.len(), failures.join("\n"));
}
