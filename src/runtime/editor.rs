//! Edits a long text in the user's own editor, through a private file and without a shell.
//!
//! The file is removed only where it holds nothing that was not there before, or once the archive has kept its text
//! ([`super::note_files`]).

use std::env;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process};

use super::note_files::{self, NoteFiles, TextError};
use super::policy::Program;
use crate::app::message::Edited;
use crate::news::note::NoteDraft;

/// The editor and its arguments: those of the settings, else $VISUAL, else $EDITOR, else vi. Variables are split at blanks.
pub fn program(settings: &[String]) -> Vec<String> {
    if !settings.is_empty() {
        return settings.to_vec();
    }
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .find(|words| !words.is_empty())
        .unwrap_or_else(|| vec!["vi".to_owned()])
}

/// The process of the editor while it runs. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Running(Arc<Mutex<Option<Pid>>>);

impl Running {
    /// Sends the editor a signal, if it runs.
    pub fn signal(&self, signal: Signal) {
        let pid = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Err(error)) = pid.map(|pid| kill_process(pid, signal)) {
            tracing::warn!(%error, "the editor takes no signal");
        }
    }

    fn set(&self, pid: Option<Pid>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = pid;
    }
}

/// Lets `program` change the text of a note in a new file, or go on with the file `again` that it left and that could not be taken. The
/// terminal's modes must have been restored before.
pub fn edit(
    program: &Program,
    files: &NoteFiles,
    draft: &NoteDraft,
    again: Option<PathBuf>,
    running: &Running,
) -> Edited {
    let new = again.is_none();
    let path = match again.map_or_else(|| files.hand_over(draft), Ok) {
        Ok(path) => path,
        Err(error) => {
            let why = format!("the editor was not started: the text cannot be written to a file ({error})");
            return Edited::Nothing { why, file: None };
        }
    };
    let status = match run(program, &path, running) {
        Ok(status) => status,
        Err(why) => {
            if new {
                note_files::remove(&path);
            }
            return Edited::Nothing { why, file: (!new).then_some(path) };
        }
    };
    outcome(program, status, path, new.then_some(&draft.text))
}

/// What came of it. `before` is the text that a new file began with.
fn outcome(program: &Program, status: ExitStatus, path: PathBuf, before: Option<&String>) -> Edited {
    let name = program.name();
    let failed = match (status.success(), status.signal(), status.code()) {
        (true, ..) => None,
        (_, Some(signal), _) => Some(format!("the editor \"{name}\" was ended by signal {signal}")),
        (_, None, Some(code)) => Some(format!("the editor \"{name}\" ended with status {code}")),
        (_, None, None) => Some(format!("the editor \"{name}\" failed")),
    };
    match (note_files::text(&path), failed) {
        (Ok(text), None) => Edited::Saved { text, file: path },
        (Ok(text), Some(why)) if before.is_some_and(|before| before.trim_end() == text) => {
            note_files::remove(&path);
            Edited::Nothing { why: format!("{why} and saved nothing; the note is as it was"), file: None }
        }
        (Ok(text), Some(why)) => Edited::Doubtful { why, text, file: path },
        (Err(TextError::Gone), failed) => {
            note_files::remove(&path);
            let why = failed.unwrap_or_else(|| format!("the editor \"{name}\" has ended"));
            Edited::Nothing { why: format!("{why}, and its file is gone; the note is as it was"), file: None }
        }
        (Err(error), failed) => {
            let also = failed.map_or(String::new(), |why| format!("{why}; "));
            let path_shown = path.display();
            let why =
                format!("{also}what it saved is not taken: {error}. It is kept in {path_shown}; the note is as it was");
            Edited::Nothing { why, file: Some(path) }
        }
    }
}

fn run(program: &Program, path: &Path, running: &Running) -> Result<ExitStatus, String> {
    let mut command = program.command().ok_or("no editor is set: set editor in config.toml, or $EDITOR")?;
    let name = program.name();
    let cannot = |error| format!("cannot start the editor \"{name}\" ({error}): set editor in config.toml, or $EDITOR");
    let mut child = command.arg(path).spawn().map_err(cannot)?;
    running.set(i32::try_from(child.id()).ok().and_then(Pid::from_raw));
    let status = child.wait();
    running.set(None);
    status.map_err(|error| format!("the editor \"{name}\" is lost: {error}"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::settings::Settings;
    use crate::runtime::policy::Policy;

    fn program_of(words: &[&str]) -> Program {
        Policy::new(&Settings::default(), None).program(words.iter().map(|word| (*word).to_owned()).collect()).unwrap()
    }

    /// What comes of an editor that is this shell script; `$1` is the file. With the number of files that are left.
    fn edit_with(script: &str, text: &str) -> (Edited, usize) {
        let folder = tempfile::tempdir().unwrap();
        let files = NoteFiles::new(&folder.path().join("state"), Path::new("archive"), 7);
        let program = program_of(&["sh", "-c", script, "editor"]);
        let draft = NoteDraft { text: text.to_owned(), ..NoteDraft::default() };
        let edited = edit(&program, &files, &draft, None, &Running::default());
        let left = fs::read_dir(folder.path().join("state")).unwrap();
        (edited, left.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|e| e == "md")).count())
    }

    fn saved(script: &str, text: &str) -> String {
        match edit_with(script, text) {
            (Edited::Saved { text, .. }, 1) => text,
            other => panic!("{script}: {other:?}"),
        }
    }

    #[test]
    fn what_the_editor_saved_comes_back() {
        assert_eq!(saved("true", "a\nb"), "a\nb");
        assert_eq!(saved("printf '$(id)\\n\\n' > \"$1\"", "a"), "$(id)", "no shell reads it");
        assert_eq!(saved("printf '\\357\\273\\277a\\r\\nb\\rc\\r\\n' > \"$1\"", "a"), "a\nb\nc");
        assert_eq!(saved("mv \"$1\" x; echo new > \"$1\"; rm x", "a"), "new", "it was replaced, as many editors do");
        assert_eq!(saved(": > \"$1\"", "a"), "", "it was emptied on purpose");
    }

    #[test]
    fn what_the_editor_saved_before_it_failed_is_not_lost() {
        for (script, words) in [
            ("echo new > \"$1\"; exit 3", "ended with status 3"),
            ("echo new > \"$1\"; kill -9 $$", "ended by signal 9"),
            ("echo new > \"$1\"; kill -1 $$", "ended by signal 1"),
            ("echo new > \"$1\"; kill -15 $$", "ended by signal 15"),
        ] {
            let (edited, left) = edit_with(script, "old");
            let Edited::Doubtful { why, text, file } = edited else { panic!("{script}: {edited:?}") };
            assert!(why.contains(words), "{why}");
            assert_eq!((text.as_str(), left), ("new", 1));
            assert!(file.ends_with("note-0000000000000007-0-e0.md"), "{}", file.display());
        }
    }

    #[test]
    fn what_cannot_be_taken_stays_in_its_file() {
        for (script, words) in [
            ("head -c 1048577 /dev/zero | tr '\\0' a > \"$1\"", "longer than a note may be"),
            ("printf 'caf\\351' > \"$1\"", "not UTF-8 (at byte 3)"),
            ("printf 'caf\\351' > \"$1\"; exit 1", "ended with status 1"),
        ] {
            let (edited, left) = edit_with(script, "old");
            let Edited::Nothing { why, file: Some(file) } = edited else { panic!("{script}: {edited:?}") };
            assert!(why.contains(words) && why.contains(&*file.to_string_lossy()), "{why}");
            assert_eq!(left, 1);
        }
    }

    #[test]
    fn an_editor_that_saves_nothing_leaves_nothing() {
        for (script, words) in [
            ("exit 1", "ended with status 1 and saved nothing"),
            ("kill -9 $$", "ended by signal 9 and saved nothing"),
            ("rm \"$1\"", "its file is gone"),
        ] {
            let (edited, left) = edit_with(script, "old");
            let Edited::Nothing { why, file: None } = edited else { panic!("{script}: {edited:?}") };
            assert!(why.contains(words) && why.contains("the note is as it was"), "{why}");
            assert_eq!(left, 0);
        }
        let folder = tempfile::tempdir().unwrap();
        let files = NoteFiles::new(folder.path(), Path::new("archive"), 7);
        let none = edit(&program_of(&["/no/such/editor"]), &files, &NoteDraft::default(), None, &Running::default());
        let Edited::Nothing { why, file: None } = none else { panic!("{none:?}") };
        assert!(why.contains("cannot start") && why.contains("$EDITOR"), "{why}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn it_goes_on_with_the_file_that_was_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        let files = NoteFiles::new(folder.path(), Path::new("archive"), 7);
        let path = folder.path().join("note.md");
        fs::write(&path, "too long").unwrap();
        let program = program_of(&["sh", "-c", "sed -i 's/too //' \"$1\"", "editor"]);
        let edited = edit(&program, &files, &NoteDraft::default(), Some(path.clone()), &Running::default());
        assert_eq!(edited, Edited::Saved { text: "long".to_owned(), file: path });
    }
}
