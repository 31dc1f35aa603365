//! Whether two names may be one person's: words are paired by likeness, then the pairs and the words left over are weighed.

use std::borrow::Cow;

use super::parse::Name;
use super::part::{Part, WordMatch};
use super::verdict::{Ground, Verdict};
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};

/// How the words of two names are paired.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// Of each pair its likeness (`0..=1`), how its words match, and their places in the first and second name; ascending by place
    /// in the first.
    pub pairs: Vec<(f32, WordMatch, usize, usize)>,
    /// Words of the name with fewer words that have no partner.
    pub left_short: usize,
    /// Words of the name with more words that have no partner.
    pub left_long: usize,
    /// How many words the shorter name has.
    pub short: usize,
    /// Whether words were run together or a particle taken off to pair them: Benkhalifa, Ben Khalifa.
    pub respaced: bool,
    /// How the last words, mostly family names, are paired.
    pub family: Family,
    /// Whether the suffixes contradict each other: Mohammed II, Mohammed VI.
    pub suffix: bool,
}

/// How the last words of two names are paired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// With each other.
    Met,
    /// One of them with a word that is not the last of its name.
    Crossed,
    /// Neither has a partner.
    #[default]
    Alone,
}

/// The least likeness at which two words are paired.
const LEAST: f32 = 0.6;

impl Pairing {
    /// Pairs the words of two names.
    pub fn new(a: &Name, b: &Name) -> Self {
        let mut out = Self::default();
        let (mut left, mut right) = (Cow::Borrowed(a.parts.as_slice()), Cow::Borrowed(b.parts.as_slice()));
        // Both are rare, and most pairs of names that are compared are two people.
        if may_respace(&left, &right) || may_respace(&right, &left) {
            out.respaced = respace(left.to_mut(), &right) | respace(right.to_mut(), &left);
        }
        if !a.particles.is_empty() || !b.particles.is_empty() {
            out.respaced |= unbind(left.to_mut(), &right, &b.particles) | unbind(right.to_mut(), &left, &a.particles);
        }
        let mut all: Vec<(f32, WordMatch, usize, usize)> = Vec::new();
        for (i, x) in left.iter().enumerate().take(12) {
            for (j, y) in right.iter().enumerate().take(12) {
                let (like, how) = x.compare(y);
                if like >= LEAST && (how != WordMatch::Initial || stands_for(&left, i, &right, j)) {
                    all.push((like, how, i, j));
                }
            }
        }
        // The likest first; of equals those nearest in place.
        all.sort_by(|p, q| {
            q.0.total_cmp(&p.0).then(p.2.abs_diff(p.3).cmp(&q.2.abs_diff(q.3))).then((p.2, p.3).cmp(&(q.2, q.3)))
        });
        for pair in all {
            // Initials keep the order of the names: Anna B. is not Berta A.
            let crossed = |p: &(f32, WordMatch, usize, usize)| (p.2 < pair.2) != (p.3 < pair.3);
            let initials =
                |p: &(f32, WordMatch, usize, usize)| pair.1 == WordMatch::Initial && p.1 == WordMatch::Initial;
            if out.pairs.iter().all(|p| p.2 != pair.2 && p.3 != pair.3 && !(initials(p) && crossed(p))) {
                out.pairs.push(pair);
            }
        }
        out.pairs.sort_by_key(|p| p.2);
        let counts = (left.len(), right.len());
        out.short = counts.0.min(counts.1);
        out.left_short = out.short - out.pairs.len();
        out.left_long = counts.0.max(counts.1) - out.pairs.len();
        let last = (counts.0.wrapping_sub(1), counts.1.wrapping_sub(1));
        out.family = if out.pairs.iter().any(|p| (p.2, p.3) == last) {
            Family::Met
        } else if out.pairs.iter().any(|p| p.2 == last.0 || p.3 == last.1) {
            Family::Crossed
        } else {
            Family::Alone
        };
        match (&a.suffix, &b.suffix) {
            (Some(x), Some(y)) if x == y => {
                out.short += 1;
                out.pairs.push((1.0, WordMatch::Same, counts.0, counts.1));
            }
            (Some(_), Some(_)) => out.suffix = true,
            _ => {}
        }
        out
    }

    /// The least likeness among the pairs; 0 without any.
    pub fn least(&self) -> f32 {
        self.pairs.iter().map(|p| p.0).fold(f32::INFINITY, f32::min).min(if self.pairs.is_empty() { 0.0 } else { 1.0 })
    }

    /// How far the pairs are from likeness 1, summed.
    pub fn lack(&self) -> f32 {
        self.pairs.iter().map(|p| 1.0 - p.0).sum()
    }
}

/// Whether an initial of one name may stand for a word of the other. A last initial stands for a family name only, any other
/// for a given name, and one that follows a given name in full not for the first: "Anna C." is not "Carla Anna".
fn stands_for(left: &[Part], i: usize, right: &[Part], j: usize) -> bool {
    let ends = (i + 1 == left.len(), j + 1 == right.len());
    if ends.0 != ends.1 && left.len() + right.len() > 3 {
        return false;
    }
    let initial_in_left = left.get(i).is_some_and(Part::is_initial);
    let (initial, before, word, there) = if initial_in_left { (i, left, j, right) } else { (j, right, i, left) };
    let full = before.iter().take(initial).find(|p| !p.is_initial());
    word > 0 || full.is_none_or(|full| there.iter().any(|p| p.compare(full).0 >= LEAST))
}

/// The doubt at which two names are as likely one person's as not; tuned on pairs of names set aside for that.
const EVEN: f32 = 0.40;

/// A cheap test before [`compare`]: false only where a word of the shorter name has no like in the longer.
pub fn may_be(a: &Name, b: &Name) -> bool {
    let (short, long) = if a.parts.len() <= b.parts.len() { (a, b) } else { (b, a) };
    let bound = !a.particles.is_empty() || !b.particles.is_empty();
    short.parts.iter().all(|x| long.parts.iter().any(|y| x.compare(y).0 >= LEAST))
        || bound
        || may_respace(&a.parts, &b.parts)
        || may_respace(&b.parts, &a.parts)
}

/// Compares two names of persons.
pub fn compare(a: &Name, b: &Name) -> Verdict {
    let pairing = Pairing::new(a, b);
    let words = |name: &Name, at: usize| name.parts.get(at).map(|p| p.text.clone());
    if pairing.suffix {
        return Verdict::new(0.02, Ground::Generation);
    }
    let only_initials = pairing.pairs.iter().all(|p| p.1 == WordMatch::Initial);
    if pairing.left_short > 0 || only_initials {
        let alone = |name: &Name, first: bool| -> Vec<String> {
            let paired = |at: &usize| pairing.pairs.iter().any(|p| *at == if first { p.2 } else { p.3 });
            (0..name.parts.len())
                .filter(|at| pairing.respaced || !paired(at))
                .filter_map(|at| words(name, at))
                .collect()
        };
        let mut left = alone(a, true);
        left.extend(alone(b, false));
        let share = pairing.pairs.len() as f32 / (pairing.short + pairing.left_short).max(1) as f32;
        return Verdict::new(0.2 * share * (1.0 - pairing.lack()).max(0.0), Ground::Other(left));
    }
    let doubt = pairing.lack() + if pairing.family == Family::Crossed { 0.1 } else { 0.0 };
    let steep = (10.0 * (doubt - EVEN)).exp();
    let mut score = 1.0 / (1.0 + steep);
    if pairing.least() < 0.68 {
        score = score.min(0.4);
    }
    if pairing.short < 2 {
        // A family name alone fits everybody of that family.
        score = score.min(if pairing.family == Family::Met && pairing.left_long > 0 { 0.45 } else { 0.6 });
    }
    Verdict::new(score, ground(&pairing, a, b))
}

/// The simplest reason for which the names agree.
fn ground(pairing: &Pairing, a: &Name, b: &Name) -> Ground {
    let differ = |kind: &dyn Fn(WordMatch) -> bool| -> Vec<(String, String)> {
        let one = |p: &&(f32, WordMatch, usize, usize)| {
            Some((a.parts.get(p.2)?.text.clone(), b.parts.get(p.3)?.text.clone()))
        };
        pairing.pairs.iter().filter(|p| kind(p.1)).filter_map(|p| one(&p)).collect()
    };
    let any = |how: WordMatch| pairing.pairs.iter().any(|p| p.1 == how);
    if any(WordMatch::Near) && !pairing.respaced {
        Ground::Near(differ(&|t| t > WordMatch::Same && t != WordMatch::Initial))
    } else if any(WordMatch::Class) || any(WordMatch::Sound) || any(WordMatch::Short) {
        Ground::Spelling(if pairing.respaced {
            Vec::new()
        } else {
            differ(&|t| matches!(t, WordMatch::Class | WordMatch::Sound | WordMatch::Short))
        })
    } else if any(WordMatch::Initial) {
        Ground::Initials
    } else if pairing.left_long > 0 {
        Ground::Part
    } else if pairing.respaced {
        Ground::Respaced
    } else if pairing.pairs.iter().any(|p| p.2 != p.3) {
        Ground::Reordered
    } else {
        Ground::Equal
    }
}

/// Whether the other name has a word that may be two neighbours run together: of about that length and with that beginning.
fn may_respace(parts: &[Part], other: &[Part]) -> bool {
    parts.iter().zip(parts.iter().skip(1)).any(|(first, second)| {
        let long = first.text.len() + second.text.len();
        let fits = |o: &Part| {
            o.text.len().abs_diff(long) <= 3
                && o.text.len() > first.text.len().max(second.text.len())
                && o.text.chars().next() == first.text.chars().next()
        };
        !first.is_initial() && !second.is_initial() && other.iter().any(fits)
    })
}

/// Runs two neighbouring words together where the other name has them as one word. Returns whether it did.
fn respace(parts: &mut Vec<Part>, other: &[Part]) -> bool {
    let mut done = false;
    let mut at = 0;
    while at + 1 < parts.len() {
        let (Some(first), Some(second)) = (parts.get(at), parts.get(at + 1)) else { break };
        // Only where the other name has a word of about that length and beginning.
        let long = first.text.len() + second.text.len();
        let head = first.text.chars().next();
        if !other.iter().any(|o| o.text.len().abs_diff(long) <= 3 && o.text.chars().next() == head) {
            at += 1;
            continue;
        }
        let joined = Part::new(&format!("{}{}", first.text, second.text));
        let fits = |p: &Part| p.text.len() > first.text.len().max(second.text.len()) && joined.compare(p).0 >= 0.93;
        let apart = |p: &&Part| other.iter().any(|o| o.compare(p).0 >= 0.93);
        let initial = first.is_initial() || second.is_initial();
        let both_apart = apart(&first) && apart(&second);
        if !initial && !both_apart && other.iter().any(fits) {
            if let Some(cell) = parts.get_mut(at) {
                *cell = joined;
            }
            parts.remove(at + 1);
            done = true;
        } else {
            at += 1;
        }
    }
    done
}

/// Takes a particle off a word where the other name writes it as a word of its own: Benkhalifa, Ben Khalifa. Returns whether it
/// did.
fn unbind(parts: &mut [Part], other: &[Part], particles: &[String]) -> bool {
    let mut heads: Vec<&str> = particles.iter().map(String::as_str).collect();
    if particles.iter().any(|particle| SMALL_WORDS.has(particle, small_words::SON)) {
        SMALL_WORDS.marked(small_words::SON).for_each(|son| heads.push(son));
    }
    let mut done = false;
    for part in parts {
        if particles.is_empty() || other.iter().any(|o| o.compare(part).0 >= LEAST) {
            continue;
        }
        let apart = heads
            .iter()
            .filter_map(|head| part.text.strip_prefix(*head).filter(|rest| rest.chars().count() >= 3))
            .map(Part::new)
            .find(|rest| other.iter().any(|o| o.compare(rest).0 >= 0.93));
        if let Some(rest) = apart {
            *part = rest;
            done = true;
        }
    }
    done
}
