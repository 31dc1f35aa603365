//! Finds the articles that name several entities, and how near each other they are named.

use super::clock::clock;
use super::concordance::mentions_of;
use crate::app::view::View;
use crate::news::article::{Article, Place};
use crate::news::entity::EntityId;
use crate::news::mention::Annotations;
use crate::news::profile::{Joint, Near};
use crate::query::Query;
use crate::store::{Store, StoreError};
use crate::text::span::Span;

/// Most articles read.
const ARTICLES: usize = 300;
/// Bytes of a long sentence shown before the first of the entities.
const BEFORE: u32 = 30;
/// Most bytes of a sentence shown.
const WORDS: usize = 240;

/// The articles of a view that name all of some entities, in its order, and whether there are more.
pub fn together(store: &Store, all: &[EntityId], view: &View) -> Result<(Vec<Joint>, bool), StoreError> {
    let named = all.iter().fold(view.filter.query().clone(), |query, id| query.and(Query::entity(id.0)));
    let first = store.window(&named, view.sort, &clock(), None, ARTICLES)?;
    let groups = all.iter().map(|id| store.group(*id)).collect::<Result<Vec<_>, _>>()?;
    let mut joints = Vec::new();
    for id in &first.ids {
        let article = store.article(*id)?;
        let found = store.annotations(*id).unwrap_or_default();
        let places =
            groups.iter().map(|group| mentions_of(store, *id, &found, group)).collect::<Result<Vec<_>, _>>()?;
        joints.extend(joint(&article, &found, &places));
    }
    Ok((joints, !first.whole))
}

/// How near each other the entities are named in one article. `places` has the mentions of each entity, in the order of the
/// text. `None` where one of them has no mention: its link there is uncertain.
fn joint(article: &Article, found: &Annotations, places: &[Vec<Span>]) -> Option<Joint> {
    let body = &article.draft.body;
    let breaks: Vec<u32> = body.match_indices("\n\n").map(|(at, _)| at as u32).collect();
    let sentence = |span: &Span| found.sentences.partition_point(|s| s.start <= span.start);
    let paragraph = |span: &Span| breaks.partition_point(|at| *at < span.start);
    let (one, others) = places.split_first()?;
    let first = one.first().filter(|_| others.iter().all(|other| !other.is_empty()))?;
    let (near, span) = if let Some(span) = in_one_part(one, others, sentence) {
        (Near::Sentence, span)
    } else if let Some(span) = in_one_part(one, others, paragraph) {
        (Near::Paragraph, span)
    } else {
        (Near::Article, *first)
    };
    let whole = found.sentences.iter().find(|s| s.covers(span)).copied().unwrap_or(span);
    let named = places.iter().flatten().filter(|place| whole.covers(**place)).map(|place| place.start);
    let mut words = one_line(whole, named.min().unwrap_or(span.start), body);
    words.truncate(words.floor_char_boundary(WORDS));
    let (source, time) = (article.draft.source.clone(), article.time());
    Some(Joint { place: Place { article: article.id, span }, near, words, source, time })
}

/// A sentence on one line. A long one begins up to [`BEFORE`] bytes before byte `first`, so that the names can be seen.
fn one_line(whole: Span, first: u32, body: &str) -> String {
    let from = body.floor_char_boundary(first.saturating_sub(BEFORE) as usize) as u32;
    let line = |span: Span| span.slice(body).split_whitespace().collect::<Vec<_>>().join(" ");
    if from <= whole.start + BEFORE {
        return line(whole);
    }
    let rest = line(Span { start: from, end: whole.end });
    // Begin with a whole word.
    format!("… {}", rest.split_once(' ').map_or("", |(_, rest)| rest))
}

/// The first of `one` with a mention of each other entity in the same part (sentence, paragraph) of the text. All are in the
/// order of the text.
fn in_one_part(one: &[Span], others: &[Vec<Span>], part: impl Fn(&Span) -> usize) -> Option<Span> {
    let parts: Vec<Vec<usize>> = others.iter().map(|other| other.iter().map(&part).collect()).collect();
    one.iter().find(|span| parts.iter().all(|parts| parts.binary_search(&part(span)).is_ok())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::article::{ArticleId, Draft};
    use crate::news::time::Timestamp;

    #[test]
    fn nearness_is_by_sentence_then_by_paragraph() {
        let body = "Ann sang. Bob left.\n\nCid came. Ann and Cid met.";
        let span = |word: &str, from: usize| {
            let at = body.get(from..).unwrap().find(word).unwrap() + from;
            Span::new(at, at + word.len())
        };
        let article = Article {
            id: ArticleId(1),
            draft: Draft { body: body.into(), ..Draft::default() },
            received: Timestamp(0),
            digest: String::new(),
            position: 0,
        };
        let sentences = vec![Span::new(0, 9), Span::new(10, 19), Span::new(21, 30), Span::new(31, 47)];
        let found = Annotations { sentences, ..Annotations::default() };
        let (ann, bob, cid) =
            (vec![span("Ann", 0), span("Ann", 12)], vec![span("Bob", 0)], vec![span("Cid", 0), span("Cid", 32)]);
        let near = |one: &[Span], other: &[Span]| {
            joint(&article, &found, &[one.to_vec(), other.to_vec()]).map(|j| (j.near, j.words))
        };
        assert_eq!(near(&ann, &cid), Some((Near::Sentence, "Ann and Cid met.".into())));
        assert_eq!(near(&ann, &bob), Some((Near::Paragraph, "Ann sang.".into())));
        assert_eq!(near(&bob, &cid), Some((Near::Article, "Bob left.".into())));
        assert_eq!(near(&bob, &[]), None);
        let three = joint(&article, &found, &[ann, bob, cid]).map(|j| (j.near, j.words));
        assert_eq!(three, Some((Near::Article, "Ann sang.".into())), "the one that is farthest away counts");
    }
}
