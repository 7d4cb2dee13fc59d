//! What the tests of this workspace stand on.
//!
//! - [`namespace`] runs a test's body in a network namespace made for it, so that no test ever
//!   touches the network of the machine it runs on.
//! - [`mod@skip`] says on the terminal that a test could not be done here, and why.
//! - [`tool`] runs the programs that the results are compared with: `ip`, `tc`, `nft`.
//! - [`example`] finds the example programs that are compared with them.
//! - [`capture`] reads what a kernel once sent.
//! - [`known`] lists what the families declare, and [`streams`] has two streams, which they do not have.
//! - [`oracle`] says what must hold for any bytes, to tests and fuzz targets alike.
//! - [`kernel`] says what the running kernel has.
//! - [`load`] says how much load a test makes.
//! - [`uapi`] asks the C compiler what the system's headers say.
//! - [`bytes`] puts messages and attributes together, good and bad ones.
//! - [`alloc`] counts allocations.
//!
//! A test that uses most of it:
//!
//! ```no_run
//! use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};
//!
//! // As the whole body of a `#[test]`.
//! in_namespace(|| {
//!     let ip = or_skip!(tool("ip"));
//!     or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
//!     let links = ip.json("-j -d link");
//!     assert_eq!(links[1]["linkinfo"]["info_kind"], "veth");
//! });
//! ```

pub mod alloc;
pub mod bytes;
pub mod capture;
pub mod example;
pub mod kernel;
#[cfg(feature = "families")]
pub mod known;
pub mod load;
pub mod namespace;
pub mod oracle;
pub mod skip;
#[cfg(feature = "families")]
pub mod streams;
pub mod temp_dir;
pub mod test_path;
pub mod tool;
pub mod uapi;

/// The workspace's README, so that its example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
