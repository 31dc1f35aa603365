//! The page of an entity: names, roles, days, company, places, notes. Rows lead where they speak of.

use super::{Overlay, moved};
use crate::app::correcting::Subject;
use crate::app::jump_list::Spot;
use crate::app::model::Model;
use crate::app::request::{Arrival, Request};
use crate::app::sidebar::Who;
use crate::app::triage::articles;
use crate::config::action::Action;
use crate::engine::role::office;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, Entity, EntityId};
use crate::news::note::{NoteDraft, NoteRow};
use crate::news::profile::{Companion, Profile};
use crate::news::time::Timestamp;
use crate::text::wrap::Wrap;

/// Rows of one part.
const ROWS: usize = 12;
/// Columns of the picture of days.
pub const COLUMNS: usize = 60;
const DAY: i64 = 86_400;

/// The page.
#[derive(Clone, Debug)]
pub struct EntityPage {
    /// Whose.
    pub entity: EntityId,
    /// It is about this one alone, not about several together.
    pub of_one: bool,
    /// Its name.
    pub name: String,
    /// The same, for decisions.
    pub subject: Subject,
    /// Of those that turned out to be one, the one whose name is shown.
    pub main: EntityId,
    /// What stands over it.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The row under the cursor.
    pub cursor: usize,
}

/// A row: words, others at its right end, and where Enter leads.
#[derive(Clone, Debug)]
pub struct Row {
    /// How it is drawn.
    pub what: What,
    /// Its words.
    pub words: String,
    /// Words at the right end.
    pub tail: String,
    /// Where it leads.
    pub lead: Option<Lead>,
}

/// How a row is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The title of a part.
    Heading,
    /// Words.
    Plain,
    /// A role that is another one than the role before it.
    Change,
    /// Why there is nothing.
    Empty,
    /// Words with a bar, as many hundredths of the longest.
    Bar(u8),
    /// Mentions by day, or by some days, from the earliest.
    Days(Vec<u32>),
}

/// Where a row leads.
#[derive(Clone, Debug)]
pub enum Lead {
    /// To the first mention in an article.
    Article(ArticleId),
    /// To a note.
    Note(Box<NoteRow>),
    /// To the articles that name both.
    Other(EntityId, String),
    /// To a place.
    Spot(Spot),
    /// To every mention.
    Mentions,
    /// To the mentions by a name, which somebody bears who turned out to be one with the others.
    Named(String, EntityId),
}

fn row(what: What, words: impl Into<String>, tail: impl Into<String>, lead: Option<Lead>) -> Row {
    Row { what, words: words.into(), tail: tail.into(), lead }
}

impl Model {
    /// Asks for the page of an entity.
    pub(in crate::app) fn ask_page(&mut self, entity: EntityId) {
        self.send(Request::Entity(entity));
    }

    /// All about an entity that was asked for by this number; it may be one with another by now. A page of it that is open is
    /// made anew.
    pub(in crate::app) fn entity_page(&mut self, asked: EntityId, profile: &Profile) {
        let page = self.page_of(profile);
        let open = self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Entity(open) if open.of_one && [asked, page.entity].contains(&open.entity) => Some(open),
            _ => None,
        });
        if let Some(open) = open {
            let cursor = open.cursor;
            *open = page;
            open.go(cursor.min(open.rows.len().saturating_sub(1)));
            return;
        }
        let mut page = page;
        if let Some((_, row)) = self.paged.filter(|(entity, _)| *entity == page.entity) {
            page.go(row.min(page.rows.len().saturating_sub(1)));
        }
        self.overlays.push(Overlay::Entity(page));
    }

    fn page_of(&self, profile: &Profile) -> EntityPage {
        let entity = &profile.entity;
        let subject = Subject::new(entity.id, &entity.name, entity.kind, entity.articles);
        let watched = if entity.watched { ", watched" } else { "" };
        let words = format!("{}, in {}{watched}", entity.kind.word(), articles(entity.articles as usize));
        let mut rows = vec![row(What::Plain, words, "every mention", Some(Lead::Mentions))];
        // Sentences are read whole: in as many rows as they need.
        let width = self.area.width.min(84).saturating_sub(8).max(10);
        for line in self.why_here(entity.id) {
            rows.extend(Wrap::new(&line, width).rows().map(|part| row(What::Plain, part.span.slice(&line), "", None)));
        }
        days(profile, &mut rows);
        let main = entity.aliases.iter().find(|alias| alias.name == entity.name).or_else(|| entity.aliases.first());
        let main = main.map_or(entity.id, |alias| alias.of);
        names(entity, main, &mut rows);
        self.roles(entity, &mut rows);
        let counted = match profile.counted {
            1 => "in its only article".to_owned(),
            many if many < entity.articles => format!("in its {many} newest articles"),
            many => format!("in its {many} articles"),
        };
        let nobody = "nobody else is named in them";
        company("Together with", &counted, nobody, &profile.company, &mut rows);
        company("Where", &counted, "no place is named in them", &profile.places, &mut rows);
        self.notes_about(entity, &profile.notes, &mut rows);
        let name = entity.name.clone();
        EntityPage { entity: entity.id, of_one: true, title: name.clone(), name, subject, main, rows, cursor: 0 }
    }

    /// Offices, newest first, each with when and where it was read last; a change of office says what was before.
    fn roles(&self, entity: &Entity, rows: &mut Vec<Row>) {
        let (offices, address) = office::offices(&entity.roles);
        rows.push(row(What::Heading, "Roles, newest first", "last read", None));
        for (at, office) in offices.iter().enumerate().take(ROWS) {
            // Of two that are read in one article neither follows the other by itself.
            let before = offices.get(at + 1).filter(|before| before.last.article != office.last.article);
            let what = if before.is_some() { What::Change } else { What::Plain };
            let tail = format!("{} {}", office.last.source, self.day(office.last.time));
            rows.push(row(what, office.words, tail, Some(Lead::Article(office.last.article))));
            if let Some(before) = before {
                let words = format!("changed from {} by {}", before.words, self.day(office.since));
                rows.push(row(What::Empty, words, "", None));
            }
        }
        if offices.is_empty() {
            rows.push(row(What::Empty, "none was read beside its names", "", None));
        }
        if !address.is_empty() {
            let words = format!("addressed as {}", address.join(", "));
            rows.push(row(What::Empty, words, "", None));
        }
    }

    fn notes_about(&self, entity: &Entity, notes: &[NoteRow], rows: &mut Vec<Row>) {
        rows.push(row(What::Heading, "Notes", "", None));
        for note in notes.iter().take(ROWS) {
            let quote = note.note.anchor.as_ref().map_or("", |anchor| anchor.quote.as_str());
            let words = if note.note.text.is_empty() { quote } else { &note.note.text };
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let tail = note.time.map_or(String::new(), |time| self.day(time));
            rows.push(row(What::Plain, words, tail, Some(Lead::Note(Box::new(note.clone())))));
        }
        if notes.is_empty() {
            let key = self.setup.keymap.key_for(crate::config::keymap::Context::Page, Action::Note);
            let key = key.map_or(String::new(), |key| format!("; {key} writes one"));
            rows.push(row(What::Empty, format!("none about {}, and no quote names it{key}", entity.name), "", None));
        }
    }

    pub(super) fn entity_page_key(&mut self, page: &mut EntityPage, action: Option<Action>) -> bool {
        let closed = self.on_page(page, action);
        if closed && page.of_one {
            self.paged = Some((page.entity, page.cursor));
        }
        closed
    }

    fn on_page(&mut self, page: &mut EntityPage, action: Option<Action>) -> bool {
        let lead = page.rows.get(page.cursor).and_then(|row| row.lead.clone());
        match (action, lead) {
            (Some(Action::Why | Action::About), Some(Lead::Other(entity, _))) => self.ask_page(entity),
            (Some(Action::Back | Action::DropFocus | Action::Quit | Action::Why | Action::About), _) => return true,
            (Some(Action::Open), Some(Lead::Mentions)) => self.mentions_of(page.entity),
            (Some(Action::Open), Some(Lead::Named(name, _))) => self.mentions_by(page.entity, name),
            (Some(Action::Open), Some(Lead::Other(other, _))) => self.ask_together(vec![page.entity, other]),
            (Some(Action::Open), Some(lead)) => {
                self.follow_lead(page, lead);
                return true;
            }
            // Part of what was laid together is pointed at: that part goes.
            (Some(Action::NotSame | Action::Split), Some(Lead::Named(_, part))) if part != page.main => {
                self.send(Request::Correct(Correction::NotSame(page.main, part)));
            }
            (Some(Action::Split), lead) => {
                let at = if let Some(Lead::Article(article)) = lead { Some(article) } else { self.shown() };
                self.split(page.entity, at);
            }
            (Some(Action::Note), _) => {
                let draft = NoteDraft { entity: Some(page.entity), ..NoteDraft::default() };
                self.open_note(draft, page.name.clone());
            }
            (Some(Action::Undo), _) => self.send(Request::Undo),
            (Some(Action::Redo), _) => self.send(Request::Redo),
            (
                Some(
                    action @ (Action::Merge
                    | Action::NotSame
                    | Action::Rename
                    | Action::Kind
                    | Action::Hide
                    | Action::Watch
                    | Action::Together
                    | Action::Mentions),
                ),
                _,
            ) => {
                self.decide_about(action, &page.subject);
                return action == Action::Hide;
            }
            (Some(Action::NextParagraph | Action::PreviousParagraph), _) => {
                page.part(action == Some(Action::NextParagraph));
            }
            _ => page.go(moved(page.cursor, page.rows.len(), 10, action)),
        }
        false
    }

    /// The text is to be seen: closes the pages that lie on it, and remembers the topmost one of an entity for the way back.
    /// The trail was left just now.
    pub(super) fn leave_pages(&mut self) {
        for overlay in std::mem::take(&mut self.overlays) {
            match overlay {
                Overlay::Entity(page) if page.of_one => {
                    self.paged = Some((page.entity, page.cursor));
                    self.left_page = Some((page.entity, self.trail.behind()));
                }
                Overlay::Entity(_) | Overlay::Mentions(_) => {}
                other => self.overlays.push(other),
            }
        }
    }

    fn follow_lead(&mut self, page: &EntityPage, lead: Lead) {
        self.leave_trail();
        self.left_page = page.of_one.then(|| (page.entity, self.trail.behind()));
        self.leave_pages();
        match lead {
            Lead::Article(article) => {
                self.focus_on(Who::Entity(page.entity), page.name.clone());
                self.open(article, Arrival::Mention(true));
                self.focus = crate::app::layout::Pane::Text;
            }
            Lead::Note(note) => match (&note.note.anchor, note.note.article) {
                (Some(anchor), _) => self.go_to(Spot { article: anchor.article, at: anchor.span.start }),
                (None, Some(article)) => self.go_to(Spot { article, at: 0 }),
                (None, None) => self.jump_to(page.entity, page.name.clone()),
            },
            Lead::Spot(spot) => {
                // Several that are walked together stay so.
                if self.walk.as_ref().is_none_or(|walk| !walk.all().contains(&page.entity)) {
                    self.focus_on(Who::Entity(page.entity), page.name.clone());
                }
                self.go_to(spot);
            }
            Lead::Other(entity, name) => self.jump_to(entity, name),
            Lead::Mentions | Lead::Named(..) => {}
        }
    }
}

impl EntityPage {
    /// To the first row of the next part, or of the one before, that leads somewhere.
    fn part(&mut self, forward: bool) {
        let is = |i: &usize| self.rows.get(*i).is_some_and(|row| row.what == What::Heading);
        let heads: Vec<usize> = (0..self.rows.len()).filter(is).collect();
        let mine = heads.partition_point(|at| *at <= self.cursor);
        let to = if forward { heads.get(mine) } else { mine.checked_sub(2).and_then(|i| heads.get(i)) };
        match to {
            Some(at) => self.go(*at + 1),
            None if !forward => self.cursor = 0,
            None => {}
        }
    }

    /// Puts the cursor on a row, or on the next one in that direction that leads somewhere.
    pub(super) fn go(&mut self, to: usize) {
        let leads = |i: &usize| self.rows.get(*i).is_some_and(|row| row.lead.is_some());
        let found = if to >= self.cursor {
            (to..self.rows.len()).find(leads).or_else(|| (self.cursor..to).rev().find(leads))
        } else {
            (0..=to).rev().find(leads).or_else(|| (to..self.cursor).find(leads))
        };
        self.cursor = found.unwrap_or(self.cursor);
    }
}

/// Every name it was called by. Those of others that turned out to be one with it say so.
fn names(entity: &Entity, main: EntityId, rows: &mut Vec<Row>) {
    rows.push(row(What::Heading, "Names", "articles", None));
    let most = entity.aliases.first().map_or(1, |alias| alias.articles);
    let any = entity.aliases.iter().take(ROWS).any(|alias| alias.of != main);
    for alias in entity.aliases.iter().take(ROWS) {
        let joined = match (any, alias.of == main) {
            (false, _) => "",
            (true, true) => "       ",
            (true, false) => "joined ",
        };
        let lead = Lead::Named(alias.name.clone(), alias.of);
        rows.push(row(bar(alias.articles, most), &alias.name, format!("{joined}{:>4}", alias.articles), Some(lead)));
    }
    if any {
        let words = "joined: taken for the same by spelling, or by you; not the same parts it again";
        rows.push(row(What::Empty, words, "", None));
    }
    if let Some(more) = entity.aliases.len().checked_sub(ROWS).filter(|more| *more > 0) {
        rows.push(row(What::Empty, format!("and {more} more"), "", None));
    }
    if entity.aliases.is_empty() {
        // It was split off: what it is called belongs to whom it was taken for.
        rows.push(row(What::Plain, &entity.name, "", Some(Lead::Mentions)));
    }
}

fn company(title: &str, counted: &str, empty: &str, all: &[Companion], rows: &mut Vec<Row>) {
    rows.push(row(What::Heading, title, counted, None));
    let most = all.first().map_or(1, |companion| companion.articles);
    for c in all.iter().take(ROWS) {
        let lead = Lead::Other(c.entity, c.name.clone());
        rows.push(row(bar(c.articles, most), &c.name, format!("{:>4}", c.articles), Some(lead)));
    }
    if all.is_empty() {
        rows.push(row(What::Empty, empty, "", None));
    }
}

fn bar(count: u32, most: u32) -> What {
    What::Bar((u64::from(count) * 100 / u64::from(most.max(1))).min(100) as u8)
}

/// The picture of days: a column for each, or for so many that it fits.
fn days(profile: &Profile, rows: &mut Vec<Row>) {
    let (Some((first, _)), Some((last, _))) = (profile.days.first(), profile.days.last()) else {
        rows.push(row(What::Heading, "Mentions by day", "", None));
        rows.push(row(What::Empty, "no article of the archive names it now", "", None));
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
    rows.push(row(What::Heading, words, format!("at most {most}"), None));
    rows.push(row(What::Days(columns), "", "", Some(Lead::Mentions)));
}
