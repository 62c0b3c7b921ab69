//! Errors: one vocabulary, the same words, numbers and offsets as in every other language (docs/semantics.md, S3).

use core::fmt;

macro_rules! codes {
    ($($number:literal $variant:ident $word:literal $text:literal;)*) => {
        /// Why bytes or a value were refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum ErrorCode { $(#[doc = $text] $variant = $number,)* }

        impl ErrorCode {
            /// The number, the same in every language.
            #[must_use]
            pub const fn number(self) -> u8 { self as u8 }

            /// The word, the same in every language.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }

            const fn text(self) -> &'static str { match self { $(Self::$variant => $text,)* } }
        }
    };
}

codes! {
    1 Short "short" "the input ends too early";
    2 Trailing "trailing" "bytes are left over behind the end of the message";
    3 Limit "limit" "more than the declared maximum";
    6 Enum "enum" "a value without a name in a closed enum or closed flags";
    7 Bool "bool" "neither 0 nor 1";
    8 Reserved "reserved" "a reserved byte or bit that is not zero";
    9 Const "const" "not the constant that stands here";
    10 Range "range" "outside of what the field may hold";
    11 Varint "varint" "an integer that is not in its shortest form, or above 64 bits";
    12 Utf8 "utf8" "text that is not in its encoding";
    13 Nul "nul" "a NUL inside text, or something other than the padding behind it";
    15 Length "length" "not exactly the declared length";
    20 Capacity "capacity" "the buffer is too small";
    21 Type "type" "a value of the wrong kind";
}

/// How many names of a path are kept: the innermost ones.
const DEPTH: usize = 4;

/// The member that an error is about, as `readings[3].kind`; empty if it is about the whole message.
///
/// At most the four innermost names are kept; `…` stands for the others.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldPath {
    names: [Option<&'static &'static str>; DEPTH],
    /// 0 for a name without an index, else the index + 1.
    indices: [u32; DEPTH],
    cut: bool,
}

impl FieldPath {
    const EMPTY: Self = Self { names: [None; DEPTH], indices: [0; DEPTH], cut: false };

    /// Adds the name of what is around; most errors have none yet.
    #[inline]
    fn enter(&mut self, name: &'static &'static str) {
        if self.names[0].is_none() {
            self.names[0] = Some(name);
        } else {
            self.push(name, None);
        }
    }

    /// Adds what is around: an index first, then the name of the array that it belongs to.
    #[cold]
    fn push(&mut self, name: &'static &'static str, index: Option<usize>) {
        let free = self.names.iter().position(Option::is_none);
        let last = free.unwrap_or(DEPTH).checked_sub(1);
        // A name belongs to the index in front of it, unless one between them was cut away.
        let takes_name =
            |last: &usize| index.is_none() && !self.cut && self.names[*last] == Some(&"");
        match (last.filter(takes_name), free) {
            (Some(last), _) => self.names[last] = Some(name),
            (None, Some(free)) => {
                self.names[free] = Some(name);
                self.indices[free] = index.and_then(|i| u32::try_from(i + 1).ok()).unwrap_or(0);
            }
            (None, None) => self.cut = true,
        }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cut {
            f.write_str("…")?;
        }
        let mut first = !self.cut;
        for (name, index) in self.names.iter().zip(self.indices).rev() {
            let Some(name) = name else { continue };
            if !first && !name.is_empty() {
                f.write_str(".")?;
            }
            first = false;
            f.write_str(name)?;
            if let Some(index) = index.checked_sub(1) {
                write!(f, "[{index}]")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

macro_rules! error_type {
    ($(#[$doc:meta])* $name:ident $verb:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            code: ErrorCode,
            offset: u32,
            need: u32,
            field: FieldPath,
        }

        impl $name {
            /// An error at the start of what is being read or written.
            #[inline]
            #[must_use]
            pub const fn new(code: ErrorCode) -> Self {
                Self { code, offset: 0, need: 0, field: FieldPath::EMPTY }
            }

            /// An error at an offset.
            #[inline]
            #[must_use]
            pub fn at(code: ErrorCode, offset: usize) -> Self {
                Self { offset: narrow(offset), ..Self::new(code) }
            }

            /// The same error, seen from the message around a member that begins at `offset`.
            #[inline]
            #[must_use]
            pub fn within(mut self, name: &'static &'static str, offset: usize) -> Self {
                self.field.enter(name);
                self.offset = self.offset.saturating_add(narrow(offset));
                self
            }

            /// The same error, which has its offset already, seen from the message around a member.
            #[cold]
            #[must_use]
            pub fn named(mut self, name: &'static &'static str) -> Self {
                if self.has_field() {
                    self.field.enter(name);
                }
                self
            }

            /// The same error, seen from the array around an element that begins at `offset`.
            #[cold]
            #[must_use]
            pub fn element(mut self, index: usize, offset: usize) -> Self {
                if self.has_field() {
                    self.field.push(&"", Some(index));
                }
                self.shifted(offset)
            }

            /// The same error, seen from what begins `offset` bytes earlier.
            #[cold]
            #[must_use]
            pub fn shifted(mut self, offset: usize) -> Self {
                self.offset = self.offset.saturating_add(narrow(offset));
                self
            }

            /// Whether it is about a member, and not about the input as a whole.
            const fn has_field(&self) -> bool {
                !matches!(self.code, ErrorCode::Short | ErrorCode::Trailing)
            }

            /// What is wrong.
            #[must_use]
            pub const fn code(&self) -> ErrorCode { self.code }

            /// Where, in bytes from the first one handed in.
            #[must_use]
            pub const fn offset(&self) -> usize { self.offset as usize }

            /// How many bytes are missing, for [`ErrorCode::Short`]; else 0.
            #[must_use]
            pub const fn need(&self) -> usize { self.need as usize }

            /// The member that is wrong, empty if it is the whole message.
            #[must_use]
            pub const fn field(&self) -> &FieldPath { &self.field }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("cannot ", $verb, ": {}"), self.code.text())?;
                if self.field != FieldPath::default() {
                    write!(f, " in `{}`", self.field)?;
                }
                if self.need > 0 {
                    write!(f, " ({} more are needed)", self.need)?;
                }
                write!(f, " at offset {}", self.offset)
            }
        }

        impl core::error::Error for $name {}
    };
}

error_type! {
    /// Why bytes are no message.
    DecodeError "decode"
}
error_type! {
    /// Why a value has no bytes.
    EncodeError "encode"
}

impl DecodeError {
    /// Fewer bytes than the message takes.
    #[inline]
    #[must_use]
    pub fn short(have: usize, size: usize) -> Self {
        Self { need: narrow(size.saturating_sub(have)), ..Self::at(ErrorCode::Short, have) }
    }
}

/// Messages are below 2^31 bytes.
#[inline]
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::string::ToString;

    use super::*;

    #[test]
    fn the_innermost_names_are_kept() {
        let error = DecodeError::new(ErrorCode::Range).named(&"a").element(1, 0).named(&"b");
        assert_eq!(error.field().to_string(), "b[1].a");
        let inner = DecodeError::new(ErrorCode::Range).named(&"a").element(1, 0).element(2, 0);
        assert_eq!(inner.named(&"b").field().to_string(), "b[2][1].a");
    }

    #[test]
    fn a_name_does_not_take_the_index_of_another() {
        let inner = DecodeError::new(ErrorCode::Range).named(&"a").element(1, 0).element(2, 0);
        let error = inner.named(&"b").element(3, 0).element(4, 0).named(&"c");
        assert_eq!(error.field().to_string(), "…[3].b[2][1].a");
    }
}
