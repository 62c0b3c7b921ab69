//! The command line: flags, exit codes, the terminal. The only place that prints.
//!
//! Exit codes: 0 clean, 1 findings (schema errors, stale files, bytes that do not decode), 2 could not run.

mod check;
mod codec;
mod dump;
mod generate;
mod input;
mod pictures;
mod project;
mod report;
mod stale;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

const AFTER: &str = "\
MESSAGE is written package.Message, and its schema is looked for in the folder `schemas` \
(or --schemas).

Exit codes: 0 clean; 1 findings, such as schema errors, stale files or bytes that do not decode; \
2 could not run.

Examples:
  wirewright generate
  wirewright generate schemas --out generated --only rust,c --check
  wirewright layout weather.Data
  wirewright decode weather.Data 43000000...
  wirewright inspect weather.Data 43000000...";

/// One YAML schema says what the bytes of a message are; from it come codecs in several languages.
#[derive(Parser)]
#[command(name = "wirewright", version, max_term_width = 100, after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How findings are written.
    #[arg(long, global = true, value_enum, default_value = "human", hide_possible_values = false)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on standard error, with the source underlined.
    Human,
    /// One line each, on standard output.
    Short,
    /// One JSON object a line, on standard output.
    Json,
    /// Workflow commands that GitHub shows beside the source, on standard output.
    Github,
}

#[derive(Subcommand)]
enum Command {
    /// Write the code of every schema, or tell whether it is up to date.
    Generate(generate::Arguments),
    /// Check schemas and their examples, and write nothing.
    Check(SchemaArguments),
    /// Show where each item of a message stands.
    Layout(pictures::LayoutArguments),
    /// Show bytes item by item, and what is wrong with them.
    Inspect(codec::DecodeArguments),
    /// Encode a value, given as JSON, and print its bytes as hexadecimal digits.
    Encode(codec::EncodeArguments),
    /// Decode bytes, given as hexadecimal digits, and print the value as JSON.
    Decode(codec::DecodeArguments),
    /// Print the examples of messages as JSON, one a line, for tests in any language.
    Vectors(pictures::VectorsArguments),
    /// Explain the code of a finding, or list all codes.
    Explain(check::ExplainArguments),
    /// Print a stage of the compiler.
    Dump(dump::Arguments),
}

#[derive(Args, Clone)]
struct SchemaArguments {
    /// Schema files, or a folder of them.
    #[arg(value_name = "SCHEMAS", default_value = project::DEFAULT)]
    schemas: Vec<PathBuf>,
}

/// The schemas of a command whose first argument is something else.
#[derive(Args, Clone)]
struct SchemaOption {
    /// A schema file, or a folder of them; can be given several times.
    #[arg(long = "schemas", value_name = "SCHEMAS", default_value = project::DEFAULT)]
    schemas: Vec<PathBuf>,
}

/// How a command ended.
#[derive(Clone, Copy)]
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
        Command::Check(arguments) => check::check(&out, &arguments.schemas),
        Command::Layout(arguments) => pictures::layout(&out, &arguments),
        Command::Inspect(arguments) => codec::inspect(&out, &arguments),
        Command::Encode(arguments) => codec::encode(&out, &arguments),
        Command::Decode(arguments) => codec::decode(&out, &arguments),
        Command::Vectors(arguments) => pictures::vectors(&out, &arguments),
        Command::Explain(arguments) => check::explain(&out, &arguments),
        Command::Dump(arguments) => dump::run(&out, &arguments),
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
