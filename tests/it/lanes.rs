//! The two lanes: requests and imports in, messages out, on a real archive.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use attache::app::message::{Answer, Message};
use attache::app::request::{Destination, Request, Targets, Ticket};
use attache::app::view::View;
use attache::config::settings::Settings;
use attache::config::watch::WatchedName;
use attache::export::format::Format;
use attache::news::article::ArticleId;
use attache::news::note::{NoteDraft, Scope};
use attache::news::triage::{Change, State};
use attache::query::Filter;
use attache::runtime::background::BackgroundLane;
use attache::runtime::directory::Links;
use attache::runtime::foreground;
use attache::runtime::lane::Lane;
use attache::runtime::names::IndexBuilder;
use attache::runtime::note_files::NoteFiles;
use attache::runtime::policy::{Policy, Sources};
use attache::store::{Access, Store};

/// Both lanes on an archive, and what they say.
pub struct Lanes {
    pub lane: Lane<foreground::Numbered>,
    pub background: BackgroundLane,
    pub told: Receiver<Message>,
    copied: Receiver<String>,
}

/// A policy that allows everything.
fn free() -> Policy {
    Policy::new(&Settings::default(), None)
}

/// What an import of these paths reads.
pub fn sources(paths: &[PathBuf]) -> Sources {
    free().sources(paths, Links::Inside).unwrap()
}

pub fn lanes(archive: &Path) -> Lanes {
    let (tell, told) = channel();
    let (copy, copied) = channel();
    let mut store = Store::open(archive, Access::Write).unwrap();
    let say = move |message| drop(tell.send(message));
    let names = IndexBuilder::new(archive.to_owned(), say.clone());
    let lane = {
        let watch = vec![WatchedName { name: "ana SOUSA".into(), kind: None }];
        let files = NoteFiles::new(archive.parent().unwrap(), archive, store.session());
        foreground::spawn(store, names.clone(), watch, files, free(), say.clone(), move |text| drop(copy.send(text)))
            .unwrap()
    };
    Lanes { lane, background: BackgroundLane::spawn(archive.to_owned(), names, say).unwrap(), told, copied }
}

pub fn view(query: &str) -> View {
    View { filter: Filter::parse(query).unwrap(), ..View::default() }
}

impl Lanes {
    pub fn send(&self, request: Request) {
        self.ask(Ticket(0), request);
    }

    pub fn ask(&self, ticket: Ticket, request: Request) {
        assert!(self.lane.send((ticket, request)));
    }

    /// The next message that `pick` accepts; others are skipped.
    pub fn wait<T>(&self, mut pick: impl FnMut(Message) -> Option<T>) -> T {
        loop {
            let message = self.told.recv_timeout(Duration::from_mins(1)).expect("an answer within a minute");
            if let Message::Failed { what, error } = &message {
                panic!("{what:?}: {error}");
            }
            if let Some(found) = pick(message) {
                return found;
            }
        }
    }

    /// The answers to one request, up to the last one.
    pub fn answers(&self, request: Request) -> Vec<Answer> {
        let ticket = Ticket(700);
        self.ask(ticket, request);
        let mut answers = Vec::new();
        while !answers.last().is_some_and(Answer::is_last) {
            answers.push(self.wait(|m| match m {
                Message::Answer(to, answer) if to == ticket => Some(answer),
                _ => None,
            }));
        }
        answers
    }

    /// The only answer to a request.
    pub fn answer(&self, request: Request) -> Answer {
        let mut answers = self.answers(request);
        assert_eq!(answers.len(), 1, "{answers:?}");
        answers.remove(0)
    }

    pub fn list(&self, query: &str) -> Vec<i64> {
        self.send(Request::List { view: view(query), around: None });
        self.wait(|m| match m {
            Message::Answer(_, Answer::Listed { ids, undecided: Some(_), whole: true, .. }) => {
                Some(ids.iter().map(|id| id.0).collect())
            }
            _ => None,
        })
    }
}

#[test]
fn a_morning_of_reading() {
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("data/archive.db");
    let pile = dir.path().join("pile.jsonl");
    let line =
        |n: usize, text: &str| format!("{{\"headline\":\"Story {n}\",\"body\":\"{text}\",\"source\":\"KNA\"}}\n");
    let texts = ["Karl Maier met Ana Sousa in Lisbon.", "Ana Sousa spoke.", "Nothing else happened on Monday."];
    let all: Vec<String> = texts.iter().enumerate().map(|(i, t)| line(i + 1, t)).collect();
    fs::write(&pile, all.concat()).unwrap();
    let lanes = lanes(&archive);
    lanes.background.import(sources(&[pile]));
    let imported = lanes.wait(|m| if let Message::Imported(imported) = m { Some(imported) } else { None });
    assert_eq!((imported.taken, imported.refused.len()), (3, 0));
    assert_eq!(lanes.list("sousa"), [2, 1]);
    // No entity had the name of watch.toml when the session began.
    assert_eq!(lanes.list("is:watched"), [2, 1]);
    // A decision and its undo.
    let targets = Targets::Found(Filter::parse("sousa").unwrap());
    lanes.send(Request::Triage { targets, change: Change::State(State::Dismissed) });
    let sentence = lanes
        .wait(|m| if let Message::Answer(_, Answer::Triaged { sentence, .. }) = m { Some(sentence) } else { None });
    assert_eq!(sentence, "2 articles dismissed");
    assert_eq!(lanes.list("is:undecided"), [3]);
    lanes.send(Request::Undo);
    let sentence =
        lanes.wait(|m| if let Message::Answer(_, Answer::Undone { sentence, .. }) = m { Some(sentence) } else { None });
    assert_eq!(sentence, "undone: 2 articles dismissed");
    assert_eq!(lanes.list("is:undecided"), [3, 2, 1]);
    // Of several articles asked for at once only the last must be answered with its text.
    for (ticket, id) in [(9, 1), (10, 2), (11, 3)] {
        lanes.ask(Ticket(ticket), Request::Open(ArticleId(id)));
    }
    let last = lanes.wait(|m| match m {
        Message::Answer(Ticket(11), Answer::Opened(opened)) => Some(opened),
        _ => None,
    });
    assert_eq!(last.article.draft.headline, "Story 3");
    // A note is saved, exported, and kept as a draft.
    let note = NoteDraft { article: Some(ArticleId(1)), text: "call her".into(), ..NoteDraft::default() };
    lanes.send(Request::SaveNote(Box::new(note.clone())));
    lanes.wait(|m| if let Message::Answer(_, Answer::NoteSaved(note, _)) = m { Some(note) } else { None });
    let to = dir.path().join("out.md");
    let export = |replace| Request::Export {
        scope: Scope::All,
        format: Format::Markdown,
        to: Destination::File { path: to.clone(), replace },
    };
    lanes.send(export(false));
    lanes.wait(|m| if let Message::Answer(_, Answer::Exported(words)) = m { Some(words) } else { None });
    lanes.send(export(false));
    lanes.wait(|m| if let Message::Answer(_, Answer::Exists(path)) = m { Some(path) } else { None });
    lanes.send(Request::Export { scope: Scope::All, format: Format::Text, to: Destination::Clipboard });
    assert!(lanes.copied.recv_timeout(Duration::from_mins(1)).unwrap().contains("call her"));
    lanes.send(Request::SaveDraft(Box::new(note.clone())));
    lanes.lane.end();
    lanes.background.end();
    let lanes = self::lanes(&archive);
    let restored = lanes.wait(|m| if let Message::Restored(note, about) = m { Some((note, about)) } else { None });
    assert_eq!((restored.0.text, restored.1), (note.text, "Story 1".to_owned()));
}

#[test]
fn where_an_entity_is_named_is_answered_twice_if_often() {
    let dir = tempfile::tempdir().unwrap();
    let (archive, pile) = (dir.path().join("data/archive.db"), dir.path().join("pile.jsonl"));
    let line = |n: usize| format!("{{\"headline\":\"Story {n}\",\"body\":\"Karl Maier spoke on matter {n}.\"}}\n");
    fs::write(&pile, (0..250).map(line).collect::<Vec<_>>().concat()).unwrap();
    let lanes = lanes(&archive);
    lanes.background.import(sources(&[pile]));
    lanes.wait(|m| matches!(m, Message::Imported(_)).then_some(()));
    let store = Store::open(&archive, Access::Read).unwrap();
    let entity = store.ranked(None, 1).unwrap()[0].0;
    lanes.send(Request::Locate { all: vec![entity], view: View::default() });
    let located = |m| match m {
        Message::Answer(_, Answer::Located { articles, whole, .. }) => Some((articles, whole)),
        _ => None,
    };
    let (first, whole) = lanes.wait(located);
    assert!(!whole && first.len() == 200);
    let (all, whole) = lanes.wait(located);
    assert!(whole && all.len() == 250 && all[..200] == first);
    assert_eq!(lanes.list("")[..200], first.iter().map(|id| id.0).collect::<Vec<_>>());
}

#[test]
fn a_decision_that_cannot_be_read_is_told_once_and_listed_by_doctor() {
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("archive.db");
    drop(Store::open(&archive, Access::Write).unwrap());
    let db = rusqlite::Connection::open(&archive).unwrap();
    db.execute("INSERT INTO corrections(correction) VALUES ('{\"rename\":[1')", []).unwrap();
    drop(db);
    let lanes = lanes(&archive);
    assert!(lanes.list("").is_empty());
    let notice = lanes.wait(|m| if let Message::Notice(sentence) = m { Some(sentence) } else { None });
    assert_eq!(notice, "1 decision or note in the archive cannot be read and is kept aside: see attache doctor");
    assert!(lanes.list("").is_empty());
    assert!(lanes.told.try_iter().all(|m| !matches!(m, Message::Notice(_))), "once");
    let mut doctor = std::process::Command::new(env!("CARGO_BIN_EXE_attache"));
    doctor.arg("--data-dir").arg(dir.path()).args(["--config-dir", "none", "doctor"]);
    let output = doctor.output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let line = "!!  correction 1 cannot be read ({\"rename\":[1): it is kept, but it has no effect";
    assert!(told.lines().any(|found| found == line) && !output.status.success(), "{told}");
}
