//! Which entity of the archive a chain is: the linker's nodes, kept in tables, each with an entity of its own.
//!
//! A full name is its node's entity, whatever else is known; nodes that are one person are laid together afterwards (see
//! [`super::settle`]), so that no article has to be written again for it. Only short names are decided anew.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::error::Result;
use super::shelf::Tables;
use crate::engine::link::article_features::{ArticleFeatures, Figure, Key};
use crate::engine::link::find::Found;
use crate::engine::link::linker::Linker;
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

/// The names of the archive that linking holds in hand, and the shelf with the others while there is a transaction.
#[derive(Debug, Default)]
pub struct Names<S = ()> {
    pub(super) world: Linker<S>,
    /// Articles of the import that have short names, as linking saw them, with what was decided; not all of a large one.
    pub(super) recent: Vec<(ArticleId, ArticleFeatures, Vec<Found>)>,
    /// Entities of nodes, those that were looked at.
    entities: HashMap<u32, EntityId>,
    /// Of the tables when they were last read or written.
    stamp: i64,
}

/// Entities of at most so many nodes are kept.
const KNOWN: usize = 200_000;

/// At most so many articles of an import are kept to be decided again; the others are read again.
const RECENT: usize = 12_000;

impl Names {
    /// Goes on with what was kept, as far as the tables are still as it left them.
    pub fn open(self, db: &Connection) -> Result<Names<Tables<'_>>> {
        let stamp: i64 = db.query_row("SELECT stamp FROM linking", [], |row| row.get(0))?;
        let known = if stamp == self.stamp { self.entities } else { HashMap::new() };
        let (mut world, ()) = self.world.on(Tables::new(db, known)?);
        if stamp != self.stamp {
            world.forget();
        }
        Ok(Names { world, recent: self.recent, entities: HashMap::new(), stamp })
    }
}

impl Names<Tables<'_>> {
    /// Writes what changed.
    pub fn close(mut self, db: &Connection) -> Result<Names> {
        self.world.save();
        let (world, tables) = self.world.on(());
        let mut entities = tables.close()?;
        if entities.len() > KNOWN {
            entities.clear();
        }
        let stamp = self.stamp + 1;
        db.execute("UPDATE linking SET stamp = ?1", [stamp])?;
        Ok(Names { world, recent: self.recent, entities, stamp })
    }

    /// One link for each chain of an article. Makes the entities that the archive did not know.
    pub fn link(&mut self, db: &Connection, id: ArticleId, text: &str, found: &Annotations) -> Result<Vec<Link>> {
        let scene = ArticleFeatures::new(self.world.atlas(), text, found);
        let known = self.world.shelf.next();
        self.world.take(&scene);
        let mut weak = db.prepare_cached("INSERT OR IGNORE INTO weak(word, article) VALUES (?1, ?2)")?;
        let mut short = false;
        for figure in &scene.figures {
            if let Key::Weak(word, _) = &figure.key {
                weak.execute(params![word, id.0])?;
                short = true;
            }
        }
        if short {
            db.prepare_cached("INSERT OR IGNORE INTO undecided(article) VALUES (?1)")?.execute([id.0])?;
        }
        let (links, decided) = self.links(&scene, found, known);
        if short && self.recent.len() < RECENT {
            self.recent.push((id, scene, decided));
        }
        Ok(links)
    }

    /// Whom the short names of an article mean, in order.
    pub(super) fn decisions(&mut self, scene: &ArticleFeatures) -> Vec<Found> {
        let short = scene.figures.iter().filter(|figure| matches!(figure.key, Key::Weak(..)));
        short.map(|figure| self.world.find(scene, figure)).collect()
    }

    /// Takes back what was learnt from an article.
    pub fn leave(&mut self, db: &Connection, id: ArticleId, text: &str, found: &Annotations) -> Result<()> {
        let scene = ArticleFeatures::new(self.world.atlas(), text, found);
        self.world.leave(&scene);
        db.prepare_cached("DELETE FROM weak WHERE article = ?1")?.execute([id.0])?;
        Ok(())
    }

    /// One link for each chain of an article that was taken; nodes from number `known` on are new with it. And whom its short
    /// names mean, in order.
    pub fn links(&mut self, scene: &ArticleFeatures, found: &Annotations, known: u32) -> (Vec<Link>, Vec<Found>) {
        let (mut links, mut decided) = (vec![Link::Refused; found.chains.len()], Vec::new());
        for figure in &scene.figures {
            if let Some(cell) = links.get_mut(figure.chain as usize) {
                let found = self.world.find(scene, figure);
                if matches!(figure.key, Key::Weak(..)) {
                    decided.push(found.clone());
                }
                *cell = self.one(found, figure, known);
            }
        }
        (links, decided)
    }

    fn one(&mut self, found: Found, figure: &Figure, known: u32) -> Link {
        let name = || figure.name.clone();
        let new_or_same = |node: u32| if node >= known { Reason::New } else { Reason::SameName(name()) };
        let (node, reason) = match found {
            Found::Known(node, None) => (Some(node), new_or_same(node)),
            Found::Known(node, Some(bearers)) => {
                let full = self.world.name(node).to_owned();
                (Some(node), if bearers == 1 { Reason::OnlyOne(full) } else { Reason::SameCompany(full) })
            }
            Found::Among(node, why) => (Some(node), Reason::OneOf(why)),
            Found::Alone(node, may) if may.iter().all(|(_, share)| *share < 0.3) => {
                (node, node.map_or(Reason::New, new_or_same))
            }
            Found::Alone(_, may) => {
                let how = match figure.key {
                    Key::Weak(..) => "a short name that several bear",
                    Key::Strong(_) => "a name that several people bear",
                };
                let like = || vec![Reason::LikeName(name(), how.to_owned())];
                let who =
                    may.into_iter().filter_map(|(node, share)| Some((self.world.shelf.entity(node)?, share, like())));
                return Link::Uncertain(who.collect());
            }
        };
        let entity = node.and_then(|node| self.world.shelf.entity(node));
        entity.map_or(Link::Refused, |entity| Link::Certain(entity, vec![reason]))
    }
}
