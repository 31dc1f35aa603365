//! Everything `update` can ask for, as data. The runtime carries it out and answers with a [`Message`](super::message::Message).
//!
//! Commands to the archive take effect in the order in which `update` returned them (one FIFO lane). A command that
//! carries a [`Ticket`] is answered with the same one; the model drops an answer whose ticket is no longer wanted.

use std::path::PathBuf;

use crate::export::format::Format;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::note::{NoteDraft, NoteId, Scope};
use crate::news::triage::{Change, Sort};

/// Number of a question; the answer carries it back. Grows by one with each question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What a list shows: a query (empty: the whole archive) and an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The query as typed.
    pub query: String,
    /// The order.
    pub sort: Sort,
}

/// The articles a change is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// These, by number.
    Articles(Vec<ArticleId>),
    /// All that this query finds.
    Found(String),
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A file; written beside and renamed. Refused if it exists, unless `replace`.
    File {
        /// As typed, `~/` allowed; relative to where the program was started.
        path: PathBuf,
        /// The reader agreed to replace it.
        replace: bool,
    },
    /// The terminal's clipboard (OSC 52).
    Clipboard,
}

/// What is being typed, so that a crash or a hang-up loses at most a second of it. One row per field in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedDraft {
    /// The note as it stands; its `text` is what is being typed.
    pub note: NoteDraft,
}

/// What to do after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Show the article under the cursor, if it is still this one.
    Preview(ArticleId),
    /// Show where the entity under the cursor of the jump bar was named, if it is still this one.
    Glance(EntityId),
    /// Show what may follow the pending key.
    Pending,
}

/// A wish of the model. Grouped by who carries it out.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    // ---- quick lane, questions ----
    /// Ids of a view. Answered twice by `Listed`: the first window at once (around the id given, if any), then the
    /// whole order.
    List {
        /// Returned in the answer.
        ticket: Ticket,
        /// Query and order.
        view: View,
        /// Where the cursor was.
        around: Option<ArticleId>,
    },
    /// Rows of these articles. Answered by `Rows`. At most some hundred ids.
    Rows {
        /// Which.
        ids: Vec<ArticleId>,
    },
    /// An article with all that was found in it and its notes. Answered by `Opened`.
    Open {
        /// Returned in the answer.
        ticket: Ticket,
        /// Which.
        article: ArticleId,
    },
    /// Where one or several entities occur, in the order of a view. Answered by `Located`.
    Locate {
        /// Returned in the answer.
        ticket: Ticket,
        /// Which.
        all: Vec<EntityId>,
        /// The list whose order counts; articles outside it are left out.
        view: View,
    },
    /// All about an entity. Answered by `Entity`.
    Entity(EntityId),
    /// Where going to an entity leads: its first mention in the next article that names it. Answered by `Glance`, if anywhere.
    Glance {
        /// Which.
        entity: EntityId,
        /// The list whose order counts; articles outside it are left out.
        view: View,
        /// The article that it is gone from.
        from: Option<ArticleId>,
    },
    /// Whom the reader hid. Answered by `Hidden`.
    Hidden,
    /// Every mention of one or several entities in its line of context, in the order of a view; some hundred at most.
    /// Answered by `Mentions`.
    Mentions {
        /// Returned in the answer.
        ticket: Ticket,
        /// Whose.
        all: Vec<EntityId>,
        /// The list whose order counts; articles outside it are left out.
        view: View,
    },
    /// The articles of a view that name some entities, and how near; some hundred at most. Answered by `Together`.
    Together {
        /// Returned in the answer.
        ticket: Ticket,
        /// All of them.
        all: Vec<EntityId>,
        /// The list; articles outside it are left out.
        view: View,
    },
    /// Notes on something, in the order of the text. Answered by `Notes`.
    Notes {
        /// Returned in the answer.
        ticket: Ticket,
        /// On what.
        scope: Scope,
    },
    /// How many articles a query finds, before a bulk change. Answered by `Counted`.
    Count {
        /// Returned in the answer.
        ticket: Ticket,
        /// The query as typed.
        query: String,
    },
    // ---- quick lane, changes ----
    /// Decide about articles. One step of undo, however many. Answered by `Triaged`.
    Triage {
        /// About which.
        targets: Targets,
        /// What was decided.
        change: Change,
    },
    /// An article has been on screen: new → read. Never a step of undo of its own; does nothing to other states.
    /// Answered by `Triaged` if it changed something.
    Seen(ArticleId),
    /// Take the last step back: triage, note or correction. Answered by `Undone`.
    Undo,
    /// Do again what was taken back. Answered by `Undone`.
    Redo,
    /// Save a new or changed note. Answered by `NoteSaved`.
    SaveNote(NoteDraft),
    /// Delete a note; undoable. Answered by `NoteDeleted`.
    DeleteNote(NoteId),
    /// Decide about entities. Undoable. Answered by `Corrected`.
    Correct(Correction),
    /// Confirm (`same`) or refuse that chains of an article are an entity. Undoable. Answered by `Corrected`.
    Judge {
        /// Where.
        article: ArticleId,
        /// Indexes into `Annotations::chains` of that article.
        chains: Vec<u32>,
        /// Whom.
        entity: EntityId,
        /// Whether it is.
        same: bool,
    },
    /// Refuse that a mention, and those of the same name in its chain, are an entity. Undoable. Answered by `Corrected`.
    Refuse {
        /// Where.
        article: ArticleId,
        /// Index into `Annotations::mentions` of that article.
        mention: u32,
        /// Who it is not.
        entity: EntityId,
    },
    /// A mention, and those of the same name in its chain, are somebody new. Undoable. Answered by `Corrected`.
    Carve {
        /// Where.
        article: ArticleId,
        /// Index into `Annotations::mentions` of that article.
        mention: u32,
    },
    /// Put an entity on the watch list or take it off. Undoable. Answered by `Corrected`.
    Watch {
        /// Whom.
        entity: EntityId,
        /// On or off.
        on: bool,
    },
    /// Remember that an entity was chosen in the jump bar (ranking of equals). Not answered.
    Chosen(EntityId),
    /// Remember where the reader had got to in an article: byte of the sentence on top. Not answered.
    Position {
        /// Where.
        article: ArticleId,
        /// Byte offset into the body.
        offset: u32,
    },
    /// Keep what is being typed; sent at every change, and the lane may skip all but the newest. Not answered.
    SaveDraft(TypedDraft),
    /// Forget what was being typed: it was saved or given up. Not answered.
    DropDraft,
    /// Export notes. Answered by `Exported`.
    Export {
        /// On what.
        scope: Scope,
        /// In which form.
        format: Format,
        /// Where to.
        to: Destination,
    },
    // ---- jobs lane ----
    /// Take files and folders in. Answered by `Progress`, then `Imported`; `Changed` after each batch.
    Import(Vec<PathBuf>),
    /// Stop the job that runs, between two articles. Answered by what that job answers at its end.
    Cancel,
    // ---- main loop and terminal ----
    /// Put cleaned text on the clipboard (OSC 52). Answered by `Copied`.
    Copy(String),
    /// Let `$VISUAL` or `$EDITOR` change this text; the terminal is given back meanwhile. Answered by `Edited`.
    Edit(String),
    /// Answer with `Woken` after a pause. At most one waits: a newer one replaces it; any idle time costs nothing.
    After {
        /// Milliseconds.
        ms: u32,
        /// What to do then.
        wake: Wake,
    },
    /// Draw everything anew (`Ctrl-l`): forget what the terminal is thought to show.
    Redraw,
    /// Write settings the reader changed on screen (panes, widths). Not answered.
    Keep(UiState),
    /// Stop the process as job control does; comes back with `Resumed`.
    Suspend,
    /// Write what waits and end.
    Quit,
}

/// What is kept of the screen from one session to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UiState {
    /// The list is shown where there is room.
    pub list: bool,
    /// The sidebar is shown where there is room.
    pub entities: bool,
    /// Columns the list was widened by.
    pub list_more: i16,
    /// Columns the sidebar was widened by.
    pub entities_more: i16,
    /// Columns of the text's measure.
    pub measure: u16,
}
