//! The values that attributes hold: one file for each family of them.
//!
//! | kind | Rust |
//! |---|---|
//! | flag | `bool` |
//! | integers in host byte order | `u8` to `u64`, `i8` to `i64` |
//! | integers in network byte order | [`Be<u16>`](Be), `Be<u32>`, `Be<u64>` |
//! | integers of 4 or 8 bytes | [`Uint`], [`Sint`] |
//! | text with a NUL that must be there | [`&CStr`](core::ffi::CStr) |
//! | text in UTF-8 | `&str` |
//! | bytes | `&[u8]`, `[u8; N]` |
//! | C structures and arrays of them | `&T`, `&[T]` (by `zerocopy`) |
//! | IP addresses | `Ipv4Addr`, `Ipv6Addr`, `IpAddr` |
//! | an attribute that may be missing | `Option<T>` |
//! | an attribute that comes several times | [`Repeated<T>`], `Vec<T>` with `alloc` |
//! | an attribute whose failure stays its own | `Result<T, ParseError>` |
//! | everything not named | [`Unknown`] |

mod addr;
mod binary;
mod int;
mod isolated;
mod optional;
mod repeated;
mod string;
mod unknown;

pub use int::{Be, BeInt, Sint, Uint};
pub use repeated::{Items, Repeated};
pub use unknown::Unknown;
