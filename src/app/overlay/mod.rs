//! What lies on top of the panes and has the keys: one file each.

pub mod confirm;
pub mod entity_picker;
pub mod export;
pub mod help;
pub mod jump;
pub mod line;
pub mod mentions;
pub mod menu;
pub mod note;
pub mod notes;
pub mod page;
pub mod profile;
pub mod together;

use super::model::Model;
use crate::config::action::Action;
use crate::config::key::KeyPress;
use crate::config::keymap::{Context, Resolution};

/// An overlay.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The jump bar.
    Jump(jump::Jump),
    /// A line typed at the foot of the screen: search, query, command, tag.
    Line(line::Line),
    /// The keys of a pane.
    Help(help::Help),
    /// A note being written.
    Note(Box<note::NoteEditor>),
    /// The list of notes.
    Notes(notes::NoteList),
    /// What to export, how and where to.
    Export(export::ExportDialog),
    /// Every mention of an entity in its line of context.
    Mentions(mentions::Concordance),
    /// All about an entity.
    Entity(profile::EntityPage),
    /// Who is the other one?
    Pick(entity_picker::Pick),
    /// A choice.
    Menu(menu::Menu),
    /// A question.
    Confirm(confirm::Confirm),
    /// Something to read: why, messages.
    Page(page::Page),
}

impl Overlay {
    /// The context its keys are looked up in.
    pub fn context(&self) -> Context {
        match self {
            Self::Jump(_) => Context::Jump,
            Self::Line(_) | Self::Help(_) | Self::Export(_) | Self::Pick(_) => Context::Prompt,
            Self::Note(_) => Context::Editor,
            Self::Notes(_) => Context::Notes,
            Self::Entity(_) => Context::Page,
            Self::Mentions(_) => Context::Mentions,
            Self::Menu(_) | Self::Confirm(_) | Self::Page(_) => Context::Global,
        }
    }
}

impl Model {
    /// A key for the topmost overlay.
    pub(super) fn overlay_key(&mut self, key: KeyPress) {
        // Taken out while it works, so that it may change the model; put back unless it closed itself.
        let Some(mut overlay) = self.overlays.pop() else { return };
        let depth = self.overlays.len();
        let action = self.overlay_action(overlay.context(), key);
        match action {
            Some(Action::Suspend) => self.act(Action::Suspend),
            Some(Action::Redraw) => self.act(Action::Redraw),
            // What can be done on a page is told like what can be done in a pane.
            Some(Action::Help) if matches!(overlay.context(), Context::Page | Context::Mentions) => {
                self.open_help(overlay.context());
            }
            _ => {
                if self.overlay_takes(&mut overlay, key, action) {
                    return;
                }
            }
        }
        // Below whatever it has opened.
        self.overlays.insert(depth.min(self.overlays.len()), overlay);
    }

    /// Does an action where the help was asked from: the overlay below it, else the pane.
    pub(super) fn do_below(&mut self, action: Action) {
        let Some(mut below) = self.overlays.pop() else { return self.act(action) };
        let depth = self.overlays.len();
        if !self.overlay_takes(&mut below, KeyPress::plain(crate::config::key::Code::Enter), Some(action)) {
            self.overlays.insert(depth.min(self.overlays.len()), below);
        }
    }

    fn overlay_action(&mut self, context: Context, key: KeyPress) -> Option<Action> {
        match self.setup.keymap.resolve(context, &self.pending, key) {
            Resolution::Found(action) => {
                self.pending.clear();
                self.may_follow.clear();
                Some(action)
            }
            Resolution::Prefix(follow) => {
                self.pending.push(key);
                self.may_follow = follow;
                None
            }
            Resolution::None => {
                self.pending.clear();
                self.may_follow.clear();
                None
            }
        }
    }

    /// Lets the overlay work. Tells whether it is closed.
    fn overlay_takes(&mut self, overlay: &mut Overlay, key: KeyPress, action: Option<Action>) -> bool {
        match overlay {
            Overlay::Jump(jump) => self.jump_key(jump, key, action),
            Overlay::Line(line) => self.line_key(line, key, action),
            Overlay::Help(help) => self.help_key(help, key, action),
            Overlay::Note(note) => self.note_key(note, key, action),
            Overlay::Notes(notes) => self.notes_key(notes, action),
            Overlay::Export(export) => self.export_key(export, key, action),
            Overlay::Mentions(mentions) => self.mentions_key(mentions, action),
            Overlay::Entity(page) => self.entity_page_key(page, action),
            Overlay::Menu(menu) => self.menu_key(menu, key, action),
            Overlay::Confirm(confirm) => self.confirm_key(confirm, key, action),
            Overlay::Page(page) => self.page_key(page, key, action),
            Overlay::Pick(pick) => self.pick_key(pick, key, action),
        }
    }

    /// Text was pasted: into what is typed, never as keys.
    pub(super) fn paste(&mut self, text: &str) {
        match self.overlays.last_mut() {
            Some(Overlay::Note(note)) => {
                note.paste(text);
                self.note_typed();
            }
            Some(Overlay::Line(line)) => {
                line.field.insert(text);
                self.line_typed();
            }
            Some(Overlay::Jump(_)) => self.jump_pasted(text),
            Some(Overlay::Help(help)) => help.filter.insert(text),
            Some(Overlay::Pick(_)) => self.pick_pasted(text),
            Some(Overlay::Export(export)) => export.path.insert(text),
            _ => self.status.warn("pasted text is not taken as keys"),
        }
    }
}

/// Moves a cursor over `len` choices by an action, around at the ends for the choices of a prompt.
pub(super) fn moved(cursor: usize, len: usize, page: usize, action: Option<Action>) -> usize {
    let last = len.saturating_sub(1);
    match action {
        Some(Action::NextChoice) => {
            if cursor >= last {
                0
            } else {
                cursor + 1
            }
        }
        Some(Action::PreviousChoice) => {
            if cursor == 0 {
                last
            } else {
                cursor - 1
            }
        }
        Some(Action::MoveDown) => (cursor + 1).min(last),
        Some(Action::MoveUp) => cursor.saturating_sub(1),
        Some(Action::HalfPageDown) => (cursor + page / 2).min(last),
        Some(Action::HalfPageUp) => cursor.saturating_sub(page / 2),
        Some(Action::PageDown | Action::Advance) => (cursor + page).min(last),
        Some(Action::PageUp) => cursor.saturating_sub(page),
        Some(Action::GoTop) => 0,
        Some(Action::GoBottom) => last,
        _ => cursor.min(last),
    }
}
