//! Why: the reasons of the engine and the archive, put into sentences. And the reader's answer to them.

use super::layout::Pane;
use super::model::Model;
use super::overlay::Overlay;
use super::overlay::page::{Judged, Page};
use super::reader::Reader;
use super::request::Request;
use super::sidebar::Who;
use crate::config::action::Action;
use crate::news::entity::{EntityId, Link, Reason};
use crate::news::mention::{Form, Mention, Why};
use crate::news::time::Timestamp;

impl Model {
    /// Says why the mention under the cursor is taken for whom it is; in the list, how the score adds up.
    pub(super) fn why(&mut self) {
        let page = match self.focus {
            Pane::Articles => self.list.current().and_then(|id| self.list.row(id)).map(|row| {
                let points =
                    row.score.map_or("this list is not sorted by points".to_owned(), |s| format!("{s:.1} points"));
                Page::new("Why here", vec![row.headline.clone(), points])
            }),
            Pane::Entities => {
                if let Some(Who::Entity(entity)) = self.sidebar.current().map(|entry| entry.who) {
                    self.ask_page(entity);
                    return;
                }
                self.why_entry()
            }
            Pane::Text => self.why_mention(),
        };
        match page {
            Some(page) => self.overlays.push(Overlay::Page(page)),
            None => self.status.say("nobody is mentioned under the cursor"),
        }
    }

    fn why_entry(&self) -> Option<Page> {
        let entry = self.sidebar.current()?;
        let reader = self.reader.as_ref()?;
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
        Some(Page::new(entry.name.clone(), lines))
    }

    /// How an entity came to be meant in the article shown, if the sidebar's cursor is on it.
    pub(super) fn why_here(&self, entity: EntityId) -> Vec<String> {
        let on_it = self.sidebar.current().is_some_and(|entry| entry.who == Who::Entity(entity));
        let lines = self.why_entry().filter(|_| on_it).map_or(Vec::new(), |page| page.lines);
        // The first says who it is: the page does already.
        lines.into_iter().skip(1).collect()
    }

    /// A day as people of all countries read it: `2026-11-24`.
    pub(super) fn day(&self, time: Timestamp) -> String {
        let at = jiff::Timestamp::from_second(time.0).ok();
        at.map_or(String::new(), |at| self.setup.zone.to_datetime(at).date().to_string())
    }

    fn why_mention(&self) -> Option<Page> {
        let reader = self.reader.as_ref()?;
        let (at, chain) = self.mention_here()?;
        let found = &reader.opened.annotations;
        let mention = found.mentions.get(at)?;
        let words = mention.span.slice(reader.body());
        let name = self.sidebar.of_chain(chain).map_or("", |entry| &entry.name);
        let mut lines = vec![format!(
            "\"{words}\" is read as {} of {} ({:.0} % sure of that)",
            match mention.form {
                Form::Name => "the name",
                Form::Role => "an office",
                Form::Nominal => "a description",
                Form::Pronoun => "a pronoun",
            },
            mention.kind.phrase(),
            mention.score * 100.0
        )];
        lines.push(why_sentence(reader, mention));
        lines.extend(link_sentences(reader, chain));
        let candidates = reader.opened.links.get(chain as usize).map_or(Vec::new(), |linked| match &linked.link {
            Link::Certain(entity, _) => vec![*entity],
            Link::Uncertain(candidates) => candidates.iter().map(|c| c.0).take(9).collect(),
            Link::Refused => Vec::new(),
        });
        let context = self.context();
        let key = |action| self.setup.keymap.key_for(context, action).map_or(String::new(), ToString::to_string);
        let (merge, split) = (key(Action::Merge), key(Action::Split));
        let (yes, no, about) = (key(Action::ConfirmLink), key(Action::RefuseLink), key(Action::About));
        lines.push(match candidates.len() {
            0 => format!("{merge} asks who it is, {split} says that it is somebody new"),
            1 => format!("{yes} says that it is, {no} that it is not; {about} opens the page"),
            many => format!("1 to {many} says who it is; {no} says that it is not the first"),
        });
        let mut page = Page::new(name.to_owned(), lines);
        page.link = Some(Judged { article: reader.id(), chain, candidates });
        Some(page)
    }

    /// Whom the cursor is on, with the chains: in the text one, in the sidebar all of the entry.
    fn judged(&self) -> Option<(Vec<u32>, EntityId)> {
        let chains = match self.focus {
            Pane::Entities => self.sidebar.current()?.chains.clone(),
            _ => vec![self.mention_here()?.1],
        };
        let linked = self.reader.as_ref()?.opened.links.get(*chains.first()? as usize)?;
        Some((chains, linked.entity()?))
    }

    /// The name under the cursor of sidebar or text that is linked to nobody: its chain, and how it is called.
    pub(super) fn nobody_here(&self) -> Option<(u32, String)> {
        let chain = match self.focus {
            Pane::Entities => *self.sidebar.current()?.chains.first()?,
            Pane::Text => self.mention_here()?.1,
            Pane::Articles => return None,
        };
        let opened = &self.reader.as_ref()?.opened;
        let nobody = opened.links.get(chain as usize)?.entity().is_none();
        let name = &opened.annotations.chains.get(chain as usize)?.name;
        nobody.then(|| (chain, name.clone()))
    }

    /// Confirms or refuses the link under the cursor; asks who it is where it is nobody's.
    pub(super) fn judge(&mut self, same: bool) {
        if let Some((chain, name)) = self.nobody_here() {
            if same {
                self.ask_who(chain, &name);
            } else {
                self.status.say("this name is linked to nobody already");
            }
            return;
        }
        let (Some((chains, entity)), Some(article)) = (self.judged(), self.shown()) else {
            self.status.say("there is no link under the cursor");
            return;
        };
        // Of one mention it is refused for its name alone: the others of the chain may be right.
        if let Some((at, _)) = self.mention_here().filter(|_| !same && self.focus == Pane::Text) {
            self.send(Request::Refuse { article, mention: at as u32, entity });
            return;
        }
        self.send(Request::Judge { article, chains, entity, same });
    }

    /// Watches an entity, or stops.
    pub(super) fn watch(&mut self, entity: EntityId) {
        let on = !self.watched.contains(&entity)
            && !self.sidebar.of(Who::Entity(entity)).is_some_and(|(_, entry)| entry.watched);
        self.watched.retain(|id| *id != entity);
        if on {
            self.watched.push(entity);
        }
        self.send(Request::Watch { entity, on });
    }
}

/// Why a mention is in its chain.
pub fn why_sentence(reader: &Reader, mention: &Mention) -> String {
    let found = &reader.opened.annotations;
    let earlier = mention.why.antecedent().and_then(|m| found.mentions.get(m as usize));
    let words = earlier.map_or("", |m| m.span.slice(reader.body()));
    let place = earlier.map_or(String::new(), |m| distance(reader.body(), m.span.start, mention.span.start));
    match mention.why {
        Why::First => "the first mention here".to_owned(),
        Why::Exact(_) => format!("the same words as \"{words}\" {place}"),
        Why::Surname(_) => format!("surname of {words}, named in full {place}; only person of that surname here"),
        Why::Given(_) => format!("given name of {words}, named {place}; only person of that name here"),
        Why::Variant(_) => format!("another form of \"{words}\" {place}"),
        Why::Acronym(_) => format!("acronym of \"{words}\" {place}"),
        Why::Defined(_) => format!("acronym given beside \"{words}\" {place}"),
        Why::Head(_) => format!("short form of \"{words}\" {place}"),
        Why::Role(_) => format!("office or title of {words}"),
        Why::Description(_) => format!("a description that fits \"{words}\" {place}"),
        Why::Pronoun(_) => format!("the nearest that fits is \"{words}\" {place}"),
    }
}

/// How far apart two places are, in paragraphs.
fn distance(body: &str, from: u32, upto: u32) -> String {
    let (a, b) = (from.min(upto) as usize, from.max(upto) as usize);
    let breaks = body.get(a..b).map_or(0, |between| between.matches("\n\n").count());
    let side = if from <= upto { "above" } else { "below" };
    match breaks {
        0 => "in this paragraph".to_owned(),
        1 => format!("one paragraph {side}"),
        2 => format!("two paragraphs {side}"),
        n => format!("{n} paragraphs {side}"),
    }
}

/// Why a chain was linked to an entity; where it is in doubt, each candidate with its share, by number.
fn link_sentences(reader: &Reader, chain: u32) -> Vec<String> {
    let Some(linked) = reader.opened.links.get(chain as usize) else { return Vec::new() };
    match &linked.link {
        Link::Certain(_, reasons) => {
            vec![format!("taken for {}: {}", linked.name, reasons_in_words(reasons))]
        }
        Link::Uncertain(candidates) => {
            let mut lines = vec!["uncertain who it is:".to_owned()];
            for (at, (_, share, reasons)) in candidates.iter().enumerate() {
                let name = linked.candidates.get(at).filter(|name| !name.is_empty()).unwrap_or(&linked.name);
                lines.push(format!("{} {name}, {:.0} %: {}", at + 1, share * 100.0, reasons_in_words(reasons)));
            }
            lines
        }
        Link::Refused => {
            vec!["linked to nobody: nothing tells who it is, or you said that it is none of those it may be".to_owned()]
        }
    }
}

fn reasons_in_words(reasons: &[Reason]) -> String {
    if reasons.is_empty() {
        return "no reason was kept".to_owned();
    }
    reasons.iter().map(reason_in_words).collect::<Vec<_>>().join("; ")
}

/// One reason as a sentence without its full stop.
pub fn reason_in_words(reason: &Reason) -> String {
    match reason {
        Reason::New => "nobody of such a name was known when it was taken in".to_owned(),
        Reason::SameName(name) => format!("the same name as \"{name}\""),
        Reason::LikeName(name, how) => format!("a name like \"{name}\" ({how})"),
        Reason::AcronymOf(name) => format!("acronym of \"{name}\""),
        Reason::OnlyOne(name) => format!("the only one called so in the archive is \"{name}\""),
        Reason::SameRole(role) => format!("the same role, {role}"),
        Reason::SameCompany(who) => format!("of those called so, \"{who}\" is the one named in such company"),
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
        assert_eq!(reasons_in_words(&[]), "no reason was kept");
        assert_eq!(reasons_in_words(&reasons[8..]), "against it: another country; you said so");
    }
}
