-- Step 5. A draft belongs to the session that writes it: another reader of the archive neither shows nor deletes it.

ALTER TABLE drafts RENAME TO drafts_before;
CREATE TABLE drafts(
  session INTEGER,            -- number of the session (store/sessions.rs); -1 for drafts of before this step
  number INTEGER,             -- of the draft in its session
  draft TEXT NOT NULL,        -- JSON (news/note.rs)
  at INTEGER NOT NULL,        -- when it was kept: milliseconds since 1970
  PRIMARY KEY(session, number)
) WITHOUT ROWID;
INSERT INTO drafts SELECT -1, id, draft, 0 FROM drafts_before;
DROP TABLE drafts_before;
