//! The entity in focus, and steps along its mentions.

use std::collections::HashSet;

use super::landing::{Landing, Step};
use crate::app::list::List;
use crate::app::reader::Reader;
use crate::app::sidebar::{Entry, Referent, Sidebar};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// The entity in focus, or several whose mentions are followed as one list.
#[derive(Clone, Debug)]
pub struct Focus {
    /// The first of them; a chain if it has no entity.
    pub referent: Referent,
    /// The others.
    pub with: Vec<EntityId>,
    /// The name shown for them.
    pub name: String,
    /// The articles of the list that name at least one of them, in list order. Only the first ones until `whole`.
    pub articles: Vec<ArticleId>,
    /// All articles are known.
    pub whole: bool,
    /// A step beyond the known articles waits for the others: forward (`true`) or back.
    pub waiting: Option<bool>,
}

/// The position of the cursor among the mentions of the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FocusPosition {
    /// Number of the mention at or before the cursor, from 1; 0 before the first.
    pub mention: usize,
    /// Mentions in this article.
    pub mentions: usize,
    /// Number of this article among those that name the focus, from 1; 0 if it is not among them.
    pub article: usize,
    /// Number of articles that name the focus, once known.
    pub articles: Option<usize>,
}

impl Focus {
    /// Puts a referent in focus, and entities with it.
    pub fn new(referent: Referent, with: Vec<EntityId>, name: String) -> Self {
        Self { referent, with, name, articles: Vec::new(), whole: false, waiting: None }
    }

    /// Whether a referent is in focus.
    pub fn has(&self, referent: Referent) -> bool {
        self.referent == referent || matches!(referent, Referent::Entity(id) if self.with.contains(&id))
    }

    /// The referent in focus; none if there are several.
    pub fn only(&self) -> Option<Referent> {
        self.with.is_empty().then_some(self.referent)
    }

    /// All entities in focus; empty for a chain.
    pub fn all(&self) -> Vec<EntityId> {
        let Referent::Entity(first) = self.referent else { return Vec::new() };
        std::iter::once(first).chain(self.with.iter().copied()).collect()
    }

    /// Takes the articles that name these entities. False if none of them is left, because all were hidden.
    pub fn locate(&mut self, all: &[(EntityId, String)], articles: Vec<ArticleId>, whole: bool) -> bool {
        (self.articles, self.whole) = (articles, whole);
        // Since they were put in focus, some may have been merged with each other, or hidden: those have no name.
        let mut left: Vec<(EntityId, String)> = Vec::new();
        for (id, name) in all.iter().filter(|(_, name)| !name.is_empty()) {
            if !left.iter().any(|(other, _)| other == id) {
                left.push((*id, name.clone()));
            }
        }
        let Some(((first, _), others)) = left.split_first() else { return false };
        self.referent = Referent::Entity(*first);
        self.with = others.iter().map(|(id, _)| *id).collect();
        self.name = names(&left);
        true
    }

    /// The bytes where its mentions in the article shown begin, ascending.
    pub fn starts(&self, reader: &Reader, sidebar: &Sidebar) -> Vec<u32> {
        let others = self.with.iter().map(|id| Referent::Entity(*id)).filter(|other| *other != self.referent);
        let entries = std::iter::once(self.referent).chain(others).filter_map(|referent| sidebar.of(referent));
        let mut starts: Vec<u32> = entries.flat_map(|(_, entry)| starts(reader, entry)).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// The position of the cursor among its mentions.
    pub fn position(&self, reader: Option<&Reader>, sidebar: &Sidebar) -> FocusPosition {
        let starts = reader.map_or_else(Vec::new, |reader| self.starts(reader, sidebar));
        let cursor = reader.map_or(0, |reader| reader.cursor);
        let here = reader.map(Reader::id);
        let article = self.articles.iter().position(|id| Some(*id) == here);
        FocusPosition {
            mention: starts.partition_point(|start| *start <= cursor),
            mentions: starts.len(),
            article: article.map_or(0, |at| at + 1),
            articles: self.whole.then_some(self.articles.len()),
        }
    }

    /// A step to the next or previous mention in this article, else beyond it.
    pub(super) fn step(&mut self, forward: bool, reader: &Reader, sidebar: &Sidebar, list: &List) -> Landing {
        let starts = self.starts(reader, sidebar);
        let to = if forward {
            starts.get(starts.partition_point(|start| *start <= reader.cursor))
        } else {
            let before = starts.partition_point(|start| *start < reader.cursor);
            before.checked_sub(1).and_then(|at| starts.get(at))
        };
        match (to, self.referent) {
            (Some(&to), _) => Landing::here(reader, to),
            (None, Referent::Chain(..)) => self.wrap_around(forward, Some(reader), &starts),
            (None, Referent::Entity(_)) => self.beyond(forward, Some(reader), sidebar, list),
        }
    }

    /// A step to the first mention at or after the cursor, else the last one of this article, else the next article that has one.
    pub(super) fn nearest(&mut self, reader: Option<&Reader>, sidebar: &Sidebar, list: &List) -> Landing {
        let Some(reader) = reader else { return self.beyond(true, None, sidebar, list) };
        let starts = self.starts(reader, sidebar);
        let next = starts.partition_point(|start| *start < reader.cursor);
        match starts.get(next).or_else(|| starts.last()) {
            Some(&to) => Landing::here(reader, to),
            None => self.beyond(true, Some(reader), sidebar, list),
        }
    }

    /// A step to the first mention in the next article that names the focus, or the last mention in the previous one. Wraps around.
    pub(super) fn beyond(&mut self, forward: bool, reader: Option<&Reader>, sidebar: &Sidebar, list: &List) -> Landing {
        let here = reader.map(Reader::id);
        let all = &self.articles;
        let next = match all.iter().position(|id| Some(*id) == here) {
            Some(at) if forward => all.get(at + 1),
            Some(at) => at.checked_sub(1).and_then(|at| all.get(at)),
            None if self.whole => neighbour(list, all, forward),
            None => None,
        };
        if next.is_none() && !self.whole {
            self.waiting = Some(forward);
            return Landing::stay().say(format!("looking for more of {}", self.name));
        }
        if !all.iter().any(|id| Some(*id) != here) {
            let starts = reader.map_or_else(Vec::new, |reader| self.starts(reader, sidebar));
            return self.wrap_around(forward, reader, &starts);
        }
        let Some(&to) = next.or_else(|| if forward { all.first() } else { all.last() }) else { return Landing::stay() };
        let landing = Landing::mention(to, forward);
        if next.is_some() {
            return landing;
        }
        let end = if forward { "first" } else { "last" };
        landing.say(format!("wrapped around to the {end} of {} articles that mention {}", all.len(), self.name))
    }

    /// A step that wraps around in this article, because no other names the focus.
    fn wrap_around(&self, forward: bool, reader: Option<&Reader>, starts: &[u32]) -> Landing {
        let to = if forward { starts.first() } else { starts.last() };
        let (Some(&to), Some(reader)) = (to, reader) else {
            return Landing { step: Step::NoMention, ..Landing::stay() };
        };
        let end = if forward { "first" } else { "last" };
        let name = &self.name;
        Landing::here(reader, to)
            .say(format!("wrapped around to the {end} mention: no other article of this list mentions {name}"))
    }
}

/// The article of `all` nearest to the cursor of the list, after it (`forward`) or before it.
fn neighbour<'a>(list: &List, all: &'a [ArticleId], forward: bool) -> Option<&'a ArticleId> {
    let wanted: HashSet<ArticleId> = all.iter().copied().collect();
    let ids = list.ids();
    let id = if forward {
        ids.iter().skip(list.cursor() + 1).find(|id| wanted.contains(id))
    } else {
        ids.iter().take(list.cursor()).rev().find(|id| wanted.contains(id))
    }?;
    all.iter().find(|other| *other == id)
}

/// The name shown for several entities: `A and B`, `A, B and 3 more`.
pub fn names(all: &[(EntityId, String)]) -> String {
    let name = |at: usize| all.get(at).map_or("", |(_, name)| name.as_str());
    match all.len() {
        0 | 1 => name(0).to_owned(),
        2 => format!("{} and {}", name(0), name(1)),
        more => format!("{}, {} and {} more", name(0), name(1), more - 2),
    }
}

/// The bytes where the mentions of an entry begin.
pub fn starts(reader: &Reader, entry: &Entry) -> Vec<u32> {
    let all = &reader.opened.annotations.mentions;
    entry.mentions.iter().filter_map(|&at| all.get(at as usize)).map(|mention| mention.span.start).collect()
}
