using IotHub.Devices.State;

namespace IotHub.Storage.Values;

/// <summary>
/// Where a change stood in its message, where its value came from, and how many automations led to it, as one whole number: from the lowest, two bits
/// origin, six bits hops, twelve bits place (a contract has at most 2,048 properties), and above them how much greater its cause id is than that of
/// the first change of the message. NULL for zero, which most changes are: alone in their message, reported, nobody's doing.
/// </summary>
internal readonly record struct ChangePlace(long CauseOffset, int Place, int Hops, ValueOrigin Origin)
{
    private const int HopsMax = 63;
    private const int PlaceMax = 4_095;

    /// <summary>The number as a parameter takes it.</summary>
    public static object? ToParameter(StateChange change, int place, int causeOffset)
    {
        var offset = place == 0 ? 0L : Math.Max(0, causeOffset);
        var number = (((((offset << 12) | (long)Math.Min(place, PlaceMax)) << 6) | (long)Math.Min(change.Cause.Hops, HopsMax)) << 2) | (long)change.Origin;
        return number == 0 ? null : number;
    }

    /// <summary>Reads the number; 0 for NULL.</summary>
    public static ChangePlace From(long number) => new(number >> 20, (int)((number >> 8) & PlaceMax), (int)((number >> 2) & HopsMax), (ValueOrigin)(number & 3));
}
