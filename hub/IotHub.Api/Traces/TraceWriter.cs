using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Automation.Traces;
using IotHub.Devices;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Traces;

/// <summary>Puts traces into bodies.</summary>
internal static class TraceWriter
{
    public static RunBody Compose(RunRecord run) => new(
        run.Automation,
        run.Number,
        run.End?.Kind switch
        {
            null => "running",
            DecisionKind.Finished => "finished",
            DecisionKind.Failed => "failed",
            _ => "stopped",
        },
        (run.Begin ?? run.End)?.Trigger ?? string.Empty,
        run.Begin?.Text,
        run.Begin?.At,
        run.End?.At,
        run.End?.Text,
        run.Steps);

    public static RunTraceBody Compose(RunTrace trace)
    {
        var begin = trace.Run.Begin?.Trace;
        return new RunTraceBody(
            Compose(trace.Run),
            begin?.Source is { } source ? Compose(source) : null,
            Compose(begin?.Values ?? []),
            Compose(begin?.Clauses ?? []),
            Steps(trace),
            trace.Run.End?.Trace?.StepsLeftOut ?? 0);
    }

    public static WhyNotBody ComposeRefusal(Decision decision) => new(
        decision.At, decision.Trigger, DecisionJson.NameOf(decision.Kind), decision.Text, Compose(decision.Trace?.Clauses ?? []), Compose(decision.Cause));

    public static WhyBody Compose(ChangeReason why) => new(
        why.Device, why.Property, why.Value, why.At, why.CauseId, [.. why.Chain.Select(Compose)]);

    public static SentCommandBody Compose(CommandRecord command) => new(
        command.Id,
        command.Outcome is { } outcome ? Name(outcome) : "pending",
        command.Device,
        command.Action,
        command.Asked,
        Compose(command.Cause),
        command.SentAt,
        command.EndedAt,
        Milliseconds(command.SentAt, command.EndedAt),
        command.Attempts,
        command.ErrorCode,
        command.DeviceCode);

    private static CauseBody Compose(Cause cause) => new(cause.Id, cause.RootId, DecisionJson.NameOf(cause.Origin), cause.By);

    private static ReasonBody Compose(ReasonLink link) => new(
        Name(link.Kind),
        link.Text,
        link.CauseId,
        link.At,
        link.By.Length > 0 ? link.By : null,
        link.Run,
        link.Step,
        link.Run is { } run ? $"/api/v1/automations/{Uri.EscapeDataString(link.By)}/runs/{run}" : null,
        link.Command is { } command ? Compose(command) : null);

    private static ClauseBody[] Compose(ImmutableArray<TraceClause> clauses) => [.. clauses.Select(clause => new ClauseBody(clause.Path, clause.Holds, clause.Text, Compose(clause.Values)))];

    private static ImmutableSortedDictionary<string, string?> Compose(ImmutableArray<TraceValue> values)
    {
        var body = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            body[value.Name] = value.Value;
        }

        return body.ToImmutable();
    }

    /// <summary>Decisions of a run as its steps: what began and what ended are one, and so are what was done and what of it failed.</summary>
    private static List<StepBody> Steps(RunTrace trace)
    {
        var steps = new List<StepBody>();
        foreach (var decision in trace.Decisions)
        {
            if (decision.Kind is not (DecisionKind.Acted or DecisionKind.ActionFailed or DecisionKind.Resumed))
            {
                continue;
            }

            var found = Step(decision, trace.Commands, isRunOver: trace.Run.End is not null);
            var begun = found.Step.Length == 0 ? -1
                : decision.Trace is { BegunAt: { } begunAt } ? steps.FindLastIndex(step => step.Step == found.Step && step.BegunAt == begunAt && step.EndedAt is null)
                : decision.Kind == DecisionKind.ActionFailed && steps is [.., var last] && last.Step == found.Step && last.BegunAt == found.BegunAt ? steps.Count - 1
                : -1;
            if (begun >= 0)
            {
                steps[begun] = Join(steps[begun], found);
            }
            else
            {
                steps.Add(found);
            }
        }

        return steps;
    }

    private static StepBody Step(Decision decision, ImmutableSortedDictionary<string, CommandRecord> commands, bool isRunOver)
    {
        var trace = decision.Trace;
        var begunAt = trace?.BegunAt ?? decision.At;

        // A run that was ended in the midst of a step has nothing that goes on.
        DateTimeOffset? endedAt = trace?.GoesOn == true ? null : decision.At;
        return new StepBody(
            decision.Step,
            trace?.Does ?? string.Empty,
            decision.Kind == DecisionKind.ActionFailed ? "failed" : endedAt is not null || isRunOver ? "done" : "running",
            decision.Text,
            begunAt,
            endedAt,
            Milliseconds(begunAt, endedAt),
            Compose(trace?.Clauses ?? []),
            Compose(trace?.Values ?? []),
            [.. (trace?.Commands ?? []).Select(id => commands.TryGetValue(id, out var command) ? Compose(command) : new SentCommandBody(id, "unknown"))]);
    }

    private static StepBody Join(StepBody begun, StepBody ended) => begun with
    {
        State = ended.State,
        Text = $"{begun.Text} {ended.Text}",
        EndedAt = ended.EndedAt,
        DurationMs = Milliseconds(begun.BegunAt, ended.EndedAt),
        Clauses = [.. begun.Clauses, .. ended.Clauses],
        Read = begun.Read.Concat(ended.Read.Where(value => !begun.Read.ContainsKey(value.Key))).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Commands = [.. begun.Commands, .. ended.Commands.ExceptBy(begun.Commands.Select(command => command.Command), command => command.Command)],
    };

    private static double? Milliseconds(DateTimeOffset from, DateTimeOffset? to) => to is { } end ? Math.Round((end - from).TotalMilliseconds, 3) : null;

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
