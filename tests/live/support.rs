//! What several modules do alike: routes by number, full receive buffers, what a process uses.

use core::net::Ipv4Addr;

use netlink_core::{
    EmitMessage, MessageFlags, MessageHeader, MessageId, Unknown, Writer, emit_message,
};
use netlink_families::Ip;
use netlink_families::rt_link::{GetLink, LinkHeader};
use netlink_families::rt_route::{
    DelRoute, GetRoute, Protocol as RouteProtocol, Route, RouteHeader, RouteType, Scope,
};
use netlink_sys::{Connection, Protocol, Socket, connection::Batch};
use netlink_tests::tool::Tool;

/// `AF_INET`
pub const INET: u8 = 2;

pub fn connect() -> Connection {
    Connection::open(Protocol::ROUTE).expect("a route socket")
}

pub fn loopback() -> GetLink<'static> {
    let header = LinkHeader { index: 1, ..LinkHeader::default() };
    GetLink { header: header.into(), ..GetLink::default() }
}

/// The address for a number below 2²⁴.
pub fn address(number: u32) -> Ipv4Addr {
    Ipv4Addr::from_bits(10 << 24 | number)
}

pub fn number(address: Ipv4Addr) -> u32 {
    address.to_bits() & 0xff_ffff
}

fn header() -> RouteHeader {
    RouteHeader {
        family: INET,
        dst_len: 32,
        table: libc::RT_TABLE_MAIN,
        protocol: RouteProtocol::STATIC,
        scope: Scope::UNIVERSE,
        ty: RouteType::BLACKHOLE,
        ..RouteHeader::default()
    }
}

/// A route to one address that needs no link.
pub fn route(number: u32) -> Route<'static> {
    Route { header: header(), dst: Some(Ip::V4(address(number))), ..Route::default() }
}

pub fn no_route(number: u32) -> DelRoute<'static> {
    DelRoute(route(number))
}

/// The request for all routes of IPv4.
pub fn routes() -> GetRoute<'static> {
    let header = RouteHeader { family: INET, ..RouteHeader::default() };
    GetRoute { header: header.into(), ..GetRoute::default() }
}

pub const CREATE: MessageFlags = MessageFlags::CREATE.with(MessageFlags::EXCL);

/// Adds routes, with few acknowledgements.
pub fn add_routes(netlink: &mut Connection, numbers: core::ops::Range<u32>) {
    let mut batch = Batch::new().sparsely_acknowledged();
    for number in numbers {
        batch.push(&route(number), CREATE).expect("a route");
        if batch.len() == 20_000 {
            netlink.run(&mut batch).expect("answers");
            assert!(batch.is_done());
            batch.clear();
        }
    }
    netlink.run(&mut batch).expect("answers");
    assert!(batch.is_done());
}

/// The routes by number, as they are dumped.
pub fn route_numbers(netlink: &mut Connection) -> Vec<u32> {
    let number = |route: Route<'_>| match route.dst {
        Some(Ip::V4(address)) if route.header.ty == RouteType::BLACKHOLE => Some(number(address)),
        _ => None,
    };
    let collected = netlink.collect_with(&routes(), MessageFlags::NONE, number).expect("routes");
    let mut numbers: Vec<u32> = collected.into_iter().flatten().collect();
    numbers.sort_unstable();
    numbers
}

/// Adds so many links that a dump of them takes several datagrams. Returns how many links there are, without
/// those that the test has added before: modules of tunnels add one of their own to every namespace.
pub fn many_links(ip: &Tool) -> usize {
    let count = |kind| ip.json(&format!("-j link show {kind}")).as_array().map_or(0, Vec::len);
    let others = count("") - count("type veth");
    let pairs = 60;
    let mut commands = String::new();
    for number in 0..pairs {
        commands += &format!("link add v{number} type veth peer name w{number}\n");
    }
    ip.feed("-batch -", &commands);
    2 * pairs + others
}

/// A message in bytes, as sent beside a connection.
pub fn bytes<M: EmitMessage>(message: &M, flags: MessageFlags, sequence: u32) -> Vec<u8> {
    let ty = match message.id() {
        MessageId::Type(ty) => ty,
        MessageId::Command { .. } => panic!("no generic netlink here"),
    };
    let header = MessageHeader { sequence, ..MessageHeader::new(ty, flags) };
    let mut bytes = Vec::new();
    emit_message(&mut Writer::growing(&mut bytes), header, message).expect("a message");
    bytes
}

/// Asks for a link so many times and reads no answer, so that the receive buffer has less room.
pub fn stuff(socket: &Socket, requests: usize) {
    let request = bytes(&loopback(), MessageFlags::REQUEST, 0);
    for _ in 0..requests {
        socket.send(&request).expect("sent");
    }
}

/// A request that the kernel refuses with as much as it has to say: its priority has one byte.
#[derive(Debug, netlink_core::Emit)]
#[netlink(message = 24)] // RTM_NEWROUTE
pub struct BadRoute<'a> {
    #[netlink(header)]
    pub header: RouteHeader,
    /// Of no meaning to the kernel, to make the request longer.
    #[nla(200)]
    pub filler: &'a [u8],
    #[nla(6)] // RTA_PRIORITY
    pub priority: u8,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl<'a> BadRoute<'a> {
    pub fn new(filler: &'a [u8]) -> Self {
        Self { header: header(), filler, priority: 1, rest: Unknown::NONE }
    }
}

/// How many descriptors this process has open.
pub fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("the list of descriptors").count()
}

/// The memory in bytes that this process has in use for its own data, and not for files such as its program.
pub fn resident() -> usize {
    memory("RssAnon:")
}

/// The memory in bytes that this process had in use at most since [`reset_peak`].
pub fn peak() -> usize {
    memory("VmHWM:")
}

/// Begins to measure the [`peak`] again.
pub fn reset_peak() {
    std::fs::write("/proc/self/clear_refs", "5").expect("the peak is one's own");
}

fn memory(of: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status");
    let line = status.lines().find_map(|line| line.strip_prefix(of)).expect("a line of it");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
}

/// The routes of [`route`] as `ip` lists them, by number.
pub fn route_numbers_of_ip(ip: &Tool) -> Vec<u32> {
    let listed = ip.run("-4 route show table main type blackhole");
    let number = |line: &str| {
        let dst = line.split_whitespace().find_map(|word| word.parse().ok());
        number(dst.unwrap_or_else(|| panic!("no address: {line}")))
    };
    let mut numbers: Vec<u32> = listed.lines().map(number).collect();
    numbers.sort_unstable();
    numbers
}
