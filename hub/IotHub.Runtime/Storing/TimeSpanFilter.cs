namespace IotHub.Runtime.Storing;

/// <summary>A stretch of time to look in.</summary>
/// <param name="From">Included; null for the beginning.</param>
/// <param name="Before">Not included; null for now.</param>
public readonly record struct TimeSpanFilter(DateTimeOffset? From, DateTimeOffset? Before)
{
    /// <summary>All of it.</summary>
    public static TimeSpanFilter All => default;
}
