using IotHub.Devices.Registry;

namespace IotHub.Devices.Availability;

/// <summary>
/// Which devices are there. Told of each message, and of the time when something is due; the devices' own clocks play no part.
/// <code>
///              heard                      two intervals without a word
///   Unknown ───────────► Online ─────────────────────────────────────► Silent
///      │                  ▲ │ ▲                                          │ │
///      │            heard │ │ └──────────────── heard ───────────────────┘ │
///      │ goodbye, Will    │ ▼ goodbye, Will                                │ goodbye, Will
///      └──────────────► Offline ◄──────────────────────────────────────────┘
/// </code>
/// After a start of the hub everything is Unknown until it is heard; what is not heard for two intervals is Silent. A retained message is no sign
/// of life. Where a device can be asked, that is done from one and a half intervals on, four times, before it is called silent; and once an
/// interval from then on, since it may have nothing else to say.
/// </summary>
public sealed class AvailabilityTable(AvailabilityLimits limits)
{
    private readonly Dictionary<string, DevicePulse> _byName = new(StringComparer.Ordinal);

    // At most one entry for each device is meant; others are passed over when their time comes. Names make the order of one moment certain.
    private readonly PriorityQueue<DevicePulse, (DateTimeOffset At, string Name)> _due =
        new(Comparer<(DateTimeOffset At, string Name)>.Create((one, other) =>
            one.At != other.At ? one.At.CompareTo(other.At) : string.CompareOrdinal(one.Name, other.Name)));

    /// <summary>When something is next to be done; null when nothing is.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_due.TryPeek(out var pulse, out var key))
            {
                if (pulse.QueuedFor == key.At)
                {
                    return key.At;
                }

                _due.Dequeue();
            }

            return null;
        }
    }

    /// <summary>A device joined, came back with the hub, or has another contract or other hardware now.</summary>
    public void Save(Device device, DateTimeOffset now)
    {
        if (_byName.TryGetValue(device.Name, out var pulse) && pulse.Did == device.Did)
        {
            pulse.SetContract(device.Contract);
        }
        else
        {
            Remove(device.Name);
            pulse = new DevicePulse(device, limits, now);
            _byName.Add(device.Name, pulse);
        }

        Queue(pulse);
    }

    /// <summary>A device left the home.</summary>
    public void Remove(string name)
    {
        if (_byName.Remove(name, out var pulse))
        {
            pulse.QueuedFor = null;
        }
    }

    /// <summary>Whether a device is there; Unknown for one that is not part of the home.</summary>
    public DeviceAvailability Of(Device device) => _byName.TryGetValue(device.Name, out var pulse) ? pulse.Availability : DeviceAvailability.Unknown;

    /// <summary>All that is known of a device being there.</summary>
    public DeviceLiveness Read(string name) => _byName.TryGetValue(name, out var pulse) ? pulse.Read() : DeviceLiveness.None;

    /// <summary>A device said something now.</summary>
    /// <param name="device">Which.</param>
    /// <param name="isReport">True when it spoke by itself of its state: only that makes a rhythm.</param>
    /// <param name="now">The time.</param>
    /// <param name="news">What should be told is added.</param>
    public void OnHeard(Device device, bool isReport, DateTimeOffset now, ICollection<AvailabilityNews> news)
    {
        if (_byName.TryGetValue(device.Name, out var pulse))
        {
            var changed = pulse.Hear(isReport, now);
            if (changed)
            {
                news.Add(new AvailabilityNews(AvailabilityNewsKind.Changed, device.Name));
            }
            else if (pulse.MayTell(now))
            {
                pulse.OnTold(now);
                news.Add(new AvailabilityNews(AvailabilityNewsKind.Heard, device.Name));
            }

            Queue(pulse);
        }
    }

    /// <summary>A retained message says that a device was there: no sign of life, but a reason to ask.</summary>
    public void OnSaidToBeThere(Device device, DateTimeOffset now, ICollection<AvailabilityNews> news)
    {
        if (_byName.TryGetValue(device.Name, out var pulse) && pulse.MayAskAtOnce(now))
        {
            news.Add(new AvailabilityNews(AvailabilityNewsKind.Ask, device.Name));
        }
    }

    /// <summary>A device said goodbye, or its broker says that it is gone.</summary>
    /// <param name="device">Which.</param>
    /// <param name="reason">Why, in a sentence for people; null where its bridge does not know.</param>
    /// <param name="now">The time.</param>
    /// <param name="news">What should be told is added.</param>
    public void OnGone(Device device, string? reason, DateTimeOffset now, ICollection<AvailabilityNews> news)
    {
        if (_byName.TryGetValue(device.Name, out var pulse) && pulse.Leave(reason, now))
        {
            news.Add(new AvailabilityNews(AvailabilityNewsKind.Changed, device.Name));
            Queue(pulse);
        }
    }

    /// <summary>The hub sends a device something: what it reports next it does not report by itself.</summary>
    public void OnSent(Device device, DateTimeOffset now)
    {
        if (_byName.TryGetValue(device.Name, out var pulse))
        {
            pulse.OnSent(now);
        }
    }

    /// <summary>Does what is due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isLate">
    /// True when this should have been done long ago: the hub stood still or its clock was set, and could not hear. Then nobody is called silent
    /// for it, but gets another half interval.
    /// </param>
    /// <param name="news">What should be told or done is added, in order of time, then of names.</param>
    public void OnTime(DateTimeOffset now, bool isLate, ICollection<AvailabilityNews> news)
    {
        while (NextDue is { } due && due <= now)
        {
            var pulse = _due.Dequeue();
            pulse.QueuedFor = null;
            if (pulse.OnTime(now, isLate) is { } kind)
            {
                news.Add(new AvailabilityNews(kind, pulse.Name));
            }

            Queue(pulse);
        }
    }

    /// <summary>The clock was set: nobody is called silent for that.</summary>
    public void Shift(ClockShift shift)
    {
        _due.Clear();
        foreach (var pulse in _byName.Values)
        {
            pulse.Shift(shift);
            pulse.QueuedFor = null;
            Queue(pulse);
        }
    }

    private void Queue(DevicePulse pulse)
    {
        // Later than before needs nothing: when the earlier time comes, the right one is looked up. So a message costs no place in the queue.
        var next = pulse.NextDue;
        if (next is null)
        {
            pulse.QueuedFor = null;
        }
        else if (pulse.QueuedFor is null || next < pulse.QueuedFor)
        {
            pulse.QueuedFor = next;
            _due.Enqueue(pulse, (next.Value, pulse.Name));
        }
    }
}
