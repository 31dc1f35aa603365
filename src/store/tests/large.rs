//! An archive of a million articles, written straight into the tables, for `runtime/large.rs` and `benches/reader` to read.

use std::fmt::Write;
use std::path::Path;

use rusqlite::params;

use super::*;
use crate::news::entity::Reason;

/// What the archive is like, in numbers.
struct Size {
    articles: i64,
    entities: i64,
    /// Articles that name entity 1.
    often: i64,
    /// Articles that name a member of the group of entities 2 to 6.
    group: i64,
}

impl Size {
    fn of(articles: i64) -> Self {
        Self { articles, entities: articles * 3 / 10, often: articles / 20, group: articles / 50 }
    }
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.unsigned_abs().max(1)) as i64
    }

    /// Small numbers often, large ones seldom.
    fn seldom(&mut self, sides: i64) -> i64 {
        let most = self.roll(sides) + 1;
        let many = self.roll(most) + 1;
        self.roll(many)
    }
}

fn word(mut n: i64) -> String {
    const SYLLABLES: [&str; 40] = [
        "ba", "ko", "ri", "mu", "sen", "ta", "lo", "ven", "da", "mi", "ra", "sho", "nek", "pal", "ti", "gor", "su",
        "hal", "je", "wan", "bor", "li", "fa", "kun", "ze", "mar", "ni", "dro", "po", "yan", "qui", "sta", "oni",
        "ber", "gi", "ul", "che", "vor", "as", "em",
    ];
    let mut out = String::new();
    for _ in 0..3 {
        out.push_str(SYLLABLES[(n % 40) as usize]);
        n /= 40;
    }
    out.get(..1).unwrap_or("").to_uppercase() + out.get(1..).unwrap_or("")
}

/// The first is the one that `benches/reader` looks for.
fn name(entity: i64) -> String {
    if entity == 1 {
        return "Ansa Torvenko".to_owned();
    }
    format!("{} {}", word(entity * 7 + 11), word(entity * 13 + entity / 64))
}

/// The entities that an article names: frequent ones as often as planned, others by chance.
fn named(dice: &mut Dice, number: i64, size: &Size) -> Vec<i64> {
    let mut named: Vec<i64> = (0..9).map(|_| 7 + dice.seldom(size.entities - 7)).collect();
    if number % (size.articles / size.often) == 0 {
        named.push(1);
    }
    if number % (size.articles / size.group) == 0 {
        named.push(2 + dice.roll(5));
        if dice.roll(20) == 0 {
            named.push(2 + dice.roll(5));
        }
    }
    named.sort_unstable();
    named.dedup();
    named
}

fn make(path: &Path, size: &Size) {
    let mut store = Store::open(path, Access::Bulk).unwrap();
    store
        .db
        .execute_batch("PRAGMA synchronous=OFF; PRAGMA cache_size=-3000000; PRAGMA wal_autocheckpoint=200000")
        .unwrap();
    let mut dice = Dice(1);
    let mut appearances: Vec<(i64, i64)> = Vec::new();
    let tx = store.db.transaction().unwrap();
    tx.execute_batch("INSERT INTO sources(id, name, folded) VALUES (1, 'KNA', 'kna'), (2, 'AFA', 'afa')").unwrap();
    for number in 1..=size.articles {
        let slot = ordinal::of(Timestamp(NOW.0 - 30 * (size.articles - number)), ArticleId(number));
        let named = named(&mut dice, number, size);
        appearances.extend(named.iter().map(|entity| (*entity, slot)));
        article(&tx, &mut dice, number, slot, &named);
    }
    appearances.sort_unstable();
    let mut counts = vec![0i64; size.entities as usize + 1];
    for (entity, slot) in appearances {
        counts[entity as usize] += 1;
        let row = params![entity, slot, 1 + entity % 3];
        tx.prepare_cached("INSERT INTO appearances VALUES (?1, ?2, ?3, 1)").unwrap().execute(row).unwrap();
    }
    for entity in 1..=size.entities {
        let articles = counts[entity as usize];
        let full = name(entity);
        tx.prepare_cached("INSERT INTO entities(id, kind, name, articles) VALUES (?1, ?2, ?3, ?4)")
            .unwrap()
            .execute(params![
                entity,
                codec::kind([Kind::Person, Kind::Institution, Kind::Place][(entity % 3) as usize]),
                full,
                articles
            ])
            .unwrap();
        tx.prepare_cached("INSERT INTO nodes(number, entity, lead, facts) VALUES (?1, ?1, ?2, x'')")
            .unwrap()
            .execute(params![entity, if (2..7).contains(&entity) { 2 } else { entity }])
            .unwrap();
        let family = full.split(' ').nth(1).unwrap_or("").to_owned();
        let mut aliases = vec![full.clone(), family.clone(), format!("{}. {family}", full.get(..1).unwrap_or(""))];
        if entity % 3 == 0 {
            aliases.push(format!("{full} {}", word(entity / 3)));
        }
        for (at, alias) in aliases.into_iter().enumerate() {
            tx.prepare_cached("INSERT INTO aliases(entity, name, articles) VALUES (?1, ?2, ?3)")
                .unwrap()
                .execute(params![entity, alias, (articles / (1 + at as i64)).max(1)])
                .unwrap();
            let id = tx.last_insert_rowid();
            tx.prepare_cached("INSERT INTO alias_words(rowid, name) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![id, alias])
                .unwrap();
        }
        for role in 0..1 + entity % 2 + if entity < 7 { 60 } else { 0 } {
            let at = ordinal::of(Timestamp(NOW.0 - 30 * (size.articles - 1 - role)), ArticleId(1 + role));
            tx.prepare_cached("INSERT INTO roles VALUES (?1, ?2, ?2, ?3, 3)")
                .unwrap()
                .execute(params![entity, format!("role {role} of {}", entity % 50), at])
                .unwrap();
        }
    }
    regroup::regroup(&tx, [2]).unwrap();
    tx.commit().unwrap();
    store.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
}

fn article(tx: &rusqlite::Connection, dice: &mut Dice, number: i64, slot: i64, named: &[i64]) {
    let mut body = String::new();
    let mut found = Annotations::default();
    for (chain, entity) in named.iter().enumerate() {
        let name = name(*entity);
        let mut mentions = Vec::new();
        for _ in 0..3 {
            mentions.push(found.mentions.len() as u32);
            let span = Span::new(body.len(), body.len() + name.len());
            let (form, kind, why) = (Form::Name, Kind::Person, Why::First);
            found.mentions.push(Mention { span, form, kind, chain: chain as u32, score: 0.9, why });
            body.push_str(&name);
            write!(body, " spoke of {} and {}. ", word(dice.seldom(64_000)), word(dice.seldom(64_000))).unwrap();
        }
        found.chains.push(Chain { kind: Kind::Person, name, mentions, roles: vec![] });
    }
    found.sentences = vec![Span::new(0, body.len())];
    let links: Vec<Link> = named.iter().map(|entity| Link::Certain(EntityId(*entity), vec![Reason::New])).collect();
    let leads = codec::entities(&named.iter().rev().take(4).map(|id| EntityId(*id)).collect::<Vec<_>>());
    // The newest at the end is what that waits for.
    let headline = format!("Lanterns over {} and {} on {number}", word(dice.seldom(64_000)), word(dice.seldom(64_000)));
    let story = (number % 50 == 1).then_some(number - 1).filter(|story| *story > 0);
    let insert = |sql: &str, row: &[&dyn rusqlite::ToSql]| {
        tx.prepare_cached(sql).unwrap().execute(row).unwrap();
    };
    insert(
        "INSERT INTO articles(id, slot, story, source, import, received, published, revision, digest, headline)
         VALUES (?1, ?2, ?3, 1 + ?1 % 2, 1 + ?1 / 1000, ?4, ?4, 0, randomblob(32), ?5)",
        &[&number, &slot, &story, &ordinal::time(slot).0, &headline],
    );
    insert("INSERT INTO bodies VALUES (?1, ?2, ?3)", &[&number, &body.get(..200).unwrap_or(&body), &body]);
    insert("INSERT INTO search(rowid, headline, body) VALUES (?1, ?2, ?3)", &[&slot, &headline, &body]);
    insert(
        "INSERT INTO annotations VALUES (?1, 1, ?2, ?3, ?4)",
        &[&number, &leads, &codec::links(&links), &codec::annotations(&found)],
    );
    let state = if number % 100 < 80 { 1 + number % 4 } else { 0 };
    insert("INSERT INTO marks(id, slot, state) VALUES (?1, ?2, ?3)", &[&number, &slot, &state]);
}

#[test]
#[ignore = "minutes, and gigabytes in a folder that has to be named: see benches/README.md"]
fn a_million_articles_are_made() {
    let Some(dir) = std::env::var_os("ATTACHE_BENCH_DIR") else { return println!("ATTACHE_BENCH_DIR names no folder") };
    let articles = std::env::var("ATTACHE_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let done = Path::new(&dir).join(format!("archive-{articles}.done"));
    if !done.exists() {
        make(&done.with_extension("").join("archive.db"), &Size::of(articles));
        std::fs::write(done, "").unwrap();
    }
}
