using IotHub.Contracts.Values;
using IotHub.Devices.Commands;
using IotHub.Simulation.Tests.Checks;

namespace IotHub.Simulation.Tests.Convergence;

/// <summary>Holds what the hub told of each command against what the device really did. It knows the diaries; the hub does not.</summary>
internal sealed class OutcomeOracle
{
    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Told> All => _told.Values;

    public void Took(DeviceCommand command, TimeSpan at)
    {
        if (!_told.TryAdd(command.Id, new Told(command, at)))
        {
            throw new InvariantException($"Command {command.Id} was taken on twice.");
        }
    }

    /// <summary>A command goes out that may not have been told of before.</summary>
    public void Expect(DeviceCommand command, TimeSpan at) => _told.TryAdd(command.Id, new Told(command, at));

    /// <summary>How many timed out while somebody turned the knob that they were for.</summary>
    public int UndoneByHand(IReadOnlyDictionary<string, LossyDevice> devices) => _told.Values.Count(told =>
        told.End?.Outcome == CommandOutcome.TimedOut
        && devices[told.Command.Device.Did].Hands.Any(hand => hand.At >= told.At && hand.At <= told.EndedAt && told.Command.Set.Any(reading => reading.Property.Key == hand.Property)));

    public void Sent(DeviceRequest request, TimeSpan at)
    {
        if (request.Command is { } command)
        {
            var told = _told[command.Id];
            if (told.End is not null)
            {
                throw new InvariantException($"Command {command.Id} had ended as {told.End.Outcome} and was sent again.");
            }

            told.FirstSentAt ??= at;
            told.RequestIds.Add(request.Id);
            told.Messages++;
        }
    }

    public void Ended(CommandEnd end, TimeSpan at)
    {
        var told = _told[end.Command.Id];
        if (told.End is not null)
        {
            throw new InvariantException($"Command {end.Command.Id} ended twice: {told.End.Outcome}, then {end.Outcome}.");
        }

        (told.End, told.EndedAt) = (end, at);
    }

    /// <summary>Throws at the first command of which something else was told than what was.</summary>
    public void Judge(IReadOnlyDictionary<string, LossyDevice> devices)
    {
        foreach (var told in _told.Values)
        {
            if (Fault(told, devices[told.Command.Device.Did]) is { } fault)
            {
                throw new InvariantException($"Command {told.Command.Id} to {told.Command.Device.Name} [{string.Join(", ", told.Command.Set.Select(reading => $"{reading.Property.Key} = {reading.Value}"))}] "
                    + $"{told.Command.Call?.Key}, taken at {told.At}, sent at {told.FirstSentAt}, ended at {told.EndedAt} as {told.End?.Outcome} {told.End?.ErrorCode}: {fault}");
            }
        }
    }

    private string? Fault(Told told, LossyDevice device)
    {
        if (told.End is not { } end)
        {
            return "it has no end.";
        }

        if (told.Command.Call is not null && device.Calls.Count(call => told.RequestIds.Contains(call.RequestId)) is > 1 and var times)
        {
            return $"the device did it {times} times.";
        }

        return end.Outcome switch
        {
            CommandOutcome.Confirmed => NotDone(told, device),
            CommandOutcome.Failed => device.Answers.Any(answer => answer.At <= told.EndedAt && told.RequestIds.Contains(answer.Response.Id) && answer.Response.Code == end.DeviceCode)
                ? null
                : $"the device never said {end.DeviceCode}.",
            CommandOutcome.Superseded => told.Command.Set.Any(reading => _told.Values.Any(later => IsLater(later, told, reading))) ? null : "there was no later one.",
            _ => told.EndedAt - told.At == told.Command.Deadline - told.Command.SentAt ? null : "its time was not up.",
        };
    }

    private string? NotDone(Told told, LossyDevice device)
    {
        if (told.FirstSentAt is not { } sentAt)
        {
            return "it was never sent.";
        }

        if (told.Command.Call is not null)
        {
            return device.Calls.Exists(call => told.RequestIds.Contains(call.RequestId) && call.At <= told.EndedAt) ? null : "the device never did it.";
        }

        foreach (var wanted in told.Command.Set)
        {
            if (!Had(device, wanted, sentAt, told.EndedAt))
            {
                return $"the device did not have {wanted.Property.Key} = {wanted.Value} between sending and end.";
            }
        }

        return null;
    }

    private static bool Had(LossyDevice device, PropertyReading wanted, TimeSpan from, TimeSpan to)
    {
        PropertyValue inForce = default;
        foreach (var (at, property, value) in device.Values)
        {
            if (property != wanted.Property.Key || at > to)
            {
                continue;
            }

            if (at >= from && (value == wanted.Value || inForce == wanted.Value))
            {
                return true;
            }

            inForce = value;
        }

        return inForce == wanted.Value;
    }

    private static bool IsLater(Told later, Told told, PropertyReading reading) =>
        later != told
        && later.Command.Device.Name == told.Command.Device.Name
        && later.At >= told.At
        && later.At <= told.EndedAt
        && long.Parse(later.Command.Id, System.Globalization.CultureInfo.InvariantCulture) > long.Parse(told.Command.Id, System.Globalization.CultureInfo.InvariantCulture)
        && later.Command.Set.Any(other => other.Property.Key == reading.Property.Key);

    /// <summary>What the hub told of a command.</summary>
    internal sealed class Told(DeviceCommand command, TimeSpan at)
    {
        public DeviceCommand Command { get; } = command;

        public TimeSpan At { get; } = at;

        public TimeSpan? FirstSentAt { get; set; }

        public HashSet<string> RequestIds { get; } = new(StringComparer.Ordinal);

        public int Messages { get; set; }

        public CommandEnd? End { get; set; }

        public TimeSpan EndedAt { get; set; }
    }
}
