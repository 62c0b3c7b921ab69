//! Schema text as Rust docs: never a code block that would be run, never a link or HTML.

use proc_macro2::TokenStream;
use quote::quote;

use crate::lang::text;
use crate::model::About;
#[cfg(feature = "schema")]
use crate::model::{Model, PackageId};

/// `//!` lines of a module.
#[cfg(feature = "schema")]
pub(super) fn module(model: &Model, package: PackageId) -> Vec<String> {
    let package = &model.packages[package.0];
    let mut lines = match &package.doc {
        Some(doc) => escape(doc),
        None => vec![format!("The package `{}`.", package.name.text)],
    };
    for line in &mut lines {
        line.insert_str(0, "//! ");
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Doc attributes: what the schema says, then what the layout says.
pub(super) fn attributes(about: &About, otherwise: &str, place: Option<String>) -> TokenStream {
    let mut lines = match &about.doc {
        Some(doc) => escape(doc),
        None => vec![otherwise.to_owned()],
    };
    if let Some(place) = place.filter(|place| !place.is_empty()) {
        lines.push(String::new());
        lines.extend(escape(&capitalized(&place)));
    }
    let lines =
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    let deprecated = about.deprecated.as_ref().map(|note| {
        let note = text::clean(note);
        quote! { #[deprecated(note = #note)] }
    });
    quote! { #(#[doc = #lines])* #deprecated }
}

fn capitalized(place: &str) -> String {
    let mut chars = place.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// Lines in which nothing has a meaning to rustdoc beyond paragraphs.
fn escape(doc: &str) -> Vec<String> {
    text::lines(doc).iter().map(|line| escape_line(line.trim_start())).collect()
}

fn escape_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if matches!(c, '[' | ']' | '<' | '>' | '`' | '\\' | '*' | '_' | '~' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_runs_and_nothing_links() {
        assert_eq!(escape("```\nabort()\n```"), ["\\`\\`\\`", "abort()", "\\`\\`\\`"]);
        assert_eq!(escape("    indented"), ["indented"]);
        assert_eq!(escape("[x](y) <b>"), ["\\[x\\](y) \\<b\\>"]);
    }
}
