//! Expressions turned back into what was typed, as `nft` does it: as far as the rules here need it.

use core::net::Ipv4Addr;
use std::collections::{BTreeMap, HashMap};

use netlink_tests::family::nftables::{
    expressions::{Bitwise, Cmp, Ct, Limit, Log, Lookup, Meta, Payload, Quota, Reject},
    *,
};
use serde_json::{Value, json};

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

/// Turns expressions back into statements.
#[derive(Default)]
pub struct Reader {
    registers: HashMap<u32, Held>,
    values: BTreeMap<u32, Vec<u8>>,
    pub statements: Vec<Value>,
}

impl Reader {
    pub fn read(&mut self, expression: &Expression<'_>) {
        let Some(data) = &expression.data else { panic!("{expression:?}") };
        match data {
            ExpressionData::Payload(payload) => self.payload(payload),
            ExpressionData::Meta(meta) => self.meta(meta),
            ExpressionData::Ct(ct) => self.ct(ct),
            ExpressionData::Bitwise(bitwise) => self.bitwise(bitwise),
            ExpressionData::Cmp(cmp) => self.cmp(cmp),
            ExpressionData::Lookup(lookup) => self.lookup(lookup),
            ExpressionData::Immediate(immediate) => match &immediate.data.verdict {
                Some(verdict) => self.statements.push(show_verdict(verdict)),
                None => {
                    let value = immediate.data.value.expect("a value").to_vec();
                    self.values.insert(immediate.dreg.0.0, value);
                }
            },
            ExpressionData::Counter(counter) => self.statements.push(json!({
                "counter": { "packets": number(counter.packets), "bytes": number(counter.bytes) }
            })),
            ExpressionData::Objref(object) => {
                assert_eq!(object.ty, Some(ObjectType::Counter));
                self.statements.push(json!({ "counter": object.name.map(text) }));
            }
            ExpressionData::Log(log) => self.statements.push(show_log(log)),
            ExpressionData::Limit(limit) => self.statements.push(show_limit(limit)),
            ExpressionData::Quota(quota) => self.statements.push(show_quota(quota)),
            ExpressionData::Reject(reject) => self.statements.push(show_reject(reject)),
            ExpressionData::Dynset(dynset) => {
                assert_eq!(dynset.op, DynsetOp::Update);
                let key = &self.registers[&dynset.sreg_key.0.0].shown;
                let timeout = dynset.timeout.map(|timeout| timeout.0 / 1000);
                self.statements.push(json!({ "set": {
                    "op": "update",
                    "elem": { "elem": { "val": key, "timeout": timeout } },
                    "set": format!("@{}", dynset.set.to_str().unwrap()),
                } }));
            }
            ExpressionData::Nat(nat) => {
                let address = &self.values[&nat.reg_addr_min.unwrap().0.0];
                assert_eq!((nat.ty, nat.family.0), (NatType::Snat, u32::from(NFPROTO_IPV4)));
                self.statements.push(json!({ "snat": { "addr": show_value(address, 7) } }));
            }
            other => panic!("{other:?}"),
        }
    }

    fn hold(&mut self, register: Option<Register>, shown: Value, form: Form) {
        let register = register.expect("a register").0.0;
        self.registers.insert(register, Held { shown, form, mask: None });
    }

    fn payload(&mut self, payload: &Payload<'_>) {
        let (protocol, field, form) = match (payload.base, payload.offset.0) {
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
        let (name, form) = match meta.key {
            MetaKey::Nfproto => ("nfproto", Form::Dependency),
            MetaKey::L4proto => ("l4proto", Form::Dependency),
            MetaKey::Iifname => ("iifname", Form::Name),
            MetaKey::Mark => ("mark", Form::Mark),
            other => panic!("{other:?}"),
        };
        let shown = json!({ "meta": { "key": name } });
        let Some(source) = meta.sreg else { return self.hold(meta.dreg, shown, form) };
        let source = source.0.0;
        let value = match self.values.get(&source) {
            Some(value) => show_value(value, 19),
            None => self.registers[&source].shown.clone(),
        };
        self.statements.push(json!({ "mangle": { "key": shown, "value": value } }));
    }

    fn ct(&mut self, ct: &Ct<'_>) {
        let (name, form) = match ct.key {
            CtKey::State => ("state", Form::State),
            CtKey::Mark => ("mark", Form::Mark),
            other => panic!("{other:?}"),
        };
        self.hold(ct.dreg, json!({ "ct": { "key": name } }), form);
    }

    fn bitwise(&mut self, bitwise: &Bitwise<'_>) {
        assert!(matches!(bitwise.op, None | Some(BitwiseOp::MaskXor)), "{bitwise:?}");
        let mut held = self.registers[&bitwise.sreg.0.0].clone();
        held.mask = bitwise.mask.as_ref().and_then(|mask| mask.value).map(<[u8]>::to_vec);
        self.registers.insert(bitwise.dreg.0.0, held);
    }

    fn cmp(&mut self, cmp: &Cmp<'_>) {
        let held = &self.registers[&cmp.sreg.0.0];
        let value = cmp.data.value.expect("a value");
        let op = match cmp.op {
            CmpOp::Eq => "==",
            CmpOp::Neq => "!=",
            CmpOp::Gt => ">",
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
                assert_eq!((cmp.op, native(value)), (CmpOp::Neq, 0));
                ("in", show_states(native(mask)))
            }
            (Form::Name, None) => match value {
                [6] => (op, json!("tcp")),
                name => (op, text(core::ffi::CStr::from_bytes_until_nul(name).unwrap())),
            },
            other => panic!("{other:?}"),
        };
        let matches = json!({ "match": { "op": op, "left": held.shown, "right": right } });
        self.statements.push(matches);
    }

    fn lookup(&mut self, lookup: &Lookup<'_>) {
        let key = self.registers[&lookup.sreg.0.0].shown.clone();
        let set = format!("@{}", lookup.set.unwrap().to_str().unwrap());
        match lookup.dreg {
            Some(Register::VERDICT) => {
                self.statements.push(json!({ "vmap": { "key": key, "data": set } }));
            }
            Some(_) => {
                let map = json!({ "map": { "key": key, "data": set } });
                self.hold(lookup.dreg, map, Form::Mark);
            }
            None => {
                let inverted = lookup.flags.is_some_and(|flags| flags.0 & NFT_LOOKUP_F_INV != 0);
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
    shown.field("snaplen", number(log.snap_len));
    shown.field("queue-threshold", number(log.queue_threshold));
    shown.field(
        "level",
        log.level.map(|level| match level {
            LogLevel::Info => json!("info"),
            other => panic!("{other:?}"),
        }),
    );
    let flags = log.flags.map_or(0, |flags| flags.0);
    assert_eq!(flags & !NF_LOG_IPOPT, 0);
    shown.flag("flags", flags != 0, json!("ip options"));
    json!({ "log": shown.done() })
}

fn show_limit(limit: &Limit<'_>) -> Value {
    assert_eq!((limit.ty, limit.unit.0), (Some(LimitType::Pkts), 1));
    let mut shown = Shown::default();
    shown.field("rate", json!(limit.rate.0));
    shown.field("burst", number(limit.burst));
    shown.field("per", json!("second"));
    let inverted = limit.flags.is_some_and(|flags| flags.0 & NFT_LIMIT_F_INV != 0);
    shown.flag("inv", inverted, json!(true));
    json!({ "limit": shown.done() })
}

fn show_quota(quota: &Quota<'_>) -> Value {
    let mut shown = Shown::default();
    shown.field("val", quota.bytes.map(|bytes| json!(bytes.0 >> 20)));
    shown.field("val_unit", json!("mbytes"));
    let inverted = quota.flags.is_some_and(|flags| flags.0 & NFT_QUOTA_F_INV != 0);
    shown.flag("inv", inverted, json!(true));
    json!({ "quota": shown.done() })
}

fn show_reject(reject: &Reject<'_>) -> Value {
    match (reject.ty, reject.icmp_code) {
        (RejectType::TcpRst, _) => json!({ "reject": { "type": "tcp reset" } }),
        (RejectType::IcmpxUnreach, Some(1)) => {
            json!({ "reject": { "type": "icmpx", "expr": "port-unreachable" } })
        }
        other => panic!("{other:?}"),
    }
}
