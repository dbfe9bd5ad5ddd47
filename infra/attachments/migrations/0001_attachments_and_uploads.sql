-- What a sealed file is; the file itself lies in the folder of the attachments, by its digest.
CREATE TABLE attachment (
    digest     TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL
) WITHOUT ROWID;

-- Who has handed the file in, by the id of the person, and when first, in microseconds from 1970 UTC.
CREATE TABLE upload (
    digest TEXT NOT NULL REFERENCES attachment (digest),
    person TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (digest, person)
) WITHOUT ROWID;
