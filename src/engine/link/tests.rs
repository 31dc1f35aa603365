//! Linking in memory, and on a storage that fails.

use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::article_features::{ArticleFeatures, ChainFeatures};
use super::changes::Changes;
use super::facts::Facts;
use super::gazetteer::Gazetteer;
use super::linker::{Linker, LinkerState};
use super::links::ArticleLinks;
use super::memory::Memory;
use super::resolve::Resolution;
use super::storage::{Answer, LinkStorage, Members, Stage};
use crate::news::mention::Kind;

/// An article: its text (for the countries), and the names of its chains, separated by `/`; `+` marks an institution.
fn article(gazetteer: &Gazetteer, text: &str, chains: &[&str]) -> ArticleFeatures {
    let countries = gazetteer.in_text(text);
    let chains = (0u32..).zip(chains).filter_map(|(number, names)| {
        let (kind, names) = match names.strip_prefix('+') {
            Some(names) => (Kind::Institution, names),
            None => (Kind::Person, *names),
        };
        let names: Vec<&str> = names.split('/').collect();
        ChainFeatures::new(gazetteer, number, kind, &names, &[], &countries)
    });
    ArticleFeatures { chains: chains.collect(), countries }
}

const STORIES: &[(&str, &[&str])] = &[
    ("In Rabat, Morocco", &["Abdellatif Hammouchi/Hammouchi", "+General Directorate of National Security/DGSN"]),
    ("In Casablanca, Morocco", &["Abdelatif Hamushi", "+DGSN"]),
    ("In Accra, Ghana", &["Ebenezer Tetteh Padi/Padi", "+Ministry of Health/MoH"]),
    ("In Kumasi, Ghana", &["E. T. Padi", "+Ministry of Health"]),
    ("In Nairobi, Kenya", &["John Kamau", "John Maina", "+Ministry of Health"]),
    ("In Mombasa, Kenya", &["Kamau", "+Health Ministry"]),
];

/// Which node a resolution shows, by the key of its lead.
fn lead_key(linker: &mut Linker<Memory>, resolution: &Resolution) -> String {
    match resolution {
        Resolution::Certain(node, _) | Resolution::Namesake(node, _) | Resolution::Uncertain(Some(node), _) => {
            linker.lead_key(*node).unwrap().to_owned()
        }
        Resolution::Uncertain(None, _) => String::new(),
    }
}

/// Who each chain of each story is, by the key of the lead, stories in the order of [`STORIES`].
fn who(order: &[usize]) -> Vec<Vec<String>> {
    let mut linker = Linker::in_memory();
    let articles: Vec<_> = STORIES.iter().map(|(text, chains)| article(linker.gazetteer(), text, chains)).collect();
    for at in order {
        linker.learn(&articles[*at]).unwrap();
    }
    linker.consolidate();
    let mut one = |article: &ArticleFeatures, chain: &ChainFeatures| {
        let resolution = linker.resolve(article, chain).unwrap();
        lead_key(&mut linker, &resolution)
    };
    articles.iter().map(|article| article.chains.iter().map(|chain| one(article, chain)).collect()).collect()
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
fn an_article_that_is_unlearnt_leaves_no_trace() {
    let mut linker = Linker::in_memory();
    let (text, chains) = STORIES[0];
    let article = article(linker.gazetteer(), text, chains);
    let nodes = linker.learn(&article).unwrap();
    linker.apply();
    let kept: Vec<_> = nodes.iter().map(|node| linker.storage.read(*node)).collect();
    // A new linker has no node loaded: it reads them from the storage.
    let mut linker = Linker::new(LinkerState::default(), linker.storage);
    linker.learn(&article).unwrap();
    linker.unlearn(&article).unwrap();
    linker.apply();
    assert_eq!(kept, nodes.iter().map(|node| linker.storage.read(*node)).collect::<Vec<_>>());
}

/// Who each chain is once everything is consolidated: article by article, in the order of `articles`.
fn consolidated(articles: &[ArticleFeatures], order: &[usize], pieces: &[bool]) -> Vec<Vec<String>> {
    let mut linker = Linker::in_memory();
    for (at, article) in order.iter().filter_map(|at| articles.get(*at)).enumerate() {
        linker.learn(article).unwrap();
        if pieces.get(at).copied().unwrap_or(false) {
            linker.consolidate();
            // As in another run, no node is loaded.
            linker = Linker::new(LinkerState::default(), linker.storage);
        }
    }
    linker.consolidate();
    let mut who = Vec::new();
    for article in articles {
        let mut names = Vec::new();
        for chain in &article.chains {
            let resolution = linker.resolve(article, chain).unwrap();
            names.push(lead_key(&mut linker, &resolution));
            if let Resolution::Uncertain(_, may) = &resolution {
                let may: BTreeMap<String, u32> = may
                    .iter()
                    .map(|(node, share)| (linker.lead_key(*node).unwrap().to_owned(), share.to_bits()))
                    .collect();
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
        let gazetteer = Gazetteer::new();
        let texts = ["In Rabat, Morocco", "In Accra, Ghana", "In Nairobi, Kenya", "nowhere"];
        let one = |(text, chains): &(usize, Vec<String>)| {
            article(&gazetteer, texts[*text], &chains.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let articles: Vec<ArticleFeatures> = stories.iter().map(one).collect();
        let mut order: Vec<usize> = (0..articles.len()).collect();
        let first = consolidated(&articles, &order, &[]);
        prop_assert_eq!(&first, &consolidated(&articles, &order, &pieces), "in pieces");
        order.sort_by_key(|at| keys.get(*at).copied());
        prop_assert_eq!(&first, &consolidated(&articles, &order, &[]), "in another order");
        prop_assert_eq!(&first, &consolidated(&articles, &order, &pieces), "in pieces of another order");
    }
}

/// A storage that fails at one of its calls.
struct Failing<'m> {
    memory: &'m Memory,
    /// Calls until the one that fails.
    left: Cell<usize>,
}

impl Failing<'_> {
    fn call<T>(&self, answer: Answer<T, Memory>) -> Result<T, &'static str> {
        let left = self.left.get();
        self.left.set(left.wrapping_sub(1));
        if left == 0 { Err("the storage failed") } else { Ok(answer.unwrap()) }
    }
}

impl LinkStorage for Failing<'_> {
    type Error = &'static str;

    fn next_number(&self) -> Answer<u32, Self> {
        self.call(self.memory.next_number())
    }

    fn number(&self, key: &str) -> Answer<Option<u32>, Self> {
        self.call(self.memory.number(key))
    }

    fn read(&self, node: u32) -> Answer<Option<(Facts, u32)>, Self> {
        self.call(self.memory.read(node))
    }

    fn bearers(&self, word: &str) -> Answer<Option<Vec<u32>>, Self> {
        self.call(self.memory.bearers(word))
    }

    fn bears(&self, word: &str, node: u32) -> Answer<bool, Self> {
        self.call(self.memory.bears(word, node))
    }

    fn block(&self, hash: u64) -> Answer<Members, Self> {
        self.call(self.memory.block(hash))
    }

    fn pairs(&self, node: u32) -> Answer<Vec<(u32, Option<f32>)>, Self> {
        self.call(self.memory.pairs(node))
    }

    fn has_pairs(&self, node: u32) -> Answer<bool, Self> {
        self.call(self.memory.has_pairs(node))
    }

    fn dependents(&self, companion: u32) -> Answer<Vec<(u32, u32)>, Self> {
        self.call(self.memory.dependents(companion))
    }

    fn due(&self, stage: Stage, limit: usize) -> Answer<Vec<(u32, u32)>, Self> {
        self.call(self.memory.due(stage, limit))
    }
}

/// What a step returns: the links of articles, and whether anything was due.
type Step = (Vec<ArticleLinks>, bool);

/// One step of linking on a storage that fails at its call number `fail`.
fn step_on_failing(
    memory: &Memory,
    fail: usize,
    work: &dyn Fn(&mut Linker<Failing<'_>>) -> Result<Step, &'static str>,
) -> Result<(Step, Changes), &'static str> {
    let mut linker = Linker::new(LinkerState::default(), Failing { memory, left: Cell::new(fail) });
    let step = work(&mut linker)?;
    let (_, changes) = linker.finish()?;
    Ok((step, changes))
}

/// Imports the stories in two halves and consolidates after each. With `failing`, each step is first tried on storages that
/// fail at the first call, at the second, and so on, until one has no call left to fail. The memory, all links, and the
/// number of failures.
fn import(failing: bool) -> (Memory, Vec<ArticleLinks>, usize) {
    let gazetteer = Gazetteer::new();
    let articles: Vec<_> = STORIES.iter().map(|(text, chains)| article(&gazetteer, text, chains)).collect();
    let learn = |linker: &mut Linker<Failing<'_>>, articles: &[ArticleFeatures]| {
        let mut links = Vec::new();
        for article in articles {
            let known = linker.next_number()?;
            linker.learn(article)?;
            links.push(linker.link(article, article.chains.len(), known)?);
        }
        Ok((links, true))
    };
    let divide = |linker: &mut Linker<Failing<'_>>| {
        let due = linker.due_namesakes(1)?;
        due.iter().try_for_each(|node| linker.divide(*node, &articles))?;
        Ok((Vec::new(), !due.is_empty()))
    };
    let consolidate = |linker: &mut Linker<Failing<'_>>| Ok((Vec::new(), linker.step(2)?));
    let (mut memory, mut links, mut failures) = (Memory::default(), Vec::new(), 0);
    let mut try_until_done = |work: &dyn Fn(&mut Linker<Failing<'_>>) -> Result<Step, &'static str>| {
        let mut fail = if failing { 0 } else { usize::MAX };
        let ((new, more), changes) = loop {
            match step_on_failing(&memory, fail, work) {
                Ok(done) => break done,
                Err(error) => assert_eq!(error, "the storage failed"),
            }
            fail += 1;
            failures += 1;
        };
        memory.apply(changes);
        links.extend(new);
        more
    };
    for half in articles.chunks(3) {
        try_until_done(&|linker| learn(linker, half));
        while try_until_done(&divide) {}
        while try_until_done(&consolidate) {}
    }
    try_until_done(&|linker| {
        let link = |article: &ArticleFeatures| linker.link(article, article.chains.len(), u32::MAX);
        Ok((articles.iter().map(link).collect::<Result<_, _>>()?, false))
    });
    (memory, links, failures)
}

#[test]
fn a_storage_that_fails_at_any_call_gives_an_error_and_never_other_links() {
    let (memory, links, failures) = import(false);
    assert_eq!((links.len(), failures), (12, 0));
    let (memory_after, links_after, failures) = import(true);
    assert_eq!(links_after, links);
    assert!(memory_after == memory, "what is written must be the same");
    assert!(failures > 200, "{failures} calls failed");
}
