//! How Python spells names.

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::model::{About, Bits, Model, NamedValue, Type, TypeId, TypeKind};
use crate::name::{Case, Escape, Name, Naming, Role, Scope};

/// Python's spelling rules.
pub(super) const NAMING: Naming = Naming {
    language: "python",
    case: |role| match role {
        Role::Module | Role::Field | Role::Function => Case::Snake,
        Role::Type => Case::Pascal,
        Role::Variant | Role::Constant => Case::Shouty,
    },
    // Keywords, soft keywords, and names that a class or module of ours uses itself.
    keywords: &[
        "ClassVar",
        "Enum",
        "False",
        "Final",
        "IntEnum",
        "None",
        "True",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "bool",
        "break",
        "bytearray",
        "bytes",
        "case",
        "class",
        "cls",
        "continue",
        "dataclass",
        "decode",
        "decode_prefix",
        "def",
        "del",
        "elif",
        "else",
        "encode",
        "except",
        "field",
        "finally",
        "float",
        "for",
        "from",
        "global",
        "if",
        "import",
        "in",
        "int",
        "is",
        "lambda",
        "list",
        "match",
        "memoryview",
        "mro",
        "name",
        "nonlocal",
        "not",
        "or",
        "pass",
        "property",
        "raise",
        "return",
        "self",
        "str",
        "struct",
        "super",
        "try",
        "tuple",
        "type",
        "value",
        "while",
        "with",
        "yield",
    ],
    escape: Escape::Underscore,
};

/// Every spelling that the output of a model needs.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) modules: Vec<String>,
    types: Vec<String>,
    inner: Vec<Vec<String>>,
    groups: BTreeMap<(TypeId, usize), (String, Vec<String>)>,
    pub(super) constants: Vec<Vec<String>>,
}

impl Names {
    pub(super) fn of_type(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }

    pub(super) fn inner(&self, id: TypeId) -> &[String] {
        &self.inner[id.0]
    }

    pub(super) fn group(&self, id: TypeId, member: usize) -> &(String, Vec<String>) {
        &self.groups[&(id, member)]
    }
}

fn renamed(about: &About) -> Option<String> {
    about.rename.get(NAMING.language).map(|given| NAMING.escape(given.clone()))
}

/// Spells every name, or reports those that collide.
pub(super) fn lower(model: &Model, diagnostics: &mut Diagnostics) -> Option<Names> {
    let mut lowered = Names {
        modules: Vec::new(),
        types: Vec::new(),
        inner: Vec::new(),
        groups: BTreeMap::new(),
        constants: Vec::new(),
    };
    let mut scopes = Vec::new();
    for package in &model.packages {
        crate::lang::check_file_name(&package.name, &["wirewright"], NAMING.language, diagnostics);
        lowered.modules.push(NAMING.spell(Role::Module, &[&package.name.text]));
        let mut scope = Scope::new(NAMING.language);
        scope.reserve(&["ClassVar", "Final", "IntEnum", "None", "True", "False"]);
        let constants = package.constants.iter().map(|constant| {
            let name = renamed(&constant.about)
                .unwrap_or_else(|| NAMING.spell(Role::Constant, &[&constant.name.text]));
            diagnostics.keep(scope.claim(&name, constant.name.at));
            name
        });
        lowered.constants.push(constants.collect());
        scopes.push(scope);
    }
    for (index, def) in model.types.iter().enumerate() {
        let id = TypeId(index);
        let scope = &mut scopes[def.package.0];
        let name = renamed(&def.about).unwrap_or_else(|| NAMING.escape(def.name.text.clone()));
        diagnostics.keep(scope.claim(&name, def.name.at));
        let inner = match &def.kind {
            TypeKind::Enum(it) => values(&it.values, diagnostics),
            TypeKind::Flags(it) => values(&it.bits, diagnostics),
            TypeKind::Record(record) => {
                let mut fields = Scope::new(NAMING.language);
                let mut spelt = Vec::new();
                for (member, field) in model.members(record).enumerate() {
                    spelt.push(claim(&mut fields, &field.about, &field.name, diagnostics));
                    if let Some(bits) = bits_of(&field.ty) {
                        let group =
                            format!("{name}{}", NAMING.spell(Role::Type, &[&field.name.text]));
                        diagnostics.keep(scope.claim(&group, field.name.at));
                        lowered.groups.insert((id, member), (group, slots(bits, diagnostics)));
                    }
                }
                spelt
            }
        };
        lowered.types.push(name);
        lowered.inner.push(inner);
    }
    (!diagnostics.has_errors()).then_some(lowered)
}

fn claim(scope: &mut Scope, about: &About, name: &Name, diagnostics: &mut Diagnostics) -> String {
    let spelt = renamed(about).unwrap_or_else(|| NAMING.spell(Role::Field, &[&name.text]));
    diagnostics.keep(scope.claim(&spelt, name.at));
    spelt
}

fn values(values: &[NamedValue], diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut scope = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for value in values {
        let name = renamed(&value.about)
            .unwrap_or_else(|| NAMING.spell(Role::Variant, &[&value.name.text]));
        diagnostics.keep(scope.claim(&name, value.name.at));
        spelt.push(name);
    }
    spelt
}

fn slots(bits: &Bits, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut scope = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for field in bits.members() {
        spelt.push(claim(&mut scope, &field.about, &field.name, diagnostics));
    }
    spelt
}

fn bits_of(ty: &Type) -> Option<&Bits> {
    match ty {
        Type::Bits(bits) => Some(bits),
        Type::Array(element, _) => bits_of(element),
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_) => None,
    }
}
