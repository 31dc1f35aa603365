//! Which entity of the archive a chain is: the linker's nodes, kept in a table, each with an entity of its own.
//!
//! A full name is its node's entity, whatever else is known; nodes that are one person are laid together afterwards (see
//! [`super::settle`]), so that no article has to be written again for it. Only short names are decided anew.

use rusqlite::{Connection, params};

use super::error::Result;
use super::pack;
use crate::engine::link::find::Found;
use crate::engine::link::scene::{Figure, Key, Scene};
use crate::engine::link::world::{Facts, World};
use crate::news::article::ArticleId;
use crate::news::entity::{EntityId, Link, Reason};
use crate::news::mention::{Annotations, Chain, Form};

/// Names of one chain: as written, each once, the chain's own first.
pub fn aliases(text: &str, found: &Annotations, chain: &Chain) -> Vec<String> {
    let mut names = vec![chain.name.clone()];
    for mention in chain.mentions.iter().filter_map(|&m| found.mentions.get(m as usize)) {
        let name = mention.span.slice(text);
        if mention.form == Form::Name && !name.is_empty() && !names.iter().any(|n| n == name) && names.len() < 16 {
            names.push(name.to_owned());
        }
    }
    names
}

/// All names of the archive with what linking knows of them. Lives as long as an import.
#[derive(Debug, Default)]
pub struct Names {
    pub(super) world: World,
    /// Node → its entity.
    pub(super) entities: Vec<EntityId>,
    /// Node → lead of its group, as it is kept.
    pub(super) leads: Vec<u32>,
    /// Nodes that were there before.
    pub(super) old: usize,
    /// Articles of the import that have short names, as linking saw them, with what was decided; not all of a large one.
    pub(super) recent: Vec<(ArticleId, Scene, Vec<Found>)>,
    /// Of the table when it was read or last written.
    pub(super) stamp: i64,
}

/// At most so many articles of an import are kept to be decided again; the others are read again.
const RECENT: usize = 20_000;

impl Names {
    /// `kept`, if the table is still as it left it; else the table, read anew.
    pub fn current(db: &Connection, kept: Option<Self>) -> Result<Self> {
        let stamp: i64 = db.query_row("SELECT stamp FROM linking", [], |row| row.get(0))?;
        if let Some(names) = kept.filter(|names| names.stamp == stamp) {
            return Ok(names);
        }
        let mut names = Self { stamp, ..Self::default() };
        let mut rows = db.prepare_cached("SELECT entity, lead, facts FROM nodes ORDER BY number")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let facts: Vec<u8> = row.get(2)?;
            // A row that can not be read would move the numbers of all after it: its place is kept by an empty name.
            let facts: Facts = serde_json::from_slice(&facts).unwrap_or_else(|_| Facts::lost(names.entities.len()));
            names.world.restore(&facts);
            names.entities.push(EntityId(row.get(0)?));
            names.leads.push(row.get(1)?);
        }
        names.old = names.entities.len();
        Ok(names)
    }

    /// Writes what changed.
    pub fn save(&mut self, db: &Connection) -> Result<()> {
        let sql = "INSERT INTO nodes(number, entity, lead, facts) VALUES (?1, ?2, ?1, ?3)
                   ON CONFLICT DO UPDATE SET facts = excluded.facts";
        let mut write = db.prepare_cached(sql)?;
        for (number, facts) in self.world.changes() {
            let facts = serde_json::to_vec(&facts).unwrap_or_default();
            write.execute(params![number, self.entities.get(number as usize).map(|e| e.0), facts])?;
        }
        self.stamp += 1;
        db.execute("UPDATE linking SET stamp = ?1", [self.stamp])?;
        Ok(())
    }

    /// One link for each chain of an article. Makes the entities that the archive did not know.
    pub fn link(&mut self, db: &Connection, id: ArticleId, text: &str, found: &Annotations) -> Result<Vec<Link>> {
        let scene = Scene::new(self.world.atlas(), text, found);
        let known = self.entities.len();
        self.world.take(&scene);
        let mut make = db.prepare_cached("INSERT INTO entities(kind, name) VALUES (?1, ?2)")?;
        for node in self.entities.len()..self.world.len() {
            let Some((kind, name)) = self.world.describe(node as u32) else { break };
            make.execute(params![pack::kind(kind), name])?;
            self.entities.push(EntityId(db.last_insert_rowid()));
            self.leads.push(node as u32);
        }
        let mut weak = db.prepare_cached("INSERT OR IGNORE INTO weak(word, article) VALUES (?1, ?2)")?;
        let mut short = false;
        for figure in &scene.figures {
            if let Key::Weak(word, _) = &figure.key {
                weak.execute(params![word, id.0])?;
                short = true;
            }
        }
        let links = self.links(&scene, found, known);
        if short && self.recent.len() < RECENT {
            let decided = self.decisions(&scene);
            self.recent.push((id, scene, decided));
        }
        Ok(links)
    }

    /// Whom the short names of an article mean, in order.
    pub(super) fn decisions(&self, scene: &Scene) -> Vec<Found> {
        let short = scene.figures.iter().filter(|figure| matches!(figure.key, Key::Weak(..)));
        short.map(|figure| self.world.find(scene, figure)).collect()
    }

    /// Takes back what was learnt from an article.
    pub fn leave(&mut self, db: &Connection, id: ArticleId, text: &str, found: &Annotations) -> Result<()> {
        let scene = Scene::new(self.world.atlas(), text, found);
        self.world.leave(&scene);
        db.prepare_cached("DELETE FROM weak WHERE article = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// One link for each chain of an article that was taken; nodes from number `known` on are new with it.
    pub fn links(&self, scene: &Scene, found: &Annotations, known: usize) -> Vec<Link> {
        let mut links = vec![Link::Refused; found.chains.len()];
        for figure in &scene.figures {
            if let Some(cell) = links.get_mut(figure.chain as usize) {
                *cell = self.one(scene, figure, known);
            }
        }
        links
    }

    fn one(&self, scene: &Scene, figure: &Figure, known: usize) -> Link {
        let entity = |node: u32| self.entities.get(node as usize).copied();
        let certain = |node: u32, reasons| entity(node).map_or(Link::Refused, |e| Link::Certain(e, reasons));
        let name = || figure.name.clone();
        let new_or_same = |node: u32| {
            if node as usize >= known { vec![Reason::New] } else { vec![Reason::SameName(name())] }
        };
        match self.world.find(scene, figure) {
            Found::Known(node, None) => certain(node, new_or_same(node)),
            Found::Known(node, Some(bearers)) => {
                let full = self.world.describe(node).map_or("", |(_, name)| name).to_owned();
                let how = if bearers == 1 { Reason::OnlyOne(full) } else { Reason::SameCompany(full) };
                certain(node, vec![how])
            }
            Found::Alone(node, may) if may.is_empty() || may.iter().all(|(_, share)| *share < 0.3) => {
                node.map_or(Link::Refused, |node| certain(node, new_or_same(node)))
            }
            Found::Alone(_, may) => Link::Uncertain(
                may.iter()
                    .filter_map(|(node, share)| {
                        Some((
                            entity(*node)?,
                            *share,
                            vec![Reason::LikeName(name(), "a short name that several bear".to_owned())],
                        ))
                    })
                    .collect(),
            ),
        }
    }
}
