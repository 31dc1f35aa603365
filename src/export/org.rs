//! Export as Emacs Org. No text of an article or a note is interpreted by Org.
//!
//! Quotes and notes are fixed-width lines (`: text`), in which Org sees no markup, link, macro or code whatever they hold. A
//! line outside of them is set as verbatim (`=[[file:x]]=`) if it holds anything that Org could take for more than text.

use std::fmt::Write;

use super::dossier::{Dossier, moment};
use crate::text::clean::{clean, clean_block};

/// The first line of an export begins with this.
pub(super) const START: &str = "#+title: ";

/// What stands before the text of a fixed-width line.
const FIXED: &str = ": ";

/// Renders a dossier as Org.
pub fn org(dossier: &Dossier) -> String {
    let mut out = format!(
        "{START}{}\n#+options: ^:nil -:nil ':nil\n#+todo: TODO | DONE\n\n{}\n",
        line(&clean(&dossier.title)),
        line(&dossier.summary_line())
    );
    for group in dossier.groups() {
        match group.first().and_then(|e| e.origin.as_ref()) {
            Some(origin) => {
                let source = format!("{}, {}", clean(&origin.source), moment(origin.time));
                let _ = writeln!(out, "\n** {}\n{}", line(&clean(&origin.headline)), line(&source));
            }
            None => out.push_str("\n** Notes\n"),
        }
        for entry in group {
            out.push('\n');
            if let (Some(mark), Some(quote)) = (entry.mark(), &entry.quote) {
                let _ = writeln!(out, "# {mark}");
                push_fixed(&mut out, &quote.words);
                out.push('\n');
            }
            let _ = writeln!(out, "— {}", line(&entry.credit()));
            if !entry.note.trim().is_empty() {
                out.push('\n');
                push_fixed(&mut out, entry.note.trim());
            }
        }
    }
    out
}

/// Adds a text as fixed-width lines, cleaned.
fn push_fixed(out: &mut String, text: &str) {
    for line in clean_block(text).split('\n') {
        // Pandoc takes `:` without a blank for text.
        let _ = writeln!(out, "{FIXED}{}", line.trim_end());
    }
}

/// The text of a fixed-width line; `None` for any other line.
pub(super) fn fixed(line: &str) -> Option<&str> {
    line.strip_prefix(FIXED).or_else(|| (line == FIXED.trim_end()).then_some(""))
}

/// A cleaned text of one line outside of fixed-width lines: as it is if Org sees only text in it, else verbatim. Of the two
/// signs that make verbatim text, `=` and `~`, the one is taken that the text does not hold; if it holds both, each `~`
/// becomes `∼`.
fn line(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || is_text(text) {
        text.to_owned()
    } else if text.contains('=') {
        format!("~{}~", text.replace('~', "∼"))
    } else {
        format!("={text}=")
    }
}

/// Whether Org takes a line for text only, at the beginning of a line and behind the stars of a heading.
fn is_text(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    let keyword = matches!(first, "TODO" | "DONE" | "COMMENT");
    let item = first.ends_with(['.', ')'])
        && first.len() <= 8
        && first.trim_end_matches(['.', ')']).chars().all(char::is_alphanumeric);
    let begins = keyword || item || text.starts_with(['-', '+', ':', '%']);
    let before = std::iter::once(' ').chain(text.chars());
    let after = text.chars().skip(1).chain([' ']);
    let active = before.zip(text.chars()).zip(after).any(|((before, c), after)| match c {
        '*' | '_' | '^' | '[' | ']' | '{' | '}' | '<' | '>' | '\\' | '$' | '|' | '#' | '~' | '=' => true,
        // Emphasis begins or ends at the edge of a word, `a/b` does not.
        '/' | '+' => !before.is_alphanumeric() || !after.is_alphanumeric(),
        '-' | '@' | '%' => c == after,
        // `elisp:x` is a link and `:x:` a tag; `Suva: x` and `10:30` are not.
        ':' => !(after.is_whitespace() || before.is_ascii_digit() && after.is_ascii_digit()),
        _ => false,
    });
    !begins && !active
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_org_could_interpret_is_set_as_verbatim() {
        for text in [
            "Dam is full",
            "SUVA: Dam is full, said he",
            "A semi-automatic (or not) \"dam\" — 10:30, 50 % of A/B",
            "The man who said \"TODO\"",
            "Café’s 3.5 & more!",
        ] {
            assert_eq!(line(text), text);
        }
        for text in [
            "Dam is *full*",
            "[[[elisp:(x)][click]]",
            "{{{{{x}}}}}",
            "<<<x>>>",
            "see elisp:x",
            "shell:ls",
            "TODO Dam",
            "Dam :a:",
            "[#A] Dam",
            "#+include: x",
            "# attache-quote 0 1-2",
            "1. Dam",
            "a) Dam",
            "- Dam",
            "+ Dam",
            "| Dam",
            ": Dam",
            "%%(x)",
            "2 [fn:1]",
            "$x$",
            "\\alpha",
            "src_sh{id}",
            "call_x()",
            "[1/2]",
            "<2026-11-04 Wed>",
            "/a/",
            "+a+",
            "@@html:x@@",
            "a -- b",
            "COMMENT x",
            "a_b",
            "a::b",
        ] {
            assert_eq!(line(text), format!("={text}="));
        }
        assert_eq!((line("a = *b*").as_str(), line("~ = x").as_str()), ("~a = *b*~", "~∼ = x~"));
    }
}
