//! The jump bar against a set of queries of our own (`tests/gold/jump.tsv`), with floors just under today's figures; and, on
//! request, the table against plain matchers and the time a key takes over a million names.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use attache::library::finder::Finder;
use attache::library::hit::{Context, Named};
use attache::news::entity::EntityId;
use attache::news::mention::Kind;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

struct Ask {
    how: String,
    query: String,
    name: String,
}

fn lines(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn names() -> Vec<Named> {
    let list = |text: &str| text.split('|').filter(|t| !t.is_empty()).map(str::to_owned).collect();
    let named = |(number, row): (i64, Vec<String>)| Named {
        entity: EntityId(number),
        kind: if row[0] == "person" { Kind::Person } else { Kind::Institution },
        name: row[1].clone(),
        aliases: list(&row[2]),
        roles: list(&row[3]),
        articles: row[4].parse().unwrap(),
    };
    (1..).zip(lines("jump-names.tsv")).map(named).collect()
}

fn asks() -> Vec<Ask> {
    let ask = |row: Vec<String>| Ask { how: row[0].clone(), query: row[1].clone(), name: row[3].clone() };
    lines("jump.tsv").into_iter().map(ask).collect()
}

/// Share of queries whose first answer is right, and mean reciprocal rank; in all and by kind of query.
fn measure(asks: &[Ask], mut answer: impl FnMut(&str) -> Vec<String>) -> (f64, f64, String) {
    let mut sums: BTreeMap<&str, (f64, f64, f64)> = BTreeMap::new();
    let mut wrong = String::new();
    for ask in asks {
        let answers = answer(&ask.query);
        let rank = answers.iter().position(|name| *name == ask.name);
        if rank != Some(0) {
            writeln!(wrong, "{}: \"{}\" is {}, not {:?}", ask.how, ask.query, ask.name, answers.first()).unwrap();
        }
        for group in [ask.how.as_str(), "all"] {
            let sum = sums.entry(group).or_default();
            sum.0 += 1.0;
            sum.1 += f64::from(u8::from(rank == Some(0)));
            sum.2 += rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
        }
    }
    let mut table = String::new();
    for (group, (count, first, reciprocal)) in &sums {
        writeln!(table, "{group:<10} {count:>4} {:>6.1} {:.3}", 100.0 * first / count, reciprocal / count).unwrap();
    }
    let (count, first, reciprocal) = sums["all"];
    (100.0 * first / count, reciprocal / count, table + &wrong)
}

#[test]
fn the_jump_bar_finds_who_is_meant() {
    let asks = asks();
    assert!(asks.len() >= 500);
    let finder = Finder::new(names());
    let (first, reciprocal, table) =
        measure(&asks, |query| finder.query(query, &Context::default()).into_iter().map(|hit| hit.name).collect());
    assert!(first >= 95.0 && reciprocal >= 0.97, "top-1 {first:.1}, MRR {reciprocal:.3}\n{table}");
}

#[test]
#[ignore = "prints a table; for the README of benches"]
fn table_against_plain_matchers() {
    let (asks, names) = (asks(), names());
    let finder = Finder::new(names.clone());
    let ours =
        measure(&asks, |query| finder.query(query, &Context::default()).into_iter().map(|hit| hit.name).collect());
    let aliases: Vec<(&str, &str)> = names
        .iter()
        .flat_map(|n| std::iter::once(&n.name).chain(&n.aliases).map(|alias| (n.name.as_str(), alias.as_str())))
        .collect();
    let best = |mut scored: Vec<(i64, &str)>| -> Vec<String> {
        scored.sort_by_key(|(score, name)| (std::cmp::Reverse(*score), name.len(), name.to_string()));
        let mut out: Vec<String> = Vec::new();
        for (_, name) in scored {
            if !out.iter().any(|n| n == name) && out.len() < 50 {
                out.push(name.to_owned());
            }
        }
        out
    };
    let skim = SkimMatcherV2::default().ignore_case();
    let plain = measure(&asks, |query| {
        best(aliases.iter().filter_map(|(name, alias)| Some((skim.fuzzy_match(alias, query)?, *name))).collect())
    });
    let mut matcher = Matcher::new(Config::DEFAULT);
    let nucleo = measure(&asks, |query| {
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut score = |alias: &str| pattern.score(Utf32Str::new(alias, &mut buffer), &mut matcher);
        best(aliases.iter().filter_map(|(name, alias)| Some((i64::from(score(alias)?), *name))).collect())
    });
    for (what, (first, reciprocal, table)) in [("ours", ours), ("fuzzy-matcher", plain), ("nucleo-matcher", nucleo)] {
        println!("{what:<15} top-1 {first:.1} MRR {reciprocal:.3}");
        println!("{}", table.lines().filter(|l| !l.contains('"')).collect::<Vec<_>>().join("\n"));
    }
}

/// Names made of syllables, always the same: 300,000 entities with a million aliases.
fn million() -> Vec<Named> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |upto: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % upto
    };
    let parts = [
        "ba", "ko", "ri", "mu", "sha", "del", "tor", "ne", "vi", "lan", "gu", "fer", "zi", "os", "ha", "mi", "che",
        "wan", "pri", "do",
    ];
    let mut word = |long: u64| {
        let mut out = String::new();
        for _ in 0..long {
            out.push_str(parts[next(20) as usize]);
        }
        out
    };
    let given: Vec<String> = (0..4000).map(|n| word(2 + n % 2)).collect();
    let family: Vec<String> = (0..60_000).map(|n| word(2 + n % 3)).collect();
    (0..300_000_usize)
        .map(|n| {
            let (g, f) = (&given[n * 7919 % 4000], &family[n * 104_729 % 60_000]);
            let middle = &given[n * 31 % 4000];
            Named {
                entity: EntityId(n as i64),
                kind: Kind::Person,
                name: format!("{g} {f}"),
                aliases: vec![f.clone(), format!("{g} {middle} {f}"), format!("{} {f}", &g[..1])][..2 + n % 2].to_vec(),
                roles: Vec::new(),
                articles: 1,
            }
        })
        .collect()
}

#[test]
#[ignore = "measures; run it with --profile quick or release"]
fn a_key_over_a_million_names() {
    let built = Instant::now();
    let finder = Finder::new(million());
    println!("{} entities, built in {:?}", finder.len(), built.elapsed());
    let mut times = Vec::new();
    for query in
        ["shadelmu korilan", "vichewan", "prido tornefer", "hamiche", "xq", "gu ba ko", "oshaferzi mu", "delmichr"]
    {
        for end in 1..=query.len() {
            let began = Instant::now();
            let hits = finder.query(&query[..end], &Context::default());
            times.push((began.elapsed(), hits.len(), &query[..end]));
        }
    }
    times.sort();
    let at = |share: usize| &times[(times.len() - 1) * share / 100];
    println!("{} keys: p50 {:?}, p95 {:?}, worst {:?}", times.len(), at(50), at(95), at(100));
}
