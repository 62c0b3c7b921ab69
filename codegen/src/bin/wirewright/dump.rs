//! `dump`: a stage of the compiler as text, for those who work on it.

use clap::{Args, ValueEnum};
use wirewright_codegen::layout::canonical_text;
use wirewright_codegen::{Compiled, schema};

use crate::project::Project;
use crate::report::Out;
use crate::{Outcome, Ran, SchemaArguments};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemaArguments,
    /// Which stage.
    #[arg(long, value_enum)]
    stage: Stage,
}

#[derive(Clone, Copy, ValueEnum)]
enum Stage {
    /// What stands in the files.
    Schema,
    /// What they mean.
    Model,
    /// Offsets, sizes, masks and shifts.
    Layout,
    /// The text of which fingerprints are taken.
    Wire,
}

pub(crate) fn run(out: &Out, arguments: &Arguments) -> Ran {
    let project = Project::open(&arguments.schemas.schemas)?;
    let show: fn(&Compiled) -> String = match arguments.stage {
        Stage::Schema => return Ok(files(out, &project)),
        Stage::Model => |compiled| format!("{:#?}", compiled.model),
        Stage::Layout => |compiled| format!("{:#?}", compiled.layout),
        Stage::Wire => wire,
    };
    let Some(compiled) = project.compile(out) else { return Ok(Outcome::Findings) };
    out.result(&show(&compiled));
    Ok(Outcome::Clean)
}

fn files(out: &Out, project: &Project) -> Outcome {
    let (mut sources, mut diagnostics) = project.start();
    let text = schema::dump(project.files(), project, &mut sources, &mut diagnostics);
    out.findings(&diagnostics, &sources);
    out.result(&text);
    if diagnostics.has_errors() { Outcome::Findings } else { Outcome::Clean }
}

fn wire(compiled: &Compiled) -> String {
    let (model, layout) = (&compiled.model, &compiled.layout);
    let text = |id| {
        let (name, fingerprint) = (model.full_name(id), layout.fingerprint(id));
        format!("# {name} {fingerprint}\n{}", canonical_text(model, layout, id))
    };
    model.messages().map(|(id, ..)| text(id)).collect::<Vec<_>>().join("\n")
}
