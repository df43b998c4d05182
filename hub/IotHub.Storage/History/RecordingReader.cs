using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.History;

/// <summary>Opens spans of what was recorded.</summary>
internal sealed class RecordingReader(StorageOptions options) : IRecording
{
    /// <inheritdoc/>
    public IRecordedSpan Open(string automation, DateTimeOffset from, DateTimeOffset to)
    {
        var path = string.Empty;
        Database? database = null;
        try
        {
            database = DatabaseFile.OpenReader(DatabaseKind.History, options);
            path = database.Path;
            var span = new RecordedSpan(database, automation, from, to);
            database = null;
            return span;
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(path, error);
        }
        finally
        {
            database?.Dispose();
        }
    }
}
