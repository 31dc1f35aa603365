//! Corrections of who is who, from the command line: about the entity under the cursor, or the one in focus.

use super::command::Command;
use super::layout::Pane;
use super::model::Model;
use super::sidebar::Who;
use crate::news::entity::{Correction, EntityId};
use crate::news::mention::Kind;

impl Model {
    /// The entity in focus.
    fn in_focus(&self) -> Option<EntityId> {
        match self.walk.as_ref()?.who {
            Who::Entity(id) => Some(id),
            Who::Chain(..) => None,
        }
    }

    /// The entity under the cursor of the sidebar or the text.
    fn under_cursor(&self) -> Option<EntityId> {
        let entry = match self.focus {
            Pane::Entities => self.sidebar.current(),
            Pane::Text => self.mention_here().and_then(|(_, chain)| self.sidebar.of_chain(chain)),
            Pane::Articles => None,
        };
        match entry?.who {
            Who::Entity(id) => Some(id),
            Who::Chain(..) => None,
        }
    }

    /// The entity in focus and the other one under the cursor.
    pub(super) fn two(&self) -> Result<(EntityId, EntityId), String> {
        let (one, other) = (self.in_focus(), self.under_cursor());
        let other = other.filter(|other| one != Some(*other));
        one.zip(other).ok_or_else(|| "two entities are needed: one in focus, the other under the cursor".to_owned())
    }

    /// Runs a correction by its word. The error says what is missing.
    pub(super) fn correct(&mut self, word: &str, rest: &str) -> Result<(), String> {
        let one = self.under_cursor().or_else(|| self.in_focus());
        let one = one.ok_or("put the cursor on an entity, or one in focus, first")?;
        let two = || {
            let other = self.in_focus().filter(|other| *other != one);
            other.ok_or("two entities are needed: one in focus, the other under the cursor")
        };
        let correction = match word {
            "rename" if rest.is_empty() => return Err("expected the name to show".to_owned()),
            "rename" => Correction::Rename(one, rest.to_owned()),
            "kind" => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.word() == rest);
                let kind = kind.ok_or("expected person, institution, place, event or other")?;
                Correction::Retype(one, kind)
            }
            "merge" => Correction::Merge(two()?, one),
            "not_same" => Correction::NotSame(two()?, one),
            "split" => Correction::Split(one, self.shown().into_iter().collect()),
            _ => Correction::Hide(one),
        };
        self.out.push(Command::Correct(correction));
        Ok(())
    }
}
