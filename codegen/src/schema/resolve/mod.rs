//! Span trees to a model: every text gets its meaning by its position (rule L1.3).
//!
//! In: files of the right shape, imports first. Out: a [`Model`] and diagnostics for what has no meaning.
//! Must not know: bytes' places, languages.

mod attributes;
mod bits;
mod declare;
mod examples;
mod field;
mod record;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::load::Loaded;
use super::shape;
use super::tree::At;
use crate::diag::{Code, Diagnostic, Diagnostics, closest};
use crate::model::notation::Literal;
use crate::model::{
    About, ByteOrder, ConstantValue, Model, Package, PackageId, TypeDef, TypeId, TypeKind,
};
use crate::name::{MAX_NAME, Name, is_type_name, is_value_name, suggestion};
use crate::source::{Span, floor_boundary};

/// Words of the type grammar: they cannot name what stands in bounds (rule L1.2).
const GRAMMAR_WORDS: &[&str] =
    &["bool", "bytes", "char", "cstring", "ivar", "rest", "string", "uvar"];

/// What is known of a package while its declarations are resolved.
struct PackageScope {
    order: ByteOrder,
    types: BTreeMap<String, TypeId>,
    /// `None` where a constant is declared with a value that cannot be read.
    constants: BTreeMap<String, Option<ConstantValue>>,
    imports: Vec<PackageId>,
}

struct Resolver<'a> {
    model: Model,
    scopes: Vec<PackageScope>,
    /// Enums and flags of which it could not be told what stores them: what uses them is no finding of its own.
    unclear: BTreeSet<TypeId>,
    defaults: Vec<Pending>,
    diagnostics: &'a mut Diagnostics,
}

/// A default as it is written: what it means is known when all types stand.
struct Pending {
    record: TypeId,
    /// The index of the field among the record's items.
    item: usize,
    literal: Literal,
    at: Span,
}

/// Resolves files together.
///
/// Where a text is expected and something else stands, the shape has been reported: nothing is said here.
pub(super) fn resolve(loaded: &[Loaded], diagnostics: &mut Diagnostics) -> Model {
    let mut resolver = Resolver {
        model: Model::default(),
        scopes: Vec::new(),
        unclear: BTreeSet::new(),
        defaults: Vec::new(),
        diagnostics,
    };
    for (index, file) in loaded.iter().enumerate() {
        resolver.package(PackageId(index), file);
    }
    resolver.model.seal();
    for default in std::mem::take(&mut resolver.defaults) {
        resolver.default(&default);
    }
    resolver.model
}

impl Resolver<'_> {
    fn package(&mut self, id: PackageId, file: &Loaded) {
        let root = file.tree.root();
        let name = self.package_name(root.key("package"));
        let edition = root.key("wirewright");
        if let Some(written) = edition.text().filter(|text| *text != "1") {
            self.report(
                edition,
                Code::Edition,
                format!("edition `{written}` of the schema language is not known"),
            )
            .help("write `wirewright: 1`");
        }
        let order = match root.get("endian") {
            Some(at) => self.word(at, &[("little", ByteOrder::Little), ("big", ByteOrder::Big)]),
            None => None,
        };
        let imports: Vec<PackageId> = file.imports.iter().map(|i| PackageId(*i)).collect();
        self.scopes.push(PackageScope {
            order: order.unwrap_or(ByteOrder::Little),
            types: BTreeMap::new(),
            constants: BTreeMap::new(),
            imports: imports.clone(),
        });
        self.model.packages.push(Package {
            name,
            file: file.name.clone(),
            doc: root.get("doc").and_then(At::text).map(str::to_owned),
            imports,
            constants: Vec::new(),
            types: Vec::new(),
        });
        self.constants(id, root);
        let declared = self.declare(id, root);
        // Enums and flags first: a field asks them for the integer that stores them.
        for (type_id, kind, at) in &declared {
            let kind = match kind {
                Declared::Enum => self.enumeration(id, *at).map(TypeKind::Enum),
                Declared::Flags => self.flags(id, *at).map(TypeKind::Flags),
                Declared::Struct | Declared::Message => continue,
            };
            match kind {
                Some(kind) => self.model.types[type_id.0].kind = kind,
                None => {
                    self.unclear.insert(*type_id);
                }
            }
        }
        for (type_id, kind, at) in declared {
            let message = match kind {
                Declared::Enum | Declared::Flags => continue,
                Declared::Struct => false,
                Declared::Message => true,
            };
            let record = self.record(type_id, id, at, message);
            self.model.types[type_id.0].kind = TypeKind::Record(record);
        }
    }

    fn package_name(&mut self, at: At<'_>) -> Name {
        if at.text().is_none() {
            return Name { text: String::new(), at: at.span() };
        }
        let name = self.value_name(at);
        let earlier =
            self.model.packages.iter().find(|p| p.name.text == name.text).map(|p| p.name.at);
        if let Some(earlier) = earlier {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::PackageClash,
                    name.at,
                    format!("two files are the package `{}`", name.text),
                )
                .label("used again")
                .secondary(earlier, "first used here")
                .help("give one of them another name"),
            );
        }
        name
    }

    /// Gives every type of a file its id, in the order of the file, so that types can be used before they stand.
    fn declare<'t>(&mut self, package: PackageId, root: At<'t>) -> Vec<(TypeId, Declared, At<'t>)> {
        let mut declared = Vec::new();
        for (section, types) in root.entries() {
            let kind = match section.text() {
                Some("enums") => Declared::Enum,
                Some("flags") => Declared::Flags,
                Some("structs") => Declared::Struct,
                Some("messages") => Declared::Message,
                _ => continue,
            };
            for (key, value) in types.entries() {
                let name = self.type_name(key);
                let id = TypeId(self.model.types.len());
                if let Some(first) = self.scopes[package.0].types.get(&name.text) {
                    let first = self.model.get(*first).name.at;
                    self.duplicate(&name, first, "type");
                } else {
                    self.scopes[package.0].types.insert(name.text.clone(), id);
                }
                let about = self.about(value);
                // What the type is comes next; until then it is an empty struct.
                let kind_so_far = TypeKind::Record(crate::model::Record {
                    c_layout: None,
                    items: Vec::new(),
                    message: None,
                });
                self.model.types.push(TypeDef { name, package, about, kind: kind_so_far });
                self.model.packages[package.0].types.push(id);
                declared.push((id, kind, value));
            }
        }
        declared
    }

    fn duplicate(&mut self, name: &Name, first: Span, what: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::DuplicateName,
                name.at,
                format!("the {what} `{}` is declared twice", name.text),
            )
            .label("declared again")
            .secondary(first, "first declared here")
            .help("rename one of them, or remove the second"),
        );
    }

    /// Reports something at a node; the result takes what to do about it.
    fn report(&mut self, at: At<'_>, code: Code, message: impl Into<String>) -> Reported<'_> {
        Reported {
            diagnostics: self.diagnostics,
            diagnostic: Some(Diagnostic::new(code, at.span(), message)),
        }
    }

    fn type_name(&mut self, at: At<'_>) -> Name {
        let text = at.text().unwrap_or_default();
        if !is_type_name(text) {
            self.bad_name(at, text, true);
        }
        Name { text: clipped(text), at: at.span() }
    }

    fn value_name(&mut self, at: At<'_>) -> Name {
        let text = at.text().unwrap_or_default();
        if !is_value_name(text) {
            self.bad_name(at, text, false);
        } else if text.starts_with("ww_") {
            let message = format!("`{text}` begins with `ww_`, which belongs to generated code");
            self.report(at, Code::ReservedName, message).help(&format!(
                "choose another name; `original: {text}` keeps this one for the docs"
            ));
        }
        Name { text: clipped(text), at: at.span() }
    }

    /// A name that can stand in a bound: of a field or a constant.
    fn bound_name(&mut self, at: At<'_>) -> Name {
        let name = self.value_name(at);
        let bare = name
            .text
            .strip_suffix("le")
            .or_else(|| name.text.strip_suffix("be"))
            .unwrap_or(&name.text);
        let is_scalar = |t: &str| crate::model::Scalar::from_keyword(t).is_some();
        if is_scalar(bare) || is_scalar(&name.text) || GRAMMAR_WORDS.contains(&name.text.as_str()) {
            let message =
                format!("`{}` is a word of the type grammar and cannot be a name here", name.text);
            self.report(at, Code::ReservedName, message).help(&format!(
                "choose another name; `original: {}` keeps this one for the docs",
                name.text
            ));
        }
        name
    }

    fn bad_name(&mut self, at: At<'_>, text: &str, type_name: bool) {
        let rule = if type_name {
            "types begin with a capital letter and have only letters and digits"
        } else {
            "names are lower-case words joined by single underscores"
        };
        if text.len() > MAX_NAME {
            let message = format!("a name has at most {MAX_NAME} characters, not {}", text.len());
            self.report(at, Code::BadName, message)
                .help("shorten it; `original:` keeps the long one for the docs");
            return;
        }
        let help = suggestion(text, type_name)
            .map_or_else(|| rule.to_owned(), |name| format!("{rule}: `{name}`"));
        self.report(at, Code::BadName, format!("`{text}` is not spelt as names are")).help(&help);
    }

    /// What is said of a named thing, from its keys; nothing if it has no keys.
    fn about(&mut self, at: At<'_>) -> About {
        let text = |key| at.get(key).and_then(At::text).map(str::to_owned);
        let mut rename = BTreeMap::new();
        for (language, spelling) in at.get("rename").into_iter().flat_map(At::entries) {
            if let (Some(language), Some(spelling)) =
                (self.language(language), self.identifier(spelling))
            {
                rename.insert(language, spelling);
            }
        }
        About {
            doc: text("doc"),
            unit: text("unit"),
            deprecated: text("deprecated"),
            original: text("original"),
            rename,
        }
    }

    fn language(&mut self, at: At<'_>) -> Option<String> {
        let known = &["rust", "javascript", "c", "python"];
        let choices: Vec<_> = known.iter().map(|l| (*l, (*l).to_owned())).collect();
        self.word(at, &choices)
    }

    fn identifier(&mut self, at: At<'_>) -> Option<String> {
        let text = at.text()?;
        let good = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.len() <= MAX_NAME
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if good {
            return Some(text.to_owned());
        }
        self.report(at, Code::BadName, format!("`{text}` is not an identifier"))
            .help("an identifier begins with a letter and has letters, digits and underscores");
        None
    }

    fn not_yet(&mut self, at: At<'_>, feature: &str) {
        self.diagnostics.push(shape::not_yet(at, feature));
    }
}

/// A diagnostic that is reported when this goes out of scope.
struct Reported<'d> {
    diagnostics: &'d mut Diagnostics,
    diagnostic: Option<Diagnostic>,
}

impl Reported<'_> {
    fn label(mut self, label: &str) -> Self {
        self.diagnostic = self.diagnostic.take().map(|d| d.label(label));
        self
    }

    fn secondary(mut self, at: Span, label: &str) -> Self {
        self.diagnostic = self.diagnostic.take().map(|d| d.secondary(at, label));
        self
    }

    fn help(mut self, help: &str) {
        self.diagnostic = self.diagnostic.take().map(|d| d.help(help));
    }

    /// Says which known name may be meant, or something else where none is close.
    fn did_you_mean<'n>(
        mut self,
        written: &str,
        known: impl IntoIterator<Item = &'n str>,
        otherwise: &str,
    ) {
        let close = if self.diagnostics.has_few() { closest(written, known) } else { None };
        let help =
            close.map_or_else(|| otherwise.to_owned(), |name| format!("did you mean `{name}`?"));
        self.diagnostic = self.diagnostic.take().map(|d| d.help(help));
    }
}

impl Drop for Reported<'_> {
    fn drop(&mut self) {
        if let Some(diagnostic) = self.diagnostic.take() {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// A name that is too long is refused, and then stands in other findings too.
fn clipped(text: &str) -> String {
    let end = if text.len() > MAX_NAME { floor_boundary(text, MAX_NAME) } else { text.len() };
    text[..end].to_owned()
}

/// The section in which a type stands.
#[derive(Clone, Copy)]
enum Declared {
    Enum,
    Flags,
    Struct,
    Message,
}
