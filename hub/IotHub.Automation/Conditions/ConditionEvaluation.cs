using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Conditions;

/// <summary>Tests conditions against the home at one moment, and says which clauses decided.</summary>
/// <param name="Scope">The home, the moment and the run.</param>
internal readonly record struct ConditionEvaluation(EngineScope Scope)
{
    /// <summary>True when the condition holds.</summary>
    public bool Holds(ConditionPlan condition)
    {
        switch (condition)
        {
            case ConditionPlan.All all:
                foreach (var part in all.Of)
                {
                    if (!Holds(part))
                    {
                        return false;
                    }
                }

                return true;
            case ConditionPlan.Any any:
                foreach (var part in any.Of)
                {
                    if (Holds(part))
                    {
                        return true;
                    }
                }

                return false;
            case ConditionPlan.Not not:
                return !Holds(not.Of);
            case ConditionPlan.Property property:
                var state = Scope.StateOf(property.Reference);
                return property.Test.Holds(state.Value) && (property.For is not { } wanted || Scope.Now - state.ChangedAt >= wanted);
            case ConditionPlan.Window window:
                return Scope.KnowsTime && TimeConditions.IsWithin(window.After, window.Before, new DayRule { Weekdays = window.Days }, Scope.Now, Scope.Place);
            case ConditionPlan.Time time:
                return Scope.KnowsTime && time.Test.Holds(Scope.Now, Scope.Place);
            case ConditionPlan.Trigger trigger:
                return trigger.Ids.Contains(Scope.Trigger);
            case ConditionPlan.Presence presence:
                return IsPresent(presence);
            case ConditionPlan.Automation automation:
                return Stands(automation);
            case ConditionPlan.Availability availability:
                return availability.Is.Contains(Scope.AvailabilityOf(availability.Device));
            case ConditionPlan.Expression expression:
                return expression.Value.Evaluate(Scope).Holds;
            default:
                return false;
        }
    }

    /// <summary>The clauses that made the condition hold or fail, with the values they saw, in words.</summary>
    public string Explain(ConditionPlan condition) => Explain(condition, out _);

    /// <summary>The clauses that made the condition hold or fail, with the values they saw.</summary>
    /// <param name="condition">Which condition.</param>
    /// <param name="clauses">The same as data; those of an "any" that failed stand one by one.</param>
    public string Explain(ConditionPlan condition, out ImmutableArray<TraceClause> clauses)
    {
        var texts = new List<string>();
        var found = ImmutableArray.CreateBuilder<TraceClause>();
        Explain(condition, Holds(condition), texts, found);
        clauses = found.DrainToImmutable();
        return string.Join("; ", texts);
    }

    private bool IsPresent(ConditionPlan.Presence presence)
    {
        var (asked, met) = (0, 0);
        foreach (var person in presence.Persons.IsEmpty ? Scope.People : presence.Persons)
        {
            asked++;
            met += Scope.IsHome(person) == presence.IsHome ? 1 : 0;
        }

        return presence.NeedsAll ? asked > 0 && met == asked : met > 0;
    }

    private bool Stands(ConditionPlan.Automation automation)
    {
        var state = Scope.AutomationOf(automation.Id);
        return automation.Is switch
        {
            AutomationStanding.Enabled => state is { Plan.Enabled: true },
            AutomationStanding.Disabled => state is not { Plan.Enabled: true },
            AutomationStanding.Running => state is { Runs.Count: > 0 },
            _ => state is not { Runs.Count: > 0 },
        };
    }

    private void Explain(ConditionPlan condition, bool holds, List<string> texts, ImmutableArray<TraceClause>.Builder clauses)
    {
        switch (condition)
        {
            case ConditionPlan.All all:
                ExplainParts(all.Of, holds, texts, clauses);
                break;
            case ConditionPlan.Any any when holds:
                ExplainParts(any.Of, true, texts, clauses);
                break;
            case ConditionPlan.Any any:
                var parts = new List<string>();
                ExplainParts(any.Of, false, parts, clauses);
                texts.Add($"none of ({string.Join("; ", parts)})");
                break;
            case ConditionPlan.Not not:
                Explain(not.Of, !holds, texts, clauses);
                break;
            default:
                var text = TextOf(condition, holds);
                texts.Add(text);
                if (clauses.Count < TraceLimits.ClausesMax)
                {
                    clauses.Add(new TraceClause(condition.Path, holds, text, ConditionReadings.Of(condition, Scope)));
                }

                break;
        }
    }

    private void ExplainParts(IEnumerable<ConditionPlan> parts, bool holds, List<string> texts, ImmutableArray<TraceClause>.Builder clauses)
    {
        foreach (var part in parts)
        {
            if (Holds(part) == holds)
            {
                Explain(part, holds, texts, clauses);
            }
        }
    }

    private string TextOf(ConditionPlan condition, bool holds) => condition switch
    {
        ConditionPlan.Window or ConditionPlan.Time when !Scope.KnowsTime => "what time it is is not known: the clock is wrong",
        ConditionPlan.Property property => ExplainProperty(property, holds),
        ConditionPlan.Window window => ExplainWindow(window, holds),
        ConditionPlan.Trigger trigger => $"the trigger is {Scope.Trigger}{(holds ? string.Empty : $", not {string.Join(" or ", trigger.Ids)}")}",
        ConditionPlan.Time time => $"{(holds ? string.Empty : "not ")}{EngineTexts.Asked(time.Test)} (now {EngineTexts.Clock(Scope.Now, Scope.Zone)})",
        ConditionPlan.Presence presence => ExplainPresence(presence),
        ConditionPlan.Automation automation => $"{automation.Id} is {(holds ? string.Empty : "not ")}{automation.Is.ToString().ToLowerInvariant()}",
        ConditionPlan.Availability availability => $"{availability.Device.Name} is {Scope.AvailabilityOf(availability.Device).ToString().ToLowerInvariant()}",
        ConditionPlan.Expression expression => expression.Value.Explain(Scope).ToString(),
        _ => string.Empty,
    };

    private string ExplainProperty(ConditionPlan.Property condition, bool holds)
    {
        var state = Scope.StateOf(condition.Reference);
        if (!state.Value.HasValue)
        {
            return $"{condition.Reference} is not known";
        }

        var seen = $"{condition.Reference} is {EngineTexts.Quote(state.Value)}";
        if (!condition.Test.Holds(state.Value))
        {
            return $"{seen}, not {EngineTexts.Bounds(condition.Test)}";
        }

        if (condition.For is not { } wanted)
        {
            return seen;
        }

        var lasted = Scope.Now - state.ChangedAt;
        return holds
            ? $"{seen} for {Duration.Format(lasted)}"
            : $"{seen} for {Duration.Format(lasted)} only, not {Duration.Format(wanted)}";
    }

    private string ExplainWindow(ConditionPlan.Window window, bool holds)
    {
        var span = (window.After, window.Before) switch
        {
            ({ } after, { } before) => $"between {EngineTexts.Clock(after)} and {EngineTexts.Clock(before)}",
            ({ } after, null) => $"after {EngineTexts.Clock(after)}",
            (null, { } before) => $"before {EngineTexts.Clock(before)}",
            _ => string.Empty,
        };
        var local = TimeZoneInfo.ConvertTime(Scope.Now, Scope.Zone).DateTime;
        var days = window.Days == Weekdays.All ? string.Empty : $"on {WeekdayNames.Describe(window.Days)}";
        var gap = span.Length > 0 && days.Length > 0 ? " " : string.Empty;
        var day = days.Length > 0 ? WeekdayNames.NameOf(local.DayOfWeek) + " " : string.Empty;
        return $"{(holds ? string.Empty : "not ")}{span}{gap}{days} (now {day}{EngineTexts.Clock(TimeOnly.FromDateTime(local))})";
    }

    private string ExplainPresence(ConditionPlan.Presence presence)
    {
        var scope = Scope;
        var people = (presence.Persons.IsEmpty ? Scope.People : presence.Persons)
            .Select(person => $"{person} is {(scope.IsHome(person) switch { true => "at home", false => "away", null => "nowhere seen yet" })}");
        return string.Join(", ", people) is { Length: > 0 } text ? text : "the home knows nobody";
    }
}
