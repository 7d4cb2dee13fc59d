//! A kernel in memory that does with these messages what a real one does.

use netlink_core::{Errno, Parse};
use netlink_sys::Protocol;
use netlink_sys::stand_in::{Kernel, Refusal};

use crate::family::{
    ADD_ADDR, AddEndpoint, Address, Endpoint, FAMILY, GET_ADDR, GET_LIMITS, GetEndpoints,
    GetLimits, Limits, LimitsMessage, SET_LIMITS,
};

/// The most that a limit can be.
const MAX_LIMIT: u32 = 8;

/// Every request it is asked.
#[derive(Parse)]
#[netlink(family = FAMILY)]
enum Request {
    #[netlink(command = ADD_ADDR)]
    AddEndpoint(AddEndpoint),
    #[netlink(command = GET_ADDR)]
    GetEndpoints(GetEndpoints),
    #[netlink(command = GET_LIMITS)]
    GetLimits(GetLimits),
    #[netlink(command = SET_LIMITS)]
    SetLimits(Limits),
}

pub(crate) fn kernel() -> Kernel {
    let mut endpoints: Vec<Address> = Vec::new();
    let mut limits = Limits { subflows: 2, ..Limits::default() };
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.add_family(FAMILY, 0x20, &[]);
    kernel.on::<Request>(move |request, answer| match request {
        Request::AddEndpoint(AddEndpoint { mut address }) => {
            if endpoints.iter().any(|known| known.ip() == address.ip()) {
                return Err(Refusal::from(Errno::EEXIST).because("address already in use"));
            }
            address.id = address.id.or(u8::try_from(endpoints.len().saturating_add(1)).ok());
            endpoints.push(address);
            Ok(())
        }
        Request::GetEndpoints(_) => {
            for address in &endpoints {
                answer.reply(&Endpoint { address: *address })?;
            }
            Ok(())
        }
        Request::GetLimits(_) => Ok(answer.reply(&LimitsMessage::Are(limits))?),
        Request::SetLimits(new) if new.subflows > MAX_LIMIT => {
            let refusal = Refusal::from(Errno::EINVAL).because("limit greater than maximum (8)");
            // Behind the headers of 16 and 4 bytes, and the first attribute of 8.
            Err(refusal.at(28))
        }
        Request::SetLimits(new) => {
            limits = new;
            Ok(())
        }
    });
    kernel
}
