using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Conditions;

/// <summary>What a condition reads, under the names that an expression would read it by.</summary>
internal static class ConditionReadings
{
    public static ImmutableArray<TraceValue> Of(ConditionPlan condition, EngineScope scope)
    {
        switch (condition)
        {
            case ConditionPlan.Property property:
                var state = scope.StateOf(property.Reference);
                var value = new TraceValue(property.Reference.Address, state.Value.HasValue ? TraceLimits.Cut(state.Value.ToString()) : null);
                return property.For is null || !state.Value.HasValue
                    ? [value]
                    : [value, new TraceValue($"since({property.Reference.Address})", Duration.Format(scope.Now - state.ChangedAt))];
            case ConditionPlan.Window:
                return [.. OfTime(scope)];
            case ConditionPlan.Time { Test: TimeTest.Window }:
                return [.. OfTime(scope), new TraceValue("isWorkday()", Text(scope.IsWorkday)), new TraceValue("isHoliday()", Text(scope.IsHoliday))];
            case ConditionPlan.Time { Test: TimeTest.Elevation }:
                return [new TraceValue("sunElevation()", scope.SunElevation is { } elevation ? ExpressionValue.FromNumber(Math.Round(elevation, 1)).ToString() : null)];
            case ConditionPlan.Time:
                return [OfTime(scope)[0]];
            case ConditionPlan.Trigger:
                return [new TraceValue("trigger.id", scope.Trigger)];
            case ConditionPlan.Presence presence:
                return [.. (presence.Persons.IsEmpty ? scope.People : presence.Persons).Take(TraceLimits.ValuesMax)
                    .Select(person => new TraceValue($"isHome('{person}')", Text(scope.IsHome(person))))];
            case ConditionPlan.Automation automation:
                return [new TraceValue($"state('{automation.Id}')", scope.AutomationState(automation.Id))];
            case ConditionPlan.Availability availability:
                return [new TraceValue(availability.Device.Name, EngineValues.NameOf(scope.AvailabilityOf(availability.Device)))];
            case ConditionPlan.Expression expression:
                return expression.Value.ReadValues(scope);
            default:
                return [];
        }
    }

    private static TraceValue[] OfTime(EngineScope scope)
    {
        var local = ValueTexts.Local(scope.Now, scope.Zone);
        return [new TraceValue("time()", EngineTexts.Clock(TimeOnly.FromDateTime(local))), new TraceValue("date()", ZoneOffsets.DateAt(scope.Now, scope.Zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static string? Text(bool? value) => value switch
    {
        true => "true",
        false => "false",
        null => null,
    };
}
