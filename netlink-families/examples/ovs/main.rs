//! The Open vSwitch datapath of the kernel, like `ovs-dpctl`.
//!
//! ```text
//! ovs show
//! ovs dump-flows DATAPATH [-m]
//! ovs add-dp DATAPATH | del-dp DATAPATH | add-if DATAPATH LINK
//! ovs add-flow DATAPATH FLOW ACTIONS
//! ovs del-flows DATAPATH [FLOW]
//! ```
//!
//! Flows and actions are written as `ovs-dpctl` writes them, for example
//! `in_port(1),eth(),eth_type(0x0800),ipv4(src=10.0.0.0/255.0.0.0)` and `2,set(skb_mark(7)),3`.

mod actions;
mod conntrack;
mod flow;
mod form;
mod layout;
mod names;
mod printer;
mod read;
mod read_actions;
mod show;
mod tunnel;

use std::error::Error;
use std::ffi::CString;
use std::process::ExitCode;

use netlink_core::MessageFlags;
use netlink_core::zerocopy::native_endian::U32;
use netlink_families::ovs_datapath::{DelDatapath, GetDatapath, NewDatapath, UserFeatures};
use netlink_families::ovs_flow::{DatapathHeader, DelFlow, GetFlow, NewFlow};
use netlink_families::ovs_vport::{NewVport, VportType};
use netlink_sys::{Connection, Protocol};

const USAGE: &str = "\
usage: ovs show
       ovs dump-flows DATAPATH [-m]
       ovs add-dp DATAPATH | del-dp DATAPATH | add-if DATAPATH LINK
       ovs add-flow DATAPATH FLOW ACTIONS
       ovs del-flows DATAPATH [FLOW]";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("ovs: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns false if there is no command of these arguments.
fn run(args: &[&str]) -> Result<bool, Box<dyn Error>> {
    let mut netlink = Connection::open(Protocol::GENERIC)?;
    match *args {
        ["show"] => show::datapaths(&mut netlink)?,
        ["dump-flows", name] | ["dump-flows", name, "-m"] => {
            let index = datapath(&mut netlink, name)?;
            show::flows(&mut netlink, index, args.len() > 2)?;
        }
        ["add-dp", name] => {
            let name = CString::new(name)?;
            let request = NewDatapath {
                name: Some(&name),
                upcall_pid: Some(0),
                user_features: Some(UserFeatures::UNALIGNED),
                ..Default::default()
            };
            netlink.execute(&request, MessageFlags::NONE)?;
        }
        ["del-dp", name] => {
            let name = CString::new(name)?;
            let request = DelDatapath { name: Some(&name), ..Default::default() };
            netlink.execute(&request, MessageFlags::NONE)?;
        }
        ["add-if", name, link] => {
            let link = CString::new(link)?;
            let pids = [U32::new(0)];
            let request = NewVport {
                header: netlink_families::ovs_vport::DatapathHeader {
                    dp_ifindex: datapath(&mut netlink, name)?,
                },
                ty: Some(VportType::Netdev),
                name: Some(&link),
                upcall_pid: Some(&pids),
                ..Default::default()
            };
            netlink.execute(&request, MessageFlags::NONE)?;
        }
        ["add-flow", name, flow, actions] => {
            let header = DatapathHeader { dp_ifindex: datapath(&mut netlink, name)? };
            let (key, mask) = read::flow(flow)?;
            let actions = Some(read_actions::actions(actions)?);
            let request =
                NewFlow { header, key: Some(key), mask: Some(mask), actions, ..Default::default() };
            netlink.execute(&request, MessageFlags::CREATE | MessageFlags::EXCL)?;
        }
        ["del-flows", name] => {
            let header = DatapathHeader { dp_ifindex: datapath(&mut netlink, name)? };
            let request = DelFlow(GetFlow { header, ..Default::default() });
            netlink.execute(&request, MessageFlags::NONE)?;
        }
        ["del-flows", name, flow] => {
            let header = DatapathHeader { dp_ifindex: datapath(&mut netlink, name)? };
            let (key, _) = read::flow(flow)?;
            let request = DelFlow(GetFlow { header, key: Some(key), ..Default::default() });
            netlink.execute(&request, MessageFlags::NONE)?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Requests the number of a datapath: the index of its own link.
fn datapath(netlink: &mut Connection, name: &str) -> Result<u32, Box<dyn Error>> {
    let name = CString::new(name.strip_prefix("system@").unwrap_or(name))?;
    let request = GetDatapath { name: Some(&name), ..Default::default() };
    Ok(netlink.request(&request)?.header.dp_ifindex)
}
