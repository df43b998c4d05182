using System.Collections.Immutable;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Compilation;

/// <summary>What a trigger or condition asks of a value.</summary>
/// <param name="Equal">The value must be this; the default where not asked.</param>
/// <param name="Above">The value must be greater; null where not asked.</param>
/// <param name="Below">The value must be smaller; null where not asked.</param>
/// <remarks>Asking nothing means any known value, which is how <c>changes</c> is held.</remarks>
public readonly record struct PropertyTest(PropertyValue Equal, double? Above, double? Below)
{
    /// <summary>Further values that will do as well as <see cref="Equal"/>; the default for none.</summary>
    public ImmutableArray<PropertyValue> Others { get; init; }

    /// <summary>Values that will not do; the default for none.</summary>
    public ImmutableArray<PropertyValue> Not { get; init; }

    /// <summary>How far a number must leave the range before a trigger takes it as left; 0 for at once.</summary>
    public double Hysteresis { get; init; }

    /// <summary>True where any value will do.</summary>
    public bool IsAny => !Equal.HasValue && Above is null && Below is null && Not.IsDefaultOrEmpty;

    /// <summary>True when a value is known and as asked.</summary>
    public bool Holds(PropertyValue value)
    {
        if (!value.HasValue)
        {
            return false;
        }

        if ((Equal.HasValue && !SameValue(Equal, value) && !IsAmong(Others, value)) || IsAmong(Not, value))
        {
            return false;
        }

        if (Above is null && Below is null)
        {
            return true;
        }

        return value.TryGetNumber(out var number) && (Above is not { } above || number > above) && (Below is not { } below || number < below);
    }

    /// <summary>True when a number is as asked, or no further outside the range than <see cref="Hysteresis"/>.</summary>
    public bool IsNear(PropertyValue value) => value.TryGetNumber(out var number)
        && (Above is not { } above || number > above - Hysteresis) && (Below is not { } below || number < below + Hysteresis);

    private static bool IsAmong(ImmutableArray<PropertyValue> values, PropertyValue value)
    {
        if (!values.IsDefaultOrEmpty)
        {
            foreach (var one in values)
            {
                if (SameValue(one, value))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool SameValue(PropertyValue left, PropertyValue right) =>
        left == right || (left.TryGetNumber(out var a) && right.TryGetNumber(out var b) && a.Equals(b));
}
