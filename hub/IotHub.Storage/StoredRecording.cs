using System.Globalization;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.History;

namespace IotHub.Storage;

/// <summary>Looks at what a home recorded from outside, also while a hub runs on it. Writes nothing.</summary>
public static class StoredRecording
{
    // The migration that brought what a preview needs beside values.
    private const string Needed = "SELECT count(*) FROM sqlite_schema WHERE name = 'happening'";

    /// <summary>Opens it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="StoreException">There is no history, or an older hub wrote it.</exception>
    public static IRecording Open(string folder)
    {
        var options = new StorageOptions { Folder = Path.GetFullPath(folder) };
        var path = Path.Combine(options.Folder, DatabaseKind.History.FileName);
        if (!File.Exists(path))
        {
            throw new StoreException($"There is no history in {folder}: {DatabaseKind.History.FileName} is missing.");
        }

        SQLitePCL.Batteries_V2.Init();
        using var database = DatabaseFile.OpenReader(DatabaseKind.History, options);
        return database.Number(Needed) > 0
            ? new RecordingReader(options)
            : throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"{path} was written by an older hub: start this one on it once, so that it is brought forward."));
    }
}
