using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Messages;

/// <summary>Reads <c>{"light.on":true,…}</c>. This is the way of nearly every message, so names become no strings and there is one array.</summary>
internal static class PropertyMap
{
    // Longer than any address that a contract can give: two URN names and a number.
    private const int NameLengthMax = 600;

    /// <summary>Reads the object on whose start the reader stands, to its end.</summary>
    /// <param name="reader">On <see cref="JsonTokenType.StartObject"/>; afterwards on its end, or anywhere when refused.</param>
    /// <param name="contract">The device's contract.</param>
    /// <param name="use">What the map is for.</param>
    /// <param name="path">JSON Pointer of the object.</param>
    /// <param name="values">What was read, in order.</param>
    public static Rejection? Read(ref Utf8JsonReader reader, DeviceContract contract, PropertyMapUse use, string path, out ImmutableArray<PropertyReading> values)
    {
        values = [];
        // More names than properties cannot all be good, so the array is never longer than the contract.
        var readings = new PropertyReading[Math.Min(CountMembers(reader), contract.Properties.Length)];
        var count = 0;
        var seen = new SeenProperties(contract, stackalloc ulong[SeenProperties.StackWords]);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryFind(ref reader, contract, path, out var property, out var rejection))
            {
                return rejection;
            }

            reader.Read();
            rejection = !seen.Add(property)
                ? new Rejection(RejectionReason.Malformed, $"{property.Key} occurs twice.", PathTo(path, property.Key))
                : CheckAccess(property, use, path);
            if (rejection is not null)
            {
                return rejection;
            }

            var valueUse = use is PropertyMapUse.Set or PropertyMapUse.ArgumentDown ? ValueUse.Write : ValueUse.Report;
            if (!WireValue.TryRead(property, ref reader, out var value, out var fault, valueUse))
            {
                return new Rejection(fault.Reason, fault.Message, PathTo(path, property.Key));
            }

            readings[count++] = new PropertyReading(property, value);
        }

        values = ImmutableCollectionsMarshal.AsImmutableArray(readings);
        return null;
    }

    /// <summary>Finds the property that a name or a text on which the reader stands means.</summary>
    public static bool TryFind(ref Utf8JsonReader reader, DeviceContract contract, string path, [NotNullWhen(true)] out ContractProperty? property, [NotNullWhen(false)] out Rejection? rejection)
    {
        property = null;
        rejection = null;
        if (reader.ValueSpan.Length <= NameLengthMax)
        {
            Span<char> name = stackalloc char[NameLengthMax];
            name = name[..reader.CopyString(name)];
            if (contract.TryGetProperty(name, out property))
            {
                return true;
            }
        }

        var unknown = reader.GetString() ?? string.Empty;
        rejection = new Rejection(RejectionReason.UnknownProperty, $"{contract.Type.Text} has no property {JsonWords.Cut(unknown)}.", PathTo(path, JsonWords.Cut(unknown)));
        return false;
    }

    public static string PathTo(string path, string name) => $"{path}/{JsonPointer.Escape(name)}";

    private static Rejection? CheckAccess(ContractProperty property, PropertyMapUse use, string path) => use switch
    {
        PropertyMapUse.Report when !property.IsObservable =>
            new Rejection(RejectionReason.NotReadable, $"{property.Key} cannot be reported; its access is neither read nor notify.", PathTo(path, property.Key)),
        PropertyMapUse.Answer when !property.IsObservable && !property.IsWritable =>
            new Rejection(RejectionReason.NotReadable, $"{property.Key} is only an argument and has no value to report.", PathTo(path, property.Key)),
        PropertyMapUse.Set when !property.IsWritable =>
            new Rejection(RejectionReason.NotWritable, $"{property.Key} cannot be set; its access has no write.", PathTo(path, property.Key)),
        _ => null,
    };

    /// <summary>Counts on a copy; the caller's reader stays where it is.</summary>
    private static int CountMembers(Utf8JsonReader reader)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            count++;
            reader.Skip();
        }

        return count;
    }
}
