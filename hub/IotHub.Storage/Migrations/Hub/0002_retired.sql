-- Hardware that was retired: it does not join again by itself. The newest few hundred are kept.
CREATE TABLE retired_device (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    did TEXT NOT NULL UNIQUE
) STRICT;
