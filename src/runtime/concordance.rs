//! Every mention of an entity in its line of context, gathered article by article up to a bound.

use super::clock::clock;
use crate::app::command::View;
use crate::news::article::{Article, Place};
use crate::news::entity::{EntityId, MentionLine};
use crate::news::mention::Form;
use crate::query::{Query, parse};
use crate::store::{Store, StoreError};
use crate::text::span::Span;

/// Mentions gathered, from whole articles.
const MENTIONS: usize = 500;
/// Bytes of context on either side of a mention.
const AROUND: usize = 160;

/// The mentions in the order of a view, and whether there are more.
pub fn concordance(store: &Store, entity: EntityId, view: &View) -> Result<(Vec<MentionLine>, bool), StoreError> {
    let named = parse(&view.query)?.and(Query::entity(entity.0));
    // Nearly every one of these has a mention.
    let first = store.window(&named, view.sort, &clock(), None, MENTIONS)?;
    let group = store.group(entity)?;
    let mut lines = Vec::new();
    for id in first.ids {
        if lines.len() >= MENTIONS {
            return Ok((lines, true));
        }
        let article = store.article(id)?;
        let found = store.annotations(id).unwrap_or_default();
        let chains = store.chains(id, &found, &group)?;
        let wanted = found.mentions.iter().filter(|m| m.form != Form::Role && chains.contains(&m.chain));
        lines.extend(wanted.map(|m| line(&article, m.span)));
    }
    Ok((lines, !first.whole))
}

/// A mention with what stands around it.
fn line(article: &Article, span: Span) -> MentionLine {
    let body = &article.draft.body;
    let (start, end) = (span.start as usize, span.end as usize);
    let from = body.floor_char_boundary(start.saturating_sub(AROUND));
    let upto = body.ceil_char_boundary((end + AROUND).min(body.len()));
    MentionLine {
        place: Place { article: article.id, span },
        before: body.get(from..start).unwrap_or("").to_owned(),
        words: span.slice(body).to_owned(),
        after: body.get(end..upto).unwrap_or("").to_owned(),
        source: article.draft.source.clone(),
        time: article.time(),
    }
}
