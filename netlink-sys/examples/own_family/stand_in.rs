//! A kernel in memory that does with these messages what a real one does.

use netlink_core::Errno;
use netlink_sys::stand_in::{Kernel, Refusal};

use crate::family::{
    ADD_ADDR, AddEndpoint, Address, Endpoint, FAMILY, GET_ADDR, GET_LIMITS, Limits, LimitsMessage,
    SET_LIMITS,
};

/// The most that a limit can be.
const MAX_LIMIT: u32 = 8;

pub(crate) fn kernel() -> Kernel {
    let mut endpoints: Vec<Address> = Vec::new();
    let mut limits = Limits { subflows: 2, ..Limits::default() };
    let kernel = Kernel::new(move |request, answer| match request.command() {
        Some(ADD_ADDR) => {
            let AddEndpoint { mut address } = request.parse().map_err(|error| error.errno())?;
            if endpoints.iter().any(|known| known.ip() == address.ip()) {
                return Err(Refusal::from(Errno::EEXIST).because("address already in use"));
            }
            address.id = address.id.or(u8::try_from(endpoints.len().saturating_add(1)).ok());
            endpoints.push(address);
            Ok(())
        }
        Some(GET_ADDR) if answer.is_dump() => {
            for address in &endpoints {
                answer.reply(&Endpoint { address: *address })?;
            }
            Ok(())
        }
        Some(GET_LIMITS) => Ok(answer.reply(&LimitsMessage::Are(limits))?),
        Some(SET_LIMITS) => match request.parse().map_err(|error| error.errno())? {
            LimitsMessage::Set(new) if new.subflows > MAX_LIMIT => {
                let refusal =
                    Refusal::from(Errno::EINVAL).because("limit greater than maximum (8)");
                // Behind the headers of 16 and 4 bytes, and the first attribute of 8.
                Err(refusal.at(28))
            }
            LimitsMessage::Set(new) | LimitsMessage::Are(new) => {
                limits = new;
                Ok(())
            }
        },
        _ => Err(Errno::EOPNOTSUPP.into()),
    });
    kernel.add_family(FAMILY, 0x20, &[]);
    kernel
}
