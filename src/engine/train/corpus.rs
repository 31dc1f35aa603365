//! Annotated articles to learn from, read from JSON Lines and from the project's own mark-up (`.ann`).
//!
//! Knows both formats and nothing about files. A line that is wrong is an error with its number.

use serde::Deserialize;
use thiserror::Error;

use crate::engine::ner::Label;
use crate::text::span::Span;

/// One annotated text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Its text.
    pub text: String,
    /// Names, ascending, not overlapping.
    pub names: Vec<(Span, Label)>,
    /// Roles, ascending; may lie around names.
    pub roles: Vec<Span>,
}

/// What is wrong with annotated text.
#[derive(Debug, Error)]
pub enum CorpusError {
    /// Not a line of the format.
    #[error("line {0}: not an annotated text: {1}")]
    Json(usize, serde_json::Error),
    /// A mark without end, or a brace that opens none.
    #[error("line {0}: a mark is broken at \"{1}\"")]
    Mark(usize, String),
}

#[derive(Deserialize)]
struct Line {
    text: String,
    mentions: Vec<Given>,
}

#[derive(Deserialize)]
struct Given {
    start: usize,
    end: usize,
    kind: String,
    form: String,
}

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

/// Reads JSON Lines.
pub fn json_lines(file: &str) -> Result<Vec<Article>, CorpusError> {
    let mut out = Vec::new();
    for (number, line) in file.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|e| CorpusError::Json(number + 1, e))?;
        let mut article = Article { text: line.text, ..Article::default() };
        for m in line.mentions {
            let span = Span::new(m.start, m.end);
            match (m.form.as_str(), label(&m.kind)) {
                ("name", Some(label)) => article.names.push((span, label)),
                ("role", _) => article.roles.push(span),
                _ => {}
            }
        }
        settle(&mut article);
        out.push(article);
    }
    Ok(out)
}

/// Reads a file of marked articles; what follows `=== same` is not for this.
pub fn marked(file: &str) -> Result<Vec<Article>, CorpusError> {
    let mut out: Vec<Article> = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let line = line.trim_end();
        if line.starts_with("=== same") {
            break;
        }
        if line == "---" {
            out.push(Article::default());
            continue;
        }
        let Some(article) = out.last_mut().filter(|_| !line.is_empty()) else { continue };
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        marks(line, article).map_err(|at| CorpusError::Mark(number + 1, at))?;
    }
    out.iter_mut().for_each(settle);
    Ok(out)
}

/// Adds one marked line to an article.
fn marks(line: &str, article: &mut Article) -> Result<(), String> {
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

/// Sorts, and leaves out names inside of names.
fn settle(article: &mut Article) {
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
