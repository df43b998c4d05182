using Microsoft.Extensions.Logging;

namespace IotHub.Uplink.Outbox;

/// <summary>
/// Brings events from the outbox to one uplink: batch after batch, each marked as sent only when the receiver has confirmed it. A receiver may get a batch
/// twice, with equal ids; it never misses one.
/// </summary>
public sealed partial class UplinkPump
{
    private readonly IOutbox _outbox;
    private readonly IUplink _uplink;
    private readonly UplinkPumpOptions _options;
    private readonly TimeProvider _time;
    private readonly Chance _chance;
    private readonly ILogger<UplinkPump> _logger;
    private volatile UplinkStatus _status;
    private volatile Action? _hurry;

    /// <summary>Makes one; <see cref="RunAsync"/> runs it.</summary>
    /// <param name="outbox">Where events come from.</param>
    /// <param name="uplink">Where they go.</param>
    /// <param name="options">How it tries again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Spreads the attempts of many hubs.</param>
    /// <param name="logger">Gets a warning for each trouble that is new.</param>
    public UplinkPump(IOutbox outbox, IUplink uplink, UplinkPumpOptions options, TimeProvider time, Random random, ILogger<UplinkPump> logger)
    {
        (_outbox, _uplink, _options, _time, _chance, _logger) = (outbox, uplink, options, time, new Chance(random), logger);
        _status = new UplinkStatus(uplink.Name, UplinkState.Idle, 0, 0, 0, string.Empty, null);
    }

    /// <summary>How it stands.</summary>
    public UplinkStatus Status => _status;

    /// <summary>Where it waits after trouble, it tries again now.</summary>
    public void Hurry()
    {
        try
        {
            _hurry?.Invoke();
        }
        catch (ObjectDisposedException)
        {
            // It had just stopped waiting.
        }
    }

    /// <summary>Sends what there is, and then what comes, until it is cancelled or the uplink says that a person has to mend something.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_status.State != UplinkState.Stopped)
            {
                // Asked for before it is looked, so that nothing falls between.
                var recorded = _outbox.WhenRecordedAsync(cancellationToken);
                if (!await SendAsync(cancellationToken))
                {
                    await recorded;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to.
        }
    }

    /// <summary>Sends one batch, and waits where it has to.</summary>
    /// <returns>False where there was nothing to send.</returns>
    private async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        var batch = await _outbox.ReadAsync(_uplink.Name, Math.Min(_uplink.BatchBytesMax, UplinkLimits.BatchBytesMax), _options.BatchCountMax, cancellationToken);
        if (batch.Count == 0)
        {
            _status = _status with { State = UplinkState.Idle, RetryAt = null };
            return false;
        }

        _status = _status with { State = UplinkState.Sending, RetryAt = null };
        switch (await TrySendAsync(batch, cancellationToken))
        {
            case SendResult.Accepted:
                await _outbox.AcceptAsync(_uplink.Name, batch[^1].Sequence, cancellationToken);
                Succeed(batch.Count);
                break;
            case SendResult.Rejected rejected:
                await OnRejectedAsync(batch, rejected, cancellationToken);
                break;
            case SendResult.Retry retry:
                await WaitAsync(retry, cancellationToken);
                break;
            case SendResult.Stopped stopped:
                _status = _status with { State = UplinkState.Stopped, Trouble = stopped.Reason };
                LogStopped(_logger, _uplink.Name, stopped.Reason);
                break;
        }

        return true;
    }

    private async Task<SendResult> TrySendAsync(IReadOnlyList<OutboxEvent> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await _uplink.SendAsync(batch, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // An uplink that breaks is trouble of that uplink, not of the hub.
            return new SendResult.Retry($"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private async Task OnRejectedAsync(IReadOnlyList<OutboxEvent> batch, SendResult.Rejected rejected, CancellationToken cancellationToken)
    {
        if (rejected.Index > 0)
        {
            await _outbox.AcceptAsync(_uplink.Name, batch[rejected.Index - 1].Sequence, cancellationToken);
        }

        await _outbox.SetAsideAsync(_uplink.Name, batch[rejected.Index], rejected.Reason, cancellationToken);
        Succeed(rejected.Index);
        _status = _status with { SetAside = _status.SetAside + 1 };
        LogSetAside(_logger, _uplink.Name, batch[rejected.Index].Id, rejected.Reason);
    }

    private void Succeed(int count) => _status = _status with { Sent = _status.Sent + count, Attempts = 0, Trouble = string.Empty };

    /// <summary>Waits for a time drawn evenly from nothing up to a bound that doubles: many hubs that lost one receiver do not come back as one.</summary>
    private async Task WaitAsync(SendResult.Retry retry, CancellationToken cancellationToken)
    {
        var attempts = _status.Attempts + 1;
        var bound = _options.BackoffFirst * Math.Pow(2, Math.Min(attempts - 1, 30));
        bound = bound < _options.BackoffMax ? bound : _options.BackoffMax;
        var asked = retry.After is { } after ? UplinkLimits.Bound(after) : TimeSpan.Zero;
        var delay = asked + _chance.Between(TimeSpan.Zero, bound);
        if (attempts == 1)
        {
            LogTrouble(_logger, _uplink.Name, retry.Reason);
        }

        _status = _status with { State = UplinkState.Waiting, Attempts = attempts, Trouble = retry.Reason, RetryAt = _time.GetUtcNow() + delay };
        using var hurried = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _hurry = hurried.Cancel;
        await Task.Delay(delay, _time, hurried.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _hurry = null;
        cancellationToken.ThrowIfCancellationRequested();
    }

    [LoggerMessage(8700, LogLevel.Warning, "Events do not get to {Uplink}: {Reason} They wait in the outbox")]
    private static partial void LogTrouble(ILogger logger, string uplink, string reason);

    [LoggerMessage(8701, LogLevel.Warning, "{Uplink} refused the event {Id} for good: {Reason} It is set aside")]
    private static partial void LogSetAside(ILogger logger, string uplink, string id, string reason);

    [LoggerMessage(8702, LogLevel.Error, "{Uplink} takes nothing until this is mended: {Reason}")]
    private static partial void LogStopped(ILogger logger, string uplink, string reason);
}
