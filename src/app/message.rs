//! Everything that can happen, in one closed enum: a key, a resize, an answer of the archive, progress of a job.

use std::path::PathBuf;
use std::sync::Arc;

use super::command::Wake;
use super::obstacle::Obstacle;
use super::request::Ticket;
use crate::config::key::KeyPress;
use crate::config::theme::Theme;
use crate::name_index::finder::Finder;
use crate::news::article::{Article, ArticleId};
use crate::news::entity::{EntityId, Linked, MentionLine};
use crate::news::list_row::ListRow;
use crate::news::mention::{Annotations, Kind};
use crate::news::note::{Note, NoteDraft, NoteId, NoteRow};
use crate::news::profile::{Joint, Profile};

/// An article with its annotations, links and notes.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The article.
    pub article: Article,
    /// What the engine found in its body.
    pub annotations: Annotations,
    /// One for each of `annotations.chains`, in that order.
    pub links: Vec<Linked>,
    /// Notes and quotes on it, by position. Their anchors are already located in this body.
    pub notes: Vec<Note>,
    /// Its row of the list.
    pub row: ListRow,
    /// The names are there too. Of an article with very many, the text comes first, and all of it follows.
    pub whole: bool,
}

/// The progress of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What the job does, for the status line: `importing`, `annotating again`, `settling names`; empty when the job has ended.
    pub doing: String,
    /// Articles done; of settling, names and articles.
    pub done: u64,
    /// In all, if known.
    pub of: Option<u64>,
}

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New articles.
    pub taken: u64,
    /// Articles that the archive already had.
    pub known: u64,
    /// What was refused, with the reason.
    pub refused: Vec<(String, String)>,
    /// Of which inputs something is not in the archive, and what.
    pub left_out: Vec<(String, String)>,
    /// It was cancelled.
    pub cancelled: bool,
    /// Names and articles that are left to settle; the next job settles them.
    pub unsettled: u64,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    // ---- input and terminal ----
    /// A key was pressed.
    Key(KeyPress),
    /// Text was pasted (bracketed paste). It is never taken as keys.
    Paste(String),
    /// The terminal has a new size.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The pause asked for with `Command::After` is over.
    Woken(Wake),
    /// The terminal reported its background colour. This theme fits it.
    Theme(Arc<Theme>),
    /// The archive still owes answers. Comes every quarter of a second as long as it does.
    Late,
    /// Keys that were typed ahead wait for the archive: so many, and the keys that drop them.
    KeysWait(usize),
    /// So many keys that were typed ahead were dropped: what they were meant for did not come, or the user did not wait for it.
    KeysDropped(usize),
    /// The session ends without a quit (hang-up, SIGTERM): save what has to be saved.
    Ended,
    /// The process was resumed after a suspend.
    Resumed,
    /// The external editor has ended.
    Edited(Edited),
    /// Text was sent to the clipboard. The sentence says how much.
    Copied(String),
    // ---- foreground lane ----
    /// The archive answers a request.
    Answer(Ticket, Answer),
    /// The index of names was filled or replaced.
    Names(Arc<Finder>),
    /// What ranks equal hits in the jump bar: the watch list, and how often each entity was chosen. Comes with `Names`.
    Known {
        /// Entities on the watch list.
        watched: Vec<EntityId>,
        /// How often each entity was chosen.
        picks: Vec<(EntityId, u32)>,
    },
    /// The entities that bear a name of watch.toml, when they changed.
    OnFile(Vec<EntityId>),
    /// A note that was being written when an earlier session ended, and what it is on. Comes at the start, the newest last.
    Restored(Box<NoteDraft>, String),
    // ---- background lane ----
    /// Progress of a job; at most ten times a second.
    Progress(Progress),
    /// An import has ended.
    Imported(Imported),
    /// The archive changed: a batch was imported, or another program wrote to it.
    Changed,
    // ---- any thread ----
    /// Something could not be done.
    Failed {
        /// What it was.
        what: Failed,
        /// The reason. May hold text from articles or files; drawing cleans it.
        error: String,
    },
    /// Why the archive keeps nothing from now on; none where it keeps changes again.
    Obstacle(Option<Obstacle>),
    /// A message for the status line, such as a mistake in a configuration file.
    Notice(String),
}

/// What came back from the external editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The text that it saved, and the file that holds it.
    Saved {
        /// The text.
        text: String,
        /// The file. It stays until the archive has kept the text.
        file: PathBuf,
    },
    /// It failed, but had saved another text before: the user decides which one counts.
    Doubtful {
        /// What happened.
        why: String,
        /// The text.
        text: String,
        /// The file.
        file: PathBuf,
    },
    /// Nothing can be taken.
    Nothing {
        /// What happened, and where what the editor saved is kept.
        why: String,
        /// The file that is kept, if it holds anything.
        file: Option<PathBuf>,
    },
}

/// What could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// A request to the archive.
    Request(Ticket),
    /// An import.
    Import,
    /// Annotating the archive again with a newer engine.
    Reannotate,
    /// Filling the index of names.
    Names,
    /// Copying to the clipboard.
    Copy,
}

/// An answer of the archive to the request with the same ticket.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The ids of a view.
    Listed {
        /// Ids in order: a window, or all of them where `whole`.
        ids: Vec<ArticleId>,
        /// Position of the first of `ids` in the whole list, from 0.
        offset: usize,
        /// Number of articles of the view, if already known.
        total: Option<usize>,
        /// These are all ids: the last answer.
        whole: bool,
        /// Number of undecided articles of the view, if known.
        undecided: Option<usize>,
    },
    /// Rows of the list. Those of articles that are gone are missing.
    Rows(Vec<ListRow>),
    /// An article; shared, never copied.
    Opened(Arc<Opened>),
    /// The articles that name entities, in list order.
    Located {
        /// The entities, after merges, with the names they are shown by; a hidden one has an empty name.
        all: Vec<(EntityId, String)>,
        /// The articles of the view that name at least one of them.
        articles: Vec<ArticleId>,
        /// These are all articles: the last answer.
        whole: bool,
    },
    /// What the archive knows about an entity: the one asked for, or the one it was merged with.
    Entity(Arc<Profile>),
    /// A headline and the first mention in that article; none if no article of the view names the entity.
    Glance(Option<(String, MentionLine)>),
    /// Hidden entities: kind, name, number of articles.
    Hidden(Vec<(EntityId, Kind, String, u32)>),
    /// Mentions with the words around them.
    Mentions {
        /// The entities, after merges, with the names they are shown by.
        all: Vec<(EntityId, String)>,
        /// In list order, then by place.
        lines: Vec<MentionLine>,
        /// There are more than these.
        more: bool,
    },
    /// Articles that name all of some entities.
    Together {
        /// The names the entities are shown by, in the order asked.
        names: Vec<String>,
        /// In list order.
        joints: Vec<Joint>,
        /// There are more than these.
        more: bool,
    },
    /// Notes, by article, then by place.
    Notes(Vec<NoteRow>),
    /// How many articles a filter finds.
    Counted(usize),
    /// Articles changed by triage.
    Triaged {
        /// What was done: `3 articles dismissed`. Empty for a change that the user did not ask for.
        sentence: String,
        /// The new rows of the articles. Empty if more than 500 changed: the list then asks again.
        rows: Vec<ListRow>,
        /// How many articles changed.
        changed: usize,
    },
    /// A step was undone or redone.
    Undone {
        /// What it was: `undone: 3 articles dismissed`; `nothing to undo`.
        sentence: String,
        /// New rows of the articles concerned. Empty if there are more than 500: the list then asks again.
        rows: Vec<ListRow>,
        /// How many articles changed.
        changed: usize,
        /// The article to go to: the first one concerned.
        first: Option<ArticleId>,
        /// Notes or links changed: the open article has to be read again.
        reload: bool,
        /// Entities or links changed.
        entities: bool,
    },
    /// A note was saved; with the new row of its article.
    NoteSaved(Box<Note>, Option<Box<ListRow>>),
    /// A note is not saved or deleted: it has another text than the user has seen, or is gone (`None`).
    NoteNewer(Option<Box<Note>>),
    /// A note was deleted; with the new row of its article.
    NoteDeleted(NoteId, Option<Box<ListRow>>),
    /// A correction was made; the open article has to be read again. The sentence is empty where nothing changed.
    Corrected(String),
    /// An export is done. The sentence says where.
    Exported(String),
    /// The file of an export exists; its path.
    Exists(String),
    /// Done, with nothing to show.
    Done,
}

impl Answer {
    /// Whether no other answer to the same request follows.
    pub fn is_last(&self) -> bool {
        match self {
            Self::Listed { whole, .. } | Self::Located { whole, .. } => *whole,
            Self::Opened(opened) => opened.whole,
            Self::Rows(_)
            | Self::Entity(_)
            | Self::Glance(_)
            | Self::Hidden(_)
            | Self::Mentions { .. }
            | Self::Together { .. }
            | Self::Notes(_)
            | Self::Counted(_)
            | Self::Triaged { .. }
            | Self::Undone { .. }
            | Self::NoteSaved(..)
            | Self::NoteNewer(_)
            | Self::NoteDeleted(..)
            | Self::Corrected(_)
            | Self::Exported(_)
            | Self::Exists(_)
            | Self::Done => true,
        }
    }
}
