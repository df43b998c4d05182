using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Devices.Commands;

/// <summary>The lanes of all properties that were ever set: at most one for each writable property of the home. They go with their device.</summary>
internal sealed class CommandLanes
{
    private readonly Dictionary<(string Device, string Property), PropertyLane> _lanes = [];

    public PropertyLane Of(Device device, ContractProperty property)
    {
        if (!_lanes.TryGetValue((device.Name, property.Key), out var lane))
        {
            lane = new PropertyLane();
            _lanes.Add((device.Name, property.Key), lane);
        }

        return lane;
    }

    public PropertyLane? Find(Device device, ContractProperty property) => _lanes.GetValueOrDefault((device.Name, property.Key));

    /// <summary>The command whose doing a reported value is.</summary>
    public DeviceCommand? Match(Device device, PropertyReading reading, DateTimeOffset now, out bool isAwaited)
    {
        isAwaited = false;
        if (Find(device, reading.Property) is not { } lane)
        {
            return null;
        }

        if (lane.Holder is { } holder && holder.Wants(reading))
        {
            isAwaited = true;
            return holder.Command;
        }

        return lane.Unseen is { } unseen && unseen.IsRemembered(now) && unseen.Wants(reading) ? unseen.Command : null;
    }

    /// <summary>When all properties that a command still wants are free.</summary>
    public DateTimeOffset FreeAt(PendingCommand pending)
    {
        var latest = default(DateTimeOffset);
        for (var i = 0; i < pending.Command.Set.Length; i++)
        {
            if (pending.IsOpen(i) && Of(pending.Command.Device, pending.Command.Set[i].Property).FreeAt is var free && free > latest)
            {
                latest = free;
            }
        }

        return latest;
    }

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift)
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Shift(shift);
        }
    }

    /// <summary>Puts a command on the lanes of all that it still wants.</summary>
    /// <returns>
    /// True when a report of the wanted values will prove that the device has them. Not so where the same lane was used a moment ago, or the
    /// value is or was just now the wanted one: such a report may have been on its way before the request.
    /// </returns>
    public bool Enter(PendingCommand pending, IHomeView home, DateTimeOffset now)
    {
        var isClear = true;
        for (var i = 0; i < pending.Command.Set.Length; i++)
        {
            if (!pending.IsOpen(i))
            {
                continue;
            }

            var property = pending.Command.Set[i].Property;
            var lane = Of(pending.Command.Device, property);
            var known = home.GetState(pending.Command.Device, property);
            isClear &= (lane.SentBy is null || now - lane.SentAt > CommandPace.Echo)
                && (!known.Value.HasValue || (now - known.ChangedAt > CommandPace.Echo && !pending.Wants(i, known.Value)));
            lane.Send(pending, now);
        }

        return isClear;
    }

    /// <summary>Takes a command that has ended off its lanes.</summary>
    /// <returns>Commands that waited behind it.</returns>
    public IReadOnlyList<PendingCommand> Leave(PendingCommand pending)
    {
        List<PendingCommand>? behind = null;
        for (var i = 0; i < pending.Command.Set.Length; i++)
        {
            var lane = Of(pending.Command.Device, pending.Command.Set[i].Property);
            if (lane.Waiting == pending)
            {
                lane.Waiting = null;
            }

            if (lane.Holder == pending)
            {
                lane.Holder = null;
                lane.Unseen = pending.IsOpen(i) ? pending : lane.Unseen;
                if (lane.Waiting is { } waiting)
                {
                    (behind ??= []).Add(waiting);
                }
            }
        }

        return behind ?? (IReadOnlyList<PendingCommand>)[];
    }

    public void Remove(Device device)
    {
        foreach (var key in _lanes.Keys.Where(key => key.Device == device.Name).ToArray())
        {
            _lanes.Remove(key);
        }
    }
}
