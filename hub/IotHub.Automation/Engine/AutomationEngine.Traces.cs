using System.Collections.Immutable;
using System.Runtime.InteropServices;
using IotHub.Automation.Actions;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Engine;

/// <content>What steps leave behind.</content>
public sealed partial class AutomationEngine
{
    private static Voice VoiceOf(AutomationRun run, DateTimeOffset now) => new(run.Owner.Plan.Id, run.Number, run.Trigger, run.Cause, now) { Of = run };

    /// <summary>A step speaks; it takes the note with it, which is then said.</summary>
    private static Voice VoiceOf(AutomationRun run, ActionPlan step, DateTimeOffset now, ref string note)
    {
        var voice = VoiceOf(run, now) with { Step = step.Path, Does = StepNames.Of(step), Note = note };
        note = string.Empty;
        return voice;
    }

    /// <summary>The step that a strand stands on speaks of its end.</summary>
    private static Voice VoiceOfWait(Strand strand, DateTimeOffset now)
    {
        var source = strand.Run.Owner.Program.Steps[strand.Next].Source;
        return VoiceOf(strand.Run, now) with { Step = source.Path, Does = StepNames.Of(source), BegunAt = strand.Wait?.BegunAt };
    }

    /// <summary>What expressions read, each once, with the values now.</summary>
    private ImmutableArray<TraceValue> Readings(AutomationRun run, DateTimeOffset now, params ReadOnlySpan<CompiledExpression?> expressions)
    {
        var scope = _scope.At(now, run.Trigger, run.Values);
        var found = ImmutableArray<TraceValue>.Empty;
        foreach (var expression in expressions)
        {
            var values = expression?.ReadValues(scope) ?? [];
            found = found.IsEmpty ? values : values.IsEmpty ? found : [.. found.Concat(values).DistinctBy(value => value.Name).Take(TraceLimits.ValuesMax)];
        }

        return found;
    }

    private ImmutableArray<TraceValue> Readings(AutomationRun run, DateTimeOffset now, ImmutableArray<DeviceValues> devices)
    {
        List<CompiledExpression?>? computed = null;
        foreach (var device in devices)
        {
            foreach (var value in device.Computed)
            {
                (computed ??= []).Add(value.Value);
            }
        }

        return computed is null ? [] : Readings(run, now, [.. computed]);
    }

    /// <summary>What the trigger brought.</summary>
    private static ImmutableArray<TraceValue> Brought(RunValues values, TimeZoneInfo zone)
    {
        // Counted first: each run pays for this, so it is to be one array and no more.
        var count = 0;
        foreach (var (name, _) in values.All)
        {
            count += IsBrought(name) ? 1 : 0;
        }

        var found = new TraceValue[Math.Min(count, TraceLimits.ValuesMax)];
        count = 0;
        foreach (var (name, value) in values.All)
        {
            if (count < found.Length && IsBrought(name))
            {
                found[count++] = new TraceValue(name, value.IsKnown ? TraceLimits.Cut(ValueTexts.Of(value, zone)) : null);
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(found);
    }

    private static bool IsBrought(string name) => name.StartsWith("trigger.", StringComparison.Ordinal);
}
