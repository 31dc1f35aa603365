//! The links of an article as plain data: nodes and reasons, one link a chain. The store turns nodes into entities.

use super::article_features::{ArticleFeatures, ChainFeatures, Key};
use super::linker::Linker;
use super::resolve::Resolution;
use super::storage::{Answer, LinkStorage};
use crate::news::entity::Reason;

/// How a chain stands to the nodes.
#[derive(Clone, Debug, PartialEq)]
pub enum ChainLink {
    /// It is this node.
    Certain(u32, Reason),
    /// It may be one of these, best first: a probability in `0..=1` and the reason.
    Uncertain(Vec<(u32, f32, Reason)>),
    /// It has no key: no letter in any of its names.
    None,
}

/// What linking decided about an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleLinks {
    /// One for each chain of the annotations, in their order.
    pub links: Vec<ChainLink>,
    /// The words by which its short names are found.
    pub short_names: Vec<String>,
    /// What each of the short names was resolved to.
    pub resolved: Vec<Resolution>,
}

/// A candidate less probable than this is not worth naming; if all are, the name stands for itself.
const WORTH_NAMING: f32 = 0.3;

impl<S: LinkStorage> Linker<S> {
    /// Links the chains of an article that was learnt; `chains` is how many the annotations have. Nodes from the number
    /// `known` on are new with this article.
    pub fn link(&mut self, article: &ArticleFeatures, chains: usize, known: u32) -> Answer<ArticleLinks, S> {
        let mut out = ArticleLinks { links: vec![ChainLink::None; chains], ..ArticleLinks::default() };
        for chain in &article.chains {
            let Some(link) = out.links.get_mut(chain.chain as usize) else { continue };
            let resolution = self.resolve(article, chain)?;
            if let Key::Weak(word, _) = &chain.key {
                out.short_names.push(word.clone());
                out.resolved.push(resolution.clone());
            }
            *link = self.chain_link(resolution, chain, known)?;
        }
        Ok(out)
    }

    fn chain_link(&mut self, resolution: Resolution, chain: &ChainFeatures, known: u32) -> Answer<ChainLink, S> {
        let new_or_same = |node: u32| if node >= known { Reason::New } else { Reason::SameName(chain.name.clone()) };
        Ok(match resolution {
            Resolution::Certain(node, None) => ChainLink::Certain(node, new_or_same(node)),
            Resolution::Certain(node, Some(bearers)) => {
                let full = self.name(node)?.to_owned();
                let reason = if bearers == 1 { Reason::OnlyOne(full) } else { Reason::SameCompany(full) };
                ChainLink::Certain(node, reason)
            }
            Resolution::Namesake(node, why) => ChainLink::Certain(node, Reason::OneOf(why)),
            Resolution::Uncertain(node, candidates) if candidates.iter().all(|(_, p)| *p < WORTH_NAMING) => {
                node.map_or(ChainLink::None, |node| ChainLink::Certain(node, new_or_same(node)))
            }
            Resolution::Uncertain(_, candidates) => {
                let how = match chain.key {
                    Key::Weak(..) => "a short name that several bear",
                    Key::Strong(_) => "a name that several people bear",
                };
                let reason = || Reason::LikeName(chain.name.clone(), how.to_owned());
                ChainLink::Uncertain(candidates.into_iter().map(|(node, p)| (node, p, reason())).collect())
            }
        })
    }
}
