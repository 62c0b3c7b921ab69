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

/// Whether there is neither a circle nor a nest that is too deep.
pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) -> bool {
    let state = vec![State::New; model.types.len()];
    let mut walk = Walk { model, state, path: Vec::new(), bounded: true, deep: false, diagnostics };
    for (id, def, _) in model.records() {
        walk.visit(id, def.name.at);
    }
    walk.bounded
}

struct Walk<'m> {
    model: &'m Model,
    state: Vec<State>,
    path: Vec<TypeId>,
    bounded: bool,
    /// Whether a nest that is too deep has been told of: one is enough, because all that holds it is too deep as well.
    deep: bool,
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
        if self.path.len() >= MAX_DEPTH {
            // Going on would end this walk only where the types do.
            self.too_deep(self.path[0]);
            return 0;
        }
        self.state[id.0] = State::Open;
        self.path.push(id);
        let deepest =
            self.model.record_of(id).nested().map(|(inner, at)| self.visit(inner, at)).max();
        let depth = 1 + deepest.unwrap_or(0);
        if depth > MAX_DEPTH {
            self.too_deep(id);
        }
        self.path.pop();
        self.state[id.0] = State::Done(depth);
        depth
    }

    fn too_deep(&mut self, id: TypeId) {
        self.bounded = false;
        if std::mem::replace(&mut self.deep, true) {
            return;
        }
        let name = &self.model.get(id).name;
        let message = format!("`{}` nests types more than {MAX_DEPTH} levels deep", name.text);
        self.diagnostics.push(
            Diagnostic::new(Code::TooLarge, name.at, message)
                .help("put the fields of some of the types into those that hold them"),
        );
    }

    fn circle(&mut self, id: TypeId, at: Span) {
        self.bounded = false;
        let start = self.path.iter().position(|open| *open == id).unwrap_or(0);
        let mut names: Vec<_> =
            self.path[start..].iter().map(|t| self.model.get(*t).name.text.clone()).collect();
        names.push(self.model.get(id).name.text.clone());
        let message = format!("`{}` contains itself: {}", names[0], names.join(" > "));
        self.diagnostics.push(
            Diagnostic::new(Code::RecursiveType, at, message)
                .label("the circle closes here")
                .secondary(self.model.get(id).name.at, "declared here")
                .help("a value of it would have no end: hold an id or an index instead"),
        );
    }
}
