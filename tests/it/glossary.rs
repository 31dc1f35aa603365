//! GLOSSARY.md and CONTRIBUTING.md name files and types of the source: each must exist.

use std::fs;
use std::path::Path;

/// Whether `src/<place>` is a module that declares `name`; a missing name asks for the module alone.
fn declared(root: &Path, place: &str, name: Option<&str>) -> bool {
    let file = ["rs", ""].iter().find_map(|end| {
        let path = root.join("src").join(place);
        let path = if end.is_empty() { path.join("mod.rs") } else { path.with_extension(end) };
        fs::read_to_string(path).ok()
    });
    let Some(text) = file else { return false };
    let Some(name) = name else { return true };
    ["struct", "enum", "trait", "type"].iter().any(|word| {
        let declaration = format!("pub {word} {name}");
        text.match_indices(&declaration)
            .any(|(at, found)| !text[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

#[test]
fn the_glossary_names_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("GLOSSARY.md")).unwrap();
    let (mut places, mut wrong) = (0, Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| word ")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        assert_eq!(cells.len(), 3, "a row is word, meaning, where: {line}");
        for place in cells[2].split('`').skip(1).step_by(2) {
            let (file, name) = place.split_once("::").map_or((place, None), |(file, name)| (file, Some(name)));
            places += 1;
            if !declared(root, file, name) {
                wrong.push(format!("{}: there is no `{place}`", cells[0].trim()));
            }
        }
    }
    assert!(places > 50, "the tables were not found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_name_that_is_gone_is_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(declared(root, "news/article", Some("Draft")) && declared(root, "store/mod", None));
    assert!(!declared(root, "news/article", Some("Draf")), "the beginning of a name is another name");
    assert!(!declared(root, "news/essay", None));
}

#[test]
fn the_guide_for_contributors_names_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let is_file =
        |word: &&str| !word.contains(' ') && word.contains('/') && word.contains('.') && !word.contains("NAME");
    let named: Vec<&str> = text.split('`').skip(1).step_by(2).filter(is_file).collect();
    assert!(named.len() > 25, "{named:?}");
    let gone: Vec<&&str> = named.iter().filter(|file| !root.join(file).is_file()).collect();
    assert!(gone.is_empty(), "{gone:?}");
}
