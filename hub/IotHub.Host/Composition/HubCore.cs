using System.Collections.Frozen;
using System.Collections.Immutable;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Clock;
using IotHub.Automation.Schedules.Days;
using IotHub.Bridges.Native;
using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Gpio.Wiring;
using IotHub.Host.Options;
using IotHub.Host.Running;
using IotHub.Insights.Catalogue;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;
using IotHub.Storage;
using IotHub.Storage.Feed;

namespace IotHub.Host.Composition;

/// <summary>
/// The core and its store, opened in the order that they need each other: store, contracts, loop with what was kept. After it, nothing
/// that can fail for the owner's reasons is left but the ports.
/// </summary>
internal sealed partial class HubCore : IAsyncDisposable
{
    private HubCore(HubStore store, ContractCatalogue contracts, HubLoop loop, TimeProvider clock, NativeDecoder decoder, ILoggerFactory log)
    {
        Store = store;
        Contracts = contracts;
        Loop = loop;
        Clock = clock;
        Decoder = decoder;
        StorageFeed = new StorageFeed(
            store,
            () => Inbox.TryPost(HubInput.TakeSnapshot.Instance, InboxLane.Telemetry),
            new StorageFeedOptions { DrainTimeout = TimeSpan.FromSeconds(4) },
            TimeProvider.System,
            log.CreateLogger<StorageFeed>());
    }

    // No clock that is right can be before this; moved on with each release.
    private static readonly DateTimeOffset Released = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public HubStore Store { get; }

    public ContractCatalogue Contracts { get; }

    public HubLoop Loop { get; }

    public HubInbox Inbox { get; } = new();

    /// <summary>The core's clock; driven by a replay where the settings say so.</summary>
    public TimeProvider Clock { get; }

    public NativeDecoder Decoder { get; }

    public StorageFeed StorageFeed { get; }

    /// <summary>The catalogue of products in force.</summary>
    public required CatalogueShelf Shelf { get; init; }

    /// <summary>The property of a device as the home was at the start; null where there is none.</summary>
    public required Func<string, string, ContractProperty?> PropertyOf { get; init; }

    /// <summary>What is wired to the board.</summary>
    public required Wired Wired { get; init; }

    /// <summary>The home's clocks, days and sun.</summary>
    public required HomePlace Place { get; init; }

    /// <summary>True when the loop ended by a fault of its own.</summary>
    public bool HasFailed { get; set; }

    /// <summary>How long the hub was away before this start; null where that is not known.</summary>
    public TimeSpan? Break { get; private init; }

    /// <summary>What was wrong with the store, the contracts or devices at the start, in sentences.</summary>
    public ImmutableArray<string> Problems { get; private init; } = [];

    /// <summary>Opens everything.</summary>
    /// <exception cref="StoreException">The store cannot be used; the message says what to do.</exception>
    public static async Task<HubCore> OpenAsync(HubSettings settings, ILoggerFactory log, CancellationToken cancellationToken)
    {
        var logger = log.CreateLogger<HubCore>();
        var problems = ImmutableArray.CreateBuilder<string>();
        var store = await HubStore.OpenAsync(
            new StorageOptions
            {
                Folder = settings.Hub.DataFolder,
                HistoryBytesMax = (long)settings.Storage.HistoryMebibytesMax << 20,
                RawDays = settings.Storage.RawDays,
                TimeZone = settings.Hub.TimeZone,
            },
            TimeProvider.System,
            log.CreateLogger<HubStore>(),
            cancellationToken);
        problems.AddRange(store.SetAside.Select(file => $"{file.File} was damaged ({file.Reason}) and set aside as {file.MovedTo}; the hub began a fresh one."));
        var contracts = LoadContracts(settings, logger, problems);
        var wired = settings.Gpio.Driver == GpioDriver.Off ? new Wired([], []) : new Wired(WiringFolder.Read(settings.Gpio.Folder, contracts, out var faults), faults);
        var dids = wired.Devices.Select(device => device.Did).ToFrozenSet(StringComparer.Ordinal);
        var stored = await store.LoadAsync(cancellationToken);
        var shelf = new CatalogueShelf(settings.Insights.Keys);
        await store.ObserveUsageAsync(
            stored,
            new UsageContext(HubVersion.Numbers, () => shelf.Current?.Version ?? 0, settings.Hub.TimeZone) { IsWired = dids.Contains },
            UuidSource.Next,
            TimeProvider.System,
            cancellationToken);
        await store.ObserveInsightsAsync(new StoredHomeView(stored, type => contracts.TryGet(type, out var contract) ? contract : null), shelf, cancellationToken);
        TimeProvider clock = settings.Time.IsDriven ? new DrivenTime(settings.Time.Start) : new SteadyTime(TimeProvider.System);
        var options = new HubLoopOptions
        {
            Clock = settings.Time.IsDriven ? null : new ClockTrustLimits { BuiltAt = Released },
            AdoptsAnnounced = settings.Hub.AdoptsAnnounced,
            TimeZone = settings.Hub.TimeZone,
            Position = settings.Hub.Position,
            Calendar = LoadDays(settings.Hub.DayFiles, problem =>
            {
                problems.Add(problem);
                LogDayFault(logger, problem);
            }),
        };
        var loop = new HubLoop(options, stored.NextCauseId);
        var missing = loop.Restore(stored, type => contracts.TryGet(type, out var contract) ? contract : null, clock.GetUtcNow());
        foreach (var device in missing)
        {
            LogContractMissing(logger, device.Name, device.ContractType);
            problems.Add($"{device.Name} is left out: this hub no longer has its contract {device.ContractType}.");
        }

        var decoder = new NativeDecoder(contracts, options.Devices.DevicesMax + options.Devices.FoundMax)
        {
            Reserved = dids,
        };
        foreach (var device in stored.Devices)
        {
            if (contracts.TryGet(device.ContractType, out var contract))
            {
                decoder.Know(device.Did, contract);
            }
        }

        var types = stored.Devices.ToDictionary(device => device.Name, device => device.ContractType, StringComparer.Ordinal);
        var core = new HubCore(store, contracts, loop, clock, decoder, log)
        {
            PropertyOf = (device, property) =>
                types.TryGetValue(device, out var type) && contracts.TryGet(type, out var contract) && contract.TryGetProperty(property, out var found) ? found : null,
            Shelf = shelf,
            Wired = wired,
            Place = new HomePlace { Zone = options.TimeZone, Position = options.Position, Calendar = options.Calendar },
            Problems = problems.ToImmutable(),
            Break = stored.LastAlive is { } alive && clock.GetUtcNow() is var now && now > alive ? now - alive : null,
        };
        if (clock is SteadyTime steady)
        {
            // Before anything else: nothing may be done by a clock that nobody has looked at.
            core.Inbox.TryPost(new HubInput.ClockRead(steady.Read(SystemClock.IsSynchronised())), InboxLane.Safety);
        }

        return core;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Inbox.Dispose();
    }

    private static ContractCatalogue LoadContracts(HubSettings settings, ILogger logger, ImmutableArray<string>.Builder problems)
    {
        // The owner's first: they stand in for those that ship with the hub.
        string[] folders =
        [
            Path.Combine(settings.Hub.DataFolder, "contracts"),
            .. settings.Hub.ContractFolders,
            Path.Combine(AppContext.BaseDirectory, "contracts"),
        ];
        var contracts = ContractCatalogue.Load(folders.Where(Directory.Exists), out var files);
        foreach (var file in files)
        {
            foreach (var diagnostic in file.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                var text = diagnostic.Format(file.Path);
                LogContractFault(logger, text);
                problems.Add(text);
            }
        }

        return contracts;
    }

    /// <summary>The home's days. What is wrong in a file is said, and the days of the others count.</summary>
    internal static HomeCalendar LoadDays(IReadOnlyList<string> files, Action<string> tell)
    {
        var calendars = new List<HomeCalendar>();
        foreach (var path in files)
        {
            DayFileResult read;
            try
            {
                read = DayFile.Read(File.ReadAllBytes(path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                tell($"The day file {path} cannot be read: {exception.Message}");
                continue;
            }

            foreach (var diagnostic in read.Diagnostics)
            {
                tell(diagnostic.Format(path));
            }

            if (read.Calendar is { } calendar)
            {
                calendars.Add(calendar);
            }
        }

        return calendars.Count == 0 ? HomeCalendar.Plain : calendars.Aggregate((all, other) => all.With(other));
    }

    [LoggerMessage(EventId = 9000, Level = LogLevel.Warning, Message = "{Device} is left out: this hub no longer has its contract {Contract}")]
    private static partial void LogContractMissing(ILogger logger, string device, string contract);

    [LoggerMessage(EventId = 9001, Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void LogContractFault(ILogger logger, string fault);

    [LoggerMessage(EventId = 9004, Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void LogDayFault(ILogger logger, string fault);
}
