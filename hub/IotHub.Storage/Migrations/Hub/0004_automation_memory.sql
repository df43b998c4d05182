-- What automations must not forget: runs, waits, holds, times that were taken. One row for each that has any, replaced with each change; JSON as in
-- Engine/Memory/AutomationMemoryJson.cs. meta.alive_at is the last moment at which the hub is known to have looked after its schedules.
CREATE TABLE automation_memory (
    id     TEXT PRIMARY KEY,
    memory TEXT NOT NULL
) STRICT, WITHOUT ROWID;
