//! Pronouns: which words are one, and what they ask of the one they stand for.

use crate::engine::input::DetectedMention;
use crate::engine::lexicon::Sex;
use crate::news::mention::{Form, Kind};
use crate::text::token::{Class, Token};

/// What a pronoun asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// he, his, him: somebody of this sex.
    They(Sex),
    /// I, my: the speaker.
    I,
    /// we, our: the speaker's side.
    We,
    /// it, its; they, their where it means a body.
    It,
}

impl Pronoun {
    /// Reads a word.
    pub fn read(word: &str) -> Option<Self> {
        // Every word of a text comes by here: no allocation.
        let mut lower = [0; 10];
        for (to, from) in lower.get_mut(..word.len())?.iter_mut().zip(word.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Some(match std::str::from_utf8(lower.get(..word.len())?).ok()? {
            "he" | "his" | "him" | "himself" => Self::They(Sex::Man),
            "she" | "her" | "hers" | "herself" => Self::They(Sex::Woman),
            "i" | "my" | "me" | "mine" | "myself" => Self::I,
            "we" | "our" | "us" | "ours" | "ourselves" => Self::We,
            "it" | "its" | "itself" | "they" | "their" | "them" | "themselves" | "theirs" => Self::It,
            _ => return None,
        })
    }

    /// Whether it belongs to a noun: `his`, `its`.
    pub fn possessive(word: &str) -> bool {
        matches!(word.to_ascii_lowercase().as_str(), "his" | "her" | "its" | "their" | "my" | "our")
    }
}

/// The pronouns worth reading in a text: those of persons, and `its`, which is mostly a body's where a body is near. `names` says which
/// tokens are in a name.
pub fn find(text: &str, tokens: &[Token], names: &[bool]) -> Vec<DetectedMention> {
    let mut out = Vec::new();
    for (token, &named) in tokens.iter().zip(names) {
        if named || token.class != Class::Word || token.end - token.start > 7 {
            continue;
        }
        let word = token.slice(text);
        // "I" with a point is an initial; in capitals "HE", "IT" and "US" are names as often.
        let shouted = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        if shouted || word.contains('.') {
            continue;
        }
        let kind = match Pronoun::read(word) {
            Some(Pronoun::They(_) | Pronoun::I) => Kind::Person,
            Some(Pronoun::It) if matches!(word, "its" | "Its" | "it" | "It") => Kind::Institution,
            _ => continue,
        };
        out.push(DetectedMention { span: token.span(), kind, form: Form::Pronoun, score: 0.8 });
    }
    out
}
