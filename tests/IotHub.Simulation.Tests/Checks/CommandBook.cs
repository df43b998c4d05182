using IotHub.Devices;
using IotHub.Devices.Commands;

namespace IotHub.Simulation.Tests.Checks;

/// <summary>Each command from sent to its one end.</summary>
internal sealed class CommandBook(int pendingMax, int reserved)
{
    private readonly Dictionary<string, DeviceCommand> _pending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeviceRequest> _requests = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sentInStep = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CommandOutcome> _ended = new(StringComparer.Ordinal);

    /// <summary>Since the hub's last start.</summary>
    public Dictionary<CommandOutcome, long> Ends { get; } = Enum.GetValues<CommandOutcome>().ToDictionary(outcome => outcome, _ => 0L);

    public long Sent { get; private set; }

    public int Pending => _pending.Count;

    public bool WasSent(string id) => _sent.Contains(id);

    public void BeginStep() => _sentInStep.Clear();

    /// <summary>Messages that went to devices.</summary>
    public long Requests { get; private set; }

    /// <summary>Finds what went out under an id, in this life of the hub.</summary>
    public bool TryGet(string requestId, out DeviceRequest? request) => _requests.TryGetValue(requestId, out request);

    /// <summary>A command was taken on.</summary>
    public void Take(DeviceCommand command)
    {
        if (!_sent.Add(command.Id))
        {
            throw new InvariantException($"Command {command.Id} was taken on twice.");
        }

        _sentInStep.Add(command.Id);
        _pending.Add(command.Id, command);
        Sent++;
    }

    /// <summary>A message went to a device.</summary>
    public void Request(DeviceRequest request)
    {
        Requests++;
        if (_requests.TryGetValue(request.Id, out var before) && (before.Device.Did != request.Device.Did || !before.Set.SequenceEqual(request.Set) || request.IsQuestion))
        {
            throw new InvariantException($"The id {request.Id} was used for two different requests.");
        }

        _requests[request.Id] = request;
        if (request.IsQuestion || request.Command is not { } command)
        {
            return;
        }

        if (!_sent.Contains(command.Id))
        {
            Take(command);
        }
        else if (!_pending.ContainsKey(command.Id))
        {
            throw new InvariantException($"Command {command.Id} was sent again after its end.");
        }
    }

    public void End(CommandEnd end)
    {
        var id = end.Command.Id;
        if (_ended.TryGetValue(id, out var before))
        {
            throw new InvariantException($"Command {id} ended twice: {before}, then {end.Outcome}.");
        }

        var isBusy = end is { Outcome: CommandOutcome.Failed, ErrorCode: "hub.busy" };
        if (!_pending.Remove(id) && !isBusy)
        {
            throw new InvariantException($"Command {id} ended as {end.Outcome} and was never sent.");
        }

        // Some room is kept for people and for automations that protect.
        var room = end.Command.Cause.Origin == CauseOrigin.Automation ? pendingMax - reserved : pendingMax;
        if (isBusy && _pending.Count < room)
        {
            throw new InvariantException($"Command {id} was refused as busy with {_pending.Count} of {room} pending.");
        }

        if (end.Outcome == CommandOutcome.TimedOut && _sentInStep.Contains(id))
        {
            throw new InvariantException($"Command {id} timed out in the step that sent it: no device could answer.");
        }

        _ended.Add(id, end.Outcome);
        Ends[end.Outcome]++;
    }

    public void EndStep(DateTimeOffset now)
    {
        if (_pending.Count > pendingMax)
        {
            throw new InvariantException($"{_pending.Count} commands are pending, {pendingMax} may be.");
        }

        foreach (var command in _pending.Values)
        {
            if (command.Deadline <= now)
            {
                throw new InvariantException($"Command {command.Id} is past its deadline {command.Deadline:O} at {now:O} and has no end.");
            }
        }
    }

    /// <summary>The hub's power was cut: what was pending is forgotten with it.</summary>
    public void Restart()
    {
        _pending.Clear();
        _requests.Clear();
        (Sent, Requests) = (0, 0);
        foreach (var outcome in Ends.Keys)
        {
            Ends[outcome] = 0;
        }
    }
}
