-- duima store, schema 5: what a new store is made of.  A change to it is a new file in migrate/, and this file then says the
-- outcome.  It must never be edited alone: stores of people out there would not follow.
--
-- How versions share their content:
--  * A version belongs to a catalog (region, kind) and has a number, its order of arrival: never reused, and it says nothing
--    about dates.  An older release that arrives later gets the next number; the dates of the events decide what is in force.
--  * A row of entry is written once and never changed.  It belongs to version n when first <= n and nothing in `ended` says that it
--    ended before n.  So a new version writes what is new, and the ends of what is gone: nothing else, in no other place of the file.
--  * Rows that came with a catalog's first version (later = 0) are found by entry_base, all later ones by entry_later: a new
--    version leaves the big index alone.  (With one index for both, 2 % of changes split every page of it.)
--  * A version row is never updated.  Its status is its last event; no event = staged.  Events are only appended.
--  * What an entry says beyond code and name is one record of tagged fields (catalog/entry.h, entry_pack): the bytes that are
--    hashed are the bytes that are kept, an absent field costs nothing, and a new field needs no new column.
--  * Dates here are TEXT 'YYYY-MM-DD' (they sort, and read in any SQL shell); times are UTC 'YYYY-MM-DDTHH:MM:SSZ'.
-- The triggers stop accidents, also of SQL typed by hand.  Proof is version.hash, which anyone can compute again.

-- One catalog: what a region publishes of one kind.
CREATE TABLE catalog (
  id          INTEGER PRIMARY KEY,
  region      TEXT NOT NULL,                       -- '430000', 'ON'
  kind        TEXT NOT NULL CHECK (kind IN ('drug','service','facility','consumable')), -- one of the four words
  last_number INTEGER NOT NULL DEFAULT 0,          -- highest number ever given to a version, dropped ones included: never falls
  sealed      INTEGER NOT NULL DEFAULT 0,          -- highest number ever published: which rows it has can no longer change
  UNIQUE (region, kind)
) STRICT;

-- One run of `duima import`: where the versions (one a kind) that it staged came from.
CREATE TABLE import (
  id          INTEGER PRIMARY KEY,
  at          TEXT NOT NULL,                       -- when, UTC
  who         TEXT NOT NULL,                       -- user name
  program     TEXT NOT NULL,                       -- 'duima 0.1.0'
  profile     TEXT NOT NULL,                       -- how it was read: 'native', 'on-odb'
  profile_sha BLOB                                 -- SHA-256 of the profile file as read; NULL: native
) STRICT;

-- The files of an import, in order (pages of one version).
CREATE TABLE source (
  import_id   INTEGER NOT NULL REFERENCES import(id) ON DELETE CASCADE, -- whose file
  pos         INTEGER NOT NULL,                    -- 0, 1, 2 … as given
  name        TEXT NOT NULL,                       -- as given on the command line
  sha256      BLOB NOT NULL,                       -- of its bytes
  bytes       INTEGER NOT NULL,                    -- its size
  records     INTEGER NOT NULL,                    -- records read from it
  skipped     INTEGER NOT NULL DEFAULT 0,          -- records refused (--skip-bad)
  PRIMARY KEY (import_id, pos)
) STRICT, WITHOUT ROWID;

-- One version of a catalog.  Never updated.
CREATE TABLE version (
  id          INTEGER PRIMARY KEY,
  catalog_id  INTEGER NOT NULL REFERENCES catalog(id), -- of which catalog
  number      INTEGER NOT NULL CHECK (number > 0), -- order of arrival in the catalog
  label       TEXT NOT NULL,                       -- '2026.2'; free again once a staged version is dropped
  import_id   INTEGER NOT NULL REFERENCES import(id), -- the run that staged it
  title       TEXT,                                -- as the document says
  publisher   TEXT,                                -- as the document says
  effective   TEXT,                                -- the day that the document wishes; the event decides
  expires     TEXT,                                -- nobody checks against it after this day; NULL: no such day
  fragment    INTEGER NOT NULL DEFAULT 0,          -- 1: a part of a catalog; an absent code is then "cannot tell"
  entries     INTEGER NOT NULL,                    -- how many it has
  compared    INTEGER,                             -- number of the version that the three counts are against; NULL: none was before it
  added       INTEGER NOT NULL,                    -- codes that `compared` has not
  removed     INTEGER NOT NULL,                    -- codes that only `compared` has
  changed     INTEGER NOT NULL,                    -- codes in both with other content
  hash        BLOB NOT NULL,                       -- SHA-256 over (code, NUL, entry.hash) in code order: equal = same content
  base        TEXT,                                -- label of the version on which the import put its changes; NULL: its files held all
  numbers     TEXT,                                -- 'nhsa-1301=1301-20260101': greatest version number of the records, by profile; NULL: they have none
  UNIQUE (catalog_id, number),
  UNIQUE (catalog_id, label)
) STRICT;
CREATE INDEX version_import ON version(import_id);

-- What happened to a version: staged -> publish -> withdraw -> publish …
CREATE TABLE event (
  id          INTEGER PRIMARY KEY,                 -- order of the events
  version_id  INTEGER NOT NULL REFERENCES version(id), -- to which version
  what        TEXT NOT NULL CHECK (what IN ('publish','withdraw')), -- what
  effective   TEXT CHECK ((what = 'publish') = (effective IS NOT NULL)), -- publish: in force from this day
  at          TEXT NOT NULL,                       -- when it was done, UTC
  who         TEXT NOT NULL,                       -- by whom
  reason      TEXT,                                -- why, where one was given
  allowed     TEXT                                 -- publish: the checks that were overruled, by name, parted by commas; NULL: none
) STRICT;
CREATE INDEX event_version ON event(version_id, id);

-- The versions whose last event is a publish, by date: kept by the triggers of event, so that the version in force on a day is
-- one look-up (the last row at or before the day).
CREATE TABLE in_force (
  catalog_id  INTEGER NOT NULL,                    -- of which catalog
  effective   TEXT NOT NULL,                       -- in force from this day
  number      INTEGER NOT NULL,                    -- the version; of two with one day the higher number counts
  PRIMARY KEY (catalog_id, effective, number)
) STRICT, WITHOUT ROWID;

-- Every version with its present status and where it came from.
CREATE VIEW version_now AS
  SELECT v.*, c.region, c.kind, coalesce(e.what, 'staged') AS state,
         (SELECT p.effective FROM event p WHERE p.version_id = v.id AND p.what = 'publish' ORDER BY p.id DESC LIMIT 1) AS in_force_from,
         i.at, i.who, i.program, i.profile,
         (SELECT s.name FROM source s WHERE s.import_id = v.import_id ORDER BY s.pos LIMIT 1) AS source,
         (SELECT count(*) FROM source s WHERE s.import_id = v.import_id) AS sources
    FROM version v JOIN catalog c ON c.id = v.catalog_id JOIN import i ON i.id = v.import_id
    LEFT JOIN event e ON e.id = (SELECT max(x.id) FROM event x WHERE x.version_id = v.id);

-- One entry as some versions have it.  Never updated.  (No REFERENCES: a look-up a row; the triggers cover it.)
CREATE TABLE entry (
  id          INTEGER PRIMARY KEY,
  catalog_id  INTEGER NOT NULL,                    -- of which catalog
  first       INTEGER NOT NULL,                    -- number of the first version that has it
  later       INTEGER NOT NULL CHECK (later IN (0,1)), -- 0: the catalog was empty when it came; decides which index holds it
  hash        BLOB NOT NULL CHECK (length(hash) = 16), -- BLAKE2b-128 of the whole canonical record
  code        TEXT NOT NULL,                       -- to the letter
  name        TEXT,                                -- as the document says
  record      BLOB NOT NULL                        -- every other field: the canonical record without kind, code and name
) STRICT;
CREATE INDEX entry_base  ON entry(catalog_id, code, first, hash) WHERE later = 0;
CREATE INDEX entry_later ON entry(catalog_id, code, first, hash) WHERE later = 1;
CREATE INDEX entry_first ON entry(catalog_id, first) WHERE later = 1;

-- Where an entry's range ends.  No row: it is still so in the newest version.
CREATE TABLE ended (
  entry_id    INTEGER PRIMARY KEY,                 -- which entry row
  catalog_id  INTEGER NOT NULL,                    -- its catalog, for the index
  last        INTEGER NOT NULL                     -- number of the last version that has it
) STRICT;
CREATE INDEX ended_last ON ended(catalog_id, last);

-- Which entries say of another code that they replace it, so that a code which is gone is found again without reading every entry.
CREATE TABLE replaces (
  catalog_id  INTEGER NOT NULL,                    -- of which catalog
  old_code    TEXT NOT NULL,                       -- the code that is replaced
  entry_id    INTEGER NOT NULL,                    -- the entry row whose record says so (same-as, replaced-by; a `possibly` is not here)
  PRIMARY KEY (catalog_id, old_code, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX replaces_entry ON replaces(entry_id);

-- A signed pack that was taken in (duima import --pubkey): what a later one must come behind.
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

-- What was published stays.  (The conditions that look for a row of the same key are for INSERT OR REPLACE: it deletes past the delete
-- triggers unless recursive_triggers is on, as the program has it and a shell has not.)
CREATE TRIGGER version_fixed  BEFORE UPDATE ON version BEGIN SELECT raise(ABORT, 'a version never changes'); END;
CREATE TRIGGER version_keep   BEFORE DELETE ON version WHEN EXISTS (SELECT 1 FROM event WHERE version_id = OLD.id)
  BEGIN SELECT raise(ABORT, 'a published version cannot be dropped'); END;
CREATE TRIGGER version_number BEFORE INSERT ON version
  WHEN NEW.number IS NOT (SELECT last_number + 1 FROM catalog WHERE id = NEW.catalog_id)
    OR EXISTS (SELECT 1 FROM version WHERE id = NEW.id OR (catalog_id = NEW.catalog_id AND label = NEW.label))
  BEGIN SELECT raise(ABORT, 'version numbers only rise by one'); END;
CREATE TRIGGER version_count  AFTER INSERT ON version
  BEGIN UPDATE catalog SET last_number = NEW.number WHERE id = NEW.catalog_id; END;
CREATE TRIGGER catalog_new    BEFORE INSERT ON catalog
  WHEN EXISTS (SELECT 1 FROM catalog WHERE id = NEW.id OR (region = NEW.region AND kind = NEW.kind))
  BEGIN SELECT raise(ABORT, 'a catalog with history stays'); END;
CREATE TRIGGER catalog_marks  BEFORE UPDATE ON catalog
  WHEN NEW.id <> OLD.id OR NEW.region <> OLD.region OR NEW.kind <> OLD.kind OR NEW.last_number < OLD.last_number
    OR NEW.sealed < OLD.sealed
  BEGIN SELECT raise(ABORT, 'catalog marks only rise'); END;
CREATE TRIGGER catalog_keep   BEFORE DELETE ON catalog WHEN OLD.last_number > 0
  BEGIN SELECT raise(ABORT, 'a catalog with history stays'); END;
CREATE TRIGGER import_fixed   BEFORE UPDATE ON import BEGIN SELECT raise(ABORT, 'provenance never changes'); END;
CREATE TRIGGER import_new     BEFORE INSERT ON import WHEN EXISTS (SELECT 1 FROM version WHERE import_id = NEW.id)
  BEGIN SELECT raise(ABORT, 'provenance of a version'); END;
CREATE TRIGGER import_keep    BEFORE DELETE ON import WHEN EXISTS (SELECT 1 FROM version WHERE import_id = OLD.id)
  BEGIN SELECT raise(ABORT, 'provenance of a version'); END;
CREATE TRIGGER source_fixed   BEFORE UPDATE ON source BEGIN SELECT raise(ABORT, 'provenance never changes'); END;
CREATE TRIGGER source_new     BEFORE INSERT ON source WHEN EXISTS (SELECT 1 FROM version WHERE import_id = NEW.import_id)
  BEGIN SELECT raise(ABORT, 'provenance of a version'); END;
CREATE TRIGGER source_keep    BEFORE DELETE ON source WHEN EXISTS (SELECT 1 FROM version WHERE import_id = OLD.import_id)
  BEGIN SELECT raise(ABORT, 'provenance of a version'); END;
CREATE TRIGGER event_fixed    BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are only appended'); END;
CREATE TRIGGER event_keep     BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are only appended'); END;
CREATE TRIGGER event_order    BEFORE INSERT ON event
  WHEN NEW.what = coalesce((SELECT what FROM event WHERE version_id = NEW.version_id ORDER BY id DESC LIMIT 1), 'withdraw')
    OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
  BEGIN SELECT raise(ABORT, 'not published, or published already'); END;
CREATE TRIGGER event_publish  AFTER INSERT ON event WHEN NEW.what = 'publish' BEGIN
  UPDATE catalog SET sealed = max(sealed, (SELECT number FROM version WHERE id = NEW.version_id))
   WHERE id = (SELECT catalog_id FROM version WHERE id = NEW.version_id);
  INSERT INTO in_force SELECT catalog_id, NEW.effective, number FROM version WHERE id = NEW.version_id;
END;
CREATE TRIGGER event_withdraw AFTER INSERT ON event WHEN NEW.what = 'withdraw' BEGIN
  DELETE FROM in_force WHERE (catalog_id, number) = (SELECT catalog_id, number FROM version WHERE id = NEW.version_id);
END;
-- in_force says what the events say: a row whose version's last event is that publish, and no other.
CREATE TRIGGER in_force_fixed BEFORE UPDATE ON in_force BEGIN SELECT raise(ABORT, 'the events say what is in force'); END;
CREATE TRIGGER in_force_new   BEFORE INSERT ON in_force WHEN NOT EXISTS (
    SELECT 1 FROM version_now v WHERE v.catalog_id = NEW.catalog_id AND v.number = NEW.number AND v.state = 'publish'
       AND v.in_force_from = NEW.effective)
  BEGIN SELECT raise(ABORT, 'the events say what is in force'); END;
CREATE TRIGGER in_force_keep  BEFORE DELETE ON in_force WHEN EXISTS (
    SELECT 1 FROM version_now v WHERE v.catalog_id = OLD.catalog_id AND v.number = OLD.number AND v.state = 'publish'
       AND v.in_force_from = OLD.effective)
  BEGIN SELECT raise(ABORT, 'the events say what is in force'); END;
-- A new row may only speak of numbers above every published one; an end may only come, or go away again, at or above it.
-- A trigger on a table makes SQLite keep a journal for each single row (a million rows: 7.1 s instead of 2), so an import takes
-- entry_new away and puts it back inside its own transaction (catalog/stage_write.c): no other connection ever sees it missing.
CREATE TRIGGER entry_new      BEFORE INSERT ON entry
  WHEN NEW.first <= coalesce((SELECT sealed FROM catalog WHERE id = NEW.catalog_id), 2147483647)
    OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
  BEGIN SELECT raise(ABORT, 'entry of a published version'); END;
CREATE TRIGGER entry_fixed    BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'an entry never changes, it ends'); END;
CREATE TRIGGER entry_keep     BEFORE DELETE ON entry
  WHEN EXISTS (SELECT 1 FROM version v WHERE v.catalog_id = OLD.catalog_id AND v.number >= OLD.first
                 AND v.number <= coalesce((SELECT last FROM ended WHERE entry_id = OLD.id), 2147483647)
                 AND EXISTS (SELECT 1 FROM event WHERE version_id = v.id))
  BEGIN SELECT raise(ABORT, 'entry of a published version'); END;
CREATE TRIGGER entry_gone     AFTER DELETE ON entry BEGIN
  DELETE FROM ended WHERE entry_id = OLD.id;
  DELETE FROM replaces WHERE entry_id = OLD.id;
END;
CREATE TRIGGER ended_new      BEFORE INSERT ON ended
  WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN catalog c ON c.id = e.catalog_id WHERE e.id = NEW.entry_id
                      AND e.catalog_id = NEW.catalog_id AND NEW.last >= e.first AND NEW.last >= c.sealed)
    OR EXISTS (SELECT 1 FROM ended WHERE entry_id = NEW.entry_id)
  BEGIN SELECT raise(ABORT, 'entry of a published version'); END;
CREATE TRIGGER ended_fixed    BEFORE UPDATE ON ended BEGIN SELECT raise(ABORT, 'an end never changes'); END;
CREATE TRIGGER ended_keep     BEFORE DELETE ON ended
  WHEN EXISTS (SELECT 1 FROM entry e JOIN catalog c ON c.id = e.catalog_id WHERE e.id = OLD.entry_id AND OLD.last < c.sealed)
  BEGIN SELECT raise(ABORT, 'entry of a published version'); END;
CREATE TRIGGER replaces_new   BEFORE INSERT ON replaces
  WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN catalog c ON c.id = e.catalog_id WHERE e.id = NEW.entry_id
                      AND e.catalog_id = NEW.catalog_id AND e.first > c.sealed)
    OR EXISTS (SELECT 1 FROM replaces WHERE catalog_id = NEW.catalog_id AND old_code = NEW.old_code AND entry_id = NEW.entry_id)
  BEGIN SELECT raise(ABORT, 'entry of a published version'); END;
CREATE TRIGGER replaces_fixed BEFORE UPDATE ON replaces BEGIN SELECT raise(ABORT, 'an entry never changes, it ends'); END;
CREATE TRIGGER replaces_keep  BEFORE DELETE ON replaces WHEN EXISTS (SELECT 1 FROM entry WHERE id = OLD.entry_id)
  BEGIN SELECT raise(ABORT, 'an entry never changes, it ends'); END;
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

PRAGMA application_id = 0x64756d61;                -- 'duma'
PRAGMA user_version = 5;
