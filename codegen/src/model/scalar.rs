//! The fixed-width numbers of the wire: one table.
//!
//! In: keywords. Out: [`Scalar`] with its width and kind. Must not know: languages.
//! A line added here breaks the build in every place that has to know the new type.

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The lowest.
    Little,
    /// The highest.
    Big,
}

impl ByteOrder {
    /// As in the docs: `little-endian`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Little => "little-endian",
            Self::Big => "big-endian",
        }
    }
}

/// How the bits of a scalar are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// An integer from 0.
    Unsigned,
    /// A two's complement integer.
    Signed,
    /// IEEE 754.
    Float,
    /// 0 or 1.
    Bool,
}

macro_rules! scalars {
    ($($variant:ident $keyword:literal $bits:literal $kind:ident;)*) => {
        /// A number of a fixed width.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Scalar { $(#[doc = concat!("`", $keyword, "`")] $variant,)* }

        impl Scalar {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As a schema writes it, without byte order.
            #[must_use]
            pub fn keyword(self) -> &'static str { match self { $(Self::$variant => $keyword,)* } }

            /// The width.
            #[must_use]
            pub fn bits(self) -> u32 { match self { $(Self::$variant => $bits,)* } }

            /// How its bits are read.
            #[must_use]
            pub fn kind(self) -> ScalarKind { match self { $(Self::$variant => ScalarKind::$kind,)* } }
        }
    };
}

scalars! {
    U8 "u8" 8 Unsigned;
    U16 "u16" 16 Unsigned;
    U24 "u24" 24 Unsigned;
    U32 "u32" 32 Unsigned;
    U40 "u40" 40 Unsigned;
    U48 "u48" 48 Unsigned;
    U56 "u56" 56 Unsigned;
    U64 "u64" 64 Unsigned;
    I8 "i8" 8 Signed;
    I16 "i16" 16 Signed;
    I24 "i24" 24 Signed;
    I32 "i32" 32 Signed;
    I40 "i40" 40 Signed;
    I48 "i48" 48 Signed;
    I56 "i56" 56 Signed;
    I64 "i64" 64 Signed;
    F32 "f32" 32 Float;
    F64 "f64" 64 Float;
    Bool "bool" 8 Bool;
}

impl Scalar {
    /// The scalar of a keyword without byte order.
    #[must_use]
    pub fn from_keyword(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.keyword() == text)
    }

    /// The size in bytes.
    #[must_use]
    pub fn bytes(self) -> u32 {
        self.bits() / 8
    }

    /// Whether it is an integer.
    #[must_use]
    pub fn is_integer(self) -> bool {
        matches!(self.kind(), ScalarKind::Unsigned | ScalarKind::Signed)
    }

    /// Whether it is an integer that can be negative.
    #[must_use]
    pub fn is_signed(self) -> bool {
        self.kind() == ScalarKind::Signed
    }

    /// The smallest and the largest integer that it holds.
    #[must_use]
    pub fn bounds(self) -> (i128, i128) {
        int_bounds(self.bits(), self.is_signed())
    }
}

/// The smallest and the largest integer of a number of bits (1 to 64).
#[must_use]
pub fn int_bounds(bits: u32, signed: bool) -> (i128, i128) {
    if signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) }
}
