//! What is given on the command line: a message's name, bytes, a value.

use std::io::Read;

use wirewright_codegen::Compiled;
use wirewright_codegen::diag::closest;
use wirewright_codegen::model::notation::parse_hex;
use wirewright_codegen::model::{Model, TypeId};

use crate::Failed;

/// Finds `package.Message` (or a struct), or the only one of that name.
pub(crate) fn find(model: &Model, name: &str) -> Result<TypeId, Failed> {
    let names: Vec<(TypeId, String)> =
        model.records().map(|(id, ..)| (id, model.full_name(id))).collect();
    if let Some((id, _)) = names.iter().find(|(_, full)| full == name) {
        return Ok(*id);
    }
    let same: Vec<_> = names.iter().filter(|(id, _)| model.get(*id).name.text == name).collect();
    match same.as_slice() {
        [(id, _)] => return Ok(*id),
        [] => {}
        several => {
            let list: Vec<_> = several.iter().map(|(_, full)| format!("`{full}`")).collect();
            return Err(Failed(format!("`{name}` can be {}", list.join(" or "))));
        }
    }
    if let Some((id, _)) =
        named(model).find(|(id, full)| *full == name || model.get(*id).name.text == name)
    {
        let full = model.full_name(id);
        return Err(Failed(format!(
            "`{full}` is no message or struct; it stands in fields of some"
        )));
    }
    let short = names.iter().map(|(id, full)| (model.get(*id).name.text.as_str(), full));
    let near = closest(name, names.iter().map(|(_, full)| full.as_str())).or_else(|| {
        let near = closest(name.rsplit('.').next()?, short.clone().map(|(short, _)| short))?;
        short.clone().find(|(short, _)| *short == near).map(|(_, full)| full.as_str())
    });
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`wirewright layout` shows all messages".to_owned(),
    };
    Err(Failed(format!("there is no message `{name}`; {hint}")))
}

/// All types with their full names.
fn named(model: &Model) -> impl Iterator<Item = (TypeId, String)> {
    (0..model.types.len()).map(|i| (TypeId(i), model.full_name(TypeId(i))))
}

/// The records that a picture is wanted of: the one that is named, or every message.
pub(crate) fn wanted(compiled: &Compiled, name: Option<&str>) -> Result<Vec<TypeId>, Failed> {
    match name {
        Some(name) => Ok(vec![find(&compiled.model, name)?]),
        None => Ok(compiled.model.messages().map(|(id, ..)| id).collect()),
    }
}

/// An argument, or what standard input says if it is `-`.
pub(crate) fn text(argument: &str) -> Result<String, Failed> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|e| Failed(format!("standard input: {e}")))?;
    Ok(text)
}

/// Bytes as hexadecimal digits, two each, with blanks between them if that helps.
pub(crate) fn hex(argument: &str) -> Result<Vec<u8>, Failed> {
    let text = text(argument)?;
    let digits = text.chars().filter(|c| !c.is_whitespace());
    if let Some((i, wrong)) = digits.clone().enumerate().find(|(_, c)| !c.is_ascii_hexdigit()) {
        let hint = match (i, wrong) {
            (1, 'x' | 'X') => "; leave out `0x`",
            _ => "",
        };
        let place = i + 1;
        return Err(Failed(format!(
            "{wrong:?} (character {place} of the bytes) is no hexadecimal digit{hint}"
        )));
    }
    let count = digits.clone().count();
    if count % 2 == 1 {
        return Err(Failed(format!(
            "the bytes have {count} hexadecimal digits, and each byte takes two"
        )));
    }
    parse_hex(&digits.collect::<String>()).map_err(Failed)
}
