using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Devices;

/// <summary>All wired devices, owned by one thread: told what happened and the time, it drives the hardware and says what the core is to know.</summary>
internal sealed class WiredHome
{
    private readonly Dictionary<string, WiredUnit> _units;
    private readonly IWiredVoice _voice;
    private volatile ImmutableDictionary<string, string> _faults = ImmutableDictionary<string, string>.Empty;

    public WiredHome(IEnumerable<WiredDevice> devices, GpioBoard hardware, IWiredVoice voice)
    {
        _voice = voice;
        _units = devices.ToDictionary(device => device.Did, device => new WiredUnit(device, hardware, voice), StringComparer.Ordinal);
    }

    /// <summary>Devices that are not there, with the reason; read by any thread.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <summary>Edges that were lost on the way, of all devices; readings that failed.</summary>
    public (long LostEdges, long FailedReadings) Losses => (_units.Values.Sum(unit => unit.LostEdges), _units.Values.Sum(unit => unit.FailedReadings));

    /// <summary>When something is next to be done; null when nothing is.</summary>
    public TimeSpan? NextDue => _units.Values.Select(unit => unit.NextDue).Min();

    /// <summary>Announces all devices and opens what they are wired to.</summary>
    public void Start(TimeSpan now)
    {
        foreach (var unit in _units.Values)
        {
            var device = unit.Device;
            _voice.Say(device, new DeviceAnnounced(device.Did, new AnnounceMessage(device.Contract.Type.Text, Label: device.Label, Room: device.Room), device.Contract));
            unit.OnTime(now);
        }

        Note();
    }

    /// <summary>Something happened.</summary>
    public void Take(WiredWork work, TimeSpan now)
    {
        switch (work)
        {
            case WiredWork.Request { Message: var request }:
                Answer(request, now);
                break;
            case WiredWork.Saved saved:
                _units.GetValueOrDefault(saved.Did)?.Join(now);
                break;
            case WiredWork.Asked asked:
                asked.Answer.TrySetResult();
                break;
            case WiredWork.Retired retired:
                _units.GetValueOrDefault(retired.Did)?.Retire();
                break;
            default:
                UnitOf(work)?.Take(work, now);
                break;
        }

        Note();
    }

    /// <summary>Something was left out on the way here: all inputs are looked at.</summary>
    public void Look(TimeSpan now)
    {
        foreach (var unit in _units.Values)
        {
            unit.Look(now);
        }

        Note();
    }

    /// <summary>Does what is due.</summary>
    public void OnTime(TimeSpan now)
    {
        foreach (var unit in _units.Values)
        {
            if (unit.NextDue <= now)
            {
                unit.OnTime(now);
            }
        }

        Note();
    }

    /// <summary>Lets go of everything, outputs at their value for that.</summary>
    public void Stop()
    {
        foreach (var unit in _units.Values)
        {
            unit.Close();
        }
    }

    /// <summary>
    /// A device that is not there does not answer, nor does one that is lost over the question: an answer would be a sign of life. The command ends by its time, or is sent
    /// again when the device is back.
    /// </summary>
    private void Answer(DeviceRequest request, TimeSpan now)
    {
        if (!_units.TryGetValue(request.Device.Did, out var asked) || !asked.IsThere)
        {
            return;
        }

        var answer = asked.Answers.Answer(asked, request, now);
        if (asked.IsThere)
        {
            _voice.Say(asked.Device, new DeviceResponded(request.Device.Did, answer));
        }
    }

    private WiredUnit? UnitOf(WiredWork work) => work switch
    {
        WiredWork.Edge edge => _units[edge.Opening.Did],
        WiredWork.Input input => _units[input.Opening.Did],
        WiredWork.Lost lost => _units[lost.Opening.Did],
        WiredWork.Measured measured => _units[measured.Opening.Did],
        _ => null,
    };

    private void Note()
    {
        var faults = _units.Values.Where(unit => unit.Fault is not null).ToImmutableDictionary(unit => unit.Device.Did, unit => unit.Fault!, StringComparer.Ordinal);
        if (faults.Count > 0 || _faults.Count > 0)
        {
            _faults = faults;
        }
    }
}
