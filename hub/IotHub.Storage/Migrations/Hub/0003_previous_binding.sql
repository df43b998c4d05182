-- The hardware that was bound to a name before it was replaced, so that it can be bound again. One for a name.
CREATE TABLE previous_binding (
    device        TEXT PRIMARY KEY,
    did           TEXT NOT NULL,
    contract_type TEXT NOT NULL,
    firmware      TEXT,
    maker         TEXT,
    replaced_at   INTEGER NOT NULL,
    replaced_by   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
