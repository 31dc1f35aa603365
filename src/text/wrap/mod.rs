//! A text as rows of a given width: byte spans into the text, nothing copied, nothing kept.
//!
//! Promises: rows cover all that is not blank, in order; none is wider than asked unless a single grapheme is; the work for
//! a window of rows depends on the window and never on the text, not even where one line is ten megabytes long: such a
//! line is laid out in pieces whose seams follow from the offset alone. So rows can be asked for anew in every frame, from any
//! offset, and scrolling by rows needs no table. Widths are those of [`clean::cell`](super::clean::cell).

mod fill;
pub mod row;

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use self::fill::{Class, Filler};
use self::row::WrappedRow;
use super::clean::{cell, graphemes};
use super::span::Span;

/// Distance of the places where a very long line may get a seam, in bytes.
const BLOCK: usize = 16 * 1024;
/// How far behind such a place an end of line is looked for, so that ordinary paragraphs never get one.
const REACH: usize = BLOCK / 2;

/// A text at a width. A value of three words: make it anew in every frame.
#[derive(Clone, Copy, Debug)]
pub struct Wrap<'t> {
    text: &'t str,
    width: usize,
}

impl<'t> Wrap<'t> {
    /// `text` in rows of at most `width` cells (0 counts as 1).
    pub fn new(text: &'t str, width: u16) -> Self {
        Self { text, width: usize::from(width.max(1)) }
    }

    /// All rows from the top.
    pub fn rows(self) -> Rows<'t> {
        Rows { wrap: self, next: 0, ready: Vec::new().into_iter() }
    }

    /// The rows from the one that holds the byte at `offset` on. An offset past the end means the last row; one between two
    /// rows (a blank at a break, a line end) means the row before it.
    pub fn from(self, offset: u32) -> Rows<'t> {
        let piece = self.piece(offset as usize);
        let rows = self.break_piece(piece);
        let at = at(&rows, offset).unwrap_or(0);
        let mut rows = rows.into_iter();
        if at > 0 {
            rows.nth(at - 1);
        }
        Rows { wrap: self, next: self.after(piece), ready: rows }
    }

    /// The first `count` rows from the one that holds `offset` on: what a pane of `count` rows shows.
    pub fn window(self, offset: u32, count: usize) -> Vec<WrappedRow> {
        self.from(offset).take(count).collect()
    }

    /// Where the row `count` rows above that of `offset` starts; the start of the text if there are fewer.
    pub fn up(self, offset: u32, count: usize) -> u32 {
        let mut left = count;
        let mut piece = self.piece(offset as usize);
        let mut rows = self.break_piece(piece);
        let mut row = at(&rows, offset).unwrap_or(0);
        loop {
            if left <= row {
                return rows.get(row - left).map_or(0, |r| r.span.start);
            }
            if piece.start == 0 {
                return rows.first().map_or(0, |r| r.span.start);
            }
            left -= row + 1;
            piece = self.piece(piece.start as usize - 1);
            rows = self.break_piece(piece);
            row = rows.len().saturating_sub(1);
        }
    }

    /// Where the row `count` rows below that of `offset` starts; that of the last row if there are fewer.
    pub fn down(self, offset: u32, count: usize) -> u32 {
        let mut last = offset;
        for row in self.from(offset).take(count.saturating_add(1)) {
            last = row.span.start;
        }
        last
    }

    /// The piece of a line that holds `offset`, without its `\n`. Bounded work: seams follow from the offset.
    fn piece(self, offset: usize) -> Span {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len().saturating_sub(1));
        let mut block = offset / BLOCK;
        let mut low = self.seam(block);
        while low > offset && block > 0 {
            block -= 1;
            low = self.seam(block);
        }
        let high = self.seam(block + 1);
        let before = bytes.get(low..offset).unwrap_or(&[]);
        let start = before.iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let rest = bytes.get(offset..high).unwrap_or(&[]);
        let end = rest.iter().position(|&b| b == b'\n').map_or(high, |at| offset + at);
        Span::new(start, end)
    }

    /// Where block number `block` begins: at 0, behind a line end, else behind a blank, else between two characters.
    fn seam(self, block: usize) -> usize {
        let bytes = self.text.as_bytes();
        let from = block.saturating_mul(BLOCK);
        if from == 0 || from >= bytes.len() {
            return from.min(bytes.len());
        }
        let ahead = bytes.get(from..(from + REACH).min(bytes.len())).unwrap_or(&[]);
        let stop = ahead
            .iter()
            .position(|&b| b == b'\n')
            .or_else(|| ahead.windows(2).position(|w| w[0] == b' ' && w[1] > b' '));
        if let Some(at) = stop {
            return from + at + 1;
        }
        (from..bytes.len()).find(|&at| self.text.is_char_boundary(at)).unwrap_or(bytes.len())
    }

    /// Where the text goes on behind a piece.
    fn after(self, piece: Span) -> usize {
        let end = piece.end as usize;
        end + usize::from(self.text.as_bytes().get(end) == Some(&b'\n'))
    }

    fn break_piece(self, piece: Span) -> Vec<WrappedRow> {
        let start = piece.start as usize;
        let words = piece.slice(self.text);
        let mut filler = Filler::new(start, self.width, words.len());
        if words.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            for (at, b) in words.bytes().enumerate() {
                filler.push(start + at, 1, 1, Class::of(char::from(b)));
            }
        } else {
            let mut at = start;
            for grapheme in graphemes(words) {
                let first = grapheme.chars().next().unwrap_or(' ');
                // A blank that carries marks is seen.
                let marked = grapheme.len() > first.len_utf8() && Class::of(first) == Class::Blank;
                let class = if marked { Class::Other } else { Class::of(first) };
                filler.push(at, grapheme.len(), width(grapheme), class);
                at += grapheme.len();
            }
        }
        let bytes = self.text.as_bytes();
        let first = start == 0 || bytes.get(start - 1) == Some(&b'\n');
        let last = matches!(bytes.get(piece.end as usize), None | Some(b'\n'));
        filler.finish(first, last)
    }
}

/// The rows of a text, laid out piece by piece as they are asked for.
#[derive(Clone, Debug)]
pub struct Rows<'t> {
    wrap: Wrap<'t>,
    next: usize,
    ready: std::vec::IntoIter<WrappedRow>,
}

impl Iterator for Rows<'_> {
    type Item = WrappedRow;

    fn next(&mut self) -> Option<WrappedRow> {
        loop {
            if let Some(row) = self.ready.next() {
                return Some(row);
            }
            if self.next >= self.wrap.text.len() {
                return None;
            }
            let piece = self.wrap.piece(self.next);
            self.ready = self.wrap.break_piece(piece).into_iter();
            self.next = self.wrap.after(piece);
        }
    }
}

/// Which of `rows` (in order) holds the byte at `offset`: the last that starts at or before it.
pub fn at(rows: &[WrappedRow], offset: u32) -> Option<usize> {
    rows.partition_point(|row| row.span.start <= offset).checked_sub(1)
}

/// The cells of one grapheme, cleaned.
fn width(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [b' '..=b'~'] => 1,
        _ => cell(grapheme).width(),
    }
}

/// The cells that `text` takes as one line, cleaned.
pub fn measure(text: &str) -> usize {
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return text.len();
    }
    graphemes(text).map(width).sum()
}

/// `text` cleaned, in at most `cells` cells, cut with `…` where it is longer; and the cells it takes. Looks at no more of the
/// text than fits.
pub fn fit(text: &str, cells: usize) -> (Cow<'_, str>, usize) {
    if text.len() <= cells && text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return (Cow::Borrowed(text), text.len());
    }
    let mut out = String::new();
    let mut used = 0;
    // Where the text can be cut so that the ellipsis still fits.
    let mut cut = (0, 0);
    for grapheme in graphemes(text) {
        let shown = cell(grapheme);
        let wide = shown.width();
        if used + wide > cells {
            out.truncate(cut.0);
            if cells > 0 {
                out.push('…');
            }
            return (Cow::Owned(out), if cells > 0 { cut.1 + 1 } else { 0 });
        }
        out.push_str(&shown);
        used += wide;
        if used < cells {
            cut = (out.len(), used);
        }
    }
    (Cow::Owned(out), used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn shown(text: &str, width: u16) -> Vec<&str> {
        Wrap::new(text, width).rows().map(|row| row.span.slice(text)).collect()
    }

    #[test]
    fn rows_break_where_a_reader_would() {
        for (text, width, rows) in [
            ("the quick brown fox", 10, &["the quick", "brown fox"][..]),
            ("the quick  brown", 9, &["the quick", "brown"]),
            ("a\n\nb", 5, &["a", "", "b"]),
            ("well-known COVID-19 rules", 12, &["well-known", "COVID-19", "rules"]),
            ("semi-automatic", 9, &["semi-", "automatic"]),
            ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
            ("one word—another", 9, &["one word—", "another"]),
            ("北京市长说，明天", 6, &["北京市", "长说，", "明天"]),
            ("他说：「你好」", 8, &["他说：", "「你好」"]),
            ("서울 시장 오늘", 6, &["서울", "시장", "오늘"]),
            ("a👩\u{200d}🔬b", 2, &["a", "👩\u{200d}🔬", "b"]),
            ("世", 1, &["世"]),
            ("   x", 2, &["x"]),
            ("  x y", 3, &["  x", "y"]),
            ("", 5, &[]),
        ] {
            assert_eq!(shown(text, width), rows, "{text:?} at {width}");
        }
    }

    #[test]
    fn rows_know_the_ends_of_lines() {
        let flags: Vec<_> = Wrap::new("aa bb\ncc", 2).rows().map(|r| (r.first, r.last)).collect();
        assert_eq!(flags, [(true, false), (false, true), (true, true)]);
    }

    #[test]
    fn the_ends_of_text_can_be_fitted() {
        assert_eq!(fit("Rabat agrees", 20), ("Rabat agrees".into(), 12));
        assert_eq!(fit("Rabat agrees", 7), ("Rabat …".into(), 7));
        assert_eq!(fit("北京市长", 5), ("北京…".into(), 5));
        assert_eq!(fit("北京市长", 4), ("北…".into(), 3));
        assert_eq!(fit("x\x1b[m", 9), ("x␛[m".into(), 4));
        assert_eq!(fit("abc", 0), ("".into(), 0));
        assert_eq!(measure("北京\x07"), 5);
    }

    #[test]
    fn a_huge_line_is_laid_out_from_its_middle() {
        let text = "word ".repeat(400_000) + &"x".repeat(1_000_000);
        let wrap = Wrap::new(&text, 72);
        let middle = wrap.window(1_000_003, 50);
        assert_eq!(middle.len(), 50);
        assert!(middle[0].span.contains(1_000_003));
        let top = wrap.up(1_000_003, 50);
        assert_eq!(wrap.down(top, 50), middle[0].span.start);
        assert!(wrap.window(u32::MAX, 3).len() == 1);
    }

    proptest! {
        #[test]
        fn rows_keep_every_promise(
            text in "([a-z]{1,12}|[ \n\t—-]{1,3}|[漢字。「、]|\u{1b}|👩\u{200d}🔬|e\u{301}|\\PC){0,120}",
            width in 1u16..30,
        ) {
            let wrap = Wrap::new(&text, width);
            let rows: Vec<WrappedRow> = wrap.rows().collect();
            let mut covered = 0;
            for row in &rows {
                let (start, end) = (row.span.start as usize, row.span.end as usize);
                prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end) && start >= covered);
                let gap = text.get(covered..start).unwrap();
                prop_assert!(gap.chars().all(|c| c == '\n' || Class::of(c) == Class::Blank), "lost {gap:?}");
                covered = end;
                let words = row.span.slice(&text);
                prop_assert!(measure(words) <= usize::from(width) || words.graphemes(true).count() == 1, "{words:?}");
                prop_assert_eq!(wrap.from(row.span.start).next(), Some(*row));
            }
            let rest = text.get(covered..).unwrap();
            prop_assert!(rest.chars().all(|c| c == '\n' || Class::of(c) == Class::Blank), "lost {rest:?}");
            for (number, row) in rows.iter().enumerate() {
                prop_assert_eq!(wrap.up(rows.last().unwrap().span.start, rows.len() - 1 - number), row.span.start);
            }
        }
    }
}
