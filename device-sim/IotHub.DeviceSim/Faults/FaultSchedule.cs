using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Faults;

/// <summary>The faults of a device that come by time. It is told the time.</summary>
internal sealed class FaultSchedule
{
    /// <summary>Steps in which a dying battery falls.</summary>
    public const int BatterySteps = 20;

    private readonly DeviceFaults _faults;
    private readonly DateTimeOffset _began;
    private DateTimeOffset? _dropAt;
    private DateTimeOffset? _rebootAt;
    private DateTimeOffset? _wifiAt;
    private DateTimeOffset? _batteryAt;
    private DateTimeOffset _answerFreeAt;
    private int _batterySteps;
    private bool _isOutOfReach;
    private int _requests;

    public FaultSchedule(DeviceFaults faults, DateTimeOffset now)
    {
        (_faults, _began) = (faults, now);
        _dropAt = now + faults.DisconnectEvery;
        _rebootAt = now + faults.RebootEvery;
        _wifiAt = now + faults.WifiUp;
        _batteryAt = now + (faults.BatteryDeadAfter / BatterySteps);
    }

    /// <summary>When something happens next; null for never.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            var next = _dropAt;
            next = Moments.Earlier(next, _rebootAt);
            next = Moments.Earlier(next, _wifiAt);
            return Moments.Earlier(next, _batteryAt);
        }
    }

    /// <summary>Level of a dying battery, 0 to 1 of what it was.</summary>
    public double BatteryShare => 1 - ((double)_batterySteps / BatterySteps);

    /// <summary>True when the battery is empty: the device is gone for good.</summary>
    public bool IsDead => _batterySteps >= BatterySteps;

    public bool IsSilent(DateTimeOffset now) => _faults.SilentAfter is { } after && now - _began >= after;

    /// <summary>Takes one thing that is due.</summary>
    public FaultEvent? Take(DateTimeOffset now)
    {
        if (_batteryAt <= now)
        {
            _batterySteps++;
            _batteryAt = IsDead ? null : _batteryAt + (_faults.BatteryDeadAfter / BatterySteps);
            return FaultEvent.BatteryFalls;
        }

        if (_dropAt <= now)
        {
            _dropAt = now + _faults.DisconnectEvery;
            return FaultEvent.Drop;
        }

        if (_rebootAt <= now)
        {
            _rebootAt = now + _faults.RebootEvery;
            return FaultEvent.Reboot;
        }

        if (_wifiAt <= now)
        {
            _isOutOfReach = !_isOutOfReach;
            _wifiAt = now + (_isOutOfReach ? _faults.WifiDown : _faults.WifiUp);
            return _isOutOfReach ? FaultEvent.OutOfReach : FaultEvent.InReach;
        }

        return null;
    }

    /// <summary>Counts a request and says whether it is to be lost.</summary>
    public bool DropsNext()
    {
        _requests++;
        return _faults.DropEvery > 0 && _requests % _faults.DropEvery == 0;
    }

    /// <summary>How long the next answer takes: it waits for the ones before it.</summary>
    public TimeSpan ThinkFor(DateTimeOffset now)
    {
        if (_faults.AnswerDelay <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        _answerFreeAt = (_answerFreeAt > now ? _answerFreeAt : now) + _faults.AnswerDelay;
        return _answerFreeAt - now;
    }
}
