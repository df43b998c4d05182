using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Gpio.Points;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Devices;

/// <summary>
/// One wired device: opened, asked, told and closed. It is there when everything that it is wired to is; otherwise it is offline with the reason, and tried again.
/// </summary>
internal sealed class WiredUnit : IWiredListener
{
    // Right after a chip or channel appears its group may still be on the way.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(10);

    private readonly WiredDevice _device;
    private readonly GpioBoard _hardware;
    private readonly IWiredVoice _voice;
    private readonly TimeSpan _sayEvery;
    private readonly List<(ContractProperty Property, FlagInput Input)> _flags = [];
    private readonly WiredEvents _events;
    private WiredOpening? _opening;
    private TimeSpan _nextTry;
    private TimeSpan _nextSay;
    private int _tries;
    private bool _isRetired;
    private bool? _isThere;
    private long _lostBefore;

    /// <summary>Makes it; nothing is opened yet.</summary>
    public WiredUnit(WiredDevice device, GpioBoard hardware, IWiredVoice voice)
    {
        (_device, _hardware, _voice) = (device, hardware, voice);
        var declared = device.Contract.Properties.Where(property => device.Properties.Any(wired => wired.Property == property)).Select(property => property.ReportInterval)
            .Append(device.Contract.ReportInterval).Min();
        _sayEvery = declared / 2 is { } half && half < SayEvery ? half : SayEvery;
        _events = new WiredEvents(device, happened =>
        {
            if (_isThere == true)
            {
                voice.Say(device, new DeviceEventReported(device.Did, happened));
            }
        });
        Answers = new WiredAnswers(device);
    }

    public WiredDevice Device => _device;

    /// <summary>True when all that it is wired to is there.</summary>
    public bool IsThere => _isThere == true;

    /// <summary>Why it is not there; null while it is, or is not known to be not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Edges that never came here.</summary>
    public long LostEdges => _lostBefore + (_opening?.LostEdges ?? 0);

    /// <summary>Readings that failed.</summary>
    public long FailedReadings => _opening?.Sensors.Sum(sensor => sensor.Failures) ?? 0;

    /// <summary>When something is next to be done; null when nothing is.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            if (_isRetired)
            {
                return null;
            }

            if (_opening is null)
            {
                return _nextTry;
            }

            return _opening.Sensors.Select(sensor => (TimeSpan?)sensor.NextDue).Append(_events.NextDue).Append(_opening.NextDue).Append(_nextSay).Min();
        }
    }

    public WiredAnswers Answers { get; }

    /// <summary>Does what is due: opens what is not, reads sensors, tells what has not been told for long.</summary>
    public void OnTime(TimeSpan now)
    {
        if (_isRetired)
        {
            return;
        }

        if (_opening is null)
        {
            if (_nextTry <= now)
            {
                TryOpen(now);
            }

            return;
        }

        Guard(now, () =>
        {
            var before = Known(_opening);
            _opening.OnTime(now);
            TellDifferences(before);
        });
        _events.OnTime(now);
        foreach (var sensor in _opening?.Sensors ?? [])
        {
            if (sensor.NextDue <= now && !sensor.IsReading)
            {
                sensor.Begin(now);
                _voice.Measure(_opening!, sensor);
            }
            else if (sensor.NextDue <= now)
            {
                sensor.OnLate(now);
                Settle(now);
            }
        }

        if (_opening is not null && _isThere == true && _nextSay <= now)
        {
            SayAll(now);
        }
        else if (_nextSay <= now)
        {
            _nextSay = now + _sayEvery;
        }
    }

    /// <summary>Something was left out on the way here: all inputs are looked at.</summary>
    public void Look(TimeSpan now)
    {
        if (_opening is { } opening)
        {
            Guard(now, () => opening.Look(now));
        }
    }

    /// <summary>Something came from the hardware.</summary>
    public void Take(WiredWork work, TimeSpan now)
    {
        switch (work)
        {
            case WiredWork.Edge edge when edge.Opening == _opening:
                Guard(now, () =>
                {
                    _opening.Take(edge);
                    LookWhereNeeded(now);
                });
                break;
            case WiredWork.Input input when input.Opening == _opening:
                Guard(now, () =>
                {
                    _opening.Take(input);
                    LookWhereNeeded(now);
                    _events.Take(input);
                });
                break;
            case WiredWork.Lost lost when lost.Opening == _opening:
                Lose(lost.Reason, now);
                break;
            case WiredWork.Measured measured when measured.Opening == _opening:
                TakeReading(measured, now);
                break;
        }
    }

    /// <summary>Drives properties, and toggles for actions.</summary>
    /// <returns>What became of it; null where the hardware failed or is not there.</returns>
    public RelayAnswer? Set(ContractProperty property, PropertyValue value, TimeSpan now)
    {
        RelayAnswer? answer = null;
        if (_isThere == true && _opening is { } opening && opening.Outputs.FirstOrDefault(one => one.Values.Any(held => held.Property == property)) is { } output)
        {
            Guard(now, () => answer = output.Set(property, value, now));
        }

        return answer;
    }

    /// <summary>All values that are known now, in the kinds of their properties; empty while the device is not there.</summary>
    public ImmutableArray<PropertyReading> Values() => _isThere == true && _opening is { } opening ? [.. Known(opening)] : [];

    /// <summary>True when the property is wired to something that can be driven.</summary>
    public bool Drives(ContractProperty property) =>
        _device.Properties.Any(wired => (wired.Property == property && property.IsWritable) || (wired.Wire as Wire.Pwm)?.Switch == property);

    /// <summary>True when the property is wired at all.</summary>
    public bool Knows(ContractProperty property) => Drives(property) || _device.Properties.Any(wired => wired.Property == property);

    /// <summary>The device is part of the home: everything is told again.</summary>
    public void Join(TimeSpan now)
    {
        if (_isRetired)
        {
            (_isRetired, _nextTry, _tries) = (false, now, 0);
            OnTime(now);
        }
        else if (_isThere == true)
        {
            SayAll(now);
        }
    }

    /// <summary>The device left the home: its hardware is let go until it joins again.</summary>
    public void Retire()
    {
        _isRetired = true;
        Close();
        (_isThere, Fault) = (null, null);
    }

    /// <summary>Lets go of the hardware, outputs at their value for that.</summary>
    public void Close()
    {
        if (_opening is { } opening)
        {
            _lostBefore += opening.LostEdges;
            _opening = null;
            opening.Close();
        }

        _flags.Clear();
    }

    /// <inheritdoc/>
    public WiredFlag Of(WiredProperty property) => new(
        input => _flags.Add((property.Property, input)),
        (value, _) => Tell([new PropertyReading(property.Property, PropertyValue.FromBoolean(value))]));

    /// <inheritdoc/>
    public WiredFlag Of(WiredButton button) => new(
        _ => { },
        (isDown, at) => _events.Take(button.Name, isDown, at));

    private void TryOpen(TimeSpan now)
    {
        try
        {
            _opening = WiredOpening.Open(_device, _hardware, _voice.Enqueue, this, _sayEvery, now);
            _tries = 0;
            Settle(now);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _flags.Clear();
            Lose(fault.Message, now);
        }

        if (_opening is not null)
        {
            OnTime(now);
        }
    }

    /// <summary>The hardware's boundary: what it refuses makes the device offline, with what it said as reason.</summary>
    private void Guard(TimeSpan now, Action act)
    {
        try
        {
            act();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Lose(fault.Message, now);
        }
    }

    private void Lose(string reason, TimeSpan now)
    {
        Close();
        _nextTry = now + (_tries++ == 0 ? FirstRetry : Retry);
        Become(false, reason, now);
    }

    private void LookWhereNeeded(TimeSpan now)
    {
        if (_opening!.MustLook)
        {
            _opening.Look(now);
        }
    }

    private void TakeReading(WiredWork.Measured measured, TimeSpan now)
    {
        var isWorthTelling = false;
        if (measured.Fault is null)
        {
            isWorthTelling = measured.Sensor.Take(measured.Reading, now);
        }
        else
        {
            measured.Sensor.Fail(measured.Fault, now);
        }

        var wasThere = _isThere == true;
        Settle(now);
        if (isWorthTelling && wasThere && _isThere == true)
        {
            Tell([new PropertyReading(measured.Sensor.Property, measured.Sensor.Value)]);
        }
    }

    /// <summary>A device with sensors is there when each has been read; until then nothing is said of it.</summary>
    private void Settle(TimeSpan now)
    {
        if (_opening!.Sensors.Select(sensor => sensor.Fault).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            Become(false, fault, now);
        }
        else if (_opening.Sensors.All(sensor => sensor.IsKnown))
        {
            Become(true, null, now);
        }
    }

    private void Become(bool isThere, string? fault, TimeSpan now)
    {
        var isNews = _isThere != isThere || Fault != fault;
        var (wasThere, _) = (_isThere, _isThere = isThere);
        Fault = fault;
        if (isThere && wasThere != true)
        {
            SayAll(now);
        }
        else if (!isThere && wasThere != false)
        {
            _voice.Say(_device, new DeviceStatusChanged(_device.Did, false, fault));
        }

        if (isNews)
        {
            _voice.Tell(new WiredNews(_device.Did, isThere, fault));
        }
    }

    private void SayAll(TimeSpan now)
    {
        _nextSay = now + _sayEvery;
        _voice.Say(_device, new DeviceStatusChanged(_device.Did, true));
        var values = Values();
        if (!values.IsEmpty)
        {
            _voice.Say(_device, new DevicePropertiesReported(_device.Did, new PropertiesMessage(values)));
        }
    }

    private List<PropertyReading> Known(WiredOpening opening)
    {
        var known = new List<PropertyReading>();
        foreach (var (property, held) in opening.Values(_flags))
        {
            if (property.IsObservable && ValueCoercion.TryCheck(property, held, out var value, out _, ValueUse.Report))
            {
                known.Add(new PropertyReading(property, value));
            }
        }

        return known;
    }

    private void TellDifferences(List<PropertyReading> before)
    {
        if (_opening is { } opening && _isThere == true)
        {
            // Inputs tell for themselves.
            var outputs = opening.Outputs.SelectMany(output => output.Values).Select(one => one.Property).ToHashSet();
            ImmutableArray<PropertyReading> changed = [.. Known(opening).Where(now => outputs.Contains(now.Property) && !before.Contains(now))];
            if (!changed.IsEmpty)
            {
                Tell(changed);
            }
        }
    }

    /// <summary>Tells values that changed, and the events that follow from them.</summary>
    public void Tell(ImmutableArray<PropertyReading> changed)
    {
        if (_isThere != true)
        {
            return;
        }

        _voice.Say(_device, new DevicePropertiesReported(_device.Did, new PropertiesMessage(changed)));
        _events.Take(changed);
    }

    /// <summary>Tells the events that follow from values that changed.</summary>
    public void TellEvents(ImmutableArray<PropertyReading> changed) => _events.Take(changed);
}
