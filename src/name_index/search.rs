//! One query over the index: its names are looked up, walked, compared and rated, and the best are kept.
//!
//! Each method is one step, dearer than the one before; which steps are taken and when it is enough, the finder decides.

use super::assign::assign;
use super::hit::Tier;
use super::index::{Index, hash};
use super::nearness::Nearness;
use super::phonetic::is_syllable;
use super::top::{Candidate, TopCandidates};
use super::word_match::{MatchKind, WordMatch};
use super::words::squash;
use crate::engine::names::{self, sound};
use crate::news::mention::Kind;
use crate::text::fold;

/// Names compared one by one: so many of those that share most words with the query,
const COMPARED: usize = 300;
/// out of so many that share one of its two rarest words.
const COMPARED_OF: usize = 5_000;
/// What is added to the score of a person before others that sound alike; less than any difference in letters.
const PERSON: u32 = 4;

/// See the head of this file.
pub(super) struct Search<'i> {
    index: &'i Index,
    near: &'i Nearness,
    top: TopCandidates<'i>,
}

impl<'i> Search<'i> {
    /// A search that keeps the best `limit` entities.
    pub(super) fn new(index: &'i Index, near: &'i Nearness, limit: usize) -> Self {
        Self { index, near, top: TopCandidates::new(index, limit) }
    }

    /// Entities found so far, at most twice the limit.
    pub(super) fn count(&self) -> usize {
        self.top.count()
    }

    /// What was found, best first.
    pub(super) fn best(self) -> Vec<Candidate> {
        self.top.best()
    }

    /// Tiers 1 and 2, looked up by hash: names equal to the query, acronyms and initials.
    pub(super) fn equal_and_initials(&mut self, wanted: &str, words: &[String]) {
        let index = self.index;
        let (run, whole) = (words.concat(), squash(wanted));
        for form in [&run, &whole] {
            for alias in index.squashed.get(hash(form)) {
                let written = index.written.get(alias);
                let same = squash(written) == **form
                    || index.name_words_of(alias).iter().map(|w| index.words.get(*w)).collect::<String>() == **form;
                if same {
                    // Of equal names, the one whose words are parted as they were typed.
                    let parted = u32::from(fold::words(written).iter().map(|w| &w.text).eq(words));
                    self.offer(alias, (Tier::Equal, self.weight(alias) * 2 + parted));
                }
            }
        }
        let letters_only = words.iter().all(|w| w.chars().count() == 1);
        if words.len() == 1 || letters_only {
            let letters = if letters_only { &run } else { &whole };
            for alias in index.initials.get(hash(letters)) {
                let mut firsts = index.name_words_of(alias).iter().filter_map(|w| index.words.get(*w).chars().next());
                if letters.chars().all(|c| firsts.any(|f| f == c)) {
                    self.offer(alias, (Tier::Initials, self.weight(alias)));
                }
            }
        }
    }

    /// Offers every alias in which all words of the query have a match, as far as the last widening may have added it.
    /// Looks through the aliases of the word with fewest matches, or of what the last widening added, whichever are fewer.
    pub(super) fn walk(&mut self, matches: &[WordMatch]) {
        let Some(narrow) = matches.iter().min_by_key(|m| m.cost) else { return };
        let fresh: usize = matches.iter().map(|m| m.fresh_cost).sum();
        if fresh == 0 {
            return;
        }
        // Names near the user come first, so that of the others only the shortest need to be looked at.
        for alias in self.near.entities.iter().flat_map(|entity| self.index.names(*entity)) {
            if let Some(rated) = rate(self.index, alias, matches) {
                self.offer(alias, rated);
            }
        }
        let mut scan = Scan {
            matches,
            bounds: matches.iter().map(|m| m.most).collect(),
            seen: vec![0u64; self.index.aliases.len() / 64 + 1],
        };
        // Names that have a word of the query as a whole are mostly few; once they are looked at, the score that the others
        // can reach is lower.
        for (at, matched) in matches.iter().enumerate() {
            if let Some(whole) = matched.whole
                && self.index.aliases_of.get(whole).len() * 4 < narrow.cost.min(fresh)
            {
                self.scan(&mut scan, at, &[whole]);
                if let Some(bound) = scan.bounds.get_mut(at) {
                    *bound = matched.most_in_part;
                }
            }
        }
        for (at, matched) in matches.iter().enumerate() {
            if narrow.cost > fresh {
                self.scan(&mut scan, at, matched.fresh());
            } else if std::ptr::eq(matched, narrow) {
                self.scan(&mut scan, at, &matched.matching);
            }
        }
    }

    /// Offers the aliases that have one of `words` of the index, which word `at` of the query matches, as far as they may
    /// still be shown.
    fn scan(&mut self, scan: &mut Scan, at: usize, words: &[u32]) {
        let index = self.index;
        let Some(matched) = scan.matches.get(at) else { return };
        let others: u32 = scan.bounds.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, bound)| bound).sum();
        let wholes = scan.matches.iter().all(|m| m.whole.is_some());
        for word in words {
            let score = others + matched.worth(*word) + PERSON;
            let (best, equal) = (matched.tier(*word, false), matched.tier(*word, wholes));
            for alias in index.aliases_of.get(*word) {
                let Some(record) = index.aliases.get(*alias as usize) else { continue };
                // The aliases of a word ascend by length: where one has no room, those behind it have none either.
                if !self.top.has_room((best, score), record.chars) {
                    if equal == best || !self.top.has_room((equal, u32::from(u8::MAX)), record.chars) {
                        break;
                    }
                    if usize::from(record.name_len) != scan.matches.len() {
                        continue;
                    }
                }
                let bit = 1u64 << (alias % 64);
                match scan.seen.get_mut(*alias as usize / 64) {
                    Some(cell) if *cell & bit == 0 => *cell |= bit,
                    _ => continue,
                }
                if let Some(rated) = rate(index, *alias, scan.matches) {
                    self.offer(*alias, rated);
                }
            }
        }
    }

    /// Offers what the comparison of names calls the same though its words are parted otherwise, or are more or fewer;
    /// compares with the names that share the rarest words with the query.
    pub(super) fn compare(&mut self, wanted: &str, matches: &[WordMatch]) {
        let index = self.index;
        let mut long: Vec<&WordMatch> = matches.iter().filter(|m| m.word.chars().count() > 2).collect();
        long.sort_by_key(|m| m.cost);
        // How far an alias is from the query at a glance: the words of the query that it has no match for, 2 each, 1 where one
        // of its words begins alike. None where two longer ones are missing.
        let apart = |alias: u32| {
            let words = index.alias_words.get(alias);
            let has = |m: &WordMatch| words.iter().any(|word| m.kind(*word).is_some());
            let alike = |m: &WordMatch| {
                let head = m.word.chars().next();
                words.iter().any(|word| index.words.get(*word).chars().next() == head)
            };
            let missing = matches.iter().filter(|m| !has(m));
            let far = missing.clone().filter(|m| m.word.chars().count() > 2).count() > 1;
            (!far).then(|| missing.map(|m| if alike(m) { 1 } else { 2 }).sum::<usize>())
        };
        let mut aliases: Vec<(usize, u32)> = Vec::new();
        for matched in long.iter().take(2) {
            let sharing = matched.matching.iter().flat_map(|word| index.aliases_of.get(*word)).take(COMPARED_OF);
            aliases.extend(sharing.filter_map(|alias| Some((apart(*alias)?, *alias))));
        }
        aliases.sort_unstable();
        aliases.dedup();
        aliases.truncate(COMPARED);
        for (_, alias) in aliases {
            let Some(record) = index.aliases.get(alias as usize).filter(|record| !record.role) else { continue };
            let Some(entity) = index.entity_of(alias) else { continue };
            let verdict = names::compare(wanted, index.written.get(alias), entity.kind);
            if verdict.same() && record.name_len > 1 {
                let score = (matches.len() as f32 * 1280.0 * verdict.score) as u32;
                let more = 64 * matches.len().abs_diff(usize::from(record.name_len)) as u32;
                self.offer(alias, (Tier::Sound, score.saturating_sub(more)));
            }
        }
    }

    fn weight(&self, alias: u32) -> u32 {
        self.index.aliases.get(alias as usize).map_or(0, |a| u32::from(a.weight))
    }

    /// Keeps an alias if its entity is not excluded and it is among the best.
    fn offer(&mut self, alias: u32, rated: (Tier, u32)) {
        let Some(record) = self.index.aliases.get(alias as usize) else { return };
        let Some(near) = self.near.of(record.entity) else { return };
        let picks = self.near.picks(record.entity);
        if let Some(candidate) = Candidate::new(self.index, alias, rated, near, picks) {
            self.top.offer(candidate);
        }
    }
}

/// What one walk over the aliases keeps from one word to the next.
struct Scan<'a> {
    matches: &'a [WordMatch],
    /// The most that each word of the query may add to the score of an alias that has not been looked at.
    bounds: Vec<u32>,
    /// The aliases that were looked at, one bit each.
    seen: Vec<u64>,
}

/// The query with its first word that may be a particle run together with the word behind it: what is written as one word
/// may be typed as two. None where no name has such a word.
pub(super) fn run_together(index: &Index, matches: &[WordMatch]) -> Option<Vec<WordMatch>> {
    let at = matches.iter().position(|m| m.word.chars().count() <= 4)?;
    let run = format!("{}{}", matches.get(at)?.word, matches.get(at + 1)?.word);
    let mut run = WordMatch::new(run, index);
    run.widen(index, MatchKind::Beginning);
    if run.matching.is_empty() {
        return None;
    }
    let others = matches.iter().enumerate().filter(|(i, _)| *i != at && *i != at + 1);
    let mut joined: Vec<WordMatch> = others.map(|(_, m)| WordMatch::new(m.word.clone(), index)).collect();
    for matched in &mut joined {
        matched.widen(index, MatchKind::Beginning);
    }
    joined.push(run);
    Some(joined)
}

/// A name whose letters are syllables (김민서) as others write it: the family name, and what follows in one word, both
/// matched by sound.
pub(super) fn parted(index: &Index, wanted: &str) -> Option<Vec<WordMatch>> {
    let (family, given) = wanted.split_at_checked(wanted.chars().next()?.len_utf8())?;
    if !(1..=3).contains(&given.chars().count()) || !wanted.chars().all(is_syllable) {
        return None;
    }
    let mut parts: Vec<WordMatch> =
        [family, given].into_iter().map(|part| WordMatch::new(sound::latin(part), index)).collect();
    for part in &mut parts {
        part.widen(index, MatchKind::Sound);
    }
    Some(parts)
}

/// Tier and score of an alias, if every word of the query matches a word of its own in it.
fn rate(index: &Index, alias: u32, matches: &[WordMatch]) -> Option<(Tier, u32)> {
    let record = index.aliases.get(alias as usize)?;
    let words = index.alias_words.get(alias);
    let chosen = assign(matches, words)?;
    let name_len = usize::from(record.name_len);
    let (mut worst, mut score, mut whole, mut own) = (MatchKind::Whole, 0, 0, 0);
    for (matched, at) in matches.iter().zip(chosen.map(usize::from)) {
        let word = words.get(at).copied()?;
        let kind = matched.kind(word)?;
        worst = worst.max(kind);
        // An initial means a name, never an office.
        if record.role && at < name_len && kind != MatchKind::Whole && matched.word.chars().count() < 3 {
            return None;
        }
        whole += usize::from(kind == MatchKind::Whole && at < name_len);
        own += usize::from(at < name_len);
        score += matched.worth(word);
    }
    // A role alone may be asked for; the name that stands beside it is found as a name.
    if record.role && own == 0 {
        return None;
    }
    let equal = !record.role && whole == matches.len() && whole == name_len;
    let tier = worst.tier(equal);
    let score = match tier {
        Tier::Equal => 2 * u32::from(record.weight),
        _ if record.role => score / 2,
        Tier::Sound if index.entity_of(alias).is_some_and(|b| b.kind == Kind::Person) => score + PERSON,
        _ => score,
    };
    Some((tier, score))
}
