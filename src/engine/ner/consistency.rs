//! Consistency within a text: what the first reading found for a word elsewhere becomes features of the second reading.
//!
//! So `Hammouchi` alone is a person after `Abdellatif Hammouchi`, an acronym is an institution after its full name, and a
//! headline in capitals follows the text below it.
//!
//! Votes are the probabilities of tags, summed over the occurrences of a word, or of a pair of adjacent words. An
//! occurrence is never told its own vote.

use super::feature::SentenceView;
use super::form::{Case, KeyMap};
use super::passage::Casing;
use super::tag::{self, LABELS, Position, TAGS};
use crate::engine::key::Key;
use crate::engine::lexicon::Class;
use crate::text::token;

/// Votes of less weight than this tell nothing. It is half the weight of an occurrence on a line of capitals.
const MIN_WEIGHT: f32 = 0.05;

/// A name of more words than this gives no further initials.
const MAX_INITIALS: usize = 12;

/// The feature value of an acronym for which no name has the initials. Labels have the values 0 to 5.
const NO_LABEL: u64 = 9;

/// The votes for one word or pair of words.
#[derive(Clone, Copy, Debug)]
struct Votes {
    /// The weighted sum of the probabilities of each tag.
    tags: [f32; TAGS],
    /// The sum of the weights of the occurrences.
    weight: f32,
}

/// The votes of a passage.
#[derive(Debug, Default)]
pub struct TagVotes {
    votes: KeyMap<Votes>,
    /// The initials of names of several words, with the index of the name's label in [`LABELS`].
    initials: KeyMap<u8>,
}

impl TagVotes {
    /// Forgets the passage before.
    pub fn clear(&mut self) {
        self.votes.clear();
        self.initials.clear();
    }

    /// Records the probabilities of the tags of a token in the first reading.
    pub fn record(&mut self, view: &SentenceView, token: usize, probabilities: &[f32; TAGS]) {
        let weight = weight(view.casing);
        for key in keys(view, token).into_iter().flatten() {
            let votes = self.votes.entry(key).or_insert(Votes { tags: [0.0; TAGS], weight: 0.0 });
            votes.weight += weight;
            for (vote, probability) in votes.tags.iter_mut().zip(probabilities) {
                *vote += weight * probability;
            }
        }
    }

    /// Records the initials of a name, tokens `first..last`, with the index of its label in [`LABELS`].
    pub fn record_name(&mut self, view: &SentenceView, first: usize, last: usize, label: usize) {
        if let Some(key) = initials(view, first, last) {
            self.initials.entry(key.0).or_insert(label as u8);
        }
    }

    /// Emits the features of a token that come from elsewhere in the passage. `own` are the probabilities that were
    /// recorded for the token itself; they are taken out of the votes.
    pub fn emit(&self, view: &SentenceView, token: usize, own: &[f32; TAGS], mut out: impl FnMut(u64)) {
        let own_weight = weight(view.casing);
        let capitals = u64::from(matches!(view.casing, Casing::TitleCase | Casing::AllCaps));
        for (n, key) in keys(view, token).into_iter().enumerate() {
            let base = Key(0x3001).with(n as u64);
            let Some(votes) = key.and_then(|k| self.votes.get(&k)) else { continue };
            let weight = votes.weight - own_weight;
            if weight < MIN_WEIGHT {
                continue;
            }
            let mut best = (0.0, 0);
            let mut by_label = [0.0_f32; LABELS.len() + 1];
            for (t, vote) in votes.tags.iter().enumerate() {
                let share = ((vote - own_weight * own[t]) / weight).clamp(0.0, 1.0);
                if share > best.0 {
                    best = (share, t);
                }
                by_label[tag::label_number(t)] += share;
            }
            // Shares are cut into quarters and fifths, the number of occurrences into one, a few, many.
            let certainty = (best.0 * 4.0).min(3.0) as u64;
            let count = u64::from(weight > 0.9) + u64::from(weight > 2.5);
            out(base.with(1).with(best.1 as u64).with(certainty).0);
            out(base.with(2).with(best.1 as u64).with(count).0);
            let top = (0..by_label.len()).fold(0, |a, b| if by_label[b] > by_label[a] { b } else { a });
            let certainty = (by_label[top] * 5.0).min(4.0) as u64;
            out(base.with(3).with(top as u64).with(certainty).with(capitals).0);
            out(base.with(4).with(top as u64).with(certainty).with(count).0);
        }
        let Some(form) = view.passage.form(token, view.forms) else { return };
        if form.case == Case::Upper && form.class == token::Class::Word {
            let label = self.initials.get(&form.lower.0);
            out(Key(0x3101).with(label.map_or(NO_LABEL, |l| u64::from(*l))).0);
        }
    }
}

/// The weight of an occurrence: capitals tell little about names where most words have them.
fn weight(casing: Casing) -> f32 {
    match casing {
        Casing::Prose => 1.0,
        Casing::Fragment => 0.7,
        Casing::TitleCase => 0.2,
        Casing::AllCaps => 0.1,
    }
}

/// The keys of votes of a token: the word, the word with the next one, the word with the one before. `None` where the
/// sentence ends.
fn keys(view: &SentenceView, token: usize) -> [Option<u64>; 3] {
    let lower = |k: usize| {
        let inside = (view.start..view.end).contains(&k);
        inside.then(|| view.passage.form(k, view.forms)).flatten().map(|f| f.lower)
    };
    let Some(here) = lower(token) else { return [None; 3] };
    let pair = |a: Key, b: Key, side: u64| Key(0x3201).with(a.0).with(b.0).with(side).0;
    [
        Some(here.0),
        lower(token + 1).map(|next| pair(here, next, 0)),
        token.checked_sub(1).and_then(lower).map(|before| pair(before, here, 1)),
    ]
}

/// The key of the initials of a name as a lower-case word: that of `fbi` for `Federal Bureau of Investigation`. `None` for
/// fewer than two initials.
fn initials(view: &SentenceView, first: usize, last: usize) -> Option<Key> {
    let mut word = String::new();
    for k in first..last.min(first + MAX_INITIALS) {
        let form = view.passage.form(k, view.forms)?;
        if form.capital() && !form.is(Class::Particle) {
            word.push(form.initial);
        }
    }
    (word.chars().count() >= 2).then(|| Key::of(word.as_bytes()))
}

/// Gives `out` the names of several tokens in a sequence of tags: first token, one past the last token, index of the label
/// in [`LABELS`].
pub fn names_of(tags: &[u8], mut out: impl FnMut(usize, usize, usize)) {
    let mut first = 0;
    for (i, &tag) in tags.iter().enumerate() {
        match tag::parse(tag) {
            Some((_, Position::Begin)) => first = i,
            Some((_, Position::Last)) => out(first, i + 1, tag::label_number(tag as usize)),
            Some((_, Position::Inside | Position::Unit)) | None => {}
        }
    }
}
