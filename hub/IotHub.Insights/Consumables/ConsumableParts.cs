using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Insights.Consumables;

/// <summary>Finds what wears out in a device: by the contract's own mark, else by the names of the public specification.</summary>
public static class ConsumableParts
{
    // Where the contract does not say when it is low.
    private const double LowPercentAssumed = 10;
    private const double LowPercentOfBattery = 15;

    /// <summary>True for a property that may be a part's level or time; quick, so that every report can be asked.</summary>
    public static bool IsCounter(ContractProperty property) => property.Consumable is not null || IsLevelName(property.Type.Name) || IsTimeName(property.Type.Name);

    /// <summary>The parts of a device, in contract order; names that repeat get <c>-2</c>, <c>-3</c>.</summary>
    public static ImmutableArray<ConsumablePart> Of(DeviceContract contract)
    {
        var found = ImmutableArray.CreateBuilder<ConsumablePart>();
        foreach (var service in contract.Services)
        {
            var counters = service.Properties.Where(property => property.IsObservable && IsCounter(property)).ToList();
            var levels = counters.Where(property => property.Consumable is not null ? !IsTime(property) : IsLevelName(property.Type.Name) && !IsRecharged(service, property)).ToList();
            var times = counters.Where(IsTime).ToList();
            foreach (var level in levels)
            {
                // One level and one time in a service are of the same part; several are told apart by the beginnings of their names.
                var time = levels.Count == 1 && times.Count == 1 ? times[0] : times.Find(other => Stem(other) == Stem(level));
                found.Add(Part(service, level, time));
            }

            foreach (var time in times.Where(time => found.All(part => part.Time != time) && (time.Consumable is not null || IsPartService(service))))
            {
                found.Add(Part(service, null, time));
            }
        }

        return WithUniqueNames(found);
    }

    private static ConsumablePart Part(ContractService service, ContractProperty? level, ContractProperty? time)
    {
        var marked = level?.Consumable is null && time is { Consumable: not null } ? time : level ?? time!;
        var low = marked.Consumable is not { } mark ? IsBattery(marked) ? LowPercentOfBattery : LowPercentAssumed
            : level == marked ? ConsumablePart.Percent(level, mark.Low)
            : LowPercentAssumed;
        var lowTime = marked == time ? marked.Consumable?.Low : null;
        var reset = marked.Consumable is { } consumable
            ? service.Actions.FirstOrDefault(action => action.Iid == consumable.ResetIid)
            : service.Actions.FirstOrDefault(action => action.Type.Name.StartsWith("reset-", StringComparison.Ordinal) && action.Type.Name.EndsWith("-life", StringComparison.Ordinal));
        return new ConsumablePart(marked.Consumable?.Name ?? NameOf(service, marked), level, time, low, lowTime, reset?.Key);
    }

    private static string NameOf(ContractService service, ContractProperty counter) => IsBattery(counter) ? "battery"
        : counter.Type.Name is "life-level" || IsPartService(service) ? service.Key
        : Stem(counter);

    private static ImmutableArray<ConsumablePart> WithUniqueNames(IEnumerable<ConsumablePart> parts)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var named = ImmutableArray.CreateBuilder<ConsumablePart>();
        foreach (var part in parts)
        {
            var count = seen[part.Name] = seen.GetValueOrDefault(part.Name) + 1;
            named.Add(count == 1 ? part : part with { Name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{part.Name}-{count}") });
        }

        return named.ToImmutable();
    }

    private static bool IsBattery(ContractProperty property) => property.Type.Name == "battery-level";

    // What is charged again does not wear out in days.
    private static bool IsRecharged(ContractService service, ContractProperty level) => IsBattery(level) && service.Properties.Any(other => other.Type.Name == "charging-state");

    private static bool IsLevelName(string name) => name is "battery-level" or "life-level" || name.EndsWith("-life-level", StringComparison.Ordinal);

    private static bool IsTimeName(string name) => name.EndsWith("-left-time", StringComparison.Ordinal);

    private static bool IsTime(ContractProperty property) => (property.Consumable is not null || IsTimeName(property.Type.Name))
        && property.Unit is MeasurementUnit.Minutes or MeasurementUnit.Hours or MeasurementUnit.Days or MeasurementUnit.Weeks;

    // A left time elsewhere is a timer: how long a kettle still keeps warm.
    private static bool IsPartService(ContractService service) => service.Type.Name is "filter" or "brush-cleaner" or "mop" or "detergent" or "silver-ion" or "desiccant";

    private static string Stem(ContractProperty property)
    {
        var name = property.Type.Name;
        foreach (var ending in new[] { "-life-level", "-left-time", "-level" })
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }
}
