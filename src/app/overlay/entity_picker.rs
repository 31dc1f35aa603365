//! The picker of the other entity, for a decision about two. Before anything is typed, it offers the likely ones.

use super::cursor::{moved, turned};
use crate::app::candidates;
use crate::app::decisions;
use crate::app::field::Field;
use crate::app::intent::Reply;
use crate::app::subject::{Joining, Subject};
use crate::app::workspace::Workspace;
use crate::config::key::KeyPress;
use crate::config::scope::PromptAction;
use crate::name_index::hit::Hit;

/// Rows that a page key moves by.
const PAGE: usize = 10;

/// The picker.
#[derive(Clone, Debug)]
pub struct EntityPicker {
    /// The decision, with the entity that is known.
    pub joining: Joining,
    /// What is typed.
    pub field: Field,
    /// The entities that may be meant, best first.
    pub hits: Vec<Hit>,
    /// The hit under the cursor.
    pub cursor: usize,
}

impl EntityPicker {
    /// A picker that offers the likely entities.
    pub fn new(cx: &Workspace<'_>, joining: Joining) -> Self {
        let hits = candidates::find(cx, &joining, "");
        Self { joining, field: Field::default(), hits, cursor: 0 }
    }

    /// The question in words.
    pub fn title(&self) -> String {
        let name = self.joining.name();
        match self.joining {
            Joining::Same(_) => format!("Which entity is the same as {name}?"),
            Joining::Apart(_) => format!("Which entity is not the same as {name}?"),
            Joining::Together(_) => format!("Together with {name}:"),
            Joining::Link { .. } => format!("Which entity is {name}?"),
        }
    }

    /// Finds the entities that fit what is typed.
    fn look(&mut self, cx: &Workspace<'_>) {
        self.cursor = 0;
        self.hits = candidates::find(cx, &self.joining, self.field.text());
    }

    pub(super) fn type_key(&mut self, cx: &Workspace<'_>, key: KeyPress) -> Reply {
        if self.field.edit(key) {
            self.look(cx);
        }
        Reply::stay()
    }

    pub(super) fn paste(&mut self, cx: &Workspace<'_>, text: &str) -> Reply {
        self.field.insert(text);
        self.look(cx);
        Reply::stay()
    }

    pub(super) fn act(&mut self, cx: &Workspace<'_>, action: PromptAction) -> Reply {
        match action {
            PromptAction::Cancel => return Reply::close(),
            PromptAction::Accept => {
                let Some(hit) = self.hits.get(self.cursor) else {
                    return Reply::stay().say("no entity of the archive has such a name");
                };
                let other = Subject::new(hit.entity, &hit.name, hit.kind, hit.articles);
                return Reply::close().and_all(decisions::settle(cx, self.joining.clone(), &[other]));
            }
            PromptAction::Complete => {
                if let Some(hit) = self.hits.get(self.cursor) {
                    self.field.set(hit.name.clone());
                    self.look(cx);
                }
            }
            PromptAction::NextChoice => self.cursor = turned(self.cursor, self.hits.len(), true),
            PromptAction::PreviousChoice => self.cursor = turned(self.cursor, self.hits.len(), false),
            PromptAction::Move(motion) => self.cursor = moved(self.cursor, self.hits.len(), PAGE, motion),
            PromptAction::Anywhere(_) => {}
        }
        Reply::stay()
    }
}
