//! Navigation in the text: `n` and `N` follow the entity in focus, the order of a concordance, or the matches of a search. Also the
//! jump list and the marks.
//!
//! Each step returns a [`Landing`]: where to go and what to say. The model carries it out; nothing here opens an article.

pub mod find;
pub mod focus;
pub mod jump_list;
pub mod landing;

use self::find::Find;
use self::focus::{Focus, names};
use self::jump_list::{JumpList, Spot};
use self::landing::Landing;
use super::list::List;
use super::reader::Reader;
use super::sidebar::{Referent, Sidebar};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// The positions of the lines of a sorted concordance, which `n` and `N` follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcordanceOrder {
    /// The positions, in that order.
    pub spots: Vec<Spot>,
    /// Index of the position visited last.
    pub at: usize,
    /// The order in words: `by source`.
    pub words: &'static str,
}

impl ConcordanceOrder {
    fn next(&mut self, forward: bool, here: Option<ArticleId>) -> Option<Landing> {
        let last = self.spots.len().checked_sub(1)?;
        self.at = match (forward, self.at) {
            (true, at) if at >= last => 0,
            (true, at) => at + 1,
            (false, 0) => last,
            (false, at) => at - 1,
        };
        let spot = self.spots.get(self.at).copied()?;
        let said = format!("line {} of {} {}", self.at + 1, last + 1, self.words);
        let jumps = here.is_some_and(|article| article != spot.article);
        Some(Landing { jumps, ..Landing::to(spot) }.say(said))
    }
}

/// What `n` and `N` follow, and the jump list.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    /// The entity in focus.
    pub focus: Option<Focus>,
    /// The order of the concordance that the user left for a line, if it is not that of the list.
    pub order: Option<ConcordanceOrder>,
    /// The jump list and the marks.
    pub jumps: JumpList,
    /// The words of the last search in a text.
    pub last_find: String,
}

impl Navigation {
    /// One step along the concordance order, else along the focus, else to a match of the last search.
    pub fn next(&mut self, forward: bool, reader: Option<&mut Reader>, sidebar: &Sidebar, list: &List) -> Landing {
        let here = reader.as_ref().filter(|reader| !reader.preview).map(|reader| reader.id());
        if let Some(landing) =
            self.order.as_mut().filter(|_| self.focus.is_some()).and_then(|order| order.next(forward, here))
        {
            return landing;
        }
        match (&mut self.focus, reader) {
            (Some(focus), Some(reader)) => focus.step(forward, reader, sidebar, list),
            (Some(_), None) => Landing::stay(),
            (None, reader) => self.next_match(forward, reader),
        }
    }

    /// The next (or previous) match of the last search.
    fn next_match(&self, forward: bool, reader: Option<&mut Reader>) -> Landing {
        let words = &self.last_find;
        if words.is_empty() {
            return Landing::stay().say("no entity is in focus and there was no search");
        }
        let Some(reader) = reader else { return Landing::stay() };
        if reader.find.is_none() {
            let mut find = Find::new(reader.body(), (reader.cursor, reader.top));
            find.look_for(words);
            reader.find = Some(find);
        }
        let found = reader.find.as_ref().and_then(|find| {
            let (number, around) = find.next(reader.cursor, forward)?;
            Some((find.places.get(number)?.start, find.describe(number), around))
        });
        match found {
            Some((at, said, false)) => Landing::here(reader, at).say(said),
            Some((at, said, true)) => {
                let from = if forward { "beginning" } else { "end" };
                Landing::here(reader, at).say(format!("{said} · continued from the {from}"))
            }
            None => Landing::stay().warn(format!("\"{words}\" is not in this text")),
        }
    }

    /// Puts entities in focus. A single one that is already in focus alone stays as it is. Returns whether the archive has to be asked
    /// which articles name them.
    pub fn focus_on(&mut self, all: &[(Referent, String)]) -> bool {
        self.order = None;
        let Some(((first, name), others)) = all.split_first() else { return false };
        if others.is_empty() {
            if self.focus.as_ref().is_some_and(|focus| focus.only() == Some(*first)) {
                return false;
            }
            self.focus = Some(Focus::new(*first, Vec::new(), name.clone()));
            return true;
        }
        let entity = |referent: &Referent| if let Referent::Entity(id) = referent { Some(*id) } else { None };
        let named: Vec<(EntityId, String)> =
            all.iter().filter_map(|(referent, name)| Some((entity(referent)?, name.clone()))).collect();
        let with = others.iter().filter_map(|(referent, _)| entity(referent)).collect();
        self.focus = Some(Focus::new(*first, with, names(&named)));
        true
    }

    /// A step to the mention of the focus nearest after the cursor.
    pub fn nearest(&mut self, reader: Option<&Reader>, sidebar: &Sidebar, list: &List) -> Landing {
        self.focus.as_mut().map_or_else(Landing::stay, |focus| focus.nearest(reader, sidebar, list))
    }

    /// Takes the articles that name the focus. Returns the step that waited for them, if any.
    pub fn located(
        &mut self,
        all: &[(EntityId, String)],
        articles: Vec<ArticleId>,
        whole: bool,
        reader: Option<&Reader>,
        sidebar: &Sidebar,
        list: &List,
    ) -> Option<Landing> {
        let focus = self.focus.as_mut()?;
        if !focus.locate(all, articles, whole) {
            self.focus = None;
            return None;
        }
        let forward = focus.waiting.take()?;
        Some(focus.beyond(forward, reader, sidebar, list))
    }

    /// Gives up a step that waits for the articles of the focus: their request failed.
    pub fn stop_waiting(&mut self) {
        if let Some(focus) = &mut self.focus {
            focus.waiting = None;
        }
    }
}
