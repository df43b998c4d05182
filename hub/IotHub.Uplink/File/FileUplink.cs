using System.Globalization;

namespace IotHub.Uplink.File;

/// <summary>
/// Appends events to files in a folder, one JSON object a line: the uplink that needs no account. A batch is on the disk before it counts as
/// accepted.
/// </summary>
public sealed class FileUplink : IUplink
{
    private const string Prefix = "events-";
    private const string Suffix = ".jsonl";
    private const byte NewLine = (byte)'\n';

    // So that two files begun within one second have names of their own and stand in order.
    private const string NameFormat = "yyyyMMdd'T'HHmmss'Z'";

    private readonly FileUplinkOptions _options;
    private readonly TimeProvider _time;
#pragma warning disable CA2213 // Closed by CloseAsync, which DisposeAsync calls.
    private FileStream? _file;
#pragma warning restore CA2213
    private DateTimeOffset _begun;

    /// <summary>An uplink that has opened nothing yet.</summary>
    /// <param name="options">Checked before: <see cref="FileUplinkOptions.Faults"/>.</param>
    /// <param name="time">Names and ages of files.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public FileUplink(FileUplinkOptions options, TimeProvider time)
    {
        if (options.Faults() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _time = time;
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public int BatchBytesMax => UplinkLimits.BatchBytesMax;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 0; i < events.Count; i++)
        {
            // JSON needs no line break outside texts, and has none inside; one here would make two broken lines.
            if (events[i].Body.Span.Contains(NewLine))
            {
                return i == 0
                    ? new SendResult.Rejected(0, "The event holds a line break, which separates events in the file.")
                    : await SendAsync([.. events.Take(i)], cancellationToken) is SendResult.Accepted
                        ? new SendResult.Rejected(i, "The event holds a line break, which separates events in the file.")
                        : new SendResult.Retry("The file cannot be written.");
            }
        }

        try
        {
            var bytes = events.Sum(item => item.Body.Length + 1L);
            var file = Open(bytes);
            foreach (var item in events)
            {
                // Not to be given up in the middle: half a line would stand before the next one.
                await file.WriteAsync(item.Body, CancellationToken.None);
                file.WriteByte(NewLine);
            }

            await file.FlushAsync(CancellationToken.None);

            // The system call itself, for which there is no waiting one.
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            return SendResult.Accepted.Instance;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What was half written is mended when the file is opened again.
            await CloseAsync();
            return new SendResult.Retry($"The file cannot be written: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async ValueTask CloseAsync()
    {
        if (_file is { } file)
        {
            _file = null;
            try
            {
                await file.DisposeAsync();
            }
            catch (IOException)
            {
                // A full disk refuses once more what it refused before; the batch was not accepted.
            }
        }
    }

    /// <summary>The file that has room for so many bytes: the open one, the newest of an earlier start, or a new one.</summary>
    private FileStream Open(long bytes)
    {
        if (_file is null && Newest() is { } newest)
        {
            _file = new FileStream(newest, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            _begun = BegunAt(newest);
            CutTornLine(_file);
        }

        if (_file is { } file && file.Length + bytes <= _options.FileBytesMax && _time.GetUtcNow() - _begun < _options.FileAgeMax && _begun <= _time.GetUtcNow())
        {
            return file;
        }

        _file?.Dispose();
        _file = null;
        Directory.CreateDirectory(_options.Folder);
        MakeRoom(bytes);
        _begun = _time.GetUtcNow();
        return _file = new FileStream(NewName(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
    }

    /// <summary>A crash in mid-write leaves a line without an end, of a batch that was never accepted: it goes, since it comes again.</summary>
    private static void CutTornLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == NewLine)
            {
                break;
            }

            end--;
        }

        file.SetLength(end);
        file.Position = end;
    }

    private string? Newest() => Directory.Exists(_options.Folder) ? Files().LastOrDefault() : null;

    private List<string> Files() =>
        [.. Directory.EnumerateFiles(_options.Folder, Prefix + "*" + Suffix).Order(StringComparer.Ordinal)];

    private static DateTimeOffset BegunAt(string path) =>
        DateTimeOffset.TryParseExact(
            Path.GetFileName(path)[Prefix.Length..].Split('-')[0], NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var begun)
            ? begun
            : DateTimeOffset.MinValue;

    private string NewName()
    {
        var stem = Prefix + _time.GetUtcNow().UtcDateTime.ToString(NameFormat, CultureInfo.InvariantCulture);
        var newest = Newest() is { } path ? Path.GetFileName(path) : "";
        for (var number = 0; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number:d4}{Suffix}");
            if (!System.IO.File.Exists(Path.Combine(_options.Folder, name)) && (number == 9999 || string.CompareOrdinal(name, newest) > 0 || !newest.StartsWith(stem, StringComparison.Ordinal)))
            {
                return Path.Combine(_options.Folder, name);
            }
        }
    }

    /// <summary>Deletes the oldest files until one more of so many bytes keeps within the bound.</summary>
    private void MakeRoom(long bytes)
    {
        var files = Files().ConvertAll(path => new FileInfo(path));
        var total = files.Sum(file => file.Length);
        foreach (var file in files)
        {
            // A whole file more, not only this batch: the bound holds until the next file is begun.
            if (total + Math.Max(bytes, _options.FileBytesMax) <= _options.TotalBytesMax)
            {
                return;
            }

            total -= file.Length;
            file.Delete();
        }
    }
}
