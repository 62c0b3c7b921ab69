//! Functions beside a record's own: one number of an encoded value, and physical values.
//!
//! In: members. Out: signatures and bodies.

use super::views::AccessorView;
use crate::lang::c::spell;
use crate::lang::host::HostInt;
use crate::layout::{Codec, IntCodec};

/// The scaled integer that a member is or has as its elements, and how many indices lead there.
pub(super) fn scaled(codec: &Codec, depth: usize) -> Option<(&IntCodec, usize)> {
    match codec {
        Codec::Int(int) if int.scale.is_some() => Some((int, depth)),
        Codec::Array { element, .. } => scaled(element, depth + 1),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// Reads one number of an encoded message.
pub(super) fn peek(name: &str, member: &str, codec: &Codec, at: u32) -> Option<AccessorView> {
    let from = if at == 0 { "buf".to_owned() } else { format!("buf + {at}u") };
    let (ty, value) = match codec {
        Codec::Int(int) => (
            spell::int_type(HostInt::of_scalar(int.scalar)),
            spell::get(int.scalar, int.order, &from),
        ),
        Codec::Float(float) => {
            (spell::float_type(float).to_owned(), spell::get(float.scalar, float.order, &from))
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
        signature: format!("{ty} {name}_peek_{member}(const uint8_t *buf)"),
        body: vec![format!("return {value};")],
    })
}

/// Getter and setter of a physical value.
pub(super) fn scale_pair(
    name: &str,
    member: &str,
    scale: Option<&crate::model::Scale>,
    range: &crate::layout::IntRange,
    (int, depth): (HostInt, usize),
) -> Vec<AccessorView> {
    let Some(scale) = scale else { return Vec::new() };
    let parameters: String = (0..depth).map(|d| format!(", size_t i{d}")).collect();
    let indices: String = (0..depth).map(|d| format!("[i{d}]")).collect();
    let raw = format!("m->{member}{indices}");
    let wide = HostInt { bits: 64, signed: true };
    let (low, high) =
        (spell::int_literal(range.wire.0, wide), spell::int_literal(range.wire.1, wide));
    vec![
        AccessorView {
            doc: format!("The physical value of `{member}`."),
            signature: format!("double {name}_{member}_physical(const {name} *m{parameters})"),
            body: vec![format!("return {};", spell::physical(scale, &raw))],
        },
        AccessorView {
            doc: format!(
                "Sets `{member}` to the raw value nearest to a physical one: 0, or an error for a NaN and for what does not fit."
            ),
            signature: format!(
                "int32_t {name}_set_{member}_physical({name} *m{parameters}, double value)"
            ),
            body: vec![
                "int64_t raw;".to_owned(),
                format!(
                    "if (wrw_round({}, {low}, {high}, &raw) != 0) return WRW_ERROR(WRW_RANGE, 0u);",
                    spell::raw_of_physical(scale)
                ),
                format!("{raw} = ({})raw;", spell::int_type(int)),
                "return 0;".to_owned(),
            ],
        },
    ]
}
