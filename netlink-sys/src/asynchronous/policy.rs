//! What generic netlink families accept, compared with your own types.

use netlink_core::policy::Difference;
use netlink_core::{EmitMessage, Request};

use super::Connection;
use crate::connection::{Error, FamilyPolicies, Transport};

impl<T: Transport> Connection<T> {
    /// Requests what a generic netlink family accepts.
    ///
    /// # Errors
    /// The same as [`Connection::policies`](crate::Connection::policies).
    #[doc(alias = "CTRL_CMD_GETPOLICY")]
    pub async fn policies(&mut self, family: &str) -> Result<FamilyPolicies, Error> {
        self.engine.policies(family).await
    }

    /// Compares a request with what the running kernel accepts, and returns the differences.
    ///
    /// # Errors
    /// The same as [`Connection::differences`](crate::Connection::differences).
    pub async fn differences<R: EmitMessage>(&mut self) -> Result<Vec<Difference>, Error> {
        self.engine.differences::<R>().await
    }

    /// Compares a request for a dump with what the running kernel accepts, and returns the differences.
    ///
    /// # Errors
    /// The same as [`Connection::differences_of_dump`](crate::Connection::differences_of_dump).
    pub async fn differences_of_dump<R: EmitMessage>(&mut self) -> Result<Vec<Difference>, Error> {
        self.engine.differences_of_dump::<R>().await
    }

    /// Compares the reply of a request with what the running kernel accepts in that request, and returns
    /// the differences.
    ///
    /// # Errors
    /// The same as [`Connection::differences_of_reply`](crate::Connection::differences_of_reply).
    pub async fn differences_of_reply<R: Request>(&mut self) -> Result<Vec<Difference>, Error> {
        self.engine.differences_of_reply::<R>().await
    }
}
