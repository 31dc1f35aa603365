//! The sieve of places: `Ada East` and `Ada East District` are one, and so are a country's names.

use std::collections::HashMap;

use super::spelling_sets::SpellingRelation;
use super::state::SieveState;
use crate::news::mention::Kind;

/// Unites each place with the first one that has the same plain name.
pub fn unite(state: &mut SieveState) {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut pairs = Vec::new();
    for (number, spelling) in state.of_kind(Kind::Place) {
        let words: Vec<&str> = spelling.words.iter().map(|w| w.text.as_str()).collect();
        let plain = plain_name(&words);
        match known.get(&plain) {
            Some(&other) => pairs.push((number, other)),
            None => {
                known.insert(plain, number);
            }
        }
    }
    for (a, b) in pairs {
        state.sets.unite(a, b, SpellingRelation::Variant);
    }
}

/// The name by which a place is compared: without the word for its sort (`District`, `Republic of`) and, for a country, its
/// common name.
fn plain_name(words: &[&str]) -> String {
    let mut words = words;
    if let [head, "of", rest @ ..] = words
        && is_sort(head)
        && !rest.is_empty()
    {
        words = rest;
    }
    if let [rest @ .., sort] = words
        && is_sort(sort)
        && !rest.is_empty()
    {
        words = rest;
    }
    if let [
        "democratic" | "federal" | "islamic" | "peoples" | "socialist" | "bolivarian" | "arab",
        "republic",
        "of",
        rest @ ..,
    ] = words
        && !rest.is_empty()
    {
        words = rest;
    }
    if let ["the", rest @ ..] = words
        && !rest.is_empty()
    {
        words = rest;
    }
    let name = words.join(" ");
    match name.as_str() {
        "us" | "usa" | "united states" | "united states of america" | "america" | "u s" => "united states".to_owned(),
        "uk" | "united kingdom" | "britain" | "great britain" => "united kingdom".to_owned(),
        "uae" | "united arab emirates" | "emirates" => "united arab emirates".to_owned(),
        "drc" | "dr congo" => "congo".to_owned(),
        "prc" => "china".to_owned(),
        "ivory coast" | "cote divoire" => "cote divoire".to_owned(),
        // "The North" and "the South" of the news are the two Koreas.
        "north" | "dprk" => "north korea".to_owned(),
        "south" | "rok" | "korea republic" => "south korea".to_owned(),
        "burma" => "myanmar".to_owned(),
        "holland" => "netherlands".to_owned(),
        "czechia" => "czech".to_owned(),
        "bosnia herzegovina" | "bosnia and herzegovina" => "bosnia".to_owned(),
        _ => name,
    }
}

/// Whether a word tells the sort of a place.
fn is_sort(word: &str) -> bool {
    matches!(
        word,
        "district"
            | "province"
            | "county"
            | "region"
            | "city"
            | "governorate"
            | "municipality"
            | "prefecture"
            | "republic"
            | "kingdom"
            | "state"
            | "sultanate"
            | "emirate"
            | "town"
            | "village"
            | "township"
            | "district's"
            | "department"
            | "division"
            | "oblast"
    )
}
