//! Concordance: the mentions of some entities, each with the words around it.

use super::clock::clock;
use crate::app::view::View;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, MentionLine};
use crate::news::mention::{Annotations, Form};
use crate::query::Query;
use crate::store::{Store, StoreError};
use crate::text::span::Span;

/// Most mentions read; the article in which the limit is reached is read to its end.
const MENTIONS: usize = 500;

/// The mentions of some entities in the articles of a view, in its order, and whether there are more.
pub fn concordance(store: &Store, all: &[EntityId], view: &View) -> Result<(Vec<MentionLine>, bool), StoreError> {
    let named = view.filter.query().clone().and(Query::entities(all.iter().map(|id| id.0)));
    // Nearly every one of these articles has a mention, so no more are needed.
    let first = store.window(&named, view.sort, &clock(), None, MENTIONS)?;
    let mut group = Vec::new();
    for id in all {
        group.extend(store.group(*id)?);
    }
    let mut lines = Vec::new();
    for id in first.ids {
        if lines.len() >= MENTIONS {
            return Ok((lines, true));
        }
        let article = store.article(id)?;
        let found = store.annotations(id).unwrap_or_default();
        let mentions = mentions_of(store, id, &found, &group)?;
        lines.extend(mentions.into_iter().map(|span| MentionLine::of(&article, span)));
    }
    Ok((lines, !first.whole))
}

/// The headline and the first mention of an entity in the next article of a view that names it: the first one after `from`,
/// else the first of the view. `None` where no article names it.
pub fn glance(
    store: &Store,
    entity: EntityId,
    view: &View,
    from: Option<ArticleId>,
) -> Result<Option<(String, MentionLine)>, StoreError> {
    let (list, named) = (view.filter.query(), Query::entity(entity.0));
    let Some(next) = store.next(list, named, view.sort, &clock(), from)? else { return Ok(None) };
    let article = store.article(next)?;
    let found = store.annotations(article.id).unwrap_or_default();
    let mentions = mentions_of(store, article.id, &found, &store.group(entity)?)?;
    Ok(mentions.first().map(|span| (article.draft.headline.clone(), MentionLine::of(&article, *span))))
}

/// Where an article mentions the entities of a group, in the order of the text. Mentions by role alone are left out.
pub fn mentions_of(
    store: &Store,
    article: ArticleId,
    found: &Annotations,
    group: &[i64],
) -> Result<Vec<Span>, StoreError> {
    let chains = store.chains(article, found, group)?;
    let named = found.mentions.iter().filter(|m| m.form != Form::Role && chains.contains(&m.chain));
    Ok(named.map(|m| m.span).collect())
}
