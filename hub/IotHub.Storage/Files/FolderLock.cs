using IotHub.Runtime.Storing;

namespace IotHub.Storage.Files;

/// <summary>
/// Holds the data folder for one hub. The operating system drops the lock with the process, so a hub that was killed leaves nothing
/// that must be cleared by hand; the file itself stays, since deleting it would let two hubs lock two different files.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Makes the folder where it is missing and takes it.</summary>
    /// <exception cref="StoreException">The folder cannot be made or written, or another hub has it.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new StoreException($"The data folder {folder} cannot be made: check the path and that the hub's user may write there. ({error.Message})", error);
        }

        var path = Path.Combine(folder, "hub.lock");
        FileStream? file = null;
        try
        {
            // Without FileShare.None the runtime asks for no lock; with it, a second hub fails in this line.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);

            // Some file systems open what they will not write: find out now, in words, and not at the first change.
            file.SetLength(0);
            file.WriteByte((byte)'\n');
            file.Flush();
            return new FolderLock(file);
        }
        catch (UnauthorizedAccessException error)
        {
            file?.Dispose();
            throw new StoreException($"The data folder {folder} cannot be written: give the hub's user the right to write there.", error);
        }
        catch (IOException error) when (file is null && IsSharingViolation(error))
        {
            throw new StoreException($"The data folder {folder} is in use by another hub: stop that one, or give this one a folder of its own.", error);
        }
        catch (IOException error)
        {
            file?.Dispose();
            throw new StoreException($"The data folder {folder} cannot be written: free some space on its disk or replace it. ({error.Message})", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK as the runtime reports a lock that another holder has: 11 on Linux, 35 on macOS; Windows has ERROR_SHARING_VIOLATION.
    private static bool IsSharingViolation(IOException error) =>
        error.HResult is 11 or 35 or unchecked((int)0x80070020) || error.Message.Contains("being used by another process", StringComparison.Ordinal);
}
