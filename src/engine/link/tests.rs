//! Linking in memory: stories told by their names.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::article_features::{ArticleFeatures, Figure};
use super::find::Found;
use super::gazetteer::Gazetteer;
use super::linker::Linker;
use super::shelf::Shelf;
use crate::news::mention::Kind;

/// A story: its text (for the countries), and its chains by their names, apart by `/`; `+` before an institution.
fn scene(atlas: &Gazetteer, text: &str, chains: &[&str]) -> ArticleFeatures {
    let countries = atlas.in_text(text);
    let figures = (0u32..).zip(chains).filter_map(|(number, names)| {
        let (kind, names) = match names.strip_prefix('+') {
            Some(names) => (Kind::Institution, names),
            None => (Kind::Person, *names),
        };
        let names: Vec<&str> = names.split('/').collect();
        Figure::new(atlas, number, kind, &names, &[], &countries)
    });
    ArticleFeatures { figures: figures.collect(), countries }
}

const STORIES: &[(&str, &[&str])] = &[
    ("In Rabat, Morocco", &["Abdellatif Hammouchi/Hammouchi", "+General Directorate of National Security/DGSN"]),
    ("In Casablanca, Morocco", &["Abdelatif Hamushi", "+DGSN"]),
    ("In Accra, Ghana", &["Ebenezer Tetteh Padi/Padi", "+Ministry of Health/MoH"]),
    ("In Kumasi, Ghana", &["E. T. Padi", "+Ministry of Health"]),
    ("In Nairobi, Kenya", &["John Kamau", "John Maina", "+Ministry of Health"]),
    ("In Mombasa, Kenya", &["Kamau", "+Health Ministry"]),
];

/// Who each chain of each story is, by the key of the lead, stories in the order of [`STORIES`].
fn who(order: &[usize]) -> Vec<Vec<String>> {
    let mut world = Linker::new();
    for at in order {
        let (text, chains) = STORIES[*at];
        let scene = scene(world.atlas(), text, chains);
        world.take(&scene);
    }
    world.settle();
    let answer = |(text, chains): &(&str, &[&str])| {
        let scene = scene(world.atlas(), text, chains);
        let one = |figure: &Figure| match world.find(&scene, figure) {
            Found::Known(node, _) | Found::Among(node, _) | Found::Alone(Some(node), _) => {
                world.lead_key(node).to_owned()
            }
            Found::Alone(None, _) => String::new(),
        };
        scene.figures.iter().map(one).collect()
    };
    STORIES.iter().map(answer).collect()
}

#[test]
fn spellings_meet_and_countries_keep_ministries_apart() {
    let who = who(&[0, 1, 2, 3, 4, 5]);
    assert_eq!(who[0][0], who[1][0], "two spellings");
    assert_eq!(who[0][1], who[1][1], "an acronym");
    assert_eq!(who[2][0], who[3][0], "initials");
    assert_eq!(who[2][1], who[3][1], "one ministry");
    assert_ne!(who[2][1], who[4][2], "of two countries");
    assert_eq!(who[4][2], who[5][1], "said the other way round");
    assert_ne!(who[4][0], who[4][1], "two Johns");
    assert_eq!(who[4][0], who[5][0], "the only Kamau, in the same country");
}

#[test]
fn the_order_of_the_articles_does_not_matter() {
    let first = who(&[0, 1, 2, 3, 4, 5]);
    assert_eq!(first, who(&[5, 4, 3, 2, 1, 0]));
    assert_eq!(first, who(&[3, 0, 5, 1, 4, 2]));
}

#[test]
fn what_is_taken_back_and_what_is_kept_leaves_no_trace() {
    let mut world = Linker::new();
    let (text, chains) = STORIES[0];
    let scene = scene(world.atlas(), text, chains);
    let nodes = world.take(&scene);
    world.save();
    let kept: Vec<_> = nodes.iter().map(|node| world.shelf.read(*node)).collect();
    // Nothing in hand: all comes from the shelf.
    world.forget();
    world.take(&scene);
    world.leave(&scene);
    world.save();
    assert_eq!(kept, nodes.iter().map(|node| world.shelf.read(*node)).collect::<Vec<_>>());
}

/// Who each chain is once all is settled: story by story, in the order of `scenes`.
fn settled(scenes: &[ArticleFeatures], order: &[usize], pieces: &[bool]) -> Vec<Vec<String>> {
    let mut world = Linker::new();
    for (at, scene) in order.iter().filter_map(|at| scenes.get(*at)).enumerate() {
        world.take(scene);
        if pieces.get(at).copied().unwrap_or(false) {
            world.settle();
            world.save();
            // Nothing is in hand any more, as in another run.
            world.forget();
        }
    }
    world.settle();
    let mut who = Vec::new();
    for scene in scenes {
        let mut names = Vec::new();
        for figure in &scene.figures {
            let found = world.find(scene, figure);
            names.push(match &found {
                Found::Known(node, _) | Found::Among(node, _) | Found::Alone(Some(node), _) => {
                    world.lead_key(*node).to_owned()
                }
                Found::Alone(None, _) => String::new(),
            });
            if let Found::Alone(_, may) = &found {
                let may: BTreeMap<String, u32> =
                    may.iter().map(|(node, share)| (world.lead_key(*node).to_owned(), share.to_bits())).collect();
                names.push(format!("{may:?}"));
            }
        }
        who.push(names);
    }
    who
}

fn stories() -> impl Strategy<Value = Vec<(usize, Vec<String>)>> {
    let given =
        prop::sample::select(vec!["Mohamed ", "Muhammad ", "Jim ", "James ", "J. ", "Anna ", "Ana Maria ", "K. ", ""]);
    let family =
        prop::sample::select(vec!["Hammouchi", "al-Hamushi", "Smith", "Smyth", "Kamau", "Kamau Smith", "Yusuf"]);
    let person = (given, family).prop_map(|(given, family)| format!("{given}{family}"));
    let institution = prop::sample::select(vec![
        "+Ministry of Health",
        "+Health Ministry",
        "+Health Ministry of Ghana",
        "+MoH",
        "+Kestrel Holdings",
        "+Kestrel Mining Holdings",
        "+Kestrel",
        "+KMH",
        "+Kestrel Mining",
    ]);
    let name = prop_oneof![3 => person, 1 => institution.prop_map(str::to_owned)];
    let chain = prop_oneof![
        4 => name.clone(),
        1 => (name.clone(), name)
            .prop_filter("of one kind", |(a, b)| a.starts_with('+') == b.starts_with('+'))
            .prop_map(|(a, b)| format!("{a}/{}", b.trim_start_matches('+')))
    ];
    prop::collection::vec((0..4usize, prop::collection::vec(chain, 1..5)), 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// In one go, in pieces, in another order: the same people.
    #[test]
    fn neither_order_nor_pieces_matter(
        stories in stories(),
        pieces in prop::collection::vec(any::<bool>(), 24),
        keys in prop::collection::vec(any::<u32>(), 24),
    ) {
        let atlas = Gazetteer::new();
        let texts = ["In Rabat, Morocco", "In Accra, Ghana", "In Nairobi, Kenya", "nowhere"];
        let one = |(text, chains): &(usize, Vec<String>)| {
            scene(&atlas, texts[*text], &chains.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let scenes: Vec<ArticleFeatures> = stories.iter().map(one).collect();
        let mut order: Vec<usize> = (0..scenes.len()).collect();
        let first = settled(&scenes, &order, &[]);
        prop_assert_eq!(&first, &settled(&scenes, &order, &pieces), "in pieces");
        order.sort_by_key(|at| keys.get(*at).copied());
        prop_assert_eq!(&first, &settled(&scenes, &order, &[]), "in another order");
        prop_assert_eq!(&first, &settled(&scenes, &order, &pieces), "in pieces of another order");
    }
}
