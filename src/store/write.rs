//! Every change of the archive is one [`Write`]: a transaction that is committed as a whole or leaves the archive as it was. Tests let
//! a step of it go wrong ([`super::faults`]).

use std::ops::Deref;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::{Result, StoreError};
use super::faults::Faults;
use super::turn::Taken;
use super::{Access, Store};

/// A change on its way. Dropped without [`Write::commit`], it leaves the archive as it was.
#[derive(Debug)]
pub struct Write<'s> {
    tx: Transaction<'s>,
    /// The store's count of transactions.
    own: &'s mut u64,
    faults: &'s Faults,
    /// A change by the user has the turn until it is made.
    _turn: Option<Taken>,
}

impl<'s> Write<'s> {
    /// Begins a change. Waits for other writers.
    pub fn begin(db: &'s mut Connection, access: Access, own: &'s mut u64, faults: &'s Faults) -> Result<Self> {
        if access == Access::Read {
            return Err(StoreError::ReadOnly);
        }
        faults.step()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Self { tx, own, faults, _turn: None })
    }

    /// Puts the change on the disk.
    pub fn commit(self) -> Result<()> {
        self.faults.step()?;
        self.tx.commit()?;
        *self.own += 1;
        self.faults.kept();
        Ok(())
    }
}

impl Deref for Write<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.tx
    }
}

impl Store {
    /// Begins a change by the user. Waits for other users; an import gives way. An error where the archive can only be read.
    pub(super) fn write(&mut self) -> Result<Write<'_>> {
        let turn = self.turn.take();
        Ok(Write { _turn: Some(turn), ..Write::begin(&mut self.db, self.access, &mut self.own, &self.faults)? })
    }

    /// Lets steps of writing go wrong, as `faults` says from now on.
    pub fn inject(&mut self, faults: &Faults) {
        self.faults = faults.clone();
    }
}
