//! An article as linking sees it: its countries, and its chains with their names, roles and keys. A pure function of the
//! article, so that it does not matter when the article is imported.

use super::gazetteer::{Country, Gazetteer};
use crate::engine::names::institution;
use crate::engine::names::parse::Words;
use crate::news::mention::{Annotations, Form, Kind};
use crate::text::fold;

/// A chain as linking sees it.
#[derive(Clone, Debug)]
pub struct ChainFeatures {
    /// Index into the chains of the article.
    pub chain: u32,
    /// What it is.
    pub kind: Kind,
    /// The fullest name, as written.
    pub name: String,
    /// Every other name, as written, each once.
    pub others: Vec<String>,
    /// Offices and titles, folded and sorted; an affiliation is `@` and a word.
    pub roles: Vec<String>,
    /// The key of its node.
    pub key: Key,
}

/// The key of a chain: chains of one key share a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A name that says who it is: `p anna kamau`, `i health ministry@KE`.
    Strong(String),
    /// A short name that many bear (a lone given or family name, an acronym, "the Assembly"): the words by which its bearers
    /// are found, and the key it has where none of them is meant (`p1 kamau@KE`).
    Weak(String, String),
}

/// An article as linking sees it.
#[derive(Clone, Debug, Default)]
pub struct ArticleFeatures {
    /// Its chains that have a key.
    pub chains: Vec<ChainFeatures>,
    /// Its countries, most named first.
    pub countries: Vec<(Country, u32)>,
}

/// Words that say what an institution is but not which.
const GENERIC: &[&str] = &[
    "ministry",
    "department",
    "agency",
    "authority",
    "commission",
    "committee",
    "council",
    "court",
    "bank",
    "party",
    "union",
    "army",
    "police",
    "parliament",
    "assembly",
    "senate",
    "congress",
    "cabinet",
    "government",
    "house",
    "board",
    "bureau",
    "office",
    "service",
    "force",
    "guard",
    "navy",
    "embassy",
    "secretariat",
    "directorate",
    "tribunal",
    "national",
    "federal",
    "supreme",
    "high",
    "central",
    "state",
    "public",
    "constitutional",
    "appeal",
    "court",
    "interior",
    "home",
    "health",
    "defense",
    "defence",
    "finance",
    "foreign",
    "education",
    "justice",
    "agriculture",
    "environment",
    "transport",
    "labor",
    "trade",
    "commerce",
    "industry",
    "energy",
    "culture",
    "sport",
    "tourism",
    "treasury",
    "representative",
    "common",
    "lord",
    "commons",
    "lords",
    "general",
    "prosecutor",
    "attorney",
    "electoral",
    "election",
    "president",
    "prime",
    "minister",
    "presidency",
    "air",
    "coast",
    "armed",
    "military",
    "intelligence",
    "security",
    "royal",
    "people",
    "upper",
    "lower",
    "chamber",
    "deputy",
    "senat",
    "bundestag",
    "media",
    "communication",
    "information",
    "economy",
    "economic",
    "planning",
    "development",
    "water",
    "works",
    "housing",
    "land",
    "mine",
    "power",
    "railway",
    "revenue",
    "customs",
    "tax",
    "immigration",
    "prison",
    "anti",
    "corruption",
    "human",
    "right",
    "rights",
    "statistic",
    "statistics",
    "weather",
    "meteorological",
    "fire",
    "red",
    "crescent",
    "cross",
    "democratic",
    "local",
    "municipal",
    "city",
    "county",
    "district",
    "provincial",
    "regional",
    "society",
    "institute",
    "of",
    "the",
    "and",
    "for",
    "ombudsman",
    "speaker",
    "legislature",
    "judiciary",
    "opposition",
    "task",
    "group",
    "team",
    "center",
    "centre",
    "fund",
    "corporation",
];

impl ArticleFeatures {
    /// The features of an article with its annotations.
    pub fn new(gazetteer: &Gazetteer, text: &str, found: &Annotations) -> Self {
        let countries = gazetteer.in_text(text);
        let chains = (0u32..).zip(&found.chains).filter_map(|(number, chain)| {
            let mut names: Vec<&str> = Vec::new();
            for mention in chain.mentions.iter().filter_map(|m| found.mentions.get(*m as usize)) {
                if mention.form == Form::Name {
                    let name = mention.span.slice(text);
                    if !names.contains(&name) && names.len() < 32 {
                        names.push(name);
                    }
                }
            }
            let mut roles = chain.roles.clone();
            if chain.kind == Kind::Person {
                roles.extend(affiliation(text, found, &chain.mentions));
            }
            ChainFeatures::new(gazetteer, number, chain.kind, &names, &roles, &countries)
        });
        Self { chains: chains.collect(), countries }
    }
}

/// The affiliation in "Ziwa's Odhiambo": `@` and the first word of the institution.
fn affiliation(text: &str, found: &Annotations, mentions: &[u32]) -> Option<String> {
    mentions.iter().find_map(|&m| {
        let (before, name) = (found.mentions.get((m as usize).checked_sub(1)?)?, found.mentions.get(m as usize)?);
        let gap = text.get(before.span.end as usize..name.span.start as usize)?;
        let whose = before.kind == Kind::Institution && before.form == Form::Name && matches!(gap, "'s " | "’s ");
        let first = fold::words(before.span.slice(text)).into_iter().next().filter(|_| whose)?;
        Some(format!("@{}", first.text))
    })
}

impl ChainFeatures {
    /// A chain by its names; `None` where no name has a letter.
    pub fn new(
        gazetteer: &Gazetteer,
        chain: u32,
        kind: Kind,
        names: &[&str],
        roles: &[String],
        countries: &[(Country, u32)],
    ) -> Option<Self> {
        // The fullest name has most words that are no initials, then most words, then most letters; the first by the alphabet.
        let weight = |name: &&str| {
            let words = fold::words(name);
            let full = words.iter().filter(|w| w.text.chars().count() > 1).count();
            (full, words.len(), name.chars().count(), std::cmp::Reverse((*name).to_owned()))
        };
        let name = match names {
            [only] => *only,
            _ => *names.iter().max_by_key(|name| weight(name))?,
        };
        let key = key(gazetteer, kind, name, names, countries)?;
        let mut others: Vec<String> = names.iter().filter(|n| **n != name).map(|n| (*n).to_owned()).collect();
        others.sort_unstable();
        let mut roles: Vec<String> = roles
            .iter()
            .map(|role| if role.starts_with('@') { role.clone() } else { fold::key(role) })
            .filter(|role| !role.is_empty())
            .collect();
        roles.sort_unstable();
        roles.dedup();
        Some(Self { chain, kind, name: name.to_owned(), others, roles, key })
    }
}

/// The strong key of a name by itself, if it has one.
pub fn strong(gazetteer: &Gazetteer, kind: Kind, name: &str) -> Option<String> {
    match key(gazetteer, kind, name, &[name], &[])? {
        Key::Strong(key) => Some(key),
        Key::Weak(..) => None,
    }
}

fn key(gazetteer: &Gazetteer, kind: Kind, name: &str, names: &[&str], countries: &[(Country, u32)]) -> Option<Key> {
    let at = countries.first().map_or("", |(c, _)| c.code());
    match kind {
        Kind::Person => {
            let parsed = Words::parse(name);
            let words: Vec<&str> = parsed.parts.iter().map(String::as_str).collect();
            let suffix = parsed.suffix.as_deref().unwrap_or("");
            match words.as_slice() {
                [] => None,
                [only] if suffix.is_empty() => Some(Key::Weak((*only).to_owned(), format!("p1 {only}@{at}"))),
                _ => Some(Key::Strong(format!("p {} {suffix}", words.join(" ")).trim_end().to_owned())),
            }
        }
        Kind::Institution => institution_key(gazetteer, name, names, at),
        _ => {
            let key = fold::key(name);
            (!key.is_empty()).then(|| Key::Strong(format!("{} {key}", kind.word())))
        }
    }
}

fn institution_key(gazetteer: &Gazetteer, name: &str, names: &[&str], at: &str) -> Option<Key> {
    let words = institution::words(name);
    if words.is_empty() {
        return None;
    }
    // A name of four words says which institution it is, however plain the words.
    let generic =
        |words: &[String]| words.len() < 4 && words.iter().all(|w| GENERIC.contains(&w.as_str()) || w.len() == 1);
    if let Some((country, rest)) = gazetteer.in_name(&words)
        && !rest.is_empty()
        && generic(&rest)
    {
        return Some(Key::Strong(format!("i {}@{}", ordered(name, rest).join(" "), country.code())));
    }
    if generic(&words) {
        let word = ordered(name, words).join(" ");
        return Some(Key::Weak(word.clone(), format!("i {word}@{at}")));
    }
    if let [only] = words.as_slice()
        && is_acronym(name)
        && names.iter().all(|n| is_acronym(n))
    {
        return Some(Key::Weak(only.clone(), format!("i {only}")));
    }
    Some(Key::Strong(format!("i {}", ordered(name, words).join(" "))))
}

/// The words in alphabetical order where the name may also be turned around: "Ministry of Health", "Health Ministry".
fn ordered(name: &str, mut words: Vec<String>) -> Vec<String> {
    let two = words.len() == 2 || fold::words(name).iter().any(|w| w.text == "of");
    let head = words.iter().any(|w| {
        matches!(
            w.as_str(),
            "ministry"
                | "department"
                | "embassy"
                | "university"
                | "parliament"
                | "senate"
                | "bank"
                | "government"
                | "bureau"
        )
    });
    if two && head {
        words.sort_unstable();
    }
    words
}

/// Whether a name is an acronym: one word of two to eight letters and digits, two thirds of them capitals.
pub fn is_acronym(name: &str) -> bool {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
    (2..=8).contains(&letters.len())
        && !name.contains(' ')
        && letters.iter().filter(|c| c.is_uppercase()).count() * 3 >= letters.len() * 2
}
