//! Writes text into the buffer, cleaned and cut to its room. All drawing goes through [`Paint`].

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::signs::{self, Signs};
use crate::app::model::Model;
use crate::config::theme::{Role, Theme};
use crate::text::clean;
use crate::text::wrap::{Wrap, fit};

/// The buffer to draw into, with the theme and the signs.
pub struct Paint<'m, 'b> {
    /// The signs: Unicode or ASCII.
    pub signs: &'static Signs,
    theme: &'m Theme,
    buffer: &'b mut Buffer,
}

impl<'m, 'b> Paint<'m, 'b> {
    pub fn new(model: &'m Model, buffer: &'b mut Buffer) -> Self {
        let signs = if model.setup.ascii { &signs::ASCII } else { &signs::UNICODE };
        Self { signs, theme: &model.setup.theme, buffer }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Fills an area with blanks in the style of a role.
    pub fn fill(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Adds the style of a role to an area and keeps its text.
    pub fn tint(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// A vertical line, `height` rows long.
    pub fn vertical_line(&mut self, x: u16, y: u16, height: u16, role: Role) {
        let (style, sign) = (self.style(role), self.signs.line);
        for y in y..y + height {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.set_symbol(sign).set_style(style);
            }
        }
    }

    /// Writes text into at most `room` cells, cut with an ellipsis. Returns the column after it.
    pub fn put(&mut self, x: u16, y: u16, room: u16, words: &str, role: Role) -> u16 {
        self.put_styled(x, y, room, words, self.style(role))
    }

    /// Like [`Paint::put`], in any style.
    pub fn put_styled(&mut self, x: u16, y: u16, room: u16, words: &str, style: Style) -> u16 {
        let (shown, _) = fit(words, usize::from(room));
        let end = x.saturating_add(room);
        let mut x = x;
        for grapheme in shown.graphemes(true) {
            x = self.grapheme(x, y, end, grapheme, style);
        }
        x
    }

    /// Writes as much of a text as fits into `room` cells, cut without an ellipsis.
    pub fn put_clipped(&mut self, x: u16, y: u16, room: u16, words: &str, role: Role) {
        let (style, end) = (self.style(role), x.saturating_add(room));
        let mut x = x;
        for grapheme in words.graphemes(true).take(usize::from(room)) {
            let next = self.grapheme(x, y, end, grapheme, style);
            if next == x {
                break;
            }
            x = next;
        }
    }

    /// Writes text that ends before column `right`, in at most `room` cells. Returns the column it begins at.
    pub fn put_right(&mut self, right: u16, y: u16, room: u16, words: &str, role: Role) -> u16 {
        let (shown, cells) = fit(words, usize::from(room));
        let x = right.saturating_sub(cells as u16);
        self.put(x, y, room, &shown, role);
        x
    }

    /// Writes one grapheme, cleaned. Returns the column after it; writes nothing and returns `x` if it does not fit before `end`.
    pub fn grapheme(&mut self, x: u16, y: u16, end: u16, grapheme: &str, style: Style) -> u16 {
        let shown = clean::cell(grapheme);
        let width = shown.width() as u16;
        let next = x.saturating_add(width);
        if next > end {
            return x;
        }
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(&shown).set_style(style);
        }
        for x in x + 1..next {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        next
    }

    /// Writes text wrapped to the width of an area and cut to its height. Returns the number of rows used.
    pub fn paragraph(&mut self, area: Rect, words: &str, role: Role) -> u16 {
        let mut used = 0;
        for row in Wrap::new(words, area.width).rows().take(usize::from(area.height)) {
            self.put(area.x, area.y + used, area.width, row.span.slice(words), role);
            used += 1;
        }
        used
    }

    /// The title row of a pane, with text on the left and on the right. A sign marks the pane that has the keys.
    pub fn title(&mut self, area: Rect, left: &str, right: &str, has_keys: bool) {
        let role = if has_keys { Role::BorderFocus } else { Role::Title };
        let row = Rect { height: 1, ..area };
        self.fill(row, role);
        let sign = if has_keys { self.signs.focus } else { " " };
        let x = self.put(row.x, row.y, 1, sign, role);
        let from = self.put_right(row.right(), row.y, row.width / 2, right, role);
        self.put(x, row.y, from.saturating_sub(x + 1), left, role);
    }

    /// The text of a field, split at the cursor and scrolled so that the cursor is in sight. Returns the cursor's position.
    pub fn field(&mut self, x: u16, y: u16, room: u16, parts: (&str, &str), role: Role) -> Position {
        let (before, after) = parts;
        // As much of the end of `before` as fits; one cell is left for the cursor.
        let mut from = before.len();
        let mut cells = 0;
        for (at, grapheme) in before.grapheme_indices(true).rev() {
            cells += clean::cell(grapheme).width();
            if cells + 1 > usize::from(room) {
                break;
            }
            from = at;
        }
        let cursor = self.put(x, y, room, before.get(from..).unwrap_or(""), role);
        let room = (x + room).saturating_sub(cursor);
        self.put(cursor, y, room, after, role);
        Position::new(cursor, y)
    }

    /// The buffer itself, for widgets of other crates.
    pub fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }
}
