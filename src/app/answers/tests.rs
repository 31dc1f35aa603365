//! Every kind of request fails once: it says what was wanted, and nothing waits for it any longer.

use std::sync::Arc;

use super::*;
use crate::app::command::{Command, UiState};
use crate::app::message::Message;
use crate::app::navigation::focus::Focus;
use crate::app::request::{Arrival, Destination, Targets};
use crate::app::scroll::Top;
use crate::app::setup::Setup;
use crate::app::sidebar::Referent;
use crate::app::update::update;
use crate::config::keymap::Keymap;
use crate::config::theme::Theme;
use crate::export::format::Format;
use crate::news::entity::Correction;
use crate::news::note::{DraftKey, NoteId, NoteVersion};
use crate::news::triage::{Change, State};

fn model() -> Model {
    let setup = Setup {
        keymap: Arc::new(Keymap::shipped()),
        theme: Arc::new(Theme::default()),
        ascii: false,
        kept: UiState { list: true, entities: true, list_more: 0, entities_more: 0, measure: 72 },
        zone: jiff::tz::TimeZone::UTC,
        view: View::default(),
        scratch: false,
        read_only: false,
        arriving: false,
    };
    Model::new(setup, 80, 24).0
}

/// One request of each kind. The match does not compile if a kind is missing.
fn one_of_each() -> Vec<Request> {
    let (view, article, entity) = (View::default, ArticleId(1), EntityId(1));
    let all = vec![
        Request::List { view: view(), around: None },
        Request::Rows(vec![article]),
        Request::Open(article),
        Request::Locate { all: vec![entity], view: view() },
        Request::Entity(entity),
        Request::Glance { entity, view: view(), from: None },
        Request::Hidden,
        Request::Mentions { all: vec![entity], view: view() },
        Request::Together { all: vec![entity], view: view() },
        Request::Notes(Scope::All),
        Request::Count(view().filter),
        Request::Triage { targets: Targets::Articles(vec![article]), change: Change::State(State::Kept) },
        Request::Seen(article),
        Request::Undo,
        Request::Redo,
        Request::SaveNote(Box::default()),
        Request::DeleteNote(NoteId(1), NoteVersion(7)),
        Request::Correct(Correction::Hide(entity)),
        Request::Judge { article, chains: vec![0], entity, same: true },
        Request::Refuse { article, mention: 0, entity },
        Request::Carve { article, mention: 0 },
        Request::Watch { entity, on: true },
        Request::Chosen(entity),
        Request::Position { article, offset: 0 },
        Request::SaveDraft(Box::default()),
        Request::DropDraft(DraftKey::default()),
        Request::Export { scope: Scope::All, format: Format::default(), to: Destination::Clipboard },
    ];
    let kind = |request: &Request| match request {
        Request::List { .. } => 0,
        Request::Rows(_) => 1,
        Request::Open(_) => 2,
        Request::Locate { .. } => 3,
        Request::Entity(_) => 4,
        Request::Glance { .. } => 5,
        Request::Hidden => 6,
        Request::Mentions { .. } => 7,
        Request::Together { .. } => 8,
        Request::Notes(_) => 9,
        Request::Count(_) => 10,
        Request::Triage { .. } => 11,
        Request::Seen(_) => 12,
        Request::Undo => 13,
        Request::Redo => 14,
        Request::SaveNote(_) => 15,
        Request::DeleteNote(..) => 16,
        Request::Correct(_) => 17,
        Request::Judge { .. } => 18,
        Request::Refuse { .. } => 19,
        Request::Carve { .. } => 20,
        Request::Watch { .. } => 21,
        Request::Chosen(_) => 22,
        Request::Position { .. } => 23,
        Request::SaveDraft(_) => 24,
        Request::DropDraft(_) => 25,
        Request::Export { .. } => 26,
    };
    assert_eq!(all.iter().map(kind).collect::<Vec<_>>(), (0..27).collect::<Vec<_>>());
    all
}

fn fail(model: &mut Model, ticket: Ticket) -> Vec<Command> {
    update(model, Message::Failed { what: Failed::Request(ticket), error: "the disk is full".to_owned() })
}

#[test]
fn a_failed_request_is_reported_and_ends() {
    for request in one_of_each() {
        let mut model = model();
        let purpose = Purpose::Arrive(Arrival::Stay(0, Top::Head(0)));
        let ticket = model.requests.enter(request.clone(), purpose);
        fail(&mut model, ticket);
        let said = model.status.now.as_ref().map(|notice| notice.text.as_str());
        let wanted = format!("{}: the disk is full", request.failure());
        assert_eq!(said, Some(wanted.as_str()));
        assert!(model.requests.get(ticket).is_none(), "{request:?}");
    }
}

#[test]
fn a_failed_answer_ends_the_step_that_waits_for_it() {
    let mut model = model();
    let mut focus = Focus::new(Referent::Entity(EntityId(1)), Vec::new(), "Ana".to_owned());
    focus.waiting = Some(true);
    model.navigation.focus = Some(focus);
    let ticket =
        model.requests.enter(Request::Locate { all: vec![EntityId(1)], view: View::default() }, Purpose::Plain);
    fail(&mut model, ticket);
    assert_eq!(model.navigation.focus.map(|focus| focus.waiting), Some(None));
}

#[test]
fn what_the_screen_showed_in_advance_is_taken_back() {
    let mut model = model();
    let watch = |on| Request::Watch { entity: EntityId(1), on };
    for on in [true, false] {
        model.names.watched = if on { vec![EntityId(1)] } else { Vec::new() };
        let ticket = model.requests.enter(watch(on), Purpose::Plain);
        fail(&mut model, ticket);
        assert_eq!(model.names.watched.contains(&EntityId(1)), !on);
    }
    let ids = vec![ArticleId(1), ArticleId(2)];
    let request = Request::Triage { targets: Targets::Articles(ids), change: Change::State(State::Kept) };
    let ticket = model.requests.enter(request, Purpose::Plain);
    fail(&mut model, ticket);
    assert_eq!(model.list.picked.len(), 2, "the articles are marked again");
}

#[test]
fn an_answer_to_a_withdrawn_request_is_dropped() {
    let mut model = model();
    let old = model.requests.enter(Request::Entity(EntityId(1)), Purpose::Plain);
    model.requests.enter(Request::Entity(EntityId(2)), Purpose::Plain);
    fail(&mut model, old);
    assert_eq!(model.status.now, None);
}
