using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;

namespace IotHub.Devices.Commands;

/// <summary>Makes the messages of commands, notes them, and plans the next.</summary>
internal sealed class CommandMessages(RequestBook requests, CommandTimes times, Func<Device, DeviceAvailability> availabilityOf)
{
    /// <summary>False for a device that is gone: what is sent now it would not get.</summary>
    public bool CanReach(Device device) => availabilityOf(device) != DeviceAvailability.Offline;

    /// <summary>Why nothing came in time.</summary>
    public string TimeoutCode(Device device) => availabilityOf(device) switch
    {
        DeviceAvailability.Offline => "device.offline",
        DeviceAvailability.Silent => "device.silent",
        _ => "device.timeout",
    };

    /// <summary>Sends a command, the first time or again.</summary>
    public void Send(PendingCommand pending, DateTimeOffset now, CommandEffects effects)
    {
        var (request, isNew) = pending.NextCarrier(now);
        if (isNew)
        {
            requests.Add(request);
        }

        var device = pending.Command.Device;

        // What goes out before the device was heard since the hub's start goes to nobody, most likely: that it joins after that tells nothing.
        pending.WasReachable |= availabilityOf(device) is DeviceAvailability.Online or DeviceAvailability.Silent;
        Plan(pending, now);
        effects.Requests.Add(new DeviceRequest(request.Id, device, pending.Command, request.Set, [], pending.Attempts));
    }

    /// <summary>Asks for the values that a command still wants; where that cannot be, the command goes out again.</summary>
    public void AskForValues(PendingCommand pending, DateTimeOffset now, CommandEffects effects)
    {
        ImmutableArray<ContractProperty> asked =
            [.. pending.Command.Set.Where((reading, position) => pending.IsOpen(position) && reading.Property.IsReadable()).Select(reading => reading.Property)];
        if (asked.IsEmpty || pending.CannotBeAsked)
        {
            Send(pending, now, effects);
            return;
        }

        var question = pending.NextQuestion(now);
        requests.Add(question);
        Plan(pending, now);
        effects.Requests.Add(new DeviceRequest(question.Id, pending.Command.Device, pending.Command, [], asked, 0));
    }

    /// <summary>Plans the next message, unless the deadline comes first.</summary>
    public void Plan(PendingCommand pending, DateTimeOffset now)
    {
        var due = now + CommandPace.GapAfter(Math.Max(pending.Unanswered, 1));
        pending.DueAt = due < pending.Deadline ? due : null;
        if (pending.DueAt is not null)
        {
            times.Add(pending, CommandEvent.GapOver, due);
        }
    }
}
