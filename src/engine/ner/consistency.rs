//! What the first reading of a page found for a word elsewhere decides about it here: `Hammouchi` alone, after
//! `Abdellatif Hammouchi`; an acronym after its full name; a headline after its text.
//!
//! Votes are probabilities of tags, added over the places of a word or of a pair of words; a place never hears itself.

use super::feature::View;
use super::form::{Case, KeyMap};
use super::page::Line;
use super::tag::{self, Part, TAGS};
use crate::engine::key::Key;
use crate::engine::lexicon::Class;

/// The votes of one word or pair.
#[derive(Clone, Copy, Debug)]
struct Votes {
    tags: [f32; TAGS],
    places: f32,
}

/// The votes of a page.
#[derive(Debug, Default)]
pub struct Echo {
    votes: KeyMap<Votes>,
    /// Initials of names of several words, with the number of their label.
    initials: KeyMap<u8>,
}

impl Echo {
    /// Forgets the page before.
    pub fn clear(&mut self) {
        self.votes.clear();
        self.initials.clear();
    }

    /// Takes the probabilities of the tags of token `i`.
    pub fn hear(&mut self, view: &View, i: usize, tags: &[f32; TAGS]) {
        let weight = weight(view.line);
        for key in keys(view, i).into_iter().flatten() {
            let votes = self.votes.entry(key).or_insert(Votes { tags: [0.0; TAGS], places: 0.0 });
            votes.places += weight;
            for (vote, tag) in votes.tags.iter_mut().zip(tags) {
                *vote += weight * tag;
            }
        }
    }

    /// Takes a name of several words for its initials.
    pub fn hear_name(&mut self, view: &View, first: usize, last: usize, label: usize) {
        if let Some(key) = initials(view, first, last) {
            self.initials.entry(key.0).or_insert(label as u8);
        }
    }

    /// Emits what was heard elsewhere about token `i`, whose own probabilities are `own`.
    pub fn emit(&self, view: &View, i: usize, own: &[f32; TAGS], mut out: impl FnMut(u64)) {
        let weight = weight(view.line);
        let line = u64::from(matches!(view.line, Line::Titled | Line::Capitals));
        for (n, key) in keys(view, i).into_iter().enumerate() {
            let base = Key(0x3001).with(n as u64);
            let Some(votes) = key.and_then(|k| self.votes.get(&k)) else { continue };
            let places = votes.places - weight;
            if places < 0.05 {
                continue;
            }
            let mut best = (0.0, 0);
            let mut labels = [0.0_f32; 7];
            for (t, vote) in votes.tags.iter().enumerate() {
                let share = ((vote - weight * own[t]) / places).clamp(0.0, 1.0);
                if share > best.0 {
                    best = (share, t);
                }
                labels[if t == 0 { 6 } else { (t - 1) % 6 }] += share;
            }
            let sure = (best.0 * 4.0).min(3.0) as u64;
            let many = u64::from(places > 0.9) + u64::from(places > 2.5);
            out(base.with(1).with(best.1 as u64).with(sure).0);
            out(base.with(2).with(best.1 as u64).with(many).0);
            let top = (0..7).fold(0, |a, b| if labels[b] > labels[a] { b } else { a });
            let clear = (labels[top] * 5.0).min(4.0) as u64;
            out(base.with(3).with(top as u64).with(clear).with(line).0);
            out(base.with(4).with(top as u64).with(clear).with(many).0);
        }
        let Some(form) = view.page.form(i, view.memory) else { return };
        if form.case == Case::Upper && form.class == crate::text::token::Class::Word {
            let label = self.initials.get(&form.lower.0);
            out(Key(0x3101).with(label.map_or(9, |l| u64::from(*l))).0);
        }
    }
}

/// How much a line says about names: capitals say little where all words have them.
fn weight(line: Line) -> f32 {
    match line {
        Line::Prose => 1.0,
        Line::Open => 0.7,
        Line::Titled => 0.2,
        Line::Capitals => 0.1,
    }
}

/// The word, the pair with the next one, the pair with the one before.
fn keys(view: &View, i: usize) -> [Option<u64>; 3] {
    let lower = |k: usize| {
        let inside = (view.start..view.end).contains(&k);
        inside.then(|| view.page.form(k, view.memory)).flatten().map(|f| f.lower)
    };
    let Some(here) = lower(i) else { return [None; 3] };
    let pair = |a: Key, b: Key, side: u64| Key(0x3201).with(a.0).with(b.0).with(side).0;
    [
        Some(here.0),
        lower(i + 1).map(|next| pair(here, next, 0)),
        i.checked_sub(1).and_then(lower).map(|before| pair(before, here, 1)),
    ]
}

/// The key of the initials of capital words, as a lower-case word.
fn initials(view: &View, first: usize, last: usize) -> Option<Key> {
    let mut word = String::new();
    for k in first..last.min(first + 12) {
        let form = view.page.form(k, view.memory)?;
        if form.capital() && !form.is(Class::Particle) {
            word.push(form.initial);
        }
    }
    (word.chars().count() >= 2).then(|| Key::of(word.as_bytes()))
}

/// Labels on which a stretch has settled, for [`Echo::hear_name`]: first, one past last, number of the label.
pub fn names_of(labels: &[u8], mut out: impl FnMut(usize, usize, usize)) {
    let mut first = 0;
    for (i, &label) in labels.iter().enumerate() {
        let Some((_, part)) = tag::parse(label) else { continue };
        if part == Part::Begin {
            first = i;
        } else if part == Part::Last {
            out(first, i + 1, (label as usize - 1) % 6);
        }
    }
}
