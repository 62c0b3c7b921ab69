//! The conformance runner: one input to every language and to the interpreter, one answer (docs/conformance.md).
//!
//! In: a compiled schema and the test programs made of it. Out: every difference, with the bytes that show it.

pub mod build;
mod expect;
mod process;

use wirewright_codegen::Compiled;
use wirewright_codegen::model::{TypeId, Value, notation};

pub use build::Language;
pub use process::{Answer, Testee};

use crate::random::bytes::{damage, every_edge};
use crate::random::{Random, value};

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Values for each message.
    pub values: usize,
    /// Damaged byte strings for each message.
    pub damaged: usize,
    /// Whether every truncation and every edge of every byte is tried for the first value.
    pub edges: bool,
}

/// What was tried, and what differed.
#[derive(Debug, Default)]
pub struct Report {
    /// Inputs, each given to every test program.
    pub inputs: usize,
    /// How many of them the interpreter accepts.
    pub accepted: usize,
    /// Descriptions of differences.
    pub differences: Vec<String>,
}

impl Report {
    /// Adds the counts and differences of another one.
    pub fn add(&mut self, other: Self) {
        self.inputs += other.inputs;
        self.accepted += other.accepted;
        self.differences.extend(other.differences);
    }
}

/// Tries every message of a schema in every test program.
///
/// # Panics
/// If a schema has more than 65,536 messages.
pub fn run(
    compiled: &Compiled,
    testees: &mut [Testee],
    random: &mut Random,
    effort: Effort,
) -> Report {
    let mut report = Report::default();
    let messages: Vec<TypeId> = compiled.model.messages().map(|(id, ..)| id).collect();
    for (index, id) in messages.into_iter().enumerate() {
        let values: Vec<Value> =
            (0..effort.values).map(|_| value::record(random, &compiled.model, id, false)).collect();
        let wild: Vec<Value> =
            (0..effort.values).map(|_| value::record(random, &compiled.model, id, true)).collect();
        let inputs = inputs(compiled, id, &values, random, effort);
        let index = u16::try_from(index).expect("fewer than 65,536 messages");
        report.add(decode_all(compiled, (id, index), &inputs, testees));
        report.add(encode_all(compiled, (id, index), &wild, testees));
    }
    report
}

/// Bytes that a message is tried with.
fn inputs(
    compiled: &Compiled,
    id: TypeId,
    values: &[Value],
    random: &mut Random,
    effort: Effort,
) -> Vec<Vec<u8>> {
    let valid: Vec<Vec<u8>> = values
        .iter()
        .map(|value| {
            wirewright_codegen::interp::encode(&compiled.model, id, value).unwrap_or_else(|f| {
                panic!(
                    "{}: a random value cannot be encoded: {}: {value:?}",
                    compiled.model.full_name(id),
                    f.sentence()
                )
            })
        })
        .collect();
    let mut inputs = valid.clone();
    if let (true, Some(first)) = (effort.edges, valid.first()) {
        inputs.extend(every_edge(first));
    }
    for _ in 0..effort.damaged {
        if let Some(bytes) = valid.get(random.below(valid.len().max(1))) {
            inputs.push(damage(random, bytes));
        }
    }
    inputs
}

/// Asks all programs at the same time.
fn ask_all<'t>(
    testees: &'t mut [Testee],
    operation: u8,
    message: u16,
    inputs: &[Vec<u8>],
) -> Vec<(&'t Testee, Vec<Answer>)> {
    std::thread::scope(|scope| {
        let asked: Vec<_> = testees
            .iter_mut()
            .map(|testee| {
                scope.spawn(move || {
                    let answers = testee.ask(operation, message, inputs);
                    (&*testee, answers)
                })
            })
            .collect();
        asked.into_iter().map(|thread| thread.join().expect("a test program answered")).collect()
    })
}

fn decode_all(
    compiled: &Compiled,
    (id, index): (TypeId, u16),
    inputs: &[Vec<u8>],
    testees: &mut [Testee],
) -> Report {
    let expected: Vec<_> =
        inputs.iter().map(|bytes| expect::decode(&compiled.model, id, bytes)).collect();
    let mut report = Report {
        inputs: inputs.len(),
        accepted: expected.iter().filter(|e| e.accepted()).count(),
        ..Report::default()
    };
    for (testee, answers) in ask_all(testees, 1, index, inputs) {
        for ((bytes, expected), answer) in inputs.iter().zip(&expected).zip(answers) {
            if let Some(difference) =
                expected.difference(&compiled.model, id, &answer, testee.language)
            {
                report.differences.push(format!(
                    "{} decode {} {}: {difference}",
                    testee.language.name(),
                    compiled.model.full_name(id),
                    notation::hex(bytes)
                ));
            }
        }
    }
    report
}

fn encode_all(
    compiled: &Compiled,
    (id, index): (TypeId, u16),
    values: &[Value],
    testees: &mut [Testee],
) -> Report {
    let loads: Vec<Vec<u8>> =
        values.iter().map(|v| wirewright_codegen::interp::load(&compiled.model, id, v)).collect();
    let expected: Vec<_> =
        values.iter().map(|value| expect::encode(&compiled.model, id, value)).collect();
    let mut report = Report {
        inputs: values.len(),
        accepted: expected.iter().filter(|e| e.accepted()).count(),
        ..Report::default()
    };
    for (testee, answers) in ask_all(testees, 2, index, &loads) {
        for ((value, expected), answer) in values.iter().zip(&expected).zip(answers) {
            // What Rust cannot hold was never made into a value.
            if let Some(difference) =
                expected.difference(&compiled.model, id, &answer, testee.language)
            {
                let name = compiled.model.full_name(id);
                report.differences.push(format!(
                    "{} encode {name} {value:?}: {difference}",
                    testee.language.name()
                ));
            }
        }
    }
    report
}
