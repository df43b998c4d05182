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
        var database = DatabaseFile.OpenReader(DatabaseKind.History, options);
        try
        {
            return new RecordedSpan(database, automation, from, to);
        }
        catch (SqliteException error)
        {
            database.Dispose();
            throw StoreFault.From(database.Path, error);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
