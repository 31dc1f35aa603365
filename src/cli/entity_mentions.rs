//! The mentions of one entity in one article, each printed with its sentence. `mentions` and `watch` share the output format.

use serde::Serialize;

use super::archive;
use crate::news::article::{Article, ArticleId};
use crate::news::entity::{EntityId, Link, Linked};
use crate::news::mention::{Annotations, Form, Mention};
use crate::runtime::out::Out;
use crate::store::Store;
use crate::text::span::Span;

/// An article and the entity whose mentions are looked for in it.
pub struct EntityMentions {
    article: Article,
    found: Annotations,
    links: Vec<Linked>,
    entity: EntityId,
    name: String,
}

/// A mention as JSON. `start` and `end` are byte offsets in the body.
#[derive(Serialize)]
struct Row<'a> {
    entity: i64,
    name: &'a str,
    article: i64,
    time: String,
    source: &'a str,
    headline: &'a str,
    /// How many mentions of the entity are printed or counted in the article.
    mentions: usize,
    start: u32,
    end: u32,
    surface: &'a str,
    form: Form,
    certain: bool,
    sentence: String,
}

impl EntityMentions {
    /// Reads the article `id`. `entity` is the root of its group and is printed as `name`.
    pub fn read(store: &Store, id: ArticleId, entity: EntityId, name: &str) -> anyhow::Result<Self> {
        let article = store.article(id)?;
        let found = store.annotations(id)?;
        let links = store.links(id, &found)?;
        Ok(Self { article, found, links, entity, name: name.to_owned() })
    }

    /// The mentions in the order of the text: only names, or names, pronouns and descriptions. Roles are left out.
    pub fn mentions(&self, names: bool) -> Vec<&Mention> {
        let wanted = |m: &&Mention| if names { m.form == Form::Name } else { m.form != Form::Role };
        let of_entity = |m: &&Mention| self.linked(m).and_then(Linked::entity) == Some(self.entity);
        self.found.mentions.iter().filter(wanted).filter(of_entity).collect()
    }

    fn linked(&self, mention: &Mention) -> Option<&Linked> {
        self.links.get(mention.chain as usize)
    }

    /// Prints one mention: as JSON, or as a line of tab-separated values. `named` adds the entity's name and the headline to the
    /// line, for output about several entities. `count` is the number of mentions in the article.
    pub fn print(&self, mention: &Mention, count: usize, json: bool, named: bool, out: &mut Out) -> anyhow::Result<()> {
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
                mentions: count,
                start: mention.span.start,
                end: mention.span.end,
                surface: mention.span.slice(body),
                form: mention.form,
                certain: self.linked(mention).is_some_and(|l| matches!(l.link, Link::Certain(..))),
                sentence,
            })?;
            return Ok(());
        }
        let (id, time) = (self.article.id.0.to_string(), archive::local_time(self.article.time()));
        if named {
            out.row(&[&self.name, &id, &time, source, headline, &sentence])?;
        } else {
            out.row(&[&id, &time, source, &sentence])?;
        }
        Ok(())
    }
}

/// The text of a span with every run of whitespace as one space.
fn one_line(span: Span, body: &str) -> String {
    span.slice(body).split_whitespace().collect::<Vec<_>>().join(" ")
}
