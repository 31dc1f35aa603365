//! Who is in a text, and which mentions are the same one: `&str` → [`Annotations`]. Pure, total, deterministic.
//!
//! Knows no archive and no screen. Any text gives annotations; the same text gives the same ones on every machine.

pub mod chain;
pub mod crf;
pub mod key;
pub mod lexicon;
pub mod link;
pub mod names;
pub mod ner;
pub mod role;
pub mod score;
pub mod train;
pub mod weights;

use crate::news::mention::{Annotations, Form, Kind};
use crate::text::sentence::{Sentence, sentences};
use crate::text::token::{Token, tokens};

use chain::{Cut, Found};
use ner::{Spotted, Spotter};
use role::Roles;
use weights::Weights;

/// Working memory of an [`Engine`], to be kept from one text to the next. What is in it changes only the speed.
#[derive(Debug, Default)]
pub struct Scratch {
    spot: ner::Scratch,
    role: role::Scratch,
}

/// The engine with its word lists and weights, ready to read. Cheap to share between threads by reference.
#[derive(Debug, Default)]
pub struct Engine {
    spotter: Spotter,
    roles: Roles,
}

impl Engine {
    /// Grows with every change that finds something else in some text: what an older one found is then found anew.
    pub const VERSION: u32 = 2;

    /// The engine as shipped: embedded lists and weights.
    pub fn new() -> Self {
        Self::over(&Weights::embedded())
    }

    /// The engine over other weights.
    pub fn over(weights: &Weights) -> Self {
        Self { spotter: Spotter::new(weights), roles: Roles::new(weights) }
    }

    /// Finds persons, institutions, places, events and other names in `text`, their roles, and who is who.
    pub fn annotate(&self, text: &str) -> Annotations {
        self.annotate_with(&mut Scratch::default(), text)
    }

    /// The same with working memory that is kept from one text to the next: faster where many are read.
    pub fn annotate_with(&self, scratch: &mut Scratch, text: &str) -> Annotations {
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        let cut = Cut { text, tokens: &tokens, sentences: &sentences };
        let names = self.spotter.spot(text, &tokens, &sentences, &mut scratch.spot);
        let lexicon = self.spotter.lexicon();
        let roles = self.roles.find(cut, &names, lexicon, scratch.spot.memory(), &mut scratch.role);
        let name = |s: &Spotted| Some(Found { span: s.span, kind: s.label.kind()?, form: Form::Name, score: s.score });
        let role = |r: &role::Role| Found { span: r.span, kind: Kind::Person, form: Form::Role, score: r.score };
        let mut found: Vec<Found> = names.iter().filter_map(name).chain(roles.iter().map(role)).collect();
        found.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
        chain::refer(cut, &found)
    }

    /// The names of a text, before it is decided who is who.
    pub fn names(&self, text: &str, tokens: &[Token], sentences: &[Sentence], scratch: &mut Scratch) -> Vec<Spotted> {
        self.spotter.spot(text, tokens, sentences, &mut scratch.spot)
    }

    /// Decides who is who among mentions already found, which ascend by start, longer first where equal.
    pub fn chain(&self, text: &str, found: &[Found]) -> Annotations {
        let tokens = tokens(text);
        let sentences = sentences(text, &tokens);
        chain::chain(Cut { text, tokens: &tokens, sentences: &sentences }, found)
    }
}
