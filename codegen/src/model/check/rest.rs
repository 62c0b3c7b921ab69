//! What goes to the end of a message stands at its end (rule L2.1).
//!
//! In: a model without circles. Out: diagnostics for each `rest` behind which something stands that has no place there.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Bound, Field, Item, Model, Record, Type, Variable};
use crate::source::Span;

/// How far a type goes.
#[derive(Clone, Copy, PartialEq)]
enum Reach {
    /// It finds its own end.
    Own,
    /// It has a `rest` itself.
    Rest,
    /// It holds a record that goes to the end.
    Inner,
    /// It repeats something that goes to the end.
    Repeated,
}

pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    // Nested records stand before or behind those that hold them, so each is asked by a walk of its own.
    let mut to_end = vec![None; model.types.len()];
    for (_, _, record) in model.records() {
        let mut last: Option<(&Field, Reach)> = None;
        for item in &record.items {
            if let Some((field, reach)) = last {
                behind(model, item, (field, reach), diagnostics);
            }
            let Item::Field(field) = item else { continue };
            match reach(model, &field.ty, &mut to_end) {
                Reach::Own => {}
                Reach::Repeated => diagnostics.push(
                    at(field.name.at, "what goes to the end of the message cannot be repeated")
                        .help("give the inner `rest` a count, as in `u8[u16]`"),
                ),
                found @ (Reach::Rest | Reach::Inner) => last = last.or(Some((field, found))),
            }
        }
    }
}

fn at(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::RestPosition, span, message)
}

/// Looks at an item behind one that goes to the end.
fn behind(
    model: &Model,
    item: &Item,
    (field, reach): (&Field, Reach),
    diagnostics: &mut Diagnostics,
) {
    let allowed = match item {
        Item::Field(next) => reach == Reach::Rest && model.is_fixed(&next.ty),
        Item::Pad(_) | Item::Reserved(_) => reach == Reach::Rest,
        Item::Align(_) => false,
    };
    if !allowed {
        let span = match item {
            Item::Field(next) => next.name.at,
            Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => field.name.at,
        };
        let message =
            format!("nothing but items of fixed size can stand behind `{}`", field.name.text);
        diagnostics.push(
            at(span, &message)
                .secondary(field.name.at, "this goes to the end")
                .help("put it last, or give it a count, as in `u8[u16]`"),
        );
    }
}

fn reach(model: &Model, ty: &Type, to_end: &mut Vec<Option<bool>>) -> Reach {
    match ty {
        Type::Record(id) => {
            let known = to_end[id.0].unwrap_or_else(|| {
                let found = record_reaches(model, model.record_of(*id), to_end);
                to_end[id.0] = Some(found);
                found
            });
            if known { Reach::Inner } else { Reach::Own }
        }
        Type::Array(element, _) => repeated(model, element, to_end),
        Type::Variable(variable) => {
            if let Variable::List(element, _) = &**variable
                && repeated(model, element, to_end) == Reach::Repeated
            {
                return Reach::Repeated;
            }
            match variable.bound() {
                Some(Bound::Rest(_)) => Reach::Rest,
                Some(Bound::Prefix(_)) | None => Reach::Own,
            }
        }
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Bits(_) => Reach::Own,
    }
}

fn repeated(model: &Model, element: &Type, to_end: &mut Vec<Option<bool>>) -> Reach {
    if reach(model, element, to_end) == Reach::Own { Reach::Own } else { Reach::Repeated }
}

fn record_reaches(model: &Model, record: &Record, to_end: &mut Vec<Option<bool>>) -> bool {
    record.items.iter().any(|item| match item {
        Item::Field(field) => reach(model, &field.ty, to_end) != Reach::Own,
        Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => false,
    })
}
