//! Rulesets made by us, in one batch, as `nft` shows them.

use std::time::Duration;

use netlink_core::{
    Ack, Be, EmitMessage, Errno, Indexed, MessageFlags, MessageHeader, MessageId, Messages,
    Repeated, Writer,
    conversation::{Answer, Event as Said, Exchange},
    emit_message,
};
use netlink_families::nftables::*;
use netlink_sys::{Protocol, ReceiveBuffer, Socket as NetlinkSocket};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};
use serde_json::{Value, json};

use super::INET;

/// A batch of changes, and what the kernel said to each.
pub struct Batch {
    socket: NetlinkSocket,
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
        let socket = NetlinkSocket::open(Protocol::NETFILTER).expect("a netfilter socket");
        socket.set_extended_ack(true).expect("extended acknowledgements");
        let mut batch = Self { socket, bytes: Vec::new(), exchanges: Vec::new() };
        let begin = BatchBegin { header: of_batch(), ..BatchBegin::default() };
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
        let end = BatchEnd { header: of_batch(), ..BatchEnd::default() };
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

/// The header of an object of the family `inet`.
pub fn inet() -> NfHeader {
    NfHeader { nfgen_family: INET, ..NfHeader::default() }
}

/// The header of the ends of a batch: `NFNL_SUBSYS_NFTABLES`.
fn of_batch() -> NfHeader {
    NfHeader { res_id: 10.into(), ..NfHeader::default() }
}

pub fn table(name: &str) -> Table<'_> {
    Table { header: inet(), name: Some(name.into()), ..Table::default() }
}

pub fn chain<'a>(table: &'a str, name: &'a str) -> Chain<'a> {
    let (table, name) = (table.into(), Some(name.into()));
    Chain { header: inet(), table, name, ..Chain::default() }
}

pub fn rule<'a>(chain: &'a str, expressions: &'a [Expr<'a>]) -> Rule<'a> {
    let expressions = ExprList { elem: Repeated::of(expressions), ..ExprList::default() };
    Rule {
        header: inet(),
        table: "ours".into(),
        chain: Some(chain.into()),
        expressions: Some(expressions),
        ..Rule::default()
    }
}

pub fn set(name: &str) -> Set<'_> {
    Set {
        header: inet(),
        table: "ours".into(),
        name: Some(name.into()),
        flags: Some(SetFlags::default()),
        key_type: Some(Be(13)),
        key_len: Some(Be(2)),
        id: Some(Be(1)),
        ..Set::default()
    }
}

fn expression<'a>(name: &'a str, data: ExprData<'a>) -> Expr<'a> {
    Expr { name: name.into(), data: Some(data), ..Expr::default() }
}

pub fn value(value: &[u8]) -> Data<'_> {
    Data { value: Some(value), ..Data::default() }
}

fn immediate(verdict: Verdict<'_>) -> Expr<'_> {
    let data = Data { verdict: Some(verdict), ..Data::default() };
    let (dreg, data) = (Some(Registers::RegVerdict), Some(data));
    expression("immediate", ExprData::Immediate(Immediate { dreg, data, ..Default::default() }))
}

pub fn verdict(code: VerdictCode) -> Expr<'static> {
    immediate(Verdict { code: Some(code), ..Verdict::default() })
}

pub fn jump(chain: &str) -> Expr<'_> {
    let (code, chain) = (Some(VerdictCode::Jump), Some(chain.into()));
    immediate(Verdict { code, chain, ..Verdict::default() })
}

pub fn meta(key: MetaKeys) -> Expr<'static> {
    let meta = Meta { dreg: Some(Registers::Reg1), key: Some(key), ..Meta::default() };
    expression("meta", ExprData::Meta(meta))
}

pub fn cmp(value: &[u8]) -> Expr<'_> {
    compare(CmpOps::Eq, value)
}

fn compare(op: CmpOps, with: &[u8]) -> Expr<'_> {
    let (sreg, data) = (Some(Registers::Reg1), Some(value(with)));
    expression("cmp", ExprData::Cmp(Cmp { sreg, op: Some(op), data, ..Cmp::default() }))
}

pub fn payload(base: PayloadBase, offset: u32, len: u32) -> Expr<'static> {
    let payload = PayloadAttrs {
        dreg: Some(Registers::Reg1),
        base: Some(base),
        offset: Some(Be(offset)),
        len: Some(Be(len)),
        ..PayloadAttrs::default()
    };
    expression("payload", ExprData::Payload(payload))
}

pub fn lookup(set: &str) -> Expr<'_> {
    let (set, sreg) = (Some(set.into()), Some(Registers::Reg1));
    expression("lookup", ExprData::Lookup(Lookup { set, sreg, ..Lookup::default() }))
}

fn counter() -> Expr<'static> {
    let (bytes, packets) = (Some(Be(70)), Some(Be(7)));
    let counter = CounterAttrs { bytes, packets, ..CounterAttrs::default() };
    expression("counter", ExprData::Counter(counter))
}

fn log() -> Expr<'static> {
    let log = Log {
        prefix: Some("ours: ".into()),
        level: Some(LogLevel::Debug),
        flags: Some(LogFlags::UID),
        ..Log::default()
    };
    expression("log", ExprData::Log(log))
}

fn limit() -> Expr<'static> {
    let limit = Limit {
        rate: Some(Be(9)),
        unit: Some(Be(60)),
        burst: Some(Be(3)),
        ty: Some(LimitTypes::Pkts),
        flags: Some(Be(0)),
        ..Limit::default()
    };
    expression("limit", ExprData::Limit(limit))
}

fn ct(key: CtKeys) -> Expr<'static> {
    let ct = Ct { dreg: Some(Registers::Reg1), key: Some(key), ..Ct::default() };
    expression("ct", ExprData::Ct(ct))
}

fn mask(mask: &[u8; 4]) -> Expr<'_> {
    let bitwise = Bitwise {
        sreg: Some(Registers::Reg1),
        dreg: Some(Registers::Reg1),
        len: Some(Be(4)),
        mask: Some(value(mask)),
        xor: Some(value(&[0; 4])),
        op: Some(BitwiseOps::MaskXor),
        ..Bitwise::default()
    };
    expression("bitwise", ExprData::Bitwise(bitwise))
}

fn reject() -> Expr<'static> {
    let (ty, icmp_code) = (Some(RejectTypes::IcmpxUnreach), Some(3));
    expression("reject", ExprData::Reject(Reject { ty, icmp_code, ..Reject::default() }))
}

/// Every attribute of a kind in what `nft` shows, in its order.
fn shown<'v>(ruleset: &'v Value, kind: &str) -> Vec<&'v Value> {
    ruleset["nftables"].as_array().unwrap().iter().filter_map(|shown| shown.get(kind)).collect()
}

#[test]
fn ruleset_made_by_us_in_one_batch_is_shown_by_nft() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        // NF_INET_LOCAL_IN
        let hook = Hook { num: Some(Be(1)), priority: Some(Be(-300)), ..Hook::default() };
        let base = Chain {
            hook: Some(hook),
            ty: Some("filter".into()),
            policy: Some(VerdictCode::Accept),
            ..chain("ours", "in")
        };
        let ports = [22_u16, 80].map(u16::to_be_bytes);
        let elements =
            ports.each_ref().map(|port| SetElem { key: Some(value(port)), ..SetElem::default() });
        let elements = SetElems {
            header: inet(),
            table: "ours".into(),
            set: Some("ports".into()),
            elements: Some(Indexed::of(&elements)),
            set_id: Some(Be(1)),
            ..SetElems::default()
        };
        let desc = SetDesc { size: Some(Be(16)), ..SetDesc::default() };
        let established = 2_u32.to_ne_bytes();
        let seven = 7_u32.to_ne_bytes();
        let mut name = [0; 16];
        name[..2].copy_from_slice(b"lo");
        let tcp_dport =
            [meta(MetaKeys::L4Proto), cmp(&[6]), payload(PayloadBase::TransportHeader, 2, 2)];
        let rules = [
            vec![meta(MetaKeys::Iifname), cmp(&name), counter(), verdict(VerdictCode::Accept)],
            [&tcp_dport[..], &[lookup("ports"), limit(), log(), jump("other")]].concat(),
            [&tcp_dport[..], &[compare(CmpOps::Gte, &[4, 0]), reject()]].concat(),
            vec![
                ct(CtKeys::State),
                mask(&established),
                compare(CmpOps::Neq, &[0; 4]),
                verdict(VerdictCode::Return),
            ],
            vec![meta(MetaKeys::Mark), cmp(&seven), verdict(VerdictCode::Drop)],
        ];
        let mut batch = Batch::begin();
        batch
            .create(&Table { userdata: Some(&[1, 2, 3]), ..table("ours") })
            .create(&chain("ours", "other"))
            .create(&base)
            .create(&Set { desc: Some(desc), ..set("ports") })
            .create(&elements);
        for expressions in &rules {
            batch.create(&rule("in", expressions));
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
