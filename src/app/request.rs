//! Requests to the archive, and the register of those that are pending.
//!
//! Every request has a [`Ticket`]. It ends in exactly one of three ways: its last answer comes, it fails, or it is withdrawn, for
//! example by a newer request of the same kind. The register keeps the request, so that what an answer or a failure is about is
//! always known.

use std::path::PathBuf;

use super::scroll::Top;
use super::view::View;
use crate::export::format::Format;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::note::{DraftKey, NoteDraft, NoteId, NoteVersion, Scope};
use crate::news::triage::Change;
use crate::query::Filter;

/// The number of a request. Numbers grow by one, so a larger ticket is a newer request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// The articles a triage change is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// These articles.
    Articles(Vec<ArticleId>),
    /// All articles that a query finds.
    Found(Filter),
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A file. It is written under another name and then renamed.
    File {
        /// The path as typed: `~/` is allowed, a relative path starts where the program was started.
        path: PathBuf,
        /// The user agreed to replace an existing file. Without this the export stops at one.
        replace: bool,
    },
    /// The clipboard of the terminal (OSC 52).
    Clipboard,
}

/// What the foreground lane is asked to do. Requests are carried out in the order in which `update` returned them.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    // ---- questions ----
    /// The ids of a view. Answered twice by `Listed`: a window around `around` at once, then the whole order.
    List {
        /// Filter and order.
        view: View,
        /// The article under the cursor.
        around: Option<ArticleId>,
    },
    /// The list rows of some hundred articles at most. Answered by `Rows`.
    Rows(Vec<ArticleId>),
    /// An article with its annotations, links and notes. Answered by `Opened`.
    Open(ArticleId),
    /// The articles of a view that name one of these entities. Answered by `Located`, twice where there are many.
    Locate {
        /// The entities.
        all: Vec<EntityId>,
        /// The list whose articles and order count.
        view: View,
    },
    /// What the archive knows about an entity. Answered by `Entity`.
    Entity(EntityId),
    /// The first mention of an entity in the next article of a view that names it. Answered by `Glance`.
    Glance {
        /// The entity.
        entity: EntityId,
        /// The list whose articles and order count.
        view: View,
        /// The article to start after.
        from: Option<ArticleId>,
    },
    /// The entities that the user hid. Answered by `Hidden`.
    Hidden,
    /// The mentions of some entities with the words around them, some hundred at most. Answered by `Mentions`.
    Mentions {
        /// The entities.
        all: Vec<EntityId>,
        /// The list whose articles and order count.
        view: View,
    },
    /// The articles of a view that name all of these entities, some hundred at most. Answered by `Together`.
    Together {
        /// The entities.
        all: Vec<EntityId>,
        /// The list whose articles and order count.
        view: View,
    },
    /// The notes on something, in the order of the text. Answered by `Notes`.
    Notes(Scope),
    /// How many articles a filter finds. Answered by `Counted`.
    Count(Filter),
    // ---- changes ----
    /// Decide about articles: one step of undo, however many they are. Answered by `Triaged`.
    Triage {
        /// The articles.
        targets: Targets,
        /// The decision.
        change: Change,
    },
    /// An article has been on screen: a new one becomes read, without a step of undo. Answered by `Triaged` or `Done`.
    Seen(ArticleId),
    /// Undo the last step. Answered by `Undone`.
    Undo,
    /// Redo the last undone step. Answered by `Undone`.
    Redo,
    /// Save a new or changed note, and drop its draft. Answered by `NoteSaved`, or by `NoteNewer` where somebody else changed it.
    SaveNote(Box<NoteDraft>),
    /// Delete a note that the user has seen in this version. Answered by `NoteDeleted`, or by `NoteNewer`.
    DeleteNote(NoteId, NoteVersion),
    /// Correct an entity. Answered by `Corrected`.
    Correct(Correction),
    /// Confirm (`same`) or refuse that chains of an article are an entity. Answered by `Corrected`.
    Judge {
        /// The article.
        article: ArticleId,
        /// Indexes into `Annotations::chains` of that article.
        chains: Vec<u32>,
        /// The entity.
        entity: EntityId,
        /// Confirm rather than refuse.
        same: bool,
    },
    /// Refuse that a mention, and the mentions of the same name in its chain, are an entity. Answered by `Corrected`.
    Refuse {
        /// The article.
        article: ArticleId,
        /// Index into `Annotations::mentions` of that article.
        mention: u32,
        /// The entity it is not.
        entity: EntityId,
    },
    /// A mention, and the mentions of the same name in its chain, are a new entity. Answered by `Corrected`.
    Carve {
        /// The article.
        article: ArticleId,
        /// Index into `Annotations::mentions` of that article.
        mention: u32,
    },
    /// Put an entity on the watch list, or take it off. Answered by `Corrected`.
    Watch {
        /// The entity.
        entity: EntityId,
        /// On rather than off.
        on: bool,
    },
    /// Count that an entity was chosen in the jump bar; equal hits are ranked by it. Answered by `Done`.
    Chosen(EntityId),
    /// Remember the reading position in an article. Answered by `Done`.
    Position {
        /// The article.
        article: ArticleId,
        /// Byte offset into the body of the sentence on top.
        offset: u32,
    },
    /// Save the draft of a note, so that a crash or a hang-up loses at most a second of it. Answered by `Done`.
    SaveDraft(Box<NoteDraft>),
    /// Delete a draft: it was given up. Answered by `Done`.
    DropDraft(DraftKey),
    /// Export notes. Answered by `Exported`, or by `Exists` if the file exists and may not be replaced.
    Export {
        /// The notes.
        scope: Scope,
        /// The format.
        format: Format,
        /// File or clipboard.
        to: Destination,
    },
}

impl Request {
    /// What could not be done, for the message about a failure: `the list cannot be read: …`.
    pub fn failure(&self) -> &'static str {
        match self {
            Self::List { .. } | Self::Rows(_) => "the list cannot be read",
            Self::Open(_) => "the article cannot be opened",
            Self::Locate { .. } => "the mentions cannot be found",
            Self::Entity(_) => "the page cannot be read",
            Self::Glance { .. } => "the preview cannot be read",
            Self::Hidden => "the hidden entities cannot be read",
            Self::Mentions { .. } => "the mentions cannot be read",
            Self::Together { .. } => "the articles that name them together cannot be read",
            Self::Notes(_) => "the notes cannot be read",
            Self::Count(_) => "the articles cannot be counted",
            Self::Triage { .. } => "the decision is not saved",
            Self::Seen(_) => "the article is not marked as read",
            Self::Undo => "nothing is undone",
            Self::Redo => "nothing is redone",
            Self::SaveNote(draft) if draft.key.number == 0 => "the quote is not saved",
            Self::SaveNote(_) => "the note is not saved",
            Self::DeleteNote(..) => "the note is not deleted",
            Self::Correct(_) | Self::Judge { .. } | Self::Refuse { .. } | Self::Carve { .. } => {
                "the correction is not saved"
            }
            Self::Watch { .. } => "the watch list is not changed",
            Self::Chosen(_) => "the choice is not counted",
            Self::Position { .. } => "the reading position is not saved",
            Self::SaveDraft(_) => "the archive does not keep the draft",
            Self::DropDraft(_) => "the draft is not deleted",
            Self::Export { .. } => "nothing is exported",
        }
    }

    /// Whether the user asked for this change: it is waited for before the program ends, and its failure is told.
    pub fn is_asked_for(&self) -> bool {
        match self {
            Self::Triage { .. }
            | Self::Undo
            | Self::Redo
            | Self::SaveNote(_)
            | Self::DeleteNote(..)
            | Self::Correct(_)
            | Self::Judge { .. }
            | Self::Refuse { .. }
            | Self::Carve { .. }
            | Self::Watch { .. }
            | Self::Export { .. } => true,
            Self::List { .. }
            | Self::Rows(_)
            | Self::Open(_)
            | Self::Locate { .. }
            | Self::Entity(_)
            | Self::Glance { .. }
            | Self::Hidden
            | Self::Mentions { .. }
            | Self::Together { .. }
            | Self::Notes(_)
            | Self::Count(_)
            | Self::Seen(_)
            | Self::Chosen(_)
            | Self::Position { .. }
            | Self::SaveDraft(_)
            | Self::DropDraft(_) => false,
        }
    }

    /// Whether it changes the archive: all that the user asks for but an export, and what is kept on the way.
    pub fn changes(&self) -> bool {
        match self {
            Self::Export { .. } => false,
            Self::Seen(_) | Self::Chosen(_) | Self::Position { .. } | Self::SaveDraft(_) | Self::DropDraft(_) => true,
            other => other.is_asked_for(),
        }
    }

    /// Whether its answer changes what the next keys mean: it shows an article, opens something over it, or moves the cursor.
    pub fn moves_keys(&self) -> bool {
        match self {
            Self::Open(_)
            | Self::Locate { .. }
            | Self::Entity(_)
            | Self::Hidden
            | Self::Mentions { .. }
            | Self::Together { .. }
            | Self::Notes(_)
            | Self::Count(_)
            | Self::Undo
            | Self::Redo
            | Self::SaveNote(_) => true,
            Self::List { .. }
            | Self::Rows(_)
            | Self::Glance { .. }
            | Self::Triage { .. }
            | Self::Seen(_)
            | Self::DeleteNote(..)
            | Self::Correct(_)
            | Self::Judge { .. }
            | Self::Refuse { .. }
            | Self::Carve { .. }
            | Self::Watch { .. }
            | Self::Chosen(_)
            | Self::Position { .. }
            | Self::SaveDraft(_)
            | Self::DropDraft(_)
            | Self::Export { .. } => false,
        }
    }

    /// Whether a newer request of the same kind withdraws this one, because only the newest answer is shown.
    fn is_withdrawn_by_newer(&self) -> bool {
        match self {
            Self::List { .. }
            | Self::Open(_)
            | Self::Locate { .. }
            | Self::Entity(_)
            | Self::Glance { .. }
            | Self::Hidden
            | Self::Mentions { .. }
            | Self::Together { .. }
            | Self::Notes(_)
            | Self::Count(_) => true,
            Self::Rows(_)
            | Self::Triage { .. }
            | Self::Seen(_)
            | Self::Undo
            | Self::Redo
            | Self::SaveNote(_)
            | Self::DeleteNote(..)
            | Self::Correct(_)
            | Self::Judge { .. }
            | Self::Refuse { .. }
            | Self::Carve { .. }
            | Self::Watch { .. }
            | Self::Chosen(_)
            | Self::Position { .. }
            | Self::SaveDraft(_)
            | Self::DropDraft(_)
            | Self::Export { .. } => false,
        }
    }

    /// Whether a later request makes this one needless: its answer would be dropped, or written over.
    pub fn is_outdone_by(&self, later: &Self) -> bool {
        let same_kind = std::mem::discriminant(self) == std::mem::discriminant(later);
        let draft = match (self, later) {
            (Self::SaveDraft(old), Self::SaveDraft(new)) => old.key == new.key,
            (Self::SaveDraft(old), Self::DropDraft(key)) => old.key == *key,
            _ => false,
        };
        same_kind && self.is_withdrawn_by_newer() || draft
    }
}

/// What to do with an article when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Preview it: it does not become read.
    Preview,
    /// Open it at the saved reading position.
    Read,
    /// Go to this byte of its body.
    At(u32),
    /// Go to its first (`true`) or last mention of the entity in focus.
    Mention(bool),
    /// It is the open article, asked for again: keep its cursor and top.
    Stay(u32, Top),
}

/// What an answer is for, if the request alone does not say it.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// No further purpose.
    Plain,
    /// What to do with the article.
    Arrive(Arrival),
    /// Only mentions with this surface are wanted.
    Surface(String),
    /// Only notes that hold these folded words are wanted.
    Words(String),
    /// The user is asked to confirm this change to the counted articles.
    Confirm(Change),
}

/// A pending request.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Its number.
    pub ticket: Ticket,
    /// What was asked.
    pub request: Request,
    /// What its answer is for.
    pub purpose: Purpose,
    /// How often [`Requests::grow_late`] was called since it was sent.
    waited: u32,
}

impl Pending {
    /// Whether it has waited for a quarter to half a second: [`super::message::Message::Late`] came twice.
    pub fn is_late(&self) -> bool {
        self.waited > 1
    }
}

/// The register of pending requests. There are seldom more than a handful.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    last: u64,
    pending: Vec<Pending>,
}

impl Requests {
    /// Adds a request. Withdraws an older one of its kind if only the newest answer counts.
    pub fn enter(&mut self, request: Request, purpose: Purpose) -> Ticket {
        if request.is_withdrawn_by_newer() {
            self.pending.retain(|older| !older.request.is_outdone_by(&request));
        }
        self.last += 1;
        let ticket = Ticket(self.last);
        self.pending.push(Pending { ticket, request, purpose, waited: 0 });
        ticket
    }

    /// The request of an answer that is not its last; none if it was withdrawn.
    pub fn get(&self, ticket: Ticket) -> Option<&Pending> {
        self.pending.iter().find(|pending| pending.ticket == ticket)
    }

    /// Ends a request: its last answer has come, or it failed. None if it was withdrawn.
    pub fn end(&mut self, ticket: Ticket) -> Option<Pending> {
        let at = self.pending.iter().position(|pending| pending.ticket == ticket)?;
        Some(self.pending.remove(at))
    }

    /// Withdraws the requests that pass a test. Their answers are dropped when they come.
    pub fn withdraw(&mut self, unwanted: impl Fn(&Request) -> bool) {
        self.pending.retain(|pending| !unwanted(&pending.request));
    }

    /// The oldest pending request that passes a test.
    pub fn find(&self, wanted: impl Fn(&Request) -> bool) -> Option<&Pending> {
        self.pending.iter().find(|pending| wanted(&pending.request))
    }

    /// The archive still owes the answers of what is pending.
    pub fn grow_late(&mut self) {
        for pending in &mut self.pending {
            pending.waited += 1;
        }
    }

    /// How many changes that the user asked for are late. The screen shows some of them already, so it says that they are not kept.
    pub fn late_changes(&self) -> usize {
        let late =
            |pending: &&Pending| pending.is_late() && pending.request.changes() && pending.request.is_asked_for();
        self.pending.iter().filter(late).count()
    }

    /// The pending requests, oldest first.
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_question_withdraws_an_older_one_and_changes_are_never_withdrawn() {
        let mut requests = Requests::default();
        let first = requests.enter(Request::Open(ArticleId(1)), Purpose::Arrive(Arrival::Read));
        let undo = [(); 2].map(|()| requests.enter(Request::Undo, Purpose::Plain));
        let second = requests.enter(Request::Open(ArticleId(2)), Purpose::Arrive(Arrival::Preview));
        assert_eq!(requests.end(first), None);
        assert_eq!(requests.get(second).map(|pending| &pending.request), Some(&Request::Open(ArticleId(2))));
        assert!(undo.iter().all(|ticket| requests.end(*ticket).is_some()));
        assert!(requests.end(second).is_some());
        assert!(requests.pending().is_empty());
    }

    #[test]
    fn a_change_is_late_when_the_archive_has_owed_the_answer_twice() {
        let mut requests = Requests::default();
        let undo = requests.enter(Request::Undo, Purpose::Plain);
        requests.enter(Request::Seen(ArticleId(1)), Purpose::Plain);
        requests.grow_late();
        requests.enter(Request::Redo, Purpose::Plain);
        assert_eq!(requests.late_changes(), 0, "usually the answer comes at once");
        requests.grow_late();
        assert_eq!(requests.late_changes(), 1, "not the newer one, and not what nobody asked for");
        requests.end(undo);
        assert_eq!(requests.late_changes(), 0);
    }
}
