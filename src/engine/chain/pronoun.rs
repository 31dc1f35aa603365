//! Pronouns: which words are pronouns, and with what their antecedents must agree.

use crate::engine::input::DetectedMention;
use crate::engine::lexicon::Sex;
use crate::news::mention::{Form, Kind};
use crate::text::token::{Class, Token};

/// What a pronoun requires of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// he, his, she, her: a person of this sex.
    They(Sex),
    /// I, my: the person who speaks.
    I,
    /// we, our: a group with the person who speaks.
    We,
    /// it, its, they, their: an institution, or several persons.
    It,
}

impl Pronoun {
    /// Reads a word, in any case; `None` if it is no pronoun.
    pub fn read(word: &str) -> Option<Self> {
        // This runs for every word of a text and so does not allocate.
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

    /// Whether a word is a possessive: `his`, `its`.
    pub fn possessive(word: &str) -> bool {
        matches!(word.to_ascii_lowercase().as_str(), "his" | "her" | "its" | "their" | "my" | "our")
    }
}

/// The longest pronoun that [`find`] looks for, in bytes: `himself`.
const MAX_LENGTH: u32 = 7;
/// The score of a pronoun. It is a fixed estimate, not learnt.
const SCORE: f32 = 0.8;

/// The pronouns of a text that can refer to a person, and `it` and `its`, which can refer to an institution. `in_name` tells
/// for every token whether it lies in a name; those are no pronouns.
pub fn find(text: &str, tokens: &[Token], in_name: &[bool]) -> Vec<DetectedMention> {
    let mut out = Vec::new();
    for (token, &named) in tokens.iter().zip(in_name) {
        if named || token.class != Class::Word || token.end - token.start > MAX_LENGTH {
            continue;
        }
        let word = token.slice(text);
        // "I." is an initial. In capitals "HE", "IT" and "US" are names as often as pronouns.
        let all_caps = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        if all_caps || word.contains('.') {
            continue;
        }
        let kind = match Pronoun::read(word) {
            Some(Pronoun::They(_) | Pronoun::I) => Kind::Person,
            Some(Pronoun::It) if matches!(word, "its" | "Its" | "it" | "It") => Kind::Institution,
            Some(Pronoun::It | Pronoun::We) | None => continue,
        };
        out.push(DetectedMention { span: token.span(), kind, form: Form::Pronoun, score: SCORE });
    }
    out
}
