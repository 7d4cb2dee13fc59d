//! Whole spaces of short inputs, one after the other: where there are few enough, no chance is needed.

mod changes;
mod lengths;
mod types;
