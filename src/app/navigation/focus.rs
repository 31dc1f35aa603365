//! The entity in focus, and where its mentions are.

use std::collections::HashSet;

use super::landing::{Landing, Step};
use crate::app::list::List;
use crate::app::reader::Reader;
use crate::app::sidebar::{Entry, Sidebar, Who};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// The entity in focus, or several that are walked as one.
#[derive(Clone, Debug)]
pub struct Focus {
    /// The first of them.
    pub who: Who,
    /// The others: the mentions of all are one list.
    pub with: Vec<EntityId>,
    /// The name they are shown by.
    pub name: String,
    /// The articles of the list that name one of them, in list order. The first of these until all are known.
    pub articles: Vec<ArticleId>,
    /// All articles are known.
    pub whole: bool,
    /// A step beyond the known articles waits for the others; forward or back.
    pub waiting: Option<bool>,
}

/// Where the cursor is among the mentions of the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FocusPosition {
    /// Number of the mention at or before the cursor, from 1; 0 before the first.
    pub mention: usize,
    /// Mentions in this article.
    pub mentions: usize,
    /// Number of this article among those that name the focus, from 1; 0 where it does not.
    pub article: usize,
    /// Number of these articles, once known.
    pub articles: Option<usize>,
}

impl Focus {
    /// Focus on a referent, and on others with it.
    pub fn new(who: Who, with: Vec<EntityId>, name: String) -> Self {
        Self { who, with, name, articles: Vec::new(), whole: false, waiting: None }
    }

    /// Whether a referent is in focus.
    pub fn has(&self, who: Who) -> bool {
        self.who == who || matches!(who, Who::Entity(id) if self.with.contains(&id))
    }

    /// The referent in focus, where it is one alone.
    pub fn only(&self) -> Option<Who> {
        self.with.is_empty().then_some(self.who)
    }

    /// All entities in focus; none for a chain that is no entity.
    pub fn all(&self) -> Vec<EntityId> {
        let Who::Entity(first) = self.who else { return Vec::new() };
        std::iter::once(first).chain(self.with.iter().copied()).collect()
    }

    /// The archive has answered where these are named. False where none is left: all were hidden.
    pub fn locate(&mut self, all: &[(EntityId, String)], articles: Vec<ArticleId>, whole: bool) -> bool {
        (self.articles, self.whole) = (articles, whole);
        // Two may have been merged since they came into focus, or one was hidden and has no name.
        let mut left: Vec<(EntityId, String)> = Vec::new();
        for (id, name) in all.iter().filter(|(_, name)| !name.is_empty()) {
            if !left.iter().any(|(other, _)| other == id) {
                left.push((*id, name.clone()));
            }
        }
        let Some(((first, _), others)) = left.split_first() else { return false };
        self.who = Who::Entity(*first);
        self.with = others.iter().map(|(id, _)| *id).collect();
        self.name = names(&left);
        true
    }

    /// Starts of its mentions in the article shown, ascending.
    pub fn starts(&self, reader: &Reader, sidebar: &Sidebar) -> Vec<u32> {
        let entries = sidebar.entries.iter().filter(|entry| self.has(entry.who));
        let mut starts: Vec<u32> = entries.flat_map(|entry| starts(reader, entry)).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Where the cursor is among its mentions.
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

    /// The next (or previous) mention in this article, else beyond it.
    pub(super) fn step(&mut self, forward: bool, reader: &Reader, sidebar: &Sidebar, list: &List) -> Landing {
        let starts = self.starts(reader, sidebar);
        let to = if forward {
            starts.get(starts.partition_point(|start| *start <= reader.cursor))
        } else {
            let before = starts.partition_point(|start| *start < reader.cursor);
            before.checked_sub(1).and_then(|at| starts.get(at))
        };
        match (to, self.who) {
            (Some(&to), _) => Landing::here(reader, to),
            (None, Who::Chain(..)) => self.around(forward, Some(reader), &starts),
            (None, Who::Entity(_)) => self.beyond(forward, Some(reader), sidebar, list),
        }
    }

    /// The mention nearest to the cursor at or after it, else in the next article that has one.
    pub(super) fn nearest(&mut self, reader: Option<&Reader>, sidebar: &Sidebar, list: &List) -> Landing {
        let Some(reader) = reader else { return self.beyond(true, None, sidebar, list) };
        let starts = self.starts(reader, sidebar);
        let next = starts.partition_point(|start| *start < reader.cursor);
        match starts.get(next).or_else(|| starts.last()) {
            Some(&to) => Landing::here(reader, to),
            None => self.beyond(true, Some(reader), sidebar, list),
        }
    }

    /// The first (or last) mention in the next (or previous) article that names the focus.
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
            return self.around(forward, reader, &starts);
        }
        let Some(&to) = next.or_else(|| if forward { all.first() } else { all.last() }) else { return Landing::stay() };
        let landing = Landing::mention(to, forward);
        if next.is_some() {
            return landing;
        }
        let end = if forward { "first" } else { "last" };
        landing.say(format!("around to the {end} of {} articles that mention {}", all.len(), self.name))
    }

    /// Around inside this article: no other one names the focus.
    fn around(&self, forward: bool, reader: Option<&Reader>, starts: &[u32]) -> Landing {
        let to = if forward { starts.first() } else { starts.last() };
        let (Some(&to), Some(reader)) = (to, reader) else {
            return Landing { step: Step::NoMention, ..Landing::stay() };
        };
        let end = if forward { "first" } else { "last" };
        let name = &self.name;
        Landing::here(reader, to)
            .say(format!("around to the {end} mention: no other article of this list mentions {name}"))
    }
}

/// The article of `all` nearest to the cursor of the list in a direction.
fn neighbour<'a>(list: &List, all: &'a [ArticleId], forward: bool) -> Option<&'a ArticleId> {
    let there: HashSet<ArticleId> = all.iter().copied().collect();
    let ids = list.ids();
    let id = if forward {
        ids.iter().skip(list.cursor() + 1).find(|id| there.contains(id))
    } else {
        ids.iter().take(list.cursor()).rev().find(|id| there.contains(id))
    }?;
    all.iter().find(|other| *other == id)
}

/// The name of several entities together: `A and B`, `A, B and 3 more`.
pub fn names(all: &[(EntityId, String)]) -> String {
    let name = |at: usize| all.get(at).map_or("", |(_, name)| name.as_str());
    match all.len() {
        0 | 1 => name(0).to_owned(),
        2 => format!("{} and {}", name(0), name(1)),
        more => format!("{}, {} and {} more", name(0), name(1), more - 2),
    }
}

/// Starts of an entry's mentions in the text.
pub fn starts(reader: &Reader, entry: &Entry) -> Vec<u32> {
    let all = &reader.opened.annotations.mentions;
    entry.mentions.iter().filter_map(|&at| all.get(at as usize)).map(|mention| mention.span.start).collect()
}
