//! The one vocabulary of errors (rule S3).

macro_rules! error_codes {
    ($($number:literal $variant:ident $word:literal;)*) => {
        /// Why bytes or a value were refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ErrorCode { $(#[doc = concat!("`", $word, "`")] $variant = $number,)* }

        impl ErrorCode {
            /// All codes that can occur.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The number, the same in every language.
            #[must_use]
            pub fn number(self) -> u8 { self as u8 }

            /// The word, the same in every language.
            #[must_use]
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
        }
    };
}

error_codes! {
    1 Short "short";
    2 Trailing "trailing";
    3 Limit "limit";
    6 Enum "enum";
    7 Bool "bool";
    8 Reserved "reserved";
    9 Const "const";
    10 Range "range";
    11 Varint "varint";
    12 Utf8 "utf8";
    13 Nul "nul";
    15 Length "length";
    20 Capacity "capacity";
    21 Type "type";
}

/// A refusal: what, where and in which member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong.
    pub code: ErrorCode,
    /// The byte at which rule S3 says it is reported.
    pub offset: u64,
    /// How many bytes are missing, for `short`.
    pub need: u64,
    /// The member, as `readings[3].kind`.
    pub path: String,
}

impl Failure {
    pub(super) fn at(code: ErrorCode, offset: u64) -> Self {
        Self { code, offset, need: 0, path: String::new() }
    }

    /// Puts the name of what is around in front of the path, which `short` and `trailing` do not have (rule S3).
    pub(super) fn within(mut self, outer: &str) -> Self {
        if matches!(self.code, ErrorCode::Short | ErrorCode::Trailing) {
            return self;
        }
        self.path = crate::model::notation::join(outer, &self.path);
        self
    }

    /// One plain sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let place =
            if self.path.is_empty() { String::new() } else { format!(" in `{}`", self.path) };
        let what = match self.code {
            ErrorCode::Short => {
                return format!(
                    "short: {} more bytes are needed at offset {}",
                    self.need, self.offset
                );
            }
            ErrorCode::Trailing => "bytes are left over behind the end of the message",
            ErrorCode::Limit => "more than the declared maximum",
            ErrorCode::Enum => "a value without a name in a closed enum or closed flags",
            ErrorCode::Bool => "neither 0 nor 1",
            ErrorCode::Reserved => "a reserved byte or bit that is not zero",
            ErrorCode::Const => "not the constant that stands here",
            ErrorCode::Range => "outside of what the field may hold",
            ErrorCode::Varint => "an integer that is not in its shortest form, or above 64 bits",
            ErrorCode::Utf8 => "text that is not in its encoding",
            ErrorCode::Nul => "a NUL inside text, or something other than the padding behind it",
            ErrorCode::Length => "not exactly the declared length",
            ErrorCode::Capacity => "the buffer is too small",
            ErrorCode::Type => "a value of the wrong kind",
        };
        format!("{}: {what}{place} at offset {}", self.code.word(), self.offset)
    }
}
