using IotHub.Automation.Preview;
using IotHub.Devices.Availability;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.Writer;

/// <summary>What of a batch goes where. Outputs that are not kept anywhere pass through unseen.</summary>
internal static class BatchWriter
{
    /// <summary>True for an output that the store keeps something of.</summary>
    public static bool IsStored(HubOutput output) => IsForHub(output) || IsForHistory(output) || UsageObserver.Concerns(output) || output is HubOutput.Notified;

    public static bool ConcernsHub(IReadOnlyList<HubOutput> batch) => batch.Any(IsForHub);

    public static bool ConcernsHistory(IReadOnlyList<HubOutput> batch) => batch.Any(IsForHistory);

    /// <summary>The greatest cause id that the batch would write; 0 where it writes none.</summary>
    public static long GreatestCauseId(IReadOnlyList<HubOutput> batch)
    {
        var greatest = 0L;
        foreach (var output in batch)
        {
            greatest = Math.Max(greatest, output switch
            {
                HubOutput.Changed changed => changed.Change.Cause.Id,
                HubOutput.Decided decided => decided.Decision.Cause.Id,

                // A command's id is taken from the same sequence, after its cause.
                HubOutput.Request { Command: var command } => CommandTable.NumberOf(command.Id),
                HubOutput.CommandWaits { Command: var command } => CommandTable.NumberOf(command.Id),
                HubOutput.CommandEnded { End.Command: var command } => CommandTable.NumberOf(command.Id),
                _ => 0,
            });
        }

        return greatest;
    }

    public static void Write(IReadOnlyList<HubOutput> batch, HubTables tables)
    {
        var last = LastMemories(batch);
        DateTimeOffset? alive = null;
        for (var i = 0; i < batch.Count; i++)
        {
            var output = batch[i];
            switch (output)
            {
                case HubOutput.Alive { At: var at }:
                    alive = at;
                    break;
                case HubOutput.AutomationsRemembered remembered:
                    foreach (var memory in remembered.Memories)
                    {
                        if (last[memory.Id] == i)
                        {
                            tables.Memories.Save(memory);
                        }
                    }

                    break;
                case HubOutput.DeviceSaved saved:
                    tables.Save(saved.Device);
                    break;
                case HubOutput.DeviceReplaced replaced:
                    Save(tables, replaced);
                    break;
                case HubOutput.DeviceRetired retired:
                    tables.RemoveDevice(retired.Device.Name);
                    tables.Bindings.Remove(retired.Device.Name);
                    tables.SaveRetired(retired.Device.Did);
                    break;
                case HubOutput.AutomationSaved saved:
                    Save(tables, DocumentKind.Automation, ToStored(saved.Entry), saved.IsNewVersion);
                    break;
                case HubOutput.AutomationRemoved removed:
                    tables.Remove(DocumentKind.Automation, removed.Id);
                    tables.Memories.Remove(removed.Id);
                    break;
                case HubOutput.SceneSaved saved:
                    Save(tables, DocumentKind.Scene, ToStored(saved.Entry), saved.IsNewVersion);
                    break;
                case HubOutput.SceneRemoved removed:
                    tables.Remove(DocumentKind.Scene, removed.Id);
                    break;
                case HubOutput.DocumentSaved saved:
                    Save(tables, saved.Entry.Kind, ToStored(saved.Entry), saved.IsNewVersion);
                    break;
                case HubOutput.DocumentRemoved removed:
                    tables.Remove(removed.Kind, removed.Id);
                    break;
                default:
                    break;
            }
        }

        if (alive is { } moment)
        {
            tables.Memories.SaveAlive(moment);
        }
    }

    public static void Write(IReadOnlyList<HubOutput> batch, HistoryTables tables)
    {
        var hasTraces = false;
        foreach (var output in batch)
        {
            switch (output)
            {
                case HubOutput.Changed changed:
                    tables.Add(changed.Change, changed.Place, changed.CauseOffset);
                    if (changed is HubOutput.ChangedByCommand by)
                    {
                        tables.Commands.AddEffect(by.Change.Cause.Id, by.CommandId);
                    }

                    break;
                case HubOutput.Decided decided:
                    tables.Add(decided.Decision);
                    hasTraces = true;
                    break;
                case HubOutput.CommandWaits waits:
                    tables.Commands.Save(waits.Command, 0);
                    break;
                case HubOutput.Request request:
                    tables.Commands.Save(request.Command, request.Message.Attempt);
                    hasTraces = true;
                    break;
                case HubOutput.CommandEnded ended:
                    tables.Commands.Save(ended.End);
                    hasTraces = true;
                    break;
                case HubOutput.Recorded { What: var happening }:
                    tables.Happenings.Add(happening);
                    SumUp(happening, tables);
                    break;
                case HubOutput.ClockSet set:
                    tables.Rollups.SetClock(tables.Series.All, set.Snapshot.At - set.By, set.Snapshot.At);
                    break;
                case HubOutput.DeviceReplaced replaced:
                    foreach (var property in replaced.LostValues)
                    {
                        tables.DropLast(replaced.After.Name, property);
                    }

                    break;
                case HubOutput.DeviceRetired retired:
                    tables.DropLast(retired.Device.Name);
                    break;
                default:
                    break;
            }
        }

        if (hasTraces)
        {
            tables.DropOldTraces();
        }

        tables.Happenings.DropOld();
    }

    public static StoredDocument ToStored(AutomationEntry entry) => new(entry.Id, entry.Text, entry.Version, entry.Enabled, entry.SavedBy, entry.SavedAt);

    public static StoredDocument ToStored(DocumentEntry entry) => new(entry.Id, entry.Text, entry.Version, true, entry.SavedBy, entry.SavedAt);

    // A scene is never switched off.
    public static StoredDocument ToStored(SceneEntry entry) => new(entry.Id, entry.Text, entry.Version, true, entry.SavedBy, entry.SavedAt);

    /// <summary>What of a happening makes a gap, or is counted.</summary>
    private static void SumUp(RecordedHappening happening, HistoryTables tables)
    {
        switch (happening)
        {
            case RecordedHappening.Event { Device: var device, Name: var name }:
                tables.AddEvent(device, name, happening.At);
                break;
            case RecordedHappening.AvailabilityNews { Device: var device, Becomes: var becomes }:
                tables.Rollups.SetHere(device, tables.Series.OfDevice(device), becomes == DeviceAvailability.Online, happening.At);
                break;
            case RecordedHappening.HubStarted { LastAlive: var lastAlive }:
                tables.Rollups.LoseAll(tables.Series.All, lastAlive, happening.At);
                break;
            default:
                break;
        }
    }

    /// <summary>Position of the newest memory of each automation: those before it would be written for nothing.</summary>
    private static Dictionary<string, int> LastMemories(IReadOnlyList<HubOutput> batch)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i] is HubOutput.AutomationsRemembered remembered)
            {
                foreach (var memory in remembered.Memories)
                {
                    last[memory.Id] = i;
                }
            }
        }

        return last;
    }

    private static void Save(HubTables tables, HubOutput.DeviceReplaced replaced)
    {
        tables.Save(replaced.After);
        tables.SaveRetired(replaced.Before.Did);
        if (replaced.Previous is { } previous)
        {
            tables.Bindings.Save(previous);
        }
        else
        {
            tables.Bindings.Remove(replaced.After.Name);
        }
    }

    private static void Save(HubTables tables, DocumentKind kind, StoredDocument document, bool isNewVersion)
    {
        if (isNewVersion)
        {
            tables.SaveVersion(kind, document);
        }
        else
        {
            tables.Save(kind, document);
        }
    }

    private static bool IsForHub(HubOutput output) => output is HubOutput.DeviceSaved or HubOutput.DeviceReplaced or HubOutput.DeviceRetired
        or HubOutput.AutomationSaved or HubOutput.AutomationRemoved or HubOutput.SceneSaved or HubOutput.SceneRemoved
        or HubOutput.DocumentSaved or HubOutput.DocumentRemoved or HubOutput.AutomationsRemembered or HubOutput.Alive;

    private static bool IsForHistory(HubOutput output) => output is HubOutput.Changed or HubOutput.Decided or HubOutput.Recorded or HubOutput.DeviceRetired
        or HubOutput.Request or HubOutput.ClockSet or HubOutput.CommandWaits or HubOutput.CommandEnded
        or HubOutput.DeviceReplaced { LostValues.IsEmpty: false };
}
