-- What people were told. Read and carried out: up to a number each; what a channel never carried out is named with why.
CREATE TABLE notice (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    told       TEXT NOT NULL, -- ids of people as a JSON array; empty for everyone
    title      TEXT NOT NULL,
    message    TEXT NOT NULL,
    urgency    INTEGER NOT NULL,
    automation TEXT NOT NULL,
    read_at    INTEGER
) STRICT;

CREATE INDEX notice_unread ON notice (number) WHERE read_at IS NULL;

CREATE TABLE notice_channel (
    name   TEXT PRIMARY KEY,
    cursor INTEGER NOT NULL
) STRICT;

CREATE TABLE notice_missed (
    number  INTEGER NOT NULL,
    channel TEXT NOT NULL,
    why     TEXT NOT NULL,
    PRIMARY KEY (number, channel)
) STRICT, WITHOUT ROWID;
