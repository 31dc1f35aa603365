//! Countries by the words that texts use for them: names, peoples, capitals, well-known cities. They say which country "the
//! ministry" of an article is in. A word stands for the country that most texts mean by it; that takes no side in a dispute.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::text::fold;

/// A country by its two letters of ISO 3166-1 (and `EU`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Country(pub [u8; 2]);

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl TryFrom<String> for Country {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::of(&code).ok_or("a country has two letters")
    }
}

impl Country {
    /// The country with this code; `None` unless it has two bytes.
    pub fn of(code: &str) -> Option<Self> {
        Some(Self(code.as_bytes().try_into().ok()?))
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

/// The words that stand for countries.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    words: HashMap<&'static str, Country>,
}

const LIST: &str = include_str!("countries.tsv");

/// Words in the longest name of a place in the list.
const LONGEST: usize = 4;

impl Default for Gazetteer {
    fn default() -> Self {
        Self::new()
    }
}

impl Gazetteer {
    /// The list as shipped.
    pub fn new() -> Self {
        let mut words = HashMap::new();
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            if let Some((code, rest)) = line.split_once('\t')
                && let [a, b] = code.as_bytes()
            {
                words.extend(rest.split('|').map(|word| (word, Country([*a, *b]))));
            }
        }
        Self { words }
    }

    /// The countries that a text names, with how often; most first, by code where equal. Looks at capitalised words only.
    pub fn in_text(&self, text: &str) -> Vec<(Country, u32)> {
        let mut counts: HashMap<Country, u32> = HashMap::new();
        // The run of capitalised words before this one, folded; and where its last words begin.
        let (mut recent, mut starts): (String, Vec<usize>) = (String::new(), Vec::with_capacity(LONGEST + 1));
        for raw in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '.'))) {
            let capital = raw.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
            if !capital {
                recent.clear();
                starts.clear();
                continue;
            }
            if starts.len() == LONGEST {
                starts.remove(0);
            }
            if !recent.is_empty() {
                recent.push(' ');
            }
            starts.push(recent.len());
            let bare = raw.trim_end_matches("'s").trim_end_matches("’s");
            recent.extend(fold::fold(bare).chars().filter(|c| c.is_alphanumeric() || *c == ' '));
            let found = starts.iter().enumerate().find_map(|(at, from)| {
                let country = self.words.get(recent.get(*from..)?)?;
                Some((at, *from, *country))
            });
            if let Some((at, from, country)) = found {
                *counts.entry(country).or_default() += 1;
                starts.truncate(at);
                recent.truncate(from.saturating_sub(1));
            }
        }
        let mut out: Vec<(Country, u32)> = counts.into_iter().collect();
        out.sort_unstable_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
        out
    }

    /// The name of a country with capitals: "Ivory Coast".
    pub fn name(&self, country: Country) -> Option<String> {
        let line = LIST.lines().find(|line| line.split_once('\t').is_some_and(|(code, _)| code == country.code()))?;
        let name = line.split_once('\t')?.1.split('|').next()?;
        let large = |word: &str| {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters.clone()).collect::<String>()
        };
        Some(name.split(' ').map(large).collect::<Vec<_>>().join(" "))
    }

    /// The country in the folded words of a name, and the other words: `ghana health service` is `health service` in Ghana.
    pub fn in_name(&self, words: &[String]) -> Option<(Country, Vec<String>)> {
        for long in (1..=LONGEST.min(words.len())).rev() {
            for (at, window) in words.windows(long).enumerate() {
                if let Some(country) = self.words.get(window.join(" ").as_str()) {
                    let rest = words.iter().take(at).chain(words.iter().skip(at + long)).cloned().collect();
                    return Some((*country, rest));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_where_it_plays() {
        let gazetteer = Gazetteer::new();
        let found = gazetteer
            .in_text("ACCRA, May 6 - The Ghanaian minister met Papua New Guinea's envoy in Accra. Turkey voted.");
        let codes: Vec<&str> = found.iter().map(|(c, _)| c.code()).collect();
        assert_eq!(codes, ["GH", "PG", "TR"]);
        assert!(gazetteer.in_text("he split a turkey with jordan").is_empty());
    }

    #[test]
    fn a_name_says_whose_it_is() {
        let gazetteer = Gazetteer::new();
        let words: Vec<String> = ["senate", "united", "states"].map(str::to_owned).to_vec();
        let (country, rest) = gazetteer.in_name(&words).unwrap_or((Country(*b"??"), Vec::new()));
        assert_eq!((country.code(), rest), ("US", vec!["senate".to_owned()]));
    }
}
