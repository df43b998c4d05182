using IotHub.Contracts.Model;
using IotHub.Devices.Registry;

namespace IotHub.Devices.Availability;

/// <summary>One device's signs of life.</summary>
internal sealed class DevicePulse
{
    // Questions before a device is called silent: with one message in ten lost each way, one in a thousand would be called so wrongly.
    private const int QuestionsMax = 4;

    // What a device reports so soon after a request is its answer, and says nothing of its rhythm.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private readonly AvailabilityLimits _limits;
    private readonly ReportRhythm _rhythm = new();
    private DateTimeOffset _since;
    private DateTimeOffset? _heardAt;
    private DateTimeOffset _quietSince;
    private DateTimeOffset _askedAt;
    private DateTimeOffset? _sentAt;
    private DateTimeOffset? _toldAt;
    private bool _hasNews;
    private string? _reason;
    private bool _canBeAsked;
    private int _questions;
    private TimeSpan? _declared;

    public DevicePulse(Device device, AvailabilityLimits limits, DateTimeOffset now)
    {
        _limits = limits;
        (Name, Did) = (device.Name, device.Did);
        (_since, _quietSince) = (now, now);
        SetContract(device.Contract);
    }

    public string Name { get; }

    public string Did { get; }

    public DeviceAvailability Availability { get; private set; } = DeviceAvailability.Unknown;

    public ReportInterval Interval { get; private set; }

    /// <summary>Which time it waits for in the table's queue; null for none.</summary>
    public DateTimeOffset? QueuedFor { get; set; }

    /// <summary>When something is next to be done.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? next = Availability switch
            {
                DeviceAvailability.Offline => null,
                DeviceAvailability.Silent => _canBeAsked ? _askedAt + Interval.Length : null,
                _ => _canBeAsked && _questions < QuestionsMax ? AskAt : SilentAt,
            };
            return _hasNews && _toldAt + _limits.TellEvery is var tell && (next is null || tell < next) ? tell : next;
        }
    }

    private DateTimeOffset SilentAt => _quietSince + (2 * Interval.Length);

    private DateTimeOffset AskAt => _quietSince + (Interval.Length * (1.5 + (_questions / 8.0)));

    public void SetContract(DeviceContract contract)
    {
        _declared = DeclaredIntervals.Of(contract);
        _canBeAsked = contract.Properties.Any(property => (property.Access & PropertyAccess.Read) != 0);
        SetInterval();
    }

    public DeviceLiveness Read() => new(Availability, _since, _heardAt, Interval) { Reason = Availability == DeviceAvailability.Offline ? _reason : null };

    /// <summary>Takes a sign of life.</summary>
    /// <returns>True when the device became available by it.</returns>
    public bool Hear(bool isReport, DateTimeOffset now)
    {
        if (Availability is DeviceAvailability.Silent or DeviceAvailability.Offline)
        {
            _rhythm.Interrupt();
        }

        if (isReport && !(_sentAt is { } sent && now - sent < AnswerTime) && _rhythm.Add(now))
        {
            SetInterval();
        }

        (_heardAt, _quietSince, _questions, _hasNews) = (now, now, 0, true);
        return Become(DeviceAvailability.Online, now);
    }

    /// <summary>It said goodbye, or is gone.</summary>
    /// <returns>True when it was there until now.</returns>
    public bool Leave(string? reason, DateTimeOffset now)
    {
        _reason = reason;
        _rhythm.Interrupt();
        return Become(DeviceAvailability.Offline, now);
    }

    /// <summary>True once for a device that nothing is known of and that can be asked.</summary>
    public bool MayAskAtOnce(DateTimeOffset now)
    {
        if (Availability != DeviceAvailability.Unknown || !_canBeAsked || _askedAt != default)
        {
            return false;
        }

        _askedAt = now;
        return true;
    }

    public void OnSent(DateTimeOffset now) => _sentAt = now;

    /// <summary>True when it may be told again that the device was heard.</summary>
    public bool MayTell(DateTimeOffset now) => _toldAt is not { } told || now - told >= _limits.TellEvery || now < told;

    public void OnTold(DateTimeOffset now) => (_toldAt, _hasNews) = (now, false);

    /// <summary>Does one thing that is due.</summary>
    public AvailabilityNewsKind? OnTime(DateTimeOffset now, bool isLate)
    {
        if (Availability == DeviceAvailability.Silent && _canBeAsked && _askedAt + Interval.Length <= now)
        {
            _askedAt = now;
            return AvailabilityNewsKind.Ask;
        }

        if (Availability is DeviceAvailability.Online or DeviceAvailability.Unknown)
        {
            if (isLate && SilentAt <= now)
            {
                _quietSince = now - (1.5 * Interval.Length);
            }

            if (SilentAt <= now)
            {
                _askedAt = now;
                Become(DeviceAvailability.Silent, now);
                return AvailabilityNewsKind.Changed;
            }

            if (_canBeAsked && _questions < QuestionsMax && AskAt <= now)
            {
                _questions++;
                return AvailabilityNewsKind.Ask;
            }
        }

        if (_hasNews && MayTell(now))
        {
            OnTold(now);
            return AvailabilityNewsKind.Heard;
        }

        return null;
    }

    /// <summary>The clock was set. All that is noted here is of this life of the hub.</summary>
    public void Shift(ClockShift shift)
    {
        (_since, _quietSince, _askedAt) = (shift.Moved(_since), shift.Moved(_quietSince), shift.Moved(_askedAt));
        (_heardAt, _sentAt, _toldAt) = (shift.Moved(_heardAt), shift.Moved(_sentAt), shift.Moved(_toldAt));
        _rhythm.Shift(shift);
    }

    private bool Become(DeviceAvailability availability, DateTimeOffset now)
    {
        if (Availability == availability)
        {
            return false;
        }

        // That it became so is told at once; what it said with it, when it is next told that it was heard.
        (Availability, _since, _toldAt) = (availability, now, now);
        return true;
    }

    private void SetInterval() => Interval =
        _declared is { } declared ? new ReportInterval(declared, IntervalSource.Declared)
        : _rhythm.Interval is { } learned ? new ReportInterval(Within(learned), IntervalSource.Learned)
        : new ReportInterval(_canBeAsked ? _limits.AskedInterval : _limits.UnaskedInterval, IntervalSource.Default);

    private TimeSpan Within(TimeSpan learned) => learned < _limits.LearnedMin ? _limits.LearnedMin : learned > _limits.LearnedMax ? _limits.LearnedMax : learned;
}
