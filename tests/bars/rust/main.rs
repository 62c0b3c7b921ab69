//! The program whose instructions are counted: one operation, many times (`tests/tests/bars.rs`).
//!
//! Each operation is a function of its own whose name begins with `measured_`; only what happens in it is counted. A
//! limit is the same function for bytes that are only copied: the same test of the length, the same result.

use std::hint::black_box;

use messages::{plain, weather};
use wirewright::{Decode, Encode};

const SIZE: usize = 36;
const TIMES: usize = 1000;

/// A report of the station, as in the examples of its schema.
const REPORT: [u8; SIZE] =
    *b"\x43\0\0\0\x7c\x0f\x49\x40\x9e\xef\xe3\xc0\xb9\x17\0\0N NE E SE S SW W NW\0";

macro_rules! message {
    ($module:ident: $decode:ident $from_bytes:ident $encode_into:ident $to_bytes:ident) => {
        #[inline(never)]
        fn $decode(bytes: &[u8], out: &mut $module::Data) -> bool {
            $module::Data::decode(bytes).map(|value| *out = value).is_ok()
        }

        #[inline(never)]
        fn $from_bytes(bytes: &[u8; SIZE], out: &mut $module::Data) -> bool {
            $module::Data::from_bytes(bytes).map(|value| *out = value).is_ok()
        }

        #[inline(never)]
        fn $encode_into(value: &$module::Data, out: &mut [u8]) -> bool {
            value.encode_into(out).is_ok()
        }

        #[inline(never)]
        fn $to_bytes(value: &$module::Data, out: &mut [u8; SIZE]) -> bool {
            value.to_bytes().map(|bytes| *out = bytes).is_ok()
        }
    };
}

message!(weather: measured_text_decode measured_text_from_bytes measured_text_encode_into measured_text_to_bytes);
message!(plain: measured_plain_decode measured_plain_from_bytes measured_plain_encode_into measured_plain_to_bytes);

/// A message that is its bytes.
#[derive(Clone, Copy)]
struct Packed([u8; SIZE]);

#[inline(never)]
fn measured_limit_decode(bytes: &[u8], out: &mut Packed) -> bool {
    <[u8; SIZE]>::try_from(bytes).map(|bytes| *out = Packed(bytes)).is_ok()
}

#[inline(never)]
fn measured_limit_from_bytes(bytes: &[u8; SIZE], out: &mut Packed) -> bool {
    *out = Packed(*bytes);
    true
}

#[inline(never)]
fn measured_limit_encode_into(value: &Packed, out: &mut [u8]) -> bool {
    out.get_mut(..SIZE).map(|out| out.copy_from_slice(&value.0)).is_some()
}

#[inline(never)]
fn measured_limit_to_bytes(value: &Packed, out: &mut [u8; SIZE]) -> bool {
    *out = value.0;
    true
}

/// An operation, often; whether it went well each time. Nothing is known to the optimizer of what it is given.
fn repeat<I: ?Sized, O: ?Sized>(operation: fn(&I, &mut O) -> bool, given: &I, out: &mut O) -> bool {
    (0..TIMES).all(|_| black_box(operation)(black_box(given), black_box(out)))
}

fn main() {
    let operation = std::env::args().nth(1).unwrap_or_default();
    let array = black_box(&REPORT);
    let bytes = array.as_slice();
    let text = &weather::Data::from_bytes(array).expect("an example of the schema");
    let plain = &plain::Data::from_bytes(array).expect("any bytes will do");
    let packed = &Packed(*array);
    let text_out = &mut weather::Data::default();
    let plain_out = &mut plain::Data::default();
    let packed_out = &mut Packed([0; SIZE]);
    let out = &mut [0; SIZE];
    let well = match operation.as_str() {
        "text decode" => repeat(measured_text_decode, bytes, text_out) && text_out == text,
        "text from_bytes" => repeat(measured_text_from_bytes, array, text_out) && text_out == text,
        "text encode_into" => repeat(measured_text_encode_into, text, &mut out[..]) && out == array,
        "text to_bytes" => repeat(measured_text_to_bytes, text, out) && out == array,
        "plain decode" => repeat(measured_plain_decode, bytes, plain_out) && plain_out == plain,
        "plain from_bytes" => {
            repeat(measured_plain_from_bytes, array, plain_out) && plain_out == plain
        }
        "plain encode_into" => {
            repeat(measured_plain_encode_into, plain, &mut out[..]) && out == array
        }
        "plain to_bytes" => repeat(measured_plain_to_bytes, plain, out) && out == array,
        "limit decode" => {
            repeat(measured_limit_decode, bytes, packed_out) && packed_out.0 == *array
        }
        "limit from_bytes" => {
            repeat(measured_limit_from_bytes, array, packed_out) && packed_out.0 == *array
        }
        "limit encode_into" => {
            repeat(measured_limit_encode_into, packed, &mut out[..]) && out == array
        }
        "limit to_bytes" => repeat(measured_limit_to_bytes, packed, out) && out == array,
        _ => panic!("no operation is called `{operation}`"),
    };
    assert!(well, "{operation} went wrong");
}
