//! A message in, commands out: the entry point of every change to the model.

use ratatui::layout::Rect;

use super::command::{Command, Wake};
use super::intent::Reply;
use super::keys::{Naming, Pressed};
use super::layout::Pane;
use super::message::Message;
use super::model::Model;
use super::navigation::landing::Landing;
use super::overlay::{NOT_AS_KEYS, Overlay};
use super::request::{Arrival, Pending, Purpose, Request};
use super::status::{Notice, Weight};
use super::workspace::Workspace;
use crate::config::action::Action;
use crate::config::key::{KeyPress, Sequence};
use crate::config::scope::{Anywhere, refusal};
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;

/// Updates the model after a message. Returns commands in the order in which they take effect.
pub fn update(model: &mut Model, message: Message) -> Vec<Command> {
    match message {
        Message::Key(key) => model.key(key),
        Message::Paste(text) => model.paste(&text),
        Message::Resize { width, height } => model.resize(width, height),
        Message::Woken(Wake::Preview(id)) => model.preview(id),
        Message::Woken(Wake::Glance(entity)) => model.glance(entity),
        Message::Theme(theme) => model.setup.theme = theme,
        Message::Late => {
            model.requests.grow_late();
            model.rescue_drafts(Pending::is_late);
        }
        Message::KeysWait(keys) => model.status.now = Some(keys_wait(keys)),
        Message::KeysDropped(keys) => model.keys_dropped(keys),
        Message::Ended => {
            model.rescue_drafts(|_| true);
            model.leave();
        }
        Message::Resumed => model.out.push(Command::Redraw),
        Message::Edited(edited) => model.edited(edited),
        Message::Copied(sentence) | Message::Notice(sentence) => model.status.say(sentence),
        Message::Failed { what, error } => model.failed(what, &error),
        Message::Answer(ticket, answer) => model.take_answer(ticket, answer),
        Message::Names(finder) => {
            model.names.finder = Some(finder);
            model.index_changed();
        }
        Message::Known { watched, picks } => {
            (model.names.watched, model.names.picks) = (watched, picks);
            model.names.watched.extend(&model.names.on_file);
        }
        Message::OnFile(entities) => {
            model.names.watched.extend(&entities);
            model.names.on_file = entities;
            model.entities_changed();
        }
        Message::Restored(draft, about) => model.restored(*draft, about),
        Message::Progress(progress) => model.status.progress = Some(progress).filter(|p| !p.doing.is_empty()),
        Message::Imported(imported) => model.imported(&imported),
        Message::Changed => model.archive_changed(),
        Message::Obstacle(obstacle) => model.status.obstacle = obstacle,
    }
    model.follow_cursors();
    std::mem::take(&mut model.out)
}

/// That keys wait. It is not logged: it changes with every key.
fn keys_wait(keys: usize) -> Notice {
    // The first words are seen on the smallest screen.
    let wait = if keys == 1 { "1 key waits".to_owned() } else { format!("{keys} keys wait") };
    Notice { weight: Weight::Warning, text: format!("{wait}; Esc drops them (the archive is busy)") }
}

impl Model {
    /// Tells that keys were dropped, after what was told about why.
    fn keys_dropped(&mut self, keys: usize) {
        let were = if keys == 1 {
            "1 key typed meanwhile was dropped".to_owned()
        } else {
            format!("{keys} keys typed meanwhile were dropped")
        };
        match self.status.now.take().filter(|notice| notice.weight == Weight::Error) {
            Some(why) => self.status.put(why.weight, format!("{}; {were}", why.text)),
            None => self.status.warn(were),
        }
    }

    fn key(&mut self, key: KeyPress) {
        self.status.now = None;
        self.list.seeking = false;
        self.mark_seen();
        if let Some(naming) = self.keys.naming.take() {
            return self.name_mark(naming, key);
        }
        if let Some(reply) = self.letter_of_overlay(key) {
            return self.with_top_overlay(|_, _| reply);
        }
        let context = self.context();
        match self.keys.press(&self.setup.keymap, context, key) {
            Pressed::Pending => {}
            Pressed::Action(action, keys) if self.overlays.is_empty() => self.act(action, &keys.to_string()),
            Pressed::Action(action, keys) => match Anywhere::of(action) {
                Some(anywhere) => self.anywhere(anywhere),
                None => self.with_top_overlay(|overlay, model| model.act_in(overlay, action, &keys.to_string())),
            },
            Pressed::Unbound(keys) => self.unbound(key, &keys),
        }
    }

    /// The reply of the topmost overlay to a letter or digit that it takes before the keymap does.
    fn letter_of_overlay(&mut self, key: KeyPress) -> Option<Reply> {
        let reply = self.overlays.last_mut()?.letter(key);
        if reply.is_some() {
            self.keys.clear();
        }
        reply
    }

    /// A key that is bound to nothing here: an overlay with a text field takes it as text.
    fn unbound(&mut self, key: KeyPress, keys: &Sequence) {
        let context = self.context();
        let keymap = &self.setup.keymap;
        let elsewhere = keymap.bound_elsewhere(keys).filter(|action| !context.takes(*action));
        let nothing = if let Some(action) = elsewhere {
            refusal(keymap, context, &keys.to_string(), action)
        } else {
            let help = keymap.key_for(context, Action::Help);
            let help = help.map_or(String::new(), |help| format!("; {help} shows the keys"));
            format!("{keys} does nothing here{help}")
        };
        if self.overlays.is_empty() {
            return self.status.say(nothing);
        }
        self.with_top_overlay(|overlay, model| {
            let cx = Workspace { context, ..model.workspace() };
            overlay.type_key(&cx, key).unwrap_or_else(|| Reply::stay().say(nothing))
        });
    }

    fn paste(&mut self, text: &str) {
        if self.overlays.is_empty() {
            return self.status.warn(NOT_AS_KEYS);
        }
        self.with_top_overlay(|overlay, model| overlay.paste(&model.workspace(), text));
    }

    /// Sets the mark named by a key, or goes to it.
    fn name_mark(&mut self, naming: Naming, key: KeyPress) {
        let Some(letter) = key.typed().filter(|c| c.is_alphanumeric() || *c == '\'') else { return };
        let marks = &mut self.navigation.jumps.marks;
        match naming {
            Naming::Set => {
                if let Some(spot) = self
                    .reader
                    .as_ref()
                    .filter(|reader| !reader.preview)
                    .map(|reader| super::navigation::jump_list::Spot { article: reader.id(), at: reader.cursor })
                {
                    marks.insert(letter, spot);
                    self.status.say(format!("marked: ' {letter} goes back here"));
                }
            }
            Naming::GoTo if letter == '\'' => self.jump_back(),
            Naming::GoTo => match marks.get(&letter).copied() {
                Some(spot) => self.land(Landing { jumps: true, ..Landing::to(spot) }),
                None => self.status.warn(format!("there is no mark {letter}")),
            },
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.screen.area = Rect::new(0, 0, width, height);
        let room = self.screen.room();
        if let Some(reader) = &mut self.reader {
            reader.resized(room);
        }
        self.sidebar.go(self.sidebar.cursor, self.screen.sidebar_height());
    }

    /// After a pause without a key: previews the article under the cursor of the list.
    fn preview(&mut self, id: ArticleId) {
        let wanted = self.screen.active == Pane::Articles && self.list.current() == Some(id);
        let opening = self.requests.find(|request| matches!(request, Request::Open(_)));
        let free = opening.is_none_or(|pending| pending.purpose == Purpose::Arrive(Arrival::Preview));
        if wanted && free && self.shown() != Some(id) && self.screen.panes().text.is_some() {
            self.open(id, Arrival::Preview);
        }
    }

    /// After a pause without a key: the jump bar previews a mention of the entity under its cursor.
    fn glance(&mut self, entity: EntityId) {
        if matches!(self.overlays.last(), Some(Overlay::Jump(_))) {
            self.with_top_overlay(|overlay, model| match overlay {
                Overlay::Jump(jump) => jump.glance_at(&model.workspace(), entity),
                _ => Reply::stay(),
            });
        }
    }

    /// The index of names was filled or replaced.
    fn index_changed(&mut self) {
        if matches!(self.overlays.last(), Some(Overlay::Jump(_))) {
            self.with_top_overlay(|overlay, model| match overlay {
                Overlay::Jump(jump) => jump.index_changed(&model.workspace()),
                _ => Reply::stay(),
            });
        }
    }
}
