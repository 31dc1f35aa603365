//! Phrases for messages: counts, changes, lists of names.

use crate::news::triage::{Change, State};

/// A count in words: "1 article", "12 articles".
pub fn articles(count: usize) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{count} articles") }
}

/// A change as a verb that "3 articles" can follow: "dismiss", "keep", "tag with \"x\"".
pub fn verb(change: &Change) -> String {
    match change {
        Change::State(State::New) => "mark as new".to_owned(),
        Change::State(State::Read) => "mark as read".to_owned(),
        Change::State(State::Later) => "put off for later".to_owned(),
        Change::State(State::Kept) => "keep".to_owned(),
        Change::State(State::Dismissed) => "dismiss".to_owned(),
        Change::Star(true) => "star".to_owned(),
        Change::Star(false) => "remove the star from".to_owned(),
        Change::Tag(tag) => format!("tag with \"{tag}\""),
        Change::Untag(tag) => format!("remove the tag \"{tag}\" from"),
    }
}

/// A text with its first letter in upper case.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A list of names: "A", "A and B", "A, B and C".
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
