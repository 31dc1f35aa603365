//! Every mention of an entity in its line of context (a concordance): sorted in several ways, each line leads to its place.

use crate::app::request::{Purpose, Request};
use std::cmp::Ordering;

use super::{Overlay, moved};
use crate::app::jump_list::Spot;
use crate::app::model::Model;
use crate::app::navigation::names;
use crate::app::sidebar::Who;
use crate::config::action::Action;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId, MentionLine};
use crate::text::fold::fold;

/// What the lines are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// As in the list, then by place.
    #[default]
    List,
    /// By the words behind.
    After,
    /// By the words before, the nearest first.
    Before,
    /// By source.
    Source,
    /// By time, the earliest first.
    Date,
}

impl By {
    /// In words, for the title.
    pub fn words(self) -> &'static str {
        match self {
            Self::List => "in list order",
            Self::After => "by the words behind",
            Self::Before => "by the words before",
            Self::Source => "by source",
            Self::Date => "by date, the earliest first",
        }
    }

    fn next(self) -> Self {
        match self {
            Self::List => Self::Date,
            Self::Date => Self::Source,
            Self::Source => Self::Before,
            Self::Before => Self::After,
            Self::After => Self::List,
        }
    }
}

/// The concordance.
#[derive(Clone, Debug)]
pub struct Concordance {
    /// Whose.
    pub all: Vec<(EntityId, String)>,
    /// What they are called.
    pub name: String,
    /// The lines, with their number in list order, as sorted now.
    pub lines: Vec<(usize, MentionLine)>,
    /// There are more than these.
    pub more: bool,
    /// How they are sorted.
    pub by: By,
    /// The line under the cursor.
    pub cursor: usize,
    /// Those that are marked, by their number.
    pub picked: Vec<usize>,
}

/// The lines of a concordance in an order of their own, for `n` and `N`.
#[derive(Clone, Debug)]
pub struct Lines {
    spots: Vec<Spot>,
    at: usize,
    by: By,
}

impl Concordance {
    /// Marks the line under the cursor, or takes the mark away.
    fn pick(&mut self) {
        let Some((number, _)) = self.lines.get(self.cursor) else { return };
        match self.picked.iter().position(|picked| picked == number) {
            Some(at) => drop(self.picked.remove(at)),
            None => self.picked.push(*number),
        }
    }

    /// The articles of the lines that are marked, each once.
    fn marked(&self) -> Vec<ArticleId> {
        let lines = self.lines.iter().filter(|(number, _)| self.picked.contains(number));
        let mut articles: Vec<ArticleId> = lines.map(|(_, line)| line.place.article).collect();
        articles.sort_unstable();
        articles.dedup();
        articles
    }

    fn sort(&mut self) {
        let by = self.by;
        let before = |line: &MentionLine| {
            let words = fold(&line.before);
            words.split_whitespace().rev().take(4).map(str::to_owned).collect::<Vec<_>>()
        };
        let order = |a: &MentionLine, b: &MentionLine| match by {
            By::List => Ordering::Equal,
            By::After => fold(a.after.trim_start()).cmp(&fold(b.after.trim_start())),
            By::Before => before(a).cmp(&before(b)),
            By::Source => a.source.cmp(&b.source),
            By::Date => a.time.cmp(&b.time),
        };
        self.lines.sort_by(|(a, x), (b, y)| order(x, y).then(a.cmp(b)));
    }
}

impl Lines {
    /// None where the order is that of the list: the walk goes that way by itself.
    fn of(list: &Concordance) -> Option<Self> {
        let spot = |(_, line): &(usize, MentionLine)| Spot { article: line.place.article, at: line.place.span.start };
        let spots = list.lines.iter().map(spot).collect();
        (list.by != By::List).then_some(Self { spots, at: list.cursor, by: list.by })
    }
}

impl Model {
    /// The next (or previous) line of the concordance that was left by Enter; false where none is walked.
    pub(in crate::app) fn walk_lines(&mut self, forward: bool) -> bool {
        let Some(lines) = self.lines.as_mut().filter(|_| self.walk.is_some()) else { return false };
        let last = lines.spots.len().saturating_sub(1);
        lines.at = match (forward, lines.at) {
            (true, at) if at >= last => 0,
            (true, at) => at + 1,
            (false, 0) => last,
            (false, at) => at - 1,
        };
        let Some(spot) = lines.spots.get(lines.at).copied() else { return false };
        self.status.say(format!("line {} of {} {}", lines.at + 1, last + 1, lines.by.words()));
        if self.here().is_some_and(|here| here.article != spot.article) {
            self.leave_trail();
        }
        self.go_to(spot);
        true
    }

    /// Asks for the mentions of somebody.
    pub(in crate::app) fn mentions_of(&mut self, entity: EntityId) {
        self.mentions_of_all(vec![entity]);
    }

    /// Asks for the mentions of several in one list.
    pub(in crate::app) fn mentions_of_all(&mut self, all: Vec<EntityId>) {
        self.send(Request::Mentions { all, view: self.list.view.clone() });
    }

    /// Asks for the mentions of somebody by one of the names.
    pub(super) fn mentions_by(&mut self, entity: EntityId, name: String) {
        let request = Request::Mentions { all: vec![entity], view: self.list.view.clone() };
        self.ask(request, Purpose::Surface(name));
    }

    /// They are there.
    pub(in crate::app) fn mentions(
        &mut self,
        all: Vec<(EntityId, String)>,
        lines: Vec<MentionLine>,
        more: bool,
        only: Option<String>,
    ) {
        let mut lines = lines;
        let mut name = names(&all);
        if let Some(only) = only {
            let words = fold(&only);
            let by_it: Vec<MentionLine> = lines.iter().filter(|line| fold(&line.words) == words).cloned().collect();
            if by_it.is_empty() {
                self.status.say(format!("not called \"{only}\" in these mentions: all of them are shown"));
            } else {
                (lines, name) = (by_it, only);
            }
        }
        let here = self.here();
        let at = |line: &MentionLine| Spot { article: line.place.article, at: line.place.span.start };
        let cursor = lines.iter().position(|line| Some(at(line)) == here).unwrap_or(0);
        let lines = lines.into_iter().enumerate().collect();
        let by = By::default();
        self.overlays.push(Overlay::Mentions(Concordance { all, name, lines, more, by, cursor, picked: Vec::new() }));
    }

    pub(super) fn mentions_key(&mut self, list: &mut Concordance, action: Option<Action>) -> bool {
        match action {
            Some(Action::Back | Action::DropFocus | Action::Quit | Action::Mentions) => return true,
            Some(Action::Open) => {
                let Some((_, line)) = list.lines.get(list.cursor) else { return true };
                self.leave_trail();
                self.leave_pages();
                match list.all.as_slice() {
                    [(only, name)] => self.focus_on(Who::Entity(*only), name.clone()),
                    several => self.focus_on_all(several),
                }
                self.go_to(Spot { article: line.place.article, at: line.place.span.start });
                self.lines = Lines::of(list);
                return true;
            }
            Some(Action::CycleSort) => {
                let held = list.lines.get(list.cursor).map(|(number, _)| *number);
                list.by = list.by.next();
                list.sort();
                list.cursor = list.lines.iter().position(|(number, _)| Some(*number) == held).unwrap_or(0);
            }
            Some(Action::Pick) => {
                list.pick();
                list.cursor = moved(list.cursor, list.lines.len(), 10, Some(Action::MoveDown));
            }
            Some(Action::Split) => return self.split_lines(list),
            _ => list.cursor = moved(list.cursor, list.lines.len(), 10, action),
        }
        false
    }

    /// In the articles of the lines that are marked, else of the one under the cursor, it is somebody else. The list, which does
    /// not hold any more, is closed.
    fn split_lines(&mut self, list: &Concordance) -> bool {
        let [(entity, _)] = list.all.as_slice() else {
            self.status.say("these are the mentions of several: split them off one by one");
            return false;
        };
        let mut articles = list.marked();
        if articles.is_empty() {
            articles.extend(list.lines.get(list.cursor).map(|(_, line)| line.place.article));
        }
        if articles.is_empty() {
            return false;
        }
        self.send(Request::Correct(Correction::Split(*entity, articles)));
        true
    }
}
