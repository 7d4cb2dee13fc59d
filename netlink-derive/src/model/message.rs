//! The message that a struct is.

use syn::Expr;

use crate::ctxt::Ctxt;
use crate::syntax::ContainerDirectives;

/// The message that a struct is.
pub(crate) enum Message {
    /// The message types: at least one. The first one is emitted.
    Types(Vec<Expr>),
    /// Commands of a generic netlink family.
    Command(Box<Command>),
}

/// Commands of a generic netlink family.
pub(crate) struct Command {
    pub(crate) family: Expr,
    /// The commands: at least one. The first one is emitted.
    pub(crate) commands: Vec<Expr>,
    pub(crate) version: Option<Expr>,
}

impl Message {
    /// Builds the message from the container's directives; nothing if it is not a message.
    pub(super) fn new(ctxt: &Ctxt, directives: &ContainerDirectives) -> Option<Self> {
        let ContainerDirectives { message, family, command, version, .. } = directives;
        match (message, family, command) {
            (Some(message), None, None) => {
                if let Some(version) = version {
                    ctxt.error(
                        &version.name,
                        "only a generic netlink message has a version: `family = …, command = …`",
                    );
                }
                Some(Self::Types(message.value.clone()))
            }
            (None, Some(family), Some(command)) => Some(Self::Command(Box::new(Command {
                family: family.value.clone(),
                commands: command.value.clone(),
                version: version.as_ref().map(|version| version.value.clone()),
            }))),
            (Some(message), _, _) => {
                ctxt.error(
                    &message.name,
                    "a message has either a type, or a family and a command, not both",
                );
                None
            }
            (None, Some(family), None) => {
                ctxt.error(&family.name, "`family` needs a command: add `command = …`");
                None
            }
            (None, None, Some(command)) => {
                ctxt.error(&command.name, "`command` needs a family: add `family = \"…\"`");
                None
            }
            (None, None, None) => {
                if let Some(version) = version {
                    ctxt.error(&version.name, "`version` needs `family = …, command = …`");
                }
                None
            }
        }
    }
}
