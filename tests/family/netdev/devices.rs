//! Devices made by the tests, as we and as other programs see them.

use core::time::Duration;
use std::collections::BTreeMap;
use std::fs;

use netlink_core::{Emit, Errno, MessageFlags, Messages, Parse, Repeated, Uint};
use netlink_families::netdev::*;
use netlink_families::nlctrl::GetFamily;
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Group, Protocol, ReceiveBuffer, Socket};
use netlink_tests::{
    namespace::in_namespace,
    or_skip,
    skip::Skip,
    tool::{Tool, tool},
};

use crate::support::*;

/// Runs `ip`, where the kernel has the family.
fn ip() -> Result<Tool, Skip> {
    if family_type(c"netdev").is_none() {
        return Err(Skip::kernel("it has no netdev"));
    }
    tool("ip")
}

/// A pair of links that are up, with several queues that are polled; gives the index of `v0`.
fn pair() -> Result<u32, Skip> {
    let ip = ip()?;
    ip.run_where_supported(
        "link add v0 numtxqueues 4 numrxqueues 4 type veth peer name v1 numtxqueues 4 numrxqueues 4",
    )?;
    ip.run("link set v0 up");
    ip.run("link set v1 up");
    tool("ethtool")?.run("-K v0 gro on");
    Ok(index(&ip, "v0"))
}

fn index(ip: &Tool, name: &str) -> u32 {
    let index = ip.json(&format!("-j link show {name}"))[0]["ifindex"].as_u64();
    index.expect("an index").try_into().unwrap()
}

#[test]
fn devices_are_those_that_ip_lists() {
    in_namespace(|| {
        let v0 = or_skip!(pair());
        let links = tool("ip").unwrap().json("-j link");
        let mut theirs: Vec<u64> = links
            .as_array()
            .unwrap()
            .iter()
            .map(|link| link["ifindex"].as_u64().unwrap())
            .collect();
        theirs.sort_unstable();
        let ty = family_type(c"netdev").unwrap();
        let messages = dumped_bytes(Protocol::GENERIC, ty, &GetDev::default());
        survive_as::<Dev<'_>>(&messages);
        let mut ours = Vec::new();
        for bytes in &messages {
            let device: Dev<'_> = message(bytes).parse().unwrap();
            assert!(device.rest.is_empty(), "{device:?}");
            ours.push(u64::from(device.ifindex.unwrap()));
        }
        ours.sort_unstable();
        assert_eq!(ours, theirs);

        let mut netlink = connect_generic();
        let request = GetDev { ifindex: Some(v0), ..GetDev::default() };
        let device = netlink.request(&request).unwrap();
        assert_eq!(device.ifindex, Some(v0));
        // Any veth can run programs on what it receives.
        assert!(device.xdp_features.unwrap().contains(XdpAct::BASIC | XdpAct::REDIRECT));
    });
}

#[test]
fn queues_are_as_many_as_ethtool_says() {
    in_namespace(|| {
        let v0 = or_skip!(pair());
        let ethtool = tool("ethtool").unwrap();
        let mut netlink = connect_generic();
        for rx in [4, 2] {
            if rx != 4 {
                ethtool.run(&format!("-L v0 rx {rx}"));
            }
            let request = GetQueue { ifindex: Some(v0), ..GetQueue::default() };
            let mut queues = netlink.dump(&request).unwrap();
            let mut found = Vec::new();
            while let Some(queue) = or_skip!(supported(queues.next())) {
                assert!(queue.rest.is_empty() && queue.ifindex == Some(v0), "{queue:?}");
                found.push((queue.ty.unwrap(), queue.id.unwrap()));
            }
            let expected = (0..rx).map(|id| (QueueType::Rx, id));
            let expected = expected.chain((0..4).map(|id| (QueueType::Tx, id)));
            assert_eq!(found, expected.collect::<Vec<_>>());
        }
    });
}

/// Turns what a kernel does not have, or grants to the machine's own root alone, into a reason to
/// skip the test.
fn supported<T>(result: Result<T, Error>) -> Result<T, Skip> {
    result.map_err(|error| match error.errno() {
        Some(Errno::EOPNOTSUPP) => Skip::kernel("its netdev is older"),
        Some(Errno::EPERM) if !is_machines_root() => {
            Skip::kernel("it does not take this from the root of a user namespace")
        }
        _ => panic!("{error}"),
    })
}

/// Whether user ids are those of the whole machine here.
fn is_machines_root() -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").expect("the map of user ids");
    map.split_whitespace().eq(["0", "0", "4294967295"])
}

/// The instances of a device, by their numbers.
fn napis(netlink: &mut Connection, ifindex: u32) -> Result<BTreeMap<u32, Seen>, Skip> {
    let request = GetNapi { ifindex: Some(ifindex), ..GetNapi::default() };
    let mut napis = BTreeMap::new();
    let mut dump = supported(netlink.dump(&request))?;
    while let Some(napi) = supported(dump.next())? {
        assert!(napi.rest.is_empty() && napi.ifindex == Some(ifindex), "{napi:?}");
        let seen = Seen {
            pid: napi.pid,
            defer_hard_irqs: napi.defer_hard_irqs,
            gro_flush_timeout: napi.gro_flush_timeout,
            threaded: napi.threaded,
        };
        napis.insert(napi.id.unwrap(), seen);
    }
    Ok(napis)
}

#[derive(Debug)]
struct Seen {
    pid: Option<u32>,
    defer_hard_irqs: Option<u32>,
    gro_flush_timeout: Option<Uint>,
    threaded: Option<NapiThreaded>,
}

#[test]
fn how_we_have_a_device_polled_is_how_it_is_polled() {
    in_namespace(|| {
        let v0 = or_skip!(pair());
        let mut netlink = connect_generic();
        let before = or_skip!(napis(&mut netlink, v0));
        assert_eq!(before.len(), 4, "one for each queue: {before:?}");
        let id = *before.keys().next().expect("an instance");
        let timeout = u64::from(u32::MAX) + 7;
        let request = SetNapi {
            id: Some(id),
            defer_hard_irqs: Some(3),
            gro_flush_timeout: Some(Uint(timeout)),
            threaded: before[&id].threaded.map(|_| NapiThreaded::Enabled),
            ..SetNapi::default()
        };
        or_skip!(supported(netlink.execute(&request, MessageFlags::NONE).map(|_| ())));

        let one = netlink.request(&GetNapi { id: Some(id), ..GetNapi::default() }).unwrap();
        assert_eq!((one.id, one.ifindex, one.defer_hard_irqs), (Some(id), Some(v0), Some(3)));
        let after = napis(&mut netlink, v0).unwrap();
        assert_eq!(after[&id].defer_hard_irqs, Some(3));
        assert_eq!(after[&id].gro_flush_timeout, Some(Uint(timeout)));
        for (other, napi) in after.iter().filter(|(other, _)| **other != id) {
            assert_eq!(napi.defer_hard_irqs, before[other].defer_hard_irqs);
        }
        // The thread is there under the instance's number, and not for the others.
        if request.threaded.is_some() {
            assert_eq!(after[&id].threaded, Some(NapiThreaded::Enabled));
            let pid = after[&id].pid.expect("a thread");
            let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap();
            assert_eq!(name.trim(), format!("napi/v0-{id}"));
            assert_eq!(after.values().filter(|napi| napi.pid.is_some()).count(), 1);
        }
    });
}

#[test]
fn added_and_removed_devices_are_reported_to_listeners() {
    in_namespace(|| {
        let ip = or_skip!(ip());
        let mut netlink = connect_generic();
        let request = GetFamily { family_name: Some(c"netdev"), ..GetFamily::default() };
        let family = netlink.request(&request).unwrap();
        let mut groups = family.mcast_groups.as_ref().unwrap().iter().map(Result::unwrap);
        let group = groups.find(|group| group.name == Some(c"mgmt")).expect("the group");
        let socket = Socket::open(Protocol::GENERIC).unwrap();
        socket.join(Group::new(group.id.unwrap()).unwrap()).unwrap();
        socket.set_recv_timeout(Some(Duration::from_secs(10))).unwrap();

        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        let indices = ["v0", "v1"].map(|name| index(&ip, name));
        ip.run("link del v0");
        let mut buffer = ReceiveBuffer::new().unwrap();
        let (mut new, mut deleted) = (Vec::new(), Vec::new());
        while deleted.len() < 2 {
            assert!(socket.recv_into(&mut buffer).unwrap().sender().is_kernel());
            for message in Messages::new(buffer.datagram().unwrap()) {
                match message.unwrap().parse().unwrap() {
                    Event::DevAdd(device) => new.extend(device.ifindex),
                    Event::DevDel(device) => deleted.extend(device.ifindex),
                    Event::DevChange(device) => {
                        assert!(indices.contains(&device.ifindex.unwrap()));
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        new.sort_unstable();
        deleted.sort_unstable();
        let mut indices = indices;
        indices.sort_unstable();
        assert_eq!((&new[..], &deleted[..]), (&indices[..], &indices[..]));
    });
}

/// A binding without our rules: the kernel's are what is tested.
#[derive(Debug, Emit)]
#[netlink(family = "netdev", command = 13)] // NETDEV_CMD_BIND_RX
struct Bind<'a> {
    #[nla(1)] // NETDEV_A_DMABUF_IFINDEX
    ifindex: u32,
    #[nla(2)] // NETDEV_A_DMABUF_QUEUES
    queues: Repeated<'a, BindQueue>,
    #[nla(3)] // NETDEV_A_DMABUF_FD
    fd: u32,
}

#[derive(Clone, Debug, Parse, Emit)]
struct BindQueue {
    #[nla(1)] // NETDEV_A_QUEUE_ID
    id: u32,
    #[nla(3)] // NETDEV_A_QUEUE_TYPE
    ty: u32,
}

#[test]
fn the_kernel_names_the_field_in_one_of_several_nests() {
    in_namespace(|| {
        or_skip!(ip());
        let queues = [BindQueue { id: 0, ty: 0 }, BindQueue { id: 1, ty: 99 }];
        let request = Bind { ifindex: 1, queues: Repeated::of(&queues), fd: 0 };
        let result = connect_generic().execute(&request, MessageFlags::NONE).map(|_| ());
        let error = match result {
            Err(Error::Kernel(error)) if error.errno() == Errno::ERANGE => *error,
            other => {
                or_skip!(supported(other));
                panic!("the kernel took a queue of no known type");
            }
        };
        assert_eq!(error.field().as_deref(), Some("Bind.queues[1].ty"));
        assert_eq!(error.message(), Some("integer out of range"));
    });
}

#[test]
fn the_kernel_names_the_field_that_is_missing() {
    in_namespace(|| {
        or_skip!(ip());
        let error = refusal(connect_generic().request(&GetDev::default()));
        assert_eq!((error.errno(), error.is_missing()), (Errno::EINVAL, true));
        assert_eq!(error.field().as_deref(), Some("GetDev.ifindex"));
        assert_eq!(error.to_string(), "EINVAL (invalid argument): GetDev.ifindex is missing");
    });
}
