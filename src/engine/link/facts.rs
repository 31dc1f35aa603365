//! A node as it is kept while nobody looks at it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bearer::Bearer;
use super::gazetteer::Country;
use super::node::Node;
use crate::news::mention::Kind;

/// What was read about a name. The numbers are those of other nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// The names that it was made of.
    pub names: Vec<String>,
    /// In how many articles.
    pub articles: u32,
    /// Who was named beside it: number, in how many articles, mark.
    pub company: Vec<(u32, u32, u32)>,
    /// Countries by their two letters, with in how many articles.
    pub countries: Vec<(String, u32)>,
    /// Roles, with how often.
    pub roles: Vec<(String, u32)>,
    /// Short names it was called by, with how often.
    pub called: Vec<(String, u32)>,
    /// Nodes whose names its chains bore too, with how often.
    pub attested: Vec<(u32, u32)>,
    /// Who bears exactly this name, where several do: nodes, itself first.
    #[serde(default)]
    pub bearers: Vec<(u32, Bearer)>,
    /// It came as a full name.
    pub full: bool,
    /// It came as a short name that stands alone: its word.
    pub word: Option<String>,
}

impl Facts {
    /// In the place of facts that can not be read.
    pub fn lost(key: &str) -> Self {
        Self {
            kind: Kind::Other,
            key: key.to_owned(),
            names: Vec::new(),
            articles: 0,
            company: Vec::new(),
            countries: Vec::new(),
            roles: Vec::new(),
            called: Vec::new(),
            attested: Vec::new(),
            bearers: Vec::new(),
            full: false,
            word: None,
        }
    }

    /// What a node is kept as.
    pub fn of(node: &Node) -> Self {
        let texts = |map: &BTreeMap<String, u32>| map.iter().map(|(t, c)| (t.clone(), *c)).collect();
        Self {
            kind: node.kind,
            key: node.key.clone(),
            names: node.names.iter().cloned().collect(),
            articles: node.articles,
            company: node.company.iter().map(|(n, (c, mark))| (*n, *c, *mark)).collect(),
            countries: node.countries.iter().map(|(country, c)| (country.code().to_owned(), *c)).collect(),
            roles: texts(&node.roles),
            called: texts(&node.called),
            attested: node.attested.iter().map(|(n, c)| (*n, *c)).collect(),
            bearers: node.bearers.clone(),
            full: node.full,
            word: node.word.clone(),
        }
    }

    /// The node again.
    pub fn node(self) -> Node {
        let mut names = self.names.into_iter();
        let mut node = Node::new(self.kind, &self.key, &names.next().unwrap_or_default());
        names.for_each(|name| {
            node.learn(&name);
        });
        node.articles = self.articles;
        node.company = self.company.into_iter().map(|(n, c, mark)| (n, (c, mark))).collect();
        node.countries = self.countries.into_iter().filter_map(|(code, c)| Some((Country::of(&code)?, c))).collect();
        node.roles = self.roles.into_iter().collect();
        node.called = self.called.into_iter().collect();
        node.attested = self.attested.into_iter().collect();
        node.bearers = self.bearers;
        node.full = self.full;
        node.word = self.word;
        node
    }
}
