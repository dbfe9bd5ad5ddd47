-- Times count microseconds from 1970 UTC.
CREATE TABLE account (
    username      TEXT PRIMARY KEY,
    person        TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled      INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- The token itself is known to its holder only; here stands its SHA-256.
CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    username   TEXT NOT NULL REFERENCES account (username),
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX session_of_account ON session (username);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Log-ins that failed or are under way; who has too many waits.
CREATE TABLE attempt (
    number   INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    username TEXT NOT NULL,
    source   TEXT NOT NULL
);

CREATE INDEX attempt_by_time ON attempt (at);
