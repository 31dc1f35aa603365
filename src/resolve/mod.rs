//! Linking an archive: engine → resolve → store.
//!
//! A [`Resolver`] hands annotated articles to the engine's linker, which reads what it needs from the archive and decides;
//! then it hands the decisions, as plain data, to the store to write. Each step reads a snapshot and then writes one transaction, so
//! that nobody waits while the linker decides. An error ends the step, rolls the transaction back, and drops what the linker had
//! learnt in it; nothing is linked from what could not be read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::link::article_features::ArticleFeatures;
use crate::engine::link::linker::{Linker, LinkerState};
use crate::engine::link::links::ArticleLinks;
use crate::engine::link::namesakes::profile;
use crate::engine::link::resolve::Resolution;
use crate::engine::link::storage::{LinkStorage, Stage};
use crate::news::article::ArticleId;
use crate::news::mention::Annotations;
use crate::store::{LinkSession, LinkWriter, Requeue, Result, Store, Stored, StoredArticle, Taken};

/// Articles in a transaction of resolving short names again.
const ARTICLES: usize = 50;

/// Names in a transaction of dividing names among their bearers; each reads up to [`profile::ARTICLES`] articles.
const NAMESAKES: usize = 8;

/// Nodes in a step of consolidating. Writing what it changed keeps other writers waiting for some 10 ms.
const NODES: usize = 500;

/// A batch of articles is full when it has this [`weight`]: some thirty stories. Writing it keeps other writers waiting for some 25 ms.
pub const BATCH_WEIGHT: usize = 250_000;

/// What a name adds to the weight of an article: writing it takes as long as writing so many bytes of text.
const NAME_WEIGHT: usize = 350;

/// How long it takes to store an article, in bytes of plain text. A list of names takes much longer than its length says.
pub fn weight(body: &str, found: &Annotations) -> usize {
    body.len() + NAME_WEIGHT * found.chains.len()
}

/// At most this many articles of an import are remembered, so that they need not be read again to see whether their short
/// names still mean the same. Some 5 kB each.
const RECENT: usize = 12_000;

/// An article of the import that has short names, and what these were resolved to.
struct Recent {
    id: ArticleId,
    features: ArticleFeatures,
    resolved: Vec<Resolution>,
}

/// Links the articles of an import, or of reading the archive again. It borrows the store, because what it remembers of
/// nodes is true for one archive only.
pub struct Resolver<'s> {
    store: &'s mut Store,
    /// What the linker keeps between two steps; `None` at first and after an error.
    state: Option<LinkerState>,
    /// See [`LinkSession::stamp`]; of the archive when `state` was kept.
    stamp: i64,
    recent: Vec<Recent>,
    /// Once this is set, writing does not give way to the user any more.
    stop: Option<&'s AtomicBool>,
}

impl<'s> Resolver<'s> {
    /// A resolver that has read nothing yet.
    pub fn new(store: &'s mut Store) -> Self {
        Self { store, state: None, stamp: 0, recent: Vec::new(), stop: None }
    }

    /// The same, for work that ends when `stop` is set: what is being written then goes through, and does not give way to the
    /// user any more.
    #[must_use]
    pub fn until(self, stop: &'s AtomicBool) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// The archive.
    pub fn store(&mut self) -> &mut Store {
        self.store
    }

    /// Links and stores a batch of articles in one transaction: all of it or nothing. `import` is the number of the import
    /// and `engine` the version that annotated the articles. Returns what became of each.
    pub fn insert(&mut self, import: u32, engine: u32, batch: &[Taken]) -> Result<Vec<Stored>> {
        let (ids, (places, articles, features)) = self.step(
            |session, linker| {
                let (mut places, mut articles, mut features) = (Vec::new(), Vec::new(), Vec::new());
                let mut new: HashMap<&[u8; 32], usize> = HashMap::new();
                for taken in batch {
                    if let Some(id) = session.known(&taken.digest)? {
                        places.push(Place::Known(id));
                    } else if let Some(at) = new.get(&taken.digest) {
                        places.push(Place::Again(*at));
                    } else {
                        new.insert(&taken.digest, articles.len());
                        places.push(Place::New(articles.len()));
                        let (article, links) = learn(linker, &taken.draft.body, &taken.found)?;
                        articles.push((taken, links));
                        features.push(article);
                    }
                }
                Ok((places, articles, features))
            },
            |writer, (_, articles, _)| writer.insert(import, engine, articles),
        )?;
        let stored = places.into_iter().filter_map(|place| match place {
            Place::Known(id) => Some(Stored::Known(id)),
            Place::New(at) => ids.get(at).copied().map(Stored::New),
            Place::Again(at) => ids.get(at).copied().map(Stored::Known),
        });
        let recent = ids.iter().zip(features).zip(articles);
        let recent = recent.map(|((id, features), (_, links))| Recent { id: *id, features, resolved: links.resolved });
        self.remember(recent.collect());
        Ok(stored.collect())
    }

    /// Replaces the annotations of stored articles in one transaction, and links them again. `engine` is the version that
    /// made the new ones.
    pub fn annotate_again(&mut self, engine: u32, batch: &[(ArticleId, Annotations)]) -> Result<()> {
        let ((), (_, recent)) = self.step(
            |session, linker| {
                let (mut articles, mut recent) = (Vec::new(), Vec::new());
                for (id, found) in batch {
                    let Some(article) = session.article(*id)? else { continue };
                    if let Some(old) = &article.found {
                        linker.unlearn(&ArticleFeatures::new(linker.gazetteer(), &article.body, old))?;
                    }
                    let (features, links) = learn(linker, &article.body, found)?;
                    recent.push(Recent { id: *id, features, resolved: links.resolved.clone() });
                    articles.push((article, found, links));
                }
                Ok((articles, recent))
            },
            |writer, (articles, _)| writer.annotate_again(engine, articles),
        )?;
        self.remember(recent);
        Ok(())
    }

    fn remember(&mut self, recent: Vec<Recent>) {
        let room = RECENT.saturating_sub(self.recent.len());
        self.recent.extend(recent.into_iter().filter(|recent| !recent.resolved.is_empty()).take(room));
    }

    /// Works off what the articles since the last call made due: which names are one, and what short names mean now, also
    /// in earlier articles where that may have changed. In short transactions, so that the user's decisions are written
    /// meanwhile. What was not done when the program ended is done the next time.
    pub fn consolidate(&mut self) -> Result<()> {
        self.consolidate_while(|_| true)
    }

    /// [`Resolver::consolidate`] that asks before each step, with the archive as it is then, whether to go on.
    pub fn consolidate_while(&mut self, mut go_on: impl FnMut(&Store) -> bool) -> Result<()> {
        while go_on(self.store) && self.divide_namesakes()? {}
        while go_on(self.store) && self.step(|_, linker| linker.step(NODES), |_, _| Ok(()))?.1 {}
        while go_on(self.store) && self.step(|_, _| Ok(()), |writer, ()| writer.show_moved(NODES))?.0 {}
        if go_on(self.store) {
            self.requeue()?;
        }
        while go_on(self.store) && self.resolve_again()? {}
        Ok(())
    }

    /// Compares the articles of some names that several people may bear. Whether there were any.
    fn divide_namesakes(&mut self) -> Result<bool> {
        let ((), more) = self.step(
            |session, linker| {
                let due = linker.due_namesakes(NAMESAKES)?;
                for node in &due {
                    let articles = session.newest_articles(&linker.namesakes(*node)?, profile::ARTICLES)?;
                    let features = |article: &StoredArticle| {
                        Some(ArticleFeatures::new(linker.gazetteer(), &article.body, article.found.as_ref()?))
                    };
                    let features: Vec<ArticleFeatures> = articles.iter().filter_map(features).collect();
                    linker.divide(*node, &features)?;
                }
                Ok(!due.is_empty())
            },
            |_, _| Ok(()),
        )?;
        Ok(more)
    }

    /// Queues the articles whose short names have to be resolved again.
    fn requeue(&mut self) -> Result<()> {
        let recent = std::mem::take(&mut self.recent);
        self.step(
            |session, linker| {
                let mut what = Requeue::default();
                for (node, _) in session.due(Stage::Resolve, usize::MAX)? {
                    what.words.extend(linker.short_names(node)?);
                    if linker.is_divided(node)? {
                        what.divided.push(linker.namesakes(node)?);
                    }
                    what.nodes.push(node);
                }
                for article in &recent {
                    if linker.resolve_short_names(&article.features)? == article.resolved {
                        what.unchanged.push(article.id);
                    }
                }
                Ok(what)
            },
            |writer, what| writer.requeue(what, profile::ARTICLES),
        )
        .map(|_| ())
    }

    /// Resolves the short names of some articles that wait. Whether there were any.
    fn resolve_again(&mut self) -> Result<bool> {
        let ((), (waiting, _)) = self.step(
            |session, linker| {
                let waiting = session.undecided(ARTICLES)?;
                let mut articles = Vec::with_capacity(waiting.len());
                for id in &waiting {
                    let Some(article) = session.article(*id)? else { continue };
                    let Some(found) = &article.found else { continue };
                    let features = ArticleFeatures::new(linker.gazetteer(), &article.body, found);
                    let links = linker.link(&features, found.chains.len(), u32::MAX)?;
                    articles.push((article, links));
                }
                Ok((waiting, articles))
            },
            |writer, (waiting, articles)| {
                writer.relink(articles)?;
                writer.decided(waiting.iter().copied())
            },
        )?;
        Ok(!waiting.is_empty())
    }

    /// One step: `decide` reads a snapshot and decides; then one transaction writes the linker's changes, and what `write` adds.
    /// Both may run several times: all of the step where another linker wrote meanwhile, and `write` alone where the user did.
    fn step<D, W>(
        &mut self,
        decide: impl Fn(&LinkSession<'_>, &mut Linker<&LinkSession<'_>>) -> Result<D>,
        write: impl Fn(&LinkWriter<'_>, &D) -> Result<W>,
    ) -> Result<(W, D)> {
        loop {
            let session = self.store.link_session()?;
            let stamp = session.stamp();
            let mut state = self.state.take().unwrap_or_default();
            if stamp != self.stamp {
                state.forget();
            }
            let mut linker = Linker::new(state, &session);
            let decided = decide(&session, &mut linker)?;
            let (state, changes) = linker.finish()?;
            let basis = session.end();
            let hurry = || self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
            let written = self.store.write_links(basis, hurry, |writer| {
                writer.write(&changes)?;
                write(writer, &decided)
            })?;
            if let Some((written, stamp)) = written {
                (self.state, self.stamp) = (Some(state), stamp);
                return Ok((written, decided));
            }
        }
    }
}

/// Where an article of a batch is.
enum Place {
    /// The archive has it.
    Known(ArticleId),
    /// It is the new article with this index.
    New(usize),
    /// It has the bytes of the new article with this index.
    Again(usize),
}

/// Learns an article with its annotations, and links it.
fn learn<S: LinkStorage>(
    linker: &mut Linker<S>,
    body: &str,
    found: &Annotations,
) -> std::result::Result<(ArticleFeatures, ArticleLinks), S::Error> {
    let article = ArticleFeatures::new(linker.gazetteer(), body, found);
    let first_new = linker.next_number()?;
    linker.learn(&article)?;
    let links = linker.link(&article, found.chains.len(), first_new)?;
    Ok((article, links))
}
