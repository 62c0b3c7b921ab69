//! `generated/` is what `schemas/` generate, and the bytes of `schemas/` change on purpose only.
//!
//! In: the two folders. That the Rust in `generated/` compiles and is clean under the workspace's lints needs no test
//! here: it is a member of the workspace.

use std::fmt::Write;

use wirewright_codegen::artifact::{self, State};
use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::lang::{TARGETS, Unit};
use wirewright_tests::{examples, root};

#[test]
fn generated_is_what_schemas_generate() {
    let compiled = examples();
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
    let mut wrong = String::new();
    for target in TARGETS {
        let mut diagnostics = Diagnostics::default();
        let files = target.emit(unit, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{}: {:#?}", target.name(), diagnostics.sorted());
        let folder = root().join("generated").join(target.name());
        for finding in artifact::compare(&folder, &files).expect("the folder can be read") {
            if finding.state != State::Current {
                let _ = writeln!(
                    wrong,
                    "generated/{}/{}: {:?}",
                    target.name(),
                    finding.path,
                    finding.state
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}to renew them: cargo regen");
}

#[test]
fn fingerprints() {
    let compiled = examples();
    let (model, layout) = (&compiled.model, &compiled.layout);
    let mut text = String::new();
    for (index, package) in model.packages.iter().enumerate() {
        let fingerprint = layout.package_fingerprint(wirewright_codegen::model::PackageId(index));
        let _ = writeln!(text, "{fingerprint} {}", package.name.text);
    }
    for (id, ..) in model.messages() {
        let _ = writeln!(text, "{} {}", layout.fingerprint(id), model.full_name(id));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(
        "Programs that were built before a change here do not understand those built after it.",
    );
    settings.bind(|| insta::assert_snapshot!("fingerprints", text));
}
