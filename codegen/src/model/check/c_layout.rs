//! `layout: c` takes only what a C compiler can lay out by itself (rule L2.4).

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Item, Model, Record, Scalar, Type};
use crate::source::Span;

pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    for (_, _, record) in model.records() {
        let Some(promise) = record.c_layout else { continue };
        for item in &record.items {
            match item {
                Item::Field(field) => {
                    if let Some((problem, help)) = problem(model, &field.ty) {
                        diagnostics.push(
                            Diagnostic::new(Code::CLayout, field.name.at, problem)
                                .secondary(promise, "the layout is promised here")
                                .help(help),
                        );
                    }
                }
                Item::Pad(_) | Item::Reserved(_) => {}
                Item::Align(_) => diagnostics.push(
                    Diagnostic::new(
                        Code::CLayout,
                        promise,
                        "`align` has no meaning with `layout: c`, which aligns by itself",
                    )
                    .help("remove `align`, or remove `layout: c`"),
                ),
            }
        }
        empty(record, promise, diagnostics);
    }
}

/// C has no empty structs.
fn empty(record: &Record, promise: Span, diagnostics: &mut Diagnostics) {
    if record.items.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::CLayout, promise, "a C struct cannot be empty")
                .help("remove `layout: c`: there is nothing to lay out"),
        );
    }
}

/// What C cannot lay out, and what to do about it.
fn problem(model: &Model, ty: &Type) -> Option<(String, &'static str)> {
    match ty {
        Type::Int(int) => odd(int.scalar),
        Type::Enum(stored) | Type::Flags(stored) => odd(stored.scalar),
        Type::Bits(bits) => odd(bits.scalar),
        Type::Record(id) => model.record_of(*id).c_layout.is_none().then(|| {
            let name = &model.get(*id).name.text;
            let message =
                format!("`{name}` must say `layout: c` too, because C pads nested structs");
            (message, "add `layout: c` to it, or take it away here")
        }),
        Type::Array(element, _) => problem(model, element),
        Type::Variable(_) => Some((
            "C has no member whose size depends on the value".to_owned(),
            "leave out `layout: c`, or give it an exact bound",
        )),
        Type::Float(_) | Type::Bool | Type::Text(_) | Type::Bytes(_) => None,
    }
}

fn odd(scalar: Scalar) -> Option<(String, &'static str)> {
    let message = || format!("C has no type of {} bits", scalar.bits());
    (!scalar.bytes().is_power_of_two())
        .then(|| (message(), "take 8, 16, 32 or 64 bits, or leave out `layout: c`"))
}
