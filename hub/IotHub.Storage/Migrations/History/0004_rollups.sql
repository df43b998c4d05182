-- The past summed up in minutes, hours and days. class: Contracts/Model/SignalClass.cs, NULL where no contract has told yet. energy: Rollups/EnergyRole.cs.
-- Of an event, property is '!' and the event's address.
ALTER TABLE series ADD COLUMN class INTEGER;
ALTER TABLE series ADD COLUMN unit TEXT;
ALTER TABLE series ADD COLUMN energy INTEGER NOT NULL DEFAULT 0;

-- What is open and what fills no chunk yet, see Rollups/TrackBytes.cs. Here, because this page is written with each change anyway.
ALTER TABLE last_value ADD COLUMN open BLOB;

-- Chunks of some fifty buckets, see Rollups/ChunkWriter.cs. level 1 minutes, 2 hours, 3 days; start: minutes since 1970 UTC; part tells chunks of one start apart.
CREATE TABLE rollup (
    series INTEGER NOT NULL,
    level  INTEGER NOT NULL,
    start  INTEGER NOT NULL,
    part   INTEGER NOT NULL,
    data   BLOB NOT NULL,
    PRIMARY KEY (series, level, start, part)
) STRICT, WITHOUT ROWID;

-- As last_value.open, for events, which have no last value.
CREATE TABLE event_open (
    series INTEGER PRIMARY KEY,
    open   BLOB NOT NULL
) STRICT;

-- When devices went and came; device is empty where the hub itself was away: then all devices were until they were heard.
CREATE TABLE away (
    device  TEXT NOT NULL,
    at      INTEGER NOT NULL,
    is_here INTEGER NOT NULL,
    PRIMARY KEY (device, at)
) STRICT, WITHOUT ROWID;

-- Out of what was recorded for previews. A moment as text is told to the millisecond; whatever was of that millisecond came before the hub went.
INSERT OR IGNORE INTO away (device, at, is_here)
    SELECT device, at, coalesce(json_extract(what, '$.becomes') = 'Online', 0) FROM happening WHERE what LIKE '{"kind":"availability"%';

INSERT OR IGNORE INTO away (device, at, is_here)
    SELECT '', 621355968000009999 + CAST(round(unixepoch(json_extract(what, '$.lastAlive'), 'subsec') * 1000) AS INTEGER) * 10000, 0
    FROM happening WHERE what LIKE '{"kind":"hub-started"%' AND unixepoch(json_extract(what, '$.lastAlive'), 'subsec') IS NOT NULL;

-- From when on a level is whole, 0 for values as they came: older ones made room.
CREATE TABLE history_limit (
    level         INTEGER PRIMARY KEY,
    complete_from INTEGER NOT NULL
) STRICT;

-- History from before there were roll-ups: of which series, up to where it has to be summed up, how far that is, and the track as in last_value.open.
CREATE TABLE backlog (
    series     INTEGER PRIMARY KEY,
    until      INTEGER NOT NULL,
    done_at    INTEGER NOT NULL,
    done_cause INTEGER NOT NULL,
    open       BLOB
) STRICT;

INSERT INTO backlog (series, until, done_at, done_cause)
    SELECT id, (SELECT max(at) FROM history WHERE series = series.id), 0, 0 FROM series WHERE EXISTS (SELECT 1 FROM history WHERE series = series.id);
