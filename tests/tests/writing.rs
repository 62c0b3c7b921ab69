//! Generated files on disk: whole or not at all, only what changed, and never over what is not ours
//! (semantics.md, S5; what a kill, a full disk and parallel runs leave behind).
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests make files to try the program on")]

mod tool;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use tool::{binary, command, folder, put, put_schemas, run, tree};

type Tree = BTreeMap<String, Vec<u8>>;

/// A folder with the project's schemas and everything that is generated from them.
fn generated() -> tempfile::TempDir {
    let dir = folder();
    put_schemas(dir.path());
    let ran = run(dir.path(), &["generate"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran}");
    assert!(output(dir.path()).len() > 3);
    dir
}

fn output(dir: &Path) -> Tree {
    tree(&dir.join("generated"))
}

/// Another wire for one message, so that files of its package change in every language.
fn change_schema(dir: &Path) {
    let path = dir.join("schemas/weather.yaml");
    let text = fs::read_to_string(&path).expect("the schema of the weather station");
    let changed = text.replacen("v3: {type: u32", "v3: {type: i32", 1);
    assert_ne!(text, changed);
    // The example whose third number no longer fits goes too.
    let start = changed.find("      - doc: A reply").expect("an example");
    let end = changed.find("      - doc: A report that ends").expect("an example");
    put(dir, "schemas/weather.yaml", &format!("{}{}", &changed[..start], &changed[end..]));
}

/// What the output is before and after that change.
fn before_and_after() -> (Tree, Tree) {
    let dir = generated();
    let before = output(dir.path());
    change_schema(dir.path());
    assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
    let after = output(dir.path());
    assert!(before.keys().eq(after.keys()) && before != after);
    (before, after)
}

/// Every file is the old one or the new one; what was killed may have left an unfinished one of another name.
fn assert_whole(found: &Tree, before: &Tree, after: &Tree) {
    for (name, bytes) in found {
        let unfinished = name.rsplit('/').next().is_some_and(|own| own.starts_with(".wirewright-"));
        let whole = before.get(name) == Some(bytes) || after.get(name) == Some(bytes);
        assert!(whole || unfinished, "{name} is neither old nor new");
    }
    assert!(before.keys().all(|name| found.contains_key(name)), "a file is gone");
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|about| about.modified()).expect("a file has a time")
}

/// Gives every generated file a time long ago.
fn age(dir: &Path) -> SystemTime {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in output(dir).keys() {
        let file = File::options().append(true).open(dir.join("generated").join(name));
        file.and_then(|file| file.set_modified(long_ago)).expect("a file's time is set");
    }
    long_ago
}

#[test]
fn only_what_changed_is_written() {
    let dir = generated();
    let (before, long_ago) = (output(dir.path()), age(dir.path()));
    assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
    let touched = |tree: &Tree| -> Vec<String> {
        let root = dir.path().join("generated");
        tree.keys().filter(|name| modified(&root.join(name)) != long_ago).cloned().collect()
    };
    assert_eq!(touched(&before), Vec::<String>::new(), "nothing changed, so nothing is written");
    change_schema(dir.path());
    let ran = run(dir.path(), &["generate"]);
    let after = output(dir.path());
    let differ: Vec<String> = after
        .iter()
        .filter(|(name, bytes)| before.get(*name) != Some(bytes))
        .map(|(n, _)| n.clone())
        .collect();
    assert_eq!(touched(&after), differ);
    let told: Vec<&str> =
        ran.err.lines().filter_map(|line| line.strip_prefix("wrote generated/")).collect();
    assert_eq!(told, differ);
}

#[test]
fn a_file_of_a_person_is_refused_and_nothing_else_is_written() {
    let dir = generated();
    let names: Vec<String> = output(dir.path()).into_keys().collect();
    // Whether the first or the last file is theirs, no other file is touched.
    for name in [names.first(), names.last()].into_iter().flatten() {
        let path = format!("generated/{name}");
        let old = fs::read_to_string(dir.path().join(&path)).expect("a generated file is UTF-8");
        put(dir.path(), &path, "written by a person\n");
        change_schema_once(dir.path());
        let before = tree(dir.path());
        let ran = run(dir.path(), &["generate"]);
        assert_eq!(ran.code, Some(2), "{ran}");
        assert!(ran.err.contains(&path) && ran.err.contains("not overwritten"), "{ran}");
        assert_eq!(tree(dir.path()), before);
        let check = run(dir.path(), &["generate", "--check"]);
        assert!(check.code == Some(1) && check.err.contains("is no generated file"), "{check}");
        put(dir.path(), &path, &old);
    }
}

fn change_schema_once(dir: &Path) {
    let text = fs::read_to_string(dir.join("schemas/weather.yaml")).expect("a schema");
    if text.contains("v3: {type: u32") {
        change_schema(dir);
    }
}

#[test]
fn an_empty_file_of_a_person_is_refused_too() {
    let dir = folder();
    put_schemas(dir.path());
    put(dir.path(), "generated/rust/src/weather.rs", "");
    let ran = run(dir.path(), &["generate"]);
    assert_eq!((ran.code, output(dir.path()).len()), (Some(2), 1), "{ran}");
}

#[test]
fn links_in_the_output_are_not_followed() {
    for what in ["rust/src/weather.rs", "rust/src", "rust"] {
        for keeps_content in [true, false] {
            let dir = generated();
            let outside = folder();
            let link = dir.path().join("generated").join(what);
            let target = outside.path().join("target");
            fs::rename(&link, &target).expect("moved out");
            symlink(&target, &link).expect("linked");
            if !keeps_content {
                change_schema(dir.path());
            }
            let before = (tree(outside.path()), tree(dir.path()));
            for arguments in [&["generate"][..], &["generate", "--check"]] {
                let ran = run(dir.path(), arguments);
                assert_eq!(ran.code, Some(2), "{ran}");
                assert!(ran.err.contains("is a symbolic link"), "{ran}");
                assert_eq!((tree(outside.path()), tree(dir.path())), before, "{what}");
            }
        }
    }
}

#[test]
fn what_is_no_regular_file_is_refused() {
    let dir = generated();
    let path = dir.path().join("generated/rust/src/weather.rs");
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder in its place");
    let ran = run(dir.path(), &["generate"]);
    assert!(ran.code == Some(2) && ran.err.contains("no regular file"), "{ran}");
    fs::remove_dir(&path).expect("removed");
    // Reading from a pipe would wait for ever.
    assert!(Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success()));
    let ran = run(dir.path(), &["generate"]);
    assert!(ran.code == Some(2) && ran.err.contains("no regular file"), "{ran}");
}

#[test]
fn links_out_of_the_schema_root_are_refused() {
    let outside = folder();
    put(outside.path(), "secret.yaml", "wirewright: 1\npackage: secret\nmessages: {A: {}}\n");
    put(outside.path(), "more/deep.yaml", "wirewright: 1\npackage: deep\nmessages: {A: {}}\n");
    let import = |path: &str| {
        format!("wirewright: 1\npackage: one\nimports: [{path}]\nmessages: {{B: {{}}}}\n")
    };
    // A link among the schemas, an import through a link to a file, and one through a link to a folder.
    for (links, text) in [
        (
            vec![("link.yaml", "secret.yaml")],
            import("link.yaml").replace("imports: [link.yaml]\n", ""),
        ),
        (vec![("link.yaml", "secret.yaml")], import("link.yaml")),
        (vec![("more", "more")], import("more/deep.yaml")),
    ] {
        let dir = folder();
        put(dir.path(), "schemas/one.yaml", &text);
        for (name, target) in links {
            symlink(outside.path().join(target), dir.path().join("schemas").join(name))
                .expect("linked");
        }
        let ran = run(dir.path(), &["generate"]);
        assert_eq!((ran.code, output(dir.path()).len()), (Some(1), 0), "{ran}");
        assert!(ran.err.contains("WW0117"), "{ran}");
        assert!(
            !ran.err.contains("package: secret") && !ran.err.contains("package: deep"),
            "{ran}"
        );
    }
    let dir = folder();
    put(dir.path(), "schemas/one.yaml", "wirewright: 1\npackage: one\nmessages: {B: {}}\n");
    symlink(outside.path().join("secret.yaml"), dir.path().join("schemas/link.yaml"))
        .expect("linked");
    let ran = run(dir.path(), &["check", "schemas/link.yaml"]);
    assert_eq!(ran.code, Some(2), "{ran}");
    assert!(ran.err.contains("outside of the schema root"), "{ran}");
}

#[test]
fn a_link_inside_the_schema_root_is_one_file() {
    let dir = folder();
    put(dir.path(), "schemas/one.yaml", "wirewright: 1\npackage: one\nmessages: {B: {}}\n");
    symlink("one.yaml", dir.path().join("schemas/two.yaml")).expect("linked");
    let ran = run(dir.path(), &["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "1 schema file checked\n"), "{ran}");
}

#[test]
fn eight_runs_at_once() {
    let (before, after) = before_and_after();
    let dir = generated();
    for _ in 0..3 {
        change_schema_once(dir.path());
        let mut children: Vec<_> = (0..8)
            .map(|_| {
                let mut run = command(dir.path(), &["generate"]);
                run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs")
            })
            .collect();
        assert_whole(&output(dir.path()), &before, &after);
        for child in children.drain(..) {
            let output = child.wait_with_output().expect("it ends");
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{err}");
        }
        assert_eq!(output(dir.path()), after, "whole, and nothing left over");
        put_schemas(dir.path());
        assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
    }
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_or_the_new() {
    let (before, after) = before_and_after();
    let dir = generated();
    let start = SystemTime::now();
    assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
    let whole_run =
        u64::try_from(start.elapsed().expect("time goes on").as_micros()).expect("fits");
    // A simple generator, so that a failure can be tried again.
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut killed = 0;
    for round in 0..60 {
        // Half of the rounds write into an empty folder, where everything is to be written.
        let fresh = round % 2 == 0;
        if fresh {
            fs::remove_dir_all(dir.path().join("generated")).expect("emptied");
        } else {
            put_schemas(dir.path());
            assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
        }
        change_schema_once(dir.path());
        let mut child =
            command(dir.path(), &["generate"]).stderr(Stdio::null()).spawn().expect("it runs");
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((seed >> 33) % (whole_run * 5 / 4)));
        child.kill().expect("killed, or ended before");
        killed += usize::from(!child.wait().expect("it ends").success());
        let found = output(dir.path());
        let present: Tree = if fresh {
            before
                .iter()
                .filter(|(name, _)| found.contains_key(*name))
                .map(|(n, b)| (n.clone(), b.clone()))
                .collect()
        } else {
            before.clone()
        };
        assert_whole(&found, &present, &after);
        assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
        assert_eq!(output(dir.path()), after, "the next run mends all and clears away the rest");
    }
    assert!(killed > 10, "only {killed} of 60 runs were killed before their end");
}

/// Does something to a folder that only root may do: as who runs the tests, else by `sudo`.
fn privileged(command: &[&str], folder: &Path) -> bool {
    let succeeds = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        let done = command.args(arguments).arg(folder).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success())
    };
    succeeds(command[0], &command[1..]) || succeeds("sudo", &[&["-n"], command].concat())
}

#[test]
fn a_full_disk_leaves_the_old_or_the_new() {
    let (before, after) = before_and_after();
    let dir = folder();
    put_schemas(dir.path());
    let disk = dir.path().join("generated");
    fs::create_dir(&disk).expect("a folder");
    let mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs"];
    assert!(privileged(&mount, &disk), "a disk of its own needs the right to mount, or sudo");
    let outcome = std::panic::catch_unwind(|| {
        assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
        change_schema(dir.path());
        let mut ballast = Vec::new();
        for spare in [0_usize, 1, 2, 4, 16] {
            // What is free is taken away, up to a few pages.
            loop {
                let path = disk.join(format!("ballast-{}", ballast.len()));
                let full = fs::write(&path, [1_u8; 1 << 12]).is_err();
                ballast.push(path);
                if full {
                    break;
                }
            }
            for path in ballast.drain(ballast.len() - 1 - spare..) {
                fs::remove_file(path).expect("a page is free again");
            }
            let ran = run(dir.path(), &["generate"]);
            let mut found = output(dir.path());
            found.retain(|name, _| !name.starts_with("ballast"));
            assert_whole(&found, &before, &after);
            assert!(
                !found.keys().any(|name| name.contains(".wirewright-")),
                "nothing is left over"
            );
            if spare == 0 {
                assert_eq!(ran.code, Some(2), "{ran}");
                assert!(ran.err.contains("No space left"), "{ran}");
            }
        }
    });
    assert!(privileged(&["umount"], &disk), "the disk is taken away again");
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn a_limit_on_file_sizes_leaves_the_old_or_the_new() {
    let (before, after) = before_and_after();
    // With the signal ignored the write fails; without, the program is ended in the middle of it.
    for (trap, code) in [("trap '' XFSZ;", Some(2)), ("", None)] {
        for blocks in ["0", "2", "8", "20"] {
            let dir = generated();
            change_schema(dir.path());
            let script =
                format!("ulimit -c 0; ulimit -f {blocks}; {trap} exec \"$0\" generate 2>/dev/null");
            let status = Command::new("sh")
                .args(["-c", &script])
                .arg(binary())
                .current_dir(dir.path())
                .status()
                .expect("a shell runs");
            assert!(status.success() || status.code() == code, "{status}");
            assert!(blocks != "0" || status.code() == code, "{status}");
            assert_whole(&output(dir.path()), &before, &after);
            assert_eq!(run(dir.path(), &["generate"]).code, Some(0));
            assert_eq!(output(dir.path()), after);
        }
    }
}

#[test]
fn check_names_every_file_of_which_one_byte_changed() {
    let dir = generated();
    for (name, bytes) in output(dir.path()) {
        let path = dir.path().join("generated").join(&name);
        let mut changed = bytes.clone();
        match changed.last_mut() {
            Some(last) => *last ^= 1,
            None => changed.push(b'x'),
        }
        fs::write(&path, &changed).expect("changed");
        let before = tree(dir.path());
        let ran = run(dir.path(), &["generate", "--check"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{name}: {ran}");
        let named: Vec<&str> =
            ran.err.lines().filter(|line| line.starts_with("wirewright: ")).collect();
        assert_eq!(named.len(), 1, "{name}: {ran}");
        assert!(named[0].contains(&format!("generated/{name} ")), "{ran}");
        assert!(bytes.is_empty() || named[0].contains("is stale"), "it carries the mark: {ran}");
        assert_eq!(tree(dir.path()), before, "--check writes nothing");
        fs::write(&path, &bytes).expect("changed back");
    }
    assert_eq!(run(dir.path(), &["generate", "--check"]).code, Some(0));
}

#[test]
fn check_and_diff_write_nothing_where_nothing_is() {
    let dir = folder();
    put_schemas(dir.path());
    for flag in ["--check", "--diff"] {
        let ran = run(dir.path(), &["generate", flag]);
        assert_eq!(ran.code, Some(1), "{ran}");
        assert!(!dir.path().join("generated").exists());
    }
}

#[test]
fn files_that_nothing_generates_any_more_are_named_and_kept() {
    let dir = generated();
    fs::remove_file(dir.path().join("schemas/weather.yaml")).expect("removed");
    let before = output(dir.path());
    let gone: Vec<&String> =
        before.keys().filter(|name| name.split(['/', '.']).any(|part| part == "weather")).collect();
    let check = run(dir.path(), &["generate", "--check"]);
    assert!(!gone.is_empty() && check.code == Some(1), "{check}");
    for name in &gone {
        let line = format!("generated/{name} is generated by nothing any more");
        assert!(check.err.contains(&line), "{name}: {check}");
    }
    let ran = run(dir.path(), &["generate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(gone.iter().all(|name| output(dir.path()).contains_key(*name)), "{ran}");
}

#[test]
fn two_schemas_for_one_file_are_an_error() {
    let dir = folder();
    for name in ["a", "b"] {
        put(
            dir.path(),
            &format!("schemas/{name}.yaml"),
            "wirewright: 1\npackage: same\nmessages: {A: {}}\n",
        );
    }
    let ran = run(dir.path(), &["generate"]);
    assert_eq!((ran.code, output(dir.path()).len()), (Some(1), 0), "{ran}");
    assert!(ran.err.contains("WW0119"), "{ran}");
}
