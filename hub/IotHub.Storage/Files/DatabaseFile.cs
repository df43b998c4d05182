using System.Globalization;
using IotHub.Runtime.Storing;
using IotHub.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Files;

/// <summary>Opens a database of the hub: checks it, sets a damaged one aside, brings the schema forward.</summary>
internal static class DatabaseFile
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>Opens the one connection that writes. It alone does checkpoints too: the bundled SQLite 3.50 can damage a file when two do.</summary>
    /// <param name="kind">Which database.</param>
    /// <param name="options">Where it is.</param>
    /// <param name="now">For the name of a file that is set aside.</param>
    /// <param name="setAside">Gets what was set aside.</param>
    /// <param name="use">Takes the database into use, reading what it needs; damage that shows only here counts too.</param>
    /// <exception cref="StoreException">It cannot be opened, or must not be.</exception>
    public static T Open<T>(DatabaseKind kind, StorageOptions options, DateTimeOffset now, Action<SetAsideFile> setAside, Func<Database, T> use)
    {
        var path = Path.Combine(options.Folder, kind.FileName);
        try
        {
            var damage = DamageWithoutOpening(path);
            if (damage is null)
            {
                try
                {
                    return Use(path, kind, options, use);
                }
                catch (SqliteException error) when (StoreFault.IsDamage(error))
                {
                    damage = error.Message;
                }
            }

            setAside(SetAside(path, damage, options, now));
            return Use(path, kind, options, use);
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} is damaged and cannot be set aside: move it and its -wal and -shm files away by hand. ({error.Message})", error);
        }
    }

    /// <summary>Opens a connection that can only read.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static Database OpenReader(DatabaseKind kind, StorageOptions options)
    {
        var path = Path.Combine(options.Folder, kind.FileName);
        try
        {
            var database = Connect(path, SqliteOpenMode.ReadOnly, options);
            database.Execute("PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF");
            return database;
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(path, error);
        }
    }

    private static T Use<T>(string path, DatabaseKind kind, StorageOptions options, Func<Database, T> use)
    {
        var database = OpenWriter(path, kind, options);
        try
        {
            Migration.Apply(database, kind);
            return use(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static Database OpenWriter(string path, DatabaseKind kind, StorageOptions options)
    {
        var database = Connect(path, SqliteOpenMode.ReadWriteCreate, options);
        try
        {
            // auto_vacuum first: it can be chosen only while the file is empty. mmap off: a card that fails under a mapping kills the process.
            database.Execute($"PRAGMA auto_vacuum = {kind.AutoVacuum}");
            var found = database.Text("PRAGMA quick_check(1)");
            if (found != "ok")
            {
                throw new SqliteException(found, SQLitePCL.raw.SQLITE_CORRUPT);
            }

            database.Execute(
                $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {kind.Synchronous}; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; " +
                "PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 4194304");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static Database Connect(string path, SqliteOpenMode mode, StorageOptions options)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var database = new Database(path, connection);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}"));
            return database;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite takes an empty file for a new database, and deletes a log whose database is gone. Both mean that something was lost, so say so.
    private static string? DamageWithoutOpening(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists)
        {
            return file.Length == 0 ? "the file is empty" : null;
        }

        return new FileInfo(path + "-wal") is { Exists: true, Length: > 0 } ? "the file is missing and only its log is there" : null;
    }

    private static SetAsideFile SetAside(string path, string reason, StorageOptions options, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{path}.corrupt-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        var target = name;
        for (var i = 2; Parts.Any(part => File.Exists(target + part)); i++)
        {
            target = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        }

        // The log goes with its database: it may hold what a repair can still read, and must not be taken for the new file's log.
        foreach (var part in Parts.Where(part => File.Exists(path + part)))
        {
            File.Move(path + part, target + part);
        }

        DropOldest(path, options.SetAsideFilesMax);
        return new SetAsideFile(Path.GetFileName(path), target, reason, now);
    }

    private static void DropOldest(string path, int keep)
    {
        // Names carry the time, so their order is the order of age.
        var bases = Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".corrupt-*")
            .Select(file => file.EndsWith("-wal", StringComparison.Ordinal) || file.EndsWith("-shm", StringComparison.Ordinal) ? file[..^4] : file)
            .Distinct().OrderDescending(StringComparer.Ordinal).Skip(keep);
        foreach (var old in bases)
        {
            foreach (var part in Parts)
            {
                File.Delete(old + part);
            }
        }
    }
}
