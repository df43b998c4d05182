using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage;

/// <summary>Looks at the devices and documents of a home from outside, also while a hub runs on it. Writes nothing, not even a lock.</summary>
public static class StoredHomeReader
{
    /// <summary>Reads devices, automations and scenes; no values.</summary>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="StoreException">There is no home, it cannot be read, or it was written by a newer hub.</exception>
    public static StoredHome Read(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), DatabaseKind.Hub.FileName);
        if (!File.Exists(path))
        {
            throw new StoreException($"There is no home in {folder}: {DatabaseKind.Hub.FileName} is missing.");
        }

        SQLitePCL.Batteries_V2.Init();
        try
        {
            return Read(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString(), path);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY && !File.Exists(path + "-wal"))
        {
            // A folder that nobody may write in, and no log that could hold anything newer: the file is all there is.
            return Read($"Data Source=file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1;Mode=ReadOnly;Pooling=False", path);
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(path, error);
        }
    }

    private static StoredHome Read(string connectionString, string path)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var check = Command(connection, "PRAGMA application_id");
        if (Convert.ToInt64(check.ExecuteScalar(), CultureInfo.InvariantCulture) != DatabaseKind.Hub.ApplicationId)
        {
            throw new StoreException($"{path} belongs to another program.");
        }

        return StoredHome.Empty with
        {
            Devices =
            [
                .. Rows(connection, "SELECT name, label, room, did, contract_type, adopted_at FROM device ORDER BY name", row => new StoredDevice(
                    row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), null, null, Times.FromTicks(row.GetInt64(5)))),
            ],
            Automations = [.. Documents(connection, DocumentKind.Automation)],
            Scenes = [.. Documents(connection, DocumentKind.Scene)],
            People = [.. Documents(connection, DocumentKind.Person)],
            Templates = [.. Documents(connection, DocumentKind.Template)],
        };
    }

    private static List<StoredDocument> Documents(SqliteConnection connection, DocumentKind kind) => Rows(
        connection,
        string.Create(CultureInfo.InvariantCulture,
            $"SELECT d.id, v.text, v.version, d.enabled, v.saved_by, v.saved_at FROM document d JOIN document_version v ON v.seq = d.seq WHERE d.kind = {(int)kind} ORDER BY d.id"),
        row => new StoredDocument(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt64(3) != 0, row.GetString(4), Times.FromTicks(row.GetInt64(5))));

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
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

    [SuppressMessage("Security", "CA2100", Justification = "All SQL here is constant text and the number of a kind.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
