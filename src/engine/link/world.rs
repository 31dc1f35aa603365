//! All names of an archive: nodes, and what was read about each.
//!
//! Articles are taken in any order and can be taken back; [`World::settle`] groups the nodes by what is known of all of
//! them. The groups depend on the set of articles alone. Ids, and what the reader said, are the store's matter.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::atlas::{Atlas, Country};
use super::evidence::Side;
use super::node::Node;
use super::scene::{Figure, Key, Scene, strong};
use crate::engine::names::sound;
use crate::news::mention::Kind;

/// Names and groups of names. A node's number is its place in the order in which they came, for ever.
#[derive(Debug, Default)]
pub struct World {
    atlas: Atlas,
    pub(super) nodes: Vec<Node>,
    pub(super) by_key: HashMap<String, u32>,
    /// Nodes that have a word in their names, in order of number.
    pub(super) by_word: HashMap<String, Vec<u32>>,
    pub(super) blocks: HashMap<String, Vec<u32>>,
    /// Node → lead node of its group; settled.
    pub(super) group: Vec<u32>,
    /// Nodes about which something was read since they were last asked for.
    changed: BTreeSet<u32>,
}

/// A node as it is kept between two runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// The names that it was made of.
    pub names: Vec<String>,
    articles: u32,
    company: Vec<(u32, u32, u32)>,
    countries: Vec<(String, u32)>,
    roles: Vec<(String, u32)>,
    called: Vec<(String, u32)>,
    attested: Vec<(u32, u32)>,
    /// It came as a full name.
    full: bool,
    /// It came as a short name that stands alone: its word.
    word: Option<String>,
}

impl Facts {
    /// In the place of facts that can not be read.
    pub fn lost(number: usize) -> Self {
        Self {
            kind: Kind::Other,
            key: format!("lost {number}"),
            names: Vec::new(),
            articles: 0,
            company: Vec::new(),
            countries: Vec::new(),
            roles: Vec::new(),
            called: Vec::new(),
            attested: Vec::new(),
            full: false,
            word: None,
        }
    }
}

/// An article's nodes are company to one another up to so many.
const COMPANY: usize = 48;

/// A node keeps so many companions: always the same ones, whatever the order they came in.
const COMPANIONS: usize = 128;

impl World {
    /// An empty archive.
    pub fn new() -> Self {
        Self::default()
    }

    /// The countries it knows.
    pub fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Takes an article in. The node of each figure: of its own key, or of the key under which it stands alone.
    pub fn take(&mut self, scene: &Scene) -> Vec<u32> {
        self.account(scene, true)
    }

    /// Takes back what [`World::take`] learnt from an article. The nodes stay.
    pub fn leave(&mut self, scene: &Scene) {
        self.account(scene, false);
    }

    fn account(&mut self, scene: &Scene, come: bool) -> Vec<u32> {
        let mut all = Vec::with_capacity(scene.figures.len());
        let (mut present, mut soft): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for figure in &scene.figures {
            let (key, word) = match &figure.key {
                Key::Strong(key) => (key, None),
                Key::Weak(word, alone) => (alone, Some(word.as_str())),
            };
            let node = self.node(figure.kind, key, &figure.name, word);
            all.push(node);
            self.changed.insert(node);
            if let Some(record) = self.nodes.get_mut(node as usize) {
                record.read(figure, &scene.countries, come);
            }
            if word.is_some() {
                self.enlist_called(node);
                soft.push(node);
                continue;
            }
            self.attest(node, figure, come);
            self.enlist(node);
            if matches!(figure.kind, Kind::Person | Kind::Institution) && !present.contains(&node) {
                present.push(node);
            }
        }
        present.truncate(COMPANY);
        let marks: Vec<(u32, u32)> =
            present.iter().filter_map(|n| Some((*n, self.nodes.get(*n as usize)?.mark))).collect();
        for a in present.iter().chain(&soft) {
            if let Some(node) = self.nodes.get_mut(*a as usize) {
                for (b, mark) in marks.iter().filter(|(b, _)| b != a) {
                    node.meet(*b, *mark, come, COMPANIONS);
                }
            }
        }
        all
    }

    /// The node of a key, made if it is new. `word`: it is a short name that stands alone; the same key may also come as
    /// a full name, in whatever order.
    fn node(&mut self, kind: Kind, key: &str, name: &str, word: Option<&str>) -> u32 {
        let number = if let Some(node) = self.by_key.get(key) { *node } else { self.add(Node::new(kind, key, name)) };
        let Some(node) = self.nodes.get_mut(number as usize) else { return number };
        match word {
            None if !node.full => {
                node.full = true;
                for block in blocks(node) {
                    self.blocks.entry(block).or_default().push(number);
                }
                self.changed.insert(number);
            }
            Some(word) if node.word.is_none() => {
                node.word = Some(word.to_owned());
                // "The Health Ministry" of two countries in one story may be one.
                if kind == Kind::Institution {
                    self.blocks.entry(format!("w {word}")).or_default().push(number);
                }
                self.changed.insert(number);
            }
            _ => {}
        }
        number
    }

    fn add(&mut self, node: Node) -> u32 {
        let number = self.nodes.len() as u32;
        self.by_key.insert(node.key.clone(), number);
        self.changed.insert(number);
        self.nodes.push(node);
        number
    }

    /// Notes that the chain was called by other full names as well.
    fn attest(&mut self, node: u32, figure: &Figure, come: bool) {
        if !matches!(figure.kind, Kind::Person | Kind::Institution) {
            return;
        }
        for name in &figure.others {
            let Some(key) = strong(&self.atlas, figure.kind, name) else { continue };
            let other = self.node(figure.kind, &key, name, None);
            if other != node
                && let Some(record) = self.nodes.get_mut(node as usize)
            {
                super::node::count(&mut record.attested, other, come);
            }
        }
    }

    /// Makes the node of a short name findable by the acronyms it was called by.
    fn enlist_called(&mut self, node: u32) {
        let Some(record) = self.nodes.get(node as usize).filter(|n| n.kind == Kind::Institution) else { return };
        for word in record.called.keys() {
            let list = self.by_word.entry(word.clone()).or_default();
            if !list.contains(&node) {
                list.push(node);
            }
        }
    }

    /// Makes a node findable by its words.
    fn enlist(&mut self, node: u32) {
        let Some(record) = self.nodes.get(node as usize) else { return };
        let mut words: Vec<String> = record.words.iter().chain(record.called.keys()).cloned().collect();
        if record.kind == Kind::Person {
            let sounds = words.iter().map(|w| sound::skeleton(w)).filter(|s| !s.is_empty()).map(|s| format!("~{s}"));
            words.extend(sounds.collect::<Vec<_>>());
        }
        if record.kind == Kind::Institution {
            words.extend(record.name_words().iter().map(|w| (*w).to_owned()));
        }
        for word in words {
            let list = self.by_word.entry(word).or_default();
            // Half an archive may have a word in its name: by number, so that nobody is looked for in vain.
            if let Err(at) = list.binary_search(&node) {
                list.insert(at, node);
            }
        }
    }

    /// The node of a key.
    pub fn number(&self, key: &str) -> Option<u32> {
        self.by_key.get(key).copied()
    }

    /// Kind and name of a node.
    pub fn describe(&self, node: u32) -> Option<(Kind, &str)> {
        let node = self.nodes.get(node as usize)?;
        Some((node.kind, node.names.first()?))
    }

    /// The short names under which a node may be meant.
    pub fn short_names(&self, node: u32) -> impl Iterator<Item = &str> {
        let node = self.nodes.get(node as usize);
        node.into_iter().flat_map(|n| n.words.iter().chain(n.called.keys())).map(String::as_str)
    }

    /// The lead of a node's group; the node itself until it was settled.
    pub fn lead(&self, node: u32) -> u32 {
        self.group.get(node as usize).copied().unwrap_or(node)
    }

    /// The key of the lead of a node's group.
    pub fn lead_key(&self, node: u32) -> &str {
        self.nodes.get(self.lead(node) as usize).map_or("", |n| n.key.as_str())
    }

    /// How much it says that two share the company of a node: the rarer, the more.
    pub(super) fn weight(&self, node: u32) -> f32 {
        self.nodes.get(node as usize).map_or(0.0, |n| 1.0f32.min(4.0 / n.articles.max(1) as f32))
    }

    /// What changed since the last call, by number.
    pub fn changes(&mut self) -> Vec<(u32, Facts)> {
        let changed = std::mem::take(&mut self.changed);
        changed.into_iter().filter_map(|n| Some((n, self.nodes.get(n as usize)?.facts()))).collect()
    }

    /// Adds the next node as it was kept: nodes come back in the order of their numbers.
    pub fn restore(&mut self, facts: &Facts) {
        let number = self.add(Node::restored(facts));
        if facts.full {
            self.node(facts.kind, &facts.key, "", None);
            self.enlist(number);
        }
        if let Some(word) = &facts.word {
            self.node(facts.kind, &facts.key, "", Some(word));
            self.enlist_called(number);
        }
        self.changed.remove(&number);
    }
}

impl Node {
    fn facts(&self) -> Facts {
        let pairs = |map: &BTreeMap<u32, u32>| map.iter().map(|(n, c)| (*n, *c)).collect();
        let texts = |map: &BTreeMap<String, u32>| map.iter().map(|(t, c)| (t.clone(), *c)).collect();
        Facts {
            kind: self.kind,
            key: self.key.clone(),
            names: self.names.iter().cloned().collect(),
            articles: self.articles,
            company: self.company.iter().map(|(n, (c, mark))| (*n, *c, *mark)).collect(),
            countries: self.countries.iter().map(|(country, c)| (country.code().to_owned(), *c)).collect(),
            roles: texts(&self.roles),
            called: texts(&self.called),
            attested: pairs(&self.attested),
            full: self.full,
            word: self.word.clone(),
        }
    }

    fn restored(facts: &Facts) -> Self {
        let mut names = facts.names.iter();
        let mut node = Self::new(facts.kind, &facts.key, names.next().map_or("", String::as_str));
        names.for_each(|name| node.learn(name));
        node.articles = facts.articles;
        node.company = facts.company.iter().map(|(n, c, mark)| (*n, (*c, *mark))).collect();
        node.countries = facts.countries.iter().filter_map(|(code, c)| Some((Country::of(code)?, *c))).collect();
        node.roles = facts.roles.iter().cloned().collect();
        node.called = facts.called.iter().cloned().collect();
        node.attested = facts.attested.iter().copied().collect();
        node
    }
}

pub(super) fn side(node: &Node) -> Side<'_> {
    Side { company: &node.company, countries: &node.countries, roles: &node.roles }
}

/// The sound of a word of an institution; the word itself where little is left of it.
fn bones(word: &str) -> String {
    let skeleton = sound::skeleton(word);
    if skeleton.len() < 3 { word.to_owned() } else { skeleton }
}

/// Under what a name lies beside those it may be one with.
fn blocks(node: &Node) -> Vec<String> {
    let words = node.name_words();
    let mut out = Vec::new();
    match node.kind {
        Kind::Person => {
            let bones: Vec<(&str, String)> = words.iter().take(5).map(|w| (*w, sound::skeleton(w))).collect();
            for (i, (_, whole)) in bones.iter().enumerate().filter(|(_, (_, b))| !b.is_empty()) {
                for (_, (word, other)) in bones.iter().enumerate().filter(|(j, _)| *j != i) {
                    // By its first consonant, which spellings share, and by its first letter, which initials share.
                    out.push(format!("p{whole}/{}", other.chars().next().unwrap_or('-')));
                    out.push(format!("p{whole}={}", word.chars().next().unwrap_or('-')));
                }
            }
        }
        Kind::Institution => {
            let bones: Vec<String> = words.iter().map(|w| bones(w)).collect();
            let mut sorted: Vec<&str> = bones.iter().map(String::as_str).collect();
            sorted.sort_unstable();
            sorted.truncate(8);
            out.push(format!("i {}", sorted.join(" ")));
            out.push(format!("i={}", words.concat()));
            for (i, a) in sorted.iter().enumerate() {
                out.extend(sorted.iter().skip(i + 1).map(|b| format!("i {a} {b}")));
            }
            // One word alone may be any word of the longer name.
            out.extend(bones.iter().take(6).map(|b| format!("i1 {b}")));
        }
        _ => {}
    }
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::link::find::Found;

    /// A story: its text (for the countries), and its chains by their names, apart by `/`; `+` before an institution.
    fn scene(world: &World, text: &str, chains: &[&str]) -> Scene {
        let countries = world.atlas().in_text(text);
        let figures = (0u32..).zip(chains).filter_map(|(number, names)| {
            let (kind, names) = match names.strip_prefix('+') {
                Some(names) => (Kind::Institution, names),
                None => (Kind::Person, *names),
            };
            let names: Vec<&str> = names.split('/').collect();
            Figure::new(world.atlas(), number, kind, &names, &[], &countries)
        });
        Scene { figures: figures.collect(), countries }
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
        let mut world = World::new();
        for at in order {
            let (text, chains) = STORIES[*at];
            let scene = scene(&world, text, chains);
            world.take(&scene);
        }
        world.settle();
        let answer = |(text, chains): &(&str, &[&str])| {
            let scene = scene(&world, text, chains);
            let one = |figure: &Figure| match world.find(&scene, figure) {
                Found::Known(node, _) | Found::Alone(Some(node), _) => world.lead_key(node).to_owned(),
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
        let mut world = World::new();
        let (text, chains) = STORIES[0];
        let scene = scene(&world, text, chains);
        world.take(&scene);
        let kept = world.changes();
        world.take(&scene);
        world.leave(&scene);
        assert_eq!(kept, world.changes());
        let mut again = World::new();
        for (_, facts) in &kept {
            again.restore(facts);
        }
        again.take(&scene);
        again.leave(&scene);
        assert_eq!(kept, again.changes());
    }
}
