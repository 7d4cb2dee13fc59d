//! A program of somebody who needs some attributes only: the others are kept.

mod greenhouse;

use netlink_core::{Input, Parse, Writer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    writer.put(1, &3_u32)?;
    writer.put(2, &1_u8)?;
    let bed = greenhouse::Bed::parse(Input::new(&bytes))?;
    assert_eq!((bed.id, bed.rest.iter().count()), (Some(3), 1));
    let mut again = Vec::new();
    Writer::growing(&mut again).emit(&bed)?;
    assert_eq!(again, bytes);
    Ok(())
}
