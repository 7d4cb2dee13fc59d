//! `link_netns`: links with one end in another network namespace, and who hears of them.

use core::{ffi::CStr, time::Duration};
use std::{
    io::Read as _,
    process::{Child, Command, Stdio},
};

use netlink_core::{Emit, MessageFlags};
use netlink_families::rt_link::{GetLink, Link, LinkHeader};
use netlink_sys::{
    Connection, Group, NetworkNamespace, Protocol, ReceiveBuffer, connection::Events,
};
use netlink_tests::{
    kernel,
    namespace::in_namespace,
    or_skip, partly_skip,
    tool::{Tool, tool},
};

const LINKS: Group = match Group::new(1) {
    Some(group) => group,
    None => unreachable!(),
};
const ID: i32 = 100;

/// A network namespace with the process that keeps it.
struct Namespace {
    process: Child,
    namespace: NetworkNamespace,
}

impl Namespace {
    fn new() -> Self {
        let mut process = Command::new("unshare")
            .args(["--net", "sh", "-c", "echo; exec cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process in another namespace");
        process.stdout.as_mut().expect("piped").read_exact(&mut [0]).expect("it is there");
        let namespace = NetworkNamespace::of_process(process.id()).expect("a namespace");
        Self { process, namespace }
    }

    fn pid(&self) -> u32 {
        self.process.id()
    }

    fn run<R: Send>(&self, job: impl FnOnce() -> R + Send) -> R {
        self.namespace.run(job).expect("a thread there")
    }

    fn connect(&self) -> Connection {
        self.run(|| Connection::open(Protocol::ROUTE)).expect("a route socket")
    }

    /// Gives another namespace an ID in this one.
    fn identify(&self, other: &Self, id: i32) {
        let request = NewNamespaceId { family: [0; 4], id, pid: other.pid() };
        self.connect().execute(&request, MessageFlags::NONE).map(drop).expect("an ID");
    }

    /// The ID of the namespace in which a link has its other end.
    fn link_namespace(&self, name: &CStr) -> Option<i32> {
        let request = GetLink { ifname: Some(name.into()), ..GetLink::default() };
        self.connect().request(&request).expect("the link").link_netnsid
    }

    fn try_ip(&self, ip: &Tool, arguments: &str) -> Result<String, netlink_tests::skip::Skip> {
        self.run(|| ip.run_where_supported(arguments))
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `RTM_NEWNSID`, with `NETNSA_NSID` and `NETNSA_PID`
#[derive(Debug, Emit)]
#[netlink(message = 88)]
struct NewNamespaceId {
    #[netlink(header)]
    family: [u8; 4],
    #[nla(1)]
    id: i32,
    #[nla(2)]
    pid: u32,
}

/// `RTM_DELLINK` of a name.
#[derive(Debug, Emit)]
#[netlink(message = 17)]
struct DelLink<'a> {
    #[netlink(header)]
    info: LinkHeader,
    #[nla(3)] // IFLA_IFNAME
    name: &'a CStr,
}

fn delete(namespace: &Namespace, name: &CStr) {
    let request = DelLink { info: LinkHeader::default(), name };
    namespace.connect().execute(&request, MessageFlags::NONE).map(drop).expect("deleted");
}

#[test]
fn a_namespace_does_not_hear_of_links_that_others_get() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let (one, two) = (Namespace::new(), Namespace::new());
        let events = Events::<Link<'_>>::subscribe_in(&two.namespace, Protocol::ROUTE, &[LINKS]);
        let mut events = events.expect("a route socket");
        one.identify(&two, ID);
        let elsewhere = format!("link add netns {} link-netnsid {ID} first type bridge", one.pid());
        if let Err(failure) = ip.attempt(&elsewhere.split(' ').collect::<Vec<_>>(), "") {
            // Before, the ID was one of the namespace in which the request was made.
            or_skip!(kernel::since(6, 15));
            panic!("{failure}");
        }
        or_skip!(two.try_ip(&ip, &format!("link add netns {} second type bridge", one.pid())));
        delete(&one, c"first");
        delete(&one, c"second");
        // What is sent is there once the request that caused it is acknowledged.
        if let Some(event) = events.try_next().expect("no event") {
            or_skip!(kernel::since(6, 15));
            panic!("{event:?}");
        }
    });
}

#[test]
fn events_of_all_namespaces_have_the_id_of_those_that_are_not_the_listeners() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let (one, two) = (Namespace::new(), Namespace::new());
        let socket = one.run(|| netlink_sys::Socket::open(Protocol::ROUTE)).expect("a socket");
        socket.set_recv_timeout(Some(Duration::from_secs(20))).expect("an option");
        socket.set_listen_all_namespaces(true).expect("an option");
        socket.set_packet_info(true).expect("an option");
        socket.join(LINKS).expect("the group of links");
        let mut buffer = ReceiveBuffer::new().expect("memory");
        let mut next_of = |name: &CStr| loop {
            let received = socket.recv_into(&mut buffer).expect("an event");
            let datagram = buffer.datagram().expect("whole");
            for message in netlink_core::Messages::new(datagram) {
                let link: Result<Link<'_>, _> = message.expect("a message").parse();
                if link.is_ok_and(|link| link.ifname == Some(name.into())) {
                    return received.namespace_id();
                }
            }
        };

        or_skip!(one.try_ip(&ip, "link add here type bridge"));
        assert_eq!(next_of(c"here"), None);
        // With an ID for itself.
        one.identify(&one, ID);
        or_skip!(one.try_ip(&ip, "link add myself type bridge"));
        let own = next_of(c"myself");
        match kernel::since(7, 1) {
            Err(skip) if own.is_some() => partly_skip!(skip),
            _ => assert_eq!(own, None),
        }
        one.identify(&two, 2 * ID);
        or_skip!(two.try_ip(&ip, "link add there type bridge"));
        assert_eq!(next_of(c"there"), Some(2 * ID));
    });
}

#[test]
fn a_link_names_the_namespace_of_what_it_is_made_upon() {
    // Kind, arguments before it, and behind it.
    const KINDS: [(&str, &str, &str); 13] = [
        ("ipvlan", "link base", ""),
        ("macsec", "link base", ""),
        ("macvlan", "link base", ""),
        ("macvtap", "link base", ""),
        ("vlan", "link base", "id 100"),
        ("gre", "", "local 192.0.2.1"),
        ("vti", "", "local 192.0.2.1"),
        ("ipip", "", "local 192.0.2.1"),
        ("ip6gre", "", "local 2001:db8::1"),
        ("ip6tnl", "", "local 2001:db8::1"),
        ("vti6", "", "local 2001:db8::1"),
        ("sit", "", "local 192.0.2.1"),
        ("xfrm", "", "if_id 1"),
    ];
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let (one, two, three) = (Namespace::new(), Namespace::new(), Namespace::new());
        two.identify(&three, ID);
        or_skip!(three.try_ip(&ip, "link add base type veth peer name peer"));
        // Where the request is made, for which namespace, whether it names the namespace of the link's
        // other end, and what is expected of links upon others and of tunnels.
        let cases = [
            (&three, None, false, None, None),
            (&three, Some(&two), false, Some(ID), None),
            (&two, None, true, Some(ID), Some(ID)),
            (&one, Some(&two), true, Some(ID), Some(ID)),
        ];
        let mut kinds = KINDS.to_vec();
        kinds.retain(|(kind, before, behind)| {
            let made = three.try_ip(&ip, &format!("link add {before} probe type {kind} {behind}"));
            match &made {
                Ok(_) => delete(&three, c"probe"),
                Err(skip) => partly_skip!(skip.clone()),
            }
            made.is_ok()
        });
        assert!(!kinds.is_empty(), "not one kind of link");
        for (from, target, other_end, upon, tunnel) in cases {
            for (kind, before, behind) in &kinds {
                let mut command = "link add".to_owned();
                if let Some(target) = target {
                    command += &format!(" netns {}", target.pid());
                }
                if other_end {
                    command += &format!(" link-netnsid {ID}");
                }
                command += &format!(" {before} probe type {kind} {behind}");
                // A name of the link below is looked up where the request is made.
                if other_end && !before.is_empty() {
                    command = command.replace("link base", &format!("link {}", three_base(&three)));
                }
                from.run(|| ip.run(&command));
                let target = target.unwrap_or(from);
                let found = target.link_namespace(c"probe");
                let expected = if before.is_empty() { tunnel } else { upon };
                match kernel::since(6, 15) {
                    Err(skip) if found != expected => partly_skip!(skip),
                    _ => assert_eq!(found, expected, "{command}"),
                }
                delete(target, c"probe");
            }
        }
    });
}

/// `ip` takes the index of a link that it does not see as `if5`.
fn three_base(namespace: &Namespace) -> String {
    let request = GetLink { ifname: Some("base".into()), ..GetLink::default() };
    let index = namespace.connect().request(&request).expect("the link").header.index;
    format!("if{index}")
}

#[test]
fn a_pair_names_the_namespace_of_its_other_end() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let [one, two, three] = [(); 3].map(|()| Namespace::new());
        two.identify(&three, ID);
        // Where the request is made, for which namespace, in which its peer is.
        let cases = [
            (&one, None, None, None),
            (&one, Some(&two), Some(&two), None),
            (&two, None, Some(&three), Some(ID)),
            (&one, Some(&two), Some(&three), Some(ID)),
        ];
        for (from, target, peer, expected) in cases {
            let netns = |which: Option<&Namespace>| {
                which.map(|it| format!("netns {}", it.pid())).unwrap_or_default()
            };
            let command =
                format!("link add {} probe type veth peer {}", netns(target), netns(peer));
            or_skip!(from.try_ip(&ip, &command));
            let target = target.unwrap_or(from);
            assert_eq!(target.link_namespace(c"probe"), expected, "{command}");
            delete(target, c"probe");
        }
    });
}
