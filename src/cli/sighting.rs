//! A sighting: one mention of somebody in an article, with its sentence; printed in one way by whatever lists them.

use serde::Serialize;

use super::archive;
use super::out::Out;
use crate::news::article::{Article, ArticleId};
use crate::news::entity::{EntityId, Link, Linked};
use crate::news::mention::{Annotations, Form, Mention};
use crate::store::Store;
use crate::text::clean;
use crate::text::span::Span;

/// One article, and what of it is somebody.
pub struct Sightings {
    article: Article,
    found: Annotations,
    links: Vec<Linked>,
    entity: EntityId,
    name: String,
}

/// A sighting as JSON.
#[derive(Serialize)]
struct Row<'a> {
    entity: i64,
    name: &'a str,
    article: i64,
    time: String,
    source: &'a str,
    headline: &'a str,
    /// How many there are in the article.
    mentions: usize,
    start: u32,
    end: u32,
    surface: &'a str,
    form: Form,
    certain: bool,
    sentence: String,
}

impl Sightings {
    /// Reads an article for the mentions of an entity (a root) shown by `name`.
    pub fn read(store: &Store, id: ArticleId, entity: EntityId, name: &str) -> anyhow::Result<Self> {
        let article = store.article(id)?;
        let found = store.annotations(id)?;
        let links = store.links(id, &found)?;
        Ok(Self { article, found, links, entity, name: name.to_owned() })
    }

    /// The mentions, in the order of the text; names alone, or with pronouns and descriptions.
    pub fn mentions(&self, names: bool) -> Vec<&Mention> {
        let wanted = |m: &&Mention| if names { m.form == Form::Name } else { m.form != Form::Role };
        let whose = |m: &&Mention| self.linked(m).and_then(Linked::entity) == Some(self.entity);
        self.found.mentions.iter().filter(wanted).filter(whose).collect()
    }

    fn linked(&self, mention: &Mention) -> Option<&Linked> {
        self.links.get(mention.chain as usize)
    }

    /// Prints one of them: as JSON, or as a line with tabs (with name and headline where the reader asked for more than one
    /// name). `many` is how many there are in the article.
    pub fn print(&self, mention: &Mention, many: usize, json: bool, named: bool, out: &mut Out) -> anyhow::Result<()> {
        let body = &self.article.draft.body;
        let sentence = self.found.sentences.iter().find(|s| s.covers(mention.span)).copied().unwrap_or(mention.span);
        let sentence = one_line(sentence, body);
        let (headline, source) = (&self.article.draft.headline, &self.article.draft.source);
        if json {
            out.json(&Row {
                entity: self.entity.0,
                name: &self.name,
                article: self.article.id.0,
                time: archive::rfc3339(self.article.time()),
                source,
                headline,
                mentions: many,
                start: mention.span.start,
                end: mention.span.end,
                surface: mention.span.slice(body),
                form: mention.form,
                certain: self.linked(mention).is_some_and(|l| matches!(l.link, Link::Certain(..))),
                sentence,
            })?;
            return Ok(());
        }
        let cell = |text: &str| clean::clean(text).replace('\t', " ");
        let (id, time) = (self.article.id.0, archive::moment(self.article.time()));
        let (source, sentence) = (cell(source), cell(&sentence));
        out.line(&if named {
            format!("{}\t{id}\t{time}\t{source}\t{}\t{sentence}", cell(&self.name), cell(headline))
        } else {
            format!("{id}\t{time}\t{source}\t{sentence}")
        })?;
        Ok(())
    }
}

/// A sentence without its line ends.
fn one_line(span: Span, body: &str) -> String {
    span.slice(body).split_whitespace().collect::<Vec<_>>().join(" ")
}
