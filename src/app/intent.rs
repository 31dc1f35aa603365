//! What panes and overlays want from the rest of the screen, as data. `intents` carries it out.

use std::path::PathBuf;

use super::command::Command;
use super::navigation::ConcordanceOrder;
use super::navigation::jump_list::Spot;
use super::request::{Purpose, Request};
use super::subject::{Joining, Subject};
use super::view::View;
use crate::config::action::Action;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::note::{Note, NoteDraft, NoteVersion};
use crate::news::triage::{Change, Sort, State};
use crate::query::Filter;

/// What is typed in the one-line field of the status line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// Words to find in the text.
    Find,
    /// A query for the list.
    Query,
    /// A command.
    Command,
    /// A tag.
    Tag,
    /// The name an entity is shown by.
    Rename,
}

impl Prompt {
    /// The text before the field.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Find => "/",
            Self::Query => "query: ",
            Self::Command => ":",
            Self::Tag => "tag: ",
            Self::Rename => "show as: ",
        }
    }
}

/// A position in a text to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This position.
    Spot(Spot),
    /// The first mention of the focus in an article.
    FirstMention(ArticleId),
    /// The mention of the focus nearest after the cursor.
    Nearest,
}

/// A parsed line of the command line.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// An empty line.
    Nothing,
    /// Do an action, as if its key had been pressed.
    Act(Action),
    /// Do what a word, or an action with arguments, wants.
    Want(Vec<Intent>),
    /// Show the articles that a filter finds.
    Show(Filter),
    /// Sort the list.
    Sort(Sort),
    /// Set the width of the text, 30 to 200 columns.
    Measure(u16),
    /// Decide about the marked articles, or the one under the cursor.
    Decide(Change),
    /// Decide about all articles that a filter finds, after a question.
    DecideAll(Filter, State),
}

/// What is done with the topmost note editor.
#[derive(Clone, Debug, PartialEq)]
pub enum NoteStep {
    /// Ask what becomes of the text that would be lost.
    AskToDiscard,
    /// Close it and drop the draft.
    Close,
    /// Close it; the draft stays.
    Leave,
    /// Save it over the note of this version; without one, as a new note.
    Save(Option<NoteVersion>),
    /// Go on with its text and that of this note.
    Both(Box<Note>),
    /// Go on with its text, and not with the one that the external editor had saved.
    KeepMine,
    /// Take a text that the external editor had saved.
    Take {
        /// The text.
        text: String,
        /// The file that holds it.
        file: PathBuf,
    },
}

/// What a pane or an overlay wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Show a message in the status line.
    Say(String),
    /// Show a warning there.
    Warn(String),
    /// Show an error there.
    Fail(String),
    /// Ask the archive.
    Ask(Request, Purpose),
    /// Send another command to the runtime: copy, edit, import.
    Effect(Command),
    /// Do an action in the next overlay, else in the pane.
    Perform(Action),
    /// Ask a yes-or-no question.
    Confirm {
        /// The question.
        question: String,
        /// What to do after a yes.
        yes: Vec<Intent>,
    },
    /// Open a prompt that begins with this text.
    OpenPrompt(Prompt, String),
    /// Ask for the name to show an entity by.
    Rename(Subject),
    /// Open the editor on a note. The text says what the note is on.
    WriteNote(NoteDraft, String),
    /// Ask for the other entity of a decision about two.
    PickEntity(Joining),
    /// Ask what kind an entity is.
    ChooseKind(Subject),
    /// Open the export dialog.
    OpenExport,
    /// Show a view in the list and give the list the keys.
    Show(View),
    /// Go to the text: push the position on the jump list, close pages of entities and concordances.
    Leave {
        /// The entities to put in focus first. If empty, the focus stays.
        focus: Vec<(EntityId, String)>,
        /// Where to.
        to: Target,
        /// The order that `n` follows from then on, if it is not that of the list.
        order: Option<ConcordanceOrder>,
    },
    /// Search the text for these words as they are typed.
    FindTyped(String),
    /// Give up the search and go back to where it began.
    FindDropped,
    /// Keep the search for these words.
    FindKept(String),
    /// Add this tag to the article, or remove it if the article has it.
    Tag(String),
    /// Run a line of the command line.
    Run(Line),
    /// Add a typed line to the history of its prompt.
    Remember(Prompt, String),
    /// Remember what was typed in the jump bar.
    RememberJump(String),
    /// Count that an entity was chosen in the jump bar.
    Chosen(EntityId),
    /// Watch an entity, or stop watching it.
    Watch(EntityId),
    /// Unmark all rows of the list.
    ClearPicked,
    /// Do something with the topmost note editor, after a question.
    InNote(NoteStep),
    /// End the program, once the archive has kept what the user did.
    Quit,
    /// End the program without waiting for the archive.
    QuitNow,
}

impl Intent {
    /// A request whose answer has no further purpose.
    pub fn send(request: Request) -> Self {
        Self::Ask(request, Purpose::Plain)
    }
}

/// The reply of an overlay to a key.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Reply {
    /// The overlay closes.
    pub closes: bool,
    /// What it wants, in this order.
    pub intents: Vec<Intent>,
}

impl Reply {
    /// It stays open.
    pub fn stay() -> Self {
        Self::default()
    }

    /// It closes.
    pub fn close() -> Self {
        Self { closes: true, intents: Vec::new() }
    }

    /// Adds an intent.
    pub fn and(mut self, intent: Intent) -> Self {
        self.intents.push(intent);
        self
    }

    /// Adds intents.
    pub fn and_all(mut self, intents: impl IntoIterator<Item = Intent>) -> Self {
        self.intents.extend(intents);
        self
    }

    /// Adds a request.
    pub fn send(self, request: Request) -> Self {
        self.and(Intent::send(request))
    }

    /// Adds a message.
    pub fn say(self, words: impl Into<String>) -> Self {
        self.and(Intent::Say(words.into()))
    }
}
