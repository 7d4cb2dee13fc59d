//! Asks the kernel: which operations there are, and what it says of a stream of attributes.

use core::ffi::CStr;

use netlink_core::conversation::{Answer, Event, Exchange};
use netlink_core::genl::{self, GenlHeader};
use netlink_core::header::HEADER_LEN;
use netlink_core::{
    Emit, Errno, Indexed, MessageFlags, MessageHeader, Messages, Parse, ParseError, Writer,
};
use netlink_sys::connection::FamilyPolicies;
use netlink_sys::{Connection, Protocol, ReceiveBuffer, Socket};
use netlink_tests::skip::Skip;

/// What is said of a stream of attributes.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Accepted,
    Rejected { errno: Errno, message: String, offset: Option<u32> },
}

impl From<Result<(), ParseError>> for Verdict {
    fn from(result: Result<(), ParseError>) -> Self {
        match result {
            Ok(()) => Self::Accepted,
            Err(error) => {
                let message = error.kind().message().to_owned();
                // Of what is left over, kernels do not say where it begins.
                let offset = match error.kind() {
                    netlink_core::ErrorKind::TrailingBytes => None,
                    _ => u32::try_from(error.offset()).ok(),
                };
                Self::Rejected { errno: error.errno(), message, offset }
            }
        }
    }
}

/// An operation that needs no privilege.
#[derive(Clone, Debug)]
pub struct Operation {
    pub family: String,
    pub family_id: u16,
    pub version: u8,
    pub command: u8,
    pub dump: bool,
    /// Size of the family's own header in bytes.
    pub header: usize,
    /// The number of the set that it takes.
    pub set: u16,
}

impl Operation {
    /// Where the attributes begin, in bytes from the start of the message.
    pub fn attrs_at(&self) -> usize {
        HEADER_LEN + genl::HEADER_LEN + self.header
    }
}

#[derive(Debug, Parse)]
#[netlink(family = "nlctrl", command = 1)] // CTRL_CMD_NEWFAMILY
struct Family<'a> {
    #[nla(1)] // CTRL_ATTR_FAMILY_ID
    id: u16,
    #[nla(2)] // CTRL_ATTR_FAMILY_NAME
    name: &'a CStr,
    #[nla(3)] // CTRL_ATTR_VERSION
    version: u32,
    #[nla(4)] // CTRL_ATTR_HDRSIZE
    header: u32,
    #[nla(6)] // CTRL_ATTR_OPS
    operations: Option<Indexed<'a, FamilyOperation>>,
}

#[derive(Clone, Debug, Parse)]
struct FamilyOperation {
    #[nla(1)] // CTRL_ATTR_OP_ID
    id: u32,
    #[nla(2)] // CTRL_ATTR_OP_FLAGS
    flags: u32,
}

#[derive(Debug, Emit)]
#[netlink(family = "nlctrl", command = 3, version = 2, reply = Family<'_>)] // CTRL_CMD_GETFAMILY
struct GetFamilies;

const GENL_ADMIN_PERM: u32 = 1;
const GENL_CMD_CAP_DO: u32 = 2;
const GENL_CMD_CAP_DUMP: u32 = 4;
const GENL_UNS_ADMIN_PERM: u32 = 16;

/// A socket to generic netlink, for messages that are wrong on purpose.
pub struct Kernel {
    connection: Connection,
    socket: Socket,
    buffer: ReceiveBuffer,
    sequence: u32,
}

impl Kernel {
    pub fn connect() -> Self {
        let socket = Socket::open(Protocol::GENERIC).expect("a generic socket");
        socket.set_extended_ack(true).expect("extended acknowledgements");
        Self {
            connection: Connection::open(Protocol::GENERIC).expect("a generic socket"),
            socket,
            buffer: ReceiveBuffer::new().expect("memory"),
            sequence: 0,
        }
    }

    /// Whether the kernel reports policies: since Linux 5.7.
    ///
    /// # Errors
    /// If it does not.
    pub fn reports_policies(&mut self) -> Result<(), Skip> {
        match self.connection.policies("nlctrl") {
            Ok(_) => Ok(()),
            Err(error) if error.errno() == Some(Errno(libc::EOPNOTSUPP)) => {
                Err(Skip::kernel(format!("the kernel does not report policies: {error}")))
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// All operations that need no privilege, with the policies of their families.
    pub fn operations(&mut self) -> Vec<(Operation, FamilyPolicies)> {
        let mut found = Vec::new();
        let mut families = self.connection.dump(&GetFamilies).expect("sent");
        while let Some(family) = families.next().expect("a family") {
            let operations: Vec<_> = family
                .operations
                .iter()
                .flat_map(Indexed::iter)
                .map(|operation| operation.expect("an operation"))
                .filter(|it| it.flags & (GENL_ADMIN_PERM | GENL_UNS_ADMIN_PERM) == 0)
                .collect();
            let name = family.name.to_str().expect("UTF-8").to_owned();
            let version = u8::try_from(family.version).expect("a byte");
            let header = usize::try_from(family.header).expect("small");
            found.push((name, family.id, version, header, operations));
        }
        let mut all = Vec::new();
        for (family, family_id, version, header, operations) in found {
            // Families without policies say so: there is nothing to judge.
            let policies = match self.connection.policies(&family) {
                Ok(policies) => policies,
                Err(error) if error.errno() == Some(Errno(libc::ENODATA)) => continue,
                Err(error) => panic!("{family}: {error}"),
            };
            for operation in operations {
                let command = u8::try_from(operation.id).expect("a byte");
                let listed = policies.operations().iter();
                let Some(listed) = listed.into_iter().find(|it| it.command == u16::from(command))
                else {
                    continue;
                };
                let can = |flag| operation.flags & flag != 0;
                let ways = [
                    (false, listed.request.filter(|_| can(GENL_CMD_CAP_DO))),
                    (true, listed.dump.filter(|_| can(GENL_CMD_CAP_DUMP))),
                ];
                for (dump, set) in ways {
                    let Some(set) = set else { continue };
                    let family = family.clone();
                    let operation =
                        Operation { family, family_id, version, command, dump, header, set };
                    all.push((operation, policies.clone()));
                }
            }
        }
        all
    }

    /// What the kernel says of these attributes.
    ///
    /// Only what its validation says counts: an error with another text, or without one, comes from
    /// the operation itself, after the attributes were accepted.
    pub fn verdict(&mut self, operation: &Operation, attrs: &[u8]) -> Verdict {
        self.sequence += 1;
        let answer = if operation.dump { Answer::Dump } else { Answer::Ack };
        let header = MessageHeader {
            sequence: self.sequence,
            ..MessageHeader::new(operation.family_id, answer.flags() | MessageFlags::REQUEST)
        };
        let mut request = Vec::new();
        Writer::growing(&mut request)
            .message(header, |writer| {
                let head = GenlHeader { command: operation.command, version: operation.version };
                writer.put_array(head.to_bytes())?;
                writer.bytes(&vec![0; operation.header])?;
                writer.bytes(attrs)
            })
            .expect("a vector has room");
        // What is left over at the end is part of the test: no padding behind it.
        request.truncate(operation.attrs_at() + attrs.len());
        self.socket.send(&request).expect("sent");
        self.receive(Exchange::new(self.sequence, answer))
    }

    fn receive(&mut self, mut exchange: Exchange) -> Verdict {
        let mut verdict = Verdict::Accepted;
        while !exchange.is_over() {
            let received = self.socket.recv_into(&mut self.buffer).expect("received");
            assert!(received.sender().is_kernel());
            for message in Messages::new(self.buffer.datagram().expect("whole")) {
                let event = exchange.accept(&message.expect("a message")).expect("good");
                let (Event::Failed(ack) | Event::Finished(ack)) = event else { continue };
                let (Some(errno), Some(message)) = (ack.errno(), ack.extended().message) else {
                    continue;
                };
                let message = message.to_str().expect("UTF-8").to_owned();
                // With any other errno this is the warning that lax validation leaves behind.
                if message == LEFTOVER && errno != Errno::EINVAL {
                    continue;
                }
                if VALIDATOR.contains(&message.as_str()) {
                    let offset = ack.extended().offset;
                    verdict = Verdict::Rejected { errno, message, offset };
                }
            }
        }
        verdict
    }
}

/// What is said of bytes that make no attribute: an error, or at lax levels a warning.
pub const LEFTOVER: &str = "bytes leftover after parsing attributes";

/// All that the kernel's validation can say.
const VALIDATOR: [&str; 12] = [
    "Attribute failed policy validation",
    "invalid attribute length",
    "binary attribute size out of range",
    "integer out of range",
    "reserved bit set",
    "Unknown attribute type",
    "Unsupported attribute",
    "NLA_F_NESTED is missing",
    "NLA_F_NESTED not expected",
    LEFTOVER,
    "allowed policy recursion depth exceeded",
    "Array element too short",
];
