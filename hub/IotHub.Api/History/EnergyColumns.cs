using System.Collections.Immutable;
using IotHub.Runtime.Storing;

namespace IotHub.Api.History;

/// <summary>
/// How what was read becomes the parts of an answer. Whether a main meter counts or the devices do is settled for each day of the home's clock, and for longer parts by their days:
/// settled for each part by itself, a month would not be the sum of its days.
/// </summary>
/// <param name="PartOf">Which part each column that was read belongs to, in order.</param>
/// <param name="IsMetered">Whether a main meter told something of the day that holds the column; false where that is read off the column itself.</param>
internal sealed record EnergyColumns(ImmutableArray<int> PartOf, ImmutableArray<bool> IsMetered)
{
    /// <summary>Each column is a part.</summary>
    public static EnergyColumns Each(int count) => new([.. Enumerable.Range(0, count)], [.. Enumerable.Repeat(false, count)]);

    /// <summary>Columns are days, parts are longer.</summary>
    public static EnergyColumns OfDays(ImmutableArray<DateTimeOffset> days, ImmutableArray<DateTimeOffset> parts) =>
        new([.. days.Take(days.Length - 1).Select(day => Holder(parts, day))], [.. Enumerable.Repeat(false, days.Length - 1)]);

    /// <summary>Columns are hours, and each knows of its day.</summary>
    /// <param name="hours">When each begins, and when the last one ends.</param>
    /// <param name="days">The same of the days that hold them.</param>
    /// <param name="use">What was used on these days.</param>
    /// <param name="billing">Names the main meters.</param>
    public static EnergyColumns OfHours(ImmutableArray<DateTimeOffset> hours, ImmutableArray<DateTimeOffset> days, EnergyUse use, EnergyBilling billing)
    {
        var mains = use.Devices.Where(device => billing.MainMeters.Contains(device.Device)).ToList();
        return Each(hours.Length - 1) with { IsMetered = [.. hours.Take(hours.Length - 1).Select(hour => mains.Any(main => main.Parts[Holder(days, hour)] is not null))] };
    }

    /// <summary>Sums of columns by part; null where none of them is known.</summary>
    public ImmutableArray<long?> Gather(IReadOnlyList<long?> columns, int count)
    {
        var parts = new long?[count];
        for (var column = 0; column < columns.Count; column++)
        {
            if (columns[column] is { } known)
            {
                parts[PartOf[column]] = (parts[PartOf[column]] ?? 0) + known;
            }
        }

        return [.. parts];
    }

    /// <summary>A device with its marks in parts.</summary>
    public DeviceEnergy Gather(DeviceEnergy device, int count) => device with
    {
        Parts = Gather(device.Parts, count),
        Marks = [.. device.Marks.GroupBy(mark => (Part: PartOf[mark.Column], mark.Kind)).Select(same => new CounterMark(same.Key.Part, same.Key.Kind, same.Sum(mark => mark.Count), same.Sum(mark => mark.Amount)))],
    };

    private static int Holder(ImmutableArray<DateTimeOffset> bounds, DateTimeOffset at)
    {
        var found = bounds.BinarySearch(at);
        return found >= 0 ? found : ~found - 1;
    }
}
