using System.Diagnostics;
using System.Globalization;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Documents;
using IotHub.Runtime.Storing;
using IotHub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Benchmarks;

/// <summary>Thirty days of a hundred devices, 2.4 million changes, written through the store; then a draft and a saved version are tried against them.</summary>
internal static class PreviewBenchmark
{
    private const int DeviceCount = 100;
    private const int ChangeCount = 2_400_000;
    private const int Rounds = 3;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddDays(30);

    private const string Saved = """
        {
          "mode": "restart",
          "triggers": [
            { "property": "light-1/light.on", "becomes": true, "for": "2m" },
            { "property": [ "light-3/light.brightness", "light-4/light.brightness" ], "above": 90, "hysteresis": 10 },
            { "time": "07:00" },
            { "expression": "light-5/light.brightness + light-6/light.brightness > 190", "for": "1m" }
          ],
          "conditions": [ { "not": { "property": "light-2/light.on", "is": true, "for": "30s" } } ],
          "actions": [ { "set": { "light-2/light.on": true } }, { "wait": "5m" }, { "set": { "light-2/light.on": false } } ]
        }
        """;

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("iothub-preview-");
        try
        {
            await RunAsync(folder.FullName);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string folder)
    {
        var contract = ContractParser.Parse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "light.json")), "light.json").Contract!;
        var devices = Enumerable.Range(1, DeviceCount).Select(number => DeviceOf(number, contract)).ToList();
        await using var store = await HubStore.OpenAsync(new StorageOptions { Folder = folder }, TimeProvider.System, NullLogger<HubStore>.Instance, CancellationToken.None);
        var home = new HomeState();
        devices.ForEach(home.Save);
        var begun = TimeProvider.System.GetTimestamp();
        await FillAsync(store, home, devices);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ChangeCount:N0} changes of {DeviceCount} devices in 30 days written in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F1} s, {store.HistoryBytes >> 20} MiB"));

        var draft = Saved.Replace("\"5m\"", "\"6m\"", StringComparison.Ordinal);
        var preview = new DraftPreview(home, HomeDocuments.None with { Automations = [new StoredDocument("a", Saved, 1, true, "lin", Start.AddDays(-1))] }, new HomePlace { Zone = TimeZoneInfo.Utc });
        for (var round = 1; round <= Rounds; round++)
        {
            var processor = Environment.CpuUsage.TotalTime;
            begun = TimeProvider.System.GetTimestamp();
            var (result, diagnostics) = preview.Run("a", draft, store.Recording, Start, End, CancellationToken.None);
            var elapsed = TimeProvider.System.GetElapsedTime(begun);
            if (result is null)
            {
                throw new InvalidOperationException(string.Join(Environment.NewLine, diagnostics.Select(fault => fault.Format("a"))));
            }

            var used = Environment.CpuUsage.TotalTime - processor;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{elapsed.TotalSeconds:F2} s ({used.TotalSeconds:F2} s of processor): {result.Happenings:N0} happenings, {result.Draft.RunCount:N0} runs, {result.DifferenceCount:N0} differences"));
        }

        Console.WriteLine($"peak working set {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    private static async Task FillAsync(HubStore store, HomeState home, List<Device> devices)
    {
        // The same each time, and spread as reports are: each device at its own moments.
        var random = new Random(1);
        var batch = new List<HubOutput>();
        batch.AddRange(devices.Select(device => new HubOutput.DeviceSaved(device)));
        var step = (End - Start) / ChangeCount;
        for (var i = 0; i < ChangeCount; i++)
        {
            var device = devices[random.Next(devices.Count)];
            var key = random.Next(10) == 0 ? "light.on" : "light.brightness";
            device.Contract.TryGetProperty(key, out var property);
            var state = home.GetState(device, property!);
            var value = key == "light.on" ? PropertyValue.FromBoolean(!state.Value.HasValue || !state.Value.AsBoolean) : PropertyValue.FromInteger(1 + random.Next(100));
            if (home.Apply(device, new PropertyReading(property!, value), ValueOrigin.Reported, Cause.Root(i + 1, CauseOrigin.Device, device.Name), Start + (step * i)) is { } change)
            {
                batch.Add(new HubOutput.Changed(change, null));
            }

            if (batch.Count >= 20_000)
            {
                await store.WriteAsync(batch, CancellationToken.None);
                batch.Clear();
            }
        }

        await store.WriteAsync(batch, CancellationToken.None);
    }

    private static Device DeviceOf(int number, DeviceContract contract) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"light-{number}"),
        Label = "Light",
        Room = "Hall",
        Did = string.Create(CultureInfo.InvariantCulture, $"did-{number}"),
        Contract = contract,
        AdoptedAt = Start.AddDays(-1),
    };
}
