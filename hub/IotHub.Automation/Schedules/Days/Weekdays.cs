namespace IotHub.Automation.Schedules.Days;

/// <summary>A set of days of the week.</summary>
[Flags]
public enum Weekdays
{
    /// <summary>No day.</summary>
    None = 0,

    /// <summary>Written <c>mon</c>.</summary>
    Monday = 1,

    /// <summary>Written <c>tue</c>.</summary>
    Tuesday = 2,

    /// <summary>Written <c>wed</c>.</summary>
    Wednesday = 4,

    /// <summary>Written <c>thu</c>.</summary>
    Thursday = 8,

    /// <summary>Written <c>fri</c>.</summary>
    Friday = 16,

    /// <summary>Written <c>sat</c>.</summary>
    Saturday = 32,

    /// <summary>Written <c>sun</c>.</summary>
    Sunday = 64,

    /// <summary>All seven.</summary>
    All = 127,
}
