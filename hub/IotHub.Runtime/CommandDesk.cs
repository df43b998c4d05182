using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Availability;

namespace IotHub.Runtime;

/// <summary>Commands on their way out, and reports and answers on their way in: where a wanted value and a reported one meet.</summary>
internal sealed class CommandDesk(
    HubLoopOptions options, CauseSequence causes, HomeState home, HubCounts counts, AvailabilityDesk availability, Questions questions)
{
    private readonly CommandTracker _tracker = new(options.Devices, home, availability.Of);
    private readonly Dictionary<string, string> _commandOfClient = new(StringComparer.Ordinal);
    private readonly Queue<string> _clientIds = [];
    private readonly CommandEffects _effects = new();

    // How many commands of each automation have not ended; those that have none are not in it.
    private readonly Dictionary<string, int> _pendingOf = new(StringComparer.Ordinal);

    public DateTimeOffset? NextDue => _tracker.NextDue;

    /// <summary>When the hub started on a home that it knew; null for a new one.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Properties of which a device said what was known from before the restart, since this was last emptied.</summary>
    public List<(Device Device, int Property)> SaidAgain { get; } = [];

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

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift)
    {
        StartedAt = shift.Moved(StartedAt);
        _tracker.Shift(shift);
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
        TimeSpan? timeout = null,
        string? id = null,
        bool isResumed = false,
        bool isSafety = false)
    {
        var command = new DeviceCommand
        {
            Id = id ?? causes.Take().ToString(CultureInfo.InvariantCulture),
            Device = device,
            Set = set,
            Call = call,
            In = arguments,
            Cause = cause,
            ClientId = clientId,
            SentAt = now,
            Deadline = now + (timeout ?? TimeoutOf(device, isResumed, now)),
            IsResumed = isResumed,
        };
        if (_tracker.IsFull || !(isSafety || HasRoom(cause)))
        {
            counts.CountEnded(CommandOutcome.Failed);
            outputs.Add(new HubOutput.CommandEnded(new CommandEnd(command, CommandOutcome.Failed, "hub.busy", null, now)));
            return null;
        }

        if (cause.Origin == CauseOrigin.Automation)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_pendingOf, cause.By, out _)++;
        }

        _tracker.Track(command, now, _effects);
        counts.CommandsSent++;
        if (_effects.Requests.Count == 0)
        {
            outputs.Add(new HubOutput.CommandWaits(command));
        }

        Tell(now, outputs);
        return command.Id;
    }

    /// <summary>Takes reported values in: all of a message before anyone decides on any.</summary>
    public void TakeReport(Device device, ImmutableArray<PropertyReading> values, DateTimeOffset now, List<HubOutput> outputs, List<StateChange> changes)
    {
        Cause? own = null;
        foreach (var reading in values)
        {
            if (Current(device, reading) is { } current)
            {
                Apply(device, current, ValueOrigin.Reported, null, null, ref own, now, outputs, changes);
            }
        }

        Tell(now, outputs);
    }

    /// <summary>A device answered a request. Late answers still change the state, and name the command that they are of.</summary>
    /// <returns>False when no such request was sent.</returns>
    public bool TryTakeResponse(Device device, ResponseMessage response, DateTimeOffset now, List<HubOutput> outputs, List<StateChange> changes)
    {
        if (_tracker.Find(device, response.Id) is not { } answered)
        {
            if (!questions.TryTake(device, response.Id, out var isRepeated))
            {
                return false;
            }

            _tracker.OnAnswers(device);
            if (!isRepeated)
            {
                TakeReport(device, [.. response.Values.Where(reading => reading.Property.IsObservable)], now, outputs, changes);
            }

            return true;
        }

        if (!answered.IsRepeated)
        {
            TakeAnswer(device, response, answered, now, outputs, changes);
        }

        return true;
    }

    public void DoDue(DateTimeOffset now, List<HubOutput> outputs)
    {
        _tracker.OnTime(now, _effects);
        Tell(now, outputs);
    }

    /// <summary>A device that was gone is there again.</summary>
    public void OnBack(Device device, DateTimeOffset now, List<HubOutput> outputs)
    {
        _tracker.OnBack(device, now, _effects);
        Tell(now, outputs);
    }

    public void OnRejoined(Device device) => _tracker.OnRejoined(device);

    public void OnRetired(Device device, DateTimeOffset now, List<HubOutput> outputs, string error = "device.retired")
    {
        _tracker.OnRetired(device, now, _effects, error);
        Tell(now, outputs);
    }

    /// <summary>After a start devices come back one by one: what is meant for them waits for that.</summary>
    private TimeSpan TimeoutOf(Device device, bool isResumed, DateTimeOffset now) =>
        isResumed || (now - StartedAt < options.Devices.StartCommandTimeout && availability.Of(device) == DeviceAvailability.Unknown)
            ? options.Devices.StartCommandTimeout
            : options.Devices.CommandTimeout;

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

    private void TakeAnswer(
        Device device, ResponseMessage response, AnsweredRequest answered, DateTimeOffset now, List<HubOutput> outputs, List<StateChange> changes)
    {
        Cause? own = null;
        var command = answered.Command;
        var doubtful = ImmutableArray<ContractProperty>.Empty;
        foreach (var reading in response.Values.Concat(response.Out))
        {
            if (!reading.Property.IsObservable || Current(device, reading) is not { } current)
            {
                continue;
            }

            if (IsOutdated(device, current, answered))
            {
                doubtful = doubtful.Add(current.Property);
                continue;
            }

            var by = !answered.IsQuestion && (command.Call is not null || IsSetBy(command, current.Property)) ? command : null;
            Apply(device, current, ValueOrigin.Reported, by, answered.IsQuestion ? command : null, ref own, now, outputs, changes);
        }

        if (response is { Code: 0, Codes.IsEmpty: true } && answered is { IsQuestion: false, IsReplaced: false })
        {
            foreach (var wanted in command.Set)
            {
                if (!wanted.Property.IsObservable)
                {
                    Apply(device, wanted, ValueOrigin.Assumed, command, null, ref own, now, outputs, changes);
                }
            }
        }

        _tracker.OnAnswer(device, response, now, _effects);
        Tell(now, outputs);
        var readable = doubtful.RemoveAll(property => (property.Access & PropertyAccess.Read) == 0);
        if (!readable.IsEmpty)
        {
            questions.Ask(device, readable, now, outputs);
        }
    }

    /// <summary>
    /// True when an answer may have been made before the last report: a request that went out again may be answered again, as it was answered
    /// the first time. It then tells what became of the command, and not how things are now.
    /// </summary>
    private bool IsOutdated(Device device, PropertyReading reading, AnsweredRequest answered) =>
        answered is { IsResent: true, IsQuestion: false }
        && home.GetState(device, reading.Property) is { Origin: ValueOrigin.Reported } known
        && known.SeenAt > answered.FirstSentAt
        && known.Value != reading.Value;

    private static bool IsSetBy(DeviceCommand command, ContractProperty property)
    {
        foreach (var wanted in command.Set)
        {
            if (wanted.Property.Key == property.Key)
            {
                return true;
            }
        }

        return false;
    }

    private void Apply(
        Device device,
        PropertyReading reading,
        ValueOrigin origin,
        DeviceCommand? by,
        DeviceCommand? askedFor,
        ref Cause? own,
        DateTimeOffset now,
        List<HubOutput> outputs,
        List<StateChange> changes)
    {
        var match = _tracker.Match(device, reading, now, out var isAwaited);
        var doer = by ?? match;
        Cause? cause = null;
        if (home.WouldChange(device, reading))
        {
            cause = doer is not null ? causes.Then(doer.Cause, CauseOrigin.Device, device.Name) : own ??= causes.Root(CauseOrigin.Device, device.Name);
        }

        if (cause is null && origin == ValueOrigin.Reported && home.GetState(device, reading.Property).Origin == ValueOrigin.Restored)
        {
            SaidAgain.Add((device, reading.Property.Index));
        }

        if (home.Apply(device, reading, origin, cause, now) is { } change)
        {
            counts.StateChanges++;
            changes.Add(change);
            var client = isAwaited ? match!.ClientId : null;
            var (place, offset) = (changes.Count - 1, (int)(change.Cause.Id - changes[0].Cause.Id));
            outputs.Add(doer is null
                ? new HubOutput.Changed(change, client) { Place = place, CauseOffset = offset }
                : new HubOutput.ChangedByCommand(change, client, doer.Id) { Place = place, CauseOffset = offset });
        }

        _tracker.OnReport(device, reading, askedFor, now, _effects);
    }

    private void Tell(DateTimeOffset now, List<HubOutput> outputs)
    {
        for (var i = 0; i < _effects.Ends.Count; i++)
        {
            var end = _effects.Ends[i];
            counts.CountEnded(end.Outcome);
            OnEnded(end.Command.Cause);
            outputs.Add(new HubOutput.CommandEnded(end));
        }

        for (var i = 0; i < _effects.Requests.Count; i++)
        {
            var request = _effects.Requests[i];
            counts.RequestsSent++;
            availability.OnSent(request.Device, now);
            outputs.Add(request.IsQuestion ? new HubOutput.Question(request) : new HubOutput.Request(request));
        }

        _effects.Clear();
    }

    private bool HasRoom(Cause cause) => cause.Origin != CauseOrigin.Automation
        || (_tracker.Count < options.Devices.PendingCommandsMax - options.Devices.PendingCommandsReserved
            && _pendingOf.GetValueOrDefault(cause.By) < options.Devices.PendingCommandsOfOneMax);

    private void OnEnded(Cause cause)
    {
        if (cause.Origin == CauseOrigin.Automation && _pendingOf.TryGetValue(cause.By, out var pending))
        {
            if (pending == 1)
            {
                _pendingOf.Remove(cause.By);
            }
            else
            {
                _pendingOf[cause.By] = pending - 1;
            }
        }
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
