//! Carries out what panes and overlays want ([`Intent`]), and lets the topmost overlay answer.

use super::command::Command;
use super::intent::{Intent, Line, Reply, Target};
use super::layout::Pane;
use super::model::Model;
use super::navigation::find::Find;
use super::navigation::jump_list::Spot;
use super::overlay::Overlay;
use super::overlay::confirm::Confirm;
use super::overlay::entity_picker::EntityPicker;
use super::overlay::export::ExportDialog;
use super::overlay::jump::Jump;
use super::overlay::menu::Menu;
use super::overlay::prompt::{PromptLine, remember};
use super::request::{Arrival, Request};
use super::sidebar::Referent;
use super::view::View;
use crate::config::action::Action;
use crate::config::scope::Changing;
use crate::news::entity::EntityId;
use crate::news::triage::{Change, Sort};

impl Model {
    /// Carries out intents in order.
    pub(super) fn perform_all(&mut self, intents: impl IntoIterator<Item = Intent>) {
        for intent in intents {
            self.perform(intent);
        }
    }

    /// Carries out an intent.
    pub(super) fn perform(&mut self, intent: Intent) {
        match intent {
            Intent::Say(words) => self.status.say(words),
            Intent::Warn(words) => self.status.warn(words),
            Intent::Fail(words) => self.status.fail(words),
            Intent::Ask(request, purpose) => self.ask(request, purpose),
            Intent::Effect(command) => self.out.push(command),
            Intent::Perform(action) => self.act_below(action),
            Intent::Confirm { question, yes } => self.overlays.push(Overlay::Confirm(Confirm { question, yes })),
            Intent::OpenPrompt(prompt, text) => self.overlays.push(Overlay::Prompt(PromptLine::new(prompt, &text))),
            Intent::Rename(subject) => self.overlays.push(Overlay::Prompt(PromptLine::rename(&subject))),
            Intent::WriteNote(draft, about) => self.write_note(draft, about),
            Intent::PickEntity(joining) => {
                let picker = EntityPicker::new(&self.workspace(), joining);
                self.overlays.push(Overlay::Picker(picker));
            }
            Intent::ChooseKind(subject) => self.overlays.push(Overlay::Menu(Menu::kinds(&subject))),
            Intent::OpenExport => {
                let dialog = ExportDialog::new(&self.workspace());
                self.overlays.push(Overlay::Export(dialog));
            }
            Intent::Show(view) => self.show_list(view),
            Intent::Leave { focus, to, order } => {
                self.leave_for_text(&focus, to);
                self.navigation.order = order;
            }
            Intent::FindTyped(words) => self.find_typed(&words),
            Intent::FindDropped => self.find_dropped(),
            Intent::FindKept(words) => self.find_kept(&words),
            Intent::Tag(tag) => self.tag(&tag),
            Intent::Run(line) => self.run(line),
            Intent::Remember(prompt, text) => remember(self.memory.history.entry(prompt).or_default(), text),
            Intent::RememberJump(words) => self.memory.last_jump = words,
            Intent::Chosen(entity) => {
                self.names.chosen(entity);
                self.send(Request::Chosen(entity));
            }
            Intent::Watch(entity) => self.watch(entity),
            Intent::ClearPicked => self.list.picked.clear(),
            Intent::InNote(step) => self.note_step(step),
            Intent::Quit => self.quit(),
            Intent::QuitNow => self.quit_now(),
        }
    }

    /// Lets the topmost overlay reply to something. Unless the reply closes it, the overlay stays, below those that its intents open.
    pub(super) fn with_top_overlay(&mut self, answer: impl FnOnce(&mut Overlay, &mut Self) -> Reply) {
        let Some(mut overlay) = self.overlays.pop() else { return };
        let reply = answer(&mut overlay, self);
        if reply.closes {
            self.closed(&overlay);
        } else {
            self.overlays.push(overlay);
        }
        self.perform_all(reply.intents);
    }

    /// Remembers the row under the cursor of a page that closes, so that the page opens there the next time.
    fn closed(&mut self, overlay: &Overlay) {
        if let Overlay::Entity(page) = overlay
            && page.of_one
        {
            self.memory.closed_page = Some((page.subject.entity, page.cursor));
        }
    }

    /// Does an action in the topmost overlay, else in the pane. The overlay that asked for it is closed already.
    fn act_below(&mut self, action: Action) {
        let name = action.words();
        if self.overlays.is_empty() {
            return self.act(action, &name);
        }
        self.with_top_overlay(|overlay, model| model.act_in(overlay, action, &name));
    }

    /// Does an action in an overlay, or says where the action works if the overlay does not take it.
    pub(super) fn act_in(&mut self, overlay: &mut Overlay, action: Action, keys: &str) -> Reply {
        let context = overlay.context();
        if context.takes(action) && Changing::of(action).is_some() && self.keeps_nothing() {
            return Reply::stay();
        }
        let cx = super::workspace::Workspace { context, ..self.workspace() };
        let reply = overlay.act(&cx, action);
        reply.unwrap_or_else(|| {
            Reply::stay().say(crate::config::scope::refusal(&self.setup.keymap, context, keys, action))
        })
    }

    /// Opens the jump bar.
    pub(super) fn open_jump_bar(&mut self) {
        let (jump, reply) = Jump::new(&self.workspace());
        self.overlays.push(Overlay::Jump(jump));
        self.perform_all(reply.intents);
    }

    /// Goes to the text: pages of entities and concordances close. Going back in the jump list opens the topmost page again.
    fn leave_for_text(&mut self, focus: &[(EntityId, String)], to: Target) {
        self.push_jump();
        let behind = self.navigation.jumps.behind();
        if self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Entity(_))) {
            self.memory.left_page = None;
        }
        for overlay in std::mem::take(&mut self.overlays) {
            match overlay {
                Overlay::Entity(page) if page.of_one => {
                    self.memory.closed_page = Some((page.subject.entity, page.cursor));
                    self.memory.left_page = Some((page.subject.entity, behind));
                }
                Overlay::Entity(_) | Overlay::Mentions(_) => {}
                other => self.overlays.push(other),
            }
        }
        let focus: Vec<(Referent, String)> =
            focus.iter().map(|(id, name)| (Referent::Entity(*id), name.clone())).collect();
        if self.navigation.focus_on(&focus) {
            self.locate_again();
        }
        match to {
            Target::Spot(spot) => self.go_to(spot),
            Target::FirstMention(article) => {
                self.open(article, Arrival::Mention(true));
                self.screen.active = Pane::Text;
            }
            Target::Nearest => self.go_to_nearest(),
        }
    }

    // ---- the search in the text ----

    /// Searches for words as they are typed: the cursor goes to the first match at or after the origin of the search.
    fn find_typed(&mut self, words: &str) {
        let room = self.screen.room();
        let Some(reader) = &mut self.reader else { return };
        let mut find = match reader.find.take() {
            Some(find) => find,
            None => Find::new(reader.body(), (reader.cursor, reader.top)),
        };
        find.look_for(words);
        let (cursor, top) = find.origin;
        if let Some(place) = find.at_or_after(cursor).and_then(|(i, _)| find.places.get(i)) {
            reader.go(place.start, room);
        } else {
            (reader.cursor, reader.top) = (cursor, top);
        }
        reader.find = Some(find);
    }

    /// Gives up a search and goes back to its origin.
    fn find_dropped(&mut self) {
        let Some(reader) = &mut self.reader else { return };
        if let Some(find) = reader.find.take() {
            (reader.cursor, reader.top) = find.origin;
        }
    }

    /// Keeps a search for `n` and `N`, and drops the focus. If there is no match, gives up the search and keeps the focus.
    fn find_kept(&mut self, words: &str) {
        words.clone_into(&mut self.navigation.last_find);
        let Some(reader) = &self.reader else { return };
        let Some(find) = &reader.find else { return };
        if find.places.is_empty() {
            let focus = self.navigation.focus.as_ref();
            let next = focus.map_or(String::new(), |focus| format!("; n still follows {}", focus.name));
            self.status.warn(format!("\"{words}\" is not in this text{next}"));
            return self.find_dropped();
        }
        let article = reader.id();
        let said = find.number(reader.cursor).map(|number| find.describe(number - 1));
        if !reader.preview {
            self.navigation.jumps.push(Spot { article, at: find.origin.0 });
        }
        self.navigation.focus = None;
        self.screen.active = Pane::Text;
        self.open(article, Arrival::Read);
        if let Some(said) = said {
            self.status.say(said);
        }
    }

    // ---- the command line ----

    fn run(&mut self, line: Line) {
        let View { filter, sort } = self.list.view.clone();
        match line {
            Line::Nothing => {}
            Line::Act(action) => self.act_below(action),
            Line::Want(intents) => self.perform_all(intents),
            Line::Show(filter) => self.show_list(View { filter, sort }),
            Line::Sort(sort) => self.sort(View { filter, sort }),
            Line::Measure(columns) => {
                self.screen.kept.measure = columns;
                self.out.push(Command::Keep(self.screen.kept));
            }
            Line::Decide(_) | Line::DecideAll(..) if self.keeps_nothing() => {}
            Line::Decide(change) => self.decide(change),
            Line::DecideAll(filter, state) => self.bulk(filter, Change::State(state)),
        }
    }

    fn sort(&mut self, view: View) {
        let words = match view.sort {
            Sort::Newest => "newest first",
            Sort::Oldest => "oldest first",
            Sort::Score => "most points first",
        };
        self.show(view);
        self.status.say(words);
    }

    /// Watches an entity, or stops watching it.
    fn watch(&mut self, entity: EntityId) {
        let on = !self.workspace().is_watched(entity);
        self.names.watched.retain(|id| *id != entity);
        if on {
            self.names.watched.push(entity);
        }
        self.send(Request::Watch { entity, on });
    }
}
