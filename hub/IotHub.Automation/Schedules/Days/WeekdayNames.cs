using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.Days;

/// <summary>How days are written in documents and read in decisions.</summary>
public static class WeekdayNames
{
    /// <summary>The names in order, from Monday.</summary>
    public static ImmutableArray<string> All { get; } = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>The set that holds just this day.</summary>
    public static Weekdays Of(DayOfWeek day) => (Weekdays)(1 << (((int)day + 6) % 7));

    /// <summary>The day as it is written.</summary>
    public static string NameOf(DayOfWeek day) => All[((int)day + 6) % 7];

    /// <summary>The set as it is written, <c>mon, tue</c>.</summary>
    public static string Describe(Weekdays days) => string.Join(", ", All.Where((_, index) => ((int)days & (1 << index)) != 0));
}
