-- Step 2. What linking knows of names: nodes, each with an entity of its own, and where short names were read.

CREATE TABLE nodes(
  number INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL,
  lead INTEGER NOT NULL,      -- the node that leads its group; its own number where it stands alone
  facts BLOB NOT NULL         -- what was read about the name (store/facts.rs)
);
CREATE TABLE linking(stamp INTEGER NOT NULL); -- grows with each write, so that a connection knows when its cache is stale
INSERT INTO linking VALUES (0);
CREATE TABLE weak(word TEXT, article INTEGER, PRIMARY KEY(word, article)) WITHOUT ROWID; -- short names and their articles
CREATE INDEX weak_article ON weak(article);
