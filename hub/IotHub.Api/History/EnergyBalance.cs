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

    private EnergyBalance(EnergyUse use, int count, EnergyBilling billing)
    {
        (_count, _price) = (count, billing.PriceMillionths);
        var isMain = use.Devices.ToLookup(device => billing.MainMeters.Contains(device.Device));
        Devices = [.. isMain[false].Select(device => (device, Priced(device.Parts)))];
        var known = Sum([.. Devices.Select(device => device.Sum)]);
        if (billing.MainMeters.IsEmpty)
        {
            Total = known;
            return;
        }

        // Where no main meter told anything, the devices are all there is.
        var mains = isMain[true].Select(device => device.Parts).ToList();
        Total = Priced([.. Enumerable.Range(0, count).Select(part => mains.Any(main => main[part] is not null) ? mains.Sum(main => main[part] ?? 0) : known.Energy[part])]);
        Other = Difference(Total, known);
    }

    public ImmutableArray<(DeviceEnergy Use, EnergySumBody Sum)> Devices { get; }

    /// <summary>What the main meters told beyond the devices; null without a main meter.</summary>
    public EnergySumBody? Other { get; }

    public EnergySumBody Total { get; }

    public static EnergyBalance Of(EnergyUse use, int count, EnergyBilling billing) => new(use, count, billing);

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
