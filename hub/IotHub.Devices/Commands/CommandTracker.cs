using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Devices.Commands;

/// <summary>
/// Follows each command from sent to its one end.
/// <code>
///            report of the wanted values, or answer 0 to a call ──► confirmed
///   sent ──┬ answer below zero ──────────────────────────────────► failed
///          ├ later command to the same properties ───────────────► superseded
///          └ deadline ───────────────────────────────────────────► timed out
/// </code>
/// An answer 0 to a set is not the end where the property can be observed: sent is not done until the device reports the value.
/// </summary>
public sealed class CommandTracker(DeviceLimits limits)
{
    private readonly Dictionary<string, PendingCommand> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Device, int Property), PendingCommand> _byProperty = [];
    private readonly PriorityQueue<PendingCommand, (DateTimeOffset Deadline, long Order)> _deadlines = new();
    private long _order;

    /// <summary>How many commands wait for their end.</summary>
    public int Count => _byId.Count;

    /// <summary>True when no further command can be followed.</summary>
    public bool IsFull => _byId.Count >= limits.PendingCommandsMax;

    /// <summary>When the next command times out; null when none waits.</summary>
    public DateTimeOffset? NextDeadline
    {
        get
        {
            while (_deadlines.TryPeek(out var pending, out var key))
            {
                if (!pending.HasEnded)
                {
                    return key.Deadline;
                }

                _deadlines.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Starts following a command; earlier ones to the same properties are superseded.</summary>
    /// <param name="command">The command; its id is new.</param>
    /// <param name="now">The time.</param>
    /// <param name="ends">Commands that ended by it are added.</param>
    /// <exception cref="InvalidOperationException">There is no room: ask <see cref="IsFull"/> first.</exception>
    public void Track(DeviceCommand command, DateTimeOffset now, ICollection<CommandEnd> ends)
    {
        if (IsFull)
        {
            throw new InvalidOperationException($"{_byId.Count} commands are pending, as many as may be.");
        }

        var pending = new PendingCommand(command);
        foreach (var reading in command.Set)
        {
            var key = (command.Device.Name, reading.Property.Index);
            if (_byProperty.TryGetValue(key, out var earlier) && earlier != pending)
            {
                earlier.Supersede(earlier.PositionOf(reading.Property.Index));
                if (earlier.OpenCount == 0)
                {
                    End(earlier, CommandOutcome.Superseded, "command.superseded", null, now, ends);
                }
            }

            _byProperty[key] = pending;
        }

        _byId.Add(command.Id, pending);
        _deadlines.Enqueue(pending, (command.Deadline, _order++));
    }

    /// <summary>Finds a command that waits for its end, by its id.</summary>
    public bool TryGet(Device device, string id, [NotNullWhen(true)] out DeviceCommand? command)
    {
        command = _byId.TryGetValue(id, out var pending) && pending.Command.Device.Name == device.Name ? pending.Command : null;
        return command is not null;
    }

    /// <summary>The command that wants exactly this value of this property, if one waits for it.</summary>
    public bool TryMatch(Device device, PropertyReading reading, [NotNullWhen(true)] out DeviceCommand? command)
    {
        command = Find(device, reading, out _)?.Command;
        return command is not null;
    }

    /// <summary>A device reported a value. Call after the value is in the state, so that who hears of the end sees it.</summary>
    public void OnReport(Device device, PropertyReading reading, DateTimeOffset now, ICollection<CommandEnd> ends)
    {
        if (Find(device, reading, out var position) is { } pending)
        {
            Close(pending, position, now, ends);
        }
    }

    /// <summary>A device answered.</summary>
    /// <returns>False when no such command waits: late, or never sent to this device.</returns>
    public bool TryAnswer(Device device, ResponseMessage response, DateTimeOffset now, ICollection<CommandEnd> ends)
    {
        if (!_byId.TryGetValue(response.Id, out var pending) || pending.Command.Device.Name != device.Name)
        {
            return false;
        }

        var failure = response.Code < 0 ? response.Code : response.Codes.FirstOrDefault(code => code.Code < 0).Code;
        if (failure < 0)
        {
            End(pending, CommandOutcome.Failed, "device.rejected", failure, now, ends);
        }
        else if (response.Code == 0 && pending.Command.Call is not null)
        {
            End(pending, CommandOutcome.Confirmed, null, 0, now, ends);
        }
        else if (response.Code == 0)
        {
            CloseUnobservable(pending, now, ends);
        }

        return true;
    }

    /// <summary>Ends what is past its deadline.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isOnline">Whether a device's connection stands: a time-out of one that is away says so.</param>
    /// <param name="ends">Commands that ended are added, earliest deadline first.</param>
    public void OnTime(DateTimeOffset now, Func<Device, bool> isOnline, ICollection<CommandEnd> ends)
    {
        while (NextDeadline is { } deadline && deadline <= now)
        {
            var pending = _deadlines.Dequeue();
            End(pending, CommandOutcome.TimedOut, isOnline(pending.Command.Device) ? "device.timeout" : "device.offline", null, now, ends);
        }
    }

    /// <summary>Ends what waits for a device that leaves the home.</summary>
    public void OnRetired(Device device, DateTimeOffset now, ICollection<CommandEnd> ends)
    {
        foreach (var pending in _byId.Values.Where(pending => pending.Command.Device.Name == device.Name).ToArray())
        {
            End(pending, CommandOutcome.Failed, "device.retired", null, now, ends);
        }
    }

    private PendingCommand? Find(Device device, PropertyReading reading, out int position)
    {
        position = -1;
        if (!_byProperty.TryGetValue((device.Name, reading.Property.Index), out var pending))
        {
            return null;
        }

        position = pending.PositionOf(reading.Property.Index);
        return pending.IsOpen(position) && pending.Wants(position, reading.Value) ? pending : null;
    }

    private void CloseUnobservable(PendingCommand pending, DateTimeOffset now, ICollection<CommandEnd> ends)
    {
        for (var i = 0; i < pending.Command.Set.Length && !pending.HasEnded; i++)
        {
            if (!pending.Command.Set[i].Property.IsObservable)
            {
                Close(pending, i, now, ends);
            }
        }
    }

    private void Close(PendingCommand pending, int position, DateTimeOffset now, ICollection<CommandEnd> ends)
    {
        pending.Close(position);
        if (pending.OpenCount > 0 || pending.HasEnded)
        {
            return;
        }

        if (pending.IsPartlySuperseded)
        {
            End(pending, CommandOutcome.Superseded, "command.superseded", null, now, ends);
        }
        else
        {
            End(pending, CommandOutcome.Confirmed, null, null, now, ends);
        }
    }

    private void End(PendingCommand pending, CommandOutcome outcome, string? errorCode, int? deviceCode, DateTimeOffset now, ICollection<CommandEnd> ends)
    {
        pending.HasEnded = true;
        _byId.Remove(pending.Command.Id);
        foreach (var reading in pending.Command.Set)
        {
            var key = (pending.Command.Device.Name, reading.Property.Index);
            if (_byProperty.TryGetValue(key, out var holder) && holder == pending)
            {
                _byProperty.Remove(key);
            }
        }

        ends.Add(new CommandEnd(pending.Command, outcome, errorCode, deviceCode, now));
    }
}
