//! Damaged rows of what the user decided or wrote are kept, counted and listed, and do not hide the others.

use super::*;

/// Four articles with two decisions, a judgement, two notes and a draft; then one row of each is damaged.
fn damaged() -> (Desk, Vec<ArticleId>) {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let store = &mut desk.store;
    store.correct(&Correction::Rename(EntityId(1), "A. Yusuf".into()), NOW).unwrap();
    store.correct(&Correction::Hide(EntityId(2)), NOW).unwrap();
    store.judge(ids[0], &[0], EntityId(1), false, NOW).unwrap();
    store.judge(ids[1], &[0], EntityId(2), false, NOW).unwrap();
    for words in ["first", "second"] {
        let draft = NoteDraft { article: Some(ids[0]), text: words.into(), ..NoteDraft::default() };
        store.save_note(&draft, NOW).unwrap();
    }
    store.keep_draft(&NoteDraft { text: "half".into(), ..NoteDraft::default() }, 1).unwrap();
    store.triage(&ids[..2], &Change::State(State::Kept), NOW).unwrap();
    assert!(store.unreadable().unwrap().is_empty());
    store
        .db
        .execute_batch(
            "UPDATE corrections SET correction = '{\"rename\":[1' WHERE id = 1;
             UPDATE judgements SET same = 'perhaps' WHERE article = 1;
             UPDATE notes SET text = x'00ff' WHERE id = 1;
             UPDATE drafts SET draft = '{\"text\":7}';
             UPDATE marks SET state = 9 WHERE id = 1;
             UPDATE journal SET deed = '{\"brew\":{}}' WHERE id = (SELECT max(id) FROM journal)",
        )
        .unwrap();
    (desk, ids)
}

#[test]
fn a_damaged_decision_is_told_and_the_others_hold() {
    let (desk, ids) = damaged();
    let store = &desk.store;
    let lines: Vec<String> = store.unreadable().unwrap().iter().map(ToString::to_string).collect();
    for (line, words) in lines.iter().zip([
        "correction 1 cannot be read ({\"rename\":[1): it is kept, but it has no effect",
        "judgement on amina yusuf in article 1 cannot be read (perhaps)",
        "triage state of article 1 cannot be read (9)",
        "note 1 cannot be read (2 bytes)",
        "draft 0 cannot be read ({\"text\":7})",
        "of the journal cannot be read ({\"brew\":{}}): it is kept, but undo and redo stop at it",
    ]) {
        assert!(line.contains(words), "{words:?} is not in {line:?}");
    }
    assert_eq!(lines.len(), 6, "{lines:?}");
    // The others hold, whatever reads them.
    assert_eq!(store.corrections().unwrap(), [Correction::Hide(EntityId(2))]);
    assert_eq!(store.shown(EntityId(2)).unwrap(), None);
    let found = store.annotations(ids[1]).unwrap();
    assert_eq!(store.links(ids[1], &found).unwrap()[0].entity(), None);
    assert!(store.links(ids[0], &store.annotations(ids[0]).unwrap()).unwrap()[0].entity().is_some());
    let texts: Vec<String> = store.notes_on(ids[0]).unwrap().into_iter().map(|note| note.text).collect();
    assert_eq!(texts, ["second"]);
    assert_eq!(store.notes(&Scope::All, &CLOCK).unwrap().len(), 1);
    assert_eq!(store.rulings().unwrap().len(), 2, "one hidden, one link refused");
    assert!(store.untold().unwrap().is_empty());
}

#[test]
fn nothing_that_cannot_be_read_is_overwritten() {
    let (mut desk, _) = damaged();
    let store = &mut desk.store;
    assert!(store.lost_drafts().unwrap().is_empty());
    let key = DraftKey { session: 0, number: 1 };
    let new = NoteDraft { text: "new".into(), key, ..NoteDraft::default() };
    store.keep_draft(&new, 2).unwrap();
    store.drop_draft(key).unwrap();
    store.correct(&Correction::Rename(EntityId(1), "Amina".into()), NOW).unwrap();
    let rows = store.unreadable().unwrap();
    assert!(rows.iter().any(|row| row.row == "draft 0" && row.content == "{\"text\":7}"), "{rows:?}");
    assert!(rows.iter().any(|row| row.row == "correction 1"), "{rows:?}");
    // The new correction is undone as ever; then undo stops, and says where.
    assert_eq!(store.undo().unwrap().unwrap().sentence, "A. Yusuf is shown as Amina");
    let stopped = store.undo().unwrap_err().to_string();
    assert!(stopped.contains("row 7 of the journal") && stopped.contains("undo and redo stop at it"), "{stopped}");
}

#[test]
fn an_older_archive_with_a_damaged_correction_is_brought_up_to_date() {
    let (desk, _) = damaged();
    desk.store
        .db
        .execute_batch(
            "ALTER TABLE entities DROP COLUMN shared; DROP TABLE concerned; DROP INDEX nodes_entity; DROP INDEX nodes_lead",
        )
        .unwrap();
    desk.store.db.execute_batch(schema::GROUPS).unwrap();
    let concerned = "SELECT group_concat(entity || ':' || correction) FROM concerned";
    let concerned: String = desk.store.db.query_row(concerned, [], |row| row.get(0)).unwrap();
    assert_eq!(concerned, "2:2");
}
