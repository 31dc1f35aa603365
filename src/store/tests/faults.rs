//! Every change of the archive goes wrong once at each of its steps: the archive is as it was, and then the change can be made.

use super::*;
use crate::store::{Fault, Faults};

type Changes = Vec<(&'static str, Box<dyn FnMut(&mut Store) -> Result<()>>)>;

/// One change of each kind, in an order in which all of them can be made.
fn changes() -> Changes {
    let one = ArticleId(2);
    let note = move |text: &str| NoteDraft { article: Some(one), text: text.into(), ..NoteDraft::default() };
    let key = DraftKey { session: 0, number: 1 };
    let correct = |correction: Correction| move |s: &mut Store| s.correct(&correction, NOW).map(drop);
    vec![
        ("state", Box::new(move |s| s.triage(&[one], &Change::State(State::Kept), NOW).map(drop))),
        ("star", Box::new(move |s| s.triage(&[one], &Change::Star(true), NOW).map(drop))),
        ("tag", Box::new(move |s| s.triage(&[one], &Change::Tag("oslo".into()), NOW).map(drop))),
        ("undo", Box::new(|s| s.undo().map(drop))),
        ("redo", Box::new(|s| s.redo().map(drop))),
        ("seen", Box::new(|s| s.seen(ArticleId(1)).map(drop))),
        ("position", Box::new(|s| s.set_position(ArticleId(1), 7))),
        ("chosen", Box::new(|s| s.chosen(EntityId(1)))),
        ("draft", Box::new(move |s| s.keep_draft(&NoteDraft { key, ..note("half") }, 1))),
        ("note", Box::new(move |s| s.save_note(&note("whole"), NOW).map(drop))),
        ("delete", Box::new(|s| s.delete_note(NoteId(1), version("whole"), NOW).map(drop))),
        ("drop", Box::new(move |s| s.drop_draft(key))),
        ("watch", Box::new(move |s| s.watch(EntityId(1), true, NOW).map(drop))),
        ("rename", Box::new(correct(Correction::Rename(EntityId(1), "Amina".into())))),
        ("split", Box::new(correct(Correction::Split(EntityId(1), vec![one])))),
        ("judge", Box::new(move |s| s.judge(one, &[0], EntityId(2), false, NOW).map(drop))),
        ("refuse", Box::new(move |s| s.refuse(ArticleId(1), 0, EntityId(1), NOW).map(drop))),
        ("carve", Box::new(move |s| s.carve(ArticleId(1), 0, NOW).map(drop))),
        ("import", Box::new(|s| s.begin_import(NOW).map(drop))),
        ("articles", Box::new(|s| Resolver::new(s).insert(2, 1, &[taken("New", "KNA", 0, "x", &[])]).map(drop))),
    ]
}

/// All that users decided or wrote, and the articles.
fn dump(store: &Store) -> Vec<String> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE 'sqlite%'";
    let mut tables = store.db.prepare(sql).unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
    let mut out = Vec::new();
    for table in tables {
        let mut rows = store.db.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<_> = (0..columns).map(|at| row.get_ref(at).unwrap()).collect();
            out.push(format!("{table} {cells:?}"));
        }
    }
    out
}

#[test]
fn a_change_that_goes_wrong_leaves_the_archive_as_it_was() {
    let mut desk = desk();
    four(&mut desk.store);
    let faults = Faults::default();
    desk.store.inject(&faults);
    for (name, mut change) in changes() {
        let before = dump(&desk.store);
        for (fault, words) in [
            (Fault::Full, "full"),
            (Fault::ReadOnly, "read-only"),
            (Fault::Busy, "another program"),
            (Fault::Disk, "disk I/O"),
        ] {
            for step in 0..2 {
                faults.plan(step, 1, fault);
                let error = change(&mut desk.store).expect_err(name).to_string();
                assert!(error.contains(words), "{name}: {error}");
                assert!(dump(&desk.store) == before, "{name} failed at step {step}");
            }
        }
        faults.end();
        change(&mut desk.store).unwrap();
        assert!(dump(&desk.store) != before, "{name}");
    }
    assert!(desk.store.complaints().unwrap().is_empty());
}
