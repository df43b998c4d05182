using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Scenarios;

namespace IotHub.DeviceSim.Devices;

/// <summary>Something that must hold of a device's own state. Written as a property's name alone, the property must be true or not zero.</summary>
public sealed record Condition
{
    /// <summary>Name of the property's type, in the same service or else anywhere in the device.</summary>
    public required string Property { get; init; }

    /// <summary>Names of values, one of which it must have: <c>true</c>, <c>false</c>, or a value of the list as <c>go-charging</c>. Empty for any.</summary>
    public ImmutableArray<string> Is { get; set; } = [];

    /// <summary>Smallest number it must have; null for no bound.</summary>
    public double? AtLeast { get; set; }

    /// <summary>Largest number it must have; null for no bound.</summary>
    public double? AtMost { get; set; }

    /// <summary>Name of another property whose number it must reach; null for none.</summary>
    public string? Reaches { get; set; }

    /// <summary>True when the opposite must hold.</summary>
    public bool Not { get; set; }
}

/// <summary>A condition bound to the properties of one contract.</summary>
internal sealed class BoundCondition
{
    private readonly Condition _condition;
    private readonly ContractProperty? _property;
    private readonly ContractProperty? _reached;
    private readonly ImmutableArray<PropertyValue> _values;

    public BoundCondition(Condition condition, DeviceContract contract, int serviceIid)
    {
        _condition = condition;
        _property = BehaviourTable.FindNear(contract, serviceIid, condition.Property);
        _reached = condition.Reaches is null ? null : BehaviourTable.FindNear(contract, serviceIid, condition.Reaches);
        _values = _property is null ? [] : [.. condition.Is.Select(name => NamedValue.Find(_property, name)).Where(value => value.HasValue)];
    }

    /// <summary>
    /// Whether it holds. A device that lacks the property fails what is asked of it, but a mere switch that it lacks counts as on: a fridge
    /// without a switch runs.
    /// </summary>
    public bool Holds(DeviceState state) => HoldsPlainly(state) != _condition.Not;

    public static ImmutableArray<BoundCondition> Bind(ImmutableArray<Condition> conditions, DeviceContract contract, int serviceIid) =>
        [.. conditions.Select(condition => new BoundCondition(condition, contract, serviceIid))];

    public static bool AllHold(ImmutableArray<BoundCondition> conditions, DeviceState state)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Holds(state))
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldsPlainly(DeviceState state)
    {
        var isPlain = _condition is { Is.IsEmpty: true, AtLeast: null, AtMost: null, Reaches: null };
        if (_property is null)
        {
            return isPlain;
        }

        var value = state.Get(_property);
        if (isPlain)
        {
            return value.AsBoolean || (value.TryGetNumber(out var any) && any != 0);
        }

        if (!_condition.Is.IsEmpty && !_values.Contains(value))
        {
            return false;
        }

        var number = value.ToDouble();
        return !(number < _condition.AtLeast) && !(number > _condition.AtMost)
            && (_condition.Reaches is null || (_reached is not null && number >= state.Get(_reached).ToDouble()));
    }
}

/// <summary>Values by name: <c>true</c>, or an entry of a value list by its description in kebab form.</summary>
internal static class NamedValue
{
    /// <summary>The value of a name; no value where the property has none of it.</summary>
    public static PropertyValue Find(ContractProperty property, string name)
    {
        if (property.Format == PropertyFormat.Boolean)
        {
            return name is "true" or "false" ? PropertyValue.FromBoolean(name == "true") : default;
        }

        foreach (var entry in property.ValueList)
        {
            if (string.Equals(Kebab.From(entry.Description), name, StringComparison.Ordinal)
                && ValueCoercion.TryCheck(property, PropertyValue.FromInteger(entry.Value), out var value, out _))
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>A value as a number: 1 and 0 for true and false, 0 for text.</summary>
    public static double ToDouble(this PropertyValue value) => value.TryGetNumber(out var number) ? number : value.AsBoolean ? 1 : 0;
}

/// <summary>Reads one condition or several, each as an object or as a name alone.</summary>
internal sealed class ConditionsConverter : JsonConverter<ImmutableArray<Condition>>
{
    /// <inheritdoc/>
    public override ImmutableArray<Condition> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return [ReadOne(ref reader)];
        }

        var all = ImmutableArray.CreateBuilder<Condition>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            all.Add(ReadOne(ref reader));
        }

        return all.ToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableArray<Condition> value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static Condition ReadOne(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String
            ? new Condition { Property = reader.GetString() ?? string.Empty }
            : JsonSerializer.Deserialize(ref reader, BehaviourJson.Default.Condition) ?? throw new JsonException("A condition is null.");
}
