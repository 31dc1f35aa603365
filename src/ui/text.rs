//! Draws the text pane: the head, the body with its highlights, and the signs in the gutter.

use std::borrow::Cow;

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::articles::{moment, state_role};
use super::paint::Paint;
use crate::app::layout::{Pane, below_title};
use crate::app::model::Model;
use crate::app::reader::{GUTTER, Reader, TextLine};
use crate::config::theme::Role;
use crate::news::article::Revision;
use crate::news::entity::Link;
use crate::news::mention::{Form, Kind, Mention};
use crate::text::clean;
use crate::text::span::Span;

pub fn draw(model: &Model, area: Rect, paint: &mut Paint) {
    let has_keys = model.screen.active == Pane::Text;
    let Some(reader) = &model.reader else {
        paint.title(area, "Text", "", has_keys);
        return;
    };
    let room = model.screen.room();
    let left = if reader.preview { "Text, preview" } else { "Text" };
    let mut right = format!("{} %", reader.per_cent(room));
    if !reader.opened.notes.is_empty() {
        right = format!("{} {} {} {right}", reader.opened.notes.len(), paint.signs.note, paint.signs.dot);
    }
    paint.title(area, left, &right, has_keys);
    let body = below_title(area);
    let x = body.x + GUTTER.min(body.width.saturating_sub(1));
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
            TextLine::Source => draw_source(model, reader, at, paint),
            TextLine::Blank => {}
            TextLine::Body(row) => {
                draw_gutter(reader, row.span, body.x, y, paint);
                draw_body_row(model, reader, row.span, at, paint);
            }
        }
    }
    if reader.body().trim().is_empty() && body.height > 3 {
        paint.put(x, body.bottom() - 1, room.width, "This article has no text.", Role::Dim);
    }
}

/// The last row of the head: source, time, triage state, revision, star, tags.
fn draw_source(model: &Model, reader: &Reader, at: Rect, paint: &mut Paint) {
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

/// The sign in the gutter of a row: a note or a quote, else a question mark where a name has an uncertain link.
fn draw_gutter(reader: &Reader, row: Span, x: u16, y: u16, paint: &mut Paint) {
    let mut sign = None;
    for note in &reader.opened.notes {
        let Some(anchor) = note.anchor.as_ref().filter(|a| a.span.overlaps(row)) else { continue };
        if note.text.is_empty() {
            sign = sign.or(Some((paint.signs.quote, Role::QuoteMark)));
        } else if row.contains(anchor.span.start) || anchor.span.start == row.start {
            // The sign of a note is on the first row of its quote, the sign of a quote on all rows.
            sign = Some((paint.signs.note, Role::NoteMark));
        } else {
            sign = sign.or(Some((paint.signs.quote, Role::NoteMark)));
        }
    }
    let uncertain = || has_uncertain_link(reader, row).then_some((paint.signs.uncertain, Role::Uncertain));
    if let Some((sign, role)) = sign.or_else(uncertain) {
        paint.put(x, y, 1, sign, role);
    }
}

/// Whether a name whose link is uncertain begins in a row.
fn has_uncertain_link(reader: &Reader, row: Span) -> bool {
    let all = &reader.opened.annotations.mentions;
    let from = all.partition_point(|m| m.span.start < row.start);
    let named = all.iter().skip(from).take_while(|m| m.span.start < row.end).filter(|m| m.form == Form::Name);
    named.filter_map(|m| reader.opened.links.get(m.chain as usize)).any(|l| matches!(l.link, Link::Uncertain(_)))
}

/// The colour role of a kind.
pub fn kind_role(kind: Kind) -> Role {
    match kind {
        Kind::Person => Role::Person,
        Kind::Institution => Role::Institution,
        Kind::Place => Role::Place,
        Kind::Event => Role::Event,
        Kind::Other => Role::Other,
    }
}

/// One row of the body. The highlights over a grapheme are applied in order.
fn draw_body_row(model: &Model, reader: &Reader, row: Span, at: Rect, paint: &mut Paint) {
    let highlights = highlights(model, reader, row, paint);
    let (plain, sign) = (paint.style(Role::Text), paint.style(Role::Sign));
    let mut x = at.x;
    let mut offset = row.start;
    for grapheme in row.slice(reader.body()).graphemes(true) {
        let mut style = plain;
        for (span, highlight) in &highlights {
            if span.contains(offset) {
                style = style.patch(*highlight);
            }
        }
        if matches!(clean::cell(grapheme), Cow::Owned(_)) {
            style = style.patch(sign);
        }
        x = paint.grapheme(x, at.y, at.right(), grapheme, style);
        offset += grapheme.len() as u32;
    }
    // On an empty row, the cursor is drawn on a blank.
    if row.is_empty() && reader.cursor == row.start && model.screen.active == Pane::Text {
        let style = paint.style(Role::Cursor);
        paint.grapheme(x, at.y, at.right(), " ", style);
    }
}

/// The highlights of a row, in the order in which they are applied: dateline, mentions, matches, selection, cursor.
fn highlights(model: &Model, reader: &Reader, row: Span, paint: &Paint) -> Vec<(Span, Style)> {
    let mut highlights = Vec::new();
    let draft = &reader.opened.article.draft;
    if let Some(dateline) = draft.dateline.as_ref().filter(|d| draft.body.starts_with(&d.text)) {
        let span = Span::new(0, dateline.text.len());
        if span.overlaps(row) {
            highlights.push((span, paint.style(Role::Dateline)));
        }
    }
    highlight_mentions(model, reader, row, paint, &mut highlights);
    if let Some(find) = &reader.find {
        for place in find.within(row) {
            highlights.push((*place, paint.style(Role::Match)));
            if place.start == reader.cursor {
                highlights.push((*place, paint.style(Role::MatchHere)));
            }
        }
    }
    if let Some(selection) = reader.selection() {
        highlights.push((selection, paint.style(Role::Selection)));
    }
    if model.screen.active == Pane::Text && (row.contains(reader.cursor) || row.start == reader.cursor) {
        highlights.push((Span { start: reader.cursor, end: reader.cursor + 1 }, paint.style(Role::Cursor)));
    }
    highlights
}

/// Highlights of mentions: names by kind, and offices. Nominals and pronouns are highlighted only for the entity in focus.
fn highlight_mentions(model: &Model, reader: &Reader, row: Span, paint: &Paint, highlights: &mut Vec<(Span, Style)>) {
    let found = &reader.opened.annotations;
    let upto = found.mentions.partition_point(|m| m.span.start < row.end);
    let from = upto.saturating_sub(64);
    let in_row: Vec<&Mention> = found.mentions.iter().take(upto).skip(from).filter(|m| m.span.overlaps(row)).collect();
    // An office may contain a name. Offices come first, so that the highlight of the name is applied over them.
    for mention in in_row.iter().filter(|m| m.form == Form::Role) {
        highlights.push((mention.span, paint.style(Role::Office)));
    }
    for mention in in_row.iter().filter(|m| m.form != Form::Role) {
        // A hidden entity has no entry and is drawn as plain text.
        let Some(entry) = model.sidebar.of_chain(mention.chain) else { continue };
        if mention.form == Form::Name {
            highlights.push((mention.span, paint.style(kind_role(entry.kind))));
            let link = reader.opened.links.get(mention.chain as usize).map(|linked| &linked.link);
            if matches!(link, Some(Link::Uncertain(_))) {
                highlights.push((mention.span, paint.style(Role::Uncertain)));
            }
        }
        if model.navigation.focus.as_ref().is_some_and(|focus| focus.has(entry.referent)) {
            highlights.push((mention.span, paint.style(Role::Focus)));
            if mention.span.contains(reader.cursor) {
                highlights.push((mention.span, paint.style(Role::FocusHere)));
            }
        }
    }
}
