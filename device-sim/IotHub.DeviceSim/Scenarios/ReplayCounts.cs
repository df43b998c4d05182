using System.Collections.Immutable;
using System.Globalization;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>Accounts for every line of a recording.</summary>
internal sealed class ReplayCounts
{
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly List<string> _firstRejections = [];

    public long Lines { get; private set; }

    public long Blank { get; private set; }

    public long Published { get; set; }

    public long WentBack { get; private set; }

    public DateTimeOffset? From { get; private set; }

    public DateTimeOffset? To { get; private set; }

    public ImmutableSortedDictionary<string, long> Rejected => _rejected.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public ImmutableArray<string> FirstRejections => [.. _firstRejections];

    public void Count(CasasLine line)
    {
        Lines++;
        Blank += line.IsBlank ? 1 : 0;
        WentBack += line.WentBack ? 1 : 0;
        if (line.Event is { } casasEvent)
        {
            From ??= casasEvent.At;
            To = casasEvent.At;
        }

        if (line.Rejection is { } reason)
        {
            var name = reason.ToString();
            _rejected[name] = _rejected.GetValueOrDefault(name) + 1;
            if (_firstRejections.Count < CasasReplay.RejectionsShownMax)
            {
                _firstRejections.Add(string.Create(CultureInfo.InvariantCulture, $"line {line.Number}: {line.Message}"));
            }
        }
    }
}
