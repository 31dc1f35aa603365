//! Cells of a screen → the bytes that draw them, and no others.
//!
//! The last gate: whatever a cell holds, what is written is printing text and a closed list of sequences (cursor, SGR,
//! erase). Writes what changed with few bytes: short ways for the cursor, only the attributes that differ, erasing instead
//! of runs of blanks. Remembers what the terminal is thought to be like; knows no file.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::text::clean;

/// A run of blanks from this length on is erased instead of written.
const BLANKS: u16 = 8;

/// Colours and attributes, as the terminal has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Look {
    const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank of this look is what erasing leaves.
    fn erased(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SHOWN_ON_BLANKS)
    }
}

/// Attributes that can be seen where nothing is written.
const SHOWN_ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// The writing hand: where it is and what it writes with.
#[derive(Debug)]
pub struct Pen {
    bytes: Vec<u8>,
    at: Option<(u16, u16)>,
    look: Option<Look>,
    cursor: Option<bool>,
    width: u16,
    /// Everything in ASCII: the locale is not UTF-8.
    ascii: bool,
    /// The terminal knows erasing of characters (VT220).
    erases: bool,
}

impl Pen {
    /// A pen for a terminal of which nothing is known yet.
    pub fn new(ascii: bool, erases: bool) -> Self {
        Self { bytes: Vec::new(), at: None, look: None, cursor: None, width: 0, ascii, erases }
    }

    /// The alternate screen was just entered and the cursor hidden: nothing is on it.
    pub fn entered(&mut self) {
        self.cursor = Some(false);
    }

    /// Forgets what the terminal is like.
    pub fn forget(&mut self) {
        self.at = None;
        self.look = None;
        self.cursor = None;
    }

    /// Takes what is to be written.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Whether anything is to be written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Draws cells; they come row by row, from left to right, as a comparison of two buffers gives them.
    pub fn draw<'c>(&mut self, width: u16, cells: impl Iterator<Item = (u16, u16, &'c Cell)>) {
        self.width = width;
        let mut blanks: Option<(u16, u16, u16, Look)> = None;
        for (x, y, cell) in cells {
            let look = Look::of(cell);
            if cell.symbol() == " " && look.erased() && self.erases {
                match &mut blanks {
                    Some((from, row, count, _)) if *row == y && *from + *count == x => *count += 1,
                    other => {
                        let before = other.replace((x, y, 1, look));
                        self.blanks(before);
                    }
                }
                continue;
            }
            self.blanks(blanks.take());
            self.symbol(x, y, cell.symbol(), look);
        }
        self.blanks(blanks);
    }

    /// Shows or hides the cursor.
    pub fn cursor(&mut self, shown: bool) {
        if self.cursor != Some(shown) {
            self.cursor = Some(shown);
            self.bytes.extend_from_slice(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
    }

    /// Puts the cursor somewhere.
    pub fn go(&mut self, x: u16, y: u16) {
        let Some((from, row)) = self.at.filter(|at| *at != (x, y)) else {
            if self.at.is_none() {
                self.jump(x, y);
            }
            return;
        };
        if row == y && x > from {
            match x - from {
                1 => self.bytes.extend_from_slice(b"\x1b[C"),
                right => self.put(format_args!("\x1b[{right}C")),
            }
        } else if x == 0 && row == y {
            self.bytes.push(b'\r');
        } else if x == 0 && row.checked_add(1) == Some(y) {
            self.bytes.extend_from_slice(b"\r\n");
        } else {
            self.jump(x, y);
        }
        self.at = Some((x, y));
    }

    /// Empties the screen.
    pub fn clear(&mut self) {
        self.wear(Look::PLAIN);
        self.bytes.extend_from_slice(b"\x1b[H\x1b[2J");
        self.at = Some((0, 0));
    }

    fn jump(&mut self, x: u16, y: u16) {
        match (x, y) {
            (0, 0) => self.bytes.extend_from_slice(b"\x1b[H"),
            (0, y) => self.put(format_args!("\x1b[{}H", u32::from(y) + 1)),
            (x, y) => self.put(format_args!("\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1)),
        }
        self.at = Some((x, y));
    }

    fn blanks(&mut self, run: Option<(u16, u16, u16, Look)>) {
        let Some((x, y, count, _)) = run else { return };
        // Erasing takes the ground of the look that is worn: it must be the plain one.
        let plain = |look: Option<Look>| look.is_some_and(Look::erased);
        if x + count >= self.width && count > 3 || count >= BLANKS {
            self.go(x, y);
            if !plain(self.look) {
                self.wear(Look::PLAIN);
            }
            if x + count >= self.width {
                self.bytes.extend_from_slice(b"\x1b[K");
            } else {
                self.put(format_args!("\x1b[{count}X"));
            }
            return;
        }
        if !plain(self.look) {
            self.wear(Look::PLAIN);
        }
        self.go(x, y);
        self.bytes.extend(std::iter::repeat_n(b' ', usize::from(count)));
        self.went(x, y, count);
    }

    fn symbol(&mut self, x: u16, y: u16, symbol: &str, look: Look) {
        self.go(x, y);
        // A blank may keep whatever cannot be seen on it.
        let seen = self.look.is_some_and(|worn| {
            symbol == " "
                && worn.bg == look.bg
                && (worn.modifier & SHOWN_ON_BLANKS) == (look.modifier & SHOWN_ON_BLANKS)
                && !look.modifier.intersects(SHOWN_ON_BLANKS)
        });
        if !seen {
            self.wear(look);
        }
        if let [byte @ b' '..=b'~'] = symbol.as_bytes() {
            self.bytes.push(*byte);
            self.went(x, y, 1);
            return;
        }
        let cleaned = if self.ascii { clean::ascii_cell(symbol) } else { clean::cell(symbol) };
        self.bytes.extend_from_slice(cleaned.as_bytes());
        // Terminals disagree about the width of anything that is more than one character: say where to go on.
        if cleaned.chars().nth(1).is_some() && !self.ascii {
            self.at = None;
        } else {
            self.went(x, y, cleaned.width() as u16);
        }
    }

    /// The pen has moved on by itself. Behind the last column nobody knows where it is.
    fn went(&mut self, x: u16, y: u16, cells: u16) {
        self.at = Some((x + cells, y)).filter(|(x, _)| *x < self.width);
    }

    /// Changes colours and attributes to these.
    fn wear(&mut self, look: Look) {
        let worn = match self.look {
            Some(worn) if worn == look => return,
            // Attributes are taken away all at once: single ones are not known everywhere.
            Some(worn) if look.modifier.contains(worn.modifier) => worn,
            _ => {
                self.look = Some(look);
                self.bytes.extend_from_slice(b"\x1b[0");
                self.differences(Look::PLAIN, look, b";");
                self.bytes.push(b'm');
                return;
            }
        };
        self.look = Some(look);
        self.bytes.extend_from_slice(b"\x1b[");
        self.differences(worn, look, b"");
        self.bytes.push(b'm');
    }

    fn differences(&mut self, worn: Look, look: Look, mut between: &'static [u8]) {
        const CODES: [(Modifier, u8); 6] = [
            (Modifier::BOLD, b'1'),
            (Modifier::DIM, b'2'),
            (Modifier::ITALIC, b'3'),
            (Modifier::UNDERLINED, b'4'),
            (Modifier::REVERSED, b'7'),
            (Modifier::CROSSED_OUT, b'9'),
        ];
        let mut part = |pen: &mut Self| {
            pen.bytes.extend_from_slice(between);
            between = b";";
        };
        for (modifier, code) in CODES {
            if look.modifier.contains(modifier) && !worn.modifier.contains(modifier) {
                part(self);
                self.bytes.push(code);
            }
        }
        if look.fg != worn.fg {
            part(self);
            self.colour(look.fg, 30);
        }
        if look.bg != worn.bg {
            part(self);
            self.colour(look.bg, 40);
        }
    }

    /// A colour as SGR parameters; `base` is 30 for the foreground and 40 for the ground (ECMA-48, ISO 8613-6).
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
        // Writing into memory does not fail.
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
        let mut pen = Pen::new(false, true);
        pen.clear();
        pen.take();
        pen.draw(width, cells.iter().map(|(x, y, cell)| (*x, *y, cell)));
        String::from_utf8(pen.take()).unwrap()
    }

    fn cell(symbol: &str, style: Style) -> Cell {
        let mut cell = Cell::default();
        cell.set_symbol(symbol).set_style(style);
        cell
    }

    #[test]
    fn little_is_written() {
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
    fn nothing_but_text_gets_through() {
        let hostile = bytes(80, &[(0, 0, cell("\u{1b}", Style::new())), (1, 0, cell("\u{202e}", Style::new()))]);
        assert!(!hostile.contains('\u{202e}') && hostile.matches('\u{1b}').count() <= 1, "{hostile:?}");
    }

    proptest! {
        /// What a terminal shows after the bytes is what the cells say.
        #[test]
        fn a_terminal_shows_what_was_drawn(
            frames in prop::collection::vec(
                prop::collection::vec((0..20u16, 0..4u16, "[a-c 漢é]", 0..6u8), 0..40), 1..5)
        ) {
            let area = Rect::new(0, 0, 20, 4);
            let mut shown = Buffer::empty(area);
            let mut pen = Pen::new(false, true);
            let mut screen = vt100::Parser::new(4.try_into().unwrap(), 20.try_into().unwrap(), 0);
            pen.clear();
            // ratatui leaves the look of a cell to the terminal where the second half of a wide character was.
            let mut halves = std::collections::HashSet::new();
            for frame in frames {
                let mut next = Buffer::empty(area);
                for (x, y, symbol, look) in frame {
                    let style = [
                        Style::new(), Style::new().bold(), Style::new().fg(Color::Red), Style::new().bg(Color::Indexed(99)),
                        Style::new().underlined(), Style::new().reversed().fg(Color::Rgb(1, 2, 3)),
                    ][look as usize];
                    next.set_stringn(x, y, &symbol, 20 - x as usize, style);
                }
                // Nothing stands under the second half of a wide character: widgets never leave a screen like that.
                for (x, y) in (1..20).flat_map(|x| (0..4).map(move |y| (x, y))) {
                    if next[(x - 1, y)].symbol() == "漢" {
                        next[(x, y)].reset();
                    }
                }
                pen.draw(20, shown.diff(&next).into_iter());
                shown = next;
                halves.extend((1..20).flat_map(|x| (0..4).map(move |y| (x, y))).filter(|(x, y)| shown[(x - 1, *y)].symbol() == "漢"));
            }
            screen.process(&pen.take());
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
