//! The foreground lane: one thread with a connection of its own that answers requests in the order asked. Everything it does is
//! short; what takes longer (the whole order of a long list) is done in pieces while no request waits.

mod edit;
mod export;
mod obstacle;
mod opening;
mod recovery;
mod scan;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};

use super::clock::clock;
use super::concordance::{concordance, glance};
use super::lane::{Lane, catch_panic};
use super::names::IndexBuilder;
use super::note_files::NoteFiles;
use super::policy::Policy;
use super::together::together;
use crate::app::message::{Answer, Failed, Message};
use crate::app::obstacle::Obstacle;
use crate::app::request::{Request, Ticket};
use crate::app::view::View;
use crate::config::watch::WatchedName;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::store::{Step, Store, StoreError};
use export::{Exported, export};
use opening::OpenScan;
use scan::{ListScan, LocateScan, Pieces};

/// A request with its number.
pub type Numbered = (Ticket, Request);

/// Starts the lane on an open archive. `names` fills the index of names, `tell` takes the answers, `copy` takes text for the
/// clipboard.
pub fn spawn(
    store: Store,
    names: IndexBuilder,
    watch: Vec<WatchedName>,
    files: NoteFiles,
    policy: Policy,
    tell: impl Fn(Message) + Send + 'static,
    copy: impl Fn(String) + Send + 'static,
) -> std::io::Result<Lane<Numbered>> {
    Lane::spawn("foreground", move |requests| {
        Foreground::new(store, names, watch, files, policy, tell, copy).run(&requests);
    })
}

/// What the lane works with. `run` is its thread; a test may call [`Foreground::answer`] and [`Foreground::work_on`] itself.
pub struct Foreground<T, C> {
    store: Store,
    names: IndexBuilder,
    /// The names of watch.toml, and the entities that bear one.
    watch: Vec<WatchedName>,
    watched: Vec<EntityId>,
    /// Files of notes that the archive does not hold.
    files: NoteFiles,
    /// Where exports may be written.
    policy: Policy,
    tell: T,
    copy: C,
    /// The article whose names are still being read.
    open: Option<OpenScan>,
    /// The list that is still being read.
    list: Option<ListScan>,
    /// The entities whose articles are still being read.
    locate: Option<LocateScan>,
    /// The index of names was asked for.
    gathered: bool,
    /// Generation of what other connections wrote, when it was last looked at.
    others: u64,
    /// Why the archive kept nothing the last time, as told.
    obstacle: Option<Obstacle>,
}

impl<T: Fn(Message), C: Fn(String)> Foreground<T, C> {
    /// A lane on an open archive.
    pub fn new(
        store: Store,
        names: IndexBuilder,
        watch: Vec<WatchedName>,
        files: NoteFiles,
        policy: Policy,
        tell: T,
        copy: C,
    ) -> Self {
        let others = store.generation().map_or(0, |generation| generation >> 32);
        let obstacle = (!store.writable()).then_some(Obstacle::ReadOnly);
        let watched = Vec::new();
        let (open, list, locate, gathered) = (None, None, None, false);
        Self { store, names, watch, watched, files, policy, tell, copy, open, list, locate, gathered, others, obstacle }
    }

    fn run(mut self, requests: &Receiver<Numbered>) {
        self.work(requests);
        self.files.release();
    }

    fn work(&mut self, requests: &Receiver<Numbered>) {
        self.restore_drafts();
        let mut waiting: VecDeque<Numbered> = VecDeque::new();
        loop {
            loop {
                match requests.try_recv() {
                    Ok(request) => waiting.push_back(request),
                    Err(TryRecvError::Disconnected) if waiting.is_empty() => return,
                    Err(_) => break,
                }
            }
            if let Some((ticket, request)) = waiting.pop_front() {
                if waiting.iter().any(|(_, later)| request.is_outdone_by(later)) {
                    self.reply(ticket, Answer::Done);
                } else {
                    self.answer(ticket, request);
                }
            } else if !self.work_on() {
                match requests.recv() {
                    Ok(request) => waiting.push_back(request),
                    Err(_) => return,
                }
            }
        }
    }

    /// Tells the notes that were being typed when earlier sessions ended, the newest last.
    pub fn restore_drafts(&mut self) {
        let (drafts, notices) = recovery::lost(&mut self.store, &self.files);
        for draft in drafts.into_iter().rev() {
            let about = self.store.about(&draft).unwrap_or_default();
            (self.tell)(Message::Restored(Box::new(draft), about));
        }
        for notice in notices {
            (self.tell)(Message::Notice(notice));
        }
    }

    /// Carries a request out and tells the answer, or that it failed. Never panics.
    pub fn answer(&mut self, ticket: Ticket, request: Request) {
        let lists = matches!(request, Request::List { .. });
        let changes = request.changes().then(|| self.store.generation().ok());
        match catch_panic(|| self.carry_out(ticket, request)) {
            Ok(Ok(answer)) => {
                // It may have had nothing to write.
                if changes.is_some_and(|before| before != self.store.generation().ok()) {
                    self.hindered(None);
                }
                self.reply(ticket, answer);
            }
            Ok(Err(error)) => {
                if let (Some(_), Some(obstacle)) = (changes, obstacle::of(&error)) {
                    self.hindered(Some(obstacle));
                }
                self.fail(ticket, error.to_string());
            }
            Err(panic) => self.fail(ticket, format!("the program failed: {panic}")),
        }
        self.notice_others(lists);
    }

    /// Does the next piece of what takes longer. False where nothing is left to do.
    pub fn work_on(&mut self) -> bool {
        if let Some(scan) = self.open.take() {
            self.open = self.read_on(scan);
        } else if let Some(scan) = self.locate.take() {
            self.locate = self.read_on(scan);
        } else if let Some(scan) = self.list.take() {
            self.list = self.read_on(scan);
            if self.list.is_none() {
                self.gather();
            }
        } else {
            return false;
        }
        true
    }

    /// Reads a piece. Returns the scan if there is more to read; otherwise tells the answer.
    fn read_on<S: Pieces>(&self, mut scan: S) -> Option<S> {
        match catch_panic(|| scan.read_on(&self.store)) {
            Ok(Ok(None)) => return Some(scan),
            Ok(Ok(Some(answer))) => self.reply(scan.ticket(), answer),
            Ok(Err(error)) => self.fail(scan.ticket(), error.to_string()),
            Err(panic) => self.fail(scan.ticket(), panic),
        }
        None
    }

    /// Tells why the archive keeps nothing, or that it does, where that is new.
    fn hindered(&mut self, obstacle: Option<Obstacle>) {
        if std::mem::replace(&mut self.obstacle, obstacle) != obstacle {
            (self.tell)(Message::Obstacle(obstacle));
        }
    }

    fn reply(&self, ticket: Ticket, answer: Answer) {
        (self.tell)(Message::Answer(ticket, answer));
    }

    fn fail(&self, ticket: Ticket, error: String) {
        (self.tell)(Message::Failed { what: Failed::Request(ticket), error });
    }

    /// Tells when another program wrote to the archive since the last request. A list that was just read shows it already.
    fn notice_others(&mut self, listed: bool) {
        let Ok(others) = self.store.generation().map(|generation| generation >> 32) else { return };
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

    /// Finds the entities that bear a name of watch.toml; tells them where they changed.
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

    /// The entities after merges, with the names they are shown by.
    fn known(&self, all: &[EntityId]) -> Result<Vec<(EntityId, String)>, StoreError> {
        all.iter().map(|id| Ok((self.store.root(*id)?, self.store.shown(*id)?.unwrap_or_default()))).collect()
    }

    /// Carries a request out and returns its first answer.
    fn carry_out(&mut self, ticket: Ticket, request: Request) -> anyhow::Result<Answer> {
        Ok(match request {
            Request::List { view, around } => self.list(ticket, &view, around)?,
            Request::Rows(ids) => Answer::Rows(self.store.rows(&ids)?),
            Request::Open(article) => {
                let (answer, scan) = OpenScan::begin(&self.store, ticket, article)?;
                self.open = scan;
                answer
            }
            Request::Locate { all, view } => self.locate(ticket, &all, &view)?,
            Request::Mentions { all, view } => {
                let all = self.known(&all)?;
                let ids: Vec<EntityId> = all.iter().map(|(id, _)| *id).collect();
                let (lines, more) = concordance(&self.store, &ids, &view)?;
                Answer::Mentions { all, lines, more }
            }
            Request::Glance { entity, view, from } => Answer::Glance(glance(&self.store, entity, &view, from)?),
            Request::Together { all, view } => {
                let name = |id: &EntityId| self.store.shown(*id).map(Option::unwrap_or_default);
                let names = all.iter().map(name).collect::<Result<Vec<_>, _>>()?;
                let (joints, more) = together(&self.store, &all, &view)?;
                Answer::Together { names, joints, more }
            }
            Request::Hidden => Answer::Hidden(self.store.hidden()?),
            Request::Entity(asked) => Answer::Entity(Arc::new(self.store.profile(asked)?)),
            Request::Notes(scope) => Answer::Notes(self.store.notes(&scope, &clock())?),
            Request::Count(filter) => Answer::Counted(self.store.count(filter.query(), &clock())?),
            Request::Triage { targets, change } => edit::triage(&mut self.store, targets, &change)?,
            Request::Seen(article) => edit::seen(&mut self.store, article)?,
            Request::Undo => {
                let step = self.store.undo()?;
                self.names_changed(step.as_ref());
                edit::undone(&self.store, step, "undone", "nothing to undo")?
            }
            Request::Redo => {
                let step = self.store.redo()?;
                self.names_changed(step.as_ref());
                edit::undone(&self.store, step, "redone", "nothing to redo")?
            }
            Request::SaveNote(draft) => edit::save_note(&mut self.store, &self.files, &draft)?,
            Request::DeleteNote(note, seen) => edit::delete_note(&mut self.store, note, seen)?,
            Request::Correct(correction) => {
                let step = self.store.correct(&correction, clock().now)?;
                self.corrected(step)
            }
            Request::Judge { article, chains, entity, same } => {
                let step = self.store.judge(article, &chains, entity, same, clock().now)?;
                self.corrected(step)
            }
            Request::Refuse { article, mention, entity } => {
                let step = self.store.refuse(article, mention, entity, clock().now)?;
                self.corrected(step)
            }
            Request::Carve { article, mention } => {
                let step = self.store.carve(article, mention, clock().now)?;
                self.corrected(step)
            }
            Request::Watch { entity, on } => {
                let step = edit::watch(&mut self.store, &self.watched, entity, on)?;
                self.corrected(step)
            }
            Request::Chosen(entity) => done(self.store.chosen(entity))?,
            Request::Position { article, offset } => done(self.store.set_position(article, offset))?,
            Request::SaveDraft(draft) => edit::save_draft(&mut self.store, &self.files, &draft)?,
            Request::DropDraft(key) => edit::drop_draft(&mut self.store, &self.files, key)?,
            Request::Export { scope, format, to } => match export(&self.store, &self.policy, &scope, format, to)? {
                Exported::File(answer) => answer,
                Exported::Clipboard(text) => {
                    (self.copy)(text);
                    Answer::Done
                }
            },
        })
    }

    fn corrected(&self, step: Step) -> Answer {
        self.names_changed(Some(&step));
        Answer::Corrected(step.sentence)
    }

    /// Requests a new index of names where a step changed who is who.
    fn names_changed(&self, step: Option<&Step>) {
        if step.is_some_and(|step| step.entities) {
            self.names.ask();
        }
    }

    /// The first articles that name one of these entities; the others follow in pieces.
    fn locate(&mut self, ticket: Ticket, all: &[EntityId], view: &View) -> Result<Answer, StoreError> {
        let all = self.known(all)?;
        let (answer, scan) = LocateScan::begin(&self.store, ticket, all, view)?;
        self.locate = scan;
        Ok(answer)
    }

    /// The first window of a list; its whole order follows in pieces.
    fn list(&mut self, ticket: Ticket, view: &View, around: Option<ArticleId>) -> Result<Answer, StoreError> {
        let (answer, scan) = ListScan::begin(&self.store, ticket, view, around)?;
        self.list = Some(scan);
        Ok(answer)
    }

    /// Begins, once, what can wait until the first picture and its list are complete, such as the index of names.
    fn gather(&mut self) {
        if !std::mem::replace(&mut self.gathered, true) {
            self.watch_names();
            self.names.ask();
            self.tell_unreadable();
            self.files.reserve();
        }
    }

    /// Says how much of what the user decided or wrote cannot be read, if anything.
    fn tell_unreadable(&self) {
        let notice = match self.store.unreadable() {
            Ok(rows) if rows.is_empty() => return,
            Ok(rows) => {
                let one = rows.len() == 1;
                let what = if one { "decision or note" } else { "decisions or notes" };
                format!(
                    "{} {what} in the archive cannot be read and {} kept aside: see attache doctor",
                    rows.len(),
                    if one { "is" } else { "are" }
                )
            }
            Err(error) => format!("decisions and notes could not be checked: {error}"),
        };
        (self.tell)(Message::Notice(notice));
    }
}

/// The answer to a change that has nothing to show.
fn done(changed: Result<(), StoreError>) -> Result<Answer, StoreError> {
    changed.map(|()| Answer::Done)
}
