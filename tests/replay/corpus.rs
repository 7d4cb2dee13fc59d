//! The inputs that fuzzing starts from, through the oracles that it calls.

use std::{
    fs,
    path::{Path, PathBuf},
};

use netlink_core::{MessageFlags, MessageHeader};
use netlink_families::rt_link::{Link, LinkInfoData};
use netlink_tests::oracle;

use crate::links::{NEW_LINK, message};

/// The files of a target's corpus, in the order of their names.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let entries =
        fs::read_dir(&directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort_unstable();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// The links of the corpus that a kernel sent: payloads, here as messages.
fn kernels_links() -> Vec<(String, Vec<u8>)> {
    let name = |path: &Path| path.file_name()?.to_str().map(str::to_owned);
    let inputs = corpus("family").into_iter().map(|(path, bytes)| (name(&path).unwrap(), bytes));
    let links = inputs.filter(|(name, _)| name.starts_with("kernel-link-"));
    links.map(|(name, input)| (name, with_header(&input[2..]))).collect()
}

fn with_header(payload: &[u8]) -> Vec<u8> {
    let mut header = MessageHeader::new(NEW_LINK, MessageFlags::NONE);
    header.len = u32::try_from(16 + payload.len()).unwrap();
    [&header.to_bytes(), payload].concat()
}

type Oracle = fn(&[u8]);

/// Every target with what it does, and the target whose inputs it takes.
const TARGETS: &[(&str, Oracle, &str)] = &[
    ("message", oracle::any, "message"),
    ("family", oracle::family, "family"),
    ("agreement", oracle::agreement, "family"),
    ("values", oracle::values, "values"),
    ("values", oracle::values_at_every_level, "values"),
    ("writing", oracle::writing, "writing"),
    ("writing", oracle::writing_in_every_size, "writing"),
    ("ack", oracle::acknowledgement, "ack"),
    ("conversation", oracle::conversation, "conversation"),
    ("pretty", oracle::pretty, "message"),
    ("pretty", oracle::pretty_in_every_form, "message"),
    ("walks", oracle::walks, "message"),
];

#[test]
fn inputs_of_every_fuzz_target_pass() {
    for (target, oracle, inputs) in TARGETS {
        let inputs = corpus(inputs);
        assert!(!inputs.is_empty(), "{target}");
        for (path, bytes) in inputs {
            std::panic::catch_unwind(|| oracle(&bytes))
                .unwrap_or_else(|_| panic!("{target}: {}", path.display()));
        }
    }
}

#[test]
fn every_fuzz_target_is_replayed() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/fuzz_targets");
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(TARGETS.iter().any(|(target, ..)| *target == name), "{name}");
    }
}

#[test]
fn links_of_every_kind_that_a_kernel_sent_are_emitted_without_loss() {
    for (name, bytes) in kernels_links() {
        oracle::round_trip::<Link<'_>>(&message(&bytes))
            .unwrap_or_else(|difference| panic!("{name}: {difference}"));
    }
}

#[test]
fn links_of_every_kind_that_a_kernel_sent_have_all_their_attributes_named() {
    let mut kinds = Vec::new();
    for (name, bytes) in kernels_links() {
        let link: Link<'_> = message(&bytes).parse().unwrap();
        assert!(link.rest.is_empty(), "{name}: {:?}", link.rest);
        let Some(data) = link.linkinfo.and_then(|info| info.data) else { continue };
        let (kind, rest) = match data {
            LinkInfoData::Bridge(data) => ("bridge", data.rest),
            LinkInfoData::Vxlan(data) => ("vxlan", data.rest),
            LinkInfoData::Macvlan(data) => ("macvlan", data.rest),
            LinkInfoData::Macvtap(data) => ("macvtap", data.rest),
            LinkInfoData::Tun(data) => ("tun", data.rest),
            other => panic!("{name}: {other:?}"),
        };
        assert!(rest.is_empty(), "{name}: {rest:?}");
        kinds.push(kind);
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, ["bridge", "macvlan", "macvtap", "tun", "vxlan"]);
}
