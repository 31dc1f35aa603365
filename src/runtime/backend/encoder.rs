//! Encodes changed cells as the bytes that draw them, in as few bytes as possible.
//!
//! This is the last gate before the terminal: whatever a cell holds, the output is printable text and a closed list of
//! control sequences (cursor movement, SGR, erasing). Three things keep the output short: relative cursor movement, SGR
//! sequences that name only the attributes that differ, and erasing instead of runs of blanks. The encoder remembers the
//! terminal's cursor and attributes; it does no I/O.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::text::clean;

/// Shortest run of blanks, in cells, that is erased (`ECH`) instead of written.
const ERASED_RUN: u16 = 8;
/// Shortest run of blanks up to the last column, in cells, that is erased (`EL`) instead of written.
const ERASED_TAIL: u16 = 4;

/// Colours and attributes of a cell: what an SGR sequence sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rendition {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Rendition {
    const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank of this rendition looks like an erased cell.
    fn looks_erased(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SHOWN_ON_BLANKS)
    }

    /// Whether a blank written in `self` looks like a blank of `other`; both are free to differ in what a blank hides,
    /// such as the foreground colour.
    fn same_blank(self, other: Self) -> bool {
        self.bg == other.bg && !self.modifier.intersects(SHOWN_ON_BLANKS) && !other.modifier.intersects(SHOWN_ON_BLANKS)
    }
}

/// Attributes that show on a blank cell.
const SHOWN_ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// A run of blanks in one row that looks erased, held back until its length is known.
#[derive(Clone, Copy, Debug)]
struct BlankRun {
    x: u16,
    y: u16,
    /// Cells.
    length: u16,
}

/// Turns cells into bytes. Columns and rows count from 0.
#[derive(Debug)]
pub struct Encoder {
    bytes: Vec<u8>,
    /// Cursor position; `None` where it is not known.
    position: Option<(u16, u16)>,
    /// Attributes in force; `None` where they are not known.
    rendition: Option<Rendition>,
    /// Whether the cursor is shown; `None` where it is not known.
    cursor: Option<bool>,
    /// Columns of the terminal, as of the last [`Encoder::draw`].
    width: u16,
    /// The locale is not UTF-8: write ASCII only.
    ascii: bool,
    /// The terminal knows `ECH`, erase characters (VT220 and later).
    erases: bool,
}

impl Encoder {
    /// An encoder for a terminal whose state is not known. `ascii`: write ASCII only. `erases`: the terminal knows `ECH`.
    pub fn new(ascii: bool, erases: bool) -> Self {
        Self { bytes: Vec::new(), position: None, rendition: None, cursor: None, width: 0, ascii, erases }
    }

    /// Tells that the cursor is hidden already.
    pub fn cursor_is_hidden(&mut self) {
        self.cursor = Some(false);
    }

    /// Forgets the state of the terminal: another program may have changed it.
    pub fn forget(&mut self) {
        self.position = None;
        self.rendition = None;
        self.cursor = None;
    }

    /// Takes the bytes encoded so far.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Whether [`Encoder::take`] would return nothing.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Encodes cells of a terminal that is `width` columns wide. They must come row by row and from left to right, as
    /// `Buffer::diff` returns them.
    pub fn draw<'c>(&mut self, width: u16, cells: impl Iterator<Item = (u16, u16, &'c Cell)>) {
        self.width = width;
        let mut pending: Option<BlankRun> = None;
        for (x, y, cell) in cells {
            let rendition = Rendition::of(cell);
            if cell.symbol() == " " && rendition.looks_erased() && self.erases {
                match &mut pending {
                    Some(run) if run.y == y && run.x + run.length == x => run.length += 1,
                    other => {
                        let before = other.replace(BlankRun { x, y, length: 1 });
                        self.blanks(before);
                    }
                }
                continue;
            }
            self.blanks(pending.take());
            self.symbol(x, y, cell.symbol(), rendition);
        }
        self.blanks(pending);
    }

    /// Shows or hides the cursor.
    pub fn show_cursor(&mut self, shown: bool) {
        if self.cursor != Some(shown) {
            self.cursor = Some(shown);
            self.bytes.extend_from_slice(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
    }

    /// Moves the cursor by the shortest sequence.
    pub fn move_to(&mut self, x: u16, y: u16) {
        let Some((column, row)) = self.position else { return self.move_absolute(x, y) };
        if (column, row) == (x, y) {
            return;
        }
        if row == y && x > column {
            match x - column {
                1 => self.bytes.extend_from_slice(b"\x1b[C"),
                cells => self.put(format_args!("\x1b[{cells}C")),
            }
        } else if x == 0 && row == y {
            self.bytes.push(b'\r');
        } else if x == 0 && row.checked_add(1) == Some(y) {
            self.bytes.extend_from_slice(b"\r\n");
        } else {
            return self.move_absolute(x, y);
        }
        self.position = Some((x, y));
    }

    /// Clears the screen; the cursor is at the top left afterwards.
    pub fn clear(&mut self) {
        self.set_rendition(Rendition::PLAIN);
        self.bytes.extend_from_slice(b"\x1b[H\x1b[2J");
        self.position = Some((0, 0));
    }

    fn move_absolute(&mut self, x: u16, y: u16) {
        match (x, y) {
            (0, 0) => self.bytes.extend_from_slice(b"\x1b[H"),
            (0, y) => self.put(format_args!("\x1b[{}H", u32::from(y) + 1)),
            (x, y) => self.put(format_args!("\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1)),
        }
        self.position = Some((x, y));
    }

    fn blanks(&mut self, run: Option<BlankRun>) {
        let Some(BlankRun { x, y, length }) = run else { return };
        let reaches_end = x + length >= self.width;
        let erase = reaches_end && length >= ERASED_TAIL || length >= ERASED_RUN;
        if erase {
            self.move_to(x, y);
        }
        // Erased cells take the background colour in force: it must be the default one.
        if !self.rendition.is_some_and(Rendition::looks_erased) {
            self.set_rendition(Rendition::PLAIN);
        }
        if !erase {
            self.move_to(x, y);
            self.bytes.extend(std::iter::repeat_n(b' ', usize::from(length)));
            self.advance(x, y, length);
        } else if reaches_end {
            self.bytes.extend_from_slice(b"\x1b[K");
        } else {
            self.put(format_args!("\x1b[{length}X"));
        }
    }

    fn symbol(&mut self, x: u16, y: u16, symbol: &str, rendition: Rendition) {
        self.move_to(x, y);
        if !(symbol == " " && self.rendition.is_some_and(|current| current.same_blank(rendition))) {
            self.set_rendition(rendition);
        }
        if let [byte @ b' '..=b'~'] = symbol.as_bytes() {
            self.bytes.push(*byte);
            self.advance(x, y, 1);
            return;
        }
        let cleaned = if self.ascii { clean::ascii_cell(symbol) } else { clean::cell(symbol) };
        self.bytes.extend_from_slice(cleaned.as_bytes());
        // Terminals disagree about the width of a cluster of several characters, so the next move is absolute.
        if cleaned.chars().nth(1).is_some() && !self.ascii {
            self.position = None;
        } else {
            self.advance(x, y, cleaned.width() as u16);
        }
    }

    /// Notes that writing moved the cursor by `cells`. After the last column the position depends on the terminal.
    fn advance(&mut self, x: u16, y: u16, cells: u16) {
        self.position = Some((x + cells, y)).filter(|(x, _)| *x < self.width);
    }

    /// Sets colours and attributes with one SGR sequence, naming only what differs where nothing has to be switched off.
    fn set_rendition(&mut self, rendition: Rendition) {
        match self.rendition.replace(rendition) {
            Some(current) if current == rendition => {}
            Some(current) if rendition.modifier.contains(current.modifier) => {
                self.bytes.extend_from_slice(b"\x1b[");
                self.sgr_parameters(current, rendition, b"");
                self.bytes.push(b'm');
            }
            // Some terminals cannot switch off a single attribute: reset all of them.
            _ => {
                self.bytes.extend_from_slice(b"\x1b[0");
                self.sgr_parameters(Rendition::PLAIN, rendition, b";");
                self.bytes.push(b'm');
            }
        }
    }

    fn sgr_parameters(&mut self, from: Rendition, to: Rendition, mut separator: &'static [u8]) {
        const CODES: [(Modifier, u8); 6] = [
            (Modifier::BOLD, b'1'),
            (Modifier::DIM, b'2'),
            (Modifier::ITALIC, b'3'),
            (Modifier::UNDERLINED, b'4'),
            (Modifier::REVERSED, b'7'),
            (Modifier::CROSSED_OUT, b'9'),
        ];
        let mut separate = |encoder: &mut Self| {
            encoder.bytes.extend_from_slice(separator);
            separator = b";";
        };
        for (modifier, code) in CODES {
            if to.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                separate(self);
                self.bytes.push(code);
            }
        }
        if to.fg != from.fg {
            separate(self);
            self.colour(to.fg, 30);
        }
        if to.bg != from.bg {
            separate(self);
            self.colour(to.bg, 40);
        }
    }

    /// A colour as SGR parameters; `base` is 30 for the foreground and 40 for the background (ECMA-48, ISO 8613-6).
    fn colour(&mut self, colour: Color, base: u8) {
        let (bright, index) = match colour {
            Color::Reset => return self.put(format_args!("{}", base + 9)),
            Color::Indexed(index) => return self.put(format_args!("{};5;{index}", base + 8)),
            Color::Rgb(r, g, b) => return self.put(format_args!("{};2;{r};{g};{b}", base + 8)),
            Color::Black => (0, 0),
            Color::Red => (0, 1),
            Color::Green => (0, 2),
            Color::Yellow => (0, 3),
            Color::Blue => (0, 4),
            Color::Magenta => (0, 5),
            Color::Cyan => (0, 6),
            Color::Gray => (0, 7),
            Color::DarkGray => (60, 0),
            Color::LightRed => (60, 1),
            Color::LightGreen => (60, 2),
            Color::LightYellow => (60, 3),
            Color::LightBlue => (60, 4),
            Color::LightMagenta => (60, 5),
            Color::LightCyan => (60, 6),
            Color::White => (60, 7),
        };
        self.put(format_args!("{}", base + bright + index));
    }

    fn put(&mut self, text: std::fmt::Arguments) {
        // Writing to a vector cannot fail.
        let _ = self.bytes.write_fmt(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn bytes(width: u16, cells: &[(u16, u16, Cell)]) -> String {
        let mut encoder = Encoder::new(false, true);
        encoder.clear();
        encoder.take();
        encoder.draw(width, cells.iter().map(|(x, y, cell)| (*x, *y, cell)));
        String::from_utf8(encoder.take()).unwrap()
    }

    fn cell(symbol: &str, style: Style) -> Cell {
        let mut cell = Cell::default();
        cell.set_symbol(symbol).set_style(style);
        cell
    }

    #[test]
    fn few_bytes_are_written() {
        let plain = Style::new();
        assert_eq!(
            bytes(80, &[(0, 0, cell("a", plain)), (1, 0, cell("b", plain)), (0, 1, cell("c", plain))]),
            "ab\r\nc"
        );
        assert_eq!(bytes(80, &[(4, 0, cell("a", plain)), (4, 7, cell("b", plain))]), "\x1b[4Ca\x1b[8;5Hb");
        let bold = Style::new().bold().fg(Color::LightBlue);
        assert_eq!(bytes(80, &[(0, 0, cell("a", bold)), (1, 0, cell("b", plain))]), "\x1b[1;94ma\x1b[0mb");
        let run: Vec<_> = (10..20).map(|x| (x, 0, cell(" ", plain))).collect();
        assert_eq!(bytes(80, &run), "\x1b[10C\x1b[10X");
        assert_eq!(bytes(20, &run), "\x1b[10C\x1b[K");
    }

    #[test]
    fn control_characters_in_cells_are_not_written() {
        let hostile = bytes(80, &[(0, 0, cell("\u{1b}", Style::new())), (1, 0, cell("\u{202e}", Style::new()))]);
        assert!(!hostile.contains('\u{202e}') && hostile.matches('\u{1b}').count() <= 1, "{hostile:?}");
    }

    proptest! {
        /// A terminal that reads the bytes shows the cells.
        #[test]
        fn a_terminal_shows_what_was_drawn(
            frames in prop::collection::vec(
                prop::collection::vec((0..20u16, 0..4u16, "[a-c 漢é]", 0..6u8), 0..40), 1..5)
        ) {
            let area = Rect::new(0, 0, 20, 4);
            let mut shown = Buffer::empty(area);
            let mut encoder = Encoder::new(false, true);
            let mut screen = vt100::Parser::new(4.try_into().unwrap(), 20.try_into().unwrap(), 0);
            encoder.clear();
            // ratatui does not redraw a cell that was the second half of a wide character: its attributes may be stale.
            let mut halves = std::collections::HashSet::new();
            for frame in frames {
                let mut next = Buffer::empty(area);
                for (x, y, symbol, style) in frame {
                    let style = [
                        Style::new(), Style::new().bold(), Style::new().fg(Color::Red), Style::new().bg(Color::Indexed(99)),
                        Style::new().underlined(), Style::new().reversed().fg(Color::Rgb(1, 2, 3)),
                    ][style as usize];
                    next.set_stringn(x, y, &symbol, 20 - x as usize, style);
                }
                // Widgets leave the second half of a wide character empty.
                for (x, y) in (1..20).flat_map(|x| (0..4).map(move |y| (x, y))) {
                    if next[(x - 1, y)].symbol() == "漢" {
                        next[(x, y)].reset();
                    }
                }
                encoder.draw(20, shown.diff(&next).into_iter());
                shown = next;
                halves.extend((1..20).flat_map(|x| (0..4).map(move |y| (x, y))).filter(|(x, y)| shown[(x - 1, *y)].symbol() == "漢"));
            }
            screen.process(&encoder.take());
            for (x, y) in (0..20).flat_map(|x| (0..4).map(move |y| (x, y))) {
                let real = screen.screen().cell(y, x).unwrap();
                if real.is_wide_continuation() { continue }
                let cell = &shown[(x, y)];
                let text = if real.contents().is_empty() { " " } else { real.contents() };
                prop_assert_eq!(text, cell.symbol());
                if halves.contains(&(x, y)) { continue }
                prop_assert_eq!(real.inverse(), cell.modifier.contains(Modifier::REVERSED));
                prop_assert_eq!(real.underline(), cell.modifier.contains(Modifier::UNDERLINED));
                prop_assert_eq!(real.bgcolor() == vt100::Color::Default, cell.bg == Color::Reset);
                if text != " " {
                    prop_assert_eq!(real.bold(), cell.modifier.contains(Modifier::BOLD));
                    prop_assert_eq!(real.fgcolor() == vt100::Color::Default, cell.fg == Color::Reset);
                }
            }
        }
    }
}
