//! Whole spaces of short inputs, one after the other: where there are few enough, no chance is needed.

mod changes;
mod kept;
mod lengths;
mod types;
