-- What wears out, what was recommended, what is owed for it, and the catalogue in force. Texts as in IotHub.Insights.
CREATE TABLE consumable (
    device TEXT NOT NULL,
    part   TEXT NOT NULL,
    state  TEXT NOT NULL,
    PRIMARY KEY (device, part)
) STRICT, WITHOUT ROWID;

-- home: an id that never leaves the hub; recommendations: what was shown and turned down; feature/…: that its first use was told.
CREATE TABLE insight (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The ledger as it grew, a fact each; and the events that were told of it, from which it can be made again.
CREATE TABLE attribution_fact (
    key  TEXT PRIMARY KEY,
    fact TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attribution_event (
    id   TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE catalogue (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    document  BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
