//! Names: how a schema writes them, how each language spells them, and who else has them.
//!
//! In: names as written. Out: spellings in a case, escaped where a language reserves the word; collisions.
//! Must not know: which languages there are (each hands in its own [`Naming`]). The only module that changes case.

use std::collections::BTreeMap;

use heck::{ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// A name as the schema has it, and where.
#[derive(Clone, Debug)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Where it is declared.
    pub at: Span,
}

/// The longest name that a schema may use.
pub const MAX_NAME: usize = 64;

/// `[A-Z][A-Za-z0-9]*`, at most [`MAX_NAME`] bytes (rule L1.2).
#[must_use]
pub fn is_type_name(text: &str) -> bool {
    text.len() <= MAX_NAME
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `[a-z][a-z0-9]*(_[a-z0-9]+)*`, at most [`MAX_NAME`] bytes (rule L1.2).
#[must_use]
pub fn is_value_name(text: &str) -> bool {
    text.len() <= MAX_NAME
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('_').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// What a wrong name could have been meant to be: the same words in the spelling that the language asks for.
#[must_use]
pub fn suggestion(text: &str, type_name: bool) -> Option<String> {
    let (candidate, good): (String, fn(&str) -> bool) = if type_name {
        (text.to_upper_camel_case(), is_type_name)
    } else {
        (text.to_snake_case(), is_value_name)
    };
    good(&candidate).then_some(candidate)
}

/// How the words of a name are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `sensor_data`
    Snake,
    /// `sensorData`
    Camel,
    /// `SensorData`
    Pascal,
    /// `SENSOR_DATA`
    Shouty,
}

/// What a name names in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A file or module.
    Module,
    /// A type.
    Type,
    /// A field of a type.
    Field,
    /// A value of an enum or a flag.
    Variant,
    /// A constant.
    Constant,
    /// A function.
    Function,
}

/// How a word that the language reserves is written instead.
#[derive(Clone, Copy, Debug)]
pub enum Escape {
    /// `type_`
    Underscore,
    /// `r#type`, and `self_` for the words that cannot be raw.
    Raw,
}

/// A language's spelling rules: one `const` per language.
#[derive(Debug)]
pub struct Naming {
    /// The language's name, as in `--only`.
    pub language: &'static str,
    /// The case of each role.
    pub case: fn(Role) -> Case,
    /// Words that cannot be names, sorted.
    pub keywords: &'static [&'static str],
    /// What is done about them.
    pub escape: Escape,
}

/// Words that Rust does not accept behind `r#`.
const NOT_RAW: &[&str] = &["Self", "_", "crate", "self", "super"];

impl Naming {
    /// The words of one or more names, in this language's case for the role, escaped.
    #[must_use]
    pub fn spell(&self, role: Role, words: &[&str]) -> String {
        self.escape(recase(&words.join("_"), (self.case)(role)))
    }

    /// A spelling, changed where the language reserves it.
    #[must_use]
    pub fn escape(&self, spelling: String) -> String {
        if self.keywords.binary_search(&spelling.as_str()).is_err() {
            return spelling;
        }
        match self.escape {
            Escape::Raw if !NOT_RAW.contains(&spelling.as_str()) => format!("r#{spelling}"),
            Escape::Raw | Escape::Underscore => format!("{spelling}_"),
        }
    }
}

/// The words of a text in another case.
#[must_use]
pub fn recase(text: &str, case: Case) -> String {
    match case {
        Case::Snake => text.to_snake_case(),
        Case::Camel => text.to_lower_camel_case(),
        Case::Pascal => text.to_upper_camel_case(),
        Case::Shouty => text.to_shouty_snake_case(),
    }
}

/// The names of one scope of the output: each is claimed once.
#[derive(Debug)]
pub struct Scope {
    language: &'static str,
    taken: BTreeMap<String, Option<Span>>,
}

impl Scope {
    /// An empty scope of a language.
    #[must_use]
    pub fn new(language: &'static str) -> Self {
        Self { language, taken: BTreeMap::new() }
    }

    /// Takes names that the generated code itself needs.
    pub fn reserve(&mut self, spellings: &[&str]) {
        for spelling in spellings {
            self.taken.insert((*spelling).to_owned(), None);
        }
    }

    /// Takes a spelling for the thing declared at `at`, or says who has it.
    pub fn claim(&mut self, spelling: &str, at: Span) -> Result<(), Diagnostic> {
        let Some(holder) = self.taken.insert(spelling.to_owned(), Some(at)) else { return Ok(()) };
        let language = self.language;
        let diagnostic = match holder {
            Some(first) => Diagnostic::new(
                Code::NameCollision,
                at,
                format!("two names are both `{spelling}` in {language}"),
            )
            .secondary(first, "the other one"),
            None => Diagnostic::new(
                Code::NameCollision,
                at,
                format!("`{spelling}` is a name that the generated {language} needs itself"),
            ),
        };
        Err(diagnostic
            .help(format!("give one of them another spelling: `rename: {{{language}: …}}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rule() {
        assert!(is_type_name("SensorData") && !is_type_name("sensorData") && !is_type_name("A_b"));
        assert!(is_value_name("v1") && is_value_name("a_1") && !is_value_name("a__b"));
        assert!(!is_value_name("_a") && !is_value_name("a_") && !is_value_name("aB"));
        assert!(is_value_name(&"a".repeat(64)) && !is_value_name(&"a".repeat(65)));
    }

    #[test]
    fn suggestions_are_names() {
        assert_eq!(suggestion("sensorId", false).as_deref(), Some("sensor_id"));
        assert_eq!(suggestion("sensor_data", true).as_deref(), Some("SensorData"));
        assert_eq!(suggestion("9", false), None);
    }
}
