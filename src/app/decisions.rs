//! Corrections and questions about entities, as intents: for the entity under the cursor of the text or the sidebar, in focus, or of
//! an open page. A merge asks first and names the entities. Every correction can be undone.

use super::candidates;
use super::intent::Intent;
use super::layout::Pane;
use super::request::Request;
use super::subject::{Joining, Subject};
use super::workspace::Workspace;
use crate::config::action::Action;
use crate::config::scope::Decision;
use crate::news::article::ArticleId;
use crate::news::entity::{Correction, EntityId};
use crate::news::mention::Kind;

/// A decision about the entity under the cursor, else the one in focus.
pub fn here(cx: &Workspace<'_>, decision: Decision) -> Vec<Intent> {
    if let Some(all) = cx.navigation.focus.as_ref().map(super::navigation::focus::Focus::all)
        && all.len() > 1
    {
        match decision {
            Decision::Together => return vec![together(cx, all)],
            Decision::Mentions => return vec![mentions(cx, all)],
            _ => {}
        }
    }
    let unlinked = cx.unlinked_here();
    match (decision, unlinked, cx.mention_in_text()) {
        (Decision::Merge, Some((chain, name)), _) => return link(cx, chain, name),
        (Decision::Split, Some((chain, _)), _) | (Decision::Split, None, Some((_, chain))) => return carve(cx, chain),
        _ => {}
    }
    match cx.subject_here() {
        Ok(subject) => about(cx, decision, &subject),
        Err(words) => vec![Intent::Say(words.to_owned())],
    }
}

/// A decision about an entity.
pub fn about(cx: &Workspace<'_>, decision: Decision, subject: &Subject) -> Vec<Intent> {
    let entity = subject.entity;
    vec![match decision {
        Decision::Merge => return with_another(cx, Joining::Same, subject),
        Decision::NotSame => return with_another(cx, Joining::Apart, subject),
        Decision::Together => return with_another(cx, Joining::Together, subject),
        Decision::Split => split(entity, cx.shown()),
        Decision::Rename => Intent::Rename(subject.clone()),
        Decision::Kind => Intent::ChooseKind(subject.clone()),
        Decision::Hide => Intent::send(Request::Correct(Correction::Hide(entity))),
        Decision::About => Intent::send(Request::Entity(entity)),
        Decision::Watch => Intent::Watch(entity),
        Decision::Mentions => mentions(cx, vec![entity]),
    }]
}

/// Asks which entity a chain of the article shown is.
pub fn link(cx: &Workspace<'_>, chain: u32, name: String) -> Vec<Intent> {
    let joining = |article| Intent::PickEntity(Joining::Link { article, chain, name });
    cx.shown().map(joining).into_iter().collect()
}

/// Asks for the mentions of entities in the articles of the list.
pub fn mentions(cx: &Workspace<'_>, all: Vec<EntityId>) -> Intent {
    Intent::send(Request::Mentions { all, view: cx.list.view.clone() })
}

/// Asks for the articles of the list that name all of these entities.
pub fn together(cx: &Workspace<'_>, all: Vec<EntityId>) -> Intent {
    Intent::send(Request::Together { all, view: cx.list.view.clone() })
}

/// Splits the mentions in an article off an entity. Without an article, says that one has to be open.
pub fn split(entity: EntityId, article: Option<ArticleId>) -> Intent {
    match article {
        Some(article) => Intent::send(Request::Correct(Correction::Split(entity, vec![article]))),
        None => Intent::Say("first open an article that names it: its mentions there are split off".to_owned()),
    }
}

/// Makes a new entity of the mention under the cursor, else the first one of the chain, with the mentions of the same name.
fn carve(cx: &Workspace<'_>, chain: u32) -> Vec<Intent> {
    let Some(reader) = cx.reader else { return Vec::new() };
    let here = cx.mention_in_text().map(|(at, _)| at as u32);
    let first = reader.opened.annotations.chains.get(chain as usize).and_then(|chain| chain.mentions.first());
    let carve = |mention| Intent::send(Request::Carve { article: reader.id(), mention });
    here.or(first.copied()).map(carve).into_iter().collect()
}

/// A decision about two or more entities: about those marked in the sidebar, else with one that the user picks.
fn with_another(cx: &Workspace<'_>, joining: fn(Subject) -> Joining, subject: &Subject) -> Vec<Intent> {
    let mut others = if cx.screen.active == Pane::Entities { cx.marked() } else { Vec::new() };
    // Several marked entities are decided about among themselves, a single one together with the entity under the cursor.
    let first = if others.len() > 1 { others.remove(0) } else { subject.clone() };
    others.retain(|other| other.entity != first.entity);
    let joining = joining(first);
    if others.is_empty() { vec![Intent::PickEntity(joining)] } else { settle(cx, joining, &others) }
}

/// Carries out a decision about two or more entities, once the others are known.
pub fn settle(cx: &Workspace<'_>, joining: Joining, others: &[Subject]) -> Vec<Intent> {
    match joining {
        Joining::Same(one) => vec![merge(&one, others)],
        Joining::Apart(one) => {
            let apart = |other: &Subject| Intent::send(Request::Correct(Correction::NotSame(other.entity, one.entity)));
            others.iter().map(apart).collect()
        }
        Joining::Link { article, chain, .. } => {
            let judge =
                |other: &Subject| Request::Judge { article, chains: vec![chain], entity: other.entity, same: true };
            others.first().map(judge).map(Intent::send).into_iter().collect()
        }
        Joining::Together(one) => {
            vec![together(cx, std::iter::once(&one).chain(others).map(|subject| subject.entity).collect())]
        }
    }
}

/// Asks whether these are one entity. The one that most articles name keeps its id.
fn merge(one: &Subject, others: &[Subject]) -> Intent {
    let most = others.iter().filter(|other| other.articles > one.articles).max_by_key(|other| other.articles);
    let most = most.unwrap_or(one).entity;
    let all = || std::iter::once(one).chain(others);
    let names: Vec<String> = all().map(|subject| format!("- {}", subject.words())).collect();
    let ask = if others.len() == 1 { "Are these two the same?" } else { "Are all of these the same?" };
    let merged = all().map(|subject| subject.entity).filter(|entity| *entity != most);
    Intent::Confirm {
        question: format!("{ask}\n{}\nThey become one entity with all their mentions.", names.join("\n")),
        yes: merged.map(|entity| Intent::send(Request::Correct(Correction::Merge(most, entity)))).collect(),
    }
}

/// Renames an entity. The error is a message that says what was expected.
pub fn rename(entity: EntityId, name: &str) -> Result<Intent, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err("expected the name to show".to_owned());
    }
    Ok(Intent::send(Request::Correct(Correction::Rename(entity, name.to_owned()))))
}

/// A decision with an argument, from the command line: `:merge Ama Boateng`. The error is a message that says what was expected.
pub fn with_words(cx: &Workspace<'_>, action: Action, words: &str) -> Result<Vec<Intent>, String> {
    let joining = match action {
        Action::Rename => return Ok(vec![rename(cx.subject_here()?.entity, words)?]),
        Action::Kind => {
            let kind = Kind::ALL.into_iter().find(|kind| kind.word() == words);
            let kind = kind.ok_or("expected person, institution, place, event or other")?;
            return Ok(vec![Intent::send(Request::Correct(Correction::Retype(cx.subject_here()?.entity, kind)))]);
        }
        Action::Merge => Joining::Same,
        Action::NotSame => Joining::Apart,
        Action::Together => Joining::Together,
        _ => return Err(format!("{} takes no argument", action.name())),
    };
    let joining = joining(cx.subject_here()?);
    let hit = candidates::find(cx, &joining, words).into_iter().next();
    let hit = hit.ok_or_else(|| format!("no entity is called \"{words}\""))?;
    Ok(settle(cx, joining, &[Subject::new(hit.entity, hit.name, hit.kind, hit.articles)]))
}

/// Confirms (`same`) or refuses the link under the cursor. To confirm a name without a link, asks for its entity.
pub fn judge(cx: &Workspace<'_>, same: bool) -> Vec<Intent> {
    match (cx.unlinked_here(), same) {
        (Some((chain, name)), true) => return link(cx, chain, name),
        (Some(_), false) => return vec![Intent::Say("this name is not linked to an entity".to_owned())],
        (None, _) => {}
    }
    let (Some((chains, entity)), Some(article)) = (linked_here(cx), cx.shown()) else {
        return vec![Intent::Say("there is no link under the cursor".to_owned())];
    };
    // In the text, a refusal is about the name under the cursor alone: the other names of the chain may be right.
    let request = match cx.mention_in_text() {
        Some((at, _)) if !same => Request::Refuse { article, mention: at as u32, entity },
        _ => Request::Judge { article, chains, entity, same },
    };
    vec![Intent::send(request)]
}

/// The entity under the cursor with its chains: all those of the entry in the sidebar, one in the text.
fn linked_here(cx: &Workspace<'_>) -> Option<(Vec<u32>, EntityId)> {
    let chains = match cx.screen.active {
        Pane::Entities => cx.sidebar.current()?.chains.clone(),
        Pane::Text | Pane::Articles => vec![cx.mention_here()?.1],
    };
    let linked = cx.reader?.opened.links.get(*chains.first()? as usize)?;
    Some((chains, linked.entity()?))
}
