//! A program of somebody who needs some attributes of links.

mod link;

use link::{Link, LinkInfo, LinkInfoData, Vlan};
use netlink_core::{Input, Parse, Writer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vlan = Vlan { id: Some(7), ..Default::default() };
    let request = Link {
        ifname: Some("eth0.7".into()),
        linkinfo: Some(LinkInfo {
            kind: Some("vlan".into()),
            data: Some(LinkInfoData::Vlan(vlan)),
            ..Default::default()
        }),
        ..Default::default()
    };
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(&request)?;
    let parsed = Link::parse(Input::new(&bytes))?;
    assert!(parsed.ifname.is_some_and(|name| name == "eth0.7") && parsed.mtu.is_none());
    let data = parsed.linkinfo.and_then(|info| info.data);
    assert!(matches!(data, Some(LinkInfoData::Vlan(Vlan { id: Some(7), .. }))));
    Ok(())
}
