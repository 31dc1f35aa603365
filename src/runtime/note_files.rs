//! Files that hold the text of a note while the archive does not: what the external editor is given, and what the archive would not
//! keep. Beside each text (`note-SESSION-NUMBER-KIND.md`) is what the note is about (`.json`). Both are removed once the archive has
//! kept the text; what a dead session left behind is offered at the next start.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::clock::milliseconds;
use super::files::{private_file, private_folder, write_atomically};
use crate::news::note::{DraftKey, NoteDraft};
use crate::text::hash::fnv64;

/// Most bytes of a note.
pub const MOST: u64 = 1 << 20;
/// Bytes reserved for a text, and for what it is about.
const ROOM: usize = 32 << 10;

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

    /// Writes what the archive would not keep, in place of what was written before; on a full disk in the room that was reserved.
    pub fn rescue(&self, draft: &NoteDraft) -> io::Result<PathBuf> {
        private_folder(&self.folder).map_err(io::Error::other)?;
        let path = self.path(draft.key, "r");
        let text = draft.text.as_bytes();
        let written = self
            .describe(&path, draft)
            .and_then(|()| write_atomically(&path, |file| file.write_all(text).and_then(|()| file.sync_all())));
        written.or_else(|error| {
            let reserved = self.describe_in(&path, draft).and_then(|()| self.write_in("md", &path, text, b'\n'));
            // The first error says what is wrong.
            reserved.map_err(|_| error)
        })?;
        Ok(path)
    }

    /// Reserves room for a draft, so that it can be rescued on a disk that is full by then. Nothing is reserved where that fails.
    pub fn reserve(&self) {
        for kind in ["md", "json"] {
            let path = self.reserved(kind);
            let made = private_folder(&self.folder).map_err(io::Error::other).and_then(|()| private_file(&path));
            if made.and_then(|mut file| file.write_all(&vec![b' '; ROOM])).is_err() {
                let _ = fs::remove_file(&path);
            }
        }
    }

    /// Gives the reserved room back.
    pub fn release(&self) {
        for kind in ["md", "json"] {
            let _ = fs::remove_file(self.reserved(kind));
        }
    }

    /// Writes into room that is there already: the file itself if it was reserved before, else what is reserved. The rest is filled, so
    /// that the room stays.
    fn write_in(&self, kind: &str, path: &Path, bytes: &[u8], filling: u8) -> io::Result<()> {
        let roomy = |path: &Path| fs::metadata(path).is_ok_and(|about| about.len() == ROOM as u64);
        if bytes.len() > ROOM || !(roomy(path) || fs::rename(self.reserved(kind), path).is_ok()) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut whole = bytes.to_vec();
        whole.resize(ROOM, filling);
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.write_all(&whole)?;
        file.sync_all()
    }

    fn describe_in(&self, path: &Path, draft: &NoteDraft) -> io::Result<()> {
        self.write_in("json", &path.with_extension("json"), &self.about(draft)?, b' ')
    }

    /// What is reserved for sessions on other archives is none of ours.
    fn reserved_beginning(&self) -> String {
        format!("reserved-{:016x}-", fnv64(self.archive.as_os_str().as_encoded_bytes().iter().copied()))
    }

    fn reserved(&self, kind: &str) -> PathBuf {
        self.folder.join(format!("{}{:016x}.{kind}", self.reserved_beginning(), self.session))
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

    /// Removes what dead sessions had reserved. `claim` says whether a session is dead.
    pub fn sweep(&self, mut claim: impl FnMut(i64) -> bool) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let number =
                name.to_str().and_then(|name| name.strip_prefix(&self.reserved_beginning())?.split('.').next());
            let session = number.and_then(|number| u64::from_str_radix(number, 16).ok());
            if session.is_some_and(|session| session as i64 != self.session && claim(session as i64)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Writes beside a file what its note is about.
    fn describe(&self, path: &Path, draft: &NoteDraft) -> io::Result<()> {
        let json = self.about(draft)?;
        write_atomically(&path.with_extension("json"), |file| file.write_all(&json))
    }

    fn about(&self, draft: &NoteDraft) -> io::Result<Vec<u8>> {
        let about = About { archive: self.archive.clone(), draft: NoteDraft { text: String::new(), ..draft.clone() } };
        serde_json::to_vec(&about).map_err(io::Error::other)
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

    #[test]
    fn a_full_disk_has_room_that_was_reserved() {
        let folder = tempfile::tempdir().unwrap();
        let of = |session| NoteFiles::new(folder.path(), Path::new("a"), session);
        let (first, second) = (of(1), of(2));
        let write = |number, text: &str| {
            let draft = draft(number, text);
            let path = first.path(draft.key, "r");
            first.describe_in(&path, &draft).and_then(|()| first.write_in("md", &path, text.as_bytes(), b'\n'))
        };
        assert!(write(1, "no room yet").is_err());
        first.reserve();
        write(1, "a thought on a full disk").unwrap();
        write(1, "a shorter one").unwrap();
        assert!(write(2, "another").is_err() && write(1, &"long ".repeat(ROOM)).is_err(), "there is room for one");
        let lost = second.lost(|_| true).0;
        assert_eq!((lost.len(), lost[0].draft.text.as_str()), (1, "a shorter one"));
        first.reserve();
        second.sweep(|session| session == 3);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "the first one is alive");
        second.sweep(|_| true);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        first.forget(lost[0].draft.key);
        first.reserve();
        first.release();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
