//! How C spells names: everything carries the package's name in front.
//!
//! In: a model. Out: every spelling that its headers need, or what collides. Must not know: statements.

use std::collections::BTreeMap;

use super::words;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::lang::Unit;
use crate::model::{About, Bits, Field, Model, NamedValue, PackageId, Type, TypeId, TypeKind};
use crate::name::{Case, Escape, Name, Naming, Role, Scope, recase};

/// C's spelling rules.
pub(super) const NAMING: Naming = Naming {
    language: "c",
    case: |role| match role {
        Role::Module | Role::Field | Role::Function | Role::Type => Case::Snake,
        Role::Variant | Role::Constant => Case::Shouty,
    },
    keywords: words::KEYWORDS,
    escape: Escape::Underscore,
};

/// Messages in C are below this, so that an offset and a code fit an `int32_t`.
const MAX_SIZE: u32 = 1 << 23;

/// Every spelling that the output of a model needs.
#[derive(Debug)]
pub(super) struct Names {
    /// `weather_data`, for each type.
    types: Vec<String>,
    /// Members of each record; values of each enum, in full: `WEATHER_COLOR_RED`.
    inner: Vec<Vec<String>>,
    /// The type of each bits group, by record and index among its members, and the group's members.
    groups: BTreeMap<(TypeId, usize), (String, Vec<String>)>,
    /// The constants of each package, in full.
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

/// `WEATHER_DATA` of `weather_data`.
pub(super) fn macro_prefix(type_name: &str) -> String {
    recase(type_name, Case::Shouty)
}

fn renamed(about: &About) -> Option<String> {
    about.rename.get(NAMING.language).map(|given| NAMING.escape(given.clone()))
}

/// Spells every name, or reports those that collide.
pub(super) fn lower(unit: Unit<'_>, diagnostics: &mut Diagnostics) -> Option<Names> {
    let model = unit.model;
    let mut file = Scope::new(NAMING.language);
    let mut lowered = Names {
        types: Vec::new(),
        inner: Vec::new(),
        groups: BTreeMap::new(),
        constants: Vec::new(),
    };
    for (index, package) in model.packages.iter().enumerate() {
        diagnostics.keep(file.claim(&guard(model, PackageId(index)), package.name.at));
        if words::HEADERS.contains(&package.name.text.as_str())
            || NAMING.keywords.contains(&package.name.text.as_str())
        {
            let message =
                format!("the package `{}` cannot be a C header of its own", package.name.text);
            diagnostics.push(
                Diagnostic::new(Code::FileClash, package.name.at, message)
                    .help("choose another package name"),
            );
        }
        let constants = package.constants.iter().map(|constant| {
            let name = renamed(&constant.about).unwrap_or_else(|| {
                NAMING.spell(Role::Constant, &[&package.name.text, &constant.name.text])
            });
            diagnostics.keep(file.claim(&name, constant.name.at));
            name
        });
        lowered.constants.push(constants.collect());
    }
    for (index, def) in model.types.iter().enumerate() {
        let id = TypeId(index);
        let package = &model.packages[def.package.0].name.text;
        let name = renamed(&def.about)
            .unwrap_or_else(|| NAMING.spell(Role::Type, &[package, &def.name.text]));
        claim_type(&mut file, &name, &def.name, diagnostics);
        let inner = match &def.kind {
            TypeKind::Enum(it) => values(&mut file, &name, &it.values, diagnostics),
            TypeKind::Flags(it) => values(&mut file, &name, &it.bits, diagnostics),
            TypeKind::Record(_) => {
                record(unit, id, &name, (&mut file, &mut lowered.groups), diagnostics)
            }
        };
        lowered.types.push(name);
        lowered.inner.push(inner);
    }
    (!diagnostics.has_errors()).then_some(lowered)
}

/// A bits group takes its own name and those of its functions.
fn claim_group(file: &mut Scope, name: &str, declared: &Name, diagnostics: &mut Diagnostics) {
    diagnostics.keep(file.claim(name, declared.at));
    for function in ["init", "read_", "write_"] {
        diagnostics.keep(file.claim(&format!("{name}_{function}"), declared.at));
    }
}

/// A type takes its own name and those of its functions and macros.
fn claim_type(file: &mut Scope, name: &str, declared: &Name, diagnostics: &mut Diagnostics) {
    claim_group(file, name, declared, diagnostics);
    for function in ["decode", "decode_prefix", "encode"] {
        diagnostics.keep(file.claim(&format!("{name}_{function}"), declared.at));
    }
    for constant in ["FINGERPRINT", "ID", "SIZE"] {
        diagnostics.keep(file.claim(&format!("{}_{constant}", macro_prefix(name)), declared.at));
    }
}

fn values(
    file: &mut Scope,
    type_name: &str,
    values: &[NamedValue],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut spell = |value: &NamedValue| {
        let name = renamed(&value.about)
            .unwrap_or_else(|| NAMING.spell(Role::Variant, &[type_name, &value.name.text]));
        diagnostics.keep(file.claim(&name, value.name.at));
        name
    };
    values.iter().map(&mut spell).collect()
}

type Groups = BTreeMap<(TypeId, usize), (String, Vec<String>)>;

fn record(
    unit: Unit<'_>,
    id: TypeId,
    name: &str,
    (file, groups): (&mut Scope, &mut Groups),
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let def = unit.model.get(id);
    if unit.layout.record(id).size.min() >= MAX_SIZE {
        let message = format!(
            "`{}` has more than the {} bytes that a message in C may have",
            def.name.text,
            MAX_SIZE - 1
        );
        diagnostics.push(
            Diagnostic::new(Code::LanguageLimit, def.name.at, message)
                .label(format!("{} bytes", unit.layout.record(id).size.min()))
                .help("send it in parts, or leave C out with `--only`"),
        );
    }
    if !unit.model.is_fixed_record(id) {
        claim_variable(file, name, &def.name, diagnostics);
    }
    let mut fields = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for (index, field) in unit.model.members(unit.model.record_of(id)).enumerate() {
        let member = member_name(&field.about, &field.name);
        diagnostics.keep(fields.claim(&member, field.name.at));
        claim_member(file, name, (&field.name, &member), diagnostics);
        if !unit.model.is_fixed(&field.ty) {
            claim_list(file, name, (field, &member), diagnostics);
        }
        if let Some(bits) = field.ty.bits() {
            let group = NAMING.spell(Role::Type, &[name, &field.name.text]);
            claim_group(file, &group, &field.name, diagnostics);
            let slots = slots(bits, file, &group, diagnostics);
            groups.insert((id, index), (group, slots));
        }
        spelt.push(member);
    }
    spelt
}

/// A type without a fixed size has more functions and macros.
fn claim_variable(file: &mut Scope, name: &str, declared: &Name, diagnostics: &mut Diagnostics) {
    diagnostics.keep(file.claim(&format!("{name}_encoded_len"), declared.at));
    for constant in ["MIN_SIZE", "MAX_SIZE"] {
        diagnostics.keep(file.claim(&format!("{}_{constant}", macro_prefix(name)), declared.at));
    }
}

/// A list takes the names of its functions, and of those of its elements and of the lists in it.
fn claim_list(
    file: &mut Scope,
    owner: &str,
    (field, member): (&Field, &str),
    diagnostics: &mut Diagnostics,
) {
    let (mut prefix, mut ty) = (format!("{owner}_{member}"), &field.ty);
    while let Some(element) = element(ty) {
        for function in ["at", "next", "add", "elements_", "put_"] {
            diagnostics.keep(file.claim(&format!("{prefix}_{function}"), field.name.at));
        }
        prefix.push_str("_item");
        for function in ["", "_read_", "_write_", "_len_"] {
            diagnostics.keep(file.claim(&format!("{prefix}{function}"), field.name.at));
        }
        ty = element;
    }
}

/// What a type is an array or list of.
fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Array(element, _) => Some(element),
        Type::Variable(variable) => variable.element(),
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_)
        | Type::Bits(_) => None,
    }
}

/// A member takes the names of its macros and functions.
fn claim_member(
    file: &mut Scope,
    owner: &str,
    (name, member): (&Name, &str),
    diagnostics: &mut Diagnostics,
) {
    let (prefix, shouted) = (macro_prefix(owner), recase(&name.text, Case::Shouty));
    for suffix in ["OFFSET", "LEN", "NONE"] {
        diagnostics.keep(file.claim(&format!("{prefix}_{shouted}_{suffix}"), name.at));
    }
    for function in
        [format!("peek_{member}"), format!("{member}_physical"), format!("set_{member}_physical")]
    {
        diagnostics.keep(file.claim(&format!("{owner}_{function}"), name.at));
    }
}

fn slots(bits: &Bits, file: &mut Scope, group: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut scope = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for field in bits.members() {
        let name = member_name(&field.about, &field.name);
        diagnostics.keep(scope.claim(&name, field.name.at));
        claim_member(file, group, (&field.name, &name), diagnostics);
        spelt.push(name);
    }
    spelt
}

fn member_name(about: &About, name: &Name) -> String {
    renamed(about).unwrap_or_else(|| NAMING.spell(Role::Field, &[&name.text]))
}

/// The header guard and file of a package.
pub(super) fn guard(model: &Model, package: PackageId) -> String {
    format!("{}_H", recase(&model.packages[package.0].name.text, Case::Shouty))
}
