#![no_main]

use netlink_tests::{family::rt_link::Link, oracle::agree};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| agree::<Link<'_>>(bytes));
