using System.Numerics;

namespace IotHub.Automation.Schedules.Cron;

/// <summary>
/// A cron expression: minute, hour, day of the month, month, day of the week; with six fields, seconds come first. Stars, lists, ranges, steps and
/// English names; for days also <c>L</c>, <c>L-3</c>, <c>15W</c>, <c>LW</c>, <c>friL</c> and <c>fri#2</c>; and <c>@daily</c> and its like. As in Vixie's
/// cron, where both day fields are restricted a day that suits either counts.
/// </summary>
public sealed record CronExpression
{
    internal CronExpression(string text, ulong seconds, ulong minutes, ulong hours, CronDays days)
    {
        Text = text;
        Seconds = seconds;
        Minutes = minutes;
        Hours = hours;
        Days = days;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    internal ulong Seconds { get; }

    internal ulong Minutes { get; }

    internal ulong Hours { get; }

    internal CronDays Days { get; }

    /// <summary>True when it has every hour of the day: then it goes by the clock as shown, twice through an hour that is repeated.</summary>
    public bool IsEveryHour => Hours == CronField.Hour.All;

    /// <summary>Reads an expression; otherwise says what is wrong. One that no day of any year suits is wrong too.</summary>
    public static CronExpression? TryParse(string text, out TextFault? fault)
    {
        var expression = CronParser.Parse(text, out fault);
        if (expression is not null && !expression.HasADay())
        {
            fault = new TextFault(0, $"\"{TextFault.Cut(text)}\" never comes: no month it names has such a day.");
            return null;
        }

        return expression;
    }

    /// <summary>True when it comes on that date.</summary>
    public bool HasDate(DateOnly date) => Days.Contains(date);

    /// <summary>True when it comes at that second of a day.</summary>
    public bool HasTime(int second) => second is >= 0 and < 86_400
        && (Hours & (1UL << (second / 3600))) != 0 && (Minutes & (1UL << (second / 60 % 60))) != 0 && (Seconds & (1UL << (second % 60))) != 0;

    /// <summary>The first second of a day, at or after <paramref name="from"/>, at which it comes; -1 where there is none.</summary>
    public int NextTime(int from)
    {
        var hour = from / 3600;
        var minute = from / 60 % 60;
        var second = from % 60;
        if (hour > 23)
        {
            return -1;
        }

        if ((Hours & (1UL << hour)) != 0)
        {
            if ((Minutes & (1UL << minute)) != 0 && Next(Seconds, second) is >= 0 and var sameMinute)
            {
                return (hour * 3600) + (minute * 60) + sameMinute;
            }

            if (Next(Minutes, minute + 1) is >= 0 and var sameHour)
            {
                return (hour * 3600) + (sameHour * 60) + BitOperations.TrailingZeroCount(Seconds);
            }
        }

        return Next(Hours, hour + 1) is >= 0 and var later
            ? (later * 3600) + (BitOperations.TrailingZeroCount(Minutes) * 60) + BitOperations.TrailingZeroCount(Seconds)
            : -1;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int Next(ulong bits, int from)
    {
        var rest = from > 63 ? 0 : bits >> from << from;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    // Within 28 years each kind of year comes: leap or not, beginning on each day of the week.
    private bool HasADay()
    {
        var date = new DateOnly(2000, 1, 1);
        for (var day = 0; day < (28 * 365) + 7; day++)
        {
            if (HasDate(date.AddDays(day)))
            {
                return true;
            }
        }

        return false;
    }
}
