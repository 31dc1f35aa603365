//! Candidates for the other entity of a decision about two: the likely ones first, then those that fit what is typed.

use std::collections::HashSet;

use super::sidebar::{Entry, Referent};
use super::subject::Joining;
use super::workspace::Workspace;
use crate::name_index::hit::{Context, Hit, Tier};
use crate::news::entity::{EntityId, Link};

/// Candidates at most.
const MOST: usize = 50;
/// Candidates at most for each query of the index while nothing is typed.
const LIKELY: usize = 12;

/// The entities that `words` may mean, best first. Without words, the likely ones: the entity in focus, marked ones, candidates of
/// uncertain links, those with a similar name, those of this article.
pub fn find(cx: &Workspace<'_>, joining: &Joining, words: &str) -> Vec<Hit> {
    let no_words = words.trim().is_empty();
    let context = Context { in_list: Vec::new(), ..cx.ranking(if no_words { LIKELY } else { MOST }) };
    let query = |words: &str| cx.names.finder.as_ref().map_or_else(Vec::new, |finder| finder.query(words, &context));
    let hits = if no_words { likely(cx, joining, &query) } else { query(words) };
    let here: &[Entry] = if no_words { &cx.sidebar.entries } else { &[] };
    let mut seen: HashSet<EntityId> = joining.entity().into_iter().collect();
    // An article may name thousands: no more of them are looked at than are shown.
    let all = hits.into_iter().chain(here.iter().filter_map(hit));
    all.filter(|hit| seen.insert(hit.entity)).take(MOST).collect()
}

fn likely(cx: &Workspace<'_>, joining: &Joining, query: &impl Fn(&str) -> Vec<Hit>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if let Some(focus) = cx.in_focus() {
        let entry = cx.sidebar.of(Referent::Entity(focus.entity)).and_then(|(_, entry)| hit(entry));
        let found = || query(&focus.name).into_iter().find(|hit| hit.entity == focus.entity);
        hits.extend(entry.or_else(found));
    }
    hits.extend(cx.sidebar.picked.iter().filter_map(|referent| hit(cx.sidebar.of(*referent)?.1)));
    if let Some(entity) = joining.entity() {
        hits.extend(other_candidates(cx, entity, query));
    }
    let name = joining.name();
    hits.extend(query(name));
    hits.extend(name.split_whitespace().next_back().map_or_else(Vec::new, query));
    hits
}

/// The other candidates of uncertain links of this article whose best candidate is the entity.
fn other_candidates(cx: &Workspace<'_>, entity: EntityId, query: &impl Fn(&str) -> Vec<Hit>) -> Vec<Hit> {
    let links = cx.reader.map_or(&[][..], |reader| reader.opened.links.as_slice());
    let mut hits = Vec::new();
    for linked in links.iter().filter(|linked| linked.entity() == Some(entity)) {
        let Link::Uncertain(candidates) = &linked.link else { continue };
        for ((other, ..), name) in candidates.iter().zip(&linked.candidates).skip(1) {
            hits.extend(query(name).into_iter().find(|hit| hit.entity == *other));
        }
    }
    hits
}

/// An entry of the sidebar as a hit; none if it has no entity.
fn hit(entry: &Entry) -> Option<Hit> {
    let Referent::Entity(entity) = entry.referent else { return None };
    Some(Hit {
        entity,
        kind: entry.kind,
        name: entry.name.clone(),
        alias: entry.name.clone(),
        tier: Tier::Equal,
        score: 0,
        marks: Vec::new(),
        articles: entry.articles,
        in_article: true,
        watched: entry.watched,
    })
}
