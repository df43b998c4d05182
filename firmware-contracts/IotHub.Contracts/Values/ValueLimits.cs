using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Values;

/// <summary>Checks a value of the right kind against format, list, range, step and length.</summary>
internal static class ValueLimits
{
    // A tenth is not exact in binary; a device that counts in tenths may be off by this share of a step count.
    private const double StepTolerance = 1e-6;

    public static bool TryCheck(ContractProperty property, ref PropertyValue value, [NotNullWhen(false)] out ValueFault? fault, ValueUse use)
    {
        fault = null;
        if (value.Kind == PropertyValueKind.Boolean)
        {
            return true;
        }

        if (value.Kind == PropertyValueKind.Text)
        {
            fault = CheckText(property, value.AsText);
        }
        else if (!IsWithinFormat(property, value) || !IsInList(property, value) || !IsWithinRange(property, value))
        {
            fault = new ValueFault(RejectionReason.OutOfRange, ValueFaults.OutOfRange(property, value.ToString()));
        }
        else if (use == ValueUse.Write && !IsOnStep(property, value))
        {
            fault = new ValueFault(RejectionReason.OutOfRange, ValueFaults.OffStep(property, value.ToString()));
        }

        if (fault is not null)
        {
            value = default;
        }

        return fault is null;
    }

    private static ValueFault? CheckText(ContractProperty property, string text)
    {
        if (property.Format == PropertyFormat.Hex && (text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit)))
        {
            return new ValueFault(RejectionReason.WrongType, ValueFaults.WrongType(property, ValueFaults.Quote(text)));
        }

        return property.LengthMax is { } limit && text.Length > limit
            ? new ValueFault(RejectionReason.OutOfRange, $"{property.Key} has {text.Length} characters; expected at most {limit}.")
            : null;
    }

    private static bool IsWithinFormat(ContractProperty property, PropertyValue value)
    {
        if (!FormatNames.TryGetBounds(property.Format, out var minimum, out var maximum))
        {
            return true;
        }

        return value.Kind == PropertyValueKind.UnsignedInteger
            ? property.Format == PropertyFormat.UInt64
            : value.AsInteger >= minimum && value.AsInteger <= maximum;
    }

    private static bool IsInList(ContractProperty property, PropertyValue value)
    {
        if (property.ValueList.IsEmpty)
        {
            return true;
        }

        foreach (var entry in property.ValueList)
        {
            if (value.Kind == PropertyValueKind.Integer ? entry.Value == value.AsInteger : value.TryGetNumber(out var number) && number == entry.Value)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithinRange(ContractProperty property, PropertyValue value) =>
        property.Range is not { } range || (value.TryGetNumber(out var number) && number >= range.Minimum && number <= range.Maximum);

    private static bool IsOnStep(ContractProperty property, PropertyValue value)
    {
        if (property.Range is not { } range || !value.TryGetNumber(out var number))
        {
            return true;
        }

        var steps = (number - range.Minimum) / range.Step;
        return Math.Abs(steps - Math.Round(steps)) <= StepTolerance * Math.Max(1, Math.Abs(steps));
    }
}
