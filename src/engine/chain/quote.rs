//! Direct speech: which tokens are quoted, and which words are verbs of saying.

use crate::text::token::{Class, Gap, Token};

/// For every token whether it stands in quotation marks. A paragraph ends a quotation, also where the closing mark is missing.
pub fn quoted(text: &str, tokens: &[Token]) -> Vec<bool> {
    let mut open = false;
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        if token.gap == Gap::Paragraph {
            open = false;
        }
        if token.class == Class::Mark {
            match token.slice(text) {
                "“" | "«" | "„" | "``" => open = true,
                "”" | "»" | "''" => open = false,
                "\"" => open = !open,
                _ => {}
            }
        }
        out.push(open);
    }
    out
}

/// Whether a word is a verb of saying.
pub fn says(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "told"
            | "added"
            | "adds"
            | "asked"
            | "asks"
            | "explained"
            | "explains"
            | "wrote"
            | "writes"
            | "insisted"
            | "insists"
            | "warned"
            | "noted"
            | "declared"
            | "recalled"
            | "recalls"
            | "stressed"
            | "argued"
            | "argues"
            | "replied"
            | "stated"
            | "remarked"
            | "joked"
            | "quipped"
            | "continued"
            | "laughed"
            | "laughs"
            | "grins"
            | "concluded"
            | "confirmed"
            | "admitted"
            | "complained"
            | "maintained"
            | "announced"
            | "observed"
            | "claimed"
            | "shouted"
            | "tells"
            | "revealed"
            | "lamented"
            | "commented"
            | "thundered"
            | "posted"
            | "tweeted"
            | "agreed"
            | "countered"
            | "disclosed"
            | "urged"
            | "testified"
            | "reiterated"
            | "affirmed"
            | "responded"
    )
}
