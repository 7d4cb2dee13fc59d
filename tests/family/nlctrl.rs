//! The family `nlctrl`.

use core::ffi::CStr;
use core::fmt::Write as _;

use netlink_core::{Errno, Indexed, MessageHeader, Unknown, Writer, emit_message};
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Protocol};
use netlink_tests::{
    family::nlctrl::*, namespace::in_namespace, or_skip, oracle, partly_skip, same_as_headers,
    skip::Skip, tool::tool,
};

use crate::support::*;

const HEADERS: &[&str] = &["linux/genetlink.h", "linux/netlink.h"];

#[test]
fn constants_are_those_of_the_headers() {
    same_as_headers!(HEADERS, ALL);
}

#[test]
fn every_captured_family_is_emitted_without_loss() {
    let messages = captured("nlctrl");
    assert_eq!(messages.len(), 8);
    survive_as::<Family<'_>>(&messages);
    survive_as_stream!(&messages, FamilyStream);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let family: Family<'_> = message(bytes).parse().unwrap();
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
        oracle::same::<Family<'_>>(&message, &crate::support::message(&emitted)).unwrap();
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
    let groups = [(1, Group { name: c"news", id: 7, rest: Unknown::NONE })];
    let change = GroupChange {
        name: c"family",
        id: 33,
        groups: Indexed::numbered(&groups),
        rest: Unknown::NONE,
    };
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    emit_message(&mut writer, MessageHeader::default(), &Event::DeletedGroup(change)).unwrap();
    match message(&bytes).parse().unwrap() {
        Event::DeletedGroup(change) => {
            let (number, group) = change.groups.entries().next().unwrap().unwrap();
            assert_eq!((number, group.name, group.id), (1, c"news", 7));
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
fn describe_family(text: &mut String, family: &Family<'_>) {
    let Family { id, version, header_size, max_attribute, .. } = family;
    let name = family.name.to_str().unwrap();
    write!(
        text,
        "Name: {name}\n ID: {id:#x} Version: {version:#x} header size: {header_size} \
         max attribs: {max_attribute}\n",
    )
    .unwrap();
    if let Some(operations) = &family.operations {
        writeln!(text, "commands supported:").unwrap();
        for entry in operations.entries() {
            let (number, operation) = entry.unwrap();
            writeln!(text, "#{number}: ID-{:#x}", operation.id).unwrap();
            // That is how it knows a family that says more: by the version of the family itself.
            if *version >= 2 {
                let flags = operation.flags;
                write!(text, "Capabilities ({:#x}): ", flags.0).unwrap();
                for (bit, meaning) in [
                    (GENL_ADMIN_PERM, "requires admin permission"),
                    (GENL_CMD_CAP_DO, "can doit"),
                    (GENL_CMD_CAP_DUMP, "can dumpit"),
                    (GENL_CMD_CAP_HASPOL, "has policy"),
                ] {
                    if flags.contains(bit) {
                        write!(text, "; {meaning}").unwrap();
                    }
                }
                text.push('\n');
            }
        }
    }
    if let Some(groups) = &family.groups {
        writeln!(text, "multicast groups:").unwrap();
        for entry in groups.entries() {
            let (number, group) = entry.unwrap();
            let name = group.name.to_str().unwrap();
            writeln!(text, "#{number}: ID-{:#x} name: {name}", group.id).unwrap();
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
            families.push(family.name.to_owned());
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
    let mut policies = netlink.dump(&GetPolicy { name: Some(family), ..GetPolicy::default() })?;
    let mut lines = Vec::new();
    while let Some(reply) = policies.next()? {
        assert!(reply.rest.is_empty(), "{reply:?}");
        let mut line = format!("ID: {:#x} ", reply.id);
        for entry in reply.operations.iter().flat_map(Indexed::entries) {
            let (command, operation) = entry?;
            assert!(operation.rest.is_empty(), "{operation:?}");
            write!(line, " op {command} policies:").unwrap();
            if let Some(policy) = operation.request {
                write!(line, " do={policy}").unwrap();
            }
            if let Some(policy) = operation.dump {
                write!(line, " dump={policy}").unwrap();
            }
        }
        for entry in reply.policies.iter().flat_map(Indexed::entries) {
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

fn check_in_genls_words(attribute: &AttributePolicy<'_>) -> String {
    let name = match attribute.ty {
        AttributeType::Invalid => "INVALID",
        AttributeType::Flag => "FLAG",
        AttributeType::U8 => "U8",
        AttributeType::U16 => "U16",
        AttributeType::U32 => "U32",
        AttributeType::U64 => "U64",
        AttributeType::S8 => "S8",
        AttributeType::S16 => "S16",
        AttributeType::S32 => "S32",
        AttributeType::S64 => "S64",
        AttributeType::Binary => "BINARY",
        AttributeType::String => "STRING",
        AttributeType::NulString => "NUL_STRING",
        AttributeType::Nested => "NESTED",
        AttributeType::NestedArray => "NESTED_ARRAY",
        AttributeType::Bitfield32 => "BITFIELD32",
        AttributeType::Sint | AttributeType::Uint | AttributeType::Other(_) => "unknown",
    };
    let mut text = format!("type={name}");
    if let (Some(min), Some(max)) = (attribute.min_signed, attribute.max_signed) {
        write!(text, " range:[{min},{max}]").unwrap();
    }
    if let (Some(min), Some(max)) = (attribute.min, attribute.max) {
        write!(text, " range:[{min},{max}]").unwrap();
    }
    if let Some(len) = attribute.min_len {
        write!(text, " min len:{len}").unwrap();
    }
    if let Some(len) = attribute.max_len {
        write!(text, " max len:{len}").unwrap();
    }
    if let Some(policy) = attribute.nested {
        write!(text, " policy:{policy}").unwrap();
    }
    if let Some(max) = attribute.nested_max_type {
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
            let request = GetPolicy { name: Some(family), ..GetPolicy::default() };
            let messages = dumped_bytes(Protocol::GENERIC, GENL_ID_CTRL, &request);
            assert!(!messages.is_empty(), "{family:?}");
            survive_as::<FamilyPolicy<'_>>(&messages);
        }
    });
}

#[test]
fn the_policies_of_one_operation_are_the_answer_to_asking_for_it() {
    in_namespace(|| {
        let mut netlink = connect_generic();
        let request = GetPolicy {
            name: Some(c"nlctrl"),
            operation: Some(CTRL_CMD_GETFAMILY.into()),
            ..GetPolicy::default()
        };
        let mut policies = netlink.dump(&request).unwrap();
        let mut operations = Vec::new();
        let mut attributes = Vec::new();
        while let Some(reply) = policies.next().unwrap() {
            for entry in reply.operations.iter().flat_map(Indexed::entries) {
                operations.push(entry.unwrap().0);
            }
            for entry in reply.policies.iter().flat_map(Indexed::entries) {
                attributes.extend(entry.unwrap().1.entries().map(|entry| entry.unwrap().0));
            }
        }
        assert_eq!(operations, [u16::from(CTRL_CMD_GETFAMILY)]);
        assert_eq!(attributes, [CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME]);
    });
}

#[test]
fn a_name_that_is_too_long_is_not_sent() {
    let long = GetFamily { name: Some(c"a-name-of-16-chr"), ..GetFamily::default() };
    // As the kernel sees it: there is no NUL where the last one could be.
    let error = not_sent(connect_generic().request(&long));
    assert!(error.contains("GetFamily.name"), "{error}");
}

#[test]
fn a_family_that_does_not_exist_is_refused_by_the_kernel() {
    in_namespace(|| {
        let absent = GetFamily { name: Some(c"nosuchfamily"), ..GetFamily::default() };
        let error = refusal(connect_generic().request(&absent));
        assert_eq!(error.errno(), Errno::ENOENT);
    });
}
