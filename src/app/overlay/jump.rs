//! The jump bar: any part of a name, as one remembers or heard it; the best entity on top.
//!
//! A first character may say where to look: `@` entities, `>` headlines, `/` the text of the articles, `~` notes, `#` tags,
//! `:` commands. The hits never move under the cursor: a new index is asked when something is typed.

use crate::app::request::Request;
use std::sync::Arc;

use super::line::{Line, Prompt};
use super::{Overlay, moved};
use crate::app::command::{Command, View, Wake};
use crate::app::field::Field;
use crate::app::model::{Model, PAUSE};
use crate::app::sidebar::Who;
use crate::config::action::Action;
use crate::config::key::{Code, KeyPress};
use crate::name_index::finder::Finder;
use crate::name_index::hit::{Context, Hit};
use crate::news::entity::{EntityId, MentionLine};
use crate::news::note::Scope;
use crate::news::triage::Sort;
use crate::query::{Filter, Query, Test, Words};

/// Hits shown at most.
const MOST: usize = 50;
/// Columns of the screen from which on there is room to show where somebody is named.
pub const GLANCE: u16 = 100;

/// The jump bar.
#[derive(Clone, Debug, Default)]
pub struct Jump {
    /// What is typed.
    pub field: Field,
    /// The answer, best first.
    pub hits: Vec<Hit>,
    /// The hit under the cursor.
    pub cursor: usize,
    /// What is typed was typed the last time, and is replaced by what is typed now.
    pub selected: bool,
    /// Where the hit under the cursor is named, once there was time to look.
    pub glance: Option<Glance>,
    /// Those that are marked, in the order in which they were: Enter goes through the mentions of all of them.
    pub picked: Vec<(EntityId, String)>,
}

/// A mention of somebody.
#[derive(Clone, Debug)]
pub struct Glance {
    /// Whom.
    pub entity: EntityId,
    /// The article's headline.
    pub headline: String,
    /// The mention in its line.
    pub line: MentionLine,
}

/// Where the jump bar looks, as its first character says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sigil {
    /// Names.
    Entities,
    /// Headlines and texts: the list is narrowed.
    Articles,
    /// Notes.
    Notes,
    /// Tags: the list is narrowed.
    Tags,
    /// The command line.
    Commands,
}

impl Jump {
    /// Where it looks, and the words without the sign.
    pub fn sigil(&self) -> (Sigil, &str) {
        let text = self.field.text();
        let rest = |c: char| text.strip_prefix(c).map(str::trim_start);
        match text.chars().next() {
            Some('@') => (Sigil::Entities, rest('@').unwrap_or("")),
            Some(c @ ('>' | '/')) => (Sigil::Articles, rest(c).unwrap_or("")),
            Some('~') => (Sigil::Notes, rest('~').unwrap_or("")),
            Some('#') => (Sigil::Tags, rest('#').unwrap_or("")),
            Some(':') => (Sigil::Commands, rest(':').unwrap_or("")),
            _ => (Sigil::Entities, text),
        }
    }
}

impl Jump {
    /// What was typed the last time makes room.
    fn replace(&mut self) {
        if std::mem::take(&mut self.selected) {
            self.field.set("");
        }
    }

    /// Marks the hit under the cursor, or takes the mark away, and goes on to the next.
    fn pick(&mut self) {
        let Some(hit) = self.hits.get(self.cursor) else { return };
        match self.picked.iter().position(|(entity, _)| *entity == hit.entity) {
            Some(at) => drop(self.picked.remove(at)),
            None => self.picked.push((hit.entity, hit.name.clone())),
        }
        self.cursor = (self.cursor + 1).min(self.hits.len() - 1);
    }
}

impl Model {
    /// Opens the jump bar, with what was looked for the last time.
    pub(in crate::app) fn open_jump(&mut self) {
        let field = Field::new(self.last_jump.clone());
        let selected = !field.text().is_empty();
        self.overlays.push(Overlay::Jump(Jump { field, selected, ..Jump::default() }));
        self.jump_typed();
    }

    /// The index of names is there, or a newer one. What is shown stays as it is, unless nothing is.
    pub(in crate::app) fn names(&mut self, finder: Arc<Finder>) {
        self.finder = Some(finder);
        if matches!(self.overlays.last(), Some(Overlay::Jump(jump)) if jump.hits.is_empty()) {
            self.jump_typed();
        }
    }

    /// Words were pasted.
    pub(super) fn jump_pasted(&mut self, text: &str) {
        if let Some(Overlay::Jump(jump)) = self.overlays.last_mut() {
            jump.replace();
            jump.field.insert(text);
        }
        self.jump_typed();
    }

    /// There was time: looks where Enter would lead for the hit under the cursor, in this text or elsewhere.
    pub(in crate::app) fn glance(&mut self, entity: EntityId) {
        let Some(Overlay::Jump(jump)) = self.overlays.last() else { return };
        let shown = jump.glance.as_ref().is_some_and(|glance| glance.entity == entity);
        if shown || jump.hits.get(jump.cursor).is_none_or(|hit| hit.entity != entity) {
            return;
        }
        let here = self.reader.as_ref().and_then(|reader| {
            let (_, entry) = self.sidebar.of(Who::Entity(entity))?;
            let all = &reader.opened.annotations.mentions;
            let mentions = || entry.mentions.iter().filter_map(|at| all.get(*at as usize));
            let next = mentions().find(|m| m.span.start >= reader.cursor).or_else(|| mentions().next_back())?;
            let article = &reader.opened.article;
            Some((article.draft.headline.clone(), MentionLine::of(article, next.span)))
        });
        if let Some((headline, line)) = here {
            self.glanced(entity, headline, line);
        } else {
            let (view, from) = (self.list.view.clone(), self.list.current());
            self.send(Request::Glance { entity, view, from });
        }
    }

    /// Where somebody is named.
    pub(in crate::app) fn glanced(&mut self, entity: EntityId, headline: String, line: MentionLine) {
        if let Some(Overlay::Jump(jump)) = self.overlays.last_mut()
            && jump.hits.get(jump.cursor).is_some_and(|hit| hit.entity == entity)
        {
            jump.glance = Some(Glance { entity, headline, line });
        }
    }

    /// Something was typed: asks the index.
    pub(super) fn jump_typed(&mut self) {
        let Some(Overlay::Jump(mut jump)) = self.overlays.pop() else { return };
        self.query_index(&mut jump);
        self.overlays.push(Overlay::Jump(jump));
    }

    fn query_index(&mut self, jump: &mut Jump) {
        jump.cursor = 0;
        jump.hits = match (jump.sigil(), &self.finder) {
            ((Sigil::Entities, words), Some(finder)) => finder.query(words, &self.jump_context()),
            _ => Vec::new(),
        };
        self.look_at(jump);
    }

    /// Shows where the hit under the cursor is named, when no key comes for a while; where there is room for it.
    fn look_at(&mut self, jump: &Jump) {
        if self.area.width >= GLANCE
            && let Some(hit) = jump.hits.get(jump.cursor)
        {
            self.out.push(Command::After { ms: PAUSE, wake: Wake::Glance(hit.entity) });
        }
    }

    fn jump_context(&self) -> Context {
        let id = |who| if let Who::Entity(id) = who { Some(id) } else { None };
        Context {
            in_list: self.list.entities().collect(),
            in_article: self.sidebar.entries.iter().filter_map(|entry| id(entry.who)).collect(),
            watched: self.watched.clone(),
            picks: self.picks.clone(),
            limit: MOST,
            kinds: Vec::new(),
        }
    }

    pub(super) fn jump_key(&mut self, jump: &mut Jump, key: KeyPress, action: Option<Action>) -> bool {
        let selected = std::mem::take(&mut jump.selected);
        match action {
            Some(Action::Cancel) => {
                self.jump_kept(jump);
                true
            }
            Some(Action::Accept) => self.jump_accept(jump),
            // Up from nothing brings the last words back, as in the lines at the foot of the screen.
            Some(Action::PreviousChoice) if jump.field.text().is_empty() && !self.last_jump.is_empty() => {
                jump.field.set(self.last_jump.clone());
                self.query_index(jump);
                false
            }
            Some(Action::Complete) => {
                if let Some(hit) = jump.hits.get(jump.cursor) {
                    jump.field.set(hit.name.clone());
                    self.query_index(jump);
                }
                false
            }
            Some(Action::Pick) => {
                jump.pick();
                self.look_at(jump);
                false
            }
            Some(_) => {
                jump.cursor = moved(jump.cursor, jump.hits.len(), 10, action);
                self.look_at(jump);
                false
            }
            None => {
                let replaces =
                    selected && (key.typed().is_some() || matches!(key.code, Code::Backspace | Code::Delete));
                if replaces {
                    jump.field.set("");
                }
                if jump.field.edit(key) || replaces {
                    self.query_index(jump);
                }
                false
            }
        }
    }

    /// Remembers what was looked for.
    fn jump_kept(&mut self, jump: &Jump) {
        if !jump.field.text().trim().is_empty() {
            jump.field.text().clone_into(&mut self.last_jump);
        }
    }

    fn jump_accept(&mut self, jump: &Jump) -> bool {
        let (sigil, words) = jump.sigil();
        self.jump_kept(jump);
        let sort = self.list.view.sort;
        match sigil {
            Sigil::Entities if !jump.picked.is_empty() => {
                jump.picked.iter().for_each(|(entity, _)| self.chosen(*entity));
                self.jump_to_all(&jump.picked);
            }
            Sigil::Entities => match jump.hits.get(jump.cursor) {
                Some(hit) => {
                    self.chosen(hit.entity);
                    self.jump_to(hit.entity, hit.name.clone());
                }
                // Nobody of that name: perhaps the words stand somewhere.
                None if self.finder.is_some() && !words.trim().is_empty() => {
                    return self.search_words(words, sort);
                }
                None => return false,
            },
            Sigil::Articles => return self.search_words(words, sort),
            Sigil::Tags => self.show_list(View { filter: Query::Test(Test::Tag(Words::whole(words))).into(), sort }),
            Sigil::Notes => self.ask_notes(Scope::All, words),
            Sigil::Commands => {
                let line = Line::new(Prompt::Command, words);
                self.overlays.push(Overlay::Line(line));
            }
        }
        true
    }

    /// Narrows the list by a query. False where it is wrong, which the status line says.
    fn search_words(&mut self, words: &str, sort: Sort) -> bool {
        match Filter::parse(words) {
            Ok(filter) => self.show_list(View { filter, sort }),
            Err(error) => {
                self.status.fail(error.to_string());
                return false;
            }
        }
        true
    }

    /// Counts a choice, so that equals are ranked by it from now on.
    fn chosen(&mut self, entity: EntityId) {
        match self.picks.iter_mut().find(|pick| pick.0 == entity) {
            Some(pick) => pick.1 += 1,
            None => self.picks.push((entity, 1)),
        }
    }
}
