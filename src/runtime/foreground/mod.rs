//! The quick lane: one thread with its own connection that does everything short, in the order asked, and answers with
//! messages. What takes longer (the whole order of a long list) is done in pieces while nothing else waits.

mod edit;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};

use super::clock::clock;
use super::concordance::{concordance, glance};
use super::lane::{Lane, survive};
use super::names::Gatherer;
use super::together::together;
use crate::app::command::{Command, Ticket, TypedDraft, View};
use crate::app::message::{Message, Opened};
use crate::config::watch::Wanted;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::query::{Query, QueryError, parse};
use crate::store::{Scan, Store, StoreError};

/// Articles in the first window of a list.
const WINDOW: usize = 200;
/// Articles of a longer list read before looking whether something else waits: the rows of the first picture do, mostly.
const PIECE: usize = 2_000;
/// Rows sent after a change; for more the list asks again.
const ROWS: usize = 500;
/// The field of the archive's drafts that holds the note being typed.
const NOTE: u32 = 0;

/// Starts the lane on an archive already opened. `names` gathers them anew, `tell` takes the answers, `copy` takes text for the clipboard.
pub fn spawn(
    store: Store,
    names: Gatherer,
    watch: Vec<Wanted>,
    tell: impl Fn(Message) + Clone + Send + 'static,
    copy: impl Fn(String) + Send + 'static,
) -> std::io::Result<Lane<Command>> {
    let others = store.generation().map_or(0, |g| g >> 32);
    Lane::spawn("quick", move |from| {
        let watched = Vec::new();
        Quick { store, names, watch, watched, tell, copy, list: None, walk: None, gathered: false, others }.run(&from);
    })
}

struct Quick<T, C> {
    store: Store,
    names: Gatherer,
    /// Names that the reader's file says to watch, and who bears one.
    watch: Vec<Wanted>,
    watched: Vec<EntityId>,
    tell: T,
    copy: C,
    /// The list whose end was not read yet.
    list: Option<Listed>,
    /// The walk whose end was not read yet: whose it is, and what was read.
    walk: Option<Focus>,
    /// The index of names was asked for.
    gathered: bool,
    /// The generation of what others wrote, when it was looked at last.
    others: u64,
}

/// Those in focus whose articles were not all told yet.
struct Focus {
    ticket: Ticket,
    all: Vec<(EntityId, String)>,
    scan: Scan,
}

/// A list on its way: first its order, then how many of it wait for a decision.
struct Listed {
    ticket: Ticket,
    view: View,
    order: Scan,
    waiting: Scan,
    ordered: bool,
}

impl<T: Fn(Message) + Clone + Send + 'static, C: Fn(String)> Quick<T, C> {
    fn run(mut self, from: &Receiver<Command>) {
        if let Ok(Some(note)) = self.store.draft(NOTE) {
            (self.tell)(Message::Restored(TypedDraft { note }));
        }
        let mut waiting: VecDeque<Command> = VecDeque::new();
        loop {
            loop {
                match from.try_recv() {
                    Ok(command) => waiting.push_back(command),
                    Err(TryRecvError::Disconnected) if waiting.is_empty() => return,
                    Err(_) => break,
                }
            }
            if let Some(command) = waiting.pop_front() {
                if !outdone(&command, &waiting) {
                    let lists = matches!(command, Command::List { .. });
                    self.carry_out(command);
                    self.look_around(lists);
                }
            } else if self.walk.is_some() {
                self.walk_on();
            } else if self.list.is_some() {
                self.go_on();
            } else {
                match from.recv() {
                    Ok(command) => waiting.push_back(command),
                    Err(_) => return,
                }
            }
        }
    }

    /// Tells when somebody else wrote to the archive since the last command; a list asked for just now shows it already.
    fn look_around(&mut self, listed: bool) {
        let Ok(others) = self.store.generation().map(|g| g >> 32) else { return };
        if std::mem::replace(&mut self.others, others) != others {
            self.watch_names();
            if self.gathered {
                self.names.ask_in_time();
            }
            if !listed {
                (self.tell)(Message::Changed);
            }
        }
    }

    /// Looks who bears a name of the reader's file now; tells it where that is somebody else than before.
    fn watch_names(&mut self) {
        if self.watch.is_empty() {
            return;
        }
        let names: Vec<_> = self.watch.iter().map(|wanted| (wanted.name.as_str(), wanted.kind)).collect();
        let Ok(found) = self.store.watch_names(&names) else { return };
        if found != self.watched {
            self.watched.clone_from(&found);
            (self.tell)(Message::OnFile(found));
        }
    }

    fn carry_out(&mut self, command: Command) {
        let what = name(&command);
        let outcome = survive(|| self.answer(command));
        let error = match outcome {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(panic) => format!("the program failed: {panic}"),
        };
        (self.tell)(Message::Failed { what: what.to_owned(), error });
    }

    /// Who these are now, and what they are called.
    fn known(&self, all: &[EntityId]) -> Result<Vec<(EntityId, String)>, StoreError> {
        all.iter().map(|id| Ok((self.store.root(*id)?, self.store.shown(*id)?.unwrap_or_default()))).collect()
    }

    fn answer(&mut self, command: Command) -> Result<(), StoreError> {
        match command {
            Command::List { ticket, view, around } => self.list(ticket, view, around)?,
            Command::Rows { ids } => (self.tell)(Message::Rows { rows: self.store.rows(&ids)? }),
            Command::Open { ticket, article } => {
                let opened = Arc::new(self.open(article)?);
                (self.tell)(Message::Opened { ticket, opened });
            }
            Command::Locate { ticket, all, view } => {
                self.locate(ticket, &all, &view)?;
            }
            Command::Mentions { ticket, all, view } => {
                let all = self.known(&all)?;
                let ids: Vec<EntityId> = all.iter().map(|(id, _)| *id).collect();
                let (lines, more) = concordance(&self.store, &ids, &view)?;
                (self.tell)(Message::Mentions { ticket, all, lines, more });
            }
            Command::Glance { entity, view, from } => {
                if let Some((headline, line)) = glance(&self.store, entity, &view, from)? {
                    (self.tell)(Message::Glance { entity, headline, line });
                }
            }
            Command::Together { ticket, all, view } => {
                let name = |id: &EntityId| self.store.shown(*id).map(Option::unwrap_or_default);
                let names = all.iter().map(name).collect::<Result<Vec<_>, _>>()?;
                let (joints, more) = together(&self.store, &all, &view)?;
                (self.tell)(Message::Together { ticket, all, names, joints, more });
            }
            Command::Hidden => (self.tell)(Message::Hidden(self.store.hidden()?)),
            Command::Entity(asked) => {
                let profile = Arc::new(self.store.profile(asked)?);
                (self.tell)(Message::Entity { asked, profile });
            }
            Command::Notes { ticket, scope } => {
                let notes = self.store.notes(&scope, &clock())?;
                (self.tell)(Message::Notes { ticket, scope, notes });
            }
            Command::Count { ticket, query } => {
                let count = self.store.count(&parse(&query)?, &clock())?;
                (self.tell)(Message::Counted { ticket, count });
            }
            other => self.change(other)?,
        }
        Ok(())
    }

    /// Tells the first articles that name one of these; the others when nothing else waits.
    fn locate(&mut self, ticket: Ticket, all: &[EntityId], view: &View) -> Result<(), StoreError> {
        let all = self.known(all)?;
        let query = parse(&view.query)?.and(Query::entities(all.iter().map(|(id, _)| id.0)));
        let first = self.store.window(&query, view.sort, &clock(), None, WINDOW)?;
        self.walk = (!first.whole).then(|| Focus { ticket, all: all.clone(), scan: Scan::new(query, view.sort) });
        (self.tell)(Message::Located { ticket, all, articles: first.ids, whole: first.whole });
        Ok(())
    }

    /// Reads on where the entity in focus occurs.
    fn walk_on(&mut self) {
        let Some(Focus { ticket, all, mut scan }) = self.walk.take() else { return };
        let failed = match survive(|| self.store.scan(&mut scan, &clock(), PIECE)) {
            Ok(Ok(false)) => {
                self.walk = Some(Focus { ticket, all, scan });
                return;
            }
            Ok(Ok(true)) => {
                (self.tell)(Message::Located { ticket, all, articles: scan.ids, whole: true });
                return;
            }
            Ok(Err(error)) => error.to_string(),
            Err(panic) => panic,
        };
        (self.tell)(Message::Failed { what: "find".to_owned(), error: failed });
    }

    fn list(&mut self, ticket: Ticket, view: View, around: Option<ArticleId>) -> Result<(), StoreError> {
        let query = match parse(&view.query) {
            Ok(query) => query,
            Err(QueryError { at, column, expected }) => {
                let error = format!("at character {column}: expected {expected}");
                (self.tell)(Message::Unlisted { ticket, error, at });
                return Ok(());
            }
        };
        let window = self.store.window(&query, view.sort, &clock(), around, WINDOW)?;
        let total = window.whole.then_some(window.ids.len());
        let waiting = Query::Test(crate::query::Test::Is(crate::query::Is::Undecided));
        self.list = Some(Listed {
            ticket,
            view: view.clone(),
            order: Scan::new(query.clone(), view.sort),
            waiting: Scan::new(query.and(waiting), view.sort),
            ordered: false,
        });
        let (ids, whole) = (window.ids, window.whole);
        (self.tell)(Message::Listed { ticket, view, ids, offset: 0, total, whole, undecided: None });
        Ok(())
    }

    /// Reads on in the list whose end was not read yet.
    fn go_on(&mut self) {
        let Some(mut listed) = self.list.take() else { return };
        let scan = if listed.ordered { &mut listed.waiting } else { &mut listed.order };
        match survive(|| self.store.scan(scan, &clock(), PIECE)) {
            Ok(Ok(false)) => self.list = Some(listed),
            Ok(Ok(true)) if !listed.ordered => {
                listed.ordered = true;
                self.list = Some(listed);
            }
            Ok(Ok(true)) => {
                let total = Some(listed.order.ids.len());
                let undecided = Some(listed.waiting.ids.len());
                (self.tell)(Message::Listed {
                    ticket: listed.ticket,
                    view: listed.view,
                    ids: listed.order.ids,
                    offset: 0,
                    total,
                    whole: true,
                    undecided,
                });
                // After the first picture, and after its list: nobody waits for names until now.
                if !std::mem::replace(&mut self.gathered, true) {
                    self.watch_names();
                    self.names.ask();
                }
            }
            Ok(Err(error)) => (self.tell)(Message::Failed { what: "list".to_owned(), error: error.to_string() }),
            Err(panic) => (self.tell)(Message::Failed { what: "list".to_owned(), error: panic }),
        }
    }

    fn open(&self, id: ArticleId) -> Result<Opened, StoreError> {
        let article = self.store.article(id)?;
        // What can not be read is found again by the next import or annotation; the text can be read meanwhile.
        let annotations = self.store.annotations(id).unwrap_or_default();
        let links = self.store.links(id, &annotations)?;
        let notes = self.store.notes_on(id)?;
        let row = self.store.rows(&[id])?.pop();
        let row = row.ok_or_else(|| StoreError::Missing(format!("article {}", id.0)))?;
        Ok(Opened { article, annotations, links, notes, row })
    }
}

/// Whether a later command makes this one needless: its answer would be dropped, or written over.
fn outdone(command: &Command, waiting: &VecDeque<Command>) -> bool {
    let later = |same: fn(&Command) -> bool| waiting.iter().any(same);
    match command {
        Command::List { .. } => later(|c| matches!(c, Command::List { .. })),
        Command::Open { .. } => later(|c| matches!(c, Command::Open { .. })),
        Command::Locate { .. } => later(|c| matches!(c, Command::Locate { .. })),
        Command::Glance { .. } => later(|c| matches!(c, Command::Glance { .. })),
        Command::SaveDraft(_) => later(|c| matches!(c, Command::SaveDraft(_) | Command::DropDraft)),
        _ => false,
    }
}

/// What a command wants, for the message that it could not be done.
fn name(command: &Command) -> &'static str {
    match command {
        Command::List { .. } | Command::Rows { .. } | Command::Count { .. } => "list",
        Command::Open { .. } => "open",
        Command::Glance { .. }
        | Command::Locate { .. }
        | Command::Mentions { .. }
        | Command::Together { .. }
        | Command::Entity(_) => "find",
        Command::Notes { .. } => "read notes",
        Command::Triage { .. } | Command::Seen(_) => "decide",
        Command::Undo => "undo",
        Command::Redo => "redo",
        Command::SaveNote(_) => "save note",
        Command::DeleteNote(_) => "delete note",
        Command::Correct(_)
        | Command::Judge { .. }
        | Command::Refuse { .. }
        | Command::Carve { .. }
        | Command::Watch { .. } => "correct",
        Command::SaveDraft(_) | Command::DropDraft => "keep what is typed",
        Command::Export { .. } => "export",
        _ => "remember",
    }
}
