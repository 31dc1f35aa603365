//! The jump bar: any part of a name, as one remembers or heard it; the best entity on top.
//!
//! A first character may say where to look: `@` entities, `>` headlines, `/` the text of the articles, `~` notes, `#` tags,
//! `:` commands. The hits never move under the cursor: a new index is asked when something is typed.

use super::line::{Line, Prompt};
use super::{Overlay, moved};
use crate::app::command::View;
use crate::app::field::Field;
use crate::app::model::Model;
use crate::app::sidebar::Who;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::library::hit::{Context, Hit};
use crate::news::entity::EntityId;
use crate::news::note::Scope;

/// Hits shown at most.
const MOST: usize = 50;

/// The jump bar.
#[derive(Clone, Debug, Default)]
pub struct Jump {
    /// What is typed.
    pub field: Field,
    /// The answer, best first.
    pub hits: Vec<Hit>,
    /// The hit under the cursor.
    pub cursor: usize,
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

impl Model {
    /// Opens the jump bar.
    pub(in crate::app) fn open_jump(&mut self) {
        self.overlays.push(Overlay::Jump(Jump::default()));
        self.jump_typed();
    }

    /// Something was typed: asks the index.
    pub(super) fn jump_typed(&mut self) {
        let Some(Overlay::Jump(mut jump)) = self.overlays.pop() else { return };
        self.ask(&mut jump);
        self.overlays.push(Overlay::Jump(jump));
    }

    fn ask(&self, jump: &mut Jump) {
        jump.cursor = 0;
        jump.hits = match (jump.sigil(), &self.finder) {
            ((Sigil::Entities, words), Some(finder)) => finder.query(words, &self.jump_context()),
            _ => Vec::new(),
        };
    }

    fn jump_context(&self) -> Context {
        let id = |who| if let Who::Entity(id) = who { Some(id) } else { None };
        Context {
            in_article: self.sidebar.entries.iter().filter_map(|entry| id(entry.who)).collect(),
            watched: self.watched.clone(),
            picks: self.picks.clone(),
            limit: MOST,
            ..Context::default()
        }
    }

    pub(super) fn jump_key(&mut self, jump: &mut Jump, key: KeyPress, action: Option<Action>) -> bool {
        match action {
            Some(Action::Cancel) => true,
            Some(Action::Accept) => self.jump_accept(jump),
            // Up from nothing brings the last words back, as in the lines at the foot of the screen.
            Some(Action::PreviousChoice) if jump.field.text().is_empty() && !self.last_jump.is_empty() => {
                jump.field.set(self.last_jump.clone());
                self.ask(jump);
                false
            }
            Some(Action::Complete) => {
                if let Some(hit) = jump.hits.get(jump.cursor) {
                    jump.field.set(hit.name.clone());
                    self.ask(jump);
                }
                false
            }
            Some(_) => {
                jump.cursor = moved(jump.cursor, jump.hits.len(), 10, action);
                false
            }
            None => {
                if jump.field.edit(key) {
                    self.ask(jump);
                }
                false
            }
        }
    }

    fn jump_accept(&mut self, jump: &Jump) -> bool {
        let (sigil, words) = jump.sigil();
        jump.field.text().clone_into(&mut self.last_jump);
        let sort = self.list.view.sort;
        match sigil {
            Sigil::Entities => match jump.hits.get(jump.cursor) {
                Some(hit) => {
                    self.chosen(hit.entity);
                    self.jump_to(hit.entity, hit.name.clone());
                }
                None => return false,
            },
            Sigil::Articles => self.show_list(View { query: words.to_owned(), sort }),
            Sigil::Tags => self.show_list(View { query: format!("tag:\"{}\"", words.replace('"', "")), sort }),
            Sigil::Notes => self.ask_notes(Scope::All, words),
            Sigil::Commands => {
                let line = Line::new(Prompt::Command, words);
                self.overlays.push(Overlay::Line(line));
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
