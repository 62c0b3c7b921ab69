//! How Rust spells names.

use std::collections::BTreeMap;

use quote::format_ident;
use syn::Ident;

use crate::diag::Diagnostics;
use crate::layout::IntHost;
use crate::model::{About, BitField, Bits, Model, NamedValue, TypeId, TypeKind};
use crate::name::{Case, Escape, Name, Naming, Role, Scope};

/// Rust's spelling rules.
pub(super) const NAMING: Naming = Naming {
    language: "rust",
    case: |role| match role {
        Role::Module | Role::Field | Role::Function => Case::Snake,
        Role::Type | Role::Variant => Case::Pascal,
        Role::Constant => Case::Shouty,
    },
    // Strict and reserved words of all editions: https://doc.rust-lang.org/reference/keywords.html
    keywords: &[
        "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
        "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
        "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
        "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try",
        "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ],
    escape: Escape::Raw,
};

/// Names of the prelude that generated code uses.
const PRELUDE: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "Hash",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Some",
    "TryFrom",
];

/// Constants and functions of every enum and of all flags.
const OF_ENUMS: &[&str] =
    &["ALL", "EMPTY", "contains", "from_bits", "from_raw", "is_known", "name", "raw"];

/// Every spelling that the output of a model needs.
#[derive(Debug)]
pub(super) struct Names {
    /// One module for each package.
    pub(super) modules: Vec<String>,
    /// The name of each type.
    types: Vec<Ident>,
    /// The names of the members of each record, of the values of each enum.
    inner: Vec<Vec<Ident>>,
    /// The name of the type of each bits group, by record and index among its members, and the group's members.
    groups: BTreeMap<(TypeId, usize), (Ident, Vec<Ident>)>,
}

impl Names {
    pub(super) fn of_type(&self, id: TypeId) -> &Ident {
        &self.types[id.0]
    }

    pub(super) fn inner(&self, id: TypeId) -> &[Ident] {
        &self.inner[id.0]
    }

    pub(super) fn group(&self, id: TypeId, member: usize) -> &(Ident, Vec<Ident>) {
        &self.groups[&(id, member)]
    }

    /// The name of the type of an enum or of flags.
    pub(super) fn of_host(host: IntHost) -> Option<TypeId> {
        match host {
            IntHost::Plain => None,
            IntHost::Enum(id) | IntHost::Flags(id) => Some(id),
        }
    }
}

fn ident(spelling: &str) -> Ident {
    match spelling.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => format_ident!("{spelling}"),
    }
}

fn spelling(about: &About, role: Role, words: &[&str]) -> String {
    match about.rename.get(NAMING.language) {
        Some(given) => NAMING.escape(given.clone()),
        None => NAMING.spell(role, words),
    }
}

/// Spells every name, or reports those that collide.
pub(super) fn lower(model: &Model, diagnostics: &mut Diagnostics) -> Option<Names> {
    let mut modules = Vec::new();
    let mut library = Scope::new(NAMING.language);
    library.reserve(&["lib", "main", "mod", "core", "std", "alloc", "wirewright"]);
    let mut scopes = Vec::new();
    for package in &model.packages {
        let module = NAMING.spell(Role::Module, &[&package.name.text]);
        diagnostics.keep(library.claim(&module, package.name.at));
        modules.push(module);
        let mut scope = Scope::new(NAMING.language);
        scope.reserve(PRELUDE);
        for constant in &package.constants {
            let name = spelling(&constant.about, Role::Constant, &[&constant.name.text]);
            diagnostics.keep(scope.claim(&name, constant.name.at));
        }
        scopes.push(scope);
    }
    let mut lowered =
        Names { modules, types: Vec::new(), inner: Vec::new(), groups: BTreeMap::new() };
    for (index, def) in model.types.iter().enumerate() {
        let id = TypeId(index);
        let scope = &mut scopes[def.package.0];
        let name =
            def.about.rename.get(NAMING.language).cloned().unwrap_or_else(|| def.name.text.clone());
        let name = NAMING.escape(name);
        diagnostics.keep(scope.claim(&name, def.name.at));
        let inner = match &def.kind {
            TypeKind::Enum(it) => values(
                &it.values,
                if it.closed { Role::Variant } else { Role::Constant },
                diagnostics,
            ),
            TypeKind::Flags(it) => values(&it.bits, Role::Constant, diagnostics),
            TypeKind::Record(record) => {
                let mut fields = Scope::new(NAMING.language);
                let members = model.members(record).enumerate();
                members
                    .map(|(member, field)| {
                        if let Some(bits) = field.ty.bits() {
                            let group =
                                NAMING.spell(Role::Type, &[&def.name.text, &field.name.text]);
                            diagnostics.keep(scope.claim(&group, field.name.at));
                            let slots = slots(bits, diagnostics);
                            lowered.groups.insert((id, member), (ident(&group), slots));
                        }
                        let name = spelling(&field.about, Role::Field, &[&field.name.text]);
                        diagnostics.keep(fields.claim(&name, field.name.at));
                        ident(&name)
                    })
                    .collect()
            }
        };
        lowered.types.push(ident(&name));
        lowered.inner.push(inner);
    }
    (!diagnostics.has_errors()).then_some(lowered)
}

fn values(values: &[NamedValue], role: Role, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut scope = Scope::new(NAMING.language);
    scope.reserve(OF_ENUMS);
    let mut claim = |about: &About, name: &Name| {
        let spelt = spelling(about, role, &[&name.text]);
        diagnostics.keep(scope.claim(&spelt, name.at));
        ident(&spelt)
    };
    values.iter().map(|v| claim(&v.about, &v.name)).collect()
}

fn slots(bits: &Bits, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut scope = Scope::new(NAMING.language);
    let mut claim = |field: &BitField| {
        let spelt = spelling(&field.about, Role::Field, &[&field.name.text]);
        diagnostics.keep(scope.claim(&spelt, field.name.at));
        ident(&spelt)
    };
    bits.members().map(&mut claim).collect()
}

/// The constant of a package.
pub(super) fn constant(constant: &crate::model::Constant) -> Ident {
    ident(&spelling(&constant.about, Role::Constant, &[&constant.name.text]))
}
