//! Words of a query as expressions of SQLite's full-text index (FTS5) and as patterns of LIKE.

use crate::query::{Query, Test, Words};
use crate::text::fold;

/// Whether the full-text index alone can answer a query.
pub fn positive(query: &Query) -> bool {
    words_only(query).is_some()
}

/// A query of words alone as an expression of the full-text index; `None` where it asks for anything else, or excludes.
pub fn words_only(query: &Query) -> Option<String> {
    let all = |parts: &[Query], between: &str| {
        let parts = parts.iter().map(words_only).collect::<Option<Vec<_>>>()?;
        Some(format!("({})", parts.join(between)))
    };
    match query {
        Query::Test(Test::Text(words)) => phrase(words),
        Query::And(parts) => all(parts, " AND "),
        Query::Or(parts) => all(parts, " OR "),
        _ => None,
    }
}

/// Words one after the other as an expression; `None` where they have no letter or digit.
pub fn phrase(words: &Words) -> Option<String> {
    words.text.chars().any(char::is_alphanumeric).then(|| {
        let quoted = spaced(&words.text).replace('"', "\"\"").replace('\0', " ");
        format!("\"{quoted}\"{}", if words.begins { " *" } else { "" })
    })
}

/// Words in any order as an expression, for names: "Merkel Angela" finds "Angela Merkel".
pub fn phrase_of_any(words: &Words) -> Option<String> {
    let each = fold::words(&words.text);
    let last = each.len().checked_sub(1)?;
    let parts: Vec<String> = each
        .iter()
        .enumerate()
        .filter_map(|(i, w)| phrase(&Words { text: w.text.clone(), begins: words.begins && i == last }))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// A pattern of LIKE that finds these words in a folded name with a blank before and after it.
pub fn pattern(words: &Words) -> String {
    let folded = fold::key(&words.text).replace(['%', '_'], " ");
    if words.begins { format!("% {folded}%") } else { format!("% {folded} %") }
}

/// Text with blanks around the characters of scripts that write no blanks (Chinese, Thai …): each is a word of the index, and several
/// together are a phrase.
pub fn spaced(text: &str) -> std::borrow::Cow<'_, str> {
    let unspaced = |c: char| {
        matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{eff}'
            | '\u{1780}'..='\u{17ff}' | '\u{1000}'..='\u{109f}')
    };
    if text.is_ascii() || !text.chars().any(unspaced) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() * 4 / 3);
    for c in text.chars() {
        if unspaced(c) {
            out.push(' ');
            out.push(c);
            out.push(' ');
        } else {
            out.push(c);
        }
    }
    out.into()
}
