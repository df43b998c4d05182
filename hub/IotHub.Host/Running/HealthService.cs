using System.Diagnostics.Metrics;
using IotHub.Api.Homes;
using IotHub.Api.Insights;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Uplink.Health;

namespace IotHub.Host.Running;

/// <summary>
/// Sends what the hub counts of itself to a collector that its owner named. Numbers of the process, its files and its uplinks; nothing that devices or
/// people do is among them, which is why it asks for no consent.
/// </summary>
internal sealed class HealthService(HubCore core, HubSettings settings, IUplinkSource uplinks, IEnumerable<IHealthSource> sources) : IHostedService, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "mihub.health";

    // A collector that is away must not hold the hub's end up.
    private static readonly TimeSpan LastWordTimeout = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly Meter _meter = new(MeterName);
#pragma warning disable CA2213 // Given back by StopAsync, which waits for it a bounded time.
    private HealthExport? _export;
#pragma warning restore CA2213

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Uplink.Health.Endpoint.Length > 0)
        {
            _meter.CreateObservableGauge("hub.uptime", () => (TimeProvider.System.GetUtcNow() - _startedAt).TotalSeconds, "s");
            _meter.CreateObservableGauge("hub.problems", () => sources.Sum(source => source.Problems.Count));
            _meter.CreateObservableGauge("hub.memory", () => Environment.WorkingSet, "By");
            _meter.CreateObservableGauge("hub.store.size", () => core.Store.HubBytes, "By");
            _meter.CreateObservableGauge("hub.history.size", () => core.Store.HistoryBytes, "By");
            _meter.CreateObservableCounter("hub.storage.dropped", () => core.StorageFeed.Counters.Dropped);
            _meter.CreateObservableCounter("hub.uplink.sent", () => OfUplinks(one => one.Sent));
            _meter.CreateObservableGauge("hub.uplink.attempts", () => OfUplinks(one => one.Attempts));
            _export = HealthExport.Start(settings.Uplink.Health, MeterName);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_export is { } export)
        {
            await Task.Run(export.Dispose, cancellationToken).WaitAsync(LastWordTimeout, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> OfUplinks(Func<UplinkBody, long> count) =>
        uplinks.Read().Select(one => new Measurement<long>(count(one), new KeyValuePair<string, object?>("uplink", one.Name)));
}
