//! Generated JavaScript and Python pass the strictest tools of their languages, and their unit tests.
//!
//! In: `generated/`, the support files, `tests/strict`. Out: a failure by the name of each tool that is missing or complains.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::lang::javascript::JavaScript;
use wirewright_codegen::lang::{TARGETS, Target, Unit};
use wirewright_tests::{Memory, compile, root};

/// What makes a program of TypeScript's compiler as strict as it can be, for browsers and Node.
const TSC: &[&str] = &[
    "--strict",
    "--target",
    "es2022",
    "--lib",
    "es2022,dom",
    "--module",
    "nodenext",
    "--types",
    "",
];

fn strict() -> PathBuf {
    root().join("tests/strict")
}

/// Puts the tools in place, once.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| run(Command::new(strict().join("install")), "tests/strict/install"));
}

/// Runs a tool; whatever it says is the failure.
fn run(mut command: Command, name: &str) {
    let output = command.output().unwrap_or_else(|error| panic!("{name} cannot run: {error}"));
    assert!(
        output.status.success(),
        "{name} complains:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn npm_tool(name: &str) -> Command {
    install();
    Command::new(strict().join("node_modules/.bin").join(name))
}

fn python_tool(name: &str) -> Command {
    install();
    let mut command = Command::new(root().join("target/venv/bin").join(name));
    command.current_dir(root().join("generated"));
    command
}

/// The files of a folder whose names end in one of these.
fn files(folder: &Path, endings: &[&str], but: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder");
    let mut found: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
            endings.iter().any(|ending| name.ends_with(ending)) && !(name.ends_with(but))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "nothing in {}", folder.display());
    found
}

/// A folder beside the build's, empty.
fn scratch(name: &str) -> PathBuf {
    let folder = root().join("target/strict").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder goes");
    }
    fs::create_dir_all(&folder).expect("a new folder");
    folder
}

fn javascript() -> PathBuf {
    root().join("generated/javascript")
}

#[test]
fn typescript_finds_nothing_in_the_modules() {
    let mut tsc = npm_tool("tsc");
    tsc.args(["--noEmit", "--checkJs", "--allowJs"]).args(TSC);
    run(
        {
            tsc.args(files(&javascript(), &[".js"], ".d.ts"));
            tsc
        },
        "tsc on .js",
    );
}

#[test]
fn typescript_finds_nothing_in_the_declarations() {
    let mut tsc = npm_tool("tsc");
    tsc.arg("--noEmit").args(TSC).args(files(&javascript(), &[".d.ts"], ".js"));
    run(tsc, "tsc on .d.ts");
}

#[test]
fn typed_programs_compile_against_the_declarations() {
    let mut tsc = npm_tool("tsc");
    tsc.args(["--noEmit", "--exactOptionalPropertyTypes"]).args(TSC);
    tsc.arg(root().join("tests/javascript/types.ts"));
    run(tsc, "tsc on types.ts");
}

#[test]
fn eslint_finds_nothing() {
    let mut eslint = npm_tool("eslint");
    // Files outside of the configuration's folder are not linted, so the folder of the files is the one it counts from.
    eslint.current_dir(root()).args(["--max-warnings", "0", "--no-config-lookup", "--config"]);
    eslint.arg(strict().join("eslint.config.js"));
    eslint.args(files(&javascript(), &[".js"], ".d.ts"));
    run(eslint, "eslint");
}

#[test]
fn what_has_no_fixed_size_passes_the_same_in_javascript() {
    let text = |name: &str| {
        fs::read_to_string(root().join("tests/variable").join(name)).expect("a schema")
    };
    let memory = ["base.yaml", "javascript.yaml"]
        .into_iter()
        .fold(Memory::default(), |memory, name| memory.with(name, &text(name)));
    let compiled = compile(&memory).compiled.expect("a schema without mistakes");
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "variable" };
    let out = scratch("variable-javascript");
    for (path, text) in JavaScript.emit(unit, &mut Diagnostics::default()) {
        put(&out.join(path), &text);
    }
    let mut tsc = npm_tool("tsc");
    tsc.args(["--noEmit", "--checkJs", "--allowJs"]).args(TSC);
    tsc.args(files(&out, &[".js"], ".d.ts"));
    run(tsc, "tsc on .js");
    let mut tsc = npm_tool("tsc");
    tsc.arg("--noEmit").args(TSC).args(files(&out, &[".d.ts"], ".js"));
    run(tsc, "tsc on .d.ts");
    let mut eslint = npm_tool("eslint");
    eslint.current_dir(root()).args(["--max-warnings", "0", "--no-config-lookup", "--config"]);
    eslint.arg(strict().join("eslint.config.js")).args(files(&out, &[".js"], ".d.ts"));
    run(eslint, "eslint");
}

#[test]
fn the_support_declarations_are_what_typescript_makes_of_the_support_file() {
    let out = scratch("declarations");
    let mut tsc = npm_tool("tsc");
    tsc.args(["--declaration", "--emitDeclarationOnly", "--allowJs", "--checkJs"]).args(TSC);
    tsc.arg("--outDir").arg(&out).arg(javascript().join("wirewright.js"));
    run(tsc, "tsc --declaration");
    let support = root().join("codegen/src/lang/javascript/support");
    let source = fs::read_to_string(support.join("wirewright.js")).expect("the support file");
    let made = fs::read_to_string(out.join("wirewright.d.ts")).expect("what was made");
    let header = source.lines().next().expect("a first line");
    let expected = format!("{header}\n\n{made}");
    let found = fs::read_to_string(support.join("wirewright.d.ts")).expect("the declarations");
    assert!(found == expected, "wirewright.d.ts is stale; it is to be:\n{expected}");
}

#[test]
fn bundlers_drop_what_is_not_used() {
    let out = scratch("bundle");
    let bundle = |program: &str| {
        let (entry, result) = (out.join("entry.mjs"), out.join("result.js"));
        put(&entry, program);
        let mut esbuild = npm_tool("esbuild");
        esbuild.current_dir(&out).arg(&entry).args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--log-level=warning",
            "--outfile=result.js",
        ]);
        run(esbuild, "esbuild");
        fs::read_to_string(result).expect("a bundle")
    };
    let from = javascript().join("weather.js");
    let nothing = bundle(&format!("import {:?};\n", from.display().to_string()));
    assert_eq!(nothing.trim(), "", "a module that nothing is used of leaves something");
    let from = from.display().to_string();
    let only = bundle(&format!("export {{ decodeData }} from {from:?};\n"));
    assert!(!only.contains("setFloat32") && !only.contains("TextEncoder"), "{only}");
    assert!(!only.contains("0.1.0"), "the test of versions is not dropped:\n{only}");
}

fn put(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

#[test]
fn mypy_finds_nothing() {
    let mut mypy = python_tool("mypy");
    let cache = root().join("target/strict/mypy");
    mypy.args(["--strict", "--python-version", "3.10", "--cache-dir"]).arg(cache).arg("python");
    run(mypy, "mypy");
}

#[test]
fn ruff_finds_nothing() {
    let mut ruff = python_tool("ruff");
    ruff.args(["check", "--no-cache", "--quiet", "--config"]).arg(strict().join("ruff.toml"));
    ruff.arg("python");
    run(ruff, "ruff check");
}

#[test]
fn ruff_would_format_nothing_otherwise() {
    let mut ruff = python_tool("ruff");
    ruff.args(["format", "--check", "--diff", "--no-cache", "--quiet", "--config"]);
    ruff.arg(strict().join("ruff.toml")).arg("python");
    run(ruff, "ruff format");
}

#[test]
fn mypy_and_ruff_find_nothing_where_sizes_depend_on_values() {
    let out = scratch("variable");
    let text = fs::read_to_string(root().join("tests/variable/python.yaml")).expect("a schema");
    let compiled = compile(&Memory::of(&text)).compiled.expect("it is right");
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
    let python = TARGETS.iter().find(|target| target.name() == "python").expect("the language");
    fs::create_dir_all(out.join("python")).expect("a folder");
    for (path, text) in python.emit(unit, &mut Diagnostics::default()) {
        put(&out.join("python").join(path), &text);
    }
    let mut mypy = python_tool("mypy");
    let cache = root().join("target/strict/mypy-variable");
    mypy.args(["--strict", "--python-version", "3.10", "--cache-dir"]).arg(cache).arg("python");
    mypy.current_dir(&out);
    run(mypy, "mypy");
    for mode in [&["check"][..], &["format", "--check", "--diff"]] {
        let mut ruff = python_tool("ruff");
        ruff.current_dir(&out).args(mode).args(["--no-cache", "--quiet", "--config"]);
        ruff.arg(strict().join("ruff.toml")).arg("python");
        run(ruff, "ruff");
    }
}

#[test]
fn python_compiles_without_a_warning() {
    let out = scratch("pyc");
    let mut python = Command::new("python3");
    python.env("PYTHONPYCACHEPREFIX", out).args(["-W", "error", "-m", "py_compile"]);
    python.args(files(&root().join("generated/python"), &[".py"], ".pyi"));
    run(python, "python3 -m py_compile");
}

#[test]
fn unit_tests_in_javascript() {
    // Nothing may need `eval`: pages forbid it.
    let mut node = Command::new("node");
    node.args(["--disallow-code-generation-from-strings", "--test"]);
    node.args(files(&root().join("tests/javascript"), &[".test.mjs"], ".ts"));
    run(node, "node --test");
}

#[test]
fn unit_tests_in_python() {
    // Checks must not be assertions, which -O takes out.
    for flags in [["-W", "error"], ["-O", "-I"]] {
        let mut python = Command::new("python3");
        python.current_dir(root().join("generated")).args(flags).arg("-B");
        python.arg(root().join("tests/python/run.py"));
        run(python, &format!("python3 {}", flags.join(" ")));
    }
}

#[test]
fn every_file_has_the_version_of_the_tool() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(version, wirewright_codegen::lang::version());
    let generated = root().join("generated");
    let scripts = files(&generated.join("javascript"), &[".js", ".d.ts", ".json"], "-")
        .into_iter()
        .chain(files(&generated.join("python"), &[".py"], "-"));
    for path in scripts {
        let text = fs::read_to_string(&path).expect("a generated file");
        let mark = format!("@generated by wirewright {version}");
        assert!(text.contains(&mark), "{} does not say `{mark}`", path.display());
    }
    let constants = [
        ("javascript/wirewright.js", format!("export const VERSION = \"{version}\";")),
        ("javascript/wirewright.d.ts", format!("export declare const VERSION = \"{version}\";")),
        ("javascript/weather.js", format!("madeFor(\"{version}\")")),
        ("python/_wirewright.py", format!("VERSION = \"{version}\"")),
        ("python/weather.py", format!("if _ww.VERSION != \"{version}\":")),
    ];
    for (path, line) in constants {
        let text = fs::read_to_string(generated.join(path)).expect("a generated file");
        assert!(text.contains(&line), "{path} does not say `{line}`");
    }
}

#[test]
fn the_list_of_packages_names_no_host() {
    let lock = fs::read_to_string(strict().join("package-lock.json")).expect("the list");
    assert!(!lock.contains("\"resolved\""), "made without omit-lockfile-registry-resolved");
}
