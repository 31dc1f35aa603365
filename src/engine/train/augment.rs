//! Data augmentation: copies of articles with other names, so that the CRF learns from the words around a name and not from
//! the name alone.
//!
//! Persons are renamed word by word, so that a surname alone is renamed like the full name; institutions and places as a
//! whole. Within a copy equal names are renamed alike. The copies depend only on the articles and the seed; they have no
//! roles.

use std::collections::HashMap;

use super::corpus::GoldArticle;
use crate::engine::crf::fit::Rng;
use crate::engine::ner::label::Label;
use crate::text::span::Span;
use crate::text::token::{Class, tokens};

/// The names that copies draw from. A name that occurs several times is in its pool as often.
#[derive(Clone, Debug, Default)]
pub struct NamePools {
    /// First words of names of persons.
    given: Vec<String>,
    /// Last words of names of persons.
    family: Vec<String>,
    /// Names of persons from a list, of which it is not known whether they are given or family names.
    any: Vec<String>,
    /// Institutions by length: acronym, one word, two or three words, more ([`length_class`]).
    institutions: [Vec<String>; 4],
    /// Places of one word, and of more.
    places: [Vec<String>; 2],
    /// Places that keep their names.
    fixed: Vec<String>,
}

impl NamePools {
    /// Gathers the names of articles and of a list (one `name, variant => id` a line). `fixed` are the places that keep
    /// their names.
    pub fn gather<'a>(articles: impl Iterator<Item = &'a GoldArticle>, names: &str, fixed: &[&str]) -> Self {
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
                        if let Some(pool) = pools.institutions.get_mut(length_class(name)) {
                            pool.push(name.to_owned());
                        }
                    }
                    Label::Place => {
                        if let Some(pool) = pools.places.get_mut(usize::from(name.contains(' '))) {
                            pool.push(name.to_owned());
                        }
                    }
                    Label::Event | Label::Other | Label::Nationality => {}
                }
            }
        }
        for line in names.lines().step_by(LIST_STEP) {
            let name = line.split([',', '=']).next().unwrap_or("").trim();
            if name.is_ascii() && name.len() > 3 && name.bytes().all(|b| b.is_ascii_lowercase()) {
                let mut chars = name.chars();
                pools.any.push(chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect());
            }
        }
        pools
    }
}

/// Of the list of names one line in so many is used.
const LIST_STEP: usize = 7;

/// Whether a word of a name can be renamed: it begins with a capital, is longer than two chars, and is no abbreviation.
fn plain(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase) && !word.ends_with('.')
}

/// The index into [`NamePools::institutions`].
fn length_class(name: &str) -> usize {
    match name.split(' ').count() {
        1 if name.chars().filter(|c| c.is_uppercase()).count() > 1 => 0,
        1 => 1,
        2 | 3 => 2,
        _ => 3,
    }
}

/// A random name of a pool; `None` if it is empty.
fn draw(pool: &[String], rng: &mut Rng) -> Option<String> {
    pool.get(rng.below(pool.len())).cloned()
}

/// How the headline of a copy is cased.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HeadlineCase {
    AsIs,
    AllCaps,
    TitleCase,
}

impl HeadlineCase {
    fn apply(self, text: &str) -> String {
        match self {
            Self::AsIs => text.to_owned(),
            Self::AllCaps => text.to_uppercase(),
            Self::TitleCase => {
                let mut out = String::with_capacity(text.len());
                let mut first = true;
                for word in text.split_inclusive(' ') {
                    let small = word.trim().len() <= MAX_SMALL_WORD && !first;
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

/// Words of at most so many bytes stay in lower case in a headline in title case.
const MAX_SMALL_WORD: usize = 3;
/// A first paragraph shorter than this, in bytes, is a headline.
const MAX_HEADLINE: usize = 160;

/// A copy of an article with other names. Two in ten headlines are put into capitals and two in ten into title case.
pub fn copy(article: &GoldArticle, pools: &NamePools, rng: &mut Rng) -> GoldArticle {
    let head = article.text.find("\n\n").unwrap_or(0);
    let headline_case = match rng.below(10) {
        0 | 1 if head > 0 && head < MAX_HEADLINE => HeadlineCase::AllCaps,
        2 | 3 if head > 0 && head < MAX_HEADLINE => HeadlineCase::TitleCase,
        _ => HeadlineCase::AsIs,
    };
    let mut known: HashMap<(u8, String), String> = HashMap::new();
    rename_storms(article, pools, &mut known, rng);
    let mut out = GoldArticle::default();
    let mut at = 0;
    for (span, label) in &article.names {
        let case = if span.start < head as u32 { headline_case } else { HeadlineCase::AsIs };
        if let Some(between) = article.text.get(at..span.start as usize) {
            // The rest of a headline behind its last name keeps its case. The embedded weights were trained so.
            let case = if at < head { case } else { HeadlineCase::AsIs };
            out.text.push_str(&case.apply(between));
        }
        at = span.end as usize;
        let name = rename(span.slice(&article.text), *label, pools, &mut known, rng);
        let start = out.text.len();
        out.text.push_str(&case.apply(&name));
        out.names.push((Span::new(start, out.text.len()), *label));
    }
    out.text.push_str(article.text.get(at..).unwrap_or(""));
    out
}

/// The new name for a name. Seven in ten places and five in ten institutions are renamed, and each person; places in
/// capitals and fixed ones never. `known` holds the new names given so far in this copy.
fn rename(
    name: &str,
    label: Label,
    pools: &NamePools,
    known: &mut HashMap<(u8, String), String>,
    rng: &mut Rng,
) -> String {
    if label == Label::Person {
        return rename_person(name, pools, known, rng);
    }
    if label == Label::Event {
        return known.get(&(label as u8, name.to_owned())).cloned().unwrap_or_else(|| name.to_owned());
    }
    let keep =
        pools.fixed.iter().any(|f| f == name) || name.chars().all(|c| !c.is_lowercase()) && label == Label::Place;
    let (pool, odds): (&[String], usize) = match label {
        Label::Place if !keep => (pools.places.get(usize::from(name.contains(' '))).map_or(&[], |p| p), 7),
        Label::Institution => (pools.institutions.get(length_class(name)).map_or(&[], |p| p), 5),
        _ => return name.to_owned(),
    };
    let stay = rng.below(10) >= odds;
    let other = draw(pool, rng).filter(|_| !stay).unwrap_or_else(|| name.to_owned());
    known.entry((label as u8, name.to_owned())).or_insert(other).clone()
}

/// The words before the names of storms.
const STORMS: [&str; 6] = ["Hurricane", "Typhoon", "Cyclone", "Storm", "Tropical Storm", "Super Typhoon"];

/// Renames the storms of an article, into `known`. Storms have given names, like persons, and must not be taken for them.
fn rename_storms(article: &GoldArticle, pools: &NamePools, known: &mut HashMap<(u8, String), String>, rng: &mut Rng) {
    for (span, label) in &article.names {
        let name = span.slice(&article.text);
        let storm =
            STORMS.iter().find_map(|s| name.strip_prefix(s)).map(str::trim).filter(|n| plain(n) && !n.contains(' '));
        let (Some(own), Label::Event) = (storm, label) else { continue };
        let (Some(other), Some(sort)) = (draw(&pools.given, rng), STORMS.get(rng.below(STORMS.len()))) else {
            continue;
        };
        let other = known.entry((Label::Event as u8, own.to_owned())).or_insert(other).clone();
        known.entry((Label::Event as u8, name.to_owned())).or_insert(format!("{sort} {other}"));
    }
}

/// The new name for a person, word by word. Three words in ten come from the list, the others from the articles.
fn rename_person(name: &str, pools: &NamePools, known: &mut HashMap<(u8, String), String>, rng: &mut Rng) -> String {
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
        let pool = match rng.below(10) {
            0..3 => &pools.any,
            _ if Some(i) == last => &pools.family,
            _ => &pools.given,
        };
        let fresh = draw(pool, rng).unwrap_or_else(|| word.to_owned());
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
    fn a_storm_keeps_its_new_name_throughout() {
        let articles =
            marked("---\n{E1:Hurricane Stan} neared {L2:Yucatan}.\n{E1:Stan} is weak, {P3:Ali Musa} said.").unwrap();
        let pools = NamePools::gather(articles.iter(), "", &[]);
        let copy = copy(&articles[0], &pools, &mut Rng::new(3));
        let name = |i: usize| copy.names[i].0.slice(&copy.text);
        // The first line is the headline and can be in capitals.
        assert!(name(0).to_lowercase().ends_with(" ali") && name(2) == "Ali", "{}", copy.text);
    }

    #[test]
    fn a_copy_has_names_of_the_same_labels_and_renames_a_surname_alike() {
        let articles =
            marked("---\n{L1:Rabat} hails {P2:Ali Musa}\n{P2:Musa} of {O3:Bank Al} met {P4:Omar Sami}.").unwrap();
        let pools = NamePools::gather(articles.iter(), "zorro => 1", &[]);
        for seed in 0..50 {
            let copy = copy(&articles[0], &pools, &mut Rng::new(seed));
            let labels: Vec<_> = copy.names.iter().map(|n| n.1).collect();
            assert_eq!(labels, articles[0].names.iter().map(|n| n.1).collect::<Vec<_>>());
            let name = |i: usize| copy.names[i].0.slice(&copy.text).to_lowercase();
            assert!(name(1).ends_with(&name(2)), "the surname is renamed alike: {}", copy.text);
        }
    }
}
