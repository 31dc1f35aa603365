//! The engine on our own gold: one-string articles (tests/gold/short) and stories (tests/gold/wire/dev).

use std::fs;
use std::path::Path;

use attache::cli::lines::{GoldLine, given};
use attache::cli::marked;
use attache::engine::Engine;
use attache::engine::input::DetectedMention;
use attache::engine::score::{EvalMention, Report, Tally};
use attache::news::mention::{Annotations, Form, Kind};
use attache::text::span::Span;

use crate::floors::hold;

/// An article in one-string notation: `[Angela Merkel]1 met [the ECB]2o. [She]1~ said …` (tests/gold/README.md).
struct Gold {
    title: String,
    text: String,
    marks: Vec<EvalMention>,
}

fn read(title: &str, source: &str) -> Gold {
    let mut gold = Gold { title: title.to_owned(), text: String::new(), marks: Vec::new() };
    let mut kinds: Vec<(i64, Kind)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => open.push(gold.text.len()),
            ']' => {
                let digits = rest.chars().take_while(char::is_ascii_digit).count();
                let chain: i64 = rest[..digits].parse().unwrap_or_else(|_| panic!("{title}: a mark without number"));
                rest = &rest[digits..];
                let sign = rest.chars().next().filter(|c| "olem^~".contains(*c));
                rest = &rest[usize::from(sign.is_some())..];
                let start = open.pop().unwrap_or_else(|| panic!("{title}: ] without ["));
                let known = kinds.iter().find(|(n, _)| *n == chain).map(|(_, kind)| *kind);
                let kind = match sign {
                    Some('o') => Kind::Institution,
                    Some('l') => Kind::Place,
                    Some('e') => Kind::Event,
                    Some('m') => Kind::Other,
                    _ => known.unwrap_or(Kind::Person),
                };
                kinds.push((chain, kind));
                let pronoun = gold.text[start..].chars().all(char::is_alphabetic);
                let form = match sign {
                    Some('^') => Form::Role,
                    Some('~') if pronoun => Form::Pronoun,
                    Some('~') => Form::Nominal,
                    _ => Form::Name,
                };
                let (start, end) = (start as u32, gold.text.len() as u32);
                gold.marks.push(EvalMention { start, end, kind: Some(kind), form, chain: Some(chain) });
            }
            _ => gold.text.push(c),
        }
    }
    assert!(open.is_empty(), "{title}: [ without ]");
    gold.marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    gold
}

fn short() -> Vec<Gold> {
    let mut files: Vec<_> =
        fs::read_dir(gold_dir().join("short")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        for article in fs::read_to_string(file).unwrap().split("== ").filter(|a| !a.trim().is_empty()) {
            let (title, source) = article.split_once('\n').unwrap();
            out.push(read(title, source.trim()));
        }
    }
    out
}

fn gold_dir() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold")
}

fn marks(found: &Annotations) -> Vec<EvalMention> {
    let mark = |m: &attache::news::mention::Mention| EvalMention {
        start: m.span.start,
        end: m.span.end,
        kind: Some(m.kind),
        form: m.form,
        chain: Some(i64::from(m.chain)),
    };
    found.mentions.iter().map(mark).collect()
}

fn found(marks: &[EvalMention]) -> Vec<DetectedMention> {
    let of = |m: &EvalMention| DetectedMention {
        span: Span { start: m.start, end: m.end },
        kind: m.kind.unwrap(),
        form: m.form,
        score: 1.0,
    };
    marks.iter().map(of).collect()
}

/// What of the chains differs from gold, given its mentions; empty where nothing does.
fn check(engine: &Engine, gold: &Gold) -> Vec<String> {
    let got = engine.chain(&gold.text, &found(&gold.marks));
    let mut wrong = Vec::new();
    for (a, (m, x)) in gold.marks.iter().zip(&got.mentions).enumerate() {
        for (n, y) in gold.marks.iter().zip(&got.mentions).skip(a + 1) {
            if (m.chain == n.chain) != (x.chain == y.chain) {
                let says = if m.chain == n.chain { "is not one with" } else { "is one with" };
                wrong.push(format!(
                    "{}: \"{}\" {says} \"{}\"",
                    gold.title,
                    x.span.slice(&gold.text),
                    y.span.slice(&gold.text)
                ));
            }
        }
    }
    wrong
}

#[test]
fn chains_of_short_articles_are_right_on_given_mentions() {
    let engine = Engine::new();
    let all = short();
    assert!(all.len() >= 40);
    let wrong: Vec<String> = all.iter().flat_map(|gold| check(&engine, gold)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn whole_engine(report: &Report) -> [f64; 5] {
    [
        report.names.f1,
        report.institution.f1,
        report.role.unwrap().f1,
        report.chains.unwrap().conll,
        report.jump.unwrap().f1,
    ]
}

#[test]
fn the_engine_keeps_its_scores_on_short_articles() {
    let engine = Engine::new();
    let mut tally = Tally::default();
    for gold in short() {
        tally.add(&gold.text, &gold.marks, &marks(&engine.annotate(&gold.text)));
    }
    let [names, institutions, roles, chains, jump] = whole_engine(&tally.report());
    hold("short articles", "names", names);
    hold("short articles", "institutions", institutions);
    hold("short articles", "roles", roles);
    hold("short articles", "chains", chains);
    hold("short articles", "jump", jump);
}

#[test]
fn the_engine_keeps_its_scores_on_stories() {
    let engine = Engine::new();
    let (mut whole, mut given_mentions) = (Tally::default(), Tally::default());
    let mut files: Vec<_> =
        fs::read_dir(gold_dir().join("wire/dev")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "ann"));
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        for line in marked::read(name, &fs::read_to_string(&file).unwrap()).unwrap() {
            score(&engine, &line, &mut whole, &mut given_mentions);
        }
    }
    let given_mentions = given_mentions.report().chains.unwrap();
    hold("stories", "chains, given mentions", given_mentions.conll);
    hold("stories", "LEA, given mentions", given_mentions.lea);
    let [names, institutions, roles, chains, jump] = whole_engine(&whole.report());
    hold("stories", "names", names);
    hold("stories", "institutions", institutions);
    hold("stories", "roles", roles);
    hold("stories", "chains", chains);
    hold("stories", "jump", jump);
}

fn score(engine: &Engine, line: &GoldLine, whole: &mut Tally, given_mentions: &mut Tally) {
    let text = line.text().unwrap();
    whole.add(text, &line.marks(), &marks(&engine.annotate(text)));
    given_mentions.add(text, &line.marks(), &marks(&engine.chain(text, &given(&line.mentions).0)));
}
