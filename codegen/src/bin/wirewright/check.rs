//! `check` and `explain`: findings without output, and what they mean.

use clap::Args;
use wirewright_codegen::diag::{Code, closest};

use crate::project::Project;
use crate::report::Out;
use crate::{Failed, Outcome, Ran};

#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// Such as WW0102, or its name, such as yaml-feature; all of them if there is none.
    code: Option<String>,
}

pub(crate) fn check(out: &Out, schemas: &[std::path::PathBuf]) -> Ran {
    let project = Project::open(schemas)?;
    if project.compile(out).is_none() {
        return Ok(Outcome::Findings);
    }
    let files = project.files().len();
    out.note(&format!("{files} schema file{} checked", if files == 1 { "" } else { "s" }));
    Ok(Outcome::Clean)
}

pub(crate) fn explain(out: &Out, arguments: &ExplainArguments) -> Ran {
    let Some(text) = &arguments.code else {
        let line = |code: &Code| format!("{}  {:22} {}", code.id(), code.slug(), code.title());
        out.result(&Code::ALL.iter().map(line).collect::<Vec<_>>().join("\n"));
        return Ok(Outcome::Clean);
    };
    let Some(code) = Code::find(text) else {
        let names = Code::ALL.iter().flat_map(|code| [code.slug(), code.id()]);
        let hint = match closest(text, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`wirewright explain` lists them all".to_owned(),
        };
        return Err(Failed(format!("there is no code `{text}`; {hint}")));
    };
    let (id, slug) = (code.id(), code.slug());
    out.result(&format!("{id} {slug}: {}\n\n{}", code.title(), code.explanation()));
    Ok(Outcome::Clean)
}
