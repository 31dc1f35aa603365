//! What panes and overlays read of the rest of the screen.

use std::collections::HashMap;
use std::sync::Arc;

use super::intent::Prompt;
use super::layout::{Pane, Screen};
use super::list::List;
use super::navigation::Navigation;
use super::reader::Reader;
use super::setup::Setup;
use super::sidebar::{Entry, Referent, Sidebar};
use super::subject::Subject;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::name_index::finder::Finder;
use crate::name_index::hit;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::note::NoteDraft;
use crate::news::time::Timestamp;

/// The index of names, and what ranks its hits.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The index, once it is filled.
    pub finder: Option<Arc<Finder>>,
    /// Entities on the watch list.
    pub watched: Vec<EntityId>,
    /// Those of them that are watched by a name in watch.toml.
    pub on_file: Vec<EntityId>,
    /// How often each entity was chosen in the jump bar.
    pub picks: Vec<(EntityId, u32)>,
}

impl Names {
    /// Counts a choice. Equal hits are ranked by these counts.
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
    /// What was last typed in the jump bar.
    pub last_jump: String,
    /// The page of an entity closed last, and the row under its cursor. The page opens at that row again.
    pub closed_page: Option<(EntityId, usize)>,
    /// The page of an entity that the user left for the text, and how many jumps lay behind then. Going back past them opens the page.
    pub left_page: Option<(EntityId, usize)>,
    /// Notes written in this session.
    pub written: usize,
    /// Drafts begun in this session.
    pub drafted: u32,
    /// Drafts that the user put aside.
    pub drafts: Vec<NoteDraft>,
    /// The program ends as soon as the archive has kept what the user did.
    pub quitting: bool,
}

/// The screen, read-only.
#[derive(Clone, Copy, Debug)]
pub struct Workspace<'a> {
    /// What the session started with: keys, time zone, and more.
    pub setup: &'a Setup,
    /// The size of the screen, its panes, and which pane has the keys.
    pub screen: &'a Screen,
    /// The list.
    pub list: &'a List,
    /// The text pane, once an article is open.
    pub reader: Option<&'a Reader>,
    /// The entities of that article.
    pub sidebar: &'a Sidebar,
    /// The focus, the search and the jump list.
    pub navigation: &'a Navigation,
    /// The index of names.
    pub names: &'a Names,
    /// What is remembered from one overlay to the next.
    pub memory: &'a Memory,
    /// The context in which keys are looked up.
    pub context: Context,
}

impl<'a> Workspace<'a> {
    /// The key of an action in this context, for a message; empty if there is none.
    pub fn key(&self, action: Action) -> String {
        self.key_in(self.context, action)
    }

    /// The key of an action in another context, for a message; empty if there is none.
    pub fn key_in(&self, context: Context, action: Action) -> String {
        self.setup.keymap.key_for(context, action).map_or(String::new(), ToString::to_string)
    }

    /// The date in ISO 8601, in the time zone of the session: `2026-11-24`.
    pub fn day(&self, time: Timestamp) -> String {
        let at = jiff::Timestamp::from_second(time.0).ok();
        at.map_or(String::new(), |at| self.setup.zone.to_datetime(at).date().to_string())
    }

    /// The article shown.
    pub fn shown(&self) -> Option<ArticleId> {
        self.reader.map(Reader::id)
    }

    /// The mention under the cursor of the text, and its chain. A name has priority over a role around it.
    pub fn mention_here(&self) -> Option<(usize, u32)> {
        let reader = self.reader?;
        let found = &reader.opened.annotations;
        let at = found.mention_at(reader.cursor)?;
        Some((at, found.mentions.get(at)?.chain))
    }

    /// The mention under the cursor if the text has the keys.
    pub fn mention_in_text(&self) -> Option<(usize, u32)> {
        self.mention_here().filter(|_| self.screen.active == Pane::Text)
    }

    /// The entry under the cursor of the sidebar or the text.
    pub fn entry_here(&self) -> Option<&'a Entry> {
        match self.screen.active {
            Pane::Entities => self.sidebar.current(),
            Pane::Text => self.mention_here().and_then(|(_, chain)| self.sidebar.of_chain(chain)),
            Pane::Articles => None,
        }
    }

    /// A name under the cursor that is linked to no entity: its chain and the name.
    pub fn unlinked_here(&self) -> Option<(u32, String)> {
        let chain = match self.screen.active {
            Pane::Entities => *self.sidebar.current()?.chains.first()?,
            Pane::Text => self.mention_here()?.1,
            Pane::Articles => return None,
        };
        let opened = &self.reader?.opened;
        let unlinked = opened.links.get(chain as usize)?.entity().is_none();
        let name = &opened.annotations.chains.get(chain as usize)?.name;
        unlinked.then(|| (chain, name.clone()))
    }

    /// The entity in focus; none if there are several.
    pub fn in_focus(&self) -> Option<Subject> {
        let focus = self.navigation.focus.as_ref()?;
        let Some(Referent::Entity(entity)) = focus.only() else { return None };
        let here = self.sidebar.of(focus.referent).and_then(|(_, entry)| Subject::of_entry(entry));
        Some(here.unwrap_or_else(|| Subject::named(entity, &focus.name)))
    }

    /// The entities marked in the sidebar.
    pub fn marked(&self) -> Vec<Subject> {
        self.sidebar.picked.iter().filter_map(|referent| Subject::of_entry(self.sidebar.of(*referent)?.1)).collect()
    }

    /// The entity under the cursor, else the one in focus. The error is a message that says what to do.
    pub fn subject_here(&self) -> Result<Subject, &'static str> {
        // A name under the cursor has priority over the focus, even if it is linked to no entity.
        match self.entry_here() {
            Some(entry) => Subject::of_entry(entry).ok_or("this name is linked to no entity of the archive"),
            None => self.in_focus().ok_or("put the cursor on a name, or an entity in focus, first"),
        }
    }

    /// Whether an entity is watched.
    pub fn is_watched(&self, entity: EntityId) -> bool {
        self.names.watched.contains(&entity)
            || self.sidebar.of(Referent::Entity(entity)).is_some_and(|(_, entry)| entry.watched)
    }

    /// What ranks equal hits of the index of names: whether the entity is in the article, in the list, watched, chosen before.
    /// `limit` is the number of hits.
    pub fn ranking(&self, limit: usize) -> hit::Context {
        let entity = |referent| if let Referent::Entity(id) = referent { Some(id) } else { None };
        hit::Context {
            in_list: self.list.entities().collect(),
            in_article: self.sidebar.entries.iter().filter_map(|entry| entity(entry.referent)).collect(),
            watched: self.names.watched.clone(),
            picks: self.names.picks.clone(),
            limit,
            kinds: Vec::new(),
        }
    }
}
