//! Points in time, in the one form in which the archive stores them: whole seconds since 1970-01-01T00:00:00Z.

use serde::{Deserialize, Serialize};

/// Seconds since the Unix epoch, UTC; negative before 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp(pub i64);
