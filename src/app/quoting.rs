//! Quotes, notes and copies from the text.

use super::command::Command;
use super::intent::Intent;
use super::layout::Pane;
use super::overlay::notes::draft;
use super::reader::Reader;
use super::request::Request;
use super::sidebar::Referent;
use super::workspace::Workspace;
use crate::news::note::{Anchor, Note, NoteDraft};
use crate::text::span::Span;

/// Bytes of text kept before and after a quote, at most.
const CONTEXT: usize = 64;

/// An anchor on a part of the text shown.
pub fn anchor(reader: &Reader, span: Span) -> Anchor {
    let body = reader.body();
    let (start, end) = (span.start as usize, span.end as usize);
    let mut from = start.saturating_sub(CONTEXT);
    while !body.is_char_boundary(from) {
        from += 1;
    }
    let mut upto = (end + CONTEXT).min(body.len());
    while !body.is_char_boundary(upto) {
        upto -= 1;
    }
    let words = |a: usize, b: usize| body.get(a..b).unwrap_or("").to_owned();
    Anchor {
        article: reader.id(),
        span,
        quote: span.slice(body).to_owned(),
        before: words(from, start),
        after: words(end, upto),
    }
}

/// What is quoted or copied: the selection, else the sentence under the cursor, trimmed.
fn quotable(reader: &Reader) -> Option<Span> {
    let span = reader.selection().or_else(|| reader.sentence_at(reader.cursor))?;
    let words = span.slice(reader.body());
    let start = span.start as usize + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    (start < end).then(|| Span::new(start, end))
}

/// The shortest note or quote under the cursor.
fn note_here(reader: &Reader) -> Option<&Note> {
    let under = |note: &&Note| note.anchor.as_ref().is_some_and(|anchor| anchor.span.contains(reader.cursor));
    reader.opened.notes.iter().filter(under).min_by_key(|note| note.anchor.as_ref().map(|anchor| anchor.span.len()))
}

fn quote_of(note: &Note) -> String {
    note.anchor.as_ref().map_or(String::new(), |anchor| anchor.quote.clone())
}

/// Quotes the selection or the sentence.
pub fn quote(reader: &Reader) -> Option<Intent> {
    let anchor = anchor(reader, quotable(reader)?);
    let quoted = |note: &Note| note.anchor.as_ref().is_some_and(|old| old.span == anchor.span);
    if reader.opened.notes.iter().any(quoted) {
        return Some(Intent::Say("this is already quoted; a writes a note on it".to_owned()));
    }
    let article = Some(reader.id());
    let quote = NoteDraft { anchor: Some(anchor), article, ..NoteDraft::default() };
    Some(Intent::send(Request::SaveNote(Box::new(quote))))
}

/// Writes a note: on the entity under the cursor of the sidebar, on the article under that of the list, on the text elsewhere.
pub fn note(cx: &Workspace<'_>) -> Option<Intent> {
    let (draft, about) = match cx.screen.active {
        Pane::Entities => {
            let entry = cx.sidebar.current()?;
            let Referent::Entity(entity) = entry.referent else {
                return Some(Intent::Say("this name is linked to no entity, so no note can be on it".to_owned()));
            };
            (NoteDraft { entity: Some(entity), ..NoteDraft::default() }, entry.name.clone())
        }
        Pane::Articles => {
            let id = cx.list.current()?;
            let about = cx.list.row(id).map_or(String::new(), |row| row.headline.clone());
            (NoteDraft { article: Some(id), ..NoteDraft::default() }, about)
        }
        Pane::Text => note_on_words(cx.reader?)?,
    };
    Some(Intent::WriteNote(draft, about))
}

/// The note under the cursor, else a new one on the selection or the sentence.
fn note_on_words(reader: &Reader) -> Option<(NoteDraft, String)> {
    if reader.selecting.is_none()
        && let Some(note) = note_here(reader)
    {
        return Some((draft(note), quote_of(note)));
    }
    let anchor = anchor(reader, quotable(reader)?);
    let (article, about) = (Some(reader.id()), anchor.quote.clone());
    Some((NoteDraft { anchor: Some(anchor), article, ..NoteDraft::default() }, about))
}

/// Edits the note under the cursor of the text.
pub fn edit_note(reader: &Reader) -> Intent {
    note_here(reader).map_or_else(no_note, |note| Intent::WriteNote(draft(note), quote_of(note)))
}

/// Deletes the note under the cursor of the text.
pub fn delete_note(reader: &Reader) -> Intent {
    note_here(reader).map_or_else(no_note, |note| Intent::send(Request::DeleteNote(note.id, note.version())))
}

fn no_note() -> Intent {
    Intent::Say("there is no note under the cursor".to_owned())
}

/// Copies the selection or the sentence; from the list, the headline; from the sidebar, the name.
pub fn copy(cx: &Workspace<'_>, with_source: bool) -> Option<Intent> {
    let text = match cx.screen.active {
        Pane::Articles => cx.list.row(cx.list.current()?)?.headline.clone(),
        Pane::Entities => cx.sidebar.current()?.name.clone(),
        Pane::Text => quotable(cx.reader?)?.slice(cx.reader?.body()).to_owned(),
    };
    // Line breaks become blanks: the lines of the body are not those of the text it is pasted into.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let source = source_line(cx).filter(|_| with_source);
    let text = source.map_or_else(|| text.clone(), |source| format!("{text}\n{source}"));
    Some(Intent::Effect(Command::Copy(text)))
}

/// Headline, source and date of the copied article.
fn source_line(cx: &Workspace<'_>) -> Option<String> {
    let row = match cx.screen.active {
        Pane::Articles => cx.list.row(cx.list.current()?)?,
        Pane::Text | Pane::Entities => &cx.reader?.opened.row,
    };
    Some(format!("— {}, {}, {}", row.headline, row.source, cx.day(row.time)))
}
