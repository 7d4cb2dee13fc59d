use core::time::Duration;

use netlink_core::{AttrPolicy, Emit, Input, Parse, ParseError, ParseWith};

struct Microseconds;

impl ParseWith<'_, Duration> for Microseconds {
    const PARSE_ATTR: AttrPolicy = <u32 as Parse>::PARSE_ATTR;

    fn decode(input: Input<'_>) -> Result<Duration, ParseError> {
        u32::parse(input).map(|us| Duration::from_micros(us.into()))
    }
}

#[derive(Parse, Emit)]
struct Timer {
    #[nla(1, with = Microseconds)]
    interval: Duration,
}

fn main() {}
