//! A passage: consecutive sentences that are recognised together, with what the CRF must know about each of their tokens.
//!
//! It tells how each sentence is cased, which tokens form runs of capitalised words, and which tokens can be part of a
//! name at all. Only those are tagged; they form the *segments* of the passage.

use std::ops::Range;

use super::form::{Case, FormCache, KeyMap, WordForm};
use crate::engine::lexicon::Class;
use crate::engine::lexicon::table::Lexicon;
use crate::text::sentence::Sentence;
use crate::text::token::{self, Gap, Token};

/// The most tokens of a passage: a bound on memory for texts of any length. Ordinary articles are one passage.
const MAX_TOKENS: usize = 1 << 14;

/// A line without a full stop is a fragment only below this number of tokens; a longer one is taken for prose.
const MAX_FRAGMENT: usize = 30;

/// Lower-case words of more bytes than this tell a title-case headline from prose; shorter ones ("of", "and") are in both.
const MAX_SMALL_WORD: u16 = 3;

/// If two candidates are at most so many tokens apart, the tokens between them are candidates as well: `Ministry [of the]
/// Interior`.
const MAX_BRIDGE: usize = 5;

/// How a sentence is cased, which decides what its capitals tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// Prose: a capital inside the sentence is mostly a name's.
    Prose,
    /// A short line without a full stop, such as a headline in sentence case.
    Fragment,
    /// Most Words Begin with a Capital.
    TitleCase,
    /// NO LOWER-CASE LETTERS, or hardly any.
    AllCaps,
}

/// A run of capitalised words: `Interior Ministers Council`. Numbers are tokens of the passage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CapitalRun {
    /// The first token.
    pub first: u32,
    /// One past the last token; equal to `first` for a token that is in no run.
    pub last: u32,
}

/// What is known about one token.
#[derive(Clone, Copy, Debug)]
pub struct PassageToken {
    /// The number of its form in the cache; in a sentence in capitals that of the form it would have in prose.
    pub form: u32,
    /// The run it is in.
    pub run: CapitalRun,
    /// Whether it can be part of a name.
    pub candidate: bool,
    /// Whether no space separates it from the token before.
    pub glued: bool,
    /// The index of its sentence in [`Passage::sentences`].
    pub sentence: u32,
}

/// How often a word occurs in either case where its case tells something: in prose and fragments, and for capitals not at
/// the beginning. Both counts stop at 65,535.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseCounts {
    /// In lower case.
    pub lower: u16,
    /// With a capital.
    pub capital: u16,
    /// The number of the last form with a capital.
    pub form: u32,
}

/// Sentences that are recognised together.
#[derive(Debug, Default)]
pub struct Passage {
    /// The tokens of the passage.
    pub tokens: Vec<PassageToken>,
    /// For each sentence its range of tokens and its casing.
    pub sentences: Vec<(Range<usize>, Casing)>,
    /// For each word, by the key of its lower-case form, how it is written.
    pub case_counts: KeyMap<CaseCounts>,
    /// The number, in the text, of the first token of the passage.
    pub offset: usize,
}

/// Cuts the sentences of a text into passages of at most `MAX_TOKENS` tokens. A single sentence that is longer is a
/// passage of its own.
pub fn passages(sentences: &[Sentence]) -> impl Iterator<Item = &[Sentence]> {
    let mut rest = sentences;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let count = rest.iter().take_while(|s| (s.last - first.first) as usize <= MAX_TOKENS).count().max(1);
        let (passage, after) = rest.split_at_checked(count)?;
        rest = after;
        Some(passage)
    })
}

impl Passage {
    /// Reads consecutive sentences of a text in place of what was read before.
    pub fn read(
        &mut self,
        text: &str,
        tokens: &[Token],
        sentences: &[Sentence],
        forms: &mut FormCache,
        lexicon: &Lexicon,
    ) {
        self.tokens.clear();
        self.sentences.clear();
        self.case_counts.clear();
        self.offset = sentences.first().map_or(0, |s| s.first as usize);
        for (number, sentence) in sentences.iter().enumerate() {
            let start = self.tokens.len();
            for token in tokens.get(sentence.tokens()).unwrap_or(&[]) {
                self.tokens.push(PassageToken {
                    form: forms.number(token.slice(text), token.class, lexicon),
                    run: CapitalRun::default(),
                    candidate: false,
                    glued: token.gap == Gap::Glued,
                    sentence: number as u32,
                });
            }
            let range = start..self.tokens.len();
            let casing = self.casing(&range, forms);
            self.sentences.push((range, casing));
        }
        self.count_cases(forms);
        self.recase_capitals(text, tokens, forms, lexicon);
        for n in 0..self.sentences.len() {
            if let Some((range, casing)) = self.sentences.get(n).cloned() {
                self.mark_runs(&range, casing, forms);
                self.mark_candidates(&range, casing, forms);
            }
        }
    }

    /// The form of a token of the passage.
    pub fn form<'c>(&self, token: usize, forms: &'c FormCache) -> Option<&'c WordForm> {
        forms.form(self.tokens.get(token)?.form)
    }

    /// The segments: runs of candidate tokens, each within one sentence, ascending. The CRF tags each one by itself.
    pub fn segments(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.sentences.iter().flat_map(move |(range, _)| {
            let mut at = range.start;
            std::iter::from_fn(move || {
                let candidate = |i: usize| self.tokens.get(i).is_some_and(|t| t.candidate);
                let first = (at..range.end).find(|&i| candidate(i))?;
                let last = (first..range.end).find(|&i| !candidate(i)).unwrap_or(range.end);
                at = last;
                Some(first..last)
            })
        })
    }

    /// The casing of a sentence.
    fn casing(&self, range: &Range<usize>, forms: &FormCache) -> Casing {
        let (mut upper, mut titled, mut lower, mut long_lower) = (0, 0, 0, 0);
        for i in range.clone() {
            let Some(form) = self.form(i, forms) else { continue };
            match form.case {
                Case::Upper => upper += 1,
                Case::Title | Case::Mixed if form.length > 1 => titled += 1,
                Case::Lower => {
                    lower += 1;
                    long_lower += usize::from(form.length > MAX_SMALL_WORD);
                }
                Case::None | Case::Title | Case::Mixed => {}
            }
        }
        let full_stop =
            self.form(range.end - 1, forms).is_some_and(|f| f.case == Case::None && f.length == 1 && f.initial == '.');
        let capitalised = titled + upper;
        if upper >= 2 && lower + titled == 0 || upper >= 4 && (lower + titled) * 6 <= upper {
            Casing::AllCaps
        } else if !full_stop && capitalised >= 3 && capitalised * 10 >= (capitalised + long_lower) * 7 {
            Casing::TitleCase
        } else if !full_stop && range.len() < MAX_FRAGMENT {
            Casing::Fragment
        } else {
            Casing::Prose
        }
    }

    /// Counts how often each word is written in either case, see [`CaseCounts`].
    fn count_cases(&mut self, forms: &FormCache) {
        let Self { tokens, sentences, case_counts, .. } = self;
        for (range, casing) in sentences.iter() {
            if matches!(casing, Casing::AllCaps | Casing::TitleCase) {
                continue;
            }
            // Whether the next word is capitalised in any case. A quotation begins like a sentence.
            let mut first = true;
            for token in tokens.get(range.clone()).unwrap_or(&[]) {
                let Some(form) = forms.form(token.form) else { continue };
                if form.case == Case::None {
                    first |= matches!(form.initial, '"' | '“' | ':');
                    continue;
                }
                let entry = case_counts.entry(form.lower.0).or_default();
                if form.case == Case::Lower {
                    entry.lower = entry.lower.saturating_add(1);
                } else if !first {
                    entry.capital = entry.capital.saturating_add(1);
                    entry.form = token.form;
                }
                first = false;
            }
        }
    }

    /// In sentences in capitals, gives each word the form that it would have in prose: with the capital that it has
    /// elsewhere in the passage, else in lower case if it occurs so or the lexicon knows it so, else with a capital if it
    /// is long or known as a name. Other short words stay in capitals; they can be acronyms.
    fn recase_capitals(&mut self, text: &str, tokens: &[Token], forms: &mut FormCache, lexicon: &Lexicon) {
        // Acronyms of five letters and more are rarer than names in capitals.
        const MAX_ACRONYM: u16 = 4;
        for (range, casing) in &self.sentences {
            if *casing != Casing::AllCaps {
                continue;
            }
            for i in range.clone() {
                let Some(token) = self.tokens.get_mut(i) else { continue };
                let Some(form) = forms.form(token.form).copied() else { continue };
                if form.case != Case::Upper || form.length < 2 {
                    continue;
                }
                let counts = self.case_counts.get(&form.lower.0).copied().unwrap_or_default();
                let word = tokens.get(self.offset + i).map_or("", |t| t.slice(text));
                if counts.capital > 0 {
                    token.form = counts.form;
                } else if counts.lower > 0 || form.is(Class::Lower) {
                    let lower = word.to_lowercase();
                    token.form = forms.number(&lower, form.class, lexicon);
                } else if form.length > MAX_ACRONYM
                    || form.is(Class::Mixed)
                    || form.is(Class::Name)
                    || form.is(Class::Country)
                {
                    let mut chars = word.chars();
                    let title: String = chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect();
                    token.form = forms.number(&title, form.class, lexicon);
                }
            }
        }
    }

    /// Marks the runs of capitalised words of a sentence.
    fn mark_runs(&mut self, range: &Range<usize>, casing: Casing, forms: &FormCache) {
        let mut i = range.start;
        while i < range.end {
            let mut end = i;
            while end < range.end && self.continues_run(end, i, range.start, casing, forms) {
                end += 1;
            }
            while end > i && self.form(end - 1, forms).is_none_or(|f| !f.capital()) {
                end -= 1;
            }
            let run = CapitalRun { first: i as u32, last: end as u32 };
            for token in self.tokens.get_mut(i..end).unwrap_or(&mut []) {
                token.run = run;
            }
            i = end.max(i + 1);
        }
    }

    /// Whether token `i` belongs to the run that began at `first`. `start` is the first token of the sentence.
    fn continues_run(&self, i: usize, first: usize, start: usize, casing: Casing, forms: &FormCache) -> bool {
        let (Some(form), Some(token)) = (self.form(i, forms), self.tokens.get(i)) else { return false };
        if form.capital() {
            // `The`, `In` and `But` at the beginning of a sentence are in no run.
            return !(i == start && form.is(Class::Lower) && casing == Casing::Prose);
        }
        i > first && (form.initial == '-' && token.glued && form.length == 1 || form.initial == '&')
    }

    /// Marks the tokens that can be part of a name: capitalised words, words of scripts without case, particles and numbers
    /// beside them (`bin Laden`, `Brigade 32`, `20 July Movement`), and whatever stands between two of these that are at
    /// most [`MAX_BRIDGE`] tokens apart.
    fn mark_candidates(&mut self, range: &Range<usize>, casing: Casing, forms: &FormCache) {
        // A number belongs to a name if it comes at most so many tokens behind a candidate.
        const MAX_BEFORE_NUMBER: usize = 2;
        let mut last_candidate: Option<usize> = None;
        for i in range.clone() {
            let Some(form) = self.form(i, forms).copied() else { continue };
            if self.is_sentence_capital(i, range, casing, forms) {
                continue;
            }
            let was_capital = casing == Casing::AllCaps && form.case == Case::Lower;
            let caseless = form.case == Case::None && form.class == token::Class::Word;
            if !form.capital() && !caseless && !was_capital {
                let next = (i + 1 < range.end).then(|| self.form(i + 1, forms)).flatten();
                let particle = form.case == Case::Lower && form.is(Class::Particle);
                let number = form.class == token::Class::Number;
                if !((particle || number) && next.is_some_and(WordForm::capital)
                    || number && last_candidate.is_some_and(|c| i - c <= MAX_BEFORE_NUMBER))
                {
                    continue;
                }
            }
            if let Some(token) = self.tokens.get_mut(i) {
                token.candidate = true;
            }
            if let Some(before) = last_candidate.filter(|&b| i - b <= MAX_BRIDGE) {
                for token in self.tokens.get_mut(before + 1..i).unwrap_or(&mut []) {
                    token.candidate = true;
                }
            }
            last_candidate = Some(i);
        }
    }

    /// Whether a word has its capital only because it begins a sentence or quotation: a word that the lexicon knows in
    /// lower case, before a word in lower case, and never capitalised elsewhere in the passage.
    fn is_sentence_capital(&self, i: usize, range: &Range<usize>, casing: Casing, forms: &FormCache) -> bool {
        let Some(form) = self.form(i, forms) else { return false };
        if form.case != Case::Title || !form.is(Class::Lower) || matches!(casing, Casing::TitleCase | Casing::AllCaps) {
            return false;
        }
        let quote = |k: usize| self.form(k, forms).is_some_and(|f| matches!(f.initial, '"' | '“' | '‘'));
        let first = i == range.start || i > range.start && quote(i - 1);
        let alone = i + 1 >= range.end || self.form(i + 1, forms).is_some_and(|f| f.case == Case::Lower);
        first && alone && self.case_counts.get(&form.lower.0).is_none_or(|c| c.capital == 0)
    }
}
