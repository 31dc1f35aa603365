//! A name as the archive knows it: everybody who was called so with one key, until the names around it say more.

use std::collections::{BTreeMap, BTreeSet};

use super::atlas::Country;
use super::scene::{Figure, is_acronym};
use crate::engine::names::parse::Name;
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
    /// As written; the first by alphabet where the key was written in several ways equally often.
    pub written: BTreeMap<String, u32>,
    /// In how many articles.
    pub articles: u32,
    /// Nodes named in the same articles as other chains, with how often.
    pub company: BTreeMap<u32, u32>,
    /// Countries of its articles.
    pub countries: BTreeMap<Country, u32>,
    /// Folded roles.
    pub roles: BTreeMap<String, u32>,
    /// Acronyms and other single words it was called by.
    pub words: BTreeSet<String>,
    /// Nodes whose names its chains bore too.
    pub attested: BTreeSet<u32>,
    parsed: Parsed,
}

#[derive(Clone, Debug)]
enum Parsed {
    Person(Name),
    Words(Vec<String>),
}

impl Node {
    /// A key, not read anywhere yet.
    pub fn new(kind: Kind, key: &str, name: &str) -> Self {
        let parsed = match kind {
            Kind::Person => Parsed::Person(Name::parse(name)),
            _ => Parsed::Words(institution::words(name)),
        };
        let mut words = BTreeSet::new();
        match (&parsed, kind) {
            (Parsed::Person(name), _) => {
                words.extend(name.parts.iter().filter(|p| !p.is_initial()).map(|p| p.text.clone()));
            }
            (Parsed::Words(_), Kind::Institution) => words.extend(institution::acronyms(name)),
            _ => {}
        }
        Self {
            kind,
            key: key.to_owned(),
            written: BTreeMap::new(),
            articles: 0,
            company: BTreeMap::new(),
            countries: BTreeMap::new(),
            roles: BTreeMap::new(),
            words,
            attested: BTreeSet::new(),
            parsed,
        }
    }

    /// Reads one chain about it.
    pub fn read(&mut self, figure: &Figure, countries: &[(Country, u32)]) {
        self.articles += 1;
        *self.written.entry(figure.name.clone()).or_default() += 1;
        for (country, _) in countries.iter().take(2) {
            *self.countries.entry(*country).or_default() += 1;
        }
        for role in &figure.roles {
            *self.roles.entry(role.clone()).or_default() += 1;
        }
        for other in &figure.others {
            if let [only] = fold::words(other).as_slice()
                && (self.kind == Kind::Person || is_acronym(other) || only.text.chars().count() > 3)
            {
                self.words.insert(only.text.clone());
            }
        }
    }

    /// The words of its name, folded.
    pub fn name_words(&self) -> Vec<&str> {
        match &self.parsed {
            Parsed::Person(name) => name.parts.iter().map(|p| p.text.as_str()).collect(),
            Parsed::Words(words) => words.iter().map(String::as_str).collect(),
        }
    }

    /// As it is mostly written; the longer, then the first by alphabet where that is undecided.
    pub fn name(&self) -> &str {
        let best =
            self.written.iter().max_by_key(|(name, count)| (**count, name.chars().count(), std::cmp::Reverse(*name)));
        best.map_or("", |(name, _)| name)
    }

    /// The country it mostly plays in, if one is named in half of its articles.
    pub fn country(&self) -> Option<Country> {
        let (country, count) =
            self.countries.iter().max_by_key(|(country, count)| (**count, std::cmp::Reverse(**country)))?;
        (*count * 2 >= self.articles).then_some(*country)
    }

    /// How the names compare.
    pub fn compare(&self, other: &Self) -> Verdict {
        match (&self.parsed, &other.parsed) {
            // In one order, so that it does not matter which comes first.
            (Parsed::Person(a), Parsed::Person(b)) if self.key <= other.key => person::compare(a, b),
            (Parsed::Person(a), Parsed::Person(b)) => person::compare(b, a),
            _ if self.kind == other.kind => institution::compare(self.name(), other.name()),
            _ => Verdict { score: 0.0, ground: Ground::Other(Vec::new()) },
        }
    }
}
