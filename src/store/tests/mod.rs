//! The archive seen through its methods, in real files.

mod entities;
mod faults;
mod groups;
mod large;
mod linking;
mod notes;
mod unreadable;

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::news::article::{ArticleId, Draft};
use crate::news::entity::{Correction, EntityId, Link};
use crate::news::mention::{Annotations, Chain, Form, Kind, Mention, Why};
use crate::news::note::{Anchor, DraftKey, Note, NoteDraft, NoteId, NoteVersion, Scope};
use crate::news::ruling::Ruled;
use crate::news::time::Timestamp;
use crate::news::triage::{Change, Sort, State};
use crate::query::{Clock, Query, parse};
use crate::resolve::Resolver;
use crate::text::span::Span;

const NOW: Timestamp = Timestamp(1_795_500_000);
const CLOCK: Clock = Clock { now: NOW, offset: 0 };

struct Desk {
    dir: TempDir,
    store: Store,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&path(&dir), Access::Write).unwrap();
    Desk { dir, store }
}

fn path(dir: &TempDir) -> PathBuf {
    dir.path().join("data/archive.sqlite")
}

/// An article with the persons `names` found in it, wherever they stand.
fn taken(headline: &str, source: &str, day: i64, body: &str, names: &[&str]) -> Taken {
    let mut found = Annotations { sentences: vec![Span::new(0, body.len())], ..Annotations::default() };
    for (i, name) in names.iter().enumerate() {
        let mut chain =
            Chain { kind: Kind::Person, name: (*name).into(), mentions: vec![], roles: vec!["Judge".into()] };
        for (start, words) in body.match_indices(name) {
            chain.mentions.push(found.mentions.len() as u32);
            found.mentions.push(Mention {
                span: Span::new(start, start + words.len()),
                form: Form::Name,
                kind: Kind::Person,
                chain: i as u32,
                score: 1.0,
                why: Why::First,
            });
        }
        found.chains.push(chain);
    }
    let draft = Draft {
        source: source.into(),
        headline: headline.into(),
        published: Some(Timestamp(NOW.0 - day * 86_400)),
        body: body.into(),
        tags: vec!["wire".into()],
        ..Draft::default()
    };
    let mut digest = [0u8; 32];
    for (i, b) in headline.bytes().chain(body.bytes()).chain(source.bytes()).enumerate() {
        digest[i % 32] = digest[i % 32].wrapping_mul(31).wrapping_add(b);
    }
    Taken { draft, digest, received: NOW, found }
}

fn four(store: &mut Store) -> Vec<ArticleId> {
    let batch = [
        taken(
            "Harbour strike ends",
            "KNA",
            3,
            "MOMBASA (KNA) -- Amina Yusuf said the port was open.",
            &["Amina Yusuf"],
        ),
        taken("Judge named", "AFA", 2, "Karl Yusuf met Amina Yusuf in Oslo.", &["Karl Yusuf", "Amina Yusuf"]),
        taken("Café rules", "KNA", 1, "Yusuf spoke of 中国贸易 and cafés.", &["Yusuf"]),
        taken("Flood", "Desk: notes", 0, "O'Neil-Smith saw the flood.", &["O'Neil-Smith"]),
    ];
    let import = store.begin_import(NOW).unwrap();
    let stored = Resolver::new(store).insert(import, 1, &batch).unwrap();
    stored.iter().map(|s| if let Stored::New(id) = s { *id } else { panic!("known already") }).collect()
}

/// The note that was saved.
fn saved(saved: Saved) -> Note {
    match saved {
        Saved::Note(note) => *note,
        Saved::Newer(newer) => panic!("not saved: {newer:?}"),
    }
}

/// The version of a note with this text.
fn version(text: &str) -> NoteVersion {
    NoteVersion(crate::text::hash::fnv64(text.bytes()))
}

fn list(store: &Store, query: &str) -> Vec<i64> {
    let ids = store.order(&parse(query).unwrap(), Sort::Newest, &CLOCK).unwrap();
    ids.iter().map(|id| id.0).collect()
}

#[test]
fn the_next_article_of_somebody_is_behind_the_one_on_screen_and_around_the_end() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let next = |sort, from: Option<usize>| {
        let from = from.map(|at| ids[at]);
        let next = desk.store.next(&Query::All, parse("amina").unwrap(), sort, &CLOCK, from).unwrap();
        next.and_then(|next| ids.iter().position(|id| *id == next))
    };
    for (from, newest, oldest) in [(Some(3), 1, 0), (Some(1), 0, 0), (Some(0), 1, 1), (None, 1, 0)] {
        assert_eq!((next(Sort::Newest, from), next(Sort::Oldest, from)), (Some(newest), Some(oldest)), "{from:?}");
        assert!(next(Sort::Score, from).is_some());
    }
    let outside = desk.store.next(&parse("flood").unwrap(), parse("amina").unwrap(), Sort::Newest, &CLOCK, None);
    assert_eq!(outside.unwrap(), None);
}

#[test]
fn queries_find_what_they_say() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    desk.store.triage(&[ids[0]], &Change::State(State::Kept), NOW).unwrap();
    desk.store.triage(&ids[1..3], &Change::Tag("#Oslo talks".into()), NOW).unwrap();
    desk.store.triage(&ids[3..], &Change::Star(true), NOW).unwrap();
    for (query, found) in [
        ("", vec![4, 3, 2, 1]),
        ("yusuf", vec![3, 2, 1]),
        ("yus*", vec![3, 2, 1]),
        ("yus", vec![]),
        ("\"amina yusuf\" -oslo", vec![1]),
        ("cafe or flood", vec![4, 3]),
        ("not cafe", vec![4, 2, 1]),
        ("中国 贸易", vec![3]),
        ("国贸", vec![3]),
        ("o'neil", vec![4]),
        ("\"smith saw\"", vec![4]),
        ("person:amina", vec![2, 1]),
        ("person:\"yusuf karl\"", vec![2]),
        ("org:amina", vec![]),
        ("entity:#1", vec![3, 2, 1]),
        ("source:kna is:kept", vec![1]),
        ("source:desk", vec![4]),
        ("is:undecided source:kna", vec![3]),
        ("is:star or is:kept", vec![4, 1]),
        ("-is:star yusuf", vec![3, 2, 1]),
        ("tag:oslo", vec![3, 2]),
        ("tag:wire has:tag", vec![3, 2]),
        ("date:2d", vec![4, 3, 2]),
        ("date:..yesterday -tag:oslo", vec![1]),
        ("import:last date:today", vec![4]),
        ("import:7", vec![]),
        ("has:note or \"—\"", vec![]),
        ("(yusuf or flood) (is:new or is:kept)", vec![4, 3, 2, 1]),
    ] {
        assert_eq!(list(&desk.store, query), found, "{query}");
    }
    assert_eq!(list(&desk.store, "is:undecided").len(), 3);
    let best = desk.store.best(&parse("yusuf").unwrap(), &CLOCK, 10).unwrap();
    assert_eq!(best.len(), 3);
    let mut scan = Scan::new(parse("yusuf").unwrap(), Sort::Oldest);
    while !desk.store.scan(&mut scan, &CLOCK, 1).unwrap() {}
    assert_eq!(scan.ids, ids[..3]);
    let window = desk.store.window(&Query::All, Sort::Oldest, &CLOCK, Some(ids[3]), 2).unwrap();
    assert!(!window.ids.is_empty() && window.ids.contains(&ids[3]));
}

#[test]
fn the_same_bytes_are_known_again() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let again = taken("Flood", "Desk: notes", 0, "O'Neil-Smith saw the flood.", &["O'Neil-Smith"]);
    let stored = Resolver::new(&mut desk.store).insert(2, 1, &[again]).unwrap();
    assert_eq!(stored, [Stored::Known(ids[3])]);
    assert_eq!(list(&desk.store, "").len(), 4);
    let article = desk.store.article(ids[2]).unwrap();
    assert_eq!((article.draft.source.as_str(), article.draft.tags.len()), ("KNA", 1));
    assert!(matches!(desk.store.article(ArticleId(99)), Err(StoreError::Missing(_))));
}

#[test]
fn decisions_are_undone_and_redone_also_after_a_restart() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    assert!(desk.store.seen(ids[0]).unwrap() && !desk.store.seen(ids[0]).unwrap());
    let step = desk.store.triage(&ids, &Change::State(State::Dismissed), NOW).unwrap();
    assert_eq!(step.sentence, "4 articles dismissed");
    let step = desk.store.triage(&ids[..1], &Change::State(State::Later), NOW).unwrap();
    assert_eq!((step.sentence.as_str(), step.articles.len()), ("1 article put off", 1));
    drop(desk.store);
    let mut store = Store::open(&path(&desk.dir), Access::Write).unwrap();
    store.undo().unwrap().unwrap();
    assert_eq!(list(&store, "is:dismissed").len(), 4);
    store.undo().unwrap().unwrap();
    assert_eq!((list(&store, "is:read"), list(&store, "is:new").len()), (vec![1], 3));
    assert_eq!(store.undo().unwrap(), None);
    store.redo().unwrap().unwrap();
    assert_eq!(list(&store, "is:dismissed").len(), 4);
    // A new decision ends what could be redone.
    store.triage(&ids[..1], &Change::Star(true), NOW).unwrap();
    assert_eq!(store.redo().unwrap(), None);
    assert!(store.triage(&ids[..1], &Change::Star(true), NOW).unwrap().articles.is_empty());
}

#[test]
fn undo_leaves_alone_what_somebody_else_decided_since() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    desk.store.triage(&ids[..2], &Change::State(State::Kept), NOW).unwrap();
    let other = Store::open(&path(&desk.dir), Access::Write).unwrap();
    other.db.execute("UPDATE marks SET state = 4 WHERE id = 1", []).unwrap();
    desk.store.undo().unwrap();
    assert_eq!((list(&desk.store, "is:dismissed"), list(&desk.store, "is:new").len()), (vec![1], 3));
}

#[test]
fn notes_are_kept_changed_deleted_and_brought_back() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let anchor = Anchor {
        article: ids[0],
        span: Span::new(17, 28),
        quote: "Amina Yusuf".into(),
        before: "(KNA) -- ".into(),
        after: " said".into(),
    };
    let draft = NoteDraft { anchor: Some(anchor), text: "who?".into(), ..NoteDraft::default() };
    let note = saved(desk.store.save_note(&draft, NOW).unwrap());
    let version = Some(note.version());
    let changed = NoteDraft { id: Some(note.id), text: "the judge".into(), version, ..draft.clone() };
    let later = saved(desk.store.save_note(&changed, Timestamp(NOW.0 + 9)).unwrap());
    assert_eq!((later.id, later.created, later.article), (note.id, NOW, Some(ids[0])));
    let on_entity = NoteDraft { entity: Some(EntityId(1)), text: "see file".into(), ..NoteDraft::default() };
    desk.store.save_note(&on_entity, NOW).unwrap();
    assert_eq!(list(&desk.store, "has:quote"), [1]);
    assert_eq!(desk.store.rows(&ids[..1]).unwrap()[0].notes, 1);
    let newer = desk.store.delete_note(note.id, note.version(), NOW).unwrap();
    assert_eq!(newer, Deleted::Newer(Box::new(later.clone())), "it is another one by now");
    desk.store.delete_note(note.id, later.version(), NOW).unwrap();
    assert!(desk.store.notes_on(ids[0]).unwrap().is_empty());
    desk.store.undo().unwrap();
    assert_eq!(desk.store.notes_on(ids[0]).unwrap(), [later]);
    let all = desk.store.notes(&Scope::All, &CLOCK).unwrap();
    assert_eq!(all.iter().map(|n| n.about.as_str()).collect::<Vec<_>>(), ["Harbour strike ends", "Amina Yusuf"]);
    assert_eq!(desk.store.notes(&Scope::Query("strike".into()), &CLOCK).unwrap().len(), 1);
    assert!(matches!(desk.store.notes(&Scope::Query("is:odd".into()), &CLOCK), Err(StoreError::Query(_))));
    assert_eq!(desk.store.notes(&Scope::Entity(EntityId(1)), &CLOCK).unwrap().len(), 2, "on it, and quoting it");
    let dossier = desk.store.dossier(&Scope::All, &CLOCK).unwrap();
    let cited = crate::export::quotes(&crate::export::markdown(&dossier));
    let body = desk.store.body(desk.store.by_digest(&cited[0].digest).unwrap().unwrap()).unwrap();
    assert_eq!((cited.len(), cited[0].check(&body)), (1, crate::export::Check::Holds));
    assert_eq!(desk.store.by_digest("0123456789abcdef").unwrap(), None);
}

#[test]
fn copies_of_a_story_are_one_row_and_none_is_lost() {
    let mut desk = desk();
    let text = (0..60)
        .map(|i| format!("Sentence {i} tells of harvest {} in the valley. ", i * 7))
        .collect::<Vec<_>>()
        .concat();
    let longer = format!("{text}A further sentence came in the evening.");
    let other =
        (0..60).map(|i| format!("Item {i}: the council of {} met on water. ", i * 5)).collect::<Vec<_>>().concat();
    let batch = [
        taken("Harvest", "KNA", 1, &text, &[]),
        taken("Harvest, update", "AFA", 0, &longer, &[]),
        taken("Council", "KNA", 0, &other, &[]),
        taken("Harvest of last month", "KNA", 30, &text, &[]),
    ];
    Resolver::new(&mut desk.store).insert(1, 1, &batch).unwrap();
    assert_eq!(list(&desk.store, ""), [3, 2, 4]);
    assert_eq!(desk.store.rows(&[ArticleId(2)]).unwrap()[0].copies, 1);
    assert_eq!(list(&desk.store, "source:kna"), [3, 1, 4], "the copy shows where its elder does not match");
    assert_eq!(desk.store.all(&Query::All, &CLOCK).unwrap().len(), 4);
}

#[test]
fn an_archive_is_private_and_says_when_it_can_not_be_used() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let mut desk = desk();
    four(&mut desk.store);
    let file = path(&desk.dir);
    let mode = |p: &std::path::Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    assert_eq!(mode(&file.with_extension("sqlite-wal")), 0o600);
    let mut read = Store::open(&file, Access::Read).unwrap();
    assert_eq!(list(&read, "").len(), 4);
    let denied = read.triage(&[ArticleId(1)], &Change::Star(true), NOW);
    assert!(matches!(denied, Err(StoreError::ReadOnly)) && !read.writable());
    let behind = desk.dir.path().join("behind");
    symlink(file.parent().unwrap(), &behind).unwrap();
    assert_eq!(
        list(&Store::open(&behind.join("archive.sqlite"), Access::Read).unwrap(), "").len(),
        4,
        "a folder may be a link"
    );
    desk.store.db.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open(&file, Access::Write), Err(StoreError::Newer { found: 99, .. })));
    let dir = desk.dir.path();
    let text = dir.join("text");
    fs::write(&text, "no database at all, but long enough to be looked at as one. ".repeat(40)).unwrap();
    assert!(matches!(Store::open(&text, Access::Write), Err(StoreError::Damaged { path: Some(_), .. })));
    let link = dir.join("link");
    symlink(&file, &link).unwrap();
    assert!(matches!(Store::open(&link, Access::Write), Err(StoreError::Place { .. })));
    assert!(matches!(Store::open(dir, Access::Write), Err(StoreError::Place { .. })));
    let foreign = dir.join("foreign");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t(x)").unwrap();
    assert!(matches!(Store::open(&foreign, Access::Write), Err(StoreError::Foreign(_))));
    assert!(matches!(Store::open(&dir.join("none"), Access::Read), Err(StoreError::NotThere(_))));
}

#[test]
fn two_connections_see_each_other() {
    let mut desk = desk();
    let other = Store::open(&path(&desk.dir), Access::Read).unwrap();
    let before = other.generation().unwrap();
    assert_eq!(other.generation().unwrap(), before);
    four(&mut desk.store);
    assert_ne!(other.generation().unwrap(), before);
    assert_eq!(list(&other, "flood"), [4]);
    assert!(other.complaints().unwrap().is_empty());
}
