using System.Globalization;

namespace IotHub.Automation.Schedules.Cron;

/// <summary>Reads one field and collects its values as bits.</summary>
internal sealed class CronItems(CronField field)
{
    public ulong Values { get; private set; }

    public ulong BeforeLast { get; private set; }

    public ulong NearestWorking { get; private set; }

    public ulong Nth { get; private set; }

    public ulong LastOfWeek { get; private set; }

    /// <summary>Reads the whole field; the first fault, or null.</summary>
    public TextFault? Read((int Offset, string Text) written)
    {
        var offset = written.Offset;
        foreach (var item in written.Text.Split(','))
        {
            if (ReadItem(item, offset) is { } fault)
            {
                return fault;
            }

            offset += item.Length + 1;
        }

        return null;
    }

    private TextFault? ReadItem(string item, int offset)
    {
        if (item.Length == 0)
        {
            return Fault(offset, item, "is empty", "Remove the comma, or write a value.");
        }

        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var (body, step) = slash < 0 ? (item, 1) : (item[..slash], 0);
        if (slash >= 0 && !CronParser.TryNumber(item.AsSpan(slash + 1), out step))
        {
            return Fault(offset + slash + 1, item, "has no number after the stroke", null);
        }

        var (first, last) = (field.Min, ReferenceEquals(field, CronField.DayOfWeek) ? 6 : field.Max);
        if (body is not ("*" or "?"))
        {
            if (slash < 0 && ReadSpecial(body, offset, out var special))
            {
                return special;
            }

            var dash = body.IndexOf('-', StringComparison.Ordinal);
            var start = dash < 0 ? body : body[..dash];
            if (!TryValue(start, out first))
            {
                return NotAValue(start, offset);
            }

            last = first;
            if (dash >= 0 && !TryValue(body[(dash + 1)..], out last))
            {
                return NotAValue(body[(dash + 1)..], offset + dash + 1);
            }

            // "sun" at the end of a range is the seventh day.
            last = ReferenceEquals(field, CronField.DayOfWeek) && last == 0 && first > 0 ? 7 : last;
            if (last < first)
            {
                return Fault(offset, item, "ends before it begins", $"Write two ranges: \"{first}-{field.Max},{field.Min}-{last}\".");
            }

            if (slash >= 0 && dash < 0)
            {
                return Fault(offset, item, "has a step but no range", $"Did you mean \"{body}-{field.Max}/{step}\"?");
            }
        }

        if (slash >= 0 && step == 0)
        {
            return Fault(offset + slash + 1, item, "has a step of 0, so it would never go on", "Write a step of 1 or more.");
        }

        if (step > 1 && step > last - first)
        {
            return Fault(offset + slash + 1, item, $"has a step of {step}, which is beyond its range of {first} to {last}", StepHint(step));
        }

        Values |= CronField.Bits(first, last, step);
        return null;
    }

    private string? StepHint(int step) => ReferenceEquals(field, CronField.Minute) && step <= 1440
        ? $"For every {step} minutes use an interval: \"{Compilation.Duration.Format(TimeSpan.FromMinutes(step))}\"."
        : ReferenceEquals(field, CronField.Hour) && step <= 744
            ? $"For every {step} hours use an interval: \"{Compilation.Duration.Format(TimeSpan.FromHours(step))}\"."
            : null;

    // L, L-3, 15W, LW among days of the month; friL and fri#2 among days of the week. True when it was one of them, wrong or right.
    private bool ReadSpecial(string body, int offset, out TextFault? fault)
    {
        fault = null;
        var upper = body.ToUpperInvariant();
        if (ReferenceEquals(field, CronField.DayOfMonth))
        {
            return ReadDayOfMonth(upper, offset, out fault);
        }

        if (!ReferenceEquals(field, CronField.DayOfWeek))
        {
            return false;
        }

        var mark = body.IndexOf('#', StringComparison.Ordinal);
        if (mark >= 0)
        {
            if (!TryValue(body[..mark], out var day))
            {
                fault = NotAValue(body[..mark], offset);
            }
            else if (!CronParser.TryNumber(body.AsSpan(mark + 1), out var number) || number is < 1 or > 5)
            {
                fault = Fault(offset + mark + 1, body, "asks for a week of the month that is not 1 to 5", null);
            }
            else
            {
                Nth |= 1UL << ((7 * (number - 1)) + (day % 7));
            }

            return true;
        }

        if (upper.Length > 1 && upper[^1] == 'L' && TryValue(body[..^1], out var last))
        {
            LastOfWeek |= 1UL << (last % 7);
            return true;
        }

        if (upper == "L")
        {
            fault = Fault(offset, body, "does not say of which day it is the last", "Write \"sunL\" for the last Sunday of the month, or \"sat\" for each Saturday.");
            return true;
        }

        return false;
    }

    private bool ReadDayOfMonth(string upper, int offset, out TextFault? fault)
    {
        fault = null;
        switch (upper)
        {
            case "L":
                BeforeLast |= 1;
                return true;
            case "LW" or "WL":
                NearestWorking |= 1;
                return true;
        }

        if (upper.StartsWith("L-", StringComparison.Ordinal))
        {
            if (CronParser.TryNumber(upper.AsSpan(2), out var before) && before is >= 0 and <= 30)
            {
                BeforeLast |= 1UL << before;
            }
            else
            {
                fault = Fault(offset, upper, "is not the last day of the month or up to 30 days before it", null);
            }

            return true;
        }

        if (upper.Length > 1 && upper[^1] == 'W')
        {
            if (CronParser.TryNumber(upper.AsSpan(0, upper.Length - 1), out var day) && day is >= 1 and <= 31)
            {
                NearestWorking |= 1UL << day;
            }
            else
            {
                fault = Fault(offset, upper, "does not name one day of the month before its W", "Write a single day, such as \"15W\".");
            }

            return true;
        }

        return false;
    }

    private bool TryValue(string text, out int value)
    {
        var named = field.Names.IndexOf(text, 0, StringComparer.OrdinalIgnoreCase);
        value = named < 0 ? 0 : named + field.Min;
        return named >= 0 || (CronParser.TryNumber(text, out value) && value >= field.Min && value <= field.Max);
    }

    private TextFault NotAValue(string text, int offset)
    {
        var names = field.Names.IsEmpty ? string.Empty : $" or {field.Names[0]} to {field.Names[^1]}";
        return Fault(offset, text, string.Create(CultureInfo.InvariantCulture, $"is not {field.Min} to {field.Max}{names}"),
            field.Names.IsEmpty || text.Length < 3 || char.IsAsciiDigit(text[0]) ? null : Documents.NearestName.Suggest(text[..3], field.Names));
    }

    private TextFault Fault(int offset, string item, string what, string? suggestion) =>
        new(offset, $"\"{TextFault.Cut(item)}\" in the field for the {field.Name} {what}.", suggestion);
}
