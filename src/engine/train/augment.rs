//! Copies of articles with other names in them, so that the field learns from what stands around a name and not the name
//! alone: persons word by word, institutions and places as a whole, the same for the same throughout an article.
//!
//! Deterministic for the dice. Roles are not kept.

use std::collections::HashMap;

use super::corpus::Article;
use crate::engine::crf::fit::Dice;
use crate::engine::ner::Label;
use crate::text::span::Span;
use crate::text::token::{Class, tokens};

/// Names to draw from.
#[derive(Clone, Debug, Default)]
pub struct Pools {
    /// First words of persons' names.
    given: Vec<String>,
    /// Last words of persons' names.
    family: Vec<String>,
    /// Names of no known place in a name.
    any: Vec<String>,
    /// Institutions by sort: acronym, one word, two or three, more.
    institutions: [Vec<String>; 4],
    /// Places of one word, of more.
    places: [Vec<String>; 2],
    /// Places that stay as they are.
    fixed: Vec<String>,
}

impl Pools {
    /// Gathers the names of articles, a list of person names (`a, b => id` a line) and words that stay.
    pub fn gather<'a>(articles: impl Iterator<Item = &'a Article>, names: &str, fixed: &[&str]) -> Self {
        let mut pools = Self { fixed: fixed.iter().map(|f| (*f).to_owned()).collect(), ..Self::default() };
        for article in articles {
            for (span, label) in &article.names {
                let name = span.slice(&article.text);
                if name.chars().filter(|c| c.is_uppercase()).count()
                    == name.chars().filter(|c| c.is_alphabetic()).count()
                    && *label != Label::Institution
                {
                    continue;
                }
                match label {
                    Label::Person => {
                        let words: Vec<&str> = name.split(' ').filter(|w| plain(w)).collect();
                        if let [first, .., last] = words[..] {
                            pools.given.push(first.to_owned());
                            pools.family.push(last.to_owned());
                        }
                    }
                    Label::Institution => {
                        if let Some(pool) = pools.institutions.get_mut(sort(name)) {
                            pool.push(name.to_owned());
                        }
                    }
                    Label::Place => {
                        if let Some(pool) = pools.places.get_mut(usize::from(name.contains(' '))) {
                            pool.push(name.to_owned());
                        }
                    }
                    _ => {}
                }
            }
        }
        for line in names.lines().step_by(7) {
            let name = line.split([',', '=']).next().unwrap_or("").trim();
            if name.is_ascii() && name.len() > 3 && name.bytes().all(|b| b.is_ascii_lowercase()) {
                let mut chars = name.chars();
                pools.any.push(chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect());
            }
        }
        pools
    }
}

/// Whether a word of a name can be exchanged: a capital and small letters.
fn plain(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase) && !word.ends_with('.')
}

fn sort(name: &str) -> usize {
    match name.split(' ').count() {
        1 if name.chars().filter(|c| c.is_uppercase()).count() > 1 => 0,
        1 => 1,
        2 | 3 => 2,
        _ => 3,
    }
}

fn draw(pool: &[String], dice: &mut Dice) -> Option<String> {
    pool.get(dice.below(pool.len())).cloned()
}

/// How the first paragraph of a copy is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    AsIs,
    Capitals,
    Titled,
}

impl Writing {
    fn write(self, text: &str) -> String {
        match self {
            Self::AsIs => text.to_owned(),
            Self::Capitals => text.to_uppercase(),
            Self::Titled => {
                let mut out = String::with_capacity(text.len());
                let mut first = true;
                for word in text.split_inclusive(' ') {
                    let small = word.trim().len() < 4 && !first;
                    let mut chars = word.chars();
                    match chars.next() {
                        Some(c) if !small => out.extend(c.to_uppercase().chain(chars)),
                        _ => out.push_str(word),
                    }
                    first = false;
                }
                out
            }
        }
    }
}

/// A copy of an article with other names.
pub fn copy(article: &Article, pools: &Pools, dice: &mut Dice) -> Article {
    let head = article.text.find("\n\n").unwrap_or(0);
    let writing = match dice.below(10) {
        0 | 1 if head > 0 && head < 160 => Writing::Capitals,
        2 | 3 if head > 0 && head < 160 => Writing::Titled,
        _ => Writing::AsIs,
    };
    let mut known: HashMap<(u8, String), String> = HashMap::new();
    storms(article, pools, &mut known, dice);
    let mut out = Article::default();
    let mut at = 0;
    for (span, label) in &article.names {
        let writing = if span.start < head as u32 { writing } else { Writing::AsIs };
        if let Some(between) = article.text.get(at..span.start as usize) {
            let between_writing = if at < head { writing } else { Writing::AsIs };
            out.text.push_str(&between_writing.write(between));
        }
        at = span.end as usize;
        let name = exchange(span.slice(&article.text), *label, pools, &mut known, dice);
        let start = out.text.len();
        out.text.push_str(&writing.write(&name));
        out.names.push((Span::new(start, out.text.len()), *label));
    }
    out.text.push_str(article.text.get(at..).unwrap_or(""));
    out
}

fn exchange(
    name: &str,
    label: Label,
    pools: &Pools,
    known: &mut HashMap<(u8, String), String>,
    dice: &mut Dice,
) -> String {
    if label == Label::Person {
        return person(name, pools, known, dice);
    }
    if label == Label::Event {
        return known.get(&(label as u8, name.to_owned())).cloned().unwrap_or_else(|| name.to_owned());
    }
    let keep =
        pools.fixed.iter().any(|f| f == name) || name.chars().all(|c| !c.is_lowercase()) && label == Label::Place;
    let (pool, odds): (&[String], usize) = match label {
        Label::Place if !keep => (pools.places.get(usize::from(name.contains(' '))).map_or(&[], |p| p), 7),
        Label::Institution => (pools.institutions.get(sort(name)).map_or(&[], |p| p), 5),
        _ => return name.to_owned(),
    };
    let stay = dice.below(10) >= odds;
    let other = draw(pool, dice).filter(|_| !stay).unwrap_or_else(|| name.to_owned());
    known.entry((label as u8, name.to_owned())).or_insert(other).clone()
}

/// What storms are called by.
const STORMS: [&str; 6] = ["Hurricane", "Typhoon", "Cyclone", "Storm", "Tropical Storm", "Super Typhoon"];

/// Gives the storms of an article other names, which are given names like those of persons.
fn storms(article: &Article, pools: &Pools, known: &mut HashMap<(u8, String), String>, dice: &mut Dice) {
    for (span, label) in &article.names {
        let name = span.slice(&article.text);
        let storm =
            STORMS.iter().find_map(|s| name.strip_prefix(s)).map(str::trim).filter(|n| plain(n) && !n.contains(' '));
        let (Some(own), Label::Event) = (storm, label) else { continue };
        let (Some(other), Some(sort)) = (draw(&pools.given, dice), STORMS.get(dice.below(STORMS.len()))) else {
            continue;
        };
        let other = known.entry((Label::Event as u8, own.to_owned())).or_insert(other).clone();
        known.entry((Label::Event as u8, name.to_owned())).or_insert(format!("{sort} {other}"));
    }
}

/// Another name for a person, word by word, so that the surname alone is exchanged alike.
fn person(name: &str, pools: &Pools, known: &mut HashMap<(u8, String), String>, dice: &mut Dice) -> String {
    let words = tokens(name);
    let last = words.iter().rposition(|t| plain(t.slice(name)));
    let mut out = String::with_capacity(name.len() + 8);
    let mut at = 0;
    for (i, token) in words.iter().enumerate() {
        out.push_str(name.get(at..token.start as usize).unwrap_or(""));
        at = token.end as usize;
        let word = token.slice(name);
        if token.class != Class::Word || !plain(word) {
            out.push_str(word);
            continue;
        }
        let pool = match dice.below(10) {
            0..3 => &pools.any,
            _ if Some(i) == last => &pools.family,
            _ => &pools.given,
        };
        let fresh = draw(pool, dice).unwrap_or_else(|| word.to_owned());
        let upper = word.chars().all(|c| !c.is_lowercase());
        let entry = known.entry((0, word.to_lowercase())).or_insert(fresh);
        out.push_str(&if upper { entry.to_uppercase() } else { entry.clone() });
    }
    out.push_str(name.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::train::corpus::marked;

    #[test]
    fn a_storm_goes_by_its_new_name() {
        let articles =
            marked("---\n{E1:Hurricane Stan} neared {L2:Yucatan}.\n{E1:Stan} is weak, {P3:Ali Musa} said.").unwrap();
        let pools = Pools::gather(articles.iter(), "", &[]);
        let copy = copy(&articles[0], &pools, &mut Dice::new(3));
        let name = |i: usize| copy.names[i].0.slice(&copy.text);
        // The first line is the headline and may have been shouted.
        assert!(name(0).to_lowercase().ends_with(" ali") && name(2) == "Ali", "{}", copy.text);
    }

    #[test]
    fn a_copy_has_the_same_names_in_other_words() {
        let articles =
            marked("---\n{L1:Rabat} hails {P2:Ali Musa}\n{P2:Musa} of {O3:Bank Al} met {P4:Omar Sami}.").unwrap();
        let pools = Pools::gather(articles.iter(), "zorro => 1", &[]);
        for seed in 0..50 {
            let copy = copy(&articles[0], &pools, &mut Dice::new(seed));
            let labels: Vec<_> = copy.names.iter().map(|n| n.1).collect();
            assert_eq!(labels, articles[0].names.iter().map(|n| n.1).collect::<Vec<_>>());
            let name = |i: usize| copy.names[i].0.slice(&copy.text).to_lowercase();
            assert!(name(1).ends_with(&name(2)), "the surname is exchanged alike: {}", copy.text);
        }
    }
}
