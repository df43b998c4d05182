using System.Text.Json.Nodes;
using IotHub.Api.Homes;
using IotHub.Api.Live;
using IotHub.Contracts.Diagnostics;
using IotHub.Devices.Availability;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime.Storing;

namespace IotHub.Host.Running;

/// <summary>
/// Takes the catalogue of products in at the start and from its file, looks at what wears out once an hour, and says once a day how the hub is.
/// </summary>
internal sealed partial class InsightsService(HubCore core, HubSettings settings, CatalogueKeeper catalogues, LiveFeed feed, ILogger<InsightsService> logger) : BackgroundService, IHealthSource
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TickInterval = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private volatile HealthProblem? _refused;
    private (long Length, DateTime WrittenAt, DateTime SignedAt) _seen;
    private HashSet<string> _over = [];
    private DateOnly _told = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <inheritdoc/>
    public IReadOnlyList<HealthProblem> Problems => _refused is { } refused ? [refused] : [];

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Tell(await catalogues.LoadAsync(cancellationToken), "The catalogue that was kept");
        await LookAtFileAsync(cancellationToken);
        if (settings.Insights.HasSample && core.Shelf.Current is null)
        {
            Tell(await OfferAsync(InsightsSettings.SampleFile("sample-catalogue.json"), cancellationToken), "The sample catalogue");
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // What was heard of parts in the last minute is kept.
        await TryAsync(() => core.Store.TickAsync(cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, TimeProvider.System);
        var tickedAt = TimeProvider.System.GetUtcNow();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(() => LookAtFileAsync(stoppingToken));
                var now = TimeProvider.System.GetUtcNow();
                if (now - tickedAt >= TickInterval || now < tickedAt)
                {
                    tickedAt = now;
                    await TryAsync(() => core.Store.TickAsync(stoppingToken));
                }

                TellMargins();
                if (DateOnly.FromDateTime(now.UtcDateTime) is var today && today != _told)
                {
                    _told = today;
                    await TryAsync(() => TellHealthAsync(now, stoppingToken));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to.
        }
    }

    private async ValueTask LookAtFileAsync(CancellationToken cancellationToken)
    {
        var (file, signature) = (new FileInfo(settings.Insights.CatalogueFile), new FileInfo(settings.Insights.CatalogueFile + ".sig.json"));
        var stamp = file.Exists ? (file.Length, file.LastWriteTimeUtc, signature.Exists ? signature.LastWriteTimeUtc : default) : default;
        if (stamp != _seen)
        {
            _seen = stamp;
            if (file.Exists)
            {
                Tell(await OfferAsync(file.FullName, cancellationToken), file.FullName);
            }
        }
    }

    private async ValueTask<CatalogueOffer> OfferAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await catalogues.OfferAsync(
                new KeptCatalogue(ReadBounded(path, CatalogueBounds.DocumentBytesMax), ReadBounded(path + ".sig.json", CatalogueBounds.SignatureBytesMax)), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new CatalogueOffer(CatalogueRefusal.Faulty, fault.Message, []);
        }
    }

    // One byte more than is allowed, so that what is too long is seen to be, and no more of it is read.
    private static byte[] ReadBounded(string path, int bytesMax)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = File.OpenRead(path);
        var bytes = new byte[Math.Min(stream.Length, bytesMax + 1L)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Tell(CatalogueOffer? offer, string what)
    {
        if (offer is null)
        {
            return;
        }

        if (offer.IsTaken)
        {
            _refused = null;
            LogTaken(logger, what, core.Shelf.Current!.Version, core.Shelf.Current.Products.Length);
            return;
        }

        var places = offer.Diagnostics.Where(fault => fault.Severity == DiagnosticSeverity.Error).Select(fault => fault.Format(what)).Take(3);
        var text = string.Join(" ", [$"{what} was not taken: {offer.Reason}", .. places]);
        _refused = new HealthProblem("catalogue.refused", text, TimeProvider.System.GetUtcNow());
        LogRefused(logger, text);
    }

    /// <summary>The promise about the margin is the issuer's business and no trouble of the home: it goes into the log, once for each time that it is broken.</summary>
    private void TellMargins()
    {
        var over = core.Store.Ledger.Margins().Where(margin => margin.IsOver).ToDictionary(margin => margin.Currency, StringComparer.Ordinal);
        foreach (var margin in over.Values.Where(margin => !_over.Contains(margin.Currency)))
        {
            LogOver(logger, margin.Currency, margin.BasisPoints ?? 0, MarginReport.BasisPointsMax);
        }

        _over = [.. over.Keys];
    }

    private async ValueTask TellHealthAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var devices = feed.Home.Devices.Values;
        var data = new JsonObject
        {
            ["uptime"] = UsageWords.DurationOf(now - _startedAt),
            ["devices"] = devices.Count(),
            ["offline"] = devices.Count(view => view.Liveness.Availability == DeviceAvailability.Offline),
        };
        await core.Store.RecordAsync(new UsageFact(UsageSchemas.HubHealth, data, now), cancellationToken);
    }

    private async ValueTask TryAsync(Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (StoreException fault)
        {
            LogNotKept(logger, fault);
        }
    }

    [LoggerMessage(EventId = 9090, Level = LogLevel.Information, Message = "{What}: version {Version} with {Products} products is in force")]
    private static partial void LogTaken(ILogger logger, string what, long version, int products);

    [LoggerMessage(EventId = 9091, Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogRefused(ILogger logger, string text);

    [LoggerMessage(EventId = 9093, Level = LogLevel.Warning, Message = "The net margin of hardware in {Currency} is {BasisPoints} basis points; at most {Most} were promised")]
    private static partial void LogOver(ILogger logger, string currency, long basisPoints, int most);

    [LoggerMessage(EventId = 9092, Level = LogLevel.Warning, Message = "What wears out could not be kept; it is tried again")]
    private static partial void LogNotKept(ILogger logger, Exception fault);
}
