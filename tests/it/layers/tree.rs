//! The modules of a crate and what each refers to: `use` trees and qualified paths, resolved to the file that defines them.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::{Token, tokens, without_tests};

/// A name that a `use` brings in.
#[derive(Clone, Debug)]
struct Import {
    /// The path it stands for, as written: the first word may be `crate`, `self`, `super`.
    path: Vec<String>,
    /// Its line, from 1.
    line: usize,
    /// The name it has here; `*` for a glob.
    name: String,
    /// `pub use`, `pub(crate) use`: others can reach it through this module.
    public: bool,
}

/// A module that is not test code.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its file below `src/`.
    pub file: String,
    /// Its path from the root of the crate, without `crate`.
    path: Vec<String>,
    imports: Vec<Import>,
    /// Qualified paths outside of `use`, and single words, each with the first line that has it.
    paths: BTreeMap<Vec<String>, usize>,
    /// Items that it declares itself.
    declares: BTreeSet<String>,
}

/// A reference from one module to something: the path in full, and the module that defines it where it is one of ours.
#[derive(Clone, Debug)]
pub struct Reference {
    /// From the root: `crate::store::Store`, `std::fs::read`.
    pub words: Vec<String>,
    /// The path of the module that defines it; none for other crates.
    pub module: Option<Vec<String>>,
    /// It names something in that module, not the module alone.
    pub item: bool,
    /// Where it is written.
    pub line: usize,
    /// It only passes a child's name on (`pub use child::Thing`).
    pub passes_on: bool,
}

/// The modules of a crate by their path.
#[derive(Debug, Default)]
pub struct Tree(pub BTreeMap<Vec<String>, Module>);

impl Tree {
    /// The crate whose files `read` gives by their path below `src/`: every module that `lib.rs` leads to outside of tests.
    pub fn new(read: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut tree = Self::default();
        tree.add("lib.rs", &[], read);
        tree
    }

    fn add(&mut self, file: &str, path: &[String], read: &dyn Fn(&str) -> Option<String>) {
        let text = read(file).unwrap_or_else(|| panic!("{file} was not found"));
        let (module, children) = Module::new(file, path.to_owned(), &without_tests(&tokens(&text)));
        self.0.insert(path.to_owned(), module);
        for child in children {
            let mut path = path.to_owned();
            path.push(child);
            let stem = path.join("/");
            let (plain, nested) = (format!("{stem}.rs"), format!("{stem}/mod.rs"));
            let file = if read(&plain).is_some() { plain } else { nested };
            self.add(&file, &path, read);
        }
    }

    /// All that a module refers to.
    pub fn references(&self, module: &Module) -> Vec<Reference> {
        let mut references = Vec::new();
        for import in &module.imports {
            let child = |path: &[String]| path.len() > module.path.len() && path.starts_with(&module.path);
            for words in self.full(module, &import.path, 1) {
                let mut reference = self.reference(words, import.line);
                reference.passes_on = import.public && reference.module.as_deref().is_some_and(child);
                reference.item |= import.name == "*";
                references.push(reference);
            }
        }
        for (path, line) in &module.paths {
            let full = self.full(module, path, 2).into_iter();
            references.extend(full.map(|words| self.reference(words, *line)));
        }
        references
    }

    fn reference(&self, words: Vec<String>, line: usize) -> Reference {
        let inside = words.strip_prefix(&["crate".to_owned()]);
        let item = inside.is_some_and(|path| !self.0.contains_key(path));
        Reference { module: self.target(&words), words, item, line, passes_on: false }
    }

    /// A path from the root: what its first word stands for in `module`, and the rest. A path of fewer than `least` words
    /// is one only if it begins with an imported name.
    fn full(&self, module: &Module, words: &[String], least: usize) -> Vec<Vec<String>> {
        let Some((first, rest)) = words.split_first() else { return Vec::new() };
        let from = |base: &[String], rest: &[String]| [&["crate".to_owned()], base, rest].concat();
        if first == "crate" {
            return vec![words.to_vec()];
        }
        // `self::super::x`, `super::super::x`: as many modules up as it says.
        let leading = words.iter().take_while(|w| *w == "self" || *w == "super").count();
        if leading > 0 {
            let ups = words[..leading].iter().filter(|w| *w == "super").count();
            let base = &module.path[..module.path.len().saturating_sub(ups)];
            return vec![from(base, &words[leading..])];
        }
        let elsewhere = |i: &&Import| i.name == *first && i.path.first() != Some(first);
        let imported: Vec<_> = module.imports.iter().filter(elsewhere).collect();
        if !imported.is_empty() {
            return imported.iter().flat_map(|i| self.full(module, &[&i.path, rest].concat(), 1)).collect();
        }
        if words.len() < least {
            return Vec::new();
        }
        if self.0.contains_key(&[&module.path[..], std::slice::from_ref(first)].concat()) {
            return vec![from(&module.path, words)];
        }
        if module.declares.contains(first) { Vec::new() } else { vec![words.to_vec()] }
    }

    /// The module that defines what a full path names; none for a path of another crate.
    fn target(&self, words: &[String]) -> Option<Vec<String>> {
        let rest = words.strip_prefix(&["crate".to_owned()])?;
        let depth = (0..=rest.len()).rev().find(|n| self.0.contains_key(&rest[..*n]))?;
        Some(self.definer(&rest[..depth], rest.get(depth), 8))
    }

    /// The module from which `path` has `item`: itself, or the one whose item it passes on.
    fn definer(&self, path: &[String], item: Option<&String>, steps: usize) -> Vec<String> {
        let (Some(module), Some(item), true) = (self.0.get(path), item, steps > 0) else { return path.to_vec() };
        if module.declares.contains(item) {
            return path.to_vec();
        }
        let passed = module.imports.iter().filter(|i| i.name == *item || i.name == "*");
        for import in passed {
            for full in self.full(module, &import.path, 1) {
                let Some(rest) = full.strip_prefix(&["crate".to_owned()]) else { continue };
                let depth = (0..=rest.len()).rev().find(|n| self.0.contains_key(&rest[..*n])).unwrap_or(0);
                let wanted = if import.name == "*" { Some(item) } else { rest.get(depth) };
                let found = self.definer(&rest[..depth], wanted, steps - 1);
                let declares = |m: &Module| wanted.is_none_or(|w| m.declares.contains(w));
                if import.name != "*" || self.0.get(&found).is_some_and(declares) {
                    return found;
                }
            }
        }
        path.to_vec()
    }
}

impl Module {
    /// Reads a module; with the names of the modules it declares.
    fn new(file: &str, path: Vec<String>, tokens: &[Token]) -> (Self, Vec<String>) {
        let mut module = Self {
            file: file.to_owned(),
            path,
            imports: Vec::new(),
            paths: BTreeMap::new(),
            declares: BTreeSet::new(),
        };
        let mut children = Vec::new();
        let text = |i: usize| tokens.get(i).map_or("", |t| t.text.as_str());
        let (mut at, mut depth) = (0, 0);
        while at < tokens.len() {
            match text(at) {
                // `use<'a>` is no import: it says what a type captures.
                "use" if text(at + 1) != "<" => {
                    let public = text(at.wrapping_sub(1)) == "pub" || text(at.wrapping_sub(1)) == ")";
                    at = module.use_tree(tokens, at + 1, &[], public);
                }
                "mod" if text(at + 2) == ";" => {
                    children.push(text(at + 1).to_owned());
                    at += 3;
                }
                "mod" if text(at + 2) == "{" => panic!("{file}: inline modules outside of tests are not read"),
                _ if tokens[at].is_word() => {
                    // An enum in a macro's pattern counts: that is how `config::action` declares its own.
                    let declares = match text(at.wrapping_sub(1)) {
                        "enum" => true,
                        "struct" | "trait" | "type" | "fn" | "const" | "static" | "union" => depth == 0,
                        _ => false,
                    };
                    if declares {
                        module.declares.insert(text(at).to_owned());
                    }
                    at = module.path(tokens, at);
                }
                other => {
                    depth += i32::from(other == "{") - i32::from(other == "}");
                    at += 1;
                }
            }
        }
        (module, children)
    }

    /// Reads the path that begins at `at`, if it is one (a field or method is none); gives where to go on.
    fn path(&mut self, tokens: &[Token], at: usize) -> usize {
        let mut words = vec![tokens[at].text.clone()];
        let mut next = at + 1;
        while tokens.get(next).is_some_and(|t| t.text == "::") && tokens.get(next + 1).is_some_and(Token::is_word) {
            words.push(tokens[next + 1].text.clone());
            next += 2;
        }
        let before = at.checked_sub(1).map_or("", |i| tokens[i].text.as_str());
        if before != "." && before != "::" {
            self.paths.entry(words).or_insert(tokens[at].line);
        }
        next
    }

    /// Reads a `use` tree below `prefix`: `a::{self, b as c, d::*}`; gives where to go on.
    fn use_tree(&mut self, tokens: &[Token], mut at: usize, prefix: &[String], public: bool) -> usize {
        let mut words = prefix.to_vec();
        let line = tokens.get(at).map_or(0, |t| t.line);
        let mut name = None;
        while let Some(token) = tokens.get(at) {
            match token.text.as_str() {
                "::" => {}
                "{" => {
                    at += 1;
                    while tokens.get(at).is_some_and(|t| t.text != "}") {
                        at = self.use_tree(tokens, at, &words, public);
                        at += usize::from(tokens.get(at).is_some_and(|t| t.text == ","));
                    }
                    return at + 1;
                }
                "*" => name = Some("*".to_owned()),
                "as" => {
                    at += 1;
                    name = tokens.get(at).map(|t| t.text.clone());
                }
                // `self` in a group is what the group is of.
                "self" if !words.is_empty() => {}
                _ if token.is_word() => words.push(token.text.clone()),
                _ => break,
            }
            at += 1;
        }
        let name = name.unwrap_or_else(|| words.last().cloned().unwrap_or_default());
        self.imports.push(Import { path: words, line, name, public });
        at
    }
}
