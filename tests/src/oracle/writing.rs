//! The writer, against one that has a vector and a limit.

use std::cell::Cell;

use arbitrary::{Result, Unstructured};
use netlink_core::{EmitError, ErrorKind, MessageFlags, MessageHeader, Writer, attr::MAX_PAYLOAD};

use super::DIRT;

/// Writes what a script says into a vector, into a buffer that is just large enough, or into one that is
/// smaller, as the first byte says, and compares.
///
/// # Panics
///
/// If the bytes differ from what a simple model has, if something beside them was touched, or if an
/// error is another one.
pub fn writing(script: &[u8]) {
    let Some((choice, ops)) = parsed(script) else { return };
    match choice {
        0..64 => check(&ops, VECTOR),
        64..128 => check(&ops, len(&ops)),
        128.. => check(&ops, len(&ops).saturating_sub(usize::from(choice - 127))),
    }
}

/// As [`writing`], in a vector and in buffers of every size.
///
/// # Panics
///
/// As [`writing`].
pub fn writing_in_every_size(script: &[u8]) {
    let Some((_, ops)) = parsed(script) else { return };
    check(&ops, VECTOR);
    for size in 0..len(&ops) + 5 {
        check(&ops, size);
    }
}

fn parsed(script: &[u8]) -> Option<(u8, Vec<Op<'_>>)> {
    let (choice, script) = script.split_first()?;
    Some((*choice, Op::several(&mut Unstructured::new(script), 0).ok()?))
}

/// How much the model writes where there is room for everything.
fn len(ops: &[Op<'_>]) -> usize {
    Model::written(ops, VECTOR).0.bytes.len()
}

/// The size that means a vector.
const VECTOR: usize = usize::MAX;

/// Writes into a buffer of a size.
fn check(ops: &[Op<'_>], size: usize) {
    let (model, expected) = Model::written(ops, size);
    let mut buffer = if size == VECTOR { Vec::new() } else { vec![DIRT; size + 8] };
    let (result, len) = if size == VECTOR {
        let mut writer = Writer::growing(&mut buffer);
        (write(ops, &mut writer), writer.len())
    } else {
        let mut writer = Writer::new(&mut buffer[..size]);
        (write(ops, &mut writer), writer.len())
    };
    let (written, beyond) = buffer.split_at(len);
    assert_eq!(written, model.bytes, "{ops:?} in {size} bytes");
    match (result, expected) {
        (Ok(()), Ok(())) => {}
        (Err(error), Err(kind)) => {
            assert_eq!(error.kind(), kind, "{ops:?} in {size} bytes");
            assert!(error.offset() <= size);
        }
        (result, expected) => panic!("{result:?} where {expected:?}: {ops:?} in {size} bytes"),
    }
    if size != VECTOR {
        assert!(beyond[size - len..] == [DIRT; 8], "beyond the buffer");
    }
}

/// One call, or a nest of them.
#[derive(Debug)]
enum Op<'a> {
    U16(u16, u16),
    U64(u16, u64),
    Flag(u16, bool),
    Bytes(u16, &'a [u8]),
    Raw(u16, &'a [u8]),
    Loose(&'a [u8]),
    /// So many bytes, around the most that an attribute can have.
    Long(u16, usize),
    Nest(Nest<'a>),
}

#[derive(Debug)]
struct Nest<'a> {
    ty: u16,
    ops: Vec<Op<'a>>,
    is_message: bool,
    /// What becomes of an error within: the whole fails, or what failed is left out.
    leaves_out: bool,
    /// It fails by itself in the end.
    fails: bool,
}

impl<'a> Op<'a> {
    fn several(script: &mut Unstructured<'a>, depth: u8) -> Result<Vec<Self>> {
        let mut ops = Vec::new();
        while ops.len() < 12 && !script.is_empty() {
            let choice: u8 = script.arbitrary()?;
            let short = |script: &mut Unstructured<'a>| {
                let len = usize::from(script.arbitrary::<u8>()? % 20).min(script.len());
                script.bytes(len)
            };
            ops.push(match choice % 16 {
                0..2 => Self::U16(script.arbitrary()?, script.arbitrary()?),
                2..4 => Self::U64(script.arbitrary()?, script.arbitrary()?),
                4 => Self::Flag(script.arbitrary()?, script.arbitrary()?),
                5..7 => Self::Bytes(script.arbitrary()?, short(script)?),
                7 => Self::Raw(script.arbitrary()?, short(script)?),
                8 => Self::Loose(short(script)?),
                9 if depth < 2 => {
                    let less = usize::from(script.arbitrary::<u8>()? % 16);
                    Self::Long(script.arbitrary()?, MAX_PAYLOAD + 8 - less)
                }
                9..14 if depth < 6 => Self::Nest(Nest {
                    ty: script.arbitrary()?,
                    is_message: choice & 0x10 != 0,
                    leaves_out: choice & 0x20 != 0,
                    fails: choice >= 0xf0,
                    ops: Self::several(script, depth + 1)?,
                }),
                _ => break,
            });
        }
        Ok(ops)
    }
}

/// The shortest payload that is too long.
const TOO_LONG: usize = MAX_PAYLOAD + 1;

/// Says that a nest has failed by itself.
const OWN: ErrorKind = ErrorKind::Value;

fn write(ops: &[Op<'_>], writer: &mut Writer<'_>) -> core::result::Result<(), EmitError> {
    ops.iter().try_for_each(|op| match op {
        Op::U16(ty, value) => writer.put(*ty, value),
        Op::U64(ty, value) => writer.put(*ty, value),
        Op::Flag(ty, value) => writer.put_field(*ty, value),
        Op::Bytes(ty, value) => writer.put(*ty, *value),
        Op::Raw(ty, value) => writer.attr(*ty, |writer| writer.bytes(value)),
        Op::Loose(value) => writer.bytes(value),
        Op::Long(ty, len) => long(*len, |value| writer.put(*ty, value)),
        Op::Nest(nest) => {
            let fill = |writer: &mut Writer<'_>| {
                if nest.leaves_out {
                    for op in &nest.ops {
                        // What fails leaves nothing behind.
                        let before = writer.len();
                        if write(core::slice::from_ref(op), writer).is_err() {
                            assert_eq!(writer.len(), before);
                        }
                    }
                } else {
                    write(&nest.ops, writer)?;
                }
                if nest.fails { Err(EmitError::new(OWN, 0)) } else { Ok(()) }
            };
            if nest.is_message {
                writer.message(MessageHeader::new(nest.ty, MessageFlags::REQUEST), fill)
            } else {
                writer.nest(nest.ty, fill)
            }
        }
    })
}

/// Bytes that are made once: there are many of them.
fn long<T>(len: usize, with: impl FnOnce(&[u8]) -> T) -> T {
    thread_local! {
        static BYTES: Cell<Vec<u8>> = Cell::new(vec![0x5a; MAX_PAYLOAD + 8]);
    }
    let bytes = BYTES.take();
    let result = with(&bytes[..len]);
    BYTES.set(bytes);
    result
}

struct Model {
    bytes: Vec<u8>,
    limit: usize,
}

impl Model {
    /// What becomes of a buffer of this size, and of the calls.
    fn written(ops: &[Op<'_>], limit: usize) -> (Self, core::result::Result<(), ErrorKind>) {
        let mut model = Self { bytes: Vec::new(), limit };
        let result = ops.iter().try_for_each(|op| model.write(op));
        (model, result)
    }

    fn write(&mut self, op: &Op<'_>) -> core::result::Result<(), ErrorKind> {
        match op {
            // Only a nest, or bytes that may be one, can have the flag.
            Op::U16(0x8000.., _) | Op::U64(0x8000.., _) | Op::Flag(0x8000.., _) => {
                Err(ErrorKind::NestedFlagUnexpected)
            }
            Op::U16(ty, value) => self.attr(*ty, &value.to_ne_bytes()),
            Op::U64(ty, value) => self.attr(*ty, &value.to_ne_bytes()),
            Op::Flag(ty, true) => self.attr(*ty, &[]),
            Op::Flag(_, false) => Ok(()),
            Op::Bytes(ty, value) => self.attr(*ty, value),
            Op::Raw(ty, value) => self.attr(*ty, value),
            Op::Loose(value) => self.append(value),
            // No buffer is large enough: that is the error, whatever room there is.
            Op::Long(_, TOO_LONG..) => Err(ErrorKind::TooLong),
            Op::Long(ty, len) => long(*len, |value| self.attr(*ty, value)),
            Op::Nest(nest) => self.undoing(|model| model.nest(nest)),
        }
    }

    fn attr(&mut self, ty: u16, payload: &[u8]) -> core::result::Result<(), ErrorKind> {
        self.undoing(|model| {
            let start = model.bytes.len();
            model.append(&[0, 0])?;
            model.append(&ty.to_ne_bytes())?;
            model.append(payload)?;
            model.finish(start, 2)
        })
    }

    fn nest(&mut self, nest: &Nest<'_>) -> core::result::Result<(), ErrorKind> {
        let start = self.bytes.len();
        if nest.is_message {
            self.append(&[[0; 2], [0; 2], nest.ty.to_ne_bytes(), 1_u16.to_ne_bytes()].concat())?;
            self.append(&[0; 8])?;
        } else {
            self.append(&[0, 0])?;
            self.append(&(nest.ty | 0x8000).to_ne_bytes())?;
        }
        for op in &nest.ops {
            let result = self.write(op);
            if !nest.leaves_out {
                result?;
            }
        }
        if nest.fails {
            return Err(OWN);
        }
        self.finish(start, if nest.is_message { 4 } else { 2 })
    }

    /// Fills in the length, in a field of this size, and pads.
    fn finish(&mut self, start: usize, field: usize) -> core::result::Result<(), ErrorKind> {
        let len = self.bytes.len() - start;
        if field == 2 {
            let len = u16::try_from(len).map_err(|_| ErrorKind::TooLong)?;
            self.bytes[start..start + 2].copy_from_slice(&len.to_ne_bytes());
        } else {
            let len = u32::try_from(len).expect("it is not that long");
            self.bytes[start..start + 4].copy_from_slice(&len.to_ne_bytes());
        }
        self.append(&[0; 3][..len.next_multiple_of(4) - len])
    }

    fn append(&mut self, bytes: &[u8]) -> core::result::Result<(), ErrorKind> {
        if self.limit - self.bytes.len() < bytes.len() {
            return Err(ErrorKind::BufferFull);
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn undoing(
        &mut self,
        write: impl FnOnce(&mut Self) -> core::result::Result<(), ErrorKind>,
    ) -> core::result::Result<(), ErrorKind> {
        let start = self.bytes.len();
        let result = write(self);
        if result.is_err() {
            self.bytes.truncate(start);
        }
        result
    }
}
