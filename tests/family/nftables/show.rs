//! Rulesets made by `nft`, as we read them: the same that `nft -j list ruleset` prints.
//!
//! `nft` turns expressions back into what was typed. [`Reader`] does the same, as far as the rules
//! here need it.

use core::net::Ipv4Addr;

use netlink_core::Be;
use netlink_families::NlaStr;
use netlink_families::nftables::*;
use netlink_sys::{Connection, Protocol};
use netlink_tests::{
    namespace::in_namespace,
    or_skip, partly_skip,
    tool::{Tool, tool},
};
use serde_json::{Value, json};

use super::{INET, IPV4, open, reader::Reader};
use crate::support::{Object as Shown, at_one_moment, dumped, dumped_bytes, message, survive_as};

/// `NFNL_SUBSYS_NFTABLES`, in the upper byte of the type of a message.
const SUBSYSTEM: u16 = 10 << 8;

/// What every kernel with nftables has.
const RULESET: &str = r#"
table inet filter {
    counter c1 { packets 3 bytes 4 }
    counter c2 { comment "of an object" }
    set ports { type inet_service; size 100; elements = { 22, 80, 8080 } }
    set addrs { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.1.1-192.168.1.9 } }
    set timed { type ipv4_addr; flags timeout; timeout 1h; elements = { 10.9.9.9 } }
    set pairs { type ipv4_addr . inet_service; elements = { 1.2.3.4 . 80 } }
    set dyn { type ipv4_addr; size 65535; flags timeout; timeout 90s; }
    map verdicts { type inet_service : verdict; elements = { 22 : accept, 80 : jump other } }
    map marks { type ipv4_addr : mark; elements = { 1.1.1.1 : 0x10 } }
    chain other { counter accept comment "hello"; }
    chain in { type filter hook input priority -10; policy drop; }
    chain out { type filter hook output priority 300; }
}
table ip second { }
"#;

/// Rules of which a kernel may lack some expression.
const RULES: &[&str] = &[
    "ip saddr 10.0.0.1 tcp dport 22 counter accept",
    "ip saddr != 10.1.0.0/16 drop",
    "ip daddr 10.1.2.0/25 return",
    "ct state established,related accept",
    "ct state != invalid counter packets 5 bytes 600",
    "ip saddr @addrs drop",
    "tcp sport != @ports counter name c1",
    "tcp dport vmap @verdicts",
    "meta mark set ip saddr map @marks",
    "iifname lo log prefix \"to_lo\" level info flags ip options accept",
    "log group 3 snaplen 20 queue-threshold 5",
    "limit rate over 10/second burst 7 packets drop",
    "tcp dport 443 reject with tcp reset",
    "reject with icmpx type port-unreachable",
    "meta mark 0x7 jump other",
    "meta mark set 0x20",
    "ct mark 0x8 goto other",
    "quota over 10 mbytes drop",
    "ip ttl > 64 drop",
    "update @dyn { ip saddr timeout 50s }",
    "ip protocol tcp snat ip to 10.1.1.1",
];

#[test]
fn rulesets_made_by_nft_are_read_as_nft_shows_them() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        make_all(&nft);
        let mut netlink = open();
        let (theirs, ours) = at_one_moment(&nft, "-j list ruleset", || every_object(&mut netlink));
        let theirs = theirs["nftables"].as_array().unwrap();
        // If elements have no order, the displayed order does not matter either.
        let theirs: Vec<Value> = theirs.iter().skip(1).cloned().map(with_sorted_elements).collect();
        same_one_by_one(ours, theirs);
    });
}

/// Makes the whole ruleset, without the rules that the kernel lacks something for.
fn make_all(nft: &Tool) {
    nft.feed("-f -", RULESET);
    let mut made = 0;
    for rule in RULES {
        let snat = rule.contains("snat");
        if snat {
            nft.feed("-f -", "add chain ip second post { type nat hook postrouting priority 0; }");
        }
        let chain = if snat { "ip second post" } else { "inet filter in" };
        match run_where_supported(nft, &format!("add rule {chain} {rule}")) {
            Ok(()) => made += 1,
            Err(skip) => partly_skip!(skip),
        }
    }
    assert!(made >= 15, "{made} rules");
}

/// More expressions, of which kernels have some: they are not turned back into what was typed.
const MORE_RULES: &[&str] = &[
    "tcp dport {1000-2000, 3000} quota over 10 mbytes used 5 mbytes drop",
    "fib saddr . iif oif missing drop",
    "meta mark set numgen random mod 5 offset 2",
    "meta mark set jhash ip saddr mod 7 seed 0x5",
    "tcp flags syn tcp option maxseg size set 1300",
    "ct count over 20 drop",
    "socket transparent 1 accept",
    "meta mark set mark << 2",
    "ip ttl != 5-10 ip ttl set 7 notrack",
    "ct mark set 5 ct original bytes > 100000 return",
    "add @seen { ip daddr timeout 5s counter }",
    "ip saddr . tcp dport @pairs accept",
    "queue num 3",
    "rt mtu 1400 accept",
    "tcp dport 81 tproxy ip to :5",
    "synproxy mss 1460 wscale 7 timestamp sack-perm",
];

#[test]
fn every_message_of_a_live_dump_is_emitted_without_loss() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        make_all(&nft);
        nft.feed(
            "-f -",
            "add set inet filter seen { type ipv4_addr; size 9; flags dynamic,timeout; }",
        );
        nft.feed("-f -", "add quota inet filter q { over 25 mbytes used 10 bytes; }");
        nft.feed("-f -", "add limit inet filter l { rate 400/minute; }");
        let mut made = 0;
        for rule in MORE_RULES {
            match run_where_supported(&nft, &format!("add rule inet filter in {rule}")) {
                Ok(()) => made += 1,
                Err(skip) => partly_skip!(skip),
            }
        }
        assert!(made >= 8, "{made} rules");
        let sent = Protocol::NETFILTER;
        // NFT_MSG_GETTABLE, …
        let type_of = |number| SUBSYSTEM | number;
        let tables = dumped_bytes(sent, type_of(1), &GetTable::default());
        survive_as::<Table<'_>>(&tables);
        let chains = dumped_bytes(sent, type_of(4), &GetChain::default());
        survive_as::<Chain<'_>>(&chains);
        let objects = dumped_bytes(sent, type_of(19), &GetObj::default());
        assert_eq!(objects.len(), 4);
        survive_as::<Obj<'_>>(&objects);
        let rules = dumped_bytes(sent, type_of(7), &GetRule::default());
        survive_as::<Rule<'_>>(&rules);
        let sets = dumped_bytes(sent, type_of(10), &GetSet::default());
        survive_as::<Set<'_>>(&sets);
        let mut everything = [rules, objects].concat();
        for bytes in &sets {
            let set: Set<'_> = message(bytes).parse().unwrap();
            let (header, table, set) = (set.header, set.table, set.name);
            let request = GetSetElems(SetElems { header, table, set, ..SetElems::default() });
            let elements = dumped_bytes(sent, type_of(13), &request);
            survive_as::<SetElems<'_>>(&elements);
            everything.extend(elements);
        }
        for bytes in everything.iter().chain(&sets) {
            // Otherwise the round trip would only show that bytes can be copied.
            let event: Event<'_> = message(bytes).parse().unwrap();
            let shown = format!("{event:?}");
            assert_eq!(
                shown.matches("rest: {}").count(),
                shown.matches("rest: ").count(),
                "{shown}"
            );
            assert!(!shown.contains("Other(["), "{shown}");
        }
    });
}

fn run_where_supported(nft: &Tool, command: &str) -> Result<(), netlink_tests::skip::Skip> {
    nft.attempt(&["-f", "-"], command).map(drop).map_err(|failure| {
        // An expression that no module brings is not found.
        let not_found = failure.stderr.contains("Could not process rule: No such file");
        assert!(failure.is_unsupported() || not_found, "{failure}");
        netlink_tests::skip::Skip::kernel(format!("nft: {command}"))
    })
}

/// Compares in any order, and shows the first that differs with the most similar one.
fn same_one_by_one(ours: Vec<Value>, theirs: Vec<Value>) {
    for shown in &theirs {
        let name = |value: &Value| {
            let (kind, object) = value.as_object().unwrap().iter().next().unwrap();
            (
                kind.clone(),
                object["name"].clone(),
                object["handle"].clone(),
                object["table"].clone(),
            )
        };
        let read = ours.iter().find(|read| name(read) == name(shown));
        assert_eq!(read, Some(shown));
    }
    assert_eq!(ours.len(), theirs.len());
}

/// All objects, in the format of `nft -j list ruleset`.
fn every_object(netlink: &mut Connection) -> Vec<Value> {
    let mut all =
        dumped(netlink, &GetTable::default(), |table: Table<'_>| Some(show_table(&table)));
    all.extend(dumped(netlink, &GetObj::default(), |object: Obj<'_>| Some(show_object(&object))));
    let mut sets = Vec::new();
    let mut names = Vec::new();
    let mut dump = netlink.dump(&GetSet::default()).expect("a dump");
    while let Some(set) = dump.next().expect("a set") {
        // What rules have for themselves is shown with them.
        if !set.flags.is_some_and(|flags| flags.contains(SetFlags::ANONYMOUS)) {
            sets.push(show_set(&set));
            let numbers = (set.key_type.unwrap().0, set.data_type.map(|ty| ty.0));
            let interval = set.flags.is_some_and(|flags| flags.contains(SetFlags::INTERVAL));
            names.push((
                set.header,
                set.table.to_string(),
                set.name.unwrap().to_string(),
                numbers,
                interval,
            ));
        }
    }
    for (set, (header, table, name, (key_type, data_type), interval)) in sets.iter_mut().zip(&names)
    {
        let (table, name) = (table.as_str().into(), Some(name.as_str().into()));
        let request = SetElems { header: *header, table, set: name, ..SetElems::default() };
        let request = GetSetElems(request);
        let mut elements = Vec::new();
        let mut dump = netlink.dump(&request).expect("a dump");
        while let Some(part) = dump.next().expect("elements") {
            let part = part.elements.iter().flat_map(netlink_core::Indexed::iter);
            elements.extend(
                part.map(|element| ElementShown::new(&element.unwrap(), *key_type, *data_type)),
            );
        }
        let elements = show_elements(elements, *interval);
        if !elements.is_empty() {
            let (_, set) = set.as_object_mut().unwrap().iter_mut().next().unwrap();
            set["elem"] = Value::Array(elements);
        }
    }
    all.append(&mut sets);
    all.extend(dumped(netlink, &GetChain::default(), |chain: Chain<'_>| Some(show_chain(&chain))));
    all.extend(dumped(netlink, &GetRule::default(), |rule: Rule<'_>| Some(show_rule(&rule))));
    all
}

pub fn text(name: NlaStr<'_>) -> Value {
    json!(name.to_string())
}

pub fn number<T: Into<u64>>(number: Option<Be<T>>) -> Option<Value> {
    number.map(|number| json!(Into::<u64>::into(number.0)))
}

fn family(header: NfHeader) -> Value {
    json!(match header.nfgen_family {
        INET => "inet",
        IPV4 => "ip",
        other => panic!("family {other}"),
    })
}

/// The attributes of user data, which is `nft`'s own: type, length, bytes.
fn comment(user_data: Option<&[u8]>) -> Option<Value> {
    let mut rest = user_data?;
    while let [ty, len, more @ ..] = rest {
        let (value, more) = more.split_at(usize::from(*len));
        if *ty == 0 {
            return Some(text(NlaStr::from_payload(value)));
        }
        rest = more;
    }
    None
}

fn show_table(table: &Table<'_>) -> Value {
    let mut shown = Shown::default();
    shown.field("family", family(table.header));
    shown.field("name", table.name.map(text));
    shown.field("handle", number(table.handle));
    // Some versions of `nft` print the table's name in place of its flags: there are none here.
    assert_eq!(table.flags, Some(TableFlags::default()));
    json!({ "table": shown.done() })
}

fn show_chain(chain: &Chain<'_>) -> Value {
    let mut shown = Shown::default();
    shown.field("family", family(chain.header));
    shown.field("table", text(chain.table));
    shown.field("name", chain.name.map(text));
    shown.field("handle", number(chain.handle));
    shown.field("type", chain.ty.map(text));
    if let Some(hook) = &chain.hook {
        let hooks = ["prerouting", "input", "forward", "output", "postrouting"];
        shown.field("hook", json!(hooks[usize::try_from(hook.num.unwrap().0).unwrap()]));
        shown.field("prio", json!(hook.priority.unwrap().0));
    }
    shown.field(
        "policy",
        chain.policy.map(|policy| match policy {
            VerdictCode::Drop => json!("drop"),
            VerdictCode::Accept => json!("accept"),
            other => panic!("{other:?}"),
        }),
    );
    json!({ "chain": shown.done() })
}

fn show_object(object: &Obj<'_>) -> Value {
    let mut shown = Shown::default();
    shown.field("family", family(object.header));
    shown.field("name", object.name.map(text));
    shown.field("table", text(object.table));
    shown.field("handle", number(object.handle));
    shown.field("comment", comment(object.userdata));
    let Some(ObjData::Counter(counter)) = &object.data else { panic!("{object:?}") };
    shown.field("packets", number(counter.packets));
    shown.field("bytes", number(counter.bytes));
    json!({ "counter": shown.done() })
}

/// The names that `nft` has for its numbers of data types.
fn type_name(ty: u32) -> Value {
    let one = |ty| match ty {
        7 => "ipv4_addr",
        13 => "inet_service",
        19 => "mark",
        0xffff_ff00 => "verdict",
        other => panic!("data type {other}"),
    };
    // Of a concatenation, each type has 6 bits.
    if (64..0xffff_ff00).contains(&ty) {
        json!([one(ty >> 6), one(ty & 63)])
    } else {
        json!(one(ty))
    }
}

fn show_set(set: &Set<'_>) -> Value {
    let flags = set.flags.unwrap_or_default();
    let mut shown = Shown::default();
    shown.field("family", family(set.header));
    shown.field("name", set.name.map(text));
    shown.field("table", text(set.table));
    shown.field("type", set.key_type.map(|ty| type_name(ty.0)));
    shown.field("handle", number(set.handle));
    shown.field(
        "map",
        set.data_type.filter(|_| flags.contains(SetFlags::MAP)).map(|ty| type_name(ty.0)),
    );
    let names = [
        ("constant", SetFlags::CONSTANT),
        ("interval", SetFlags::INTERVAL),
        ("timeout", SetFlags::TIMEOUT),
    ];
    let names: Vec<&str> =
        names.iter().filter(|(_, flag)| flags.contains(*flag)).map(|(name, _)| *name).collect();
    shown.flag("flags", !names.is_empty(), json!(names));
    shown.field("timeout", set.timeout.map(|timeout| json!(timeout.0 / 1000)));
    shown.field("size", set.desc.as_ref().and_then(|desc| number(desc.size)));
    let kind = if flags.contains(SetFlags::MAP) { "map" } else { "set" };
    json!({ kind: shown.done() })
}

struct ElementShown {
    key: Vec<u8>,
    is_end: bool,
    shown: Value,
    expires: Option<u64>,
    data: Option<Value>,
}

impl ElementShown {
    fn new(element: &SetElem<'_>, key_type: u32, data_type: Option<u32>) -> Self {
        let key = element.key.as_ref().and_then(|key| key.value).expect("a key");
        let data = element.data.as_ref().map(|data| match (&data.verdict, data.value) {
            (Some(verdict), None) => show_verdict(verdict),
            (None, Some(value)) => show_value(value, data_type.unwrap()),
            other => panic!("{other:?}"),
        });
        Self {
            key: key.to_vec(),
            is_end: element.flags.is_some_and(|flags| flags.contains(SetElemFlags::INTERVAL_END)),
            shown: show_value(key, key_type),
            expires: element.expiration.map(|left| left.0 / 1000),
            data,
        }
    }
}

pub fn show_value(value: &[u8], ty: u32) -> Value {
    match (ty, value) {
        (7, &[a, b, c, d]) => json!(Ipv4Addr::new(a, b, c, d)),
        (13, &[a, b]) => json!(u16::from_be_bytes([a, b])),
        (19, &[a, b, c, d]) => json!(u32::from_ne_bytes([a, b, c, d])),
        // The fields of a concatenation are padded to four bytes.
        (ty, _) if ty >= 64 => {
            json!({ "concat": [show_value(&value[..4], ty >> 6), show_value(&value[4..6], ty & 63)] })
        }
        other => panic!("{other:?}"),
    }
}

fn show_elements(mut elements: Vec<ElementShown>, interval: bool) -> Vec<Value> {
    elements.sort_by(|a, b| (&a.key, !a.is_end).cmp(&(&b.key, !b.is_end)));
    let mut shown = Vec::new();
    let mut rest = elements.into_iter().peekable();
    while let Some(element) = rest.next() {
        if interval {
            if !element.is_end {
                let end = rest.next().expect("the end of an interval");
                shown.push(show_interval(&element.key, &end.key));
            }
            continue;
        }
        let mut key = element.shown;
        if let Some(expires) = element.expires {
            key = json!({ "elem": { "val": key, "expires": expires } });
        }
        shown.push(match element.data {
            Some(data) => json!([key, data]),
            None => key,
        });
    }
    shown.sort_by_key(Value::to_string);
    shown
}

fn show_interval(start: &[u8], end: &[u8]) -> Value {
    let bits = |key: &[u8]| u32::from_be_bytes(key.try_into().unwrap());
    let (start, last) = (bits(start), bits(end) - 1);
    let size = last - start + 1;
    if size.is_power_of_two() && start % size == 0 {
        let len = 32 - size.trailing_zeros();
        json!({ "prefix": { "addr": Ipv4Addr::from(start), "len": len } })
    } else {
        json!({ "range": [Ipv4Addr::from(start), Ipv4Addr::from(last)] })
    }
}

fn with_sorted_elements(mut shown: Value) -> Value {
    let (_, object) = shown.as_object_mut().unwrap().iter_mut().next().unwrap();
    if let Some(elements) = object.get_mut("elem").and_then(Value::as_array_mut) {
        elements.sort_by_key(Value::to_string);
    }
    shown
}

pub fn show_verdict(verdict: &Verdict<'_>) -> Value {
    let chain = || json!({ "target": text(verdict.chain.expect("a chain")) });
    match verdict.code.expect("a code") {
        VerdictCode::Accept => json!({ "accept": null }),
        VerdictCode::Drop => json!({ "drop": null }),
        VerdictCode::Return => json!({ "return": null }),
        VerdictCode::Continue => json!({ "continue": null }),
        VerdictCode::Jump => json!({ "jump": chain() }),
        VerdictCode::Goto => json!({ "goto": chain() }),
        other => panic!("{other:?}"),
    }
}

fn show_rule(rule: &Rule<'_>) -> Value {
    let mut shown = Shown::default();
    shown.field("family", family(rule.header));
    shown.field("table", text(rule.table));
    shown.field("chain", rule.chain.map(text));
    shown.field("handle", number(rule.handle));
    shown.field("comment", comment(rule.userdata));
    let mut reader = Reader::default();
    for expression in rule.expressions.iter().flat_map(|list| list.elem.iter()) {
        reader.read(&expression.unwrap());
    }
    shown.field("expr", Value::Array(reader.statements));
    json!({ "rule": shown.done() })
}
