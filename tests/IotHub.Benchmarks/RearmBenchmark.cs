using System.Globalization;
using IotHub.Runtime;
using IotHub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Benchmarks;

/// <summary>
/// How long a hub takes to go on with ten thousand waits after a restart: 500 automations of which twenty runs each wait, read from the disk, put back and
/// armed. Time is said, and nothing is gated by it.
/// </summary>
internal static class RearmBenchmark
{
    private const int AutomationCount = 500;
    private const int RunsOfEach = 20;
    private const int Rounds = 5;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("iothub-rearm-");
        try
        {
            await using var store = await HubStore.OpenAsync(
                new StorageOptions { Folder = folder.FullName }, TimeProvider.System, NullLogger<HubStore>.Instance, CancellationToken.None);
            await store.WriteAsync(Fill(), CancellationToken.None);
            for (var round = 1; round <= Rounds; round++)
            {
                await RearmAsync(store);
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static HubSnapshot Fill()
    {
        var loop = new HubLoop(new HubLoopOptions());
        for (var i = 0; i < AutomationCount; i++)
        {
            loop.Step(
                new HubInput.PutAutomation(
                    string.Create(CultureInfo.InvariantCulture, $"waits-{i}"),
                    $$"""{ "mode": "parallel", "max": {{RunsOfEach}}, "triggers": [ { "mqtt": "go" } ], "actions": [ { "wait": "2h" }, { "log": "done" } ] }""",
                    "lin"),
                Start);
        }

        for (var i = 0; i < RunsOfEach; i++)
        {
            loop.Step(new HubInput.MessageArrived("go", "now"), Start.AddSeconds(i + 1));
        }

        return loop.Step(HubInput.TakeSnapshot.Instance, Start.AddMinutes(1)).OfType<HubOutput.SnapshotTaken>().Single().Snapshot;
    }

    private static async Task RearmAsync(HubStore store)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var stored = await store.LoadAsync(CancellationToken.None);
        var read = TimeProvider.System.GetElapsedTime(begun);
        var loop = new HubLoop(new HubLoopOptions(), stored.NextCauseId);
        loop.Restore(stored, _ => null, Start.AddMinutes(10));
        loop.Step(HubInput.Tick.Instance, Start.AddMinutes(10));
        var armed = TimeProvider.System.GetElapsedTime(begun) - read;
        var runs = loop.Step(HubInput.TakeSnapshot.Instance, Start.AddMinutes(10)).OfType<HubOutput.SnapshotTaken>().Single().Snapshot.Memories.Sum(memory => memory.Runs.Length);
        var due = loop.Step(HubInput.Tick.Instance, Start.AddHours(3)).OfType<HubOutput.Decided>().Count(output => output.Decision.Kind == Automation.Traces.DecisionKind.Finished);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{runs:N0} waiting runs: read from the disk in {read.TotalMilliseconds:F0} ms, put back and armed in {armed.TotalMilliseconds:F0} ms; {due:N0} ended when their time came"));
    }
}
