//! The features of a token that depend on its neighbours: pairs of words, runs of capitals, brackets, the casing of the
//! sentence, phrases of the lexicon.
//!
//! A feature is a hash ([`Key`]) of the number of its template and its values. The weights refer to these hashes: a change
//! of a template or of its number needs new weights. Features of single words are in [`super::form`], those of the whole
//! passage in [`super::consistency`].

use super::form::{Case, FormCache, WordForm};
use super::passage::{CapitalRun, Casing, Passage};
use crate::engine::key::Key;
use crate::engine::lexicon::Class;
use crate::engine::lexicon::table::{Lexicon, phrase_key};

/// The value of a feature where there is no word to look at.
const NONE: u64 = 0x0E0E;

/// The most tokens of a run or phrase that are looked at.
const MAX_RUN: usize = 12;
const MAX_PHRASE: usize = 6;

/// One sentence of a passage, from which the features of its tokens are read. It ends the context: what stands beyond the
/// sentence is no neighbour.
#[derive(Clone, Copy)]
pub struct SentenceView<'a> {
    /// The passage.
    pub passage: &'a Passage,
    /// The forms of its tokens.
    pub forms: &'a FormCache,
    /// The first token of the sentence.
    pub start: usize,
    /// One past its last token.
    pub end: usize,
    /// How the sentence is cased.
    pub casing: Casing,
}

impl<'a> SentenceView<'a> {
    /// The sentence that holds a token of the passage.
    pub fn of_token(passage: &'a Passage, forms: &'a FormCache, token: usize) -> Option<Self> {
        let (range, casing) = passage.sentences.get(passage.tokens.get(token)?.sentence as usize)?;
        Some(Self { passage, forms, start: range.start, end: range.end, casing: *casing })
    }

    /// The form of a token; `None` outside of the sentence.
    fn at(&self, i: Option<usize>) -> Option<&'a WordForm> {
        let i = i.filter(|&i| self.start <= i && i < self.end)?;
        self.passage.form(i, self.forms)
    }

    fn lower(&self, i: Option<usize>) -> u64 {
        self.at(i).map_or(NONE, |f| f.lower.0)
    }

    fn cluster(&self, i: Option<usize>) -> u64 {
        self.at(i).map_or(NONE, |f| u64::from(f.known.cluster) << 3 | f.case as u64)
    }

    fn shape(&self, i: Option<usize>) -> u64 {
        self.at(i).map_or(NONE, |f| f.shape.0)
    }
}

/// Emits the features of token `i`. `true` goes with lexical features, those that name the token's own word; training
/// hides them at times.
pub fn emit(view: &SentenceView, i: usize, mut out: impl FnMut(u64, bool)) {
    let ahead = |n: usize| Some(i + n);
    let back = |n: usize| i.checked_sub(n);
    let (w, before, after) = (view.lower(Some(i)), view.lower(back(1)), view.lower(ahead(1)));
    out(Key(0x1001).with(before).with(w).0, true);
    out(Key(0x1002).with(w).with(after).0, true);
    out(Key(0x1003).with(view.lower(back(2))).with(before).0, false);
    out(Key(0x1004).with(after).with(view.lower(ahead(2))).0, false);
    let (c, cb, ca) = (view.cluster(Some(i)), view.cluster(back(1)), view.cluster(ahead(1)));
    out(Key(0x1005).with(cb).with(c).0, false);
    out(Key(0x1006).with(c).with(ca).0, false);
    out(Key(0x1007).with(cb).with(ca).0, false);
    out(Key(0x1018).with(view.cluster(back(2))).with(cb).0, false);
    out(Key(0x1019).with(ca).with(view.cluster(ahead(2))).0, false);
    let (s, sb, sa) = (view.shape(Some(i)), view.shape(back(1)), view.shape(ahead(1)));
    out(Key(0x1008).with(sb).with(s).0, false);
    out(Key(0x1009).with(s).with(sa).0, false);
    out(Key(0x100A).with(sb).with(s).with(sa).0, false);
    let Some(form) = view.at(Some(i)) else { return };
    let casing = view.casing as u64;
    let first = u64::from(i == view.start);
    let common = u64::from(form.is(Class::Lower)) | u64::from(form.is(Class::Mixed)) << 1;
    out(Key(0x100B).with(casing).with(first).with(form.case as u64).with(common).0, false);
    out(Key(0x100C).with(casing).with(first).with(w).0, true);
    out(Key(0x100D).with(((i - view.start).min(6)) as u64).with(form.case as u64).0, false);
    if view.at(back(1)).is_none() {
        out(Key(0x100E).with(casing).0, false);
    }
    if view.at(ahead(1)).is_none() {
        out(Key(0x100F).with(casing).0, false);
    }
    let counts = view.passage.case_counts.get(&form.lower.0).copied().unwrap_or_default();
    let habit = u64::from(counts.lower.min(1)) | u64::from(counts.capital.min(2)) << 1;
    out(Key(0x1010).with(habit).with(casing).with(form.case as u64).with(first).0, false);
    brackets(view, i, form, &mut out);
    match view.passage.tokens.get(i).map(|s| s.run) {
        Some(run) if run.last > run.first => in_run(view, i, run, &mut out),
        _ => between(view, i, &mut out),
    }
}

/// Emits the features of a token in a run of capitals: its position, the words beside the run, the run's first and last
/// word.
fn in_run(view: &SentenceView, i: usize, run: CapitalRun, out: &mut impl FnMut(u64, bool)) {
    let (a, b) = (run.first as usize, run.last as usize);
    let length = (b - a).min(5) as u64;
    let (from, to) = (((i - a).min(3)) as u64, ((b - 1 - i).min(3)) as u64);
    let place = Key(0x2001).with(from).with(to);
    out(place.0, false);
    out(place.with(1).with(view.casing as u64).0, false);
    let (left, right) = (view.lower(a.checked_sub(1)), view.lower(Some(b)));
    out(Key(0x2002).with(left).with(from.min(1)).with(to.min(1)).0, false);
    out(Key(0x2003).with(right).with(from.min(1)).with(to.min(1)).0, false);
    out(Key(0x2004).with(left).with(right).with(length.min(2)).0, false);
    let (cl, cr) = (view.cluster(a.checked_sub(1)), view.cluster(Some(b)));
    out(Key(0x2005).with(cl).with(place.0).0, false);
    out(Key(0x2006).with(cr).with(place.0).0, false);
    let (head, lead) = (view.at(Some(b - 1)), view.at(Some(a)));
    let (mut union, mut titles) = (0, 0_u64);
    for k in a..b.min(a + MAX_RUN) {
        let bits = view.at(Some(k)).map_or(0, |f| f.known.classes.0);
        union |= bits;
        titles |= u64::from(k < i && bits >> Class::Title as u8 & 1 == 1);
    }
    out(Key(0x2007).with(titles).with(from).with(to.min(1)).0, false);
    for bit in crate::engine::lexicon::Classes(union).bits() {
        out(Key(0x2008).with(u64::from(bit)).with(length).0, false);
    }
    if let Some(head) = head {
        out(Key(0x2009).with(head.lower.0).with(from.min(1)).with(to.min(2)).0, false);
        out(Key(0x200A).with(u64::from(head.known.classes.0)).with(from.min(1)).with(to.min(2)).0, false);
        out(Key(0x200B).with(u64::from(head.known.cluster)).with(to.min(2)).0, false);
    }
    if let Some(lead) = lead {
        out(Key(0x200C).with(lead.lower.0).with(from.min(2)).with(to.min(1)).0, false);
        out(Key(0x200D).with(u64::from(lead.known.classes.0)).with(from.min(2)).with(to.min(1)).0, false);
    }
    linked_runs(view, i, a, b, out);
}

/// Emits the features of the runs to which `of`, `for` or `and` join the run `a..b`: for `Foreign Affairs` in `Ministry of
/// Foreign Affairs` that it is joined by `of` to `Ministry`.
fn linked_runs(view: &SentenceView, i: usize, a: usize, b: usize, out: &mut impl FnMut(u64, bool)) {
    let particle =
        |f: Option<&WordForm>| f.filter(|f| f.case == Case::Lower && f.is(Class::Particle)).map(|f| f.lower.0);
    if let Some(link) = particle(view.at(a.checked_sub(1))) {
        // Two particles, as in `of the`, count as one.
        let mut k = a - 1;
        let mut joint = link;
        if let Some(earlier) = particle(view.at(k.checked_sub(1))) {
            joint = Key(earlier).with(link).0;
            k -= 1;
        }
        let head = view.at(k.checked_sub(1)).filter(|f| f.capital());
        let word = head.map_or(NONE, |f| f.lower.0);
        let is_head = head.is_some_and(|f| f.is(Class::Head));
        out(Key(0x2101).with(joint).with(word).0, false);
        out(
            Key(0x2102)
                .with(joint)
                .with(u64::from(head.is_some()))
                .with(u64::from(is_head))
                .with(((i - a).min(1)) as u64)
                .0,
            false,
        );
        if let Some(head) = head {
            out(Key(0x2106).with(joint).with(u64::from(head.known.cluster)).0, false);
        }
    }
    if let Some(link) = particle(view.at(Some(b))) {
        let mut k = b + 1;
        let mut joint = link;
        if let Some(later) = particle(view.at(Some(k))) {
            joint = Key(link).with(later).0;
            k += 1;
        }
        let next = view.at(Some(k)).filter(|f| f.capital());
        let run = view.passage.tokens.get(k).map(|s| s.run).unwrap_or_default();
        if let Some(head) = (run.last as usize).checked_sub(1).filter(|&h| h >= k).and_then(|h| view.at(Some(h))) {
            let classes = u64::from(head.known.classes.0);
            out(Key(0x2107).with(joint).with(classes).with(((b - 1 - i).min(1)) as u64).0, false);
            out(Key(0x2108).with(joint).with(head.lower.0).with(((b - 1 - i).min(1)) as u64).0, false);
        }
        out(Key(0x2103).with(joint).with(u64::from(next.is_some())).with(view.lower(Some(b - 1))).0, false);
        if let Some(next) = next {
            out(
                Key(0x2104).with(joint).with(u64::from(next.known.classes.0)).with(((b - 1 - i).min(1)) as u64).0,
                false,
            );
            out(Key(0x2105).with(joint).with(u64::from(next.known.cluster)).with(view.cluster(Some(b - 1))).0, false);
        }
    }
}

/// Emits the features of a token between runs (`of`, `and`, `de`, a number): the words and runs on both sides, at most
/// three tokens away.
fn between(view: &SentenceView, i: usize, out: &mut impl FnMut(u64, bool)) {
    let run_before = (1..4).filter_map(|n| i.checked_sub(n)).find(|&k| view.at(Some(k)).is_none_or(WordForm::capital));
    let run_after = (i + 1..i + 4).find(|&k| view.at(Some(k)).is_none_or(WordForm::capital));
    let (left, right) = (view.at(run_before), view.at(run_after));
    let w = view.lower(Some(i));
    if let Some(left) = left {
        out(Key(0x2201).with(w).with(left.lower.0).0, false);
        out(Key(0x2202).with(w).with(u64::from(left.known.classes.0)).0, false);
        out(Key(0x2203).with(w).with(u64::from(left.known.cluster)).0, false);
        let run = run_before.and_then(|k| view.passage.tokens.get(k)).map(|s| s.run).unwrap_or_default();
        let lead = view.at(Some(run.first as usize));
        out(Key(0x2208).with(w).with(lead.map_or(NONE, |f| f.lower.0)).0, false);
        out(Key(0x2209).with(w).with(u64::from((run.last - run.first).min(4))).0, false);
        if let Some(right) = right {
            out(
                Key(0x2204).with(w).with(u64::from(left.known.classes.0)).with(u64::from(right.known.classes.0)).0,
                false,
            );
            out(Key(0x220A).with(w).with(u64::from(left.coarse)).with(u64::from(right.coarse)).0, false);
        }
    }
    if let Some(right) = right {
        out(Key(0x2205).with(w).with(right.lower.0).0, false);
        out(Key(0x2206).with(w).with(u64::from(right.known.classes.0)).0, false);
        out(Key(0x2207).with(w).with(u64::from(right.known.cluster)).0, false);
    }
}

/// Emits the features of brackets and quotation marks: in `Security Council (SC)` that `SC` stands in brackets behind a run
/// of two words with the head of an institution.
fn brackets(view: &SentenceView, i: usize, form: &WordForm, out: &mut impl FnMut(u64, bool)) {
    let sign =
        |k: Option<usize>| view.at(k).filter(|f| f.case == Case::None && f.length <= 3).map_or(' ', |f| f.initial);
    let (before, after) = (sign(i.checked_sub(1)), sign(Some(i + 1)));
    if before == '(' && after == ')' {
        let run = i.checked_sub(2).and_then(|k| view.passage.tokens.get(k)).map(|s| s.run).unwrap_or_default();
        let mut union = 0;
        for k in run.first..run.last {
            union |= view.at(Some(k as usize)).map_or(0, |f| f.known.classes.0);
        }
        let head = u64::from(union >> Class::Head as u8 & 1);
        let long = u64::from((run.last - run.first).min(3));
        out(Key(0x2301).with(form.case as u64).with(long).with(head).0, false);
    }
    if after == '(' {
        let close = sign(Some(i + 3)) == ')';
        let upper = view.at(Some(i + 2)).is_some_and(|f| f.case == Case::Upper);
        out(Key(0x2302).with(u64::from(close)).with(u64::from(upper)).with(form.case as u64).0, false);
    }
    let quoted = |c: char| matches!(c, '"' | '“' | '”' | '\'' | '‘');
    if quoted(before) || quoted(after) {
        out(Key(0x2303).with(u64::from(quoted(before))).with(u64::from(quoted(after))).with(form.case as u64).0, false);
    }
}

/// Emits for every token of a segment the classes of the phrase of the lexicon that it is part of. Phrases are matched from
/// left to right, the longest first, and do not overlap.
pub fn emit_phrases(
    view: &SentenceView,
    segment: std::ops::Range<usize>,
    lexicon: &Lexicon,
    mut out: impl FnMut(usize, u64),
) {
    let mut at = segment.start;
    while at < segment.end {
        let mut best = None;
        let mut key = phrase_key([]);
        if view.at(Some(at)).is_some_and(WordForm::capital) {
            for k in at..(at + MAX_PHRASE).min(view.end) {
                let Some(form) = view.at(Some(k)) else { break };
                key = key.with(form.lower.0);
                let Some((classes, more)) = lexicon.phrase(key) else { break };
                if classes.0 != 0 && k > at {
                    best = Some((k + 1, classes));
                }
                if !more {
                    break;
                }
            }
        }
        let Some((end, classes)) = best else {
            at += 1;
            continue;
        };
        for k in at..end.min(segment.end) {
            let position = u64::from(k == at) | u64::from(k + 1 == end) << 1;
            for bit in classes.bits() {
                out(k, Key(0x2401).with(u64::from(bit)).with(position).0);
            }
        }
        at = end;
    }
}
