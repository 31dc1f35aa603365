//! Entity linking across articles: which chains of different articles are one person or institution.
//!
//! A chain's fullest name gives it a key; the chains of one key are a *node*. Nodes that are one person or institution form
//! a *cluster*, named by its lead. Short names ("Hammouchi", "the Assembly") are resolved article by article, by the
//! company, the roles and the countries of the article.
//!
//! [`linker::Linker`] reads from a [`storage::LinkStorage`] and returns what is to be written as plain data
//! ([`changes::Changes`]). It is deterministic: the clusters depend on the set of articles, not on the order or the pieces
//! in which they came. It knows no archive, no entity ids and nothing that the user decided.

pub mod article_features;
mod blocking;
mod cache;
pub mod changes;
mod clusters;
mod consolidate;
mod evidence;
pub mod facts;
pub mod gazetteer;
mod least;
pub mod linker;
pub mod links;
pub mod memory;
pub mod namesakes;
mod node;
mod occupation;
mod overlay;
mod pair;
pub mod resolve;
pub mod signature;
pub mod storage;

#[cfg(test)]
mod tests;
