//! What panes and overlays may read of the rest of the screen.

use std::collections::HashMap;
use std::sync::Arc;

use super::intent::Prompt;
use super::layout::{Pane, Screen};
use super::list::List;
use super::navigation::Navigation;
use super::reader::Reader;
use super::setup::Setup;
use super::sidebar::{Entry, Sidebar, Who};
use super::subject::Subject;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::name_index::finder::Finder;
use crate::name_index::hit;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::time::Timestamp;

/// The names of the archive, and what ranks them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The index of names, once it is filled.
    pub finder: Option<Arc<Finder>>,
    /// Entities on the watch list.
    pub watched: Vec<EntityId>,
    /// Of these, the ones that bear a name of watch.toml.
    pub on_file: Vec<EntityId>,
    /// How often each entity was chosen in the jump bar.
    pub picks: Vec<(EntityId, u32)>,
}

impl Names {
    /// Counts a choice, so that equal hits are ranked by it from now on.
    pub fn chosen(&mut self, entity: EntityId) {
        match self.picks.iter_mut().find(|pick| pick.0 == entity) {
            Some(pick) => pick.1 += 1,
            None => self.picks.push((entity, 1)),
        }
    }
}

/// What is remembered from one overlay to the next.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Lines typed before, by prompt, newest last.
    pub history: HashMap<Prompt, Vec<String>>,
    /// The last words of the jump bar.
    pub last_jump: String,
    /// The page of an entity that was closed last, and the row under its cursor: it opens there again.
    pub closed_page: Option<(EntityId, usize)>,
    /// The page of an entity that a row led away from, and the length of the jump list then: the way back leads to it.
    pub left_page: Option<(EntityId, usize)>,
    /// Notes written in this session.
    pub written: usize,
}

/// The rest of the screen, for reading only.
#[derive(Clone, Copy, Debug)]
pub struct Workspace<'a> {
    /// Keys, time zone, how the session began.
    pub setup: &'a Setup,
    /// Sizes, and the pane with the keys.
    pub screen: &'a Screen,
    /// The list.
    pub list: &'a List,
    /// The text, once there is one.
    pub reader: Option<&'a Reader>,
    /// The entities of that text.
    pub sidebar: &'a Sidebar,
    /// The focus, and the way back.
    pub navigation: &'a Navigation,
    /// The index of names.
    pub names: &'a Names,
    /// What was typed before.
    pub memory: &'a Memory,
    /// The place keys are looked up in.
    pub context: Context,
}

impl<'a> Workspace<'a> {
    /// The key that does something in this place, for a sentence; empty where there is none.
    pub fn key(&self, action: Action) -> String {
        self.key_in(self.context, action)
    }

    /// The key that does something in another place, for a sentence; empty where there is none.
    pub fn key_in(&self, context: Context, action: Action) -> String {
        self.setup.keymap.key_for(context, action).map_or(String::new(), ToString::to_string)
    }

    /// A day as people of all countries read it: `2026-11-24`.
    pub fn day(&self, time: Timestamp) -> String {
        let at = jiff::Timestamp::from_second(time.0).ok();
        at.map_or(String::new(), |at| self.setup.zone.to_datetime(at).date().to_string())
    }

    /// The article shown.
    pub fn shown(&self) -> Option<ArticleId> {
        self.reader.map(Reader::id)
    }

    /// The mention under the cursor of the text and its chain. A name goes before a role around it.
    pub fn mention_here(&self) -> Option<(usize, u32)> {
        let reader = self.reader?;
        let found = &reader.opened.annotations;
        let at = found.mention_at(reader.cursor)?;
        Some((at, found.mentions.get(at)?.chain))
    }

    /// The mention under the cursor, where the text has the keys.
    pub fn mention_in_text(&self) -> Option<(usize, u32)> {
        self.mention_here().filter(|_| self.screen.focus == Pane::Text)
    }

    /// The entry under the cursor of the sidebar or the text.
    pub fn entry_here(&self) -> Option<&'a Entry> {
        match self.screen.focus {
            Pane::Entities => self.sidebar.current(),
            Pane::Text => self.mention_here().and_then(|(_, chain)| self.sidebar.of_chain(chain)),
            Pane::Articles => None,
        }
    }

    /// A name under the cursor that is linked to no entity: its chain and the name.
    pub fn unlinked_here(&self) -> Option<(u32, String)> {
        let chain = match self.screen.focus {
            Pane::Entities => *self.sidebar.current()?.chains.first()?,
            Pane::Text => self.mention_here()?.1,
            Pane::Articles => return None,
        };
        let opened = &self.reader?.opened;
        let unlinked = opened.links.get(chain as usize)?.entity().is_none();
        let name = &opened.annotations.chains.get(chain as usize)?.name;
        unlinked.then(|| (chain, name.clone()))
    }

    /// The entity in focus, where it is one alone.
    pub fn in_focus(&self) -> Option<Subject> {
        let focus = self.navigation.focus.as_ref()?;
        let Some(Who::Entity(entity)) = focus.only() else { return None };
        let here = self.sidebar.of(focus.who).and_then(|(_, entry)| Subject::of_entry(entry));
        Some(here.unwrap_or_else(|| Subject::named(entity, &focus.name)))
    }

    /// The entities marked in the sidebar.
    pub fn marked(&self) -> Vec<Subject> {
        self.sidebar.picked.iter().filter_map(|who| Subject::of_entry(self.sidebar.of(*who)?.1)).collect()
    }

    /// The entity under the cursor, else the one in focus. The error says what to do.
    pub fn subject_here(&self) -> Result<Subject, &'static str> {
        // A name under the cursor is meant even where it is linked to no entity.
        match self.entry_here() {
            Some(entry) => Subject::of_entry(entry).ok_or("this name is linked to no entity of the archive"),
            None => self.in_focus().ok_or("put the cursor on a name, or an entity in focus, first"),
        }
    }

    /// Whether an entity is watched.
    pub fn is_watched(&self, entity: EntityId) -> bool {
        self.names.watched.contains(&entity)
            || self.sidebar.of(Who::Entity(entity)).is_some_and(|(_, entry)| entry.watched)
    }

    /// What ranks equal hits of the index of names: entities of the article, of the list, watched, chosen before.
    pub fn ranking(&self, limit: usize) -> hit::Context {
        let entity = |who| if let Who::Entity(id) = who { Some(id) } else { None };
        hit::Context {
            in_list: self.list.entities().collect(),
            in_article: self.sidebar.entries.iter().filter_map(|entry| entity(entry.who)).collect(),
            watched: self.names.watched.clone(),
            picks: self.names.picks.clone(),
            limit,
            kinds: Vec::new(),
        }
    }
}
