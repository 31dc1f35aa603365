//! Breaks one piece of a line into rows, grapheme by grapheme: greedily, at the last place where a break may stand.
//!
//! Linear; knows the classes of characters that news is written in, not the whole of Unicode's line breaking (UAX 14).

use super::row::WrappedRow;
use crate::text::span::Span;

/// What a grapheme means for a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    Letter,
    Hyphen,
    Dash,
    /// Han and kana: a break may stand on either side.
    Wide,
    Open,
    Close,
    Other,
}

impl Class {
    pub(super) fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Letter,
            ' ' | '\t' | '\u{3000}' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' => {
                Self::Blank
            }
            '-' | '\u{2010}' => Self::Hyphen,
            '\u{2013}' | '\u{2014}' => Self::Dash,
            '(' | '[' | '{' | '“' | '‘' | '「' | '『' | '（' | '【' | '《' | '〈' | '〔' => Self::Open,
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' | '”' | '’' | '」' | '』' | '）' | '】'
            | '》' | '〉' | '〕' | '、' | '。' | '，' | '．' | '！' | '？' | '：' | '；' | '…' | 'ー' | '々' | '・'
            | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' => Self::Close,
            '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                Self::Wide
            }
            _ if c.is_alphabetic() => Self::Letter,
            _ => Self::Other,
        }
    }
}

/// Fills rows of one width with one piece of a line, one grapheme at a time.
pub(super) struct Filler {
    width: usize,
    rows: Vec<WrappedRow>,
    start: usize,
    /// One past the last grapheme of the row that is not blank; `start` while there is none.
    end: usize,
    used: usize,
    /// The last place where the row may end: end of its words, start of the next row, cells before that.
    stop: Option<(usize, usize, usize)>,
    last: Class,
    before: Class,
}

impl Filler {
    pub(super) fn new(start: usize, width: usize, len: usize) -> Self {
        let rows = Vec::with_capacity(len / width + 1);
        Self { width, rows, start, end: start, used: 0, stop: None, last: Class::Other, before: Class::Other }
    }

    pub(super) fn push(&mut self, at: usize, len: usize, cells: usize, class: Class) {
        if class != Class::Blank {
            if self.end > self.start && self.may_stop(class) {
                self.stop = Some((self.end, at, self.used));
            }
            while self.used + cells > self.width && at > self.start {
                self.turn(at);
            }
            self.end = at + len;
        }
        self.used += cells;
        (self.before, self.last) = (self.last, class);
    }

    /// Ends the row at the last allowed place, or hard before the grapheme at `at`.
    fn turn(&mut self, at: usize) {
        let (end, next, cells) = self.stop.take().unwrap_or((self.end, at, self.used));
        // Blanks alone, wider than the row, at the head of a line: nothing to show.
        if end > self.start {
            self.rows.push(WrappedRow { span: Span::new(self.start, end), first: false, last: false });
        }
        self.start = next;
        self.end = self.end.max(next);
        self.used -= cells;
    }

    fn may_stop(&self, next: Class) -> bool {
        match (self.last, next) {
            (Class::Blank, _) | (Class::Close, Class::Open) => true,
            (_, Class::Close) | (Class::Open, _) => false,
            (Class::Hyphen, Class::Letter) => self.before == Class::Letter,
            (Class::Dash, _) => matches!(next, Class::Letter | Class::Wide | Class::Other | Class::Open),
            (Class::Wide, _) | (_, Class::Wide) => true,
            _ => false,
        }
    }

    pub(super) fn finish(mut self, first: bool, last: bool) -> Vec<WrappedRow> {
        if self.end > self.start || self.rows.is_empty() {
            self.rows.push(WrappedRow { span: Span::new(self.start, self.end), first: false, last: false });
        }
        if let Some(row) = self.rows.first_mut() {
            row.first = first;
        }
        if let Some(row) = self.rows.last_mut() {
            row.last = last;
        }
        self.rows
    }
}
