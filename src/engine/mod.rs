//! Who is in a text, and which mentions are the same one: `&str` → [`Annotations`]. Pure, total, deterministic.
//!
//! Knows no archive and no screen. Any text gives annotations; the same text gives the same ones on every machine.

pub mod names;
pub mod score;
pub mod spot;

use crate::news::mention::{Annotations, Chain, Form, Mention, Why};
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
        let mut out = Annotations { sentences: sentences.iter().map(|s| s.span).collect(), ..Annotations::default() };
        let mut known = std::collections::HashMap::new();
        for found in self.spotter.spot(text, &tokens, &sentences) {
            let Some(kind) = found.label.kind() else { continue };
            let name = found.span.slice(text);
            let number = out.mentions.len() as u32;
            let chain = *known.entry((kind, name)).or_insert_with(|| {
                out.chains.push(Chain { kind, name: name.to_owned(), mentions: Vec::new(), roles: Vec::new() });
                out.chains.len() as u32 - 1
            });
            let mut why = Why::First;
            if let Some(chain) = out.chains.get_mut(chain as usize) {
                why = chain.mentions.first().map_or(Why::First, |&m| Why::Exact(m));
                chain.mentions.push(number);
            }
            out.mentions.push(Mention { span: found.span, form: Form::Name, kind, chain, score: found.score, why });
        }
        out
    }
}
