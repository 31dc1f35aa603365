//! Makes the file of weights: lexicon and clusters, the CRF of names, the CRF of roles. The recipe and the steps are
//! described in docs/TRAINING.md.
//!
//! The same recipe and inputs give the same bytes. Nothing here reads a file or a clock: `attache train` brings the texts
//! and shows the progress.

pub mod augment;
pub mod cluster;
pub mod corpus;
pub mod feature_index;
pub mod lexicon;
pub mod lists;
pub mod name_samples;
pub mod recipe;
pub mod role_samples;
