using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Values;

/// <summary>Values that a contract permits, those at the ends first: where firmware goes wrong is at the ends.</summary>
internal static class LegalValues
{
    private const int TextLengthTried = 1_000;

    /// <summary>Values to try; empty where the contract permits none that could be thought of.</summary>
    public static ImmutableArray<PropertyValue> Of(ContractProperty property)
    {
        var permitted = ImmutableArray.CreateBuilder<PropertyValue>();
        foreach (var candidate in Candidates(property))
        {
            if (ValueCoercion.TryCheck(property, candidate, out var value, out _) && !permitted.Any(other => ValueText.IsSame(other, value)))
            {
                permitted.Add(value);
            }
        }

        return permitted.DrainToImmutable();
    }

    /// <summary>One value, another than a given one where there is any; no value where the contract permits none.</summary>
    public static PropertyValue Other(ContractProperty property, PropertyValue than)
    {
        var all = Of(property);
        var others = all.Where(value => !ValueText.IsSame(value, than)).ToList();
        return others.Count > 0 ? others[^1] : all.IsEmpty ? default : all[0];
    }

    private static IEnumerable<PropertyValue> Candidates(ContractProperty property)
    {
        if (property.Format == PropertyFormat.Boolean)
        {
            return [PropertyValue.FromBoolean(true), PropertyValue.FromBoolean(false)];
        }

        if (property.Format is PropertyFormat.String or PropertyFormat.Hex)
        {
            return Texts(property);
        }

        if (!property.ValueList.IsEmpty)
        {
            return property.ValueList.Take(CertificationLimits.ListEntriesTried).Append(property.ValueList[^1]).Select(entry => PropertyValue.FromInteger(entry.Value));
        }

        return property.Range is { } range
            ? [.. AtStep(property, range, 0), .. AtStep(property, range, double.PositiveInfinity), .. AtStep(property, range, Math.Floor((range.Maximum - range.Minimum) / range.Step / 2))]
            : [Number(property, 0), Number(property, 1), Number(property, 100)];
    }

    private static IEnumerable<PropertyValue> Texts(ContractProperty property)
    {
        if (property.Format == PropertyFormat.Hex)
        {
            return [PropertyValue.FromText("00ff"), PropertyValue.FromText("")];
        }

        var longest = Math.Min(property.LengthMax ?? 0, TextLengthTried);
        return [PropertyValue.FromText("Certify \"ä\" 测试"), PropertyValue.FromText("a"), PropertyValue.FromText(new string('m', longest)), PropertyValue.FromText("")];
    }

    private static IEnumerable<PropertyValue> AtStep(ContractProperty property, ValueRange range, double step)
    {
        // The last step may lie beyond the end of the range; a hair of room, since tenths are not exact.
        var last = Math.Floor(((range.Maximum - range.Minimum) / range.Step) + 1e-6);
        var value = Math.Round(range.Minimum + (Math.Min(step, last) * range.Step), 6);
        return double.IsFinite(value) ? [Number(property, value)] : [];
    }

    private static PropertyValue Number(ContractProperty property, double value) =>
        property.Format == PropertyFormat.Float || Math.Abs(value) > 9e15 ? PropertyValue.FromNumber(value) : PropertyValue.FromInteger((long)value);
}
