using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Tests;

/// <summary>A store that knows two runs of the automation "evening" and of one that was deleted, "old".</summary>
internal sealed class SampleTraces : ITraces
{
    public static readonly DateTimeOffset Start = SampleHome.Start;

    public static readonly CommandRecord Command =
        new("12", "hall-lamp", null, "light.on = true", Cause.Root(1, CauseOrigin.Device, "hall-motion"), Start.AddSeconds(1), 2)
        {
            EndedAt = Start.AddSeconds(2.5),
            Outcome = CommandOutcome.TimedOut,
            ErrorCode = "device.timeout",
        };

    /// <summary>What was asked for last.</summary>
    public (long? Before, TimeSpanFilter Span, int Count) Asked { get; private set; }

    public bool IsBroken { get; set; }

    public ValueTask<ImmutableArray<RunRecord>> RunsAsync(string automation, long? before, int countMax, CancellationToken cancellationToken)
    {
        Check();
        Asked = (before, default, countMax);
        return ValueTask.FromResult<ImmutableArray<RunRecord>>(automation is "evening" or "old" && before is null
            ? [new RunRecord(automation, 2, Decision(DecisionKind.Started, 0), null, 1), new RunRecord(automation, 1, null, Decision(DecisionKind.Stopped, 5), 3)]
            : []);
    }

    public ValueTask<RunTrace?> RunAsync(string automation, long run, CancellationToken cancellationToken)
    {
        Check();
        ImmutableArray<Decision> decisions =
        [
            Decision(DecisionKind.Started, 0) with
            {
                Trace = new DecisionTrace
                {
                    Source = Cause.Root(1, CauseOrigin.Device, "hall-motion"),
                    Values = [new TraceValue("trigger.value", "true")],
                    Clauses = [new TraceClause("/conditions/0", true, "it is dark", [new TraceValue("time()", "22:00")])],
                },
            },
            Step("/actions/0", "set", DecisionKind.Acted, 1) with { Trace = new DecisionTrace { Does = "set", Commands = ["12", "13"] } },
            Step("/actions/0", "set", DecisionKind.ActionFailed, 1),
            Step("/actions/1", "wait", DecisionKind.Acted, 1) with { Trace = new DecisionTrace { Does = "wait", GoesOn = true } },
            Step("/actions/1", "wait", DecisionKind.Acted, 61) with { Trace = new DecisionTrace { Does = "wait", BegunAt = Start.AddSeconds(1) } },
            Step("/actions/2", "wait", DecisionKind.Acted, 61) with { Trace = new DecisionTrace { Does = "wait", GoesOn = true, Values = [new TraceValue("level", null)] } },
        ];
        return ValueTask.FromResult(automation == "evening" && run == 2
            ? new RunTrace(new RunRecord(automation, run, decisions[0], null, 3), decisions, ImmutableSortedDictionary<string, CommandRecord>.Empty.Add("12", Command))
            : null);
    }

    public ValueTask<ImmutableArray<Decision>> WhyNotAsync(string automation, TimeSpanFilter span, int countMax, CancellationToken cancellationToken)
    {
        Check();
        Asked = (null, span, countMax);
        return ValueTask.FromResult<ImmutableArray<Decision>>(automation != "evening" ? [] :
        [
            Decision(DecisionKind.Refused, 3) with
            {
                Run = 0,
                Trace = new DecisionTrace { Clauses = [new TraceClause("/conditions/0", false, "hall-lamp/light.on is true, not false", [new TraceValue("hall-lamp/light.on", "true")])] },
            },
        ]);
    }

    public ValueTask<ImmutableArray<Decision>> DecisionsAsync(TimeSpanFilter span, int countMax, CancellationToken cancellationToken)
    {
        Check();
        Asked = (null, span, countMax);
        return ValueTask.FromResult<ImmutableArray<Decision>>([Decision(DecisionKind.Finished, 4)]);
    }

    public ValueTask<ImmutableArray<CommandRecord>> CommandsAsync(string device, TimeSpanFilter span, int countMax, CancellationToken cancellationToken)
    {
        Check();
        Asked = (null, span, countMax);
        return ValueTask.FromResult<ImmutableArray<CommandRecord>>(device == "hall-lamp" ? [Command] : []);
    }

    public ValueTask<ChangeReason?> WhyAsync(string device, string property, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        Check();
        return ValueTask.FromResult(device == "hall-lamp" && property == "light.on" && (at is null || at >= Start)
            ? new ChangeReason(device, property, Start, PropertyValue.FromBoolean(true), 9,
                [
                    new ReasonLink(ReasonKind.Command, Start, "It was asked for.", 8) { By = "hall-lamp", Command = Command },
                    new ReasonLink(ReasonKind.Run, Start, "Runs: it is dark.", 8) { By = "evening", Run = 2 },
                    new ReasonLink(ReasonKind.NotKept, null, "What came before is not kept.", 7),
                ])
            : null);
    }

    private static Decision Decision(DecisionKind kind, int second) =>
        new(Start.AddSeconds(second), "evening", 2, kind, "dusk", $"It {kind}.", Cause.Root(1, CauseOrigin.Device, "hall-motion"));

    private static Decision Step(string step, string does, DecisionKind kind, int second) =>
        Decision(kind, second) with { Step = step, Trace = new DecisionTrace { Does = does } };

    private void Check()
    {
        if (IsBroken)
        {
            throw new StoreException("history.db cannot be read.");
        }
    }
}
