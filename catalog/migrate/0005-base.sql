-- A version may come of changes that are put on another one; and the records of some layouts have version numbers.
ALTER TABLE version ADD COLUMN base TEXT;
ALTER TABLE version ADD COLUMN numbers TEXT;
