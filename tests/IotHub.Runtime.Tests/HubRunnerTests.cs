using IotHub.Devices.Commands;

namespace IotHub.Runtime.Tests;

public sealed class HubRunnerTests
{
    private const string LampByMotion = """
        {
          "triggers": [ { "property": "hall-motion/motion-sensor.motion-state", "becomes": true } ],
          "actions": [ { "set": { "hall-lamp/light.on": true } }, { "wait": "3m" }, { "set": { "hall-lamp/light.on": false } } ]
        }
        """;

    [Fact]
    public async Task RunAsync_CommandWithoutAnAnswer_TimesOutByTheHeartbeatAtItsDeadline()
    {
        await using var hub = new RunningHub();
        hub.Start();
        var armed = hub.Time.NextTimerAsync();
        var answer = await hub.Inbox.AskAsync(hub.SetLamp(true), InboxLane.Person, CancellationToken.None);
        await armed;
        hub.Time.Advance(TimeSpan.FromSeconds(5));
        var end = (await hub.NextAsync<HubOutput.CommandEnded>()).End;

        Assert.Equal((answer.Id, CommandOutcome.TimedOut, TestHub.Noon.AddSeconds(5)), (end.Command.Id, end.Outcome, end.At));
    }

    [Fact]
    public async Task RunAsync_RuleThatWaits_GoesOnByTheHeartbeatAlone()
    {
        await using var hub = new RunningHub();
        hub.Start();
        await hub.Inbox.AskAsync(new HubInput.PutAutomation("hall", LampByMotion, "lin"), InboxLane.Person, CancellationToken.None);
        var armed = hub.Time.NextTimerAsync();
        await hub.Inbox.PostAsync(hub.Moves(true), InboxLane.Comfort, CancellationToken.None);
        Assert.True((await hub.NextAsync<HubOutput.Request>()).Command.Set[0].Value.AsBoolean);

        // The command's time-out, then a look each minute until the wait is over.
        foreach (var step in new[] { 5, 60, 60, 55 })
        {
            await armed;
            armed = hub.Time.NextTimerAsync();
            hub.Time.Advance(TimeSpan.FromSeconds(step));
        }

        var off = (await hub.NextAsync<HubOutput.Request>()).Command;
        Assert.Equal((false, TestHub.Noon.AddMinutes(3)), (off.Set[0].Value.AsBoolean, off.SentAt));
    }

    [Fact]
    public void Arm_TickFoundNoRoom_ArmsAgainAfterTheNextInput()
    {
        // The lane is full when the timer looks again, two minutes before anything is due.
        var time = new Testing.ManualTime(TestHub.Noon);
        using var inbox = new HubInbox(1);
        using var heartbeat = new Heartbeat(inbox, time);
        var due = TestHub.Noon.AddMinutes(3);
        heartbeat.Arm(due);
        Assert.True(inbox.TryPost(HubInput.TakeSnapshot.Instance, InboxLane.Comfort));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, time.ArmedTimers);

        heartbeat.Arm(due);
        Assert.Equal(1, time.ArmedTimers);
    }

    [Fact]
    public async Task RunAsync_Stopped_DoesWhatIsInTheInboxAndAnswersIt()
    {
        await using var hub = new RunningHub();
        var asked = hub.Inbox.AskAsync(hub.SetLamp(true), InboxLane.Person, CancellationToken.None);
        for (var i = 1; i <= 20; i++)
        {
            await hub.Inbox.PostAsync(hub.Measures(i), InboxLane.Telemetry, CancellationToken.None);
        }

        hub.Start(isStopped: true);
        await hub.StopAsync();

        Assert.True((await asked).Accepted);
        var outputs = hub.TakeOutputs();
        Assert.Single(outputs.OfType<HubOutput.Request>());
        Assert.Equal(20, outputs.OfType<HubOutput.Changed>().Count());
    }

    [Fact]
    public async Task AskAsync_AfterTheRunEnded_IsRefusedAsStopping()
    {
        await using var hub = new RunningHub();
        hub.Start();
        await hub.StopAsync();

        var answer = await hub.Inbox.AskAsync(hub.SetLamp(true), InboxLane.Person, CancellationToken.None);

        Assert.Equal((false, "hub.stopping"), (answer.Accepted, answer.ErrorCode));
        Assert.Empty(hub.TakeOutputs().OfType<HubOutput.Request>());
    }

    [Fact]
    public async Task AskAsync_WaitingForRoomWhenTheRunEnds_IsRefusedOrDoneAndNeverForgotten()
    {
        await using var hub = new RunningHub(capacity: 1);
        var asked = Enumerable.Range(0, 10).Select(i => hub.Inbox.AskAsync(hub.SetLamp(i % 2 == 0), InboxLane.Person, CancellationToken.None)).ToArray();
        var posted = hub.Inbox.PostAsync(hub.SetLamp(true), InboxLane.Person, CancellationToken.None).AsTask();

        hub.Start(isStopped: true);
        await hub.StopAsync();
        var answers = await Task.WhenAll(asked);
        await posted;

        Assert.True(answers[0].Accepted);
        Assert.All(answers, answer => Assert.True(answer.Accepted || answer.ErrorCode == "hub.stopping", answer.ErrorCode));
    }

    [Fact]
    public async Task AskAsync_LoopFails_IsRefusedAsStoppingAndTheFaultIsTold()
    {
        var inbox = new HubInbox();
        var runner = new HubRunner(new HubLoop(new HubLoopOptions()), inbox, new Testing.ManualTime(TestHub.Noon), [new BrokenPort()]);
        var first = inbox.AskAsync(new HubInput.Retire("nobody"), InboxLane.Safety, CancellationToken.None);
        var second = inbox.AskAsync(new HubInput.Retire("nobody"), InboxLane.Person, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidDataException>(() => runner.RunAsync(CancellationToken.None));

        Assert.Equal("device.unknown", (await first).ErrorCode);
        Assert.Equal("hub.stopping", (await second).ErrorCode);
    }

    private sealed class BrokenPort : Feeds.IHubPort
    {
        public void Offer(IReadOnlyList<HubOutput> outputs) => throw new InvalidDataException("broken");
    }
}
