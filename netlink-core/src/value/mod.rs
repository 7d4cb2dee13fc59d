//! The types that an attribute can have.
//!
//! | kind | Rust |
//! |---|---|
//! | flag | `bool`: present or absent, without `Option` |
//! | integers in host byte order | `u8` to `u64`, `i8` to `i64`; `u128`, which kernels call binary |
//! | `NLA_MSECS`, "msecs" in a comment of a header | `u64`, in milliseconds |
//! | integers in network byte order | [`Be<u16>`](Be), `Be<u32>`, `Be<u64>`, `Be<i16>` to `Be<i64>` |
//! | integers in little-endian byte order | [`Le<u16>`](Le) and so on |
//! | integers of 4 or 8 bytes | [`Uint`], [`Sint`] |
//! | text with a terminating NUL | [`&CStr`](core::ffi::CStr) |
//! | text with or without a NUL, in any encoding | [`NlaStr`] |
//! | text in UTF-8 | `&str` |
//! | bytes | `&[u8]`, `[u8; N]` |
//! | C structures that kernels make larger over time | [`Struct<T>`](Struct) |
//! | other C structures and arrays of them | `&T`, `&[T]` (by `zerocopy`) |
//! | bitfield32 | [`Bitfield32`] |
//! | IP and hardware addresses, also if a header says "u32" or "binary" | `Ipv4Addr`, `Ipv6Addr`, `IpAddr`, [`Mac`] |
//! | an optional attribute | `Option<T>`; flags and lists need no `Option` |
//! | a flag that is required | `()` |
//! | an attribute that occurs any number of times | [`Repeated<T>`](Repeated), `Vec<T>` with `alloc` |
//! | an attribute that contains numbered values | [`Indexed<T>`](Indexed) |
//! | structures that begin with their length, each followed by attributes | [`Records<T>`](Records) |
//! | an attribute that may be malformed | `Result<T, ParseError>`, `Result<T, Malformed>` |
//! | an attribute that is parsed later | [`Lazy<T>`](Lazy) |
//! | an attribute that keeps its bytes | [`Raw<T>`](Raw) |
//! | a payload of which nothing is known | [`Payload`] |
//! | a nest of which nothing else is known | [`Nest`] |
//! | an attribute that must be absent | [`Reject`] |
//! | a type that contains itself | `Box<T>` with `alloc` |
//! | unknown attributes | [`Unknown`] |

mod addr;
pub(crate) mod binary;
mod bitfield;
#[cfg(feature = "alloc")]
mod boxed;
pub(crate) mod held;
mod indexed;
mod int;
pub(crate) mod isolated;
mod lazy;
mod nla_str;
pub(crate) mod number;
mod payload;
mod records;
mod reject;
mod repeated;
mod string;
mod structure;
mod unknown;

pub use addr::{Mac, NoMac};
pub use bitfield::Bitfield32;
pub use indexed::{Entries, Indexed};
pub use int::{Be, Le, Sint, Uint};
pub use isolated::Malformed;
pub use lazy::{Lazy, Raw};
pub use nla_str::NlaStr;
pub use number::As;
pub(crate) use number::Number;
pub use payload::{Nest, Payload};
pub use records::{RecordItems, Records};
pub use reject::Reject;
pub use repeated::{Items, Repeated};
pub use structure::{CStruct, Struct};
pub use unknown::Unknown;
