//! The rules of the tree (ARCHITECTURE.md): layers point down, other crates stay at home, files do not lead to each other in
//! circles. Whole `use` trees and qualified paths are read; only test items are skipped.

mod circles;
mod tokens;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use circles::{circles, graph, told};
use tree::Tree;

/// What of other crates lives only in the modules named.
const HOMES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("ratatui::widgets", &["ui"]),
    ("crossterm", &["runtime", "config", "cli"]),
    ("mail_parser", &["ingest"]),
    ("pulldown_cmark", &["ingest"]),
    ("serde_saphyr", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("html_escape", &["ingest"]),
    ("std::thread", &["runtime", "cli"]),
    ("std::fs", &["runtime", "cli", "store"]),
    ("std::io::stdout", &["runtime"]),
    ("std::io::stderr", &["runtime"]),
    ("rustix::stdio", &["runtime"]),
    ("std::time::SystemTime", &["runtime", "cli"]),
    ("std::time::Instant::now", &["runtime", "cli"]),
    ("jiff::Timestamp::now", &["runtime", "cli"]),
    ("jiff::Zoned::now", &["runtime", "cli"]),
];

/// Circles that exist, each with its files. The list may only shrink: no other file may join one, and a file that is in none
/// any more has to be taken out.
const CIRCLES: &[&[&str]] = &[];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Tree {
    Tree::new(&|file| fs::read_to_string(root().join("src").join(file)).ok())
}

/// The layer of each top-level module, out of the table "The tree": `| 4 | `ingest/` | …`.
fn layers(architecture: &str) -> BTreeMap<String, u8> {
    let mut layers = BTreeMap::new();
    for line in architecture.lines() {
        let mut cells = line.trim_start_matches('|').split('|').map(str::trim);
        if let (Some(Ok(level)), Some(modules)) = (cells.next().map(str::parse), cells.next()) {
            for module in modules.split('`').skip(1).step_by(2) {
                layers.insert(module.trim_end_matches('/').to_owned(), level);
            }
        }
    }
    layers
}

/// Every reference that goes up, sideways, or to another crate that has its home elsewhere.
fn broken(tree: &Tree, layers: &BTreeMap<String, u8>) -> Vec<String> {
    let mut broken = Vec::new();
    for module in tree.0.values() {
        let Some((name, _)) = module.file.split_once('/') else { continue };
        let Some(level) = layers.get(name) else {
            broken.push(format!("{}: {name} is not in the table of ARCHITECTURE.md", module.file));
            continue;
        };
        for reference in tree.references(module) {
            let (at, path) = (format!("{}:{}", module.file, reference.line), reference.words.join("::"));
            if let [first, other, ..] = reference.words.as_slice()
                && first == "crate"
                && let Some(beneath) = layers.get(other)
                && (beneath > level || beneath == level && other != name)
            {
                broken.push(format!("{at}: {name} (layer {level}) must not know {other} (layer {beneath}): {path}"));
            }
            for (krate, homes) in HOMES {
                let inside = path.strip_prefix(krate).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
                if inside && !homes.contains(&name) {
                    broken.push(format!("{at}: {krate} lives only in {}", homes.join(", ")));
                }
            }
        }
    }
    broken
}

/// Circles that are not in the list, and what of the list is not a circle any more.
fn unlisted(tree: &Tree, listed: &[&[&str]]) -> Vec<String> {
    let graph = graph(tree);
    let found = circles(&graph);
    let mut wrong = Vec::new();
    for circle in &found {
        if !listed.iter().any(|files| circle.iter().all(|f| files.contains(&f.as_str()))) {
            wrong.push(told(&graph, circle));
        }
    }
    for file in listed.iter().copied().flatten() {
        if !found.iter().any(|circle| circle.contains(*file)) {
            wrong.push(format!("{file} is in no circle any more: delete it from CIRCLES in tests/it/layers.rs"));
        }
    }
    wrong
}

#[test]
fn layers_point_down_and_crates_stay_at_home() {
    let layers = layers(&fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap());
    let tree = sources();
    assert!(tree.0.len() > 150 && layers.len() > 10, "the tree was not found");
    let tops: BTreeSet<&str> = tree.0.values().filter_map(|m| m.file.split('/').next()).collect();
    let gone: Vec<&String> = layers.keys().filter(|name| !tops.contains(name.as_str())).collect();
    assert!(gone.is_empty(), "in the table of ARCHITECTURE.md but not in src/: {gone:?}");
    let broken = broken(&tree, &layers);
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn files_do_not_lead_to_each_other_in_circles() {
    let wrong = unlisted(&sources(), CIRCLES);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A crate of a few files for the tests of the test.
fn crate_of(files: &[(&str, &str)]) -> Tree {
    let files: BTreeMap<String, String> = files.iter().map(|(f, t)| ((*f).to_owned(), (*t).to_owned())).collect();
    Tree::new(&|file| files.get(file).cloned())
}

const TABLE: &str = "| layer | module | what |\n|---|---|---|\n| 1 | `text/` | x |\n| 2 | `store/`, `app/` | y |\n";

/// What is broken where `text/mod.rs` holds `code`, and `store` and `app` have something in them.
fn broken_by(code: &str) -> Vec<String> {
    let tree = crate_of(&[
        ("lib.rs", "pub mod app;\npub mod store;\npub mod text;\n"),
        ("text/mod.rs", code),
        ("store/mod.rs", "pub struct Store;"),
        ("app/mod.rs", "pub mod model;"),
        ("app/model.rs", "pub struct Model;"),
    ]);
    broken(&tree, &layers(TABLE))
}

#[test]
fn whole_use_trees_are_read() {
    for code in [
        "use crate::store::Store;",
        "use crate::{app::model::Model as Hidden, text};",
        "use crate::{\n  text::span,\n  app::{self},\n};",
        "pub use super::{store::{Store as _}};",
        "use super::super::store::Store;",
        "use self::super::app::model;",
        "fn f(s: &crate::store::Store) {}",
        "fn f() { super::store::open(\"(\") }",
        "use std::{fmt, thread};",
        "use std::time as t;\nfn f() { t::Instant::now(); }",
        "macro_rules! m { () => { crate::app::model::Model } }",
    ] {
        assert_eq!(broken_by(code).len(), 1, "{code}\n{:?}", broken_by(code));
    }
}

#[test]
fn only_test_items_comments_and_literals_are_skipped() {
    let skipped = "
        // crate::store::Store
        /* /* crate::app */ use crate::store; */
        const A: &str = \"use crate::store::Store;\"; const B: &str = r#\"crate::app \" \"#; const C: char = '\"';
        fn f<'a>(x: &'a str) -> u32 { 'a' as u32 + b'\\'' as u32 }
        #[cfg(test)]
        #[allow(unused)]
        mod tests { use crate::store::Store; fn f() { crate::app::model::x([1; 2]); } }
        #[test]
        fn g() { crate::app::model::x(); }";
    assert_eq!(broken_by(skipped), [""; 0]);
    let after = format!("{skipped}\nuse crate::store::Store;");
    assert_eq!(broken_by(&after).len(), 1, "what follows test items is read");
    assert_eq!(broken_by("#[cfg(test)]\nmod large;\nuse crate::store::Store;").len(), 1, "a declaration is one item");
    assert_eq!(broken_by("#[cfg(not(test))]\nuse crate::store::Store;").len(), 1);
}

#[test]
fn modules_of_one_layer_do_not_know_each_other_and_all_are_in_the_table() {
    let tree = |app: &str, extra: &str| {
        crate_of(&[
            ("lib.rs", &format!("mod app;\nmod store;\n{extra}")),
            ("app.rs", ""),
            ("store/mod.rs", "mod sql;"),
            ("store/sql.rs", app),
            ("other/mod.rs", "mod inner;"),
            ("other/inner.rs", ""),
        ])
    };
    assert_eq!(broken(&tree("use super::super::app::Model;", ""), &layers(TABLE)).len(), 1);
    assert_eq!(broken(&tree("use super::Thing;", ""), &layers(TABLE)), [""; 0]);
    let unknown = broken(&tree("", "mod other;"), &layers(TABLE));
    assert!(unknown.iter().all(|b| b.contains("other is not in the table")) && !unknown.is_empty(), "{unknown:?}");
}

#[test]
fn circles_are_found_through_modules_that_pass_names_on() {
    let lib = ("lib.rs", "mod a;");
    // An item of a sibling, taken through the `pub use` of their parent, is the sibling's.
    let siblings = [
        lib,
        ("a/mod.rs", "mod b;\nmod c;\npub use b::B;\npub use c::C;"),
        ("a/b.rs", "use super::C;\npub struct B(C);"),
        ("a/c.rs", "pub struct C;\nimpl C { fn b(self) -> super::b::B { todo!() } }"),
    ];
    let tree = crate_of(&siblings);
    assert_eq!(circles(&graph(&tree)), [BTreeSet::from(["a/b.rs".to_owned(), "a/c.rs".to_owned()])]);
    assert_eq!(unlisted(&tree, &[]).len(), 1);
    assert!(unlisted(&tree, &[])[0].contains("a/b.rs:1: crate::a::C  → a/c.rs"), "{}", unlisted(&tree, &[])[0]);
    assert_eq!(unlisted(&tree, &[&["a/b.rs", "a/c.rs"]]), [""; 0]);
    assert_eq!(unlisted(&tree, &[&["a/b.rs", "a/c.rs"], &["a/d.rs"]]).len(), 1, "an entry that is no circle");
    assert_eq!(unlisted(&tree, &[&["a/b.rs"]]).len(), 1, "a file that joins");
    // A child that uses what its parent defines, while the parent uses the child.
    let parent =
        [lib, ("a/mod.rs", "mod b;\npub struct A(b::B);"), ("a/b.rs", "pub struct B;\nimpl From<super::A> for B {}")];
    assert_eq!(circles(&graph(&crate_of(&parent))).len(), 1);
    // A parent that only declares its child, or passes its names on, uses nothing of it.
    let facade = [lib, ("a/mod.rs", "pub mod b;\npub use b::B;\npub struct A;"), ("a/b.rs", "pub struct B(super::A);")];
    assert_eq!(circles(&graph(&crate_of(&facade))).len(), 0);
    let used =
        [lib, ("a/mod.rs", "pub mod b;\npub use b::B;\npub struct A(B);"), ("a/b.rs", "pub struct B(super::A);")];
    assert_eq!(circles(&graph(&crate_of(&used))).len(), 1);
}
