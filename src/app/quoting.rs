//! Quotes, notes and copies out of the text.

use super::request::Request;
use std::sync::Arc;

use super::command::Command;
use super::layout::Pane;
use super::model::Model;
use super::overlay::notes::draft;
use super::reader::Reader;
use super::sidebar::Who;
use crate::news::note::{Anchor, Note, NoteDraft};
use crate::text::span::Span;

/// Bytes of context kept before and after a quote.
const CONTEXT: usize = 64;

/// An anchor on a stretch of the text shown.
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

impl Model {
    /// What is quoted or copied: the selection, else the sentence under the cursor, without blanks around it.
    fn quotable(&self) -> Option<Span> {
        let reader = self.reader.as_ref()?;
        let span = reader.selection().or_else(|| reader.sentence_at(reader.cursor))?;
        let words = span.slice(reader.body());
        let start = span.start as usize + (words.len() - words.trim_start().len());
        let end = start + words.trim().len();
        (start < end).then(|| Span::new(start, end))
    }

    /// Notes and quotes that lie under the cursor.
    fn notes_here(&self) -> Option<&Note> {
        let reader = self.reader.as_ref()?;
        let under = |note: &&Note| note.anchor.as_ref().is_some_and(|a| a.span.contains(reader.cursor));
        reader.opened.notes.iter().filter(under).min_by_key(|note| note.anchor.as_ref().map(|a| a.span.len()))
    }

    /// Quotes the selection or the sentence.
    pub(super) fn quote(&mut self) {
        if self.focus == Pane::Articles {
            self.status.say("a sentence is quoted in the text: open the article first");
            return;
        }
        let span = self.quotable();
        let (Some(span), Some(reader)) = (span, &mut self.reader) else { return };
        reader.selecting = None;
        let anchor = anchor(reader, span);
        if reader.opened.notes.iter().any(|note| note.anchor.as_ref().is_some_and(|a| a.span == span)) {
            self.status.say("this is quoted already; a writes a note on it");
            return;
        }
        let article = Some(reader.id());
        self.send(Request::SaveNote(NoteDraft { anchor: Some(anchor), article, ..NoteDraft::default() }));
    }

    /// Begins or ends a selection.
    pub(super) fn select(&mut self) {
        if self.focus != Pane::Text {
            self.status.say("a selection is made in the text");
            return;
        }
        if let Some(reader) = &mut self.reader {
            reader.selecting = if reader.selecting.is_some() { None } else { Some(reader.cursor) };
        }
    }

    /// Writes a note: on the entity in the sidebar, on the article in the list, on the words in the text.
    pub(super) fn note(&mut self) {
        match self.focus {
            Pane::Entities => {
                let Some(entry) = self.sidebar.current() else { return };
                let Who::Entity(entity) = entry.who else { return };
                let about = entry.name.clone();
                self.open_note(NoteDraft { entity: Some(entity), ..NoteDraft::default() }, about);
            }
            Pane::Articles => {
                let Some(id) = self.list.current() else { return };
                let about = self.list.row(id).map_or(String::new(), |row| row.headline.clone());
                self.open_note(NoteDraft { article: Some(id), ..NoteDraft::default() }, about);
            }
            Pane::Text => self.note_on_words(),
        }
    }

    fn note_on_words(&mut self) {
        let selecting = self.reader.as_ref().is_some_and(|reader| reader.selecting.is_some());
        if !selecting && let Some(note) = self.notes_here() {
            let about = note.anchor.as_ref().map_or(String::new(), |a| a.quote.clone());
            self.open_note(draft(note), about);
            return;
        }
        let span = self.quotable();
        let (Some(span), Some(reader)) = (span, &mut self.reader) else { return };
        reader.selecting = None;
        let anchor = anchor(reader, span);
        let (article, about) = (Some(reader.id()), anchor.quote.clone());
        self.open_note(NoteDraft { anchor: Some(anchor), article, ..NoteDraft::default() }, about);
    }

    /// Edits or deletes the note under the cursor of the text.
    pub(super) fn note_under_cursor(&mut self, delete: bool) {
        let Some(note) = self.notes_here() else {
            self.status.say("there is no note under the cursor");
            return;
        };
        if delete {
            self.send(Request::DeleteNote(note.id));
        } else {
            let about = note.anchor.as_ref().map_or(String::new(), |a| a.quote.clone());
            self.open_note(draft(note), about);
        }
    }

    /// A note was saved: it stands in the margin at once.
    pub(super) fn note_saved(&mut self, note: &Note) {
        let what = if note.text.is_empty() { "quoted" } else { "note saved" };
        self.written += 1;
        if let Some(reader) = &mut self.reader
            && note.article == Some(reader.id())
        {
            let id = reader.id();
            let opened = Arc::make_mut(&mut reader.opened);
            opened.notes.retain(|old| old.id != note.id);
            let place = |n: &Note| n.anchor.as_ref().map_or(0, |a| a.span.start);
            let at = opened.notes.partition_point(|old| place(old) <= place(note));
            opened.notes.insert(at, note.clone());
            opened.row.notes = opened.notes.len() as u32;
            let count = opened.row.notes;
            if let Some(row) = self.list.row_mut(id) {
                row.notes = count;
            }
        }
        self.status.say(what);
        self.notes_changed();
    }

    /// Copies the selection or the sentence; from the list, the headline; from the sidebar, the name.
    pub(super) fn copy(&mut self, with_source: bool) {
        let text = match self.focus {
            Pane::Articles => self.list.current().and_then(|id| self.list.row(id)).map(|row| row.headline.clone()),
            Pane::Entities => self.sidebar.current().map(|entry| entry.name.clone()),
            Pane::Text => {
                let span = self.quotable();
                self.reader.as_ref().and_then(|reader| Some(span?.slice(reader.body()).to_owned()))
            }
        };
        let Some(mut text) = text else { return };
        // A quote is one flow of words: lines of the body are not lines of the mail it goes into.
        text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if with_source && let Some(source) = self.source_line() {
            text = format!("{text}\n{source}");
        }
        if let Some(reader) = &mut self.reader {
            reader.selecting = None;
        }
        self.out.push(Command::Copy(text));
    }

    /// Headline, source and date of the article that is copied from.
    fn source_line(&self) -> Option<String> {
        let row = match self.focus {
            Pane::Articles => self.list.current().and_then(|id| self.list.row(id))?,
            _ => &self.reader.as_ref()?.opened.row,
        };
        Some(format!("— {}, {}, {}", row.headline, row.source, self.day(row.time)))
    }
}
