using IotHub.Automation.Traces;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Runtime;
using IotHub.Simulation.Tests.World;

namespace IotHub.Simulation.Tests.Checks;

/// <summary>Watches a hub from outside, by inputs and outputs alone, and throws as soon as something that must always hold does not.</summary>
internal sealed class Checker(int pendingMax, int reserved, int hopsMax)
{
    private readonly CommandBook _commands = new(pendingMax, reserved);
    private readonly CauseBook _causes = new(hopsMax);
    private readonly Dictionary<(string Automation, string Trigger), int> _firedByTime = [];
    private readonly Dictionary<string, DeviceAvailability> _availability = new(StringComparer.Ordinal);
    private long _messages;
    private long _refused;
    private long _decisions;
    private long _changes;

    public HomeModel Home { get; private set; } = new();

    /// <summary>Outputs of a kind, over all starts: a run in which nothing happens proves nothing.</summary>
    public SortedDictionary<string, long> Seen { get; } = new(StringComparer.Ordinal);

    public void OnStep(HubInput input, IReadOnlyList<HubOutput> outputs, DateTimeOffset now)
    {
        _commands.BeginStep();
        _firedByTime.Clear();
        var refusedBefore = _refused;
        TakeResponse(input, outputs);
        foreach (var output in outputs)
        {
            Count(output);
            Home.Take(output);
            if (output is HubOutput.DeviceRetired retired)
            {
                _availability.Remove(retired.Device.Name);
            }

            OnOutput(output);
        }

        _commands.EndStep(now);
        OnMessage(input, _refused - refusedBefore);
        if (input is HubInput.Command && outputs.OfType<HubOutput.Answered>().Single().Answer is { Accepted: true } answer && !_commands.WasSent(answer.Id!))
        {
            throw new InvariantException($"The hub took a command as {answer.Id} and never sent it.");
        }

        if (outputs.OfType<HubOutput.SnapshotTaken>().FirstOrDefault() is { } taken)
        {
            OnSnapshot(taken.Snapshot);
        }
    }

    /// <summary>The hub was started again with what its store had kept: the home must be as it was when that was written, which the next snapshot shows.</summary>
    public void OnRestarted(HomeModel kept)
    {
        _commands.Restart();
        _availability.Clear();
        (_messages, _refused, _decisions, _changes) = (0, 0, 0, 0);
        Home = kept.Copy();
    }

    private void OnMessage(HubInput input, long refused)
    {
        if (input is not (HubInput.FromDevice or HubInput.Refuse))
        {
            if (refused != 0)
            {
                throw new InvariantException($"{input.GetType().Name} is no message, and {refused} were refused.");
            }

            return;
        }

        _messages++;
        if (refused > 1 || (refused == 0 && input is HubInput.Refuse))
        {
            throw new InvariantException($"One message was refused {refused} times.");
        }

        if (refused == 0 && input is HubInput.FromDevice { Message: DevicePropertiesReported reported })
        {
            var device = Home.OfDid(reported.Did) ?? throw new InvariantException($"A report of {reported.Did} was taken, which is not part of the home.");
            Home.Report(device, reported.Properties.Values);
        }
    }

    /// <summary>An answer must be to something that was asked of that device, and change only what it names.</summary>
    private void TakeResponse(HubInput input, IReadOnlyList<HubOutput> outputs)
    {
        if (input is not HubInput.FromDevice { Message: DeviceResponded { Response: var response } message } || outputs.Any(output => output is HubOutput.Refused))
        {
            return;
        }

        if (!_commands.TryGet(response.Id, out var request) || request!.Device.Did != message.Did)
        {
            throw new InvariantException($"An answer of {message.Did} to {response.Id} was taken, and it was not asked that.");
        }

        // Which answers still count is the hub's to judge: one that is repeated tells of the past. But it may invent nothing.
        foreach (var change in outputs.OfType<HubOutput.Changed>().Select(output => output.Change))
        {
            var told = response.Values.Concat(response.Out).Concat(request.Set.Where(reading => !reading.Property.IsObservable));
            if (change.Device.Did != message.Did || !told.Any(reading => reading.Property.Key == change.Property.Key && reading.Value == change.After))
            {
                throw new InvariantException($"An answer of {message.Did} to {response.Id} changed {change.Device.Name}/{change.Property.Key}, of which it says nothing.");
            }

            Home.Report(change.Device, [new PropertyReading(change.Property, change.After)]);
        }
    }

    private void OnOutput(HubOutput output)
    {
        switch (output)
        {
            case HubOutput.CommandWaits { Command: var command }:
                _causes.Add(command.Cause);
                _commands.Take(command);
                break;
            case HubOutput.Request { Message: var request }:
                _causes.Add(request.Command!.Cause);
                _commands.Request(request);
                break;
            case HubOutput.Question { Message: var question }:
                _commands.Request(question);
                break;
            case HubOutput.AvailabilityChanged changed:
                OnAvailability(changed);
                break;
            case HubOutput.CommandEnded { End: var end }:
                _commands.End(end);
                break;
            case HubOutput.Changed { Change: var change }:
                _changes++;
                _causes.Add(change.Cause);
                break;
            case HubOutput.EventOccurred occurred:
                _causes.Add(occurred.Cause);
                break;
            case HubOutput.Decided { Decision: var decision }:
                _decisions++;
                OnDecision(decision);
                break;
            case HubOutput.Refused:
                _refused++;
                break;
        }
    }

    private void OnDecision(Decision decision)
    {
        var isScene = decision.Automation.StartsWith("scene:", StringComparison.Ordinal);
        var isByTime = decision.Trigger.StartsWith(RuleMaker.TimeTrigger, StringComparison.Ordinal) || decision.Automation == "bedroom-air";
        _causes.Add(decision.Cause, isByTime);
        if (!isScene && decision.Kind != DecisionKind.Stopped
            && (!Home.Automations.TryGetValue(decision.Automation, out var entry) || entry.Status != DocumentStatus.Active))
        {
            throw new InvariantException($"{decision.Automation} is not in force and decided: {decision.Text}");
        }

        if (isByTime && decision.Kind is (DecisionKind.Started or DecisionKind.Restarted or DecisionKind.Refused or DecisionKind.SkippedWhileRunning))
        {
            var key = (decision.Automation, decision.Trigger);
            _firedByTime[key] = _firedByTime.GetValueOrDefault(key) + 1;
            if (_firedByTime[key] > 1)
            {
                throw new InvariantException($"{decision.Automation} ran {_firedByTime[key]} times for one passing of time: {decision.Text}");
            }
        }
    }

    private void OnSnapshot(HubSnapshot snapshot)
    {
        var counters = snapshot.Counters;
        Equal("messages accepted and refused", _messages, counters.MessagesAccepted + counters.MessagesRefused.Values.Sum());
        Equal("messages refused", _refused, counters.MessagesRefused.Values.Sum());
        Equal("decisions", _decisions, counters.Decisions);
        Equal("state changes", _changes, counters.StateChanges);
        Equal("commands sent", _commands.Sent, counters.CommandsSent);
        Equal("requests sent", _commands.Requests, counters.RequestsSent);
        Equal("commands confirmed", _commands.Ends[CommandOutcome.Confirmed], counters.CommandsConfirmed);
        Equal("commands failed", _commands.Ends[CommandOutcome.Failed], counters.CommandsFailed);
        Equal("commands timed out", _commands.Ends[CommandOutcome.TimedOut], counters.CommandsTimedOut);
        Equal("commands superseded", _commands.Ends[CommandOutcome.Superseded], counters.CommandsSuperseded);
        if (Home.Difference(snapshot) is { } difference)
        {
            throw new InvariantException($"The hub disagrees with what it took in: {difference}.");
        }
    }

    private void OnAvailability(HubOutput.AvailabilityChanged changed)
    {
        var (name, liveness) = (changed.Device.Name, changed.Liveness);
        if (!Home.Devices.ContainsKey(name))
        {
            throw new InvariantException($"{name} is {liveness.Availability} and not part of the home.");
        }

        if (_availability.TryGetValue(name, out var before) && before == liveness.Availability)
        {
            throw new InvariantException($"{name} became {liveness.Availability} and was so before.");
        }

        _availability[name] = liveness.Availability;
    }

    private void Count(HubOutput output)
    {
        var name = output switch
        {
            HubOutput.CommandEnded ended => $"{nameof(HubOutput.CommandEnded)} {ended.End.Outcome} {ended.End.ErrorCode}",
            HubOutput.Decided decided => $"{nameof(HubOutput.Decided)} {decided.Decision.Kind}",
            HubOutput.AvailabilityChanged changed => $"{nameof(HubOutput.AvailabilityChanged)} {changed.Liveness.Availability}",
            HubOutput.Refused refused => $"{nameof(HubOutput.Refused)} {refused.Message.Rejection.Reason}",
            _ => output.GetType().Name,
        };
        Seen[name] = Seen.GetValueOrDefault(name) + 1;
    }

    private static void Equal(string what, long expected, long found)
    {
        if (expected != found)
        {
            throw new InvariantException($"The hub counts {found} {what}; there were {expected}.");
        }
    }
}
