//! Functions beside those that read and write: one number of an encoded value, and physical values.
//!
//! In: codecs and scales. Out: views of functions. Must not know: how a whole value is read.

use super::builder::{Builder, signature};
use super::place::Place;
use super::spell;
use super::view::{AccessorView, RecordView};
use crate::lang::host::HostInt;
use crate::layout::{Codec, IntCodec, IntRange};
use crate::model::Scale;

impl Builder<'_> {
    /// The functions of a member; one of them needs to know where it stands.
    pub(super) fn accessors(
        &self,
        at: Option<u32>,
        member: &str,
        codec: &Codec,
        view: &mut RecordView,
    ) {
        view.accessors.extend(at.and_then(|at| peek(&view.name, member, codec, at)));
        if let Some((int, scale, depth)) = scaled(codec, 0) {
            let host = HostInt::of_codec(self.unit.model, int);
            view.scale_pair(member, scale, &int.range, (host, depth));
        }
    }
}

/// The scaled integer that a member is or has as its elements, and how many indices lead there.
fn scaled(codec: &Codec, depth: usize) -> Option<(&IntCodec, &Scale, usize)> {
    match codec {
        Codec::Int(int) => int.scale.as_ref().map(|scale| (int, scale, depth)),
        Codec::Array { element, .. } => scaled(element, depth + 1),
        Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// Reads one number of an encoded message.
fn peek(name: &str, member: &str, codec: &Codec, at: u32) -> Option<AccessorView> {
    let from = Place::of("buf", at);
    let (ty, value) = match codec {
        Codec::Int(int) => {
            let ty = spell::int_type(HostInt::of_scalar(int.scalar));
            (ty, spell::get(int.scalar, int.order, &from))
        }
        Codec::Float(float) => {
            let ty = spell::float_type(float).to_owned();
            (ty, spell::get(float.scalar, float.order, &from))
        }
        Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => return None,
    };
    Some(AccessorView {
        doc: format!("`{member}` of an encoded value, untested; the buffer holds all of it."),
        signature: signature("", &ty, &format!("{name}_peek_{member}"), &["const uint8_t *buf"]),
        body: vec![format!("return {value};")],
    })
}

impl RecordView {
    /// Adds the getter and setter of a physical value.
    pub(super) fn scale_pair(
        &mut self,
        member: &str,
        scale: &Scale,
        range: &IntRange,
        (int, depth): (HostInt, usize),
    ) {
        let name = &self.name;
        let (mutable, constant) = (format!("{name} *m"), format!("const {name} *m"));
        let indices: Vec<String> = (0..depth).map(|d| format!("size_t i{d}")).collect();
        let parameters = |first: &str, last: Option<&str>| {
            let all = [first].into_iter().chain(indices.iter().map(String::as_str)).chain(last);
            all.map(str::to_owned).collect::<Vec<_>>().join(", ")
        };
        let subscripts: Vec<String> = (0..depth).map(|d| format!("[i{d}]")).collect();
        let raw = format!("m->{member}{}", subscripts.concat());
        let (low, high) = range.wire;
        let nearest = spell::raw_of_physical(scale);
        self.accessors.push(AccessorView {
            doc: format!("The physical value of `{member}`."),
            signature: signature(
                "",
                "double",
                &format!("{name}_{member}_physical"),
                &[&parameters(&constant, None)],
            ),
            body: vec![format!("return {};", spell::physical(scale, &raw))],
        });
        self.accessors.push(AccessorView {
            doc: format!(
                "Sets `{member}` to what is nearest to a physical value: 0, or WRW_RANGE."
            ),
            signature: signature(
                "",
                "int32_t",
                &format!("{name}_set_{member}_physical"),
                &[&parameters(&mutable, Some("double value"))],
            ),
            body: vec![
                "int64_t raw;".to_owned(),
                format!("if (wrw_round({nearest}, {low}, {high}, &raw) != 0) {{"),
                "  return WRW_ERROR(WRW_RANGE, 0);".to_owned(),
                "}".to_owned(),
                format!("{raw} = ({})raw;", spell::int_type(int)),
                "return 0;".to_owned(),
            ],
        });
    }
}
