using System.Collections.Immutable;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Engine;

/// <content>What must not be forgotten: which automations have something new to remember, and what it is.</content>
public sealed partial class AutomationEngine
{
    private readonly List<AutomationState> _touched = [];
    private readonly SortedSet<string> _touchedSnapshots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AutomationState> _followed = new(StringComparer.Ordinal);

    // Automations that are switched off or wait for a device go on counting when they are back. At most one for each automation of the home.
    private readonly SortedDictionary<string, AutomationMemory> _resting = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _touchedResting = new(StringComparer.Ordinal);

    /// <summary>True when something has changed that must be written soon.</summary>
    public bool HasMemories { get; private set; }

    /// <summary>Gives out what automations have to remember since the last call, each once. Call it after each input, when its effects are carried out.</summary>
    /// <param name="now">The time.</param>
    /// <param name="takesCounts">True to take also those of which nothing is new but how often they ran.</param>
    /// <param name="memories">Where they go.</param>
    public void TakeMemories(DateTimeOffset now, bool takesCounts, ICollection<MemoryNews> memories)
    {
        if (!HasMemories && !takesCounts)
        {
            return;
        }

        HasMemories = false;
        foreach (var key in _touchedSnapshots)
        {
            memories.Add(new MemoryNews(RunMemories.Of(key, _snapshots[key], now), IsBinding: true));
        }

        foreach (var id in _touchedResting.Where(_resting.ContainsKey))
        {
            memories.Add(new MemoryNews(_resting[id] with { At = now }, IsBinding: true));
        }

        foreach (var state in _touched)
        {
            if (_automations.GetValueOrDefault(state.Plan.Id) == state)
            {
                var memory = RunMemories.Of(state, Home, now);
                var isPending = memory.IsPending;
                memories.Add(new MemoryNews(memory, state.Change == MemoryChange.Taken || (state.Change == MemoryChange.Runs && (isPending || state.WasPending))));
                state.WasPending = isPending;
            }

            state.Change = MemoryChange.None;
        }

        _touchedSnapshots.Clear();
        _touchedResting.Clear();
        _touched.Clear();
    }

    /// <summary>All that has to be remembered now, for a store that lost something. In order of ids.</summary>
    public ImmutableArray<AutomationMemory> Memories(DateTimeOffset now) =>
    [
        .. _snapshots.Select(pair => RunMemories.Of(pair.Key, pair.Value, now)),
        .. _resting.Values,
        .. _automations.Values.Where(state => state.RunCount > 0 || state.IsDurable).OrderBy(state => state.Plan.Id, StringComparer.Ordinal).Select(state => RunMemories.Of(state, Home, now)),
    ];

    private void Touch(AutomationState state, MemoryChange change)
    {
        if (!state.IsDurable)
        {
            change = MemoryChange.Count;
        }

        if (state.Change == MemoryChange.None)
        {
            _touched.Add(state);
        }

        if (change > state.Change)
        {
            state.Change = change;
        }

        HasMemories |= change > MemoryChange.Count;
    }

    /// <summary>Notes a command of a run until its end, so that it can be sent again after a power cut.</summary>
    private void Follow(Voice voice, string command, string device, string? action, ImmutableArray<PropertyReading> values)
    {
        if (voice.Run > 0 && _automations.TryGetValue(voice.Automation, out var state) && state.IsDurable)
        {
            state.Commands.Add(new CommandMemory(command, device, action, RunMemories.Of(values), voice.Cause));
            _followed[command] = state;
            Touch(state, MemoryChange.Runs);
        }
    }

    private void Unfollow(string command)
    {
        if (_followed.Remove(command, out var state))
        {
            state.Commands.RemoveAll(followed => followed.Id == command);
            Touch(state, MemoryChange.Values);
        }
    }

    /// <summary>A plan takes the place of another, or comes back: counts and times that were taken stay.</summary>
    private void TakeOver(AutomationState state, AutomationState? before)
    {
        var rested = before is not null ? RunMemories.Of(before, Home, default) : _resting.GetValueOrDefault(state.Plan.Id);
        _resting.Remove(state.Plan.Id);
        if (rested is not null)
        {
            state.RunCount = Math.Max(state.RunCount, rested.RunCount);
            RestoreTaken(state, rested);
            Touch(state, MemoryChange.Runs);
        }

        if (state.Plan.Triggers.Any(TriggerMemories.IsTold))
        {
            Touch(state, MemoryChange.Values);
        }

        foreach (var command in before?.Commands ?? [])
        {
            _followed.Remove(command.Id);
        }
    }

    private void Rest(AutomationState state)
    {
        _automations.Remove(state.Plan.Id);
        foreach (var command in state.Commands)
        {
            _followed.Remove(command.Id);
        }

        _resting[state.Plan.Id] = Rested(RunMemories.Of(state, Home, default));
        _touchedResting.Add(state.Plan.Id);
        HasMemories = true;
    }

    // Of what does not run, only what was counted and taken is worth keeping.
    private static AutomationMemory Rested(AutomationMemory memory) => memory with
    {
        Runs = [],
        Line = [],
        Commands = [],
        Seen = [],
        Triggers = [.. memory.Triggers.Where(trigger => trigger.Taken.Length > 0).Select(trigger => trigger with { Inside = [], Holds = [] })],
    };

    private static void RestoreTaken(AutomationState state, AutomationMemory memory)
    {
        foreach (var trigger in memory.Triggers)
        {
            if (trigger.Taken.Length > 0 && TakenSlots.TryParse(trigger.Taken) is { } taken)
            {
                for (var i = 0; i < state.Plan.Triggers.Length; i++)
                {
                    if (state.Plan.Triggers[i] is TriggerPlan.Time && state.Plan.Triggers[i].Id == trigger.Id)
                    {
                        state.Triggers.States[i].Taken = taken;
                    }
                }
            }
        }
    }
}
