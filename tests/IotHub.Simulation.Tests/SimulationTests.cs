using IotHub.Simulation.Tests.Run;
using Xunit.Abstractions;

namespace IotHub.Simulation.Tests;

public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public Task Run_FixedSeeds_HoldAllThatMustHoldAndGiveTheSameLogTwice() => RunAsync(Seeds.Fixed);

    [Fact]
    public Task Run_FreshSeeds_HoldAllThatMustHoldAndGiveTheSameLogTwice() => RunAsync(Seeds.Fresh);

    [Fact]
    public Task Run_OneSeed_HoldsAllThatMustHoldAndGivesTheSameLogTwice() => RunAsync([Seeds.Asked ?? 1]);

    [Fact]
    public async Task Run_OtherSeed_GivesAnotherLog()
    {
        var one = await HomeSimulation.RunAsync(1);
        var other = await HomeSimulation.RunAsync(2);

        Assert.NotEqual(one.Hash, other.Hash);
    }

    /// <summary>A run in which nothing happens proves nothing: over a few seeds each kind of thing must have come about.</summary>
    [Fact]
    public async Task Run_SomeSeeds_SeeAllThatCanHappen()
    {
        var seen = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var seed = 1; seed <= 24; seed++)
        {
            foreach (var (name, count) in (await HomeSimulation.RunAsync(seed)).Seen)
            {
                seen[name] = seen.GetValueOrDefault(name) + count;
            }
        }

        foreach (var (name, count) in seen)
        {
            output.WriteLine($"{count,8} {name}");
        }

        string[] expected =
        [
            "AutomationRemoved", "AutomationSaved", "Changed", "DeviceFound", "DeviceRetired", "DeviceSaved", "EventOccurred", "OnlineChanged",
            "AvailabilityChanged Online", "AvailabilityChanged Silent", "AvailabilityChanged Offline", "CommandWaits", "Question", "Heard",
            "CommandEnded Confirmed ", "CommandEnded Failed device.rejected", "CommandEnded Failed hub.busy", "CommandEnded Superseded command.superseded",
            "CommandEnded TimedOut device.offline", "CommandEnded TimedOut device.timeout", "CommandEnded TimedOut device.silent",
            "Decided Acted", "Decided ActionFailed", "Decided Finished", "Decided Refused", "Decided Restarted", "Decided SkippedWhileRunning", "Decided Started", "Decided Stopped",
            "Refused LimitReached", "Refused Malformed", "Refused OutOfRange", "Refused PayloadTooLarge", "Refused UnknownContract", "Refused UnknownDevice",
            "Refused UnknownProperty", "Refused UnknownRequest", "Refused UnknownTopic", "Refused WrongType",
        ];
        Assert.Empty(expected.Except(seen.Keys));
    }

    private async Task RunAsync(IEnumerable<int> seeds)
    {
        var (runs, steps) = (0, 0L);
        foreach (var seed in seeds)
        {
            var first = await HomeSimulation.RunAsync(seed);
            var second = await HomeSimulation.RunAsync(seed);
            Assert.True(first.Hash == second.Hash, $"seed {seed} gave two logs: {first.Hash} and {second.Hash}; IOTHUB_SEED={seed} runs it again");
            runs++;
            steps += first.Steps;
        }

        output.WriteLine($"{runs} seeds, {steps} steps, each twice");
    }
}
