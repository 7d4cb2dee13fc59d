//! `xfrm`, compared with `ip xfrm`.

use std::{net::UdpSocket, time::Duration};

use netlink_core::MessageFlags;
use netlink_families::xfrm::*;
use netlink_sys::{Connection, Protocol, connection::Error};
use netlink_tests::{namespace::in_namespace, or_skip, partly_skip, skip, skip::Skip, tool::tool};

use crate::support::*;

const AF_INET: u16 = 2;
const ESP: u8 = 50;

fn address(octets: [u8; 4]) -> [u8; 16] {
    let mut address = [0; 16];
    address[..4].copy_from_slice(&octets);
    address
}

fn selector() -> Selector {
    Selector {
        saddr: address([10, 0, 0, 0]),
        daddr: address([127, 0, 0, 0]),
        family: AF_INET,
        prefixlen_s: 0,
        prefixlen_d: 8,
        ..Selector::default()
    }
}

fn template() -> Template {
    Template {
        id: Id { daddr: address([127, 0, 0, 2]), proto: ESP, ..Id::default() },
        saddr: address([127, 0, 0, 1]),
        family: AF_INET,
        reqid: 7,
        mode: Mode::TUNNEL,
        aalgos: !0,
        ealgos: !0,
        calgos: !0,
        ..Template::default()
    }
}

fn policy(templates: &[Template]) -> Policy<'_> {
    let lft = LifetimeCfg {
        soft_byte_limit: INF,
        hard_byte_limit: INF,
        soft_packet_limit: INF,
        hard_packet_limit: INF,
        ..LifetimeCfg::default()
    };
    let header = PolicyInfo {
        sel: Selector { saddr: [0; 16], ..selector() },
        lft,
        priority: 42,
        dir: PolicyDir::OUT,
        ..PolicyInfo::default()
    };
    Policy { header, tmpl: Some(templates), ..Policy::default() }
}

#[test]
fn policies_that_we_add_are_those_that_ip_shows() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let Ok(mut netlink) = Connection::open(Protocol::XFRM) else {
            skip!(Skip::kernel("built without xfrm"));
        };
        let events = listener(Protocol::XFRM, 4);
        let templates = [template()];
        netlink.execute(&policy(&templates), MessageFlags::CREATE | MessageFlags::EXCL).unwrap();
        let shown = ip.run("xfrm policy");
        for expected in [
            "src 0.0.0.0/0 dst 127.0.0.0/8",
            "dir out priority 42",
            "tmpl src 127.0.0.1 dst 127.0.0.2",
            "proto esp reqid 7 mode tunnel",
        ] {
            assert!(shown.contains(expected), "{expected}: {shown}");
        }
        ip.run("xfrm policy add src 2001:db8::/32 dst ::/0 dir fwd priority 9 action block mark 5 mask 0xf");

        let mut ours = Vec::new();
        let mut policies = netlink.dump(&ListPolicies::default()).unwrap();
        while let Some(policy) = policies.next().unwrap() {
            let header = policy.header;
            let mark = policy.mark.map(|mark| ({ mark.v }, { mark.m }));
            ours.push((
                header.dir,
                { header.priority },
                header.action,
                { header.sel.family },
                mark,
            ));
        }
        ours.sort_by_key(|(dir, ..)| dir.0);
        assert_eq!(
            ours,
            [
                (PolicyDir::OUT, 42, PolicyAction::ALLOW, AF_INET, None),
                (PolicyDir::FWD, 9, PolicyAction::BLOCK, 10, Some((5, 15))),
            ]
        );
        let bytes = dumped(Protocol::XFRM, 0x15, &ListPolicies::default());
        survive_as::<Policy<'_>>(&bytes);

        let id =
            PolicyId { sel: policy(&[]).header.sel, dir: PolicyDir::OUT, ..PolicyId::default() };
        let one = netlink.request(&GetPolicy { header: id, ..Default::default() }).unwrap();
        assert_eq!(one.tmpl.map(<[Template]>::len), Some(1));
        let counts =
            netlink.request(&GetSpdInfo { header: InfoHeader { flags: !0 }, ..Default::default() });
        let counts = counts.unwrap().info.unwrap();
        assert_eq!(({ counts.outcnt }, { counts.fwdcnt }), (1, 1));
        survive_as::<SpdInfo<'_>>(
            &answers(
                Protocol::XFRM,
                0x25,
                MessageFlags::ACK,
                &GetSpdInfo { header: InfoHeader { flags: !0 }, ..Default::default() },
            )
            .unwrap(),
        );
        survive_as::<SadInfo<'_>>(
            &answers(
                Protocol::XFRM,
                0x23,
                MessageFlags::ACK,
                &GetSadInfo { header: InfoHeader { flags: !0 }, ..Default::default() },
            )
            .unwrap(),
        );

        netlink
            .execute(&DelPolicy { header: id, ..Default::default() }, MessageFlags::NONE)
            .unwrap();
        netlink.execute(&FlushPolicy::default(), MessageFlags::NONE).unwrap();
        assert_eq!(ip.run("xfrm policy"), "");
        let events = messages(&heard(&events, Duration::from_secs(2)));
        let kinds: Vec<&str> = events
            .iter()
            .map(|event| match message(event).parse().unwrap() {
                Event::NewPolicy(_) => "new",
                Event::DelPolicy(policy) => {
                    assert_eq!({ policy.policy.unwrap().priority }, 42);
                    "del"
                }
                Event::FlushPolicy(_) => "flush",
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(kinds, ["new", "new", "del", "flush"]);
    });
}

#[test]
fn a_packet_without_a_state_makes_the_kernel_acquire_one() {
    in_namespace(|| {
        let Ok(mut netlink) = Connection::open(Protocol::XFRM) else {
            skip!(Skip::kernel("built without xfrm"));
        };
        let events = listener(Protocol::XFRM, 1);
        // Of the loopback interface packets are not transformed as a rule.
        for option in ["disable_xfrm", "disable_policy"] {
            std::fs::write(format!("/proc/sys/net/ipv4/conf/lo/{option}"), "0").unwrap();
        }
        let templates = [template()];
        netlink.execute(&policy(&templates), MessageFlags::CREATE | MessageFlags::EXCL).unwrap();
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        let _ = sender.send_to(b"?", "127.0.0.9:9");
        let events = messages(&heard(&events, Duration::from_secs(2)));
        if events.is_empty() {
            skip!(Skip::kernel("it asks for no states of ESP"));
        }
        survive_as::<Acquire<'_>>(&events);
        let acquire: Acquire<'_> = message(&events[0]).parse().unwrap();
        assert_eq!(acquire.header.id.daddr, address([127, 0, 0, 2]));
        assert_eq!(acquire.tmpl.map(|templates| { templates[0].reqid }), Some(7));
    });
}

#[test]
fn an_spi_that_we_allocate_is_a_state_that_ip_shows() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let Ok(mut netlink) = Connection::open(Protocol::XFRM) else {
            skip!(Skip::kernel("built without xfrm"));
        };
        let info = SaInfo {
            id: Id { daddr: address([127, 0, 0, 2]), proto: ESP, ..Id::default() },
            saddr: address([127, 0, 0, 1]),
            family: AF_INET,
            mode: Mode::TUNNEL,
            reqid: 9,
            ..SaInfo::default()
        };
        let request =
            AllocSpi { header: SpiHeader { info, min: 0x100, max: 0x1ff }, ..AllocSpi::default() };
        let spi = match netlink.request(&request) {
            Ok(state) => state.header.id.spi,
            Err(Error::Kernel(error)) => skip!(Skip::kernel(format!("it has no states: {error}"))),
            Err(error) => panic!("{error}"),
        };
        assert!((0x100..0x200).contains(&spi.get()));
        let shown = ip.run("xfrm state");
        assert!(shown.contains(&format!("spi 0x{:08x} reqid 9 mode tunnel", spi.get())), "{shown}");
        let bytes = dumped(Protocol::XFRM, 0x12, &ListSas::default());
        assert_eq!(bytes.len(), 1);
        survive_as::<Sa<'_>>(&bytes);
        let id = SaId { daddr: info.id.daddr, spi, family: AF_INET, proto: ESP, ..SaId::default() };
        assert_eq!(
            { netlink.request(&GetSa { header: id, ..Default::default() }).unwrap().header.reqid },
            9
        );

        let events = listener(Protocol::XFRM, 3);
        netlink.execute(&DelSa { header: id, ..Default::default() }, MessageFlags::NONE).unwrap();
        let events = messages(&heard(&events, Duration::from_secs(2)));
        survive_as::<DelSa<'_>>(&events);
        let deleted: DelSa<'_> = message(&events[0]).parse().unwrap();
        assert_eq!({ deleted.sa.unwrap().reqid }, 9);
        netlink.execute(&FlushSa::default(), MessageFlags::NONE).unwrap();
        assert_eq!(ip.run("xfrm state"), "");
    });
}

#[test]
fn states_with_keys_survive_and_do_not_show_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let add = "xfrm state add src 10.0.0.1 dst 10.0.0.2 proto esp spi 0x101 reqid 3 mode tunnel \
                   aead rfc4106(gcm(aes)) 0x00112233445566778899aabbccddeeff01020304 128 flag esn replay-window 64 \
                   mark 5 if_id 6";
        let words: Vec<&str> = add.split_whitespace().collect();
        if let Err(failure) = ip.attempt(&words, "") {
            partly_skip!(Skip::kernel(failure.to_string()));
            return;
        }
        let bytes = dumped(Protocol::XFRM, 0x12, &ListSas::default());
        survive_as::<Sa<'_>>(&bytes);
        let shown = format!("{:#}", message(&bytes[0]).display::<Sa<'_>>());
        assert!(!shown.contains("00 11 22 33"), "{shown}");
    });
}
