//! Measures how long the reads of the foreground lane take in an archive of a million articles (`store/tests/large.rs` makes
//! it). benches/README.md has the commands and the figures.

use std::path::Path;
use std::time::{Duration, Instant};

use super::clock::clock;
use super::concordance::concordance;
use super::together::together;
use crate::app::view::View;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::note::Scope;
use crate::news::triage::Sort;
use crate::query::{Query, parse};
use crate::store::{Access, Scan, Store};

fn took<T>(what: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    drop(what());
    start.elapsed()
}

/// Prints the first of some times, their median and their 95th percentile, in ms.
fn report(what: &str, mut all: Vec<Duration>) {
    let ms = |d: Duration| d.as_secs_f64() * 1000.0;
    let first = ms(all[0]);
    all.sort_unstable();
    let p95 = all[(all.len() * 95).div_ceil(100).max(1) - 1];
    println!("{what:58} {first:9.2} {:9.2} {:9.2} ms", ms(all[all.len() / 2]), ms(p95));
}

fn time<T>(what: &str, times: usize, mut each: impl FnMut(usize) -> T) {
    report(what, (0..times).map(|at| took(|| each(at))).collect());
}

#[test]
#[ignore = "needs the archive that a_million_articles_are_made makes"]
fn a_million_articles_are_read_in_windows() {
    let Some(dir) = std::env::var_os("ATTACHE_BENCH_DIR") else { return println!("ATTACHE_BENCH_DIR names no folder") };
    let articles = std::env::var("ATTACHE_BENCH_ARTICLES").unwrap_or_else(|_| "1000000".to_owned());
    let path = Path::new(&dir).join(format!("archive-{articles}/archive.db"));
    let open = || Store::open(&path, Access::Write).unwrap();
    println!("{:58} {:>9} {:>9} {:>9}", "read", "first", "median", "p95");
    time("opening, the first window, its rows", 20, |_| {
        let store = open();
        let ids = store.window(&Query::All, Sort::Newest, &clock(), None, 200).unwrap().ids;
        store.rows(&ids[..50]).unwrap()
    });
    let store = open();
    let articles = store.latest().unwrap().0;
    time("opening an article", 200, |at| {
        let id = ArticleId(1 + (at as i64 * 7_919) % articles);
        let found = store.annotations(id).unwrap();
        (store.article(id).unwrap(), store.links(id, &found).unwrap(), store.notes_on(id).unwrap())
    });
    lists(&open);
    let mut store = open();
    for (who, entity) in [("the frequent", EntityId(1)), ("the group", EntityId(4)), ("somebody", EntityId(5000))] {
        println!("{who}: {} articles", store.entity(entity).unwrap().articles);
        let store = open();
        time("  entity", 20, |_| store.entity(entity).unwrap());
        time("  page", 20, |_| store.profile(entity).unwrap());
        let view = View::default();
        let named = Query::entity(entity.0);
        time("  focus: the first articles", 20, |_| store.window(&named, Sort::Newest, &clock(), None, 200).unwrap());
        time("  focus: all of them, in pieces", 10, |_| {
            let mut scan = Scan::new(named.clone(), Sort::Newest);
            while !store.scan(&mut scan, &clock(), 20_000).unwrap() {}
        });
        time("  every mention (M), 500 of them", 5, |_| concordance(&store, &[entity], &view).unwrap());
        time("  together with the frequent", 5, |_| together(&store, &[entity, EntityId(1)], &view).unwrap());
        time("  notes", 10, |_| store.notes(&Scope::Entity(entity), &clock()).unwrap());
    }
    time("names for the jump bar", 3, |_| {
        let mut count = 0;
        store
            .names(|_| {
                count += 1;
                true
            })
            .unwrap();
        count
    });
    time("ranked", 5, |_| store.ranked(None, 50).unwrap());
    for (who, a, b) in
        [("two rare", 5000, 5001), ("rare into the frequent", 1, 5000), ("the group into the frequent", 1, 4)]
    {
        let (mut there, mut back) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            let merge = Correction::Merge(EntityId(a), EntityId(b));
            there.push(took(|| store.correct(&merge, clock().now).unwrap()));
            back.push(took(|| store.undo().unwrap()));
        }
        report(&format!("merge: {who}"), there);
        report("  and undo", back);
    }
    time("rename and undo", 5, |_| {
        store.correct(&Correction::Rename(EntityId(1), "X".into()), clock().now).unwrap();
        store.undo().unwrap()
    });
    store.watch(EntityId(1), true, clock().now).unwrap();
    store.watch(EntityId(2), true, clock().now).unwrap();
    time("rows of a screen, two watched", 10, |_| {
        store.rows(&(articles - 50..articles).map(ArticleId).collect::<Vec<_>>()).unwrap()
    });
    time("is:watched", 5, |_| store.window(&parse("is:watched").unwrap(), Sort::Newest, &clock(), None, 200).unwrap());
    time("by score, two watched", 3, |_| store.window(&Query::All, Sort::Score, &clock(), None, 200).unwrap());
    store.undo().unwrap();
    store.undo().unwrap();
}

/// First windows of lists.
fn lists(open: &dyn Fn() -> Store) {
    let named = open().entity(EntityId(1)).unwrap().name;
    let family = named.split(' ').nth(1).unwrap_or("").to_owned();
    for query in [
        String::new(),
        "is:undecided".to_owned(),
        "is:kept".to_owned(),
        "entity:#1".to_owned(),
        "entity:#4".to_owned(),
        format!("entity:\"{named}\""),
        format!("person:{family}"),
        format!("entity:{family}"),
        "entity:#1 is:undecided".to_owned(),
        "entity:#1 entity:#4".to_owned(),
        "entity:#1 entity:#5000".to_owned(),
        "spoke".to_owned(),
        "spoke is:undecided entity:#5000".to_owned(),
        "source:kna".to_owned(),
        "date:2d".to_owned(),
        "import:last".to_owned(),
        "is:star".to_owned(),
        "has:note".to_owned(),
        "tag:oslo".to_owned(),
    ] {
        let store = open();
        let parsed = parse(&query).unwrap();
        time(&format!("list {query}"), 5, |_| store.window(&parsed, Sort::Newest, &clock(), None, 200).unwrap());
    }
}
