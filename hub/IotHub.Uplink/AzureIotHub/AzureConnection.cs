using System.Security.Cryptography.X509Certificates;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>
/// Whether there is a connection, and what to do when there is none: sign in, renew, be provisioned, wait, or give up. One caller at a time.
/// </summary>
internal sealed class AzureConnection(
    AzureIotHubUplinkOptions options,
    X509Certificate2Collection? authorities,
    X509Certificate2? certificate,
    AzureIotHubHandlers handlers,
    TimeProvider time,
    Chance chance) : IAsyncDisposable
{
    // The official clients' back-off: 100 ms doubled up to 10 s, with full jitter.
    private static readonly TimeSpan WaitMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    private readonly KickWatch _kicks = new();
    private readonly TwinMemory _memory = new();
    private DeviceIdentity? _identity;
    private AzureLink? _link;
    private string? _stopped;
    private int _failuresInARow;
    private long _connections;
    private long _failures;
    private long _renewals;
    private long _provisionings;

    /// <summary>Counts so far; without messages and events.</summary>
    public AzureIotHubCounts Counts => new(
        Interlocked.Read(ref _connections), Interlocked.Read(ref _failures), Interlocked.Read(ref _renewals), _kicks.Count, Interlocked.Read(ref _provisionings), 0, 0);

    private bool IsProvisioned => options.ConnectionString.Length == 0;

    /// <summary>How long to wait after so many failures.</summary>
    public TimeSpan NextWait() => chance.Between(TimeSpan.Zero, TimeSpan.FromTicks(Math.Min(WaitMax.Ticks, WaitMin.Ticks << Math.Min(_failuresInARow, 10))));

    /// <summary>Gives the connection, made or made anew if need be; or what to do instead.</summary>
    public async Task<(AzureLink? Link, SendResult? Trouble)> OpenAsync(CancellationToken cancellationToken)
    {
        if (_stopped is null && _link is { IsOpen: false } lost && _kicks.Note(time.GetUtcNow(), time.GetElapsedTime(lost.Opened)))
        {
            Stop($"The service closed {AzureIotHubLimits.KicksMax} connections within a minute, each soon after it was made: another process seems to use the identity of "
                + $"{_identity?.ClientId}. Give each hub an identity of its own, then start this one again.");
        }

        if (_stopped is not null)
        {
            await CloseAsync();
            return (null, new SendResult.Stopped(_stopped));
        }

        if (_link is { IsOpen: true } open)
        {
            if (open.RenewAt is not { } renewAt || time.GetUtcNow() < renewAt)
            {
                return (open, null);
            }

            // Between batches nothing is in flight, so that nothing is lost with the old connection.
            Interlocked.Increment(ref _renewals);
        }

        await CloseAsync();
        return await ConnectAsync(cancellationToken);
    }

    /// <summary>Closes the connection, if there is one.</summary>
    public async Task CloseAsync()
    {
        if (_link is { } link)
        {
            _link = null;
            await link.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        certificate?.Dispose();
    }

    private async Task<(AzureLink? Link, SendResult? Trouble)> ConnectAsync(CancellationToken cancellationToken)
    {
        var isFresh = _identity is null;
        try
        {
            _identity ??= IsProvisioned
                ? await ProvisionAsync(cancellationToken)
                : DeviceIdentity.Parse(options.ConnectionString, out _)! with { Certificate = certificate };
            _link = await AzureLink.OpenAsync(options, authorities, _identity, handlers, _memory, time, chance, cancellationToken);
            Interlocked.Increment(ref _connections);
            _failuresInARow = 0;
            return (_link, null);
        }
        catch (MqttConnectionException exception)
        {
            return (null, Judge(exception, isFresh));
        }
        catch (RegistrationException exception)
        {
            Interlocked.Increment(ref _failures);
            return (null, exception.IsFinal ? Stop(exception.Message) : new SendResult.Retry(exception.Message));
        }
    }

    private async Task<DeviceIdentity> ProvisionAsync(CancellationToken cancellationToken)
    {
        var identity = await new Registration(options, authorities, certificate, time, chance).RunAsync(cancellationToken);
        Interlocked.Increment(ref _provisionings);
        handlers.Told?.Invoke($"Azure IoT Hub: provisioned as {identity.DeviceId} of {identity.HostName}.");
        return identity;
    }

    private SendResult Judge(MqttConnectionException fault, bool isFresh)
    {
        Interlocked.Increment(ref _failures);
        _failuresInARow++;
        switch (fault.ReasonCode)
        {
            case ReasonCode.ServerUnavailable:
                var wait = chance.Between(AzureIotHubLimits.ThrottleMin, AzureIotHubLimits.ThrottleMax);
                return new SendResult.Retry("The service is throttled or not available.", wait);

            // Only what a provisioned hub refuses may be mended by asking where the device belongs now; what the provisioning service
            // itself refuses, or a hub that it named a moment ago, may not.
            case ReasonCode.BadUserNameOrPassword or ReasonCode.NotAuthorized when IsProvisioned && !isFresh:
                _identity = null;
                return new SendResult.Retry("The hub refuses the device, which asks the provisioning service anew.");
            case ReasonCode.BadUserNameOrPassword or ReasonCode.NotAuthorized:
                return Stop($"The service refuses the device: its key or certificate is not the one that the service knows, it was switched off, or this clock "
                    + $"({time.GetUtcNow():u}) is wrong. Look at {(IsProvisioned ? "DeviceKey, GroupKey or CertificateFile" : "ConnectionString")}, and at the device in the portal.");
            case ReasonCode.ClientIdentifierNotValid or ReasonCode.UnsupportedProtocolVersion:
                return Stop($"The service does not take this device: {fault.ReasonCode}.");
            default:
                if (IsProvisioned && _failuresInARow >= AzureIotHubLimits.FailuresUntilProvisioning)
                {
                    _failuresInARow = 0;
                    _identity = null;
                }

                return new SendResult.Retry(fault.Message);
        }
    }

    private SendResult.Stopped Stop(string reason)
    {
        _stopped = reason;
        handlers.Told?.Invoke($"Azure IoT Hub: stopped. {reason}");
        return new SendResult.Stopped(reason);
    }
}
