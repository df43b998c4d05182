using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Homes;
using IotHub.DeviceSim.Rooms;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// What a device does by itself: the behaviours of its properties, each with its own step and its own chance, what it does when its state has
/// come to something, and what it does to its room. It is told the time; steps missed are made up one by one, so that the same seed gives
/// the same values however it is called.
/// </summary>
public sealed class DeviceLife
{
    // Reactions that set each other off for ever must come to an end; a status machine takes a few arrows at once.
    private const int RoundsMax = 8;

    private readonly DeviceState _state;
    private readonly RoomAir _room;
    private readonly string _name;
    private readonly ImmutableArray<LifeStrand> _strands;
    private readonly ImmutableArray<BoundReaction> _reactions;
    private readonly ImmutableArray<BoundInfluence> _influences;
    private long _settledVersion = -1;
    private DateTimeOffset? _reactionAt;

    /// <summary>A device that begins to live.</summary>
    /// <param name="state">Its values.</param>
    /// <param name="table">How properties live.</param>
    /// <param name="seed">Chance of this device.</param>
    /// <param name="begin">When it begins.</param>
    /// <param name="targets">Targets of this device in place of the table's; default for none.</param>
    /// <param name="room">The room that it shares with other devices; null for one of its own.</param>
    /// <param name="name">What the room knows it by; unique in the room.</param>
    /// <param name="found">Values that the device was given to begin with: what a sensor says of the room is believed. Default for none.</param>
    /// <param name="lives">Which properties live; null for all.</param>
    public DeviceLife(
        DeviceState state,
        BehaviourTable table,
        int seed,
        DateTimeOffset begin,
        ImmutableArray<PropertyReading> targets = default,
        RoomAir? room = null,
        string name = "",
        ImmutableArray<PropertyReading> found = default,
        Func<ContractProperty, bool>? lives = null)
    {
        _state = state;
        _name = name;
        _room = room ?? new RoomAir(table, HomeFile.SeedOf(seed, "room"), begin, TimeZoneInfo.Utc);
        var strands = ImmutableArray.CreateBuilder<LifeStrand>();

        // All properties of a device step together, as firmware samples them, and the devices of a home each at another moment.
        var lag = TimeSpan.FromSeconds(10 * new Random(seed).NextDouble());
        foreach (var property in state.Contract.Properties)
        {
            if (property.IsObservable && lives?.Invoke(property) != false && state.Get(property).HasValue && table.FindBehaviours(state.Contract, property) is { IsEmpty: false } rows)
            {
                var random = new Random(unchecked((seed * 397) ^ property.Index));
                strands.Add(new LifeStrand(property, WithTarget(rows, property, targets), state, random, begin + lag, _room, Own(property, found)));
            }
        }

        _strands = strands.ToImmutable();
        _reactions = [.. table.Reactions.Where(row => row.Kinds.IsEmpty || row.Kinds.Contains(state.Contract.Kind)).SelectMany(row => BoundReaction.Bind(row, state.Contract))];
        _influences = [.. table.Influences.Where(row => row.Kinds.IsEmpty || row.Kinds.Contains(state.Contract.Kind)).SelectMany(row => BoundInfluence.Bind(row, state.Contract))];
        Settle(begin);
    }

    /// <summary>When something may happen next; null when nothing ever does.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Makes all steps due and says what changed so far that it is to be reported, each property once.</summary>
    public ImmutableArray<PropertyReading> Step(DateTimeOffset now)
    {
        var changed = new List<PropertyReading>();
        foreach (var strand in _strands)
        {
            if (strand.Step(now, _state) is { } reading)
            {
                changed.Add(reading);
            }
        }

        React(now, changed);
        return [.. changed];
    }

    /// <summary>
    /// Lets the device react to what was done to it (a request, a hand), and the room to the device. Call it after every change from
    /// outside.
    /// </summary>
    /// <returns>What changed by it that can be reported.</returns>
    public ImmutableArray<PropertyReading> Settle(DateTimeOffset now)
    {
        var changed = new List<PropertyReading>();
        React(now, changed);
        return [.. changed];
    }

    private static PropertyReading? Own(ContractProperty property, ImmutableArray<PropertyReading> readings) =>
        readings.IsDefault || readings.FirstOrDefault(reading => reading.Property == property) is not { Property: not null } own ? null : own;

    private static ImmutableArray<Behaviour> WithTarget(ImmutableArray<Behaviour> rows, ContractProperty property, ImmutableArray<PropertyReading> targets) =>
        Own(property, targets) is { } own ? [.. rows.Select(row => row with { Target = own.Value.ToDouble() })] : rows;

    private void React(DateTimeOffset now, List<PropertyReading> changed)
    {
        if (_state.Version != _settledVersion || _reactionAt <= now)
        {
            ReactToChanges(now, changed);
            _settledVersion = _state.Version;
            foreach (var strand in _strands)
            {
                strand.Wake(now, _state);
            }
        }

        NextAt = _reactionAt;
        foreach (var strand in _strands)
        {
            NextAt = NextAt < strand.NextAt ? NextAt : strand.NextAt;
        }
    }

    private void ReactToChanges(DateTimeOffset now, List<PropertyReading> changed)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            var hasReacted = false;
            foreach (var reaction in _reactions)
            {
                foreach (var reading in reaction.React(_state, now))
                {
                    hasReacted = true;
                    if (reading.Property.IsObservable)
                    {
                        changed.RemoveAll(other => other.Property == reading.Property);
                        changed.Add(reading);
                    }
                }
            }

            if (!hasReacted)
            {
                break;
            }
        }

        _reactionAt = null;
        foreach (var reaction in _reactions)
        {
            _reactionAt = reaction.DueAt is { } due && !(_reactionAt <= due) ? due : _reactionAt;
        }

        _room.Act(_name, [.. _influences.Select(influence => influence.Find(_state)).OfType<Influence>()], now);
    }
}
