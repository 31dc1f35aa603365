//! Finds the files that an import reads: folders are walked in a fixed order.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Its path as given; `-` is standard input.
    pub path: PathBuf,
    /// Its size in bytes; 0 for standard input.
    pub bytes: u64,
}

/// The files found, and the paths refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Files, sorted by name within their folder.
    pub files: Vec<InputFile>,
    /// Paths that cannot be read, and why.
    pub refused: Vec<(String, String)>,
}

/// Folders nested deeper than this are refused.
const DEPTH: usize = 64;

/// Walks `paths` in the order given. In folders, hidden files and READMEs are left out. Links are followed; a folder is
/// walked once, however many links lead to it.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    let mut seen = HashSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            walk.files.push(InputFile { path: path.clone(), bytes: 0 });
        } else {
            walk.enter(path, 0, &mut seen);
        }
    }
    walk
}

impl Walk {
    fn enter(&mut self, path: &Path, depth: usize, seen: &mut HashSet<(u64, u64)>) {
        let about = match fs::metadata(path) {
            Ok(about) => about,
            Err(error) => return self.refuse(path, &error.to_string()),
        };
        if about.is_file() {
            return self.files.push(InputFile { path: path.to_owned(), bytes: about.len() });
        }
        if !about.is_dir() {
            return self.refuse(path, "it is neither a file nor a folder");
        }
        if depth > DEPTH {
            return self.refuse(path, "the folder is nested too deeply");
        }
        if !seen.insert((about.dev(), about.ino())) {
            return;
        }
        let mut inside = match fs::read_dir(path) {
            Ok(entries) => entries.filter_map(|e| e.ok().map(|e| e.path())).collect::<Vec<_>>(),
            Err(error) => return self.refuse(path, &error.to_string()),
        };
        inside.sort();
        for path in inside {
            if !is_left_out(&path) {
                self.enter(&path, depth + 1, seen);
            }
        }
    }

    fn refuse(&mut self, path: &Path, reason: &str) {
        self.refused.push((path.display().to_string(), reason.to_owned()));
    }
}

fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || ["README", "README.md", "README.txt"].iter().any(|n| name.eq_ignore_ascii_case(n))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_walk_is_sorted_ends_and_names_what_it_cannot_read() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("b")).unwrap();
        for name in ["b/2.txt", "b/10.txt", "a.txt", ".hidden", "README.md"] {
            fs::write(at(name), "x").unwrap();
        }
        symlink(dir.path(), at("b/loop")).unwrap();
        symlink(at("gone"), at("c.txt")).unwrap();
        let walk = walk(&[dir.path().to_owned(), PathBuf::from("-")]);
        let names: Vec<_> = walk.files.iter().map(|f| f.path.strip_prefix(dir.path()).unwrap_or(&f.path)).collect();
        assert_eq!(names, ["a.txt", "b/10.txt", "b/2.txt", "-"].map(Path::new));
        assert!(matches!(walk.refused.as_slice(), [(path, _)] if path.ends_with("c.txt")), "{:?}", walk.refused);
    }
}
