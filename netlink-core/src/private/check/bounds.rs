//! The bounds of a `range` or `len` directive.

/// The ends of a range as they are written.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Where it starts, if it says so.
    pub min: Option<i128>,
    /// Where it ends, if it says so.
    pub max: Option<i128>,
    /// Whether the end belongs to it.
    pub inclusive: bool,
}

impl Bounds {
    /// The two ends, both included.
    pub(super) const fn ends(self, lowest: i128, highest: i128) -> (i128, i128) {
        let min = match self.min {
            Some(min) => min,
            None => lowest,
        };
        let max = match self.max {
            Some(max) if self.inclusive => max,
            Some(max) => max.saturating_sub(1),
            None => highest,
        };
        (min, max)
    }
}
