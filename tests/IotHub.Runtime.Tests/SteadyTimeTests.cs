using IotHub.Testing;

namespace IotHub.Runtime.Tests;

public sealed class SteadyTimeTests
{
    [Fact]
    public void GetUtcNow_MachineClockIsSet_GoesOnEvenlyUntilAReadingIsTaken()
    {
        var machine = new ManualTime(TestHub.Noon);
        var steady = new SteadyTime(machine);
        machine.Advance(TimeSpan.FromMinutes(1));
        machine.StepWallClock(TimeSpan.FromDays(-3));

        Assert.Equal(TestHub.Noon.AddMinutes(1), steady.GetUtcNow());
        var reading = steady.Read(true);
        Assert.Equal((TestHub.Noon.AddDays(-3).AddMinutes(1), true), (reading.Now, reading.IsSynchronised));
        Assert.Equal(TestHub.Noon.AddMinutes(1), steady.GetUtcNow());
    }

    [Fact]
    public async Task RunAsync_ReadingIsTaken_LoopAndClockFollowInOneStep()
    {
        var machine = new ManualTime(TestHub.Noon);
        var steady = new SteadyTime(machine);
        using var inbox = new HubInbox();
        using var stop = new CancellationTokenSource();
        var (runner, port) = Make(inbox, steady);
        var first = steady.Read(true);
        machine.StepWallClock(TimeSpan.FromHours(2));
        inbox.TryPost(new HubInput.ClockRead(first), InboxLane.Person);
        inbox.TryPost(new HubInput.ClockRead(steady.Read(true)), InboxLane.Person);
        var running = runner.RunAsync(stop.Token);
        await inbox.AskAsync(HubInput.TakeSnapshot.Instance, InboxLane.Person, CancellationToken.None);
        await stop.CancelAsync();
        await running;

        var set = Assert.Single(port.Outputs.OfType<HubOutput.ClockSet>());
        Assert.Equal((TimeSpan.FromHours(2), TestHub.Noon.AddHours(2)), (set.By, set.Snapshot.At));
        Assert.Equal(TestHub.Noon.AddHours(2), steady.GetUtcNow());
    }

    [Fact]
    public async Task RunAsync_ClockIsSetForward_WhatIsNearerNowComesAtItsTime()
    {
        var machine = new ManualTime(TestHub.Noon);
        var steady = new SteadyTime(machine);
        using var inbox = new HubInbox();
        using var stop = new CancellationTokenSource();
        var (runner, port) = Make(inbox, steady);
        inbox.TryPost(new HubInput.ClockRead(steady.Read(true)), InboxLane.Person);
        var running = runner.RunAsync(stop.Token);
        await inbox.AskAsync(
            new HubInput.PutAutomation("a", """{ "triggers": [ { "time": "12:30" } ], "actions": [ { "log": "x" } ] }""", "lin"), InboxLane.Person, CancellationToken.None);
        machine.StepWallClock(TimeSpan.FromMinutes(29) + TimeSpan.FromSeconds(50));
        await inbox.AskAsync(new HubInput.ClockRead(steady.Read(true)), InboxLane.Person, CancellationToken.None);
        await inbox.AskAsync(HubInput.TakeSnapshot.Instance, InboxLane.Telemetry, CancellationToken.None);

        machine.Advance(TimeSpan.FromSeconds(10));
        await inbox.AskAsync(HubInput.TakeSnapshot.Instance, InboxLane.Telemetry, CancellationToken.None);
        await stop.CancelAsync();
        await running;

        Assert.Equal(TestHub.Noon.AddMinutes(30), port.Outputs.OfType<HubOutput.Decided>().First().Decision.At);
    }

    private static (HubRunner Runner, Gathering Port) Make(HubInbox inbox, SteadyTime steady)
    {
        var port = new Gathering();
        return (new HubRunner(new HubLoop(ClockTests.Options()), inbox, steady, [port]), port);
    }

    private sealed class Gathering : Feeds.IHubPort
    {
        public List<HubOutput> Outputs { get; } = [];

        public void Offer(IReadOnlyList<HubOutput> outputs) => Outputs.AddRange(outputs);
    }
}
