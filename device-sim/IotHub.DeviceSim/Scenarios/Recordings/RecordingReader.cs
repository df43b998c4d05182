using System.IO.Compression;

namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>Reads recorded homes of every form.</summary>
public static class RecordingReader
{
    /// <summary>Characters of a line. Recorded ones have under 1,000; a longer one is not of any form.</summary>
    public const int LineLengthMax = 16_384;

    /// <summary>Reads a recording whole.</summary>
    /// <param name="path">The file, plain or packed with gzip.</param>
    /// <param name="format">Its form.</param>
    /// <param name="zone">Zone of the recorded times.</param>
    /// <param name="limit">Lines read at most; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">A packed file is broken.</exception>
    public static async Task<Recording> ReadAsync(string path, RecordingFormat format, TimeZoneInfo zone, long? limit, CancellationToken cancellationToken)
    {
        using var text = Open(path);
        if (format != RecordingFormat.Mit)
        {
            return format == RecordingFormat.Casas
                ? await CasasRecording.ReadAsync(text, zone, limit, cancellationToken)
                : await KasterenReader.ReadAsync(text, zone, limit, cancellationToken);
        }

        // What the numbers of the sensors mean lies in a file beside it.
        using var sensors = Open(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? "", "sensors.csv"));
        return await MitReader.ReadAsync(text, sensors, zone, limit, cancellationToken);
    }

    /// <summary>Opens a recording, packed or plain: told apart by content.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static StreamReader Open(string path)
    {
        var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return new StreamReader(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    /// <summary>A local time as a moment. A time that the change to summer time skips is read as if the clock had not been changed yet.</summary>
    internal static DateTimeOffset? ToMoment(DateTime local, TimeZoneInfo zone)
    {
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddHours(-1)) : zone.GetUtcOffset(local);
        var utcTicks = local.Ticks - offset.Ticks;
        return utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(utcTicks, TimeSpan.Zero);
    }
}
