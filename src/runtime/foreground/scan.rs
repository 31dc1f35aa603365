//! What is read in pieces while no request waits: the whole order of a list, and where the entities in focus are named. The first
//! window of both is there at once. ([`super::opening`] does the same for an article with very many names.)

use crate::app::message::Answer;
use crate::app::request::Ticket;
use crate::app::view::View;
use crate::news::article::ArticleId;
use crate::news::entity::EntityId;
use crate::query::{Is, Query, Test};
use crate::runtime::clock::clock;
use crate::store::{Scan, Store, StoreError};

/// Articles in the first window.
const WINDOW: usize = 200;
/// Articles in a piece, after which the lane looks whether a request waits.
const PIECE: usize = 2_000;

/// What is read in pieces.
pub trait Pieces {
    /// The request that it answers.
    fn ticket(&self) -> Ticket;

    /// Reads the next piece. Returns the last answer after the last one.
    fn read_on(&mut self, store: &Store) -> Result<Option<Answer>, StoreError>;
}

/// A list on its way: first its order, then how many of its articles are undecided.
pub struct ListScan {
    ticket: Ticket,
    order: Scan,
    undecided: Scan,
    ordered: bool,
}

impl ListScan {
    /// The first window of a list, around an article if there is one, and the scan that reads the rest.
    pub fn begin(
        store: &Store,
        ticket: Ticket,
        view: &View,
        around: Option<ArticleId>,
    ) -> Result<(Answer, Self), StoreError> {
        let query = view.filter.query();
        let window = store.window(query, view.sort, &clock(), around, WINDOW)?;
        let total = window.whole.then_some(window.ids.len());
        let undecided = query.clone().and(Query::Test(Test::Is(Is::Undecided)));
        let scan = Self {
            ticket,
            order: Scan::new(query.clone(), view.sort),
            undecided: Scan::new(undecided, view.sort),
            ordered: false,
        };
        Ok((Answer::Listed { ids: window.ids, offset: 0, total, whole: false, undecided: None }, scan))
    }
}

impl Pieces for ListScan {
    fn ticket(&self) -> Ticket {
        self.ticket
    }

    fn read_on(&mut self, store: &Store) -> Result<Option<Answer>, StoreError> {
        let scan = if self.ordered { &mut self.undecided } else { &mut self.order };
        if !store.scan(scan, &clock(), PIECE)? || !std::mem::replace(&mut self.ordered, true) {
            return Ok(None);
        }
        let ids = std::mem::take(&mut self.order.ids);
        let (total, undecided) = (Some(ids.len()), Some(self.undecided.ids.len()));
        Ok(Some(Answer::Listed { ids, offset: 0, total, whole: true, undecided }))
    }
}

/// The articles of some entities on their way.
pub struct LocateScan {
    ticket: Ticket,
    all: Vec<(EntityId, String)>,
    scan: Scan,
}

impl LocateScan {
    /// The first articles that name one of `all`, and the scan that reads the rest; none where these are all.
    pub fn begin(
        store: &Store,
        ticket: Ticket,
        all: Vec<(EntityId, String)>,
        view: &View,
    ) -> Result<(Answer, Option<Self>), StoreError> {
        let query = view.filter.query().clone().and(Query::entities(all.iter().map(|(id, _)| id.0)));
        let first = store.window(&query, view.sort, &clock(), None, WINDOW)?;
        let rest = || Self { ticket, all: all.clone(), scan: Scan::new(query, view.sort) };
        let scan = (!first.whole).then(rest);
        Ok((Answer::Located { all, articles: first.ids, whole: first.whole }, scan))
    }
}

impl Pieces for LocateScan {
    fn ticket(&self) -> Ticket {
        self.ticket
    }

    fn read_on(&mut self, store: &Store) -> Result<Option<Answer>, StoreError> {
        if !store.scan(&mut self.scan, &clock(), PIECE)? {
            return Ok(None);
        }
        let (all, articles) = (std::mem::take(&mut self.all), std::mem::take(&mut self.scan.ids));
        Ok(Some(Answer::Located { all, articles, whole: true }))
    }
}
