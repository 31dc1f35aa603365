//! Cells: the one way in which words get into the buffer, cleaned and cut to their room.

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

/// The buffer with the theme.
pub struct Paint<'m, 'b> {
    /// The signs of this terminal.
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

    /// Blanks of a role over a whole area.
    pub fn fill(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Lays a style over an area, whatever stands there.
    pub fn tint(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// A line downwards.
    pub fn column(&mut self, x: u16, y: u16, height: u16, role: Role) {
        let (style, sign) = (self.style(role), self.signs.line);
        for y in y..y + height {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.set_symbol(sign).set_style(style);
            }
        }
    }

    /// Writes words into at most `room` cells, cut with an ellipsis; answers with the column behind them.
    pub fn put(&mut self, x: u16, y: u16, room: u16, words: &str, role: Role) -> u16 {
        self.put_styled(x, y, room, words, self.style(role))
    }

    /// The same in a style of its own.
    pub fn put_styled(&mut self, x: u16, y: u16, room: u16, words: &str, style: Style) -> u16 {
        let (shown, _) = fit(words, usize::from(room));
        let end = x.saturating_add(room);
        let mut x = x;
        for grapheme in shown.graphemes(true) {
            x = self.grapheme(x, y, end, grapheme, style);
        }
        x
    }

    /// Writes as much of the words as fits, with nothing to show that they go on.
    pub fn put_cut(&mut self, x: u16, y: u16, room: u16, words: &str, role: Role) {
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

    /// Writes words so that they end before column `right`; answers with the column they begin at.
    pub fn put_right(&mut self, right: u16, y: u16, room: u16, words: &str, role: Role) -> u16 {
        let (shown, cells) = fit(words, usize::from(room));
        let x = right.saturating_sub(cells as u16);
        self.put(x, y, room, &shown, role);
        x
    }

    /// One grapheme, cleaned; answers with the column behind it. Nothing where it does not fit before `end`.
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

    /// Words in as many rows as they need and the area has; answers with the rows used.
    pub fn paragraph(&mut self, area: Rect, words: &str, role: Role) -> u16 {
        let mut used = 0;
        for row in Wrap::new(words, area.width).rows().take(usize::from(area.height)) {
            self.put(area.x, area.y + used, area.width, row.span.slice(words), role);
            used += 1;
        }
        used
    }

    /// A title row: the words left, others right; the sign of the focus before it.
    pub fn title(&mut self, area: Rect, left: &str, right: &str, focus: bool) {
        let role = if focus { Role::BorderFocus } else { Role::Title };
        let row = Rect { height: 1, ..area };
        self.fill(row, role);
        let sign = if focus { self.signs.focus } else { " " };
        let x = self.put(row.x, row.y, 1, sign, role);
        let from = self.put_right(row.right(), row.y, row.width / 2, right, role);
        self.put(x, row.y, from.saturating_sub(x + 1), left, role);
    }

    /// What is typed in a field, with its end in sight; answers with the place of the cursor.
    pub fn field(&mut self, x: u16, y: u16, room: u16, parts: (&str, &str), role: Role) -> Position {
        let (before, after) = parts;
        // From the right: as much of what stands before the cursor as fits.
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

    /// For widgets of others.
    pub fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }
}
