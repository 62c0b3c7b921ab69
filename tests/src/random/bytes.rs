//! Damaged bytes: what valid ones become on a bad day.

use super::Random;

/// Bytes that often mean something.
const EDGES: &[u8] = &[0x00, 0x01, 0x02, 0x20, 0x7f, 0x80, 0xbf, 0xc0, 0xe2, 0xed, 0xf4, 0xff];

/// A damaged copy: cut, extended, a byte set to an edge, bits flipped, a stretch set, or nothing left of it.
pub fn damage(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    match random.below(8) {
        0 => out.truncate(random.below(out.len() + 1)),
        1 => out.extend((0..=random.below(8)).map(|_| random.bits().to_le_bytes()[0])),
        2 => out.iter_mut().for_each(|byte| *byte = random.bits().to_le_bytes()[0]),
        3 if !out.is_empty() => {
            let (start, n) = (random.below(out.len()), random.below(8));
            let edge = *random.pick(EDGES);
            out.iter_mut().skip(start).take(n).for_each(|byte| *byte = edge);
        }
        4 if !out.is_empty() => {
            let at = random.below(out.len());
            out[at] ^= 1 << random.below(8);
        }
        _ if !out.is_empty() => {
            for _ in 0..=random.below(3) {
                let at = random.below(out.len());
                out[at] = *random.pick(EDGES);
            }
        }
        _ => out.push(0),
    }
    out
}

/// Every truncation, some bytes more, and each byte at every edge value.
pub fn every_edge(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = (0..bytes.len()).map(|n| bytes[..n].to_vec()).collect();
    for extra in 1..=8 {
        all.push(bytes.iter().copied().chain(std::iter::repeat_n(0xa5, extra)).collect());
    }
    for at in 0..bytes.len() {
        for edge in EDGES {
            let mut copy = bytes.to_vec();
            copy[at] = *edge;
            all.push(copy);
        }
    }
    all
}
