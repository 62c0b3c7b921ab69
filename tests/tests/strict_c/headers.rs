//! The headers that are tested, in one folder, with units that use all of what they declare.
//!
//! In: `generated/c`, `tests/cases`, `tests/c`. Out: a folder. Must not know: compilers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::lang::{Target, Unit, c::C};
use wirewright_tests::{Memory, compile, root};

/// A folder of a test's own, empty.
pub(crate) fn scratch(test: &str) -> PathBuf {
    let folder = root().join("target/strict_c").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    }
    fs::create_dir_all(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    folder
}

/// Writes a file of a test.
pub(crate) fn put(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a plain name")
}

/// Headers in a folder.
pub(crate) struct Headers {
    pub(crate) folder: PathBuf,
    /// Their names, in order.
    pub(crate) names: Vec<String>,
}

impl Headers {
    /// Those of the examples, of every case, and of what is hard for C, and of what has no fixed size.
    pub(crate) fn of_everything(test: &str) -> Self {
        let folder = scratch(test);
        let mut names = BTreeSet::new();
        let mut add = |file: &str, text: &str| {
            let path = folder.join(file);
            if file == "wirewright.h" && path.exists() {
                assert!(
                    self::text(&path) == text,
                    "generated/c/wirewright.h is of another version"
                );
                return;
            }
            assert!(!path.exists(), "two packages make a {file}");
            put(&path, text);
            names.insert(file.to_owned());
        };
        for path in entries(&root().join("generated/c")) {
            add(name(&path), &text(&path));
        }
        let mut schemas = entries(&root().join("tests/cases"));
        schemas.extend(["hard.yaml", "variable.yaml"].map(|it| root().join("tests/c").join(it)));
        for schema in schemas {
            for (file, text) in emit(&schema) {
                add(&file, &text);
            }
        }
        put(&folder.join("arduino_binary.h"), &arduino_binary());
        put(&folder.join("arduino_macros.h"), &text(&root().join("tests/c/arduino_macros.h")));
        let headers = Self { folder, names: names.into_iter().collect() };
        headers.write_users();
        headers
    }

    /// A unit that calls every function and spells every constant, from functions that anybody might call.
    ///
    /// Compilers look into a `static inline` function, and at a macro, only where it is used. `USER` stands before the
    /// names of the callers, and `MACROS`, if there is one, is included first.
    fn using_everything(&self) -> String {
        let mut unit = String::from(
            "#ifdef MACROS\n#include MACROS\n#endif\n#define JOIN_(a, b) a##b\n#define JOIN(a, b) JOIN_(a, b)\n",
        );
        for name in &self.names {
            let _ = writeln!(unit, "#include \"{name}\"");
        }
        for name in &self.names {
            let header = text(&self.folder.join(name));
            unit.extend(functions(&header).map(|function| function.caller()));
            let stem = name.trim_end_matches(".h");
            let _ = write!(
                unit,
                "\nvoid JOIN(USER, all_{stem})(void);\nvoid JOIN(USER, all_{stem})(void) {{\n"
            );
            for constant in constants(&header) {
                let _ = writeln!(unit, "  (void)({constant});");
            }
            unit.push_str("}\n");
        }
        unit
    }

    /// How many functions that unit has: one for each of a header, and one for the constants of each header.
    pub(crate) fn callers(&self) -> usize {
        let count = |name| text(&self.folder.join(name)).matches("static inline ").count() + 1;
        self.names.iter().map(count).sum()
    }

    /// Writes that unit for C and for C++, as `all.c` and `all.cpp`.
    pub(crate) fn write_users(&self) {
        let unit = self.using_everything();
        for suffix in ["c", "cpp"] {
            put(&self.folder.join(format!("all.{suffix}")), &unit);
        }
    }
}

/// The headers of a schema, or of a folder of schemas that import each other.
fn emit(schema: &Path) -> impl Iterator<Item = (String, String)> {
    let paths = if schema.is_dir() { entries(schema) } else { vec![schema.to_owned()] };
    let memory = paths.iter().fold(Memory::default(), |it, path| it.with(name(path), &text(path)));
    let outcome = compile(&memory);
    let compiled =
        outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()));
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "c" };
    let mut diagnostics = Diagnostics::default();
    let artifacts = C.emit(unit, &mut diagnostics);
    assert!(artifacts.len() > 1, "{}: no headers: {:#?}", schema.display(), diagnostics.sorted());
    artifacts.into_iter()
}

/// Every number of one to eight binary digits, as Arduino spells them.
fn arduino_binary() -> String {
    let numbers = (1..=8).flat_map(|digits| (0..1_u32 << digits).map(move |n| (digits, n)));
    numbers.map(|(digits, n)| format!("#define B{n:0digits$b} {n}\n")).collect()
}

/// A function of a header.
struct Function<'h> {
    result: &'h str,
    name: &'h str,
    parameters: &'h str,
}

impl Function<'_> {
    /// A function that hands its parameters on.
    fn caller(&self) -> String {
        let Self { result, name, parameters } = self;
        let names: Vec<&str> = parameters
            .split(',')
            .map(|parameter| parameter.rsplit([' ', '*']).next().unwrap_or_default())
            .collect();
        let back = if *result == "void" { "" } else { "return " };
        format!(
            "\n{result} JOIN(USER, {name})({parameters});\n{result} JOIN(USER, {name})({parameters}) {{\n  {back}{name}({});\n}}\n",
            names.join(", ")
        )
    }
}

fn functions(header: &str) -> impl Iterator<Item = Function<'_>> {
    header.split("static inline ").skip(1).map(|rest| {
        let signature = rest.split(" {").next().unwrap_or_default();
        let (head, parameters) = signature.split_once('(').expect("parameters");
        let (result, name) = head.split_at(head.rfind([' ', '*']).expect("a result") + 1);
        Function {
            result: result.trim_end(),
            name,
            parameters: parameters.trim().trim_end_matches(')'),
        }
    })
}

/// The types that the headers of a folder encode.
pub(crate) fn encoded(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in entries(folder) {
        let header = text(&path);
        let names = functions(&header).filter_map(|function| function.name.strip_suffix("_encode"));
        found.extend(names.map(str::to_owned));
    }
    assert!(found.len() > 10, "only {found:?}");
    found
}

/// The macros of a header that stand for a value.
fn constants(header: &str) -> BTreeSet<&str> {
    let defined = header.lines().filter_map(|line| line.strip_prefix("#define ")?.split_once(' '));
    defined
        .filter(|(name, value)| !name.contains('(') && !value.starts_with("__"))
        .map(|(name, _)| name)
        .collect()
}
