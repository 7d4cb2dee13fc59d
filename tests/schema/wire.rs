//! What every row of the table is held to: read, written, and refused.

use netlink_core::{Emit, EmitError, Errno, ErrorKind, Input, Level, Parse, ParseError, Writer};

/// How many bytes stand before the sets of these tests: as if behind the headers of a message.
const BEFORE: usize = 20;

/// Reads bytes liberally and strictly, writes what was read, and compares.
#[track_caller]
pub fn round_trip<'a, T: Parse<'a> + Emit>(bytes: &'a [u8]) -> T {
    let strict: T = read(Level::STRICT, bytes);
    assert_eq!(written(&strict), bytes, "read strictly and written");
    let value: T = read(Level::LIBERAL, bytes);
    assert_eq!(written(&value), bytes, "read liberally and written");
    value
}

/// Reads bytes that are good.
#[track_caller]
pub fn read<'a, T: Parse<'a>>(level: Level, bytes: &'a [u8]) -> T {
    match parse(level, bytes) {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

/// Writes a value into a slice with just enough room, and is refused one byte less.
#[track_caller]
pub fn written<T: Emit>(value: &T) -> Vec<u8> {
    let len = value.payload_len();
    let mut buffer = vec![0xa5; len];
    let mut writer = Writer::new(&mut buffer);
    writer.emit(value).unwrap();
    assert_eq!(writer.len(), len, "as long as announced");
    if let Some(short) = len.checked_sub(1) {
        let error = Writer::new(&mut vec![0; short]).emit(value).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BufferFull);
    }
    buffer
}

/// A refusal: why, with the error number of a kernel; where, in bytes from the start of the set; and
/// the path from the type to the violation.
#[derive(Debug, PartialEq)]
pub struct Refusal {
    kind: ErrorKind,
    errno: Errno,
    offset: usize,
    path: String,
}

impl Refusal {
    /// Why alone.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

/// The refusal that is expected.
pub fn refusal(kind: ErrorKind, errno: Errno, offset: usize, path: &str) -> Refusal {
    Refusal { kind, errno, offset, path: path.to_owned() }
}

/// How bytes are refused at a level.
#[track_caller]
pub fn refused<'a, T: Parse<'a>>(level: Level, bytes: &'a [u8]) -> Refusal {
    match parse::<T>(level, bytes) {
        Ok(_) => panic!("read what should be refused"),
        Err(error) => Refusal {
            kind: error.kind(),
            errno: error.errno(),
            offset: error.offset() - BEFORE,
            path: error.path().with_names(error.root()).to_string(),
        },
    }
}

/// How bytes are refused by a rule that somebody wrote: at every level alike.
#[track_caller]
pub fn refused_always<'a, T: Parse<'a>>(bytes: &'a [u8]) -> Refusal {
    let lax = refused::<T>(Level::LIBERAL, bytes);
    assert_eq!(lax, refused::<T>(Level::STRICT, bytes), "liberally and strictly");
    lax
}

/// How a value is refused. Offsets count from where the writer began, and not from what was before it.
#[track_caller]
pub fn refused_to_emit<T: Emit>(value: &T) -> Refusal {
    let mut buffer = vec![0; BEFORE];
    match emit(value, &mut buffer) {
        Ok(()) => panic!("wrote what should be refused"),
        Err(error) => Refusal {
            kind: error.kind(),
            errno: error.errno(),
            offset: error.offset(),
            path: error.path().with_names(error.root()).to_string(),
        },
    }
}

fn parse<'a, T: Parse<'a>>(level: Level, bytes: &'a [u8]) -> Result<T, ParseError> {
    T::parse(Input::new(bytes).at(BEFORE).with_level(level))
}

fn emit<T: Emit>(value: &T, buffer: &mut Vec<u8>) -> Result<(), EmitError> {
    Writer::growing(buffer).emit(value)
}
