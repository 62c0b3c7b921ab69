//! The span tree: a YAML file as mappings, lists and texts with their places, read under limits.
//!
//! In: the text of a file. Out: [`Tree`]. Refused here: what rule L1.4 refuses.
//! Must not know: which keys a schema has. The only module that knows the event parser.

use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, options};

use super::traps::{self, Stop};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span, floor_boundary};

/// Limits of rule L1.4.
const MAX_BYTES: usize = 1 << 20;
const MAX_DEPTH: usize = 64;
const MAX_NODES: usize = 100_000;

/// A node's index in its [`Tree`].
pub(crate) type NodeId = usize;

/// A node of the file.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// Whether a list or mapping stands in brackets or braces.
    pub(crate) flow: bool,
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A text; `quoted` tells `"1"` from `1`.
    Scalar { text: String, quoted: bool },
    /// A list.
    List(Vec<NodeId>),
    /// A mapping, in the order of the file.
    Map(Vec<(NodeId, NodeId)>),
}

/// A whole file.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    root: NodeId,
}

/// A handle to a node, for walking down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl<'t> At<'t> {
    pub(crate) fn span(self) -> Span {
        self.tree.nodes[self.id].span
    }

    pub(crate) fn kind(self) -> &'t Kind {
        &self.tree.nodes[self.id].kind
    }

    pub(crate) fn text(self) -> Option<&'t str> {
        match self.kind() {
            Kind::Scalar { text, .. } => Some(text),
            Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// Whether the text stands in quotes (or in a block), so that it can only be a text.
    pub(crate) fn is_quoted(self) -> bool {
        matches!(self.kind(), Kind::Scalar { quoted: true, .. })
    }

    /// Whether a list or mapping stands in brackets or braces.
    pub(crate) fn is_flow(self) -> bool {
        self.tree.nodes[self.id].flow
    }

    /// A plain scalar that YAML reads as nothing: empty, `null` or `~`.
    pub(crate) fn is_null(self) -> bool {
        matches!(self.kind(), Kind::Scalar { text, quoted: false } if matches!(text.as_str(), "" | "null" | "~"))
    }

    pub(crate) fn items(self) -> impl Iterator<Item = At<'t>> {
        let ids: &[NodeId] = match self.kind() {
            Kind::List(ids) => ids,
            Kind::Scalar { .. } | Kind::Map(_) => &[],
        };
        ids.iter().map(move |id| At { tree: self.tree, id: *id })
    }

    /// Keys and values in the order of the file.
    pub(crate) fn entries(self) -> impl Iterator<Item = (At<'t>, At<'t>)> {
        let pairs: &[(NodeId, NodeId)] = match self.kind() {
            Kind::Map(pairs) => pairs,
            Kind::Scalar { .. } | Kind::List(_) => &[],
        };
        pairs
            .iter()
            .map(move |(k, v)| (At { tree: self.tree, id: *k }, At { tree: self.tree, id: *v }))
    }

    /// The value under a key.
    pub(crate) fn get(self, key: &str) -> Option<At<'t>> {
        self.entries().find(|(k, _)| k.text() == Some(key)).map(|(_, v)| v)
    }

    /// The value under a key that the shape has proved to be there.
    pub(crate) fn key(self, key: &str) -> At<'t> {
        self.get(key).unwrap_or(self)
    }
}

/// What is still open while events come in.
enum Open {
    List {
        id: NodeId,
        items: Vec<NodeId>,
    },
    Map {
        id: NodeId,
        pairs: Vec<(NodeId, NodeId)>,
        key: Option<NodeId>,
        /// The keys so far: a search through `pairs` would take quadratic time.
        seen: BTreeMap<String, NodeId>,
    },
}

impl Tree {
    pub(crate) fn root(&self) -> At<'_> {
        At { tree: self, id: self.root }
    }

    /// Reads a file, or says why it is no schema.
    pub(crate) fn read(
        sources: &Sources,
        file: FileId,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Diagnostic> {
        let text = &sources.file(file).text;
        let reader = Reader { file, text, nodes: Vec::new(), open: Vec::new(), root: None };
        let tree = reader.run()?;
        traps::cut_comments(&tree, text, diagnostics);
        Ok(tree)
    }

    /// All nodes, parents before their children.
    pub(crate) fn all(&self) -> impl Iterator<Item = At<'_>> {
        (0..self.nodes.len()).map(move |id| At { tree: self, id })
    }
}

struct Reader<'s> {
    file: FileId,
    text: &'s str,
    nodes: Vec<Node>,
    open: Vec<Open>,
    root: Option<NodeId>,
}

impl Reader<'_> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "the enum is the parser's and may grow")]
    fn run(mut self) -> Result<Tree, Diagnostic> {
        let start = Span::file_start(self.file);
        if self.text.len() > MAX_BYTES {
            return Err(Diagnostic::new(Code::YamlLimit, start, "the file is larger than 1 MiB"));
        }
        traps::encoding(self.text, self.file)?;
        let options = options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, at) = event.map_err(|error| self.syntax(&error))?;
            let range = at.byte_range().unwrap_or(0..0);
            let span = self.span(range.start, range.end);
            if self.nodes.len() > MAX_NODES {
                return Err(Diagnostic::new(
                    Code::YamlLimit,
                    span,
                    "the file has more than 100,000 nodes",
                ));
            }
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Diagnostic::new(
                            Code::YamlFeature,
                            span,
                            "a file holds one schema, not several YAML documents",
                        )
                        .help("put what follows into a file of its own"));
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.plain(span, anchor, tag.is_some())?;
                    let quoted = style != ScalarStyle::Plain;
                    let id = self.push(span, Kind::Scalar { text: text.into_owned(), quoted });
                    self.close(id)?;
                }
                Event::SequenceStart(_, anchor, tag) => {
                    self.plain(span, anchor, tag.is_some())?;
                    let id = self.enter(span)?;
                    self.open.push(Open::List { id, items: Vec::new() });
                }
                Event::MappingStart(_, anchor, tag) => {
                    self.plain(span, anchor, tag.is_some())?;
                    let id = self.enter(span)?;
                    self.open.push(Open::Map {
                        id,
                        pairs: Vec::new(),
                        key: None,
                        seen: BTreeMap::new(),
                    });
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let (id, kind) = match self.open.pop() {
                        Some(Open::List { id, items }) => (id, Kind::List(items)),
                        Some(Open::Map { id, pairs, .. }) => (id, Kind::Map(pairs)),
                        None => continue,
                    };
                    self.nodes[id].span.end = span.end.max(self.nodes[id].span.end);
                    self.nodes[id].kind = kind;
                    self.close(id)?;
                }
                // Comments, and starts and ends of the stream, say nothing.
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd | Event::Comment(..) => {
                }
                // Anything else would be a node that is missing here.
                _ => return Err(feature(span, "an alias")),
            }
        }
        match self.root {
            Some(root) => Ok(Tree { nodes: self.nodes, root }),
            None => Err(Diagnostic::new(Code::YamlSyntax, start, "the file is empty")
                .help("a schema begins with `wirewright: 1` and `package: name`")),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let start = floor_boundary(self.text, start);
        let end = floor_boundary(self.text, end).max(start);
        let narrow = |n| u32::try_from(n).expect("the file has at most 1 MiB");
        Span { file: self.file, start: narrow(start), end: narrow(end) }
    }

    fn push(&mut self, span: Span, kind: Kind) -> NodeId {
        let flow = self.text[span.start as usize..].starts_with(['[', '{']);
        self.nodes.push(Node { span, kind, flow });
        self.nodes.len() - 1
    }

    fn enter(&mut self, span: Span) -> Result<NodeId, Diagnostic> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(span));
        }
        Ok(self.push(span, Kind::List(Vec::new())))
    }

    fn plain(&self, span: Span, anchor: usize, tagged: bool) -> Result<(), Diagnostic> {
        // The parser's place is that of the node; what stands in front of it begins at its sign.
        let sign = |sign: char| {
            let end = span.start as usize;
            let start = self.text[..end].rfind(sign).unwrap_or(end);
            let word = self.text[start..].split_whitespace().next().unwrap_or_default();
            self.span(start, start + word.len())
        };
        if tagged {
            return Err(feature(sign('!'), "a tag"));
        }
        if anchor > 0 { Err(feature(sign('&'), "an anchor")) } else { Ok(()) }
    }

    /// Hands a finished node to what is open around it.
    fn close(&mut self, id: NodeId) -> Result<(), Diagnostic> {
        match self.open.last_mut() {
            None => self.root = Some(id),
            Some(Open::List { items, .. }) => items.push(id),
            Some(Open::Map { pairs, key, .. }) => match key.take() {
                None => *key = Some(id),
                Some(key) => pairs.push((key, id)),
            },
        }
        self.check_key()
    }

    /// Refuses a key that has just been read if it is no plain word, or stands there already.
    fn check_key(&mut self) -> Result<(), Diagnostic> {
        let Some(Open::Map { key: Some(key), seen, .. }) = self.open.last_mut() else {
            return Ok(());
        };
        let Node { span, kind: Kind::Scalar { text, .. }, .. } = &self.nodes[*key] else {
            let span = self.nodes[*key].span;
            return Err(Diagnostic::new(Code::YamlFeature, span, "a key is a single word")
                .label("this is a list or a mapping")
                .help("write `name: value`"));
        };
        if text == "<<" {
            return Err(feature(*span, "a merge key"));
        }
        match seen.insert(text.clone(), *key) {
            None => Ok(()),
            Some(first) => Err(Diagnostic::new(
                Code::DuplicateKey,
                *span,
                format!("the key `{text}` stands twice in this mapping"),
            )
            .label("again here")
            .secondary(self.nodes[first].span, "first here")
            .help("remove one of them")),
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "the enum is the parser's and may grow")]
    fn syntax(&self, error: &ScanError) -> Diagnostic {
        let marker = error.marker();
        let at = marker.byte_offset().unwrap_or_else(|| {
            self.text.char_indices().nth(marker.index()).map_or(self.text.len(), |(i, _)| i)
        });
        let span = self.span(at, at + 1);
        let stop = match error.kind() {
            ErrorKind::RecursionLimitExceeded => return too_deep(span),
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar => Stop::Quote,
            ErrorKind::InvalidIndentation
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry => match self.open_bracket() {
                Some(open) => Stop::Flow(open),
                None => Stop::Indentation,
            },
            // The enum is the parser's and may grow.
            _ => match self.open_bracket() {
                Some(open) => Stop::Flow(open),
                None => Stop::Other(error.info()),
            },
        };
        traps::explain(self.text, span, stop)
    }

    /// The brace or bracket in which the parser is.
    fn open_bracket(&self) -> Option<Span> {
        let (Open::List { id, .. } | Open::Map { id, .. }) = self.open.last()?;
        let node = &self.nodes[*id];
        node.flow.then_some(node.span)
    }
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::YamlLimit, span, "the file is nested more than 64 levels deep")
        .label("one level too many")
}

fn feature(span: Span, what: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::YamlFeature, span, format!("{what} cannot be used in a schema"));
    diagnostic.help("write the value out where it is needed")
}
