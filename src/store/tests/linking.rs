//! Linking in files: the same clusters as in memory, whatever the pieces, and with archives of older versions.

use std::collections::BTreeMap;

use super::*;
use crate::engine::link::article_features::ArticleFeatures;
use crate::engine::link::linker::Linker;
use crate::store::facts;

const STORIES: &[&[&str]] = &[
    &["Mohamed Hammouchi", "Anna Kamau", "Karl Weiss"],
    &["Muhammad Hamushi", "Anna Kamau"],
    &["John Smith", "Karl Weiss", "Kamau"],
    &["J. Smith", "Karl Weiss"],
    &["James Smith", "Ana Sousa Lima"],
    &["Ana Sousa", "James Smith"],
    &["Jim Smith", "Kamau", "Ana Lima"],
    &["Mohammed al-Hammouchi", "Kamau"],
];

fn article(number: usize) -> Taken {
    let names = STORIES[number];
    let body = format!("In Nairobi, Kenya, {} met on day {number}.", names.join(" and "));
    taken(&format!("Story {number}"), "KNA", number as i64, &body, names)
}

/// Imports each piece with a connection of its own.
fn import(path: &std::path::Path, pieces: &[&[usize]]) {
    for piece in pieces {
        let mut store = Store::open(path, Access::Bulk).unwrap();
        let batch: Vec<Taken> = piece.iter().map(|number| article(*number)).collect();
        let number = store.begin_import(NOW).unwrap();
        let mut resolver = Resolver::new(&mut store);
        resolver.insert(number, 1, &batch).unwrap();
        resolver.consolidate().unwrap();
    }
}

/// The lead of each key.
fn leads(store: &Store) -> BTreeMap<String, String> {
    let sql = "SELECT n.key, l.key FROM nodes n JOIN nodes l ON l.number = n.lead";
    let mut rows = store.db.prepare(sql).unwrap();
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

/// The same from memory.
fn remembered() -> BTreeMap<String, String> {
    let mut linker = Linker::in_memory();
    let mut keys: BTreeMap<u32, String> = BTreeMap::new();
    for number in 0..STORIES.len() {
        let Taken { draft, found, .. } = article(number);
        let article = ArticleFeatures::new(linker.gazetteer(), &draft.body, &found);
        for node in linker.learn(&article).unwrap() {
            keys.entry(node).or_insert_with(|| linker.lead_key(node).unwrap().to_owned());
        }
    }
    linker.consolidate();
    keys.into_iter().map(|(node, key)| (key, linker.lead_key(node).unwrap().to_owned())).collect()
}

#[test]
fn an_archive_links_as_memory_does_in_any_pieces() {
    let expected = remembered();
    assert!(expected.iter().filter(|(key, lead)| key != lead).count() > 3, "{expected:?}");
    for pieces in
        [&[&[0, 1, 2, 3, 4, 5, 6, 7][..]][..], &[&[0, 1, 2], &[3], &[4, 5, 6, 7]], &[&[7, 3, 5], &[1, 6, 2], &[0, 4]]]
    {
        let dir = tempfile::tempdir().unwrap();
        import(&path(&dir), pieces);
        let store = Store::open(&path(&dir), Access::Read).unwrap();
        assert_eq!(leads(&store), expected, "{pieces:?}");
        let due: u32 = store.db.query_row("SELECT count(*) FROM due", [], |row| row.get(0)).unwrap();
        assert_eq!(due, 0);
    }
}

#[test]
fn an_archive_of_before_is_linked_anew_with_the_next_import() {
    let dir = tempfile::tempdir().unwrap();
    import(&path(&dir), &[&[0, 1, 2, 3], &[4, 5, 6]]);
    let store = Store::open(&path(&dir), Access::Write).unwrap();
    let entity = |store: &Store, key: &str| -> i64 {
        store.db.query_row("SELECT entity FROM nodes WHERE key = ?1", [key], |row| row.get(0)).unwrap()
    };
    let before = entity(&store, "p james smith");
    let mut rows = store.db.prepare("SELECT number, key, facts FROM nodes").unwrap();
    let nodes = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let nodes: Vec<(u32, String, Vec<u8>)> = nodes.collect::<rusqlite::Result<_>>().unwrap();
    for (number, key, bytes) in nodes {
        let json = serde_json::to_vec(&facts::read(&key, &bytes)).unwrap();
        store.db.execute("UPDATE nodes SET facts = ?2 WHERE number = ?1", rusqlite::params![number, json]).unwrap();
    }
    drop(rows);
    let sql = "DROP TABLE words; DROP TABLE blocks; DROP TABLE pairs; DROP TABLE stakes; DROP TABLE due; DROP TABLE undecided; DROP TABLE asked;
               DROP INDEX nodes_key; ALTER TABLE nodes DROP COLUMN key; CREATE TABLE keys(key TEXT)";
    store.db.execute_batch(sql).unwrap();
    store.db.execute_batch(schema::BLOCKS).unwrap();
    drop(store);
    import(&path(&dir), &[&[7]]);
    let store = Store::open(&path(&dir), Access::Read).unwrap();
    assert_eq!(leads(&store), remembered());
    assert_eq!(entity(&store, "p james smith"), before);
}

/// Who the first name of each article is, by the key of its node.
fn namesakes(pieces: &[&[usize]]) -> Vec<String> {
    const SEEN: [(&str, &str); 5] = [
        ("In Nairobi, Kenya, Sam Otieno met Wangari Kibe.", "judge"),
        ("In Nairobi, Kenya, Sam Otieno wrote to Wangari Kibe.", "justice"),
        ("In Lima, Peru, Sam Otieno met Rolando Quispe.", "striker"),
        ("In Cusco, Peru, Sam Otieno played for Rolando Quispe.", "player"),
        ("In Peru, Sam Otieno thanked Rolando Quispe.", ""),
    ];
    let dir = tempfile::tempdir().unwrap();
    for piece in pieces {
        let mut store = Store::open(&path(&dir), Access::Bulk).unwrap();
        let one = |number: &usize| {
            let (body, role) = SEEN[*number];
            let names =
                ["Sam Otieno", "Wangari Kibe", "Rolando Quispe"].map(|name| body.contains(name).then_some(name));
            let names: Vec<&str> = names.into_iter().flatten().collect();
            let mut taken = taken(&format!("Story {number}"), "KNA", *number as i64, body, &names);
            for chain in &mut taken.found.chains {
                chain.roles.clear();
            }
            taken.found.chains[0].roles.extend((!role.is_empty()).then(|| role.to_owned()));
            taken
        };
        let batch: Vec<Taken> = piece.iter().map(one).collect();
        let number = store.begin_import(NOW).unwrap();
        let mut resolver = Resolver::new(&mut store);
        resolver.insert(number, 1, &batch).unwrap();
        resolver.consolidate().unwrap();
    }
    let store = Store::open(&path(&dir), Access::Read).unwrap();
    let sql = "SELECT n.links FROM annotations n JOIN articles a ON a.id = n.id ORDER BY a.headline";
    let mut rows = store.db.prepare(sql).unwrap();
    let links = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let key = |links: Vec<u8>| match codec::read_links(&links).unwrap().first() {
        Some(Link::Certain(entity, _)) => {
            let sql = "SELECT key FROM nodes WHERE entity = ?1";
            store.db.query_row(sql, [entity.0], |row| row.get(0)).unwrap()
        }
        other => format!("{other:?}"),
    };
    links.map(|links| key(links.unwrap())).collect()
}

#[test]
fn two_people_of_one_name_are_two_in_any_pieces() {
    let expected = namesakes(&[&[0, 1, 2, 3, 4]]);
    assert_eq!(expected[2], "p sam otieno", "the one of most articles keeps the name's own");
    assert_eq!(expected[0], "p sam otieno#KE law");
    assert_eq!([&expected[0], &expected[2], &expected[2]], [&expected[1], &expected[3], &expected[4]]);
    for pieces in [&[&[0, 2][..], &[3, 1, 4]][..], &[&[4], &[3], &[2], &[1], &[0]], &[&[1], &[0, 4], &[2, 3]]] {
        assert_eq!(namesakes(pieces), expected, "{pieces:?}");
    }
}

/// All rows of the tables that linking writes, but for the count of its transactions.
fn dump(store: &Store) -> Vec<String> {
    let mut out = Vec::new();
    for table in ["nodes", "words", "blocks", "pairs", "stakes", "due", "undecided", "weak", "entities", "annotations"]
    {
        let mut rows = store.db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<_> = (0..columns).map(|at| row.get_ref(at).unwrap()).collect();
            out.push(format!("{table} {cells:?}"));
        }
    }
    out.sort_unstable();
    out
}

/// Imports two pieces. The second is tried first while a table is broken by `damage` and, where nothing was stored, again
/// once `repair` has mended it. Whether there was a failure, which must name the table and leave the archive as it was.
fn import_with_failure(table: &str, damage: &str, repair: &str) -> (Vec<String>, bool) {
    let dir = tempfile::tempdir().unwrap();
    import(&path(&dir), &[&[2, 6, 3]]);
    let mut store = Store::open(&path(&dir), Access::Bulk).unwrap();
    let number = store.begin_import(NOW).unwrap();
    let batch: Vec<Taken> = [0, 1, 4, 5, 7].map(article).into_iter().collect();
    let before = dump(&store);
    store.db.execute_batch(damage).unwrap();
    let mut resolver = Resolver::new(&mut store);
    let stored = resolver.insert(number, 1, &batch);
    let failure = match &stored {
        Ok(_) => resolver.consolidate().err(),
        Err(_) => None,
    };
    resolver.store().db.execute_batch(repair).unwrap();
    let failed = match (stored, failure) {
        (Err(error), _) => {
            assert!(error.to_string().contains(table), "{table}: {error}");
            assert_eq!(dump(resolver.store()), before, "{table}: the batch was rolled back");
            resolver.insert(number, 1, &batch).unwrap();
            true
        }
        (Ok(_), Some(error)) => {
            assert!(error.to_string().contains(table), "{table}: {error}");
            true
        }
        (Ok(_), None) => false,
    };
    resolver.consolidate().unwrap();
    assert!(resolver.store().complaints().unwrap().is_empty());
    (dump(&store), failed)
}

#[test]
fn a_table_that_fails_ends_the_import_and_nothing_is_linked_without_it() {
    let (expected, failed) = import_with_failure("", "", "");
    assert!(!failed);
    for table in
        ["linking", "nodes", "words", "blocks", "pairs", "stakes", "due", "undecided", "asked", "weak", "entities"]
    {
        let (missing, back) =
            (format!("ALTER TABLE {table} RENAME TO gone"), format!("ALTER TABLE gone RENAME TO {table}"));
        let (after, failed) = import_with_failure(table, &missing, &back);
        assert!(failed, "{table} is missed");
        assert_eq!(after, expected, "{table}");
        let refuse = |event| {
            format!("CREATE TRIGGER no_{event} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'no {table}'); END;")
        };
        let full = [refuse("INSERT"), refuse("UPDATE"), refuse("DELETE")].concat();
        let (after, failed) =
            import_with_failure(table, &full, "DROP TRIGGER no_INSERT; DROP TRIGGER no_UPDATE; DROP TRIGGER no_DELETE");
        assert!(failed, "{table} is written");
        assert_eq!(after, expected, "{table}");
    }
}

#[test]
fn a_decision_is_made_while_the_linker_writes_and_the_linker_writes_again() {
    let mut desk = desk();
    let ids = four(&mut desk.store);
    let archive = path(&desk.dir);
    let mut linker = Store::open(&archive, Access::Bulk).unwrap();
    let basis = linker.link_session().unwrap().end();
    let attempts = std::cell::Cell::new(0);
    std::thread::scope(|scope| {
        let write = |writer: &LinkWriter<'_>| {
            attempts.set(attempts.get() + 1);
            if attempts.get() == 1 {
                let draft = NoteDraft { article: Some(ids[0]), text: "kept".into(), ..NoteDraft::default() };
                let mut user = Store::open(&archive, Access::Write).unwrap();
                scope.spawn(move || saved(user.save_note(&draft, NOW).unwrap()));
                let count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(*) FROM n";
                for _ in 0..10_000 {
                    writer.db.query_row(count, [], |_| Ok(()))?;
                }
            }
            Ok(())
        };
        assert!(linker.write_links(basis, || false, write).unwrap().is_some());
    });
    assert_eq!(attempts.get(), 2, "the first attempt gave way");
    assert_eq!(desk.store.notes_on(ids[0]).unwrap().len(), 1);
}

#[test]
fn what_was_decided_on_an_old_snapshot_is_not_written() {
    let mut desk = desk();
    four(&mut desk.store);
    let mut other = Store::open(&path(&desk.dir), Access::Bulk).unwrap();
    let old = desk.store.link_session().unwrap().end();
    let new = other.link_session().unwrap().end();
    assert!(other.write_links(new, || false, |_| Ok(())).unwrap().is_some());
    assert!(
        desk.store.write_links(old, || false, |_| -> Result<()> { panic!("nothing is written") }).unwrap().is_none()
    );
}
