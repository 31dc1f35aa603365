//! The data types of the domain (articles, mentions, entities, notes) and their invariants. They depend on neither engine,
//! files nor screen.

pub mod article;
pub mod entity;
pub mod list_row;
pub mod mention;
pub mod note;
pub mod profile;
pub mod ruling;
pub mod time;
pub mod triage;
