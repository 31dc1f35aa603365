//! What dead sessions left behind: of each note, the newest of its draft in the archive and its files.

use std::collections::BTreeMap;

use crate::news::note::{DraftKey, NoteDraft};
use crate::runtime::note_files::NoteFiles;
use crate::store::Store;

/// The notes, newest first, and sentences about what cannot be shown.
pub fn lost(store: &mut Store, files: &NoteFiles) -> (Vec<NoteDraft>, Vec<String>) {
    let mut notices = Vec::new();
    let drafts = store.lost_drafts().unwrap_or_else(|error| {
        notices.push(format!("drafts of notes cannot be read: {error}"));
        Vec::new()
    });
    let (texts, unread) = files.lost(|session| store.claim(session));
    let drafts = drafts.into_iter().map(|lost| (lost.draft, lost.at, false));
    let texts = texts.into_iter().map(|lost| (lost.draft, lost.at, lost.edited));
    let mut newest: BTreeMap<DraftKey, (NoteDraft, i64, bool)> = BTreeMap::new();
    for found in drafts.chain(texts) {
        // The file of the editor begins as the text of its turn.
        let rank = |(draft, _, edited): &(NoteDraft, i64, bool)| (draft.turn, *edited);
        if newest.get(&found.0.key).is_none_or(|older| rank(older) < rank(&found)) {
            newest.insert(found.0.key, found);
        }
    }
    let mut newest: Vec<(NoteDraft, i64, bool)> = newest.into_values().collect();
    newest.sort_by_key(|(_, at, _)| std::cmp::Reverse(*at));
    let unread = unread.into_iter().map(|(path, error)| {
        format!("{} holds the text of a note from an earlier session, which is not taken: {error}", path.display())
    });
    notices.extend(unread);
    files.sweep(|session| store.claim(session));
    store.sweep_sessions();
    (newest.into_iter().map(|(draft, ..)| draft).collect(), notices)
}
