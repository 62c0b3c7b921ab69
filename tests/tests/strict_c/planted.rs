//! Code that is wrong: each compiler, the optimizer, the linker and the macros of Arduino have to refuse it.
//!
//! In: wrong code. Out: a failure if it passes, since then the other tests could not fail either.

use std::process::Command;

use super::compiler::{self, COMPILERS, Language, refuse, side_by_side, silent};
use super::headers::{Headers, put, scratch};
use super::{link, users};

/// A word of what a compiler has to say, and the code of which it has to say it.
const PLANTED: &[(&str, &str)] = &[
    ("unused-variable", "void f(void);\nvoid f(void) { int a = 1; }\n"),
    ("unused-parameter", "int f(int a);\nint f(int a) { return 1; }\n"),
    ("zero", "typedef struct planted { int n; int none[0]; } planted;\n"),
    ("conversion", "short f(int a);\nshort f(int a) { return a; }\n"),
    ("sign-conversion", "unsigned f(int a);\nunsigned f(int a) { return a; }\n"),
    ("shadow", "int f(int a);\nint f(int a) { { int a = 1; return a; } }\n"),
    ("cast-align", "int *f(char *p);\nint *f(char *p) { return (int *)p; }\n"),
    ("cast-qual", "char *f(const char *p);\nchar *f(const char *p) { return (char *)p; }\n"),
    ("undef", "#if PLANTED\n#endif\nint f(void);\n"),
    (
        "double-promotion",
        "double f(float a, double b);\ndouble f(float a, double b) { return a * b; }\n",
    ),
];

/// The same of C alone.
const PLANTED_C: &[(&str, &str)] =
    &[("strict-prototypes", "int f();\n"), ("missing-prototypes", "int f(void) { return 1; }\n")];

#[test]
fn every_warning_is_on() {
    let folder = scratch("planted");
    let mut jobs = Vec::new();
    for compiler in COMPILERS {
        let more = if compiler.language == Language::C { PLANTED_C } else { &[] };
        jobs.extend(PLANTED.iter().chain(more).enumerate().map(|planted| (compiler, planted)));
    }
    side_by_side(&jobs, |(compiler, (number, (word, text)))| {
        // Its name must not be what is looked for in the complaint.
        let unit =
            folder.join(format!("{number}_{}.{}", compiler.program, compiler.language.suffix()));
        put(&unit, text);
        let mut command = compiler.command(compiler.standards[0], &folder);
        refuse(command.arg("-fsyntax-only").arg(unit), word)
    });
}

/// Headers with one function that is wrong where nobody looks: a compiler, an optimizer or a linker has to find it.
#[test]
fn what_is_wrong_in_a_header_is_found() {
    let headers = |name: &str, text: &str| {
        let folder = scratch(name);
        put(&folder.join("planted.h"), text);
        let headers = Headers { folder, names: vec!["planted.h".to_owned()] };
        headers.write_users();
        headers
    };
    let narrow = headers("narrow", "static inline short narrow(int a) { return a; }\n");
    let large = headers("large", "#define LARGE ((short)1 << 40)\n");
    let unset = headers(
        "unset",
        "static inline int unset(const int *a) {\n  int b;\n  if (a) b = *a;\n  return b;\n}\n",
    );
    let loose = headers("loose", "int loose(void);\nint loose(void) { return 1; }\n");
    let compilers: Vec<_> = COMPILERS.iter().collect();
    side_by_side(&compilers, |compiler| {
        let command = |headers: &Headers| users(compiler, compiler.standards[2], headers);
        refuse(command(&narrow).arg("-fsyntax-only"), "conversion")?;
        refuse(command(&large).arg("-fsyntax-only"), "shift")?;
        refuse(command(&unset).args(["-O2", "-c", "-o", "/dev/null"]), "uninitialized")?;
        let object = loose.folder.join(format!("{}.o", compiler.program));
        silent(command(&loose).arg("-c").arg("-o").arg(&object))?;
        silent(link(compiler).arg(&object))?;
        refuse(link(compiler).arg(&object).arg(&object), "multiple definition")
    });
}

/// Names that the core takes from everybody.
const TAKEN: &[&str] =
    &["B0", "B11111111", "DISABLED", "ENABLED", "HIGH", "INPUT", "LOW", "OUTPUT", "PI", "T1C"];

/// The same of names that are taken in front of a parenthesis.
const TAKEN_CALLS: &[&str] =
    &["F", "abs", "bit", "bitRead", "lowByte", "max", "min", "round", "sq"];

#[test]
fn the_macros_are_really_there() {
    let headers = Headers::of_everything("taken");
    let jobs: Vec<_> = TAKEN
        .iter()
        .map(|name| (name, format!("struct taken {{ int {name}; }};\n")))
        .chain(
            TAKEN_CALLS
                .iter()
                .map(|name| (name, format!("int {name}(struct taken, int *, ...);\n"))),
        )
        .collect();
    side_by_side(&jobs, |(name, declaration)| {
        let compile = |include: &str, kind: &str| {
            let unit = headers.folder.join(format!("taken_{name}_{kind}.c"));
            put(&unit, &format!("{include}struct taken;\n{declaration}"));
            let mut command = Command::new("gcc");
            command.args(["-fno-builtin", "-w", "-fsyntax-only"]).arg(unit);
            command
        };
        silent(&mut compile("", "without"))?;
        refuse(&mut compile("#include \"arduino_macros.h\"\n", "with"), "error")
    });
}

#[test]
fn a_missing_compiler_is_a_failure() {
    let error = compiler::run(&mut Command::new("no-such-compiler")).err().unwrap_or_default();
    assert!(error.contains("`no-such-compiler` cannot be run"), "{error}");
    assert!(COMPILERS.iter().all(|it| compiler::missing(it.program).contains(it.package)));
}
