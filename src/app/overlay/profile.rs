//! The page of an entity: names, roles, days, company, places, notes. Rows lead where they speak of.

use std::sync::Arc;

use super::{Overlay, moved};
use crate::app::command::Command;
use crate::app::model::{Arrive, Model};
use crate::app::sidebar::Who;
use crate::app::trail::Spot;
use crate::app::triage::articles;
use crate::config::action::Action;
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, RoleSeen};
use crate::news::note::NoteRow;
use crate::news::profile::{Companion, Profile};
use crate::news::time::Timestamp;
use crate::text::fold;

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
    /// Its name.
    pub name: String,
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
}

fn row(what: What, words: impl Into<String>, tail: impl Into<String>, lead: Option<Lead>) -> Row {
    Row { what, words: words.into(), tail: tail.into(), lead }
}

impl Model {
    /// All about an entity that was asked for.
    pub(in crate::app) fn entity_page(&mut self, profile: &Arc<Profile>) {
        let entity = &profile.entity;
        if self.paging.take() != Some(entity.id) {
            return;
        }
        let watched = if entity.watched { ", watched" } else { "" };
        let about = format!("{}, in {}{watched}", entity.kind.word(), articles(entity.articles as usize));
        let mut rows = vec![row(What::Plain, about, "every mention", Some(Lead::Mentions))];
        rows.extend(self.why_here(entity.id).into_iter().map(|line| row(What::Plain, line, "", None)));
        days(profile, &mut rows);
        rows.push(row(What::Heading, "Names", "articles", None));
        let most = entity.aliases.first().map_or(1, |alias| alias.articles);
        for alias in entity.aliases.iter().take(ROWS) {
            rows.push(row(bar(alias.articles, most), &alias.name, alias.articles.to_string(), None));
        }
        self.roles(&entity.roles, &mut rows);
        let counted = format!("in its {} newest articles", profile.counted);
        company("Together with", &counted, &profile.company, &mut rows);
        company("Where", &counted, &profile.places, &mut rows);
        if !profile.notes.is_empty() {
            rows.push(row(What::Heading, "Notes", "", None));
        }
        for note in profile.notes.iter().take(ROWS) {
            let quote = note.note.anchor.as_ref().map_or("", |anchor| anchor.quote.as_str());
            let words = if note.note.text.is_empty() { quote } else { &note.note.text };
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let tail = note.time.map_or(String::new(), |time| self.day(time));
            rows.push(row(What::Plain, words, tail, Some(Lead::Note(Box::new(note.clone())))));
        }
        let page =
            EntityPage { entity: entity.id, name: entity.name.clone(), title: entity.name.clone(), rows, cursor: 0 };
        self.overlays.push(Overlay::Entity(page));
    }

    /// Roles, newest first; one that shares no word with the one before it is a change.
    fn roles(&self, roles: &[RoleSeen], rows: &mut Vec<Row>) {
        if !roles.is_empty() {
            rows.push(row(What::Heading, "Roles, newest first", "", None));
        }
        let words = |seen: &RoleSeen| {
            let folded = fold::key(&seen.role);
            folded.split_whitespace().filter(|w| w.len() > 3).map(str::to_owned).collect::<Vec<_>>()
        };
        for (at, seen) in roles.iter().take(ROWS).enumerate() {
            let older = roles.get(at + 1).map(words);
            let new = words(seen);
            let changed = older.is_some_and(|older| !older.is_empty() && !older.iter().any(|word| new.contains(word)));
            let what = if changed { What::Change } else { What::Plain };
            let tail = format!("{} {}", seen.source, self.day(seen.time));
            rows.push(row(what, &seen.role, tail, Some(Lead::Article(seen.article))));
        }
    }

    pub(super) fn entity_page_key(&mut self, page: &mut EntityPage, action: Option<Action>) -> bool {
        let lead = page.rows.get(page.cursor).and_then(|row| row.lead.clone());
        match (action, lead) {
            (Some(Action::Why), Some(Lead::Other(entity, _))) => {
                self.paging = Some(entity);
                self.out.push(Command::Entity(entity));
            }
            (Some(Action::Back | Action::DropFocus | Action::Quit | Action::Why), _) => return true,
            (Some(Action::Mentions), _) | (Some(Action::Open), Some(Lead::Mentions)) => {
                self.mentions_of(page.entity);
            }
            (Some(Action::Open), Some(Lead::Other(other, _))) => self.ask_together(page.entity, other),
            (Some(Action::Open), Some(lead)) => {
                self.follow_lead(page, lead);
                return true;
            }
            _ => page.go(moved(page.cursor, page.rows.len(), 10, action)),
        }
        false
    }

    fn follow_lead(&mut self, page: &EntityPage, lead: Lead) {
        self.leave_trail();
        match lead {
            Lead::Article(article) => {
                self.focus_on(Who::Entity(page.entity), page.name.clone());
                self.open(article, Arrive::Mention(true));
                self.focus = crate::app::layout::Pane::Text;
            }
            Lead::Note(note) => match (&note.note.anchor, note.note.article) {
                (Some(anchor), _) => self.go_to(Spot { article: anchor.article, at: anchor.span.start }),
                (None, Some(article)) => self.go_to(Spot { article, at: 0 }),
                (None, None) => self.jump_to(page.entity, page.name.clone()),
            },
            Lead::Spot(spot) => {
                self.focus_on(Who::Entity(page.entity), page.name.clone());
                self.go_to(spot);
            }
            Lead::Other(entity, name) => self.jump_to(entity, name),
            Lead::Mentions => {}
        }
    }
}

impl EntityPage {
    /// Puts the cursor on a row, or on the next one in that direction that leads somewhere.
    fn go(&mut self, to: usize) {
        let leads = |i: &usize| self.rows.get(*i).is_some_and(|row| row.lead.is_some());
        let found = if to >= self.cursor { (to..self.rows.len()).find(leads) } else { (0..=to).rev().find(leads) };
        self.cursor = found.unwrap_or(self.cursor);
    }
}

fn company(title: &str, counted: &str, all: &[Companion], rows: &mut Vec<Row>) {
    if all.is_empty() {
        return;
    }
    rows.push(row(What::Heading, title, counted, None));
    let most = all.first().map_or(1, |companion| companion.articles);
    for c in all.iter().take(ROWS) {
        let lead = Lead::Other(c.entity, c.name.clone());
        rows.push(row(bar(c.articles, most), &c.name, c.articles.to_string(), Some(lead)));
    }
}

fn bar(count: u32, most: u32) -> What {
    What::Bar((u64::from(count) * 100 / u64::from(most.max(1))).min(100) as u8)
}

/// The picture of days: a column for each, or for so many that it fits.
fn days(profile: &Profile, rows: &mut Vec<Row>) {
    let (Some((first, _)), Some((last, _))) = (profile.days.first(), profile.days.last()) else { return };
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
    rows.push(row(What::Days(columns), "", "", None));
}
