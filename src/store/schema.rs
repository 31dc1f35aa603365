//! The tables, as a list of steps that only grows: an archive's `user_version` says how many it has been through.
//!
//! Three families with different writers: the *texts* (written once, by import), what the engine *derived* (written by
//! import and re-annotation, can be thrown away), and what the *reader* decided (written by the quick lane alone).

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Result, StoreError};

/// `application_id` of our files: "ATTC".
const OURS: i64 = 0x4154_5443;

/// One entry a version; an archive of version n has been through the first n. Never change one that was released.
const STEPS: &[&str] = &[FIRST, LINKING, GROUPS, SHELF];

/// An article's *slot* is its time and its number in one integer, so that everything that is kept or searched by slot
/// comes in list order without sorting (see [`super::ordinal`]).
const FIRST: &str = "
-- texts -----------------------------------------------------------------------------------------------
CREATE TABLE sources(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL);
CREATE TABLE articles(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slot INTEGER NOT NULL,
  story INTEGER,              -- number of the first article of its story; NULL where it stands alone
  source INTEGER NOT NULL,
  import INTEGER NOT NULL,
  received INTEGER NOT NULL,
  published INTEGER,
  revision INTEGER NOT NULL,
  digest BLOB NOT NULL,       -- SHA-256 of the bytes as received
  headline TEXT NOT NULL,
  slug TEXT, byline TEXT, dateline TEXT, labels TEXT
);
CREATE UNIQUE INDEX articles_digest ON articles(digest);
CREATE UNIQUE INDEX articles_order ON articles(slot, story);
CREATE INDEX articles_source ON articles(source, slot, story);
CREATE INDEX articles_import ON articles(import, slot, story);
CREATE INDEX articles_story ON articles(story) WHERE story IS NOT NULL;
CREATE INDEX articles_slug ON articles(slug) WHERE slug IS NOT NULL;
CREATE TABLE bodies(id INTEGER PRIMARY KEY, lede TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE labels(folded TEXT, slot INTEGER, PRIMARY KEY(folded, slot)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(headline, body, content='', contentless_delete=1,
  tokenize=\"unicode61 remove_diacritics 2\");

-- derived -----------------------------------------------------------------------------------------------
CREATE TABLE prints(hash INTEGER, article INTEGER, PRIMARY KEY(hash, article)) WITHOUT ROWID;
CREATE TABLE sketches(id INTEGER PRIMARY KEY, sketch BLOB NOT NULL);
CREATE TABLE annotations(
  id INTEGER PRIMARY KEY,
  engine INTEGER NOT NULL,
  leads BLOB NOT NULL,        -- entities for the list's row
  links BLOB NOT NULL,        -- chain by chain: who it is, and why
  found BLOB NOT NULL         -- sentences, mentions, chains
);
CREATE INDEX annotations_engine ON annotations(engine);
CREATE TABLE entities(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0,
  -- what the reader's corrections say, computed from them:
  same INTEGER, shown TEXT, retyped INTEGER, hidden INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX entities_same ON entities(same) WHERE same IS NOT NULL;
CREATE TABLE aliases(
  id INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL,
  name TEXT NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX aliases_entity ON aliases(entity, name);
CREATE VIRTUAL TABLE alias_words USING fts5(name, content='', contentless_delete=1,
  tokenize=\"unicode61 remove_diacritics 2\");
CREATE TABLE keys(key TEXT, entity INTEGER, PRIMARY KEY(key, entity)) WITHOUT ROWID;
CREATE TABLE appearances(
  entity INTEGER, slot INTEGER, mentions INTEGER NOT NULL, certain INTEGER NOT NULL,
  PRIMARY KEY(entity, slot)
) WITHOUT ROWID;
CREATE TABLE roles(
  entity INTEGER, folded TEXT, role TEXT NOT NULL, slot INTEGER NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY(entity, folded)
) WITHOUT ROWID;

-- the reader's --------------------------------------------------------------------------------------------
CREATE TABLE marks(
  id INTEGER PRIMARY KEY,
  slot INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  star INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX marks_state ON marks(state, slot);
CREATE INDEX marks_undecided ON marks(slot) WHERE state <= 1;
CREATE INDEX marks_star ON marks(slot) WHERE star = 1;
CREATE TABLE tags(folded TEXT, slot INTEGER, name TEXT NOT NULL, PRIMARY KEY(folded, slot)) WITHOUT ROWID;
CREATE INDEX tags_slot ON tags(slot);
CREATE TABLE notes(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER, entity INTEGER,
  start INTEGER, end INTEGER, quote TEXT, before TEXT, after TEXT,
  text TEXT NOT NULL, created INTEGER NOT NULL, edited INTEGER NOT NULL
);
CREATE INDEX notes_article ON notes(article) WHERE article IS NOT NULL;
CREATE INDEX notes_entity ON notes(entity) WHERE entity IS NOT NULL;
CREATE TABLE judgements(
  article INTEGER, name TEXT, entity INTEGER, same INTEGER NOT NULL,
  PRIMARY KEY(article, name, entity)
) WITHOUT ROWID;
CREATE TABLE corrections(id INTEGER PRIMARY KEY, correction TEXT NOT NULL UNIQUE);
CREATE TABLE watched(entity INTEGER PRIMARY KEY);
CREATE TABLE journal(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  deed TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE drafts(id INTEGER PRIMARY KEY, draft TEXT NOT NULL);
CREATE TABLE views(name TEXT PRIMARY KEY, query TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE picks(entity INTEGER PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE imports(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
";

/// What linking knows of names: nodes, each with an entity of its own; and the short names that were read.
const LINKING: &str = "
CREATE TABLE nodes(
  number INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL,
  lead INTEGER NOT NULL,      -- number of the node that leads its group; its own where it stands alone
  facts BLOB NOT NULL
);
CREATE TABLE linking(stamp INTEGER NOT NULL);
INSERT INTO linking VALUES (0);
CREATE TABLE weak(word TEXT, article INTEGER, PRIMARY KEY(word, article)) WITHOUT ROWID;
CREATE INDEX weak_article ON weak(article);
";

/// What is kept so that a correction costs what its group holds, and a count of a group is read rather than counted:
/// whom each correction is about, and how many articles of a group name two of it (see [`super::appearances`]). The name of a
/// group moves to where what follows from corrections is; its root gets its own back.
pub(super) const GROUPS: &str = "
ALTER TABLE entities ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
CREATE TABLE concerned(entity INTEGER, correction INTEGER, PRIMARY KEY(entity, correction)) WITHOUT ROWID;
INSERT OR IGNORE INTO concerned
  SELECT iif(j.type = 'array', j.value ->> 0, j.value), c.id FROM corrections c, json_each(c.correction) j
  UNION SELECT j.value ->> 1, c.id FROM corrections c, json_each(c.correction) j WHERE j.key IN ('merge', 'not_same');
CREATE INDEX nodes_entity ON nodes(entity);
CREATE INDEX nodes_lead ON nodes(lead) WHERE lead <> number;
UPDATE entities SET
  shown = coalesce(shown, name),
  name = coalesce((SELECT a.name FROM aliases a WHERE a.entity = entities.id
    ORDER BY instr(a.name, ' ') = 0, a.articles DESC, length(a.name) DESC, a.name LIMIT 1), name),
  shared = (SELECT count(*) - count(DISTINCT p.slot) FROM appearances p WHERE p.entity IN
    (SELECT g.id FROM entities g WHERE g.same = entities.id UNION ALL SELECT entities.id))
  WHERE id IN (SELECT same FROM entities WHERE same IS NOT NULL);
";

/// Linking finds what it needs by key, word and block, keeps the pairs it found, and knows what is due: so that it need not read
/// all names for three articles. What an older archive knows of its names is due altogether, once.
pub(super) const SHELF: &str = "
ALTER TABLE nodes ADD COLUMN key TEXT;
UPDATE nodes SET key = json_extract(CAST(facts AS TEXT), '$.key') WHERE json_valid(CAST(facts AS TEXT));
CREATE UNIQUE INDEX nodes_key ON nodes(key) WHERE key IS NOT NULL;
CREATE TABLE words(word TEXT, node INTEGER, PRIMARY KEY(word, node)) WITHOUT ROWID;
CREATE TABLE blocks(
  block INTEGER PRIMARY KEY,
  lies BLOB NOT NULL          -- nodes with their signs; nothing: a crowd
);
CREATE TABLE pairs(node INTEGER, other INTEGER, score REAL, PRIMARY KEY(node, other)) WITHOUT ROWID;
CREATE TABLE stakes(companion INTEGER, a INTEGER, b INTEGER, PRIMARY KEY(companion, a, b)) WITHOUT ROWID;
CREATE TABLE undecided(article INTEGER PRIMARY KEY); -- whom its short names mean is to be decided again
CREATE TABLE asked(word TEXT PRIMARY KEY) WITHOUT ROWID; -- a short name that has a new bearer
CREATE TABLE due(stage INTEGER, node INTEGER, articles INTEGER NOT NULL, PRIMARY KEY(stage, node)) WITHOUT ROWID;
INSERT INTO due SELECT value, number, 0 FROM nodes, json_each('[0,1,2,3]');
DROP TABLE keys;
";

/// Brings an archive to the present version, or says why it can not be used.
pub fn migrate(db: &mut Connection) -> Result<()> {
    if check(db)? == STEPS.len() {
        return Ok(());
    }
    // Two programs may start at once: whoever comes second looks again under the lock.
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = check(&tx)?;
    for step in STEPS.iter().skip(version) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", OURS)?;
    tx.pragma_update(None, "user_version", STEPS.len() as i64)?;
    tx.commit()?;
    Ok(())
}

/// The version of an archive, if it is one of ours and not newer than this program.
pub fn check(db: &Connection) -> Result<usize> {
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
    let version = usize::try_from(number("PRAGMA user_version")?).unwrap_or(usize::MAX);
    let ours = number("PRAGMA application_id")? == OURS;
    if !ours && (version > 0 || number("SELECT count(*) FROM sqlite_schema")? > 0) {
        return Err(StoreError::Foreign);
    }
    if version > STEPS.len() {
        return Err(StoreError::Newer { found: version, known: STEPS.len() });
    }
    Ok(version)
}
