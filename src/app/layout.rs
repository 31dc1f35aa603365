//! Where the panes are: a function of the area and of what is shown. Both `update` and drawing use it.

use ratatui::layout::Rect;

use super::command::UiState;
use super::reader::{GUTTER, Room};

/// A pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of articles.
    #[default]
    Articles,
    /// The text of one article.
    Text,
    /// The sidebar with its entities.
    Entities,
}

/// Columns from which all three panes fit.
pub const WIDE: u16 = 120;
/// Columns from which two panes fit.
pub const HALF: u16 = 80;
/// The smallest screen with panes, in columns and rows. A smaller one shows only a sentence.
pub const LEAST: (u16, u16) = (20, 5);

/// The rectangles of the panes. A pane that is not shown has none. Between two panes there is one column for a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list, its title row included.
    pub articles: Option<Rect>,
    /// The text, its title row included.
    pub text: Option<Rect>,
    /// The sidebar, its title row included.
    pub entities: Option<Rect>,
    /// The last row of the screen; none if the screen is too small.
    pub status: Option<Rect>,
}

impl Panes {
    /// Lays out `area`. The pane that has the keys is always shown. `beside` is the side pane shown beside the text if only one
    /// fits.
    pub fn new(area: Rect, kept: UiState, active: Pane, beside: Pane) -> Self {
        if area.width < LEAST.0 || area.height < LEAST.1 {
            return Self::default();
        }
        let status = Rect { y: area.y + area.height - 1, height: 1, ..area };
        let body = Rect { height: area.height - 1, ..area };
        let mut panes = Self { status: Some(status), ..Self::default() };
        if area.width < HALF {
            match active {
                Pane::Articles => panes.articles = Some(body),
                Pane::Text => panes.text = Some(body),
                Pane::Entities => panes.entities = Some(body),
            }
            return panes;
        }
        let mut list = kept.list || active == Pane::Articles;
        let mut entities = kept.entities || active == Pane::Entities;
        if area.width < WIDE && list && entities {
            let side = if active == Pane::Text { beside } else { active };
            list = side != Pane::Entities;
            entities = !list;
        }
        panes.split(body, kept, list, entities);
        panes
    }

    fn split(&mut self, body: Rect, kept: UiState, list: bool, entities: bool) {
        let share = |per_cent: u16, least: u16, most: u16, more: i16| {
            let width = (body.width * per_cent / 100).clamp(least, most).saturating_add_signed(more);
            // A side pane never takes more than half of the body.
            width.clamp(16, body.width / 2 - 2)
        };
        let mut left = body.x;
        let mut right = body.x + body.width;
        if list {
            let width = share(if entities { 35 } else { 45 }, 32, 72, kept.list_more);
            self.articles = Some(Rect { x: left, width, ..body });
            left += width + 1;
        }
        if entities {
            let mut width = share(if list { 20 } else { 33 }, 24, 38, kept.entities_more);
            width = width.min((right - left).saturating_sub(18));
            right -= width;
            self.entities = Some(Rect { x: right, width, ..body });
            right -= 1;
        }
        self.text = Some(Rect { x: left, width: right - left, ..body });
    }

    /// Where a pane is, if it is shown.
    pub fn of(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Articles => self.articles,
            Pane::Text => self.text,
            Pane::Entities => self.entities,
        }
    }
}

/// The size of the screen, and what decides where its panes are.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// The area of the terminal.
    pub area: Rect,
    /// The pane that has the keys.
    pub active: Pane,
    /// The side pane shown beside the text if only one fits.
    pub beside: Pane,
    /// Which panes are shown and how wide. Kept from session to session.
    pub kept: UiState,
}

impl Screen {
    /// Where the panes are.
    pub fn panes(&self) -> Panes {
        Panes::new(self.area, self.kept, self.active, self.beside)
    }

    /// The room for the text. If its pane is not shown, the room it would have.
    pub fn room(&self) -> Room {
        let pane = self.panes().text.or_else(|| Panes::new(self.area, self.kept, Pane::Text, self.beside).text);
        let pane = below_title(pane.unwrap_or(Rect::new(0, 0, 20, 5)));
        let width = pane.width.saturating_sub(GUTTER + 1).clamp(1, self.kept.measure.max(10));
        Room { width, height: usize::from(pane.height.max(1)) }
    }

    /// Screen rows of the list, and how many more than one the article under the cursor takes, for lede and entities.
    pub fn list_room(&self) -> (usize, usize) {
        let Some(pane) = self.panes().articles.map(below_title) else { return (1, 0) };
        let extra = if pane.height >= 14 { 3 } else { 0 };
        (usize::from(pane.height.max(1)), extra)
    }

    /// Screen rows of the sidebar, without its title.
    pub fn sidebar_height(&self) -> usize {
        self.panes().entities.map_or(1, |pane| usize::from(below_title(pane).height.max(1)))
    }
}

/// A pane without its title row.
pub fn below_title(pane: Rect) -> Rect {
    Rect { y: pane.y + 1, height: pane.height.saturating_sub(1), ..pane }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHOWN: UiState = UiState { list: true, entities: true, list_more: 0, entities_more: 0, measure: 72 };

    fn at(width: u16, height: u16, active: Pane, beside: Pane) -> [bool; 3] {
        let panes = Panes::new(Rect::new(0, 0, width, height), SHOWN, active, beside);
        [panes.articles.is_some(), panes.text.is_some(), panes.entities.is_some()]
    }

    #[test]
    fn wider_screens_show_more_panes() {
        use Pane::{Articles, Entities, Text};
        assert_eq!(at(120, 40, Articles, Articles), [true, true, true]);
        assert_eq!(at(119, 40, Text, Articles), [true, true, false]);
        assert_eq!(at(80, 24, Text, Entities), [false, true, true]);
        assert_eq!(at(80, 24, Entities, Articles), [false, true, true]);
        assert_eq!(at(79, 24, Text, Articles), [false, true, false]);
        assert_eq!(at(20, 5, Articles, Articles), [true, false, false]);
        assert_eq!(at(19, 5, Articles, Articles), [false, false, false]);
    }

    proptest! {
        #[test]
        fn panes_lie_side_by_side(width in 0u16..400, height in 0u16..100, focus in 0..3, list: bool, entities: bool, more in -99i16..99, more2 in -99i16..99) {
            let focus = [Pane::Articles, Pane::Text, Pane::Entities][focus as usize];
            let kept = UiState { list, entities, list_more: more, entities_more: more2, measure: 72 };
            let area = Rect::new(0, 0, width, height);
            let panes = Panes::new(area, kept, focus, Pane::Articles);
            let shown: Vec<Rect> = [panes.articles, panes.text, panes.entities].into_iter().flatten().collect();
            prop_assert!(shown.windows(2).all(|w| w[0].right() + 1 == w[1].x));
            prop_assert!(shown.iter().all(|r| area.intersection(*r) == *r && r.width >= 16));
            prop_assert_eq!(shown.is_empty(), panes.status.is_none());
            prop_assert!(shown.is_empty() || panes.of(focus).is_some());
        }
    }
}
