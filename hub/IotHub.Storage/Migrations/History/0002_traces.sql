-- Why things happened. A decision's trace is JSON as in Traces/DecisionTraceJson.cs. Numbers of runs rise within an automation, and 0 stands for what was
-- no run, such as a trigger that was refused: the first index answers for runs, for one run and for what was refused.
ALTER TABLE decision ADD COLUMN step TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN trace TEXT;

CREATE INDEX decision_by_run ON decision (automation, run);
CREATE INDEX decision_by_cause ON decision (cause);
CREATE INDEX decision_by_time ON decision (at);

-- Commands and what became of them. seq counts them, for the bound; ids come from the sequence of causes, so both rise with time.
CREATE TABLE command (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       INTEGER NOT NULL UNIQUE,
    device   TEXT NOT NULL,
    action   TEXT,
    asked    TEXT NOT NULL,
    cause    INTEGER NOT NULL,
    parent   INTEGER NOT NULL,
    root     INTEGER NOT NULL,
    hops     INTEGER NOT NULL,
    origin   INTEGER NOT NULL,
    by       TEXT NOT NULL,
    sent_at  INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    ended_at INTEGER,
    outcome  INTEGER,
    error    TEXT,
    code     INTEGER
) STRICT;

CREATE INDEX command_by_device ON command (device, sent_at);
CREATE INDEX command_by_time ON command (sent_at);

-- Changes that followed from a command, by the cause of the change. A change that is not here a device made by itself.
CREATE TABLE effect (
    cause   INTEGER PRIMARY KEY,
    command INTEGER NOT NULL
) STRICT;

-- From when on that can be said: what is older was written before there were traces, or its traces are gone.
CREATE TABLE traced (
    since INTEGER NOT NULL
) STRICT;

INSERT INTO traced SELECT coalesce(max(at) + 1, 0) FROM history;
