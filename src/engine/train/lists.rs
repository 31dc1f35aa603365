//! Word lists of others, read in their own formats: GeoNames cities and countries (JSON), person names (one class a line).

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::engine::lexicon::table::Source;
use crate::engine::lexicon::{Class, lists};
use crate::text::token::tokens;

/// A list cannot be read.
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

/// Adds an entry of one or more words to the source of a lexicon.
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
        _ if words.len() <= 6 => {
            let classes = source.phrases.entry(words.join(" ")).or_default();
            *classes = classes.with(class);
        }
        _ => {}
    }
}

/// Our own lists.
pub fn own(source: &mut Source) {
    for (class, entry) in lists::entries() {
        add(source, entry, class);
    }
}

/// Cities: those of 100,000 inhabitants and more with their other Latin names, the smaller as towns.
pub fn cities(source: &mut Source, json: &str) -> Result<(), ListError> {
    let cities: BTreeMap<String, City> = serde_json::from_str(json).map_err(|e| ListError("cities", e))?;
    for city in cities.into_values() {
        let class = if city.population >= 100_000 { Class::City } else { Class::Town };
        let plain = any_ascii::any_ascii(&city.name);
        add(source, &plain, class);
        add(source, &city.name, class);
        if city.population >= 500_000 {
            let latin =
                |n: &&String| n.is_ascii() && n.chars().next().is_some_and(|c| c.is_ascii_uppercase()) && n.len() > 4;
            for name in city.alternatenames.iter().filter(latin) {
                add(source, name, class);
            }
        }
    }
    Ok(())
}

/// Countries and their capitals.
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

/// Countries and lands under other names than their official ones.
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

/// Person names: `a, b, c => Q1`, single Latin words only.
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

/// How words are written inside sentences: mostly in lower case, or both ways.
pub fn habits(source: &mut Source, counts: &BTreeMap<String, (u32, u32)>) {
    for (word, (lower, capital)) in counts {
        let class = if *lower >= 2 && lower >= &(capital * 6) {
            Class::Lower
        } else if *lower >= 2 && lower * 6 > *capital {
            Class::Mixed
        } else {
            continue;
        };
        let classes = source.words.entry(word.clone()).or_default();
        *classes = classes.with(class);
    }
}
