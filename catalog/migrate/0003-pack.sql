-- Signed packs that were taken in: what a later one must come behind.
CREATE TABLE pack (
  id          INTEGER PRIMARY KEY,                 -- order in which they were taken in
  region      TEXT NOT NULL,                       -- the packs of a region are one chain
  label       TEXT NOT NULL,                       -- as signed
  import_id   INTEGER REFERENCES import(id) ON DELETE CASCADE, -- the run that staged its versions, and goes with them; NULL: no change
  manifest    BLOB NOT NULL CHECK (length(manifest) = 32), -- SHA-256 of its manifest
  previous    BLOB CHECK (length(previous) = 32),  -- of the manifest that it says is before it; NULL: it says that it is the first
  key         BLOB NOT NULL CHECK (length(key) = 8), -- number of the key whose signature held
  at          TEXT NOT NULL,                       -- when, UTC
  who         TEXT NOT NULL,                       -- by whom
  reason      TEXT                                 -- why it was taken in although it does not come behind the one before; NULL: it does
) STRICT;
CREATE INDEX pack_region ON pack(region, id);
CREATE INDEX pack_import ON pack(import_id);
-- The version numbers that a pack had at the bureau.
CREATE TABLE pack_number (
  pack_id     INTEGER NOT NULL REFERENCES pack(id) ON DELETE CASCADE, -- of which pack
  kind        TEXT NOT NULL CHECK (kind IN ('drug','service','facility','consumable')), -- of which kind
  number      INTEGER NOT NULL CHECK (number > 0), -- only rises from pack to pack
  PRIMARY KEY (pack_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pack_fixed     BEFORE UPDATE ON pack BEGIN SELECT raise(ABORT, 'what was taken in stays known'); END;
CREATE TRIGGER pack_new       BEFORE INSERT ON pack WHEN EXISTS (SELECT 1 FROM pack WHERE id = NEW.id)
  BEGIN SELECT raise(ABORT, 'what was taken in stays known'); END;
CREATE TRIGGER pack_keep      BEFORE DELETE ON pack
  WHEN OLD.import_id IS NULL OR EXISTS (SELECT 1 FROM import WHERE id = OLD.import_id)
  BEGIN SELECT raise(ABORT, 'what was taken in stays known'); END;
CREATE TRIGGER pack_number_fixed BEFORE UPDATE ON pack_number BEGIN SELECT raise(ABORT, 'what was taken in stays known'); END;
CREATE TRIGGER pack_number_new BEFORE INSERT ON pack_number
  WHEN EXISTS (SELECT 1 FROM pack_number WHERE pack_id = NEW.pack_id AND kind = NEW.kind)
  BEGIN SELECT raise(ABORT, 'what was taken in stays known'); END;
CREATE TRIGGER pack_number_keep BEFORE DELETE ON pack_number WHEN EXISTS (SELECT 1 FROM pack WHERE id = OLD.pack_id)
  BEGIN SELECT raise(ABORT, 'what was taken in stays known'); END;
