//! Every change of one byte of a message, every truncation, and every alignment in memory.

use std::{fs, path::Path, thread};

use netlink_tests::oracle::{self, subjects};

/// What kernels sent, and what was made by hand: the number of a type in two bytes, and a payload.
fn samples() -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/family");
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let kept = entries.filter(|entry| {
        let name = entry.file_name();
        ["kernel-", "made-"].iter().any(|start| name.to_str().unwrap().starts_with(start))
    });
    let mut samples: Vec<_> = kept.map(|entry| fs::read(entry.path()).unwrap()).collect();
    samples.sort_unstable();
    samples
}

/// Does `check` with each of the samples, on as many threads as there are processors.
fn with_each(samples: &[Vec<u8>], check: impl Fn(&[u8]) + Sync) {
    let threads = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| {
        for first in 0..threads {
            let check = &check;
            scope.spawn(move || {
                samples.iter().skip(first).step_by(threads).for_each(|sample| check(sample));
            });
        }
    });
}

#[test]
fn every_cut_of_every_sample() {
    with_each(&samples(), |sample| {
        for len in 2..sample.len() {
            oracle::family(&sample[..len]);
        }
    });
}

#[test]
fn every_change_of_a_byte_of_every_short_sample() {
    // Of the long ones fuzzing changes the bytes: all values of all would take minutes.
    let short: Vec<_> = samples().into_iter().filter(|sample| sample.len() < 100).collect();
    assert!(short.len() > 10, "{}", short.len());
    with_each(&short, |sample| {
        let mut changed = sample.to_vec();
        for at in 2..sample.len() {
            for change in 1..=u8::MAX {
                changed[at] ^= change;
                oracle::family(&changed);
                changed[at] ^= change;
            }
        }
    });
}

#[test]
fn every_bit_of_every_sample() {
    with_each(&samples(), |sample| {
        let mut changed = sample.to_vec();
        for at in 2..sample.len() {
            for bit in 0..8 {
                changed[at] ^= 1 << bit;
                oracle::agreement(&changed);
                changed[at] ^= 1 << bit;
            }
        }
    });
}

#[test]
fn every_sample_is_read_at_every_address() {
    for sample in samples() {
        let mut memory = vec![0; sample.len() + 16];
        for offset in 0..16 {
            memory[offset..offset + sample.len()].copy_from_slice(&sample);
            oracle::family(&memory[offset..offset + sample.len()]);
        }
    }
}

#[test]
fn every_type_reads_short_payloads_of_equal_bytes() {
    for subject in subjects() {
        for len in 0..64 {
            for byte in [0x00, 0x01, 0x04, 0x7f, 0x80, 0xff] {
                (subject.payload)(&vec![byte; len]);
            }
        }
    }
}
