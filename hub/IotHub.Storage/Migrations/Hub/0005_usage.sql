-- Usage events: consents, the outbox, and what became of everything that was recorded. Classes and fates as in IotHub.Insights.
CREATE TABLE consent_receipt (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    class     INTEGER NOT NULL,
    granted   INTEGER NOT NULL,
    policy    INTEGER NOT NULL,
    text_hash TEXT NOT NULL,
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL
) STRICT;

-- What the home's pseudonyms are made with; another after an erasure.
CREATE TABLE usage_secret (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    secret BLOB NOT NULL
) STRICT;

-- The last sequence number of each pseudonym, and whether a receiver has any event of it.
CREATE TABLE usage_source (
    source TEXT PRIMARY KEY,
    last   INTEGER NOT NULL,
    sent   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- stays: 0 goes out under its consent, 1 is only for the owner, 2 goes out in any case (a request to erase).
CREATE TABLE outbox (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    id     TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    type   TEXT NOT NULL,
    class  INTEGER NOT NULL,
    stays  INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    body   BLOB NOT NULL
) STRICT;

CREATE INDEX outbox_by_class ON outbox (class, seq);

CREATE TABLE outbox_tally (
    class INTEGER NOT NULL,
    fate  INTEGER NOT NULL,
    count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (class, fate)
) STRICT, WITHOUT ROWID;

CREATE TABLE uplink (
    name   TEXT PRIMARY KEY,
    cursor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_refused (
    seq    INTEGER NOT NULL,
    uplink TEXT NOT NULL,
    reason TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (seq, uplink)
) STRICT, WITHOUT ROWID;

-- Counts of days that are not over.
CREATE TABLE usage_count (
    day   TEXT NOT NULL,
    type  TEXT NOT NULL,
    data  TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, type, data)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_dead_letter (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    at    INTEGER NOT NULL,
    type  TEXT NOT NULL,
    fault TEXT NOT NULL
) STRICT;
