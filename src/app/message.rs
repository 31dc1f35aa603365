//! Everything that can happen, in one closed enum: a key, a resize, an answer from a lane.
//!
//! An answer names what it is about (a [`Ticket`], an article, an entity) and is dropped if the reader has moved on.

use std::sync::Arc;

use super::command::{Ticket, TypedDraft, View, Wake};
use crate::config::key::KeyPress;
use crate::config::theme::Theme;
use crate::name_index::finder::Finder;
use crate::news::article::{Article, ArticleId, Row};
use crate::news::entity::{EntityId, Linked, MentionLine};
use crate::news::mention::{Annotations, Kind};
use crate::news::note::{Note, NoteId, NoteRow, Scope};
use crate::news::profile::{Joint, Profile};

/// An article, what was found in it, who that is, and what was written on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The article.
    pub article: Article,
    /// What the engine found in its body.
    pub annotations: Annotations,
    /// One for each of `annotations.chains`, in that order.
    pub links: Vec<Linked>,
    /// Notes and quotes on it, anchors already found again in this body, by place.
    pub notes: Vec<Note>,
    /// Its row of the list.
    pub row: Row,
}

/// How far a job has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, for the status line: `importing`, `annotating again`; empty when it is over.
    pub doing: String,
    /// Articles done.
    pub done: u64,
    /// Of how many, where known.
    pub of: Option<u64>,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Newly taken in.
    pub taken: u64,
    /// Known already.
    pub known: u64,
    /// What was refused, and why.
    pub refused: Vec<(String, String)>,
    /// It was cancelled.
    pub cancelled: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    // ---- input and terminal ----
    /// A key was pressed.
    Key(KeyPress),
    /// Text was pasted (bracketed paste): never keys.
    Paste(String),
    /// The terminal has this size now.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The pause asked for with `Command::After` is over.
    Woken(Wake),
    /// The terminal told its ground: these colours fit it.
    Theme(Arc<Theme>),
    /// The session ends without the reader having asked (hang-up, SIGTERM): what has to be kept is told now.
    Ended,
    /// The process goes on after a suspend; everything is drawn anew.
    Resumed,
    /// The external editor is done: its text, or none where it was left with an error (which a `Failed` tells).
    Edited(Option<String>),
    /// Text was sent to the clipboard; how, in words (`copied 120 bytes by OSC 52`).
    Copied(String),
    // ---- quick lane ----
    /// Ids of a view.
    Listed {
        /// Of the question.
        ticket: Ticket,
        /// Of the question.
        view: View,
        /// Ids in order: a window, or all where `whole`.
        ids: Vec<ArticleId>,
        /// Position of the first of `ids` in the whole order.
        offset: usize,
        /// How many the view has, where already known.
        total: Option<usize>,
        /// All ids are here.
        whole: bool,
        /// How many undecided ones the view has, where known.
        undecided: Option<usize>,
    },
    /// The query of a view is wrong.
    Unlisted {
        /// Of the question.
        ticket: Ticket,
        /// What was expected.
        error: String,
        /// Byte of the query it is about.
        at: usize,
    },
    /// Rows of the list; those of articles that are gone are missing.
    Rows {
        /// The rows.
        rows: Vec<Row>,
    },
    /// An article to show.
    Opened {
        /// Of the question.
        ticket: Ticket,
        /// All about it; shared, never copied.
        opened: Arc<Opened>,
    },
    /// Where one or several entities occur, in list order. Twice where they occur often: the first articles, then all.
    Located {
        /// Of the question.
        ticket: Ticket,
        /// Who they turned out to be, and what they are called; nothing where one is hidden.
        all: Vec<(EntityId, String)>,
        /// The articles of the view that mention one of them.
        articles: Vec<ArticleId>,
        /// These are all of them.
        whole: bool,
    },
    /// The index of names is there or is newer; after the first picture.
    Names(Arc<Finder>),
    /// What ranks equals in the jump bar: the watch list, and how often each entity was chosen. With `Names`.
    Known {
        /// On the watch list.
        watched: Vec<EntityId>,
        /// How often each was chosen.
        picks: Vec<(EntityId, u32)>,
    },
    /// Who bears a name of watch.toml now, where that changed.
    OnFile(Vec<EntityId>),
    /// All about an entity.
    Entity {
        /// As it was asked for; it may be one with another by now.
        asked: EntityId,
        /// All about it.
        profile: Arc<Profile>,
    },
    /// Where going to an entity leads.
    Glance {
        /// Whom.
        entity: EntityId,
        /// The article's headline.
        headline: String,
        /// The first mention there.
        line: MentionLine,
    },
    /// Whom the reader hid: kind, name, number of articles.
    Hidden(Vec<(EntityId, Kind, String, u32)>),
    /// Mentions asked for.
    Mentions {
        /// Of the question.
        ticket: Ticket,
        /// Who they are, and what they are called.
        all: Vec<(EntityId, String)>,
        /// In list order, then by place.
        lines: Vec<MentionLine>,
        /// There are more than these.
        more: bool,
    },
    /// Articles that name some.
    Together {
        /// Of the question.
        ticket: Ticket,
        /// Of the question.
        all: Vec<EntityId>,
        /// What they are called.
        names: Vec<String>,
        /// In list order.
        joints: Vec<Joint>,
        /// There are more than these.
        more: bool,
    },
    /// Notes asked for.
    Notes {
        /// Of the question.
        ticket: Ticket,
        /// On what.
        scope: Scope,
        /// By article, then by place.
        notes: Vec<NoteRow>,
    },
    /// How many articles a query finds.
    Counted {
        /// Of the question.
        ticket: Ticket,
        /// So many.
        count: usize,
    },
    /// Articles changed by triage: their new rows. For very many (over 500), none: the list asks again.
    Triaged {
        /// What was done, in words: `3 articles dismissed`.
        sentence: String,
        /// New rows of those concerned, at most 500.
        rows: Vec<Row>,
        /// How many changed.
        changed: usize,
    },
    /// A step was taken back or done again.
    Undone {
        /// What, in words: `undone: 3 articles dismissed`; `nothing to undo`.
        sentence: String,
        /// New rows of articles concerned, at most 500.
        rows: Vec<Row>,
        /// The article to go to: the first concerned.
        first: Option<ArticleId>,
        /// Notes or links changed: the open article should be read anew.
        reload: bool,
        /// Who is who changed.
        entities: bool,
    },
    /// A note was saved.
    NoteSaved(Note),
    /// A note was deleted.
    NoteDeleted(NoteId),
    /// A decision about entities was taken; the open article should be read anew.
    Corrected {
        /// In words.
        sentence: String,
    },
    /// An export is done: where, in words.
    Exported(String),
    /// The file of an export exists: ask whether to replace it.
    Exists(String),
    /// What was being typed when the last session ended; once, at the start.
    Restored(TypedDraft),
    // ---- jobs lane ----
    /// A job goes on; at most ten times a second.
    Progress(Progress),
    /// An import has ended.
    Imported(Imported),
    /// The archive changed: a batch was taken in, or another program wrote.
    Changed,
    // ---- anything ----
    /// Something could not be done.
    Failed {
        /// What was wanted: `open`, `export`, `save note`, `edit` …
        what: String,
        /// Why not; may hold words of strangers, drawn cleaned.
        error: String,
    },
    /// A remark for the status line and its log: a mistake in a configuration file, for example.
    Notice(String),
}
