//! The output is the same byte for byte on every run, in every folder, locale and time zone, and says nothing of the
//! machine on which it was made.

mod tool;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use tool::{command, folder, put_schemas, tree};

/// Names that would be seen if the output told who made it.
const PERSON: &str = "zq-person-zq";
const MACHINE: &str = "zq-machine-zq";

fn generate(dir: &Path, locale: &str, zone: &str) -> BTreeMap<String, Vec<u8>> {
    let out = dir.join("generated");
    if out.exists() {
        std::fs::remove_dir_all(&out).expect("emptied");
    }
    let mut run = command(dir, &["generate", "--testee"]);
    run.env("LC_ALL", locale).env("LANG", locale).env("TZ", zone);
    run.env("USER", PERSON).env("LOGNAME", PERSON).env("HOSTNAME", MACHINE);
    let output = run.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty());
    tree(&out)
}

#[test]
fn every_run_is_the_same_everywhere() {
    let folders = [folder(), folder()];
    let deep = folders[1].path().join("a folder/of another depth/and name");
    let places = [folders[0].path().to_path_buf(), deep];
    for place in &places {
        put_schemas(place);
    }
    let first = generate(&places[0], "C", "UTC");
    assert!(first.len() > 3);
    for run in 0..12 {
        for place in &places {
            for locale in ["C", "ru_RU.UTF-8"] {
                for zone in ["UTC", "Asia/Kathmandu"] {
                    let again = generate(place, locale, zone);
                    assert!(again.keys().eq(first.keys()), "run {run}: other files");
                    for (name, bytes) in &again {
                        assert!(
                            first[name] == *bytes,
                            "run {run}, {locale}, {zone}: {name} differs"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn the_way_in_which_schemas_are_named_does_not_matter() {
    let dir = folder();
    put_schemas(dir.path());
    let expected = generate(dir.path(), "C", "UTC");
    let mut files: Vec<String> = tree(&dir.path().join("schemas"))
        .into_keys()
        .map(|name| format!("schemas/{name}"))
        .collect();
    files.reverse();
    let absolute = dir.path().join("schemas").to_string_lossy().into_owned();
    let ways = [vec![absolute], vec!["./schemas/".to_owned()], files];
    for way in ways {
        std::fs::remove_dir_all(dir.path().join("generated")).expect("emptied");
        let mut arguments = vec!["generate", "--testee"];
        arguments.extend(way.iter().map(String::as_str));
        let status = command(dir.path(), &arguments).output().expect("the program runs").status;
        assert!(status.success());
        assert!(tree(&dir.path().join("generated")) == expected, "{way:?}");
    }
}

#[test]
fn the_output_says_nothing_of_the_machine() {
    let dir = folder();
    put_schemas(dir.path());
    let files = generate(dir.path(), "C", "UTC");
    let said = |program: &str, argument: &str| {
        let output = Command::new(program).arg(argument).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let mut words = vec![
        PERSON.to_owned(),
        MACHINE.to_owned(),
        dir.path().to_string_lossy().into_owned(),
        wirewright_tests::root().to_string_lossy().into_owned(),
    ];
    // Names of a few letters, such as root, are words of programs too.
    words.extend(
        [said("uname", "-n"), said("id", "-un")].into_iter().flatten().filter(|w| w.len() > 7),
    );
    words.extend(["/home/", "/root/", "/Users/", "/tmp/", "C:\\", "file://"].map(str::to_owned));
    for (name, bytes) in &files {
        let text = std::str::from_utf8(bytes).expect("generated files are UTF-8");
        for word in &words {
            assert!(!text.contains(word.as_str()), "{name} says {word}");
        }
        assert!(!text.contains('\r'), "{name} has line ends of another system");
        assert_eq!(date(text), None, "{name} has a date or time");
    }
}

/// Something like 2020-07-28 or 12:30:00.
fn date(text: &str) -> Option<&str> {
    let shapes = ["dddd-dd-dd", "dd:dd:dd", "dd.dd.dddd", "dddd/dd/dd"];
    let fits = |window: &[u8], shape: &str| {
        window.iter().zip(shape.bytes()).all(|(byte, sign)| match sign {
            b'd' => byte.is_ascii_digit(),
            sign => *byte == sign,
        })
    };
    shapes.iter().find_map(|shape| {
        let at = text.as_bytes().windows(shape.len()).position(|window| fits(window, shape))?;
        text.get(at..at + shape.len())
    })
}
