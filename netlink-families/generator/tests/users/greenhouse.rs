//! A program of somebody who generated a family of their own.

mod greenhouse;

use greenhouse::{Bed, Crop, FAMILY, GetBed, Limits, MAX_BEDS, SetBed, State, Valves};
use netlink_core::{Be, Emit, Input, Parse, Repeated, Writer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let crops = [Crop { name: Some(c"leek"), sown: Some(Be(7)), ..Default::default() }];
    let bed = Bed {
        id: Some(3),
        state: Some(State::Wet),
        valves: Some(Valves::NORTH | Valves::SOUTH),
        moisture: Some(Limits { low: 1, high: 2, ..Default::default() }.into()),
        crop: Repeated::of(&crops),
        ..Default::default()
    };
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(&bed)?;
    assert_eq!(bytes.len(), bed.payload_len());
    let parsed = Bed::parse(Input::new(&bytes))?;
    assert_eq!(parsed.state, Some(State::Wet));
    assert_eq!(format!("{:?}", parsed.valves), "Some(NORTH|SOUTH)");
    assert_eq!(parsed.moisture.map(|limits| limits.high), Some(2));
    for crop in &parsed.crop {
        assert_eq!(crop?.name, Some(c"leek"));
    }

    let _: (GetBed<'_>, SetBed<'_>) = Default::default();
    let names: Vec<_> = FAMILY.operations.iter().map(|operation| operation.name).collect();
    assert_eq!(names, ["bed-get", "bed-set"]);
    assert_eq!((FAMILY.groups[0].name, MAX_BEDS), ("beds", 64));
    Ok(())
}
