//! How names answer a query: looked up, walked, compared, rated. One step of the finder at a time; which steps are taken, and
//! when it is enough, the finder decides.

use super::assign::assign;
use super::finder::Finder;
use super::found::{Candidate, Found};
use super::hit::Tier;
use super::index::hash;
use super::phonetic::is_syllable;
use super::word_match::{Reach, Touch};
use super::words::squash;
use crate::engine::names::{self, sound};
use crate::news::mention::Kind;
use crate::text::fold;

/// Names compared one by one: so many of those that share most words with the query,
const COMPARED: usize = 300;
/// out of so many that share one of the two rarest.
const REACHED: usize = 5_000;
/// What a person has before others that sound as like; less than any difference in letters.
const PERSON: u32 = 4;
/// Not to be found: a bit beside those of nearness.
pub(super) const BARRED: u8 = 8;

/// What the reader has before them, by index of entity.
pub(super) struct Near {
    pub(super) bits: Vec<u8>,
    pub(super) picks: Vec<(u32, u32)>,
    /// All that are near in one way or another, or were chosen.
    pub(super) all: Vec<u32>,
}

impl Finder {
    /// Tiers 1 and 2: by hash.
    pub(super) fn equal_and_initials(&self, wanted: &str, words: &[String], near: &Near, found: &mut Found) {
        let index = &self.index;
        let (run, whole) = (words.concat(), squash(wanted));
        for form in [&run, &whole] {
            for alias in index.squashed.get(hash(form)) {
                let written = index.written.get(alias);
                let same = squash(written) == **form
                    || index.mains(alias).iter().map(|w| index.words.get(*w)).collect::<String>() == **form;
                if same {
                    // Of equal names, the one whose words are parted as they were typed.
                    let parted = u32::from(fold::words(written).iter().map(|w| &w.text).eq(words));
                    self.offer(found, near, alias, (Tier::Equal, self.weight(alias) * 2 + parted));
                }
            }
        }
        let letters_only = words.iter().all(|w| w.chars().count() == 1);
        if words.len() == 1 || letters_only {
            let letters = if letters_only { &run } else { &whole };
            for alias in index.initials.get(hash(letters)) {
                let mut firsts = index.mains(alias).iter().filter_map(|w| index.words.get(*w).chars().next());
                if letters.chars().all(|c| firsts.any(|f| f == c)) {
                    self.offer(found, near, alias, (Tier::Initials, self.weight(alias)));
                }
            }
        }
    }

    /// Every alias that all words of the query reach, as far as the last widening may have brought it: through the word
    /// that reaches the fewest, or through what each has newly reached, whichever is less.
    pub(super) fn walk(&self, reaches: &[Reach], near: &Near, found: &mut Found) {
        let Some(narrow) = reaches.iter().min_by_key(|r| r.cost) else { return };
        let fresh: usize = reaches.iter().map(|r| r.fresh_cost).sum();
        if fresh == 0 {
            return;
        }
        // Whoever is near or was chosen comes first, so that of the others only the shortest need be looked at.
        for alias in near.all.iter().flat_map(|entity| self.index.names(*entity)) {
            if let Some(rated) = self.rate(alias, reaches) {
                self.offer(found, near, alias, rated);
            }
        }
        let mut round = Round {
            finder: self,
            reaches,
            near,
            bounds: reaches.iter().map(|r| r.most).collect(),
            seen: vec![0u64; self.index.aliases.len() / 64 + 1],
        };
        // Names that have a word of the query as a whole are few, mostly; behind them less is to be hoped for from the others.
        for (at, reach) in reaches.iter().enumerate() {
            if let Some(whole) = reach.whole
                && self.index.bearers.get(whole).len() * 4 < narrow.cost.min(fresh)
            {
                round.walk(at, &[whole], found);
                if let Some(bound) = round.bounds.get_mut(at) {
                    *bound = reach.most_in_part;
                }
            }
        }
        for (at, reach) in reaches.iter().enumerate() {
            if narrow.cost > fresh {
                round.walk(at, reach.fresh(), found);
            } else if std::ptr::eq(reach, narrow) {
                round.walk(at, &reach.reached, found);
            }
        }
    }

    /// What the comparison of names calls the same though its words are parted otherwise, or are more or fewer: asked of the names
    /// that share the rarest words with the query.
    pub(super) fn compare(&self, wanted: &str, reaches: &[Reach], near: &Near, found: &mut Found) {
        let index = &self.index;
        let mut long: Vec<&Reach> = reaches.iter().filter(|reach| reach.word.chars().count() > 2).collect();
        long.sort_by_key(|reach| reach.cost);
        // How far an alias is from the query at a glance: words that it does not touch, less where one begins alike. None where
        // it is too far.
        let apart = |alias: u32| {
            let words = index.alias_words.get(alias);
            let touched = |reach: &Reach| words.iter().any(|word| reach.touch(*word).is_some());
            let alike = |reach: &Reach| {
                let head = reach.word.chars().next();
                words.iter().any(|word| index.words.get(*word).chars().next() == head)
            };
            let missing = reaches.iter().filter(|reach| !touched(reach));
            let far = missing.clone().filter(|reach| reach.word.chars().count() > 2).count() > 1;
            (!far).then(|| missing.map(|reach| if alike(reach) { 1 } else { 2 }).sum::<usize>())
        };
        let mut aliases: Vec<(usize, u32)> = Vec::new();
        for reach in long.iter().take(2) {
            let bearers = reach.reached.iter().flat_map(|word| index.bearers.get(*word)).take(REACHED);
            aliases.extend(bearers.filter_map(|alias| Some((apart(*alias)?, *alias))));
        }
        aliases.sort_unstable();
        aliases.dedup();
        aliases.truncate(COMPARED);
        for (_, alias) in aliases {
            let Some(record) = index.aliases.get(alias as usize).filter(|record| !record.role) else { continue };
            let Some(bearer) = index.bearer(alias) else { continue };
            let verdict = names::compare(wanted, index.written.get(alias), bearer.kind);
            if verdict.same() && record.mains > 1 {
                let score = (reaches.len() as f32 * 1280.0 * verdict.score) as u32;
                let more = 64 * reaches.len().abs_diff(usize::from(record.mains)) as u32;
                self.offer(found, near, alias, (Tier::Sound, score.saturating_sub(more)));
            }
        }
    }

    /// The same words, with the first that may be a particle run together with the one behind it: what is written as one
    /// word may be typed as two.
    pub(super) fn joined(&self, reaches: &[Reach]) -> Option<Vec<Reach>> {
        let at = reaches.iter().position(|reach| reach.word.chars().count() <= 4)?;
        let run = format!("{}{}", reaches.get(at)?.word, reaches.get(at + 1)?.word);
        let mut run = Reach::new(run, &self.index);
        run.widen(&self.index, Touch::Beginning);
        if run.reached.is_empty() {
            return None;
        }
        let others = reaches.iter().enumerate().filter(|(i, _)| *i != at && *i != at + 1);
        let mut joined: Vec<Reach> = others.map(|(_, reach)| Reach::new(reach.word.clone(), &self.index)).collect();
        for reach in &mut joined {
            reach.widen(&self.index, Touch::Beginning);
        }
        joined.push(run);
        Some(joined)
    }

    /// A name whose letters are syllables (김민서) as others write it: the family name, and what follows in one word; as far as
    /// they sound so.
    pub(super) fn parted(&self, wanted: &str) -> Option<Vec<Reach>> {
        let (family, given) = wanted.split_at_checked(wanted.chars().next()?.len_utf8())?;
        let syllables = (1..=3).contains(&given.chars().count()) && wanted.chars().all(is_syllable);
        let mut parts: Vec<Reach> = [family, given]
            .map(|part| Reach::new(sound::latin(part), &self.index))
            .into_iter()
            .filter(|_| syllables)
            .collect();
        for part in &mut parts {
            part.widen(&self.index, Touch::Sound);
        }
        (!parts.is_empty()).then_some(parts)
    }

    /// Tier and score of an alias, if every word of the query finds a word of its own in it.
    fn rate(&self, alias: u32, reaches: &[Reach]) -> Option<(Tier, u32)> {
        let record = self.index.aliases.get(alias as usize)?;
        let words = self.index.alias_words.get(alias);
        let chosen = assign(reaches, words)?;
        let mains = usize::from(record.mains);
        let (mut worst, mut score, mut whole, mut own) = (Touch::Whole, 0, 0, 0);
        for (reach, at) in reaches.iter().zip(chosen.map(usize::from)) {
            let word = words.get(at).copied()?;
            let touch = reach.touch(word)?;
            worst = worst.max(touch);
            // An initial means a name, never an office.
            if record.role && at < mains && touch != Touch::Whole && reach.word.chars().count() < 3 {
                return None;
            }
            whole += usize::from(touch == Touch::Whole && at < mains);
            own += usize::from(at < mains);
            score += reach.worth(word);
        }
        // A role alone may be asked for; its bearer's name alone is found by the name.
        if record.role && own == 0 {
            return None;
        }
        let equal = !record.role && whole == reaches.len() && whole == mains;
        let tier = worst.tier(equal);
        let score = match tier {
            Tier::Equal => 2 * u32::from(record.weight),
            _ if record.role => score / 2,
            Tier::Sound if self.index.bearer(alias).is_some_and(|b| b.kind == Kind::Person) => score + PERSON,
            _ => score,
        };
        Some((tier, score))
    }

    fn weight(&self, alias: u32) -> u32 {
        self.index.aliases.get(alias as usize).map_or(0, |a| u32::from(a.weight))
    }

    fn offer(&self, found: &mut Found, near: &Near, alias: u32, rated: (Tier, u32)) {
        let Some(record) = self.index.aliases.get(alias as usize) else { return };
        let bits = near.bits.get(record.entity as usize).copied().unwrap_or(BARRED);
        if bits & BARRED > 0 {
            return;
        }
        let picks = near.picks.binary_search_by_key(&record.entity, |(e, _)| *e).ok();
        let picks = picks.and_then(|at| near.picks.get(at)).map_or(0, |(_, n)| *n);
        if let Some(candidate) = Candidate::new(&self.index, alias, rated, bits, picks) {
            found.offer(candidate);
        }
    }
}

/// One walk over the names that a query reaches.
struct Round<'a> {
    finder: &'a Finder,
    reaches: &'a [Reach],
    near: &'a Near,
    /// The most that each word of the query may add to the score of a name that has not been looked at.
    bounds: Vec<u32>,
    /// One bit for each alias.
    seen: Vec<u64>,
}

impl Round<'_> {
    /// The bearers of these words, which word `at` of the query reaches, as far as they may still be shown.
    fn walk(&mut self, at: usize, words: &[u32], found: &mut Found) {
        let index = &self.finder.index;
        let Some(reach) = self.reaches.get(at) else { return };
        let others: u32 = self.bounds.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, bound)| bound).sum();
        let wholes = self.reaches.iter().all(|r| r.whole.is_some());
        for word in words {
            let score = others + reach.worth(*word) + PERSON;
            let (best, equal) = (reach.tier(*word, false), reach.tier(*word, wholes));
            for alias in index.bearers.get(*word) {
                let Some(record) = index.aliases.get(*alias as usize) else { continue };
                // Bearers of a word stand by length: those behind have no room either.
                if !found.has_room((best, score), record.chars) {
                    if equal == best || !found.has_room((equal, u32::from(u8::MAX)), record.chars) {
                        break;
                    }
                    if usize::from(record.mains) != self.reaches.len() {
                        continue;
                    }
                }
                let bit = 1u64 << (alias % 64);
                match self.seen.get_mut(*alias as usize / 64) {
                    Some(cell) if *cell & bit == 0 => *cell |= bit,
                    _ => continue,
                }
                if let Some(rated) = self.finder.rate(*alias, self.reaches) {
                    self.finder.offer(found, self.near, *alias, rated);
                }
            }
        }
    }
}
