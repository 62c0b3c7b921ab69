//! Numbers that are held: what was measured against `tests/bars/bars.txt`.
//!
//! In: names and numbers of one language. Out: a failure that says which are above their bars, and the new lines.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::root;

/// Holds numbers against those that were committed, of one language.
///
/// # Panics
/// If a number is more than five percent above its bar, has none, or is not measured any more.
pub fn hold(language: &str, measured: &BTreeMap<String, u64>) {
    let text = fs::read_to_string(root().join("tests/bars/bars.txt")).expect("bars.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let bars: BTreeMap<String, u64> = lines
        .filter_map(|line| line.rsplit_once(' '))
        .filter(|(name, _)| name.starts_with(language))
        .map(|(name, number)| (name.to_owned(), number.parse().expect("a number")))
        .collect();
    let mut wrong = Vec::new();
    for (name, number) in measured {
        match bars.get(name) {
            Some(bar) if number * 100 <= bar * 105 => {}
            Some(bar) => wrong.push(format!("{name}: {number}, and the bar is {bar}")),
            None => wrong.push(format!("{name}: {number}, and there is no bar")),
        }
    }
    let unmeasured = bars.keys().filter(|name| !measured.contains_key(*name));
    wrong.extend(unmeasured.map(|name| format!("{name}: a bar for what nobody measures")));
    let renewed: String = measured.iter().map(|(name, n)| format!("{name} {n}\n")).collect();
    assert!(
        wrong.is_empty(),
        "{}\nIf that is meant, these are the new lines of tests/bars/bars.txt:\n{renewed}",
        wrong.join("\n")
    );
}

/// The output of a program that has to succeed.
///
/// # Panics
/// If it cannot be run, or fails.
pub fn output(command: &mut Command, missing: &str) -> String {
    let done = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} cannot be run ({error}): {missing}"));
    let (text, errors) =
        (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{command:?} failed:\n{text}{errors}");
    format!("{text}{errors}")
}
