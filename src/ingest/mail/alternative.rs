//! Chooses between two forms of one text (multipart/alternative): the plain one, unless it lacks what the other one says.

use std::collections::HashSet;

/// How many words a form may lack and still be the whole text.
const FEW: usize = 30;

/// The text of two alternatives, of which `plain` is the plain one. The plain one holds if it has most words of the other. It
/// gives way if it is blank, or a stub such as "Your program cannot show HTML". If each says much that the other does not,
/// both are taken.
pub(super) fn choose(plain: String, other: String) -> String {
    let (p, o) = (words(&plain), words(&other));
    let lacks = o.difference(&p).count();
    let adds = p.difference(&o).count();
    if p.is_empty() || o.is_empty() {
        return if o.is_empty() && !plain.trim().is_empty() { plain } else { other };
    }
    if lacks * 5 <= o.len() {
        plain
    } else if adds > FEW && adds * 2 > p.len() && lacks > FEW && lacks * 2 > o.len() {
        format!("{plain}\n\n{other}")
    } else if lacks <= adds {
        plain
    } else {
        other
    }
}

/// The words of a text in lower case, each once, without addresses of pages.
fn words(text: &str) -> HashSet<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.split_whitespace()
        .filter(|word| !word.contains("://"))
        .map(bare)
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_that_says_it_all_is_chosen() {
        let long = |word: &str| (0..60).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
        for (plain, other, expected) in [
            ("The dam is full.", "The dam is full.", "The dam is full."),
            ("*The dam* is full. https://x.example", "The dam is full", "*The dam* is full. https://x.example"),
            (" \n ", "The dam is full.", "The dam is full."),
            ("--- 1 2 3", "The dam is full.", "The dam is full."),
            ("The dam is full.", "", "The dam is full."),
            (
                "Your program cannot show HTML: https://x.example/1",
                "The dam on the Tana is full, he said.",
                "The dam on the Tana is full, he said.",
            ),
            ("The dam is full. More rain is on its way.", "View it here", "The dam is full. More rain is on its way."),
        ] {
            assert_eq!(choose(plain.to_owned(), other.to_owned()), expected);
        }
        let (a, b) = (long("a"), long("b"));
        assert_eq!(choose(a.clone(), b.clone()), format!("{a}\n\n{b}"));
    }
}
