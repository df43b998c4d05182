using System.Globalization;
using System.Runtime.CompilerServices;
using IotHub.DeviceSim.Scenarios.Recordings;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>
/// Reads recordings of the CASAS form: <c>DATE TIME Location Spot STATE [Activity …]</c>, parted by white space. Every line of the file
/// comes out as exactly one <see cref="CasasLine"/>, so that all can be accounted for.
/// </summary>
public sealed class CasasReader
{
    /// <summary>Characters of a line. Recorded ones have under 100; a longer one is not of this form.</summary>
    public const int LineLengthMax = 4_096;

    /// <summary>Different sensors of a recording; homes of this kind have up to about 80, each is a connection.</summary>
    public const int SensorsMax = 500;

    /// <summary>Characters of a device's name made from locations.</summary>
    public const int NameLengthMax = 64;

    private readonly TimeZoneInfo _zone;
    private readonly Dictionary<(string, string, CasasSensorKind), CasasSensor> _sensors = [];
    private readonly HashSet<string> _dids = new(StringComparer.Ordinal);
    private DateTimeOffset _latest = DateTimeOffset.MinValue;
    private long _number;

    /// <summary>A reader at the start of a recording.</summary>
    /// <param name="zone">Zone of the recorded times.</param>
    public CasasReader(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Sensors met so far, in the order they first appear.</summary>
    public IReadOnlyCollection<CasasSensor> Sensors => _sensors.Values;

    /// <summary>Opens a recording, packed or plain: told apart by content.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static StreamReader Open(string path) => RecordingReader.Open(path);

    /// <summary>Reads all lines, one after the other.</summary>
    /// <exception cref="InvalidDataException">The packed file is broken.</exception>
    public async IAsyncEnumerable<CasasLine> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return Read(line);
        }
    }

    /// <summary>Reads the next line.</summary>
    public CasasLine Read(string line)
    {
        _number++;
        if (string.IsNullOrWhiteSpace(line))
        {
            return new CasasLine(_number, null);
        }

        if (line.Length > LineLengthMax)
        {
            return Reject(CasasRejection.TooLong, $"The line has {line.Length} characters; at most {LineLengthMax} are read.");
        }

        var columns = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < 5)
        {
            return Reject(CasasRejection.TooFewColumns, $"Found {columns.Length} columns; expected date, time, two locations and a state.");
        }

        if (!TryReadTime(columns[0], columns[1], out var at))
        {
            return Reject(CasasRejection.BadTime, $"\"{Cut(columns[0])} {Cut(columns[1])}\" is not a date and a time such as 2011-06-15 01:03:39.14962.");
        }

        if (!TryReadState(columns[4], out var kind, out var value))
        {
            return Reject(CasasRejection.UnknownState, $"The state is \"{Cut(columns[4])}\"; expected ON, OFF, OPEN or CLOSE.");
        }

        if (FindSensor(columns[2], columns[3], kind) is not { } sensor)
        {
            return _sensors.Count >= SensorsMax
                ? Reject(CasasRejection.TooManySensors, $"\"{Cut(columns[2])} {Cut(columns[3])}\" would be one sensor more than {SensorsMax}.")
                : Reject(CasasRejection.BadLocation, $"\"{Cut(columns[2])} {Cut(columns[3])}\" gives no name of 1 to {NameLengthMax} letters and digits.");
        }

        var wentBack = at < _latest;
        _latest = wentBack ? _latest : at;
        return new CasasLine(_number, new CasasEvent(_number, _latest, sensor, value, columns.Length > 5 ? columns[5] : null), WentBack: wentBack);
    }

    private static bool TryReadState(string text, out CasasSensorKind kind, out bool value)
    {
        (kind, value, var isKnown) = text.ToUpperInvariant() switch
        {
            "ON" => (CasasSensorKind.Motion, true, true),
            "OFF" => (CasasSensorKind.Motion, false, true),
            "CLOSE" => (CasasSensorKind.Contact, true, true),
            "OPEN" => (CasasSensorKind.Contact, false, true),
            _ => (default, default, false),
        };
        return isKnown;
    }

    private static string Cut(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    private bool TryReadTime(string date, string time, out DateTimeOffset at)
    {
        at = default;
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !TimeOnly.TryParseExact(time, ["HH:mm:ss.FFFFFFF", "HH:mm:ss", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return false;
        }

        var local = day.ToDateTime(clock, DateTimeKind.Unspecified);

        if (RecordingReader.ToMoment(local, _zone) is not { } moment)
        {
            return false;
        }

        at = moment;
        return true;
    }

    private CasasSensor? FindSensor(string location, string spot, CasasSensorKind kind)
    {
        if (_sensors.TryGetValue((location, spot, kind), out var known))
        {
            return known;
        }

        var name = Kebab.From(spot);
        var place = Kebab.From(location);
        if (name.Length == 0 || place.Length == 0 || _sensors.Count >= SensorsMax)
        {
            return null;
        }

        name = (string.Equals(location, spot, StringComparison.Ordinal) ? name : $"{place}-{name}") + (kind == CasasSensorKind.Motion ? "-motion" : "-contact");
        if (name.Length > NameLengthMax)
        {
            return null;
        }

        // Two places whose names differ only in spelling must not become one device.
        var did = name;
        for (var number = 2; !_dids.Add(did); number++)
        {
            did = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        var sensor = new CasasSensor(location, spot, kind, did);
        _sensors.Add((location, spot, kind), sensor);
        return sensor;
    }

    private CasasLine Reject(CasasRejection reason, string message) => new(_number, null, reason, message);
}
