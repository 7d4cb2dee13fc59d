//! What the generator prints for other crates: each compiles in a crate outside of the workspace, and works there.

mod support;

use netlink_tests::or_skip;

use support::{Crate, generated, specs};

/// The specification of a family that no kernel has.
const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/users/greenhouse.yaml");

#[test]
fn a_family_of_ones_own_compiles_and_works_in_another_crate() {
    let user = Crate::new("greenhouse");
    user.module("greenhouse", &generated(&["--spec", SPEC]));
    user.run(include_str!("greenhouse.rs"));
}

#[test]
fn selected_attributes_compile_and_the_others_are_kept() {
    let user = Crate::new("selected");
    let text = generated(&["--spec", SPEC, "--select", "bed.id bed.crop", "--select", "crop.*"]);
    assert!(text.contains("pub crop:") && !text.contains("pub moisture:"), "{text}");
    user.module("greenhouse", &text);
    user.run(include_str!("selected.rs"));
}

#[test]
fn an_attribute_that_does_not_exist_is_not_selected() {
    let error = support::failure(&["--spec", SPEC, "--select", "bed.height"]);
    assert_eq!(error, "error: no such attributes: bed.height\n");
}

#[test]
fn attributes_of_a_family_of_the_kernel_are_selected() {
    let specs = or_skip!(specs());
    let spec = specs.join("rt-link.yaml");
    let spec = spec.to_str().expect("a path that is text");
    let user = Crate::new("links");
    let select = "link-attrs.ifname link-attrs.mtu link-attrs.linkinfo linkinfo-attrs.* \
                  linkinfo-vlan-attrs.id";
    user.module("link", &generated(&["--spec", spec, "--select", select]));
    user.run(include_str!("links.rs"));
}

#[test]
fn every_family_of_the_kernel_compiles_in_another_crate() {
    let specs = or_skip!(specs());
    let user = Crate::new("all");
    let mut modules = String::new();
    for spec in support::families(&specs) {
        let name = spec.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let module = name.replace('-', "_");
        user.module(&module, &generated(&["--spec", spec.to_str().expect("a path")]));
        modules += &format!("pub mod {module};\n");
    }
    user.check(&modules);
}

#[test]
fn committed_declarations_are_what_specifications_and_overlays_say() {
    let specs = or_skip!(specs());
    generated(&["--specs", specs.to_str().expect("a path"), "--check"]);
}
