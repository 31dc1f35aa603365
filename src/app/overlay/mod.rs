//! Overlays: they are drawn over the panes and have the keys. One file for each. An overlay owns its state, reads the [`Workspace`]
//! and returns a [`Reply`] to a key. No overlay knows the model.

pub mod confirm;
pub mod cursor;
pub mod entity_page;
pub mod entity_picker;
pub mod export;
pub mod help;
pub mod jump;
pub mod mentions;
pub mod menu;
pub mod note;
pub mod notes;
pub mod prompt;
pub mod sheet;
pub mod together;

use super::intent::{Intent, Reply};
use super::workspace::Workspace;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::config::keymap::Context;
use crate::config::scope::{
    ChoiceAction, EditorAction, JumpAction, MentionsAction, NotesAction, PageAction, PromptAction, SheetAction,
};

/// An overlay.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The jump bar.
    Jump(jump::Jump),
    /// A line typed at the foot of the screen: search, query, command, tag, name.
    Prompt(prompt::PromptLine),
    /// The keys of a context.
    Help(help::Help),
    /// The note editor.
    Note(Box<note::NoteEditor>),
    /// The list of notes.
    Notes(notes::NoteList),
    /// What to export, how and where to.
    Export(export::ExportDialog),
    /// The mentions of entities with the words around them.
    Mentions(mentions::Concordance),
    /// The page of an entity, or of several together.
    Entity(entity_page::EntityPage),
    /// The picker of the other entity, for a decision about two.
    Picker(entity_picker::EntityPicker),
    /// A menu.
    Menu(menu::Menu),
    /// A yes-or-no question.
    Confirm(confirm::Confirm),
    /// A sheet of sentences: an explanation, the messages.
    Sheet(sheet::Sheet),
}

impl Overlay {
    /// The context in which its keys are looked up.
    pub fn context(&self) -> Context {
        match self {
            Self::Jump(_) => Context::Jump,
            Self::Prompt(_) | Self::Help(_) | Self::Export(_) | Self::Picker(_) => Context::Prompt,
            Self::Note(_) => Context::Editor,
            Self::Notes(_) => Context::Notes,
            Self::Entity(_) => Context::Page,
            Self::Mentions(_) => Context::Mentions,
            Self::Menu(_) | Self::Confirm(_) => Context::Choice,
            Self::Sheet(_) => Context::Sheet,
        }
    }

    /// The reply to a letter or digit that the overlay takes before the keymap does.
    pub fn letter(&mut self, key: KeyPress) -> Option<Reply> {
        match self {
            Self::Confirm(confirm) => confirm::Confirm::answer(key).map(|yes| confirm.take(yes)),
            Self::Menu(menu) => menu.letter(key),
            Self::Sheet(sheet) => sheet.digit(key),
            Self::Jump(_)
            | Self::Prompt(_)
            | Self::Help(_)
            | Self::Note(_)
            | Self::Notes(_)
            | Self::Export(_)
            | Self::Mentions(_)
            | Self::Entity(_)
            | Self::Picker(_) => None,
        }
    }

    /// The keys that the status line shows, the most needed first. The status line composes those of the jump bar itself.
    pub fn hints(&self) -> &'static [(Action, &'static str)] {
        match self {
            Self::Help(_) => &[(Action::Accept, "runs it"), (Action::Cancel, "closes")],
            Self::Picker(_) => {
                &[(Action::Accept, "chooses"), (Action::Complete, "completes the name"), (Action::Cancel, "closes")]
            }
            Self::Entity(page) if !page.of_one => &[(Action::Open, "opens"), (Action::Back, "closes")],
            Self::Entity(_) => &[
                (Action::Open, "opens"),
                (Action::Back, "closes"),
                (Action::Help, "keys"),
                (Action::Mentions, "mentions"),
                (Action::Merge, "the same as"),
                (Action::NotSame, "not the same"),
                (Action::Rename, "rename"),
                (Action::Watch, "watch"),
                (Action::Note, "note"),
                (Action::Together, "together"),
                (Action::Split, "split off"),
                (Action::Kind, "kind"),
                (Action::Hide, "hide"),
            ],
            Self::Mentions(_) => &[
                (Action::CycleSort, "sorts"),
                (Action::Open, "opens"),
                (Action::Pick, "marks"),
                (Action::Split, "splits off"),
                (Action::Back, "closes"),
            ],
            Self::Sheet(_) => &[(Action::Back, "closes")],
            Self::Jump(_)
            | Self::Prompt(_)
            | Self::Note(_)
            | Self::Notes(_)
            | Self::Export(_)
            | Self::Menu(_)
            | Self::Confirm(_) => &[],
        }
    }

    /// Does an action. None if the overlay does not take it.
    pub fn act(&mut self, cx: &Workspace<'_>, action: Action) -> Option<Reply> {
        Some(match self {
            Self::Jump(jump) => jump.act(cx, JumpAction::of(action)?),
            Self::Prompt(line) => line.act(cx, PromptAction::of(action)?),
            Self::Help(help) => help.act(&cx.setup.keymap, PromptAction::of(action)?),
            Self::Note(note) => note.act(EditorAction::of(action)?),
            Self::Notes(notes) => notes.act(cx, NotesAction::of(action)?),
            Self::Export(export) => export.act(PromptAction::of(action)?),
            Self::Mentions(mentions) => mentions.act(MentionsAction::of(action)?),
            Self::Entity(page) => page.act(cx, PageAction::of(action)?),
            Self::Picker(picker) => picker.act(cx, PromptAction::of(action)?),
            Self::Menu(menu) => menu.act(ChoiceAction::of(action)?),
            Self::Confirm(confirm) => confirm.act(ChoiceAction::of(action)?),
            Self::Sheet(sheet) => sheet.act(SheetAction::of(action)?),
        })
    }

    /// Takes a key that is bound to nothing as typed text. None if the overlay has no text field.
    pub fn type_key(&mut self, cx: &Workspace<'_>, key: KeyPress) -> Option<Reply> {
        match self {
            Self::Jump(jump) => Some(jump.type_key(cx, key)),
            Self::Prompt(line) => Some(line.type_key(key)),
            Self::Help(help) => Some(help.type_key(key)),
            Self::Note(note) => Some(note.type_key(key)),
            Self::Export(export) => Some(export.type_key(key)),
            Self::Picker(picker) => Some(picker.type_key(cx, key)),
            Self::Notes(_)
            | Self::Mentions(_)
            | Self::Entity(_)
            | Self::Menu(_)
            | Self::Confirm(_)
            | Self::Sheet(_) => None,
        }
    }

    /// Pastes text into the text field. Pasted text is never taken as keys.
    pub fn paste(&mut self, cx: &Workspace<'_>, text: &str) -> Reply {
        match self {
            Self::Note(note) => note.paste(text),
            Self::Prompt(line) => line.paste(text),
            Self::Jump(jump) => jump.paste(cx, text),
            Self::Picker(picker) => picker.paste(cx, text),
            Self::Help(help) => {
                help.filter.insert(text);
                Reply::stay()
            }
            Self::Export(export) => {
                export.path.insert(text);
                Reply::stay()
            }
            Self::Notes(_)
            | Self::Mentions(_)
            | Self::Entity(_)
            | Self::Menu(_)
            | Self::Confirm(_)
            | Self::Sheet(_) => Reply::stay().and(Intent::Warn(NOT_AS_KEYS.to_owned())),
        }
    }
}

/// The message if text is pasted where there is no text field.
pub const NOT_AS_KEYS: &str = "pasted text is not taken as keys";
