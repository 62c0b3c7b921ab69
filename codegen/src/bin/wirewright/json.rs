//! Values as JSON: the notation of rule L7 in the grammar that most programs read.

use wirewright_codegen::model::notation::Literal;

/// Reads JSON as a literal; numbers keep their text.
pub(crate) fn read(text: &str) -> Result<Literal, String> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|e| format!("this is not JSON: {e}"))?;
    Ok(literal(value))
}

fn literal(value: serde_json::Value) -> Literal {
    match value {
        serde_json::Value::Null => Literal::Null,
        serde_json::Value::Bool(truth) => {
            Literal::Scalar { text: truth.to_string(), quoted: false }
        }
        serde_json::Value::Number(number) => {
            Literal::Scalar { text: number.to_string(), quoted: false }
        }
        serde_json::Value::String(text) => Literal::Scalar { text, quoted: true },
        serde_json::Value::Array(items) => Literal::List(items.into_iter().map(literal).collect()),
        serde_json::Value::Object(pairs) => {
            Literal::Map(pairs.into_iter().map(|(k, v)| (k, literal(v))).collect())
        }
    }
}

/// Writes a literal as JSON on one line, members in their order.
pub(crate) fn write(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Scalar { text, quoted: false } => text.clone(),
        Literal::Scalar { text, quoted: true } => string(text),
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

fn string(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}
