//! Who is in a text, and which mentions are the same one: `&str` → [`Annotations`]. Pure, total, deterministic.
//!
//! Knows no archive and no screen. Any text gives annotations; the same text gives the same ones on every machine.

pub mod score;

use crate::news::mention::Annotations;

/// The engine with its word lists and weights, ready to read. Cheap to share between threads by reference.
#[derive(Debug, Default)]
pub struct Engine {}

impl Engine {
    /// The engine as shipped: embedded lists and weights.
    pub fn new() -> Self {
        Self {}
    }

    /// Finds persons, institutions, places, events and other names in `text`, their roles, and who is who.
    pub fn annotate(&self, text: &str) -> Annotations {
        let _ = text;
        Annotations::default()
    }
}
