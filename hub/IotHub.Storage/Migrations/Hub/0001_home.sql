-- What must not be lost. Times are UTC ticks of 100 ns.
PRAGMA application_id = 1229935688;

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    name          TEXT PRIMARY KEY,
    label         TEXT NOT NULL,
    room          TEXT NOT NULL,
    did           TEXT NOT NULL,
    contract_type TEXT NOT NULL,
    firmware      TEXT,
    maker         TEXT,
    adopted_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every version of every automation (kind 0) and scene (kind 1), also of deleted ones. The number alone is no key: a document that
-- was deleted and made anew starts at 1 again. Number and time together are, so that a batch written twice leaves one row.
CREATE TABLE document_version (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     INTEGER NOT NULL,
    id       TEXT NOT NULL,
    version  INTEGER NOT NULL,
    text     TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    UNIQUE (kind, id, version, saved_at)
) STRICT;

-- The documents in force.
CREATE TABLE document (
    kind    INTEGER NOT NULL,
    id      TEXT NOT NULL,
    seq     INTEGER NOT NULL REFERENCES document_version (seq),
    enabled INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_by_seq ON document (seq);
