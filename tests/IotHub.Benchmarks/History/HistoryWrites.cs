using System.Collections.Immutable;
using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Benchmarks.History;

/// <summary>
/// Thirty days of a hundred devices: twenty outlets that tell their power each minute and their counter each ten, sixty sensors that tell temperature and humidity each five minutes, twenty
/// lights that are switched twenty times a day. The same each time.
/// </summary>
internal static class HistoryWrites
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start.AddDays(30);

    private const int Minutes = 30 * 1_440;

    public static ImmutableArray<(string Device, string Property)> Charted { get; } =
    [
        .. Enumerable.Range(1, 20).Select(number => ($"outlet-{number}", "power-consumption.electric-power")),
        .. Enumerable.Range(1, 60).Select(number => ($"sensor-{number}", "temperature-humidity-sensor.temperature")),
        .. Enumerable.Range(1, 20).Select(number => ($"light-{number}", "light.on")),
    ];

    /// <summary>Writes all of it, and says what that took.</summary>
    public static async Task<long> FillAsync(HubStore store, string folder, int batchMax, int minutes, string what)
    {
        var batch = new List<HubOutput>(batchMax);
        var count = 0L;
        var (written, begun) = (BytesWritten(), TimeProvider.System.GetTimestamp());
        var total = GC.GetTotalAllocatedBytes();
        var making = 0L;
        var made = GC.GetTotalAllocatedBytes();
        foreach (var change in Changes(minutes))
        {
            batch.Add(change);
            if (batch.Count == batchMax)
            {
                making += GC.GetTotalAllocatedBytes() - made;
                await store.WriteAsync(batch, CancellationToken.None);
                made = GC.GetTotalAllocatedBytes();
                count += batch.Count;
                batch.Clear();
            }
        }

        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        var bytes = GC.GetTotalAllocatedBytes() - total - making;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {count:N0} changes in batches of {batchMax}, {count / seconds:N0}/s, {bytes / count:N0} bytes allocated each, {(BytesWritten() - written) / (count / 1000.0) / 1024:N0} KiB written for 1,000, history.db {new FileInfo(Path.Combine(folder, "history.db")).Length / 1024:N0} KiB"));
        return count;
    }

    public static ValueTask<HubStore> OpenAsync(string folder) =>
        HubStore.OpenAsync(new StorageOptions { Folder = folder }, TimeProvider.System, NullLogger<HubStore>.Instance, CancellationToken.None);

    private static IEnumerable<HubOutput> Changes(int minutes)
    {
        var random = new Random(1);
        var (outlet, sensor, light) = (Contract("outlet"), Contract("temperature-humidity-sensor"), Contract("light"));
        var outlets = Enumerable.Range(1, 20).Select(number => DeviceOf("outlet", number, outlet)).ToArray();
        var sensors = Enumerable.Range(1, 60).Select(number => DeviceOf("sensor", number, sensor)).ToArray();
        var lights = Enumerable.Range(1, 20).Select(number => DeviceOf("light", number, light)).ToArray();
        var (power, energy) = (Property(outlet, "power-consumption.electric-power"), Property(outlet, "power-consumption.power-consumption"));
        var (temperature, humidity) = (Property(sensor, "temperature-humidity-sensor.temperature"), Property(sensor, "temperature-humidity-sensor.relative-humidity"));
        var on = Property(light, "light.on");
        var (counters, degrees) = (new double[20], Enumerable.Repeat(20.0, 60).ToArray());
        var isOn = new bool[20];
        var cause = 0L;
        for (var minute = 0; minute < minutes; minute++)
        {
            var at = Start.AddMinutes(minute);
            for (var i = 0; i < outlets.Length; i++)
            {
                var watts = Math.Round((minute / 90 % 3 * 400) + (random.NextDouble() * 60), 1);
                counters[i] += watts / 60_000;
                yield return Of(outlets[i], power, PropertyValue.FromNumber(watts), at.AddSeconds(i), ++cause);
                if ((minute + i) % 10 == 0)
                {
                    yield return Of(outlets[i], energy, PropertyValue.FromNumber(Math.Round(counters[i], 3)), at.AddSeconds(i + 1), ++cause);
                }
            }

            for (var i = minute % 5; i < sensors.Length; i += 5)
            {
                degrees[i] = Math.Clamp(degrees[i] + (random.Next(-3, 4) / 10.0), 10, 30);
                yield return Of(sensors[i], temperature, PropertyValue.FromNumber(Math.Round(degrees[i], 1)), at.AddSeconds(i % 50), ++cause);
                yield return Of(sensors[i], humidity, PropertyValue.FromNumber(random.Next(400, 600) / 10.0), at.AddSeconds(i % 50), ++cause);
            }

            if (minute % 72 < lights.Length)
            {
                var i = minute % 72;
                isOn[i] = !isOn[i];
                yield return Of(lights[i], on, PropertyValue.FromBoolean(isOn[i]), at, ++cause);
            }
        }
    }

    private static HubOutput.Changed Of(Device device, ContractProperty property, PropertyValue value, DateTimeOffset at, long cause) =>
        new(new StateChange(device, property, default, value, default, ValueOrigin.Reported, Cause.Root(cause, CauseOrigin.Device, device.Name), at), null);

    private static DeviceContract Contract(string kind) => ContractParser.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, kind + ".json")), kind).Contract!;

    private static ContractProperty Property(DeviceContract contract, string key) =>
        contract.TryGetProperty(key, out var property) ? property : throw new InvalidOperationException($"{contract.Kind} has no {key}.");

    private static Device DeviceOf(string kind, int number, DeviceContract contract) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}"),
        Label = kind,
        Room = "Hall",
        Did = string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}"),
        Contract = contract,
        AdoptedAt = Start.AddDays(-1),
    };

    // What this process handed to the system to write: the log and what is folded in from it.
    private static long BytesWritten() => File.Exists("/proc/self/io")
        ? long.Parse(File.ReadLines("/proc/self/io").First(line => line.StartsWith("wchar:", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture)
        : 0;

    public static async Task RunAsync(string folder)
    {
        var quiet = Directory.CreateDirectory(Path.Combine(folder, "quiet")).FullName;
        await using (var store = await OpenAsync(quiet))
        {
            // Two changes in a quarter of a second: a home of a hundred devices at rest, half a day of it.
            await FillAsync(store, quiet, 2, 720, "one small batch after another");
        }

        var busy = Directory.CreateDirectory(Path.Combine(folder, "busy")).FullName;
        await using (var store = await OpenAsync(busy))
        {
            await FillAsync(store, busy, 500, Minutes, "thirty days");
        }
    }
}
