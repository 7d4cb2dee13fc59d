//! A message with what is wrong marked.

use core::fmt;

use super::mark::{Mark, Reason};
use super::paint::Role;
use super::text::Text;
use super::tree::Tree;
use super::{MessageDisplay, walk};
use crate::policy::Policy;

/// Displays a message with an error: the error, the path to the attribute, its bytes, what was expected and
/// what was found.
///
/// Returned by [`MessageDisplay::explain`] and similar functions.
#[derive(Clone, Copy)]
#[must_use]
pub struct Explanation<'a> {
    display: MessageDisplay<'a>,
    mark: Mark<'a>,
    title: Option<&'a dyn fmt::Display>,
}

impl<'a> Explanation<'a> {
    pub(super) const fn new(display: MessageDisplay<'a>, mark: Mark<'a>) -> Self {
        Self { display, mark, title: None }
    }

    /// Sets the first line, which says what is wrong.
    ///
    /// By default it is the error, or the kernel's reason.
    pub const fn with_title(mut self, title: &'a dyn fmt::Display) -> Self {
        self.title = Some(title);
        self
    }

    /// Writes what is wrong, on one line.
    fn title(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paint = self.display.paint;
        if let Some(title) = self.title {
            return paint.write(f, Role::Wrong, format_args!("{title}"));
        }
        match self.mark.reason {
            Reason::Error(error) => paint.write(f, Role::Wrong, format_args!("{error}")),
            Reason::Said(reason) => paint.write(f, Role::Wrong, format_args!("{reason}")),
            Reason::Refusal(errno, extended) => {
                let errno = errno.unwrap_or_default();
                paint.write(f, Role::Wrong, format_args!("{errno}"))?;
                if let Some(message) = extended.message {
                    write!(f, ": {}", Text(message.to_bytes()))?;
                }
                let Some((root, set)) = self.body() else { return Ok(()) };
                match root.locate_fault(set, &extended) {
                    Some(path) => write!(f, ", in {}", path.with_names(Some(root))),
                    None => Ok(()),
                }
            }
        }
    }

    /// Returns the policy of the message, and its set.
    fn body(&self) -> Option<(&'static Policy, crate::input::Input<'a>)> {
        let message = &self.display.message;
        let seen = self.display.known.recognize(message);
        let headers = if seen.generic.is_some() { crate::genl::HEADER_LEN } else { 0 };
        let (_, set) = message.payload().split_header(headers).ok()?;
        Some((seen.set?.policy()?, set))
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.title(f)?;
        f.write_str("\n")?;
        let MessageDisplay { message, known, paint } = &self.display;
        let mut tree = Tree {
            mark: Some(self.mark),
            only_marked: self.mark.has_place(),
            ..Tree::new(f, *paint)
        };
        walk::message(message, known, &mut tree)
    }
}
