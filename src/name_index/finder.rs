//! The jump bar's index of names: a query in, the best entities out, in the order of the contract.
//!
//! Words match in any order; `!word` excludes. The same query over the same names gives the same order every time.
//! Shared between threads as it is. Knows no sigils: the caller has taken them off.

use super::assign::{WORDS, assign};
use super::found::{Candidate, Found};
use super::hit::{Context, Hit, Named, Tier};
use super::index::{self, Index};
use super::search::{BARRED, Near};
use super::trace;
use super::word_match::{Reach, Touch};
use super::words::with_article;
use crate::news::entity::EntityId;
use crate::text::fold;

/// The index of names, for reading only.
#[derive(Debug, Default)]
pub struct Finder {
    pub(super) index: Index,
    /// Entity → its index, ascending by entity.
    places: Vec<(EntityId, u32)>,
}

/// Where fewer were found, names are compared one by one.
const FEW: usize = 10;
const IN_ARTICLE: u8 = 4;
const IN_LIST: u8 = 2;
const WATCHED: u8 = 1;

/// An index of names being filled, so that nobody need hold all names beside it.
#[derive(Debug, Default)]
pub struct Filling(index::Filling);

impl Filling {
    /// Takes an entity in.
    pub fn take(&mut self, named: &Named) {
        self.0.take(named);
    }

    /// All are in.
    pub fn done(self) -> Finder {
        let index = self.0.done();
        let mut places: Vec<(EntityId, u32)> = index.entities.iter().map(|b| b.id).zip(0..).collect();
        places.sort_unstable();
        Finder { index, places }
    }
}

impl Finder {
    /// An index of these names.
    pub fn new(named: impl IntoIterator<Item = Named>) -> Self {
        let mut filling = Filling::default();
        for named in named {
            filling.take(&named);
        }
        filling.done()
    }

    /// How many entities it holds.
    pub fn len(&self) -> usize {
        self.index.entities.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.index.entities.is_empty()
    }

    /// The entities that `text` may mean, best first. Without words in it: those of the article, then the chosen, then
    /// the most named.
    pub fn query(&self, text: &str, context: &Context) -> Vec<Hit> {
        let limit = if context.limit == 0 { 50 } else { context.limit };
        let (wanted, unwanted) = split(text);
        let near = self.near(context, &unwanted);
        let typed = fold::words(&wanted);
        let words: Vec<String> = typed.iter().map(|w| w.text.clone()).take(WORDS).collect();
        if words.is_empty() {
            return self.idle(&near, context, limit);
        }
        let mut found = Found::new(&self.index, limit);
        self.equal_and_initials(&wanted, &words, &near, &mut found);
        let mut reaches: Vec<Reach> = words.into_iter().map(|w| Reach::new(w, &self.index)).collect();
        for (reach, word) in reaches.iter_mut().zip(&typed) {
            reach.article = with_article(&wanted, word, &typed);
        }
        let joined = self.joined(&reaches);
        if let Some(joined) = &joined {
            self.walk(joined, &near, &mut found);
        }
        for touch in [Touch::Beginning, Touch::Contained, Touch::Fuzzy, Touch::Sound, Touch::Typo] {
            for reach in &mut reaches {
                reach.widen(&self.index, touch);
            }
            self.walk(&reaches, &near, &mut found);
            if touch == Touch::Sound
                && let Some(parted) = self.parted(&wanted)
            {
                self.walk(&parted, &near, &mut found);
            }
            if touch == Touch::Sound && found.count() < FEW {
                self.compare(&wanted, &reaches, &near, &mut found);
            }
            // Three words that all stand in one name are no slip.
            let plain = touch <= Touch::Contained && reaches.len() > 2 && found.count() > 0;
            if plain || found.count() >= limit {
                break;
            }
        }
        let marked = |c: &Candidate| {
            let words = self.index.alias_words.get(c.alias);
            joined.as_deref().filter(|_| assign(&reaches, words).is_none()).unwrap_or(&reaches)
        };
        found.best().into_iter().filter_map(|c| self.hit(c, marked(&c), &near)).collect()
    }

    fn place(&self, entity: EntityId) -> Option<u32> {
        let at = self.places.binary_search_by_key(&entity, |(id, _)| *id).ok()?;
        self.places.get(at).map(|(_, place)| *place)
    }

    fn near(&self, context: &Context, unwanted: &[String]) -> Near {
        let mut bits = vec![0u8; self.index.entities.len()];
        let mut mark = |place: u32, bit: u8| {
            if let Some(cell) = bits.get_mut(place as usize) {
                *cell |= bit;
            }
        };
        let mut all: Vec<u32> = Vec::new();
        for (list, bit) in [(&context.in_article, IN_ARTICLE), (&context.in_list, IN_LIST), (&context.watched, WATCHED)]
        {
            for place in list.iter().filter_map(|e| self.place(*e)) {
                mark(place, bit);
                all.push(place);
            }
        }
        if !context.kinds.is_empty() {
            let others = self.index.entities.iter().zip(0..).filter(|(b, _)| !context.kinds.contains(&b.kind));
            others.for_each(|(_, place)| mark(place, BARRED));
        }
        for word in unwanted {
            let mut reach = Reach::new(word.clone(), &self.index);
            reach.widen(&self.index, Touch::Beginning);
            for alias in reach.reached.iter().flat_map(|w| self.index.bearers.get(*w)) {
                let entity = self.index.aliases.get(*alias as usize).map_or(u32::MAX, |a| a.entity);
                mark(entity, BARRED);
            }
        }
        let mut picks: Vec<_> = context.picks.iter().filter_map(|(e, n)| Some((self.place(*e)?, *n))).collect();
        picks.sort_unstable();
        all.extend(picks.iter().map(|(place, _)| *place));
        all.sort_unstable();
        all.dedup();
        Near { bits, picks, all }
    }

    fn hit(&self, candidate: Candidate, reaches: &[Reach], near: &Near) -> Option<Hit> {
        let index = &self.index;
        let bearer = index.bearer(candidate.alias)?;
        let alias = index.written.get(candidate.alias);
        let words = index.alias_words.get(candidate.alias);
        let marks = match (candidate.tier, assign(reaches, words)) {
            (Tier::Initials, _) => trace::initials(alias),
            (_, Some(chosen)) => {
                let met: Vec<trace::Met<'_>> = reaches
                    .iter()
                    .zip(&chosen)
                    .filter_map(|(reach, at)| {
                        let word = *words.get(usize::from(*at))?;
                        Some(trace::Met { reach, word: index.words.get(word), touch: reach.touch(word)? })
                    })
                    .collect();
                trace::marks(alias, &met)
            }
            _ => vec![crate::text::span::Span::new(0, alias.len())],
        };
        let bits = near.bits.get(candidate.entity as usize).copied().unwrap_or(0);
        Some(Hit {
            entity: bearer.id,
            kind: bearer.kind,
            name: index.written.get(bearer.name).to_owned(),
            alias: alias.to_owned(),
            tier: candidate.tier,
            score: candidate.score,
            marks,
            articles: bearer.articles,
            in_article: bits & IN_ARTICLE > 0,
            watched: bits & WATCHED > 0,
        })
    }

    /// What stands in the jump bar before anything is typed.
    fn idle(&self, near: &Near, context: &Context, limit: usize) -> Vec<Hit> {
        let mut order: Vec<u32> = context.in_article.iter().filter_map(|e| self.place(*e)).collect();
        let mut picks = near.picks.clone();
        picks.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
        order.extend(picks.into_iter().map(|(place, _)| place));
        order.extend(context.watched.iter().filter_map(|e| self.place(*e)));
        order.extend(&self.index.common);
        let mut seen = vec![false; self.index.entities.len()];
        order.retain(|place| {
            let barred = near.bits.get(*place as usize).is_none_or(|bits| bits & BARRED > 0);
            seen.get_mut(*place as usize).is_some_and(|seen| !std::mem::replace(seen, true)) && !barred
        });
        order.truncate(limit);
        let hit = |place: u32| {
            let alias = self.index.entities.get(place as usize)?.name;
            let candidate = Candidate::new(&self.index, alias, (Tier::Beginnings, 0), 0, 0)?;
            self.hit(candidate, &[], near).map(|hit| Hit { marks: Vec::new(), ..hit })
        };
        order.into_iter().filter_map(hit).collect()
    }
}

/// Takes the `!words` out of a query.
fn split(text: &str) -> (String, Vec<String>) {
    let mut wanted = String::new();
    let mut unwanted = Vec::new();
    for word in text.split_whitespace() {
        if let Some(bar) = word.strip_prefix('!') {
            unwanted.extend(fold::words(bar).into_iter().map(|w| w.text));
        } else {
            wanted.push_str(word);
            wanted.push(' ');
        }
    }
    (wanted.trim_end().to_owned(), unwanted)
}
