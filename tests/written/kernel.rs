//! `audit`, `uevent`, `proc-connector` and `taskstats`: what the kernel tells of itself.

use std::{fs, process::Command, time::Duration};

use netlink_core::{MessageFlags, RawMessage, value::Struct};
use netlink_families::{audit, proc_connector, taskstats, uevent::Uevent};
use netlink_sys::{Connection, Protocol, Socket, connection::Error};
use netlink_tests::{
    namespace::{in_namespace, is_root},
    or_skip, skip,
    skip::Skip,
    tool::tool,
};

use crate::support::*;

/// A connection to the audit subsystem, and what it said first.
fn audit_status() -> Result<(Connection, audit::StatusFields), Skip> {
    let connection = Connection::open(Protocol::AUDIT);
    let mut netlink =
        connection.map_err(|error| Skip::kernel(format!("it has no audit: {error}")))?;
    let status = match netlink.request(&audit::GetStatus::default()) {
        Ok(audit::Status(status)) => Struct::into_inner(status),
        Err(Error::Kernel(error)) => {
            return Err(Skip::kernel(format!("it tells its audit status to others: {error}")));
        }
        Err(error) => panic!("{error}"),
    };
    Ok((netlink, status))
}

#[test]
fn the_audit_status_is_read_and_set() {
    if !is_root() {
        skip!(Skip::kernel("it tells its audit status to root alone"));
    }
    let (mut netlink, status) = or_skip!(audit_status());
    assert!({ status.backlog_limit } > 0);
    assert!({ status.enabled } <= 2);
    let features = status.feature_bitmap;
    assert!(features.contains(audit::FeatureBitmap::BACKLOG_LIMIT));
    // Set to what it is already, so that nothing changes on this machine.
    let same = audit::StatusFields {
        mask: audit::StatusMask::BACKLOG_LIMIT,
        backlog_limit: status.backlog_limit,
        ..audit::StatusFields::default()
    };
    match netlink.execute(&audit::SetStatus(same.into()), MessageFlags::NONE) {
        Ok(_) => {}
        Err(Error::Kernel(error)) => skip!(Skip::kernel(format!("its status is locked: {error}"))),
        Err(error) => panic!("{error}"),
    }
    let (_, after) = or_skip!(audit_status());
    assert_eq!({ after.backlog_limit }, { status.backlog_limit });
    let features = netlink.request(&audit::GetFeatures::default()).unwrap().0;
    assert_eq!({ features.vers }, 1);
    let tty = netlink.request(&audit::GetTtyStatus::default()).unwrap().0;
    assert_eq!({ tty.enabled }, 0);
}

#[test]
fn rules_of_audit_are_listed() {
    if !is_root() {
        skip!(Skip::kernel("it tells its audit rules to root alone"));
    }
    let (mut netlink, _) = or_skip!(audit_status());
    let mut rules = netlink.replies(&audit::GetRules::default(), MessageFlags::NONE).unwrap();
    while let Some(audit::Rule(rule)) = rules.next().unwrap() {
        assert!({ rule.field_count } <= 64);
        assert_eq!(Struct::tail(&rule).len(), { rule.buflen } as usize);
    }
}

#[test]
fn a_status_of_every_kernel_is_read_and_written_back() {
    let whole: Vec<u8> = (1..=52).collect();
    // 3.10, 3.16, 4.15, 5.9, and one yet to come.
    for len in [32, 36, 40, 44, 52] {
        let mut bytes = emitted(1000, MessageFlags::NONE, &audit::GetStatus::default());
        bytes.extend(&whole[..len]);
        let total = u32::try_from(bytes.len()).unwrap();
        bytes[..4].copy_from_slice(&total.to_ne_bytes());
        survive_as::<audit::Status<'_>>(std::slice::from_ref(&bytes));
        let audit::Status(status) = message(&bytes).parse().unwrap();
        assert_eq!(status.backlog.to_ne_bytes(), [29, 30, 31, 32]);
        assert_eq!({ status.backlog_wait_time_actual } == 0, len < 44);
    }
}

#[test]
fn a_record_is_text_whatever_its_bytes() {
    let text = b"audit(1690000000.123:456): pid=1 uid=0 msg='op=x\xff res=success'";
    let bytes =
        emitted(1300, MessageFlags::NONE, &audit::Event::Syscall(netlink_families::Text(text)));
    assert_eq!(bytes.len(), 16 + text.len().next_multiple_of(4));
    let audit::Event::Syscall(read) = message(&bytes).parse().unwrap() else {
        panic!("another record")
    };
    assert!(read.starts_with(text));
    assert!(read.to_string().contains("op=x\\xff res=success"));
    // A type that is not declared is kept too.
    let other = emitted(1112, MessageFlags::NONE, &audit::User("hello".into()));
    let _ = other;
    let raw: RawMessage<'_> = message(&bytes);
    assert!(matches!(raw.parse().unwrap(), audit::Event::Syscall(_)));
}

#[test]
fn a_link_that_is_added_and_removed_is_reported_to_its_namespace() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let socket = listener(Protocol::KOBJECT_UEVENT, 1);
        ip.run("link add d0 type veth peer name d1");
        ip.run("link del d0");
        let datagrams = heard(&socket, Duration::from_secs(2));
        let events: Vec<Uevent<'_>> = datagrams
            .iter()
            .map(|datagram| Uevent::from_datagram(datagram).expect("an event"))
            .collect();
        for action in ["add", "remove"] {
            let found = events.iter().any(|event| {
                event.action() == Some(action.as_bytes())
                    && event.get("INTERFACE") == Some(b"d0")
                    && event.devpath() == Some(b"/devices/virtual/net/d0")
                    && event.head() == format!("{action}@/devices/virtual/net/d0").as_bytes()
            });
            assert!(found, "{action}: {events:?}");
        }
    });
}

#[test]
fn an_event_of_udev_has_a_header_of_its_own() {
    use netlink_families::uevent::UdevHeader;
    let properties = b"ACTION=add\0DEVPATH=/devices/x\0TAGS=:a:b:\0";
    let header = UdevHeader {
        prefix: *b"libudev\0",
        magic: 0xfeed_cafe.into(),
        header_size: 40,
        properties_off: 40,
        properties_len: properties.len().try_into().unwrap(),
        ..UdevHeader::default()
    };
    let mut datagram = zerocopy::IntoBytes::as_bytes(&header).to_vec();
    datagram.extend(properties);
    let event = Uevent::from_datagram(&datagram).unwrap();
    assert_eq!((event.action(), event.get("TAGS")), (Some(&b"add"[..]), Some(&b":a:b:"[..])));
    assert_eq!((event.head(), event.properties().count()), (&b""[..], 3));
    // Cut anywhere, it is not an event, and nothing panics.
    for len in 0..datagram.len() {
        assert_eq!(Uevent::from_datagram(&datagram[..len]), None);
    }
    assert_eq!(Uevent::from_datagram(b"no event"), None);
}

#[test]
fn the_processes_that_we_start_are_reported() {
    use proc_connector::*;
    if !is_root() {
        skip!(Skip::kernel("it tells of processes to root alone"));
    }
    // There is one connector, in the initial network namespace.
    let Ok(socket) = Socket::open(Protocol::CONNECTOR) else {
        skip!(Skip::kernel("built without a connector"));
    };
    if let Err(error) = socket.join(netlink_sys::Group::new(1).unwrap()) {
        skip!(Skip::kernel(format!("it tells of no processes here: {error}")));
    }
    if let Err(error) = socket.send(&emitted(3, MessageFlags::NONE, &Listen::new(Op::LISTEN))) {
        skip!(Skip::kernel(format!("there is no connector in this namespace: {error}")));
    }
    let child = Command::new("true").spawn().unwrap();
    let pid = i32::try_from(child.id()).unwrap();
    child.wait_with_output().unwrap();
    let bytes = messages(&heard(&socket, Duration::from_secs(2)));
    socket.send(&emitted(3, MessageFlags::NONE, &Listen::new(Op::IGNORE))).unwrap();
    if bytes.is_empty() {
        skip!(Skip::kernel("it tells of no processes"));
    }
    survive_as::<ProcEvent<'_>>(&bytes);
    let events: Vec<Process> = bytes
        .iter()
        .map(|bytes| {
            let ProcEvent(event) = message(bytes).parse().unwrap();
            event.event()
        })
        .collect();
    let forked =
        |event: &Process| matches!(event, Process::Fork(fork) if { fork.child_pid } == pid);
    let executed =
        |event: &Process| matches!(event, Process::Exec(exec) if { exec.process_pid } == pid);
    let exited = |event: &Process| matches!(event, Process::Exit(exit) if { exit.process_pid } == pid && { exit.exit_code } == 0);
    assert!(events.iter().any(|event| matches!(event, Process::Ack(0))), "{events:?}");
    assert!(events.iter().any(forked) && events.iter().any(executed), "{events:?}");
    assert!(events.iter().any(exited), "{events:?}");
}

#[test]
fn the_statistics_of_this_thread_are_those_of_proc() {
    in_namespace(|| {
        use taskstats::*;
        let mut netlink = Connection::open(Protocol::GENERIC).unwrap();
        let family = match netlink.family("TASKSTATS") {
            Ok(family) => family.id(),
            Err(error) => skip!(Skip::kernel(format!("it has no taskstats: {error}"))),
        };
        let thread: u32 = fs::read_link("/proc/thread-self")
            .unwrap()
            .file_name()
            .and_then(|name| name.to_str()?.parse().ok())
            .unwrap();
        let request = Get { pid: Some(thread), ..Default::default() };
        let stats = match netlink.request(&request) {
            Ok(stats) => stats,
            Err(Error::Kernel(error)) => {
                skip!(Skip::kernel(format!("it tells statistics to others: {error}")))
            }
            Err(error) => panic!("{error}"),
        };
        let aggregate = stats.aggr_pid.expect("of a thread");
        assert_eq!(aggregate.pid, Some(thread));
        let task = aggregate.stats.expect("statistics");
        assert!({ task.version } >= 8);
        let name = fs::read_to_string("/proc/thread-self/comm").unwrap();
        assert!(task.ac_comm.starts_with(name.trim_end().as_bytes()));
        // Here the names of numbers in the accounting begin: the other members are behind those.
        assert_eq!({ task.ac_pid }, thread);
        let bytes = answers(Protocol::GENERIC, family, MessageFlags::ACK, &request).unwrap();
        survive_as::<Stats<'_>>(&bytes);
    });
}
