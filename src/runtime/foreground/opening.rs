//! Opening an article. Of one with very many names the text comes at once, and the names follow in pieces: what a name is linked to takes
//! a few look-ups, and 32,000 names are not to keep the next key waiting.

use std::sync::Arc;

use super::scan::Pieces;
use crate::app::message::{Answer, Opened};
use crate::app::request::Ticket;
use crate::news::article::ArticleId;
use crate::news::mention::Annotations;
use crate::store::{LinkScan, Store, StoreError};

/// Chains whose links are read at once; some 5 ms.
const PIECE: usize = 1_000;
/// So many times reading begins again because the user decided something meanwhile; then it goes through.
const AGAIN: u32 = 3;

/// An article whose names are on their way.
pub struct OpenScan {
    ticket: Ticket,
    opened: Opened,
    /// None until the first piece.
    links: Option<LinkScan>,
    /// Of the archive, when reading began.
    generation: u64,
    again: u32,
}

impl OpenScan {
    /// An article; without its names where these are very many: then with the scan that reads them.
    pub fn begin(store: &Store, ticket: Ticket, id: ArticleId) -> Result<(Answer, Option<Self>), StoreError> {
        let generation = store.generation()?;
        let mut opened = read(store, id)?;
        if opened.annotations.chains.len() <= PIECE {
            opened.links = store.links(id, &opened.annotations)?;
            return Ok((Answer::Opened(Arc::new(opened)), None));
        }
        let Opened { article, annotations, links, notes, row, .. } = &opened;
        let text = Opened {
            article: article.clone(),
            annotations: Annotations { sentences: annotations.sentences.clone(), ..Annotations::default() },
            links: links.clone(),
            notes: notes.clone(),
            row: row.clone(),
            whole: false,
        };
        let scan = Self { ticket, opened, links: None, generation, again: 0 };
        Ok((Answer::Opened(Arc::new(text)), Some(scan)))
    }

    /// Begins again if the user decided something since it began, such as which entity a name is.
    fn keep_up(&mut self, store: &Store) -> Result<(), StoreError> {
        // The upper half counts what other programs wrote, which is told apart from this.
        let generation = store.generation()?;
        if generation as u32 != self.generation as u32 && self.again < AGAIN {
            self.opened = read(store, self.opened.article.id)?;
            (self.links, self.generation, self.again) = (None, generation, self.again + 1);
        }
        Ok(())
    }
}

impl Pieces for OpenScan {
    fn ticket(&self) -> Ticket {
        self.ticket
    }

    fn read_on(&mut self, store: &Store) -> Result<Option<Answer>, StoreError> {
        self.keep_up(store)?;
        let Some(links) = &mut self.links else {
            self.links = Some(store.begin_links(self.opened.article.id)?);
            return Ok(None);
        };
        if !store.read_links(links, &self.opened.annotations, PIECE)? {
            return Ok(None);
        }
        let opened = Opened { links: std::mem::take(&mut links.linked), ..self.opened.clone() };
        Ok(Some(Answer::Opened(Arc::new(opened))))
    }
}

/// An article without its links.
fn read(store: &Store, id: ArticleId) -> Result<Opened, StoreError> {
    let article = store.article(id)?;
    // The text can be read without annotations. The next import or annotation makes unreadable ones again.
    let annotations = store.annotations(id).unwrap_or_default();
    let notes = store.notes_on(id)?;
    let row = store.rows(&[id])?.pop();
    let row = row.ok_or_else(|| StoreError::Missing(format!("article {}", id.0)))?;
    Ok(Opened { article, annotations, links: Vec::new(), notes, row, whole: true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::news::article::Draft;
    use crate::news::mention::{Chain, Form, Kind, Mention, Why};
    use crate::news::time::Timestamp;
    use crate::resolve::Resolver;
    use crate::store::{Access, Taken};
    use crate::text::span::Span;

    /// An article that names so many people, as the archive takes it.
    fn crowd(names: usize) -> Taken {
        let (mut body, mut found) = (String::new(), Annotations::default());
        for at in 0..names {
            let name = format!("Ana{} Sousa{at}", at % 7);
            let span = Span::new(body.len(), body.len() + name.len());
            let chain = at as u32;
            found.mentions.push(Mention {
                span,
                form: Form::Name,
                kind: Kind::Person,
                chain,
                score: 1.0,
                why: Why::First,
            });
            found.chains.push(Chain {
                kind: Kind::Person,
                name: name.clone(),
                mentions: vec![chain],
                roles: Vec::new(),
            });
            found.sentences.push(span);
            body += &name;
            body += ".\n";
        }
        let draft = Draft { headline: "A crowd".to_owned(), body, ..Draft::default() };
        Taken { draft, digest: [1; 32], received: Timestamp(0), found }
    }

    #[test]
    fn the_names_of_a_crowd_follow_its_text_in_pieces() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("d/archive.db"), Access::Bulk).unwrap();
        Resolver::new(&mut store).insert(1, Engine::VERSION, &[crowd(2 * PIECE + 1)]).unwrap();
        let (first, scan) = OpenScan::begin(&store, Ticket(1), ArticleId(1)).unwrap();
        let (Answer::Opened(text), Some(mut scan)) = (first, scan) else { panic!("the text comes first") };
        assert!(!text.whole && text.annotations.chains.is_empty() && text.links.is_empty());
        assert_eq!(text.annotations.sentences.len(), 2 * PIECE + 1);
        let pieces = |store: &Store, scan: &mut OpenScan| {
            let mut pieces = 1;
            loop {
                match scan.read_on(store).unwrap() {
                    None => pieces += 1,
                    Some(Answer::Opened(opened)) => return (pieces, opened),
                    Some(other) => panic!("{other:?}"),
                }
            }
        };
        assert!(scan.read_on(&store).unwrap().is_none() && scan.read_on(&store).unwrap().is_none());
        store.set_position(ArticleId(1), 3).unwrap();
        let (read, opened) = pieces(&store, &mut scan);
        assert_eq!(read, 4, "it begins again after a change");
        assert!(opened.whole && opened.links.len() == 2 * PIECE + 1 && opened.article.position == 3);
        assert_eq!(opened.links, store.links(ArticleId(1), &opened.annotations).unwrap());
    }
}
