//! What is wrong with a specification, an overlay or a file, and where.

use std::fmt;

/// An error with the path that leads to it, from the outside to the inside.
#[derive(Debug)]
pub struct Error {
    places: Vec<String>,
    text: String,
}

impl Error {
    /// Creates an error without a path.
    pub fn new(text: impl Into<String>) -> Self {
        Self { places: Vec::new(), text: text.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in self.places.iter().rev() {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}

/// Says where an error happened.
pub trait At<T> {
    fn at(self, place: impl fmt::Display) -> Result<T, Error>;
}

impl<T> At<T> for Result<T, Error> {
    fn at(self, place: impl fmt::Display) -> Result<T, Error> {
        self.map_err(|mut error| {
            error.places.push(place.to_string());
            error
        })
    }
}

impl<T> At<T> for Result<T, std::io::Error> {
    fn at(self, place: impl fmt::Display) -> Result<T, Error> {
        self.map_err(|error| Error::new(error.to_string())).at(place)
    }
}
