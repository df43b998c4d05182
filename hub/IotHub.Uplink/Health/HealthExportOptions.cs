using System.Text;

namespace IotHub.Uplink.Health;

/// <summary>Where the hub's own health is sent by OTLP. Off until an endpoint is named.</summary>
public sealed record HealthExportOptions
{
    /// <summary>The shortest <see cref="Interval"/>.</summary>
    public static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(10);

    /// <summary>The longest <see cref="Interval"/>.</summary>
    public static readonly TimeSpan IntervalMax = TimeSpan.FromHours(1);

    /// <summary>Address of a collector, such as https://collector.example:4318/v1/metrics (OTLP over HTTP); empty for off.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Headers as <c>name=value,name=value</c>, for a collector that wants to know who sends; empty for none.</summary>
    public string Headers { get; init; } = "";

    /// <summary>How often, 10 s to 1 h.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest wait for the collector, 1 s to 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Says what is wrong, a sentence for each fault; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (Endpoint.Length > 0 && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("https" or "http")))
        {
            faults.Add($"Endpoint is \"{Endpoint}\": expected an address such as https://collector.example:4318/v1/metrics.");
        }

        OptionChecks.Range(faults, nameof(Interval), Interval, IntervalMin, IntervalMax);
        OptionChecks.Range(faults, nameof(Timeout), Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        return faults;
    }

    // A record prints its members, and a header may be a key.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Endpoint = ").Append(Endpoint);
        return true;
    }
}
