using IotHub.Contracts.Values;
using IotHub.Runtime;
using IotHub.Simulation.Tests.Checks;

namespace IotHub.Simulation.Tests.World;

/// <summary>What people do by the app: sensible things, the same thing twice, and things that cannot be done.</summary>
internal sealed class Person(IReadOnlyList<VirtualDevice> devices, RuleMaker rules, Random random)
{
    private int _clientIds;

    public IReadOnlyList<HubInput> Act(HomeModel home)
    {
        var name = home.Devices.Count == 0 ? "nobody" : home.Devices.Keys.ElementAt(random.Next(home.Devices.Count));
        var rule = $"rule-{random.Next(1, 15)}";
        switch (random.Next(20))
        {
            case < 9:
                return Commands(home);
            case 9:
                return [new HubInput.RunScene(Scene(), "lin")];
            case 10 or 11:
                return [new HubInput.EnableAutomation(rule, random.Next(2) == 0)];
            case 12 or 13:
                return [new HubInput.PutAutomation(rule, rules.Make(), "lin")];
            case 14:
                return [new HubInput.RemoveAutomation(rule)];
            case 15:
                return [new HubInput.PutScene("scene-0", rules.MakeScene(), "lin")];
            case 16 when random.Next(2) == 0:
                return [new HubInput.Retire(name)];
            case 17:
                return [new HubInput.ChangeDevice(name, $"Label {random.Next(9)}", random.Next(2) == 0 ? "Hall" : null)];
            case 18:
                return [new HubInput.PutAutomation(rule, "{ \"triggers\": [", "lin"), new HubInput.RemoveScene("scene-1")];
            default:
                return [.. devices.Select(device => new HubInput.Adopt(device.Did, null, null, null))];
        }
    }

    private HubInput[] Commands(HomeModel home)
    {
        if (rules.Wish() is not var (device, reading))
        {
            return [];
        }

        var name = home.OfDid(device.Did)?.Name ?? device.Did;
        if (random.Next(12) == 0 && device.Contract.Properties.FirstOrDefault(property => !property.IsWritable) is { } fixedProperty)
        {
            reading = new PropertyReading(fixedProperty, reading.Value);
        }

        var clientId = random.Next(3) == 0 ? $"c-{random.Next(_clientIds++ + 1)}" : null;
        var command = new HubInput.Command(name, [reading], null, [], "lin", clientId, random.Next(5) == 0 ? TimeSpan.FromSeconds(random.Next(1, 60)) : null);
        return random.Next(4) == 0 ? [command, command] : [command];
    }

    private string Scene() => random.Next(3) switch { 0 => "evening", 1 => "scene-0", _ => "scene-1" };
}
