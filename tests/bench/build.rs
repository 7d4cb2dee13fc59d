//! Which compiler the benchmarks were built by: instructions are counted for one.

use std::{env, process::Command};

fn main() {
    let rustc = env::var_os("RUSTC").expect("cargo says which compiler it runs");
    let version = Command::new(rustc).arg("--version").output().expect("the compiler runs");
    let version = String::from_utf8(version.stdout).expect("a version is text");
    println!("cargo::rustc-env=BENCH_RUSTC={}", version.trim());
    println!("cargo::rerun-if-changed=build.rs");
}
