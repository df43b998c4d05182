using System.Collections.Immutable;
using IotHub.Automation.Engine.Memory;
using IotHub.Contracts.Values;
using IotHub.Devices.State;
using IotHub.Runtime.Replacement;

namespace IotHub.Runtime.Storing;

/// <summary>Where the home is kept across restarts. Watches from the side: it never holds the loop up.</summary>
public interface IHubStore
{
    /// <summary>Reads all that was kept; an empty home where nothing was.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<StoredHome> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps what these outputs say, in order, as one transaction per database.</summary>
    /// <exception cref="StoreException">It could not be written; nothing of the batch was.</exception>
    ValueTask WriteAsync(IReadOnlyList<HubOutput> batch, CancellationToken cancellationToken);

    /// <summary>Replaces registry and last values by a snapshot, after outputs were lost.</summary>
    /// <exception cref="StoreException">It could not be written; nothing of the snapshot was.</exception>
    ValueTask WriteAsync(HubSnapshot snapshot, CancellationToken cancellationToken);
}

/// <summary>Past values, for charts.</summary>
public interface IHistory
{
    /// <summary>The values that a property had in a span of time, oldest first, thinned evenly to a number of points.</summary>
    /// <param name="device">The device's name, also of one that has left.</param>
    /// <param name="property">The property's address, <c>light.on</c>.</param>
    /// <param name="from">Start, inclusive. The value in force at the start comes first, at this time.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="pointsMax">At least 2.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<ImmutableArray<HistoryPoint>> QueryAsync(
        string device, string property, DateTimeOffset from, DateTimeOffset to, int pointsMax, CancellationToken cancellationToken);
}

/// <summary>Takes past values away for good.</summary>
public interface IHistoryEraser
{
    /// <summary>Erases all past values of a device. What is known of it now stays, where it is still part of the home.</summary>
    /// <param name="device">The device's name, also of one that has left.</param>
    /// <param name="cancellationToken">Stops between steps; what was erased by then stays so.</param>
    /// <returns>How many values were erased.</returns>
    /// <exception cref="StoreException">The store cannot be written; part of it may be erased.</exception>
    ValueTask<long> EraseAsync(string device, CancellationToken cancellationToken);
}

/// <summary>What documents were before.</summary>
public interface IDocumentVersions
{
    /// <summary>All kept versions of a document, also of a deleted one, newest first. Enabled is true only for the version in force, when it is on.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<ImmutableArray<StoredDocument>> VersionsAsync(DocumentKind kind, string id, CancellationToken cancellationToken);
}

/// <summary>A value that began at a time.</summary>
/// <param name="At">When.</param>
/// <param name="Value">Which.</param>
/// <param name="CauseId">The cause of the change; 0 where not known.</param>
public readonly record struct HistoryPoint(DateTimeOffset At, PropertyValue Value, long CauseId);

/// <summary>What a store had kept. Contracts are named by type URN; whoever loads looks them up.</summary>
/// <param name="Devices">Devices of the home.</param>
/// <param name="Values">Last values.</param>
/// <param name="Automations">Automations, newest version each.</param>
/// <param name="Scenes">Scenes.</param>
/// <param name="NextCauseId">The first id for new causes, 1 in a new home.</param>
public sealed record StoredHome(
    ImmutableArray<StoredDevice> Devices,
    ImmutableArray<StoredValue> Values,
    ImmutableArray<StoredDocument> Automations,
    ImmutableArray<StoredDocument> Scenes,
    long NextCauseId)
{
    /// <summary>People, newest version each.</summary>
    public ImmutableArray<StoredDocument> People { get; init; } = [];

    /// <summary>Templates, newest version each.</summary>
    public ImmutableArray<StoredDocument> Templates { get; init; } = [];

    /// <summary>How the home is arranged, newest version; at most one.</summary>
    public ImmutableArray<StoredDocument> Arrangements { get; init; } = [];

    /// <summary>Hardware that was retired and does not join again by itself, the one retired first first.</summary>
    public ImmutableArray<string> Retired { get; init; } = [];

    /// <summary>Hardware that was replaced and can be bound again.</summary>
    public ImmutableArray<PreviousBinding> Previous { get; init; } = [];

    /// <summary>What automations had to remember, in order of ids.</summary>
    public ImmutableArray<AutomationMemory> Memories { get; init; } = [];

    /// <summary>The last moment at which the hub is known to have looked after its schedules; null in a new home.</summary>
    public DateTimeOffset? LastAlive { get; init; }

    /// <summary>A home with nothing in it.</summary>
    public static StoredHome Empty { get; } = new([], [], [], [], 1);
}

/// <summary>A device as kept; members as in <c>Device</c>.</summary>
public sealed record StoredDevice(string Name, string Label, string Room, string Did, string ContractType, string? Firmware, string? Maker, DateTimeOffset AdoptedAt);

/// <summary>A last value as kept.</summary>
public sealed record StoredValue(string Device, string Property, PropertyState State);

/// <summary>An automation, a scene, a person or a template as kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The JSON document as written.</param>
/// <param name="Version">From 1.</param>
/// <param name="Enabled">False when a person switched it off.</param>
/// <param name="SavedBy">Who saved this version.</param>
/// <param name="SavedAt">When.</param>
public sealed record StoredDocument(string Id, string Text, int Version, bool Enabled, string SavedBy, DateTimeOffset SavedAt);
