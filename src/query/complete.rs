//! Completion of a query being typed: the names of fields, and the values of fields with a fixed set of values.

use super::{FIELDS, Has, Is};

/// The completions of the last word of `text`, each as the whole word: `is:un` gives `is:unread` and `is:undecided`. Values that
/// depend on the archive (names, sources, tags) are not offered.
pub fn complete(text: &str) -> Vec<String> {
    let last = text.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).next().unwrap_or("");
    let (minus, last) = last.strip_prefix('-').map_or(("", last), |rest| ("-", rest));
    let values: Vec<&str> = match last.split_once(':') {
        Some(("is", _)) => Is::ALL.map(Is::word).to_vec(),
        Some(("has", _)) => Has::ALL.map(Has::word).to_vec(),
        Some(("date", _)) => vec!["today", "yesterday", "7d", "30d"],
        Some(("import", _)) => vec!["last"],
        Some(_) => Vec::new(),
        None => {
            let fields = FIELDS.iter().filter(|f| !last.is_empty() && f.starts_with(last));
            return fields.map(|f| format!("{minus}{f}:")).collect();
        }
    };
    let (field, prefix) = last.split_once(':').unwrap_or((last, ""));
    values.iter().filter(|v| v.starts_with(prefix)).map(|v| format!("{minus}{field}:{v}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_values_are_offered() {
        assert_eq!(complete("kyiv -pe"), ["-person:"]);
        assert_eq!(complete("(is:un"), ["is:unread", "is:undecided"]);
        assert!(complete("").is_empty() && complete("person:al").is_empty());
    }
}
