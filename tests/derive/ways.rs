//! All functions that parse and emit a type.

use netlink_core::{Emit, EmitError, Input, Parse, ParseError, Writer};

/// Reads a value, liberally.
pub fn parse<'a, T: Parse<'a>>(bytes: &'a [u8]) -> Result<T, ParseError> {
    T::parse(Input::new(bytes))
}

/// Emits into a buffer of more than the announced length, and checks that length.
pub fn emit<T: Emit>(value: &T) -> Result<Vec<u8>, EmitError> {
    let mut buffer = vec![0xa5; value.payload_len() + 64];
    let mut writer = Writer::new(&mut buffer);
    writer.emit(value)?;
    assert_eq!(writer.len(), value.payload_len());
    Ok(writer.written().to_vec())
}
