//! Parser of the project's annotation markup (`.ann`), chains included.
//!
//! `---` begins an article. `{P1:Ito}` marks a mention of a person in chain 1. Its letter is the kind: P a person, O an
//! institution, L a place, E an event, M another name, N a nationality word; R marks a role of the chain's person, and `=` a
//! pronoun or description. Each line is a paragraph. `=== same` ends the articles.

use thiserror::Error;

use super::lines::{GivenMention, GoldLine, Label, MarkKind};
use crate::news::mention::Form;

/// A malformed mark.
#[derive(Debug, Error)]
#[error("line {line}: malformed mark at \"{at}\"")]
pub struct MarkError {
    /// The line of the file, from 1.
    pub line: usize,
    /// The text from the mark on, at most 24 characters.
    pub at: String,
}

/// Parses the articles of a file. `name` is the file's name without extension: it makes the ids (`asia-1`) and the genre
/// (`asia` for `asia-50`).
pub fn read(name: &str, file: &str) -> Result<Vec<GoldLine>, MarkError> {
    let mut articles: Vec<(String, Vec<GivenMention>)> = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let line = line.trim_end();
        if line.starts_with("=== same") {
            break;
        }
        if line == "---" {
            articles.push((String::new(), Vec::new()));
            continue;
        }
        let Some((text, mentions)) = articles.last_mut().filter(|_| !line.is_empty()) else { continue };
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        marks(line, text, mentions).map_err(|at| MarkError { line: number + 1, at })?;
    }
    let genre = name.rsplit_once('-').map_or(name, |(genre, _)| genre);
    let line = |(number, (text, mut mentions)): (usize, (String, Vec<GivenMention>))| {
        inherit_kinds(&mut mentions);
        GoldLine {
            id: format!("{name}-{}", number + 1).into(),
            text: Some(text),
            set: Some("gold".to_owned()),
            genre: Some(genre.to_owned()),
            mentions,
        }
    };
    Ok(articles.into_iter().enumerate().map(line).collect())
}

/// Parses one line: appends its text to `text` and its mentions to `mentions`. The error is the start of what is malformed.
fn marks(line: &str, text: &mut String, mentions: &mut Vec<GivenMention>) -> Result<(), String> {
    let mut open: Vec<(usize, char, Option<i64>)> = Vec::new();
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        let excerpt = || rest.chars().take(24).collect::<String>();
        rest = rest.get(char.len_utf8()..).unwrap_or("");
        match char {
            '{' => {
                let (head, after) = rest.split_once(':').ok_or_else(excerpt)?;
                let tag = head.chars().next().filter(|c| "POLEMNR=".contains(*c)).ok_or_else(excerpt)?;
                let number = head.get(1..).filter(|n| !n.is_empty()).map(str::parse).transpose();
                open.push((text.len(), tag, number.map_err(|_| excerpt())?));
                rest = after;
            }
            '}' if !open.is_empty() => {
                let Some((start, tag, number)) = open.pop() else { continue };
                let words = text.get(start..).unwrap_or("");
                mentions.push(given(start, text.len(), tag, number, words));
            }
            _ => text.push(char),
        }
    }
    if open.is_empty() { Ok(()) } else { Err(line.chars().take(24).collect()) }
}

fn given(start: usize, end: usize, tag: char, number: Option<i64>, words: &str) -> GivenMention {
    let kind = match tag {
        'O' => MarkKind::Institution,
        'L' => MarkKind::Place,
        'E' => MarkKind::Event,
        'M' => MarkKind::Other,
        'N' => MarkKind::Nationality,
        _ => MarkKind::Person,
    };
    let form = match tag {
        'R' => Form::Role,
        '=' if is_pronoun(words) => Form::Pronoun,
        '=' => Form::Nominal,
        _ => Form::Name,
    };
    let chain = number.map(Label::Number);
    GivenMention { start: start as u32, end: end as u32, kind, form, chain, score: None }
}

fn is_pronoun(words: &str) -> bool {
    matches!(
        words.to_lowercase().as_str(),
        "i" | "me"
            | "my"
            | "mine"
            | "myself"
            | "we"
            | "us"
            | "our"
            | "ours"
            | "he"
            | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "it"
            | "its"
            | "itself"
            | "they"
            | "them"
            | "their"
            | "theirs"
            | "themselves"
            | "you"
            | "your"
    )
}

/// Gives each pronoun and description the kind of the first name of its chain, then sorts by position.
fn inherit_kinds(mentions: &mut [GivenMention]) {
    let kinds: Vec<(Option<Label>, MarkKind)> =
        mentions.iter().filter(|m| m.form == Form::Name).map(|m| (m.chain.clone(), m.kind)).collect();
    for mention in mentions.iter_mut().filter(|m| matches!(m.form, Form::Pronoun | Form::Nominal)) {
        if let Some((_, kind)) = kinds.iter().find(|(chain, _)| *chain == mention.chain) {
            mention.kind = *kind;
        }
    }
    mentions.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_mentions_with_chains() {
        let file = "---\n{R1:Head of {O2:Nara Bank}} {P1:Ito} spoke.\n{=1:He} left {L3:Nara}; {=2:the bank} stayed.\n=== same\n";
        let lines = read("asia-1", file).unwrap();
        let [line] = lines.as_slice() else { panic!("one article") };
        assert_eq!(line.text.as_deref(), Some("Head of Nara Bank Ito spoke.\n\nHe left Nara; the bank stayed."));
        let got: Vec<(u32, Form, MarkKind)> = line.mentions.iter().map(|m| (m.start, m.form, m.kind)).collect();
        assert_eq!(got[0], (0, Form::Role, MarkKind::Person));
        assert_eq!(got[1], (8, Form::Name, MarkKind::Institution));
        assert_eq!(got[3], (30, Form::Pronoun, MarkKind::Person));
        assert_eq!(got[5], (44, Form::Nominal, MarkKind::Institution));
        assert!(read("x", "---\n{P1:Ali").is_err() && read("x", "---\n{Z:a}").is_err());
    }
}
