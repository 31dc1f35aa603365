//! What is said by somebody: where quotation marks are open, and who speaks.

use crate::text::token::{Class, Gap, Token};

/// For every token whether it stands in quotation marks; a paragraph begins outside unless the mark says otherwise.
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

/// Whether a word says that somebody speaks.
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
