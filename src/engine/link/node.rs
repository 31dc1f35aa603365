//! A name as the archive knows it: everybody who was called so with one key, until the names around it say more.

use std::collections::{BTreeMap, BTreeSet};

use super::atlas::Country;
use super::scene::{Figure, is_acronym};
use crate::engine::names::parse::Name;
use crate::engine::names::part::Part;
use crate::engine::names::{Ground, Verdict, institution, person};
use crate::news::mention::Kind;
use crate::text::fold;

/// A strong key and what was read about it.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// See [`super::scene::Key`].
    pub key: String,
    /// In how many articles.
    pub articles: u32,
    /// Nodes named in the same articles as other chains, with how often.
    pub company: BTreeMap<u32, u32>,
    /// Countries of its articles.
    pub countries: BTreeMap<Country, u32>,
    /// Folded roles.
    pub roles: BTreeMap<String, u32>,
    /// Short names that its name allows: given and family names, the acronyms it would have.
    pub words: BTreeSet<String>,
    /// Short names it was really called by in the same article.
    pub called: BTreeSet<String>,
    /// Nodes whose names its chains bore too.
    pub attested: BTreeSet<u32>,
    parsed: Parsed,
}

#[derive(Clone, Debug)]
enum Parsed {
    Person(Name),
    Words(institution::Parsed),
}

impl Node {
    /// A key, not read anywhere yet.
    pub fn new(kind: Kind, key: &str, name: &str) -> Self {
        let parsed = match kind {
            Kind::Person => Parsed::Person(Name::parse(name)),
            _ => Parsed::Words(institution::Parsed::new(name)),
        };
        let mut words = BTreeSet::new();
        match (&parsed, kind) {
            (Parsed::Person(name), _) => {
                words.extend(name.parts.iter().filter(|p| !p.is_initial()).map(|p| p.text.clone()));
            }
            (Parsed::Words(parsed), Kind::Institution) => words.extend(parsed.acronyms.iter().cloned()),
            _ => {}
        }
        Self {
            kind,
            key: key.to_owned(),
            articles: 0,
            company: BTreeMap::new(),
            countries: BTreeMap::new(),
            roles: BTreeMap::new(),
            words,
            called: BTreeSet::new(),
            attested: BTreeSet::new(),
            parsed,
        }
    }

    /// Reads one chain about it.
    pub fn read(&mut self, figure: &Figure, countries: &[(Country, u32)]) {
        self.articles += 1;
        for (country, _) in countries.iter().take(3) {
            *self.countries.entry(*country).or_default() += 1;
        }
        for role in &figure.roles {
            *self.roles.entry(role.clone()).or_default() += 1;
        }
        for other in &figure.others {
            if let [only] = fold::words(other).as_slice()
                && (self.kind == Kind::Person || is_acronym(other) || only.text.chars().count() > 3)
            {
                self.called.insert(only.text.clone());
            }
        }
    }

    /// The words of its name, folded.
    pub fn name_words(&self) -> Vec<&str> {
        match &self.parsed {
            Parsed::Person(name) => name.parts.iter().map(|p| p.text.as_str()).collect(),
            Parsed::Words(parsed) => parsed.words.iter().map(String::as_str).collect(),
        }
    }

    /// How much its name says: full words, then words.
    pub fn fullness(&self) -> (usize, usize) {
        let words = self.name_words();
        (words.iter().filter(|w| w.chars().count() > 1).count(), words.len())
    }

    /// Parts of a person's name; of others, their words as parts.
    pub fn part_like(&self, word: &Part) -> f32 {
        let best = |parts: &[Part]| parts.iter().map(|p| p.meet(word).0).fold(0.0, f32::max);
        match &self.parsed {
            Parsed::Person(name) => best(&name.parts),
            Parsed::Words(parsed) => {
                if parsed.words.contains(&word.text) {
                    1.0
                } else {
                    0.0
                }
            }
        }
    }

    /// How the names compare.
    pub fn compare(&self, other: &Self) -> Verdict {
        match (&self.parsed, &other.parsed) {
            // In one order, so that it does not matter which comes first.
            (Parsed::Person(a), Parsed::Person(b)) if self.key <= other.key => person::compare(a, b),
            (Parsed::Person(a), Parsed::Person(b)) => person::compare(b, a),
            (Parsed::Words(a), Parsed::Words(b)) if self.kind == other.kind => institution::compare(a, b),
            _ => Verdict { score: 0.0, ground: Ground::Other(Vec::new()) },
        }
    }
}
