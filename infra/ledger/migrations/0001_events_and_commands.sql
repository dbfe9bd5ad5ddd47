-- The log: positions 1, 2, 3 ... in commit order. `meta` and `state` are JSON as it was encoded once; a proof hashes
-- these bytes. `recorded_at` counts microseconds from 1970 UTC. Events of other programs may have no meta.
CREATE TABLE event (
    position    INTEGER PRIMARY KEY,
    stream_id   BLOB NOT NULL,
    version     INTEGER NOT NULL,
    type        TEXT NOT NULL,
    schema      INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    meta        BLOB,
    state       BLOB NOT NULL,
    reference   INTEGER NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX event_of_stream ON event (stream_id, version);

-- The registers are folded from few events among many.
CREATE INDEX event_of_reference ON event (position) WHERE reference = 1;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'what is recorded is never changed');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'what is recorded is never deleted');
END;

-- What each command was answered, so that a repeat is answered alike. `fingerprint` is an HMAC of its plain body.
CREATE TABLE command (
    person      TEXT NOT NULL,
    id          TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    position    INTEGER NOT NULL,
    answer      BLOB NOT NULL,
    PRIMARY KEY (person, id)
) WITHOUT ROWID;
