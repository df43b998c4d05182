using System.Collections.Immutable;
using System.Globalization;

namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>Puts a recording together while it is read, and accounts for every line.</summary>
internal sealed class RecordingBuilder
{
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly List<string> _firstRejections = [];
    private readonly List<RecordedEvent> _events = [];
    private readonly Dictionary<string, RecordedSensor> _sensors = new(StringComparer.Ordinal);
    private readonly HashSet<(string, DateTimeOffset, DateTimeOffset)> _seen = [];

    public long Lines { get; private set; }

    public long EventLines { get; set; }

    public long Notes { get; set; }

    public long Blank { get; set; }

    public long WentBack { get; set; }

    public long Repeated { get; private set; }

    /// <summary>The next line.</summary>
    /// <returns>Its number.</returns>
    public long NextLine() => ++Lines;

    public void Reject(long line, string reason, string message)
    {
        _rejected[reason] = _rejected.GetValueOrDefault(reason) + 1;
        if (_firstRejections.Count < RecordingReplay.RejectionsShownMax)
        {
            _firstRejections.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}: {message}"));
        }
    }

    public void Add(RecordedEvent happened)
    {
        _sensors.TryAdd(happened.Sensor.Did, happened.Sensor);
        _events.Add(happened);
    }

    /// <summary>A time in which a sensor was active: two events. One that is there already is counted and left out.</summary>
    public void AddActivation(long line, RecordedSensor sensor, bool active, DateTimeOffset from, DateTimeOffset to)
    {
        if (!_seen.Add((sensor.Did, from, to)))
        {
            Repeated++;
            return;
        }

        Add(new RecordedEvent(line, from, sensor, active));
        Add(new RecordedEvent(line, to, sensor, !active));
    }

    public Recording Build()
    {
        // A stable order: events of one moment stay as they were written.
        var events = _events.Select((happened, index) => (happened, index)).OrderBy(pair => pair.happened.At).ThenBy(pair => pair.index).Select(pair => pair.happened);
        return new Recording
        {
            Sensors = [.. _sensors.Values],
            Events = [.. events],
            Lines = Lines,
            EventLines = EventLines,
            Notes = Notes,
            Blank = Blank,
            Rejected = _rejected.ToImmutableSortedDictionary(StringComparer.Ordinal),
            FirstRejections = [.. _firstRejections],
            TimeWentBack = WentBack,
            Repeated = Repeated,
        };
    }
}
