//! How C spells names: everything carries the package's name in front.
//!
//! In: a model. Out: every spelling that its headers need, or what collides. Must not know: statements.

use std::collections::BTreeMap;

use super::words;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::lang::Unit;
use crate::model::{About, Bits, Model, NamedValue, PackageId, TypeId, TypeKind};
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

/// A type takes its own name and those of its functions and macros.
fn claim_type(file: &mut Scope, name: &str, declared: &Name, diagnostics: &mut Diagnostics) {
    diagnostics.keep(file.claim(name, declared.at));
    for function in ["decode", "decode_prefix", "encode", "init", "read_", "write_"] {
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
    let mut fields = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for (index, field) in unit.model.members(unit.model.record_of(id)).enumerate() {
        let member = member_name(&field.about, &field.name);
        diagnostics.keep(fields.claim(&member, field.name.at));
        claim_member(file, name, (&field.name, &member), diagnostics);
        if let Some(bits) = field.ty.bits() {
            let group = NAMING.spell(Role::Type, &[name, &field.name.text]);
            claim_type(file, &group, &field.name, diagnostics);
            let slots = slots(bits, file, &group, diagnostics);
            groups.insert((id, index), (group, slots));
        }
        spelt.push(member);
    }
    spelt
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
