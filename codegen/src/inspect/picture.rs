//! The box picture of a record: rows of four bytes, every item by name.
//!
//! In: places. Out: lines of text. Must not know: the terminal's width or colours.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::places::{Depth, Kind, Place, places};
use super::words::{self, Scope, title};
use crate::Compiled;
use crate::layout::{BitSlot, BitsCodec, SlotRole};
use crate::model::{Bits, TypeId};

/// Bytes in a row.
const ROW: u64 = 4;
/// The width of a cell of one byte: as narrow as names allow, within these bounds.
const NARROW: usize = 6;
const WIDE: usize = 17;

/// Draws a record below its title, which begins with `name`.
#[must_use]
pub fn draw(compiled: &Compiled, id: TypeId, name: &str) -> String {
    let scope = Scope::of(compiled, id);
    let places = places(compiled, id, Depth::Whole);
    let mut out = title(compiled, id, name, &scope);
    out.push('\n');
    for places in places.chunk_by(|a, b| a.parts == b.parts) {
        let boxes = places.iter().filter(|place| place.size > 0);
        let boxes: Vec<Box<'_>> = boxes.filter_map(|p| Box::of(p, &scope)).collect();
        if !boxes.is_empty() {
            Grid::of(&boxes).draw(&mut out);
        }
        for place in places.iter().filter(|place| place.size == 0) {
            draw_part(place, &scope, &mut out);
        }
    }
    for place in &places {
        if let Kind::Bits(bits, codec) = place.kind {
            draw_bits(place, bits, codec, &scope, &mut out);
        }
    }
    out
}

/// What has no fixed size is a line between the boxes, which count from 0 again behind it.
fn draw_part(place: &Place<'_>, scope: &Scope<'_>, out: &mut String) {
    let text = match place.kind {
        Kind::Part(..) => format!("{}   {}", place.path, scope.place(place)),
        Kind::Pad => "pad".to_owned(),
        Kind::Group(_)
        | Kind::Value(..)
        | Kind::Const(..)
        | Kind::Bits(..)
        | Kind::Count(..)
        | Kind::Reserved => return,
    };
    let unit = words::rules_of_unit(place.field);
    let _ = write!(out, "   … ┆ {text}   {unit}");
    trim(out);
}

/// An item that takes bytes.
struct Box<'a> {
    at: u64,
    size: u64,
    name: &'a str,
    ty: String,
    note: String,
}

impl<'a> Box<'a> {
    fn of(place: &'a Place<'_>, scope: &Scope<'_>) -> Option<Self> {
        let (name, note) = match place.kind {
            Kind::Group(_) => return None,
            Kind::Value(_, codec) => (place.path.as_str(), words::rules(codec, place.field)),
            Kind::Const(_, fixed, _) => {
                (place.path.as_str(), if fixed.check { "" } else { "not checked" }.to_owned())
            }
            Kind::Count(_, _, max) => {
                let note = max.map(|max| format!("at most {max}"));
                (place.path.as_str(), note.unwrap_or_default())
            }
            Kind::Bits(..) | Kind::Part(..) => (place.path.as_str(), String::new()),
            Kind::Pad => ("pad", String::new()),
            Kind::Reserved => ("reserved", String::new()),
        };
        let ty = match place.kind {
            Kind::Pad | Kind::Reserved => String::new(),
            Kind::Group(_)
            | Kind::Value(..)
            | Kind::Const(..)
            | Kind::Bits(..)
            | Kind::Count(..)
            | Kind::Part(..) => scope.place(place),
        };
        Some(Self { at: place.at, size: place.size, name, ty, note })
    }

    fn end(&self) -> u64 {
        self.at + self.size
    }

    fn first_row(&self) -> u64 {
        self.at / ROW
    }

    fn last_row(&self) -> u64 {
        (self.end() - 1) / ROW
    }

    /// The row that carries its name: the first, unless there is more room in the second.
    fn label_row(&self) -> u64 {
        let first = self.cells(self.first_row());
        let second = self.cells(self.first_row() + 1);
        self.first_row() + u64::from(second > first)
    }

    /// How many cells of a row it takes.
    fn cells(&self, row: u64) -> usize {
        let from = self.at.max(row * ROW);
        let to = self.end().min((row + 1) * ROW);
        usize::try_from(to.saturating_sub(from)).unwrap_or(0)
    }
}

struct Grid<'a> {
    boxes: &'a [Box<'a>],
    cell: usize,
    offset: usize,
    rows: Vec<u64>,
}

impl<'a> Grid<'a> {
    fn of(boxes: &'a [Box<'a>]) -> Self {
        let needs = boxes.iter().map(|item| {
            let cells = item.cells(item.label_row());
            let text = item.name.chars().count().max(item.ty.chars().count()) + 2;
            (text - (cells - 1).min(text)).div_ceil(cells)
        });
        let cell = needs.max().unwrap_or(NARROW).clamp(NARROW, WIDE);
        let last = boxes.last().map_or(0, Box::last_row);
        let offset = (last * ROW).to_string().len().max(4);
        Self { boxes, cell, offset, rows: rows(boxes) }
    }

    /// What stands in a cell.
    fn owner(&self, row: Option<u64>, column: u64) -> Option<usize> {
        let byte = row? * ROW + column;
        let index = self.boxes.partition_point(|item| item.end() <= byte);
        self.boxes.get(index).filter(|item| item.at <= byte).map(|_| index)
    }

    /// Whether a line stands at the left of a column.
    fn wall(&self, row: Option<u64>, column: u64) -> bool {
        let left = column.checked_sub(1).and_then(|c| self.owner(row, c));
        let right = if column < ROW { self.owner(row, column) } else { None };
        left != right
    }

    fn draw(&self, out: &mut String) {
        let _ = write!(out, "{:1$}", "", self.offset + 1);
        for column in 0..ROW.min(self.boxes.last().map_or(0, Box::end)) {
            let _ = write!(out, "{:1$}", format!("  +{column}"), self.cell + 1);
        }
        trim(out);
        let mut above = None;
        for &row in &self.rows {
            match above {
                Some(above) if row > above + 1 => self.fold(out),
                _ => self.line(above, Some(row), out),
            }
            self.row(row, out);
            above = Some(row);
        }
        self.line(above, None, out);
    }

    /// Stands for rows of one long item.
    fn fold(&self, out: &mut String) {
        let inner = (self.cell + 1) * 4 - 1;
        let _ = writeln!(out, "{:>2$} ┆{:3$}┆", "…", "", self.offset, inner);
    }

    /// The line between two rows; nothing where an item takes all of both.
    fn line(&self, above: Option<u64>, below: Option<u64>, out: &mut String) {
        let open = |column: u64| self.owner(above, column) == self.owner(below, column);
        if (0..ROW).all(open) {
            return;
        }
        let _ = write!(out, "{:1$}", "", self.offset + 1);
        for column in 0..=ROW {
            let left = column > 0 && !open(column - 1);
            let right = column < ROW && !open(column);
            // The first line carries a mark for every byte, as a ruler.
            let ruler = above.is_none()
                && (self.owner(below, column.min(ROW - 1)).is_some() && column < ROW);
            let (up, down) = (self.wall(above, column), self.wall(below, column) || ruler);
            out.push(corner([up, down, left, right]));
            if column < ROW {
                let fill = if open(column) { " " } else { "─" };
                out.push_str(&fill.repeat(self.cell));
            }
        }
        trim(out);
    }

    fn row(&self, row: u64, out: &mut String) {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for column in 0..ROW {
            match (self.owner(Some(row), column), parts.last_mut()) {
                (Some(owner), Some((last, cells))) if *last == owner => *cells += 1,
                (Some(owner), _) => parts.push((owner, 1)),
                (None, _) => {}
            }
        }
        let width = |cells: usize| cells * (self.cell + 1) - 1;
        let is_named = |owner: usize| self.boxes[owner].label_row() == row;
        let two_lines = parts.iter().any(|(owner, cells)| {
            let item = &self.boxes[*owner];
            let text = item.name.chars().count() + 1 + item.ty.chars().count() + 2;
            is_named(*owner) && !item.ty.is_empty() && text > width(*cells)
        });
        let mut first = format!("{:>1$} │", row * ROW, self.offset);
        let mut second = format!("{:>1$} │", "", self.offset);
        let named = |owner: &usize| is_named(*owner);
        for (owner, cells) in &parts {
            let (item, inner) = (&self.boxes[*owner], width(*cells) - 2);
            let (name, ty) = if named(owner) { (item.name, item.ty.as_str()) } else { ("", "") };
            let (line, below) = if two_lines {
                (pair(name, "", inner), pair("", ty, inner))
            } else {
                (pair(name, ty, inner), String::new())
            };
            let _ = write!(first, " {line} │");
            let _ = write!(second, " {below} │");
        }
        out.push_str(&first);
        out.push_str(&self.notes(row, &parts));
        trim(out);
        if two_lines {
            out.push_str(&second);
            trim(out);
        }
    }

    /// What there is to say about the items that are named in a row.
    fn notes(&self, row: u64, parts: &[(usize, usize)]) -> String {
        let items = parts.iter().map(|(owner, _)| &self.boxes[*owner]);
        let items: Vec<_> = items.filter(|item| item.label_row() == row).collect();
        let notes: Vec<String> = items
            .iter()
            .filter(|item| !item.note.is_empty())
            .map(|item| match items.as_slice() {
                [_] => item.note.clone(),
                _ => format!("{}: {}", item.name, item.note),
            })
            .collect();
        format!("   {}", notes.join("; "))
    }
}

/// The rows that are drawn: those in which something begins or ends, and a row of each item that it fills.
fn rows(boxes: &[Box<'_>]) -> Vec<u64> {
    let mut rows = BTreeSet::new();
    for item in boxes {
        let (first, last) = (item.first_row(), item.last_row());
        rows.extend([first, item.label_row(), last]);
        if item.at % ROW != 0 && first < last {
            rows.insert(first + 1);
        }
        if item.end() % ROW != 0 && first < last {
            rows.insert(last - 1);
        }
    }
    // A fold takes a line itself, so a single row is not folded.
    let single = rows.iter().zip(rows.iter().skip(1)).filter(|(a, b)| **b == **a + 2);
    let single: Vec<u64> = single.map(|(a, _)| a + 1).collect();
    rows.extend(single);
    rows.into_iter().collect()
}

/// The sign in which lines meet: one bit each for up, down, left and right.
fn corner(lines: [bool; 4]) -> char {
    const SIGNS: [char; 16] =
        [' ', '─', '─', '─', '│', '┌', '┐', '┬', '│', '└', '┘', '┴', '│', '├', '┤', '┼'];
    SIGNS[lines.iter().fold(0, |index, line| index * 2 + usize::from(*line))]
}

/// A name at the left and a type at the right, shortened to a width.
fn pair(left: &str, right: &str, width: usize) -> String {
    let right = cut(right, width);
    let left = cut(left, width - right.chars().count());
    let gap = width - left.chars().count() - right.chars().count();
    format!("{left}{:gap$}{right}", "")
}

/// The end of a text that is too long: of a path the last name says most.
fn cut(text: &str, width: usize) -> String {
    let len = text.chars().count();
    if len <= width {
        return text.to_owned();
    }
    std::iter::once('…').chain(text.chars().skip(len + 1 - width.max(1))).take(width).collect()
}

/// Ends a line without blanks.
fn trim(out: &mut String) {
    out.truncate(out.trim_end().len());
    out.push('\n');
}

fn draw_bits(
    place: &Place<'_>,
    bits: &Bits,
    codec: &BitsCodec,
    scope: &Scope<'_>,
    out: &mut String,
) {
    let _ = writeln!(out, "\n{}   {} at {}", place.path, scope.place(place), place.at);
    let mut slots: Vec<&BitSlot> = codec.slots.iter().collect();
    slots.sort_by_key(|slot| std::cmp::Reverse(slot.shift));
    let names = slots.iter().map(|slot| slot_name(slot).len()).max().unwrap_or(0);
    let types = slots.iter().map(|slot| scope.slot(slot).len()).max().unwrap_or(0);
    for slot in slots {
        let (name, ty) = (slot_name(slot), scope.slot(slot));
        let note = words::slot_rules(slot, bits);
        let _ = write!(out, "{:>9}  {name:names$}   {ty:types$}   {note}", bit_range(slot));
        trim(out);
    }
}

/// `15..8`, or the number of the only bit.
pub(super) fn bit_range(slot: &BitSlot) -> String {
    match slot.width {
        1 => slot.shift.to_string(),
        width => format!("{}..{}", slot.shift + width - 1, slot.shift),
    }
}

/// The name of a bit field, or what stands in its place.
pub(super) fn slot_name(slot: &BitSlot) -> &str {
    match slot.role {
        SlotRole::Pad => "pad",
        SlotRole::Reserved => "reserved",
        SlotRole::Member { .. } | SlotRole::Const { .. } => &slot.name,
    }
}
