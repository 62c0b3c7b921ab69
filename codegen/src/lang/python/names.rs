//! How Python spells names.
//!
//! In: a model. Out: every spelling of its output, or diagnostics. Must not know: layout.

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::model::{About, BitType, Bits, Model, NamedValue, PackageId, Type, TypeId, TypeKind};
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
        "while",
        "with",
        "yield",
    ],
    escape: Escape::Underscore,
};

/// What a module imports and defines itself.
const RESERVED: &[&str] = &[
    "ClassVar",
    "Final",
    "ImportError",
    "IntEnum",
    "_ww",
    "annotations",
    "dataclass",
    "field",
    "struct",
];

/// Every spelling that the output of a model needs.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) modules: Vec<String>,
    types: Vec<String>,
    inner: Vec<Vec<String>>,
    groups: BTreeMap<(TypeId, usize), (String, Vec<String>)>,
    pub(super) constants: Vec<Vec<String>>,
    aliases: BTreeMap<(PackageId, PackageId), String>,
}

/// Locals of generated methods, which a module of the same name would be hidden by.
const LOCALS: &[&str] = &[
    "at", "b", "behind", "data", "found", "index", "o", "out", "r", "start", "unit", "v", "value",
    "w",
];

/// Whether a generated method has a local of this name, such as `w0`.
fn is_local(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    LOCALS.contains(&name) || word != name && ["b", "index", "n", "v", "w"].contains(&word)
}

impl Names {
    pub(super) fn of_type(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }

    /// How a package's module calls the module of a package that it imports.
    pub(super) fn alias(&self, package: PackageId, imported: PackageId) -> &str {
        self.aliases.get(&(package, imported)).map_or("", String::as_str)
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
        aliases: BTreeMap::new(),
    };
    let mut scopes = Vec::new();
    for package in &model.packages {
        crate::lang::check_file_name(&package.name, &["wirewright"], NAMING.language, diagnostics);
        lowered.modules.push(NAMING.spell(Role::Module, &[&package.name.text]));
        let mut scope = Scope::new(NAMING.language);
        scope.reserve(RESERVED);
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
                    let field_name = claim(&mut fields, &field.about, &field.name, diagnostics);
                    if let Some(in_array) = scaled(&field.ty) {
                        claim_physical(
                            &mut fields,
                            &field_name,
                            &field.name,
                            in_array,
                            diagnostics,
                        );
                    }
                    spelt.push(field_name);
                    if let Some(bits) = field.ty.bits() {
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
    alias(model, &mut lowered, &mut scopes, diagnostics);
    (!diagnostics.has_errors()).then_some(lowered)
}

/// Names the modules that a module imports; one that a field or local would hide is called otherwise.
fn alias(model: &Model, names: &mut Names, scopes: &mut [Scope], diagnostics: &mut Diagnostics) {
    for (index, package) in model.packages.iter().enumerate() {
        let hides = |module: &str| {
            let member = |id: &TypeId| names.inner(*id).iter().any(|name| name == module);
            is_local(module) || package.types.iter().any(member)
        };
        let mut aliases = Vec::new();
        for imported in &package.imports {
            let module = &names.modules[imported.0];
            let alias = if hides(module) { format!("{module}_") } else { module.clone() };
            diagnostics.keep(scopes[index].claim(&alias, package.name.at));
            aliases.push(((PackageId(index), *imported), alias));
        }
        names.aliases.extend(aliases);
    }
}

fn claim(scope: &mut Scope, about: &About, name: &Name, diagnostics: &mut Diagnostics) -> String {
    let spelt = renamed(about).unwrap_or_else(|| NAMING.spell(Role::Field, &[&name.text]));
    diagnostics.keep(scope.claim(&spelt, name.at));
    spelt
}

/// The accessors of physical values take names too.
fn claim_physical(
    scope: &mut Scope,
    spelt: &str,
    declared: &Name,
    in_array: bool,
    diagnostics: &mut Diagnostics,
) {
    let plain = spelt.trim_end_matches('_');
    diagnostics.keep(scope.claim(&format!("{plain}_physical"), declared.at));
    if in_array {
        diagnostics.keep(scope.claim(&format!("set_{plain}_physical"), declared.at));
    }
}

/// Whether a type is scaled, and then whether its elements are.
fn scaled(ty: &Type) -> Option<bool> {
    match ty {
        Type::Int(int) => int.rules.scale.is_some().then_some(false),
        Type::Array(element, _) => scaled(element).map(|_| true),
        Type::Variable(variable) => variable.element().and_then(scaled).map(|_| true),
        Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Bits(_)
        | Type::Record(_) => None,
    }
}

fn values(values: &[NamedValue], diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut scope = Scope::new(NAMING.language);
    // What classes of enums have themselves.
    scope.reserve(&["mro", "name", "value"]);
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
        let name = claim(&mut scope, &field.about, &field.name, diagnostics);
        if matches!(&field.ty, BitType::Int { rules, .. } if rules.scale.is_some()) {
            claim_physical(&mut scope, &name, &field.name, false, diagnostics);
        }
        spelt.push(name);
    }
    spelt
}
