//! Values in the canonical form of docs/conformance.md: what `table.rs` writes and reads for each kind of field.

use wirewright::EncodeError;

/// Writes a value in canonical form.
#[derive(Default)]
pub(crate) struct Dump(pub(crate) Vec<u8>);

impl Dump {
    pub(crate) fn int(&mut self, n: i128) {
        self.0.extend(&n.to_le_bytes()[..8]);
    }
    pub(crate) fn present(&mut self, truth: bool) {
        self.0.push(truth.into());
    }
    pub(crate) fn f32(&mut self, x: f32) {
        self.0.extend(if x.is_nan() { 0x7fc0_0000_u32 } else { x.to_bits() }.to_le_bytes());
    }
    pub(crate) fn f64(&mut self, x: f64) {
        self.0.extend(if x.is_nan() { 0x7ff8_u64 << 48 } else { x.to_bits() }.to_le_bytes());
    }
    pub(crate) fn length(&mut self, length: usize) {
        self.0.extend((length as u32).to_le_bytes());
    }
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.extend(bytes);
    }
    pub(crate) fn scaled(&mut self, physical: f64, raw: Result<i64, EncodeError>) {
        self.0.extend(physical.to_bits().to_le_bytes());
        self.0.push(raw.is_err().into());
        self.int(raw.unwrap_or(0).into());
    }
}

/// Reads a value in canonical form.
pub(crate) struct Load<'a>(&'a [u8]);

impl<'a> Load<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }
    pub(crate) fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        head
    }
    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        self.sized().try_into().expect("the runner knows the size")
    }
    pub(crate) fn fixed<const N: usize>(&mut self) -> [u8; N] {
        self.take(N).try_into().expect("taken")
    }
    pub(crate) fn length(&mut self) -> usize {
        u32::from_le_bytes(self.fixed()) as usize
    }
    pub(crate) fn sized(&mut self) -> &'a [u8] {
        let n = self.length();
        self.take(n)
    }
    pub(crate) fn int(&mut self) -> i64 {
        i64::from_le_bytes(self.fixed())
    }
    pub(crate) fn present(&mut self) -> bool {
        self.take(1)[0] == 1
    }
    pub(crate) fn f32(&mut self) -> f32 {
        f32::from_le_bytes(self.fixed())
    }
    pub(crate) fn f64(&mut self) -> f64 {
        f64::from_le_bytes(self.fixed())
    }
    pub(crate) fn string(&mut self) -> String {
        std::str::from_utf8(self.sized()).expect("text").to_owned()
    }
    pub(crate) fn text<const N: usize>(&mut self) -> wirewright::Text<N> {
        std::str::from_utf8(self.sized())
            .expect("text")
            .try_into()
            .expect("the runner gives texts that fit")
    }
}
