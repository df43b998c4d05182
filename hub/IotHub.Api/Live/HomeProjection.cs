using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Traces;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Arranging;
using IotHub.Runtime.Documents;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Live;

/// <summary>
/// The home as the API shows it at one moment: immutable, so that every reader has a whole and consistent picture without a lock. The next
/// picture is this one and one output of the loop.
/// </summary>
public sealed record HomeProjection
{
    // A device that never answers has its commands ended by the loop; this only bounds what a fault could pile up.
    private const int PendingPerDeviceMax = 64;

    /// <summary>A home that nothing is known of yet.</summary>
    public static HomeProjection Empty { get; } = new();

    /// <summary>The moment of the last output that is part of this.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The devices, in order of names.</summary>
    public ImmutableSortedDictionary<string, DeviceView> Devices { get; init; } = Sorted<DeviceView>();

    /// <summary>Hardware that is not part of the home, by did.</summary>
    public ImmutableSortedDictionary<string, FoundDevice> Found { get; init; } = Sorted<FoundDevice>();

    /// <summary>The automations, in order of ids.</summary>
    public ImmutableSortedDictionary<string, AutomationEntry> Automations { get; init; } = Sorted<AutomationEntry>();

    /// <summary>The scenes, in order of ids.</summary>
    public ImmutableSortedDictionary<string, SceneEntry> Scenes { get; init; } = Sorted<SceneEntry>();

    /// <summary>The people, in order of ids.</summary>
    public ImmutableSortedDictionary<string, DocumentEntry> People { get; init; } = Sorted<DocumentEntry>();

    /// <summary>The templates, in order of ids.</summary>
    public ImmutableSortedDictionary<string, DocumentEntry> Templates { get; init; } = Sorted<DocumentEntry>();

    /// <summary>How the home is arranged as it was written; null where nobody arranged it.</summary>
    public DocumentEntry? Arrangement { get; init; }

    /// <summary>How the home is arranged.</summary>
    public HomeArrangement Arranged { get; init; } = HomeArrangement.None;

    /// <summary>The people or the templates.</summary>
    /// <param name="kind">Which of the two.</param>
    public ImmutableSortedDictionary<string, DocumentEntry> Documents(DocumentKind kind) => kind == DocumentKind.Person ? People : Templates;

    /// <summary>All that is written in it.</summary>
    public HomeDocuments Written() => new(
        [.. Automations.Values.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, entry.Enabled, entry.SavedBy, entry.SavedAt))],
        [.. Scenes.Values.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, true, entry.SavedBy, entry.SavedAt))],
        [.. People.Values.Select(AsStored)],
        [.. Templates.Values.Select(AsStored)]);

    /// <summary>The picture that a snapshot gives.</summary>
    public static HomeProjection From(HubSnapshot snapshot) => new HomeProjection
    {
        At = snapshot.At,
        Devices = snapshot.Devices.Aggregate(
            Sorted<DeviceView>().ToBuilder(),
            (all, device) =>
            {
                all[device.Device.Name] = new DeviceView(device.Device, device.IsOnline, device.OnlineSince, device.States, []) { Liveness = device.Liveness };
                return all;
            }).ToImmutable(),
        Found = Sorted<FoundDevice>().SetItems(snapshot.Found.Select(found => KeyValuePair.Create(found.Did, found))),
        Automations = Sorted<AutomationEntry>().SetItems(snapshot.Automations.Select(entry => KeyValuePair.Create(entry.Id, entry))),
        Scenes = Sorted<SceneEntry>().SetItems(snapshot.Scenes.Select(entry => KeyValuePair.Create(entry.Id, entry))),
        People = Sorted<DocumentEntry>().SetItems(snapshot.Documents.Where(entry => entry.Kind == DocumentKind.Person).Select(entry => KeyValuePair.Create(entry.Id, entry))),
        Templates = Sorted<DocumentEntry>().SetItems(snapshot.Documents.Where(entry => entry.Kind == DocumentKind.Template).Select(entry => KeyValuePair.Create(entry.Id, entry))),
    }.WithArrangement(snapshot.Documents.FirstOrDefault(entry => entry.Kind == DocumentKind.Arrangement));

    /// <summary>The picture after an output; the same one where the output changes nothing in it.</summary>
    public HomeProjection After(HubOutput output) => output switch
    {
        HubOutput.Changed changed => WithValue(changed.Change),
        HubOutput.CommandWaits waits => WithPending(waits.Command),
        HubOutput.Request { Message.Attempt: 1 } request => WithPending(request.Command),
        HubOutput.CommandEnded ended => WithoutPending(ended.End),
        HubOutput.OnlineChanged online => WithDevice(
            online.Device.Name, view => view with { IsOnline = online.IsOnline, OnlineSince = online.At }) with
        { At = online.At },
        HubOutput.AvailabilityChanged changed => WithDevice(
            changed.Device.Name, view => view with { Liveness = changed.Liveness }) with
        { At = changed.At },
        HubOutput.Heard heard => WithDevice(
            heard.Device.Name, view => view with { Liveness = heard.Liveness, States = heard.States.Length == view.States.Length ? heard.States : view.States }),
        HubOutput.DeviceSaved saved => WithSaved(saved.Device),
        HubOutput.DeviceReplaced replaced => WithReplaced(replaced),
        HubOutput.DeviceRetired retired => this with { Devices = Devices.Remove(retired.Device.Name) },
        HubOutput.DeviceFound found => this with
        {
            Found = (found.ForgottenDid is { } forgotten ? Found.Remove(forgotten) : Found).SetItem(found.Found.Did, found.Found),
        },
        HubOutput.AutomationSaved saved => this with { Automations = Automations.SetItem(saved.Entry.Id, saved.Entry) },
        HubOutput.AutomationRemoved removed => this with { Automations = Automations.Remove(removed.Id) },
        HubOutput.SceneSaved saved => this with { Scenes = Scenes.SetItem(saved.Entry.Id, saved.Entry) },
        HubOutput.SceneRemoved removed => this with { Scenes = Scenes.Remove(removed.Id) },
        HubOutput.DocumentSaved { Entry: { Kind: DocumentKind.Person } entry } => this with { People = People.SetItem(entry.Id, entry) },
        HubOutput.DocumentSaved { Entry: { Kind: DocumentKind.Arrangement } entry } => WithArrangement(entry),
        HubOutput.DocumentSaved { Entry: var entry } => this with { Templates = Templates.SetItem(entry.Id, entry) },
        HubOutput.DocumentRemoved { Kind: DocumentKind.Person } removed => this with { People = People.Remove(removed.Id) },
        HubOutput.DocumentRemoved { Kind: DocumentKind.Arrangement } => WithArrangement(null),
        HubOutput.DocumentRemoved removed => this with { Templates = Templates.Remove(removed.Id) },
        HubOutput.Decided decided => WithRun(decided.Decision),
        _ => this,
    };

    private static ImmutableSortedDictionary<string, T> Sorted<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    private HomeProjection WithArrangement(DocumentEntry? entry) => this with
    {
        Arrangement = entry,
        Arranged = entry is null ? HomeArrangement.None : ArrangementReader.Read(Encoding.UTF8.GetBytes(entry.Text)).Arrangement ?? HomeArrangement.None,
    };

    private HomeProjection WithDevice(string name, Func<DeviceView, DeviceView> change) =>
        Devices.TryGetValue(name, out var view) ? this with { Devices = Devices.SetItem(name, change(view)) } : this;

    private HomeProjection WithValue(StateChange change) => WithDevice(change.Device.Name, view =>
    {
        var index = change.Property.Index;
        return index < view.States.Length
            ? view with { States = view.States.SetItem(index, new PropertyState(change.After, change.Origin, change.At, change.At, change.Cause.Id)) }
            : view;
    }) with
    { At = change.At };

    private HomeProjection WithPending(DeviceCommand command) => WithDevice(
        command.Device.Name,
        view => view.Pending.Any(pending => pending.Id == command.Id) ? view : view with { Pending = [.. view.Pending.Skip(Math.Max(0, view.Pending.Length - PendingPerDeviceMax + 1)), command] });

    private HomeProjection WithoutPending(CommandEnd end) => WithDevice(
        end.Command.Device.Name,
        view => view with { Pending = view.Pending.RemoveAll(command => command.Id == end.Command.Id) });

    private HomeProjection WithSaved(Device device)
    {
        // Another contract has other properties at these indexes: what was known is not carried over, the device will report.
        var known = Devices.GetValueOrDefault(device.Name);
        var view = known is null
            ? new DeviceView(device, false, device.AdoptedAt, Unknown(device), [])
            : known with { Device = device, States = ReferenceEquals(known.Device.Contract, device.Contract) ? known.States : Unknown(device) };
        return this with { Devices = Devices.SetItem(device.Name, view), Found = Found.Remove(device.Did) };
    }

    private HomeProjection WithReplaced(HubOutput.DeviceReplaced replaced) => this with
    {
        At = replaced.At,

        // Other hardware: whether it is there is not known until it says so.
        Devices = Devices.SetItem(replaced.After.Name, new DeviceView(replaced.After, false, replaced.At, replaced.States, [])),
        Found = Found.Remove(replaced.After.Did),
    };

    private static StoredDocument AsStored(DocumentEntry entry) => new(entry.Id, entry.Text, entry.Version, true, entry.SavedBy, entry.SavedAt);

    private static ImmutableArray<PropertyState> Unknown(Device device) => [.. new PropertyState[device.Contract.Properties.Length]];

    private HomeProjection WithRun(Decision decision) =>
        decision.Kind is DecisionKind.Started or DecisionKind.Restarted && Automations.TryGetValue(decision.Automation, out var entry)
            ? this with { Automations = Automations.SetItem(entry.Id, entry with { LastRunAt = decision.At }) }
            : this;
}
