//! Links of chains, the user's decisions about them, and undo.

use super::*;

#[test]
fn chains_become_entities_and_the_reader_has_the_last_word() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let links = |store: &Store, id| {
        let found = store.annotations(id).unwrap();
        store.links(id, &found).unwrap()
    };
    let amina = links(&desk.store, ids[0])[0].entity().unwrap();
    let both = links(&desk.store, ids[1]);
    assert_eq!((both[1].entity(), both[1].articles, both[1].first), (Some(amina), 3, false));
    assert!(both[0].first && links(&desk.store, ids[0])[0].first);
    // "Yusuf" alone may be either: nothing doubtful is merged.
    let lone = links(&desk.store, ids[2]);
    assert!(matches!(&lone[0].link, Link::Uncertain(c) if c.len() == 2), "{lone:?}");
    let karl = both[0].entity().unwrap();
    desk.store.judge(ids[2], &[0], amina, false, NOW).unwrap();
    assert_eq!(links(&desk.store, ids[2])[0].entity(), Some(karl));
    assert_eq!(list(&desk.store, "person:amina"), [2, 1]);
    desk.store.judge(ids[2], &[0], karl, true, NOW).unwrap();
    assert!(matches!(links(&desk.store, ids[2])[0].link, Link::Certain(e, _) if e == karl));
    // Annotated again by another engine: the judgements stay.
    let found = desk.store.annotations(ids[2]).unwrap();
    let stale = desk.store.stale(2, ArticleId(2), 10).unwrap();
    assert_eq!(stale.len(), 2);
    Resolver::new(&mut desk.store).annotate_again(2, &[(ids[2], found)]).unwrap();
    assert!(matches!(links(&desk.store, ids[2])[0].link, Link::Certain(e, _) if e == karl));
    assert_eq!(list(&desk.store, "person:amina"), [2, 1]);
    desk.store.undo().unwrap();
    desk.store.undo().unwrap();
    assert!(matches!(&links(&desk.store, ids[2])[0].link, Link::Uncertain(c) if c.len() == 2));
    let entity = desk.store.entity(amina).unwrap();
    assert_eq!((entity.name.as_str(), entity.articles, entity.roles.len()), ("Amina Yusuf", 3, 1));
    let seen = desk.store.appearances(amina, &parse("is:new").unwrap(), Sort::Oldest, &CLOCK).unwrap();
    assert_eq!(seen, ids[..3], "the one that may be her too");
}

#[test]
fn corrections_leave_no_trace_when_taken_back() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let found = desk.store.annotations(ids[1]).unwrap();
    let linked = desk.store.links(ids[1], &found).unwrap();
    let (karl, amina) = (linked[0].entity().unwrap(), linked[1].entity().unwrap());
    desk.store.correct(&Correction::Merge(amina, karl), NOW).unwrap();
    desk.store.correct(&Correction::Rename(amina, "A. K. Yusuf".into()), NOW).unwrap();
    desk.store.watch(amina, true, NOW).unwrap();
    let linked = desk.store.links(ids[1], &found).unwrap();
    assert!(linked.iter().all(|l| l.entity() == Some(amina) && l.name == "A. K. Yusuf" && l.watched), "{linked:?}");
    assert_eq!(desk.store.entity(karl).unwrap().aliases.len(), 2);
    assert_eq!(list(&desk.store, "is:watched"), [3, 2, 1]);
    let mut names = Vec::new();
    desk.store
        .names(|named| {
            names.push(named);
            true
        })
        .unwrap();
    let one = names.iter().find(|n| n.entity == amina).unwrap();
    assert_eq!((one.aliases.len(), one.roles.len(), names.len()), (2, 2, 2), "{names:?}");
    for _ in 0..3 {
        desk.store.undo().unwrap();
    }
    assert_eq!(desk.store.links(ids[1], &found).unwrap()[0].name, "Karl Yusuf");
    assert!(desk.store.corrections().unwrap().is_empty() && list(&desk.store, "is:watched").is_empty());
}

#[test]
fn rulings_hold_in_another_archive_and_are_one_step() {
    let mut mine = desk();
    let ids = four(&mut mine.store);
    let found = mine.store.annotations(ids[1]).unwrap();
    let linked = mine.store.links(ids[1], &found).unwrap();
    let (karl, amina) = (linked[0].entity().unwrap(), linked[1].entity().unwrap());
    mine.store.correct(&Correction::Merge(amina, karl), NOW).unwrap();
    mine.store.correct(&Correction::Rename(amina, "A. K. Yusuf".into()), NOW).unwrap();
    mine.store.watch(amina, true, NOW).unwrap();
    mine.store.judge(ids[1], &[0], amina, false, NOW).unwrap();
    let rulings = mine.store.rulings().unwrap();
    assert_eq!(rulings.len(), 4, "{rulings:?}");
    assert!(mine.store.rule(&rulings, false, NOW).unwrap().0.iter().all(|r| *r == Ruled::Known), "they hold already");

    // Other numbers, the same names; and one name fewer.
    let mut other = desk();
    let first = taken("First", "KNA", 9, "Zoe Adams sang.", &["Zoe Adams"]);
    let import = other.store.begin_import(NOW).unwrap();
    Resolver::new(&mut other.store).insert(import, 1, &[first]).unwrap();
    assert!(
        matches!(&other.store.rule(&rulings, false, NOW).unwrap().0[0], Ruled::Refused(why) if why.contains("Yusuf"))
    );
    four(&mut other.store);
    let (ruled, step) = other.store.rule(&rulings, false, NOW).unwrap();
    assert!(ruled.iter().all(|r| *r == Ruled::Done), "{ruled:?}");
    assert_eq!(step.sentence, "4 corrections taken in");
    assert_eq!(other.store.rulings().unwrap(), rulings, "nothing is lost on the way");
    assert!(
        other.store.rule(&rulings, false, NOW).unwrap().0.iter().all(|r| *r == Ruled::Known),
        "twice is as good as once"
    );
    other.store.undo().unwrap();
    assert!(other.store.rulings().unwrap().is_empty());
    assert!(other.store.corrections().unwrap().is_empty());
}

#[test]
fn a_profile_says_when_with_whom_and_in_which_roles() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let found = desk.store.annotations(ids[1]).unwrap();
    let linked = desk.store.links(ids[1], &found).unwrap();
    let (karl, amina) = (linked[0].entity().unwrap(), linked[1].entity().unwrap());
    let draft = NoteDraft { entity: Some(amina), text: "Ask her.".into(), ..NoteDraft::default() };
    desk.store.save_note(&draft, NOW).unwrap();
    let profile = desk.store.profile(amina).unwrap();
    assert!(profile.days.is_sorted() && profile.days.len() >= 2, "{:?}", profile.days);
    let company: Vec<_> = profile.company.iter().map(|c| (c.entity, c.name.as_str(), c.articles)).collect();
    assert_eq!(company, [(karl, "Karl Yusuf", 1)]);
    assert!(profile.places.is_empty() && !profile.more && profile.notes.len() == 1);
    assert_eq!(profile.entity.roles.len(), 1);
    desk.store.correct(&Correction::Hide(karl), NOW).unwrap();
    assert!(desk.store.profile(amina).unwrap().company.is_empty(), "hidden is hidden here too");
}

#[test]
fn what_is_split_off_is_somebody_else_until_that_is_taken_back() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let amina = |store: &Store, id: ArticleId| {
        let found = store.annotations(id).unwrap();
        let at = found.chains.iter().position(|c| c.name == "Amina Yusuf").unwrap();
        store.links(id, &found).unwrap()[at].entity().unwrap()
    };
    let (one, same) = (amina(&desk.store, ids[0]), amina(&desk.store, ids[1]));
    assert_eq!(one, same);
    let step = desk.store.correct(&Correction::Split(one, vec![ids[1]]), NOW).unwrap();
    assert_eq!(
        (step.sentence.as_str(), step.articles.as_slice()),
        ("Amina Yusuf in 1 article is another person of that name", &ids[1..2])
    );
    let other = amina(&desk.store, ids[1]);
    assert!(other != one && amina(&desk.store, ids[0]) == one);
    assert_eq!(desk.store.entity(other).unwrap().name, "Amina Yusuf");
    let seen = desk.store.appearances(other, &Query::All, Sort::Newest, &CLOCK).unwrap();
    assert_eq!(seen, [ids[1]]);
    desk.store.undo().unwrap();
    assert_eq!(amina(&desk.store, ids[1]), one);
}

#[test]
fn a_judgement_writes_the_appearances_that_it_changes_however_many_names_the_article_has() {
    let mut desk = desk();
    let names: Vec<String> = (0..60).map(|n| format!("Ama{n} Osei{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let article = taken("List", "KNA", 0, &names.join(", "), &names);
    let import = desk.store.begin_import(NOW).unwrap();
    let stored = Resolver::new(&mut desk.store).insert(import, 1, &[article]).unwrap();
    let Stored::New(id) = stored[0] else { panic!("known already") };
    let linked = desk.store.links(id, &desk.store.annotations(id).unwrap()).unwrap();
    let first = linked[0].entity().unwrap();
    let rows = |store: &Store| store.db.query_row("SELECT total_changes()", [], |row| row.get::<_, i64>(0)).unwrap();
    let before = rows(&desk.store);
    desk.store.judge(id, &[0], first, false, NOW).unwrap();
    assert_eq!(desk.store.entity(first).unwrap().articles, 0);
    desk.store.undo().unwrap();
    assert_eq!(desk.store.entity(first).unwrap().articles, 1);
    assert!(rows(&desk.store) - before < 20, "{} rows were written", rows(&desk.store) - before);
}
