using IotHub.Api.Homes;
using IotHub.Api.Insights;
using IotHub.Api.Notices;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Uplink;
using IotHub.Uplink.Ntfy;
using IotHub.Uplink.Outbox;
using IotHub.Uplink.Webhook;

namespace IotHub.Host.Running;

/// <summary>Brings what people are told out of the app, by the channels that the owner set, each at its own pace.</summary>
internal sealed class NoticeService : BackgroundService, INoticeChannels, IHealthSource
{
    // Somebody waits for it: a receiver that was away for a moment is tried soon, and never much later than it is back.
    private static readonly UplinkPumpOptions OneByOne = new() { BatchCountMax = 1, BackoffMax = TimeSpan.FromMinutes(1) };

    private readonly List<IUplink> _channels = [];
    private readonly List<UplinkPump> _pumps = [];
    private readonly IOutbox _outbox;
    private readonly PatientPump _patience;
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();

    public NoticeService(HubCore core, HubSettings settings, PatientPump patience, ILogger<UplinkPump> logger)
    {
        (_outbox, _patience) = (core.Store.NoticeOutbox(TimeProvider.System), patience);
        if (settings.Notices.Ntfy is { } ntfy)
        {
            _channels.Add(new NtfyUplink(ntfy, TimeProvider.System));
        }

        if (settings.Notices.Webhook is { } webhook)
        {
            _channels.Add(new WebhookUplink(webhook, TimeProvider.System));
        }

        _pumps.AddRange(_channels.Select(channel => new UplinkPump(_outbox, channel, OneByOne, TimeProvider.System, SystemChance.Seeded(), logger)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<HealthProblem> Problems =>
    [
        .. _pumps.Select(pump => pump.Status).Where(status => status.State == UplinkState.Stopped)
            .Select(status => new HealthProblem("notices.stopped", $"Notices are not brought out by {status.Name}: {status.Trouble}", _startedAt)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<UplinkBody> Read() => UplinkService.Compose(_pumps);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _outbox.RegisterAsync([.. _channels.Select(channel => channel.Name)], cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(_pumps.Select(pump => Task.Run(() => _patience.RunAsync(pump, stoppingToken), stoppingToken)));
        foreach (var channel in _channels)
        {
            await channel.DisposeAsync();
        }
    }
}
