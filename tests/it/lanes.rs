//! The two lanes: commands in, messages out, on a real archive.

use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use attache::app::command::{Command, Destination, Targets, Ticket, TypedDraft, View};
use attache::app::message::Message;
use attache::config::watch::Wanted;
use attache::export::format::Format;
use attache::news::article::ArticleId;
use attache::news::note::{NoteDraft, Scope};
use attache::news::triage::{Change, State};
use attache::runtime::background::Jobs;
use attache::runtime::foreground;
use attache::runtime::lane::Lane;
use attache::runtime::names::Gatherer;
use attache::store::{Access, Store};

struct Desk {
    quick: Lane<Command>,
    jobs: Jobs,
    told: Receiver<Message>,
    copied: Receiver<String>,
}

fn desk(archive: &Path) -> Desk {
    let (tell, told) = channel();
    let (copy, copied) = channel();
    let store = Store::open(archive, Access::Write).unwrap();
    let say = move |message| drop(tell.send(message));
    let names = Gatherer::new(archive.to_owned(), say.clone());
    let quick = {
        let watch = vec![Wanted { name: "ana SOUSA".into(), kind: None }];
        foreground::spawn(store, names.clone(), watch, say.clone(), move |text| drop(copy.send(text))).unwrap()
    };
    Desk { quick, jobs: Jobs::spawn(archive.to_owned(), names, say).unwrap(), told, copied }
}

impl Desk {
    fn send(&self, command: Command) {
        assert!(self.quick.send(command));
    }

    /// The next message that `pick` takes; others go by.
    fn wait<T>(&self, mut pick: impl FnMut(Message) -> Option<T>) -> T {
        loop {
            let message = self.told.recv_timeout(Duration::from_mins(1)).expect("an answer within a minute");
            if let Message::Failed { what, error } = &message {
                panic!("{what}: {error}");
            }
            if let Some(found) = pick(message) {
                return found;
            }
        }
    }

    fn list(&self, query: &str) -> Vec<i64> {
        let ticket = Ticket(7);
        self.send(Command::List { ticket, view: View { query: query.into(), ..View::default() }, around: None });
        self.wait(|m| match m {
            Message::Listed { ids, undecided: Some(_), whole: true, .. } => Some(ids.iter().map(|id| id.0).collect()),
            _ => None,
        })
    }
}

#[test]
fn a_morning_at_the_desk() {
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("data/archive.db");
    let pile = dir.path().join("pile.jsonl");
    let line =
        |n: usize, text: &str| format!("{{\"headline\":\"Story {n}\",\"body\":\"{text}\",\"source\":\"KNA\"}}\n");
    let texts = ["Karl Maier met Ana Sousa in Lisbon.", "Ana Sousa spoke.", "Nothing else happened on Monday."];
    let all: Vec<String> = texts.iter().enumerate().map(|(i, t)| line(i + 1, t)).collect();
    fs::write(&pile, all.concat()).unwrap();
    let desk = desk(&archive);
    desk.jobs.import(vec![pile]);
    let imported = desk.wait(|m| if let Message::Imported(imported) = m { Some(imported) } else { None });
    assert_eq!((imported.taken, imported.refused.len()), (3, 0));
    assert_eq!(desk.list("sousa"), [2, 1]);
    // Nobody bore the name when the session began; it is watched from now on.
    assert_eq!(desk.list("is:watched"), [2, 1]);
    // Undecided, undone, done again.
    let targets = Targets::Found("sousa".into());
    desk.send(Command::Triage { targets, change: Change::State(State::Dismissed) });
    let sentence = desk.wait(|m| if let Message::Triaged { sentence, .. } = m { Some(sentence) } else { None });
    assert_eq!(sentence, "2 articles dismissed");
    assert_eq!(desk.list("is:undecided"), [3]);
    desk.send(Command::Undo);
    let sentence = desk.wait(|m| if let Message::Undone { sentence, .. } = m { Some(sentence) } else { None });
    assert_eq!(sentence, "undone: 2 articles dismissed");
    assert_eq!(desk.list("is:undecided"), [3, 2, 1]);
    // A wrong query says where.
    let view = View { query: "is:odd".into(), ..View::default() };
    desk.send(Command::List { ticket: Ticket(8), view, around: None });
    assert_eq!(desk.wait(|m| if let Message::Unlisted { at, .. } = m { Some(at) } else { None }), 3);
    // Only the last of several articles asked for at once has to come.
    for (ticket, id) in [(9, 1), (10, 2), (11, 3)] {
        desk.send(Command::Open { ticket: Ticket(ticket), article: ArticleId(id) });
    }
    let last = desk.wait(|m| match m {
        Message::Opened { ticket: Ticket(11), opened } => Some(opened),
        _ => None,
    });
    assert_eq!(last.article.draft.headline, "Story 3");
    // A note, typed, kept, saved and sent out.
    let note = NoteDraft { article: Some(ArticleId(1)), text: "call her".into(), ..NoteDraft::default() };
    desk.send(Command::SaveNote(note.clone()));
    desk.wait(|m| if let Message::NoteSaved(note) = m { Some(note) } else { None });
    let to = dir.path().join("out.md");
    let export = |replace| Command::Export {
        scope: Scope::All,
        format: Format::Markdown,
        to: Destination::File { path: to.clone(), replace },
    };
    desk.send(export(false));
    desk.wait(|m| if let Message::Exported(words) = m { Some(words) } else { None });
    desk.send(export(false));
    desk.wait(|m| if let Message::Exists(path) = m { Some(path) } else { None });
    desk.send(Command::Export { scope: Scope::All, format: Format::Text, to: Destination::Clipboard });
    assert!(desk.copied.recv_timeout(Duration::from_mins(1)).unwrap().contains("call her"));
    desk.send(Command::SaveDraft(TypedDraft { note: note.clone() }));
    desk.quick.end();
    desk.jobs.end();
    let desk = self::desk(&archive);
    let restored = desk.wait(|m| if let Message::Restored(typed) = m { Some(typed.note) } else { None });
    assert_eq!(restored, note);
}

#[test]
fn where_somebody_occurs_is_told_twice_if_often() {
    let dir = tempfile::tempdir().unwrap();
    let (archive, pile) = (dir.path().join("data/archive.db"), dir.path().join("pile.jsonl"));
    let line = |n: usize| format!("{{\"headline\":\"Story {n}\",\"body\":\"Karl Maier spoke on matter {n}.\"}}\n");
    fs::write(&pile, (0..250).map(line).collect::<Vec<_>>().concat()).unwrap();
    let desk = desk(&archive);
    desk.jobs.import(vec![pile]);
    desk.wait(|m| matches!(m, Message::Imported(_)).then_some(()));
    let store = Store::open(&archive, Access::Read).unwrap();
    let entity = store.ranked(None, 1).unwrap()[0].0;
    desk.send(Command::Locate { ticket: Ticket(1), all: vec![entity], view: View::default() });
    let located = |m| match m {
        Message::Located { articles, whole, .. } => Some((articles, whole)),
        _ => None,
    };
    let (first, whole) = desk.wait(located);
    assert!(!whole && first.len() == 200);
    let (all, whole) = desk.wait(located);
    assert!(whole && all.len() == 250 && all[..200] == first);
    assert_eq!(desk.list("")[..200], first.iter().map(|id| id.0).collect::<Vec<_>>());
}
