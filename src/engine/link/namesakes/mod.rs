//! Namesakes: several people of exactly one name. Each but the first gets a node of their own, and from then on the full
//! name is resolved article by article, as short names are.

pub mod profile;

use self::profile::{ARTICLES, Choice, Namesake, choose, cluster};
use super::article_features::{ArticleFeatures, ChainFeatures, Key};
use super::linker::{COMPANY, Linker, has_identity};
use super::node::mark;
use super::resolve::Resolution;
use super::storage::{Answer, LinkStorage, Stage};
use crate::news::mention::Kind;

impl<S: LinkStorage> Linker<S> {
    /// At most `limit` nodes whose articles have to be compared, because several people may bear the name. Call
    /// [`Linker::divide`] for each.
    pub fn due_namesakes(&self, limit: usize) -> Answer<Vec<u32>, S> {
        Ok(self.storage.due(Stage::Namesakes, limit)?.into_iter().map(|(node, _)| node).collect())
    }

    /// The nodes of everybody who bears exactly the name of a node, itself first.
    pub fn namesakes(&mut self, node: u32) -> Answer<Vec<u32>, S> {
        let mut all = vec![node];
        let others = self.get(node)?.into_iter().flat_map(|n| n.namesakes.iter().map(|(node, _)| *node));
        all.extend(others.filter(|other| *other != node));
        Ok(all)
    }

    /// Whether the articles that name a node in full are resolved one by one.
    pub fn is_divided(&mut self, node: u32) -> Answer<bool, S> {
        Ok(self.get(node)?.is_some_and(|n| !n.namesakes.is_empty() || n.base() != n.key))
    }

    /// Divides a name among the people who bear it, by comparing its articles.
    pub fn divide(&mut self, node: u32, articles: &[ArticleFeatures]) -> Answer<(), S> {
        self.changes.done.insert((Stage::Namesakes, node));
        let Some(record) = self.get(node)? else { return Ok(()) };
        let (key, name) = (record.key.clone(), record.names.first().cloned().unwrap_or_default());
        let strong = Key::Strong(key.clone());
        let mut profiles = Vec::new();
        for article in articles.iter().take(ARTICLES) {
            if let Some(chain) = article.chains.iter().find(|chain| chain.key == strong) {
                profiles.push(self.profile(article, chain)?);
            }
        }
        let before = self.namesakes(node)?;
        let mut namesakes: Vec<(u32, Namesake)> = Vec::new();
        for (at, namesake) in cluster(profiles).into_iter().enumerate() {
            let number = match at {
                0 => node,
                _ => self.namesake_node(&format!("{key}#{}", namesake.tag()), &name, &namesake)?,
            };
            namesakes.push((number, namesake));
        }
        for gone in before.into_iter().skip(1).filter(|gone| namesakes.iter().all(|(number, _)| number != gone)) {
            self.replace_profile(gone, &Namesake::default(), false)?;
        }
        if self.get(node)?.is_some_and(|n| n.namesakes != namesakes)
            && let Some(record) = self.cache.change(node)
        {
            record.namesakes = namesakes;
            self.cache.mark(node, Stage::Score);
        }
        // Articles that came since the last time have to be resolved in any case.
        if self.is_divided(node)? && self.cache.change(node).is_some() {
            self.cache.mark(node, Stage::Resolve);
        }
        Ok(())
    }

    /// The node of a namesake that is not the first.
    fn namesake_node(&mut self, key: &str, name: &str, namesake: &Namesake) -> Answer<u32, S> {
        let number = self.node(Kind::Person, key, name, None)?;
        self.replace_profile(number, namesake, true)?;
        Ok(number)
    }

    /// Replaces what is known of a namesake.
    fn replace_profile(&mut self, number: u32, namesake: &Namesake, full: bool) -> Answer<(), S> {
        self.load(number)?;
        let Some(record) = self.cache.change(number) else { return Ok(()) };
        let same = record.full == full && record.company == namesake.company && record.roles == namesake.roles;
        record.full = full;
        record.articles = namesake.articles;
        record.company.clone_from(&namesake.company);
        record.countries.clone_from(&namesake.countries);
        record.roles.clone_from(&namesake.roles);
        if !same {
            for stage in [Stage::Names, Stage::Score, Stage::Resolve] {
                self.cache.mark(number, stage);
            }
        }
        Ok(())
    }

    /// What an article says of somebody whom it names in full.
    fn profile(&mut self, article: &ArticleFeatures, chain: &ChainFeatures) -> Answer<Namesake, S> {
        let mut profile = Namesake::of_article(&article.countries, chain.roles.iter());
        for other in article.chains.iter().filter(|other| other.key != chain.key).take(COMPANY) {
            if let Key::Strong(key) = &other.key
                && has_identity(other.kind)
                && let Some(number) = self.number(key)?
            {
                profile.company.insert(number, (1, mark(key)));
                if other.kind == Kind::Person {
                    profile.people.insert(number);
                }
            }
        }
        Ok(profile)
    }

    /// Resolves a full name that several people bear; `None` where nobody else bears it.
    pub(super) fn resolve_namesake(
        &mut self,
        article: &ArticleFeatures,
        chain: &ChainFeatures,
        node: u32,
    ) -> Answer<Option<Resolution>, S> {
        if self.get(node)?.is_none_or(|n| n.namesakes.is_empty()) {
            return Ok(None);
        }
        let profile = self.profile(article, chain)?;
        let Some(record) = self.get(node)? else { return Ok(None) };
        let (numbers, namesakes): (Vec<u32>, Vec<Namesake>) = record.namesakes.iter().cloned().unzip();
        let number = |at: usize| numbers.get(at).copied();
        Ok(match choose(&namesakes, &profile) {
            Choice::One(at, why) => {
                let count = match namesakes.len() {
                    2 => "two",
                    3 => "three",
                    _ => "several",
                };
                let who = namesakes.get(at).map(|namesake| namesake.described(self.gazetteer())).unwrap_or_default();
                number(at)
                    .map(|number| Resolution::Namesake(number, format!("of {count} people of this name, {who}: {why}")))
            }
            Choice::Open(list) => {
                let candidates = list.into_iter().filter_map(|(at, probability)| Some((number(at)?, probability)));
                Some(Resolution::Uncertain(Some(node), candidates.collect()))
            }
        })
    }
}
