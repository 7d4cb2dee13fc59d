//! What a policy dump leaves out, found by asking: how strict an operation is, the highest type it
//! knows, and from which type on it is strict.

use core::ops::ControlFlow;

use netlink_core::policy::{AttrPolicy, Kind};
use netlink_core::{Errno, Input, Level, Writer};
use netlink_sys::connection::FamilyPolicies;

use crate::kernel::{Kernel, LEFTOVER, Operation, Verdict};

/// An operation with all that is known of what it accepts.
pub struct Judged {
    pub operation: Operation,
    pub policies: FamilyPolicies,
    pub set: u16,
    pub level: Level,
}

/// A type that no family has.
const BEYOND: u16 = 0x3ff0;

/// All operations that can be judged.
pub fn operations(kernel: &mut Kernel) -> Vec<Judged> {
    let operations = kernel.operations();
    operations.into_iter().map(|(operation, policies)| probe(kernel, operation, policies)).collect()
}

fn probe(kernel: &mut Kernel, operation: Operation, mut policies: FamilyPolicies) -> Judged {
    let set = operation.set;
    let says = |kernel: &mut Kernel, ty: u16, payload: &[u8], text: &str| {
        let verdict = kernel.verdict(&operation, &attr(ty, payload));
        matches!(&verdict, Verdict::Rejected { message, .. } if message == text)
    };
    let strict = says(kernel, BEYOND, &[], "Unknown attribute type");
    if strict {
        // A set can know types that it does not accept, or does not tell.
        let mut next = policies.sets().max_type(set) + 1;
        while next < BEYOND && !says(kernel, next, &[0; 4], "Unknown attribute type") {
            policies.sets_mut().raise_max_type(set, next);
            next += 1;
        }
    } else {
        let start = policies.sets().attrs(set).iter().find(|attr| {
            let Some(size @ 1..) = attr.kind().size() else { return false };
            says(kernel, attr.ty(), &vec![0; size + 1], "invalid attribute length")
        });
        if let Some(start) = start.map(AttrPolicy::ty) {
            policies.sets_mut().set_strict_start(set, start);
        }
    }
    let level = if strict { Level::STRICT } else { Level::LIBERAL };
    Judged { operation, policies, set, level }
}

fn attr(ty: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).put(ty, &payload).expect("a vector has room");
    bytes
}

impl Judged {
    /// What our interpreter says of these attributes.
    pub fn verdict(&self, attrs: &[u8]) -> Verdict {
        let input = Input::new(attrs).at(self.operation.attrs_at()).with_level(self.level);
        self.policies.sets().validate(self.set, input).into()
    }

    /// Whether the two verdicts cannot be compared, because the kernel does not tell a rule.
    pub fn untold(
        &self,
        ours: &Verdict,
        theirs: &Verdict,
        attrs: &[u8],
    ) -> ControlFlow<&'static str> {
        if ours == theirs {
            return ControlFlow::Continue(());
        }
        // Integers in network byte order are accepted, or refused by a rule, and not listed.
        if let Verdict::Rejected { message, errno: Errno::EINVAL, .. } = ours {
            if message == "Unsupported attribute" {
                return ControlFlow::Break("a type that the dump leaves out");
            }
        }
        if let ControlFlow::Break(rule) = self.reported_as_another(ours, theirs, attrs) {
            return ControlFlow::Break(rule);
        }
        let Verdict::Rejected { message, offset, .. } = theirs else {
            return ControlFlow::Continue(());
        };
        if message == LEFTOVER && self.level == Level::LIBERAL {
            return ControlFlow::Break("a warning beside an error of the operation's own");
        }
        // Statistics of page pools refuse attributes themselves, with the text of the validation (Linux 7).
        if (&*self.operation.family, &**message) == ("netdev", "Unsupported attribute") {
            return ControlFlow::Break("an error of the operation's own in the validation's words");
        }
        let input = Input::new(attrs).at(self.operation.attrs_at());
        let offset = offset.map(|offset| usize::try_from(offset).expect("small"));
        match self.find(self.set, input, offset) {
            Found::Untold => ControlFlow::Break("a set whose policy the dump leaves out"),
            Found::Unlisted => ControlFlow::Break("a type that the dump leaves out"),
            Found::Attr(attr)
                if attr.kind() == Kind::Binary
                    && attr.len() == (0, usize::MAX)
                    && message == "binary attribute size out of range" =>
            {
                ControlFlow::Break("a length bounded on one side only")
            }
            Found::Attr(_) | Found::Nothing => ControlFlow::Continue(()),
        }
    }

    /// Whether the attribute that we reject has a kind that kernels report as another one.
    fn reported_as_another(
        &self,
        ours: &Verdict,
        theirs: &Verdict,
        attrs: &[u8],
    ) -> ControlFlow<&'static str> {
        let Verdict::Rejected { message, offset: Some(at), .. } = ours else {
            return ControlFlow::Continue(());
        };
        let input = Input::new(attrs).at(self.operation.attrs_at());
        let at_offset = usize::try_from(*at).ok();
        let Found::Attr(attr) = self.find(self.set, input, at_offset) else {
            return ControlFlow::Continue(());
        };
        // The same attribute with the error of another kind, or a verdict on what follows it.
        let theirs_is = |text: &str| match theirs {
            Verdict::Rejected { message, offset, .. } => *offset == Some(*at) && message == text,
            Verdict::Accepted => false,
        };
        let goes_on = match theirs {
            Verdict::Accepted => true,
            Verdict::Rejected { offset, .. } => offset.is_none_or(|offset| offset > *at),
        };
        match (attr.kind(), message.as_str()) {
            (Kind::Uint, "invalid attribute length")
                if goes_on || theirs_is("Attribute failed policy validation") =>
            {
                ControlFlow::Break("milliseconds, reported as an integer of either width")
            }
            (Kind::Binary, "binary attribute size out of range")
                if attr.len().0 == attr.len().1
                    && (goes_on || theirs_is("invalid attribute length")) =>
            {
                ControlFlow::Break("a length that may be longer, reported as exact")
            }
            _ => ControlFlow::Continue(()),
        }
    }

    /// What the kernel means by this offset; without one, whether there is a set with something left
    /// over in it that the operation parses by a policy of its own.
    fn find(&self, set: u16, input: Input<'_>, offset: Option<usize>) -> Found<'_> {
        let sets = self.policies.sets();
        for attr in input.attrs() {
            let all = attr.offset()..attr.offset() + attr.whole_len();
            if offset.is_some_and(|offset| !all.contains(&offset)) {
                continue;
            }
            let Some(policy) = sets.attr(set, attr.ty()) else {
                match offset {
                    Some(_) => return Found::Unlisted,
                    None => continue,
                }
            };
            if offset == Some(attr.offset()) {
                return Found::Attr(policy);
            }
            let found = match (policy.kind(), policy.set_number()) {
                (Kind::Nested | Kind::NestedArray, None) => Found::Untold,
                (Kind::Nested, Some(set)) => self.find(set, attr.input(), offset),
                (Kind::NestedArray, Some(set)) => {
                    let elements = attr.input().attrs();
                    let mut found = elements.map(|it| self.find(set, it.input(), offset));
                    found.find(|found| !matches!(found, Found::Nothing)).unwrap_or(Found::Nothing)
                }
                _ => Found::Nothing,
            };
            if !matches!(found, Found::Nothing) {
                return found;
            }
        }
        Found::Nothing
    }
}

/// What is at an offset, as far as the kernel's own dump says.
enum Found<'p> {
    Nothing,
    /// An attribute with a policy.
    Attr(&'p AttrPolicy),
    /// An attribute that is not listed.
    Unlisted,
    /// Something in a set whose policy is not reported.
    Untold,
}
