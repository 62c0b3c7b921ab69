//! `encode`, `decode`, `dump`: one message, by the interpreter.

use clap::Args;
use wirewright_codegen::diag::closest;
use wirewright_codegen::interp;
use wirewright_codegen::layout::canonical_text;
use wirewright_codegen::model::{Model, TypeId, notation};
use wirewright_codegen::{Compiled, schema};

use crate::project::Project;
use crate::report::Out;
use crate::{Failed, Outcome, Ran, SchemaArguments, SchemaOption, json};

#[derive(Args)]
pub(crate) struct EncodeArguments {
    /// As `package.Message`.
    message: String,
    /// The value, such as `{"id": 67}`.
    value: String,
    #[command(flatten)]
    schemas: SchemaOption,
}

#[derive(Args)]
pub(crate) struct DecodeArguments {
    /// As `package.Message`.
    message: String,
    /// The bytes; blanks between them do not count.
    hex: String,
    #[command(flatten)]
    schemas: SchemaOption,
}

#[derive(Args)]
pub(crate) struct DumpArguments {
    #[command(flatten)]
    schemas: SchemaArguments,
    /// schema, model, layout, wire, or view:LANGUAGE.
    #[arg(long)]
    stage: String,
}

/// Compiles, or says that there were findings.
fn compiled(out: &Out, schemas: &[std::path::PathBuf]) -> Result<Option<Compiled>, Failed> {
    Project::open(schemas)?.compile(out)
}

/// Finds `package.Message` (or a struct), or the only one of that name.
pub(crate) fn find(model: &Model, name: &str) -> Result<TypeId, Failed> {
    let names: Vec<(TypeId, String)> =
        model.records().map(|(id, ..)| (id, model.full_name(id))).collect();
    if let Some((id, _)) = names.iter().find(|(_, full)| full == name) {
        return Ok(*id);
    }
    let mut same = names.iter().filter(|(id, _)| model.get(*id).name.text == name);
    if let (Some((id, _)), None) = (same.next(), same.next()) {
        return Ok(*id);
    }
    let hint = match closest(name, names.iter().map(|(_, full)| full.as_str())) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    Err(Failed(format!("there is no message `{name}`{hint}")))
}

pub(crate) fn encode(out: &Out, arguments: &EncodeArguments) -> Ran {
    let Some(compiled) = compiled(out, &arguments.schemas.schemas)? else {
        return Ok(Outcome::Findings);
    };
    let id = find(&compiled.model, &arguments.message)?;
    let literal = json::read(&arguments.value).map_err(Failed)?;
    let encoded = notation::read_record(&compiled.model, id, &literal)
        .map_err(|bad| {
            let place =
                if bad.path.is_empty() { String::new() } else { format!(" in `{}`", bad.path) };
            format!("type: {}{place}", bad.message)
        })
        .and_then(|value| interp::encode(&compiled.model, id, &value).map_err(|f| f.sentence()));
    finish(out, encoded.map(|bytes| notation::hex(&bytes)))
}

pub(crate) fn decode(out: &Out, arguments: &DecodeArguments) -> Ran {
    let Some(compiled) = compiled(out, &arguments.schemas.schemas)? else {
        return Ok(Outcome::Findings);
    };
    let id = find(&compiled.model, &arguments.message)?;
    let bytes = notation::parse_hex(&arguments.hex).map_err(Failed)?;
    let decoded = interp::decode(&compiled.model, id, &bytes).map_err(|f| f.sentence());
    finish(
        out,
        decoded.map(|value| json::write(&notation::write_record(&compiled.model, id, &value))),
    )
}

fn finish(out: &Out, result: Result<String, String>) -> Ran {
    match result {
        Ok(text) => {
            out.result(&text);
            Ok(Outcome::Clean)
        }
        Err(sentence) => {
            out.complain(&sentence);
            Ok(Outcome::Findings)
        }
    }
}

pub(crate) fn dump(out: &Out, arguments: &DumpArguments) -> Ran {
    let project = Project::open(&arguments.schemas.schemas)?;
    if arguments.stage == "schema" {
        let (mut sources, mut diagnostics) = project.start();
        let text = schema::dump(project.files(), &project, &mut sources, &mut diagnostics);
        out.findings(&diagnostics, &sources);
        out.result(&text);
        return Ok(if diagnostics.has_errors() { Outcome::Findings } else { Outcome::Clean });
    }
    let Some(compiled) = project.compile(out)? else { return Ok(Outcome::Findings) };
    let text = match arguments.stage.as_str() {
        "model" => format!("{:#?}", compiled.model),
        "layout" => format!("{:#?}", compiled.layout),
        "wire" => {
            let texts = compiled.model.messages().map(|(id, ..)| {
                let fingerprint = compiled.layout.fingerprint(id);
                let name = compiled.model.full_name(id);
                format!(
                    "# {name} {fingerprint}\n{}",
                    canonical_text(&compiled.model, &compiled.layout, id)
                )
            });
            texts.collect::<Vec<_>>().join("\n")
        }
        other => {
            return Err(Failed(format!(
                "there is no stage `{other}`: schema, model, layout, wire"
            )));
        }
    };
    out.result(&text);
    Ok(Outcome::Clean)
}
