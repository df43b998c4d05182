using System.Buffers.Binary;
using System.Globalization;
using IotHub.Contracts.Parsing;
using IotHub.Devices.Registry;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Benchmarks.Outbox;

/// <summary>A store over a file of its own whose devices are renamed: each rename is one event, written in the transaction of the change.</summary>
internal sealed class OutboxHome : IAsyncDisposable
{
    private const int DeviceCount = 100;
    private static readonly TimeProvider Time = TimeProvider.System;
    private readonly DirectoryInfo _folder;
    private readonly List<Device> _devices;
    private readonly List<HubOutput> _batch = [];
    private long _renames;

    private OutboxHome(DirectoryInfo folder, HubStore store, List<Device> devices) => (_folder, Store, _devices) = (folder, store, devices);

    public HubStore Store { get; }

    /// <summary>Events recorded so far.</summary>
    public long Recorded { get; private set; }

    public static async Task<OutboxHome> OpenAsync(long? bytesMax, params string[] uplinks)
    {
        var folder = Directory.CreateTempSubdirectory("iothub-outbox-");
        var options = new StorageOptions { Folder = folder.FullName };
        var store = await HubStore.OpenAsync(bytesMax is { } bytes ? options with { OutboxBytesMax = bytes } : options, Time, NullLogger<HubStore>.Instance, CancellationToken.None);
        var contract = ContractParser.Parse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "light.json")), "light.json").Contract!;
        var home = new OutboxHome(folder, store, [.. Enumerable.Range(1, DeviceCount).Select(number => new Device
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"light-{number}"),
            Label = "Light",
            Room = "Hall",
            Did = string.Create(CultureInfo.InvariantCulture, $"did-{number}"),
            Contract = contract,
            AdoptedAt = DateTimeOffset.UnixEpoch,
        })]);
        var random = new Random(7);
        await store.ObserveUsageAsync(await store.LoadAsync(CancellationToken.None), new UsageContext("1.2.3", () => 4, TimeZoneInfo.Utc), now => NextId(now, random), Time, CancellationToken.None);
        await store.RegisterAsync(uplinks, CancellationToken.None);
        await home.GrantAsync(isGranted: true);
        return home;
    }

    /// <summary>Grants or withdraws what renames need.</summary>
    /// <returns>How many events were deleted.</returns>
    public async Task<long> GrantAsync(bool isGranted)
    {
        Recorded++;
        return await Store.ChangeAsync(
            new ConsentGrant(ConsentClass.Product, isGranted, ConsentText.PolicyVersion, ConsentText.Of(ConsentClass.Product).Hash, Time.GetUtcNow(), "anna"), CancellationToken.None);
    }

    /// <summary>Records events, as many as one batch of the feed has at most.</summary>
    public async Task RenameAsync(int count)
    {
        _batch.Clear();
        for (var i = 0; i < count; i++)
        {
            _batch.Add(new HubOutput.DeviceSaved(_devices[(int)(_renames++ % DeviceCount)]));
        }

        await Store.WriteAsync(_batch, CancellationToken.None);
        Recorded += count;
    }

    /// <summary>What became of all events.</summary>
    public async Task<string> LedgerAsync()
    {
        var tallies = await Store.LedgerAsync(CancellationToken.None);
        var sum = tallies.Sum(tally => tally.Count);
        var fates = string.Join(", ", tallies.GroupBy(tally => tally.Fate).Select(fate => string.Create(CultureInfo.InvariantCulture, $"{fate.Key} {fate.Sum(tally => tally.Count):N0}")));
        return string.Create(CultureInfo.InvariantCulture, $"{fates}: {sum:N0} in all");
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Its moment in front, as the hub's are: they stand in order in the index.
    private static Guid NextId(DateTimeOffset now, Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes[6..]);
        Span<byte> moment = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, now.ToUnixTimeMilliseconds());
        moment[2..].CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
