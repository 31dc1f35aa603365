//! The concordance: every mention of an entity with the words around it, in one of several orders. Each line leads to its position.

use std::cmp::Ordering;

use super::cursor::moved;
use crate::app::intent::{Intent, Reply, Target};
use crate::app::navigation::ConcordanceOrder;
use crate::app::navigation::focus::names;
use crate::app::navigation::jump_list::Spot;
use crate::app::request::Request;
use crate::config::scope::{MentionsAction, Motion};
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId, MentionLine};
use crate::text::fold::fold;

/// Rows that a page key moves by.
const PAGE: usize = 10;

/// What the lines are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// As in the list, then by place.
    #[default]
    List,
    /// By the words after the mention.
    After,
    /// By the words before the mention, from the last one backwards.
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
            Self::After => "by the words after",
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
    /// The entities, with the names they are shown by.
    pub all: Vec<(EntityId, String)>,
    /// The name shown for them, or the surface that all lines have.
    pub name: String,
    /// The lines in the current order, each with its number in list order.
    pub lines: Vec<(usize, MentionLine)>,
    /// There are more than these.
    pub more: bool,
    /// The current order.
    pub by: By,
    /// The line under the cursor.
    pub cursor: usize,
    /// The numbers of the marked lines.
    pub picked: Vec<usize>,
}

impl Concordance {
    /// Marks or unmarks the line under the cursor.
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

impl Concordance {
    /// The concordance of an answer, with the cursor on the mention at `here`. With a `surface`, only mentions that read so; if there are
    /// none, all mentions and a message.
    pub fn new(
        all: Vec<(EntityId, String)>,
        lines: Vec<MentionLine>,
        more: bool,
        surface: Option<String>,
        here: Option<Spot>,
    ) -> (Self, Option<String>) {
        let (mut lines, mut name, mut said) = (lines, names(&all), None);
        if let Some(surface) = surface {
            let words = fold(&surface);
            let with_it: Vec<MentionLine> = lines.iter().filter(|line| fold(&line.words) == words).cloned().collect();
            if with_it.is_empty() {
                said = Some(format!("none of these mentions reads \"{surface}\": all are shown"));
            } else {
                (lines, name) = (with_it, surface);
            }
        }
        let cursor = lines.iter().position(|line| Some(spot(line)) == here).unwrap_or(0);
        let lines = lines.into_iter().enumerate().collect();
        (Self { all, name, lines, more, by: By::default(), cursor, picked: Vec::new() }, said)
    }

    pub(super) fn act(&mut self, action: MentionsAction) -> Reply {
        match action {
            MentionsAction::Closing(_) | MentionsAction::Mentions => return Reply::close(),
            MentionsAction::Open => return self.open(),
            MentionsAction::CycleSort => {
                let held = self.lines.get(self.cursor).map(|(number, _)| *number);
                self.by = self.by.next();
                self.sort();
                self.cursor = self.lines.iter().position(|(number, _)| Some(*number) == held).unwrap_or(0);
            }
            MentionsAction::Pick => {
                self.pick();
                self.cursor = moved(self.cursor, self.lines.len(), PAGE, Motion::MoveDown);
            }
            MentionsAction::Split => return self.split(),
            MentionsAction::Move(motion) => self.cursor = moved(self.cursor, self.lines.len(), PAGE, motion),
            MentionsAction::Advance => self.cursor = moved(self.cursor, self.lines.len(), PAGE, Motion::PageDown),
            MentionsAction::Anywhere(_) => {}
        }
        Reply::stay()
    }

    /// Goes to the position of the line. `n` then follows the order of the lines, unless it is that of the list.
    fn open(&self) -> Reply {
        let Some((_, line)) = self.lines.get(self.cursor) else { return Reply::close() };
        let spots = || self.lines.iter().map(|(_, line)| spot(line)).collect();
        let order =
            (self.by != By::List).then(|| ConcordanceOrder { spots: spots(), at: self.cursor, words: self.by.words() });
        Reply::stay().and(Intent::Leave { focus: self.all.clone(), to: Target::Spot(spot(line)), order })
    }

    /// Splits the mentions in the articles of the marked lines, else of the line under the cursor, off the entity. Closes, because the
    /// lines are out of date then.
    fn split(&self) -> Reply {
        let [(entity, _)] = self.all.as_slice() else {
            return Reply::stay().say("these are mentions of several entities: split them off one by one");
        };
        let mut articles = self.marked();
        if articles.is_empty() {
            articles.extend(self.lines.get(self.cursor).map(|(_, line)| line.place.article));
        }
        if articles.is_empty() {
            return Reply::stay();
        }
        Reply::close().send(Request::Correct(Correction::Split(*entity, articles)))
    }
}

fn spot(line: &MentionLine) -> Spot {
    Spot { article: line.place.article, at: line.place.span.start }
}
