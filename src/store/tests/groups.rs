//! Groups of entities and the counts kept of them, after anything that may happen to an archive.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const NAMES: [&str; 8] =
    ["Amina Yusuf", "Amina Yousef", "A. Yusuf", "Yusuf", "Karl Yusuf", "Tomas Berg", "Ines Okafor", "Inès Okafor"];

/// Something that happens to an archive.
#[derive(Clone, Debug)]
enum Event {
    /// Articles come in, each with some of the names.
    Import(Vec<Vec<usize>>),
    /// An article is annotated again: other names are found in it.
    Again(usize, Vec<usize>),
    Correct(Correction),
    Judge(usize, u32, i64, bool),
    Undo,
    Redo,
}

fn named() -> impl Strategy<Value = Vec<usize>> {
    proptest::sample::subsequence((0..NAMES.len()).collect::<Vec<_>>(), 0..5)
}

fn correction() -> impl Strategy<Value = Correction> {
    let who = || (1i64..9).prop_map(EntityId);
    prop_oneof![
        4 => (who(), who()).prop_map(|(a, b)| Correction::Merge(a, b)),
        2 => (who(), who()).prop_map(|(a, b)| Correction::NotSame(a, b)),
        1 => (who(), "[A-C]").prop_map(|(a, name)| Correction::Rename(a, name)),
        1 => (who(), prop_oneof![Just(Kind::Place), Just(Kind::Other)]).prop_map(|(a, kind)| Correction::Retype(a, kind)),
        1 => who().prop_map(Correction::Hide),
        1 => (who(), 1i64..9).prop_map(|(a, id)| Correction::Split(a, vec![ArticleId(id)])),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => proptest::collection::vec(named(), 1..5).prop_map(Event::Import),
        1 => (0usize..12, named()).prop_map(|(at, names)| Event::Again(at, names)),
        4 => correction().prop_map(Event::Correct),
        2 => (0usize..12, 0u32..4, 1i64..9, any::<bool>()).prop_map(|(a, c, e, same)| Event::Judge(a, c, e, same)),
        3 => Just(Event::Undo),
        1 => Just(Event::Redo),
    ]
}

fn text(names: &[usize]) -> (String, Vec<&'static str>) {
    let names: Vec<&str> = names.iter().filter_map(|n| NAMES.get(*n).copied()).collect();
    (names.iter().map(|name| format!("{name} spoke. ")).collect::<Vec<_>>().concat(), names)
}

fn import(store: &mut Store, articles: &[Vec<usize>]) {
    let number = store.begin_import(NOW).unwrap();
    let batch: Vec<Taken> = articles
        .iter()
        .enumerate()
        .map(|(at, names)| {
            let (body, names) = text(names);
            taken(&format!("Import {number}, article {at}"), "KNA", (at % 3) as i64, &body, &names)
        })
        .collect();
    let mut resolver = Resolver::new(store);
    resolver.insert(number, 1, &batch).unwrap();
    resolver.consolidate().unwrap();
}

fn happen(store: &mut Store, event: &Event) {
    let article = |store: &Store, at: usize| {
        let all = list(store, "");
        all.get(at % all.len().max(1)).map(|id| ArticleId(*id))
    };
    match event {
        Event::Import(articles) => import(store, articles),
        Event::Again(at, names) => {
            let Some(id) = article(store, *at) else { return };
            // As if the names were found where the text has others: what is found is the engine's affair.
            let (body, names) = text(names);
            let found = taken("", "", 0, &body, &names).found;
            let long = store.body(id).unwrap().len() >= body.len();
            let mut resolver = Resolver::new(store);
            resolver.annotate_again(2, &[(id, if long { found } else { Annotations::default() })]).unwrap();
            resolver.consolidate().unwrap();
        }
        // There may be no such entity.
        Event::Correct(correction) => drop(store.correct(correction, NOW)),
        Event::Judge(at, chain, entity, same) => {
            let Some(id) = article(store, *at) else { return };
            drop(store.judge(id, &[*chain], EntityId(*entity), *same, NOW));
        }
        Event::Undo => drop(store.undo().unwrap()),
        Event::Redo => drop(store.redo().unwrap()),
    }
}

/// Counts what is kept counted.
fn check_counts(store: &Store) {
    let rows = |sql: &str| -> BTreeMap<i64, i64> {
        let mut rows = store.db.prepare(sql).unwrap();
        rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(|row| row.unwrap()).collect()
    };
    let own = rows("SELECT entity, count(*) FROM appearances GROUP BY entity");
    let groups = rows(
        "SELECT coalesce(e.same, e.id), count(DISTINCT p.slot) FROM appearances p JOIN entities e ON e.id = p.entity GROUP BY 1",
    );
    for (entity, articles) in rows("SELECT id, articles FROM entities") {
        assert_eq!(articles, own.get(&entity).copied().unwrap_or(0), "articles of {entity}");
    }
    for root in rows("SELECT id, 0 FROM entities WHERE same IS NULL").into_keys() {
        let counted = groups.get(&root).copied().unwrap_or(0);
        assert_eq!(i64::from(store.entity(EntityId(root)).unwrap().articles), counted, "the group of {root}");
    }
    let ranked: BTreeMap<i64, i64> =
        store.ranked(None, 100).unwrap().into_iter().map(|(id, _, _, n)| (id.0, i64::from(n))).collect();
    let mut gathered = BTreeMap::new();
    let all =
        |named: crate::name_index::hit::Named| gathered.insert(named.entity.0, i64::from(named.articles)).is_none();
    store.names(all).unwrap();
    let hidden = rows("SELECT id, 0 FROM entities WHERE hidden = 1");
    let shown: BTreeMap<i64, i64> = groups.into_iter().filter(|(root, _)| !hidden.contains_key(root)).collect();
    assert_eq!(ranked, shown);
    assert_eq!(gathered, shown);
}

type Said = (i64, String, Option<i64>, Option<String>, Option<u8>, bool, i64);

/// What the table of entities says.
fn said(store: &Store) -> Vec<Said> {
    let sql = "SELECT id, name, same, shown, retyped, hidden, shared FROM entities WHERE id <= 8 ORDER BY id";
    let mut rows = store.db.prepare(sql).unwrap();
    rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?)))
        .unwrap()
        .map(|row| row.unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn counts_never_drift(events in proptest::collection::vec(event(), 1..24)) {
        let mut desk = desk();
        for event in &events {
            happen(&mut desk.store, event);
        }
        check_counts(&desk.store);
    }

    #[test]
    fn corrections_taken_back_leave_no_trace(
        articles in proptest::collection::vec(named(), 4..12),
        edits in proptest::collection::vec(prop_oneof![3 => correction().prop_map(Some), 2 => Just(None)], 1..16),
    ) {
        let (mut one, mut other) = (desk(), desk());
        import(&mut one.store, &articles);
        import(&mut other.store, &articles);
        for edit in edits {
            match edit {
                Some(Correction::Split(..)) => {}
                Some(correction) => drop(one.store.correct(&correction, NOW)),
                None => drop(one.store.undo().unwrap()),
            }
        }
        for correction in one.store.corrections().unwrap() {
            corrections::write(&other.store.db, &correction, true).unwrap();
            regroup::regroup(&other.store.db, corrections::entities(&correction)).unwrap();
        }
        assert_eq!(said(&one.store), said(&other.store));
        check_counts(&one.store);
    }
}

#[test]
fn an_archive_of_before_gets_its_counts_and_names() {
    let mut desk = desk();
    import(&mut desk.store, &[vec![0, 4, 5], vec![4, 5], vec![0], vec![5, 6]]);
    desk.store.correct(&Correction::Merge(EntityId(2), EntityId(3)), NOW).unwrap();
    desk.store.correct(&Correction::Rename(EntityId(1), "A".into()), NOW).unwrap();
    let now = said(&desk.store);
    desk.store
        .db
        .execute_batch(
            "UPDATE entities SET name = shown, shown = NULL WHERE id IN (SELECT same FROM entities);
             ALTER TABLE entities DROP COLUMN shared; DROP TABLE concerned; DROP INDEX nodes_entity; DROP INDEX nodes_lead",
        )
        .unwrap();
    desk.store.db.execute_batch(schema::GROUPS).unwrap();
    assert_eq!(said(&desk.store), now);
    check_counts(&desk.store);
    for _ in 0..2 {
        desk.store.undo().unwrap();
    }
    assert!(said(&desk.store).iter().all(|row| row.2.is_none() && row.3.is_none() && row.6 == 0));
}

#[test]
fn the_list_of_a_group_is_merged_as_it_is_read() {
    let mut desk = desk();
    import(&mut desk.store, &[vec![0, 4, 5], vec![4, 5], vec![0], vec![5, 6], vec![4, 6, 7], vec![0, 6]]);
    desk.store.correct(&Correction::Merge(EntityId(1), EntityId(2)), NOW).unwrap();
    desk.store.correct(&Correction::Merge(EntityId(1), EntityId(4)), NOW).unwrap();
    let all = list(&desk.store, "");
    let named = list(&desk.store, "entity:#2");
    assert!(named.len() > 3 && named.len() == desk.store.entity(EntityId(4)).unwrap().articles as usize);
    assert!(all.iter().filter(|id| named.contains(id)).eq(&named), "in the order of the list");
    let rest = list(&desk.store, "-entity:#2");
    assert!(all.iter().filter(|id| !named.contains(id)).eq(&rest));
    let query = parse("entity:#2 is:undecided -entity:#3").unwrap();
    let asked = question::question(&desk.store.db, &query, &CLOCK).unwrap();
    let mut plan = desk.store.db.prepare(&format!("EXPLAIN QUERY PLAN {}", asked.sql(false, None))).unwrap();
    let steps = plan.query_map([], |r| r.get::<_, String>(3)).unwrap().map(|row| row.unwrap()).collect::<Vec<_>>();
    assert!(steps.iter().any(|s| s.contains("MERGE (UNION)")), "{steps:?}");
    assert!(!steps.iter().any(|s| s.contains("TEMP B-TREE") || s.contains("SCAN a")), "{steps:?}");
}

#[test]
fn annotating_again_counts_nothing_twice() {
    let mut desk = desk();
    import(&mut desk.store, &[vec![0, 4], vec![4, 5]]);
    let rows = |store: &Store| {
        let sql = "SELECT entity, folded, role, slot, times FROM roles UNION ALL
                   SELECT entity, name, '', 0, articles FROM aliases WHERE articles > 0 ORDER BY 1, 2";
        let mut rows = store.db.prepare(sql).unwrap();
        let row = |r: &rusqlite::Row| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?));
        rows.query_map([], row).unwrap().map(|row| row.unwrap()).collect::<Vec<(i64, String, String, i64, i64)>>()
    };
    let before = rows(&desk.store);
    let found: Vec<_> = [1, 2].map(ArticleId).map(|id| (id, desk.store.annotations(id).unwrap())).into();
    Resolver::new(&mut desk.store).annotate_again(2, &found).unwrap();
    assert_eq!(rows(&desk.store), before);
    let none = found.into_iter().map(|(id, _)| (id, Annotations::default())).collect::<Vec<_>>();
    Resolver::new(&mut desk.store).annotate_again(3, &none).unwrap();
    assert!(rows(&desk.store).is_empty());
    check_counts(&desk.store);
}

#[test]
fn whoever_is_one_with_somebody_watched_is_watched() {
    let mut desk = desk();
    import(&mut desk.store, &[vec![0, 4, 5], vec![5]]);
    let watched = |store: &Store| {
        let all = store.ranked(None, 9).unwrap();
        all.iter()
            .filter(|(id, ..)| store.entity(*id).unwrap().watched)
            .map(|(.., name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    assert!(watched(&desk.store).is_empty());
    desk.store.watch_names(&[("KARL YUSUF", None)]).unwrap();
    assert_eq!(watched(&desk.store), ["Karl Yusuf"]);
    let id = |store: &Store, name: &str| store.ranked(None, 9).unwrap().into_iter().find(|e| e.2 == name).unwrap().0;
    let merge = Correction::Merge(id(&desk.store, "Tomas Berg"), id(&desk.store, "Karl Yusuf"));
    desk.store.correct(&merge, NOW).unwrap();
    assert_eq!(watched(&desk.store), ["Tomas Berg"]);
    assert_eq!(list(&desk.store, "is:watched").len(), 2);
    let found = desk.store.annotations(ArticleId(2)).unwrap();
    assert!(desk.store.links(ArticleId(2), &found).unwrap()[0].watched);
    assert!(desk.store.rows(&[ArticleId(2)]).unwrap()[0].score > Some(0.0));
}
