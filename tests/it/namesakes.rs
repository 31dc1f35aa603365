//! People of one full name (tests/gold/namesakes): two stay two, and one who changes office or travels stays one.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use attache::cli::annotate::given;
use attache::cli::lines::Label;
use attache::cli::marked;
use attache::engine::Engine;
use attache::engine::link::article_features::{ArticleFeatures, Key};
use attache::engine::link::find::Found;
use attache::engine::link::linker::Linker;
use attache::news::mention::Kind;

/// A person in an article: the name's key, who it is by the marks, and the scene.
struct Seen {
    key: String,
    who: String,
    article: usize,
    chain: u32,
}

fn read(
    engine: &Engine,
    world: &mut Linker<attache::engine::link::memory::Memory>,
) -> (Vec<ArticleFeatures>, Vec<Seen>) {
    let (mut scenes, mut seen) = (Vec::new(), Vec::new());
    for file in ["two", "one"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/namesakes/{file}.ann"));
        for line in marked::read(file, &fs::read_to_string(path).unwrap()).unwrap() {
            let text = line.text().unwrap();
            let found = engine.chain(text, &given(&line.mentions).0);
            let scene = ArticleFeatures::new(world.atlas(), text, &found);
            for figure in scene.figures.iter().filter(|figure| figure.kind == Kind::Person) {
                let first = found.chains[figure.chain as usize].mentions[0];
                let span = found.mentions[first as usize].span;
                let mark = line.mentions.iter().find(|m| (m.start, m.end) == (span.start, span.end)).unwrap();
                if let Key::Strong(key) = &figure.key {
                    let Some(Label::Number(number)) = &mark.chain else { panic!("a mark without number") };
                    let who = format!("{file} {number}");
                    seen.push(Seen { key: key.clone(), who, article: scenes.len(), chain: figure.chain });
                }
            }
            scenes.push(scene);
        }
    }
    (scenes, seen)
}

fn link(world: &mut Linker<attache::engine::link::memory::Memory>, scenes: &[ArticleFeatures], order: &[usize]) {
    for at in order {
        world.take(&scenes[*at]);
    }
    for node in world.contests(usize::MAX) {
        let of: Vec<ArticleFeatures> = scenes
            .iter()
            .filter(|scene| {
                scene.figures.iter().any(|f| matches!(&f.key, Key::Strong(key) if world.number(key) == Some(node)))
            })
            .cloned()
            .collect();
        world.contest(node, &of);
    }
    world.settle();
}

/// Who each is, by the key of the lead; nobody where it is uncertain.
fn decide(
    world: &mut Linker<attache::engine::link::memory::Memory>,
    scenes: &[ArticleFeatures],
    seen: &[Seen],
) -> Vec<Option<String>> {
    let one = |seen: &Seen| {
        let scene = &scenes[seen.article];
        let figure = scene.figures.iter().find(|figure| figure.chain == seen.chain).unwrap();
        match world.find(scene, figure) {
            Found::Known(node, _) | Found::Among(node, _) => Some(world.lead_key(node).to_owned()),
            Found::Alone(node, may) if may.is_empty() => node.map(|node| world.lead_key(node).to_owned()),
            Found::Alone(..) => None,
        }
    };
    seen.iter().map(one).collect()
}

#[test]
fn people_of_one_name_are_told_apart_and_careers_are_not_split() {
    let engine = Engine::new();
    let mut world = Linker::new();
    let (scenes, seen) = read(&engine, &mut world);
    let order: Vec<usize> = (0..scenes.len()).collect();
    link(&mut world, &scenes, &order);
    let found = decide(&mut world, &scenes, &seen);
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
    assert!(f64::from(right) / all >= 0.9, "{right} of {all}");

    // Nothing depends on the order.
    let mut turned = Linker::new();
    let back: Vec<usize> = order.into_iter().rev().collect();
    link(&mut turned, &scenes, &back);
    assert_eq!(found, decide(&mut turned, &scenes, &seen));
}

#[test]
fn the_reason_says_who_of_how_many() {
    let engine = Engine::new();
    let mut world = Linker::new();
    let (scenes, seen) = read(&engine, &mut world);
    link(&mut world, &scenes, &(0..scenes.len()).collect::<Vec<_>>());
    let mut reasons: HashMap<&str, String> = HashMap::new();
    for one in &seen {
        let figure = scenes[one.article].figures.iter().find(|figure| figure.chain == one.chain).unwrap();
        if let Found::Among(_, why) = world.find(&scenes[one.article], figure) {
            reasons.entry(&one.who).or_insert(why);
        }
    }
    assert_eq!(reasons["two 1"], "of two people of this name, the judge in Kenya: same company");
    assert!(reasons.keys().all(|who| who.starts_with("two")), "{reasons:?}");
}
