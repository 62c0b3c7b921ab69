//! The Rust test program: reads batches, decodes and encodes, answers (docs/conformance.md). `table.rs` is generated.

use std::io::{Read, Write};

use messages as generated;
use wirewright::{DecodeError, EncodeError};

mod table;

pub(crate) struct Entry {
    decode: fn(&[u8]) -> Vec<u8>,
    encode: fn(&mut Load<'_>) -> Result<Vec<u8>, Vec<u8>>,
}

/// Writes a value in canonical form.
#[derive(Default)]
pub(crate) struct Dump(Vec<u8>);

impl Dump {
    fn int(&mut self, n: i128) { self.0.extend(&n.to_le_bytes()[..8]); }
    fn present(&mut self, truth: bool) { self.0.push(truth.into()); }
    fn f32(&mut self, x: f32) { self.0.extend(if x.is_nan() { 0x7fc0_0000_u32 } else { x.to_bits() }.to_le_bytes()); }
    fn f64(&mut self, x: f64) { self.0.extend(if x.is_nan() { 0x7ff8_u64 << 48 } else { x.to_bits() }.to_le_bytes()); }
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend((bytes.len() as u32).to_le_bytes());
        self.0.extend(bytes);
    }
    fn scaled(&mut self, physical: f64, raw: Result<i64, EncodeError>) {
        self.0.extend(physical.to_bits().to_le_bytes());
        self.0.push(raw.is_err().into());
        self.int(raw.unwrap_or(0).into());
    }
}

/// Reads a value in canonical form.
pub(crate) struct Load<'a>(&'a [u8]);

impl<'a> Load<'a> {
    fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        head
    }
    fn array<const N: usize>(&mut self) -> [u8; N] { self.sized().try_into().expect("the runner knows the size") }
    fn fixed<const N: usize>(&mut self) -> [u8; N] { self.take(N).try_into().expect("taken") }
    fn sized(&mut self) -> &'a [u8] {
        let n = u32::from_le_bytes(self.fixed()) as usize;
        self.take(n)
    }
    fn int(&mut self) -> i64 { i64::from_le_bytes(self.fixed()) }
    fn present(&mut self) -> bool { self.take(1)[0] == 1 }
    fn f32(&mut self) -> f32 { f32::from_le_bytes(self.fixed()) }
    fn f64(&mut self) -> f64 { f64::from_le_bytes(self.fixed()) }
    fn text<const N: usize>(&mut self) -> wirewright::Text<N> {
        std::str::from_utf8(self.sized()).expect("text").try_into().expect("the runner gives texts that fit")
    }
}

fn result(status: u8, code: u8, (offset, need): (usize, usize), path: &str, bytes: &[u8], dump: &[u8]) -> Vec<u8> {
    let mut out = vec![status, code];
    out.extend((offset as u32).to_le_bytes());
    out.extend((need as u32).to_le_bytes());
    for part in [path.as_bytes(), bytes, dump] {
        out.extend((part.len() as u32).to_le_bytes());
        out.extend(part);
    }
    out
}

pub(crate) fn answer<T>(
    decoded: Result<T, DecodeError>,
    dump: fn(&T, &mut Dump),
    encode: fn(&T) -> Result<Vec<u8>, EncodeError>,
) -> Vec<u8> {
    match decoded {
        Err(e) => result(1, e.code().number(), (e.offset(), e.need()), &e.field().to_string(), &[], &[]),
        Ok(value) => {
            let mut dumped = Dump::default();
            dump(&value, &mut dumped);
            match encode(&value) {
                Ok(bytes) => result(0, 0, (0, 0), "", &bytes, &dumped.0),
                Err(e) => result(2, e.code().number(), (e.offset(), 0), &e.field().to_string(), &[], &dumped.0),
            }
        }
    }
}

pub(crate) fn refused(e: &EncodeError) -> Vec<u8> {
    result(1, e.code().number(), (e.offset(), e.need()), &e.field().to_string(), &[], &[])
}

fn main() {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut size = [0; 4];
    while input.read_exact(&mut size).is_ok() {
        let mut request = vec![0; u32::from_le_bytes(size) as usize];
        input.read_exact(&mut request).expect("a whole request");
        let mut load = Load(&request);
        let operation = load.take(1)[0];
        let entry = &table::TABLE[u16::from_le_bytes(load.fixed()) as usize];
        let count = u32::from_le_bytes(load.fixed());
        let mut response = Vec::new();
        for _ in 0..count {
            // A block of exactly the input's size, so that a tool that watches memory sees what is read beyond it.
            let item: Box<[u8]> = load.sized().into();
            response.extend(match operation {
                1 => (entry.decode)(&item),
                _ => (entry.encode)(&mut Load(&item)).map_or_else(|e| e, |bytes| result(0, 0, (0, 0), "", &bytes, &[])),
            });
        }
        output.write_all(&(response.len() as u32).to_le_bytes()).expect("stdout");
        output.write_all(&response).expect("stdout");
        output.flush().expect("stdout");
    }
}
