//! Expressions turned back into what was typed, as `nft` does it: as far as the rules here need it.

use core::net::Ipv4Addr;
use std::collections::{BTreeMap, HashMap};

use netlink_core::Be;
use netlink_families::NlaStr;
use netlink_families::nftables::*;
use serde_json::{Value, json};

use super::IPV4;
use super::show::{number, show_value, show_verdict, text};
use crate::support::Object as Shown;

/// What a register holds.
#[derive(Clone, Debug)]
struct Held {
    /// As `nft` displays it.
    shown: Value,
    /// How values that it is compared with are shown.
    form: Form,
    /// By which bits it was cut.
    mask: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// Needed so that what follows means anything, and therefore not shown.
    Dependency,
    Address,
    Port,
    Number,
    Name,
    State,
    Mark,
}

/// The number of a register that there is.
fn number_of(register: Option<Registers>) -> u32 {
    match register.expect("a register") {
        Registers::Other(number) => number,
        Registers::RegVerdict => 0,
        Registers::Reg1 => 1,
        Registers::Reg2 => 2,
        Registers::Reg3 => 3,
        Registers::Reg4 => 4,
        other => panic!("{other:?}"),
    }
}

/// Turns expressions back into statements.
#[derive(Default)]
pub struct Reader {
    registers: HashMap<u32, Held>,
    values: BTreeMap<u32, Vec<u8>>,
    pub statements: Vec<Value>,
}

impl Reader {
    pub fn read(&mut self, expression: &Expr<'_>) {
        let Some(data) = &expression.data else { panic!("{expression:?}") };
        match data {
            ExprData::Payload(payload) => self.payload(payload),
            ExprData::Meta(meta) => self.meta(meta),
            ExprData::Ct(ct) => self.ct(ct),
            ExprData::Bitwise(bitwise) => self.bitwise(bitwise),
            ExprData::Cmp(cmp) => self.cmp(cmp),
            ExprData::Lookup(lookup) => self.lookup(lookup),
            ExprData::Immediate(immediate) => match &immediate.data.as_ref().expect("data").verdict
            {
                Some(verdict) => self.statements.push(show_verdict(verdict)),
                None => {
                    let value = immediate.data.as_ref().unwrap().value.expect("a value").to_vec();
                    self.values.insert(number_of(immediate.dreg), value);
                }
            },
            ExprData::Counter(counter) => self.statements.push(json!({
                "counter": { "packets": number(counter.packets), "bytes": number(counter.bytes) }
            })),
            ExprData::Objref(object) => {
                assert_eq!(object.imm_type, Some(ObjectType::Counter));
                self.statements.push(json!({ "counter": object.imm_name.map(text) }));
            }
            ExprData::Log(log) => self.statements.push(show_log(log)),
            ExprData::Limit(limit) => self.statements.push(show_limit(limit)),
            ExprData::Quota(quota) => self.statements.push(show_quota(quota)),
            ExprData::Reject(reject) => self.statements.push(show_reject(reject)),
            ExprData::Dynset(dynset) => {
                assert_eq!(dynset.op, Some(DynsetOps::Update));
                let key = &self.registers[&number_of(dynset.sreg_key)].shown;
                let timeout = dynset.timeout.map(|timeout| timeout.0 / 1000);
                self.statements.push(json!({ "set": {
                    "op": "update",
                    "elem": { "elem": { "val": key, "timeout": timeout } },
                    "set": format!("@{}", dynset.set_name.unwrap()),
                } }));
            }
            ExprData::Nat(nat) => {
                let address = &self.values[&number_of(nat.reg_addr_min)];
                assert_eq!((nat.ty, nat.family), (Some(NatTypes::Snat), Some(Be(IPV4.into()))));
                self.statements.push(json!({ "snat": { "addr": show_value(address, 7) } }));
            }
            other => panic!("{other:?}"),
        }
    }

    fn hold(&mut self, register: Option<Registers>, shown: Value, form: Form) {
        self.registers.insert(number_of(register), Held { shown, form, mask: None });
    }

    fn payload(&mut self, payload: &PayloadAttrs<'_>) {
        let (protocol, field, form) = match (payload.base.unwrap(), payload.offset.unwrap().0) {
            (PayloadBase::NetworkHeader, 8) => ("ip", "ttl", Form::Number),
            (PayloadBase::NetworkHeader, 9) => ("ip", "protocol", Form::Name),
            (PayloadBase::NetworkHeader, 12) => ("ip", "saddr", Form::Address),
            (PayloadBase::NetworkHeader, 16) => ("ip", "daddr", Form::Address),
            (PayloadBase::TransportHeader, 0) => ("tcp", "sport", Form::Port),
            (PayloadBase::TransportHeader, 2) => ("tcp", "dport", Form::Port),
            other => panic!("{other:?}"),
        };
        let shown = json!({ "payload": { "protocol": protocol, "field": field } });
        self.hold(payload.dreg, shown, form);
    }

    fn meta(&mut self, meta: &Meta<'_>) {
        let (name, form) = match meta.key.unwrap() {
            MetaKeys::Nfproto => ("nfproto", Form::Dependency),
            MetaKeys::L4Proto => ("l4proto", Form::Dependency),
            MetaKeys::Iifname => ("iifname", Form::Name),
            MetaKeys::Mark => ("mark", Form::Mark),
            other => panic!("{other:?}"),
        };
        let shown = json!({ "meta": { "key": name } });
        let Some(source) = meta.sreg else { return self.hold(meta.dreg, shown, form) };
        let source = number_of(Some(source));
        let value = match self.values.get(&source) {
            Some(value) => show_value(value, 19),
            None => self.registers[&source].shown.clone(),
        };
        self.statements.push(json!({ "mangle": { "key": shown, "value": value } }));
    }

    fn ct(&mut self, ct: &Ct<'_>) {
        let (name, form) = match ct.key.unwrap() {
            CtKeys::State => ("state", Form::State),
            CtKeys::Mark => ("mark", Form::Mark),
            other => panic!("{other:?}"),
        };
        self.hold(ct.dreg, json!({ "ct": { "key": name } }), form);
    }

    fn bitwise(&mut self, bitwise: &Bitwise<'_>) {
        assert!(matches!(bitwise.op, None | Some(BitwiseOps::MaskXor)), "{bitwise:?}");
        let mut held = self.registers[&number_of(bitwise.sreg)].clone();
        held.mask = bitwise.mask.as_ref().and_then(|mask| mask.value).map(<[u8]>::to_vec);
        self.registers.insert(number_of(bitwise.dreg), held);
    }

    fn cmp(&mut self, cmp: &Cmp<'_>) {
        let held = &self.registers[&number_of(cmp.sreg)];
        let value = cmp.data.as_ref().unwrap().value.expect("a value");
        let op = match cmp.op.unwrap() {
            CmpOps::Eq => "==",
            CmpOps::Neq => "!=",
            CmpOps::Gt => ">",
            other => panic!("{other:?}"),
        };
        let native = |value: &[u8]| u32::from_ne_bytes(value.try_into().unwrap());
        let (op, right) = match (held.form, &held.mask) {
            (Form::Dependency, _) => return,
            (Form::Address, mask) => (op, show_prefix(value, mask.as_deref())),
            (Form::Port, None) => (op, show_value(value, 13)),
            (Form::Number, None) => (op, json!(value[0])),
            (Form::Mark, None) => (op, show_value(value, 19)),
            (Form::State, None) => (op, show_states(native(value))),
            // Any of these bits, which is how `nft` asks for several states.
            (Form::State, Some(mask)) => {
                assert_eq!((cmp.op, native(value)), (Some(CmpOps::Neq), 0));
                ("in", show_states(native(mask)))
            }
            (Form::Name, None) => match value {
                [6] => (op, json!("tcp")),
                name => (op, text(NlaStr::from_payload(name))),
            },
            other => panic!("{other:?}"),
        };
        let matches = json!({ "match": { "op": op, "left": held.shown, "right": right } });
        self.statements.push(matches);
    }

    fn lookup(&mut self, lookup: &Lookup<'_>) {
        let key = self.registers[&number_of(lookup.sreg)].shown.clone();
        let set = format!("@{}", lookup.set.unwrap());
        match lookup.dreg {
            Some(Registers::RegVerdict) => {
                self.statements.push(json!({ "vmap": { "key": key, "data": set } }));
            }
            Some(_) => {
                let map = json!({ "map": { "key": key, "data": set } });
                self.hold(lookup.dreg, map, Form::Mark);
            }
            None => {
                let inverted =
                    lookup.flags.is_some_and(|flags| flags.contains(LookupFlags::INVERT));
                let op = if inverted { "!=" } else { "==" };
                self.statements.push(json!({ "match": { "op": op, "left": key, "right": set } }));
            }
        }
    }
}

/// An address, or a network: `nft` loads no more bytes of the address than it needs.
fn show_prefix(value: &[u8], mask: Option<&[u8]>) -> Value {
    let mut address = [0; 4];
    address[..value.len()].copy_from_slice(value);
    let len = match mask {
        Some(mask) => mask.iter().map(|byte| byte.count_ones()).sum(),
        None => u32::try_from(value.len() * 8).unwrap(),
    };
    let address = json!(Ipv4Addr::from(address));
    if len == 32 { address } else { json!({ "prefix": { "addr": address, "len": len } }) }
}

fn show_states(states: u32) -> Value {
    let names = ["invalid", "established", "related", "new"];
    let names: Vec<&str> =
        (0..4).filter(|bit| states & (1 << bit) != 0).map(|bit: usize| names[bit]).collect();
    if let [name] = names[..] { json!(name) } else { json!(names) }
}

fn show_log(log: &Log<'_>) -> Value {
    let mut shown = Shown::default();
    shown.field("prefix", log.prefix.map(text));
    shown.field("group", number(log.group));
    shown.field("snaplen", number(log.snaplen));
    shown.field("queue-threshold", number(log.qthreshold));
    shown.field(
        "level",
        log.level.map(|level| match level {
            LogLevel::Info => json!("info"),
            other => panic!("{other:?}"),
        }),
    );
    let flags = log.flags.unwrap_or_default();
    assert_eq!(flags.bits() & !LogFlags::IPOPT.bits(), 0);
    shown.flag("flags", flags.bits() != 0, json!("ip options"));
    json!({ "log": shown.done() })
}

fn show_limit(limit: &Limit<'_>) -> Value {
    assert_eq!((limit.ty, limit.unit), (Some(LimitTypes::Pkts), Some(Be(1))));
    let mut shown = Shown::default();
    shown.field("rate", number(limit.rate));
    shown.field("burst", number(limit.burst));
    shown.field("per", json!("second"));
    let inverted = limit.flags.is_some_and(|flags| flags.0 & 1 != 0);
    shown.flag("inv", inverted, json!(true));
    json!({ "limit": shown.done() })
}

fn show_quota(quota: &Quota<'_>) -> Value {
    let mut shown = Shown::default();
    shown.field("val", quota.bytes.map(|bytes| json!(bytes.0 >> 20)));
    shown.field("val_unit", json!("mbytes"));
    let inverted = quota.flags.is_some_and(|flags| flags.contains(QuotaFlags::INVERT));
    shown.flag("inv", inverted, json!(true));
    json!({ "quota": shown.done() })
}

fn show_reject(reject: &Reject<'_>) -> Value {
    match (reject.ty, reject.icmp_code) {
        (Some(RejectTypes::TcpRst), _) => json!({ "reject": { "type": "tcp reset" } }),
        (Some(RejectTypes::IcmpxUnreach), Some(1)) => {
            json!({ "reject": { "type": "icmpx", "expr": "port-unreachable" } })
        }
        other => panic!("{other:?}"),
    }
}
