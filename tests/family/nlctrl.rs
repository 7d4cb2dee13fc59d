//! The family `nlctrl`.

use core::ffi::CStr;
use core::fmt::Write as _;

use netlink_core::{Errno, Indexed, MessageHeader, Writer, emit_message};
use netlink_families::nlctrl::*;
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Protocol};
use netlink_tests::{
    namespace::in_namespace, or_skip, oracle, partly_skip, skip::Skip, tool::tool,
};

use crate::support::*;

/// `CTRL_CMD_GETFAMILY`.
const GET_FAMILY: u8 = 3;

#[test]
fn every_captured_family_is_emitted_without_loss() {
    let messages = captured("nlctrl");
    assert_eq!(messages.len(), 8);
    survive_as::<FamilyReply<'_>>(&messages);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let family: FamilyReply<'_> = message(bytes).parse().unwrap();
        assert!(family.rest.is_empty(), "{:?}", family.rest);
    }
}

#[test]
fn a_captured_family_is_the_event_of_its_command() {
    for bytes in &captured("nlctrl") {
        let message = message(bytes);
        let Event::NewFamily(family) = message.parse().unwrap() else {
            panic!("{:?}", message.parse::<Event<'_>>());
        };
        let mut emitted = Vec::new();
        let mut writer = Writer::growing(&mut emitted);
        emit_message(&mut writer, message.header(), &Event::NewFamily(family)).unwrap();
        oracle::same::<FamilyReply<'_>>(&message, &crate::support::message(&emitted)).unwrap();
    }
}

#[test]
fn the_event_of_another_command_keeps_its_bytes() {
    let messages = captured("nlctrl");
    let mut changed = messages[0].clone();
    changed[16] = 99;
    let event: Event<'_> = message(&changed).parse().unwrap();
    let Event::Other(other) = &event else { panic!("{event:?}") };
    assert_eq!(other.bytes(), changed);
    let mut emitted = Vec::new();
    emit_message(&mut Writer::growing(&mut emitted), message(&changed).header(), &event).unwrap();
    assert_eq!(emitted, changed);
}

#[test]
fn added_and_removed_groups_are_distinguished() {
    let groups = [(1, McastGroup { name: Some(c"news"), id: Some(7), ..McastGroup::default() })];
    let change = FamilyReply {
        family_name: Some(c"family"),
        family_id: Some(33),
        mcast_groups: Some(Indexed::numbered(&groups)),
        ..FamilyReply::default()
    };
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    emit_message(&mut writer, MessageHeader::default(), &Event::DelMcastGrp(change)).unwrap();
    match message(&bytes).parse().unwrap() {
        Event::DelMcastGrp(change) => {
            let (number, group) = change.mcast_groups.unwrap().entries().next().unwrap().unwrap();
            assert_eq!((number, group.name, group.id), (1, Some(c"news"), Some(7)));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn families_are_those_that_genl_lists() {
    in_namespace(|| {
        let genl = or_skip!(tool("genl"));
        let mut netlink = connect_generic();
        let mut families = netlink.dump(&GetFamily::default()).unwrap();
        let mut ours = String::new();
        while let Some(family) = families.next().unwrap() {
            assert!(family.rest.is_empty(), "{family:?}");
            describe_family(&mut ours, &family);
        }
        assert_eq!(words(&ours), words(&genl.run("ctrl list")));
    });
}

/// What `genl` says of a family, but for the white space.
fn describe_family(text: &mut String, family: &FamilyReply<'_>) {
    let name = family.family_name.unwrap().to_str().unwrap();
    let [id, version] = [family.family_id.unwrap().into(), family.version.unwrap()];
    let [header_size, max_attribute] = [family.hdrsize.unwrap(), family.maxattr.unwrap()];
    write!(
        text,
        "Name: {name}\n ID: {id:#x} Version: {version:#x} header size: {header_size} \
         max attribs: {max_attribute}\n",
    )
    .unwrap();
    if let Some(operations) = &family.ops {
        writeln!(text, "commands supported:").unwrap();
        for entry in operations.entries() {
            let (number, operation) = entry.unwrap();
            writeln!(text, "#{number}: ID-{:#x}", operation.id.unwrap()).unwrap();
            // That is how it knows a family that says more: by the version of the family itself.
            if version >= 2 {
                let flags = operation.flags.unwrap();
                write!(text, "Capabilities ({:#x}): ", flags.0).unwrap();
                for (bit, meaning) in [
                    (OpFlags::ADMIN_PERM, "requires admin permission"),
                    (OpFlags::CMD_CAP_DO, "can doit"),
                    (OpFlags::CMD_CAP_DUMP, "can dumpit"),
                    (OpFlags::CMD_CAP_HASPOL, "has policy"),
                ] {
                    if flags.contains(bit) {
                        write!(text, "; {meaning}").unwrap();
                    }
                }
                text.push('\n');
            }
        }
    }
    if let Some(groups) = &family.mcast_groups {
        writeln!(text, "multicast groups:").unwrap();
        for entry in groups.entries() {
            let (number, group) = entry.unwrap();
            let name = group.name.unwrap().to_str().unwrap();
            writeln!(text, "#{number}: ID-{:#x} name: {name}", group.id.unwrap()).unwrap();
        }
    }
}

/// The text without separators, split at spaces.
fn words(text: &str) -> Vec<&str> {
    text.split([' ', '\n', '\t', ';']).filter(|word| !word.is_empty()).collect()
}

#[test]
fn policies_of_every_family_are_those_that_genl_prints() {
    in_namespace(|| {
        let genl = or_skip!(tool("genl"));
        let mut netlink = connect_generic();
        let mut families = Vec::new();
        let mut dump = netlink.dump(&GetFamily::default()).unwrap();
        while let Some(family) = dump.next().unwrap() {
            families.push(family.family_name.unwrap().to_owned());
        }
        let mut pieces = 0;
        for family in families {
            let ours = policies_in_genls_words(&mut netlink, &family);
            let arguments = format!("ctrl policy name {}", family.to_str().unwrap());
            match ours {
                Ok(ours) => {
                    // Its release decides whether it knows the youngest types.
                    let theirs = genl.run(&arguments).replace("=SINT", "=unknown");
                    let theirs = theirs.replace("=UINT", "=unknown");
                    let theirs: Vec<&str> = theirs.lines().map(str::trim).collect();
                    assert_eq!(ours, theirs, "{family:?}");
                    pieces += ours.len();
                }
                // It has none at all.
                Err(error) => assert_eq!(error.errno(), Some(Errno(61)), "{family:?}: {error}"),
            }
        }
        assert!(pieces > 0, "no family has a policy");
    });
}

/// A family's policies as `genl` prints them, one line a message.
fn policies_in_genls_words(netlink: &mut Connection, family: &CStr) -> Result<Vec<String>, Error> {
    let mut policies =
        netlink.dump(&GetPolicy { family_name: Some(family), ..GetPolicy::default() })?;
    let mut lines = Vec::new();
    while let Some(Policy(reply)) = policies.next()? {
        assert!(reply.rest.is_empty(), "{reply:?}");
        let mut line = format!("ID: {:#x} ", reply.family_id.unwrap());
        for entry in reply.op_policy.iter().flat_map(Indexed::entries) {
            let (command, operation) = entry?;
            assert!(operation.rest.is_empty(), "{operation:?}");
            write!(line, " op {command} policies:").unwrap();
            if let Some(policy) = operation.do_ {
                write!(line, " do={policy}").unwrap();
            }
            if let Some(policy) = operation.dump {
                write!(line, " dump={policy}").unwrap();
            }
        }
        for entry in reply.policy.iter().flat_map(Indexed::entries) {
            let (policy, attributes) = entry?;
            write!(line, " policy[{policy}]:").unwrap();
            for entry in attributes.entries() {
                let (ty, attribute) = entry?;
                assert!(attribute.rest.is_empty(), "{attribute:?}");
                write!(line, "attr[{ty}]: {}", check_in_genls_words(&attribute)).unwrap();
            }
        }
        lines.push(line.trim().to_owned());
    }
    Ok(lines)
}

fn check_in_genls_words(attribute: &PolicyAttrs<'_>) -> String {
    let name = match attribute.ty.expect("a type") {
        AttrType::Invalid => "INVALID",
        AttrType::Flag => "FLAG",
        AttrType::U8 => "U8",
        AttrType::U16 => "U16",
        AttrType::U32 => "U32",
        AttrType::U64 => "U64",
        AttrType::S8 => "S8",
        AttrType::S16 => "S16",
        AttrType::S32 => "S32",
        AttrType::S64 => "S64",
        AttrType::Binary => "BINARY",
        AttrType::String => "STRING",
        AttrType::NulString => "NUL_STRING",
        AttrType::Nested => "NESTED",
        AttrType::NestedArray => "NESTED_ARRAY",
        AttrType::Bitfield32 => "BITFIELD32",
        AttrType::Sint | AttrType::Uint | AttrType::Other(_) => "unknown",
    };
    let mut text = format!("type={name}");
    if let (Some(min), Some(max)) = (attribute.min_value_s, attribute.max_value_s) {
        write!(text, " range:[{min},{max}]").unwrap();
    }
    if let (Some(min), Some(max)) = (attribute.min_value_u, attribute.max_value_u) {
        write!(text, " range:[{min},{max}]").unwrap();
    }
    if let Some(len) = attribute.min_length {
        write!(text, " min len:{len}").unwrap();
    }
    if let Some(len) = attribute.max_length {
        write!(text, " max len:{len}").unwrap();
    }
    if let Some(policy) = attribute.policy_idx {
        write!(text, " policy:{policy}").unwrap();
    }
    if let Some(max) = attribute.policy_maxtype {
        write!(text, " maxattr:{max}").unwrap();
    }
    text
}

#[test]
fn a_kernels_policies_are_emitted_again_without_loss() {
    in_namespace(|| {
        for family in [c"nlctrl", c"ethtool", c"netdev"] {
            if family_type(family).is_none() {
                partly_skip!(Skip::kernel(format!("it has no family {family:?}")));
                continue;
            }
            let request = GetPolicy { family_name: Some(family), ..GetPolicy::default() };
            let messages = dumped_bytes(Protocol::GENERIC, 0x10, &request);
            assert!(!messages.is_empty(), "{family:?}");
            survive_as::<Policy<'_>>(&messages);
        }
    });
}

#[test]
fn the_policies_of_one_operation_are_the_answer_to_asking_for_it() {
    in_namespace(|| {
        let mut netlink = connect_generic();
        let request = GetPolicy {
            family_name: Some(c"nlctrl"),
            op: Some(GET_FAMILY.into()),
            ..GetPolicy::default()
        };
        let mut policies = netlink.dump(&request).unwrap();
        let mut operations = Vec::new();
        let mut attributes = Vec::new();
        while let Some(Policy(reply)) = policies.next().unwrap() {
            for entry in reply.op_policy.iter().flat_map(Indexed::entries) {
                operations.push(entry.unwrap().0);
            }
            for entry in reply.policy.iter().flat_map(Indexed::entries) {
                attributes.extend(entry.unwrap().1.entries().map(|entry| entry.unwrap().0));
            }
        }
        assert_eq!(operations, [u16::from(GET_FAMILY)]);
        assert_eq!(attributes, [1, 2], "CTRL_ATTR_FAMILY_ID and CTRL_ATTR_FAMILY_NAME");
    });
}

#[test]
fn a_name_that_is_too_long_is_not_sent() {
    let long = GetFamily { family_name: Some(c"a-name-of-16-chr"), ..GetFamily::default() };
    // As the kernel sees it: there is no NUL where the last one could be.
    let error = not_sent(connect_generic().request(&long));
    assert!(error.contains("GetFamily.family_name"), "{error}");
}

#[test]
fn a_family_that_does_not_exist_is_refused_by_the_kernel() {
    in_namespace(|| {
        let absent = GetFamily { family_name: Some(c"nosuchfamily"), ..GetFamily::default() };
        let error = refusal(connect_generic().request(&absent));
        assert_eq!(error.errno(), Errno::ENOENT);
    });
}
