-- What people of the home wrote to those who make the hub, and what they voted for. Kinds, topics, severities and rings as in IotHub.Insights; versions as one number that sorts.
CREATE TABLE feedback_item (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    at          INTEGER NOT NULL,
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
    topic       INTEGER NOT NULL CHECK (topic BETWEEN 0 AND 5),
    severity    INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 2),
    text        TEXT NOT NULL,
    model       TEXT,
    ring        INTEGER NOT NULL CHECK (ring BETWEEN 0 AND 2),
    hub_version INTEGER NOT NULL,
    diagnostics TEXT,
    seen        INTEGER
) STRICT;

CREATE TABLE idea_vote (
    idea TEXT PRIMARY KEY,
    at   INTEGER NOT NULL,
    seen INTEGER
) STRICT, WITHOUT ROWID;
