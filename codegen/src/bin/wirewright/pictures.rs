//! `layout` and `vectors`: what a schema says, for people, documents and programs.

use clap::Args;
use wirewright_codegen::inspect::{picture, table, vectors as examples};

use crate::project::Project;
use crate::report::Out;
use crate::{Outcome, Ran, SchemaOption, input};

#[derive(Args)]
pub(crate) struct LayoutArguments {
    /// As package.Message, a struct too; every message if there is none.
    message: Option<String>,
    /// One JSON object a line for each message: offsets, sizes, paths, types.
    #[arg(long, conflicts_with = "md")]
    json: bool,
    /// A Markdown table for each message.
    #[arg(long)]
    md: bool,
    #[command(flatten)]
    schemas: SchemaOption,
}

#[derive(Args)]
pub(crate) struct VectorsArguments {
    /// As package.Message; every message if there is none.
    message: Option<String>,
    #[command(flatten)]
    schemas: SchemaOption,
}

pub(crate) fn layout(out: &Out, arguments: &LayoutArguments) -> Ran {
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out) else {
        return Ok(Outcome::Findings);
    };
    let ids = input::wanted(&compiled, arguments.message.as_deref())?;
    for (i, id) in ids.into_iter().enumerate() {
        if arguments.json {
            out.result(&table::json(&compiled, id));
            continue;
        }
        // Where several stand below each other, packages tell them apart.
        let name = match arguments.message {
            Some(_) => compiled.model.get(id).name.text.clone(),
            None => compiled.model.full_name(id),
        };
        if i > 0 {
            out.block("\n");
        }
        out.block(&if arguments.md {
            table::markdown(&compiled, id, &name)
        } else {
            picture::draw(&compiled, id, &name)
        });
    }
    Ok(Outcome::Clean)
}

pub(crate) fn vectors(out: &Out, arguments: &VectorsArguments) -> Ran {
    let Some(compiled) = Project::open(&arguments.schemas.schemas)?.compile(out) else {
        return Ok(Outcome::Findings);
    };
    for id in input::wanted(&compiled, arguments.message.as_deref())? {
        out.block(&examples::lines(&compiled, id));
    }
    Ok(Outcome::Clean)
}
