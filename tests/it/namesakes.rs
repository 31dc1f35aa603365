//! People of one full name (tests/gold/namesakes): two stay two, and one who changes office or travels stays one.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use attache::cli::lines::{Label, given};
use attache::cli::marked;
use attache::engine::Engine;
use attache::engine::link::article_features::{ArticleFeatures, Key};
use attache::engine::link::linker::Linker;
use attache::engine::link::memory::Memory;
use attache::engine::link::resolve::Resolution;
use attache::news::mention::Kind;

use crate::floors::hold;

/// A person in an article: the name's key, who it is by the marks, and where.
struct Seen {
    key: String,
    who: String,
    article: usize,
    chain: u32,
}

fn read(engine: &Engine, linker: &mut Linker<Memory>) -> (Vec<ArticleFeatures>, Vec<Seen>) {
    let (mut articles, mut seen) = (Vec::new(), Vec::new());
    for file in ["two", "one"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/namesakes/{file}.ann"));
        for line in marked::read(file, &fs::read_to_string(path).unwrap()).unwrap() {
            let text = line.text().unwrap();
            let found = engine.chain(text, &given(&line.mentions).0);
            let article = ArticleFeatures::new(linker.gazetteer(), text, &found);
            for chain in article.chains.iter().filter(|chain| chain.kind == Kind::Person) {
                let first = found.chains[chain.chain as usize].mentions[0];
                let span = found.mentions[first as usize].span;
                let mark = line.mentions.iter().find(|m| (m.start, m.end) == (span.start, span.end)).unwrap();
                if let Key::Strong(key) = &chain.key {
                    let Some(Label::Number(number)) = &mark.chain else { panic!("a mark without number") };
                    let who = format!("{file} {number}");
                    seen.push(Seen { key: key.clone(), who, article: articles.len(), chain: chain.chain });
                }
            }
            articles.push(article);
        }
    }
    (articles, seen)
}

fn link(linker: &mut Linker<Memory>, articles: &[ArticleFeatures], order: &[usize]) {
    for at in order {
        linker.learn(&articles[*at]).unwrap();
    }
    linker.apply();
    for node in linker.due_namesakes(usize::MAX).unwrap() {
        let of: Vec<ArticleFeatures> = articles
            .iter()
            .filter(|article| {
                article
                    .chains
                    .iter()
                    .any(|f| matches!(&f.key, Key::Strong(key) if linker.number(key).unwrap() == Some(node)))
            })
            .cloned()
            .collect();
        linker.divide(node, &of).unwrap();
    }
    linker.consolidate();
}

/// Who each is, by the key of the lead; nobody where it is uncertain.
fn decide(linker: &mut Linker<Memory>, articles: &[ArticleFeatures], seen: &[Seen]) -> Vec<Option<String>> {
    let one = |seen: &Seen| {
        let article = &articles[seen.article];
        let chain = article.chains.iter().find(|chain| chain.chain == seen.chain).unwrap();
        match linker.resolve(article, chain).unwrap() {
            Resolution::Certain(node, _) | Resolution::Namesake(node, _) => {
                Some(linker.lead_key(node).unwrap().to_owned())
            }
            Resolution::Uncertain(node, may) if may.is_empty() => {
                node.map(|node| linker.lead_key(node).unwrap().to_owned())
            }
            Resolution::Uncertain(..) => None,
        }
    };
    seen.iter().map(one).collect()
}

#[test]
fn people_of_one_name_are_told_apart_and_careers_are_not_split() {
    let engine = Engine::new();
    let mut linker = Linker::in_memory();
    let (articles, seen) = read(&engine, &mut linker);
    let order: Vec<usize> = (0..articles.len()).collect();
    link(&mut linker, &articles, &order);
    let found = decide(&mut linker, &articles, &seen);
    let (mut right, mut merged, mut split, mut open) = (0u32, Vec::new(), Vec::new(), Vec::new());
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in seen.iter().enumerate() {
        by_name.entry(&one.key).or_default().push(at);
    }
    for of in by_name.values() {
        for (i, a) in of.iter().enumerate() {
            for b in &of[i + 1..] {
                let (x, y) = (&seen[*a], &seen[*b]);
                match (&found[*a], &found[*b]) {
                    (Some(p), Some(q)) if (p == q) == (x.who == y.who) => right += 1,
                    (Some(p), Some(q)) if p == q => merged.push((&x.key, x.article, y.article)),
                    (Some(_), Some(_)) => split.push((&x.key, x.article, y.article)),
                    _ => open.push((&x.key, x.article, y.article)),
                }
            }
        }
    }
    println!("pairs right {right}, merged {merged:?}, split {split:?}, open {open:?}");
    let all = f64::from(right) + (merged.len() + split.len() + open.len()) as f64;
    assert!(split.is_empty(), "one person became two: {split:?}");
    hold("people of one name", "pairs told right", 100.0 * f64::from(right) / all);

    // Nothing depends on the order.
    let mut turned = Linker::in_memory();
    let back: Vec<usize> = order.into_iter().rev().collect();
    link(&mut turned, &articles, &back);
    assert_eq!(found, decide(&mut turned, &articles, &seen));
}

#[test]
fn the_reason_says_who_of_how_many() {
    let engine = Engine::new();
    let mut linker = Linker::in_memory();
    let (articles, seen) = read(&engine, &mut linker);
    link(&mut linker, &articles, &(0..articles.len()).collect::<Vec<_>>());
    let mut reasons: HashMap<&str, String> = HashMap::new();
    for one in &seen {
        let chain = articles[one.article].chains.iter().find(|chain| chain.chain == one.chain).unwrap();
        if let Resolution::Namesake(_, why) = linker.resolve(&articles[one.article], chain).unwrap() {
            reasons.entry(&one.who).or_insert(why);
        }
    }
    assert_eq!(reasons["two 1"], "of two people of this name, the judge in Kenya: same company");
    assert!(reasons.keys().all(|who| who.starts_with("two")), "{reasons:?}");
}
