namespace IotHub.Automation.Tests.Schedules;

/// <summary>A cron expression made by chance, with the sets that it stands for.</summary>
internal sealed class RandomCron
{
    private RandomCron()
    {
    }

    public required string Text { get; init; }

    public required bool[] Minutes { get; init; }

    public required bool[] Hours { get; init; }

    public required bool[] DaysOfMonth { get; init; }

    public required bool[] Months { get; init; }

    public required bool[] DaysOfWeek { get; init; }

    public bool IsEveryHour => Hours.All(isIn => isIn);

    public required bool IsEither { get; init; }

    public static RandomCron Make(Random random)
    {
        var (minute, minutes) = Field(random, 0, 59, []);
        var (hour, hours) = Field(random, 0, 23, []);
        var (day, days) = Field(random, 1, 31, []);
        var (month, months) = Field(random, 1, 12, ["", "jan", "feb", "MAR", "apr", "may", "jun", "jul", "Aug", "sep", "oct", "nov", "dec"]);
        var (weekday, weekdays) = Field(random, 0, 7, ["sun", "mon", "TUE", "wed", "thu", "fri", "sat"]);
        if (weekdays.Remove(7))
        {
            weekdays.Add(0);
        }

        return new RandomCron
        {
            Text = string.Join(random.Next(5) == 0 ? "  " : " ", minute, hour, day, month, weekday),
            Minutes = [.. Enumerable.Range(0, 60).Select(minutes.Contains)],
            Hours = [.. Enumerable.Range(0, 24).Select(hours.Contains)],
            DaysOfMonth = [.. Enumerable.Range(0, 32).Select(days.Contains)],
            Months = [.. Enumerable.Range(0, 13).Select(months.Contains)],
            DaysOfWeek = [.. Enumerable.Range(0, 7).Select(weekdays.Contains)],
            IsEither = day[0] != '*' && weekday[0] != '*',
        };
    }

    public bool Suits(DateTime local)
    {
        if (!Minutes[local.Minute] || !Hours[local.Hour] || !Months[local.Month])
        {
            return false;
        }

        var (month, week) = (DaysOfMonth[local.Day], DaysOfWeek[(int)local.DayOfWeek]);
        return IsEither ? month || week : month && week;
    }

    private static (string Text, HashSet<int> Values) Field(Random random, int min, int max, string[] names)
    {
        switch (random.Next(4))
        {
            case 0:
                return ("*", [.. Enumerable.Range(min, max - min + 1)]);
            case 1:
                var step = random.Next(1, max - min);
                return ($"*/{step}", [.. Enumerable.Range(min, (max == 7 ? 6 : max) - min + 1).Where(value => (value - min) % step == 0)]);
        }

        var values = new HashSet<int>();
        var items = new List<string>();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var first = random.Next(min, max + 1);
            var last = random.Next(2) == 0 ? first : random.Next(first, max + 1);
            var step = last - first >= 2 && random.Next(2) == 0 ? random.Next(1, last - first + 1) : 1;
            items.Add(Name(first) + (last > first ? "-" + Name(last) : string.Empty) + (step > 1 ? $"/{step}" : string.Empty));
            values.UnionWith(Enumerable.Range(first, last - first + 1).Where(value => (value - first) % step == 0));
        }

        return (string.Join(',', items), values);

        string Name(int value) => value < names.Length && names[value].Length > 0 && random.Next(2) == 0 ? names[value] : value.ToString();
    }
}
