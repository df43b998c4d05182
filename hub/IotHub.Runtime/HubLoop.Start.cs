using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Preview;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime;

/// <content>
/// The start, in this order: what was stored is put back, then plans, then what automations remembered, then times that were missed; and when devices
/// have had time to report, automations that wait for the hub's start.
/// </content>
public sealed partial class HubLoop
{
    // Often enough that little is left to be worked out after a power cut, seldom enough that a card does not wear.
    private static readonly TimeSpan AliveInterval = TimeSpan.FromMinutes(1);

    private readonly List<MemoryNews> _memories = [];
    private readonly HashSet<string> _unheard = new(StringComparer.Ordinal);
    private StoredHome? _restored;
    private DateTimeOffset? _settlesAt;
    private DateTimeOffset? _startsAt;
    private DateTimeOffset? _countsAt;
    private DateTimeOffset? _aliveAt;

    private DateTimeOffset? StartDue => _startsAt ?? _settlesAt;

    private void PrepareStart(StoredHome stored, DateTimeOffset now)
    {
        foreach (var seen in stored.Memories.SelectMany(memory => memory.Seen))
        {
            RestoreSeen(seen);
        }

        (_restored, _startsAt, _settlesAt) = (stored, now, now + _options.SettlingTime);
        _commands.StartedAt = now;
        _unheard.UnionWith(stored.Values.Select(value => value.Device).Where(name => _home.TryGetDevice(name, out _)));
    }

    /// <summary>A value that set a run going is known, even where the history did not get to it: it must not set it going again.</summary>
    private void RestoreSeen(SeenMemory seen)
    {
        if (_home.TryGetDevice(seen.Device, out var device) && device.Contract.TryGetProperty(seen.Property, out var property)
            && _home.GetState(device, property) is var known && (!known.Value.HasValue || known.ChangedAt < seen.ChangedAt))
        {
            _home.Restore(device, property, new PropertyState(seen.Value, ValueOrigin.Restored, seen.ChangedAt, seen.ChangedAt, seen.CauseId));
        }
    }

    /// <summary>Before the first input: automations go on where they were.</summary>
    private void Start(DateTimeOffset now)
    {
        if (_restored is not { } stored)
        {
            return;
        }

        (_restored, _startsAt) = (null, null);
        var documents = stored.Automations.Select(document => document.Id).ToHashSet(StringComparer.Ordinal);
        var lastAlive = stored.LastAlive is { } alive && alive < now ? alive : now;
        Record(new RecordedHappening.HubStarted(now, LastCause, lastAlive));
        var isLost = !IsClockTrusted && stored.LastAlive > now;

        // Where nobody knows how long the hub was away, waits go on as if it had not been.
        var at = isLost ? stored.LastAlive!.Value : now;
        foreach (var memory in stored.Memories)
        {
            if (documents.Contains(memory.Id) || memory.Id.StartsWith(AutomationMemory.SnapshotPrefix, StringComparison.Ordinal))
            {
                _engine.Restore(memory, isLost ? at : memory.At > lastAlive ? memory.At : lastAlive, at, _effects);
            }
        }

        if (isLost)
        {
            _engine.OnClockSet(new ClockShift(now - stored.LastAlive!.Value, DateTimeOffset.MaxValue, DateTimeOffset.MinValue), now, _effects);
        }

        if (_clock is null || _unseenSince is not null)
        {
            _engine.CatchUp(_unseenSince ?? lastAlive, now, _effects);
        }

        CarryOut(now);
    }

    private void OnHeardAtStart(Device device, DateTimeOffset now)
    {
        if (_settlesAt > now && _unheard.Remove(device.Name) && _unheard.Count == 0)
        {
            // Everyone is there: no need to wait longer.
            _settlesAt = now;
        }
    }

    private void OnSettled(DateTimeOffset now)
    {
        _settlesAt = null;
        _unheard.Clear();
        Record(new RecordedHappening.Ready(now, LastCause) { IsDue = true });
        if (_engine.HearsStart)
        {
            _engine.OnStarted(_causes.Root(CauseOrigin.Hub, "hub"), now, _effects);
        }
    }

    /// <summary>What automations have to remember goes before all that came of it: a store that got the one half of a step has this one.</summary>
    private void Remember(DateTimeOffset now)
    {
        _countsAt ??= now;
        _aliveAt ??= now;
        var hasRemembered = false;
        var takesCounts = now - _countsAt >= AliveInterval || now < _countsAt;
        if (_engine.HasMemories || takesCounts)
        {
            _engine.TakeMemories(now, takesCounts, _memories);
            hasRemembered = _memories.Count > 0;
            if (hasRemembered)
            {
                _outputs.Insert(0, new HubOutput.AutomationsRemembered([.. _memories.Select(news => news.Memory)], _memories.Exists(news => news.IsBinding)));
                _memories.Clear();
            }

            _countsAt = now;
        }

        if ((hasRemembered || ((now - _aliveAt >= AliveInterval || now < _aliveAt) && _engine.PendingTimers > 0)) && IsClockTrusted)
        {
            _aliveAt = now;
            _outputs.Add(new HubOutput.Alive(now));
        }
    }
}
