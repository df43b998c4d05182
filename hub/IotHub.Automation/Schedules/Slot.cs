using System.Globalization;

namespace IotHub.Automation.Schedules;

/// <summary>
/// Which occurrence of a schedule it is, in terms of the home's own days, so that it can be remembered on disk and known again when clocks were set:
/// a slot that was taken is never taken twice. Slots of one schedule are in the order of their moments.
/// </summary>
/// <param name="Date">The local date that the occurrence belongs to; what is put off to after midnight still belongs to its day.</param>
/// <param name="Position">Which occurrence of that date, from 0: the seconds that passed since the date began, or 0 for the sun.</param>
public readonly record struct Slot(DateOnly Date, int Position) : IComparable<Slot>
{
    /// <summary>Earlier.</summary>
    public static bool operator <(Slot left, Slot right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(Slot left, Slot right) => left.CompareTo(right) > 0;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Slot left, Slot right) => left.CompareTo(right) <= 0;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Slot left, Slot right) => left.CompareTo(right) >= 0;

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Slot slot)
    {
        var mark = text.IndexOf('#');
        if (mark >= 0 && DateOnly.TryParseExact(text[..mark], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && int.TryParse(text[(mark + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            slot = new Slot(date, position);
            return true;
        }

        slot = default;
        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(Slot other)
    {
        var result = Date.CompareTo(other.Date);
        return result != 0 ? result : Position.CompareTo(other.Position);
    }

    /// <summary><c>2026-10-25#9000</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}#{Position}");
}
