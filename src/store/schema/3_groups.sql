-- Step 3. A correction costs what its group holds, and the number of articles of a group is read rather than counted. The name of
-- a group moves to `shown`; its root gets its own name back.

-- Of a root: articles counted more than once when the `articles` of its members are added up, because they name two of them.
ALTER TABLE entities ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
-- Which corrections are about an entity.
CREATE TABLE concerned(entity INTEGER, correction INTEGER, PRIMARY KEY(entity, correction)) WITHOUT ROWID;
INSERT OR IGNORE INTO concerned
  WITH readable(id, correction) AS
    (SELECT id, iif(json_valid(correction), correction, '{}') FROM corrections)
  SELECT iif(j.type = 'array', j.value ->> 0, j.value), c.id FROM readable c, json_each(c.correction) j
  UNION SELECT j.value ->> 1, c.id FROM readable c, json_each(c.correction) j WHERE j.key IN ('merge', 'not_same');
CREATE INDEX nodes_entity ON nodes(entity);
CREATE INDEX nodes_lead ON nodes(lead) WHERE lead <> number;
UPDATE entities SET
  shown = coalesce(shown, name),
  name = coalesce((SELECT a.name FROM aliases a WHERE a.entity = entities.id
    ORDER BY instr(a.name, ' ') = 0, a.articles DESC, length(a.name) DESC, a.name LIMIT 1), name),
  shared = (SELECT count(*) - count(DISTINCT p.slot) FROM appearances p WHERE p.entity IN
    (SELECT g.id FROM entities g WHERE g.same = entities.id UNION ALL SELECT entities.id))
  WHERE id IN (SELECT same FROM entities WHERE same IS NOT NULL);
