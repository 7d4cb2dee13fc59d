//! What has brought other libraries down, each by its symptom.

mod growth;
mod lengths;
mod nesting;
mod padding;
mod replies;
