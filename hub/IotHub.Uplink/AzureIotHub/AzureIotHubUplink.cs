using System.Security.Cryptography;
using IotHub.Mqtt.Client;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>Carries events to Azure IoT Hub over its documented device protocol: MQTT 3.1.1 over TLS.</summary>
public sealed class AzureIotHubUplink : IUplink
{
    private readonly AzureIotHubUplinkOptions _options;
    private readonly TimeProvider _time;
    private readonly AzureConnection _connection;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ITimer _idle;
    private readonly CancellationTokenSource _stop = new();
    private Task _closing = Task.CompletedTask;
    private long _messages;
    private long _events;

    /// <summary>An uplink without a connection.</summary>
    /// <param name="options">Checked before: <see cref="AzureIotHubUplinkOptions.Faults"/>.</param>
    /// <param name="handlers">What the rest of the hub has to do with the cloud.</param>
    /// <param name="time">Clock of tokens and waits.</param>
    /// <param name="random">Chance of waits and renewals; not shared.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="IOException">A certificate's file cannot be read.</exception>
    /// <exception cref="CryptographicException">A certificate's file holds none.</exception>
    public AzureIotHubUplink(AzureIotHubUplinkOptions options, AzureIotHubHandlers handlers, TimeProvider time, Random random)
    {
        if (options.Faults() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _time = time;
        _connection = new AzureConnection(
            options,
            PemFiles.Authorities(options.AuthorityFile),
            PemFiles.Certificate(options.CertificateFile, options.CertificateKeyFile),
            options.TakesDesired ? handlers : handlers with { Desired = null },
            time,
            new Chance(random));
        _idle = time.CreateTimer(_ => _closing = CloseIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public int BatchBytesMax => UplinkLimits.BatchBytesMax;

    /// <summary>Counts so far.</summary>
    public AzureIotHubCounts Counts => _connection.Counts with { Messages = Interlocked.Read(ref _messages), Events = Interlocked.Read(ref _events) };

    /// <summary>
    /// Keeps the connection open until cancelled, for methods, twin and messages from the cloud; returns at once unless
    /// <see cref="AzureIotHubUplinkOptions.StayConnected"/>, or when only a person can mend it.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        try
        {
            while (_options.StayConnected)
            {
                var (link, result) = await OpenAsync(either.Token);
                if (result is SendResult.Stopped)
                {
                    return;
                }

                if (link is null)
                {
                    await Task.Delay(((SendResult.Retry)result!).After ?? _connection.NextWait(), _time, either.Token);
                }
                else
                {
                    await UntilOverAsync(link, either.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The normal end.
        }
    }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var (link, trouble) = await _connection.OpenAsync(cancellationToken);
            return link is null ? trouble! : await SendAsync(link, events, cancellationToken);
        }
        finally
        {
            _gate.Release();
            if (!_options.StayConnected)
            {
                _idle.Change(_options.IdleTimeout, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _idle.DisposeAsync();
        await _closing;
        await _gate.WaitAsync();
        try
        {
            await _connection.DisposeAsync();
        }
        finally
        {
            _gate.Dispose();
            _stop.Dispose();
        }
    }

    private async Task<(AzureLink? Link, SendResult? Trouble)> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await _connection.OpenAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task UntilOverAsync(AzureLink link, CancellationToken cancellationToken)
    {
        var left = link.RenewAt - _time.GetUtcNow();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = Task.Delay(left is not { } wait ? Timeout.InfiniteTimeSpan : wait < TimeSpan.Zero ? TimeSpan.Zero : wait, _time, done.Token);
        await Task.WhenAny(link.Ended, renewal);
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<SendResult> SendAsync(AzureLink link, IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        var messages = TelemetryMessage.Compose(link.Root, events, _options.Mode, _options.MessageBodyBytesMax);
        var tooLarge = messages.Find(message => message.Bytes > AzureIotHubLimits.MessageBytesMax);
        if (tooLarge is not null)
        {
            messages.RemoveRange(messages.IndexOf(tooLarge), messages.Count - messages.IndexOf(tooLarge));
        }

        using var patience = new CancellationTokenSource(_options.SendTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // All at once: the client keeps their order and its window.
            var sending = messages.ConvertAll(message => link.PublishAsync(message.Topic, message.Body, either.Token).AsTask());
            await Task.WhenAll(sending);
        }
        catch (MqttException exception)
        {
            return new SendResult.Retry($"The connection ended before all was acknowledged: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await _connection.CloseAsync();
            return new SendResult.Retry($"The service did not acknowledge within {_options.SendTimeout.TotalSeconds} s.");
        }

        Interlocked.Add(ref _messages, messages.Count);
        Interlocked.Add(ref _events, messages.Sum(message => message.Count));
        return tooLarge is null
            ? SendResult.Accepted.Instance
            : new SendResult.Rejected(tooLarge.First, $"With its properties it has {tooLarge.Bytes} bytes; the service takes {AzureIotHubLimits.MessageBytesMax}.");
    }

    private async Task CloseIdleAsync()
    {
        try
        {
            await _gate.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await _connection.CloseAsync();
        }
        finally
        {
            _gate.Release();
        }
    }
}
