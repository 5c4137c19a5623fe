-- Which checks before publishing were overruled is kept with the event, beside the reason.
ALTER TABLE event ADD COLUMN allowed TEXT;
