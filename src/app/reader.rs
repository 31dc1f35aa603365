//! The text pane: one article, how far it is scrolled, where the cursor is, what is selected.
//!
//! Positions are bytes of the body. Rows are laid out whenever they are needed, and `text::wrap` bounds the work, so no layout
//! has to be repaired after a resize. Above the body is the head: headline, byline, source and time.

use std::sync::Arc;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use super::message::Opened;
use super::navigation::find::Find;
use super::scroll::Top;
use crate::news::article::ArticleId;
use crate::text::clean;
use crate::text::span::Span;
use crate::text::wrap::Wrap;
use crate::text::wrap::row::WrappedRow;

/// Columns of the gutter left of the text: a sign and a blank.
pub const GUTTER: u16 = 2;

/// What is said where the text of an article is there and its names are not.
pub const NAMES_FOLLOW: &str = "the names of this article are still being read";

/// One line of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextLine {
    /// A row of the headline, as bytes of the headline.
    Headline(Span),
    /// The byline.
    Byline,
    /// Source, time, triage state, revision, tags.
    Source,
    /// An empty row.
    Blank,
    /// A row of the body.
    Body(WrappedRow),
}

/// The room for the text, without gutter and title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Cells of a row.
    pub width: u16,
    /// Rows.
    pub height: usize,
}

/// The text pane.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The article with its annotations, links and notes.
    pub opened: Arc<Opened>,
    /// The article is previewed: it was not opened and does not become read.
    pub preview: bool,
    /// The archive was told that the article has been on the screen.
    pub seen: bool,
    /// The row at the top of the pane.
    pub top: Top,
    /// Byte of the body under the cursor, at a grapheme boundary.
    pub cursor: u32,
    /// The column, in cells, that moves up and down try to keep.
    goal: usize,
    /// The byte where the selection began. It reaches to the cursor, both graphemes included.
    pub selecting: Option<u32>,
    /// The search in this text.
    pub find: Option<Find>,
}

impl Reader {
    /// An article at its saved reading position, or at its top.
    pub fn new(opened: Arc<Opened>, preview: bool) -> Self {
        let mut reader =
            Self { opened, preview, seen: false, top: Top::Head(0), cursor: 0, goal: 0, selecting: None, find: None };
        let position = reader.snap(reader.opened.article.position);
        if position > 0 {
            reader.top = Top::Body(position);
            reader.cursor = position;
        }
        reader
    }

    /// Which article.
    pub fn id(&self) -> ArticleId {
        self.opened.article.id
    }

    /// Its body.
    pub fn body(&self) -> &str {
        &self.opened.article.draft.body
    }

    fn wrap(&self, room: Room) -> Wrap<'_> {
        Wrap::new(self.body(), room.width)
    }

    /// Rows above the body.
    pub fn head(&self, room: Room) -> Vec<TextLine> {
        let draft = &self.opened.article.draft;
        // A headline has at most four rows.
        let mut head: Vec<TextLine> =
            Wrap::new(&draft.headline, room.width).rows().take(4).map(|row| TextLine::Headline(row.span)).collect();
        if draft.byline.is_some() {
            head.push(TextLine::Byline);
        }
        head.push(TextLine::Source);
        head.push(TextLine::Blank);
        head
    }

    /// The rows shown, from the top of the pane.
    pub fn lines(&self, room: Room) -> Vec<TextLine> {
        let mut lines = Vec::with_capacity(room.height);
        let from = match self.top {
            Top::Head(row) => {
                lines.extend(self.head(room).into_iter().skip(row).take(room.height));
                0
            }
            Top::Body(at) => at,
        };
        let left = room.height.saturating_sub(lines.len());
        lines.extend(self.wrap(room).window(from, left).into_iter().map(TextLine::Body));
        lines
    }

    /// The bytes of the body that are shown; none if no row of the body is.
    pub fn shown(&self, room: Room) -> Option<Span> {
        let rows = self.lines(room);
        let mut rows =
            rows.iter().filter_map(|line| if let TextLine::Body(row) = line { Some(row.span) } else { None });
        let first = rows.next()?;
        Some(rows.next_back().map_or(first, |last| first.join(last)))
    }

    /// How much of the body is above the end of the pane, in per cent.
    pub fn per_cent(&self, room: Room) -> u8 {
        let len = self.body().trim_end().len();
        let upto = self.shown(room).map_or(0, |span| span.end as usize);
        if len == 0 || upto >= len { 100 } else { (upto * 100 / len) as u8 }
    }

    /// Whether the last row of the body is shown.
    pub fn at_end(&self, room: Room) -> bool {
        self.per_cent(room) == 100
    }

    /// The row that holds a byte.
    fn row(&self, at: u32, room: Room) -> WrappedRow {
        let none = WrappedRow { span: Span::new(0, 0), first: true, last: true };
        self.wrap(room).window(at, 1).first().copied().unwrap_or(none)
    }

    /// The grapheme boundary at or before a byte of the body.
    fn snap(&self, at: u32) -> u32 {
        let body = self.body();
        let mut at = (at as usize).min(body.len());
        while !body.is_char_boundary(at) {
            at -= 1;
        }
        let mut cursor = GraphemeCursor::new(at, body.len(), true);
        if at == body.len() || !cursor.is_boundary(body, 0).unwrap_or(true) {
            at = cursor.prev_boundary(body, 0).ok().flatten().unwrap_or(0);
        }
        at as u32
    }

    /// Puts the cursor on the grapheme at a byte. If it is out of sight, scrolls so that a third of the pane is above it.
    pub fn go(&mut self, at: u32, room: Room) {
        self.cursor = self.snap(at);
        self.goal = self.column(room);
        self.follow(room, true);
    }

    fn column(&self, room: Room) -> usize {
        let row = self.row(self.cursor, room).span;
        let before = Span { start: row.start, end: self.cursor.max(row.start) };
        before.slice(self.body()).graphemes(true).map(|g| clean::cell(g).width()).sum()
    }

    /// Puts the cursor on the grapheme of a row in the goal column.
    fn settle(&mut self, row: WrappedRow) {
        let mut at = row.span.start as usize;
        let mut cells = 0;
        for grapheme in row.span.slice(self.body()).graphemes(true) {
            let width = clean::cell(grapheme).width();
            if cells + width > self.goal {
                break;
            }
            cells += width;
            at += grapheme.len();
        }
        // A short row: the cursor goes to its last grapheme.
        let last = if at >= row.span.end as usize && !row.span.is_empty() { row.span.end - 1 } else { at as u32 };
        self.cursor = self.snap(last);
    }

    /// Moves the cursor by rows.
    pub fn step(&mut self, by: isize, room: Room) {
        let count = by.unsigned_abs();
        if by < 0 {
            if self.row(self.cursor, room).span.start == 0 {
                self.top = Top::Head(0);
                return;
            }
            let at = self.wrap(room).up(self.cursor, count);
            self.settle(self.row(at, room));
        } else {
            let at = self.wrap(room).down(self.cursor, count);
            self.settle(self.row(at, room));
        }
        self.follow(room, false);
    }

    /// Moves the cursor one grapheme left or right, across the ends of rows.
    pub fn shift(&mut self, by: isize, room: Room) {
        let body = self.body();
        let mut cursor = GraphemeCursor::new(self.cursor as usize, body.len(), true);
        let at = if by < 0 { cursor.prev_boundary(body, 0) } else { cursor.next_boundary(body, 0) };
        if let Some(at) = at.ok().flatten().filter(|&at| at < body.len()) {
            self.cursor = at as u32;
            self.goal = self.column(room);
            self.follow(room, false);
        }
    }

    /// Scrolls by rows; the cursor stays in sight. Returns whether anything moved.
    pub fn scroll(&mut self, by: isize, room: Room) -> bool {
        let before = self.top;
        if by >= 0 {
            if self.at_end(room) {
                return false;
            }
            let mut left = by.unsigned_abs();
            let from = match self.top {
                Top::Head(row) => {
                    let head = self.head(room).len().saturating_sub(row);
                    if left < head {
                        self.top = Top::Head(row + left);
                        left = 0;
                    } else {
                        left -= head;
                    }
                    0
                }
                Top::Body(at) => at,
            };
            if !matches!(self.top, Top::Head(_)) || left > 0 || by.unsigned_abs() > 0 && before == self.top {
                self.top = Top::Body(self.wrap(room).down(from, left));
            }
            self.no_blank_end(room);
        } else {
            self.top = self.above(self.top, by.unsigned_abs(), room);
        }
        self.cursor_into_view(room);
        before != self.top
    }

    /// The top after scrolling up by `count` rows.
    fn above(&self, top: Top, count: usize, room: Room) -> Top {
        match top {
            Top::Head(row) => Top::Head(row.saturating_sub(count)),
            Top::Body(at) => {
                let wrap = self.wrap(room);
                let up = wrap.up(at, count);
                if up > 0 || count == 0 {
                    return Top::Body(up);
                }
                let rows = wrap.rows().take_while(|row| row.span.start < at).take(count).count();
                Top::Head(self.head(room).len().saturating_sub(count - rows.min(count)))
            }
        }
    }

    /// Scrolls back so that no blank rows follow the end of the text.
    fn no_blank_end(&mut self, room: Room) {
        let lines = self.lines(room).len();
        if lines < room.height {
            self.top = self.above(self.top, room.height - lines, room);
        }
    }

    fn cursor_into_view(&mut self, room: Room) {
        let rows: Vec<WrappedRow> = self
            .lines(room)
            .iter()
            .filter_map(|l| if let TextLine::Body(row) = l { Some(*row) } else { None })
            .collect();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        if self.cursor < first.span.start {
            self.settle(*first);
        } else if self.cursor > last.span.end {
            self.settle(*last);
        }
    }

    /// Scrolls the row of the cursor into view: with half a pane above it, or a third after a jump (`afar`). Scrolling by single rows
    /// would send a whole pane to the terminal for each key.
    pub fn follow(&mut self, room: Room, afar: bool) {
        let row = self.row(self.cursor, room).span.start;
        let lines = self.lines(room);
        if lines.iter().any(|l| matches!(l, TextLine::Body(r) if r.span.start == row)) {
            return;
        }
        let lead = if afar { room.height / 3 } else { room.height / 2 };
        self.top = self.above(Top::Body(row), lead, room);
        self.no_blank_end(room);
    }

    /// Scrolls by rows; at the end or the beginning, moves the cursor by rows instead.
    pub fn page(&mut self, by: isize, room: Room) {
        if !self.scroll(by, room) {
            self.step(by, room);
        }
    }

    /// Adapts to a new size: the top stays, except that no blank rows follow the end.
    pub fn resized(&mut self, room: Room) {
        if let Top::Head(row) = self.top {
            self.top = Top::Head(row.min(self.head(room).len().saturating_sub(1)));
        }
        self.no_blank_end(room);
        self.cursor_into_view(room);
    }

    /// Goes to the beginning, with the head in sight.
    pub fn go_top(&mut self, room: Room) {
        self.go(0, room);
        self.top = Top::Head(0);
    }

    /// Goes to the last grapheme.
    pub fn go_bottom(&mut self, room: Room) {
        self.go(self.body().trim_end().len().saturating_sub(1) as u32, room);
    }

    /// The last sentence that begins at or before a byte, else the first sentence, else the paragraph around the byte.
    pub fn sentence_at(&self, at: u32) -> Option<Span> {
        let sentences = &self.opened.annotations.sentences;
        let upto = sentences.partition_point(|s| s.start <= at);
        let found = upto.checked_sub(1).and_then(|i| sentences.get(i)).copied();
        found.or_else(|| sentences.first().copied()).or_else(|| self.paragraph_at(at))
    }

    /// The paragraph around a byte.
    fn paragraph_at(&self, at: u32) -> Option<Span> {
        let body = self.body();
        let (before, after) = body.split_at_checked(at as usize)?;
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        let end = after.find('\n').map_or(body.len(), |i| before.len() + i);
        (start < end).then(|| Span::new(start, end))
    }

    /// The selection, if there is one.
    pub fn selection(&self) -> Option<Span> {
        let from = self.selecting?;
        let (a, b) = (from.min(self.cursor), from.max(self.cursor));
        let rest = self.body().get(b as usize..).unwrap_or("");
        let last = rest.graphemes(true).next().map_or(0, str::len);
        let span = Span { start: a, end: b + last as u32 };
        (!span.is_empty()).then_some(span)
    }

    /// Goes to the next (or previous) sentence.
    pub fn sentence(&mut self, forward: bool, room: Room) {
        let sentences = &self.opened.annotations.sentences;
        let to = if forward {
            sentences.get(sentences.partition_point(|s| s.start <= self.cursor))
        } else {
            sentences.partition_point(|s| s.start < self.cursor).checked_sub(1).and_then(|i| sentences.get(i))
        };
        if let Some(to) = to.map(|s| s.start) {
            self.go(to, room);
        }
    }

    /// Goes to the next (or previous) paragraph.
    pub fn paragraph(&mut self, forward: bool, room: Room) {
        let (before, after) = self.body().split_at_checked(self.cursor as usize).unwrap_or((self.body(), ""));
        let to = if forward {
            after.find('\n').and_then(|i| {
                let rest = after.get(i..)?;
                rest.find(|c: char| !c.is_whitespace()).map(|j| before.len() + i + j)
            })
        } else {
            let head = before.trim_end();
            Some(head.rfind('\n').map_or(0, |i| i + 1))
        };
        if let Some(to) = to {
            self.go(to as u32, room);
        }
    }
}
