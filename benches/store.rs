//! The archive: batches in, windows out. `cargo bench --bench store`; `ATTACHE_BENCH_ARTICLES=100000` for a large one.

// A benchmark that cannot go on should stop.
#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use attache::news::article::{ArticleId, Draft};
use attache::news::mention::{Annotations, Chain, Form, Kind, Mention, Why};
use attache::news::time::Timestamp;
use attache::news::triage::Sort;
use attache::query::{Clock, Query, parse};
use attache::resolve::Resolver;
use attache::store::{Access, Store, Taken};
use attache::text::span::Span;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use tempfile::TempDir;

const CLOCK: Clock = Clock { now: Timestamp(1_795_500_000), offset: 0 };

fn main() {
    divan::main();
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    /// Small numbers often, large ones seldom, as words are.
    fn word(&mut self) -> usize {
        let sides = self.roll(20_000) + 1;
        self.roll(sides)
    }
}

/// An article of 450 words with 40 mentions of 14 names.
fn article(number: u64) -> Taken {
    let mut dice = Dice(number);
    let names: Vec<String> = (0..14).map(|_| format!("Given{} Family{}", dice.roll(300), dice.word())).collect();
    let mut found = Annotations::default();
    let mut mentions: Vec<Vec<u32>> = vec![Vec::new(); names.len()];
    let mut body = String::new();
    for word in 0..450 {
        if word % 11 == 0 {
            let chain = (word / 11) % names.len();
            mentions[chain].push(found.mentions.len() as u32);
            let span = Span::new(body.len(), body.len() + names[chain].len());
            let kind = if chain.is_multiple_of(3) { Kind::Institution } else { Kind::Person };
            found.mentions.push(Mention {
                span,
                form: Form::Name,
                kind,
                chain: chain as u32,
                score: 0.9,
                why: Why::First,
            });
            body.push_str(&names[chain]);
        } else {
            body.push_str("word");
            body.push_str(&dice.word().to_string());
        }
        body.push_str(if word % 17 == 16 { ". " } else { " " });
    }
    for (i, (name, mentions)) in names.into_iter().zip(mentions).enumerate() {
        let kind = if i.is_multiple_of(3) { Kind::Institution } else { Kind::Person };
        found.chains.push(Chain { kind, name, mentions, roles: vec!["Director".into()] });
    }
    let mut digest = [0; 32];
    digest[..8].copy_from_slice(&number.to_le_bytes());
    let draft = Draft {
        source: format!("Agency {}", dice.roll(9)),
        headline: format!("Headline word{} number {number}", dice.word()),
        published: Some(Timestamp(1_700_000_000 + dice.roll(90_000_000) as i64)),
        body,
        ..Draft::default()
    };
    Taken { draft, digest, received: CLOCK.now, found }
}

fn fill(dir: &TempDir, articles: u64) -> Store {
    let mut store = Store::open(&dir.path().join("d/archive.db"), Access::Bulk).unwrap();
    let import = store.begin_import(CLOCK.now).unwrap();
    let mut resolver = Resolver::new(&mut store);
    for batch in (0..articles).collect::<Vec<_>>().chunks(400) {
        let batch: Vec<Taken> = batch.iter().map(|n| article(*n)).collect();
        resolver.insert(import, 1, &batch).unwrap();
    }
    store
}

/// The archive that is read; made once.
fn archive() -> Store {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let dir = MADE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let articles = std::env::var("ATTACHE_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
        fill(&dir, articles);
        dir
    });
    Store::open(&dir.path().join("d/archive.db"), Access::Write).unwrap()
}

#[divan::bench(sample_count = 5)]
fn insert_batch(bencher: Bencher) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = fill(&dir, 400);
    let mut resolver = Resolver::new(&mut store);
    let mut next = 400;
    bencher
        .counter(ItemsCount::new(400u64))
        .with_inputs(|| {
            next += 400;
            (next..next + 400).map(article).collect::<Vec<_>>()
        })
        .bench_local_values(|batch| resolver.insert(1, 1, &batch).unwrap());
}

/// An article of institutions that differ in a number only, with their acronyms ("Sahara Aquifer Observatory17 (SAO17)"), linked and
/// settled. The names a second must not fall with their number: blocks of names that share a word fill and close here.
#[divan::bench(args = [250, 500, 1_000], sample_count = 3, sample_size = 1)]
fn names_alike(bencher: Bencher, names: u32) {
    let new = || {
        let dir = tempfile::tempdir().unwrap();
        (Store::open(&dir.path().join("d/archive.db"), Access::Bulk).unwrap(), dir)
    };
    let article = list(names);
    bencher.counter(ItemsCount::new(names)).with_inputs(new).bench_local_refs(|(store, _)| {
        let mut resolver = Resolver::new(store);
        resolver.insert(1, 1, std::slice::from_ref(&article)).unwrap();
        resolver.consolidate().unwrap();
    });
}

fn list(names: u32) -> Taken {
    let (mut body, mut found) = (String::new(), Annotations::default());
    for chain in 0..names {
        let (name, acronym) = (format!("Sahara Aquifer Observatory{chain}"), format!("SAO{chain}"));
        let mut mentions = Vec::new();
        for text in [&name, &acronym] {
            mentions.push(found.mentions.len() as u32);
            let span = Span::new(body.len(), body.len() + text.len());
            found.mentions.push(Mention {
                span,
                form: Form::Name,
                kind: Kind::Institution,
                chain,
                score: 0.9,
                why: Why::First,
            });
            body.push_str(text);
            body.push_str(", ");
        }
        found.chains.push(Chain { kind: Kind::Institution, name, mentions, roles: Vec::new() });
    }
    Taken { draft: Draft { body, ..Draft::default() }, digest: [9; 32], received: CLOCK.now, found }
}

#[divan::bench]
fn open_and_first_window(bencher: Bencher) {
    archive();
    bencher.bench_local(|| {
        let store = archive();
        let ids = store.window(&Query::All, Sort::Newest, &CLOCK, None, 200).unwrap().ids;
        store.rows(&ids[..50]).unwrap()
    });
}

#[divan::bench(args = ["", "is:undecided", "word7", "word7 is:undecided -word9", "person:family3", "source:\"agency 3\""])]
fn window(bencher: Bencher, query: &str) {
    let store = archive();
    let query = parse(query).unwrap();
    bencher.bench_local(|| store.window(black_box(&query), Sort::Newest, &CLOCK, None, 200).unwrap());
}

#[divan::bench(sample_count = 10, args = ["", "word7"])]
fn whole_order(bencher: Bencher, query: &str) {
    let store = archive();
    let query = parse(query).unwrap();
    bencher.bench_local(|| store.order(black_box(&query), Sort::Newest, &CLOCK).unwrap());
}

#[divan::bench]
fn rows_of_a_screen(bencher: Bencher) {
    let store = archive();
    let ids = store.window(&Query::All, Sort::Newest, &CLOCK, None, 50).unwrap().ids;
    bencher.bench_local(|| store.rows(black_box(&ids)).unwrap());
}

#[divan::bench]
fn open_an_article(bencher: Bencher) {
    let store = archive();
    bencher.bench_local(|| {
        let id = black_box(ArticleId(7));
        let found = store.annotations(id).unwrap();
        (store.article(id).unwrap(), store.links(id, &found).unwrap(), store.notes_on(id).unwrap())
    });
}
