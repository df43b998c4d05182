using System.Text.Json.Nodes;
using IotHub.Api.Insights;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime.Storing;
using IotHub.Uplink;
using IotHub.Uplink.AzureIotHub;
using IotHub.Uplink.File;
using IotHub.Uplink.Mqtt;
using IotHub.Uplink.Outbox;
using IotHub.Uplink.Webhook;

namespace IotHub.Host.Running;

/// <summary>Runs the uplinks, and turns the counts of days that are over into events.</summary>
internal sealed partial class UplinkService(
    HubCore core, HubSettings settings, CloudSettings cloud, PatientPump patience, ILogger<UplinkPump> pumpLogger, ILogger<UplinkService> logger) : BackgroundService, IUplinkSource
{
    // A day's counts may leave the home a little after midnight.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(10);

    // Beyond it nobody needs to know how many.
    private const int DrainCountMax = 10_000;

    private readonly List<IUplink> _uplinks = [];
    private readonly List<UplinkPump> _pumps = [];
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();

    /// <inheritdoc/>
    public IReadOnlyList<UplinkBody> Read() => Compose(_pumps);

    /// <summary>How pumps stand, for the API.</summary>
    public static IReadOnlyList<UplinkBody> Compose(IEnumerable<UplinkPump> pumps) =>
    [
        .. pumps.Select(pump => pump.Status).OrderBy(status => status.Name, StringComparer.Ordinal).Select(status => new UplinkBody(
            status.Name, status.State.ToString().ToLowerInvariant(), status.Sent, status.SetAside, status.Attempts, status.Trouble, status.RetryAt)),
    ];

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Make();
        await core.Store.RegisterAsync([.. _uplinks.Select(uplink => uplink.Name)], cancellationToken);
        await core.Store.RecordAsync(
            new UsageFact(UsageSchemas.HubStarted, new JsonObject { ["firmware"] = HubVersion.Numbers, ["afterBreak"] = UsageWords.DurationOf(core.Break) }, TimeProvider.System.GetUtcNow()), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The loop below must not wait for a pump that fails before its first wait.
        await Task.WhenAll([LookAsync(stoppingToken), StayAsync(stoppingToken), .. _pumps.Select(pump => Task.Run(() => patience.RunAsync(pump, stoppingToken), stoppingToken))]);
        foreach (var uplink in _uplinks)
        {
            await uplink.DisposeAsync();
        }
    }

    private void Make()
    {
        var time = TimeProvider.System;
        if (settings.Uplink.File is { } file)
        {
            _uplinks.Add(new FileUplink(file, time));
        }

        if (settings.Uplink.Webhook is { } webhook)
        {
            _uplinks.Add(new WebhookUplink(webhook, time));
        }

        if (settings.Uplink.Mqtt is { } mqtt)
        {
            _uplinks.Add(new MqttUplink(mqtt, time, SystemChance.Seeded()));
        }

        if (settings.Uplink.Azure is { } azure)
        {
            var handlers = new AzureIotHubHandlers
            {
                Told = text => LogTold(logger, text),
                Health = Health,
                Desired = cloud.Create(text => LogTold(logger, text)).TakeAsync,
                Methods = StandardMethods.Create(time, Health, DrainAsync),
            };
            _uplinks.Add(new AzureIotHubUplink(azure, handlers, time, SystemChance.Seeded()));
        }

        _pumps.AddRange(_uplinks.Select(uplink => new UplinkPump(core.Store, uplink, new UplinkPumpOptions(), time, SystemChance.Seeded(), pumpLogger)));
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, TimeProvider.System);
        try
        {
            do
            {
                try
                {
                    await core.Store.CloseDaysAsync(TimeProvider.System.GetUtcNow(), stoppingToken);
                }
                catch (StoreException fault)
                {
                    LogNotClosed(logger, fault);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to.
        }
    }

    /// <summary>What the twin and <c>diagnostics</c> tell: numbers of the hub, nothing of the home.</summary>
    private JsonObject Health() => new()
    {
        ["firmware"] = HubVersion.Numbers,
        ["uptime"] = UsageWords.DurationOf(TimeProvider.System.GetUtcNow() - _startedAt),
        ["problems"] = core.Problems.Length,
        ["historyBytes"] = core.Store.HistoryBytes,
    };

    private async ValueTask<long> DrainAsync(CancellationToken cancellationToken)
    {
        _pumps.ForEach(pump => pump.Hurry());
        return (await core.Store.ReadAsync(settings.Uplink.Azure!.Name, int.MaxValue, DrainCountMax, cancellationToken)).Count;
    }

    /// <summary>A connection that is to stay stays only while something is granted.</summary>
    private async Task StayAsync(CancellationToken stoppingToken)
    {
        while (settings.Uplink.Azure is { StayConnected: true } && _uplinks.OfType<AzureIotHubUplink>().FirstOrDefault() is { } azure && !stoppingToken.IsCancellationRequested)
        {
            var changed = core.Store.WhenRecordedAsync(stoppingToken);
            if (core.Store.Consent.AllowsSome)
            {
                using var withdrawn = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var connected = azure.RunAsync(withdrawn.Token);
                while (core.Store.Consent.AllowsSome && !connected.IsCompleted)
                {
                    await Task.WhenAny(connected, changed);
                    changed = core.Store.WhenRecordedAsync(stoppingToken);
                }

                var isMended = !connected.IsCompleted;
                await withdrawn.CancelAsync();
                await connected.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!isMended)
                {
                    return;
                }
            }
            else
            {
                await changed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(EventId = 9080, Level = LogLevel.Warning, Message = "The counts of past days could not be made into events; they stay, and it is tried again")]
    private static partial void LogNotClosed(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 9082, Level = LogLevel.Information, Message = "Azure IoT Hub: {Text}")]
    private static partial void LogTold(ILogger logger, string text);
}
