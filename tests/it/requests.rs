//! Every kind of request, sent down the real foreground lane: answered with what it asked for, or failed by its number.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use attache::app::message::{Answer, Failed, Message};
use attache::app::request::{Destination, Request, Targets, Ticket};
use attache::export::format::Format;
use attache::news::article::ArticleId;
use attache::news::entity::{Correction, EntityId};
use attache::news::note::{DraftKey, NoteDraft, NoteId, NoteVersion, Scope};
use attache::news::profile::Near;
use attache::news::triage::{Change, State};
use attache::query::Filter;
use attache::store::{Access, Store};
use attache::text::hash::fnv64;

use crate::lanes::{Lanes, lanes, sources, view};

/// Every kind of request has a number here: a new kind must be added, and sent by the tests below.
const KINDS: usize = 27;

fn kind(request: &Request) -> usize {
    match request {
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
    }
}

/// An archive of three articles with two people in them, and one request of each kind about it.
struct Morning {
    folder: tempfile::TempDir,
    lanes: Lanes,
    ana: EntityId,
    karl: EntityId,
}

impl Morning {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pile = folder.path().join("pile.jsonl");
        let texts = ["Karl Maier met Ana Sousa in Lisbon.", "Ana Sousa spoke.", "Nothing else happened on Monday."];
        let line = |(n, text)| format!("{{\"headline\":\"Story {n}\",\"body\":\"{text}\",\"source\":\"KNA\"}}\n");
        fs::write(&pile, (1..).zip(texts).map(line).collect::<Vec<_>>().concat()).unwrap();
        let lanes = lanes(&folder.path().join("archive.db"));
        lanes.background.import(sources(&[pile]));
        lanes.wait(|m| matches!(m, Message::Imported(_)).then_some(()));
        let all = Store::open(&folder.path().join("archive.db"), Access::Read).unwrap().ranked(None, 9).unwrap();
        let named = |name: &str| all.iter().find(|entity| entity.2 == name).unwrap().0;
        Self { ana: named("Ana Sousa"), karl: named("Karl Maier"), folder, lanes }
    }

    fn store(&self) -> Store {
        Store::open(&self.folder.path().join("archive.db"), Access::Read).unwrap()
    }

    /// How many drafts the archive keeps.
    fn drafts(&self) -> i64 {
        let db = rusqlite::Connection::open(self.folder.path().join("archive.db")).unwrap();
        db.query_row("SELECT count(*) FROM drafts", [], |row| row.get(0)).unwrap()
    }

    /// One request of each kind, in an order in which all of them can be done.
    fn requests(&self) -> Vec<Request> {
        let (ana, karl) = (self.ana, self.karl);
        let key = DraftKey { session: 0, number: 1 };
        let note = NoteDraft { article: Some(ArticleId(1)), text: "call her".into(), key, ..NoteDraft::default() };
        let to = Destination::File { path: self.folder.path().join("out.md"), replace: false };
        vec![
            Request::List { view: view(""), around: None },
            Request::Rows(vec![ArticleId(1), ArticleId(2)]),
            Request::Open(ArticleId(1)),
            Request::Locate { all: vec![ana], view: view("") },
            Request::Entity(ana),
            Request::Glance { entity: ana, view: view(""), from: Some(ArticleId(2)) },
            Request::Mentions { all: vec![karl], view: view("") },
            Request::Together { all: vec![karl, ana], view: view("") },
            Request::Count(Filter::parse("sousa").unwrap()),
            Request::Triage { targets: Targets::Articles(vec![ArticleId(3)]), change: Change::State(State::Kept) },
            Request::Undo,
            Request::Redo,
            Request::Seen(ArticleId(2)),
            Request::SaveDraft(Box::new(note.clone())),
            Request::DropDraft(note.key),
            Request::SaveNote(Box::new(note)),
            Request::Notes(Scope::Article(ArticleId(1))),
            Request::Export { scope: Scope::All, format: Format::Markdown, to },
            Request::DeleteNote(NoteId(1), NoteVersion(fnv64(*b"call her"))),
            Request::Chosen(ana),
            Request::Position { article: ArticleId(2), offset: 4 },
            Request::Watch { entity: karl, on: true },
            Request::Judge { article: ArticleId(2), chains: vec![0], entity: ana, same: false },
            Request::Refuse { article: ArticleId(1), mention: 0, entity: karl },
            Request::Carve { article: ArticleId(1), mention: 1 },
            Request::Correct(Correction::Hide(karl)),
            Request::Hidden,
        ]
    }
}

#[test]
fn every_kind_of_request_is_answered_with_what_it_asked_for() {
    let morning = Morning::new();
    let mut kinds = BTreeSet::new();
    for request in morning.requests() {
        kinds.insert(kind(&request));
        let mut answers = morning.lanes.answers(request.clone());
        let last = answers.pop().unwrap();
        assert_eq!(answers.len(), usize::from(matches!(request, Request::List { .. })), "{request:?}: {answers:?}");
        assert!(is_right(&morning, &request, &last), "{request:?}: {last:?}");
    }
    assert_eq!(kinds, (0..KINDS).collect());
    // What a request also does where it is sent again, or otherwise.
    let again = morning.lanes.answer(Request::Seen(ArticleId(2)));
    assert!(matches!(&again, Answer::Triaged { rows, .. } if rows[0].state == State::Read), "as it is: {again:?}");
    let nothing = morning.lanes.answer(Request::Redo);
    assert!(matches!(&nothing, Answer::Undone { sentence, .. } if sentence == "nothing to redo"), "{nothing:?}");
    let off = morning.lanes.answer(Request::Watch { entity: morning.ana, on: false });
    assert!(matches!(&off, Answer::Corrected(sentence) if sentence.contains("is in watch.toml")), "{off:?}");
}

/// Whether the last answer to one of the requests of a morning is right, and the archive says the same.
fn is_right(morning: &Morning, request: &Request, answer: &Answer) -> bool {
    let ids = |ids: &[ArticleId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    match (request, answer) {
        (Request::List { .. }, Answer::Listed { ids: all, whole: true, total: Some(3), undecided: Some(3), .. }) => {
            ids(all) == [3, 2, 1]
        }
        (Request::Rows(asked), Answer::Rows(rows)) => rows.iter().map(|row| row.id).eq(asked.iter().copied()),
        (Request::Open(_), Answer::Opened(opened)) => {
            opened.article.draft.headline == "Story 1" && opened.links.len() == opened.annotations.chains.len()
        }
        (Request::Locate { .. }, Answer::Located { all, articles, whole: true }) => {
            *all == [(morning.ana, "Ana Sousa".to_owned())] && ids(articles) == [2, 1]
        }
        (Request::Entity(_), Answer::Entity(profile)) => {
            profile.entity.name == "Ana Sousa" && profile.entity.articles == 2
        }
        (Request::Glance { .. }, Answer::Glance(Some((headline, line)))) => {
            headline == "Story 1" && line.words == "Ana Sousa"
        }
        (Request::Mentions { .. }, Answer::Mentions { all, lines, more: false }) => {
            all[0].1 == "Karl Maier" && lines.len() == 1 && lines[0].after.starts_with(" met")
        }
        (Request::Together { .. }, Answer::Together { names, joints, more: false }) => {
            *names == ["Karl Maier", "Ana Sousa"] && joints.len() == 1 && joints[0].near == Near::Sentence
        }
        (Request::Count(_), Answer::Counted(count)) => *count == 2,
        (Request::Triage { .. }, Answer::Triaged { sentence, rows, changed: 1 }) => {
            sentence == "1 article kept" && rows[0].state == State::Kept
        }
        (Request::Undo, Answer::Undone { sentence, rows, first: Some(ArticleId(3)), .. }) => {
            sentence == "undone: 1 article kept" && rows[0].state == State::New
        }
        (Request::Redo, Answer::Undone { sentence, rows, .. }) => {
            sentence == "redone: 1 article kept" && rows[0].state == State::Kept
        }
        (Request::Seen(_), Answer::Triaged { sentence, rows, changed: 1 }) => {
            sentence.is_empty() && rows[0].state == State::Read
        }
        (Request::SaveDraft(_), Answer::Done) => morning.drafts() == 1,
        (Request::DropDraft(_), Answer::Done) => morning.drafts() == 0,
        (Request::SaveNote(_), Answer::NoteSaved(note, Some(row))) => {
            note.id == NoteId(1) && note.text == "call her" && row.notes == 1
        }
        (Request::Notes(_), Answer::Notes(notes)) => notes.len() == 1 && notes[0].about == "Story 1",
        (Request::Export { to: Destination::File { path, .. }, .. }, Answer::Exported(sentence)) => {
            sentence.starts_with("1 note written to ") && fs::read_to_string(path).unwrap().contains("call her")
        }
        (Request::DeleteNote(..), Answer::NoteDeleted(NoteId(1), Some(row))) => row.notes == 0,
        (Request::Chosen(_), Answer::Done) => morning.store().picks().unwrap() == [(morning.ana, 1)],
        (Request::Position { .. }, Answer::Done) => morning.store().article(ArticleId(2)).unwrap().position == 4,
        (Request::Watch { .. }, Answer::Corrected(sentence)) => {
            sentence == "Karl Maier watched" && morning.store().watched().unwrap() == [morning.karl]
        }
        (Request::Judge { .. }, Answer::Corrected(sentence)) => sentence == "\"Ana Sousa\" here is not Ana Sousa",
        (Request::Refuse { .. }, Answer::Corrected(sentence)) => sentence.contains("is not Karl Maier"),
        (Request::Carve { .. }, Answer::Corrected(sentence)) => {
            sentence == "Ana Sousa in 1 article is another person of that name"
        }
        (Request::Correct(_), Answer::Corrected(sentence)) => sentence == "Karl Maier is hidden",
        (Request::Hidden, Answer::Hidden(all)) => all.len() == 1 && all[0].0 == morning.karl,
        _ => false,
    }
}

#[test]
fn a_damaged_archive_fails_every_kind_of_request_by_its_number() {
    let morning = Morning::new();
    morning.lanes.list("");
    let db = rusqlite::Connection::open(morning.folder.path().join("archive.db")).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC";
    let tables: Vec<String> =
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    for table in tables {
        // The tables of a virtual one go with it.
        db.execute(&format!("DROP TABLE IF EXISTS \"{table}\""), []).unwrap();
    }
    drop(db);
    let mut kinds = BTreeSet::new();
    for (number, request) in (1..).zip(morning.requests()) {
        kinds.insert(kind(&request));
        morning.lanes.ask(Ticket(number), request.clone());
        let (failed, error) = loop {
            match morning.lanes.told.recv_timeout(Duration::from_mins(1)).expect("an answer within a minute") {
                Message::Failed { what: Failed::Request(ticket), error } => break (ticket, error),
                Message::Answer(_, answer) => panic!("{request:?} is answered with {answer:?}"),
                _ => {}
            }
        };
        assert_eq!(failed, Ticket(number), "{request:?}");
        assert!(!error.is_empty() && !error.contains("the program failed"), "{request:?}: {error}");
    }
    assert_eq!(kinds, (0..KINDS).collect());
}
