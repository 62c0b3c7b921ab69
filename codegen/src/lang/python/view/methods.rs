//! The methods of a class: what reads and writes it inside others, and what programs call.
//!
//! In: names, sizes and bodies. Out: whole methods.

use super::MethodView;

/// What programs hand over.
const DATA: &str = "data: bytes | bytearray | memoryview";

fn method(signature: String, doc: &str, body: Vec<String>) -> MethodView {
    MethodView { decorator: Vec::new(), signature, doc: doc.to_owned(), body }
}

fn of_class(signature: String, doc: &str, body: Vec<String>) -> MethodView {
    MethodView { decorator: vec!["@classmethod".to_owned()], ..method(signature, doc, body) }
}

fn decode(name: &str, body: Vec<String>) -> MethodView {
    let doc = "Read a value from exactly its bytes; raises DecodeError.";
    of_class(format!("decode(cls, {DATA}) -> {name}"), doc, body)
}

fn decode_prefix(name: &str, body: Vec<String>) -> MethodView {
    let doc = "Read a value from the start of some bytes and return the rest; raises DecodeError.";
    of_class(format!("decode_prefix(cls, {DATA}) -> tuple[{name}, bytes]"), doc, body)
}

fn encode(body: Vec<String>) -> MethodView {
    let doc = "Return the bytes of the value; raises EncodeError.";
    method("encode(self) -> bytes".to_owned(), doc, body)
}

/// What reads and writes so many bytes, for what is around them.
pub(super) fn inner(
    name: &str,
    bytes: &str,
    unpack: Vec<String>,
    pack: Vec<String>,
) -> Vec<MethodView> {
    vec![
        of_class(
            format!("_unpack(cls, data: bytes, at: int) -> {name}"),
            &format!("Read exactly {bytes} that stand at offset ``at``."),
            unpack,
        ),
        method(
            "_pack(self, at: int) -> bytes".to_owned(),
            &format!("Return the {bytes} that are to stand at offset ``at``."),
            pack,
        ),
    ]
}

/// Those of a record of fixed size that programs call.
pub(super) fn fixed(name: &str, size: u32) -> Vec<MethodView> {
    let start = |exact: &str| format!("found = _ww.start(data, {size}, {exact})");
    let whole = vec![
        start("True"),
        format!("value = cls._unpack(found[:{size}], 0)"),
        format!("_ww.end(found, {size})"),
        "return value".to_owned(),
    ];
    let prefix =
        vec![start("False"), format!("return cls._unpack(found[:{size}], 0), found[{size}:]")];
    vec![
        decode(name, whole),
        decode_prefix(name, prefix),
        encode(vec!["return self._pack(0)".to_owned()]),
    ]
}

/// All of a record of variable size; one that goes to the end of its input is never a prefix.
pub(super) fn variable(
    name: &str,
    goes_to_end: bool,
    read: Vec<String>,
    write: Vec<String>,
) -> Vec<MethodView> {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let reader = "r = _ww.Reader(data)";
    let mut methods = vec![
        of_class(
            format!("_read(cls, r: _ww.Reader, behind: int) -> {name}"),
            "Read what stands at ``r``; ``behind`` bytes of fixed size behind it belong to its last test of length.",
            read,
        ),
        method(
            "_write(self, out: bytearray) -> None".to_owned(),
            "Append the bytes of the value.",
            write,
        ),
        decode(
            name,
            lines(&[reader, "value = cls._read(r, 0)", "_ww.end(r.data, r.at)", "return value"]),
        ),
    ];
    if !goes_to_end {
        methods
            .push(decode_prefix(name, lines(&[reader, "return cls._read(r, 0), r.data[r.at :]"])));
    }
    methods.push(encode(lines(&["out = bytearray()", "self._write(out)", "return bytes(out)"])));
    methods
}
