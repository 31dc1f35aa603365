//! Who is in a text, and which mentions are the same one: `&str` → [`Annotations`]. Pure, total, deterministic.
//!
//! Knows no archive and no screen. Any text gives annotations; the same text gives the same ones on every machine.

pub mod chain;
pub mod names;
pub mod score;
pub mod spot;

use crate::news::mention::{Annotations, Form};
use crate::text::sentence::sentences;
use crate::text::token::tokens;

use spot::Spotter;

/// The engine with its word lists and weights, ready to read. Cheap to share between threads by reference.
#[derive(Debug, Default)]
pub struct Engine {
    spotter: Spotter,
}

impl Engine {
    /// The engine as shipped: embedded lists and weights.
    pub fn new() -> Self {
        Self { spotter: Spotter::new() }
    }

    /// Finds persons, institutions, places, events and other names in `text`, their roles, and who is who.
    pub fn annotate(&self, text: &str) -> Annotations {
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let name = |s: spot::Spotted| {
            let kind = s.label.kind()?;
            Some(chain::Found { span: s.span, kind, form: Form::Name, score: s.score })
        };
        let found: Vec<_> = self.spotter.spot(text, &tokens, &sentences).into_iter().filter_map(name).collect();
        let mut out = chain::chain(text, &found);
        out.sentences = sentences.iter().map(|s| s.span).collect();
        out
    }

    /// Decides who is who among mentions already found, which ascend by start, longer first where equal.
    pub fn chain(&self, text: &str, found: &[chain::Found]) -> Annotations {
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let mut out = chain::chain(text, found);
        out.sentences = sentences.iter().map(|s| s.span).collect();
        out
    }
}
