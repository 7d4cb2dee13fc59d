//! The hand-written family says what the headers say.

use netlink_tests::{
    family::rt_link::{constants, structs},
    or_skip, partly_skip,
    uapi::{self, Values},
};

const HEADERS: &[&str] = &[
    "sys/socket.h",
    "linux/rtnetlink.h",
    "linux/if_link.h",
    "linux/if_bridge.h",
    "linux/veth.h",
    "linux/devlink.h",
];

#[test]
fn constants_are_those_of_the_headers() {
    let names: Vec<&str> = constants::ALL.iter().map(|(name, _)| *name).collect();
    let values = or_skip!(uapi::values(HEADERS, &names));
    for (name, ours) in constants::ALL {
        if let Some(theirs) = values.get(name) {
            assert_eq!(i128::from(*ours), theirs, "{name}");
        }
    }
    if let Err(skip) = values.all_present() {
        partly_skip!(skip);
    }
}

#[test]
fn structs_are_laid_out_as_in_the_headers() {
    let layouts = structs::LAYOUTS.iter().chain([&structs::IF_INFO_MSG]);
    let expected: Vec<(String, usize)> = layouts
        .flat_map(|layout| {
            let members = layout.members.iter().filter(|(name, _)| *name != "gap");
            members
                .map(|(name, at)| (format!("offsetof(struct {}, {name})", layout.name), *at))
                .chain([(format!("sizeof(struct {})", layout.name), layout.size)])
        })
        .collect();
    let names: Vec<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
    let values: Values<'_> = or_skip!(uapi::values(HEADERS, &names));
    for (name, ours) in &expected {
        if let Some(theirs) = values.get(name) {
            assert_eq!(i128::try_from(*ours).unwrap(), theirs, "{name}");
        }
    }
    if let Err(skip) = values.all_present() {
        partly_skip!(skip);
    }
}
