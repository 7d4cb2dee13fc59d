//! The command line.

use std::path::PathBuf;

use crate::error::Error;

pub const HELP: &str = "\
Generates declarations for netlink-core from the kernel's netlink specifications.

Usage:
  netlink-families-generator --kernel TREE | --specs DIR  [--check] [--out DIR] [FAMILY...]
      Writes the modules of netlink-families, or with --check compares them with the files.
      --kernel TREE     a kernel's source: the specifications are in Documentation/netlink/specs
      --specs DIR       the directory of the specifications
      --overlays DIR    the directory of the overlays (default: those of this repository)
      --out DIR         the directory of the modules (default: those of this repository)
  netlink-families-generator --spec FILE [--overlay FILE] [--select SET.ATTRIBUTE | SET.*]...
      Prints the declarations of one family for another crate.
      --overlay FILE    what the specification lacks (default: that of this repository, if there is one)
      --select NAME     generates these attributes only; all others are kept in `rest`
";

/// What the command line says.
#[derive(Debug)]
pub struct Arguments {
    pub specs: PathBuf,
    pub spec: Option<PathBuf>,
    pub out: PathBuf,
    /// The list for tests.
    pub facts: PathBuf,
    pub check: bool,
    pub families: Vec<String>,
    pub select: Vec<String>,
    overlays: PathBuf,
    overlay: Option<PathBuf>,
}

impl Arguments {
    /// Returns `None` if help is requested.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Option<Self>, Error> {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let mut parsed = Self {
            specs: PathBuf::new(),
            spec: None,
            out: here.join("../src"),
            facts: here.join("../tests/generated/facts.rs"),
            check: false,
            families: Vec::new(),
            select: Vec::new(),
            overlays: here.join("overlays"),
            overlay: None,
        };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().ok_or_else(|| Error::new(format!("{argument} needs a value")));
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--check" => parsed.check = true,
                "--kernel" => {
                    parsed.specs = PathBuf::from(value()?).join("Documentation/netlink/specs")
                }
                "--specs" => parsed.specs = value()?.into(),
                "--spec" => parsed.spec = Some(value()?.into()),
                "--out" => parsed.out = value()?.into(),
                "--overlays" => parsed.overlays = value()?.into(),
                "--overlay" => parsed.overlay = Some(value()?.into()),
                "--select" => parsed.select.extend(value()?.split_whitespace().map(str::to_owned)),
                option if option.starts_with('-') => {
                    return Err(Error::new(format!("unknown option {option}\n\n{HELP}")));
                }
                _ => parsed.families.push(argument),
            }
        }
        if parsed.spec.is_none() && parsed.specs.as_os_str().is_empty() {
            return Err(Error::new(format!("expected --kernel, --specs or --spec\n\n{HELP}")));
        }
        Ok(Some(parsed))
    }

    /// Returns the path of a family's overlay.
    pub fn overlay(&self, family: &str) -> PathBuf {
        self.overlay.clone().unwrap_or_else(|| self.overlays.join(format!("{family}.toml")))
    }
}
