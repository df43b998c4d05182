namespace IotHub.Automation.Schedules.LocalTime;

/// <summary>Which of two moments is meant by a local time that clocks show twice, because they go back over it.</summary>
public enum RepeatedTime
{
    /// <summary>Written <c>first</c>, the default.</summary>
    First,

    /// <summary>Written <c>second</c>.</summary>
    Second,
}
