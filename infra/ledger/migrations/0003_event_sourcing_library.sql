-- What the `eventsourcing` library keeps beside the events: how far a process application has followed another one,
-- and snapshots of aggregates of its own.
CREATE TABLE tracking (
    application_name TEXT PRIMARY KEY,
    notification_id  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE library_snapshot (
    stream_id BLOB NOT NULL,
    version   INTEGER NOT NULL,
    type      TEXT NOT NULL,
    schema    INTEGER NOT NULL,
    meta      BLOB,
    state     BLOB NOT NULL,
    PRIMARY KEY (stream_id, version)
) WITHOUT ROWID;
