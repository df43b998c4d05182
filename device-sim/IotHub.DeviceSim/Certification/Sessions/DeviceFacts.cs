using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>What the device said of each property, and when. Read and written under the session's lock.</summary>
internal sealed class DeviceFacts
{
    private readonly Dictionary<ContractProperty, List<(int Order, TimeSpan At, PropertyValue Value)>> _reports = [];

    /// <summary>Ids of requests that somebody else sent meanwhile: a hub on the same broker.</summary>
    public HashSet<string> OthersIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the device is expected to say offline just now.</summary>
    public bool MayLeave { get; set; }

    public void Report(SeenMessage message, PropertyReading reading)
    {
        if (!_reports.TryGetValue(reading.Property, out var list))
        {
            _reports[reading.Property] = list = [];
        }

        list.Add((message.Order, message.At, reading.Value));
    }

    /// <summary>Whether a property was reported since a message.</summary>
    public bool WasReported(ContractProperty property, int fromOrder) =>
        _reports.TryGetValue(property, out var list) && list[^1].Order >= fromOrder;

    /// <summary>When a property was first reported with a value since a message; null for never.</summary>
    public TimeSpan? ReportedAt(ContractProperty property, PropertyValue value, int fromOrder)
    {
        foreach (var (order, at, reported) in _reports.GetValueOrDefault(property) ?? [])
        {
            if (order >= fromOrder && ValueText.IsSame(reported, value))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>The value reported last since a message; no value for none.</summary>
    public PropertyValue Last(ContractProperty property, int fromOrder) =>
        _reports.TryGetValue(property, out var list) && list[^1].Order >= fromOrder ? list[^1].Value : default;

    /// <summary>When a property was reported, in order.</summary>
    public IReadOnlyList<TimeSpan> Times(ContractProperty property, int fromOrder) =>
        [.. (_reports.GetValueOrDefault(property) ?? []).Where(report => report.Order >= fromOrder).Select(report => report.At)];
}
