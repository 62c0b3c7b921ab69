//! The Rust test program: reads batches, decodes and encodes, answers (docs/conformance.md). `table.rs` is generated.

use std::io::{Read, Write};

use messages as generated;
use wirewright::{DecodeError, EncodeError};

mod table;
mod values;

use values::{Dump, Load};

pub(crate) struct Entry {
    decode: fn(&[u8]) -> Vec<u8>,
    encode: fn(&mut Load<'_>) -> Result<Vec<u8>, Vec<u8>>,
}

fn result(
    status: u8,
    code: u8,
    (offset, need): (usize, usize),
    path: &str,
    bytes: &[u8],
    dump: &[u8],
) -> Vec<u8> {
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
        Err(e) => {
            result(1, e.code().number(), (e.offset(), e.need()), &e.field().to_string(), &[], &[])
        }
        Ok(value) => {
            let mut dumped = Dump::default();
            dump(&value, &mut dumped);
            match encode(&value) {
                Ok(bytes) => result(0, 0, (0, 0), "", &bytes, &dumped.0),
                Err(e) => result(
                    2,
                    e.code().number(),
                    (e.offset(), 0),
                    &e.field().to_string(),
                    &[],
                    &dumped.0,
                ),
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
        let mut load = Load::new(&request);
        let operation = load.take(1)[0];
        let entry = &table::TABLE[u16::from_le_bytes(load.fixed()) as usize];
        let count = u32::from_le_bytes(load.fixed());
        let mut response = Vec::new();
        for _ in 0..count {
            // A block of exactly the input's size, so that a tool that watches memory sees what is read beyond it.
            let item: Box<[u8]> = load.sized().into();
            response.extend(match operation {
                1 => (entry.decode)(&item),
                _ => (entry.encode)(&mut Load::new(&item))
                    .map_or_else(|e| e, |bytes| result(0, 0, (0, 0), "", &bytes, &[])),
            });
        }
        output.write_all(&(response.len() as u32).to_le_bytes()).expect("stdout");
        output.write_all(&response).expect("stdout");
        output.flush().expect("stdout");
    }
}
