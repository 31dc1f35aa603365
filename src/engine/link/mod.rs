//! Who a chain is, across articles: its name is a key to a node, nodes of one bearer make a group, short names are found
//! by their company.
//!
//! Pure and deterministic: the groups depend on the set of articles, not on the order or the pieces in which they came.
//! Knows no ids, no archive and nothing that the reader said.

pub mod article_features;
pub mod bearer;
pub mod block;
mod cache;
mod calling;
mod contest;
mod evidence;
pub mod facts;
pub mod find;
pub mod gazetteer;
pub mod linker;
pub mod memory;
mod node;
mod rounds;
mod settle;
pub mod shelf;

#[cfg(test)]
mod tests;
