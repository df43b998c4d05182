using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// What the firmware of a device does, without its connection: it is told the time and what comes in, and says which messages go out. It
/// waits for nothing, so that a month of a home passes as fast as it can be worked out.
/// </summary>
internal sealed class DeviceProgram
{
    private readonly SimulatedDevicePlan _plan;
    private readonly DeviceMessages _messages;
    private readonly RequestAnswerer _answerer;
    private readonly DeviceEffects _effects;
    private readonly DeviceLife? _life;
    private readonly ReportClock _reports;
    private readonly PropertyValue[] _told;

    public DeviceProgram(SimulatedDevicePlan plan, DateTimeOffset now, RoomAir? room)
    {
        _plan = plan;
        _messages = new DeviceMessages(plan.Did);
        State = Fresh();
        _answerer = new RequestAnswerer(State, plan.Faults.Refuses);
        _effects = new DeviceEffects(State, BehaviourTable.Default);
        _life = plan.ActsByItself ? new DeviceLife(State, BehaviourTable.Default, plan.Seed, now, plan.Targets, room, plan.Did, plan.Initial, plan.Lives) : null;
        _reports = new ReportClock(plan.Contract, now, plan.Lives);
        _told = [.. plan.Contract.Properties.Select(State.Get)];
    }

    /// <summary>Its values.</summary>
    public DeviceState State { get; }

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Whether it does nothing by itself at present; promised reports go on.</summary>
    public bool IsPaused { get; set; }

    /// <summary>When it does something by itself next; null for never.</summary>
    public DateTimeOffset? NextAt => _life is null ? null : IsPaused ? _reports.NextAt : Moments.Earlier(_life.NextAt, _reports.NextAt);

    /// <summary>What it says after each connection.</summary>
    public ImmutableArray<DeviceWire> BeBorn(DateTimeOffset now)
    {
        var all = State.Observable();
        _reports.Note(all, now);
        Remember(all);
        return all.IsEmpty
            ? [_messages.Announce(_plan), _messages.Status(isOnline: true)]
            : [_messages.Announce(_plan), _messages.Status(isOnline: true), _messages.Properties(all)];
    }

    /// <summary>What it says when it leaves of its own will.</summary>
    public DeviceWire Leave() => _messages.Status(isOnline: false);

    /// <summary>Does what falls due.</summary>
    public ImmutableArray<DeviceWire> Step(DateTimeOffset now) =>
        _life is null ? [] : Tell(_reports.Add(State, IsPaused ? [] : _life.Step(now), now), now);

    /// <summary>Answers a request: the response first, then what changed.</summary>
    /// <returns>The code and the messages; null for what cannot be answered.</returns>
    public (int Code, ImmutableArray<DeviceWire> Messages)? Answer(ReadOnlyMemory<byte> payload, int? rejectCode, DateTimeOffset now)
    {
        if (RequestAnswerer.ReadId(payload) is not { } id)
        {
            return null;
        }

        var answer = rejectCode is { } code ? DeviceAnswer.Refusal(id, code) : _answerer.Answer(payload);
        if (answer is null)
        {
            return null;
        }

        _reports.Note([], now);
        return (answer.Response.Code, [_messages.Response(answer.Response), .. Tell(Settled(answer.Changed, now), now)]);
    }

    /// <summary>Takes values as if they came about at the device and reports the observable ones, changed or not.</summary>
    /// <returns>The values from before of those that changed, and the messages.</returns>
    public (ImmutableArray<PropertyReading> Before, ImmutableArray<DeviceWire> Messages) Take(ImmutableArray<PropertyReading> readings, DateTimeOffset now)
    {
        var before = readings.Select(reading => reading with { Value = State.Get(reading.Property) }).Where(old => !readings.Contains(old)).ToImmutableArray();
        var effects = readings.SelectMany(reading => _effects.Write(reading)).ToList();
        var said = readings.Where(reading => reading.Property.IsObservable && reading.Value.HasValue).ToImmutableArray();
        var beside = effects.Where(reading => reading.Property.IsObservable && !said.Any(other => other.Property == reading.Property));
        return (before, Tell(Settled(said.AddRange(beside), now), now));
    }

    /// <summary>Does an action as if a hand at the device had asked for it.</summary>
    public ImmutableArray<DeviceWire> Do(ContractAction action, ImmutableArray<PropertyReading> arguments, DateTimeOffset now) =>
        Tell(Settled([.. _effects.Do(action, arguments.IsDefault ? [] : arguments).Where(reading => reading.Property.IsObservable)], now), now);

    /// <summary>Sends an event, with the arguments given and the device's own values for the others.</summary>
    public ImmutableArray<DeviceWire> Fire(ContractEvent happened, ImmutableArray<PropertyReading> arguments, DateTimeOffset now)
    {
        _reports.Note([], now);
        return [Event(happened, arguments, now)];
    }

    /// <summary>Starts anew: what was answered is forgotten, values are those of the beginning.</summary>
    public void Restart(DateTimeOffset now)
    {
        _answerer.Forget();
        var fresh = Fresh();
        foreach (var property in _plan.Contract.Properties.Where(property => property.IsWritable))
        {
            State.Set(new PropertyReading(property, fresh.Get(property)));
        }

        _life?.Settle(now);
    }

    private DeviceState Fresh()
    {
        var state = new DeviceState(_plan.Contract, BehaviourTable.Default, new Random(_plan.Seed));
        foreach (var reading in _plan.Initial)
        {
            state.Set(reading);
        }

        return state;
    }

    private ImmutableArray<PropertyReading> Settled(ImmutableArray<PropertyReading> changed, DateTimeOffset now)
    {
        if (_life is null)
        {
            return changed;
        }

        var reactions = _life.Settle(now);
        return reactions.IsEmpty ? changed : [.. changed.Where(reading => !reactions.Any(later => later.Property == reading.Property)), .. reactions];
    }

    private ImmutableArray<DeviceWire> Tell(ImmutableArray<PropertyReading> readings, DateTimeOffset now)
    {
        if (readings.IsEmpty)
        {
            return [];
        }

        _reports.Note(readings, now);
        var changed = readings.Where(reading => _told[reading.Property.Index] != reading.Value).ToImmutableArray();

        // A driven device says what it is given and nothing else: a replay counts its messages.
        ImmutableArray<DeviceWire> events = _life is null
            ? []
            : [.. BehaviourTable.Default.FindEvents(_plan.Contract, changed, property => _told[property.Index]).Select(happened => Event(happened, [], now))];
        Remember(readings);
        return [_messages.Properties(readings), .. events];
    }

    private void Remember(ImmutableArray<PropertyReading> readings)
    {
        foreach (var reading in readings)
        {
            _told[reading.Property.Index] = reading.Value;
        }
    }

    private DeviceWire Event(ContractEvent happened, ImmutableArray<PropertyReading> arguments, DateTimeOffset now)
    {
        var given = arguments.IsDefault ? [] : arguments;
        var all = happened.Arguments
            .Select(argument => given.FirstOrDefault(own => own.Property == argument) is { Property: not null } own ? own : new PropertyReading(argument, State.Get(argument)))
            .Where(reading => reading.Value.HasValue);
        return _messages.Event(happened, [.. all], now + ClockSkew);
    }
}
