using System.Globalization;

namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>
/// Reads recordings of the MIT form. <c>sensors.csv</c> says what the numbers mean: number, room, object. The recording has five lines for each
/// activity: heading with date, numbers of the sensors that were active, their names, when each began, when each ended. One activation may
/// stand under several activities; it is replayed once.
/// </summary>
internal static class MitReader
{
    private const int BlockLines = 5;

    public static async Task<Recording> ReadAsync(TextReader text, TextReader sensorText, TimeZoneInfo zone, long? limit, CancellationToken cancellationToken)
    {
        var sensors = await ReadSensorsAsync(sensorText, cancellationToken);
        var builder = new RecordingBuilder();
        var block = new List<string>(BlockLines);
        while (await text.ReadLineAsync(cancellationToken) is { } line && !(builder.Lines >= limit))
        {
            var number = builder.NextLine();
            if (string.IsNullOrWhiteSpace(line))
            {
                builder.Blank++;
            }
            else if (line.Length > RecordingReader.LineLengthMax)
            {
                builder.Reject(number, nameof(RecordingRejection.TooLong), $"The line has {line.Length} characters; at most {RecordingReader.LineLengthMax} are read.");
            }
            else if (block.Count == 0 && ReadDay(line) is null)
            {
                builder.Reject(number, nameof(RecordingRejection.NoHeading), "The line is no heading such as Bathing,4/1/2003,20:41:35,21:32:50.");
            }
            else
            {
                block.Add(line);
                if (block.Count == BlockLines)
                {
                    ReadBlock(number - BlockLines + 1, block, builder, sensors, zone);
                    block.Clear();
                }
            }
        }

        for (var i = 0; i < block.Count; i++)
        {
            builder.Reject(builder.Lines - block.Count + 1 + i, nameof(RecordingRejection.TooFewColumns), "The recording ends within an activity.");
        }

        return builder.Build();
    }

    private static async Task<Dictionary<string, (RecordedSensor Sensor, bool Active)>> ReadSensorsAsync(TextReader text, CancellationToken cancellationToken)
    {
        var mapping = SensorMapping.Load("mit-1");
        var sensors = new Dictionary<string, (RecordedSensor Sensor, bool Active)>(StringComparer.Ordinal);
        while (await text.ReadLineAsync(cancellationToken) is { } line && sensors.Count < CasasReader.SensorsMax)
        {
            var columns = line.Split(',', StringSplitOptions.TrimEntries);
            if (columns.Length >= 3 && int.TryParse(columns[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                var did = $"{Kebab.From(columns[1])}-{Kebab.From(columns[2])}-{columns[0]}";
                sensors.TryAdd(columns[0], mapping.Map(did, columns[2], columns[1]));
            }
        }

        return sensors;
    }

    private static void ReadBlock(long first, List<string> lines, RecordingBuilder builder, Dictionary<string, (RecordedSensor Sensor, bool Active)> sensors, TimeZoneInfo zone)
    {
        var day = ReadDay(lines[0])!.Value;
        var ids = Columns(lines[1]);
        var begins = Columns(lines[3]);
        var ends = Columns(lines[4]);
        if (ids.Length != begins.Length || ids.Length != ends.Length)
        {
            RejectBlock(first, builder, RecordingRejection.CountsDiffer, $"The activity names {ids.Length} sensors, {begins.Length} beginnings and {ends.Length} ends.");
            return;
        }

        var found = new List<(RecordedSensor Sensor, bool Active, DateTimeOffset From, DateTimeOffset To)>();
        for (var i = 0; i < ids.Length; i++)
        {
            if (!sensors.TryGetValue(ids[i], out var sensor))
            {
                RejectBlock(first, builder, RecordingRejection.UnknownSensor, $"sensors.csv has no sensor \"{ids[i]}\".");
                return;
            }

            if (ReadClock(begins[i]) is not { } begin || ReadClock(ends[i]) is not { } end
                || RecordingReader.ToMoment(day + begin, zone) is not { } from
                || RecordingReader.ToMoment(day + end + (end < begin ? TimeSpan.FromDays(1) : TimeSpan.Zero), zone) is not { } to)
            {
                RejectBlock(first, builder, RecordingRejection.BadTime, $"\"{begins[i]}\" or \"{ends[i]}\" is not a time such as 20:51:52.");
                return;
            }

            // An end before its beginning on the clock is one of the next day.
            found.Add((sensor.Sensor, sensor.Active, from, to));
        }

        builder.Notes += 2;
        builder.EventLines += BlockLines - 2;
        foreach (var (sensor, active, from, to) in found)
        {
            builder.AddActivation(first + 3, sensor, active, from, to);
        }
    }

    private static void RejectBlock(long first, RecordingBuilder builder, RecordingRejection reason, string message)
    {
        for (var i = 0; i < BlockLines; i++)
        {
            builder.Reject(first + i, reason.ToString(), message);
        }
    }

    private static string[] Columns(string line) => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static DateTime? ReadDay(string line)
    {
        var columns = Columns(line);
        return columns.Length >= 4 && DateTime.TryParseExact(columns[1], "M/d/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    private static TimeSpan? ReadClock(string text) =>
        TimeSpan.TryParseExact(text, [@"h\:m\:s", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var clock) ? clock : null;
}
