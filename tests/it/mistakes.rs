//! Wrong configuration files with their exact messages, and the shipped keys in the README.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use attache::config::keymap::{Context, Keymap};
use attache::config::settings::Settings;
use attache::config::theme::Theme;
use attache::text::clean::clean;

fn messages(name: &str, text: &str) -> Vec<String> {
    let mistakes = match name.split('-').next() {
        Some("keys") => Keymap::load(Some(("keys.toml", text))).1,
        Some("config") => Settings::read("config.toml", text).1,
        _ => Theme::read("mine", "themes/mine.toml", text).1,
    };
    // As they are shown on a terminal: a file may hold control characters.
    mistakes.iter().map(|mistake| clean(&mistake.to_string()).into_owned()).collect()
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/mistakes");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = String::new();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let told = messages(name, &fs::read_to_string(&file).unwrap());
        assert!(!told.is_empty(), "{name} is not wrong");
        writeln!(all, "{name}\n  {}", told.join("\n  ")).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_mistake_takes_nothing_else_away() {
    let text = "[text]\nn = \"nxt\"\nX = \"quit\"\n[global]\n\"j j\" = \"quit\"\n";
    let (map, mistakes) = Keymap::load(Some(("keys.toml", text)));
    assert_eq!(mistakes.len(), 2);
    let shipped = Keymap::shipped();
    assert_eq!(map.bindings(Context::Text).len(), shipped.bindings(Context::Text).len() + 1);
    assert_eq!(map.bindings(Context::Articles), shipped.bindings(Context::Articles));
}

#[test]
fn the_readme_shows_the_shipped_keys() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let Some((_, rest)) = readme.split_once("<!-- keys -->") else { panic!("the README has no <!-- keys -->") };
    let Some((table, _)) = rest.split_once("<!-- /keys -->") else { panic!("the README has no <!-- /keys -->") };
    let fresh = attache::cli::keys::markdown(&Keymap::shipped());
    assert_eq!(table.trim(), fresh.trim(), "renew it with: attache keys --markdown");
}
