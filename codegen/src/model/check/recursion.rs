//! Types that contain themselves are refused, and the circle is named (rule L6.1).

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Model, TypeId};
use crate::source::Span;

/// How deep types may nest; more than any protocol, and a bound for every walk over them.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done(usize),
}

pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    let mut walk =
        Walk { model, state: vec![State::New; model.types.len()], path: Vec::new(), diagnostics };
    for (id, ..) in model.records() {
        walk.visit(id, model.get(id).name.at);
    }
}

struct Walk<'m> {
    model: &'m Model,
    state: Vec<State>,
    path: Vec<TypeId>,
    diagnostics: &'m mut Diagnostics,
}

impl Walk<'_> {
    /// The depth of a record: 1 without nested ones.
    fn visit(&mut self, id: TypeId, from: Span) -> usize {
        match self.state[id.0] {
            State::Done(depth) => return depth,
            State::Open => {
                self.circle(id, from);
                return 0;
            }
            State::New => {}
        }
        self.state[id.0] = State::Open;
        self.path.push(id);
        let deepest =
            self.model.record_of(id).nested().map(|(inner, at)| self.visit(inner, at)).max();
        let depth = 1 + deepest.unwrap_or(0);
        if depth == MAX_DEPTH + 1 {
            let message = format!(
                "`{}` nests types more than {MAX_DEPTH} levels deep",
                self.model.get(id).name.text
            );
            self.diagnostics.push(Diagnostic::new(
                Code::TooLarge,
                self.model.get(id).name.at,
                message,
            ));
        }
        self.path.pop();
        self.state[id.0] = State::Done(depth);
        depth
    }

    fn circle(&mut self, id: TypeId, at: Span) {
        let start = self.path.iter().position(|open| *open == id).unwrap_or(0);
        let mut names: Vec<_> =
            self.path[start..].iter().map(|t| self.model.get(*t).name.text.clone()).collect();
        names.push(self.model.get(id).name.text.clone());
        let message = format!("`{}` contains itself: {}", names[0], names.join(" > "));
        self.diagnostics.push(
            Diagnostic::new(Code::RecursiveType, at, message)
                .label("the circle closes here")
                .secondary(self.model.get(id).name.at, "declared here"),
        );
    }
}
