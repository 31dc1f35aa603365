//! Explanations: the reasons of the engine and the archive as sentences, for the action `why`.

use super::layout::Pane;
use super::overlay::sheet::{LinkChoice, Sheet};
use super::reader::Reader;
use super::sidebar::{Entry, Referent};
use super::workspace::Workspace;
use crate::config::action::Action;
use crate::news::entity::{EntityId, Link, Reason};
use crate::news::mention::{Form, Mention, Why};

/// The score of the article under the cursor of the list.
pub fn of_row(cx: &Workspace<'_>) -> Option<Sheet> {
    let row = cx.list.row(cx.list.current()?)?;
    let points = row.score.map_or("this list is not sorted by points".to_owned(), |s| format!("{s:.1} points"));
    Some(Sheet::new("Why here", vec![row.headline.clone(), points]))
}

/// How each chain of an entry of the sidebar was linked.
pub fn of_entry(cx: &Workspace<'_>, entry: &Entry) -> Option<Sheet> {
    let reader = cx.reader?;
    let mut lines = vec![format!("{}, {}", entry.name, entry.kind.word())];
    for &chain in &entry.chains {
        let found = reader.opened.annotations.chains.get(chain as usize)?;
        let many = match found.mentions.len() {
            1 => "1 mention".to_owned(),
            many => format!("{many} mentions"),
        };
        lines.push(format!("named here as \"{}\", {many}", found.name));
        lines.extend(link_sentences(reader, chain));
    }
    Some(Sheet::new(entry.name.clone(), lines))
}

/// How an entity was linked in the article shown, if it is under the cursor of the sidebar.
pub fn of_entity_here(cx: &Workspace<'_>, entity: EntityId) -> Vec<String> {
    let entry = cx.sidebar.current().filter(|entry| entry.referent == Referent::Entity(entity));
    let sheet = entry.and_then(|entry| of_entry(cx, entry));
    // The first line names the entity, as the page does already.
    sheet.map_or_else(Vec::new, |sheet| sheet.lines.into_iter().skip(1).collect())
}

/// How the mention under the cursor of the text was found and linked.
pub fn of_mention(cx: &Workspace<'_>) -> Option<Sheet> {
    let reader = cx.reader?;
    let (at, chain) = cx.mention_here()?;
    let found = &reader.opened.annotations;
    let mention = found.mentions.get(at)?;
    let words = mention.span.slice(reader.body());
    let name = cx.sidebar.of_chain(chain).map_or("", |entry| &entry.name);
    let form = match mention.form {
        Form::Name => "the name",
        Form::Role => "an office",
        Form::Nominal => "a description",
        Form::Pronoun => "a pronoun",
    };
    let (kind, sure) = (mention.kind.phrase(), mention.score * 100.0);
    let mut lines = vec![format!("\"{words}\" is read as {form} of {kind} ({sure:.0} % sure)")];
    lines.push(why_sentence(reader, mention));
    lines.extend(link_sentences(reader, chain));
    let candidates = reader.opened.links.get(chain as usize).map_or(Vec::new(), |linked| match &linked.link {
        Link::Certain(entity, _) => vec![*entity],
        Link::Uncertain(candidates) => candidates.iter().map(|c| c.0).take(9).collect(),
        Link::Refused => Vec::new(),
    });
    lines.push(deciding_keys(cx, candidates.len()));
    let mut sheet = Sheet::new(name.to_owned(), lines);
    sheet.link = Some(LinkChoice { article: reader.id(), chain, candidates });
    Some(sheet)
}

/// The keys that decide about a link with this number of candidates.
fn deciding_keys(cx: &Workspace<'_>, candidates: usize) -> String {
    let key = |action| cx.key(action);
    match candidates {
        0 => format!("{} asks which entity it is, {} makes it a new entity", key(Action::Merge), key(Action::Split)),
        1 => format!(
            "{} confirms the link, {} refuses it; {} opens the page",
            key(Action::ConfirmLink),
            key(Action::RefuseLink),
            key(Action::About)
        ),
        many => format!("1 to {many} chooses a candidate; {} refuses the first", key(Action::RefuseLink)),
    }
}

/// What explains a link: a sheet, or the page of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explained {
    /// A sheet to open.
    Sheet(Sheet),
    /// The entity whose page to open.
    Page(EntityId),
}

/// The explanation for what is under the cursor of the pane that has the keys.
pub fn here(cx: &Workspace<'_>) -> Option<Explained> {
    match cx.screen.active {
        Pane::Articles => of_row(cx),
        Pane::Text => of_mention(cx),
        Pane::Entities => {
            let entry = cx.sidebar.current()?;
            if let Referent::Entity(entity) = entry.referent {
                return Some(Explained::Page(entity));
            }
            of_entry(cx, entry)
        }
    }
    .map(Explained::Sheet)
}

/// Why a mention is in its chain.
pub fn why_sentence(reader: &Reader, mention: &Mention) -> String {
    let found = &reader.opened.annotations;
    let earlier = mention.why.antecedent().and_then(|m| found.mentions.get(m as usize));
    let words = earlier.map_or("", |m| m.span.slice(reader.body()));
    let own = mention.span.slice(reader.body());
    let place = earlier.map_or(String::new(), |m| distance(reader.body(), m.span.start, mention.span.start));
    match mention.why {
        Why::First => "first mention in this article".to_owned(),
        Why::Exact(_) => format!("the same words as \"{words}\", {place}"),
        Why::Surname(_) => format!("surname of {words}, full name {place}; no other {own} here"),
        Why::Given(_) => format!("given name of {words}, full name {place}; no other {own} here"),
        Why::Variant(_) => format!("another form of \"{words}\", {place}"),
        Why::Acronym(_) => format!("acronym of \"{words}\", {place}"),
        Why::Defined(_) => format!("acronym defined beside \"{words}\", {place}"),
        Why::Head(_) => format!("short form of \"{words}\", {place}"),
        Why::Role(_) => format!("office or title of {words}"),
        Why::Description(_) => format!("description that fits \"{words}\", {place}"),
        Why::Pronoun(_) => format!("nearest match of the pronoun: \"{words}\", {place}"),
    }
}

/// How far apart two places are, in paragraphs.
fn distance(body: &str, from: u32, upto: u32) -> String {
    let (a, b) = (from.min(upto) as usize, from.max(upto) as usize);
    let breaks = body.get(a..b).map_or(0, |between| between.matches("\n\n").count());
    let side = if from <= upto { "above" } else { "below" };
    match breaks {
        0 => "in this paragraph".to_owned(),
        1 => format!("1 paragraph {side}"),
        n => format!("{n} paragraphs {side}"),
    }
}

/// Why a chain was linked to an entity; if the link is uncertain, each candidate with its number and share.
fn link_sentences(reader: &Reader, chain: u32) -> Vec<String> {
    let Some(linked) = reader.opened.links.get(chain as usize) else { return Vec::new() };
    match &linked.link {
        Link::Certain(_, reasons) => {
            vec![format!("linked to {}: {}", linked.name, reasons_in_words(reasons))]
        }
        Link::Uncertain(candidates) => {
            let mut lines = vec!["the link is uncertain; candidates:".to_owned()];
            for (at, (_, share, reasons)) in candidates.iter().enumerate() {
                let name = linked.candidates.get(at).filter(|name| !name.is_empty()).unwrap_or(&linked.name);
                lines.push(format!("{} {name}, {:.0} %: {}", at + 1, share * 100.0, reasons_in_words(reasons)));
            }
            lines
        }
        Link::Refused => {
            vec!["linked to no entity: there is no evidence for one, or you refused every candidate".to_owned()]
        }
    }
}

fn reasons_in_words(reasons: &[Reason]) -> String {
    if reasons.is_empty() {
        return "the archive holds no reason".to_owned();
    }
    reasons.iter().map(reason_in_words).collect::<Vec<_>>().join("; ")
}

/// One reason as a sentence without its full stop.
pub fn reason_in_words(reason: &Reason) -> String {
    match reason {
        Reason::New => "first seen in this article".to_owned(),
        Reason::SameName(name) => format!("the same name as \"{name}\""),
        Reason::LikeName(name, how) => format!("a name similar to \"{name}\" ({how})"),
        Reason::AcronymOf(name) => format!("acronym of \"{name}\""),
        Reason::OnlyOne(name) => format!("only \"{name}\" has this name in the archive"),
        Reason::SameRole(role) => format!("the same role, {role}"),
        Reason::SameCompany(who) => format!("of the entities with this name, \"{who}\" is named with the same others"),
        Reason::OneOf(who) => who.clone(),
        Reason::Conflict(what) => format!("against it: {what}"),
        Reason::Said => "you said so".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_one_sentence() {
        let reasons = [
            Reason::New,
            Reason::SameName("Ama Boateng".into()),
            Reason::LikeName("Ama Boateng".into(), "part of the other name".into()),
            Reason::AcronymOf("Harbour Office".into()),
            Reason::OnlyOne("Ama Boateng".into()),
            Reason::SameRole("judge".into()),
            Reason::SameCompany("Ama Boateng".into()),
            Reason::OneOf("of two people of this name, the judge in Kenya: same company".into()),
            Reason::Conflict("another country".into()),
            Reason::Said,
        ];
        for reason in &reasons {
            let words = reason_in_words(reason);
            assert!(!words.is_empty() && !words.ends_with('.') && !words.contains('\n'), "{words}");
        }
        assert_eq!(reasons_in_words(&[]), "the archive holds no reason");
        assert_eq!(reasons_in_words(&reasons[8..]), "against it: another country; you said so");
    }
}
