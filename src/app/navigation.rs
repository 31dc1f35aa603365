//! The entity in focus and the walk along its mentions: through this article, then through the others of the list.

use super::request::{Arrival, Request};
use std::collections::HashSet;

use super::layout::Pane;
use super::model::Model;
use super::reader::Reader;
use super::sidebar::{Entry, Who};
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link};
use crate::news::mention::{Form, Kind, Mention};

/// The entity in focus.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Whom.
    pub who: Who,
    /// Others who are walked along with it: the mentions of all are one list.
    pub with: Vec<EntityId>,
    /// The name it is shown by.
    pub name: String,
    /// The articles of the list that mention it, in list order; the first of them until the whole is known.
    pub articles: Vec<ArticleId>,
    /// These are all.
    pub whole: bool,
    /// A step beyond this article waits for that answer; forward or back.
    waiting: Option<bool>,
}

impl Walk {
    fn new(who: Who, with: Vec<EntityId>, name: String) -> Self {
        Self { who, with, name, articles: Vec::new(), whole: false, waiting: None }
    }

    /// No answer will come: a step that waited for it is given up.
    pub fn stop_waiting(&mut self) {
        self.waiting = None;
    }

    /// Whether a referent is in focus.
    pub fn has(&self, who: Who) -> bool {
        self.who == who || matches!(who, Who::Entity(id) if self.with.contains(&id))
    }

    /// Whose focus it is, where it is of one alone.
    pub fn only(&self) -> Option<Who> {
        self.with.is_empty().then_some(self.who)
    }

    /// All entities in focus.
    pub fn all(&self) -> Vec<EntityId> {
        let Who::Entity(first) = self.who else { return Vec::new() };
        std::iter::once(first).chain(self.with.iter().copied()).collect()
    }
}

/// Where a walk is: mention so many of so many here, article so many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Number of the mention, from 1; 0 where the cursor is before the first.
    pub mention: usize,
    /// Mentions in this article.
    pub mentions: usize,
    /// Number of the article among those that mention it, from 1; 0 where it is not one of them.
    pub article: usize,
    /// How many there are, once known.
    pub articles: Option<usize>,
}

impl Model {
    /// Puts somebody in focus.
    pub(super) fn focus_on(&mut self, who: Who, name: String) {
        self.lines = None;
        if self.walk.as_ref().is_some_and(|walk| walk.only() == Some(who)) {
            return;
        }
        self.walk = Some(Walk::new(who, Vec::new(), name));
        self.locate_again();
    }

    /// Puts several in focus at once: their mentions are walked as one list.
    pub(super) fn focus_on_all(&mut self, all: &[(EntityId, String)]) {
        let Some(((first, _), others)) = all.split_first() else { return };
        self.lines = None;
        self.walk = Some(Walk::new(Who::Entity(*first), others.iter().map(|(id, _)| *id).collect(), names(all)));
        self.locate_again();
    }

    /// Asks where the entity in focus occurs: it is new, or the list is another.
    pub(super) fn locate_again(&mut self) {
        let view = self.list.view.clone();
        let Some(walk) = &mut self.walk else { return };
        let all = walk.all();
        if !all.is_empty() {
            walk.whole = false;
            self.send(Request::Locate { all, view });
        }
    }

    /// The answer to that; there may be a fuller one to come.
    pub(super) fn located(&mut self, all: &[(EntityId, String)], articles: Vec<ArticleId>, whole: bool) {
        let Some(walk) = &mut self.walk else { return };
        (walk.articles, walk.whole) = (articles, whole);
        // Two may have become one since the focus was set, or somebody hidden.
        let mut left: Vec<(EntityId, String)> = Vec::new();
        for (id, name) in all.iter().filter(|(_, name)| !name.is_empty()) {
            if !left.iter().any(|(other, _)| other == id) {
                left.push((*id, name.clone()));
            }
        }
        let Some(((first, _), others)) = left.split_first() else {
            self.walk = None;
            return;
        };
        walk.who = Who::Entity(*first);
        walk.with = others.iter().map(|(id, _)| *id).collect();
        walk.name = names(&left);
        if let Some(forward) = walk.waiting.take() {
            self.status.now = None;
            self.walk_on(forward);
        }
    }

    /// Starts of the mentions of the entity in focus in this article.
    fn starts(&self) -> Vec<u32> {
        let (Some(walk), Some(reader)) = (&self.walk, &self.reader) else { return Vec::new() };
        let entries = self.sidebar.entries.iter().filter(|entry| walk.has(entry.who));
        let mut starts: Vec<u32> = entries.flat_map(|entry| starts(reader, entry)).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Where the walk is.
    pub fn stand(&self) -> Option<Stand> {
        let walk = self.walk.as_ref()?;
        let here = self.reader.as_ref().map(Reader::id);
        let cursor = self.reader.as_ref().map_or(0, |reader| reader.cursor);
        let starts = self.starts();
        let article = walk.articles.iter().position(|id| Some(*id) == here);
        Some(Stand {
            mention: starts.partition_point(|s| *s <= cursor),
            mentions: starts.len(),
            article: article.map_or(0, |i| i + 1),
            articles: walk.whole.then_some(walk.articles.len()),
        })
    }

    /// The next (or previous) mention of the entity in focus, in this article or beyond.
    pub(super) fn walk_step(&mut self, forward: bool) {
        let starts = self.starts();
        let Some(reader) = &mut self.reader else { return };
        self.focus = Pane::Text;
        let to = if forward {
            starts.get(starts.partition_point(|s| *s <= reader.cursor))
        } else {
            starts.partition_point(|s| *s < reader.cursor).checked_sub(1).and_then(|i| starts.get(i))
        };
        if let Some(&to) = to {
            let id = reader.id();
            self.open(id, Arrival::At(to));
            return;
        }
        if matches!(self.walk, Some(Walk { who: Who::Chain(..), .. })) {
            self.around(forward, &starts);
            return;
        }
        self.walk_on(forward);
    }

    /// Beyond this article.
    fn walk_on(&mut self, forward: bool) {
        let Some(walk) = &self.walk else { return };
        let here = self.reader.as_ref().map(Reader::id);
        let all = &walk.articles;
        let next = match all.iter().position(|id| Some(*id) == here) {
            Some(at) if forward => all.get(at + 1),
            Some(at) => at.checked_sub(1).and_then(|i| all.get(i)),
            None if walk.whole => self.neighbouring(all, forward),
            None => None,
        };
        if next.is_none() && !walk.whole {
            self.status.say(format!("looking for more of {}", walk.name));
            if let Some(walk) = &mut self.walk {
                walk.waiting = Some(forward);
            }
            return;
        }
        if !all.iter().any(|id| Some(*id) != here) {
            let starts = self.starts();
            self.around(forward, &starts);
            return;
        }
        let around = next.is_none();
        let to = next.or_else(|| if forward { all.first() } else { all.last() }).copied();
        let count = all.len();
        let name = walk_name(self.walk.as_ref());
        if around {
            let end = if forward { "first" } else { "last" };
            self.status.say(format!("around to the {end} of {count} articles that mention {name}"));
        }
        if let Some(to) = to {
            self.leave_trail();
            self.open(to, Arrival::Mention(forward));
        }
    }

    /// The article of `all` that lies nearest to the cursor of the list in a direction.
    fn neighbouring<'a>(&self, all: &'a [ArticleId], forward: bool) -> Option<&'a ArticleId> {
        let there: HashSet<ArticleId> = all.iter().copied().collect();
        let ids = self.list.ids();
        let id = if forward {
            ids.iter().skip(self.list.cursor() + 1).find(|id| there.contains(id))
        } else {
            ids.iter().take(self.list.cursor()).rev().find(|id| there.contains(id))
        }?;
        all.iter().find(|other| *other == id)
    }

    /// Around inside this article: nobody else mentions whom is in focus.
    fn around(&mut self, forward: bool, starts: &[u32]) {
        let name = walk_name(self.walk.as_ref());
        let Some(&to) = (if forward { starts.first() } else { starts.last() }) else {
            let nowhere = self.nowhere(&name);
            self.status.warn(nowhere);
            return;
        };
        let end = if forward { "first" } else { "last" };
        self.status.say(format!("around to the {end} mention: no other article of this list mentions {name}"));
        if let Some(id) = self.reader.as_ref().map(Reader::id) {
            self.open(id, Arrival::At(to));
        }
    }

    /// That a name is not to be found, and how to look in more articles.
    fn nowhere(&self, name: &str) -> String {
        let key = self.setup.keymap.key_for(Context::Articles, Action::Back);
        match key.filter(|_| !self.list.view.filter.is_all()) {
            Some(key) => format!("no mention of {name} in this list: {key} in the list widens it"),
            None => format!("no mention of {name} in any article"),
        }
    }

    /// The article is there: to the first or last mention.
    pub(super) fn arrive_at_mention(&mut self, forward: bool) {
        let starts = self.starts();
        let to = if forward { starts.first() } else { starts.last() };
        let room = self.room();
        if let (Some(&to), Some(reader)) = (to, &mut self.reader) {
            reader.go(to, room);
        }
    }

    /// Puts an entry of the sidebar in focus and goes to its nearest mention at or after the cursor.
    pub(super) fn focus_entry(&mut self) {
        let Some(entry) = self.sidebar.current() else { return };
        let (who, name) = (entry.who, entry.name.clone());
        self.leave_trail();
        self.focus_on(who, name);
        self.nearest();
    }

    /// Goes to the mention of the entity in focus nearest after the cursor, in this article or the next that has one.
    pub(super) fn nearest(&mut self) {
        let starts = self.starts();
        self.focus = Pane::Text;
        let Some(reader) = &self.reader else {
            self.walk_on(true);
            return;
        };
        let (id, next) = (reader.id(), starts.partition_point(|s| *s < reader.cursor));
        match starts.get(next).or_else(|| starts.last()) {
            Some(&to) => self.open(id, Arrival::At(to)),
            None => self.walk_on(true),
        }
    }

    /// From the jump bar: puts an entity in focus and goes to it.
    pub(super) fn jump_to(&mut self, entity: EntityId, name: String) {
        self.send(Request::Chosen(entity));
        self.leave_trail();
        self.focus_on(Who::Entity(entity), name);
        self.nearest();
    }

    /// From the jump bar: the mentions of several, as one list.
    pub(super) fn jump_to_all(&mut self, all: &[(EntityId, String)]) {
        self.send_all(all.iter().map(|(id, _)| Request::Chosen(*id)));
        self.leave_trail();
        self.focus_on_all(all);
        self.nearest();
    }

    /// Puts whoever is mentioned under the cursor of the text in focus.
    pub(super) fn focus_here(&mut self) {
        let Some((_, chain)) = self.mention_here() else {
            self.status.say("nobody is mentioned under the cursor");
            return;
        };
        let Some(entry) = self.sidebar.of_chain(chain) else { return };
        let (who, name) = (entry.who, entry.name.clone());
        self.focus_on(who, name);
    }

    /// The mention under the cursor of the text, roles left out where there is another, and its chain.
    pub fn mention_here(&self) -> Option<(usize, u32)> {
        let reader = self.reader.as_ref()?;
        let found = &reader.opened.annotations;
        let at = found.mention_at(reader.cursor)?;
        Some((at, found.mentions.get(at)?.chain))
    }

    /// Goes to the next (or previous) mention that passes a test.
    pub(super) fn seek_mention(&mut self, forward: bool, what: &str, wanted: impl Fn(&Mention, &Link) -> bool) {
        let room = self.room();
        let Some(reader) = &mut self.reader else { return };
        let opened = reader.opened.clone();
        let passes = |m: &&Mention| {
            let link = opened.links.get(m.chain as usize).map(|l| &l.link);
            m.form != Form::Role && link.is_none_or(|link| wanted(m, link))
        };
        let all = &opened.annotations.mentions;
        let found = if forward {
            let from = all.partition_point(|m| m.span.start <= reader.cursor);
            all.iter().skip(from).find(passes)
        } else {
            let upto = all.partition_point(|m| m.span.start < reader.cursor);
            all.iter().take(upto).rev().find(passes)
        };
        match found {
            Some(mention) => {
                let (id, at) = (reader.id(), mention.span.start);
                reader.go(at, room);
                self.focus = Pane::Text;
                self.open(id, Arrival::Read);
            }
            None => self.status.say(format!("no {what} {}", if forward { "further on" } else { "before this" })),
        }
    }

    /// To the next mention of a kind.
    pub(super) fn seek_kind(&mut self, forward: bool, kind: Kind) {
        self.seek_mention(forward, kind.word(), |m, _| m.kind == kind && m.form == Form::Name);
    }
}

/// What several are called together.
pub fn names(all: &[(EntityId, String)]) -> String {
    let name = |at: usize| all.get(at).map_or("", |(_, name)| name.as_str());
    match all.len() {
        0 | 1 => name(0).to_owned(),
        2 => format!("{} and {}", name(0), name(1)),
        more => format!("{}, {} and {} more", name(0), name(1), more - 2),
    }
}

fn walk_name(walk: Option<&Walk>) -> String {
    walk.map_or(String::new(), |walk| walk.name.clone())
}

/// Starts of an entry's mentions in the text.
pub fn starts(reader: &Reader, entry: &Entry) -> Vec<u32> {
    let all = &reader.opened.annotations.mentions;
    entry.mentions.iter().filter_map(|&m| all.get(m as usize)).map(|m| m.span.start).collect()
}
