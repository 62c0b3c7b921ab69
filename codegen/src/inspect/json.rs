//! Values as JSON: the notation of rule L7 in the grammar that most programs read.
//!
//! In: JSON, or a literal. Out: the other. Must not know: types.

use std::fmt::{self, Write};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::lang::text::is_unsafe;
use crate::model::notation::Literal;

/// Reads JSON as a literal; members keep their order, and none may be given twice.
pub fn read(text: &str) -> Result<Literal, String> {
    let read: Json =
        serde_json::from_str(text).map_err(|e| format!("the value is not JSON: {e}"))?;
    Ok(read.0)
}

struct Json(Literal);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Json)
    }
}

struct Reader;

fn plain(text: String) -> Literal {
    Literal::Scalar { text, quoted: false }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Literal, E> {
        Ok(Literal::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Literal, E> {
        Ok(plain(truth.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Literal, E> {
        Ok(plain(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Literal, E> {
        Ok(plain(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Literal, E> {
        Ok(plain(format!("{number:?}")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Literal, E> {
        Ok(Literal::Scalar { text: text.to_owned(), quoted: true })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Literal, A::Error> {
        let mut list = Vec::new();
        while let Some(Json(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Literal::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Literal, A::Error> {
        let mut map: Vec<(String, Literal)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        while let Some((key, Json(value))) = pairs.next_entry::<String, Json>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the member `{key}` is given twice")));
            }
            map.push((key, value));
        }
        Ok(Literal::Map(map))
    }
}

/// Writes a literal as JSON on one line, members in their order.
#[must_use]
pub fn write(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Scalar { text, quoted: false } if is_json(text) => text.clone(),
        Literal::Scalar { text, .. } => string(text),
        Literal::List(items) => {
            let items: Vec<_> = items.iter().map(write).collect();
            format!("[{}]", items.join(","))
        }
        Literal::Map(pairs) => {
            let pairs: Vec<_> =
                pairs.iter().map(|(k, v)| format!("{}:{}", string(k), write(v))).collect();
            format!("{{{}}}", pairs.join(","))
        }
    }
}

/// Whether an unquoted word of a schema means the same in JSON: `0x10` and `inf` do not.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text)
        .is_ok_and(|value| value.is_number() || value.is_boolean())
}

/// A JSON string in which nothing moves a cursor, changes the direction of text or cannot be seen.
#[must_use]
pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // All of them stand in the first plane, so four digits are enough.
            c if is_unsafe(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written() {
        let text = r#"{"b":[1,-2,2.5,true,null],"a":{"c":"\"\\\n\u001b\u202e"}}"#;
        assert_eq!(read(text).map(|literal| write(&literal)).as_deref(), Ok(text));
    }

    #[test]
    fn a_member_stands_once() {
        let twice = read(r#"{"a":1,"a":2}"#);
        assert!(twice.is_err_and(|e| e.contains("`a` is given twice")));
    }

    #[test]
    fn words_of_yaml_become_json() {
        let word = |text: &str| write(&Literal::Scalar { text: text.to_owned(), quoted: false });
        assert_eq!(word("0x10"), "\"0x10\"");
        assert_eq!(word("green"), "\"green\"");
        assert_eq!(word("1e3"), "1e3");
    }
}
