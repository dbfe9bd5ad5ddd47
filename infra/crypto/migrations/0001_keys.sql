-- One key a name, wrapped by the master key; without `wrapped` it is destroyed, and its name is never used again.
CREATE TABLE key (
    name    TEXT PRIMARY KEY,
    wrapped BLOB
) WITHOUT ROWID;

-- Every destruction in order, so that all processes drop the key from their memory.
CREATE TABLE destruction (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL
);

-- A known text under the master key, by which a wrong one is noticed at the start.
CREATE TABLE proof_of_master_key (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    proof BLOB NOT NULL
);
