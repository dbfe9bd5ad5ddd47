-- States of long streams, to be thrown away at any time: `stamp` tells the kind of stream, the version of its state and
-- the state's fields; a snapshot with another stamp is never read.
CREATE TABLE snapshot (
    stream_id BLOB NOT NULL,
    stamp     TEXT NOT NULL,
    version   INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    state     BLOB NOT NULL,
    PRIMARY KEY (stream_id, stamp)
) WITHOUT ROWID;
