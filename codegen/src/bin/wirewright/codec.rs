//! `encode`, `decode`, `inspect`: one message, by the interpreter.

use clap::Args;
use wirewright_codegen::Compiled;
use wirewright_codegen::inspect::bytes::{Refusal, inspect as read};
use wirewright_codegen::inspect::{json, words};
use wirewright_codegen::interp::{self, ErrorCode};
use wirewright_codegen::model::notation;

use crate::project::Project;
use crate::report::{Finding, Out};
use crate::{Failed, Format, Outcome, Ran, SchemaOption, input};

#[derive(Args)]
pub(crate) struct EncodeArguments {
    /// As package.Message, or its name alone if only one package has it.
    message: String,
    /// The value as JSON, such as {"id": 67}; `-` reads it from standard input.
    #[arg(value_name = "JSON", allow_hyphen_values = true)]
    value: String,
    #[command(flatten)]
    schemas: SchemaOption,
}

#[derive(Args)]
pub(crate) struct DecodeArguments {
    /// As package.Message, or its name alone if only one package has it.
    message: String,
    /// The bytes, two digits each, blanks allowed; `-` reads them from standard input.
    #[arg(value_name = "HEX", allow_hyphen_values = true)]
    hex: String,
    #[command(flatten)]
    schemas: SchemaOption,
}

pub(crate) fn encode(out: &Out, arguments: &EncodeArguments) -> Ran {
    let literal = json::read(&input::text(&arguments.value)?).map_err(Failed)?;
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out) else {
        return Ok(Outcome::Findings);
    };
    let id = input::find(&compiled.model, &arguments.message)?;
    match notation::read_record(&compiled.model, id, &literal) {
        Ok(value) => match interp::encode(&compiled.model, id, &value) {
            Ok(bytes) => {
                out.result(&notation::hex(&bytes));
                return Ok(Outcome::Clean);
            }
            Err(failure) => {
                let expected = words::expectation(&compiled, id, &failure.path);
                let expected = expected.map(|it| format!(" ({it})")).unwrap_or_default();
                let sentence = format!("{}{expected}", failure.sentence());
                out.finding(&about(Finding::new(failure.code.word(), &sentence), &failure.path));
            }
        },
        Err(bad) => {
            let place = match bad.path.as_str() {
                "" => String::new(),
                path => format!("`{path}`: "),
            };
            let hint = match words::near_path(&compiled, id, &bad.path) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => String::new(),
            };
            let code = ErrorCode::Type.word();
            let sentence = format!("{code}: {place}{}{hint}", bad.message);
            out.finding(&about(Finding::new(code, &sentence), &bad.path));
        }
    }
    Ok(Outcome::Findings)
}

/// Names the member that a finding is about.
fn about(finding: Finding, path: &str) -> Finding {
    if path.is_empty() { finding } else { finding.with("field", path) }
}

pub(crate) fn decode(out: &Out, arguments: &DecodeArguments) -> Ran {
    let bytes = input::hex(&arguments.hex)?;
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out) else {
        return Ok(Outcome::Findings);
    };
    let id = input::find(&compiled.model, &arguments.message)?;
    match interp::decode(&compiled.model, id, &bytes) {
        Ok(value) => {
            out.result(&json::write(&notation::write_record(&compiled.model, id, &value)));
            Ok(Outcome::Clean)
        }
        Err(_) => Ok(refusal(out, read(&compiled, id, &bytes).refusal.as_ref())),
    }
}

pub(crate) fn inspect(out: &Out, arguments: &DecodeArguments) -> Ran {
    let bytes = input::hex(&arguments.hex)?;
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out) else {
        return Ok(Outcome::Findings);
    };
    show(out, &compiled, &arguments.message, &bytes)
}

fn show(out: &Out, compiled: &Compiled, name: &str, bytes: &[u8]) -> Ran {
    let id = input::find(&compiled.model, name)?;
    let report = read(compiled, id, bytes);
    if out.format() == Format::Json {
        // One object says all, the refusal too.
        out.result(&report.json());
        let failed = report.refusal.is_some();
        return Ok(if failed { Outcome::Findings } else { Outcome::Clean });
    }
    out.block(&report.text());
    Ok(refusal(out, report.refusal.as_ref()))
}

fn refusal(out: &Out, refusal: Option<&Refusal>) -> Outcome {
    let Some(refusal) = refusal else { return Outcome::Clean };
    let failure = &refusal.failure;
    let mut finding = Finding::new(failure.code.word(), &refusal.sentence);
    finding = finding.with("offset", failure.offset);
    if failure.code == ErrorCode::Short {
        finding = finding.with("need", failure.need);
    }
    out.finding(&about(finding, &failure.path));
    Outcome::Findings
}
