using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Commands;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Devices;

/// <summary>Answers the hub's requests to one device by the rules of the device contract (firmware-contracts/topics.md), and repeats an answer instead of doing a thing twice.</summary>
internal sealed class WiredAnswers(WiredDevice device)
{
    private const int Accepted = 1;
    private const int NotReadable = -4001;
    private const int NotFound = -4003;
    private const int Failed = -4004;

    // R-13 asks for 32.
    private const int RememberedMax = 32;

    private readonly Dictionary<string, ResponseMessage> _answers = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = [];

    /// <summary>Does what a request asks.</summary>
    public ResponseMessage Answer(WiredUnit unit, DeviceRequest request, TimeSpan now)
    {
        if (_answers.TryGetValue(request.Id, out var before))
        {
            return before;
        }

        if (request.IsQuestion)
        {
            // Asked again, it is looked at again.
            return Tell(unit, request);
        }

        var answer = request.Command?.Call is { } call ? Do(unit, request, call, now) : Set(unit, request, now);
        _answers.Add(request.Id, answer);
        _oldestFirst.Enqueue(request.Id);
        if (_oldestFirst.Count > RememberedMax)
        {
            _answers.Remove(_oldestFirst.Dequeue());
        }

        return answer;
    }

    private static ResponseMessage Tell(WiredUnit unit, DeviceRequest request)
    {
        var values = unit.Values().Where(reading => request.Get.Contains(reading.Property)).ToImmutableArray();
        ImmutableArray<PropertyCode> codes =
        [
            .. request.Get.Where(property => !values.Any(reading => reading.Property == property))
                .Select(property => new PropertyCode(property, property.IsObservable ? Failed : NotReadable)),
        ];

        // What is not wired has no value; that is no reason to call the question refused.
        return new ResponseMessage(request.Id, values.IsEmpty && !codes.IsEmpty ? codes[0].Code : 0, values, codes, []);
    }

    private static ResponseMessage Set(WiredUnit unit, DeviceRequest request, TimeSpan now)
    {
        var (codes, later) = (ImmutableArray.CreateBuilder<PropertyCode>(), new HashSet<ContractProperty>());
        var before = unit.Values();
        foreach (var wanted in request.Set)
        {
            var answer = unit.Drives(wanted.Property) ? unit.Set(wanted.Property, wanted.Value, now) : null;
            if (answer is null or RelayAnswer.TooEarly)
            {
                codes.Add(new PropertyCode(wanted.Property, Failed));
            }
            else if (answer == RelayAnswer.Later)
            {
                later.Add(wanted.Property);
            }
        }

        var values = unit.Values();
        var changed = values.RemoveAll(before.Contains);
        var asked = request.Set.Select(wanted => wanted.Property).Except(later).ToHashSet();
        unit.TellEvents(changed);

        // What changed beside what was asked for is told with it.
        return new ResponseMessage(
            request.Id, codes.Count > 0 ? codes[0].Code : later.Count > 0 ? Accepted : 0,
            [.. values.Where(reading => asked.Contains(reading.Property) || changed.Contains(reading))], codes.ToImmutable(), []);
    }

    private ResponseMessage Do(WiredUnit unit, DeviceRequest request, ContractAction call, TimeSpan now)
    {
        var wired = device.Actions.FirstOrDefault(one => one.Action == call);
        if (wired is null)
        {
            return new ResponseMessage(request.Id, NotFound, [], [], []);
        }

        var value = unit.Values().FirstOrDefault(reading => reading.Property == wired.Toggles).Value;
        var answer = unit.Set(wired.Toggles, PropertyValue.FromBoolean(!value.AsBoolean), now);
        var values = answer == RelayAnswer.Done ? unit.Values().Where(reading => reading.Property == wired.Toggles).ToImmutableArray() : [];
        unit.TellEvents(values);
        return new ResponseMessage(request.Id, answer switch { RelayAnswer.Done => 0, RelayAnswer.Later => Accepted, _ => Failed }, values, [], []);
    }
}
