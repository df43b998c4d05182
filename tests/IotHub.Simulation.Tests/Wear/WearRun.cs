using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Homes;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consumables;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Simulation.Tests.Wear;

/// <summary>Lets a home live in virtual time, gives what its devices report to the hub's keeper of parts as the core would, and asks it once a day.</summary>
internal sealed class WearRun
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Device> _devices;
    private readonly Dictionary<(string Device, string Part), PartLives> _parts = [];
    private readonly Dictionary<(string Device, string Property), PropertyValue> _values = [];
    private readonly List<UsageFact> _facts = [];
    private readonly CatalogueShelf _shelf = Sample();
    private readonly ConsumableKeeper _keeper;
    private readonly HomePlan _plan;
    private readonly WearFigures _figures;
    private DateTimeOffset _ticked = Start;
    private long _cause;

    private WearRun(HomePlan plan, WearFigures figures)
    {
        (_plan, _figures) = (plan, figures);
        _keeper = new ConsumableKeeper(ConsumableMemory.Empty, _shelf);
        _devices = plan.Devices.ToDictionary(
            device => device.Did,
            device => new Device { Name = device.Did, Label = device.Label ?? device.Did, Room = device.Room ?? "", Did = device.Did, Contract = device.Contract, AdoptedAt = Start });
        foreach (var device in _devices.Values)
        {
            _keeper.Know(device);
            foreach (var part in ConsumableParts.Of(device.Contract))
            {
                _parts.Add((device.Name, part.Name), new PartLives($"{part.Name} of {device.Contract.Kind}", part, LeadDays(device, part.Name)));
            }
        }
    }

    /// <summary>Lives so many days and adds to the figures.</summary>
    public static async Task<HomeRunReport> LiveAsync(HomePlan plan, int days, WearFigures figures)
    {
        var run = new WearRun(plan, figures);
        var options = new HomeRunOptions { Plan = plan, Start = Start, Duration = TimeSpan.FromDays(days), HasUpkeep = true };
        return await new HomeRun(options, TimeProvider.System) { Sending = run.Hear }.RunAsync((at, _) => run.Pass(at), CancellationToken.None);
    }

    private void Hear(DateTimeOffset at, DeviceWire wire)
    {
        if (wire.Kind != DeviceTopicKind.Properties)
        {
            return;
        }

        var device = _devices[wire.Topic.Split('/')[1]];
        using var said = JsonDocument.Parse(wire.Payload);
        foreach (var member in said.RootElement.EnumerateObject())
        {
            if (device.Contract.Properties.First(property => property.Key == member.Name) is { } property && ConsumableParts.IsCounter(property)
                && ValueCoercion.TryCheck(property, PropertyValue.FromInteger(member.Value.GetInt64()), out var value, out _))
            {
                Take(device, property, value, at);
            }
        }
    }

    // As the core does: a value that is the same is no change.
    private void Take(Device device, ContractProperty property, PropertyValue value, DateTimeOffset at)
    {
        var before = _values.GetValueOrDefault((device.Name, property.Key));
        _values[(device.Name, property.Key)] = value;
        if (before == value)
        {
            return;
        }

        var change = new StateChange(device, property, before, value, at, ValueOrigin.Reported, Cause.Root(++_cause, CauseOrigin.Device, device.Name), at);
        var output = new HubOutput.Changed(change, null);
        if (ConsumableKeeper.Concerns(output) && value.TryGetNumber(out var number))
        {
            _keeper.Observe(output, at, _facts);
            foreach (var part in _parts.Where(part => part.Key.Device == device.Name && (part.Value.Part.Level?.Key == property.Key || part.Value.Part.Time?.Key == property.Key)))
            {
                Note(part.Key, part.Value, at);
                part.Value.Hear(number, at, _figures);
            }
        }
    }

    private void Pass(DateTimeOffset at)
    {
        if (at - _ticked < TimeSpan.FromHours(1))
        {
            return;
        }

        _ticked = at;
        _keeper.Tick(at, _facts);
        _facts.Clear();
        foreach (var (key, lives) in _parts)
        {
            Note(key, lives, at);
            if (at.Hour == 12 && _keeper.Memory.Find(key.Device, key.Part) is { } state)
            {
                lives.Ask(ConsumableForecast.Of(state, lives.Part, at), at);
            }
        }
    }

    private void Note((string Device, string Part) key, PartLives lives, DateTimeOffset at)
    {
        if (_keeper.Memory.Find(key.Device, key.Part) is { } state)
        {
            lives.Note(state, at);
        }
    }

    private int LeadDays(Device device, string part) => _shelf.Current?.ConsumableOf(device.Contract.Type, part)?.LeadDays ?? 0;

    private static CatalogueShelf Sample()
    {
        string Path(string name) => RepositoryRoot.Path("device-sim", "catalogue", name);
        var shelf = new CatalogueShelf([new TrustedKey("sample-development", File.ReadAllText(Path("sample-development-key.pub.pem")), OnlySamples: true)]);
        shelf.Offer(File.ReadAllBytes(Path("sample-catalogue.json")), File.ReadAllBytes(Path("sample-catalogue.json.sig.json")));
        return shelf;
    }
}
