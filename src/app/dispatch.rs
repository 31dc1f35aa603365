//! What each action does: one call of one method.

use super::command::{Command, View};
use super::layout::Pane;
use super::model::{Model, Naming};
use super::navigation::Walk;
use super::overlay::Overlay;
use super::overlay::line::Prompt;
use super::overlay::menu::Menu;
use super::overlay::moved;
use super::overlay::page::Page;
use super::request::Request;
use crate::config::action::Action;
use crate::news::entity::Link;
use crate::news::mention::Kind;
use crate::news::triage::{Change, Sort, State};
use crate::query::{Filter, Is, Query, Test};

/// The queries that one key goes through.
const FILTERS: [Query; 4] = [
    Query::All,
    Query::Test(Test::Is(Is::Undecided)),
    Query::Test(Test::Is(Is::Later)),
    Query::Test(Test::Is(Is::Kept)),
];

impl Model {
    /// Does what an action says.
    pub(super) fn act(&mut self, action: Action) {
        use Action as A;
        match action {
            A::MoveDown
            | A::MoveUp
            | A::HalfPageDown
            | A::HalfPageUp
            | A::PageDown
            | A::PageUp
            | A::GoTop
            | A::GoBottom
            | A::MoveLeft
            | A::MoveRight => self.move_in_pane(action),
            A::Advance => self.advance(),
            A::Open => self.open_here(),
            A::NextArticle => self.neighbour(1),
            A::PreviousArticle => self.neighbour(-1),
            A::NextUndecided => self.next_undecided(),
            A::NextPane
            | A::PreviousPane
            | A::PaneLeft
            | A::PaneRight
            | A::FocusArticles
            | A::FocusText
            | A::FocusEntities
            | A::TogglePane
            | A::WidenPane
            | A::NarrowPane => self.act_on_panes(action),
            A::MarkNew
            | A::MarkRead
            | A::Later
            | A::Dismiss
            | A::Keep
            | A::Star
            | A::Tag
            | A::Pick
            | A::PickRange
            | A::CycleFilter
            | A::CycleSort
            | A::Views
            | A::Undo
            | A::Redo => self.act_on_pile(action),
            A::Quote => self.quote(),
            A::Select => self.select(),
            A::Note => self.note(),
            A::Notes => self.open_notes(),
            A::EditNote | A::DeleteNote => self.note_under_cursor(action == A::DeleteNote),
            A::Copy => self.copy(false),
            A::CopyWithSource => self.copy(true),
            A::Export => self.open_export(),
            A::Why => self.why(),
            A::ConfirmLink => self.judge(true),
            A::RefuseLink => self.judge(false),
            A::CommandLine => self.open_line(Prompt::Command),
            A::Help => self.open_help(self.context()),
            A::Messages => {
                let lines = self.status.log.iter().rev().map(|notice| notice.text.clone()).collect();
                self.overlays.push(Overlay::Page(Page::new("Messages, newest first", lines)));
            }
            A::Redraw => self.out.push(Command::Redraw),
            A::Back => self.back(),
            A::Quit => self.wish_to_quit(),
            A::Suspend => self.out.push(Command::Suspend),
            // These belong to overlays, which take them themselves.
            A::Accept
            | A::Cancel
            | A::Complete
            | A::NextChoice
            | A::PreviousChoice
            | A::SaveNote
            | A::ExternalEditor => {}
            _ => self.act_on_way(action),
        }
    }

    /// Searching, walking, and what is about an entity.
    fn act_on_way(&mut self, action: Action) {
        use Action as A;
        let room = self.room();
        let forward = matches!(
            action,
            A::Next
                | A::NextParagraph
                | A::NextSentence
                | A::NextMention
                | A::NextPerson
                | A::NextInstitution
                | A::NextPlace
                | A::NextUncertain
        );
        match action {
            A::JumpBar => self.open_jump(),
            A::Search if self.focus == Pane::Articles => self.open_line(Prompt::Query),
            A::Search => {
                if let Some(reader) = &mut self.reader {
                    reader.find = None;
                    self.open_line(Prompt::Find);
                }
            }
            A::Next | A::Previous if self.walk_lines(forward) => {}
            A::Next | A::Previous if self.walk.is_some() => self.walk_step(forward),
            A::Next | A::Previous => self.find_next(forward),
            A::NextParagraph | A::PreviousParagraph => {
                if let Some(reader) = &mut self.reader {
                    reader.paragraph(forward, room);
                }
            }
            A::NextSentence | A::PreviousSentence => {
                if let Some(reader) = &mut self.reader {
                    reader.sentence(forward, room);
                }
            }
            A::NextMention | A::PreviousMention => self.seek_mention(forward, "mention", |_, _| true),
            A::NextPerson | A::PreviousPerson => self.seek_kind(forward, Kind::Person),
            A::NextInstitution | A::PreviousInstitution => self.seek_kind(forward, Kind::Institution),
            A::NextPlace | A::PreviousPlace => self.seek_kind(forward, Kind::Place),
            A::NextUncertain | A::PreviousUncertain => {
                self.seek_mention(forward, "uncertain link", |_, link| matches!(link, Link::Uncertain(_)));
            }
            A::SetMark => self.naming = Some(Naming::Set),
            A::GoToMark => self.naming = Some(Naming::GoTo),
            A::TrailBack => self.back_on_trail(),
            A::TrailForward => self.forward_on_trail(),
            A::DropFocus => self.drop_focus(),
            A::Mentions if self.walk.as_ref().is_some_and(|walk| walk.only().is_none()) => {
                let all = self.walk.as_ref().map(Walk::all).unwrap_or_default();
                self.mentions_of_all(all);
            }
            // What is left is about an entity.
            _ => self.decide_here(action),
        }
    }

    fn move_in_pane(&mut self, action: Action) {
        match self.focus {
            Pane::Articles => {
                let (height, extra) = self.list_room();
                let page = height.saturating_sub(extra + 1).max(1);
                let to = moved(self.list.cursor(), self.list.ids().len(), page, Some(action));
                self.list.go(to);
            }
            Pane::Entities => {
                let height = self.sidebar_height();
                let to = moved(self.sidebar.cursor, self.sidebar.entries.len(), height, Some(action));
                self.sidebar.go(to, height);
            }
            Pane::Text => {
                let room = self.room();
                let (page, half) = (room.height.saturating_sub(2).max(1) as isize, (room.height / 2).max(1) as isize);
                let Some(reader) = &mut self.reader else { return };
                match action {
                    Action::MoveDown => reader.step(1, room),
                    Action::MoveUp => reader.step(-1, room),
                    Action::MoveLeft => reader.shift(-1, room),
                    Action::MoveRight => reader.shift(1, room),
                    Action::HalfPageDown => reader.page(half, room),
                    Action::HalfPageUp => reader.page(-half, room),
                    Action::PageDown => reader.page(page, room),
                    Action::PageUp => reader.page(-page, room),
                    Action::GoTop => reader.go_top(room),
                    _ => reader.go_bottom(room),
                }
            }
        }
    }

    fn act_on_panes(&mut self, action: Action) {
        use Action as A;
        const ORDER: [Pane; 3] = [Pane::Articles, Pane::Text, Pane::Entities];
        let at = ORDER.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        match action {
            A::NextPane => self.enter(ORDER[(at + 1) % 3]),
            A::PreviousPane => self.enter(ORDER[(at + 2) % 3]),
            A::PaneRight if at < 2 => self.enter(ORDER[at + 1]),
            A::PaneLeft if at > 0 => self.enter(ORDER[at - 1]),
            A::FocusArticles => self.enter(Pane::Articles),
            A::FocusText => self.enter(Pane::Text),
            A::FocusEntities => self.enter(Pane::Entities),
            A::TogglePane => self.toggle_pane(),
            A::WidenPane => self.widen(2),
            A::NarrowPane => self.widen(-2),
            _ => {}
        }
    }

    /// Hides the side pane with the keys; in the text, hides both side panes or brings them back.
    fn toggle_pane(&mut self) {
        let kept = &mut self.setup.kept;
        match self.focus {
            Pane::Articles => kept.list = !kept.list,
            Pane::Entities => kept.entities = !kept.entities,
            Pane::Text => {
                let show = !(kept.list || kept.entities);
                (kept.list, kept.entities) = (show, show);
            }
        }
        self.out.push(Command::Keep(*kept));
        if self.focus != Pane::Text {
            self.enter(Pane::Text);
        }
    }

    fn widen(&mut self, by: i16) {
        let kept = &mut self.setup.kept;
        match self.focus {
            Pane::Articles => kept.list_more = (kept.list_more + by).clamp(-40, 80),
            Pane::Entities => kept.entities_more = (kept.entities_more + by).clamp(-40, 80),
            Pane::Text => kept.measure = kept.measure.saturating_add_signed(2 * by).clamp(30, 200),
        }
        self.out.push(Command::Keep(*kept));
        let (area, room) = (self.area, self.room());
        if let Some(reader) = &mut self.reader {
            reader.resized(room);
        }
        if self.focus == Pane::Text {
            self.status.say(format!("measure {}", self.setup.kept.measure.min(area.width)));
        }
    }

    fn act_on_pile(&mut self, action: Action) {
        use Action as A;
        match action {
            A::MarkNew => self.decide(Change::State(State::New)),
            A::MarkRead => self.decide(Change::State(State::Read)),
            A::Later => self.decide(Change::State(State::Later)),
            A::Dismiss => self.decide(Change::State(State::Dismissed)),
            A::Keep => self.decide(Change::State(State::Kept)),
            A::Star => self.star(),
            A::Tag => self.open_line(Prompt::Tag),
            A::Pick if self.focus == Pane::Entities => self.sidebar.pick(),
            A::Pick => self.pick(),
            A::PickRange => self.pick_range(),
            A::Undo => self.send(Request::Undo),
            A::Redo => self.send(Request::Redo),
            A::Views => self.overlays.push(Overlay::Menu(Menu::views(&self.list.view))),
            A::CycleFilter => {
                let at = FILTERS.iter().position(|query| query == self.list.view.filter.query());
                let filter = Filter::from(FILTERS[at.map_or(0, |i| (i + 1) % FILTERS.len())].clone());
                self.status.say(if filter.is_all() { "all articles" } else { filter.text() });
                self.show_list(View { filter, sort: self.list.view.sort });
            }
            A::CycleSort => {
                let (sort, words) = match self.list.view.sort {
                    Sort::Newest => (Sort::Oldest, "oldest first"),
                    Sort::Oldest => (Sort::Score, "most points first"),
                    Sort::Score => (Sort::Newest, "newest first"),
                };
                self.status.say(words);
                self.show(View { filter: self.list.view.filter.clone(), sort });
            }
            _ => {}
        }
    }

    fn open_here(&mut self) {
        match self.focus {
            Pane::Articles => self.read_current(),
            Pane::Text => self.focus_here(),
            Pane::Entities => self.focus_entry(),
        }
    }

    /// Esc: what was begun last is dropped first.
    fn drop_focus(&mut self) {
        if let Some(reader) = &mut self.reader {
            if reader.selecting.take().is_some() {
                return;
            }
            if self.walk.is_none() && reader.find.take().is_some() {
                return;
            }
        }
        if self.focus == Pane::Entities && !self.sidebar.picked.is_empty() {
            self.sidebar.picked.clear();
            return;
        }
        if self.walk.take().is_none() && self.focus == Pane::Articles {
            self.list.picked.clear();
        }
    }

    /// `q`: one step back; from the list of everything, out.
    fn back(&mut self) {
        match self.focus {
            Pane::Entities => self.enter(Pane::Text),
            Pane::Text => {
                self.leave();
                self.enter(Pane::Articles);
            }
            Pane::Articles if !self.list.view.filter.is_all() && self.list.view != self.setup.view => {
                let sort = self.list.view.sort;
                self.show(View { filter: Filter::default(), sort });
            }
            Pane::Articles => self.wish_to_quit(),
        }
    }
}
