//! The one navigator: `n` and `N` along the entity in focus, an order of its mentions, or the matches of a search; the jump list
//! and marks.
//!
//! Every way answers with a [`Landing`]: where to go and what to say. The model goes there; nothing here opens an article.

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
use super::sidebar::{Sidebar, Who};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// The lines of a concordance in an order of its own, which `n` and `N` then follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcordanceOrder {
    /// The places, in that order.
    pub spots: Vec<Spot>,
    /// The place that was gone to last.
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

/// What is walked, and the way back.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    /// The entity in focus.
    pub focus: Option<Focus>,
    /// The concordance that was left by Enter, if its order is not that of the list.
    pub order: Option<ConcordanceOrder>,
    /// Jumps and marks.
    pub jumps: JumpList,
    /// Words of the last search in a text.
    pub last_find: String,
}

impl Navigation {
    /// `n` and `N`: one step along the concordance order, else along the focus, else to a match of the last search.
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
            return Landing::stay().say("no entity is in focus, and nothing was searched for");
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
                Landing::here(reader, at).say(format!("{said} · on from the {from}"))
            }
            None => Landing::stay().warn(format!("\"{words}\" is not in this text")),
        }
    }

    /// Puts entities in focus; nothing changes where they are in focus alone already. True where the archive is to be asked
    /// where they are named.
    pub fn focus_on(&mut self, all: &[(Who, String)]) -> bool {
        self.order = None;
        let Some(((first, name), others)) = all.split_first() else { return false };
        if others.is_empty() {
            if self.focus.as_ref().is_some_and(|focus| focus.only() == Some(*first)) {
                return false;
            }
            self.focus = Some(Focus::new(*first, Vec::new(), name.clone()));
            return true;
        }
        let entity = |who: &Who| if let Who::Entity(id) = who { Some(*id) } else { None };
        let named: Vec<(EntityId, String)> =
            all.iter().filter_map(|(who, name)| Some((entity(who)?, name.clone()))).collect();
        let with = others.iter().filter_map(|(who, _)| entity(who)).collect();
        self.focus = Some(Focus::new(*first, with, names(&named)));
        true
    }

    /// To the mention of the focus nearest after the cursor.
    pub fn nearest(&mut self, reader: Option<&Reader>, sidebar: &Sidebar, list: &List) -> Landing {
        self.focus.as_mut().map_or_else(Landing::stay, |focus| focus.nearest(reader, sidebar, list))
    }

    /// The archive has answered where the focus is named. A step that waited for it goes on.
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

    /// No answer will come where the focus is named: a step that waited for it is given up.
    pub fn stop_waiting(&mut self) {
        if let Some(focus) = &mut self.focus {
            focus.waiting = None;
        }
    }
}
