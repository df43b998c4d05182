using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Devices.State;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Documents;

/// <summary>The automations of the home: what was written, in which version, and how each stands. Puts the sound ones into the engine.</summary>
internal sealed class AutomationTable(AutomationEngine engine, IHomeView home, Func<KnownNames> names, int automationsMax)
{
    private readonly SortedDictionary<string, AutomationEntry> _entries = new(StringComparer.Ordinal);

    // Those that mean devices by room or kind: any device that joins, leaves or moves concerns them.
    private readonly HashSet<string> _dependOnHome = new(StringComparer.Ordinal);

    public IEnumerable<AutomationEntry> Entries => _entries.Values;

    /// <summary>Takes over what was stored; it is compiled now, and waits or is broken where the home has changed since.</summary>
    public void Restore(ImmutableArray<StoredDocument> all, DateTimeOffset now, List<EngineEffect> effects)
    {
        // All are known before the first is compiled: they name each other.
        foreach (var stored in all)
        {
            _entries[stored.Id] = new AutomationEntry(stored.Id, stored.Id, stored.Text, stored.Version, stored.Enabled, stored.SavedBy, stored.SavedAt, DocumentStatus.Broken, [], null);
        }

        var known = Names(now);
        foreach (var stored in all)
        {
            _entries[stored.Id] = Activate(_entries[stored.Id], Compile(stored.Text, stored.Id, known), now, effects);
        }
    }

    /// <summary>Saves a document, unless it has errors: then nothing changes.</summary>
    public HubAnswer Put(HubInput.PutAutomation input, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        var known = _entries.GetValueOrDefault(input.Id);
        if (known is null && _entries.Count >= automationsMax)
        {
            return HubAnswer.No("automation.limit", $"This home has {_entries.Count} automations, as many as it may. Delete one first.");
        }

        var compiled = Compile(input.Text, input.Id, Names(now, input.Id));
        if (compiled.Document is null || (compiled.Plan is null && !compiled.IsWaitingForDevices))
        {
            return HubAnswer.No("automation.invalid", $"{input.Id} has faults and was not saved.", compiled.Diagnostics);
        }

        if (compiled.Document.Id is { } id && id != input.Id)
        {
            return HubAnswer.No("automation.id", $"The document calls itself {id} and cannot be saved as {input.Id}.");
        }

        if (known is not null && known.Text == input.Text)
        {
            return HubAnswer.Yes(input.Id, known.Diagnostics);
        }

        var entry = new AutomationEntry(
            input.Id,
            input.Id,
            input.Text,
            (known?.Version ?? 0) + 1,
            compiled.Document.Enabled,
            input.By,
            now,
            DocumentStatus.Broken,
            [],
            known?.LastRunAt);
        entry = _entries[input.Id] = Activate(entry, compiled, now, effects);
        outputs.Add(new HubOutput.AutomationSaved(entry, IsNewVersion: true));
        if (known is null)
        {
            OnNameChanged(input.Id, now, outputs);
        }

        return HubAnswer.Yes(input.Id, entry.Diagnostics);
    }

    public HubAnswer Enable(HubInput.EnableAutomation input, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        if (!_entries.TryGetValue(input.Id, out var entry))
        {
            return Unknown(input.Id);
        }

        if (entry.Enabled != input.Enabled)
        {
            Renew(entry with { Enabled = input.Enabled }, Names(now), now, effects, outputs);
        }

        return HubAnswer.Yes(input.Id);
    }

    public HubAnswer Remove(HubInput.RemoveAutomation input, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        if (!_entries.Remove(input.Id))
        {
            return Unknown(input.Id);
        }

        _dependOnHome.Remove(input.Id);
        engine.Remove(input.Id, now, effects);
        outputs.Add(new HubOutput.AutomationRemoved(input.Id));
        OnNameChanged(input.Id, now, outputs);
        return HubAnswer.Yes(input.Id);
    }

    /// <summary>A device joined, left or changed its contract: automations that name it, or wait for one, are looked at again.</summary>
    public void OnDeviceChanged(string name, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        var known = Names(now);
        foreach (var entry in _entries.Values.Where(entry => _dependOnHome.Contains(entry.Id) || WrittenDocument.MayName(entry.Text, name)).ToArray())
        {
            Renew(entry, known, now, effects, outputs);
        }
    }

    /// <summary>A device moved to another room: automations that mean devices by room are looked at again; those that name it are not disturbed.</summary>
    public void OnDeviceMoved(DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        var known = Names(now);
        foreach (var entry in _entries.Values.Where(entry => _dependOnHome.Contains(entry.Id)).ToArray())
        {
            Renew(entry, known, now, effects, outputs);
        }
    }

    /// <summary>A template was saved or deleted: automations that are made from it are made anew.</summary>
    public void OnTemplateChanged(string template, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        var known = Names(now);
        foreach (var entry in _entries.Values.Where(entry => WrittenDocument.MayNameDocument(entry.Text, template)).ToArray())
        {
            if (Compile(entry.Text, entry.Id, known).Document?.Template == template)
            {
                Renew(entry, known, now, effects, outputs);
            }
        }
    }

    /// <summary>A scene, a person or an automation came or went: what is said of automations that name it changes, and nothing that runs is disturbed.</summary>
    public void OnNameChanged(string id, DateTimeOffset now, List<HubOutput> outputs)
    {
        var known = Names(now);
        foreach (var entry in _entries.Values.Where(entry => entry.Id != id && WrittenDocument.MayNameDocument(entry.Text, id)).ToArray())
        {
            var diagnostics = Compile(entry.Text, entry.Id, known).Diagnostics;
            if (!diagnostics.SequenceEqual(entry.Diagnostics))
            {
                var told = _entries[entry.Id] = entry with { Diagnostics = diagnostics };
                outputs.Add(new HubOutput.AutomationSaved(told, IsNewVersion: false));
            }
        }
    }

    public void OnRun(string id, DateTimeOffset now)
    {
        if (_entries.TryGetValue(id, out var entry))
        {
            _entries[id] = entry with { LastRunAt = now };
        }
    }

    private void Renew(AutomationEntry entry, KnownNames known, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        var renewed = _entries[entry.Id] = Activate(entry, Compile(entry.Text, entry.Id, known), now, effects);
        outputs.Add(new HubOutput.AutomationSaved(renewed, IsNewVersion: false));
    }

    private AutomationEntry Activate(AutomationEntry entry, AutomationCompileResult compiled, DateTimeOffset now, List<EngineEffect> effects)
    {
        if (!compiled.DependsOnHome)
        {
            _dependOnHome.Remove(entry.Id);
        }
        else
        {
            _dependOnHome.Add(entry.Id);
        }

        var status = Status(entry.Enabled, compiled);
        if (status == DocumentStatus.Active)
        {
            // The text says how it begins; whether it is on now is what a person said last.
            engine.Put(compiled.Plan! with { Enabled = true, Version = entry.Version }, now, effects);
        }
        else
        {
            engine.Remove(entry.Id, now, effects, comesBack: true);
        }

        return entry with { Name = compiled.Document?.Name ?? entry.Name, Status = status, Diagnostics = compiled.Diagnostics };
    }

    private static DocumentStatus Status(bool isEnabled, AutomationCompileResult compiled)
    {
        if (compiled.Plan is null)
        {
            return compiled.IsWaitingForDevices ? DocumentStatus.Waiting : DocumentStatus.Broken;
        }

        return isEnabled ? DocumentStatus.Active : DocumentStatus.Disabled;
    }

    /// <summary>What documents may name now: gathered once for all that are compiled in one step.</summary>
    private KnownNames Names(DateTimeOffset now, params ReadOnlySpan<string> further) =>
        names() with { Automations = new HashSet<string>([.. _entries.Keys, .. further], StringComparer.Ordinal), Now = now };

    private AutomationCompileResult Compile(string text, string id, KnownNames known) => AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), id, home, known);

    private static HubAnswer Unknown(string id) => HubAnswer.No("automation.unknown", $"There is no automation {id}.");
}
