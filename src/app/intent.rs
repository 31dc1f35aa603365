//! What panes and overlays want from the rest of the screen, as data. The model carries it out (`intents`).

use super::command::Command;
use super::navigation::ConcordanceOrder;
use super::navigation::jump_list::Spot;
use super::request::{Purpose, Request};
use super::subject::{Joining, Subject};
use super::view::View;
use crate::config::action::Action;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::news::note::NoteDraft;
use crate::news::triage::{Change, Sort, State};
use crate::query::Filter;

/// A field of one line at the foot of the screen.
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
    /// What stands before the field.
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

/// Where to in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a place.
    Spot(Spot),
    /// To the first mention of the focus in an article.
    FirstMention(ArticleId),
    /// To the mention of the focus nearest after the cursor.
    Nearest,
}

/// A line of the command line that was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// An empty line.
    Nothing,
    /// An action, as if its key were pressed in the pane.
    Act(Action),
    /// What an action with words behind it, or another word, wants.
    Want(Vec<Intent>),
    /// Show what a filter finds.
    Show(Filter),
    /// Sort the list.
    Sort(Sort),
    /// Columns of the text, 30 to 200.
    Measure(u16),
    /// Decide about the marked articles, or the one under the cursor.
    Decide(Change),
    /// Decide about all articles that a filter finds, after a question.
    DecideAll(Filter, State),
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Say something in the status line.
    Say(String),
    /// Warn of something there.
    Warn(String),
    /// Tell a failure there.
    Fail(String),
    /// Ask the archive.
    Ask(Request, Purpose),
    /// Something outside the screen and the archive: copy, edit, import.
    Effect(Command),
    /// Do what a key does in what lies below.
    Perform(Action),
    /// Ask a question; a yes does what it holds.
    Confirm {
        /// The question.
        question: String,
        /// What a yes does.
        yes: Vec<Intent>,
    },
    /// Open a prompt that begins with this text.
    OpenPrompt(Prompt, String),
    /// Ask for the name to show an entity by.
    Rename(Subject),
    /// Open the editor on a note; the words say what the note is on.
    WriteNote(NoteDraft, String),
    /// Ask for the other entity.
    PickEntity(Joining),
    /// Ask what kind an entity is.
    ChooseKind(Subject),
    /// Open the export dialog.
    OpenExport,
    /// Show another list and give it the keys.
    Show(View),
    /// Leave for the text: the place goes on the jump list, pages of entities and lists of mentions close.
    Leave {
        /// Put these in focus first. Empty: the focus stays.
        focus: Vec<(EntityId, String)>,
        /// Where to.
        to: Target,
        /// `n` then follows this order.
        order: Option<ConcordanceOrder>,
    },
    /// Search the text for these words as they are typed.
    FindTyped(String),
    /// Give the search up and go back to where it began.
    FindDropped,
    /// Keep the search for these words.
    FindKept(String),
    /// Give the article this tag, or take it away where it has it.
    Tag(String),
    /// Do what a line of the command line says.
    Run(Line),
    /// Keep a typed line in the history of its prompt.
    Remember(Prompt, String),
    /// Keep the words of the jump bar.
    RememberJump(String),
    /// Count that an entity was chosen in the jump bar.
    Chosen(EntityId),
    /// Watch an entity, or stop.
    Watch(EntityId),
    /// Forget the marked rows of the list: they were decided.
    ClearPicked,
    /// Close the note that is being written.
    CloseNote,
    /// End the program.
    Quit,
}

impl Intent {
    /// Asks the archive for something that says itself what it is for.
    pub fn send(request: Request) -> Self {
        Self::Ask(request, Purpose::Plain)
    }
}

/// What an overlay answers to a key.
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

    /// And wants this.
    pub fn and(mut self, intent: Intent) -> Self {
        self.intents.push(intent);
        self
    }

    /// And wants these.
    pub fn and_all(mut self, intents: impl IntoIterator<Item = Intent>) -> Self {
        self.intents.extend(intents);
        self
    }

    /// And asks the archive.
    pub fn send(self, request: Request) -> Self {
        self.and(Intent::send(request))
    }

    /// And says something.
    pub fn say(self, words: impl Into<String>) -> Self {
        self.and(Intent::Say(words.into()))
    }
}
