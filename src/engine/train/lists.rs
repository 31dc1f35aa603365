//! The sources of the lexicon: our own word lists; cities and countries of GeoNames (JSON); names of persons (one class of
//! equivalent names a line); and how the words of the corpora are cased.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::engine::lexicon::table::Source;
use crate::engine::lexicon::{Class, lists};
use crate::text::token::tokens;

/// A list that cannot be read, by what it is a list of.
#[derive(Debug, Error)]
#[error("the list of {0} cannot be read: {1}")]
pub struct ListError(&'static str, serde_json::Error);

#[derive(Deserialize)]
struct City {
    name: String,
    population: u64,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    name: String,
    capital: String,
}

/// How often a word is written in lower case and with a capital, inside sentences of prose.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseCount {
    /// In lower case.
    pub lower: u32,
    /// With a capital, not at the beginning of a sentence.
    pub capital: u32,
}

/// Cities of at least so many inhabitants are class `City`, smaller ones `Town`.
const CITY: u64 = 100_000;
/// Cities of at least so many inhabitants are listed with their other names too. Those of small towns stay out: they can be
/// common words.
const RENAMED_CITY: u64 = 500_000;
/// Other names of cities must be longer than this, in bytes: short ones can be abbreviations and words (`LA`).
const MAX_SHORT_NAME: usize = 4;
/// Phrases of more words than this are left out, since the recogniser looks at no longer ones.
const MAX_PHRASE: usize = 6;

/// A word must occur in lower case at least so often to be known as a common word.
const MIN_LOWER: u32 = 2;
/// A word is common, class `Lower`, if it is written in lower case at least so many times as often as with a capital. Down to
/// one part in so many it is class `Mixed`.
const CASE_RATIO: u32 = 6;

/// Adds an entry to a class: as a word, or as a phrase if it has several words.
fn add(source: &mut Source, entry: &str, class: Class) {
    let lower = entry.to_lowercase().replace('’', "'");
    let whole = lower.chars().all(|c| c.is_alphanumeric() || c == '.');
    let words: Vec<&str> =
        if whole { vec![lower.as_str()] } else { tokens(&lower).into_iter().map(|t| t.slice(&lower)).collect() };
    match words[..] {
        [] => {}
        [word] => {
            let classes = source.words.entry(word.to_owned()).or_default();
            *classes = classes.with(class);
        }
        _ if words.len() <= MAX_PHRASE => {
            let classes = source.phrases.entry(words.join(" ")).or_default();
            *classes = classes.with(class);
        }
        _ => {}
    }
}

/// Adds our own lists.
pub fn own(source: &mut Source) {
    for (class, entry) in lists::entries() {
        add(source, entry, class);
    }
}

/// Adds the cities of GeoNames, with their names in ASCII, and the large ones with their other Latin names.
pub fn cities(source: &mut Source, json: &str) -> Result<(), ListError> {
    let cities: BTreeMap<String, City> = serde_json::from_str(json).map_err(|e| ListError("cities", e))?;
    for city in cities.into_values() {
        let class = if city.population >= CITY { Class::City } else { Class::Town };
        let plain = any_ascii::any_ascii(&city.name);
        add(source, &plain, class);
        add(source, &city.name, class);
        if city.population >= RENAMED_CITY {
            let latin = |n: &&String| {
                n.is_ascii() && n.chars().next().is_some_and(|c| c.is_ascii_uppercase()) && n.len() > MAX_SHORT_NAME
            };
            for name in city.alternatenames.iter().filter(latin) {
                add(source, name, class);
            }
        }
    }
    Ok(())
}

/// Adds the countries of GeoNames, their capitals, and the [`FAMILIAR`] names.
pub fn countries(source: &mut Source, json: &str) -> Result<(), ListError> {
    let countries: BTreeMap<String, Country> = serde_json::from_str(json).map_err(|e| ListError("countries", e))?;
    for country in countries.into_values() {
        add(source, &country.name, Class::Country);
        add(source, &country.capital, Class::City);
    }
    for name in FAMILIAR {
        add(source, name, Class::Country);
    }
    Ok(())
}

/// Countries and lands under other names than those of GeoNames. Copies with other names keep them ([`super::augment`]).
pub const FAMILIAR: &[&str] = &[
    "U.S.",
    "US",
    "U.S.A.",
    "USA",
    "UK",
    "U.K.",
    "Britain",
    "England",
    "Scotland",
    "Wales",
    "Northern Ireland",
    "America",
    "Burma",
    "Ivory Coast",
    "Congo",
    "DR Congo",
    "Palestine",
    "Gaza",
    "Kosovo",
    "Kurdistan",
    "Chechnya",
    "Tibet",
    "Kashmir",
    "Soviet Union",
    "Yugoslavia",
    "Czech Republic",
    "Holland",
    "Macedonia",
    "Swaziland",
    "Korea",
    "UAE",
    "Emirates",
    "Crimea",
    "Darfur",
    "Hong Kong",
    "Macau",
    "Taiwan",
    "Vatican",
    "Zanzibar",
    "Somaliland",
    "West Bank",
    "United States",
];

/// Adds names of persons from lines such as `Ali, Aly, علي => Q1`, the Latin ones; a hyphenated name gives its parts.
pub fn names(source: &mut Source, file: &str) {
    for line in file.lines() {
        let names = line.split("=>").next().unwrap_or("");
        for name in names.split(',').map(str::trim) {
            let latin =
                name.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || ('\u{C0}'..='\u{17F}').contains(&c));
            if latin && name.chars().count() > 1 && !name.starts_with('-') {
                for part in name.split('-').filter(|p| p.len() > 1) {
                    add(source, part, Class::Name);
                }
            }
        }
    }
}

/// Adds how words are cased inside sentences: as class `Lower` those that are mostly in lower case, as class `Mixed` those
/// that are written both ways. Words that are mostly capitalised get neither.
pub fn casing(source: &mut Source, counts: &BTreeMap<String, CaseCount>) {
    for (word, CaseCount { lower, capital }) in counts {
        let class = if *lower >= MIN_LOWER && *lower >= capital * CASE_RATIO {
            Class::Lower
        } else if *lower >= MIN_LOWER && lower * CASE_RATIO > *capital {
            Class::Mixed
        } else {
            continue;
        };
        let classes = source.words.entry(word.clone()).or_default();
        *classes = classes.with(class);
    }
}
