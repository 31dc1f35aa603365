//! The index itself: all distinct words of all names in one string, and for each word the names that have it. A name costs
//! its letters twice and about forty bytes more.
//!
//! Built once from all names, then only read. Knows no query.

use std::collections::HashMap;

use super::hit::Named;
use super::words::{german, initials_of, name_words, squash};
use crate::engine::lexicon::nicknames;
use crate::engine::names::{classes, sound};
use crate::news::entity::EntityId;
use crate::news::mention::Kind;
use crate::text::fold;
use crate::text::hash::fnv32;

/// Strings stored end to end in one.
#[derive(Debug, Default)]
pub(super) struct Arena {
    text: String,
    /// Where each begins, and where the last ends.
    starts: Vec<u32>,
}

impl Arena {
    fn push(&mut self, word: &str) -> u32 {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.text.push_str(word);
        self.starts.push(self.text.len() as u32);
        self.len() as u32 - 1
    }

    pub(super) fn get(&self, at: u32) -> &str {
        let at = at as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => self.text.get(start as usize..end as usize).unwrap_or(""),
            _ => "",
        }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

/// Lists of numbers stored end to end in one.
#[derive(Debug, Default)]
pub(super) struct Lists {
    items: Vec<u32>,
    starts: Vec<u32>,
}

impl Lists {
    fn from_pairs(rows: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0u32; rows + 1];
        for (row, _) in pairs {
            if let Some(count) = starts.get_mut(*row as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut items = vec![0u32; pairs.len()];
        for (row, item) in pairs {
            if let Some(at) = next.get_mut(*row as usize) {
                if let Some(cell) = items.get_mut(*at as usize) {
                    *cell = *item;
                }
                *at += 1;
            }
        }
        Self { items, starts }
    }

    pub(super) fn get(&self, row: u32) -> &[u32] {
        let row = row as usize;
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&start), Some(&end)) => self.items.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Numbers by hash. Two words may share a hash: the caller checks what it gets.
#[derive(Debug, Default)]
pub(super) struct Hashed(Vec<(u32, u32)>);

impl Hashed {
    fn new(mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        pairs.shrink_to_fit();
        Self(pairs)
    }

    pub(super) fn get(&self, hash: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.0.partition_point(|(h, _)| *h < hash);
        self.0.iter().skip(from).take_while(move |(h, _)| *h == hash).map(|(_, item)| *item)
    }
}

/// A name of an entity, or its roles with its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alias {
    /// Index of its entity.
    pub(super) entity: u32,
    /// How many of its words are words of the name; what follows are compounds (`alraisi`, `jeanpierre`) or the name
    /// that stands beside a role.
    pub(super) name_len: u8,
    /// It is a role, not a name.
    pub(super) role: bool,
    /// How strongly it means its entity: see [`weight`]; one more for the name that is shown.
    pub(super) weight: u8,
    /// Its length in chars: of names that match as well, the shorter comes first.
    pub(super) chars: u16,
}

impl Alias {
    fn of(entity: u32) -> Self {
        Self { entity, name_len: 0, role: false, weight: 0, chars: 0 }
    }
}

/// How strongly a name means its entity, by the articles that use it: 0 for up to seven, one more for eight times as many.
fn weight(articles: u32) -> u8 {
    (articles.max(1).ilog2() / 3) as u8
}

/// An entity in the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntityRecord {
    pub(super) id: EntityId,
    pub(super) kind: Kind,
    /// The alias that is its name; aliases of one entity follow one another.
    pub(super) name: u32,
    pub(super) articles: u32,
}

/// The index.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Every distinct folded word, ascending.
    pub(super) words: Arena,
    /// The letters of each word, one bit each (see [`letters`]).
    pub(super) letters: Vec<u64>,
    /// Word → aliases, the shortest first.
    pub(super) aliases_of: Lists,
    /// Alias → words, those of the name first.
    pub(super) aliases: Vec<Alias>,
    pub(super) alias_words: Lists,
    /// Aliases as written.
    pub(super) written: Arena,
    pub(super) entities: Vec<EntityRecord>,
    /// Entities by how many articles name them, most first; the first few only.
    pub(super) common: Vec<u32>,
    /// Hash of the words of a name without blanks → alias.
    pub(super) squashed: Hashed,
    /// Hash of initials → alias.
    pub(super) initials: Hashed,
    /// Hash of the skeleton of a word → word.
    pub(super) skeletons: Hashed,
    /// Class of names → word.
    pub(super) classes: Hashed,
}

/// At most so many words of a name are indexed.
const WORDS: usize = 24;

/// An index being built, entity by entity.
#[derive(Debug, Default)]
pub(super) struct IndexBuilder {
    index: Index,
    /// Numbers of the words in the order in which they came, until all are known.
    numbers: HashMap<String, u32>,
    /// Alias and word.
    pairs: Vec<(u32, u32)>,
    squashed: Vec<(u32, u32)>,
    initials: Vec<(u32, u32)>,
}

impl IndexBuilder {
    pub(super) fn add(&mut self, named: &Named) {
        let entity = self.index.entities.len() as u32;
        self.index.entities.push(EntityRecord {
            id: named.entity,
            kind: named.kind,
            name: self.index.aliases.len() as u32,
            articles: named.articles,
        });
        let own = named.aliases.iter().find(|(alias, _)| *alias == named.name).map_or(named.articles, |(_, n)| *n);
        let others = named.aliases.iter().filter(|(alias, _)| *alias != named.name);
        let others = others.map(|(alias, articles)| (alias, weight(*articles)));
        for (name, weight) in std::iter::once((&named.name, weight(own) + 1)).chain(others) {
            let (words, mains) = name_words(name);
            let main = words.get(..mains).unwrap_or_default();
            let alias = self.push(name, &words, Alias { name_len: mains as u8, weight, ..Alias::of(entity) });
            self.squashed.push((hash(&main.concat()), alias));
            self.squashed.push((hash(&squash(name)), alias));
            self.initials.extend(initials_of(main, named.kind).into_iter().map(|i| (hash(&i), alias)));
        }
        if named.roles.is_empty() {
            return;
        }
        let own: Vec<String> = fold::words(&named.name).into_iter().map(|w| w.text).collect();
        for role in &named.roles {
            let mut words: Vec<String> = fold::words(role).into_iter().map(|w| w.text).collect();
            let mains = words.len().min(WORDS) as u8;
            words.extend(own.iter().cloned());
            self.push(role, &words, Alias { name_len: mains, role: true, ..Alias::of(entity) });
        }
    }

    fn push(&mut self, written: &str, words: &[String], alias: Alias) -> u32 {
        let chars = written.chars().count().min(usize::from(u16::MAX)) as u16;
        self.index.aliases.push(Alias { chars, ..alias });
        let alias = self.index.written.push(written);
        for word in words.iter().take(WORDS) {
            let number = self.numbers.get(word).copied().unwrap_or_else(|| {
                let next = self.numbers.len() as u32;
                self.numbers.insert(word.clone(), next);
                next
            });
            self.pairs.push((alias, number));
        }
        alias
    }

    pub(super) fn build(self) -> Index {
        let Self { mut index, numbers, pairs, squashed, initials } = self;
        index.arrange(numbers, pairs);
        index.squashed = Hashed::new(squashed);
        index.initials = Hashed::new(initials);
        index
    }
}

impl Index {
    /// Puts the words into order and turns the lists of words into lists of aliases.
    fn arrange(&mut self, numbers: HashMap<String, u32>, mut pairs: Vec<(u32, u32)>) {
        let mut sorted: Vec<(String, u32)> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut places = vec![0u32; sorted.len()];
        let mut skeletons = Vec::with_capacity(sorted.len());
        let mut named = Vec::new();
        for (place, (word, number)) in sorted.iter().enumerate() {
            if let Some(cell) = places.get_mut(*number as usize) {
                *cell = place as u32;
            }
            self.words.push(word);
            self.letters.push(letters(word));
            named.extend(classes_of(word).map(|class| (class, place as u32)));
            let skeletons_of = std::iter::once(sound::skeleton(word)).chain(german(word).map(|w| sound::skeleton(&w)));
            skeletons.extend(skeletons_of.filter(|s| !s.is_empty()).map(|s| (hash(&s), place as u32)));
        }
        for (_, number) in &mut pairs {
            *number = places.get(*number as usize).copied().unwrap_or_default();
        }
        self.alias_words = Lists::from_pairs(self.aliases.len(), &pairs);
        // So that the aliases of a word ascend by length.
        pairs.sort_by_key(|(alias, _)| self.aliases.get(*alias as usize).map_or(0, |a| a.chars));
        for (alias, word) in &mut pairs {
            (*alias, *word) = (*word, *alias);
        }
        self.aliases_of = Lists::from_pairs(self.words.len(), &pairs);
        self.skeletons = Hashed::new(skeletons);
        self.classes = Hashed::new(named);
        let mut common: Vec<u32> = (0..self.entities.len() as u32).collect();
        let articles = |e: &u32| self.entities.get(*e as usize).map_or(0, |b| b.articles);
        common.sort_by_key(|e| (std::cmp::Reverse(articles(e)), *e));
        common.truncate(256);
        self.common = common;
        self.aliases.shrink_to_fit();
        self.entities.shrink_to_fit();
    }

    /// The words of an alias that are words of the name, without compounds.
    pub(super) fn name_words_of(&self, alias: u32) -> &[u32] {
        let name_len = self.aliases.get(alias as usize).map_or(0, |a| usize::from(a.name_len));
        self.alias_words.get(alias).get(..name_len).unwrap_or_default()
    }

    /// All names of an entity.
    pub(super) fn names(&self, entity: u32) -> std::ops::Range<u32> {
        let first = |entity: u32| self.entities.get(entity as usize).map(|b| b.name);
        first(entity).map_or(0..0, |from| from..first(entity + 1).unwrap_or(self.aliases.len() as u32))
    }

    /// The entity of an alias.
    pub(super) fn entity_of(&self, alias: u32) -> Option<&EntityRecord> {
        self.entities.get(self.aliases.get(alias as usize)?.entity as usize)
    }
}

/// Numbers that spellings and pet forms of one name share.
pub(super) fn classes_of(word: &str) -> impl Iterator<Item = u32> + use<> {
    let (spellings, pets) = (classes::of(&sound::latin(word)), nicknames::names_of(word));
    let pets = (0..64).filter(move |row| pets >> row & 1 == 1).map(|row| 1 << 16 | row);
    spellings.into_iter().map(u32::from).chain(pets)
}

/// The key of a word in the maps of the index.
pub(super) fn hash(word: &str) -> u32 {
    fnv32(word.bytes())
}

/// The letters of a word, one bit each: a–z have their own, digits share ten, all others share the rest.
pub(super) fn letters(word: &str) -> u64 {
    word.chars().fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => c as u32 - 'a' as u32,
            '0'..='9' => 26 + c as u32 - '0' as u32,
            _ => 36 + (c as u32) % 28,
        };
        mask | 1 << bit
    })
}
