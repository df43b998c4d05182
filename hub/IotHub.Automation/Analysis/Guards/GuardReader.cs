using System.Collections.Immutable;
using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Conditions;
using IotHub.Automation.Expressions;
using IotHub.Devices.Availability;

namespace IotHub.Automation.Analysis.Guards;

/// <summary>Unfolds conditions into the ways in which they can hold. A way that contradicts itself is left out, so that none left means never.</summary>
/// <param name="people">Everyone whom the home knows.</param>
/// <param name="automations">Ids of all automations, with whether they are switched on.</param>
/// <param name="switched">Ids of automations that a step switches on or off.</param>
internal sealed class GuardReader(ImmutableArray<string> people, IReadOnlyDictionary<string, bool> automations, IReadOnlySet<string> switched)
{
    private static readonly ImmutableArray<Facts> Always = [Facts.None];
    private static readonly ImmutableArray<Facts> Never = [];

    public ImmutableArray<string> People => people;

    /// <summary>The ways in which a condition holds; the ways in which it does not where <paramref name="holds"/> is false.</summary>
    public ImmutableArray<Facts> Read(ConditionPlan condition, bool holds = true)
    {
        switch (condition)
        {
            case ConditionPlan.All all:
                return holds ? Both(all.Of.Select(part => Read(part))) : Either(all.Of.Select(part => Read(part, false)));
            case ConditionPlan.Any any:
                return holds ? Either(any.Of.Select(part => Read(part))) : Both(any.Of.Select(part => Read(part, false)));
            case ConditionPlan.Not not:
                return Read(not.Of, !holds);
            case ConditionPlan.Property property:
                return Property(property, holds);
            case ConditionPlan.Window or ConditionPlan.Time:
                return [new Facts { Times = [new TimeFact(condition, holds)] }];
            case ConditionPlan.Trigger trigger:
                return holds ? [new Facts { Triggers = trigger.Ids }] : Always;
            case ConditionPlan.Presence presence:
                return Presence(presence, holds);
            case ConditionPlan.Automation automation:
                return Automation(automation, holds);
            case ConditionPlan.Availability availability:
                var allowed = holds ? availability.Is : [.. Enum.GetValues<DeviceAvailability>().Except(availability.Is)];
                return allowed.IsEmpty ? Never : [new Facts { Devices = Facts.None.Devices.SetItem(availability.Device.Name, allowed) }];
            case ConditionPlan.Expression expression:
                return ExpressionReader.Read(this, expression.Value.Tree, holds) ?? Atom(expression.Value, holds);
            default:
                return Always;
        }
    }

    public static ImmutableArray<Facts> Both(IEnumerable<ImmutableArray<Facts>> parts)
    {
        var ways = Always;
        foreach (var part in parts)
        {
            ways = [.. ways.SelectMany(way => part.Select(way.And)).Where(way => !way.IsContradiction).Take(AnalysisLimits.WaysMax)];
        }

        return ways;
    }

    public static ImmutableArray<Facts> Either(IEnumerable<ImmutableArray<Facts>> parts) => [.. parts.SelectMany(part => part).Take(AnalysisLimits.WaysMax)];

    /// <summary>Everybody, or somebody, at home or away.</summary>
    public ImmutableArray<Facts> Presence(ConditionPlan.Presence presence, bool holds)
    {
        var asked = presence.Persons.IsEmpty ? people : presence.Persons;
        var isHome = presence.IsHome == holds;
        return presence.NeedsAll == holds
            ? Both(asked.Select(person => One(person, isHome)))
            : Either(asked.Select(person => One(person, isHome)));
    }

    public static ImmutableArray<Facts> One(string person, bool isHome) => [new Facts { Persons = Facts.None.Persons.SetItem(person, isHome) }];

    /// <summary>Something that the model cannot look into.</summary>
    public static ImmutableArray<Facts> Atom(CompiledExpression expression, bool holds) =>
        [new Facts { Atoms = Facts.None.Atoms.SetItem(expression.ToString(), holds), Expressions = [(expression, holds)] }];

    private static ImmutableArray<Facts> Property(ConditionPlan.Property property, bool holds)
    {
        var values = ValueSet.Of(property.Test, property.Reference.Property);
        if (holds)
        {
            return Only(Facts.Of(new PropertyFact(property.Reference, values, false, property.For ?? TimeSpan.Zero, null)));
        }

        // Not so, or not yet for so long: the second cannot be said here, so anything goes.
        return property.For is not null ? Always : Only(Facts.Of(new PropertyFact(property.Reference, values.Complement(), true, TimeSpan.Zero, null)));
    }

    private static ImmutableArray<Facts> Only(Facts facts) => facts.IsContradiction ? Never : [facts];

    private ImmutableArray<Facts> Automation(ConditionPlan.Automation automation, bool holds)
    {
        var (question, answer) = automation.Is switch
        {
            AutomationStanding.Enabled => ("enabled", holds),
            AutomationStanding.Disabled => ("enabled", !holds),
            AutomationStanding.Running => ("running", holds),
            _ => ("running", !holds),
        };
        var isOn = automations.TryGetValue(automation.Id, out var enabled) && enabled;
        if (!switched.Contains(automation.Id) && ((question == "enabled" && answer != isOn) || (question == "running" && answer && !isOn)))
        {
            // One that somebody switched off by hand may be switched on again; one that is not there runs never.
            return automations.ContainsKey(automation.Id) ? Always : Never;
        }

        return [new Facts { Atoms = Facts.None.Atoms.SetItem($"{automation.Id} {question}", answer) }];
    }
}
