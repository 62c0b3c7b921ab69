//! How JavaScript spells names.
//!
//! In: a model. Out: every spelling of its output, or diagnostics. Must not know: layout.

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::model::{About, BitType, Bits, Model, PackageId, Type, TypeId, TypeKind};
use crate::name::{Case, Escape, Name, Naming, Role, Scope, recase};

/// JavaScript's spelling rules.
pub(super) const NAMING: Naming = Naming {
    language: "javascript",
    case: |role| match role {
        Role::Module => Case::Snake,
        Role::Field | Role::Function => Case::Camel,
        Role::Type => Case::Pascal,
        Role::Variant | Role::Constant => Case::Shouty,
    },
    // Reserved words, and members of every object that a program may ask for without meaning ours.
    keywords: &[
        "arguments",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "constructor",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "eval",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "hasOwnProperty",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "isPrototypeOf",
        "let",
        "new",
        "null",
        "package",
        "private",
        "propertyIsEnumerable",
        "protected",
        "prototype",
        "public",
        "return",
        "static",
        "super",
        "switch",
        "then",
        "this",
        "throw",
        "toJSON",
        "toLocaleString",
        "toString",
        "true",
        "try",
        "typeof",
        "undefined",
        "valueOf",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ],
    escape: Escape::Underscore,
};

/// What `wirewright.js` has for the functions of a module.
pub(super) const SUPPORT: &[&str] = &[
    "align",
    "big",
    "block",
    "bool",
    "boolOf",
    "bulk",
    "constant",
    "constantBits",
    "countOf",
    "each",
    "fill",
    "float",
    "getBigInt",
    "getBigUint",
    "getBytes",
    "getCString",
    "getInt",
    "getIvar",
    "getString",
    "getText",
    "getTextAny",
    "getTextSpace",
    "getUint",
    "getUvar",
    "inside",
    "int",
    "limit",
    "list",
    "listRest",
    "named",
    "numbers",
    "optional",
    "part",
    "putAlign",
    "putBlock",
    "putBulk",
    "putBytes",
    "putCString",
    "putConstant",
    "putCounted",
    "putInside",
    "putIvar",
    "putList",
    "putPart",
    "putString",
    "putText",
    "putUvar",
    "range",
    "reserved",
    "reservedBits",
    "restOf",
    "round",
    "run",
    "setBigInt",
    "setInt",
    "take",
    "takeBytes",
    "unless",
    "zero",
];

/// Globals that generated code uses, what every module imports, and the locals of its functions.
const USED: &[&str] = &[
    "Array",
    "ArrayBuffer",
    "ArrayBufferView",
    "BigInt",
    "DataView",
    "Float32Array",
    "Float64Array",
    "Infinity",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "NaN",
    "Number",
    "Object",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "WireError",
    "Math",
    "Partial",
    "Readonly",
    "String",
    "at",
    "behind",
    "bytes",
    "data",
    "done",
    "end",
    "fields",
    "i",
    "input",
    "it",
    "j",
    "k",
    "madeFor",
    "members",
    "offset",
    "output",
    "plain",
    "raw",
    "reader",
    "room",
    "start",
    "target",
    "unit",
    "v",
    "value",
    "view",
    "viewOf",
    "written",
    "writtenInto",
];

/// Every spelling that the output of a model needs.
#[derive(Debug)]
pub(super) struct Names {
    types: Vec<String>,
    inner: Vec<Vec<String>>,
    groups: BTreeMap<(TypeId, usize), (String, Vec<String>)>,
    pub(super) constants: Vec<Vec<String>>,
    exported: BTreeMap<PackageId, Vec<String>>,
    aliases: BTreeMap<(PackageId, PackageId, String), String>,
}

impl Names {
    pub(super) fn of_type(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }

    /// The types and bits groups of a package.
    pub(super) fn exported(&self, package: PackageId) -> &[String] {
        self.exported.get(&package).map_or(&[], Vec::as_slice)
    }

    /// How a package's module calls a type of a package, which may be itself.
    pub(super) fn seen<'n>(&'n self, by: PackageId, of: PackageId, name: &'n str) -> &'n str {
        self.aliases.get(&(by, of, name.to_owned())).map_or(name, String::as_str)
    }

    pub(super) fn inner(&self, id: TypeId) -> &[String] {
        &self.inner[id.0]
    }

    pub(super) fn group(&self, id: TypeId, member: usize) -> &(String, Vec<String>) {
        &self.groups[&(id, member)]
    }
}

/// `SENSOR_DATA` of `SensorData`.
pub(super) fn shouty(type_name: &str) -> String {
    recase(type_name, Case::Shouty)
}

fn renamed(about: &About) -> Option<String> {
    about.rename.get(NAMING.language).map(|given| NAMING.escape(given.clone()))
}

/// Spells every name, or reports those that collide.
pub(super) fn lower(model: &Model, diagnostics: &mut Diagnostics) -> Option<Names> {
    let mut lowered = Names {
        types: Vec::new(),
        inner: Vec::new(),
        groups: BTreeMap::new(),
        constants: Vec::new(),
        exported: BTreeMap::new(),
        aliases: BTreeMap::new(),
    };
    let mut scopes = Vec::new();
    for package in &model.packages {
        crate::lang::check_file_name(
            &package.name,
            &["index", "wirewright"],
            NAMING.language,
            diagnostics,
        );
        let mut scope = Scope::new(NAMING.language);
        scope.reserve(USED);
        scope.reserve(SUPPORT);
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
        let name = renamed(&def.about).unwrap_or_else(|| def.name.text.clone());
        let inner = match &def.kind {
            TypeKind::Enum(it) => values(
                scope,
                &name,
                &def.name,
                it.values.iter().map(|v| (&v.about, &v.name)),
                diagnostics,
            ),
            TypeKind::Flags(it) => values(
                scope,
                &name,
                &def.name,
                it.bits.iter().map(|v| (&v.about, &v.name)),
                diagnostics,
            ),
            TypeKind::Record(record) => {
                let constants: &[&str] = if model.is_fixed_record(id) {
                    &["SIZE", "ID", "FINGERPRINT"]
                } else {
                    &["MIN_SIZE", "MAX_SIZE", "ID", "FINGERPRINT"]
                };
                claim_record(scope, (&name, constants), &def.name, diagnostics);
                let mut fields = Scope::new(NAMING.language);
                let mut spelt = Vec::new();
                for (member, field) in model.members(record).enumerate() {
                    let member_name =
                        claim_member(&mut fields, &field.about, &field.name, diagnostics);
                    if let Some(in_array) = scaled(&field.ty) {
                        claim_physical(
                            &mut fields,
                            &member_name,
                            &field.name,
                            in_array,
                            diagnostics,
                        );
                    }
                    spelt.push(member_name);
                    if let Some(bits) = field.ty.bits() {
                        let group =
                            format!("{name}{}", NAMING.spell(Role::Type, &[&field.name.text]));
                        // It has no constants.
                        claim_record(scope, (&group, &[]), &field.name, diagnostics);
                        lowered.groups.insert((id, member), (group, slots(bits, diagnostics)));
                    }
                }
                spelt
            }
        };
        lowered.types.push(name);
        lowered.inner.push(inner);
    }
    import(model, &mut lowered, &mut scopes, diagnostics);
    (!diagnostics.has_errors()).then_some(lowered)
}

/// Imported types keep their names where these are free, else their package's stands in front.
fn import(model: &Model, names: &mut Names, scopes: &mut [Scope], diagnostics: &mut Diagnostics) {
    for (index, def) in model.types.iter().enumerate() {
        let groups = names.groups.range((TypeId(index), 0)..=(TypeId(index), usize::MAX));
        let exported: Vec<String> = groups.map(|(_, (name, _))| name.clone()).collect();
        let all = names.exported.entry(def.package).or_default();
        all.push(names.types[index].clone());
        all.extend(exported);
    }
    for (index, package) in model.packages.iter().enumerate() {
        let by = PackageId(index);
        for of in &package.imports {
            let mut aliases = Vec::new();
            for name in names.exported(*of) {
                let claims = |name: &str, scope: &mut Scope| {
                    let all = ["", "read", "write", "is"].map(|word| format!("{word}{name}"));
                    all.iter().map(|name| scope.claim(name, package.name.at)).collect::<Vec<_>>()
                };
                if claims(name, &mut scopes[index]).iter().any(Result::is_err) {
                    let package = recase(&model.packages[of.0].name.text, Case::Pascal);
                    let alias = format!("{package}{name}");
                    for claim in claims(&alias, &mut scopes[index]) {
                        diagnostics.keep(claim);
                    }
                    aliases.push(((by, *of, name.clone()), alias));
                }
            }
            names.aliases.extend(aliases);
        }
    }
}

/// A record takes its own name and those of its functions and constants.
fn claim_record(
    scope: &mut Scope,
    (name, constants): (&str, &[&str]),
    declared: &Name,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.keep(scope.claim(name, declared.at));
    for function in [
        format!("read{name}"),
        format!("write{name}"),
        format!("decode{name}"),
        format!("encode{name}"),
        format!("encode{name}Into"),
    ] {
        diagnostics.keep(scope.claim(&function, declared.at));
    }
    for constant in constants {
        diagnostics.keep(scope.claim(&format!("{}_{constant}", shouty(name)), declared.at));
    }
}

fn claim_member(
    scope: &mut Scope,
    about: &About,
    name: &Name,
    diagnostics: &mut Diagnostics,
) -> String {
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
    diagnostics.keep(scope.claim(&format!("{plain}Physical"), declared.at));
    if in_array {
        let set = format!("set{}Physical", recase(plain, Case::Pascal));
        diagnostics.keep(scope.claim(&set, declared.at));
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

fn values<'m>(
    scope: &mut Scope,
    type_name: &str,
    declared: &Name,
    values: impl Iterator<Item = (&'m About, &'m Name)>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    diagnostics.keep(scope.claim(type_name, declared.at));
    diagnostics.keep(scope.claim(&format!("is{type_name}"), declared.at));
    let mut inner = Scope::new(NAMING.language);
    let spell = |(about, name): (&About, &Name)| {
        let spelt = renamed(about).unwrap_or_else(|| NAMING.spell(Role::Variant, &[&name.text]));
        diagnostics.keep(inner.claim(&spelt, name.at));
        spelt
    };
    values.map(spell).collect()
}

fn slots(bits: &Bits, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut scope = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for field in bits.members() {
        let name = claim_member(&mut scope, &field.about, &field.name, diagnostics);
        if matches!(&field.ty, BitType::Int { rules, .. } if rules.scale.is_some()) {
            claim_physical(&mut scope, &name, &field.name, false, diagnostics);
        }
        spelt.push(name);
    }
    spelt
}
