//! Values of any message, as data.
//!
//! In and out: what `interp` decodes and encodes, and what defaults and constants are. Must not know: bytes.

/// A value. Which variant it must be is said by the type of the field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// An integer, an enum's number, or flags as one number.
    Int(i128),
    /// A float; of an `f32` the value widened.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A text.
    Text(String),
    /// Raw bytes.
    Bytes(Vec<u8>),
    /// The elements of an array.
    List(Vec<Value>),
    /// The members of a record or of a bits group, in the order of the schema.
    Record(Vec<Value>),
    /// No value, where a field allows that.
    Absent,
}

impl Value {
    /// The number of an integer or a truth value.
    #[must_use]
    pub fn number(&self) -> Option<i128> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(truth) => Some(i128::from(*truth)),
            Self::Float(_)
            | Self::Text(_)
            | Self::Bytes(_)
            | Self::List(_)
            | Self::Record(_)
            | Self::Absent => None,
        }
    }
}
