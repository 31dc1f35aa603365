//! A node: all chains of one key, with what the articles say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::article_features::{ChainFeatures, is_acronym};
use super::evidence::Side;
use super::gazetteer::Country;
use super::namesakes::profile::{self, Namesake};
use super::signature::Signature;
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::engine::names::parse::Name;
use crate::engine::names::part::Part;
use crate::engine::names::verdict::{Ground, Verdict};
use crate::engine::names::{institution, person};
use crate::news::mention::Kind;
use crate::text::fold;
use crate::text::hash::fnv32;

/// A node keeps at most this many names, the first by the alphabet. They differ in order and small words only.
const NAMES: usize = 8;

/// See the head of this file.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// See [`super::article_features::Key`].
    pub key: String,
    /// Names that have this key, as written; the first by the alphabet, so that they do not depend on the order of articles.
    pub names: BTreeSet<String>,
    /// It came as a full name.
    pub full: bool,
    /// The word, if it came as a short name that stands for itself.
    pub word: Option<String>,
    /// A hash of the key. Of too many companions, those with the least marks are kept.
    pub mark: u32,
    /// In how many articles.
    pub articles: u32,
    /// Companions: nodes named in the same articles, with in how many of them, and their marks.
    pub company: BTreeMap<u32, (u32, u32)>,
    /// Countries of its articles, with in how many of them.
    pub countries: BTreeMap<Country, u32>,
    /// Roles, folded, with how often.
    pub roles: BTreeMap<String, u32>,
    /// Short names that its name allows: given and family names; for an institution the acronyms of its words.
    pub words: BTreeSet<String>,
    /// Short names by which articles called it, with how often.
    pub called: BTreeMap<String, u32>,
    /// Nodes by whose names articles called it as well, with how often.
    pub attested: BTreeMap<u32, u32>,
    /// Where several people bear exactly this name: each with its node, this one first.
    pub namesakes: Vec<(u32, Namesake)>,
    parsed: Parsed,
}

#[derive(Clone, Debug)]
enum Parsed {
    Person(Name),
    Words(institution::Parsed),
}

impl Parsed {
    fn new(kind: Kind, name: &str) -> Self {
        match kind {
            Kind::Person => Self::Person(Name::parse(name)),
            _ => Self::Words(institution::Parsed::new(name)),
        }
    }
}

impl Node {
    /// A node that was in no article yet.
    pub fn new(kind: Kind, key: &str, name: &str) -> Self {
        let parsed = Parsed::new(kind, name);
        let mut words = BTreeSet::new();
        match (&parsed, kind) {
            (Parsed::Person(name), _) => {
                words.extend(name.parts.iter().filter(|p| !p.is_initial()).map(|p| p.text.clone()));
                // "Kay Thara" is also written "Kaythara".
                if let [first, second] = name.parts.as_slice()
                    && !first.is_initial()
                    && !second.is_initial()
                {
                    words.insert(format!("{}{}", first.text, second.text));
                }
            }
            (Parsed::Words(parsed), Kind::Institution) => words.extend(parsed.acronyms.iter().cloned()),
            _ => {}
        }
        Self {
            kind,
            key: key.to_owned(),
            names: BTreeSet::from([name.to_owned()]),
            full: false,
            word: None,
            mark: mark(key),
            articles: 0,
            company: BTreeMap::new(),
            countries: BTreeMap::new(),
            roles: BTreeMap::new(),
            words,
            called: BTreeMap::new(),
            attested: BTreeMap::new(),
            namesakes: Vec::new(),
            parsed,
        }
    }

    /// Counts one chain (`add`), or takes it back. Returns whether it has a name that was not known, and whether the short
    /// names by which it was called changed.
    pub fn read(&mut self, chain: &ChainFeatures, countries: &[(Country, u32)], add: bool) -> (bool, bool) {
        let new_name = add && self.learn(&chain.name);
        let known = self.called.len();
        self.articles = if add { self.articles + 1 } else { self.articles.saturating_sub(1) };
        for (country, _) in countries.iter().take(3) {
            count(&mut self.countries, *country, add);
        }
        for role in &chain.roles {
            count(&mut self.roles, role.clone(), add);
        }
        for other in &chain.others {
            if let [only] = fold::words(other).as_slice()
                && (self.kind == Kind::Person || is_acronym(other) || only.text.chars().count() > 3)
            {
                count(&mut self.called, only.text.clone(), add);
            }
        }
        (new_name, self.called.len() != known)
    }

    /// Another name of the same key ("Health Ministry", "Ministry of Health"), which may have another acronym. Whether it is
    /// new.
    pub fn learn(&mut self, name: &str) -> bool {
        if self.names.contains(name)
            || self.names.len() >= NAMES && self.names.last().is_some_and(|l| l.as_str() < name)
        {
            return false;
        }
        let first = self.names.first().is_none_or(|first| name < first.as_str());
        self.names.insert(name.to_owned());
        while self.names.len() > NAMES {
            self.names.pop_last();
        }
        if first {
            self.parsed = Parsed::new(self.kind, name);
        }
        if self.kind == Kind::Institution {
            self.words = self.names.iter().flat_map(|name| institution::acronyms(name)).collect();
        }
        true
    }

    /// Counts a companion (`add`), or takes it back. Of more than `keep` companions the one with the greatest mark goes.
    pub fn meet(&mut self, other: u32, mark: u32, add: bool, keep: usize) {
        let entry = self.company.entry(other).or_insert((0, mark));
        *entry = (if add { entry.0 + 1 } else { entry.0.saturating_sub(1) }, mark);
        if entry.0 == 0 {
            self.company.remove(&other);
        } else if self.company.len() > keep
            && let Some(last) =
                self.company.iter().max_by_key(|(node, (_, mark))| (*mark, **node)).map(|(node, _)| *node)
        {
            self.company.remove(&last);
        }
    }

    /// The words of its name, folded.
    pub fn name_words(&self) -> Vec<&str> {
        match &self.parsed {
            Parsed::Person(name) => name.parts.iter().map(|p| p.text.as_str()).collect(),
            Parsed::Words(parsed) => parsed.words.iter().map(String::as_str).collect(),
        }
    }

    /// Its key without what tells several people of this name apart: `p sam otieno` of `p sam otieno#KE law`.
    pub fn base(&self) -> &str {
        self.key.split('#').next().unwrap_or(&self.key)
    }

    /// What is known of it as evidence; of a name that several people bear, what is known of the first of them.
    pub fn side(&self) -> Side<'_> {
        match self.namesakes.first() {
            Some((_, own)) => Side { company: &own.company, countries: &own.countries, roles: &own.roles },
            None => Side { company: &self.company, countries: &self.countries, roles: &self.roles },
        }
    }

    /// Whether several people may bear exactly this name, or did when its articles were last compared.
    pub fn may_be_several(&self) -> bool {
        self.kind == Kind::Person
            && self.full
            && self.articles > 1
            && (!self.namesakes.is_empty() || profile::may_be_several(&self.roles, &self.countries))
    }

    /// The words of a person's name without "son of", where it has that, as a word or run into the next one: "aissa" of
    /// "Ben Aissa" and of "Benaissa".
    pub fn without_son_of(&self) -> Option<Vec<&str>> {
        let Parsed::Person(name) = &self.parsed else { return None };
        let is_son = |word: &str| SMALL_WORDS.has(word, small_words::SON);
        let off = |word: &str| word.get(..3).is_some_and(is_son);
        let apart = name.particles.iter().any(|particle| is_son(particle));
        let bound = |at: usize, word: &str| at > 0 && word.chars().count() > 5 && off(word);
        let words = name.parts.iter().enumerate().map(|(at, part)| {
            let rest = part.text.get(3..).filter(|_| !apart && bound(at, &part.text));
            rest.unwrap_or(&part.text)
        });
        (apart || name.parts.iter().enumerate().any(|(at, part)| bound(at, &part.text))).then(|| words.collect())
    }

    /// How full its name is: the number of words that are no initials, then of all words.
    pub fn fullness(&self) -> (usize, usize) {
        let words = self.name_words();
        (words.iter().filter(|w| w.chars().count() > 1).count(), words.len())
    }

    /// How alike a word is to the most alike word of its name, `0..=1`. A given name must begin with the same letter.
    pub fn part_like(&self, word: &Part) -> f32 {
        match &self.parsed {
            Parsed::Person(name) => {
                let family = name.parts.len().saturating_sub(1);
                let letter = |part: &Part| part.heads().0 == word.heads().0;
                let may = name.parts.iter().enumerate().filter(|(at, part)| *at == family || letter(part));
                may.map(|(_, part)| part.compare(word).0).fold(0.0, f32::max)
            }
            Parsed::Words(parsed) => {
                if parsed.words.contains(&word.text) {
                    1.0
                } else {
                    0.0
                }
            }
        }
    }

    /// How its words begin.
    pub fn signature(&self) -> Signature {
        match &self.parsed {
            Parsed::Person(name) => Signature::of(&name.parts),
            Parsed::Words(parsed) => Signature::of(&parsed.parts),
        }
    }

    /// Whether the names may be one bearer's. `false` is certain; `true` means that they have to be compared.
    pub fn may_match(&self, other: &Self) -> bool {
        match (&self.parsed, &other.parsed) {
            (Parsed::Person(a), Parsed::Person(b)) => person::may_be(a, b),
            _ => true,
        }
    }

    /// How the names compare.
    pub fn compare(&self, other: &Self) -> Verdict {
        match (&self.parsed, &other.parsed) {
            // Compared in the order of their keys, so that it does not matter which of the two asks.
            (Parsed::Person(a), Parsed::Person(b)) if self.key <= other.key => person::compare(a, b),
            (Parsed::Person(a), Parsed::Person(b)) => person::compare(b, a),
            (Parsed::Words(a), Parsed::Words(b)) if self.kind == other.kind => institution::compare(a, b),
            _ => Verdict { score: 0.0, ground: Ground::Other(Vec::new()) },
        }
    }
}

/// Counts one more (`add`) or one less; a count of zero is removed.
pub fn count<K: Ord>(map: &mut BTreeMap<K, u32>, key: K, add: bool) {
    let entry = map.entry(key);
    match entry {
        std::collections::btree_map::Entry::Vacant(vacant) if add => {
            vacant.insert(1);
        }
        std::collections::btree_map::Entry::Vacant(_) => {}
        std::collections::btree_map::Entry::Occupied(mut old) => {
            *old.get_mut() = if add { *old.get() + 1 } else { old.get().saturating_sub(1) };
            if *old.get() == 0 {
                old.remove();
            }
        }
    }
}

/// FNV-1a (32 bits), then mixed, so that the alphabetical order of keys does not show. Never 0. Stored in archives.
pub(super) fn mark(key: &str) -> u32 {
    let hash = fnv32(key.bytes());
    (hash ^ hash >> 15).wrapping_mul(0x2c1b_3c6d) | 1
}
