using System.Globalization;
using IotHub.Automation.Traces;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

public sealed class TraceTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreFixture _fixture = new();

    [Fact]
    public async Task RunAsync_AfterRestart_GivesBackEveryStepAndWhatBecameOfItsCommand()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([.. Run(number: 1, firstCause: 10)], None);
        }

        await using var again = await _fixture.OpenAsync();
        var trace = await again.Traces.RunAsync("hall", 1, None);

        Assert.NotNull(trace);
        Assert.Equal(["Started", "Acted", "Finished"], trace.Decisions.Select(decision => decision.Kind.ToString()));
        Assert.Equal(Decision(DecisionKind.Acted, 1, 10).Trace is { } written ? DecisionTraceJson.Write(written) : "", DecisionTraceJson.Write(trace.Decisions[1].Trace!));
        Assert.Equal("/actions/0", trace.Decisions[1].Step);
        Assert.Equal(trace.Decisions[0], trace.Run.Begin);
        Assert.Equal(trace.Decisions[2], trace.Run.End);
        Assert.Equal(1, trace.Run.Steps);
        Assert.Equal(
            new CommandRecord("12", "hall-lamp", null, "light.on = true, light.text = \"♫\"", RunCause(10), Start.AddSeconds(10), 2)
            {
                EndedAt = Start.AddSeconds(11),
                Outcome = CommandOutcome.Failed,
                ErrorCode = "device.rejected",
                DeviceCode = -4004,
            },
            Assert.Single(trace.Commands).Value);
        Assert.Null(await again.Traces.RunAsync("hall", 2, None));
        Assert.Null(await again.Traces.RunAsync("stairs", 1, None));
    }

    [Fact]
    public async Task RunsAsync_SeveralRuns_NewestFirstAndThoseBefore()
    {
        await using var store = await _fixture.OpenAsync();
        for (var number = 1; number <= 5; number++)
        {
            await store.WriteAsync([.. Run(number, 100 * number), Refused(100 * number)], None);
        }

        await store.WriteAsync([new HubOutput.Decided(Decision(DecisionKind.Started, 6, 600)), Decided(700, "stairs")], None);

        var newest = await store.Traces.RunsAsync("hall", null, 2, None);
        var before = await store.Traces.RunsAsync("hall", 3, 100, None);

        Assert.Equal([(6, true), (5, false)], newest.Select(run => ((int)run.Number, run.End is null)));
        Assert.Equal([2, 1], before.Select(run => (int)run.Number));
    }

    [Fact]
    public async Task RunsAsync_RunThatTheNextEnded_IsOverSinceThen()
    {
        await using var store = await _fixture.OpenAsync();
        var anew = Decision(DecisionKind.Restarted, 2, 200);
        await store.WriteAsync([new HubOutput.Decided(Decision(DecisionKind.Started, 1, 100)), new HubOutput.Decided(anew), new HubOutput.Decided(Decision(DecisionKind.Started, 3, 300))], None);

        var runs = await store.Traces.RunsAsync("hall", null, 10, None);

        Assert.Equal([null, null, anew], runs.Select(run => run.End));
        var ended = (await store.Traces.RunAsync("hall", 1, None))!;
        Assert.Equal(anew, ended.Run.End);
        Assert.Equal(DecisionKind.Started, Assert.Single(ended.Decisions).Kind);
    }

    [Fact]
    public async Task WhyNotAsync_RefusedAmongRuns_NamesTheClauseWithItsValues()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([.. Run(1, 10), Refused(20), new HubOutput.Decided(Decision(DecisionKind.Queued, 0, 25)), .. Run(2, 30), Refused(40)], None);

        var found = await store.Traces.WhyNotAsync("hall", TimeSpanFilter.All, 10, None);
        var early = await store.Traces.WhyNotAsync("hall", new TimeSpanFilter(Start, Start.AddSeconds(40)), 10, None);

        Assert.Equal([40, 20], found.Select(decision => (int)decision.Cause.Id));
        Assert.Equal(20, Assert.Single(early).Cause.Id);
        var clause = Assert.Single(found[0].Trace!.Clauses);
        Assert.Equal(("/conditions/0", false), (clause.Path, clause.Holds));
        Assert.Equal<TraceValue>([new TraceValue("hall-lamp/light.on", "true"), new TraceValue("level", null)], clause.Values);
    }

    [Fact]
    public async Task WhyAsync_CommandOfARun_NamesCommandStepRunAndTheSensor()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([.. Run(1, 10), Effect("light.on", PropertyValue.FromBoolean(true), 14, RunCause(10), "12", Start.AddSeconds(11))], None);

        var why = await store.Traces.WhyAsync("hall-lamp", "light.on", null, None);

        Assert.NotNull(why);
        Assert.Equal((PropertyValue.FromBoolean(true), 14L, Start.AddSeconds(11)), (why.Value, why.CauseId, why.At));
        Assert.Equal([ReasonKind.Command, ReasonKind.Step, ReasonKind.Run, ReasonKind.Device], why.Chain.Select(link => link.Kind));
        Assert.Equal("hall-lamp was asked for light.on = true, light.text = \"♫\"; failed after 1000 ms.", why.Chain[0].Text);
        Assert.Equal(("hall", 1L, "/actions/0"), (why.Chain[1].By, why.Chain[1].Run, why.Chain[1].Step));
        Assert.Equal("hall-motion", why.Chain[3].By);
    }

    [Fact]
    public async Task WhyAsync_TriggerWasAnotherAutomationsDoing_GoesBackToThePerson()
    {
        await using var store = await _fixture.OpenAsync();
        var person = Cause.Root(1, CauseOrigin.Person, "anna");
        var effect = person.Then(3, CauseOrigin.Device, "speaker");
        await store.WriteAsync(
            [
                Sent("2", person, Start), Ended("2", person, Start, CommandOutcome.Confirmed),
                Effect("light.on", PropertyValue.FromBoolean(true), 3, person, "2", Start, Speaker),
                .. Run(1, 10, effect), Effect("light.on", PropertyValue.FromBoolean(true), 14, RunCause(10, effect), "12", Start.AddSeconds(11)),
            ],
            None);

        var why = await store.Traces.WhyAsync("hall-lamp", "light.on", Start.AddHours(1), None);

        Assert.Equal([ReasonKind.Command, ReasonKind.Step, ReasonKind.Run, ReasonKind.Command, ReasonKind.Person], why!.Chain.Select(link => link.Kind));
        Assert.Equal("anna", why.Chain[4].By);
    }

    [Fact]
    public async Task WhyAsync_ReportedByItself_SaysSoAndOfTheMomentAskedFor()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync(
            [Changed("light.on", PropertyValue.FromBoolean(true), Start, 1), Changed("light.on", PropertyValue.FromBoolean(false), Start.AddMinutes(1), 2)], None);

        var first = await store.Traces.WhyAsync("hall-lamp", "light.on", Start.AddSeconds(59), None);
        var latest = await store.Traces.WhyAsync("hall-lamp", "light.on", null, None);

        Assert.Equal((1L, ReasonKind.Device), (first!.CauseId, Assert.Single(first.Chain).Kind));
        Assert.Equal(2L, latest!.CauseId);
        Assert.Null(await store.Traces.WhyAsync("hall-lamp", "light.on", Start.AddTicks(-1), None));
        Assert.Null(await store.Traces.WhyAsync("nobody", "light.on", null, None));
    }

    [Fact]
    public async Task WhyAsync_OutputsWereLostOnTheWay_DoesNotClaimToKnow()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Changed("light.on", PropertyValue.FromBoolean(true), Start, 1)], None);

        await store.WriteAsync(new HubSnapshot(Start.AddMinutes(1), [], [], [], [], NoCounters, 7), None);

        var why = await store.Traces.WhyAsync("hall-lamp", "light.on", null, None);
        Assert.Equal(ReasonKind.NotKept, Assert.Single(why!.Chain).Kind);
    }

    [Fact]
    public async Task CommandsAsync_OfADeviceInASpan_NewestFirst()
    {
        await using var store = await _fixture.OpenAsync();
        var cause = Cause.Root(1, CauseOrigin.Person, "anna");
        await store.WriteAsync([.. Enumerable.Range(2, 8).Select(id => Sent(id.ToString(CultureInfo.InvariantCulture), cause, Start.AddSeconds(id)))], None);

        var found = await store.Traces.CommandsAsync("hall-lamp", new TimeSpanFilter(Start.AddSeconds(4), Start.AddSeconds(8)), 3, None);

        Assert.Equal(["7", "6", "5"], found.Select(command => command.Id));
        Assert.Empty(await store.Traces.CommandsAsync("speaker", TimeSpanFilter.All, 3, None));
    }

    [Fact]
    public async Task WriteAsync_BatchBrokenInTheMiddle_IsWrittenOnceWhenItIsTriedAgain()
    {
        await using var store = await _fixture.OpenAsync();
        HubOutput[] batch = [.. Run(1, 10), Effect("light.on", PropertyValue.FromBoolean(true), 14, RunCause(10), "12", Start.AddSeconds(11))];
        store.BeforeStatement = (file, sql) =>
        {
            if (file == "history.db" && sql.StartsWith("INSERT INTO effect", StringComparison.Ordinal))
            {
                throw new SqliteException("disk I/O error", 10);
            }
        };

        await Assert.ThrowsAsync<StoreException>(async () => await store.WriteAsync(batch, None));
        Assert.Null(await store.Traces.RunAsync("hall", 1, None));
        store.BeforeStatement = null;
        await store.WriteAsync(batch, None);

        Assert.Equal(3, (await store.Traces.RunAsync("hall", 1, None))!.Decisions.Length);
        Assert.Single(await store.Traces.CommandsAsync("hall-lamp", TimeSpanFilter.All, 10, None));
        Assert.Equal(4, (await store.Traces.WhyAsync("hall-lamp", "light.on", null, None))!.Chain.Length);
    }

    [Fact]
    public async Task WriteAsync_TracesBeyondTheByteBudget_HoldTheCapAndLoseTheOldest()
    {
        var options = _fixture.Options with { HistoryBytesMax = StorageOptions.HistoryBytesFloor };
        await using var store = await _fixture.OpenAsync(options);
        await store.WriteAsync([Changed("light.on", PropertyValue.FromBoolean(true), Start, 1)], None);
        var cause = 10;
        for (var batch = 0; batch < 60; batch++)
        {
            var first = cause;
            await store.WriteAsync([.. Enumerable.Range(0, 100).SelectMany(i => Run((batch * 100) + i + 1, cause = first + (i * 10)))], None);
            cause += 10;
            var bytes = new FileInfo(_fixture.PathOf("history.db")).Length;
            Assert.True(bytes <= options.HistoryBytesMax, $"{bytes} bytes after batch {batch}");
        }

        var runs = await store.Traces.RunsAsync("hall", null, 10_000, None);
        var commands = await store.Traces.CommandsAsync("hall-lamp", TimeSpanFilter.All, 100_000, None);
        Assert.InRange(runs.Length, 1_000, 5_999);
        Assert.Equal(6_000, runs[0].Number);
        Assert.Equal(Enumerable.Range(0, runs.Length).Select(i => 6_000L - i), runs.Select(run => run.Number));
        Assert.InRange(commands.Length, runs.Length - 1, runs.Length + 1);
        Assert.Equal(ReasonKind.NotKept, Assert.Single((await store.Traces.WhyAsync("hall-lamp", "light.on", null, None))!.Chain).Kind);
    }

    [Fact]
    public async Task WriteAsync_MoreCommandsThanAreKept_DropsTheOldest()
    {
        await using var store = await _fixture.OpenAsync(_fixture.Options with { CommandsMax = 100 });
        var cause = Cause.Root(1, CauseOrigin.Person, "anna");
        await store.WriteAsync([.. Enumerable.Range(2, 150).Select(id => Sent(id.ToString(CultureInfo.InvariantCulture), cause, Start.AddSeconds(id)))], None);

        var found = await store.Traces.CommandsAsync("hall-lamp", TimeSpanFilter.All, 1_000, None);

        Assert.Equal(Enumerable.Range(52, 100).Reverse().Select(id => id.ToString(CultureInfo.InvariantCulture)), found.Select(command => command.Id));
    }

    [Fact]
    public async Task EraseAsync_Device_TakesItsCommandsToo()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([.. Run(1, 10)], None);

        await store.EraseAsync("hall-lamp", None);

        Assert.Empty(await store.Traces.CommandsAsync("hall-lamp", TimeSpanFilter.All, 10, None));
    }

    [Fact]
    public async Task LoadAsync_HubDatabaseLost_GivesNoIdOfACommandAgain()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([Sent("5000", Cause.Root(4999, CauseOrigin.Person, "anna"), Start)], None);
        }

        File.Delete(_fixture.PathOf("hub.db"));

        await using var again = await _fixture.OpenAsync();
        Assert.Equal(5001, (await again.LoadAsync(None)).NextCauseId);
    }

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    private static Cause RunCause(long first, Cause? source = null) => (source ?? SourceOf(first)).Then(first + 1, CauseOrigin.Automation, "hall");

    private static Cause SourceOf(long first) => Cause.Root(first, CauseOrigin.Device, "hall-motion");

    private static IEnumerable<HubOutput> Run(int number, int firstCause, Cause? source = null)
    {
        var cause = RunCause(firstCause, source);
        var id = (firstCause + 2).ToString(CultureInfo.InvariantCulture);
        var at = Start.AddSeconds(firstCause);
        yield return new HubOutput.Decided(Decision(DecisionKind.Started, number, firstCause, source));
        yield return new HubOutput.Decided(Decision(DecisionKind.Acted, number, firstCause, source));
        yield return Sent(id, cause, at);
        yield return Sent(id, cause, at, attempt: 2);
        yield return Ended(id, cause, at, CommandOutcome.Failed);
        yield return new HubOutput.Decided(Decision(DecisionKind.Finished, number, firstCause, source));
    }

    private static Decision Decision(DecisionKind kind, long run, long first, Cause? source = null)
    {
        var command = (first + 2).ToString(CultureInfo.InvariantCulture);
        return new Decision(Start.AddSeconds(first), "hall", run, kind, "1", $"It was {kind}.", RunCause(first, source))
        {
            Step = kind == DecisionKind.Acted ? "/actions/0" : "",
            Trace = kind switch
            {
                DecisionKind.Started => new DecisionTrace { Source = source ?? SourceOf(first), Values = [new TraceValue("trigger.value", "true")] },
                DecisionKind.Acted => new DecisionTrace
                {
                    Does = "set",
                    GoesOn = true,
                    Commands = [command],
                    Values = [new TraceValue("level", null), new TraceValue("a/b.c", "x \"y\" →")],
                },
                _ => null,
            },
        };
    }

    private static HubOutput.Decided Refused(long cause) => new(
        new Decision(Start.AddSeconds(cause), "hall", 0, DecisionKind.Refused, "1", "Not run: it is light.", Cause.Root(cause, CauseOrigin.Device, "hall-motion"))
        {
            Trace = new DecisionTrace
            {
                Clauses = [new TraceClause("/conditions/0", false, "it is light", [new TraceValue("hall-lamp/light.on", "true"), new TraceValue("level", null)])],
            },
        });

    private static DeviceCommand Command(string id, Cause cause, DateTimeOffset at) => new()
    {
        Id = id,
        Device = Lamp,
        Set = [new PropertyReading(Property("light.on"), PropertyValue.FromBoolean(true)), new PropertyReading(Property("light.text"), PropertyValue.FromText("♫"))],
        Cause = cause,
        SentAt = at,
        Deadline = at.AddSeconds(5),
    };

    private static HubOutput.Request Sent(string id, Cause cause, DateTimeOffset at, int attempt = 1) =>
        new(new HubOutput.Request(Command(id, cause, at)).Message with { Attempt = attempt });

    private static HubOutput.CommandEnded Ended(string id, Cause cause, DateTimeOffset at, CommandOutcome outcome) => new(
        new CommandEnd(Command(id, cause, at), outcome, outcome == CommandOutcome.Confirmed ? null : "device.rejected", outcome == CommandOutcome.Confirmed ? null : -4004, at.AddSeconds(1)));

    private static HubOutput.ChangedByCommand Effect(
        string property, PropertyValue value, long id, Cause by, string command, DateTimeOffset at, Device? device = null) => new(
        new StateChange(device ?? Lamp, Property(property), default, value, default, ValueOrigin.Reported, by.Then(id, CauseOrigin.Device, (device ?? Lamp).Name), at), null, command);
}
