using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>Compares values as a device of few bits has them.</summary>
internal static class ValueText
{
    // A float of 32 bits has seven digits; 21.3 comes back from it as 21.299999.
    private const double Tolerance = 1e-5;

    public static bool IsSame(PropertyValue left, PropertyValue right) =>
        left == right
        || (left.TryGetNumber(out var first) && right.TryGetNumber(out var second) && left.Kind == PropertyValueKind.Number
            && Math.Abs(first - second) <= Tolerance * Math.Max(1, Math.Abs(first)));
}
