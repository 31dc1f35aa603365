//! Dispatch of actions in the panes. Each pane has one `match` over the actions it takes (`config/scope`); groups of actions that
//! panes share have a function each.

use super::decisions;
use super::explanation::{self, Explained};
use super::intent::{Intent, Prompt};
use super::keys::Naming;
use super::layout::Pane;
use super::model::Model;
use super::overlay::Overlay;
use super::overlay::cursor::moved;
use super::overlay::help::Help;
use super::overlay::menu::Menu;
use super::overlay::notes;
use super::overlay::sheet::Sheet;
use super::quoting;
use super::reader::NAMES_FOLLOW;
use super::request::{Arrival, Request};
use super::view::View;
use crate::config::action::Action;
use crate::config::scope::{
    self, Anywhere, ArticlesAction, Changing, EntitiesAction, FocusAction, Go, ListAction, Motion, PaneAction, Program,
    Shared, TextAction, TextMotion, Triage,
};
use crate::news::entity::Link;
use crate::news::mention::{Form, Kind, Mention};
use crate::news::triage::{Change, Sort, State};
use crate::query::{Filter, Is, Query, Test};

/// The filters that `cycle_filter` goes through.
const FILTERS: [Query; 4] = [
    Query::All,
    Query::Test(Test::Is(Is::Undecided)),
    Query::Test(Test::Is(Is::Later)),
    Query::Test(Test::Is(Is::Kept)),
];

/// The panes from left to right.
const PANES: [Pane; 3] = [Pane::Articles, Pane::Text, Pane::Entities];

impl Model {
    /// Does an action in the pane that has the keys. `keys` are the pressed keys, for the message if the pane does not take the action.
    pub(super) fn act(&mut self, action: Action, keys: &str) {
        if self.context().takes(action) && Changing::of(action).is_some() && self.keeps_nothing() {
            return;
        }
        let done = match self.screen.active {
            Pane::Articles => ArticlesAction::of(action).map(|action| self.act_in_articles(action)),
            Pane::Text => TextAction::of(action).map(|action| self.act_in_text(action)),
            Pane::Entities => EntitiesAction::of(action).map(|action| self.act_in_entities(action)),
        };
        if done.is_none() {
            self.refuse(action, keys);
        }
    }

    /// Says where an action works that is not taken here.
    pub(super) fn refuse(&mut self, action: Action, keys: &str) {
        let said = scope::refusal(&self.setup.keymap, self.context(), keys, action);
        self.status.say(said);
    }

    fn act_in_articles(&mut self, action: ArticlesAction) {
        use ArticlesAction as A;
        match action {
            A::Open | A::Advance => self.read_current(),
            A::Pick => self.pick(),
            A::PickRange => self.pick_range(),
            A::Search => {
                let text = self.list.view.filter.text().to_owned();
                self.perform(Intent::OpenPrompt(Prompt::Query, text));
            }
            A::Move(motion) => {
                let (height, extra) = self.screen.list_room();
                let page = height.saturating_sub(extra + 1).max(1);
                self.list.go(moved(self.list.cursor(), self.list.ids().len(), page, motion));
            }
            A::Shared(action) => self.act_in_any_pane(action),
        }
    }

    fn act_in_text(&mut self, action: TextAction) {
        use TextAction as A;
        let room = self.screen.room();
        match action {
            A::Open => self.focus_under_cursor(),
            A::Advance => self.advance(),
            A::Search => self.search(),
            A::Quote => self.quote(),
            A::Select => {
                if let Some(reader) = &mut self.reader {
                    reader.selecting = if reader.selecting.is_some() { None } else { Some(reader.cursor) };
                }
            }
            A::EditNote => self.perform_all(self.reader.as_ref().map(quoting::edit_note)),
            A::DeleteNote => self.perform_all(self.reader.as_ref().map(quoting::delete_note)),
            A::MoveLeft | A::MoveRight => {
                if let Some(reader) = &mut self.reader {
                    reader.shift(if action == A::MoveLeft { -1 } else { 1 }, room);
                }
            }
            A::Move(motion) => self.move_by_rows(motion),
            A::Shared(action) => self.act_in_any_pane(action),
        }
    }

    fn act_in_entities(&mut self, action: EntitiesAction) {
        use EntitiesAction as A;
        match action {
            A::Open => self.focus_on_entry(),
            A::Advance => self.advance(),
            A::Search => self.search(),
            A::Pick => self.sidebar.pick(),
            A::Move(motion) => {
                let height = self.screen.sidebar_height();
                self.sidebar.go(moved(self.sidebar.cursor, self.sidebar.entries.len(), height, motion), height);
            }
            A::Shared(action) => self.act_in_any_pane(action),
        }
    }

    // ---- actions that all panes take ----

    fn act_in_any_pane(&mut self, action: Shared) {
        use Shared as A;
        match action {
            A::Note => self.note(),
            A::Why => self.why(),
            A::ConfirmLink => self.judge(true),
            A::RefuseLink => self.judge(false),
            A::Copy => self.copy(false),
            A::CopyWithSource => self.copy(true),
            A::Focus(action) => self.act_on_focus(action),
            A::Read(motion) => self.move_in_text(motion),
            A::Go(action) => self.go(action),
            A::Pane(action) => self.act_on_panes(action),
            A::Triage(action) => self.triage(action),
            A::List(action) => self.act_on_list(action),
            A::Decide(decision) => self.perform_all(decisions::here(&self.workspace(), decision)),
            A::Program(action) => self.program(action),
            A::Anywhere(action) => self.anywhere(action),
        }
    }

    fn act_on_focus(&mut self, action: FocusAction) {
        let forward = match action {
            FocusAction::JumpBar => return self.open_jump_bar(),
            FocusAction::Next => true,
            FocusAction::Previous => false,
        };
        let landing = self.navigation.next(forward, self.reader.as_mut(), &self.sidebar, &self.list);
        if self.navigation.focus.is_some() && self.reader.is_some() {
            self.screen.active = Pane::Text;
        }
        self.land(landing);
    }

    fn go(&mut self, action: Go) {
        match action {
            Go::NextArticle => self.neighbour(1),
            Go::PreviousArticle => self.neighbour(-1),
            Go::NextUndecided => self.next_undecided(),
            Go::SetMark => self.keys.naming = Some(Naming::Set),
            Go::GoToMark => self.keys.naming = Some(Naming::GoTo),
            Go::TrailBack => self.jump_back(),
            Go::TrailForward => self.jump_forward(),
        }
    }

    fn act_on_panes(&mut self, action: PaneAction) {
        let at = PANES.iter().position(|pane| *pane == self.screen.active).unwrap_or(0);
        match action {
            PaneAction::NextPane => self.enter(PANES[(at + 1) % 3]),
            PaneAction::PreviousPane => self.enter(PANES[(at + 2) % 3]),
            PaneAction::PaneRight if at < 2 => self.enter(PANES[at + 1]),
            PaneAction::PaneLeft if at > 0 => self.enter(PANES[at - 1]),
            PaneAction::PaneRight | PaneAction::PaneLeft => {}
            PaneAction::FocusArticles => self.enter(Pane::Articles),
            PaneAction::FocusText => self.enter(Pane::Text),
            PaneAction::FocusEntities => self.enter(Pane::Entities),
            PaneAction::TogglePane => self.toggle_pane(),
            PaneAction::WidenPane => self.widen(2),
            PaneAction::NarrowPane => self.widen(-2),
        }
    }

    fn triage(&mut self, action: Triage) {
        let state = match action {
            Triage::MarkNew => State::New,
            Triage::MarkRead => State::Read,
            Triage::Later => State::Later,
            Triage::Dismiss => State::Dismissed,
            Triage::Keep => State::Kept,
            Triage::Star => return self.star(),
            Triage::Tag => return self.perform(Intent::OpenPrompt(Prompt::Tag, String::new())),
        };
        self.decide(Change::State(state));
    }

    fn act_on_list(&mut self, action: ListAction) {
        let sort = self.list.view.sort;
        match action {
            ListAction::Undo => self.send(Request::Undo),
            ListAction::Redo => self.send(Request::Redo),
            ListAction::Views => self.overlays.push(Overlay::Menu(Menu::views(&self.list.view))),
            ListAction::CycleFilter => {
                let at = FILTERS.iter().position(|query| query == self.list.view.filter.query());
                let filter = Filter::from(FILTERS[at.map_or(0, |i| (i + 1) % FILTERS.len())].clone());
                self.status.say(if filter.is_all() { "all articles" } else { filter.text() });
                self.show_list(View { filter, sort });
            }
            ListAction::CycleSort => {
                let (sort, words) = match sort {
                    Sort::Newest => (Sort::Oldest, "oldest first"),
                    Sort::Oldest => (Sort::Score, "most points first"),
                    Sort::Score => (Sort::Newest, "newest first"),
                };
                self.status.say(words);
                self.show(View { filter: self.list.view.filter.clone(), sort });
            }
        }
    }

    fn program(&mut self, action: Program) {
        match action {
            Program::Notes => self.perform(notes::ask_here(&self.workspace())),
            Program::Export => self.perform(Intent::OpenExport),
            Program::CommandLine => self.perform(Intent::OpenPrompt(Prompt::Command, String::new())),
            Program::Messages => {
                let lines = self.status.log.iter().rev().map(|notice| notice.text.clone()).collect();
                self.overlays.push(Overlay::Sheet(Sheet::new("Messages, newest first", lines)));
            }
            Program::Back => self.back(),
            Program::DropFocus => self.drop_focus(),
            Program::Quit => self.ask_to_quit(),
        }
    }

    /// The actions that panes and overlays all take.
    pub(super) fn anywhere(&mut self, action: Anywhere) {
        match action {
            Anywhere::Help => self.overlays.push(Overlay::Help(Help::new(self.context()))),
            Anywhere::Redraw => self.out.push(super::command::Command::Redraw),
            Anywhere::Suspend => self.out.push(super::command::Command::Suspend),
        }
    }

    // ---- moves in the text ----

    fn move_by_rows(&mut self, motion: Motion) {
        let room = self.screen.room();
        let (page, half) = (room.height.saturating_sub(2).max(1) as isize, (room.height / 2).max(1) as isize);
        let Some(reader) = &mut self.reader else { return };
        match motion {
            Motion::MoveDown => reader.step(1, room),
            Motion::MoveUp => reader.step(-1, room),
            Motion::HalfPageDown => reader.page(half, room),
            Motion::HalfPageUp => reader.page(-half, room),
            Motion::PageDown => reader.page(page, room),
            Motion::PageUp => reader.page(-page, room),
            Motion::GoTop => reader.go_top(room),
            Motion::GoBottom => reader.go_bottom(room),
        }
    }

    fn move_in_text(&mut self, motion: TextMotion) {
        use TextMotion as T;
        let room = self.screen.room();
        let forward = match motion {
            T::NextParagraph
            | T::NextSentence
            | T::NextMention
            | T::NextPerson
            | T::NextInstitution
            | T::NextPlace
            | T::NextUncertain => true,
            T::PreviousParagraph
            | T::PreviousSentence
            | T::PreviousMention
            | T::PreviousPerson
            | T::PreviousInstitution
            | T::PreviousPlace
            | T::PreviousUncertain => false,
        };
        match motion {
            T::NextParagraph | T::PreviousParagraph => {
                if let Some(reader) = &mut self.reader {
                    reader.paragraph(forward, room);
                }
            }
            T::NextSentence | T::PreviousSentence => {
                if let Some(reader) = &mut self.reader {
                    reader.sentence(forward, room);
                }
            }
            T::NextMention | T::PreviousMention => self.seek_mention(forward, "mention", |_, _| true),
            T::NextPerson | T::PreviousPerson => self.seek_kind(forward, Kind::Person),
            T::NextInstitution | T::PreviousInstitution => self.seek_kind(forward, Kind::Institution),
            T::NextPlace | T::PreviousPlace => self.seek_kind(forward, Kind::Place),
            T::NextUncertain | T::PreviousUncertain => {
                self.seek_mention(forward, "uncertain link", |_, link| matches!(link, Link::Uncertain(_)));
            }
        }
    }

    /// Goes to the next (or previous) name of a kind.
    fn seek_kind(&mut self, forward: bool, kind: Kind) {
        self.seek_mention(forward, kind.word(), |m, _| m.kind == kind && m.form == Form::Name);
    }

    /// Goes to the next (or previous) mention that passes a test.
    fn seek_mention(&mut self, forward: bool, what: &str, wanted: impl Fn(&Mention, &Link) -> bool) {
        let Some(reader) = &self.reader else { return };
        let opened = &reader.opened;
        let passes = |m: &&Mention| {
            let link = opened.links.get(m.chain as usize).map(|l| &l.link);
            m.form != Form::Role && link.is_none_or(|link| wanted(m, link))
        };
        let all = &opened.annotations.mentions;
        let found = if forward {
            let from = all.partition_point(|m| m.span.start <= reader.cursor);
            all.iter().skip(from).find(passes)
        } else {
            let upto = all.partition_point(|m| m.span.start < reader.cursor);
            all.iter().take(upto).rev().find(passes)
        };
        match found.map(|mention| mention.span.start) {
            Some(at) => {
                let id = reader.id();
                self.screen.active = Pane::Text;
                self.open(id, Arrival::At(at));
            }
            None if !reader.opened.whole => self.status.say(NAMES_FOLLOW),
            None => self.status.say(format!("no {what} {} the cursor", if forward { "after" } else { "before" })),
        }
    }

    // ---- notes, links and search ----

    fn note(&mut self) {
        let intent = quoting::note(&self.workspace());
        self.drop_selection();
        self.perform_all(intent);
    }

    fn quote(&mut self) {
        let intent = self.reader.as_ref().and_then(quoting::quote);
        self.drop_selection();
        self.perform_all(intent);
    }

    fn copy(&mut self, with_source: bool) {
        let intent = quoting::copy(&self.workspace(), with_source);
        self.drop_selection();
        self.perform_all(intent);
    }

    fn drop_selection(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.selecting = None;
        }
    }

    fn judge(&mut self, same: bool) {
        self.perform_all(decisions::judge(&self.workspace(), same));
    }

    fn why(&mut self) {
        match explanation::here(&self.workspace()) {
            Some(Explained::Sheet(sheet)) => self.overlays.push(Overlay::Sheet(sheet)),
            Some(Explained::Page(entity)) => self.send(Request::Entity(entity)),
            None => self.status.say("no mention is under the cursor"),
        }
    }

    /// Opens the search of the text.
    fn search(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.find = None;
            self.perform(Intent::OpenPrompt(Prompt::Find, String::new()));
        }
    }
}
