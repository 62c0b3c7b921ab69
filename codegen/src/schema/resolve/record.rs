//! Structs and messages: their own keys, and the list of their items.

use std::collections::BTreeMap;

use super::{Pending, Resolver};
use crate::diag::Code;
use crate::model::notation::Literal;
use crate::model::{Item, Message, PackageId, Record, TypeId};
use crate::schema::tree::{At, Kind};
use crate::source::Span;

/// What the items of one record share.
pub(super) struct RecordScope {
    pub(super) package: PackageId,
    /// Names of the fields so far, with their places.
    pub(super) fields: BTreeMap<String, Span>,
    /// The default of the last field, and where it stands.
    pub(super) default: Option<(Literal, Span)>,
}

const ITEMS: &str = "write `- name: type`, `- pad[3]`, `- reserved[3]` or `- align[4]`";

impl Resolver<'_> {
    pub(super) fn record(
        &mut self,
        id: TypeId,
        package: PackageId,
        at: At<'_>,
        message: bool,
    ) -> Record {
        let c_layout = at.get("layout").and_then(|at| self.word(at, &[("c", at.span())]));
        let mut scope = RecordScope { package, fields: BTreeMap::new(), default: None };
        let mut items = Vec::new();
        for at in at.get("fields").into_iter().flat_map(At::items) {
            let Some(item) = self.item(&mut scope, at) else { continue };
            if let Some((literal, at)) = scope.default.take() {
                self.defaults.push(Pending { record: id, item: items.len(), literal, at });
            }
            items.push(item);
        }
        let message = message.then(|| Message {
            id: at.get("id").and_then(|at| self.id(package, at)),
            size: at.get("size").and_then(|at| self.promised_size(package, at)),
            examples: self.examples(at),
        });
        Record { c_layout, items, message }
    }

    fn id(&mut self, package: PackageId, at: At<'_>) -> Option<u32> {
        let id = self.int_within(package, at, (0, i128::from(u32::MAX)), "an id")?;
        u32::try_from(id).ok()
    }

    fn promised_size(&mut self, package: PackageId, at: At<'_>) -> Option<(u64, Span)> {
        let size = self.int_within(package, at, (0, i128::from(u32::MAX)), "a size")?;
        Some((u64::try_from(size).ok()?, at.span()))
    }

    fn item(&mut self, scope: &mut RecordScope, at: At<'_>) -> Option<Item> {
        match at.kind() {
            Kind::Scalar { text, .. } => self.filler(scope, at, text),
            Kind::Map(_) => {
                let (key, value) = at.entries().next()?;
                self.field(scope, key, value).map(|field| Item::Field(Box::new(field)))
            }
            Kind::List(_) => None,
        }
    }

    /// `pad[3]`, `reserved[3]`, `align[4]`.
    fn filler(&mut self, scope: &RecordScope, at: At<'_>, text: &str) -> Option<Item> {
        let (word, count) = self.filler_parts(scope.package, at, text)?;
        match word {
            "pad" => Some(Item::Pad(count)),
            "reserved" => Some(Item::Reserved(count)),
            "align" => Some(Item::Align(count)),
            _ => {
                let message = format!("`{text}` is not an item of a field list");
                self.report(at, Code::WrongKind, message).help(ITEMS);
                None
            }
        }
    }

    /// The word and the number of `pad[3]`; the number may be a constant.
    pub(super) fn filler_parts<'t>(
        &mut self,
        package: PackageId,
        at: At<'_>,
        text: &'t str,
    ) -> Option<(&'t str, u32)> {
        let parts =
            text.split_once('[').and_then(|(word, rest)| Some((word, rest.strip_suffix(']')?)));
        let Some((word, bound)) = parts else {
            self.report(at, Code::WrongKind, format!("`{text}` is not an item of a field list"))
                .help(ITEMS);
            return None;
        };
        self.bound(package, at, bound).map(|count| (word, count))
    }
}
