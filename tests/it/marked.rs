//! Articles of tests as one string: `"Headline\n\n[Abdellatif Hammouchi]p1, [chief of police]r1, met [Interpol]o2. [He]p1 …"`.
//!
//! A letter and a number follow the words of a mention: `p` is a person, `o` an institution, `l` a place, `r` a role of a person
//! named before. Mentions with the same number mean the same entity, in this article and in others. `?` after the number says
//! that the link must be uncertain.

use std::collections::BTreeMap;

use attache::news::article::Draft;
use attache::news::mention::{Annotations, Chain, Form, Kind, Mention, Why};
use attache::text::span::Span;

/// An article and what the marks say about it.
pub struct Marked {
    pub draft: Draft,
    pub found: Annotations,
    /// For each chain: its number, and whether its link must be uncertain.
    pub marks: Vec<(i64, bool)>,
}

/// Reads a marked article.
pub fn marked(text: &str) -> Marked {
    let (headline, mut rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut body = String::new();
    let mut mentions = Vec::new();
    let mut chains: Vec<Chain> = Vec::new();
    let mut marks: Vec<(i64, bool)> = Vec::new();
    let mut chain_of: BTreeMap<i64, usize> = BTreeMap::new();
    while let Some(open) = rest.find('[') {
        body.push_str(&rest[..open]);
        let Some(close) = rest.find(']') else { break };
        let words = &rest[open + 1..close];
        let mut mark = rest[close + 1..].chars();
        let letter = mark.next();
        let digits: String = mark.clone().take_while(char::is_ascii_digit).collect();
        let uncertain = mark.nth(digits.len()) == Some('?');
        let number: i64 = digits.parse().unwrap();
        let kind = match letter {
            Some('o') => Kind::Institution,
            Some('l') => Kind::Place,
            _ => Kind::Person,
        };
        let chain = *chain_of.entry(number).or_insert_with(|| {
            chains.push(Chain { kind, name: words.to_owned(), mentions: Vec::new(), roles: Vec::new() });
            marks.push((number, uncertain));
            chains.len() - 1
        });
        let form = match letter {
            Some('r') => Form::Role,
            _ if words.starts_with(char::is_lowercase) || ["He", "She", "It"].contains(&words) => Form::Pronoun,
            _ => Form::Name,
        };
        if form == Form::Role {
            chains[chain].roles.push(words.to_owned());
        }
        let why = chains[chain].mentions.first().map_or(Why::First, |first| Why::Surname(*first));
        chains[chain].mentions.push(mentions.len() as u32);
        let span = Span::new(body.len(), body.len() + words.len());
        mentions.push(Mention { span, form, kind, chain: chain as u32, score: 0.9, why });
        body.push_str(words);
        rest = &rest[close + 2 + digits.len() + usize::from(uncertain)..];
    }
    body.push_str(rest);
    let found = Annotations { sentences: sentences(&body), mentions, chains };
    let draft = Draft { source: "KNA".to_owned(), headline: headline.to_owned(), body, ..Draft::default() };
    Marked { draft, found, marks }
}

/// Sentences by their full stops alone.
fn sentences(body: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in body.char_indices() {
        let end = at + c.len_utf8();
        let rest = &body[end..];
        if (rest.is_empty() || matches!(c, '.' | '!' | '?') && rest.starts_with([' ', '\n'])) && end > start {
            sentences.push(Span::new(start, end));
            start = end + rest.len() - rest.trim_start().len();
        }
    }
    sentences
}
