//! States and policies of IPsec, compared with `ip xfrm`.

use netlink_core::MessageFlags;
use netlink_families::xfrm::{ListPolicies, ListSas, Policy, Sa};
use netlink_sys::{Connection, Protocol};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::{Tool, tool};

use super::{Fault, each, run, same};

/// What follows `ip xfrm state add`.
const STATES: &[&str] = &[
    "src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x100 reqid 5 mode tunnel auth sha256 0x0102030405060708 enc aes \
     0x000102030405060708090a0b0c0d0e0f",
    "src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x101 mode transport auth-trunc sha256 \
     0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 96 enc aes \
     0x000102030405060708090a0b0c0d0e0f sel src 10.0.0.0/8 \
     dst 10.1.0.0/16 proto tcp sport 80 dport 90",
    "src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x102 mode tunnel aead rfc4106(gcm(aes)) \
     0x000102030405060708090a0b0c0d0e0f10111213 128 flag esn replay-window 128",
    "src 2001:db8::1 dst 2001:db8::2 proto ah spi 0x103 mode transport auth hmac(sha1) 0x0102030405060708090a0b0c0d0e0f1011121314",
    "src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x104 mode tunnel auth sha1 0x01020304 enc aes \
     0x000102030405060708090a0b0c0d0e0f encap espinudp 4500 4500 0.0.0.0 mark 0x5 mask 0xff if_id 0x7 \
     output-mark 0x9 mask 0xff tfcpad 64",
    "src 192.0.2.1 dst 192.0.2.2 proto comp spi 0x105 mode tunnel comp deflate",
    "src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x106 mode tunnel replay-window 32 flag noecn nopmtudisc wildrecv \
     aead rfc7539esp(chacha20,poly1305) 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223 128",
    "src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x107 mode beet auth sha1 0x01020304 enc aes \
     0x000102030405060708090a0b0c0d0e0f limit byte-soft 1000 limit byte-hard 2000 limit time-hard 3000",
    "src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x108 mode tunnel extra-flag dont-encap-dscp auth sha1 0x01020304 \
     enc aes 0x000102030405060708090a0b0c0d0e0f dir in flag icmp",
];

/// What follows `ip xfrm policy add`.
const POLICIES: &[&str] = &[
    "src 10.0.0.0/8 dst 10.1.0.0/16 dir out priority 5 tmpl src 192.0.2.1 dst 192.0.2.2 proto esp reqid 5 mode tunnel",
    "src 10.0.0.0/8 dst 10.1.0.0/16 proto tcp sport 80 dport 90 dir in action block mark 0x5 mask 0xff if_id 0x7",
    "src 2001:db8::/32 dst 2001:db8:1::/48 dir fwd ptype main flag localok icmp tmpl src 2001:db8::1 dst 2001:db8::2 \
     proto esp mode tunnel level use tmpl proto comp mode transport level use",
    "src 0.0.0.0/0 dst 0.0.0.0/0 proto icmp type 8 code 0 dir out limit packet-hard 5 limit time-soft 1000",
    "src 10.0.0.0/8 dst 10.2.0.0/16 dir out tmpl src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x100 mode transport",
];

fn xfrm() -> Connection {
    Connection::open(Protocol::XFRM).expect("a socket of IPsec")
}

/// Without the times at which it was added and used.
fn shown(ip: &Tool, what: &str) -> Result<String, Fault> {
    let text = run(ip, "-s -d xfrm", what)?;
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("add "));
    // The index of a policy is new each time.
    let lines = lines.map(|line| match line.split_once(" index ") {
        Some((before, after)) => {
            format!("{before} {}", after.split_once(' ').map_or("", |(_, after)| after))
        }
        None => line.to_owned(),
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn state_again(ip: &Tool, row: &str) -> Result<(), Fault> {
    run(ip, "xfrm state add", row)?;
    let before = shown(ip, "state list")?;
    let (mut reader, request) = (xfrm(), ListSas::default());
    let mut states = reader.dump(&request)?;
    let state = states.next()?.ok_or_else(|| Fault::Wrong("no state".into()))?;
    // What was used of it, and when, is the kernel's.
    let new = Sa { ltime_val: None, lastused: None, ..state.clone() };
    run(ip, "xfrm state flush", "")?;
    xfrm().execute(&new, MessageFlags::CREATE | MessageFlags::EXCL)?;
    same(before, shown(ip, "state list")?)
}

fn policy_again(ip: &Tool, row: &str) -> Result<(), Fault> {
    run(ip, "xfrm policy add", row)?;
    let before = shown(ip, "policy list")?;
    let (mut reader, request) = (xfrm(), ListPolicies::default());
    let mut policies = reader.dump(&request)?;
    let policy: Policy<'_> = policies.next()?.ok_or_else(|| Fault::Wrong("no policy".into()))?;
    run(ip, "xfrm policy flush", "")?;
    xfrm().execute(&policy, MessageFlags::CREATE | MessageFlags::EXCL)?;
    same(before, shown(ip, "policy list")?)
}

#[test]
fn states_of_ipsec_are_made_again_from_what_was_read() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        each(STATES, |row| {
            let outcome = state_again(&ip, row);
            let _ = ip.attempt(&["xfrm", "state", "flush"], "");
            outcome
        });
    });
}

#[test]
fn policies_of_ipsec_are_made_again_from_what_was_read() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        each(POLICIES, |row| {
            let outcome = policy_again(&ip, row);
            let _ = ip.attempt(&["xfrm", "policy", "flush"], "");
            outcome
        });
    });
}
