//! Every code of a diagnostic, once: id, slug and what it means.
//!
//! In: nothing. Out: the table that `explain`, the docs and the tests read.
//! Ids are stable for ever: 01 the file, 02 names, 03 meaning, 04 bytes, 05 languages.

macro_rules! codes {
    ($($id:literal $variant:ident $slug:literal $severity:ident $title:literal $explanation:literal)*) => {
        /// Which rule a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $title] $variant,)* }

        impl Code {
            /// All codes in the order of their ids.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// `WW0101`.
            #[must_use]
            pub fn id(self) -> &'static str { match self { $(Self::$variant => $id,)* } }

            /// `yaml-syntax`.
            #[must_use]
            pub fn slug(self) -> &'static str { match self { $(Self::$variant => $slug,)* } }

            /// One line.
            #[must_use]
            pub fn title(self) -> &'static str { match self { $(Self::$variant => $title,)* } }

            /// What `wirewright explain` prints.
            #[must_use]
            pub fn explanation(self) -> &'static str { match self { $(Self::$variant => $explanation,)* } }

            /// Whether nothing is generated while it stands.
            #[must_use]
            pub fn is_error(self) -> bool { match self { $(Self::$variant => codes!(@$severity),)* } }
        }
    };
    (@error) => { true };
    (@warning) => { false };
}

codes! {
    "WW0101" YamlSyntax "yaml-syntax" error "the file is not well-formed YAML"
        "The parser could not read the file as YAML, so nothing behind this place was looked at. Most often a quote or bracket is not closed, or the indentation changes by mistake."
    "WW0102" YamlFeature "yaml-feature" error "a feature of YAML that schemas do not use"
        "Anchors, aliases, tags, merge keys and several documents in one file are refused (rule L1.4): a schema must read the same to a person, to this tool and to an editor. Write the value out."
    "WW0103" YamlLimit "yaml-limit" error "the file is larger or deeper than a schema may be"
        "A schema file has at most 1 MiB, 64 levels of nesting and 100,000 nodes (rule L1.4), and at most 64 files import one another in a row. Schemas come from strangers too, and the tool must answer in bounded time."
    "WW0104" DuplicateKey "duplicate-key" error "a key stands twice in one mapping"
        "YAML readers differ in which of two equal keys wins, so neither does here. Remove one."
    "WW0105" UnknownKey "unknown-key" error "a key that has no meaning at this place"
        "Every key is checked against the list of what may stand there, so that a misspelt rule cannot be ignored silently."
    "WW0106" WrongKind "wrong-kind" error "a text, list or mapping where another is expected"
        "For instance, the fields of a message are a list (`- name: type`) because their order is the order of the bytes, and the messages themselves are a mapping."
    "WW0107" MissingKey "missing-key" error "a key that must be there is missing"
        "A file needs `wirewright: 1` and `package:`; a field needs a `type`; an enum needs `type` and `values`; flags need `type` and `bits`."
    "WW0108" Edition "edition" error "an edition of the language that this version does not know"
        "`wirewright: 1` names the edition of the schema language, not the version of the tool. This version knows edition 1."
    "WW0109" TabIndentation "tab-indentation" error "a tab is used for indentation"
        "YAML forbids tabs in indentation. Use spaces, two for each level."
    "WW0110" BareBracket "bare-bracket" error "a type with brackets stands unquoted inside { } or [ ]"
        "Inside braces YAML gives `[` and `]` its own meaning. Quote the type, as in `{type: \"char[20]\"}`, or give the field its own lines."
    "WW0111" CommentCut "comment-cut" warning "the text is cut by a comment"
        "In YAML, ` #` begins a comment, so what follows it is not part of the text. Quote the text, or put the comment on a line of its own."
    "WW0112" MissingSpace "missing-space" error "a space is missing after the colon"
        "`on:1` is one word to YAML. Write `on: 1`."
    "WW0113" SeveralKeys "several-keys" error "an item of a field list has more than one key"
        "Each item is `- name: type` or `- name: {type: …, …}`. Two keys in one item mean that a dash is missing, or that an attribute belongs inside braces."
    "WW0114" QuoteNeeded "quote-needed" error "a text that YAML needs in quotes"
        "A text that contains `: ` or begins with one of the characters % @ ` ! & * | > { [ must stand in quotes."
    "WW0115" FileEncoding "file-encoding" error "the file is not plain UTF-8"
        "A schema is UTF-8 without NUL or other control characters and without characters that change the direction of text. A byte order mark at its start is accepted."
    "WW0116" Unreadable "unreadable-file" error "a file cannot be read"
        "The file does not exist, is not a regular file, or its permissions forbid reading it."
    "WW0117" ImportPath "import-path" error "an import outside the schema root"
        "Imports are relative to the importing file, use `/`, and stay inside the schema root after symbolic links are followed (rules L1.5 and S5)."
    "WW0118" ImportCycle "import-cycle" error "files import each other in a circle"
        "Move what both need into a third file."
    "WW0119" PackageClash "package-clash" error "two files have the same package name"
        "The package names modules, files and C prefixes, so it must be unique among the files of a run."
    "WW0120" HeterogeneousYaml "yaml-readers-differ" error "two YAML readers do not agree on this file"
        "The file is read by two independent parsers. Where they differ, other tools would differ too, so the file is refused. Quote the text at this place."
    "WW0121" TooMany "too-many-findings" error "there are more findings than one run shows"
        "A run shows 1,000 findings at most, because it must end soon whatever stands in a schema. What is shown is shown in full."
    "WW0201" BadName "bad-name" error "a name is not spelt as names are"
        "Types are `[A-Z][A-Za-z0-9]*`, everything else is lower-case words joined by single underscores, both at most 64 characters (rule L1.2). `original:` keeps a foreign name for the docs."
    "WW0202" DuplicateName "duplicate-name" error "a name is declared twice"
        "Types of all kinds share one namespace per package; the fields of a message, the values of an enum and the bits of flags have one each."
    "WW0203" UnknownType "unknown-type" error "a type that is not declared"
        "The name is no scalar, and no type of this package. A type of another package is written `package.Type`, and its file must be imported."
    "WW0204" UnknownConstant "unknown-constant" error "a constant that is not declared"
        "A bound or a value names a constant of this package, which must stand under `constants:` and be an integer where a number is needed."
    "WW0205" ReservedName "reserved-name" error "a word that cannot be a name here"
        "The words of the type grammar cannot name fields and constants, because bounds could not tell them apart; names that begin with `ww_` belong to generated code."
    "WW0206" UnknownPackage "unknown-package" error "a package that is not imported"
        "`package.Type` needs the file of that package under `imports:`."
    "WW0301" BadType "bad-type" error "a type that cannot be read"
        "A type is a base, then bounds in brackets, without blanks: `u16`, `f32be`, `char[20]`, `Point[4]`, `u8[3][2]`."
    "WW0302" ForeignType "foreign-type" error "a type name of another language"
        "Widths are always explicit here, because `int` and `long` have other sizes on other machines: `i32`, `u16`, `f64`."
    "WW0303" BadNumber "bad-number" error "a text that is not a number of the schema language"
        "Integers are decimal without leading zeros, `0x…` or `0b…`, with `_` between digits if that helps; floats need a digit on both sides of the point."
    "WW0304" DoesNotFit "does-not-fit" error "a value that does not fit its type"
        "The value lies outside what the type of the field, enum or bit field can hold."
    "WW0305" RuleNotHere "rule-not-here" error "a rule that has no meaning for this type"
        "For instance `min` on a text, `width` outside a bits group, or `scale` on more than 32 bits."
    "WW0306" EmptyRange "empty-range" error "min is above max"
        "No value could ever be valid."
    "WW0307" DuplicateValue "duplicate-value" error "two names have one value"
        "Two names of an enum for one value need `alias: true`, and then the first name is printed; two flags can never share a bit."
    "WW0308" BadFlagBit "bad-flag-bit" error "a flag's bit lies outside its type"
        "Flags are single bits, numbered from 0 for the lowest; a mask of several bits is an enum in a bits group."
    "WW0309" BitsDoNotFill "bits-do-not-fill" error "a bits group does not account for every bit"
        "The widths of all fields, `reserved[n]` and `pad[n]` must add up to the storage unit exactly, so that no bit is there by accident."
    "WW0310" RecursiveType "recursive-type" error "a type that contains itself"
        "Such a value would have no end. Types that contain themselves are kept for a later edition."
    "WW0311" BadConstant "bad-constant" error "a constant that the field cannot hold"
        "`const` is an integer for numbers, a text for `char[n]`, a name for an enum, hexadecimal digits for `bytes[n]`; it has at most 65,536 bytes."
    "WW0312" BadDefault "bad-default" error "a default that the field cannot hold"
        "A default must be a value that can be encoded: right kind, inside min and max, and not the `absent` sentinel."
    "WW0313" BadScale "bad-scale" error "a scale that cannot be used"
        "A scale is a decimal above or below zero (`0.01`) or a fraction of two integers (`1/100`), on integers of at most 32 bits."
    "WW0314" BadBound "bad-bound" error "a bound that cannot be used"
        "An exact bound is a number from 1 up (0 for nothing at all is refused), or a constant; a message may have at most 2^31 - 1 bytes, and an array of elements without bytes at most 1,024 of them (rule L2.2)."
    "WW0315" CLayout "layout-c" error "something that a C compiler's layout cannot have"
        "`layout: c` inserts the padding of a C compiler with natural alignment: only types that C has, and nested structs must say it too (rule L2.4)."
    "WW0316" NotYet "not-yet" error "a part of the language that this version does not generate"
        "Edition 1 has this feature, but this version does not generate it yet, or not in every language. Nothing was generated, so nothing is wrong silently."
    "WW0317" AsDoesNotFit "as-does-not-fit" error "an enum or flags stored in an integer that is too small"
        "With `as:` every named value must fit the integer in which it is stored."
    "WW0318" BadAbsent "bad-absent" error "an `absent` sentinel that cannot be used"
        "`absent` is one raw value of an integer or bit field that means no value; on floats it can only be `nan`."
    "WW0319" MissingBound "missing-bound" error "a text or bytes without a bound"
        "Every byte on the wire is visible in the schema, so is how many there are: `char[20]`, `bytes[4]`, `string[u8..200]`."
    "WW0320" DuplicateId "duplicate-id" error "two messages have one id"
        "Ids tell messages apart on the wire, so each is used once in a package."
    "WW0321" StringBound "string-bound" error "a bound that does not say how the end of a text is found"
        "`string[u8..200]` writes a count in one byte and allows at most 200; `char[200]` takes exactly 200 bytes, padded; `cstring[..200]` ends with a NUL; `string[rest..200]` goes to the end of the message."
    "WW0322" BadKeyword "bad-keyword" error "a word that is none of the choices at this place"
        "For instance `endian` is `little` or `big`, `first` is `lsb` or `msb`, `layout` is `c`, and truth values are `true` or `false`."
    "WW0323" RestPosition "rest-position" error "something stands behind what goes to the end"
        "`rest` takes everything up to the end of the message, but for items of fixed size that follow it in the same field list; a type that holds a `rest` can itself only stand last, and in no list or array (rule L2.1)."
    "WW0401" SizePromise "size-promise" error "a message has another size than it promises"
        "`size:` is a promise to every reader. Change it on purpose, or find out which field grew."
    "WW0402" TooLarge "too-large" error "a type is larger or deeper than types may be"
        "A message may have at most 2^31 - 1 bytes, and 2^23 - 1 if C is among the languages. Types nest at most 64 levels deep, and all types of a run have at most 65,536 items that are no members, those in arrays counted one by one."
    "WW0403" ExampleFails "example-fails" error "an example is not what the schema says"
        "Examples are tests: the compiler encodes the value, decodes the bytes and compares both."
    "WW0404" BadExample "bad-example" error "an example that cannot be read"
        "An example has `value` and `hex`, or `hex` and `error` (with `at` if wanted), or `value` and `error`. All examples and defaults of a run have at most 8 MiB together, because each is encoded and decoded."
    "WW0501" NameCollision "name-collision" error "two names become one in a language"
        "Names that differ here can be equal after a language's case rules, or equal to a name that generated code needs. `rename: {c: other}` gives one of them another spelling in that language."
    "WW0502" LanguageLimit "language-limit" error "something that cannot be said in a language"
        "Leave the language out with `--only`, or change the schema."
    "WW0503" FileClash "file-clash" error "a package name that cannot be a file or module name"
        "Package names become file names on every system and module names in every language, so names of standard headers, modules and devices are refused."
}

impl Code {
    /// The code with an id such as `WW0101`, in any case, or a slug.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.id().eq_ignore_ascii_case(text) || c.slug() == text)
    }
}
