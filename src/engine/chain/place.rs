//! The sieve of places: `Ada East` for Ada East District, and a few countries by their other names.

use std::collections::HashMap;

use super::spelling_sets::SpellingRelation;
use super::state::SieveState;
use crate::news::mention::Kind;

/// Ties places under a plain and a full form, and countries under two names.
pub fn unite(state: &mut SieveState) {
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut ties = Vec::new();
    for (number, spelling) in state.of_kind(Kind::Place) {
        let words: Vec<&str> = spelling.words.iter().map(|w| w.text.as_str()).collect();
        let plain = plain(&words);
        match known.get(&plain) {
            Some(&other) => ties.push((number, other)),
            None => {
                known.insert(plain, number);
            }
        }
    }
    for (a, b) in ties {
        state.sets.unite(a, b, SpellingRelation::Variant);
    }
}

/// The name by which a place is compared.
fn plain(words: &[&str]) -> String {
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
        // Of a country in two halves the half is named alone.
        "north" | "dprk" => "north korea".to_owned(),
        "south" | "rok" | "korea republic" => "south korea".to_owned(),
        "burma" => "myanmar".to_owned(),
        "holland" => "netherlands".to_owned(),
        "czechia" => "czech".to_owned(),
        "bosnia herzegovina" | "bosnia and herzegovina" => "bosnia".to_owned(),
        _ => name,
    }
}

/// What a place is, beside what it is called.
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
