-- What a preview needs beside values. place: where a change stood in its message, see Values/ChangePlace.cs.
ALTER TABLE history ADD COLUMN place INTEGER;

-- What automations were told beside changes of values: events, availability, messages, runs of others. JSON as in Preview/RecordedHappening.cs.
-- source 0: the home itself; 1: outside, messages and hooks, of which there may be many. The newest of each are kept.
CREATE TABLE happening (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    source INTEGER NOT NULL,
    device TEXT NOT NULL, -- empty where it is of none
    what   TEXT NOT NULL
) STRICT;

CREATE INDEX happening_by_source ON happening (source);

CREATE INDEX happening_by_time ON happening (at);

-- From when on happenings of a source are complete: older ones made room.
CREATE TABLE happening_limit (
    source        INTEGER PRIMARY KEY,
    complete_from INTEGER NOT NULL
) STRICT;
