//! How C spells names: everything carries the package's name in front.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::lang::Unit;
use crate::model::{About, Bits, Model, NamedValue, Type, TypeId, TypeKind};
use crate::name::{Case, Escape, Name, Naming, Role, Scope, recase};

/// C's spelling rules.
pub(super) const NAMING: Naming = Naming {
    language: "c",
    case: |role| match role {
        Role::Module | Role::Field | Role::Function | Role::Type => Case::Snake,
        Role::Variant | Role::Constant => Case::Shouty,
    },
    // Words of C99 to C23 and of C++11 to C++20, and lower-case macros of common compilers and of Arduino.
    keywords: &[
        "alignas",
        "alignof",
        "and",
        "and_eq",
        "asm",
        "auto",
        "bitand",
        "bitor",
        "bool",
        "boolean",
        "break",
        "byte",
        "case",
        "catch",
        "char",
        "char16_t",
        "char32_t",
        "char8_t",
        "class",
        "co_await",
        "co_return",
        "co_yield",
        "compl",
        "concept",
        "const",
        "const_cast",
        "consteval",
        "constexpr",
        "constinit",
        "continue",
        "decltype",
        "default",
        "delete",
        "do",
        "double",
        "dynamic_cast",
        "else",
        "enum",
        "errno",
        "explicit",
        "export",
        "extern",
        "false",
        "float",
        "for",
        "friend",
        "goto",
        "if",
        "inline",
        "int",
        "linux",
        "long",
        "mutable",
        "namespace",
        "new",
        "noexcept",
        "not",
        "not_eq",
        "nullptr",
        "operator",
        "or",
        "or_eq",
        "private",
        "protected",
        "public",
        "register",
        "reinterpret_cast",
        "requires",
        "restrict",
        "return",
        "short",
        "signed",
        "sizeof",
        "static",
        "static_assert",
        "static_cast",
        "stderr",
        "stdin",
        "stdout",
        "struct",
        "switch",
        "template",
        "this",
        "thread_local",
        "throw",
        "true",
        "try",
        "typedef",
        "typeid",
        "typename",
        "typeof",
        "typeof_unqual",
        "union",
        "unix",
        "unsigned",
        "using",
        "virtual",
        "void",
        "volatile",
        "wchar_t",
        "while",
        "xor",
        "xor_eq",
    ],
    escape: Escape::Underscore,
};

/// Messages in C are below this, so that an offset and a code fit an `int32_t`.
const MAX_SIZE: u32 = 1 << 23;

/// Package names that would be the names of headers of C, C++, POSIX, glibc or Arduino, on any file system.
const HEADERS: &[&str] = &[
    "aio",
    "algorithm",
    "alloca",
    "any",
    "ar",
    "arduino",
    "argp",
    "array",
    "assert",
    "atomic",
    "bit",
    "bitset",
    "byteswap",
    "charconv",
    "chrono",
    "codecvt",
    "compare",
    "complex",
    "concepts",
    "coroutine",
    "cpio",
    "crypt",
    "ctype",
    "deque",
    "dirent",
    "dlfcn",
    "elf",
    "endian",
    "err",
    "errno",
    "error",
    "exception",
    "execinfo",
    "execution",
    "fcntl",
    "features",
    "fenv",
    "filesystem",
    "float",
    "fmtmsg",
    "fnmatch",
    "format",
    "fstab",
    "ftw",
    "functional",
    "future",
    "getopt",
    "glob",
    "grp",
    "iconv",
    "ifaddrs",
    "ios",
    "inttypes",
    "iostream",
    "iterator",
    "langinfo",
    "latch",
    "libgen",
    "libintl",
    "limits",
    "link",
    "list",
    "locale",
    "malloc",
    "map",
    "math",
    "memory",
    "mntent",
    "monetary",
    "mqueue",
    "mutex",
    "ndbm",
    "netdb",
    "new",
    "numbers",
    "numeric",
    "optional",
    "ostream",
    "paths",
    "poll",
    "printf",
    "proc",
    "pthread",
    "pty",
    "pwd",
    "queue",
    "random",
    "ranges",
    "ratio",
    "regex",
    "resolv",
    "sched",
    "search",
    "semaphore",
    "set",
    "setjmp",
    "shadow",
    "signal",
    "spawn",
    "span",
    "sstream",
    "stack",
    "stdalign",
    "stdarg",
    "stdatomic",
    "stdbit",
    "stdbool",
    "stddef",
    "stdint",
    "stdio",
    "stdlib",
    "stream",
    "string",
    "strings",
    "stropts",
    "sys",
    "syslog",
    "tar",
    "termios",
    "tgmath",
    "thread",
    "threads",
    "time",
    "trace",
    "tuple",
    "uchar",
    "ucontext",
    "ulimit",
    "unistd",
    "utility",
    "utime",
    "utmp",
    "values",
    "valarray",
    "variant",
    "vector",
    "version",
    "wait",
    "wchar",
    "wctype",
    "wire",
    "wirewright",
    "wordexp",
];

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
    for package in &model.packages {
        if HEADERS.contains(&package.name.text.as_str())
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
        diagnostics.push(Diagnostic::new(Code::LanguageLimit, def.name.at, message));
    }
    let mut fields = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for (index, field) in unit.model.members(unit.model.record_of(id)).enumerate() {
        let member = member_name(&field.about, &field.name);
        diagnostics.keep(fields.claim(&member, field.name.at));
        for suffix in ["OFFSET", "LEN", "NONE"] {
            let name = format!(
                "{}_{}_{suffix}",
                macro_prefix(name),
                recase(&field.name.text, Case::Shouty)
            );
            diagnostics.keep(file.claim(&name, field.name.at));
        }
        if let Some(bits) = bits_of(&field.ty) {
            let group = NAMING.spell(Role::Type, &[name, &field.name.text]);
            claim_type(file, &group, &field.name, diagnostics);
            groups.insert((id, index), (group, slots(bits, diagnostics)));
        }
        spelt.push(member);
    }
    spelt
}

fn slots(bits: &Bits, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut scope = Scope::new(NAMING.language);
    let mut spelt = Vec::new();
    for field in bits.members() {
        let name = member_name(&field.about, &field.name);
        diagnostics.keep(scope.claim(&name, field.name.at));
        spelt.push(name);
    }
    spelt
}

fn member_name(about: &About, name: &Name) -> String {
    renamed(about).unwrap_or_else(|| NAMING.spell(Role::Field, &[&name.text]))
}

/// The bits group that a type is, or is an array of.
pub(super) fn bits_of(ty: &Type) -> Option<&Bits> {
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

/// The header guard and file of a package.
pub(super) fn guard(model: &Model, package: crate::model::PackageId) -> String {
    format!("{}_H", recase(&model.packages[package.0].name.text, Case::Shouty))
}
