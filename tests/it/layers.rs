//! Layers point down: reads `use` lines and paths below `src/` and fails with file, line and the rule.

use std::fs;
use std::path::{Path, PathBuf};

/// Layer of a top-level module (ARCHITECTURE.md, "The tree").
fn layer(module: &str) -> Option<u8> {
    Some(match module {
        "text" => 1,
        "news" => 2,
        "engine" => 3,
        "ingest" | "query" | "name_index" | "export" | "config" => 4,
        "store" => 5,
        "app" => 6,
        "ui" => 7,
        "runtime" | "cli" => 8,
        _ => return None,
    })
}

/// Crates and std modules that live only in the modules named.
const HOMES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("ratatui::widgets", &["ui"]),
    ("crossterm", &["runtime", "config", "cli"]),
    ("mail_parser", &["ingest"]),
    ("pulldown_cmark", &["ingest"]),
    ("serde_saphyr", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("std::thread", &["runtime", "cli"]),
    ("std::fs", &["runtime", "cli", "store"]),
    ("SystemTime", &["runtime", "cli"]),
    ("Instant::now", &["runtime", "cli"]),
    ("Timestamp::now", &["runtime", "cli"]),
];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn layers_point_down_and_crates_stay_at_home() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20, "the tree was not found");
    let mut broken = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let Some(module) = inside.iter().next().and_then(|m| m.to_str()) else { continue };
        let Some(level) = layer(module) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        // What follows the tests module is test code: it may look further.
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let line = line.trim();
            if line.starts_with("//") {
                continue;
            }
            let at = format!("{}:{}", inside.display(), number + 1);
            for part in line.split("crate::").skip(1) {
                let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(other) = layer(&name) else { continue };
                let sideways = other == level && name != module && !(module == "cli" && name == "runtime");
                if other > level || sideways {
                    broken.push(format!("{at}: {module} (layer {level}) must not know {name} (layer {other})"));
                }
            }
            for (krate, homes) in HOMES {
                if line.contains(krate) && !homes.contains(&module) {
                    broken.push(format!("{at}: {krate} lives only in {}", homes.join(", ")));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
