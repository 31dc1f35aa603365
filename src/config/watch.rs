//! watch.toml: names that are watched in addition to the watch list in the archive.
//!
//! An entity of such a name is watched as soon as it appears in an article. A wrong line is reported and ignored.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Fault, Hint, Mistake, Source};
use crate::news::mention::Kind;

/// The form of an entry, for mistakes.
const ENTRY: &str = "a name in quotes, or { name = \"…\", kind = \"person\" }";

/// A name to watch. Names are compared after folding (case, accents).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedName {
    /// As written.
    pub name: String,
    /// Watch only entities of this kind.
    pub kind: Option<Kind>,
}

/// Reads the text of watch.toml; `file` is its name for mistakes.
pub fn read(file: &str, text: &str) -> (Vec<WatchedName>, Vec<Mistake>) {
    let mut source = Source::new(file, text);
    let mut wanted = Vec::new();
    let table = source.table();
    for (key, value) in &table {
        if key.get_ref() != "names" {
            let hint = Hint::among(key.get_ref(), ["names"]);
            source.fault(key.span().start, Fault::Key { key: key.get_ref().to_string(), hint });
            continue;
        }
        let Some(list) = value.get_ref().as_array() else {
            source.wrong_type(value, "names", "a list of names: [\"…\", \"…\"]");
            continue;
        };
        for value in list {
            wanted.extend(entry(&mut source, value));
        }
    }
    (wanted, source.mistakes())
}

fn entry(source: &mut Source, value: &Spanned<DeValue>) -> Option<WatchedName> {
    if let Some(name) = value.get_ref().as_str() {
        return named(source, value, name, None);
    }
    let Some(table): Option<&DeTable> = value.get_ref().as_table() else {
        source.wrong_type(value, "names", ENTRY);
        return None;
    };
    let (mut name, mut kind) = (None, None);
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref().as_str()) {
            ("name", Some(text)) => name = Some(text),
            ("kind", Some(word)) => {
                kind = Kind::ALL.into_iter().find(|kind| kind.word() == word);
                if kind.is_none() {
                    source.wrong_type(value, "kind", "person, institution, place, event or other");
                    return None;
                }
            }
            ("name" | "kind", None) => source.wrong_type(value, key.get_ref(), "a text in quotes"),
            (other, _) => {
                let hint = Hint::among(other, ["name", "kind"]);
                source.fault(key.span().start, Fault::Key { key: other.to_owned(), hint });
            }
        }
    }
    if let Some(name) = name {
        return named(source, value, name, kind);
    }
    source.wrong_type(value, "names", ENTRY);
    None
}

fn named(source: &mut Source, value: &Spanned<DeValue>, name: &str, kind: Option<Kind>) -> Option<WatchedName> {
    if !name.chars().any(char::is_alphanumeric) {
        source.wrong_type(value, "names", "a name with letters in it");
        return None;
    }
    Some(WatchedName { name: name.to_owned(), kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_mistakes_are_reported_with_their_lines() {
        let text = "names = [\n  \"Youssef Ben Khalifa\",\n  { name = \"CMWA\", kind = \"institution\" },\n  7,\n  { nam = \"X\" },\n  \" - \",\n  { name = \"Y\", kind = \"wizard\" },\n]\nwho = 1\n";
        let (wanted, mistakes) = read("watch.toml", text);
        let names: Vec<_> = wanted.iter().map(|w| (w.name.as_str(), w.kind)).collect();
        assert_eq!(names, [("Youssef Ben Khalifa", None), ("CMWA", Some(Kind::Institution))]);
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "watch.toml:4: \"names\" must be a name in quotes, or { name = \"…\", kind = \"person\" }",
                "watch.toml:5: unknown entry \"nam\"; did you mean \"name\"?",
                "watch.toml:5: \"names\" must be a name in quotes, or { name = \"…\", kind = \"person\" }",
                "watch.toml:6: \"names\" must be a name with letters in it",
                "watch.toml:7: \"kind\" must be person, institution, place, event or other",
                "watch.toml:9: unknown entry \"who\"; expected one of names",
            ]
        );
        assert_eq!(read("watch.toml", ""), (Vec::new(), Vec::new()));
    }
}
