using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Messages;

/// <summary>Reads and writes one value of a message: the only place where a device's own number, where it differs from the contract's, is seen.</summary>
internal static class WireValue
{
    public static bool TryRead(ContractProperty property, ref Utf8JsonReader reader, out PropertyValue value, [NotNullWhen(false)] out ValueFault? fault, ValueUse use)
    {
        if (property.Scaling is not { } scaling)
        {
            return ValueCoercion.TryCoerce(property, ref reader, out value, out fault, use);
        }

        if (!ValueCoercion.TryCoerce(scaling.Device, ref reader, out var raw, out fault, use))
        {
            value = default;
            return false;
        }

        return ValueCoercion.TryCheck(property, scaling.ToContract(raw, property.Format), out value, out fault, use);
    }

    public static void Write(Utf8JsonWriter writer, ContractProperty property, PropertyValue value) =>
        (property.Scaling?.ToDevice(value) ?? value).WriteTo(writer);
}
