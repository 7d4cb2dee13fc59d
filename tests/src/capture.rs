//! Datagrams that a kernel once sent, from the files in `captures/`.
//!
//! A file is a row of datagrams, each behind its length:
//!
//! ```text
//! +----------------+---------------------+----------------+------
//! | length: u32 le | datagram            | length: u32 le | ...
//! +----------------+---------------------+----------------+------
//! ```
//!
//! The files are part of the sources: one that does not follow this makes the reader panic.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The answer to one dump, one or more datagrams; `NLMSG_DONE` is in the last.
#[derive(Clone, Debug)]
pub struct Capture {
    name: String,
    bytes: Vec<u8>,
}

impl Capture {
    /// Reads `captures/<name>.cap`.
    ///
    /// # Panics
    ///
    /// If there is no such file.
    #[must_use]
    pub fn load(name: &str) -> Self {
        let path = directory().join(name).with_extension(EXTENSION);
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self { name: name.to_owned(), bytes }
    }

    /// Reads all of them, in the order of their names.
    ///
    /// # Panics
    ///
    /// If the directory cannot be read.
    #[must_use]
    pub fn load_all() -> Vec<Self> {
        let directory = directory();
        let mut names: Vec<String> = fs::read_dir(&directory)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
            .map(|paths: Vec<PathBuf>| paths.iter().filter_map(|path| name_of(path)).collect())
            .unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
        names.sort_unstable();
        names.iter().map(|name| Self::load(name)).collect()
    }

    /// Its name, which says what was requested: `"link"`, `"nft-rule"`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The datagrams, in the order they came.
    #[must_use]
    pub fn datagrams(&self) -> Datagrams<'_> {
        Datagrams { name: &self.name, rest: &self.bytes }
    }
}

/// The datagrams of a [`Capture`].
#[derive(Clone, Debug)]
pub struct Datagrams<'a> {
    name: &'a str,
    rest: &'a [u8],
}

impl<'a> Iterator for Datagrams<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let (datagram, rest) = split_datagram(self.rest)
            .unwrap_or_else(|| panic!("{}.{EXTENSION} ends within a datagram", self.name));
        self.rest = rest;
        Some(datagram)
    }
}

fn split_datagram(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length).try_into().ok()?)
}

const EXTENSION: &str = "cap";

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("captures")
}

fn name_of(path: &Path) -> Option<String> {
    if path.extension()? != EXTENSION {
        return None;
    }
    Some(path.file_stem()?.to_str()?.to_owned())
}
