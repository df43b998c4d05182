using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.Days;

/// <summary>Kinds of day that every home has. Further ones are the named sets of its day file.</summary>
public static class DayKinds
{
    /// <summary>A day on which people work: one that the file calls so, or any that is neither of the weekend nor a holiday.</summary>
    public const string Workday = "workday";

    /// <summary>A day of the weekend that the file does not call a workday; a holiday may be one too.</summary>
    public const string Weekend = "weekend";

    /// <summary>A holiday of the file that it does not call a workday.</summary>
    public const string Holiday = "holiday";

    /// <summary>All three.</summary>
    public static ImmutableArray<string> All { get; } = [Workday, Weekend, Holiday];
}
