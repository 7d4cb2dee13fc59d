//! Rulesets made by us, in one batch, as `nft` shows them.

use std::time::Duration;

use netlink_core::{
    Ack, Be, EmitMessage, Errno, MessageFlags, MessageHeader, MessageId, Messages, Repeated,
    Unknown, Writer,
    conversation::{Answer, Event as Said, Exchange},
    emit_message,
};
use netlink_sys::{Protocol, ReceiveBuffer, Socket};
use netlink_tests::{
    family::nftables::{
        expressions::{
            Bitwise, Cmp, Counter, Ct, Data, Immediate, Limit, Log, Lookup, Meta, Payload, Reject,
            Verdict,
        },
        sets::{Desc, ElementList, SetFlags},
        *,
    },
    namespace::in_namespace,
    or_skip,
    tool::tool,
};
use serde_json::{Value, json};

/// A batch of changes, and what the kernel said to each.
pub struct Batch {
    socket: Socket,
    bytes: Vec<u8>,
    exchanges: Vec<Exchange>,
}

/// What the kernel says against one message of a batch.
#[derive(Debug)]
pub struct Refusal {
    /// Which message, counted from 0.
    pub number: usize,
    pub errno: Errno,
    /// The field that the error is about.
    pub field: Option<String>,
}

impl Batch {
    pub fn begin() -> Self {
        let socket = Socket::open(Protocol::NETFILTER).expect("a netfilter socket");
        socket.set_extended_ack(true).expect("extended acknowledgements");
        let mut batch = Self { socket, bytes: Vec::new(), exchanges: Vec::new() };
        let begin = BatchBegin { header: NfGenMsg::of_batch(), gen_id: None, rest: Unknown::NONE };
        batch.write(&begin, MessageFlags::REQUEST, 0);
        batch
    }

    /// Adds a message that makes something.
    pub fn create<T: EmitMessage>(&mut self, message: &T) -> &mut Self {
        let sequence = 1 + u32::try_from(self.exchanges.len()).unwrap();
        self.exchanges.push(Exchange::new(sequence, Answer::Ack));
        let flags = Answer::Ack.flags() | MessageFlags::CREATE | MessageFlags::EXCL;
        self.write(message, flags | MessageFlags::APPEND, sequence);
        self
    }

    fn write<T: EmitMessage>(&mut self, message: &T, flags: MessageFlags, sequence: u32) {
        let MessageId::Type(ty) = message.id() else { panic!("no generic netlink here") };
        let header = MessageHeader { sequence, ..MessageHeader::new(ty, flags) };
        emit_message(&mut Writer::growing(&mut self.bytes), header, message)
            .unwrap_or_else(|error| panic!("{error}"));
    }

    /// Sends the whole batch, and gives all that the kernel has against it.
    pub fn end(&mut self) -> Vec<Refusal> {
        let end = BatchEnd { header: NfGenMsg::of_batch(), rest: Unknown::NONE };
        self.write(&end, MessageFlags::REQUEST, 0);
        self.socket.send(&self.bytes).expect("sent");
        let mut refusals = Vec::new();
        let mut buffer = ReceiveBuffer::new().expect("memory");
        // A batch is carried out while it is sent: everything is there.
        while self.socket.wait_readable(Some(Duration::ZERO)).expect("waited") {
            let received = self.socket.recv_into(&mut buffer).expect("received");
            assert!(received.sender().is_kernel());
            for message in Messages::new(buffer.datagram().expect("whole")) {
                let message = message.expect("a message");
                for (number, exchange) in self.exchanges.iter_mut().enumerate() {
                    if let Said::Failed(ack) = exchange.accept(&message).expect("an answer") {
                        refusals.push(refusal(number, &ack));
                    }
                }
            }
        }
        refusals
    }

    /// Sends the whole batch, which must be carried out.
    pub fn carry_out(&mut self) {
        let refusals = self.end();
        assert!(refusals.is_empty(), "{refusals:?}");
        assert!(self.exchanges.iter().all(Exchange::is_over));
    }
}

fn refusal(number: usize, ack: &Ack<'_>) -> Refusal {
    let (request, _) = netlink_core::RawMessage::split(ack.echo()).expect("the request");
    // A message of any type is read by the policy of its own.
    let policy = request.parse::<Event<'_>>().expect("our own message").policy();
    let path = policy.locate_fault(request.payload(), &ack.extended());
    Refusal {
        number,
        errno: ack.errno().expect("an error"),
        field: path.map(|path| path.with_names(Some(policy)).to_string()),
    }
}

pub fn table(name: &core::ffi::CStr) -> Table<'_> {
    Table {
        header: NfGenMsg::of(NFPROTO_INET),
        name,
        flags: None,
        use_count: None,
        handle: None,
        user_data: None,
        owner: None,
        rest: Unknown::NONE,
    }
}

pub fn chain<'a>(table: &'a core::ffi::CStr, name: &'a core::ffi::CStr) -> Chain<'a> {
    Chain {
        header: NfGenMsg::of(NFPROTO_INET),
        table,
        handle: None,
        name: Some(name),
        hook: None,
        policy: None,
        use_count: None,
        ty: None,
        counters: None,
        flags: None,
        id: None,
        user_data: None,
        rest: Unknown::NONE,
    }
}

pub fn rule<'a>(chain: &'a core::ffi::CStr, expressions: &'a [Expression<'a>]) -> Rule<'a> {
    let expressions = Expressions { expressions: Repeated::of(expressions), rest: Unknown::NONE };
    Rule {
        header: NfGenMsg::of(NFPROTO_INET),
        table: c"ours",
        chain: Some(chain),
        handle: None,
        expressions: Some(expressions),
        compat: None,
        position: None,
        user_data: None,
        id: None,
        position_id: None,
        chain_id: None,
        rest: Unknown::NONE,
    }
}

pub fn set(name: &core::ffi::CStr) -> Set<'_> {
    Set {
        header: NfGenMsg::of(NFPROTO_INET),
        table: c"ours",
        name: Some(name),
        flags: Some(SetFlags(Be(0))),
        key_type: Some(Be(13)),
        key_len: Some(Be(2)),
        data_type: None,
        data_len: None,
        policy: None,
        desc: None,
        id: Some(Be(1)),
        timeout: None,
        gc_interval: None,
        user_data: None,
        object_type: None,
        handle: None,
        expression: None,
        expressions: None,
        backend: None,
        count: None,
        rest: Unknown::NONE,
    }
}

fn expression<'a>(name: &'a core::ffi::CStr, data: ExpressionData<'a>) -> Expression<'a> {
    Expression { name, data: Some(data), rest: Unknown::NONE }
}

pub fn verdict(code: VerdictCode) -> Expression<'static> {
    let immediate =
        Immediate { dreg: Register::VERDICT, data: Data::verdict(code), rest: Unknown::NONE };
    expression(c"immediate", ExpressionData::Immediate(immediate))
}

pub fn jump(chain: &core::ffi::CStr) -> Expression<'_> {
    let verdict = Verdict {
        code: VerdictCode::Jump,
        chain: Some(chain),
        chain_id: None,
        rest: Unknown::NONE,
    };
    let data = Data { value: None, verdict: Some(verdict), rest: Unknown::NONE };
    let immediate = Immediate { dreg: Register::VERDICT, data, rest: Unknown::NONE };
    expression(c"immediate", ExpressionData::Immediate(immediate))
}

pub fn meta(key: MetaKey) -> Expression<'static> {
    let meta = Meta { dreg: Some(Register::R1), key, sreg: None, rest: Unknown::NONE };
    expression(c"meta", ExpressionData::Meta(meta))
}

pub fn cmp(value: &[u8]) -> Expression<'_> {
    compare(CmpOp::Eq, value)
}

fn compare(op: CmpOp, value: &[u8]) -> Expression<'_> {
    let data = Data::value(value);
    let cmp = Cmp { sreg: Register::R1, op, data, rest: Unknown::NONE };
    expression(c"cmp", ExpressionData::Cmp(cmp))
}

pub fn payload(base: PayloadBase, offset: u32, len: u32) -> Expression<'static> {
    let payload = Payload {
        dreg: Some(Register::R1),
        base,
        offset: Be(offset),
        len: Be(len),
        sreg: None,
        checksum_type: None,
        checksum_offset: None,
        checksum_flags: None,
        rest: Unknown::NONE,
    };
    expression(c"payload", ExpressionData::Payload(payload))
}

pub fn lookup(set: &core::ffi::CStr) -> Expression<'_> {
    let lookup = Lookup {
        set: Some(set),
        sreg: Register::R1,
        dreg: None,
        set_id: None,
        flags: None,
        rest: Unknown::NONE,
    };
    expression(c"lookup", ExpressionData::Lookup(lookup))
}

fn counter() -> Expression<'static> {
    let counter = Counter { bytes: Some(Be(70)), packets: Some(Be(7)), rest: Unknown::NONE };
    expression(c"counter", ExpressionData::Counter(counter))
}

fn log() -> Expression<'static> {
    let log = Log {
        prefix: Some(c"ours: "),
        level: Some(LogLevel::Debug),
        flags: Some(Be(NF_LOG_UID)),
        ..Log::default()
    };
    expression(c"log", ExpressionData::Log(log))
}

fn limit() -> Expression<'static> {
    let limit = Limit {
        rate: Be(9),
        unit: Be(60),
        burst: Some(Be(3)),
        ty: Some(LimitType::Pkts),
        flags: Some(Be(0)),
        rest: Unknown::NONE,
    };
    expression(c"limit", ExpressionData::Limit(limit))
}

fn ct(key: CtKey) -> Expression<'static> {
    let ct = Ct { dreg: Some(Register::R1), key, direction: None, sreg: None, rest: Unknown::NONE };
    expression(c"ct", ExpressionData::Ct(ct))
}

fn mask(mask: &[u8; 4]) -> Expression<'_> {
    let bitwise = Bitwise {
        sreg: Register::R1,
        dreg: Register::R1,
        len: Be(4),
        mask: Some(Data::value(mask)),
        xor: Some(Data::value(&[0; 4])),
        op: Some(BitwiseOp::MaskXor),
        data: None,
        rest: Unknown::NONE,
    };
    expression(c"bitwise", ExpressionData::Bitwise(bitwise))
}

fn reject() -> Expression<'static> {
    let (ty, icmp_code) = (RejectType::IcmpxUnreach, Some(3));
    expression(c"reject", ExpressionData::Reject(Reject { ty, icmp_code, rest: Unknown::NONE }))
}

/// Every attribute of a kind in what `nft` shows, in its order.
fn shown<'v>(ruleset: &'v Value, kind: &str) -> Vec<&'v Value> {
    ruleset["nftables"].as_array().unwrap().iter().filter_map(|shown| shown.get(kind)).collect()
}

#[test]
fn ruleset_made_by_us_in_one_batch_is_shown_by_nft() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let hook = Hook {
            number: Be(NF_INET_LOCAL_IN),
            priority: Be(-300),
            device: None,
            devices: None,
            rest: Unknown::NONE,
        };
        let base = Chain {
            hook: Some(hook),
            ty: Some(c"filter"),
            policy: Some(VerdictCode::Accept),
            ..chain(c"ours", c"in")
        };
        let ports = [22_u16, 80].map(u16::to_be_bytes);
        let elements = ports
            .each_ref()
            .map(|port| Element { key: Some(Data::value(port)), ..Element::default() });
        let elements = Elements {
            header: NfGenMsg::of(NFPROTO_INET),
            table: c"ours",
            set: Some(c"ports"),
            elements: Some(ElementList { elements: Repeated::of(&elements), rest: Unknown::NONE }),
            set_id: Some(Be(1)),
            rest: Unknown::NONE,
        };
        let desc = Desc { size: Some(Be(16)), ..Desc::default() };
        let established = 2_u32.to_ne_bytes();
        let seven = 7_u32.to_ne_bytes();
        let mut name = [0; 16];
        name[..2].copy_from_slice(b"lo");
        let tcp_dport =
            [meta(MetaKey::L4proto), cmp(&[6]), payload(PayloadBase::TransportHeader, 2, 2)];
        let rules = [
            vec![meta(MetaKey::Iifname), cmp(&name), counter(), verdict(VerdictCode::Accept)],
            [&tcp_dport[..], &[lookup(c"ports"), limit(), log(), jump(c"other")]].concat(),
            [&tcp_dport[..], &[compare(CmpOp::Gte, &[4, 0]), reject()]].concat(),
            vec![
                ct(CtKey::State),
                mask(&established),
                compare(CmpOp::Neq, &[0; 4]),
                verdict(VerdictCode::Return),
            ],
            vec![meta(MetaKey::Mark), cmp(&seven), verdict(VerdictCode::Drop)],
        ];
        let mut batch = Batch::begin();
        batch
            .create(&Table { user_data: Some(&[1, 2, 3]), ..table(c"ours") })
            .create(&chain(c"ours", c"other"))
            .create(&base)
            .create(&Set { desc: Some(desc), ..set(c"ports") })
            .create(&elements);
        for expressions in &rules {
            batch.create(&rule(c"in", expressions));
        }
        batch.carry_out();

        let ruleset = nft.json("-j list ruleset");
        assert_eq!(shown(&ruleset, "table")[0]["name"], "ours");
        let chains = shown(&ruleset, "chain");
        let base = chains.iter().find(|chain| chain["name"] == "in").unwrap();
        let expected =
            [("hook", json!("input")), ("prio", json!(-300)), ("policy", json!("accept"))];
        for (name, value) in expected {
            assert_eq!(base[name], value, "{name}");
        }
        assert!(chains.iter().any(|chain| chain["name"] == "other" && chain["hook"].is_null()));
        let ports = shown(&ruleset, "set")[0];
        assert_eq!((&ports["type"], &ports["size"]), (&json!("inet_service"), &json!(16)));
        let mut elements = ports["elem"].as_array().unwrap().clone();
        elements.sort_by_key(Value::as_u64);
        assert_eq!(elements, [json!(22), json!(80)]);

        let dport = json!({ "payload": { "protocol": "tcp", "field": "dport" } });
        let matches = |op: &str, left, right: Value| json!({ "match": { "op": op, "left": left, "right": right } });
        let expected = [
            json!([
                matches("==", json!({ "meta": { "key": "iifname" } }), json!("lo")),
                { "counter": { "packets": 7, "bytes": 70 } },
                { "accept": null },
            ]),
            json!([
                matches("==", dport.clone(), json!("@ports")),
                { "limit": { "rate": 9, "burst": 3, "per": "minute" } },
                { "log": { "prefix": "ours: ", "level": "debug", "flags": "skuid" } },
                { "jump": { "target": "other" } },
            ]),
            json!([
                matches(">=", dport, json!(1024)),
                { "reject": { "type": "icmpx", "expr": "admin-prohibited" } },
            ]),
            json!([
                matches("in", json!({ "ct": { "key": "state" } }), json!("established")),
                { "return": null },
            ]),
            json!([
                matches("==", json!({ "meta": { "key": "mark" } }), json!(7)),
                { "drop": null },
            ]),
        ];
        let rules: Vec<Value> =
            shown(&ruleset, "rule").iter().map(|rule| rule["expr"].clone()).collect();
        assert_eq!(rules, expected);
    });
}
