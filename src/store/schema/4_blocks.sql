-- Step 4. Linking finds what it needs by key, word and block, keeps the pairs it found, and knows what is due, so that three new
-- articles do not make it read all names. The names of an older archive are all due once.

ALTER TABLE nodes ADD COLUMN key TEXT;
UPDATE nodes SET key = json_extract(CAST(facts AS TEXT), '$.key') WHERE json_valid(CAST(facts AS TEXT));
CREATE UNIQUE INDEX nodes_key ON nodes(key) WHERE key IS NOT NULL;
CREATE TABLE words(word TEXT, node INTEGER, PRIMARY KEY(word, node)) WITHOUT ROWID; -- nodes by the words of their names
CREATE TABLE blocks(
  block INTEGER PRIMARY KEY,  -- hash of a blocking key: only names that share one are compared
  lies BLOB NOT NULL          -- the nodes in it, with their signatures; empty: too many, closed for ever
);
CREATE TABLE pairs(node INTEGER, other INTEGER, score REAL, PRIMARY KEY(node, other)) WITHOUT ROWID; -- names found alike
CREATE TABLE stakes(companion INTEGER, a INTEGER, b INTEGER, PRIMARY KEY(companion, a, b)) WITHOUT ROWID; -- pairs that a
                              -- companion speaks for: they are weighed again when it becomes more common
CREATE TABLE undecided(article INTEGER PRIMARY KEY); -- its short names have to be resolved again
CREATE TABLE asked(word TEXT PRIMARY KEY) WITHOUT ROWID; -- a short name that has a new bearer
CREATE TABLE due(             -- nodes that wait for a stage of settling
  stage INTEGER, node INTEGER, articles INTEGER NOT NULL, PRIMARY KEY(stage, node)
) WITHOUT ROWID;
INSERT INTO due SELECT value, number, 0 FROM nodes, json_each('[0,1,2,3]');
DROP TABLE keys;
