-- What is many and may be dropped. Times are UTC ticks of 100 ns; values are described in Values/ValueColumn.cs.
PRAGMA application_id = 1229935689;

CREATE TABLE series (
    id         INTEGER PRIMARY KEY,
    device     TEXT NOT NULL,
    property   TEXT NOT NULL,
    is_measure INTEGER NOT NULL, -- 1: numbers on a scale, thinned by least and greatest; 0: states, thinned by last
    UNIQUE (device, property)
) STRICT;

CREATE TABLE last_value (
    series     INTEGER PRIMARY KEY,
    value      ANY NOT NULL,
    origin     INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    cause      INTEGER NOT NULL
) STRICT;

-- Clustered by series and time: one range scan answers a chart, and there is no second index to write to the card.
CREATE TABLE history (
    series INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    cause  INTEGER NOT NULL,
    value  ANY,
    PRIMARY KEY (series, at, cause)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    automation TEXT NOT NULL,
    run        INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    trigger_id TEXT NOT NULL,
    text       TEXT NOT NULL,
    cause      INTEGER NOT NULL,
    parent     INTEGER NOT NULL,
    root       INTEGER NOT NULL,
    hops       INTEGER NOT NULL,
    origin     INTEGER NOT NULL,
    by         TEXT NOT NULL
) STRICT;
