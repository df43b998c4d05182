using System.Globalization;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;
using static IotHub.Storage.Files.OutsideReader;

namespace IotHub.Storage;

/// <summary>Looks at the devices and documents of a home from outside, also while a hub runs on it. Writes nothing, not even a lock.</summary>
public static class StoredHomeReader
{
    /// <summary>Reads devices, automations and scenes; no values.</summary>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="StoreException">There is no home, it cannot be read, or it was written by a newer hub.</exception>
    public static StoredHome Read(string folder) => OutsideReader.Read(folder, connection => StoredHome.Empty with
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
    });

    private static List<StoredDocument> Documents(SqliteConnection connection, DocumentKind kind) => Rows(
        connection,
        string.Create(CultureInfo.InvariantCulture,
            $"SELECT d.id, v.text, v.version, d.enabled, v.saved_by, v.saved_at FROM document d JOIN document_version v ON v.seq = d.seq WHERE d.kind = {(int)kind} ORDER BY d.id"),
        row => new StoredDocument(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt64(3) != 0, row.GetString(4), Times.FromTicks(row.GetInt64(5))));
}
