using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>Finds a first value for a property of any contract.</summary>
internal static class InitialValue
{
    public static PropertyValue Of(ContractProperty property, BehaviourTable table, Random random)
    {
        if (table.FindInitial(property) is { } usual && Fit(property, usual + Aside(property, table, random)) is { HasValue: true } fitting)
        {
            return fitting;
        }

        if (!property.ValueList.IsEmpty)
        {
            return FirstPermitted(property);
        }

        return property.Format switch
        {
            PropertyFormat.Boolean => PropertyValue.FromBoolean(false),
            PropertyFormat.String or PropertyFormat.Hex => PropertyValue.FromText(string.Empty),
            _ when property.Range is { } range => Fit(property, range.Minimum + (random.NextDouble() * (range.Maximum - range.Minimum))),
            _ => Fit(property, 0),
        };
    }

    private static double Aside(ContractProperty property, BehaviourTable table, Random random) =>
        table.Spread.TryGetValue(property.Type.Name, out var spread) ? ((2 * random.NextDouble()) - 1) * spread : 0;

    /// <summary>The permitted value nearest to a number: within the range and on its step. No value where the format has no numbers.</summary>
    public static PropertyValue Fit(ContractProperty property, double wanted)
    {
        if (property.Format == PropertyFormat.Boolean)
        {
            return PropertyValue.FromBoolean(wanted != 0);
        }

        if (property.Range is { } range)
        {
            var steps = Math.Round((Math.Clamp(wanted, range.Minimum, range.Maximum) - range.Minimum) / range.Step);
            var onStep = range.Minimum + (steps * range.Step);

            // Rounded, so that 21.3 is written as such and not as 21.300000000000001. The last step may lie beyond the end of the range.
            wanted = Math.Round(onStep > range.Maximum ? onStep - range.Step : onStep, 6);
        }

        var value = property.Format == PropertyFormat.Float ? PropertyValue.FromNumber(wanted) : PropertyValue.FromInteger((long)Math.Round(Math.Clamp(wanted, -9e15, 9e15)));
        return ValueCoercion.TryCheck(property, value, out var result, out _) ? result : default;
    }

    private static PropertyValue FirstPermitted(ContractProperty property)
    {
        foreach (var entry in property.ValueList)
        {
            if (ValueCoercion.TryCheck(property, PropertyValue.FromInteger(entry.Value), out var value, out _))
            {
                return value;
            }
        }

        return default;
    }
}
