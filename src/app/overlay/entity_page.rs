//! The page of an entity: names, roles, days, company, places, notes. Enter on a row goes to what the row is about.

use super::cursor::moved;
use super::notes;
use crate::app::decisions;
use crate::app::explanation;
use crate::app::intent::{Intent, Reply, Target};
use crate::app::navigation::jump_list::Spot;
use crate::app::request::{Purpose, Request};
use crate::app::subject::Subject;
use crate::app::wording::articles;
use crate::app::workspace::Workspace;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::scope::{Decision, Motion, PageAction};
use crate::engine::role::office;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, Entity, EntityId};
use crate::news::note::{NoteDraft, NoteRow};
use crate::news::profile::{Companion, Profile};
use crate::news::time::Timestamp;
use crate::text::wrap::Wrap;
use crate::text::wrap::row::WrappedRow;

/// Rows that a page key moves by.
const PAGE: usize = 10;
/// Rows of one section at most.
const ROWS: usize = 12;
/// Columns of the chart of mentions by day, at most.
pub const COLUMNS: usize = 60;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// The page.
#[derive(Clone, Debug)]
pub struct EntityPage {
    /// The page is about one entity, not about several together.
    pub of_one: bool,
    /// The entity, or the first of several.
    pub subject: Subject,
    /// Of the entities merged into this one, the one whose name is shown.
    pub main: EntityId,
    /// Its title.
    pub title: String,
    /// Its rows.
    pub rows: Vec<PageRow>,
    /// The row under the cursor.
    pub cursor: usize,
}

/// A row of the page.
#[derive(Clone, Debug)]
pub struct PageRow {
    /// How it is drawn.
    pub kind: RowKind,
    /// The text at the left.
    pub words: String,
    /// The text at the right.
    pub tail: String,
    /// What Enter goes to.
    pub lead: Option<Lead>,
}

/// How a row is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The title of a section.
    Heading,
    /// Text.
    Plain,
    /// A role that differs from the role before it in time.
    Change,
    /// A remark, for example why a section is empty.
    Empty,
    /// Text with a bar, in hundredths of the longest bar.
    Bar(u8),
    /// A chart: mentions by day, or by several days, from the earliest.
    Days(Vec<u32>),
}

/// What Enter on a row goes to.
#[derive(Clone, Debug)]
pub enum Lead {
    /// The first mention in an article.
    Article(ArticleId),
    /// A note.
    Note(Box<NoteRow>),
    /// The articles that name the entity together with this one.
    Other(EntityId, String),
    /// A position in a text.
    Spot(Spot),
    /// The mentions of the entity.
    Mentions,
    /// The mentions by one name, and the merged entity that the name belongs to.
    Named(String, EntityId),
}

impl PageRow {
    /// A row.
    pub fn new(kind: RowKind, words: impl Into<String>, tail: impl Into<String>, lead: Option<Lead>) -> Self {
        Self { kind, words: words.into(), tail: tail.into(), lead }
    }
}

impl EntityPage {
    /// The page of what the archive knows of an entity.
    pub fn new(cx: &Workspace<'_>, profile: &Profile) -> Self {
        let entity = &profile.entity;
        let subject = Subject::new(entity.id, &entity.name, entity.kind, entity.articles);
        let watched = if entity.watched { ", watched" } else { "" };
        let words = format!("{}, in {}{watched}", entity.kind.word(), articles(entity.articles as usize));
        let mut rows = vec![PageRow::new(RowKind::Plain, words, "every mention", Some(Lead::Mentions))];
        // The sentences are wrapped, so that they can be read to their end.
        let width = cx.screen.area.width.min(84).saturating_sub(8).max(10);
        for line in explanation::of_entity_here(cx, entity.id) {
            let part = |part: WrappedRow| PageRow::new(RowKind::Plain, part.span.slice(&line), "", None);
            rows.extend(Wrap::new(&line, width).rows().map(part));
        }
        days(profile, &mut rows);
        let main = entity.aliases.iter().find(|alias| alias.name == entity.name).or_else(|| entity.aliases.first());
        let main = main.map_or(entity.id, |alias| alias.of);
        names(entity, main, &mut rows);
        roles(cx, entity, &mut rows);
        let counted = match profile.counted {
            1 => "in its only article".to_owned(),
            many if many < entity.articles => format!("in its {many} newest articles"),
            many => format!("in its {many} articles"),
        };
        company("Together with", &counted, "no other entity is named in them", &profile.company, &mut rows);
        company("Where", &counted, "no place is named in them", &profile.places, &mut rows);
        notes_about(cx, entity, &profile.notes, &mut rows);
        Self { of_one: true, title: entity.name.clone(), subject, main, rows, cursor: 0 }
    }

    /// Whether an answer about `entity` updates this page. The user asked for `asked`, which may have been merged into `entity`.
    pub fn is_of(&self, asked: EntityId, entity: EntityId) -> bool {
        self.of_one && [asked, entity].contains(&self.subject.entity)
    }

    pub(super) fn act(&mut self, cx: &Workspace<'_>, action: PageAction) -> Reply {
        let lead = self.rows.get(self.cursor).and_then(|row| row.lead.clone());
        match action {
            PageAction::Why | PageAction::Decide(Decision::About) => match lead {
                Some(Lead::Other(entity, _)) => return Reply::stay().send(Request::Entity(entity)),
                _ => return Reply::close(),
            },
            PageAction::Closing(_) => return Reply::close(),
            PageAction::Open => return self.follow(cx, lead),
            PageAction::Decide(decision) => return self.decide(cx, decision, lead),
            PageAction::Note => {
                let draft = NoteDraft { entity: Some(self.subject.entity), ..NoteDraft::default() };
                return Reply::stay().and(Intent::WriteNote(draft, self.subject.name.clone()));
            }
            PageAction::Undo => return Reply::stay().send(Request::Undo),
            PageAction::Redo => return Reply::stay().send(Request::Redo),
            PageAction::NextParagraph => self.section(true),
            PageAction::PreviousParagraph => self.section(false),
            PageAction::Move(motion) => self.go(moved(self.cursor, self.rows.len(), PAGE, motion)),
            PageAction::Advance => self.go(moved(self.cursor, self.rows.len(), PAGE, Motion::PageDown)),
            PageAction::Anywhere(_) => {}
        }
        Reply::stay()
    }

    /// A decision about the entity, or about the merged entity or the article of the row.
    fn decide(&self, cx: &Workspace<'_>, decision: Decision, lead: Option<Lead>) -> Reply {
        match (decision, lead) {
            // The row is an alias of another entity that was merged into this one: take the two apart.
            (Decision::NotSame | Decision::Split, Some(Lead::Named(_, merged))) if merged != self.main => {
                Reply::stay().send(Request::Correct(Correction::NotSame(self.main, merged)))
            }
            (Decision::Split, lead) => {
                let at = if let Some(Lead::Article(article)) = lead { Some(article) } else { cx.shown() };
                Reply::stay().and(decisions::split(self.subject.entity, at))
            }
            (Decision::Hide, _) => Reply::close().and_all(decisions::about(cx, decision, &self.subject)),
            (
                Decision::Merge
                | Decision::NotSame
                | Decision::Rename
                | Decision::Kind
                | Decision::Watch
                | Decision::About
                | Decision::Mentions
                | Decision::Together,
                _,
            ) => Reply::stay().and_all(decisions::about(cx, decision, &self.subject)),
        }
    }

    /// Goes to what the row is about.
    fn follow(&self, cx: &Workspace<'_>, lead: Option<Lead>) -> Reply {
        let me = || vec![(self.subject.entity, self.subject.name.clone())];
        let leave = |focus, to| Reply::stay().and(Intent::Leave { focus, to, order: None });
        match lead {
            None => Reply::stay(),
            Some(Lead::Mentions) => Reply::stay().and(decisions::mentions(cx, vec![self.subject.entity])),
            Some(Lead::Named(name, _)) => {
                let request = Request::Mentions { all: vec![self.subject.entity], view: cx.list.view.clone() };
                Reply::stay().and(Intent::Ask(request, Purpose::Surface(name)))
            }
            Some(Lead::Other(other, _)) => Reply::stay().and(decisions::together(cx, vec![self.subject.entity, other])),
            Some(Lead::Article(article)) => leave(me(), Target::FirstMention(article)),
            Some(Lead::Note(note)) => Reply::stay().and_all(notes::lead(&note)),
            Some(Lead::Spot(spot)) => {
                // Several entities in focus stay in focus if this one is among them.
                let focus = cx.navigation.focus.as_ref();
                let in_focus = focus.is_some_and(|focus| focus.all().contains(&self.subject.entity));
                leave(if in_focus { Vec::new() } else { me() }, Target::Spot(spot))
            }
        }
    }
}

/// Offices, newest first, each with source and date of its last mention. A change of office says what the office was before.
fn roles(cx: &Workspace<'_>, entity: &Entity, rows: &mut Vec<PageRow>) {
    let (offices, address) = office::offices(&entity.roles);
    rows.push(PageRow::new(RowKind::Heading, "Roles, newest first", "last read", None));
    for (at, office) in offices.iter().enumerate().take(ROWS) {
        // Two offices whose last mentions are in the same article did not follow each other.
        let before = offices.get(at + 1).filter(|before| before.last.article != office.last.article);
        let kind = if before.is_some() { RowKind::Change } else { RowKind::Plain };
        let tail = format!("{} {}", office.last.source, cx.day(office.last.time));
        rows.push(PageRow::new(kind, office.words, tail, Some(Lead::Article(office.last.article))));
        if let Some(before) = before {
            let words = format!("changed from {} by {}", before.words, cx.day(office.since));
            rows.push(PageRow::new(RowKind::Empty, words, "", None));
        }
    }
    if offices.is_empty() {
        rows.push(PageRow::new(RowKind::Empty, "no role was found with its names", "", None));
    }
    if !address.is_empty() {
        let words = format!("addressed as {}", address.join(", "));
        rows.push(PageRow::new(RowKind::Empty, words, "", None));
    }
}

fn notes_about(cx: &Workspace<'_>, entity: &Entity, notes: &[NoteRow], rows: &mut Vec<PageRow>) {
    rows.push(PageRow::new(RowKind::Heading, "Notes", "", None));
    for note in notes.iter().take(ROWS) {
        let quote = note.note.anchor.as_ref().map_or("", |anchor| anchor.quote.as_str());
        let words = if note.note.text.is_empty() { quote } else { &note.note.text };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let tail = note.time.map_or(String::new(), |time| cx.day(time));
        rows.push(PageRow::new(RowKind::Plain, words, tail, Some(Lead::Note(Box::new(note.clone())))));
    }
    if notes.is_empty() {
        let key = cx.key_in(Context::Page, Action::Note);
        let key = if key.is_empty() { key } else { format!("; {key} writes one") };
        let words = format!("none about {}, and no quote names it{key}", entity.name);
        rows.push(PageRow::new(RowKind::Empty, words, "", None));
    }
}

impl EntityPage {
    /// Goes to the first row with a lead in the next or the previous section.
    fn section(&mut self, forward: bool) {
        let is = |i: &usize| self.rows.get(*i).is_some_and(|row| row.kind == RowKind::Heading);
        let heads: Vec<usize> = (0..self.rows.len()).filter(is).collect();
        let mine = heads.partition_point(|at| *at <= self.cursor);
        let to = if forward { heads.get(mine) } else { mine.checked_sub(2).and_then(|i| heads.get(i)) };
        match to {
            Some(at) => self.go(*at + 1),
            None if !forward => self.cursor = 0,
            None => {}
        }
    }

    /// Puts the cursor on a row or, if the row has no lead, on the next one in that direction that has.
    pub fn go(&mut self, to: usize) {
        let leads = |i: &usize| self.rows.get(*i).is_some_and(|row| row.lead.is_some());
        let found = if to >= self.cursor {
            (to..self.rows.len()).find(leads).or_else(|| (self.cursor..to).rev().find(leads))
        } else {
            (0..=to).rev().find(leads).or_else(|| (to..self.cursor).find(leads))
        };
        self.cursor = found.unwrap_or(self.cursor);
    }
}

/// The names of the entity. Those of entities merged into it are marked as joined.
fn names(entity: &Entity, main: EntityId, rows: &mut Vec<PageRow>) {
    rows.push(PageRow::new(RowKind::Heading, "Names", "articles", None));
    let most = entity.aliases.first().map_or(1, |alias| alias.articles);
    let any = entity.aliases.iter().take(ROWS).any(|alias| alias.of != main);
    for alias in entity.aliases.iter().take(ROWS) {
        let joined = match (any, alias.of == main) {
            (false, _) => "",
            (true, true) => "       ",
            (true, false) => "joined ",
        };
        let lead = Lead::Named(alias.name.clone(), alias.of);
        rows.push(PageRow::new(
            bar(alias.articles, most),
            &alias.name,
            format!("{joined}{:>4}", alias.articles),
            Some(lead),
        ));
    }
    if any {
        let words = "joined: merged because of its spelling, or by you; not the same undoes it";
        rows.push(PageRow::new(RowKind::Empty, words, "", None));
    }
    if let Some(more) = entity.aliases.len().checked_sub(ROWS).filter(|more| *more > 0) {
        rows.push(PageRow::new(RowKind::Empty, format!("and {more} more"), "", None));
    }
    if entity.aliases.is_empty() {
        // The entity was split off: its names still belong to the entity it came from.
        rows.push(PageRow::new(RowKind::Plain, &entity.name, "", Some(Lead::Mentions)));
    }
}

fn company(title: &str, counted: &str, empty: &str, all: &[Companion], rows: &mut Vec<PageRow>) {
    rows.push(PageRow::new(RowKind::Heading, title, counted, None));
    let most = all.first().map_or(1, |companion| companion.articles);
    for c in all.iter().take(ROWS) {
        let lead = Lead::Other(c.entity, c.name.clone());
        rows.push(PageRow::new(bar(c.articles, most), &c.name, format!("{:>4}", c.articles), Some(lead)));
    }
    if all.is_empty() {
        rows.push(PageRow::new(RowKind::Empty, empty, "", None));
    }
}

fn bar(count: u32, most: u32) -> RowKind {
    RowKind::Bar((u64::from(count) * 100 / u64::from(most.max(1))).min(100) as u8)
}

/// The chart of mentions: a column for each day, or for as many days as make the chart fit.
fn days(profile: &Profile, rows: &mut Vec<PageRow>) {
    let (Some((first, _)), Some((last, _))) = (profile.days.first(), profile.days.last()) else {
        rows.push(PageRow::new(RowKind::Heading, "Mentions by day", "", None));
        rows.push(PageRow::new(RowKind::Empty, "no article of the archive names it now", "", None));
        return;
    };
    let span = (last - first + 1).max(1);
    let each = (span + COLUMNS as i64 - 1) / COLUMNS as i64;
    let mut columns = vec![0u32; ((span + each - 1) / each) as usize];
    for (day, mentions) in &profile.days {
        if let Some(column) = columns.get_mut(((day - first) / each) as usize) {
            *column += mentions;
        }
    }
    let date = |day: i64| {
        let at = jiff::Timestamp::from_second(Timestamp(day * DAY).0);
        at.map_or(String::new(), |at| jiff::tz::TimeZone::UTC.to_datetime(at).date().to_string())
    };
    let unit = if each == 1 { "by day".to_owned() } else { format!("by {each} days") };
    let more = if profile.more { ", the newest 2,000 articles" } else { "" };
    let words = format!("Mentions {unit}, {} to {}{more}", date(*first), date(*last));
    let most = columns.iter().max().copied().unwrap_or(0);
    rows.push(PageRow::new(RowKind::Heading, words, format!("at most {most}"), None));
    rows.push(PageRow::new(RowKind::Days(columns), "", "", Some(Lead::Mentions)));
}
