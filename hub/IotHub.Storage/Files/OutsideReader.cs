using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Files;

/// <summary>Looks into <c>hub.db</c> from outside, also while a hub runs on it. Writes nothing, not even a lock.</summary>
internal static class OutsideReader
{
    /// <summary>Reads something.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="read">Reads it; the connection is closed after it.</param>
    /// <exception cref="StoreException">There is no home, it cannot be read, or it is no hub's.</exception>
    public static T Read<T>(string folder, Func<SqliteConnection, T> read)
    {
        var path = Path.Combine(Path.GetFullPath(folder), DatabaseKind.Hub.FileName);
        if (!File.Exists(path))
        {
            throw new StoreException($"There is no home in {folder}: {DatabaseKind.Hub.FileName} is missing.");
        }

        SQLitePCL.Batteries_V2.Init();
        try
        {
            return Read(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString(), path, read);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY && !File.Exists(path + "-wal"))
        {
            // A folder that nobody may write in, and no log that could hold anything newer: the file is all there is.
            return Read($"Data Source=file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1;Mode=ReadOnly;Pooling=False", path, read);
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(path, error);
        }
    }

    /// <summary>The rows of a query.</summary>
    public static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = Command(connection, sql);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static T Read<T>(string connectionString, string path, Func<SqliteConnection, T> read)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var check = Command(connection, "PRAGMA application_id");
        return Convert.ToInt64(check.ExecuteScalar(), CultureInfo.InvariantCulture) == DatabaseKind.Hub.ApplicationId
            ? read(connection)
            : throw new StoreException($"{path} belongs to another program.");
    }

    [SuppressMessage("Security", "CA2100", Justification = "All SQL here is constant text and the number of a kind.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
