using System.Globalization;

namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>
/// Reads recordings of the van Kasteren form: names of sensors as <c>[ 5] 'Hall-Toilet door'</c>, then a line for each time in which one was
/// active, parted by tabs: start, end, number, 1. The two events of a line fall between those of other lines, so all are read and put in order.
/// </summary>
internal static class KasterenReader
{
    private const string TimeForm = "dd-MMM-yyyy HH:mm:ss";

    // Headings and explanations of the file.
    private static readonly string[] NoteBegins = ["Start time", "End time", "ID", "val", "Sensor IDs", "---", "Length:"];

    public static async Task<Recording> ReadAsync(TextReader text, TimeZoneInfo zone, long? limit, CancellationToken cancellationToken)
    {
        var builder = new RecordingBuilder();
        var mapping = SensorMapping.Load("kasteren-a");
        var sensors = new Dictionary<int, (RecordedSensor Sensor, bool Active)>();
        while (await text.ReadLineAsync(cancellationToken) is { } line && !(builder.Lines >= limit))
        {
            Read(builder.NextLine(), line.Trim(), builder, mapping, sensors, zone);
        }

        return builder.Build();
    }

    private static void Read(
        long number, string line, RecordingBuilder builder, SensorMapping mapping, Dictionary<int, (RecordedSensor Sensor, bool Active)> sensors, TimeZoneInfo zone)
    {
        if (line.Length == 0)
        {
            builder.Blank++;
        }
        else if (line.Length > RecordingReader.LineLengthMax)
        {
            builder.Reject(number, nameof(RecordingRejection.TooLong), $"The line has {line.Length} characters; at most {RecordingReader.LineLengthMax} are read.");
        }
        else if (TryReadName(line, out var id, out var label))
        {
            builder.Notes++;
            sensors.TryAdd(id, mapping.Map(Kebab.From(label) is { Length: > 0 } did ? did : string.Create(CultureInfo.InvariantCulture, $"sensor-{id}"), label, null));
        }
        else if (NoteBegins.Any(begin => line.StartsWith(begin, StringComparison.Ordinal)))
        {
            builder.Notes++;
        }
        else
        {
            ReadInterval(number, line, builder, sensors, zone);
        }
    }

    private static bool TryReadName(string line, out int id, out string label)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        label = end > 0 ? line[(end + 1)..].Trim().Trim('\'').Trim() : string.Empty;
        id = 0;
        return line[0] == '[' && end > 1 && int.TryParse(line.AsSpan(1, end - 1), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out id);
    }

    private static void ReadInterval(
        long number, string line, RecordingBuilder builder, Dictionary<int, (RecordedSensor Sensor, bool Active)> sensors, TimeZoneInfo zone)
    {
        var columns = line.Split('\t', StringSplitOptions.TrimEntries);
        if (columns.Length < 4)
        {
            builder.Reject(number, nameof(RecordingRejection.TooFewColumns), $"Found {columns.Length} columns; expected start, end, number of the sensor and value.");
        }
        else if (ReadTime(columns[0], zone) is not { } from || ReadTime(columns[1], zone) is not { } to)
        {
            builder.Reject(number, nameof(RecordingRejection.BadTime), "Start or end is not a time such as 25-Feb-2008 00:20:14.");
        }
        else if (to < from)
        {
            builder.Reject(number, nameof(RecordingRejection.EndsBeforeItBegins), "The end lies before the start.");
        }
        else if (!int.TryParse(columns[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !sensors.TryGetValue(id, out var sensor))
        {
            builder.Reject(number, nameof(RecordingRejection.UnknownSensor), "The number is none of the sensors named before.");
        }
        else
        {
            builder.EventLines++;
            builder.AddActivation(number, sensor.Sensor, sensor.Active, from, to);
        }
    }

    private static DateTimeOffset? ReadTime(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? RecordingReader.ToMoment(local, zone) : null;
}
