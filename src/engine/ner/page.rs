//! A stretch of text as the field sees it: forms, how its lines are written, runs of capitals, and where names can be.

use std::ops::Range;

use super::form::{Case, Form, KeyMap, Memory};
use crate::engine::lexicon::Class;
use crate::engine::lexicon::table::Lexicon;
use crate::text::sentence::Sentence;
use crate::text::token::{self, Gap, Token};

/// How a sentence is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// As prose.
    Prose,
    /// A headline in sentence case, or another line without a stop.
    Open,
    /// Most words begin with a capital.
    Titled,
    /// No lower-case letters.
    Capitals,
}

/// A run of capital words (`Interior Ministers Council`), as token numbers of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// First token.
    pub first: u32,
    /// One past the last token; equal to `first` where there is no run.
    pub last: u32,
}

/// What is known of one token on its page.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Number of its form in the memory (of its likely prose form on a line of capitals).
    pub form: u32,
    /// The run it is in.
    pub run: Run,
    /// Whether a name can be here.
    pub open: bool,
    /// Whether it touches the token before it.
    pub glued: bool,
    /// Number of its sentence on the page.
    pub sentence: u32,
}

/// Seen in this text in lower case; seen with a capital inside a prose sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// In lower case.
    pub lower: u16,
    /// With a capital where only a name has one.
    pub capital: u16,
    /// The form it had there.
    pub form: u32,
}

/// Sentences read together.
#[derive(Debug, Default)]
pub struct Page {
    /// One for each token, from the first of the page.
    pub spots: Vec<Spot>,
    /// Token ranges of the sentences, and how they are written.
    pub lines: Vec<(Range<usize>, Line)>,
    /// Words of this page by lower-case key.
    pub seen: KeyMap<Seen>,
    /// Number of the first token of the page in its text.
    pub offset: usize,
}

impl Page {
    /// Reads `sentences` of a text.
    pub fn read(
        &mut self,
        text: &str,
        tokens: &[Token],
        sentences: &[Sentence],
        memory: &mut Memory,
        lexicon: &Lexicon,
    ) {
        self.spots.clear();
        self.lines.clear();
        self.seen.clear();
        self.offset = sentences.first().map_or(0, |s| s.first as usize);
        for (number, sentence) in sentences.iter().enumerate() {
            let start = self.spots.len();
            for token in tokens.get(sentence.tokens()).unwrap_or(&[]) {
                self.spots.push(Spot {
                    form: memory.number(token.slice(text), token.class, lexicon),
                    run: Run::default(),
                    open: false,
                    glued: token.gap == Gap::Glued,
                    sentence: number as u32,
                });
            }
            let range = start..self.spots.len();
            let line = self.line(&range, memory);
            self.lines.push((range, line));
        }
        self.look(memory);
        self.lower_capitals(text, tokens, memory, lexicon);
        for n in 0..self.lines.len() {
            if let Some((range, line)) = self.lines.get(n).cloned() {
                self.runs(&range, line, memory);
                self.open(&range, line, memory);
            }
        }
    }

    /// The form of a token of the page.
    pub fn form<'m>(&self, i: usize, memory: &'m Memory) -> Option<&'m Form> {
        memory.form(self.spots.get(i)?.form)
    }

    fn line(&self, range: &Range<usize>, memory: &Memory) -> Line {
        let (mut upper, mut titled, mut lower, mut long_lower) = (0, 0, 0, 0);
        for i in range.clone() {
            let Some(form) = self.form(i, memory) else { continue };
            match form.case {
                Case::Upper => upper += 1,
                Case::Title | Case::Mixed if form.length > 1 => titled += 1,
                Case::Lower => {
                    lower += 1;
                    long_lower += usize::from(form.length > 3);
                }
                _ => {}
            }
        }
        let stop =
            self.form(range.end - 1, memory).is_some_and(|f| f.case == Case::None && f.length == 1 && f.initial == '.');
        if upper >= 2 && lower + titled == 0 || upper >= 4 && (lower + titled) * 6 <= upper {
            Line::Capitals
        } else if !stop && titled + upper >= 3 && (titled + upper) * 10 >= (titled + upper + long_lower) * 7 {
            Line::Titled
        } else if !stop && range.len() < 30 {
            Line::Open
        } else {
            Line::Prose
        }
    }

    /// Notes how words are written where writing tells something.
    fn look(&mut self, memory: &Memory) {
        let Self { spots, lines, seen, .. } = self;
        for (range, line) in lines.iter() {
            if matches!(line, Line::Capitals | Line::Titled) {
                continue;
            }
            let mut first = true;
            for spot in spots.get(range.clone()).unwrap_or(&[]) {
                let Some(form) = memory.form(spot.form) else { continue };
                if form.case == Case::None {
                    // A quotation begins like a sentence.
                    first |= matches!(form.initial, '"' | '“' | ':');
                    continue;
                }
                let entry = seen.entry(form.lower.0).or_default();
                if form.case == Case::Lower {
                    entry.lower = entry.lower.saturating_add(1);
                } else if !first {
                    entry.capital = entry.capital.saturating_add(1);
                    entry.form = spot.form;
                }
                first = false;
            }
        }
    }

    /// On lines of capitals each word is taken as it would be written in prose: as elsewhere in the text, in lower case
    /// if it is a common word, else with a capital.
    fn lower_capitals(&mut self, text: &str, tokens: &[Token], memory: &mut Memory, lexicon: &Lexicon) {
        for (range, line) in &self.lines {
            if *line != Line::Capitals {
                continue;
            }
            for i in range.clone() {
                let Some(spot) = self.spots.get_mut(i) else { continue };
                let Some(form) = memory.form(spot.form).copied() else { continue };
                if form.case != Case::Upper || form.length < 2 {
                    continue;
                }
                let seen = self.seen.get(&form.lower.0).copied().unwrap_or_default();
                let word = tokens.get(self.offset + i).map_or("", |t| t.slice(text));
                if seen.capital > 0 {
                    spot.form = seen.form;
                } else if seen.lower > 0 || form.is(Class::Lower) {
                    let lower = word.to_lowercase();
                    spot.form = memory.number(&lower, form.class, lexicon);
                } else if form.length > 4 || form.is(Class::Mixed) || form.is(Class::Name) || form.is(Class::Country) {
                    let mut chars = word.chars();
                    let title: String = chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect();
                    spot.form = memory.number(&title, form.class, lexicon);
                }
            }
        }
    }

    /// Marks runs of capital words; a common word that has its capital only from the sentence is in none.
    fn runs(&mut self, range: &Range<usize>, line: Line, memory: &Memory) {
        let mut i = range.start;
        while i < range.end {
            let mut end = i;
            while end < range.end && self.in_run(end, i, range.start, line, memory) {
                end += 1;
            }
            while end > i && self.form(end - 1, memory).is_none_or(|f| !f.capital()) {
                end -= 1;
            }
            let run = Run { first: i as u32, last: end as u32 };
            for spot in self.spots.get_mut(i..end).unwrap_or(&mut []) {
                spot.run = run;
            }
            i = end.max(i + 1);
        }
    }

    fn in_run(&self, i: usize, first: usize, start: usize, line: Line, memory: &Memory) -> bool {
        let (Some(form), Some(spot)) = (self.form(i, memory), self.spots.get(i)) else { return false };
        if form.capital() {
            // In prose `The`, `In`, `But` are no part of a run at the beginning of a sentence.
            return !(i == start && form.is(Class::Lower) && line == Line::Prose);
        }
        i > first && (form.initial == '-' && spot.glued && form.length == 1 || form.initial == '&')
    }

    /// Marks the tokens at which a name can be: capitals, and what is short between them.
    fn open(&mut self, range: &Range<usize>, line: Line, memory: &Memory) {
        let mut last_capital: Option<usize> = None;
        for i in range.clone() {
            let Some(form) = self.form(i, memory).copied() else { continue };
            if self.begins(i, range, line, memory) {
                continue;
            }
            let shouted = line == Line::Capitals && form.case == Case::Lower;
            let foreign = form.case == Case::None && form.class == token::Class::Word;
            if !form.capital() && !foreign && !shouted {
                // A particle before a capital (`bin Laden`), a number after one (`Brigade 32`, `20 July Movement`).
                let next = (i + 1 < range.end).then(|| self.form(i + 1, memory)).flatten();
                let particle = form.case == Case::Lower && form.is(Class::Particle);
                let number = form.class == token::Class::Number;
                if !((particle || number) && next.is_some_and(Form::capital)
                    || number && last_capital.is_some_and(|c| i - c <= 2))
                {
                    continue;
                }
            }
            if let Some(spot) = self.spots.get_mut(i) {
                spot.open = true;
            }
            if let Some(before) = last_capital.filter(|&b| i - b <= 5) {
                for spot in self.spots.get_mut(before + 1..i).unwrap_or(&mut []) {
                    spot.open = true;
                }
            }
            last_capital = Some(i);
        }
    }

    /// Whether a token has its capital only from standing first: a common word, no capital after it, none on the page.
    fn begins(&self, i: usize, range: &Range<usize>, line: Line, memory: &Memory) -> bool {
        let Some(form) = self.form(i, memory) else { return false };
        if form.case != Case::Title || !form.is(Class::Lower) || matches!(line, Line::Titled | Line::Capitals) {
            return false;
        }
        let quote = |k: usize| self.form(k, memory).is_some_and(|f| matches!(f.initial, '"' | '“' | '‘'));
        let first = i == range.start || i > range.start && quote(i - 1);
        let alone = i + 1 >= range.end || self.form(i + 1, memory).is_some_and(|f| f.case == Case::Lower);
        first && alone && self.seen.get(&form.lower.0).is_none_or(|s| s.capital == 0)
    }

    /// The stretches of open tokens, each within one sentence.
    pub fn stretches(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.lines.iter().flat_map(move |(range, _)| {
            let mut at = range.start;
            std::iter::from_fn(move || {
                let open = |i: usize| self.spots.get(i).is_some_and(|s| s.open);
                let first = (at..range.end).find(|&i| open(i))?;
                let last = (first..range.end).find(|&i| !open(i)).unwrap_or(range.end);
                at = last;
                Some(first..last)
            })
        })
    }
}
