//! A node as a storage keeps it: plain data without the parsed name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::gazetteer::Country;
use super::namesakes::profile::Namesake;
use super::node::Node;
use crate::news::mention::Kind;

/// See `Node`, whose fields these are. The numbers are those of other nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// Names that have the key, as written.
    pub names: Vec<String>,
    /// In how many articles.
    pub articles: u32,
    /// Companions: number, in how many articles, mark.
    pub company: Vec<(u32, u32, u32)>,
    /// Countries by their codes of two letters, with in how many articles.
    pub countries: Vec<(String, u32)>,
    /// Roles, with how often.
    pub roles: Vec<(String, u32)>,
    /// Short names by which articles called it, with how often.
    pub called: Vec<(String, u32)>,
    /// Nodes by whose names articles called it as well, with how often.
    pub attested: Vec<(u32, u32)>,
    /// Where several people bear exactly this name: each with its node, this one first.
    #[serde(default, rename = "bearers")]
    pub namesakes: Vec<(u32, Namesake)>,
    /// It came as a full name.
    pub full: bool,
    /// The word, if it came as a short name that stands for itself.
    pub word: Option<String>,
}

impl Facts {
    /// A node of which nothing but the key can be read. It resembles no other name.
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
            namesakes: Vec::new(),
            full: false,
            word: None,
        }
    }

    /// The facts of a node.
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
            namesakes: node.namesakes.clone(),
            full: node.full,
            word: node.word.clone(),
        }
    }

    /// The node of these facts.
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
        node.namesakes = self.namesakes;
        node.full = self.full;
        node.word = self.word;
        node
    }
}
