//! The text of the article: head, body with everything lit in it, signs in the margin.

use std::borrow::Cow;

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::articles::{moment, state_role};
use super::paint::Paint;
use crate::app::layout::{Pane, below_title};
use crate::app::model::Model;
use crate::app::reader::{MARGIN, Reader, TextLine};
use crate::config::theme::Role;
use crate::news::article::Revision;
use crate::news::entity::Link;
use crate::news::mention::{Form, Kind, Mention};
use crate::text::clean;
use crate::text::span::Span;

pub fn draw(model: &Model, area: Rect, paint: &mut Paint) {
    let focus = model.screen.focus == Pane::Text;
    let Some(reader) = &model.reader else {
        paint.title(area, "Text", "", focus);
        return;
    };
    let room = model.screen.room();
    let left = if reader.preview { "Text, in passing" } else { "Text" };
    let mut right = format!("{} %", reader.per_cent(room));
    if !reader.opened.notes.is_empty() {
        right = format!("{} {} {} {right}", reader.opened.notes.len(), paint.signs.note, paint.signs.dot);
    }
    paint.title(area, left, &right, focus);
    let body = below_title(area);
    let x = body.x + MARGIN.min(body.width.saturating_sub(1));
    for (i, line) in reader.lines(room).into_iter().enumerate() {
        let y = body.y + i as u16;
        if y >= body.bottom() {
            break;
        }
        let at = Rect { x, y, width: room.width.min(body.right().saturating_sub(x)), height: 1 };
        match line {
            TextLine::Headline(span) => {
                paint.put(x, y, at.width, span.slice(&reader.opened.article.draft.headline), Role::Headline);
            }
            TextLine::Byline => {
                let byline = reader.opened.article.draft.byline.as_deref().unwrap_or("");
                paint.put(x, y, at.width, &format!("By {byline}"), Role::Byline);
            }
            TextLine::Source => source(model, reader, at, paint),
            TextLine::Blank => {}
            TextLine::Body(row) => {
                margin(reader, row.span, body.x, y, paint);
                words(model, reader, row.span, at, paint);
            }
        }
    }
    if reader.body().trim().is_empty() && body.height > 3 {
        paint.put(x, body.bottom() - 1, room.width, "This article has no text.", Role::Dim);
    }
}

/// Source, time, triage state, revision, tags.
fn source(model: &Model, reader: &Reader, at: Rect, paint: &mut Paint) {
    let article = &reader.opened.article;
    let row = &reader.opened.row;
    let dot = paint.signs.dot;
    let time = moment(&model.setup.zone, article.time(), true);
    let mut x = paint.put(at.x, at.y, at.width, &article.draft.source, Role::Byline);
    let mut add = |words: &str, role: Role, paint: &mut Paint| {
        if x + 4 < at.right() {
            x = paint.put(x + 1, at.y, at.right() - x - 1, dot, Role::Dim);
            x = paint.put(x + 1, at.y, at.right().saturating_sub(x + 1), words, role);
        }
    };
    add(&time, Role::Dim, paint);
    add(row.state.word(), state_role(row.state), paint);
    match article.draft.revision {
        Revision::First => {}
        Revision::Update => add("update", Role::Warning, paint),
        Revision::Correction => add("correction", Role::Warning, paint),
        Revision::Kill => add("withdrawn", Role::Error, paint),
    }
    if row.star {
        add(paint.signs.star, Role::Star, paint);
    }
    for tag in &row.tags {
        add(&format!("#{tag}"), Role::Tag, paint);
    }
}

/// A sign where the row holds a quote or a note, else where it names somebody who is in doubt.
fn margin(reader: &Reader, row: Span, x: u16, y: u16, paint: &mut Paint) {
    let mut sign = None;
    for note in &reader.opened.notes {
        let Some(anchor) = note.anchor.as_ref().filter(|a| a.span.overlaps(row)) else { continue };
        if note.text.is_empty() {
            sign = sign.or(Some((paint.signs.quote, Role::QuoteMark)));
        } else if row.contains(anchor.span.start) || anchor.span.start == row.start {
            // The note's own sign stands on its first row, the quote's along all of it.
            sign = Some((paint.signs.note, Role::NoteMark));
        } else {
            sign = sign.or(Some((paint.signs.quote, Role::NoteMark)));
        }
    }
    let doubt = || in_doubt(reader, row).then_some((paint.signs.uncertain, Role::Uncertain));
    if let Some((sign, role)) = sign.or_else(doubt) {
        paint.put(x, y, 1, sign, role);
    }
}

/// Whether a name whose link is uncertain begins in a row.
fn in_doubt(reader: &Reader, row: Span) -> bool {
    let all = &reader.opened.annotations.mentions;
    let from = all.partition_point(|m| m.span.start < row.start);
    let named = all.iter().skip(from).take_while(|m| m.span.start < row.end).filter(|m| m.form == Form::Name);
    named.filter_map(|m| reader.opened.links.get(m.chain as usize)).any(|l| matches!(l.link, Link::Uncertain(_)))
}

/// The role of a kind.
pub fn kind_role(kind: Kind) -> Role {
    match kind {
        Kind::Person => Role::Person,
        Kind::Institution => Role::Institution,
        Kind::Place => Role::Place,
        Kind::Event => Role::Event,
        Kind::Other => Role::Other,
    }
}

/// One row of the body, everything that lies over it laid over each other, the strongest last.
fn words(model: &Model, reader: &Reader, row: Span, at: Rect, paint: &mut Paint) {
    let layers = layers(model, reader, row, paint);
    let (plain, sign) = (paint.style(Role::Text), paint.style(Role::Sign));
    let mut x = at.x;
    let mut offset = row.start;
    for grapheme in row.slice(reader.body()).graphemes(true) {
        let mut style = plain;
        for (span, layer) in &layers {
            if span.contains(offset) {
                style = style.patch(*layer);
            }
        }
        if matches!(clean::cell(grapheme), Cow::Owned(_)) {
            style = style.patch(sign);
        }
        x = paint.grapheme(x, at.y, at.right(), grapheme, style);
        offset += grapheme.len() as u32;
    }
    // A cursor on an empty row still has a cell.
    if row.is_empty() && reader.cursor == row.start && model.screen.focus == Pane::Text {
        let style = paint.style(Role::Cursor);
        paint.grapheme(x, at.y, at.right(), " ", style);
    }
}

/// What lies over a row, weakest first.
fn layers(model: &Model, reader: &Reader, row: Span, paint: &Paint) -> Vec<(Span, Style)> {
    let mut layers = Vec::new();
    let draft = &reader.opened.article.draft;
    if let Some(dateline) = draft.dateline.as_ref().filter(|d| draft.body.starts_with(&d.text)) {
        let span = Span::new(0, dateline.text.len());
        if span.overlaps(row) {
            layers.push((span, paint.style(Role::Dateline)));
        }
    }
    mentions(model, reader, row, paint, &mut layers);
    if let Some(find) = &reader.find {
        for place in find.within(row) {
            layers.push((*place, paint.style(Role::Match)));
            if place.start == reader.cursor {
                layers.push((*place, paint.style(Role::MatchHere)));
            }
        }
    }
    if let Some(selection) = reader.selection() {
        layers.push((selection, paint.style(Role::Selection)));
    }
    if model.screen.focus == Pane::Text && (row.contains(reader.cursor) || row.start == reader.cursor) {
        layers.push((Span { start: reader.cursor, end: reader.cursor + 1 }, paint.style(Role::Cursor)));
    }
    layers
}

/// Mentions: names by kind, offices; nominals and pronouns only for whoever is in focus.
fn mentions(model: &Model, reader: &Reader, row: Span, paint: &Paint, layers: &mut Vec<(Span, Style)>) {
    let found = &reader.opened.annotations;
    let upto = found.mentions.partition_point(|m| m.span.start < row.end);
    let from = upto.saturating_sub(64);
    let there: Vec<&Mention> = found.mentions.iter().take(upto).skip(from).filter(|m| m.span.overlaps(row)).collect();
    // Offices may lie around names: first, so that names stand out in them.
    for mention in there.iter().filter(|m| m.form == Form::Role) {
        layers.push((mention.span, paint.style(Role::Office)));
    }
    for mention in there.iter().filter(|m| m.form != Form::Role) {
        // Who is hidden has no entry, and is plain text.
        let Some(entry) = model.sidebar.of_chain(mention.chain) else { continue };
        if mention.form == Form::Name {
            layers.push((mention.span, paint.style(kind_role(entry.kind))));
            let link = reader.opened.links.get(mention.chain as usize).map(|linked| &linked.link);
            if matches!(link, Some(Link::Uncertain(_))) {
                layers.push((mention.span, paint.style(Role::Uncertain)));
            }
        }
        if model.navigation.focus.as_ref().is_some_and(|walk| walk.has(entry.who)) {
            layers.push((mention.span, paint.style(Role::Focus)));
            if mention.span.contains(reader.cursor) {
                layers.push((mention.span, paint.style(Role::FocusHere)));
            }
        }
    }
}
