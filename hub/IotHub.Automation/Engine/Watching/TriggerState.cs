using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Engine.Watching;

/// <summary>What lives of one trigger.</summary>
internal sealed class TriggerState(TriggerPlan plan)
{
    /// <summary>For each thing that is watched: whether it is as asked, as far as changes were looked at.</summary>
    public bool[] Inside { get; } = new bool[SizeOf(plan)];

    /// <summary>For each thing that is watched: the hold that runs, or the next time of a schedule. Groups use the first.</summary>
    public EngineTimer?[] Timers { get; } = new EngineTimer?[SizeOf(plan)];

    /// <summary>Times of a schedule that were taken.</summary>
    public TakenSlots Taken { get; set; } = TakenSlots.None;

    /// <summary>True when all of several are as asked, or any, by the rule of the trigger.</summary>
    public bool IsMet(GroupRule rule) => rule == GroupRule.All ? Array.TrueForAll(Inside, inside => inside) : Array.Exists(Inside, inside => inside);

    private static int SizeOf(TriggerPlan plan) => plan switch
    {
        TriggerPlan.Property property => property.Watched.Length,
        TriggerPlan.Availability availability => availability.Devices.Length,
        _ => 1,
    };
}
