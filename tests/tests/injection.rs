//! Text and names of schemas never become code, in any language, at any place (semantics S5; hazards 151 to 161).
//!
//! In: hostile texts at every place of a schema. Out: a failure where the parsed output differs from that of harmless text
//! in more than comments and the values of literals, where a text does not come back, or where a name does not compile.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proc_macro2::{TokenStream, TokenTree};
use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::lang::{TARGETS, Unit};
use wirewright_tests::{Memory, compile, root};

/// What ends, begins or hides something in some language or tool.
const HOSTILE: &[&str] = &[
    "*/ evil(); /*",
    "/* evil */",
    "/**/ evil /**/",
    "*/",
    "/*",
    "* / */ /",
    "**/",
    "// evil",
    "\"\"\" evil \"\"\"",
    "\"\"\"",
    "''' evil '''",
    "\"",
    "'",
    "ends in a quote\"",
    "\"starts with one",
    "\\",
    "ends in a backslash\\",
    "\\\\",
    "\\\"",
    "\\\"\"\" evil",
    "\\N{DIGIT ONE}",
    "\\N{NO SUCH NAME}",
    "\\u0041 \\U00000041 \\x41 \\101",
    "\\u",
    "\\x",
    "\\u{110000}",
    "\\n\\r\\0",
    "??/",
    "what??/",
    "??' ??( ??/\" ??!",
    "<% %> %: %:%:",
    "</script><script>evil()</script>",
    "<!-- evil -->",
    "]]>",
    "```\nstd::process::abort();\n```",
    "```rust\nevil!();\n```\n\n    indented();",
    "#[doc = \"evil\"]",
    "#![no_std]",
    "#include \"/etc/passwd\"",
    "#define evil 1",
    "{{ evil }} {% evil %} {# evil #}",
    "{{",
    "{%",
    "{#",
    "${evil} `${evil}`",
    "`",
    "%s %n %1$s {} {0} {evil}",
    "@type {evil} @param @deprecated @ts-nocheck",
    "{@link evil}",
    "::add-mask::evil",
    "::set-output name=evil::1",
    "# sourceMappingURL=evil.js",
    "eslint-disable",
    "type: ignore  # noqa",
    "line one\nline two",
    "line one\n*/ evil\n\"\"\" evil\n\\",
    "trailing backslash\\\nnext line",
    "trailing trigraph??/\nnext line",
    "first\n\n\nlast",
    "\ttabs\tinside",
    "\u{2028}evil\u{2029}",
    "\u{202e}live\u{202c} \u{2066}evil\u{2069}",
    "\u{200b}\u{feff}invisible",
    "\u{85}next line",
    "\r evil",
    "nul \0 evil",
    "\u{1b}[31mred",
    "\u{7f}",
    "ünïcödé 😀 \u{1f468}\u{200d}\u{1f469}",
    "日本語",
    "r#\"evil\"#",
    "b'evil'",
    "__proto__",
    "constructor",
];

/// A text as a double-quoted scalar of YAML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            c => out.push_str(&format!("\\U{:08X}", c as u32)),
        }
    }
    out.push('"');
    out
}

/// A text at every place that is for people.
fn documented(text: &str) -> String {
    let t = quoted(text);
    let about = format!("doc: {t}, deprecated: {t}, original: {t}");
    format!(
        "wirewright: 1
package: sample
doc: {t}
constants:
  number: {{value: 7, {about}}}
enums:
  Kind: {{type: u8, {about}, values: {{a: {{value: 1, {about}}}, b: 2}}}}
flags:
  Options: {{type: u8, closed: true, {about}, bits: {{a: {{bit: 1, {about}}}}}}}
structs:
  Inner: {{{about}, fields: [{{x: {{type: u16, unit: {t}, {about}}}}}]}}
messages:
  Holder:
    id: 1
    doc: {t}
    deprecated: {t}
    original: {t}
    fields:
      - plain: {{type: i32, unit: {t}, scale: 0.5, {about}}}
      - list: {{type: \"Kind[2]\", {about}}}
      - inner: {{type: Inner, {about}}}
      - magic: {{type: u8, const: 3, {about}}}
      - group:
          bits: u8
          doc: {t}
          deprecated: {t}
          original: {t}
          fields:
            - low: {{type: u4, unit: {t}, {about}}}
            - kind: {{type: Kind, width: 4, {about}}}
"
    )
}

/// A text at every place where it is a value.
fn valued(text: &str) -> String {
    let (t, size) = (quoted(text), text.len().max(1));
    format!(
        "wirewright: 1
package: sample
constants:
  constant: {t}
messages:
  Holder:
    fields:
      - magic: {{type: \"char[{size}]\", const: {t}}}
      - label: {{type: \"char[{size}]\", default: {t}}}
"
    )
}

/// Writes what every language makes of a schema below a folder; `None` if it is refused.
fn generate(schema: &str, folder: &Path) -> Option<()> {
    let compiled = compile(&Memory::of(schema)).compiled?;
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
    let mut diagnostics = Diagnostics::default();
    for target in TARGETS {
        for (path, text) in target.emit(unit, &mut diagnostics) {
            let path = folder.join(target.name()).join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            put(&path, &text);
        }
    }
    (!diagnostics.has_errors()).then_some(())
}

fn put(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

fn scratch(name: &str) -> PathBuf {
    let folder = root().join("target/injection").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder goes");
    }
    fs::create_dir_all(&folder).expect("a new folder");
    folder
}

/// What a program prints; it must succeed.
fn output(command: &mut Command) -> String {
    let output = command.output().expect("a program that is installed");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Rust's tokens without docs; literals by their kind.
fn rust_tokens(tokens: TokenStream, out: &mut Vec<String>) {
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                let is_doc =
                    |group: &str| group.starts_with("[doc") || group.starts_with("[deprecated");
                if trees.peek().is_some_and(|next| is_doc(&next.to_string().replace(' ', ""))) {
                    trees.next();
                } else if let Some(TokenTree::Punct(inner)) = trees.peek()
                    && inner.as_char() == '!'
                {
                    let bang = trees.next();
                    if trees.peek().is_some_and(|next| is_doc(&next.to_string().replace(' ', ""))) {
                        trees.next();
                    } else {
                        out.push(format!("#{}", bang.map_or_else(String::new, |b| b.to_string())));
                    }
                } else {
                    out.push("#".to_owned());
                }
            }
            TokenTree::Group(group) => {
                out.push(format!("{:?}", group.delimiter()));
                rust_tokens(group.stream(), out);
                // A list on several lines has a comma more.
                if out.last().is_some_and(|last| last == ",") {
                    out.pop();
                }
                out.push("end".to_owned());
            }
            TokenTree::Literal(_) => out.push("literal".to_owned()),
            other @ (TokenTree::Ident(_) | TokenTree::Punct(_)) => {
                let other = other.to_string();
                if other == ">" && out.last().is_some_and(|last| last == ",") {
                    out.pop();
                }
                out.push(other);
            }
        }
    }
}

/// Text of a language with C's comments: its code without them, literals by their kind.
fn c_tokens(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            let end = comment.find("*/").expect("an ended comment");
            rest = &comment[end + 2..];
        } else if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if c == '"' || c == '\'' {
            let mut escaped = false;
            let end = rest[1..].find(|d| {
                let ends = d == c && !escaped;
                escaped = d == '\\' && !escaped;
                ends
            });
            rest = &rest[end.expect("an ended literal") + 2..];
            // Neighbours are one literal.
            if !out.trim_end().ends_with("literal") {
                out.push_str(" literal ");
            }
        } else if c.is_ascii_digit() && !out.ends_with(|d: char| d.is_alphanumeric() || d == '_') {
            rest = rest.trim_start_matches(|d: char| d.is_alphanumeric());
            out.push_str(" number ");
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn c_code(path: &Path) -> String {
    let arguments = ["-std=c99", "-x", "c", "-fpreprocessed", "-dD", "-E", "-P"];
    c_tokens(&output(Command::new("gcc").args(arguments).arg(path)))
}

fn same(hostile: &str, harmless: &str, language: &str, text: &str) {
    let at = hostile.bytes().zip(harmless.bytes()).take_while(|(a, b)| a == b).count();
    let part = |code: &str| {
        String::from_utf8_lossy(code.as_bytes().get(at..).unwrap_or(&[]))
            .chars()
            .take(80)
            .collect::<String>()
    };
    assert!(
        hostile == harmless,
        "{language}, {text:?}: {} instead of {}",
        part(hostile),
        part(harmless)
    );
}

fn compare_compiled(pair: &Path, text: &str) {
    let [hostile, harmless] = ["hostile", "harmless"].map(|kind| pair.join(kind));
    let read = |folder: &Path, file: &str| {
        fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
    };
    let rust = |folder: &Path| {
        let code = read(folder, "rust/src/sample.rs");
        let file = syn::parse_file(&code).unwrap_or_else(|e| panic!("{text:?}: {e}\n{code}"));
        let mut out = vec![file.items.len().to_string()];
        rust_tokens(code.parse().expect("tokens"), &mut out);
        out.join(" ")
    };
    same(&rust(&hostile), &rust(&harmless), "Rust", text);
    let types = |folder: &Path| c_tokens(&read(folder, "javascript/sample.d.ts"));
    same(&types(&hostile), &types(&harmless), "TypeScript", text);
    let c = |folder: &Path| c_code(&folder.join("c/sample.h"));
    same(&c(&hostile), &c(&harmless), "C", text);
}

fn check_texts(name: &str, schema: fn(&str) -> String) -> usize {
    let folder = scratch(name);
    let mut accepted = 0;
    for (index, text) in HOSTILE.iter().enumerate() {
        let pair = folder.join(format!("p{index}"));
        // The same number of bytes, so that what is counted is the same.
        let harmless = "x".repeat(text.len());
        generate(&schema(&harmless), &pair.join("harmless")).expect("harmless text is accepted");
        if generate(&schema(text), &pair.join("hostile")).is_none() {
            fs::remove_dir_all(&pair).expect("what was refused goes");
            continue;
        }
        accepted += 1;
        put(&pair.join("text.json"), &serde_json::to_string(text).expect("JSON"));
        compare_compiled(&pair, text);
    }
    assert!(accepted >= 40, "only {accepted} texts get as far as the output");
    let scripts = root().join("tests/tests/injection");
    let install = root().join("tests/strict/install");
    output(&mut Command::new(install));
    let acorn = root().join("tests/strict/node_modules/acorn/dist/acorn.mjs");
    let node = output(Command::new("node").arg(scripts.join("tokens.mjs")).arg(acorn).arg(&folder));
    assert_eq!(node, "", "JavaScript");
    let python = output(Command::new("python3").arg(scripts.join("trees.py")).arg(&folder));
    assert_eq!(python, "", "Python");
    accepted
}

#[test]
fn texts_for_people_stay_comments() {
    assert_eq!(check_texts("documented", documented), HOSTILE.len(), "docs may hold any text");
}

#[test]
fn texts_that_are_values_stay_literals_and_come_back() {
    let accepted = check_texts("valued", valued);
    println!("{accepted} of {} texts are accepted as values", HOSTILE.len());
}

/// All reserved words of all languages that are names in a schema, and some that generated code uses.
fn words() -> BTreeSet<String> {
    let used = [
        "at", "bytes", "data", "decode", "encode", "error", "field", "fields", "found", "index",
        "main", "offset",
    ];
    let more = [
        "out", "raw", "self", "size", "struct", "target", "types", "unit", "value", "view", "w",
        "ww", "range", "int1",
    ];
    let reserved = TARGETS.iter().flat_map(|target| target.naming().keywords);
    reserved
        .chain(&used)
        .chain(&more)
        .filter(|word| wirewright_codegen::name::is_value_name(word))
        .map(|word| (*word).to_owned())
        .collect()
}

#[test]
fn reserved_words_are_names_or_diagnostics() {
    let folder = scratch("names");
    let (mut javascript, mut python, mut accepted) = (Vec::new(), Vec::new(), 0);
    for word in words() {
        let as_names = format!(
            "wirewright: 1
package: sample
enums: {{Kind: {{type: u8, values: {{{word}: 1, other: 2}}}}}}
flags: {{Options: {{type: u8, bits: {{{word}: 1}}}}}}
messages:
  Holder: {{fields: [{{{word}: {{type: i16, scale: 0.5}}}}, {{list: {{type: \"i8[2]\", scale: 2}}}}, {{kind: Kind}}]}}
  Group: {{fields: [{{{word}: {{bits: u8, fields: [{{{word}: {{type: u8, scale: 0.5}}}}]}}}}]}}
"
        );
        let as_package = format!(
            "wirewright: 1\npackage: {word}\nmessages: {{Holder: {{fields: [{{x: u8}}, {{{word}: u8}}]}}}}\n"
        );
        for (kind, schema) in [("names", as_names), ("package", as_package)] {
            let place = folder.join(format!("{word}_{kind}"));
            if generate(&schema, &place).is_none() {
                continue;
            }
            accepted += 1;
            javascript.extend(files(&place.join("javascript"), "js"));
            python.extend(files(&place.join("python"), "py"));
            for header in files(&place.join("c"), "h") {
                let arguments = ["-std=c99", "-Wall", "-Werror", "-fsyntax-only"];
                let mut gcc = Command::new("gcc");
                gcc.args(arguments).args(["-x", "c", "-include"]).arg(header).arg("/dev/null");
                output(&mut gcc);
            }
            for module in files(&place.join("rust/src"), "rs") {
                let code = fs::read_to_string(&module).expect("a module");
                syn::parse_file(&code).unwrap_or_else(|e| panic!("{word}: {e}\n{code}"));
            }
        }
    }
    println!("{accepted} schemas with reserved words compile");
    assert!(accepted > 200, "only {accepted} schemas were accepted");
    let imports: String = javascript
        .iter()
        .map(|path| format!("await import({:?});\n", path.display().to_string()))
        .collect();
    put(&folder.join("all.mjs"), &imports);
    output(Command::new("node").arg(folder.join("all.mjs")));
    output(
        Command::new("python3")
            .env("PYTHONPYCACHEPREFIX", folder.join("pyc"))
            .args(["-W", "error", "-m", "py_compile"])
            .args(&python),
    );
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    found.sort();
    found
}
