using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.Cron;

/// <summary>A field of a cron expression: its name, its range, and the names that stand for numbers.</summary>
internal sealed record CronField(string Name, int Min, int Max, ImmutableArray<string> Names)
{
    public static readonly CronField Second = new("second", 0, 59, []);
    public static readonly CronField Minute = new("minute", 0, 59, []);
    public static readonly CronField Hour = new("hour", 0, 23, []);
    public static readonly CronField DayOfMonth = new("day of the month", 1, 31, []);
    public static readonly CronField Month = new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    /// <summary>0 and 7 are both Sunday.</summary>
    public static readonly CronField DayOfWeek = new("day of the week", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    /// <summary>All values of the range, as bits.</summary>
    public ulong All => Bits(Min, Max, 1);

    /// <summary>Every n-th value of a range, as bits.</summary>
    public static ulong Bits(int first, int last, int step)
    {
        ulong bits = 0;
        for (var value = first; value <= last; value += step)
        {
            bits |= 1UL << value;
        }

        return bits;
    }
}
