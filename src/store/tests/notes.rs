//! Notes that two readers write, drafts of several sessions, and archives of before both.

use super::*;

fn note_on(article: ArticleId, text: &str) -> NoteDraft {
    NoteDraft { article: Some(article), text: text.into(), ..NoteDraft::default() }
}

fn numbered(number: u32, text: &str) -> NoteDraft {
    NoteDraft { key: DraftKey { session: 0, number }, ..note_on(ArticleId(1), text) }
}

fn texts(store: &mut Store) -> Vec<String> {
    store.lost_drafts().unwrap().into_iter().map(|lost| lost.draft.text).collect()
}

#[test]
fn a_note_is_saved_only_over_the_text_that_was_seen() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let first = saved(desk.store.save_note(&note_on(ids[0], "one"), NOW).unwrap());
    let change =
        |text: &str, of: &Note| NoteDraft { id: Some(of.id), version: Some(of.version()), ..note_on(ids[0], text) };
    let mut other = Store::open(&path(&desk.dir), Access::Write).unwrap();
    let theirs = saved(other.save_note(&change("theirs", &first), NOW).unwrap());
    assert_eq!(
        desk.store.save_note(&change("mine", &first), NOW).unwrap(),
        Saved::Newer(Some(Box::new(theirs.clone())))
    );
    assert_eq!(desk.store.notes_on(ids[0]).unwrap()[0], theirs, "nothing is overwritten");
    assert_eq!(desk.store.undo().unwrap().unwrap().sentence, "note changed", "and nothing is in the journal");
    desk.store.redo().unwrap();
    // The same text from both is no conflict; a draft that knows no version is only saved where it is the text.
    saved(desk.store.save_note(&change("theirs", &first), NOW).unwrap());
    let unknown = NoteDraft { version: None, ..change("mine", &first) };
    assert!(matches!(desk.store.save_note(&unknown, NOW).unwrap(), Saved::Newer(Some(_))));
    saved(desk.store.save_note(&change("mine", &theirs), NOW).unwrap());
    // A note that somebody deleted does not come back unasked.
    other.delete_note(first.id, version("mine"), NOW).unwrap();
    assert_eq!(desk.store.save_note(&change("more", &theirs), NOW).unwrap(), Saved::Newer(None));
    assert!(desk.store.notes_on(ids[0]).unwrap().is_empty());
}

#[test]
fn a_draft_is_shown_to_others_once_its_session_is_dead() {
    let mut desk = desk();
    four(&mut desk.store);
    let open = || Store::open(&path(&desk.dir), Access::Write).unwrap();
    let mut first = open();
    first.keep_draft(&numbered(1, "one"), 1).unwrap();
    first.keep_draft(&numbered(2, "two"), 2).unwrap();
    first.keep_draft(&numbered(1, "one more"), 3).unwrap();
    let (mut second, mut third) = (open(), open());
    assert!(texts(&mut second).is_empty() && texts(&mut first).is_empty(), "its writer is alive");
    drop(first);
    assert_eq!(texts(&mut second), ["one more", "two"], "the newest first");
    assert!(texts(&mut third).is_empty(), "the second has taken it over");
    // What is done with it is done to the row of the dead session; its number does not meet one of the second's own.
    second.keep_draft(&numbered(1, "own"), 4).unwrap();
    let lost = second.lost_drafts().unwrap();
    second.keep_draft(&NoteDraft { text: "one more word".into(), ..lost[0].draft.clone() }, 5).unwrap();
    second.drop_draft(lost[1].draft.key).unwrap();
    drop(second);
    assert_eq!(texts(&mut third), ["one more word", "own"]);
    // A note that is saved drops its draft with it.
    let lost = third.lost_drafts().unwrap();
    saved(third.save_note(&lost[0].draft, NOW).unwrap());
    drop(third);
    assert_eq!(texts(&mut open()), ["own"]);
    assert_eq!(
        std::fs::read_dir(path(&desk.dir).parent().unwrap()).unwrap().count(),
        4,
        "the archive, -wal, -shm and -turn"
    );
}

#[test]
fn a_draft_says_what_it_is_about() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let anchor = Anchor { article: ids[0], span: Span::new(0, 7), quote: "MOMBASA".into(), ..anchor() };
    let on = NoteDraft { anchor: Some(anchor), ..NoteDraft::default() };
    assert_eq!(desk.store.about(&on).unwrap(), "“MOMBASA” · Harbour strike ends");
    let on = NoteDraft { entity: Some(EntityId(1)), ..NoteDraft::default() };
    assert_eq!(desk.store.about(&on).unwrap(), "Amina Yusuf");
}

fn anchor() -> Anchor {
    Anchor {
        article: ArticleId(1),
        span: Span::new(0, 0),
        quote: String::new(),
        before: String::new(),
        after: String::new(),
    }
}

/// Takes an archive back to the version before drafts had sessions, with a draft in it.
fn older(desk: &Desk) {
    let draft = r#"{"id":null,"anchor":null,"article":1,"entity":null,"text":"of before"}"#;
    let sql = "DROP TABLE drafts; CREATE TABLE drafts(id INTEGER PRIMARY KEY, draft TEXT NOT NULL);
               PRAGMA user_version = 4;";
    desk.store.db.execute_batch(sql).unwrap();
    desk.store.db.execute("INSERT INTO drafts VALUES (0, ?1)", [draft]).unwrap();
}

#[test]
fn the_draft_of_an_older_archive_is_offered() {
    let mut desk = desk();
    four(&mut desk.store);
    older(&desk);
    let mut store = Store::open(&path(&desk.dir), Access::Write).unwrap();
    assert_eq!(texts(&mut store), ["of before"]);
    let lost = store.lost_drafts().unwrap();
    store.drop_draft(lost[0].draft.key).unwrap();
    drop(store);
    assert!(texts(&mut Store::open(&path(&desk.dir), Access::Write).unwrap()).is_empty());
}

#[test]
fn a_migration_that_fails_leaves_the_older_archive() {
    let mut desk = desk();
    four(&mut desk.store);
    older(&desk);
    // The name that the step needs is taken: it fails after its first statement.
    desk.store.db.execute_batch("CREATE INDEX in_the_way ON drafts(draft); CREATE TABLE drafts_before(x)").unwrap();
    assert!(Store::open(&path(&desk.dir), Access::Write).is_err());
    let number = |sql: &str| desk.store.db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((number("PRAGMA user_version"), number("SELECT count(*) FROM drafts")), (4, 1));
    desk.store.db.execute_batch("DROP TABLE drafts_before").unwrap();
    let mut store = Store::open(&path(&desk.dir), Access::Write).unwrap();
    assert_eq!(texts(&mut store), ["of before"]);
}
