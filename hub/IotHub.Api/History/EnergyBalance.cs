using System.Collections.Immutable;
using IotHub.Runtime.Storing;

namespace IotHub.Api.History;

/// <summary>
/// Sums energy up and prices it, in whole numbers. Cost is rounded where it runs up, not in each part: a part costs what the bill up to its end is above the bill up to its beginning.
/// So a year costs what its days cost, to the last digit.
/// </summary>
internal sealed class EnergyBalance
{
    // Thousandths of a watt-hour times millionths of the unit, in a thousandth of the unit.
    private const long PerThousandth = 1_000_000_000;

    private readonly int _count;
    private readonly long? _price;

    private EnergyBalance(EnergyUse use, int count, EnergyBilling billing, EnergyColumns columns)
    {
        (_count, _price) = (count, billing.PriceMillionths);
        var isMain = use.Devices.ToLookup(device => billing.MainMeters.Contains(device.Device));
        Devices = [.. isMain[false].Select(device => columns.Gather(device, count)).Select(device => (device, Priced(device.Parts)))];
        var known = Sum([.. Devices.Select(device => device.Sum)]);
        if (billing.MainMeters.IsEmpty)
        {
            Total = known;
            return;
        }

        var (mains, parts) = (isMain[true].Select(device => device.Parts).ToList(), isMain[false].Select(device => device.Parts).ToList());
        Total = Priced(columns.Gather([.. columns.IsMetered.Select((isMetered, column) => Whole(mains, parts, column, isMetered))], count));
        Other = Difference(Total, known);
    }

    public ImmutableArray<(DeviceEnergy Use, EnergySumBody Sum)> Devices { get; }

    /// <summary>What the main meters told beyond the devices; null without a main meter.</summary>
    public EnergySumBody? Other { get; }

    public EnergySumBody Total { get; }

    /// <summary>Sums up.</summary>
    /// <param name="use">What was read.</param>
    /// <param name="count">Parts of the answer.</param>
    /// <param name="billing">Price and main meters.</param>
    /// <param name="columns">How what was read becomes parts; null where each column is one.</param>
    public static EnergyBalance Of(EnergyUse use, int count, EnergyBilling billing, EnergyColumns? columns = null) => new(use, count, billing, columns ?? EnergyColumns.Each(count));

    // On a day of which no main meter told anything, the devices are all there is. On any other day they are not: what a silent meter missed it counts when it is heard again.
    private static long? Whole(List<ImmutableArray<long?>> mains, List<ImmutableArray<long?>> parts, int column, bool isMetered)
    {
        if (mains.Any(main => main[column] is not null))
        {
            return mains.Sum(main => main[column] ?? 0);
        }

        return parts.Any(part => part[column] is not null) ? isMetered ? 0 : parts.Sum(part => part[column] ?? 0) : null;
    }

    private EnergySumBody Priced(ImmutableArray<long?> energy)
    {
        var total = energy.Sum(part => part ?? 0);
        if (_price is not { } price)
        {
            return new EnergySumBody(energy, total, null, null);
        }

        var cost = new List<long?>(_count);
        var (whole, told) = ((Int128)0, 0L);
        foreach (var part in energy)
        {
            whole += (Int128)(part ?? 0) * price;
            var bill = Rounded(whole);
            cost.Add(part is null ? null : bill - told);
            told = bill;
        }

        return new EnergySumBody(energy, total, cost, told);
    }

    private EnergySumBody Sum(IReadOnlyList<EnergySumBody> parts) => Combine(
        part => parts.Any(one => one.Energy[part] is not null) ? parts.Sum(one => one.Energy[part] ?? 0) : null,
        part => parts.Any(one => one.Cost![part] is not null) ? parts.Sum(one => one.Cost![part] ?? 0) : null);

    private EnergySumBody Difference(EnergySumBody whole, EnergySumBody parts) => Combine(
        part => whole.Energy[part] is { } energy ? energy - (parts.Energy[part] ?? 0) : null,
        part => whole.Cost![part] is { } cost ? cost - (parts.Cost![part] ?? 0) : null);

    private EnergySumBody Combine(Func<int, long?> energy, Func<int, long?> cost)
    {
        var energies = Enumerable.Range(0, _count).Select(energy).ToList();
        var costs = _price is null ? null : Enumerable.Range(0, _count).Select(cost).ToList();
        return new EnergySumBody(energies, energies.Sum(part => part ?? 0), costs, costs?.Sum(part => part ?? 0));
    }

    private static long Rounded(Int128 millionths)
    {
        var (whole, rest) = Int128.DivRem(millionths + (PerThousandth / 2), PerThousandth);
        return (long)(rest < 0 ? whole - 1 : whole);
    }
}
