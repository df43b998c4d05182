using System.Collections.Immutable;
using IotHub.Contracts;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Homes;
using IotHub.Insights.Consumables;
using IotHub.Testing;

namespace IotHub.Simulation.Tests.Wear;

/// <summary>
/// A shipped home made ready for long times: parts are found in the middle of their lives, people go on holiday, guests come in other months too, and of what devices do by
/// themselves only that lives which wears parts or makes them wear.
/// </summary>
internal static class WearingHome
{
    private const int DaysOfGuestPlan = 30;

    private static readonly ContractCatalogue Contracts = ContractCatalogue.Load([RepositoryRoot.Path("firmware-contracts", "contracts")], out _);

    // Days of a year on which nobody is at home: a long weekend, spring, summer, autumn, Christmas.
    private static readonly (int From, int To)[] Away = [(44, 46), (92, 98), (201, 217), (275, 280), (355, 361)];

    // Nobody rents a flat by the sea then.
    private static readonly int[] EmptyMonths = [0, 1, 10];

    public static HomePlan Load(string file, int seed, int days)
    {
        var plan = SimulatedHome.Load(RepositoryRoot.Path("device-sim", "homes", file), Contracts).Plan;
        plan = seed == 0 ? plan : plan.WithSeed(seed);
        var chance = new SeededRandom(plan.Seed);
        return plan with
        {
            Devices = [.. plan.Devices.Select(device => device with { Lives = Lives, Initial = [.. device.Initial, .. Found(device.Contract, chance)] })],
            People = [.. plan.People.Select(person => person with { Stays = person.Stays.IsEmpty ? AtHome(days) : Again(person.Name, person.Stays, days) })],
        };
    }

    // Without cleaning-area no robot ever comes home; motion is what wears the cells of its sensors.
    private static bool Lives(ContractProperty property) => ConsumableParts.IsCounter(property) || property.Type.Name is "motion-state" or "cleaning-area";

    // One share for all counters of a part.
    private static IEnumerable<PropertyReading> Found(DeviceContract contract, SeededRandom chance)
    {
        foreach (var part in ConsumableParts.Of(contract))
        {
            var share = 0.05 + (0.95 * chance.NextDouble());
            foreach (var counter in new[] { part.Level, part.Time }.OfType<ContractProperty>())
            {
                var full = counter.Type.Name switch { "filter-left-time" when counter.Range!.Value.Maximum >= 4_000 => 4_000, "desiccant-left-time" => 45, _ => counter.Range!.Value.Maximum };
                if (ValueCoercion.TryCheck(counter, PropertyValue.FromInteger((long)Math.Round(full * share)), out var value, out _))
                {
                    yield return new PropertyReading(counter, value);
                }
            }
        }
    }

    private static ImmutableArray<Stay> AtHome(int days)
    {
        var stays = ImmutableArray.CreateBuilder<Stay>();
        var from = 0;
        for (var year = 0; year * 365 < days; year++)
        {
            foreach (var away in Away)
            {
                stays.Add(new Stay(from, (year * 365) + away.From - 1));
                from = (year * 365) + away.To + 1;
            }
        }

        stays.Add(new Stay(from, days + 365));
        return stays.ToImmutable();
    }

    private static ImmutableArray<Stay> Again(string name, ImmutableArray<Stay> stays, int days) =>
    [
        .. from month in Enumerable.Range(0, (days / DaysOfGuestPlan) + 1)
           where name == "Caretaker" || !EmptyMonths.Contains(month % 12)
           from stay in stays
           select new Stay(stay.From + (month * DaysOfGuestPlan), stay.To + (month * DaysOfGuestPlan)),
    ];
}
