//! The policies of generic netlink families as the kernel reports them, compared with those of types.

use netlink_core::policy::{Difference, DifferenceKind, Occurs, Policy, PolicyTable};
use netlink_core::{EmitMessage, MessageId, ParseMessage, Request, View};

use super::dump::Listing;
use super::policy::{FamilyPolicies, GetPolicy, PolicyPart};
use super::{Engine, Error, Options, Transport};

/// Compares one policy with a set of a kernel's.
type Compare = fn(&'static Policy, &FamilyPolicies, u8) -> Option<Vec<Difference>>;

impl<T: Transport> Engine<T> {
    /// Requests what a family accepts.
    pub(crate) async fn policies(&mut self, family: &str) -> Result<FamilyPolicies, Error> {
        let family = self.family(family, Options::new()).await?.id();
        let mut policies = FamilyPolicies::default();
        let mut parts = Listing::start(self, &GetPolicy { family }, Options::new()).await?;
        while let Some(start) = parts.next(self).await? {
            policies.take(&self.parse_at::<PolicyPart<'_>>(start, parts.level())?)?;
        }
        Ok(policies)
    }

    /// Compares a request with what the kernel accepts in requests.
    pub(crate) async fn differences<R: EmitMessage>(&mut self) -> Result<Vec<Difference>, Error> {
        let policies = R::EMIT_MESSAGES.iter().map(|(id, policy)| (*id, *policy, *policy));
        self.compare(policies, |ours, theirs, command| {
            Some(ours.differences(theirs.sets(), theirs.set_of(command)?))
        })
        .await
    }

    /// Compares a request with what the kernel accepts in requests for dumps.
    pub(crate) async fn differences_of_dump<R: EmitMessage>(
        &mut self,
    ) -> Result<Vec<Difference>, Error> {
        let policies = R::EMIT_MESSAGES.iter().map(|(id, policy)| (*id, *policy, *policy));
        self.compare(policies, |ours, theirs, command| {
            let set = theirs.dump_set_of(command)?;
            let mut differences = ours.differences(theirs.sets(), set);
            if let Some(request) = theirs.set_of(command).filter(|request| *request != set) {
                remove_those_of_one_object(&mut differences, ours, theirs.sets(), request);
            }
            Some(differences)
        })
        .await
    }

    /// Compares a reply with what the kernel accepts in its request.
    pub(crate) async fn differences_of_reply<R: Request>(
        &mut self,
    ) -> Result<Vec<Difference>, Error> {
        let replies = <<R::Reply as View>::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
        let policies = R::EMIT_MESSAGES
            .iter()
            .flat_map(|(id, policy)| replies.iter().map(|(_, reply)| (*id, *policy, *reply)));
        self.compare(policies, |ours, theirs, command| {
            Some(ours.differences_of_reply(theirs.sets(), theirs.set_of(command)?))
        })
        .await
    }

    /// Compares policies with the sets of commands: each command has the policy of its request.
    async fn compare(
        &mut self,
        policies: impl Iterator<Item = (MessageId, &'static Policy, &'static Policy)>,
        compare: Compare,
    ) -> Result<Vec<Difference>, Error> {
        let mut differences = Vec::new();
        let mut last: Option<(&str, FamilyPolicies)> = None;
        for (id, request, compared) in policies {
            let message = request.name();
            let MessageId::Command { family, header } = id else {
                let why = "only generic netlink reports its policies";
                return Err(Error::NotCompared { message, why });
            };
            // Most types have commands of one family: its policies are dumped once.
            let policies = match last.take().filter(|(name, _)| *name == family) {
                Some((_, policies)) => policies,
                None => self.policies(family).await?,
            };
            let has = self.family(family, Options::new()).await?.has(header.command);
            let found = if has { compare(compared, &policies, header.command) } else { None };
            let Some(found) = found else {
                let why = "the kernel lists no policy for this command";
                return Err(Error::NotCompared { message, why });
            };
            differences.extend(found);
            last = Some((family, policies));
        }
        Ok(differences)
    }
}

/// Removes optional attributes that the kernel knows in a request for one object, though not in one for a
/// dump: the type serves for both.
fn remove_those_of_one_object(
    differences: &mut Vec<Difference>,
    ours: &'static Policy,
    theirs: &PolicyTable,
    request: u16,
) {
    let of_request = ours.differences(theirs, request);
    differences.retain(|difference| {
        let unknown_there = || {
            of_request
                .iter()
                .any(|it| it.kind == DifferenceKind::Unknown && it.path == difference.path)
        };
        let is_required = || {
            let mut required = ours.attrs().filter(|attr| attr.occurs() == Occurs::Required);
            required.any(|attr| difference.path == format!("{}.{}", ours.name(), attr.name()))
        };
        difference.kind != DifferenceKind::Unknown || unknown_there() || is_required()
    });
}
