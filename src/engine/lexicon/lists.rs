//! Our own word lists (`words.txt`) as text: sections of classes, entries folded to lower case.

use super::Class;

/// The file as written.
pub const OWN: &str = include_str!("words.txt");

/// The entries of a list file with the class of their section; sections of unknown name are left out.
pub fn entries(file: &str) -> Vec<(Class, String)> {
    let mut class = None;
    let mut out = Vec::new();
    for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            class = class_of(name);
            continue;
        }
        if let Some(class) = class {
            out.extend(line.split(',').map(|e| (class, e.trim().to_lowercase())).filter(|(_, e)| !e.is_empty()));
        }
    }
    out
}

fn class_of(section: &str) -> Option<Class> {
    Some(match section {
        "title" => Class::Title,
        "head" => Class::Head,
        "person_suffix" => Class::Suffix,
        "event" => Class::Event,
        "other" => Class::Other,
        "place" => Class::Place,
        "nationality" => Class::Nationality,
        "institution" => Class::Institution,
        "party_leaning" => Class::Leaning,
        "time" => Class::Time,
        "speech" => Class::Speech,
        "relation" => Class::Relation,
        "locative" => Class::Locative,
        "particle" => Class::Particle,
        "member" => Class::Member,
        _ => return None,
    })
}
