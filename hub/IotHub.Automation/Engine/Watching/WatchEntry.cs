namespace IotHub.Automation.Engine.Watching;

/// <summary>One thing that one trigger listens to.</summary>
/// <param name="Set">Whose trigger.</param>
/// <param name="Trigger">Position of the trigger within the set; <see cref="TriggerSet.Condition"/> for the condition that a strand waits for.</param>
/// <param name="Watch">Position within the trigger.</param>
internal readonly record struct WatchEntry(TriggerSet Set, int Trigger, int Watch)
{
    /// <summary>In order of automations, then their own triggers, then strands that wait, so that decisions come in the same order each time.</summary>
    public static int Compare(WatchEntry left, WatchEntry right)
    {
        var result = TriggerSet.Compare(left.Set, right.Set);
        result = result != 0 ? result : left.Trigger.CompareTo(right.Trigger);
        return result != 0 ? result : left.Watch.CompareTo(right.Watch);
    }
}
