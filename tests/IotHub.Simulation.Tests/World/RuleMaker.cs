using System.Text.Json.Nodes;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Simulation.Tests.World;

/// <summary>Writes automations over the devices of a home. Lights trigger on lights here: loops are wanted, and must be cut.</summary>
internal sealed class RuleMaker(IReadOnlyList<VirtualDevice> devices, Random random)
{
    /// <summary>Every trigger on the clock has an id that begins so.</summary>
    public const string TimeTrigger = "time-";

    private static readonly string[] Durations = ["1s", "5s", "30s", "2m", "10m", "1h"];

    public string Make()
    {
        var triggers = Many(1, 3, number => Trigger(number));
        var document = new JsonObject
        {
            ["name"] = $"Rule {random.Next(1000)}",
            ["mode"] = Chance(50) ? "restart" : "single",
            ["triggers"] = triggers,
            ["actions"] = Many(1, 4, _ => Action()),
        };
        if (Chance(40))
        {
            document["conditions"] = Many(1, 2, _ => Condition(0));
        }

        if (Chance(10))
        {
            document["enabled"] = false;
        }

        return document.ToJsonString();
    }

    public string MakeScene() => new JsonObject { ["name"] = $"Scene {random.Next(1000)}", ["set"] = Values(4) }.ToJsonString();

    /// <summary>A writable property of some device and a value that it can take; null where that device has none.</summary>
    public (VirtualDevice Device, PropertyReading Reading)? Wish()
    {
        var device = Any(devices);
        var writable = device.Contract.Properties.Where(property => property.IsWritable).ToArray();
        if (writable.Length == 0)
        {
            return null;
        }

        var property = Any(writable);
        return (device, new PropertyReading(property, Value(property)));
    }

    private JsonObject Trigger(int number)
    {
        var kind = random.Next(10);
        if (kind < 2)
        {
            return new JsonObject { ["id"] = $"{TimeTrigger}{number}", ["time"] = $"{random.Next(24):00}:{random.Next(60):00}" };
        }

        if (kind < 4 && devices.Where(device => device.Contract.Events.Count > 0).ToArray() is { Length: > 0 } withEvents)
        {
            var happening = Any(withEvents);
            return new JsonObject { ["id"] = $"event-{number}", ["event"] = $"{happening.Did}/{Any<ContractEvent>([.. happening.Contract.Events.OrderBy(one => one.Key, StringComparer.Ordinal)]).Key}" };
        }

        var (device, property) = Observable();
        var trigger = new JsonObject { ["id"] = $"property-{number}", ["property"] = $"{device.Did}/{property.Key}" };
        if (Chance(20))
        {
            trigger["changes"] = true;
        }
        else if (property.Range is { } range)
        {
            trigger[Chance(50) ? "above" : "below"] = range.Minimum + Math.Floor((range.Maximum - range.Minimum) / 3);
        }
        else
        {
            trigger["becomes"] = Json(property, Value(property));
        }

        if (Chance(25))
        {
            trigger["for"] = Any(Durations);
        }

        return trigger;
    }

    private JsonObject Condition(int depth)
    {
        switch (random.Next(depth > 2 ? 2 : 5))
        {
            case 0:
                return new JsonObject { ["after"] = $"{random.Next(12):00}:00", ["before"] = $"{12 + random.Next(12)}:30" };
            case 1:
                var (device, property) = Observable();
                var condition = new JsonObject { ["property"] = $"{device.Did}/{property.Key}" };
                if (property.Range is { } range)
                {
                    condition["above"] = range.Minimum;
                }
                else
                {
                    condition["is"] = Json(property, Value(property));
                }

                return condition;
            case 2:
                return new JsonObject { ["not"] = Condition(depth + 1) };
            case 3:
                return new JsonObject { ["any"] = Many(1, 3, _ => Condition(depth + 1)) };
            default:
                return new JsonObject { ["all"] = Many(1, 2, _ => Condition(depth + 1)) };
        }
    }

    private JsonObject Action()
    {
        var kind = random.Next(10);
        if (kind < 2)
        {
            return new JsonObject { ["wait"] = Any(Durations) };
        }

        if (kind == 2)
        {
            return new JsonObject { ["scene"] = Chance(80) ? "scene-0" : "scene-1" };
        }

        if (kind == 3 && devices.Where(device => device.Contract.Actions.Count > 0).ToArray() is { Length: > 0 } able)
        {
            var device = Any(able);
            ContractAction action = Any<ContractAction>([.. device.Contract.Actions.OrderBy(one => one.Key, StringComparer.Ordinal)]);
            var arguments = new JsonObject();
            foreach (var argument in action.In)
            {
                arguments[argument.Key] = Json(argument, Value(argument));
            }

            return new JsonObject { ["call"] = $"{device.Did}/{action.Key}", ["in"] = arguments };
        }

        return new JsonObject { ["set"] = Values(3) };
    }

    private JsonObject Values(int countMax)
    {
        var values = new JsonObject();
        for (var left = 1 + random.Next(countMax); left > 0 || values.Count == 0; left--)
        {
            if (Wish() is var (device, reading))
            {
                values[$"{device.Did}/{reading.Property.Key}"] = Json(reading.Property, reading.Value);
            }
        }

        return values;
    }

    private (VirtualDevice Device, ContractProperty Property) Observable()
    {
        var device = Any(devices);
        return (device, Any(device.Contract.Properties.Where(property => property.IsObservable && property.Format != PropertyFormat.String).ToArray()));
    }

    private PropertyValue Value(ContractProperty property)
    {
        if (property.Format == PropertyFormat.Boolean)
        {
            return PropertyValue.FromBoolean(Chance(50));
        }

        if (!property.ValueList.IsEmpty)
        {
            return PropertyValue.FromInteger(Any(property.ValueList).Value);
        }

        if (property.Format == PropertyFormat.String)
        {
            return PropertyValue.FromText($"Say {random.Next(100)}");
        }

        var range = property.Range ?? throw new InvalidOperationException($"{property.Key} has neither range nor list.");
        var steps = (int)Math.Min((range.Maximum - range.Minimum) / range.Step, 1_000_000);
        var number = range.Minimum + (random.Next(steps + 1) * range.Step);
        return property.Format == PropertyFormat.Float ? PropertyValue.FromNumber(number) : PropertyValue.FromInteger((long)number);
    }

    private static JsonNode Json(ContractProperty property, PropertyValue value) => property.Format switch
    {
        PropertyFormat.Boolean => value.AsBoolean,
        PropertyFormat.String => value.AsText,
        _ => value.TryGetNumber(out var number) ? (JsonNode)number : 0,
    };

    private JsonArray Many(int least, int most, Func<int, JsonNode> make) =>
        new([.. Enumerable.Range(1, least + random.Next(most - least + 1)).Select(make)]);

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Any<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
