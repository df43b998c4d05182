using System.Collections.Immutable;
using System.Globalization;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Runtime;

/// <summary>Commands on their way out, and reports and answers on their way in: where a wanted value and a reported one meet.</summary>
internal sealed class CommandDesk(HubLoopOptions options, CauseSequence causes, HomeState home, HubCounts counts)
{
    private readonly CommandTracker _tracker = new(options.Devices);
    private readonly Dictionary<string, string> _commandOfClient = new(StringComparer.Ordinal);
    private readonly Queue<string> _clientIds = [];
    private readonly List<CommandEnd> _ends = [];

    public DateTimeOffset? NextDeadline => _tracker.NextDeadline;

    /// <summary>Someone asks for something: checked, sent, and answered with the command's id.</summary>
    public HubAnswer TakeFromPerson(HubInput.Command input, DateTimeOffset now, List<HubOutput> outputs)
    {
        if (input.ClientId is not null && _commandOfClient.TryGetValue(input.ClientId, out var repeated))
        {
            return HubAnswer.Yes(repeated);
        }

        if (!home.TryGetDevice(input.Device, out var device))
        {
            return HubAnswer.No("device.unknown", $"There is no device {input.Device}.");
        }

        if (Check(device, input) is { } refusal)
        {
            return refusal;
        }

        var cause = causes.Root(CauseOrigin.Person, input.By);
        var id = Send(device, input.Set, input.Call, input.In, cause, now, outputs, input.ClientId, input.Timeout);
        if (id is null)
        {
            return HubAnswer.No("hub.busy", $"{options.Devices.PendingCommandsMax} commands are on their way, as many as may be. Try again in a moment.");
        }

        Remember(input.ClientId, id);
        return HubAnswer.Yes(id);
    }

    /// <summary>Sends a command.</summary>
    /// <returns>Its id; null when there is no room for another: it has then ended as failed.</returns>
    public string? Send(
        Device device,
        ImmutableArray<PropertyReading> set,
        ContractAction? call,
        ImmutableArray<PropertyReading> arguments,
        Cause cause,
        DateTimeOffset now,
        List<HubOutput> outputs,
        string? clientId = null,
        TimeSpan? timeout = null)
    {
        var command = new DeviceCommand
        {
            Id = causes.Take().ToString(CultureInfo.InvariantCulture),
            Device = device,
            Set = set,
            Call = call,
            In = arguments,
            Cause = cause,
            ClientId = clientId,
            SentAt = now,
            Deadline = now + (timeout ?? options.Devices.CommandTimeout),
        };
        if (_tracker.IsFull)
        {
            counts.CountEnded(CommandOutcome.Failed);
            outputs.Add(new HubOutput.CommandEnded(new CommandEnd(command, CommandOutcome.Failed, "hub.busy", null, now)));
            return null;
        }

        _tracker.Track(command, now, _ends);
        TellEnds(outputs);
        counts.CommandsSent++;
        outputs.Add(new HubOutput.Request(command));
        return command.Id;
    }

    /// <summary>Takes reported values in: all of a message before anyone decides on any.</summary>
    public void TakeReport(Device device, ImmutableArray<PropertyReading> values, DateTimeOffset now, List<HubOutput> outputs, List<StateChange> changes)
    {
        Cause? own = null;
        foreach (var reading in values)
        {
            if (Current(device, reading) is not { } current)
            {
                continue;
            }

            Apply(device, current, ValueOrigin.Reported, ref own, now, outputs, changes);
        }

        TellEnds(outputs);
    }

    /// <summary>A device answered a request.</summary>
    /// <returns>False when no such request waits.</returns>
    public bool TryTakeResponse(Device device, ResponseMessage response, DateTimeOffset now, List<HubOutput> outputs, List<StateChange> changes)
    {
        if (!_tracker.TryGet(device, response.Id, out var command))
        {
            return false;
        }

        Cause? own = null;
        foreach (var reading in response.Values.Concat(response.Out))
        {
            if (reading.Property.IsObservable && Current(device, reading) is { } current)
            {
                Apply(device, current, ValueOrigin.Reported, ref own, now, outputs, changes);
            }
        }

        if (response is { Code: 0, Codes.IsEmpty: true })
        {
            foreach (var wanted in command.Set)
            {
                if (!wanted.Property.IsObservable)
                {
                    Apply(device, wanted, ValueOrigin.Assumed, ref own, now, outputs, changes);
                }
                else if (!home.WouldChange(device, wanted) && home.GetState(device, wanted.Property).Origin == ValueOrigin.Reported)
                {
                    // The device had the value before: it has nothing to report, and its "done" is true.
                    _tracker.OnReport(device, wanted, now, _ends);
                }
            }
        }

        _tracker.TryAnswer(device, response, now, _ends);
        TellEnds(outputs);
        return true;
    }

    public void DoDue(DateTimeOffset now, List<HubOutput> outputs)
    {
        _tracker.OnTime(now, home.IsOnline, _ends);
        TellEnds(outputs);
    }

    public void OnRetired(Device device, DateTimeOffset now, List<HubOutput> outputs)
    {
        _tracker.OnRetired(device, now, _ends);
        TellEnds(outputs);
    }

    private static HubAnswer? Check(Device device, HubInput.Command input)
    {
        if (input.Set.IsEmpty == input.Call is null)
        {
            return HubAnswer.No("command.shape", "A command has either values to set or an action to call.");
        }

        foreach (var reading in input.Set)
        {
            if (!device.Contract.TryGetProperty(reading.Property.Key, out var property) || !ReferenceEquals(property, reading.Property))
            {
                return HubAnswer.No("property.unknown", $"{device.Name} has no property {reading.Property.Key}.");
            }

            if (!property.IsWritable)
            {
                return HubAnswer.No("property.read-only", $"{device.Name}/{property.Key} cannot be set.");
            }
        }

        return input.Call is null || (device.Contract.TryGetAction(input.Call.Key, out var action) && ReferenceEquals(action, input.Call))
            ? null
            : HubAnswer.No("action.unknown", $"{device.Name} has no action {input.Call.Key}.");
    }

    /// <summary>The reading in terms of the device's present contract; null where that has no such property any more.</summary>
    private static PropertyReading? Current(Device device, PropertyReading reading)
    {
        var properties = device.Contract.Properties;
        if (reading.Property.Index < properties.Length && ReferenceEquals(properties[reading.Property.Index], reading.Property))
        {
            return reading;
        }

        return device.Contract.TryGetProperty(reading.Property.Key, out var property) && property.Format == reading.Property.Format
            ? new PropertyReading(property, reading.Value)
            : null;
    }

    private void Apply(
        Device device, PropertyReading reading, ValueOrigin origin, ref Cause? own, DateTimeOffset now, List<HubOutput> outputs, List<StateChange> changes)
    {
        var isAnswer = _tracker.TryMatch(device, reading, out var command);
        Cause? cause = null;
        if (home.WouldChange(device, reading))
        {
            cause = isAnswer ? causes.Then(command!.Cause, CauseOrigin.Device, device.Name) : own ??= causes.Root(CauseOrigin.Device, device.Name);
        }

        if (home.Apply(device, reading, origin, cause, now) is { } change)
        {
            counts.StateChanges++;
            changes.Add(change);
            outputs.Add(new HubOutput.Changed(change, command?.ClientId));
        }

        if (isAnswer)
        {
            _tracker.OnReport(device, reading, now, _ends);
        }
    }

    private void TellEnds(List<HubOutput> outputs)
    {
        foreach (var end in _ends)
        {
            counts.CountEnded(end.Outcome);
            outputs.Add(new HubOutput.CommandEnded(end));
        }

        _ends.Clear();
    }

    private void Remember(string? clientId, string commandId)
    {
        if (clientId is null)
        {
            return;
        }

        if (_clientIds.Count == options.ClientIdsMax)
        {
            _commandOfClient.Remove(_clientIds.Dequeue());
        }

        _clientIds.Enqueue(clientId);
        _commandOfClient[clientId] = commandId;
    }
}
