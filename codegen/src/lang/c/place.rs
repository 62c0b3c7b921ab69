//! Where a value is: in memory, on the wire, and how far from the start of what was handed in.
//!
//! In: names and offsets of the layout. Out: expressions over `m`, `p` and `at`. Must not know: what stands there.

/// A value's places.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// In memory: `m->matrix[i0]`.
    pub(super) value: String,
    /// From the start of the record, as far as that is constant.
    constant: u32,
    /// The pointer to the bytes.
    bytes: &'static str,
    /// ` + i0 * 6`, for each loop around it.
    steps: String,
    /// How many loops are around it.
    depth: usize,
}

impl Place {
    /// A member, by its spelling.
    pub(super) fn member(name: &str, at: u32) -> Self {
        Self { value: format!("m->{name}"), ..Self::wire(at) }
    }

    /// Something in memory that has another name than a member's.
    pub(super) fn named(value: &str) -> Self {
        Self { value: value.to_owned(), ..Self::wire(0) }
    }

    /// Something that is on the wire only.
    pub(super) fn wire(at: u32) -> Self {
        Self::of("p", at)
    }

    /// Something behind another pointer.
    pub(super) fn of(bytes: &'static str, at: u32) -> Self {
        Self { value: String::new(), constant: at, bytes, steps: String::new(), depth: 0 }
    }

    /// An element, within a loop over [`Place::index`].
    pub(super) fn element(&self, stride: u32) -> Self {
        let index = self.index();
        let step = if stride == 1 { index.clone() } else { format!("{index} * {stride}") };
        Self {
            value: format!("{}[{index}]", self.value),
            constant: self.constant,
            bytes: self.bytes,
            steps: format!("{} + {step}", self.steps),
            depth: self.depth + 1,
        }
    }

    /// The variable of a loop over what stands here.
    pub(super) fn index(&self) -> String {
        format!("i{}", self.depth)
    }

    /// `p + 16 + i0 * 2`
    pub(super) fn pointer(&self) -> String {
        self.from(self.bytes)
    }

    /// `at + 16 + i0 * 2`
    pub(super) fn at(&self) -> String {
        self.from("at")
    }

    /// The single byte that stands here: `p[16 + i0]`.
    pub(super) fn byte(&self) -> String {
        let offset = self.from("");
        format!("{}[{}]", self.bytes, offset.strip_prefix(" + ").unwrap_or("0"))
    }

    fn from(&self, base: &str) -> String {
        match self.constant {
            0 => format!("{base}{}", self.steps),
            constant => format!("{base} + {constant}{}", self.steps),
        }
    }

    /// `WRW_ERROR(WRW_ENUM, at + 16)`
    pub(super) fn error(&self, code: &str) -> String {
        format!("WRW_ERROR({code}, {})", self.at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_added_to_nothing() {
        let first = Place::member("first", 0);
        assert_eq!(
            (first.pointer(), first.byte(), first.at()),
            ("p".into(), "p[0]".into(), "at".into())
        );
        let element = first.element(1);
        assert_eq!((element.pointer().as_str(), element.byte().as_str()), ("p + i0", "p[i0]"));
    }

    #[test]
    fn elements_of_elements_stand_strides_apart() {
        let inner = Place::member("matrix", 24).element(6).element(2);
        assert_eq!(inner.value, "m->matrix[i0][i1]");
        assert_eq!(inner.pointer(), "p + 24 + i0 * 6 + i1 * 2");
        assert_eq!(inner.error("WRW_ENUM"), "WRW_ERROR(WRW_ENUM, at + 24 + i0 * 6 + i1 * 2)");
    }
}
