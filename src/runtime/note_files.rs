//! Files that hold the text of a note while the archive does not: what the external editor is given, and what the archive would not
//! keep. Beside each text (`note-SESSION-NUMBER-KIND.md`) is what the note is about (`.json`). Both are removed once the archive has
//! kept the text; what a dead session left behind is offered at the next start.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::clock::milliseconds;
use super::files::{private_file, private_folder, write_atomically};
use crate::news::note::{DraftKey, NoteDraft};

/// Most bytes of a note.
pub const MOST: u64 = 1 << 20;

/// The files of one session.
#[derive(Clone, Debug)]
pub struct NoteFiles {
    folder: PathBuf,
    archive: PathBuf,
    session: i64,
}

/// What a file of notes is about: the `.json` beside it.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    archive: PathBuf,
    draft: NoteDraft,
}

/// A text that a dead session left behind.
#[derive(Clone, Debug, PartialEq)]
pub struct LostFile {
    /// The note with the text of the file.
    pub draft: NoteDraft,
    /// When the text was written: milliseconds since 1970.
    pub at: i64,
    /// The external editor may have changed it since it was the text of the draft's turn.
    pub edited: bool,
}

/// Why the text of a file is no note.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// There is no file.
    #[error("the file is gone")]
    Gone,
    /// Longer than a note may be.
    #[error("it is longer than a note may be ({MOST} bytes)")]
    Long,
    /// Not UTF-8.
    #[error("it is not UTF-8 (at byte {0})")]
    Encoding(usize),
    /// The system refused.
    #[error("it cannot be read: {0}")]
    System(io::Error),
}

impl NoteFiles {
    /// The files in `folder` of a session on an archive.
    pub fn new(folder: &Path, archive: &Path, session: i64) -> Self {
        Self { folder: folder.to_owned(), archive: archive.to_owned(), session }
    }

    /// Writes a new file for the external editor.
    pub fn hand_over(&self, draft: &NoteDraft) -> io::Result<PathBuf> {
        private_folder(&self.folder).map_err(io::Error::other)?;
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for number in 0..100 {
            let path = self.path(draft.key, &format!("e{number}"));
            match private_file(&path) {
                Ok(mut file) => {
                    let written = file.write_all(draft.text.as_bytes()).and_then(|()| self.describe(&path, draft));
                    // Half a file would be offered as the newest text.
                    return written.map(|()| path.clone()).inspect_err(|_| remove(&path));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Writes what the archive would not keep, in place of what was written before.
    pub fn rescue(&self, draft: &NoteDraft) -> io::Result<PathBuf> {
        private_folder(&self.folder).map_err(io::Error::other)?;
        let path = self.path(draft.key, "r");
        self.describe(&path, draft)?;
        write_atomically(&path, |file| file.write_all(draft.text.as_bytes()).and_then(|()| file.sync_all()))?;
        Ok(path)
    }

    /// The archive has kept a text: the file that it came from, and what could not be kept before, are not needed any more.
    pub fn kept(&self, draft: &NoteDraft) {
        remove(&self.path(draft.key, "r"));
        if let Some(file) = &draft.file {
            remove(file);
        }
    }

    /// A note is saved or given up: removes all its files.
    pub fn forget(&self, key: DraftKey) {
        let beginning = self.beginning(key);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(&beginning)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// What dead sessions left behind, newest first, and the files of theirs that are no notes, with the reason. `claim` says whether
    /// a session is dead.
    pub fn lost(&self, mut claim: impl FnMut(i64) -> bool) -> (Vec<LostFile>, Vec<(PathBuf, TextError)>) {
        let (mut lost, mut unread) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let Some(key) = key_of(&path) else { continue };
            let about = fs::read(&path).ok().and_then(|json| serde_json::from_slice::<About>(&json).ok());
            let Some(about) = about.filter(|about| about.archive == self.archive) else { continue };
            if key.session == self.session || !claim(key.session) {
                continue;
            }
            let path = path.with_extension("md");
            match text(&path) {
                Ok(text) => {
                    let draft = NoteDraft { text, key, file: Some(path.clone()), ..about.draft };
                    let edited = path
                        .file_stem()
                        .and_then(|stem| stem.to_str()?.rsplit('-').next())
                        .is_some_and(|kind| kind.starts_with('e'));
                    lost.push(LostFile { draft, at: written(&path), edited });
                }
                Err(TextError::Gone) => remove(&path),
                Err(error) => unread.push((path, error)),
            }
        }
        lost.sort_by_key(|file| std::cmp::Reverse(file.at));
        (lost, unread)
    }

    /// Writes beside a file what its note is about.
    fn describe(&self, path: &Path, draft: &NoteDraft) -> io::Result<()> {
        let about = About { archive: self.archive.clone(), draft: NoteDraft { text: String::new(), ..draft.clone() } };
        let json = serde_json::to_vec(&about).map_err(io::Error::other)?;
        write_atomically(&path.with_extension("json"), |file| file.write_all(&json))
    }

    fn path(&self, key: DraftKey, kind: &str) -> PathBuf {
        self.folder.join(format!("{}{kind}.md", self.beginning(key)))
    }

    fn beginning(&self, key: DraftKey) -> String {
        let session = if key.session == 0 { self.session } else { key.session };
        format!("note-{session:016x}-{}-", key.number)
    }
}

/// The text of a file as the text of a note: with `\n` at the end of lines, without blanks at its end.
pub fn text(path: &Path) -> Result<String, TextError> {
    let mut bytes = Vec::new();
    let system = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound { TextError::Gone } else { TextError::System(error) }
    };
    File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes)).map_err(system)?;
    if bytes.len() as u64 > MOST {
        return Err(TextError::Long);
    }
    let text = String::from_utf8(bytes).map_err(|error| TextError::Encoding(error.utf8_error().valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n");
    Ok(text.trim_end().to_owned())
}

/// Removes a file and what is said of it.
pub fn remove(path: &Path) {
    let _ = fs::remove_file(path);
    let _ = fs::remove_file(path.with_extension("json"));
}

/// The draft that a `.json` file is about.
fn key_of(path: &Path) -> Option<DraftKey> {
    let mut parts = path.file_name()?.to_str()?.strip_suffix(".json")?.strip_prefix("note-")?.split('-');
    let session = u64::from_str_radix(parts.next()?, 16).ok()? as i64;
    Some(DraftKey { session, number: parts.next()?.parse().ok()? })
}

/// When a file was written: milliseconds since 1970.
fn written(path: &Path) -> i64 {
    fs::metadata(path).and_then(|about| about.modified()).map_or(0, milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(number: u32, text: &str) -> NoteDraft {
        NoteDraft { key: DraftKey { session: 0, number }, text: text.to_owned(), ..NoteDraft::default() }
    }

    #[test]
    fn what_a_dead_session_left_is_found_by_the_next_one_on_the_same_archive() {
        let folder = tempfile::tempdir().unwrap();
        let of = |archive: &str, session| NoteFiles::new(folder.path(), Path::new(archive), session);
        let (first, second) = (of("a", 1), of("a", 2));
        first.rescue(&draft(1, "half")).unwrap();
        first.rescue(&draft(1, "half a thought")).unwrap();
        let path = first.hand_over(&draft(11, "elsewhere")).unwrap();
        let texts = |files: &NoteFiles, dead: bool| {
            let mut texts: Vec<String> = files.lost(|_| dead).0.into_iter().map(|lost| lost.draft.text).collect();
            texts.sort_unstable();
            texts
        };
        assert!(texts(&second, false).is_empty(), "its writer is alive");
        assert!(texts(&first, true).is_empty(), "they are its own");
        assert!(texts(&of("b", 2), true).is_empty(), "they are of another archive");
        assert_eq!(texts(&second, true), ["elsewhere", "half a thought"]);
        let lost = second.lost(|_| true).0;
        let one = lost.iter().find(|lost| lost.draft.key == DraftKey { session: 1, number: 1 }).unwrap();
        second.forget(one.draft.key);
        assert_eq!(texts(&second, true), ["elsewhere"], "11 is not 1");
        fs::write(&path, [0xff]).unwrap();
        assert!(matches!(second.lost(|_| true).1.as_slice(), [(_, TextError::Encoding(0))]), "it is told, and stays");
        second.kept(&NoteDraft { file: Some(path), ..draft(3, "") });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
