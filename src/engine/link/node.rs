//! A name as the archive knows it: everybody who was called so with one key, until the names around it say more.

use std::collections::{BTreeMap, BTreeSet};

use super::article_features::{Figure, is_acronym};
use super::bearer::{self, Bearer};
use super::block::Sign;
use super::gazetteer::Country;
use crate::engine::lexicon::small_words::{self, SMALL_WORDS};
use crate::engine::names::parse::Name;
use crate::engine::names::part::Part;
use crate::engine::names::{Ground, Verdict, institution, person};
use crate::news::mention::Kind;
use crate::text::fold;

/// Names that a node keeps.
const NAMES: usize = 8;

/// A strong key and what was read about it.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// See [`super::article_features::Key`].
    pub key: String,
    /// Names that the key was made of, the first by alphabet: always the same ones, whatever the order they came in.
    pub names: BTreeSet<String>,
    /// It came as a full name.
    pub full: bool,
    /// It came as a short name that stands alone: its word.
    pub word: Option<String>,
    /// A number made of the key: which companions are kept is decided by it.
    pub mark: u32,
    /// In how many articles.
    pub articles: u32,
    /// Nodes named in the same articles as other chains, with how often, and their marks.
    pub company: BTreeMap<u32, (u32, u32)>,
    /// Countries of its articles.
    pub countries: BTreeMap<Country, u32>,
    /// Folded roles.
    pub roles: BTreeMap<String, u32>,
    /// Short names that its name allows: given and family names, the acronyms it would have.
    pub words: BTreeSet<String>,
    /// Short names it was really called by in the same article.
    pub called: BTreeMap<String, u32>,
    /// Nodes whose names its chains bore too.
    pub attested: BTreeMap<u32, u32>,
    /// Where several people bear exactly this name: each with the node that stands for it, itself first.
    pub bearers: Vec<(u32, Bearer)>,
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
    /// A key, not read anywhere yet.
    pub fn new(kind: Kind, key: &str, name: &str) -> Self {
        let parsed = Parsed::new(kind, name);
        let mut words = BTreeSet::new();
        match (&parsed, kind) {
            (Parsed::Person(name), _) => {
                words.extend(name.parts.iter().filter(|p| !p.is_initial()).map(|p| p.text.clone()));
                // Kay Thara is also written Kaythara.
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
            bearers: Vec::new(),
            parsed,
        }
    }

    /// Reads one chain about it, or takes back what was read.
    ///
    /// Whether its names changed, and whether it was called by a short name as never before.
    pub fn read(&mut self, figure: &Figure, countries: &[(Country, u32)], come: bool) -> (bool, bool) {
        let named = come && self.learn(&figure.name);
        let known = self.called.len();
        self.articles = if come { self.articles + 1 } else { self.articles.saturating_sub(1) };
        for (country, _) in countries.iter().take(3) {
            count(&mut self.countries, *country, come);
        }
        for role in &figure.roles {
            count(&mut self.roles, role.clone(), come);
        }
        for other in &figure.others {
            if let [only] = fold::words(other).as_slice()
                && (self.kind == Kind::Person || is_acronym(other) || only.text.chars().count() > 3)
            {
                count(&mut self.called, only.text.clone(), come);
            }
        }
        (named, self.called.len() != known)
    }

    /// Another name of the same key: "Health Ministry" and "Ministry of Health" have other acronyms. Whether it is new.
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

    /// Meets a companion, or takes that back; of more than `keep` the one with the greatest mark goes.
    pub fn meet(&mut self, other: u32, mark: u32, come: bool, keep: usize) {
        let entry = self.company.entry(other).or_insert((0, mark));
        *entry = (if come { entry.0 + 1 } else { entry.0.saturating_sub(1) }, mark);
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

    /// Its key without what tells it from others of the very same name.
    pub fn base(&self) -> &str {
        self.key.split('#').next().unwrap_or(&self.key)
    }

    /// Whether several people may bear this very name, or did when it was last looked at.
    pub fn contested(&self) -> bool {
        self.kind == Kind::Person
            && self.full
            && self.articles > 1
            && (!self.bearers.is_empty() || bearer::contested(&self.roles, &self.countries))
    }

    /// The words of a person's name without "son of", where it has that, apart or written to the word after it.
    pub fn unbound(&self) -> Option<Vec<&str>> {
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

    /// How much its name says: full words, then words.
    pub fn fullness(&self) -> (usize, usize) {
        let words = self.name_words();
        (words.iter().filter(|w| w.chars().count() > 1).count(), words.len())
    }

    /// How like a word is to the most alike of its own; what is no family name must begin with the same letter.
    pub fn part_like(&self, word: &Part) -> f32 {
        match &self.parsed {
            Parsed::Person(name) => {
                let family = name.parts.len().saturating_sub(1);
                let letter = |part: &Part| part.heads().0 == word.heads().0;
                let may = name.parts.iter().enumerate().filter(|(at, part)| *at == family || letter(part));
                may.map(|(_, part)| part.meet(word).0).fold(0.0, f32::max)
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
    pub fn sign(&self) -> Sign {
        match &self.parsed {
            Parsed::Person(name) => Sign::of(&name.parts),
            Parsed::Words(parsed) => Sign::of(&parsed.parts),
        }
    }

    /// Whether the names may be one bearer's; true where comparing them must tell.
    pub fn may_be(&self, other: &Self) -> bool {
        match (&self.parsed, &other.parsed) {
            (Parsed::Person(a), Parsed::Person(b)) => person::may_be(a, b),
            _ => true,
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

/// One more, or one less.
pub fn count<K: Ord>(map: &mut BTreeMap<K, u32>, key: K, come: bool) {
    let entry = map.entry(key);
    match entry {
        std::collections::btree_map::Entry::Vacant(vacant) if come => {
            vacant.insert(1);
        }
        std::collections::btree_map::Entry::Vacant(_) => {}
        std::collections::btree_map::Entry::Occupied(mut old) => {
            *old.get_mut() = if come { *old.get() + 1 } else { old.get().saturating_sub(1) };
            if *old.get() == 0 {
                old.remove();
            }
        }
    }
}

/// FNV-1a, its bits mixed: no order of the alphabet shows in it.
pub(super) fn mark(key: &str) -> u32 {
    let hash = key.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15).wrapping_mul(0x2c1b_3c6d) | 1
}
