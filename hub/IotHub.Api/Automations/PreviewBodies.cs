using System.Text.Json;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;

namespace IotHub.Api.Automations;

/// <summary>What is to be tried.</summary>
/// <param name="Text">The draft: the document itself, or its text.</param>
/// <param name="Id">The saved automation that it would take the place of; the document's own id where absent.</param>
/// <param name="Days">How many days of recorded history, 1 to 30; 7 where absent.</param>
/// <param name="Scenario">A scenario in place of recorded history.</param>
public sealed record PreviewRequestBody(JsonElement Text, string? Id, int? Days, JsonElement? Scenario);

/// <summary>What came of trying a draft. Nothing was sent, and nothing was written.</summary>
/// <param name="From">Runs that began from here on count.</param>
/// <param name="To">Up to here.</param>
/// <param name="Happenings">Changes and other happenings that were replayed.</param>
/// <param name="Draft">What the draft would have done.</param>
/// <param name="Saved">What the saved version would have done; absent where none is saved.</param>
/// <param name="DifferenceCount">In how many moments the two differ.</param>
/// <param name="Differences">The first of them.</param>
/// <param name="Reproduction">How many of the recorded runs came out again; absent where there is nothing to compare.</param>
/// <param name="Unknown">What could not be known, in sentences.</param>
public sealed record PreviewBody(
    DateTimeOffset From,
    DateTimeOffset To,
    long Happenings,
    PreviewOutcomeBody Draft,
    PreviewOutcomeBody? Saved,
    int DifferenceCount,
    IReadOnlyList<PreviewDifferenceBody> Differences,
    PreviewReproductionBody? Reproduction,
    IReadOnlyList<string> Unknown)
{
    internal static PreviewBody Of(PreviewResult result) => new(
        result.From,
        result.To,
        result.Happenings,
        PreviewOutcomeBody.Of(result.Draft),
        result.Saved is null ? null : PreviewOutcomeBody.Of(result.Saved),
        result.DifferenceCount,
        [.. result.Differences.Select(PreviewDifferenceBody.Of)],
        result.Reproduction is null ? null : PreviewReproductionBody.Of(result.Reproduction),
        result.Unknown);
}

/// <summary>What one version would have done.</summary>
/// <param name="RunCount">Runs that began.</param>
/// <param name="CommandCount">What they would have sent.</param>
/// <param name="RefusedCount">Triggers that fired and began no run.</param>
/// <param name="Runs">The first runs.</param>
/// <param name="Refused">The first refused triggers.</param>
public sealed record PreviewOutcomeBody(int RunCount, int CommandCount, int RefusedCount, IReadOnlyList<PreviewRunBody> Runs, IReadOnlyList<PreviewRefusalBody> Refused)
{
    internal static PreviewOutcomeBody Of(PreviewOutcome outcome) => new(
        outcome.RunCount,
        outcome.CommandCount,
        outcome.RefusedCount,
        [.. outcome.Runs.Select(PreviewRunBody.Of)],
        [.. outcome.Refused.Select(refusal => new PreviewRefusalBody(refusal.At, refusal.Trigger, DecisionJson.NameOf(refusal.Kind), refusal.Why))]);
}

/// <summary>A run that would have been.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Trigger">Which trigger set it going; empty where somebody asked for it.</param>
/// <param name="Why">What happened, and which values decided it.</param>
/// <param name="BegunAt">When it began.</param>
/// <param name="EndedAt">When it ended; absent where it goes on.</param>
/// <param name="End">How: <c>finished</c>, <c>failed</c>, <c>stopped</c> or <c>restarted</c>; absent where it goes on.</param>
/// <param name="CommandCount">How much it would have sent.</param>
/// <param name="Commands">The first of that.</param>
/// <param name="Steps">What it did and why.</param>
public sealed record PreviewRunBody(
    long Number,
    string Trigger,
    string Why,
    DateTimeOffset BegunAt,
    DateTimeOffset? EndedAt,
    string? End,
    int CommandCount,
    IReadOnlyList<PreviewCommandBody> Commands,
    IReadOnlyList<PreviewStepBody> Steps)
{
    internal static PreviewRunBody Of(PreviewRun run) => new(
        run.Number,
        run.Trigger,
        run.Why,
        run.BegunAt,
        run.EndedAt,
        run.End is { } end ? DecisionJson.NameOf(end) : null,
        run.CommandCount,
        [.. run.Commands.Select(command => new PreviewCommandBody(command.At, command.Kind.ToString().ToLowerInvariant(), command.Text))],
        [.. run.Steps.Select(step => new PreviewStepBody(step.At, step.Path, step.Text))]);
}

/// <summary>Something that would have left the hub.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>set</c>, <c>call</c>, <c>notify</c>, <c>request</c>, <c>publish</c> or <c>switch</c>.</param>
/// <param name="Text">What.</param>
public sealed record PreviewCommandBody(DateTimeOffset At, string Kind, string Text);

/// <summary>One decision of a run.</summary>
/// <param name="At">When.</param>
/// <param name="Path">JSON Pointer to the step; empty where none is meant.</param>
/// <param name="Text">What was decided.</param>
public sealed record PreviewStepBody(DateTimeOffset At, string Path, string Text);

/// <summary>A trigger that fired and began no run.</summary>
/// <param name="At">When.</param>
/// <param name="Trigger">Which.</param>
/// <param name="Kind">As in the decision log.</param>
/// <param name="Why">Why.</param>
public sealed record PreviewRefusalBody(DateTimeOffset At, string Trigger, string Kind, string Why);

/// <summary>A moment at which draft and saved version differ.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>only-draft</c>, <c>only-saved</c> or <c>other-commands</c>.</param>
/// <param name="Draft">The draft's run; absent where it has none.</param>
/// <param name="Saved">The saved version's run; absent where it has none.</param>
public sealed record PreviewDifferenceBody(DateTimeOffset At, string Kind, PreviewRunBody? Draft, PreviewRunBody? Saved)
{
    internal static PreviewDifferenceBody Of(PreviewDifference difference) => new(
        difference.At,
        difference.Kind switch
        {
            PreviewDifferenceKind.OnlyDraft => "only-draft",
            PreviewDifferenceKind.OnlySaved => "only-saved",
            _ => "other-commands",
        },
        difference.Draft is null ? null : PreviewRunBody.Of(difference.Draft),
        difference.Saved is null ? null : PreviewRunBody.Of(difference.Saved));
}

/// <summary>How far a preview can be believed.</summary>
/// <param name="From">From when on it was compared.</param>
/// <param name="Recorded">Runs that really were.</param>
/// <param name="Reproduced">Of these, how many came out again.</param>
/// <param name="Missing">The first that did not.</param>
/// <param name="AddedCount">Runs that came out and never were.</param>
/// <param name="Added">The first of them.</param>
public sealed record PreviewReproductionBody(
    DateTimeOffset From, int Recorded, int Reproduced, IReadOnlyList<RecordedRunBody> Missing, int AddedCount, IReadOnlyList<PreviewRunBody> Added)
{
    internal static PreviewReproductionBody Of(PreviewReproduction reproduction) => new(
        reproduction.From,
        reproduction.Recorded,
        reproduction.Reproduced,
        [.. reproduction.Missing.Select(run => new RecordedRunBody(run.At, run.Number, run.Trigger, run.Why))],
        reproduction.AddedCount,
        [.. reproduction.Added.Select(PreviewRunBody.Of)]);
}

/// <summary>A run that really was.</summary>
/// <param name="At">When it began.</param>
/// <param name="Number">Its number.</param>
/// <param name="Trigger">Which trigger set it going.</param>
/// <param name="Why">As its decision says.</param>
public sealed record RecordedRunBody(DateTimeOffset At, long Number, string Trigger, string Why);
