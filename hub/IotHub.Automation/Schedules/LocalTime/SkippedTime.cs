namespace IotHub.Automation.Schedules.LocalTime;

/// <summary>When a local time comes on a day on which clocks go forward over it.</summary>
public enum SkippedTime
{
    /// <summary>Written <c>at-jump</c>, the default: at the moment of the jump. What should happen by 02:30 has then happened by 03:00.</summary>
    AtJump,

    /// <summary>Written <c>shifted</c>: as long after the jump as it lies within the gap, so 02:30 comes when clocks show 03:30.</summary>
    Shifted,
}
