//! Every mention of one or several entities in its line of context, gathered article by article up to a bound.

use super::clock::clock;
use crate::app::command::View;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, MentionLine};
use crate::news::mention::Form;
use crate::query::Query;
use crate::store::{Store, StoreError};

/// Mentions gathered, from whole articles.
const MENTIONS: usize = 500;

/// The mentions in the order of a view, and whether there are more.
pub fn concordance(store: &Store, all: &[EntityId], view: &View) -> Result<(Vec<MentionLine>, bool), StoreError> {
    let named = view.filter.query().clone().and(Query::entities(all.iter().map(|id| id.0)));
    // Nearly every one of these has a mention.
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
        let chains = store.chains(id, &found, &group)?;
        let wanted = found.mentions.iter().filter(|m| m.form != Form::Role && chains.contains(&m.chain));
        lines.extend(wanted.map(|m| MentionLine::of(&article, m.span)));
    }
    Ok((lines, !first.whole))
}

/// The first mention of an entity in the next article of a view behind `from` that names it, around the end; with its headline.
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
    let chains = store.chains(article.id, &found, &store.group(entity)?)?;
    let mut mentions = found.mentions.iter().filter(|m| m.form != Form::Role && chains.contains(&m.chain));
    Ok(mentions.next().map(|m| (article.draft.headline.clone(), MentionLine::of(&article, m.span))))
}
