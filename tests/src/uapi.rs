//! What the system's C headers say: constants, sizes and offsets, to compare ours with.
//!
//! One small C program prints them all. Headers differ in age, so an expression may name what the
//! installed ones do not have; then the compiler names the line, and it is left out.

use std::{
    collections::BTreeSet,
    env,
    fmt::{self, Write as _},
    fs,
    path::Path,
};

use crate::{
    skip::Skip,
    temp_dir::TempDir,
    tool::{Tool, tool},
};

/// Values of C expressions, in the order of the request.
#[derive(Clone, Debug)]
pub struct Values<'a> {
    values: Vec<(&'a str, Option<i128>)>,
}

impl<'a> Values<'a> {
    /// Each expression with its value, or `None` where the headers do not have it.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Option<i128>)> {
        self.values.iter().copied()
    }

    /// The value of `expression`, or `None` where the headers do not have it.
    ///
    /// # Panics
    ///
    /// If it was not requested.
    #[must_use]
    pub fn get(&self, expression: &str) -> Option<i128> {
        let asked = self.iter().find(|(asked, _)| *asked == expression);
        asked.unwrap_or_else(|| panic!("`{expression}` was not asked for")).1
    }

    /// What the headers do not have, as a reason to [`partly_skip!`](crate::partly_skip!).
    ///
    /// # Errors
    ///
    /// If there is any.
    pub fn all_present(&self) -> Result<(), Skip> {
        let missing: Vec<&str> =
            self.iter().filter(|(_, value)| value.is_none()).map(|(asked, _)| asked).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Skip::header(format!("the installed headers do not have {}", missing.join(", "))))
    }
}

/// Has the C compiler (`$CC`, or `cc`) evaluate integer expressions.
///
/// `headers` are included in this order: `"linux/rtnetlink.h"`. `offsetof` is there without asking.
///
/// An expression that does not compile counts as missing from the headers, so a misspelt one does too:
/// pass [`Values::all_present`] on, so that people see which ones were not compared.
///
/// # Errors
///
/// If there is no compiler for this target, or one of the headers is not installed.
///
/// # Panics
///
/// If the program cannot be compiled although every line that the compiler complains about is left
/// out, or does not run.
pub fn values<'a>(headers: &[&str], expressions: &[&'a str]) -> Result<Values<'a>, Skip> {
    let cc = tool(&env::var("CC").unwrap_or_else(|_| "cc".to_owned()))?;
    let directory = TempDir::new();
    let mut missing = BTreeSet::new();
    let program = loop {
        let source = Source::new(headers, expressions, &missing);
        match source.compile(&cc, directory.path())? {
            Compiled::Program(program) => break program,
            Compiled::Without(refused) => missing.extend(refused),
        }
    };
    let printed = program.run("");
    let mut printed = printed.lines().map(|line| {
        line.parse::<i128>().unwrap_or_else(|e| panic!("the C program printed `{line}`: {e}"))
    });
    let values = expressions.iter().enumerate().map(|(index, expression)| {
        let value = (!missing.contains(&index))
            .then(|| printed.next().expect("the C program prints one line per expression"));
        (*expression, value)
    });
    Ok(Values { values: values.collect() })
}

/// [`values`], where what we say is known: each expression with our value of it.
///
/// # Errors
///
/// As [`values`].
///
/// # Panics
///
/// As [`values`]; and if the headers say anything else, with everything that differs.
pub fn same<'a>(headers: &[&str], ours: &[(&'a str, i128)]) -> Result<Values<'a>, Skip> {
    let expressions: Vec<&str> = ours.iter().map(|(expression, _)| *expression).collect();
    let values = values(headers, &expressions)?;
    let differ: Vec<String> = values
        .iter()
        .zip(ours)
        .filter_map(|((expression, theirs), (_, ours))| {
            let theirs = theirs.filter(|theirs| theirs != ours)?;
            Some(format!("{expression} is {theirs}, not {ours}"))
        })
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    Ok(values)
}

/// Holds our values of C expressions against the installed headers ([`same`]), or skips the test;
/// says which expressions the headers do not have.
#[macro_export]
macro_rules! same_as_headers {
    ($headers:expr, $ours:expr) => {{
        let values = $crate::or_skip!($crate::uapi::same($headers, $ours));
        if let Err(skip) = values.all_present() {
            $crate::partly_skip!(skip);
        }
    }};
}

/// Sizes and offsets of our structures under the names that C has for them and their members, for
/// [`same_as_headers!`](crate::same_as_headers!).
///
/// ```
/// #[repr(C)]
/// struct Header {
///     len: u32,
///     ty: u16,
/// }
///
/// let layouts = netlink_tests::layouts! {
///     Header = "nlmsghdr" { len: "nlmsg_len", ty: "nlmsg_type" }
/// };
/// assert_eq!(layouts[0], ("sizeof(struct nlmsghdr)", 8));
/// assert_eq!(layouts[2], ("offsetof(struct nlmsghdr, nlmsg_type)", 4));
/// ```
#[macro_export]
macro_rules! layouts {
    ($($ours:ty = $theirs:literal { $($field:ident: $member:literal),* $(,)? })*) => {
        &[$(
            (concat!("sizeof(struct ", $theirs, ")"), size_of::<$ours>() as i128),
            $((
                concat!("offsetof(struct ", $theirs, ", ", $member, ")"),
                ::core::mem::offset_of!($ours, $field) as i128,
            ),)*
        )*]
    };
}

/// The C program, and which expression each of its lines holds.
struct Source {
    text: String,
    /// For each line, the index of its expression.
    lines: Vec<Option<usize>>,
}

enum Compiled {
    Program(Tool),
    /// The expressions the compiler refused, at least one.
    Without(Vec<usize>),
}

impl Source {
    fn new(headers: &[&str], expressions: &[&str], missing: &BTreeSet<usize>) -> Self {
        let mut source = Self { text: String::new(), lines: Vec::new() };
        for header in ["stdio.h", "stddef.h"].iter().chain(headers) {
            source.line(None, format_args!("#include <{header}>"));
        }
        // A compiler for another machine would give that machine's layouts.
        source.line(
            None,
            format_args!(
                "_Static_assert(sizeof(void *) == {} && __BYTE_ORDER__ == __ORDER_{}_ENDIAN__, \
                 \"{WRONG_TARGET}\");",
                size_of::<*const u8>(),
                if cfg!(target_endian = "little") { "LITTLE" } else { "BIG" },
            ),
        );
        source.line(None, format_args!("int main(void) {{"));
        for (index, expression) in expressions.iter().enumerate() {
            if missing.contains(&index) {
                continue;
            }
            // The comparison tells a negative number from a large unsigned one.
            source.line(
                Some(index),
                format_args!(
                    "({expression}) < 0 ? printf(\"%lld\\n\", (long long)({expression})) \
                     : printf(\"%llu\\n\", (unsigned long long)({expression}));"
                ),
            );
        }
        source.line(None, format_args!("}}"));
        source
    }

    fn line(&mut self, expression: Option<usize>, line: fmt::Arguments<'_>) {
        writeln!(self.text, "{line}").expect("writing to a String");
        self.lines.push(expression);
    }

    fn compile(&self, cc: &Tool, directory: &Path) -> Result<Compiled, Skip> {
        let source = directory.join(FILE);
        let program = directory.join("program");
        fs::write(&source, &self.text).expect("writing to the temporary directory");
        let Err(failure) = cc.attempt(&["-w", "-o", path(&program), path(&source)], "") else {
            return Ok(Compiled::Program(Tool::at(program)));
        };
        if let Some(line) = failure.stderr.lines().find(|line| line.contains("No such file")) {
            return Err(Skip::tool(format!("a C header is not installed: {line}")));
        }
        if failure.stderr.contains(WRONG_TARGET) {
            return Err(Skip::tool(WRONG_TARGET));
        }
        let refused: Vec<usize> = failure.stderr.lines().filter_map(|m| self.refused(m)).collect();
        assert!(!refused.is_empty(), "{failure}\n{}", self.text);
        Ok(Compiled::Without(refused))
    }

    /// The expression that a message of the compiler is about: `…/values.c:12:5: error: …`.
    fn refused(&self, message: &str) -> Option<usize> {
        let (_, position) = message.split_once(&format!("{FILE}:"))?;
        let (line, rest) = position.split_once(':')?;
        if !rest.contains("error:") {
            return None;
        }
        let line: usize = line.parse().ok()?;
        *self.lines.get(line.checked_sub(1)?)?
    }
}

const FILE: &str = "values.c";
const WRONG_TARGET: &str = "the C compiler is not for the machine that the tests are for";

fn path(path: &Path) -> &str {
    path.to_str().expect("the temporary directory's name is UTF-8")
}
