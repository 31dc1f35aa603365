//! What this program may do outside its own folders: one object, made once from config.toml, that every file named by the user and
//! every other program goes through.
//!
//! The functions that write such a file, read one or start a program take a [`Target`], [`Source`], [`Sources`] or [`Program`], which
//! only the policy gives out: what forgets to ask does not compile. The program's own files (archive, log, state of the screen, drafts)
//! are written in its own folders, whatever the policy says.
//!
//! With `restricted = true` the data folder is all there is: files are read and written in it alone, relative paths begin there, links
//! that lead out of it are not followed, and no program is started. Standard input and output stay, and so does the clipboard, which is
//! the terminal's.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::directory::Links;
use super::files::Places;
use crate::config::settings::Settings;

/// What is allowed. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Policy {
    places: Option<Places>,
    restricted: bool,
}

/// A file that may be written.
#[derive(Clone, Debug)]
pub struct Target(PathBuf);

/// A file or folder that may be read; `-` is standard input.
#[derive(Clone, Debug)]
pub struct Source(PathBuf);

/// What an import may read.
#[derive(Clone, Debug)]
pub struct Sources {
    paths: Vec<PathBuf>,
    links: Links,
}

/// A program that may be started, with its arguments.
#[derive(Clone, Debug)]
pub struct Program(Vec<String>);

/// Why something is not allowed.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A path outside the data folder.
    #[error("\"{path}\" is not in the data folder \"{folder}\", and restricted = true in \"{file}\" allows no other")]
    Outside {
        /// What was asked for.
        path: PathBuf,
        /// The data folder.
        folder: PathBuf,
        /// The file that restricts.
        file: PathBuf,
    },
    /// A program.
    #[error("\"{name}\" is not started: restricted = true in \"{file}\" allows no other program")]
    Program {
        /// Which.
        name: String,
        /// The file that restricts.
        file: PathBuf,
    },
    /// A file of attache's own.
    #[error("\"{0}\" is a file of attache's own: choose another name")]
    Own(PathBuf),
    /// Where a path leads cannot be found out.
    #[error("\"{path}\": {error}")]
    System {
        /// Which path.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

impl Policy {
    /// What the settings allow. `places` are the program's folders; `None` where it has none, and so no settings either.
    pub fn new(settings: &Settings, places: Option<&Places>) -> Self {
        Self { places: places.cloned(), restricted: settings.restricted && places.is_some() }
    }

    /// A file to write. Its folder has to exist where the policy is restricted.
    pub fn target(&self, path: &Path) -> Result<Target, PolicyError> {
        let whole = self.whole(path);
        let Some(name) = whole.file_name().map(OsStr::to_owned) else { return Ok(Target(whole)) };
        let folder = whole.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = match fs::canonicalize(folder) {
            Ok(folder) => folder,
            Err(error) if self.restricted => return Err(PolicyError::System { path: whole, error }),
            // Writing will say so.
            Err(_) => return Ok(Target(whole)),
        };
        if self.is_own(&folder, &name) {
            return Err(PolicyError::Own(path.to_owned()));
        }
        if self.restricted {
            self.inside(&folder, path)?;
            return Ok(Target(folder.join(name)));
        }
        Ok(Target(whole))
    }

    /// A file or folder to read.
    pub fn source(&self, path: &Path) -> Result<Source, PolicyError> {
        if !self.restricted || path.as_os_str() == "-" {
            return Ok(Source(path.to_owned()));
        }
        let whole = self.whole(path);
        let whole = fs::canonicalize(&whole).map_err(|error| PolicyError::System { path: whole, error })?;
        self.inside(&whole, path)?;
        Ok(Source(whole))
    }

    /// Files and folders to import.
    pub fn sources(&self, paths: &[PathBuf], links: Links) -> Result<Sources, PolicyError> {
        let paths = paths.iter().map(|path| self.source(path).map(|source| source.0)).collect::<Result<_, _>>()?;
        Ok(Sources { paths, links: if self.restricted { Links::Inside } else { links } })
    }

    /// A program to start.
    pub fn program(&self, words: Vec<String>) -> Result<Program, PolicyError> {
        match &self.places {
            Some(places) if self.restricted => {
                Err(PolicyError::Program { name: words.into_iter().next().unwrap_or_default(), file: file(places) })
            }
            _ => Ok(Program(words)),
        }
    }

    /// The folder in which folders for a session are made.
    pub fn temporary(&self) -> PathBuf {
        match &self.places {
            Some(places) if self.restricted => places.data.clone(),
            _ => env::temp_dir(),
        }
    }

    /// A path with `~/` as the home folder; where the policy is restricted, a relative one in the data folder.
    fn whole(&self, path: &Path) -> PathBuf {
        let path = match (path.strip_prefix("~"), env::var_os("HOME")) {
            (Ok(rest), Some(home)) => Path::new(&home).join(rest),
            _ => path.to_owned(),
        };
        match &self.places {
            Some(places) if self.restricted => places.data.join(path),
            _ => path,
        }
    }

    /// An error where a resolved path is not in the data folder. `asked` is what the user wrote.
    fn inside(&self, resolved: &Path, asked: &Path) -> Result<(), PolicyError> {
        let Some(places) = &self.places else { return Ok(()) };
        let folder =
            fs::canonicalize(&places.data).map_err(|error| PolicyError::System { path: places.data.clone(), error })?;
        if resolved.starts_with(&folder) {
            return Ok(());
        }
        Err(PolicyError::Outside { path: asked.to_owned(), folder, file: file(places) })
    }

    /// Whether the program itself reads or writes a file of that name: replacing it would harm the archive, or lift the restriction.
    fn is_own(&self, folder: &Path, name: &OsStr) -> bool {
        let Some(places) = &self.places else { return false };
        let is = |own: &Path| fs::canonicalize(own).is_ok_and(|own| own == folder);
        let name = name.to_string_lossy();
        let written = name.starts_with("archive.db")
            || name == "attache.log"
            || name.ends_with(".toml") && name != "corrections.toml";
        (is(&places.data) || is(&places.state)) && written
            || fs::canonicalize(&places.config).is_ok_and(|config| folder.starts_with(config))
                && name.ends_with(".toml")
    }
}

/// The file that restricts.
fn file(places: &Places) -> PathBuf {
    places.config.join("config.toml")
}

impl Target {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Source {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Opens the file, or standard input.
    pub fn open(&self) -> io::Result<Box<dyn Read>> {
        if self.0.as_os_str() == "-" { Ok(Box::new(io::stdin().lock())) } else { Ok(Box::new(File::open(&self.0)?)) }
    }

    /// The whole text.
    pub fn text(&self) -> io::Result<String> {
        io::read_to_string(self.open()?)
    }
}

impl Sources {
    /// Files and folders; `-` is standard input.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Whether links are followed.
    pub fn links(&self) -> Links {
        self.links
    }
}

impl Program {
    /// Its name, as configured; empty where none is.
    pub fn name(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The program with its arguments, ready to be started without a shell. `None` where no program is named.
    pub fn command(&self) -> Option<Command> {
        let (name, arguments) = self.0.split_first()?;
        let mut command = Command::new(name);
        command.args(arguments);
        Some(command)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A home with a data folder, and a restricted policy.
    fn home() -> (tempfile::TempDir, Policy, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let places = Places { config: at("config"), data: at("data"), state: at("state") };
        for folder in ["config", "data", "data/in", "state", "elsewhere"] {
            fs::create_dir(at(folder)).unwrap();
        }
        fs::write(at("elsewhere/secret"), "x").unwrap();
        fs::write(at("data/in/story.txt"), "x").unwrap();
        symlink(at("elsewhere"), at("data/out")).unwrap();
        symlink(at("elsewhere/secret"), at("data/link")).unwrap();
        symlink("in/story.txt", at("data/near")).unwrap();
        symlink(at("elsewhere/none"), at("data/hanging")).unwrap();
        let settings = Settings { restricted: true, ..Settings::default() };
        let policy = Policy::new(&settings, Some(&places));
        let data = fs::canonicalize(at("data")).unwrap();
        (home, policy, data)
    }

    #[test]
    fn a_restricted_policy_lets_files_be_written_in_the_data_folder_alone() {
        let (home, policy, data) = home();
        for (asked, target) in [
            ("a.md", "a.md"),
            ("in/a.md", "in/a.md"),
            ("in/../a.md", "a.md"),
            ("./in/./a.md", "in/a.md"),
            ("out/../a.md", "a.md"),
            // The name is replaced, never followed.
            ("link", "link"),
            ("hanging", "hanging"),
        ] {
            // "out/.." is where the link leads, so that is not the data folder.
            let found = policy.target(Path::new(asked));
            if asked.starts_with("out") {
                assert!(matches!(found, Err(PolicyError::Outside { .. })), "{asked}: {found:?}");
            } else {
                assert_eq!(found.unwrap().path(), data.join(target), "{asked}");
            }
        }
        assert_eq!(policy.target(&data.join("b.md")).unwrap().path(), data.join("b.md"));
        let elsewhere = home.path().join("elsewhere/a.md");
        for outside in [
            elsewhere.to_str().unwrap(),
            "../a.md",
            "../elsewhere/a.md",
            "in/../../a.md",
            "out/a.md",
            "/tmp/a.md",
            "/dev/stdout",
            "/proc/self/fd/1",
            "/a.md",
        ] {
            let found = policy.target(Path::new(outside));
            assert!(
                matches!(found, Err(PolicyError::Outside { .. } | PolicyError::System { .. })),
                "{outside}: {found:?}"
            );
        }
        let words = policy.target(&elsewhere).unwrap_err().to_string();
        assert!(
            words.contains("restricted = true in") && words.contains("config.toml") && words.contains("elsewhere"),
            "{words}"
        );
        // A folder beside it whose name begins alike.
        fs::create_dir(home.path().join("data2")).unwrap();
        assert!(policy.target(&home.path().join("data2/a.md")).is_err());
    }

    #[test]
    fn a_restricted_policy_lets_files_be_read_in_the_data_folder_alone() {
        let (home, policy, data) = home();
        for (asked, source) in [("in/story.txt", "in/story.txt"), ("near", "in/story.txt"), ("in", "in"), (".", "")] {
            assert_eq!(policy.source(Path::new(asked)).unwrap().path(), data.join(source), "{asked}");
        }
        assert_eq!(policy.source(Path::new("-")).unwrap().path(), Path::new("-"));
        let secret = home.path().join("elsewhere/secret");
        for outside in [secret.to_str().unwrap(), "link", "out/secret", "out", "..", "/etc/passwd", "hanging", "none"] {
            assert!(policy.source(Path::new(outside)).is_err(), "{outside}");
            assert!(policy.sources(&["in".into(), outside.into()], Links::Inside).is_err(), "{outside}");
        }
        let sources = policy.sources(&["in".into()], Links::Everywhere).unwrap();
        assert_eq!(sources.links(), Links::Inside);
    }

    #[test]
    fn a_restricted_policy_starts_no_program_and_keeps_temporary_files_at_home() {
        let (home, policy, _) = home();
        let error = policy.program(vec!["vi".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("\"vi\" is not started") && error.contains("restricted = true in"), "{error}");
        assert_eq!(policy.temporary(), home.path().join("data"));
    }

    #[test]
    fn no_policy_lets_the_own_files_be_replaced() {
        let (home, restricted, _) = home();
        let at = |name: &str| home.path().join(name);
        let places = Places { config: at("config"), data: at("data"), state: at("state") };
        let free = Policy::new(&Settings::default(), Some(&places));
        for policy in [restricted, free.clone()] {
            for own in [
                "data/archive.db",
                "data/archive.db-wal",
                "data/in/../archive.db",
                "data/screen.toml",
                "state/attache.log",
                "config/config.toml",
                "config/keys.toml",
            ] {
                let found = policy.target(&at(own));
                assert!(matches!(found, Err(PolicyError::Own(_) | PolicyError::Outside { .. })), "{own}: {found:?}");
            }
        }
        assert!(free.target(&at("elsewhere/archive.db")).is_ok() && free.target(&at("data/corrections.toml")).is_ok());
        assert_eq!(free.target(Path::new("none/a.md")).unwrap().path(), Path::new("none/a.md"));
        assert_eq!(free.source(Path::new("/etc/passwd")).unwrap().path(), Path::new("/etc/passwd"));
        assert_eq!(free.program(vec!["vi".to_owned()]).unwrap().name(), "vi");
        assert_eq!(
            Policy::new(&Settings { restricted: true, ..Settings::default() }, None).temporary(),
            env::temp_dir()
        );
    }
}
