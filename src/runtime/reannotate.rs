//! Annotating articles again that an older version of the engine annotated: in batches in the background, oldest first, so
//! that it can be stopped at any time and continued later. What an interrupted import left to settle is settled at the end.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::settling::{Settling, settle};
use crate::engine::{Engine, Scratch};
use crate::news::article::ArticleId;
use crate::news::mention::Annotations;
use crate::resolve::{BATCH_WEIGHT, Resolver, weight};
use crate::store::{Access, Store, StoreError};

/// Articles annotated at a time, on all cores.
const BATCH: usize = 200;
/// Articles between two times of consolidating.
const CONSOLIDATE: usize = 10_000;

/// Whether there is such an article, or names are not settled. A few look-ups in indices.
pub fn needed(archive: &Path) -> bool {
    Store::open(archive, Access::Read).is_ok_and(|store| {
        store.stale(Engine::VERSION, ArticleId(0), 1).is_ok_and(|stale| !stale.is_empty())
            || store.is_unsettled().unwrap_or(false)
    })
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// So many articles were annotated.
    Annotated(u64),
    /// Names are being settled.
    Settling(Settling),
}

/// Annotates until no such article is left or `stop` is set, then settles. Calls `tell` after each batch, and while it settles. Returns
/// the number of articles annotated.
pub fn reannotate(
    archive: &Path,
    engine: &Engine,
    stop: &AtomicBool,
    mut tell: impl FnMut(Stage),
) -> Result<u64, StoreError> {
    let mut store = Store::open(archive, Access::Bulk)?;
    let mut resolver = Resolver::new(&mut store).until(stop);
    let (mut done, mut after, mut unconsolidated) = (0, ArticleId(0), 0);
    while !stop.load(Ordering::Relaxed) {
        let stale = resolver.store().stale(Engine::VERSION, after, BATCH)?;
        let Some((last, _)) = stale.last() else { break };
        after = *last;
        for batch in batches(&stale, annotate(engine, &stale)) {
            resolver.annotate_again(Engine::VERSION, &batch)?;
            done += batch.len() as u64;
            unconsolidated += batch.len();
            tell(Stage::Annotated(done));
        }
        if unconsolidated >= CONSOLIDATE {
            unconsolidated = 0;
            settle(&mut resolver, stop, |how_far| tell(Stage::Settling(how_far)))?;
        }
    }
    settle(&mut resolver, stop, |how_far| tell(Stage::Settling(how_far)))?;
    Ok(done)
}

/// Divides what was found in `articles` into batches of [`BATCH_WEIGHT`].
fn batches(
    articles: &[(ArticleId, String)],
    found: Vec<(ArticleId, Annotations)>,
) -> Vec<Vec<(ArticleId, Annotations)>> {
    let bodies: HashMap<ArticleId, &str> = articles.iter().map(|(id, body)| (*id, body.as_str())).collect();
    let (mut batches, mut full) = (Vec::new(), usize::MAX);
    for (id, found) in found {
        if full >= BATCH_WEIGHT {
            batches.push(Vec::new());
            full = 0;
        }
        full += weight(bodies.get(&id).copied().unwrap_or_default(), &found);
        if let Some(batch) = batches.last_mut() {
            batch.push((id, found));
        }
    }
    batches
}

/// Annotates on all cores, in the order given. An article on which the engine fails keeps its old annotations.
fn annotate(engine: &Engine, articles: &[(ArticleId, String)]) -> Vec<(ArticleId, Annotations)> {
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let share = articles.len().div_ceil(cores).max(1);
    let all = |part: &[(ArticleId, String)]| {
        let mut scratch = Scratch::default();
        let one = |(id, body): &(ArticleId, String)| {
            let found = catch_unwind(AssertUnwindSafe(|| engine.annotate_with(&mut scratch, body)));
            if found.is_err() {
                // It may have stopped halfway through a change.
                scratch = Scratch::default();
            }
            Some((*id, found.ok()?))
        };
        part.iter().filter_map(one).collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let parts: Vec<_> = articles.chunks(share).map(|part| scope.spawn(move || all(part))).collect();
        parts.into_iter().filter_map(|part| part.join().ok()).flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::article::Draft;
    use crate::news::time::Timestamp;
    use crate::store::Taken;

    #[test]
    fn what_an_older_engine_read_is_read_again_once() {
        let dir = tempfile::tempdir().unwrap();
        let archive = dir.path().join("d/archive.db");
        let mut store = Store::open(&archive, Access::Bulk).unwrap();
        let article = |number: u8| Taken {
            draft: Draft { body: "Karl Maier met Ana Sousa in Lisbon.".to_owned(), ..Draft::default() },
            digest: [number; 32],
            received: Timestamp(0),
            found: Annotations::default(),
        };
        Resolver::new(&mut store).insert(1, Engine::VERSION - 1, &[article(1), article(2)]).unwrap();
        Resolver::new(&mut store).insert(1, Engine::VERSION, &[article(3)]).unwrap();
        assert!(needed(&archive));
        let engine = Engine::new();
        assert_eq!(reannotate(&archive, &engine, &AtomicBool::new(true), |_| {}).unwrap(), 0);
        assert_eq!(reannotate(&archive, &engine, &AtomicBool::new(false), |_| {}).unwrap(), 2);
        assert!(!needed(&archive));
        assert!(!store.annotations(ArticleId(2)).unwrap().chains.is_empty());
        assert!(store.annotations(ArticleId(3)).unwrap().chains.is_empty());
    }
}
