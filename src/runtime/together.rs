//! Where some entities are named together, and how near: read article by article up to a bound.

use super::clock::clock;
use crate::app::command::View;
use crate::news::article::{Article, Place};
use crate::news::entity::EntityId;
use crate::news::mention::{Annotations, Form};
use crate::news::profile::{Joint, Near};
use crate::query::Query;
use crate::store::{Store, StoreError};
use crate::text::span::Span;

/// Articles read.
const ARTICLES: usize = 300;
/// Bytes of a sentence told before the first who is named in it, where it is long.
const BEFORE: u32 = 30;
/// Bytes of a sentence told.
const WORDS: usize = 240;

/// The articles of a view that name all of them, in its order, and whether there are more.
pub fn together(store: &Store, all: &[EntityId], view: &View) -> Result<(Vec<Joint>, bool), StoreError> {
    let named = all.iter().fold(view.filter.query().clone(), |query, id| query.and(Query::entity(id.0)));
    let first = store.window(&named, view.sort, &clock(), None, ARTICLES)?;
    let groups = all.iter().map(|id| store.group(*id)).collect::<Result<Vec<_>, _>>()?;
    let mut joints = Vec::new();
    for id in &first.ids {
        let article = store.article(*id)?;
        let found = store.annotations(*id).unwrap_or_default();
        let of = |group: &Vec<i64>| -> Result<Vec<Span>, StoreError> {
            let chains = store.chains(*id, &found, group)?;
            let wanted = found.mentions.iter().filter(|m| m.form != Form::Role && chains.contains(&m.chain));
            Ok(wanted.map(|m| m.span).collect())
        };
        let places = groups.iter().map(of).collect::<Result<Vec<_>, _>>()?;
        joints.extend(joint(&article, &found, &places));
    }
    Ok((joints, !first.whole))
}

/// How near they are in one article, by the places of each; `None` where one of them is not the likeliest there.
fn joint(article: &Article, found: &Annotations, places: &[Vec<Span>]) -> Option<Joint> {
    let body = &article.draft.body;
    let breaks: Vec<u32> = body.match_indices("\n\n").map(|(at, _)| at as u32).collect();
    let sentence = |span: &Span| found.sentences.partition_point(|s| s.start <= span.start);
    let paragraph = |span: &Span| breaks.partition_point(|at| *at < span.start);
    let (one, others) = places.split_first()?;
    let first = one.first().filter(|_| others.iter().all(|other| !other.is_empty()))?;
    let (near, span) = if let Some(span) = beside(one, others, sentence) {
        (Near::Sentence, span)
    } else if let Some(span) = beside(one, others, paragraph) {
        (Near::Paragraph, span)
    } else {
        (Near::Article, *first)
    };
    let whole = found.sentences.iter().find(|s| s.covers(span)).copied().unwrap_or(span);
    let named = places.iter().flatten().filter(|place| whole.covers(**place)).map(|place| place.start);
    let mut words = begun(whole, named.min().unwrap_or(span.start), body);
    words.truncate(words.floor_char_boundary(WORDS));
    let (source, time) = (article.draft.source.clone(), article.time());
    Some(Joint { place: Place { article: article.id, span }, near, words, source, time })
}

/// A sentence on one line, begun a little before the first who is named in it, so that all may be seen.
fn begun(whole: Span, first: u32, body: &str) -> String {
    let from = body.floor_char_boundary(first.saturating_sub(BEFORE) as usize) as u32;
    let line = |span: Span| span.slice(body).split_whitespace().collect::<Vec<_>>().join(" ");
    if from <= whole.start + BEFORE {
        return line(whole);
    }
    let rest = line(Span { start: from, end: whole.end });
    // From a whole word on.
    format!("… {}", rest.split_once(' ').map_or("", |(_, rest)| rest))
}

/// The first of `one` that has one of each of the others in the same part of the text. All are in the order of the text.
fn beside(one: &[Span], others: &[Vec<Span>], part: impl Fn(&Span) -> usize) -> Option<Span> {
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
        assert_eq!(three, Some((Near::Article, "Ann sang.".into())), "the farthest of three counts");
    }
}
