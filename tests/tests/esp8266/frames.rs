//! Stack as the compiler sees it: the frames of the deepest way through an object's calls.
//!
//! In: what gcc writes with `-fcallgraph-info=su`, a line for each function (its size is that of `-fstack-usage`) and for
//! each call. Out: bytes. Functions of other objects have no frame here.

use std::collections::BTreeMap;

/// Bytes of the deepest chain of calls.
///
/// # Panics
/// If a frame has no fixed size, or a function calls itself: generated code does neither.
pub(crate) fn deepest(graph: &str) -> u64 {
    let (mut frames, mut calls) = (BTreeMap::new(), Vec::new());
    for line in graph.lines() {
        let words: Vec<&str> = line.split('"').collect();
        match words[..] {
            ["node: { title: ", title, " label: ", label, ..] => {
                frames.insert(title, frame(label));
            }
            ["edge: { sourcename: ", from, " targetname: ", to, ..] => {
                calls.push((from, to));
            }
            _ => {}
        }
    }
    assert!(frames.values().any(Option::is_some), "no function:\n{graph}");
    let below = |name| depth(name, &frames, &calls, &mut Vec::new());
    frames.keys().map(|name| below(name)).max().unwrap_or_default()
}

/// `measured_decode\nmeasured.c:16:9\n48 bytes (static)`, or the name of what is elsewhere.
fn frame(label: &str) -> Option<u64> {
    let size = label.split("\\n").find(|part| part.contains(" bytes ("))?;
    let number = size.strip_suffix(" bytes (static)").and_then(|n| n.parse().ok());
    Some(number.unwrap_or_else(|| panic!("a frame without a fixed size: {label}")))
}

fn depth<'g>(
    name: &'g str,
    frames: &BTreeMap<&'g str, Option<u64>>,
    calls: &[(&'g str, &'g str)],
    within: &mut Vec<&'g str>,
) -> u64 {
    assert!(!within.contains(&name), "{name} calls itself: {within:?}");
    within.push(name);
    let mine = calls.iter().filter(|(from, _)| *from == name);
    let below = mine.map(|(_, to)| depth(to, frames, calls, within)).max();
    within.pop();
    frames.get(name).copied().flatten().unwrap_or_default() + below.unwrap_or_default()
}

#[test]
fn the_deepest_chain_counts() {
    let node = |name, size| {
        format!(
            "node: {{ title: \"{name}\" label: \"{name}\\na.c:1:1\\n{size} bytes (static)\" }}\n"
        )
    };
    let edge = |from, to| {
        format!("edge: {{ sourcename: \"{from}\" targetname: \"{to}\" label: \"a.c:1:2\" }}\n")
    };
    let graph = node("top", 16) + &node("left", 48) + &node("right", 32) + &node("leaf", 8);
    let calls = edge("top", "left") + &edge("top", "right") + &edge("right", "leaf");
    assert_eq!(deepest(&graph), 48);
    assert_eq!(deepest(&(graph + &calls + &edge("leaf", "memcpy"))), 64);
}
