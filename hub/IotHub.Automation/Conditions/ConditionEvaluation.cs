using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Schedules.Days;
using IotHub.Devices.State;

namespace IotHub.Automation.Conditions;

/// <summary>Tests conditions against the home at one moment, and says which clauses decided.</summary>
/// <param name="Home">The home as it is.</param>
/// <param name="Zone">The home's time zone.</param>
/// <param name="Now">The moment.</param>
/// <param name="Trigger">Id of the trigger that fired.</param>
internal readonly record struct ConditionEvaluation(IHomeView Home, TimeZoneInfo Zone, DateTimeOffset Now, string Trigger)
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
                var state = StateOf(property.Reference);
                return property.Test.Holds(state.Value) && (property.For is not { } wanted || Now - state.ChangedAt >= wanted);
            case ConditionPlan.Window window:
                return IsWithin(window, TimeZoneInfo.ConvertTime(Now, Zone).DateTime);
            case ConditionPlan.Trigger trigger:
                return trigger.Ids.Contains(Trigger);
            default:
                return false;
        }
    }

    /// <summary>The clauses that made the condition hold or fail, with the values they saw.</summary>
    public string Explain(ConditionPlan condition)
    {
        var clauses = new List<string>();
        Explain(condition, Holds(condition), clauses);
        return string.Join("; ", clauses);
    }

    private static bool IsWithin(ConditionPlan.Window window, DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        var day = local.DayOfWeek;
        bool within;
        if (window is { After: { } after, Before: { } before } && after > before)
        {
            within = time >= after || time < before;

            // The small hours belong to the window that began the day before.
            day = time < before ? (DayOfWeek)(((int)day + 6) % 7) : day;
        }
        else
        {
            within = (window.After is not { } start || time >= start) && (window.Before is not { } end || time < end);
        }

        return within && (window.Days & WeekdayNames.Of(day)) != 0;
    }

    private void Explain(ConditionPlan condition, bool holds, List<string> clauses)
    {
        switch (condition)
        {
            case ConditionPlan.All all:
                ExplainParts(all.Of, holds, clauses);
                break;
            case ConditionPlan.Any any when holds:
                ExplainParts(any.Of, true, clauses);
                break;
            case ConditionPlan.Any any:
                var parts = new List<string>();
                ExplainParts(any.Of, false, parts);
                clauses.Add($"none of ({string.Join("; ", parts)})");
                break;
            case ConditionPlan.Not not:
                Explain(not.Of, !holds, clauses);
                break;
            case ConditionPlan.Property property:
                clauses.Add(ExplainProperty(property, holds));
                break;
            case ConditionPlan.Window window:
                clauses.Add(ExplainWindow(window, holds));
                break;
            case ConditionPlan.Trigger trigger:
                clauses.Add($"the trigger is {Trigger}{(holds ? string.Empty : $", not {string.Join(" or ", trigger.Ids)}")}");
                break;
        }
    }

    private void ExplainParts(IEnumerable<ConditionPlan> parts, bool holds, List<string> clauses)
    {
        foreach (var part in parts)
        {
            if (Holds(part) == holds)
            {
                Explain(part, holds, clauses);
            }
        }
    }

    private string ExplainProperty(ConditionPlan.Property condition, bool holds)
    {
        var state = StateOf(condition.Reference);
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

        var lasted = Now - state.ChangedAt;
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
        var local = TimeZoneInfo.ConvertTime(Now, Zone).DateTime;
        var days = window.Days == Weekdays.All ? string.Empty : $"on {WeekdayNames.Describe(window.Days)}";
        var gap = span.Length > 0 && days.Length > 0 ? " " : string.Empty;
        var day = days.Length > 0 ? WeekdayNames.NameOf(local.DayOfWeek) + " " : string.Empty;
        return $"{(holds ? string.Empty : "not ")}{span}{gap}{days} (now {day}{EngineTexts.Clock(TimeOnly.FromDateTime(local))})";
    }

    private PropertyState StateOf(PropertyReference reference) => Home.TryGetDevice(reference.Device.Name, out var device)
        && device.Contract.TryGetProperty(reference.Property.Key, out var property)
        ? Home.GetState(device, property)
        : default;
}
