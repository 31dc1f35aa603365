//! Who a chain is, across articles: its name is a key to a node, nodes of one bearer make a group, short names are found
//! by their company.
//!
//! Pure and deterministic: the groups depend on the set of articles, not on the order or the pieces in which they came.
//! Knows no ids, no archive and nothing that the reader said.

pub mod atlas;
pub mod bearer;
pub mod block;
mod cache;
mod calling;
mod contest;
mod evidence;
pub mod facts;
pub mod find;
pub mod memory;
mod node;
mod rounds;
pub mod scene;
mod settle;
pub mod shelf;
pub mod world;

#[cfg(test)]
mod tests;
