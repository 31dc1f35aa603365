//! The jump bar's index of names: a query in, the best entities out, in a fixed order (see [`Tier`]).
//!
//! Words match in any order; `!word` excludes. The same query over the same names gives the same order every time.
//! Shared between threads as it is. Knows no sigils: the caller has taken them off.

use super::assign::{WORDS, assign};
use super::hit::{Context, Hit, Named, Tier};
use super::index::{Index, IndexBuilder};
use super::nearness::{IN_ARTICLE, Nearness, Places, WATCHED};
use super::search::{Search, parted, run_together};
use super::top::Candidate;
use super::trace;
use super::word_match::{MatchKind, WordMatch};
use super::words::with_article;
use crate::news::entity::EntityId;
use crate::text::fold;
use crate::text::span::Span;

/// The index of names, for reading only.
#[derive(Debug, Default)]
pub struct Finder {
    index: Index,
    places: Places,
}

/// Names are compared one by one where fewer entities than this were found by their words.
const FEW: usize = 10;
/// Hits where the context does not say how many.
const LIMIT: usize = 50;

/// A [`Finder`] being built entity by entity, so that nobody needs to hold all names beside it.
#[derive(Debug, Default)]
pub struct FinderBuilder(IndexBuilder);

impl FinderBuilder {
    /// Adds an entity.
    pub fn add(&mut self, named: &Named) {
        self.0.add(named);
    }

    /// The finder over all entities added.
    pub fn build(self) -> Finder {
        let index = self.0.build();
        Finder { places: Places::new(&index), index }
    }
}

impl Finder {
    /// An index of these names.
    pub fn new(named: impl IntoIterator<Item = Named>) -> Self {
        let mut builder = FinderBuilder::default();
        for named in named {
            builder.add(&named);
        }
        builder.build()
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
    /// the watched, then those named in most articles.
    pub fn query(&self, text: &str, context: &Context) -> Vec<Hit> {
        let limit = if context.limit == 0 { LIMIT } else { context.limit };
        let (wanted, unwanted) = split(text);
        let near = Nearness::new(&self.index, &self.places, context, &unwanted);
        let typed = fold::words(&wanted);
        let words: Vec<String> = typed.iter().map(|w| w.text.clone()).take(WORDS).collect();
        if words.is_empty() {
            return self.suggest(&near, context, limit);
        }
        let index = &self.index;
        let mut search = Search::new(index, &near, limit);
        search.equal_and_initials(&wanted, &words);
        let mut matches: Vec<WordMatch> = words.into_iter().map(|w| WordMatch::new(w, index)).collect();
        for (matched, word) in matches.iter_mut().zip(&typed) {
            matched.article = with_article(&wanted, word, &typed);
        }
        let joined = run_together(index, &matches);
        if let Some(joined) = &joined {
            search.walk(joined);
        }
        for kind in [MatchKind::Beginning, MatchKind::Contained, MatchKind::Fuzzy, MatchKind::Sound, MatchKind::Typo] {
            for matched in &mut matches {
                matched.widen(index, kind);
            }
            search.walk(&matches);
            if kind == MatchKind::Sound
                && let Some(parted) = parted(index, &wanted)
            {
                search.walk(&parted);
            }
            if kind == MatchKind::Sound && search.count() < FEW {
                search.compare(&wanted, &matches);
            }
            // Three words that all stand in one name are no typing mistake.
            let plain = kind <= MatchKind::Contained && matches.len() > 2 && search.count() > 0;
            if plain || search.count() >= limit {
                break;
            }
        }
        let lit = |c: &Candidate| {
            let words = index.alias_words.get(c.alias);
            joined.as_deref().filter(|_| assign(&matches, words).is_none()).unwrap_or(&matches)
        };
        search.best().into_iter().filter_map(|c| self.hit(c, lit(&c), &near)).collect()
    }

    /// A candidate as it is shown, lit where the query matched it.
    fn hit(&self, candidate: Candidate, matches: &[WordMatch], near: &Nearness) -> Option<Hit> {
        let index = &self.index;
        let entity = index.entity_of(candidate.alias)?;
        let alias = index.written.get(candidate.alias);
        let words = index.alias_words.get(candidate.alias);
        let marks = match (candidate.tier, assign(matches, words)) {
            (Tier::Initials, _) => trace::initials(alias),
            (_, Some(chosen)) => {
                let met: Vec<trace::Met<'_>> = matches
                    .iter()
                    .zip(&chosen)
                    .filter_map(|(matched, at)| {
                        let word = *words.get(usize::from(*at))?;
                        Some(trace::Met { matched, word: index.words.get(word), kind: matched.kind(word)? })
                    })
                    .collect();
                trace::marks(alias, &met)
            }
            _ => vec![Span::new(0, alias.len())],
        };
        let bits = near.of(candidate.entity).unwrap_or(0);
        Some(Hit {
            entity: entity.id,
            kind: entity.kind,
            name: index.written.get(entity.name).to_owned(),
            alias: alias.to_owned(),
            tier: candidate.tier,
            score: candidate.score,
            marks,
            articles: entity.articles,
            in_article: bits & IN_ARTICLE > 0,
            watched: bits & WATCHED > 0,
        })
    }

    /// What stands in the jump bar before anything is typed.
    fn suggest(&self, near: &Nearness, context: &Context, limit: usize) -> Vec<Hit> {
        let place = |entity: &EntityId| self.places.of(*entity);
        let mut order: Vec<u32> = context.in_article.iter().filter_map(place).collect();
        order.extend(near.chosen());
        order.extend(context.watched.iter().filter_map(place));
        order.extend(&self.index.common);
        let mut seen = vec![false; self.index.entities.len()];
        order.retain(|place| {
            let first = seen.get_mut(*place as usize).is_some_and(|seen| !std::mem::replace(seen, true));
            first && near.of(*place).is_some()
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

/// Takes the `!words` out of a query: what is wanted, and the folded words that are not.
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
