//! Every mention of one or several entities in its line of context, gathered article by article up to a bound.

use super::clock::clock;
use crate::app::command::View;
use crate::news::entity::{EntityId, MentionLine};
use crate::news::mention::Form;
use crate::query::{Query, parse};
use crate::store::{Store, StoreError};

/// Mentions gathered, from whole articles.
const MENTIONS: usize = 500;

/// The mentions in the order of a view, and whether there are more.
pub fn concordance(store: &Store, all: &[EntityId], view: &View) -> Result<(Vec<MentionLine>, bool), StoreError> {
    let named = parse(&view.query)?.and(Query::entities(all.iter().map(|id| id.0)));
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

/// The first mention in the newest article that names an entity, with its headline.
pub fn glance(store: &Store, entity: EntityId) -> Result<Option<(String, MentionLine)>, StoreError> {
    let Some(newest) = store.newest_of(entity)? else { return Ok(None) };
    let article = store.article(newest)?;
    let found = store.annotations(article.id).unwrap_or_default();
    let chains = store.chains(article.id, &found, &store.group(entity)?)?;
    let mention = found.mentions.iter().find(|m| m.form == Form::Name && chains.contains(&m.chain));
    Ok(mention.map(|m| (article.draft.headline.clone(), MentionLine::of(&article, m.span))))
}
