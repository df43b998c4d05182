namespace IotHub.AzureEmulator;

/// <summary>What the emulator does wrong on request. Counts are used up; zero is health.</summary>
public sealed class Faults
{
    private readonly Lock _lock = new();
    private int _dropPubacks;
    private int _closeOnPublish;
    private int _twinThrottled;
    private int _connackRefusals;
    private int _methodSilence;
    private int _lostDesired;
    private int _throttle;
    private int _provisioningFailures;

    /// <summary>So many messages from devices are recorded and not acknowledged.</summary>
    public int DropPubacks { get => Get(ref _dropPubacks); set => Set(ref _dropPubacks, value); }

    /// <summary>The connection is closed on the n-th message from now, after it was recorded and before it is acknowledged.</summary>
    public int CloseOnPublish { get => Get(ref _closeOnPublish); set => Set(ref _closeOnPublish, value); }

    /// <summary>So many twin requests are answered 429.</summary>
    public int TwinThrottled { get => Get(ref _twinThrottled); set => Set(ref _twinThrottled, value); }

    /// <summary>So many connections are refused with <see cref="ConnackCode"/>.</summary>
    public int ConnackRefusals { get => Get(ref _connackRefusals); set => Set(ref _connackRefusals, value); }

    /// <summary>MQTT 3.1.1 return code of these refusals, 1 to 5.</summary>
    public int ConnackCode { get; set; } = 5;

    /// <summary>So many answers to direct methods are thrown away, so that the caller runs into its time-out.</summary>
    public int MethodSilence { get => Get(ref _methodSilence); set => Set(ref _methodSilence, value); }

    /// <summary>So many changes of what is desired are kept and not told to the device.</summary>
    public int LostDesired { get => Get(ref _lostDesired); set => Set(ref _lostDesired, value); }

    /// <summary>So many connections are refused as "server unavailable", or messages answered by closing the connection.</summary>
    public int Throttle { get => Get(ref _throttle); set => Set(ref _throttle, value); }

    /// <summary>So many provisioning requests are answered with <see cref="ProvisioningCode"/>.</summary>
    public int ProvisioningFailures { get => Get(ref _provisioningFailures); set => Set(ref _provisioningFailures, value); }

    /// <summary>Status of these answers; 429 and above ask the device to come again.</summary>
    public int ProvisioningCode { get; set; } = 429;

    /// <summary>Sessions are forgotten when their connection ends, whatever the device asked for.</summary>
    public bool ForgetSessions { get; set; }

    /// <summary>How far the emulator's clock is ahead.</summary>
    public TimeSpan ClockSkew { get; set; }

    internal bool TakeDropPuback() => Take(ref _dropPubacks);

    internal bool TakeTwinThrottled() => Take(ref _twinThrottled);

    internal bool TakeConnackRefusal() => Take(ref _connackRefusals);

    internal bool TakeMethodSilence() => Take(ref _methodSilence);

    internal bool TakeLostDesired() => Take(ref _lostDesired);

    internal bool TakeThrottle() => Take(ref _throttle);

    internal bool TakeProvisioningFailure() => Take(ref _provisioningFailures);

    /// <summary>Counts down to the message that the connection is closed on.</summary>
    internal bool TakeCloseOnPublish()
    {
        lock (_lock)
        {
            return _closeOnPublish > 0 && --_closeOnPublish == 0;
        }
    }

    private bool Take(ref int count)
    {
        lock (_lock)
        {
            return count > 0 && count-- > 0;
        }
    }

    private int Get(ref int count)
    {
        lock (_lock)
        {
            return count;
        }
    }

    private void Set(ref int count, int value)
    {
        lock (_lock)
        {
            count = value;
        }
    }
}
