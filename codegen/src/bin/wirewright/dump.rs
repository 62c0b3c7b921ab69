//! `dump`: a stage of the compiler as text, for those who work on it.

use clap::Args;
use wirewright_codegen::lang::{TARGETS, Target, Unit};
use wirewright_codegen::layout::canonical_text;
use wirewright_codegen::{Compiled, schema};

use crate::project::Project;
use crate::report::Out;
use crate::{Outcome, Ran, SchemaArguments};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemaArguments,
    /// Which stage: schema, model, layout, wire, or view:LANGUAGE.
    #[arg(long, value_parser = stage)]
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    /// What stands in the files.
    Schema,
    /// What they mean.
    Model,
    /// Offsets, sizes, masks and shifts.
    Layout,
    /// The text of which fingerprints are taken.
    Wire,
    /// What a language prints, before it is printed.
    View(&'static dyn Target),
}

fn stage(text: &str) -> Result<Stage, String> {
    let language = |name: &str| TARGETS.iter().find(|target| target.name() == name);
    match (text, text.strip_prefix("view:").and_then(language)) {
        ("schema", _) => Ok(Stage::Schema),
        ("model", _) => Ok(Stage::Model),
        ("layout", _) => Ok(Stage::Layout),
        ("wire", _) => Ok(Stage::Wire),
        (_, Some(target)) => Ok(Stage::View(*target)),
        (_, None) => {
            let views: Vec<_> =
                TARGETS.iter().map(|target| format!("view:{}", target.name())).collect();
            Err(format!("stages are schema, model, layout, wire, {}", views.join(", ")))
        }
    }
}

pub(crate) fn run(out: &Out, arguments: &Arguments) -> Ran {
    let project = Project::open(&arguments.schemas.schemas)?;
    if matches!(arguments.stage, Stage::Schema) {
        return Ok(files(out, &project));
    }
    let Some(compiled) = project.compile(out) else { return Ok(Outcome::Findings) };
    let text = match arguments.stage {
        Stage::Schema => String::new(),
        Stage::Model => format!("{:#?}", compiled.model),
        Stage::Layout => format!("{:#?}", compiled.layout),
        Stage::Wire => wire(&compiled),
        Stage::View(target) => target.view(Unit {
            model: &compiled.model,
            layout: &compiled.layout,
            folder: &project.folder,
        }),
    };
    out.result(&text);
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
