using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Engine.Programs;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Typing;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Engine;

/// <content>Repetitions.</content>
public sealed partial class AutomationEngine
{
    private Round BeginRounds(AutomationRun run, Instruction.LoopBegin begin, DateTimeOffset now, ref string note)
    {
        var scope = _scope.At(now, run.Trigger, run.Values);
        var voice = VoiceOf(run, begin.Source, now, ref note);
        switch (begin.Plan)
        {
            case RepeatPlan.Count count:
                var times = count.Times.Evaluate(scope);
                var wanted = times.IsKnown ? (int)Math.Clamp(times.AsNumber, 0, AutomationLimits.RoundsMax) : 0;
                (voice with { Values = Readings(run, now, count.Times) }).Say(
                    DecisionKind.Acted, times.IsKnown ? $"Repeats {Times(wanted)}" : $"Does not repeat: {times.Reason}", _effects);
                return new Round(0, wanted, []);
            case RepeatPlan.ForEach each:
                var list = each.List.Evaluate(scope);
                var members = list.Kind == ExpressionKind.List ? list.Members : list.IsKnown ? [list] : [];
                var many = Math.Min(members.Length, AutomationLimits.RoundsMax);
                (voice with { Values = Readings(run, now, each.List) }).Say(
                    DecisionKind.Acted, list.IsKnown ? $"Repeats {Times(many)}, once for each {each.As}" : $"Does not repeat: {list.Reason}", _effects);
                return new Round(0, many, members);
            default:
                voice.Say(DecisionKind.Acted, begin.Plan is RepeatPlan.While ? "Repeats while it is so" : "Repeats until it is so", _effects);
                return new Round(0, -1, []);
        }
    }

    private void BeginRound(Strand strand, Instruction.LoopTest test, DateTimeOffset now)
    {
        var run = strand.Run;
        var round = strand.Rounds[^1];
        var goesOn = round.Times >= 0
            ? round.Index < round.Times
            : test.Plan is not RepeatPlan.While condition || TestsRound(run, test.Source, condition.Condition, now, $"Round {round.Index + 1}", "Ends");
        if (goesOn && round.Index >= AutomationLimits.RoundsMax)
        {
            Fail(run, test.Source, $"it was repeated {AutomationLimits.RoundsMax} times, as often as may be", now);
            return;
        }

        if (!goesOn)
        {
            strand.Rounds.RemoveAt(strand.Rounds.Count - 1);
            strand.Next = test.End;
            return;
        }

        run.Values.Set("index", ExpressionValue.FromNumber(round.Index + 1));
        if (test.Plan is RepeatPlan.ForEach each)
        {
            run.Values.Set(each.As, round.List[round.Index]);
            SayRound(run, test.Source, now, $"Round {round.Index + 1} of {round.Times}", [new TraceValue(each.As, TraceLimits.Cut(round.List[round.Index].ToString()))]);
        }
        else if (round.Times >= 0)
        {
            SayRound(run, test.Source, now, $"Round {round.Index + 1} of {round.Times}", []);
        }

        strand.Next++;
    }

    private void EndRound(Strand strand, Instruction.LoopNext next, DateTimeOffset now)
    {
        var round = strand.Rounds[^1];
        strand.Rounds[^1] = round with { Index = round.Index + 1 };
        if (next.Plan is RepeatPlan.Until until && TestsRound(strand.Run, next.Source, until.Condition, now, $"Ends after round {round.Index + 1}", "Once more"))
        {
            strand.Rounds.RemoveAt(strand.Rounds.Count - 1);
            strand.Next++;
            return;
        }

        strand.Next = next.Test;
    }

    private bool TestsRound(AutomationRun run, ActionPlan source, ConditionPlan condition, DateTimeOffset now, string whenSo, string whenNot)
    {
        var evaluation = new ConditionEvaluation(_scope.At(now, run.Trigger, run.Values));
        var holds = evaluation.Holds(condition);
        if (run.StepsTraced >= TraceLimits.StepsMax)
        {
            // Nobody reads it: a thousand rounds are not put into words.
            run.StepsTraced++;
            return holds;
        }

        var note = string.Empty;
        var found = evaluation.Explain(condition, out var clauses);
        (VoiceOf(run, source, now, ref note) with { Clauses = clauses }).Say(DecisionKind.Acted, $"{(holds ? whenSo : whenNot)}{(found.Length > 0 ? ": " : string.Empty)}{found}", _effects);
        return holds;
    }

    private void SayRound(AutomationRun run, ActionPlan source, DateTimeOffset now, string text, ImmutableArray<TraceValue> values)
    {
        var note = string.Empty;
        (VoiceOf(run, source, now, ref note) with { Values = values }).Say(DecisionKind.Acted, text, _effects);
    }

    private static string Times(int times) => times == 1 ? "once" : $"{times} times";
}
