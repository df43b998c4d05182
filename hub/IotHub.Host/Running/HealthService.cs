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
internal sealed class HealthService(
    HubCore core, HubSettings settings, HealthInterval interval, IUplinkSource uplinks, IEnumerable<IHealthSource> sources) : IHostedService, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "mihub.health";

    // A collector that is away must not hold the hub's end up.
    private static readonly TimeSpan LastWordTimeout = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly Meter _meter = new(MeterName);
    private readonly Lock _lock = new();
    private HealthExport? _export;
    private Task _changing = Task.CompletedTask;
    private bool _isChangeWaiting;
    private bool _isOver;

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
            interval.Changed += Change;
            lock (_lock)
            {
                _export ??= Open();
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        interval.Changed -= Change;
        Task last;
        lock (_lock)
        {
            _isOver = true;
            last = _changing = EndAsync(_changing);
        }

        await last.WaitAsync(LastWordTimeout, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // There is one only where the hub ended without having been stopped.
        _export?.Dispose();
        _meter.Dispose();
    }

    private HealthExport? Open() => HealthExport.Start(settings.Uplink.Health with { Interval = interval.Value }, MeterName);

    /// <summary>Sends by the interval that is now in force; what was counted until now goes first. One change waits at most: it takes the interval of then.</summary>
    private void Change()
    {
        lock (_lock)
        {
            if (!_isOver && !_isChangeWaiting)
            {
                _isChangeWaiting = true;
                _changing = ChangeAsync(_changing);
            }
        }
    }

    private async Task ChangeAsync(Task earlier)
    {
        await EndAsync(earlier);
        lock (_lock)
        {
            _isChangeWaiting = false;
            _export = Open();
        }
    }

    private async Task EndAsync(Task earlier)
    {
        await earlier;
        if (Interlocked.Exchange(ref _export, null) is { } export)
        {
            // It waits for a collector that may be away.
            await Task.Run(export.Dispose);
        }
    }

    private IEnumerable<Measurement<long>> OfUplinks(Func<UplinkBody, long> count) =>
        uplinks.Read().Select(one => new Measurement<long>(count(one), new KeyValuePair<string, object?>("uplink", one.Name)));
}
