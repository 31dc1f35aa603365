//! The list of articles of a view. The archive sends the ids twice, first a window around the cursor, then all; rows are fetched
//! around the cursor. When the ids change, the cursor stays on its article.
//!
//! A key costs the same in a list of any length: rows are kept around the cursor only, and moves are arithmetic on positions.

use std::collections::{HashMap, HashSet};

use super::request::Request;
use super::view::View;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::list_row::ListRow;
use crate::news::triage::State;

/// Rows fetched at once, about.
const WINDOW: usize = 120;
/// Rows kept. When there are more, only those around the cursor stay.
const REMEMBERED: usize = 1500;
/// Rows shown between the cursor and the edge of the pane.
const MARGIN: usize = 2;

/// The list of articles.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The filter and the order.
    pub view: View,
    /// The list changed while its ids were being read: they are asked for again.
    pub changed: bool,
    /// The cursor is looking for an undecided article and waits for rows.
    pub seeking: bool,
    /// The article under the cursor when the text pane last followed it.
    pub previewed: Option<ArticleId>,
    /// Ids known, in order.
    ids: Vec<ArticleId>,
    /// Position of the first of `ids` in the whole order; 0 once all are known.
    offset: usize,
    /// Number of articles of the view, if known.
    total: Option<usize>,
    /// The archive has answered for the first time.
    pub answered: bool,
    /// Number of undecided articles, if known.
    pub undecided: Option<usize>,
    /// Position of the cursor among `ids`.
    cursor: usize,
    /// Position among `ids` of the first row shown.
    top: usize,
    rows: HashMap<ArticleId, ListRow>,
    asked: HashSet<ArticleId>,
    /// The marked articles.
    pub picked: HashSet<ArticleId>,
    /// The article marked last: a range of marks begins there.
    pub picked_last: Option<ArticleId>,
}

impl List {
    /// An empty list of a view.
    pub fn new(view: View) -> Self {
        Self { view, ..Self::default() }
    }

    /// Number of articles of the view, as far as known.
    pub fn len(&self) -> usize {
        self.total.unwrap_or(self.offset + self.ids.len())
    }

    /// Whether no article is known.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The article under the cursor.
    pub fn current(&self) -> Option<ArticleId> {
        self.ids.get(self.cursor).copied()
    }

    /// Number of the article under the cursor, from 1; 0 if there is none.
    pub fn number(&self) -> usize {
        if self.ids.is_empty() { 0 } else { self.offset + self.cursor + 1 }
    }

    /// The row of an article, if it was fetched.
    pub fn row(&self, id: ArticleId) -> Option<&ListRow> {
        self.rows.get(&id)
    }

    /// The first entities of each fetched row around the cursor.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
        let near = self.ids.get(self.around()).unwrap_or_default();
        near.iter().filter_map(|id| self.rows.get(id)).flat_map(|row| row.entities.iter().map(|(id, _)| *id))
    }

    /// Ids known, in order.
    pub fn ids(&self) -> &[ArticleId] {
        &self.ids
    }

    /// Position of the cursor among [`List::ids`].
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Position among [`List::ids`] of the first row shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Takes ids. The cursor stays on its article and its screen row; if the article is gone, on its position.
    pub fn listed(&mut self, ids: Vec<ArticleId>, offset: usize, total: Option<usize>, whole: bool) {
        let held = self.current();
        let below_top = self.cursor.saturating_sub(self.top);
        let number = self.offset + self.cursor;
        self.ids = ids;
        self.offset = if whole { 0 } else { offset };
        self.total = if whole { Some(self.ids.len()) } else { total };
        self.answered = true;
        let last = self.ids.len().saturating_sub(1);
        let guess = number.saturating_sub(self.offset).min(last);
        self.cursor = held.and_then(|id| self.find(id, guess)).unwrap_or(guess);
        self.top = self.cursor.saturating_sub(below_top);
        self.asked.clear();
        if whole && !self.picked.is_empty() {
            let there: HashSet<_> = self.ids.iter().copied().collect();
            self.picked.retain(|id| there.contains(id));
        }
    }

    /// Position of an article among the ids, searched outward from `near`.
    fn find(&self, id: ArticleId, near: usize) -> Option<usize> {
        let near = near.min(self.ids.len());
        let mut after = self.ids.iter().enumerate().skip(near);
        let mut before = self.ids.iter().enumerate().take(near).rev();
        loop {
            let (a, b) = (after.next(), before.next());
            for (at, &there) in [a, b].into_iter().flatten() {
                if there == id {
                    return Some(at);
                }
            }
            if a.is_none() && b.is_none() {
                return None;
            }
        }
    }

    /// Position of an article among [`List::ids`]; fast if it is near the cursor.
    pub fn position(&self, id: ArticleId) -> Option<usize> {
        self.find(id, self.cursor)
    }

    /// Keeps rows that were fetched or that changed.
    pub fn learn(&mut self, rows: Vec<ListRow>) {
        for row in rows {
            self.asked.remove(&row.id);
            self.rows.insert(row.id, row);
        }
        if self.rows.len() > REMEMBERED {
            let around = self.around();
            let near: HashSet<_> = self.ids.get(around).unwrap_or_default().iter().copied().collect();
            self.rows.retain(|id, _| near.contains(id));
        }
    }

    /// Keeps rows that a change of the user's changed, and counts the undecided articles anew. Returns whether the count is known: it is
    /// where the articles are around the cursor, or copies of these.
    pub fn changed(&mut self, rows: Vec<ListRow>) -> bool {
        let near: HashSet<_> = self.ids.get(self.around()).unwrap_or_default().iter().copied().collect();
        let (mut elsewhere, mut copies) = (0, 0);
        for row in &rows {
            match self.rows.get(&row.id).filter(|_| near.contains(&row.id)) {
                Some(before) => {
                    copies += row.copies as usize;
                    let (before, after) = (before.state.undecided(), row.state.undecided());
                    self.count(before, after);
                }
                None => elsewhere += 1,
            }
        }
        self.learn(rows);
        elsewhere <= copies
    }

    /// An article of the list was undecided or not, and now is.
    fn count(&mut self, before: bool, after: bool) {
        if let Some(count) = self.undecided.as_mut() {
            match (before, after) {
                (true, false) => *count = count.saturating_sub(1),
                (false, true) => *count += 1,
                _ => {}
            }
        }
    }

    /// Shows a new triage state of an article before the archive has answered. Returns the one before, if the row is known.
    pub fn set_state(&mut self, id: ArticleId, state: State) -> Option<State> {
        let near = self.ids.get(self.around()).unwrap_or_default().contains(&id);
        let before = std::mem::replace(&mut self.rows.get_mut(&id)?.state, state);
        if near {
            self.count(before.undecided(), state.undecided());
        }
        Some(before)
    }

    /// A fetched row, to change it before the archive has answered.
    pub fn row_mut(&mut self, id: ArticleId) -> Option<&mut ListRow> {
        self.rows.get_mut(&id)
    }

    /// Drops the rows that are not around the cursor, after a change of the archive. The others stay until their new ones come.
    pub fn stale(&mut self) {
        self.asked.clear();
        let around = self.around();
        let near: HashSet<_> = self.ids.get(around).unwrap_or_default().iter().copied().collect();
        self.rows.retain(|id, _| near.contains(id));
    }

    /// The request for all rows around the cursor, fetched or not.
    pub fn refresh(&mut self) -> Request {
        self.stale();
        let ids: Vec<_> = self.ids.get(self.around()).unwrap_or_default().to_vec();
        self.asked.extend(&ids);
        Request::Rows(ids)
    }

    fn around(&self) -> std::ops::Range<usize> {
        let from = self.top.min(self.cursor).saturating_sub(WINDOW / 3);
        from..(from + WINDOW * 2).min(self.ids.len())
    }

    /// The request for rows that are about to be shown, if any is missing.
    pub fn wanted(&mut self, height: usize) -> Option<Request> {
        let from = self.top.saturating_sub(height / 2);
        let upto = (self.top + height * 2).min(self.ids.len());
        let shown = self.ids.get(from..upto).unwrap_or_default();
        let missing = |id: &&ArticleId| !self.rows.contains_key(*id) && !self.asked.contains(*id);
        if !shown.iter().any(|id| missing(&id)) {
            return None;
        }
        let near = from.saturating_sub(WINDOW / 4)..(upto + WINDOW / 2).min(self.ids.len());
        let ids: Vec<_> = self.ids.get(near).unwrap_or_default().iter().filter(missing).copied().collect();
        self.asked.extend(&ids);
        Some(Request::Rows(ids))
    }

    /// Puts the cursor on a position among the ids. Returns whether it moved.
    pub fn go(&mut self, to: usize) -> bool {
        let to = to.min(self.ids.len().saturating_sub(1));
        std::mem::replace(&mut self.cursor, to) != to
    }

    /// Puts the cursor on an article. Returns whether it is in the list.
    pub fn go_to(&mut self, id: ArticleId) -> bool {
        self.position(id).map(|at| self.go(at)).is_some()
    }

    /// Moves the cursor by rows. Returns whether it moved.
    pub fn step(&mut self, by: isize) -> bool {
        self.go(self.cursor.saturating_add_signed(by))
    }

    /// Scrolls to the cursor in a pane of `height` screen rows, of which the article under the cursor takes `1 + extra`.
    pub fn follow(&mut self, height: usize, extra: usize) {
        let rows = height.saturating_sub(extra).max(1);
        let margin = MARGIN.min((rows - 1) / 2);
        let last = self.ids.len().saturating_sub(1);
        if self.cursor < self.top + margin {
            // Two thirds of a page at once: scrolling by one row would send a whole pane to the terminal for each key.
            self.top = (self.cursor + 1 + rows / 3).saturating_sub(rows).min(self.cursor.saturating_sub(margin));
        } else if self.cursor + margin >= self.top + rows && last >= self.top + rows {
            self.top = (self.cursor + margin + 1 - rows).max(self.cursor.saturating_sub(rows / 3));
        }
        self.top = self.top.min((last + 1).saturating_sub(rows)).min(self.cursor);
        if self.cursor >= self.top + rows {
            self.top = self.cursor + 1 - rows;
        }
    }

    /// Position of the next undecided article after the cursor, else from the beginning. Rows that were not fetched count as
    /// undecided.
    pub fn next_undecided(&self) -> Option<usize> {
        let open = |&at: &usize| {
            at != self.cursor
                && self.ids.get(at).is_some_and(|id| self.rows.get(id).is_none_or(|row| row.state.undecided()))
        };
        // Rows that were not fetched count as undecided, so the search never goes far beyond the fetched ones.
        (self.cursor + 1..self.ids.len()).find(open).or_else(|| (0..self.cursor.min(self.ids.len())).find(open))
    }

    /// The articles from one to the cursor, both included.
    pub fn range_from(&self, id: ArticleId) -> Vec<ArticleId> {
        let Some(from) = self.position(id) else { return self.current().into_iter().collect() };
        let (a, b) = (from.min(self.cursor), from.max(self.cursor));
        self.ids.get(a..=b).unwrap_or_default().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: i64) -> List {
        let mut list = List::default();
        list.listed((0..n).map(ArticleId).collect(), 0, None, true);
        list
    }

    #[test]
    fn the_cursor_stays_on_its_article_when_the_list_changes() {
        let mut list = list(50);
        list.go(20);
        list.follow(10, 0);
        let line = list.cursor() - list.top();
        list.listed((-5..40).map(ArticleId).collect(), 0, None, true);
        assert_eq!((list.current(), list.cursor()), (Some(ArticleId(20)), 25));
        assert_eq!(list.cursor() - list.top(), line, "and its line on the screen");
        list.listed((100..103).map(ArticleId).collect(), 0, None, true);
        assert_eq!(list.current(), Some(ArticleId(102)), "where it is gone, the position is kept");
    }

    #[test]
    fn a_window_becomes_the_whole_list() {
        let mut list = List::default();
        list.listed((40..60).map(ArticleId).collect(), 40, None, false);
        list.go_to(ArticleId(50));
        assert_eq!((list.number(), list.len()), (51, 60));
        list.listed((0..100).map(ArticleId).collect(), 0, None, true);
        assert_eq!((list.number(), list.len()), (51, 100));
    }

    #[test]
    fn the_cursor_is_always_among_the_rows_shown() {
        for (height, extra) in [(1, 0), (2, 1), (10, 3), (30, 0)] {
            let mut list = list(100);
            for to in [0, 5, 9, 50, 49, 48, 99, 98, 3, 0] {
                list.go(to);
                list.follow(height, extra);
                let rows = height - extra;
                assert!(list.top() <= to && to < list.top() + rows, "{height} {extra} {to} {}", list.top());
                assert!(list.top() + rows <= 100, "no blank lines while there are rows");
            }
        }
    }

    #[test]
    fn rows_are_asked_for_once_and_again_far_away() {
        let mut list = list(100_000);
        assert!(matches!(list.wanted(40), Some(Request::Rows(ids)) if ids.len() < 300));
        assert_eq!(list.wanted(40), None);
        list.go(99_999);
        list.follow(40, 0);
        assert!(list.wanted(40).is_some());
    }
}
