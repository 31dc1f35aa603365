//! Names that several people bear: each bearer but the first gets a node of his own, and an article's full name is decided
//! as short names are.

use super::article_features::{ArticleFeatures, Figure, Key};
use super::bearer::{self, Bearer, Choice};
use super::find::Found;
use super::linker::{COMPANY, Linker};
use super::node::mark;
use super::shelf::{Shelf, Stage};
use crate::news::mention::Kind;

impl<S: Shelf> Linker<S> {
    /// Names whose articles have to be looked at, some of them.
    pub fn contests(&mut self, limit: usize) -> Vec<u32> {
        self.save();
        self.shelf.due(Stage::Contest, limit).into_iter().map(|(node, _)| node).collect()
    }

    /// The nodes of those who bear exactly the name of a node, itself first.
    pub fn namesakes(&mut self, node: u32) -> Vec<u32> {
        let others = self.get(node).map(|n| n.bearers.iter().map(|(node, _)| *node).collect::<Vec<_>>());
        let mut all = vec![node];
        all.extend(others.into_iter().flatten().filter(|other| *other != node));
        all
    }

    /// Whether the articles that name a node in full are decided one by one.
    pub fn divided(&mut self, node: u32) -> bool {
        self.get(node).is_some_and(|n| !n.bearers.is_empty() || n.base() != n.key)
    }

    /// Groups the articles of a name: who bears it.
    pub fn contest(&mut self, node: u32, scenes: &[ArticleFeatures]) {
        self.shelf.done(Stage::Contest, node);
        let Some((key, name)) = self.get(node).map(|n| (n.key.clone(), n.names.first().cloned().unwrap_or_default()))
        else {
            return;
        };
        let strong = Key::Strong(key.clone());
        let mut seen = Vec::new();
        for scene in scenes.iter().take(bearer::MOST) {
            if let Some(figure) = scene.figures.iter().find(|figure| figure.key == strong) {
                seen.push(self.seen(scene, figure));
            }
        }
        let found = bearer::bearers(seen);
        let before = self.namesakes(node);
        let mut bearers: Vec<(u32, Bearer)> = Vec::with_capacity(found.len());
        for (at, bearer) in found.into_iter().enumerate() {
            let number = match at {
                0 => node,
                _ => self.namesake(&format!("{key}#{}", bearer.tag()), &name, &bearer),
            };
            bearers.push((number, bearer));
        }
        for gone in before.into_iter().skip(1).filter(|gone| bearers.iter().all(|(number, _)| number != gone)) {
            self.renew(gone, &Bearer::default(), false);
        }
        if self.get(node).is_some_and(|n| n.bearers != bearers)
            && let Some(record) = self.cache.change(node)
        {
            record.bearers = bearers;
            self.cache.mark(node, Stage::Weigh);
        }
        // What came since has to be decided in any case.
        if self.divided(node) && self.cache.change(node).is_some() {
            self.cache.mark(node, Stage::Meant);
        }
        self.save();
    }

    /// The node of a bearer that is not the first.
    fn namesake(&mut self, key: &str, name: &str, bearer: &Bearer) -> u32 {
        let number = self.node(Kind::Person, key, name, None);
        self.renew(number, bearer, true);
        number
    }

    /// Puts what is known of a bearer in the place of what was.
    fn renew(&mut self, number: u32, bearer: &Bearer, full: bool) {
        if self.get(number).is_none() {
            return;
        }
        let Some(record) = self.cache.change(number) else { return };
        let same = record.full == full && record.company == bearer.company && record.roles == bearer.roles;
        record.full = full;
        record.articles = bearer.articles;
        record.company.clone_from(&bearer.company);
        record.countries.clone_from(&bearer.countries);
        record.roles.clone_from(&bearer.roles);
        if !same {
            for stage in [Stage::Names, Stage::Weigh, Stage::Meant] {
                self.cache.mark(number, stage);
            }
        }
    }

    /// What an article says of one whom it names in full.
    fn seen(&mut self, scene: &ArticleFeatures, figure: &Figure) -> Bearer {
        let mut seen = Bearer::seen(&scene.countries, figure.roles.iter());
        for other in scene.figures.iter().filter(|other| other.key != figure.key).take(COMPANY) {
            if let Key::Strong(key) = &other.key
                && matches!(other.kind, Kind::Person | Kind::Institution)
                && let Some(number) = self.number(key)
            {
                seen.company.insert(number, (1, mark(key)));
                if other.kind == Kind::Person {
                    seen.people.insert(number);
                }
            }
        }
        seen
    }

    /// Whom a full name means that several bear; none where nobody else bears it.
    pub(super) fn find_bearer(&mut self, scene: &ArticleFeatures, figure: &Figure, node: u32) -> Option<Found> {
        if self.get(node)?.bearers.is_empty() {
            return None;
        }
        let seen = self.seen(scene, figure);
        let record = self.cache.get(node)?;
        let bearers: Vec<Bearer> = record.bearers.iter().map(|(_, bearer)| bearer.clone()).collect();
        let number = |at: usize| record.bearers.get(at).map(|(number, _)| *number);
        match bearer::choose(&bearers, &seen) {
            Choice::One(at, why) => {
                let of = match bearers.len() {
                    2 => "two",
                    3 => "three",
                    _ => "several",
                };
                let who = bearers.get(at).map(|bearer| bearer.described(self.atlas())).unwrap_or_default();
                Some(Found::Among(number(at)?, format!("of {of} people of this name, {who}: {why}")))
            }
            Choice::Open(list) => {
                let may = list.into_iter().filter_map(|(at, share)| Some((number(at)?, share)));
                Some(Found::Alone(Some(node), may.collect()))
            }
        }
    }
}
