//! What every part of a record's output needs to know.
//!
//! In: a unit and names. Out: types and signatures. Must not know: bytes.

use serde::Serialize;

use super::names::Names;
use super::spell;
use crate::lang::Unit;
use crate::lang::fold::WIDTH;
use crate::lang::host::HostInt;
use crate::lang::template::Templates;
use crate::layout::{BitHost, IntCodec, IntHost};
use crate::model::TypeId;

/// Builds the output of one type.
#[derive(Clone, Copy)]
pub(super) struct Builder<'a> {
    pub(super) unit: Unit<'a>,
    pub(super) names: &'a Names,
    pub(super) templates: &'a Templates,
    /// The type.
    pub(super) owner: TypeId,
}

impl Builder<'_> {
    /// Prints an item of a header.
    pub(super) fn block(&self, template: &str, view: &impl Serialize) -> String {
        block(self.templates, template, view)
    }

    /// The type of an integer member: its enum's or its flags', else a plain one.
    pub(super) fn int_type(&self, int: &IntCodec) -> String {
        match int.host {
            IntHost::Plain => spell::int_type(HostInt::of_scalar(int.scalar)),
            IntHost::Enum(id) | IntHost::Flags(id) => self.names.of_type(id).to_owned(),
        }
    }

    /// The type of a bit field.
    pub(super) fn slot_type(&self, host: BitHost, int: HostInt) -> String {
        match host {
            BitHost::Plain | BitHost::Bool => spell::int_type(int),
            BitHost::Enum(id) => self.names.of_type(id).to_owned(),
        }
    }
}

/// Prints an item of a header, without blank lines around it.
pub(super) fn block(templates: &Templates, template: &str, view: &impl Serialize) -> String {
    templates.print(template, view).trim_matches('\n').to_owned()
}

/// `static inline int32_t f(T *m, const uint8_t *p)`, in two lines if it would be too long.
pub(super) fn signature(attribute: &str, result: &str, name: &str, parameters: &[&str]) -> String {
    let start = format!("{attribute}static inline {result} {name}(");
    let parameters = parameters.join(", ");
    if start.len() + parameters.len() + ") {".len() <= WIDTH {
        format!("{start}{parameters})")
    } else {
        format!("{start}\n    {parameters})")
    }
}
