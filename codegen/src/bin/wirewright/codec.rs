//! `encode`, `decode`, `inspect`: one message, by the interpreter.

use clap::Args;
use wirewright_codegen::Compiled;
use wirewright_codegen::inspect::bytes::{Refusal, inspect as read};
use wirewright_codegen::inspect::json;
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
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out)? else {
        return Ok(Outcome::Findings);
    };
    let id = input::find(&compiled.model, &arguments.message)?;
    let refused = |code: ErrorCode, field: &str, sentence: &str| {
        let finding = Finding::new(code.word(), sentence);
        out.finding(&if field.is_empty() { finding } else { finding.with("field", field) });
        Ok(Outcome::Findings)
    };
    let value = match notation::read_record(&compiled.model, id, &literal) {
        Ok(value) => value,
        Err(bad) => {
            let place =
                if bad.path.is_empty() { String::new() } else { format!(" in `{}`", bad.path) };
            let sentence = format!("type: {}{place}", bad.message);
            return refused(ErrorCode::Type, &bad.path, &sentence);
        }
    };
    match interp::encode(&compiled.model, id, &value) {
        Ok(bytes) => {
            out.result(&notation::hex(&bytes));
            Ok(Outcome::Clean)
        }
        Err(failure) => refused(failure.code, &failure.path, &failure.sentence()),
    }
}

pub(crate) fn decode(out: &Out, arguments: &DecodeArguments) -> Ran {
    let bytes = input::hex(&arguments.hex)?;
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out)? else {
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
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out)? else {
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
    if !failure.path.is_empty() {
        finding = finding.with("field", failure.path.as_str());
    }
    out.finding(&finding);
    Outcome::Findings
}
