//! The jump bar against a set of queries of our own (`tests/gold/jump.tsv`), with floors just under today's figures; and, on
//! request, the table against plain matchers and the time a key takes over a million names.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use attache::name_index::finder::Finder;
use attache::name_index::hit::{Context, Named};
use attache::news::entity::EntityId;
use attache::news::mention::Kind;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::crowd;

use crate::floors::hold;

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
    let list = |text: &str| text.split('|').filter(|t| !t.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let named = |(number, row): (i64, Vec<String>)| Named {
        entity: EntityId(number),
        kind: if row[0] == "person" { Kind::Person } else { Kind::Institution },
        name: row[1].clone(),
        aliases: list(&row[2]).into_iter().map(|alias| (alias, 1)).collect(),
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
        writeln!(table, "{group:<11} {count:>4} {:>6.1} {:.3}", 100.0 * first / count, reciprocal / count).unwrap();
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
    println!("{table}");
    hold("jump bar", "first answer right", first);
    hold("jump bar", "mean reciprocal rank", 100.0 * reciprocal);
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
        .flat_map(|n| {
            std::iter::once(&n.name)
                .chain(n.aliases.iter().map(|(alias, _)| alias))
                .map(|alias| (n.name.as_str(), alias.as_str()))
        })
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

#[test]
#[ignore = "measures; run it with --profile quick or release"]
fn a_key_over_a_million_names() {
    let crowd = crowd::named(300_000);
    let typed = crowd::typed(&crowd);
    let aliases: usize = crowd.iter().map(|named| 1 + named.aliases.len()).sum();
    let (before, began) = (resident(), Instant::now());
    let finder = Finder::new(crowd.iter().cloned());
    let (took, mib) = (began.elapsed(), resident() - before);
    println!("{} entities, {aliases} names: filled in {took:.1?}, {mib} MiB", finder.len());
    let mut times: BTreeMap<&str, Vec<(Duration, usize, &str)>> = BTreeMap::new();
    for (how, query) in &typed {
        for (at, c) in query.char_indices() {
            let query = &query[..at + c.len_utf8()];
            let began = Instant::now();
            let hits = finder.query(query, &Context::default()).len();
            let took = began.elapsed();
            times.entry(how).or_default().push((took, hits, query));
            times.entry("all").or_default().push((took, hits, query));
        }
    }
    for (how, times) in &mut times {
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100].0;
        let worst: Vec<String> = times.iter().rev().take(3).map(|(t, n, q)| format!("{t:.1?} \"{q}\" {n}")).collect();
        let (p50, p95, p99) = (at(50), at(95), at(99));
        println!(
            "{how:<11} {:>5} keys p50 {p50:.1?} p95 {p95:.1?} p99 {p99:.1?} worst {}",
            times.len(),
            worst.join(", ")
        );
    }
}

/// MiB in memory; 0 where that cannot be asked.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<usize>().ok());
    pages.unwrap_or(0) * 4 / 1024
}
