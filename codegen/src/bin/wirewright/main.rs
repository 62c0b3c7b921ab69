//! The command line: flags, exit codes, the terminal. The only place that prints.
//!
//! Exit codes: 0 clean, 1 findings (schema errors, stale files, bytes that do not decode), 2 could not run.

mod codec;
mod generate;
mod json;
mod project;
mod report;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use wirewright_codegen::diag::Code;

/// One YAML schema says what the bytes of a message are; from it come codecs in Rust, JavaScript, C and Python.
#[derive(Parser)]
#[command(name = "wirewright", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How findings are written.
    #[arg(long, global = true, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Short,
    Json,
    Github,
}

#[derive(Subcommand)]
enum Command {
    /// Write the code of every schema.
    Generate(generate::Arguments),
    /// Check schemas and write nothing.
    Check(SchemaArguments),
    /// Encode a value, given as JSON, and print its bytes as hexadecimal digits.
    Encode(codec::EncodeArguments),
    /// Decode bytes, given as hexadecimal digits, and print the value as JSON.
    Decode(codec::DecodeArguments),
    /// Explain a diagnostic's code.
    Explain {
        /// Such as WW0102, or its slug.
        code: String,
    },
    /// Print a stage of the compiler.
    Dump(codec::DumpArguments),
}

#[derive(Args, Clone)]
struct SchemaArguments {
    /// Schema files, or a folder of them.
    #[arg(default_value = "schemas")]
    schemas: Vec<std::path::PathBuf>,
}

/// The schemas of a command whose first argument is something else.
#[derive(Args, Clone)]
struct SchemaOption {
    /// Schema files, or a folder of them.
    #[arg(long = "schemas", default_value = "schemas")]
    schemas: Vec<std::path::PathBuf>,
}

/// How a command ended.
enum Outcome {
    Clean,
    Findings,
}

/// Why a command could not run.
struct Failed(String);

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

type Ran = Result<Outcome, Failed>;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let out = report::Out::new(cli.format);
    let ran = match cli.command {
        Command::Generate(arguments) => generate::run(&out, &arguments),
        Command::Check(arguments) => check(&out, &arguments.schemas),
        Command::Encode(arguments) => codec::encode(&out, &arguments),
        Command::Decode(arguments) => codec::decode(&out, &arguments),
        Command::Explain { code } => explain(&out, &code),
        Command::Dump(arguments) => codec::dump(&out, &arguments),
    };
    match ran {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failed(message)) => {
            out.complain(&message);
            ExitCode::from(2)
        }
    }
}

fn check(out: &report::Out, schemas: &[std::path::PathBuf]) -> Ran {
    let project = project::Project::open(schemas)?;
    match project.compile(out)? {
        Some(_) => Ok(Outcome::Clean),
        None => Ok(Outcome::Findings),
    }
}

fn explain(out: &report::Out, text: &str) -> Ran {
    let Some(code) = Code::find(text) else {
        return Err(Failed(format!("there is no code `{text}`; codes are WW0101 and the like")));
    };
    out.result(&format!(
        "{} {}: {}\n\n{}",
        code.id(),
        code.slug(),
        code.title(),
        code.explanation()
    ));
    Ok(Outcome::Clean)
}
