using System.Globalization;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Feedback;

/// <summary>A version of the hub: three numbers from 0 to 999,999.</summary>
/// <param name="Major">The first.</param>
/// <param name="Minor">The second.</param>
/// <param name="Patch">The third.</param>
public readonly record struct ReleaseVersion(int Major, int Minor, int Patch) : IComparable<ReleaseVersion>
{
    private const long Step = 1_000_000;

    /// <summary>The version as one number that sorts alike.</summary>
    public long Number => (((Major * Step) + Minor) * Step) + Patch;

    /// <summary>The version of such a number.</summary>
    public static ReleaseVersion FromNumber(long number) => new((int)(number / Step / Step), (int)(number / Step % Step), (int)(number % Step));

    /// <summary>Reads one to three numbers; those that are left out are 0.</summary>
    public static bool TryParse(string? text, out ReleaseVersion version)
    {
        version = default;
        if (text is null || !UsageForm.Version.Pattern.IsMatch(text))
        {
            return false;
        }

        var numbers = text.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).Concat([0, 0]).Take(3).ToArray();
        version = new ReleaseVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ReleaseVersion other) => Number.CompareTo(other.Number);

    /// <summary>True where the left one is older.</summary>
    public static bool operator <(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) < 0;

    /// <summary>True where the left one is newer.</summary>
    public static bool operator >(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) > 0;

    /// <summary>True where the left one is not newer.</summary>
    public static bool operator <=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) <= 0;

    /// <summary>True where the left one is not older.</summary>
    public static bool operator >=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) >= 0;

    /// <summary><c>1.4.0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
