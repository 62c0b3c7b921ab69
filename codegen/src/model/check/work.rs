//! What a schema may ask of the stages behind this one, in time and memory (rules L2.2 and S5).
//!
//! In: a model without circles. Out: diagnostics for parts without members that are repeated too often, and for
//! examples and defaults that are too large to be tried.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Bound, ExampleKind, Field, Item, Model, Record, Type, TypeId, Variable};

/// How many elements without bytes an array may have (rule L2.2), counted through arrays of arrays.
const MAX_EMPTY: u64 = 1_024;
/// How many parts without members all records of a run may have: each stands in the generated code by itself.
const MAX_HIDDEN: u64 = 1 << 16;
/// How many bytes and items all examples and defaults of a run may have.
const MAX_TRIED: u64 = 8 << 20;

/// What one value of a type costs; all numbers saturate.
#[derive(Clone, Copy, Default)]
struct Cost {
    /// Its bytes; of `align` the most that it can add.
    bytes: u64,
    /// Whether there is anything but `align` in it.
    has_bytes: bool,
    /// The items in it, those of an array's element counted once.
    items: u64,
    /// The items in it if it has no members, those of an array's element as often as there are elements.
    hidden: u64,
    /// How many items without members a decoder meets in it.
    met: u64,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.has_bytes |= other.has_bytes;
        self.items = self.items.saturating_add(other.items);
        self.hidden = self.hidden.saturating_add(other.hidden);
        self.met = self.met.saturating_add(other.met);
    }
}

pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    let mut costs = Costs { model, of_record: vec![None; model.types.len()] };
    let (mut hidden, mut tried) = (0_u64, 0_u64);
    for (id, def, record) in model.records() {
        let cost = costs.record(id);
        for item in &record.items {
            if let Item::Field(field) = item {
                costs.empty_elements(field, diagnostics);
                costs.default(field, &mut tried, diagnostics);
            }
        }
        hidden = hidden.saturating_add(cost.hidden);
        if hidden > MAX_HIDDEN {
            let message = format!(
                "with `{}` there are more than {MAX_HIDDEN} items without members",
                def.name.text
            );
            diagnostics.push(
                Diagnostic::new(Code::TooLarge, def.name.at, message)
                    .help("write `pad[n]` or `reserved[n]` instead of an array of structs that hold nothing else"),
            );
            return;
        }
        examples(record, cost, &mut tried, diagnostics);
    }
}

/// Refuses examples that would take too much time or memory to run.
fn examples(record: &Record, cost: Cost, tried: &mut u64, diagnostics: &mut Diagnostics) {
    for example in record.message.iter().flat_map(|m| &m.examples) {
        let bytes = match &example.kind {
            ExampleKind::Pair(..) | ExampleKind::BadValue(..) => cost.bytes,
            // Bytes are as many as were written down.
            ExampleKind::BadBytes(..) => 0,
        };
        *tried = tried.saturating_add(cost.items).saturating_add(cost.met).saturating_add(bytes);
        if *tried > MAX_TRIED {
            let message = "with this example, examples and defaults have more than 8 MiB together";
            diagnostics.push(
                Diagnostic::new(Code::BadExample, example.at, message)
                    .help("keep fewer examples of large messages"),
            );
            return;
        }
    }
}

struct Costs<'m> {
    model: &'m Model,
    of_record: Vec<Option<Cost>>,
}

impl Costs<'_> {
    /// The depth of this walk is that of the types, which is checked before.
    fn record(&mut self, id: TypeId) -> Cost {
        if let Some(cost) = self.of_record[id.0] {
            return cost;
        }
        let mut cost = Cost { items: 1, ..Cost::default() };
        for item in &self.model.record_of(id).items {
            cost.add(match item {
                Item::Pad(n) | Item::Reserved(n) => {
                    Cost { bytes: u64::from(*n), has_bytes: true, items: 1, ..Cost::default() }
                }
                Item::Align(n) => Cost { bytes: u64::from(*n), items: 1, ..Cost::default() },
                Item::Field(field) => self.field(field),
            });
        }
        self.of_record[id.0] = Some(cost);
        cost
    }

    fn field(&mut self, field: &Field) -> Cost {
        let cost = self.of_type(&field.ty);
        if field.constant.is_some() || self.model.is_member(field) {
            return Cost { hidden: 0, ..cost };
        }
        Cost { met: cost.met.saturating_add(cost.hidden), ..cost }
    }

    fn of_type(&mut self, ty: &Type) -> Cost {
        let plain = |bytes: u32| Cost {
            bytes: u64::from(bytes),
            has_bytes: bytes > 0,
            items: 1,
            hidden: 1,
            met: 0,
        };
        match ty {
            Type::Int(int) => plain(int.scalar.bytes()),
            Type::Float(float) => plain(float.scalar.bytes()),
            Type::Bool => plain(1),
            Type::Text(text) => plain(text.size),
            Type::Bytes(n) => plain(*n),
            Type::Enum(stored) | Type::Flags(stored) => plain(stored.scalar.bytes()),
            Type::Bits(bits) => plain(bits.scalar.bytes()),
            Type::Record(id) => {
                let cost = self.record(*id);
                let fillers = self.model.record_of(*id).items.len() as u64;
                Cost { hidden: cost.hidden.saturating_add(fillers).saturating_add(1), ..cost }
            }
            Type::Array(element, n) => {
                let (cost, n) = (self.of_type(element), u64::from(*n));
                Cost {
                    bytes: cost.bytes.saturating_mul(n),
                    hidden: cost.hidden.saturating_mul(n),
                    met: cost.met.saturating_mul(n),
                    ..cost
                }
            }
            // One element for all: how many there are is said by a value, which is written down somewhere.
            Type::Variable(variable) => {
                let own = Cost { bytes: 10, has_bytes: true, items: 1, hidden: 0, met: 0 };
                match variable.element() {
                    Some(element) => {
                        let mut cost = self.of_type(element);
                        cost.add(own);
                        cost
                    }
                    None => own,
                }
            }
        }
    }

    /// Nothing on the wire would tell how often an element without bytes is there, or a few bytes would tell of many.
    fn empty_elements(&mut self, field: &Field, diagnostics: &mut Diagnostics) {
        let count = self.largest_empty(&field.ty);
        if count > MAX_EMPTY {
            let message =
                format!("an array or list of elements without bytes has at most {MAX_EMPTY}");
            let label = match count {
                u64::MAX => "this one has no maximum".to_owned(),
                count => format!("this one can have {count}"),
            };
            diagnostics.push(
                Diagnostic::new(Code::BadBound, field.name.at, message).label(label).help(
                    "leave the elements out, and write a number if their count says something",
                ),
            );
        }
    }

    /// How many elements without bytes stand in one another at most, anywhere in a type.
    fn largest_empty(&mut self, ty: &Type) -> u64 {
        let (element, count) = match ty {
            Type::Array(element, n) => (&**element, u64::from(*n)),
            Type::Variable(variable) => match &**variable {
                Variable::List(element, Bound::Prefix(prefix)) => {
                    (element, prefix.max.map_or(prefix.count.highest(), u64::from))
                }
                Variable::List(element, Bound::Rest(_)) => (element, u64::MAX),
                Variable::Varint(_)
                | Variable::Text(_)
                | Variable::CText(_)
                | Variable::Bytes(_) => return 1,
            },
            Type::Int(_)
            | Type::Float(_)
            | Type::Bool
            | Type::Text(_)
            | Type::Bytes(_)
            | Type::Enum(_)
            | Type::Flags(_)
            | Type::Record(_)
            | Type::Bits(_) => return 1,
        };
        let inner = self.largest_empty(element);
        if self.of_type(element).has_bytes { inner } else { inner.saturating_mul(count) }
    }

    fn default(&mut self, field: &Field, tried: &mut u64, diagnostics: &mut Diagnostics) {
        if field.default.is_none() {
            return;
        }
        let cost = self.of_type(&field.ty);
        *tried = tried.saturating_add(cost.items).saturating_add(cost.bytes);
        if *tried > MAX_TRIED {
            let message = "with this default, examples and defaults have more than 8 MiB together";
            diagnostics.push(
                Diagnostic::new(Code::BadDefault, field.name.at, message)
                    .help("leave the default out: the programs set the member"),
            );
        }
    }
}
