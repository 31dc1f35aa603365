//! Which mentions are the same one, in one article: sieves, most precise first (after Raghunathan et al. 2010), over the
//! distinct spellings of the article.
//!
//! Promises: every mention comes back, in order, in exactly one chain, with the reason why; two people of one surname
//! stay two; nothing is quadratic in the mentions. Knows no archive: who somebody is, beyond this text, is `link`'s matter.

mod acronym;
mod chains;
mod head;
mod index;
mod likeness;
mod nominal;
mod place;
mod pronoun;
mod quote;
mod refer;
mod sex;
mod spelling;
mod surname;
mod ties;
mod variant;

use crate::engine::lexicon::Sex;
use crate::engine::role::attach;
use crate::news::mention::{Annotations, Form, Kind};
use crate::text::sentence::Sentence;
use crate::text::span::Span;
use crate::text::token::Token;

use spelling::Spelling;
use ties::{Tie, Ties};

/// A mention whose place and kind are known, and whose chain is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its words.
    pub span: Span,
    /// What it refers to.
    pub kind: Kind,
    /// How it refers.
    pub form: Form,
    /// How sure its finder was, in `0..=1`.
    pub score: f32,
}

/// A short name that several bear: decided mention by mention.
#[derive(Clone, Debug)]
struct Choice {
    spelling: u32,
    /// One spelling of each that may be meant.
    among: Vec<u32>,
    tie: Tie,
}

/// What the sieves work on.
struct Article<'a> {
    text: &'a str,
    found: &'a [Found],
    spellings: Vec<Spelling>,
    /// For every mention its spelling, if it is a name.
    of: Vec<Option<u32>>,
    /// For every spelling, whether the words beside it tell a man from a woman.
    sexes: Vec<Option<Sex>>,
    ties: Ties,
    choices: Vec<Choice>,
}

/// A text cut up.
#[derive(Clone, Copy, Debug)]
pub struct Cut<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its sentences.
    pub sentences: &'a [Sentence],
}

/// Ties `found`, which ascends by start (longer first where equal), into chains: every one of them, each somewhere.
pub fn chain(cut: Cut, found: &[Found]) -> Annotations {
    tie(cut, found, true)
}

/// Finds pronouns and descriptions beside the names and roles of `found` and ties them all; what fits nobody is left
/// out.
pub fn refer(cut: Cut, found: &[Found]) -> Annotations {
    let mut all = found.to_vec();
    let names: Vec<Found> = found.iter().copied().filter(|f| f.form == Form::Name).collect();
    all.extend(pronoun::find(cut.text, cut.tokens, &nominal::taken(cut.tokens, &names)));
    all.extend(nominal::find(cut, found, &nominal::taken(cut.tokens, found)));
    all.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
    // Where words run into each other, what begins first stays: nothing but roles overlaps.
    let mut end = 0;
    all.retain(|f| {
        let free = f.form == Form::Role || f.span.start >= end;
        if free && f.form != Form::Role {
            end = f.span.end;
        }
        free
    });
    tie(cut, &all, false)
}

fn tie(cut: Cut, found: &[Found], all: bool) -> Annotations {
    let text = cut.text;
    let (mut spellings, mut of) = spelling::spellings(text, found);
    spelling::part_affiliated(text, found, &mut spellings, &mut of);
    let sexes = sex::of_spellings(text, found, &spellings);
    let ties = Ties::new(spellings.len());
    let mut article = Article { text, found, spellings, of, sexes, ties, choices: Vec::new() };
    acronym::tie_defined(&mut article);
    variant::tie(&mut article);
    acronym::tie_initials(&mut article);
    head::tie(&mut article);
    place::tie(&mut article);
    surname::tie(&mut article);
    let names = chains::Names::new(&article);
    let bearers = attach::bearers(text, found);
    let reader = refer::Reader {
        article: &article,
        tokens: cut.tokens,
        sentences: cut.sentences,
        named: &|mention| names.set(mention),
        bearers: &bearers,
        all,
    };
    let decided = refer::decide(&reader);
    let mut out = chains::build(&article, &names, &bearers, &decided, all);
    out.sentences = cut.sentences.iter().map(|s| s.span).collect();
    out
}

impl Article<'_> {
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (u32, &Spelling)> {
        self.spellings.iter().enumerate().filter(move |(_, s)| s.kind == kind).map(|(n, s)| (n as u32, s))
    }

    fn spelling_of(&self, mention: usize) -> Option<u32> {
        self.of.get(mention).copied().flatten()
    }

    /// The text between two mentions, if it is short.
    fn between(&self, a: &Found, b: &Found) -> Option<&str> {
        let gap = self.text.get(a.span.end as usize..b.span.start as usize)?;
        (gap.len() < 40).then_some(gap)
    }

    /// Whether titles say that one is a man and the other a woman.
    fn sexes_differ(&self, a: u32, b: u32) -> bool {
        let sex = |n: u32| self.sexes.get(n as usize).copied().flatten();
        matches!((sex(a), sex(b)), (Some(a), Some(b)) if a != b)
    }
}
