using System.Collections.Immutable;

namespace IotHub.Automation.Documents;

/// <summary>The members that each kind of object may have; whatever else is there is a fault. The schemas under docs/automations name the same.</summary>
public static class DocumentMembers
{
    /// <summary>An automation.</summary>
    public static ImmutableArray<string> Automation { get; } = ["id", "name", "description", "enabled", "mode", "triggers", "conditions", "actions"];

    /// <summary>A trigger on a property.</summary>
    public static ImmutableArray<string> PropertyTrigger { get; } = ["id", "property", "becomes", "changes", "above", "below", "for"];

    /// <summary>A trigger on an event.</summary>
    public static ImmutableArray<string> EventTrigger { get; } = ["id", "event", "arguments"];

    /// <summary>A trigger on a time of the day.</summary>
    public static ImmutableArray<string> TimeTrigger { get; } = ["id", "time", "days"];

    /// <summary>A condition that all others hold.</summary>
    public static ImmutableArray<string> AllCondition { get; } = ["all"];

    /// <summary>A condition that one of others holds.</summary>
    public static ImmutableArray<string> AnyCondition { get; } = ["any"];

    /// <summary>A condition that another does not hold.</summary>
    public static ImmutableArray<string> NotCondition { get; } = ["not"];

    /// <summary>A condition on a property.</summary>
    public static ImmutableArray<string> PropertyCondition { get; } = ["property", "is", "above", "below", "for"];

    /// <summary>A condition on the local time.</summary>
    public static ImmutableArray<string> WindowCondition { get; } = ["after", "before", "days"];

    /// <summary>A condition on the trigger.</summary>
    public static ImmutableArray<string> TriggerCondition { get; } = ["trigger"];

    /// <summary>An action that sets values.</summary>
    public static ImmutableArray<string> SetAction { get; } = ["set"];

    /// <summary>An action that calls an action of a device.</summary>
    public static ImmutableArray<string> CallAction { get; } = ["call", "in"];

    /// <summary>An action that waits.</summary>
    public static ImmutableArray<string> WaitAction { get; } = ["wait"];

    /// <summary>An action that sets a scene.</summary>
    public static ImmutableArray<string> SceneAction { get; } = ["scene"];

    /// <summary>A scene.</summary>
    public static ImmutableArray<string> Scene { get; } = ["id", "name", "icon", "description", "set"];
}
