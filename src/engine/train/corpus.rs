//! Annotated articles to learn from, and their two formats: JSON Lines, and our own mark-up (`.ann`).
//!
//! In the mark-up `{P1:Ali Musa}` is the name of a person; the letter tells the label and the number the chain, which
//! training ignores. Lines that are broken are errors with their line number, from 1.

use serde::Deserialize;
use thiserror::Error;

use crate::engine::ner::label::Label;
use crate::text::span::Span;

/// A corpus, and how the recipe wants it used.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// How much each of its samples counts; at 0 its words are used for clusters only.
    pub weight: f32,
    /// Whether it follows our own annotation standard: it then marks nationality words and roles.
    pub own: bool,
    /// How many copies with other names are added of each article.
    pub copies: u32,
    /// Whether a machine made its labels ("silver").
    pub silver: bool,
    /// Its articles.
    pub articles: Vec<GoldArticle>,
}

/// One annotated text. Spans are in bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldArticle {
    /// The text.
    pub text: String,
    /// Its names, ascending, not overlapping.
    pub names: Vec<(Span, Label)>,
    /// Its roles, ascending. A role can hold names.
    pub roles: Vec<Span>,
}

/// Why annotated text cannot be read.
#[derive(Debug, Error)]
pub enum CorpusError {
    /// The line is no annotated text in JSON.
    #[error("line {0}: not an annotated text: {1}")]
    Json(usize, serde_json::Error),
    /// A mark is not closed, or a brace opens no mark.
    #[error("line {0}: a mark is broken at \"{1}\"")]
    Mark(usize, String),
}

#[derive(Deserialize)]
struct JsonArticle {
    text: String,
    mentions: Vec<JsonMention>,
}

#[derive(Deserialize)]
struct JsonMention {
    start: usize,
    end: usize,
    kind: String,
    form: String,
}

/// The label that JSON calls `kind`.
fn label(kind: &str) -> Option<Label> {
    Some(match kind {
        "person" => Label::Person,
        "institution" => Label::Institution,
        "place" => Label::Place,
        "event" => Label::Event,
        "other" => Label::Other,
        "nationality" => Label::Nationality,
        _ => return None,
    })
}

/// Reads articles in JSON Lines. Only names and roles are taken.
pub fn json_lines(file: &str) -> Result<Vec<GoldArticle>, CorpusError> {
    let mut out = Vec::new();
    for (number, line) in file.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: JsonArticle = serde_json::from_str(line).map_err(|e| CorpusError::Json(number + 1, e))?;
        let mut article = GoldArticle { text: line.text, ..GoldArticle::default() };
        for m in line.mentions {
            let span = Span::new(m.start, m.end);
            match (m.form.as_str(), label(&m.kind)) {
                ("name", Some(label)) => article.names.push((span, label)),
                ("role", _) => article.roles.push(span),
                _ => {}
            }
        }
        normalize(&mut article);
        out.push(article);
    }
    Ok(out)
}

/// Reads marked articles, each behind a line `---`. What follows `=== same` links articles and is not read.
pub fn marked(file: &str) -> Result<Vec<GoldArticle>, CorpusError> {
    let mut out: Vec<GoldArticle> = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let line = line.trim_end();
        if line.starts_with("=== same") {
            break;
        }
        if line == "---" {
            out.push(GoldArticle::default());
            continue;
        }
        let Some(article) = out.last_mut().filter(|_| !line.is_empty()) else { continue };
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        read_line(line, article).map_err(|at| CorpusError::Mark(number + 1, at))?;
    }
    out.iter_mut().for_each(normalize);
    Ok(out)
}

/// Adds the text and the marks of one line to an article. The error is the text at the broken mark.
fn read_line(line: &str, article: &mut GoldArticle) -> Result<(), String> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut chars = line.char_indices();
    while let Some((at, char)) = chars.next() {
        let rest = || line.get(at..).unwrap_or("").chars().take(24).collect::<String>();
        match char {
            '{' => {
                let (head, _) = line.get(at + 1..).and_then(|r| r.split_once(':')).ok_or_else(rest)?;
                let tag = head.chars().next().filter(|c| "POLEMNR=".contains(*c)).ok_or_else(rest)?;
                if head.len() > 8 || !head.chars().skip(1).all(|c| c.is_ascii_digit()) {
                    return Err(rest());
                }
                open.push((article.text.len(), tag));
                chars.nth(head.len());
            }
            '}' if !open.is_empty() => {
                let Some((start, tag)) = open.pop() else { continue };
                let span = Span::new(start, article.text.len());
                let label = match tag {
                    'P' => Label::Person,
                    'O' => Label::Institution,
                    'L' => Label::Place,
                    'E' => Label::Event,
                    'M' => Label::Other,
                    'N' => Label::Nationality,
                    'R' => {
                        article.roles.push(span);
                        continue;
                    }
                    _ => continue,
                };
                article.names.push((span, label));
            }
            _ => article.text.push(char),
        }
    }
    open.pop().map_or(Ok(()), |_| Err(line.chars().take(24).collect()))
}

/// Sorts names and roles, and drops empty names and names inside of names.
fn normalize(article: &mut GoldArticle) {
    article.names.retain(|(s, _)| !s.is_empty());
    article.names.sort_by_key(|(s, _)| (s.start, std::cmp::Reverse(s.end)));
    let mut end = 0;
    article.names.retain(|(s, _)| {
        let fits = s.start >= end;
        end = end.max(s.end);
        fits
    });
    article.roles.sort();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let file = "---\n{L1:Rabat}: a word\n{R2:{N:Iranian} minister} {P2:Ali}’s\n=== same\na1.P2 a2.P3\n";
        let articles = marked(file).unwrap();
        let [article] = &articles[..] else { panic!("one article") };
        assert_eq!(article.text, "Rabat: a word\n\nIranian minister Ali’s");
        let names: Vec<_> = article.names.iter().map(|(s, l)| (s.slice(&article.text), *l)).collect();
        assert_eq!(names, [("Rabat", Label::Place), ("Iranian", Label::Nationality), ("Ali", Label::Person)]);
        assert_eq!(article.roles[0].slice(&article.text), "Iranian minister");
        assert!(marked("---\n{P1:Ali").is_err() && marked("---\n{Z1:Ali}").is_err());
    }
}
