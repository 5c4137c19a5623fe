-- Which entries say of another code that they replace it, so that a code which is gone is found again without reading every entry.
CREATE TABLE replaces (
  catalog_id  INTEGER NOT NULL,                    -- of which catalog
  old_code    TEXT NOT NULL,                       -- the code that is replaced
  entry_id    INTEGER NOT NULL,                    -- the entry row whose record says so (same-as, replaced-by; a `possibly` is not here)
  PRIMARY KEY (catalog_id, old_code, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX replaces_entry ON replaces(entry_id);
-- replaced_code(code, record, n): the n-th code, from 0, that an entry's record says it replaces; NULL: no more.
INSERT OR IGNORE INTO replaces
  WITH RECURSIVE said(id, catalog_id, code, record, n, old_code) AS (
    SELECT id, catalog_id, code, record, 0, replaced_code(code, record, 0) FROM entry WHERE replaced_code(code, record, 0) IS NOT NULL
    UNION ALL
    SELECT id, catalog_id, code, record, n + 1, replaced_code(code, record, n + 1) FROM said WHERE replaced_code(code, record, n + 1) IS NOT NULL)
  SELECT catalog_id, old_code, id FROM said;
DROP TRIGGER entry_gone;
CREATE TRIGGER entry_gone     AFTER DELETE ON entry BEGIN
  DELETE FROM ended WHERE entry_id = OLD.id;
  DELETE FROM replaces WHERE entry_id = OLD.id;
END;
CREATE TRIGGER replaces_new   BEFORE INSERT ON replaces
  WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN catalog c ON c.id = e.catalog_id WHERE e.id = NEW.entry_id
                      AND e.catalog_id = NEW.catalog_id AND e.first > c.sealed)
    OR EXISTS (SELECT 1 FROM replaces WHERE catalog_id = NEW.catalog_id AND old_code = NEW.old_code AND entry_id = NEW.entry_id)
  BEGIN SELECT raise(ABORT, 'entry of a published version'); END;
CREATE TRIGGER replaces_fixed BEFORE UPDATE ON replaces BEGIN SELECT raise(ABORT, 'an entry never changes, it ends'); END;
CREATE TRIGGER replaces_keep  BEFORE DELETE ON replaces WHEN EXISTS (SELECT 1 FROM entry WHERE id = OLD.entry_id)
  BEGIN SELECT raise(ABORT, 'an entry never changes, it ends'); END;
