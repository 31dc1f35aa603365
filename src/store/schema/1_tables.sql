-- Step 1. Three families of tables with different writers: texts (written once, by import), what the engine derived from them
-- (written by import and re-annotation; can be computed again), and what the user decided (written by the foreground lane).
--
-- `slot` is an article's ordinal: its time and number in one integer (store/ordinal.rs). A table keyed by slot yields its
-- articles in list order without sorting. `folded` is a text as it is compared: lower case, no accents (text/fold.rs).

-- texts --------------------------------------------------------------------------------------------------
CREATE TABLE sources(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, folded TEXT NOT NULL);
CREATE TABLE articles(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slot INTEGER NOT NULL,
  story INTEGER,              -- number of the first article of its story; NULL where it stands alone
  source INTEGER NOT NULL,    -- sources.id
  import INTEGER NOT NULL,    -- imports.id
  received INTEGER NOT NULL,  -- seconds since 1970, UTC, like every time here
  published INTEGER,          -- NULL where the text does not say
  revision INTEGER NOT NULL,  -- 0 first, 1 update, 2 correction, 3 kill
  digest BLOB NOT NULL,       -- SHA-256 of the bytes as received
  headline TEXT NOT NULL,
  slug TEXT, byline TEXT,
  dateline TEXT, labels TEXT  -- JSON; labels are the tags that the sender gave
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
  tokenize="unicode61 remove_diacritics 2");

-- derived ------------------------------------------------------------------------------------------------
CREATE TABLE prints(hash INTEGER, article INTEGER, PRIMARY KEY(hash, article)) WITHOUT ROWID; -- MinHash values, to find copies
CREATE TABLE sketches(id INTEGER PRIMARY KEY, sketch BLOB NOT NULL); -- the whole MinHash sketch of an article
CREATE TABLE annotations(
  id INTEGER PRIMARY KEY,
  engine INTEGER NOT NULL,    -- version of the engine that made them
  leads BLOB NOT NULL,        -- the entities that the list shows with the article
  links BLOB NOT NULL,        -- one link a chain, with its reasons
  found BLOB NOT NULL         -- sentences, mentions, chains
);
CREATE INDEX annotations_engine ON annotations(engine);
CREATE TABLE entities(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,      -- 0 person, 1 institution, 2 place, 3 event, 4 other
  name TEXT NOT NULL,         -- its own fullest common name
  articles INTEGER NOT NULL DEFAULT 0, -- how many articles name it, members of its group apart
  -- computed from groups and corrections (store/regroup.rs):
  same INTEGER,               -- the root of its group; NULL for the root and for an entity that stands alone
  shown TEXT,                 -- the name to show: the user's, or the common name of the group that it is the root of
  retyped INTEGER,            -- the kind that the user gave
  hidden INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX entities_same ON entities(same) WHERE same IS NOT NULL;
CREATE TABLE aliases(
  id INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL,
  name TEXT NOT NULL,         -- as written
  articles INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX aliases_entity ON aliases(entity, name);
CREATE VIRTUAL TABLE alias_words USING fts5(name, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 2");
CREATE TABLE keys(key TEXT, entity INTEGER, PRIMARY KEY(key, entity)) WITHOUT ROWID;
CREATE TABLE appearances(     -- which article names which entity
  entity INTEGER, slot INTEGER,
  mentions INTEGER NOT NULL,
  certain INTEGER NOT NULL,   -- 0 where every link to it in the article is uncertain
  PRIMARY KEY(entity, slot)
) WITHOUT ROWID;
CREATE TABLE roles(
  entity INTEGER, folded TEXT,
  role TEXT NOT NULL,         -- as last written
  slot INTEGER NOT NULL,      -- the newest article that has it
  times INTEGER NOT NULL,     -- how many articles have it
  PRIMARY KEY(entity, folded)
) WITHOUT ROWID;

-- the user's ---------------------------------------------------------------------------------------------
CREATE TABLE marks(           -- one row an article
  id INTEGER PRIMARY KEY,
  slot INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0, -- 0 new, 1 read, 2 later, 3 kept, 4 dismissed
  star INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0 -- byte of the body on top of the screen when it was left
);
CREATE INDEX marks_state ON marks(state, slot);
CREATE INDEX marks_undecided ON marks(slot) WHERE state <= 1;
CREATE INDEX marks_star ON marks(slot) WHERE star = 1;
CREATE TABLE tags(folded TEXT, slot INTEGER, name TEXT NOT NULL, PRIMARY KEY(folded, slot)) WITHOUT ROWID;
CREATE INDEX tags_slot ON tags(slot);
CREATE TABLE notes(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER, entity INTEGER,
  start INTEGER, end INTEGER, -- bytes of the body; with quote, before and after the anchor of a quote
  quote TEXT, before TEXT, after TEXT,
  text TEXT NOT NULL, created INTEGER NOT NULL, edited INTEGER NOT NULL
);
CREATE INDEX notes_article ON notes(article) WHERE article IS NOT NULL;
CREATE INDEX notes_entity ON notes(entity) WHERE entity IS NOT NULL;
CREATE TABLE judgements(
  article INTEGER,
  name TEXT,                  -- the chain's judgement key (store/chain_split.rs)
  entity INTEGER,
  same INTEGER NOT NULL,      -- 1 link confirmed, 0 refused
  PRIMARY KEY(article, name, entity)
) WITHOUT ROWID;
CREATE TABLE corrections(id INTEGER PRIMARY KEY, correction TEXT NOT NULL UNIQUE); -- JSON (news/entity.rs)
CREATE TABLE watched(entity INTEGER PRIMARY KEY);
CREATE TABLE journal(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  deed TEXT NOT NULL,         -- an edit as JSON (store/edit.rs)
  undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE drafts(id INTEGER PRIMARY KEY, draft TEXT NOT NULL); -- what is being typed, as JSON, by input field
CREATE TABLE views(name TEXT PRIMARY KEY, query TEXT NOT NULL) WITHOUT ROWID; -- not used; kept so that archives stay alike
CREATE TABLE picks(entity INTEGER PRIMARY KEY, times INTEGER NOT NULL); -- how often it was chosen in the jump bar
CREATE TABLE imports(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
