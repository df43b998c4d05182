using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace IotHub.Storage.Files;

/// <summary>Turns what SQLite says into a sentence that a householder can act on.</summary>
internal static class StoreFault
{
    /// <summary>True when the file itself is at fault: not a database, or one whose content contradicts itself.</summary>
    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB;

    /// <summary>Makes the exception.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="error">What SQLite said.</param>
    public static StoreException From(string path, SqliteException error)
    {
        var advice = error.SqliteErrorCode switch
        {
            SQLITE_FULL => "is on a disk that is full: free some space; the hub goes on by itself then.",
            SQLITE_BUSY or SQLITE_LOCKED => "is held by another program: close what has it open.",
            SQLITE_READONLY or SQLITE_PERM or SQLITE_AUTH => "cannot be written: give the hub's user the right to write it.",
            SQLITE_CANTOPEN => "cannot be opened: check that it is a file and that the hub's user may read and write it and its folder.",
            SQLITE_CORRUPT or SQLITE_NOTADB => "is damaged: restart the hub, which sets it aside and begins a new one.",
            SQLITE_IOERR => "could not be read or written: the disk or card is full or failing; check it and replace it if need be.",
            SQLITE_NOMEM => "could not be read or written for want of memory: stop other programs.",
            _ => "could not be read or written.",
        };
        return new StoreException($"{path} {advice} ({error.Message})", error);
    }
}
