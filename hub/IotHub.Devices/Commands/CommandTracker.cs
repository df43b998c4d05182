using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Devices.Commands;

/// <summary>
/// Brings each command to its one end, as <see cref="CommandSteps"/> says: sends it, sends it again under the same id with growing gaps, and
/// believes nothing but a reported value. To each property one request is on its way at a time; of those that wait, the newest.
/// </summary>
/// <remarks>
/// A call goes out again under the same id too: a device does it once. Where the device joined again after the call went out it may have lost
/// that memory, so the call is left to its deadline: feeding the cat twice is worse than not knowing.
/// </remarks>
public sealed partial class CommandTracker
{
    private readonly DeviceLimits _limits;
    private readonly IHomeView _home;
    private readonly Dictionary<string, PendingCommand> _pending = new(StringComparer.Ordinal);
    private readonly CommandLanes _lanes = new();
    private readonly RequestBook _requests;
    private readonly CommandTimes _times = new();
    private readonly CommandMessages _messages;

    // Devices that have answered something: of these an answer is waited for. At most one name for each device of the home.
    private readonly HashSet<string> _answering = new(StringComparer.Ordinal);

    /// <summary>Follows nothing yet.</summary>
    /// <param name="limits">How many commands there may be.</param>
    /// <param name="home">What is known of values.</param>
    /// <param name="availabilityOf">Whether a device is there: nothing is repeated to one that is gone, and a time-out says so.</param>
    public CommandTracker(DeviceLimits limits, IHomeView home, Func<Device, DeviceAvailability> availabilityOf)
    {
        (_limits, _home) = (limits, home);
        _requests = new RequestBook(limits.EndedCommandsMax);
        _messages = new CommandMessages(_requests, _times, availabilityOf);
    }

    /// <summary>How many commands wait for their end.</summary>
    public int Count => _pending.Count;

    /// <summary>True when no further command can be followed.</summary>
    public bool IsFull => _pending.Count >= _limits.PendingCommandsMax;

    /// <summary>When something is next to be done: a turn, a repetition or a time-out; null when nothing is.</summary>
    public DateTimeOffset? NextDue => _times.Next;

    /// <summary>Takes a command on. Earlier ones to the same properties are superseded, and it goes out at once or in its turn.</summary>
    /// <param name="command">The command; its id is new.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">What should happen is added.</param>
    /// <exception cref="InvalidOperationException">There is no room: ask <see cref="IsFull"/> first.</exception>
    public void Track(DeviceCommand command, DateTimeOffset now, CommandEffects effects)
    {
        if (IsFull)
        {
            throw new InvalidOperationException($"{_pending.Count} commands are pending, as many as may be.");
        }

        _requests.Forget(now);
        var pending = new PendingCommand(command);
        _pending.Add(command.Id, pending);
        _times.Add(pending, CommandEvent.Deadline, command.Deadline);
        foreach (var reading in command.Set)
        {
            var lane = _lanes.Of(command.Device, reading.Property);
            Supersede(lane.Waiting, reading.Property, pending, now, effects);
            Supersede(lane.Holder, reading.Property, pending, now, effects);
            lane.Holder = null;
            lane.Waiting = pending;
        }

        TakeTurn(pending, now, effects);
    }

    /// <summary>What an answer is an answer to; null when nothing was sent under its id, or it is long forgotten.</summary>
    public AnsweredRequest? Find(Device device, string requestId) =>
        _requests.Find(device, requestId) is { } request
            ? new AnsweredRequest(
                request.Pending.Command, request.IsQuestion, request.HasFinalAnswer, request.Sends > 1, request.Pending.IsPartlySuperseded, request.FirstSentAt)
            : null;

    /// <summary>The command whose doing a reported value is: one that waits for it, or one that ended before it was seen.</summary>
    /// <param name="device">The device.</param>
    /// <param name="reading">What it reported.</param>
    /// <param name="now">The time.</param>
    /// <param name="isAwaited">True when the command still waits for it.</param>
    /// <returns>Null when nobody asked for it.</returns>
    public DeviceCommand? Match(Device device, PropertyReading reading, DateTimeOffset now, out bool isAwaited) =>
        _lanes.Match(device, reading, now, out isAwaited);

    /// <summary>A device reported a value. Call after the value is in the state, so that who hears of the end sees it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="reading">The value.</param>
    /// <param name="askedFor">The command after which the device was asked for it; null where it reported by itself.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">What should happen is added.</param>
    public void OnReport(Device device, PropertyReading reading, DeviceCommand? askedFor, DateTimeOffset now, CommandEffects effects)
    {
        if (_lanes.Find(device, reading.Property) is not { } lane)
        {
            return;
        }

        if (lane.Unseen is { } unseen && (unseen.Wants(reading) || !unseen.IsRemembered(now)))
        {
            lane.Unseen = null;
        }

        if (lane.Holder is not { } holder)
        {
            return;
        }

        var position = holder.PositionOf(reading.Property.Key);
        var isWanted = holder.Wants(position, reading.Value);
        holder.See(position, isWanted);
        if (isWanted && (holder.IsClear || holder.IsDone || holder.Command == askedFor))
        {
            Close(holder, position, now, effects);
        }
        else if (isWanted && holder.State == CommandState.Answered)
        {
            // Taken, not finished, and now the value: most likely its doing. A question makes sure.
            GoOn(holder, now, effects);
        }
    }

    /// <summary>A device answered. Call after its values are in the state.</summary>
    public void OnAnswer(Device device, ResponseMessage response, DateTimeOffset now, CommandEffects effects)
    {
        if (_requests.Find(device, response.Id) is not { HasFinalAnswer: false } request)
        {
            return;
        }

        OnAnswers(device);
        var pending = request.Pending;
        request.HasFinalAnswer = response.Code != MiotCodes.Accepted;
        if (request.IsQuestion)
        {
            pending.CannotBeAsked |= response.Code < 0;
            return;
        }

        pending.Unanswered = 0;
        pending.Out = response.Out;
        if (!pending.HasEnded)
        {
            Take(pending, response, now, effects);
        }

        foreach (var reading in request.Set)
        {
            if (_lanes.Find(device, reading.Property) is { } lane)
            {
                Settle(lane, pending, now, effects);
            }
        }
    }

    /// <summary>
    /// A device answers what it is asked. From now on a report alone proves nothing of it: the report may have been on its way before the
    /// command, when somebody turned the knob there and back.
    /// </summary>
    public void OnAnswers(Device device) => _answering.Add(device.Name);

    /// <summary>Does what is due: turns, repetitions, time-outs, earliest first.</summary>
    public void OnTime(DateTimeOffset now, CommandEffects effects)
    {
        while (_times.TryTake(now, out var pending, out var due))
        {
            switch (due)
            {
                case CommandEvent.Turn:
                    TakeTurn(pending, now, effects);
                    break;
                case CommandEvent.GapOver when now < pending.Deadline:
                    GoOn(pending, now, effects);
                    break;
                case CommandEvent.Deadline:
                    Step(pending, CommandEvent.Deadline, now, effects);
                    break;
            }
        }
    }

    /// <summary>A device that was gone is there again: what waits for its answer goes out at once.</summary>
    public void OnBack(Device device, DateTimeOffset now, CommandEffects effects)
    {
        foreach (var pending in PendingOf(device))
        {
            if (pending.State is CommandState.Sent or CommandState.Answered)
            {
                GoOn(pending, now, effects);
            }
        }
    }

    /// <summary>A device announced itself again: it may have started anew and forgotten what it has done.</summary>
    public void OnRejoined(Device device)
    {
        foreach (var pending in PendingOf(device))
        {
            pending.MayBeForgotten |= pending.WasReachable;
        }
    }

    /// <summary>Ends what waits for a device that leaves the home.</summary>
    public void OnRetired(Device device, DateTimeOffset now, CommandEffects effects, string error = "device.retired")
    {
        foreach (var pending in PendingOf(device))
        {
            if (!pending.HasEnded)
            {
                Step(pending, CommandEvent.Retired, now, effects, error: error);
            }
        }

        _lanes.Remove(device);
        _answering.Remove(device.Name);
    }

    private PendingCommand[] PendingOf(Device device) =>
        _pending.Count == 0 ? [] : [.. _pending.Values.Where(pending => pending.Command.Device.Name == device.Name)];

    private void Supersede(PendingCommand? earlier, ContractProperty property, PendingCommand later, DateTimeOffset now, CommandEffects effects)
    {
        if (earlier is null || earlier == later)
        {
            return;
        }

        var position = earlier.PositionOf(property.Key);
        earlier.Supersede(position);
        if (earlier.State != CommandState.Waiting)
        {
            _lanes.Of(earlier.Command.Device, property).Unseen = earlier;
        }

        if (earlier.OpenCount == 0)
        {
            Step(earlier, CommandEvent.Replaced, now, effects);
        }
    }

    /// <summary>Sends a command when all its properties are free, or notes when they will be.</summary>
    private void TakeTurn(PendingCommand pending, DateTimeOffset now, CommandEffects effects)
    {
        if (pending.State != CommandState.Waiting)
        {
            return;
        }

        var turn = _lanes.FreeAt(pending);
        if (turn <= now)
        {
            Step(pending, CommandEvent.Turn, now, effects);
        }
        else if (turn != pending.TurnAt)
        {
            pending.TurnAt = turn;
            _times.Add(pending, CommandEvent.Turn, turn);
        }
    }

    /// <summary>The gap after the last message is over: another one, unless there is nobody to take it.</summary>
    private void GoOn(PendingCommand pending, DateTimeOffset now, CommandEffects effects)
    {
        pending.DueAt = null;
        var isUnsafe = pending.Command.Call is not null && pending.MayBeForgotten;
        if (!isUnsafe && _messages.CanReach(pending.Command.Device))
        {
            Step(pending, CommandEvent.GapOver, now, effects);
        }
    }

    private void Take(PendingCommand pending, ResponseMessage response, DateTimeOffset now, CommandEffects effects)
    {
        var refused = response.Codes.Where(code => code.Code < 0).ToImmutableArray();
        var concerns = refused.Any(code => pending.PositionOf(code.Property.Key) is >= 0 and var position && pending.IsOpen(position));
        if (concerns || (response.Code < 0 && refused.IsEmpty))
        {
            Step(pending, CommandEvent.Refused, now, effects, response.Code < 0 ? response.Code : refused[0].Code, refused);
            return;
        }

        if (response.Code == MiotCodes.Accepted)
        {
            Step(pending, CommandEvent.Taken, now, effects);
            _messages.Plan(pending, now);
            return;
        }

        pending.IsDone = true;
        if (pending.Command.Call is not null)
        {
            Step(pending, CommandEvent.Fulfilled, now, effects);
            return;
        }

        for (var i = 0; i < pending.Command.Set.Length && !pending.HasEnded; i++)
        {
            if (pending.IsOpen(i) && Evidence.IsTold(pending, i, response, _home))
            {
                Close(pending, i, now, effects);
            }
        }

        if (!pending.HasEnded)
        {
            Step(pending, CommandEvent.Taken, now, effects);
            _messages.Plan(pending, now);
        }
    }

    private void Close(PendingCommand pending, int position, DateTimeOffset now, CommandEffects effects)
    {
        pending.Close(position);
        Settle(_lanes.Of(pending.Command.Device, pending.Command.Set[position].Property), pending, now, effects);
        if (pending.OpenCount == 0 && !pending.HasEnded)
        {
            Step(pending, pending.IsPartlySuperseded ? CommandEvent.Replaced : CommandEvent.Fulfilled, now, effects);
        }
    }

    private void Settle(PropertyLane lane, PendingCommand by, DateTimeOffset now, CommandEffects effects)
    {
        if (lane.SentBy == by && !lane.IsSettled)
        {
            lane.IsSettled = true;
            if (lane.Waiting is { } waiting)
            {
                TakeTurn(waiting, now, effects);
            }
        }
    }

    private void Step(
        PendingCommand pending, CommandEvent what, DateTimeOffset now, CommandEffects effects, int? deviceCode = null, ImmutableArray<PropertyCode> codes = default,
        string error = "device.retired")
    {
        var wasSent = pending.State != CommandState.Waiting;
        (pending.State, var act) = CommandSteps.On(pending.State, what);
        switch (act)
        {
            case CommandAct.Send:
                pending.IsClear = _lanes.Enter(pending, _home, now) && !_answering.Contains(pending.Command.Device.Name);
                _messages.Send(pending, now, effects);
                break;
            case CommandAct.SendAgain:
                _messages.Send(pending, now, effects);
                break;
            case CommandAct.AskForValues:
                _messages.AskForValues(pending, now, effects);
                break;
            case CommandAct.EndConfirmed:
                End(pending, CommandOutcome.Confirmed, null, deviceCode ?? (pending.Command.Call is null ? null : 0), [], now, effects);
                break;
            case CommandAct.EndFailed:
                End(pending, CommandOutcome.Failed, "device.rejected", deviceCode, codes, now, effects);
                break;
            case CommandAct.EndSuperseded:
                End(pending, CommandOutcome.Superseded, "command.superseded", null, [], now, effects);
                break;
            case CommandAct.EndTimedOut:
                End(pending, CommandOutcome.TimedOut, _messages.TimeoutCode(pending.Command.Device), null, [], now, effects);
                break;
            case CommandAct.EndRetired:
                End(pending, CommandOutcome.Failed, error, null, [], now, effects);
                break;
        }

        if (pending.HasEnded && wasSent)
        {
            _requests.Close(pending, now);
        }
    }

    private void End(
        PendingCommand pending, CommandOutcome outcome, string? errorCode, int? deviceCode, ImmutableArray<PropertyCode> codes, DateTimeOffset now, CommandEffects effects)
    {
        _pending.Remove(pending.Command.Id);
        effects.Ends.Add(new CommandEnd(pending.Command, outcome, errorCode, deviceCode, now) { Codes = codes.IsDefault ? [] : codes, Out = pending.Out });
        var behind = _lanes.Leave(pending);
        for (var i = 0; i < behind.Count; i++)
        {
            TakeTurn(behind[i], now, effects);
        }
    }
}
