//! Generates declarations for `netlink-core` from the kernel's netlink specifications. See the README.

mod arguments;
mod declarations;
mod error;
mod fields;
mod head;
mod layout;
mod messages;
mod module;
mod names;
mod overlay;
mod select;
mod spec;
mod table;
mod types;
mod value;
mod values;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use arguments::Arguments;
use error::{At as _, Error};
use module::Module;
use overlay::Overlay;
use select::Select;
use spec::Spec;
use value::Value;

/// Schemas, which are beside the specifications and describe no family.
const SCHEMAS: &[&str] = &["genetlink", "genetlink-c", "genetlink-legacy", "netlink-raw"];

fn main() -> ExitCode {
    let arguments = match Arguments::parse(env::args().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(&error),
    };
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => fail(&error),
    }
}

fn fail(error: &Error) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}

/// Returns false if `--check` found a difference.
fn run(arguments: &Arguments) -> Result<bool, Error> {
    if let Some(path) = &arguments.spec {
        print!("{}", generate(path, arguments)?.1);
        return Ok(true);
    }
    let mut is_same = true;
    for path in specs(&arguments.specs, &arguments.families)? {
        let (name, text) = generate(&path, arguments).at(path.display())?;
        let target = arguments.out.join(format!("{name}.rs"));
        let old = fs::read_to_string(&target).unwrap_or_default();
        if old == text {
            continue;
        }
        if arguments.check {
            eprintln!("{} differs from what {} says", target.display(), path.display());
            is_same = false;
        } else {
            fs::write(&target, text).at(target.display())?;
        }
    }
    Ok(is_same)
}

/// Returns the name of the module and its text.
fn generate(path: &Path, arguments: &Arguments) -> Result<(String, String), Error> {
    let mut entry = Value::from_yaml(&fs::read_to_string(path).at(path.display())?)?;
    let name = entry.text("name").unwrap_or_default().to_owned();
    let overlay = overlay(&arguments.overlay(&name))?;
    overlay.apply(&mut entry).at("overlay")?;
    let spec = Spec::read(&entry)?;
    let select = Select::of(arguments.select.clone());
    let mut module = Module::new(&spec, &overlay, &select);
    let text = module.generate()?;
    let text = if arguments.spec.is_some() {
        text.replace("use crate::", "use netlink_families::")
    } else {
        text
    };
    Ok((module.module_name(), text))
}

/// Reads an overlay; there may be none.
fn overlay(path: &Path) -> Result<Overlay, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Overlay::read(&text).at(path.display()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Overlay::read(""),
        Err(error) => Err(error).at(path.display()),
    }
}

/// Returns the specifications in a directory: those of these families, or all.
fn specs(directory: &Path, families: &[String]) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).at(directory.display())? {
        let path = entry.at(directory.display())?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_spec = path.extension().is_some_and(|extension| extension == "yaml")
            && !SCHEMAS.contains(&stem);
        if is_spec && (families.is_empty() || families.iter().any(|family| family == stem)) {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(Error::new("no specifications")).at(directory.display());
    }
    Ok(paths)
}
