//! Every generated header under the strictest settings of every compiler, and a program that uses them, with sanitizers.
//!
//! In: `generated/c`, the headers of `tests/cases` and of `tests/c/hard.yaml`, the program in `tests/c`. Out: what a
//! compiler says of them, or a check that fails. Compilers are gcc and clang for C and C++, and Debian's gcc for the
//! ESP8266's core, whose C++ has no library: the headers need none. For each expectation, `planted` breaks it.

#[path = "strict_c/compiler.rs"]
mod compiler;
#[path = "strict_c/headers.rs"]
mod headers;
#[path = "strict_c/planted.rs"]
mod planted;

use std::fs;
use std::process::Command;

use compiler::{COMPILERS, Compiler, Language, refuse, side_by_side, silent, succeed};
use headers::{Headers, put, scratch};
use wirewright_tests::root;

/// Both ways in which members get to the wire.
const BYTE_PATHS: &[&str] = &["-DWRW_LITTLE_ENDIAN=1", "-DWRW_LITTLE_ENDIAN=0"];

/// What changes what types are.
const TYPES: &[&str] = &["-fsigned-char", "-funsigned-char", "-fshort-enums"];

/// A compilation of the unit that uses everything.
fn users(compiler: &Compiler, standard: &str, headers: &Headers) -> Command {
    let mut command = compiler.command(standard, &headers.folder);
    command.arg("-DUSER=use_");
    command.arg(headers.folder.join(format!("all.{}", compiler.language.suffix())));
    command
}

#[test]
fn the_headers_are_silent_in_every_standard() {
    let headers = Headers::of_everything("standards");
    let mut jobs = Vec::new();
    for compiler in COMPILERS {
        for standard in compiler.standards {
            jobs.extend(BYTE_PATHS.iter().map(|path| (compiler, *standard, *path)));
        }
        let newest = compiler.standards.last().expect("standards");
        jobs.extend(TYPES.iter().map(|option| (compiler, *newest, *option)));
    }
    side_by_side(&jobs, |(compiler, standard, option)| {
        silent(users(compiler, standard, &headers).args(["-fsyntax-only", *option]))
    });
    println!("{} headers, {} times all of them", headers.names.len(), jobs.len());
}

/// What only an optimizer sees, and what only a linker sees.
#[test]
fn optimized_headers_are_silent_and_two_units_link() {
    let headers = Headers::of_everything("optimized");
    let objects = |compiler: &Compiler| {
        ["one", "two"].map(|unit| headers.folder.join(format!("{unit}_{}.o", compiler.program)))
    };
    let mut jobs = Vec::new();
    for compiler in COMPILERS {
        let [one, two] = objects(compiler);
        let is_chip = compiler.program.contains("lx106");
        let level = if is_chip { "-Os" } else { "-O2" };
        jobs.push((compiler, level, "-DUSER=one_", BYTE_PATHS[0], one));
        jobs.push((compiler, "-O0", "-DUSER=two_", BYTE_PATHS[1], two));
        // Only gcc's optimizer has warnings of its own: there, both ways.
        if compiler.is_gcc() && compiler.language == Language::C {
            let other = headers.folder.join(format!("other_{}.o", compiler.program));
            jobs.push((compiler, level, "-DUSER=other_", BYTE_PATHS[1], other));
        }
    }
    side_by_side(&jobs, |(compiler, level, user, path, object)| {
        let unit = headers.folder.join(format!("all.{}", compiler.language.suffix()));
        let mut command = compiler.command(compiler.standards[2], &headers.folder);
        command.args([*level, *user, *path, "-c"]).arg(unit).arg("-o").arg(object);
        silent(&mut command)
    });
    let compilers: Vec<_> = COMPILERS.iter().collect();
    side_by_side(&compilers, |compiler| silent(link(compiler).args(objects(compiler))));
    // That every function really was compiled.
    let [one, _] = objects(&COMPILERS[0]);
    let symbols = succeed(Command::new("nm").arg(one)).expect("nm comes with gcc");
    let callers = symbols.matches(" T one_").count();
    assert_eq!(callers, headers.callers());
    assert!(callers > 700, "only {callers} functions");
}

/// Joins objects, and leaves open what is in libraries.
fn link(compiler: &Compiler) -> Command {
    let mut command = Command::new(compiler.program);
    command.args(["-nostdlib", "-r", "-o", "/dev/null"]);
    command
}

#[test]
fn the_macros_of_arduino_change_nothing() {
    let headers = Headers::of_everything("macros");
    let jobs: Vec<_> = COMPILERS
        .iter()
        .flat_map(|compiler| BYTE_PATHS.iter().map(move |path| (compiler, path)))
        .collect();
    side_by_side(&jobs, |(compiler, path)| {
        // The last one is the newest, and on the chip the core's own.
        let standard = compiler.standards.last().expect("standards");
        let mut command = users(compiler, standard, &headers);
        command.args([path, "-fsyntax-only", "-DMACROS=\"arduino_macros.h\""]);
        silent(&mut command)
    });
}

#[test]
fn every_header_stands_alone_and_twice() {
    let headers = Headers::of_everything("alone");
    let mut jobs = Vec::new();
    for name in &headers.names {
        for suffix in ["c", "cpp"] {
            let include = format!("#include \"{name}\"\n");
            put(&headers.folder.join(format!("alone_{name}.{suffix}")), &include.repeat(2));
        }
        jobs.extend(COMPILERS.iter().map(|compiler| (name, compiler)));
    }
    side_by_side(&jobs, |(name, compiler)| {
        let mut command = compiler.command(compiler.standards[0], &headers.folder);
        let unit = format!("alone_{name}.{}", compiler.language.suffix());
        silent(command.arg("-fsyntax-only").arg(headers.folder.join(unit)))
    });
}

#[test]
fn the_analyzer_finds_nothing() {
    let headers = Headers::of_everything("analyzer");
    let gcc = &COMPILERS[0];
    side_by_side(&[()], |()| silent(&mut analyzer(users(gcc, gcc.standards[1], &headers))));
    let folder = scratch("analyzer_planted");
    put(
        &folder.join("all.c"),
        "#include <stdlib.h>\nvoid f(char *p);\nvoid f(char *p) {\n  free(p);\n  free(p);\n}\n",
    );
    let planted = Headers { folder, names: Vec::new() };
    side_by_side(&[()], |()| {
        refuse(&mut analyzer(users(gcc, gcc.standards[1], &planted)), "analyzer-")
    });
}

fn analyzer(mut command: Command) -> Command {
    command.args(["-O1", "-fanalyzer", "-c", "-o", "/dev/null"]);
    command
}

/// No optimizer, which would take away what they watch.
const SANITIZE: &[&str] = &["-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/// How the program of `tests/c` is built: by which compiler, in which of its standards, with which options.
const PROGRAMS: &[(usize, usize, &str, &[&str])] = &[
    (0, 1, BYTE_PATHS[0], SANITIZE),
    (0, 0, BYTE_PATHS[1], SANITIZE),
    (1, 0, BYTE_PATHS[0], SANITIZE),
    (1, 2, BYTE_PATHS[1], SANITIZE),
    (2, 2, BYTE_PATHS[0], SANITIZE),
    (3, 3, BYTE_PATHS[0], SANITIZE),
    (0, 0, BYTE_PATHS[0], &["-O3"]),
    (0, 2, BYTE_PATHS[0], &["-O2", "-DWRW_NO_TEXT_CHECK"]),
];

/// What the program does wrong if it is told to, and what is said of it.
const WRONG: &[(&str, &str)] = &[
    ("check", "api.c:"),
    ("address", "AddressSanitizer: heap-buffer-overflow"),
    ("undefined", "signed integer overflow"),
];

#[test]
fn a_program_that_uses_the_headers_is_right_and_clean() {
    let folder = scratch("api");
    let whole = fs::read_to_string(root().join("tests/c/whole.c")).expect("a part of the program");
    for name in headers::encoded(&root().join("generated/c")) {
        assert!(whole.contains(&format!("WHOLE({name}, ")), "tests/c/whole.c forgets {name}");
    }
    let jobs: Vec<_> = PROGRAMS.iter().enumerate().collect();
    side_by_side(&jobs, |(number, (compiler, standard, path, options))| {
        let compiler = &COMPILERS[*compiler];
        let program = folder.join(format!("api_{number}"));
        let mut command =
            compiler.command(compiler.standards[*standard], &root().join("generated/c"));
        command.args(*options).args([path, "-g"]);
        if compiler.language == Language::Cpp {
            command.arg("-xc++");
        }
        command
            .args(["api.c", "texts.c", "values.c", "whole.c"])
            .current_dir(root().join("tests/c"));
        silent(command.arg("-o").arg(&program))?;
        let said = succeed(&mut Command::new(&program))?;
        let checks = said.strip_prefix("ok ").and_then(|count| count.trim().parse().ok());
        if checks.is_none_or(|checks: usize| checks < 500) {
            return Err(said);
        }
        for (what, why) in WRONG.iter().take(if *options == SANITIZE { WRONG.len() } else { 1 }) {
            refuse(Command::new(&program).arg(what), why)?;
        }
        Ok(())
    });
}
