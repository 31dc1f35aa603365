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
    /// Paths that are not read by rule, and what they are.
    pub left_out: Vec<(String, String)>,
}

/// Whether links that lead out of the folder in which they stand are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// They are not: whoever can write into the folder could have any file of the user imported.
    Inside,
    /// They are.
    Everywhere,
}

/// Folders nested deeper than this are refused.
const DEPTH: usize = 64;

/// Walks `paths` in the order given. A path that is a link is followed, since the user named it. In folders, hidden files and
/// READMEs are left out, and the messages under delivery of a Maildir (`tmp/`); a link is followed if it stays in the folder
/// that the user named, or if `links` says so. A folder is walked once, however many links lead to it.
pub fn walk(paths: &[PathBuf], links: Links) -> Walk {
    let mut walk = Walk::default();
    let mut seen = HashSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            walk.files.push(InputFile { path: path.clone(), bytes: 0 });
        } else {
            let within = match links {
                Links::Inside => fs::canonicalize(path).ok(),
                Links::Everywhere => None,
            };
            let found = |walk: &Walk| walk.files.len() + walk.refused.len() + walk.left_out.len();
            let (before, new) = (found(&walk), !is_seen(path, &seen));
            walk.enter(path, 0, within.as_deref(), &mut seen);
            if new && found(&walk) == before {
                walk.leave_out(path, "nothing to read in it (hidden files and READMEs are passed over)");
            }
        }
    }
    walk
}

impl Walk {
    /// Adds a file, or everything in a folder. `within` is the folder that links must not leave, if they must not.
    fn enter(&mut self, path: &Path, depth: usize, within: Option<&Path>, seen: &mut HashSet<(u64, u64)>) {
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
        let maildir = is_maildir(path);
        for path in inside {
            // In a Maildir, the folders of a mailbox are hidden.
            if is_left_out(&path) && !(maildir && is_maildir(&path)) {
                continue;
            }
            if maildir && path.ends_with("tmp") {
                if fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some()) {
                    self.leave_out(&path, "messages under delivery (the folder tmp of a Maildir)");
                }
            } else if within.is_some_and(|folder| leads_out(&path, folder)) {
                self.leave_out(&path, "a link out of the folder (attache import --follow-links follows it)");
            } else {
                self.enter(&path, depth + 1, within, seen);
            }
        }
    }

    fn refuse(&mut self, path: &Path, reason: &str) {
        self.refused.push((path.display().to_string(), reason.to_owned()));
    }

    fn leave_out(&mut self, path: &Path, what: &str) {
        self.left_out.push((path.display().to_string(), what.to_owned()));
    }
}

/// Whether a folder was walked already.
fn is_seen(path: &Path, seen: &HashSet<(u64, u64)>) -> bool {
    fs::metadata(path).is_ok_and(|about| seen.contains(&(about.dev(), about.ino())))
}

/// Whether a path is a link to a place that is not in `folder`. A link that leads nowhere does not lead out.
fn leads_out(path: &Path, folder: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink())
        && fs::canonicalize(path).is_ok_and(|target| !target.starts_with(folder))
}

/// Whether a folder is a Maildir, which has the folders `cur` and `new`.
fn is_maildir(path: &Path) -> bool {
    path.join("cur").is_dir() && path.join("new").is_dir()
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
        let walk = walk(&[dir.path().to_owned(), PathBuf::from("-")], Links::Inside);
        let names: Vec<_> = walk.files.iter().map(|f| f.path.strip_prefix(dir.path()).unwrap_or(&f.path)).collect();
        assert_eq!(names, ["a.txt", "b/10.txt", "b/2.txt", "-"].map(Path::new));
        assert!(matches!(walk.refused.as_slice(), [(path, _)] if path.ends_with("c.txt")), "{:?}", walk.refused);
    }

    #[test]
    fn a_link_out_of_the_folder_is_named_and_not_followed_unless_told() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for folder in ["in", "in/deep", "in-other", "out"] {
            fs::create_dir(at(folder)).unwrap();
        }
        for file in ["in/a.txt", "in-other/b.txt", "out/c.txt"] {
            fs::write(at(file), "x").unwrap();
        }
        symlink("../../out/c.txt", at("in/deep/c.txt")).unwrap();
        symlink(at("in-other"), at("in/deep/other")).unwrap();
        symlink("../a.txt", at("in/deep/inside.txt")).unwrap();
        symlink("up", at("in/deep/up")).unwrap();
        symlink(at("in"), at("named")).unwrap();
        let found = |path: &str, links: Links| {
            let walk = walk(&[at(path)], links);
            let names = |list: Vec<&Path>| {
                list.iter().map(|p| p.strip_prefix(at(path)).unwrap().display().to_string()).collect::<Vec<_>>()
            };
            let left_out = names(walk.left_out.iter().map(|(path, _)| Path::new(path)).collect());
            (names(walk.files.iter().map(|f| f.path.as_path()).collect()), left_out, walk.refused.len())
        };
        for path in ["in", "named"] {
            let (files, left_out, refused) = found(path, Links::Inside);
            assert_eq!(
                (files.join(" "), left_out.join(" "), refused),
                ("a.txt deep/inside.txt".into(), "deep/c.txt deep/other".into(), 1)
            );
        }
        let (files, left_out, _) = found("in", Links::Everywhere);
        assert_eq!((files.join(" "), left_out.len()), ("a.txt deep/c.txt deep/inside.txt deep/other/b.txt".into(), 0));
    }

    #[test]
    fn a_folder_with_nothing_to_read_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("README.md"), "x").unwrap();
        let path = dir.path().to_owned();
        let walk = walk(&[path.clone(), path], Links::Inside);
        assert!(walk.files.is_empty() && walk.left_out.len() == 1, "{:?}", walk.left_out);
    }

    #[test]
    fn a_maildir_is_read_without_what_is_under_delivery() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp", ".git"] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
            fs::write(dir.path().join(folder).join("1.a:2,S"), "x").unwrap();
        }
        fs::remove_file(dir.path().join(".Sent/tmp/1.a:2,S")).unwrap();
        let walk = walk(&[dir.path().to_owned()], Links::Inside);
        let names: Vec<_> =
            walk.files.iter().map(|f| f.path.strip_prefix(dir.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, [".Sent/cur/1.a:2,S", ".Sent/new/1.a:2,S", "cur/1.a:2,S", "new/1.a:2,S"]);
        assert!(matches!(walk.left_out.as_slice(), [(path, _)] if path.ends_with("/tmp")), "{:?}", walk.left_out);
    }
}
