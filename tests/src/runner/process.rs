//! A test program: a process that answers batches on its standard input and output.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use super::build::Language;

/// What a test program says of one input.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// 0 accepted, 1 refused, 2 decoded but not encoded again, 3 not the same answer each time.
    pub status: u8,
    /// The number of the error's code.
    pub code: u8,
    /// The error's offset.
    pub offset: u32,
    /// How many bytes are missing.
    pub need: u32,
    /// The member.
    pub path: String,
    /// The value's bytes.
    pub bytes: Vec<u8>,
    /// The value in canonical form.
    pub dump: Vec<u8>,
}

/// A running test program.
#[derive(Debug)]
pub struct Testee {
    /// The language that it is written in, and how it was built.
    pub language: Language,
    child: Child,
}

/// At most so many bytes of input in a batch, so that no answer outgrows a program's buffers.
const BATCH_BYTES: usize = 100 << 10;
/// At most so many inputs in a batch.
const BATCH_COUNT: usize = 1000;

impl Testee {
    /// Starts a program.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn start(language: Language, mut command: Command) -> Self {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let child = child.unwrap_or_else(|e| panic!("{}: {command:?}: {e}", language.name()));
        Self { language, child }
    }

    /// Asks for all inputs, in batches.
    ///
    /// # Panics
    /// If the program crashes: that is a failure, never a refusal; the batch is halved until one input is left to name.
    pub fn ask(&mut self, operation: u8, message: u16, inputs: &[Vec<u8>]) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(inputs.len());
        let mut start = 0;
        while start < inputs.len() {
            let (mut end, mut bytes) = (start, 0);
            while end < inputs.len()
                && end - start < BATCH_COUNT
                && (end == start || bytes < BATCH_BYTES)
            {
                bytes += inputs[end].len() + 4;
                end += 1;
            }
            answers.extend(self.batch(operation, message, &inputs[start..end]));
            start = end;
        }
        answers
    }

    fn batch(&mut self, operation: u8, message: u16, inputs: &[Vec<u8>]) -> Vec<Answer> {
        let mut body = vec![operation];
        body.extend(message.to_le_bytes());
        body.extend(length(inputs.len()));
        for input in inputs {
            body.extend(length(input.len()));
            body.extend(input);
        }
        let stdin = self.child.stdin.as_mut().expect("piped");
        let sent = stdin
            .write_all(&length(body.len()))
            .and_then(|()| stdin.write_all(&body))
            .and_then(|()| stdin.flush());
        let mut size = [0; 4];
        let stdout = self.child.stdout.as_mut().expect("piped");
        let mut response = Vec::new();
        let received = sent.and_then(|()| stdout.read_exact(&mut size)).and_then(|()| {
            response.resize(u32::from_le_bytes(size) as usize, 0);
            stdout.read_exact(&mut response)
        });
        if let Err(error) = received {
            let status = self.child.wait();
            panic!(
                "{} ended ({status:?}, {error}) on operation {operation} of message {message} with inputs such as {:02x?}",
                self.language.name(),
                inputs.first()
            );
        }
        let mut reader = Reader(&response);
        inputs.iter().map(|_| reader.answer()).collect()
    }
}

impl Drop for Testee {
    fn drop(&mut self) {
        // Closing its input ends the program.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn length(n: usize) -> [u8; 4] {
    u32::try_from(n).expect("batches are small").to_le_bytes()
}

struct Reader<'r>(&'r [u8]);

impl Reader<'_> {
    fn take(&mut self, n: usize) -> Vec<u8> {
        let (head, rest) = self.0.split_at(n.min(self.0.len()));
        self.0 = rest;
        head.to_vec()
    }

    fn number(&mut self) -> u32 {
        self.take(4).try_into().map_or(0, u32::from_le_bytes)
    }

    fn part(&mut self) -> Vec<u8> {
        let n = self.number();
        self.take(n as usize)
    }

    fn answer(&mut self) -> Answer {
        let head = self.take(2);
        Answer {
            status: head.first().copied().unwrap_or(9),
            code: head.get(1).copied().unwrap_or(0),
            offset: self.number(),
            need: self.number(),
            path: String::from_utf8_lossy(&self.part()).into_owned(),
            bytes: self.part(),
            dump: self.part(),
        }
    }
}
