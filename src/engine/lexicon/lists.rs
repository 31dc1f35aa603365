//! Our own word lists as training reads them: each entry with its class.

use super::Class;
use super::institution_words::{self, INSTITUTION_WORDS};
use super::nationalities::{self, NATIONALITIES};
use super::role_words::{self, ROLE_WORDS};
use super::small_words::{self, SMALL_WORDS};
use super::suffixes::{self, SUFFIXES};
use crate::text::calendar;

/// Lists that nothing but training reads: `[class]`, then entries between commas.
const REST: &str = include_str!("words.txt");

/// All entries with their classes, in lower case; several words have single blanks between them.
pub fn entries() -> Vec<(Class, &'static str)> {
    let marked = [
        (Class::Title, &ROLE_WORDS, role_words::TITLE),
        (Class::Head, &INSTITUTION_WORDS, institution_words::HEAD),
        (Class::Suffix, &SUFFIXES, suffixes::CLASS),
        (Class::Nationality, &NATIONALITIES, nationalities::CLASS),
        (Class::Particle, &SMALL_WORDS, small_words::CLASS),
    ];
    let days = calendar::WEEKDAYS.iter().chain(&calendar::MONTHS).map(|name| (Class::Time, *name));
    let marked = marked.into_iter().flat_map(|(class, list, marks)| list.marked(marks).map(move |e| (class, e)));
    marked.chain(days).chain(rest()).collect()
}

/// The entries of [`REST`]; sections of unknown name are left out.
fn rest() -> Vec<(Class, &'static str)> {
    let (mut class, mut out) = (None, Vec::new());
    for line in REST.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            class = class_of(name);
        } else if let Some(class) = class {
            out.extend(line.split(',').map(str::trim).filter(|e| !e.is_empty()).map(|e| (class, e)));
        }
    }
    out
}

fn class_of(section: &str) -> Option<Class> {
    Some(match section {
        "event" => Class::Event,
        "other" => Class::Other,
        "place" => Class::Place,
        "institution" => Class::Institution,
        "party_leaning" => Class::Leaning,
        "time" => Class::Time,
        "speech" => Class::Speech,
        "relation" => Class::Relation,
        "locative" => Class::Locative,
        "member" => Class::Member,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_have_a_class_and_their_entries_ascend() {
        for line in REST.lines().filter(|l| l.starts_with('[')) {
            assert!(class_of(line.trim_matches(['[', ']'])).is_some(), "{line}");
        }
        let rest = rest();
        assert!(rest.windows(2).all(|w| w[0].0 != w[1].0 || w[0].1 < w[1].1));
        assert!(rest.iter().all(|(_, entry)| *entry == entry.to_lowercase()));
    }

    #[test]
    fn every_class_of_our_own_has_entries() {
        let all = entries();
        for class in [Class::Title, Class::Head, Class::Suffix, Class::Nationality, Class::Particle, Class::Time] {
            assert!(all.iter().filter(|(c, _)| *c == class).count() > 15, "{class:?}");
        }
    }
}
